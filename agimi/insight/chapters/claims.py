"""What was done for everyone: the universal claims, each with its base and its exceptions."""

from __future__ import annotations

from dataclasses import replace

from agimi.insight.report.nodes import Block, Chapter, Column, TableRow
from agimi.insight.report.writer import Writer
from agimi.insight.results import Row, Unit
from agimi.insight.text import Text

ROOM = "universal."


def claims(w: Writer) -> Chapter:
    """For each claim: of how many it was asked, for how many it holds, for how many not yet."""
    codes = [c for c in w.lens.definitions if c.startswith(ROOM) and w.lens.knows(c)]
    shares = {code: w.lens.row(code) for code in codes}
    rows = [
        TableRow(((w.label_of(code),), *map(w.cell, _shown(share))))
        for code, share in shares.items()
        if any(each.base for each in shares.values())
    ]
    columns = (
        Column(w.words(Text("Çfarë u bë për të gjithë", "What was done for everyone")), share=3.2),
        Column(w.words(Text("Nga", "Of")), numeric=True, share=0.7),
        Column(w.words(Text("U bë", "Done")), numeric=True, share=0.7),
        Column(w.words(Text("Përjashtime", "Exceptions")), numeric=True, share=1.0),
        Column(w.words(Text("Pjesa", "Share")), numeric=True, share=0.8),
    )
    caption = Text(
        "Pohimet e përgjithshme, me bazën dhe përjashtimet",
        "Universal claims, with their base and exceptions",
    )
    blocks: list[Block] = [
        *w.paragraph(
            Text(
                "«Të gjithë» është pohim që duhet provuar. Këtu secili qëndron me bazën e vet dhe "
                "me numrin e atyre për të cilët ende nuk vlen.",
                "“Everyone” is a claim that must be shown. Here each stands with its base and with "
                "the number of those for whom it does not hold yet.",
            ),
            lead=True,
        ),
        w.table(caption, columns, rows),
        *w.rule(*codes),
    ]
    title = Text("Çfarë u bë për të gjithë", "What was done for everyone")
    return Chapter("claims", w.words(title), tuple(blocks))


def _shown(share: Row) -> tuple[Row, Row, Row, Row]:
    """The base, those for whom the claim holds, the exceptions, and the share."""
    base = share.base or 0
    done = round(base * (share.value or 0) / 100)
    counted = replace(share, unit=Unit.CASES, base=None)
    return (
        replace(counted, value=base),
        replace(counted, value=done),
        replace(counted, value=base - done),
        share,
    )
