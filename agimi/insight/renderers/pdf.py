"""The report as a PDF, set by Typst: tagged, outlined, with alternative texts (PDF/UA-1)."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from agimi.insight import charts, fonts
from agimi.insight.renderers import words
from agimi.insight.report.nodes import (
    Block,
    Bullets,
    Chapter,
    Chart,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigure,
    KeyFigures,
    Link,
    Note,
    PageBreak,
    Prose,
    Strong,
    Table,
    TableRow,
    text_of,
)

_TEMPLATE = Path(__file__).with_name("report.typ")
_NOON = dt.time(12, tzinfo=dt.UTC)


def render(document: Document, *, drawings: charts.Drawings | None = None) -> bytes:
    """The document as PDF. Drawings made for another format may be handed over."""
    drawn = charts.draw_all(document) if drawings is None else drawings
    with tempfile.TemporaryDirectory(prefix="agimi-report-") as name:
        folder = Path(name)
        source = folder / _TEMPLATE.name
        source.write_bytes(_TEMPLATE.read_bytes())
        (folder / "report.json").write_text(json.dumps(_document(document)), encoding="utf-8")
        for number, svg in drawn.items():
            (folder / _file(number)).write_bytes(charts.for_print(svg))
        return typst.compile(
            source,
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=dt.datetime.combine(document.edition.made_on, _NOON),
        )


@cache
def _fonts() -> typst.Fonts:
    """The fonts, read once a process."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(fonts.directories()),
    )


def _file(number: int) -> str:
    return f"chart-{number}.svg"


def _document(document: Document) -> dict[str, Any]:
    language = document.language
    cover = document.cover
    day = document.edition.made_on
    return {
        "full_title": f"{document.title} {document.period_title} — {cover.organisation}",
        "description": words.edition_sentence(document),
        "language": language,
        "period_title": document.period_title,
        "short_period": len(document.period_title) <= 5,
        "date": [day.year, day.month, day.day],
        "running_title": cover.organisation,
        "running_foot": f"{document.title} {document.period_title}",
        "edition_line": words.edition_line(document),
        "edition_sentence": words.edition_sentence(document),
        "invented": words.INVENTED.within(language) if document.edition.invented else "",
        "cover": {
            "title": document.title,
            "organisation": cover.organisation,
            "other_name": cover.other_name,
            "contact": list(cover.contact),
        },
        "words": {
            "contents": words.CONTENTS.within(language),
            "table": words.TABLE.within(language),
            "figure": words.FIGURE.within(language),
        },
        "chapters": [_chapter(chapter) for chapter in document.chapters],
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "number": chapter.number,
        "blocks": [_block(block) for block in chapter.children],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "title": block.title, "level": block.level,
                    "number": block.number}  # fmt: skip
        case Prose():
            announces = text_of(block.parts).endswith(":")  # stays with what it announces
            return {"kind": "prose", "parts": _inlines(block.parts), "lead": block.lead,
                    "announces": announces}  # fmt: skip
        case Bullets():
            items = [_inlines(item) for item in block.items]
            return {"kind": "bullets", "items": items, "compact": block.compact}
        case KeyFigures():
            return {"kind": "key_figures", "items": [_key(item) for item in block.items]}
        case Table():
            return {"kind": "table"} | _table(block)
        case Chart():
            return _chart(block)
        case Note():
            return {"kind": "note", "title": block.title, "parts": _inlines(block.parts)}
        case PageBreak():
            return {"kind": "page_break"}


def _inlines(parts: Inlines) -> list[str | Mapping[str, str]]:
    return [_inline(part) for part in parts]


def _inline(part: Inline) -> str | Mapping[str, str]:
    match part:
        case str():
            return part
        case Figure():
            return {"f": part.shown}
        case Strong():
            return {"b": part.words}
        case Link():
            return {"a": part.address, "w": part.words} if part.leads_out else part.words


def _key(item: KeyFigure) -> dict[str, str]:
    before = f"{item.before_label} {item.before.shown}" if item.before else ""
    return {"shown": item.figure.shown, "label": item.label, "before": before}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "number": table.number,
        "nothing": table.nothing,
        "dense": table.dense,
        "columns": [
            {"title": column.title, "numeric": column.numeric, "share": column.share}
            for column in table.columns
        ],
        "rows": [_row(row) for row in table.rows],
        "notes": [_inlines(note) for note in table.notes],
    }


def _row(row: TableRow) -> dict[str, Any]:
    return {"kind": row.kind.value, "cells": [text_of(cell) for cell in row.cells]}


def _chart(chart: Chart) -> dict[str, Any]:
    wide = charts.is_wide(chart)
    return {
        "kind": "chart",
        "caption": chart.caption,
        "number": chart.number,
        "alt": chart.alt,
        "nothing": chart.nothing,
        "file": _file(chart.number),
        "beside": not wide,
        "width": charts.WIDE if wide else charts.NARROW,
        "table": _table(chart.table),
    }
