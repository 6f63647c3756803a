"""docs/reference/indicators.md, made from the catalogue and the specifications."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from agimi.insight.catalogue import CHAPTERS
from agimi.insight.dimensions import DIMENSIONS
from agimi.insight.frames import FRAMES
from agimi.insight.measure import Indicator
from tests.insight.spec import YEAR, Spec, specs, tables

HEAD = """\
# Indicators

Made by `make docs` from the declarations in `agimi/insight/indicators` and the specifications in
`tests/insight/spec`. Every example is a test: these records give these figures.

**Time.** *Happened* counts what took place on a day of the period (a flow); *open during* whatever
was open on any of its days (touched by the period); *open at the end* what is open on its last day
(a stock). The examples are of the year 2024 unless they say otherwise.

**Once.** A unit counts once in each figure. Where it has several records in the period, the earliest
decides into which category it falls, so that the parts make the whole. Only in the dimensions named
under *May overlap* can one unit stand in several categories.

**Not recorded.** An empty cell means that nobody recorded it; it is a category of its own in every
table, and never 0.

**Examples.** A code such as `counselling_call/counselling` names a value of a list and what it
counts as. Columns that an example leaves out are not recorded. Figures that are 0 are left out
unless they matter.
"""
TIMES = {
    "happened": "happened on `{start}`",
    "open_during": "open during, from `{start}` to `{end}`",
    "open_at_end": "open at the end, from `{start}` to `{end}`",
    "always": "not bound to days",
}


def page() -> str:
    """The whole page."""
    by_code: dict[str, list[Spec]] = {}
    for spec in specs():
        by_code.setdefault(spec.indicator, []).append(spec)
    parts = [HEAD, *_contents()]
    for chapter in CHAPTERS:
        module = import_module(f"agimi.insight.indicators.{chapter}")
        parts.append(f"## {module.__doc__.strip().rstrip('.')}\n")
        for indicator in module.INDICATORS:
            parts += [*_indicator(indicator), *map(_example, by_code[indicator.code])]
    return "\n".join([*parts, *_dimensions(), *_frames()])


def _contents() -> Iterator[str]:
    for chapter in CHAPTERS:
        module = import_module(f"agimi.insight.indicators.{chapter}")
        codes = ", ".join(
            f"[`{one.code}`](#{one.code.replace('.', '')})" for one in module.INDICATORS
        )
        yield f"- {module.__doc__.strip().rstrip('.')}: {codes}"
    yield ""


def _indicator(one: Indicator) -> Iterator[str]:
    yield f"### `{one.code}`\n"
    yield f"**{one.label.en}** · {one.label.sq}\n"
    yield f"{one.definition.en} {one.rule.en}\n"
    yield f"*{one.definition.sq} {one.rule.sq}*\n"
    time = TIMES[one.when.word].format(start=one.when.start, end=one.when.end)
    yield f"- Unit: {one.unit.value}; time: {time}"
    yield f"- One row: {one.frame.meaning}"
    for column, values in one.where.items():
        yield f"- Only where `{column}` is {' or '.join(f'`{value}`' for value in values)}"
    yield f"- By: {' · '.join(_by(names) for names in one.breakdowns)}"
    if one.overlapping:
        yield f"- May overlap: {', '.join(f'`{name}`' for name in sorted(one.overlapping))}"
    if one.within:
        yield f"- Never more than `{one.within}`"
    if one.serves:
        yield f"- Serves {', '.join(one.serves)}"
    yield ""


def _by(names: tuple[str, ...]) -> str:
    return " × ".join(f"`{name}`" for name in names) or "total"


def _example(spec: Spec) -> str:
    said = spec.shows[:1].upper() + spec.shows[1:]
    if spec.project:
        said += f" (project {spec.project})"
    if spec.period != YEAR:
        said += f" ({spec.period.start} to {spec.period.end})"
    tables = f"{_even(spec.records)}\n\n→\n\n{_even(spec.figures)}"
    return f"*{said}.*\n\n```\n{tables}\n```\n"


def _even(text: str) -> str:
    """The tables with their columns under each other."""
    return "\n\n".join("\n".join(_aligned(block)) for block in tables.blocks(text))


def _aligned(block: list[str]) -> Iterator[str]:
    named = "|" not in block[0] and len(block) > 1 and block[0] in FRAMES
    rows = [tables.cells(line) for line in (block[1:] if named else block)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if named:
        yield block[0]
    for row in rows:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield " | ".join(padded).rstrip()


def _dimensions() -> Iterator[str]:
    yield "## Dimensions\n"
    yield "| Code | In words | Shqip | What it says | Rows of 0 |\n|---|---|---|---|---|"
    for code, one in DIMENSIONS.items():
        printed = "yes" if one.values is not None else ""
        yield f"| `{code}` | {one.label.en} | {one.label.sq} | {one.definition.en} | {printed} |"
    yield ""


def _frames() -> Iterator[str]:
    yield "## Frames\n"
    yield "The records as the figures see them: no names, no texts, numbers that mean nothing outside.\n"
    for name, frame in FRAMES.items():
        yield f"**`{name}`** – {frame.meaning}\n"
        yield "| Column | What it says |\n|---|---|"
        for column, one in frame.columns.items():
            yield f"| `{column}` | {one.meaning} |"
        yield ""
