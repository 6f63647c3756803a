"""All figures of a report as tidy records, the same for the workbook, CSV and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from agimi.insight.report.nodes import Document
from agimi.insight.results import Results, Row
from agimi.insight.text import Language, Text

TIMES = " × "


@dataclass(frozen=True, slots=True)
class Record:
    """One figure with its words."""

    indicator: str
    label: str
    start: dt.date
    end: dt.date
    project: str
    by: str
    category: str
    category_label: str
    value: int | float | None
    unit: str
    quality: str
    base: int | None


HEADINGS: tuple[tuple[str, Text], ...] = (
    ("indicator", Text("Treguesi (kodi)", "Indicator (code)")),
    ("label", Text("Treguesi", "Indicator")),
    ("start", Text("Nga data", "From")),
    ("end", Text("Deri më", "To")),
    ("project", Text("Projekti", "Project")),
    ("by", Text("Ndarja", "Breakdown")),
    ("category", Text("Kategoria (kodi)", "Category (code)")),
    ("category_label", Text("Kategoria", "Category")),
    ("value", Text("Vlera", "Value")),
    ("unit", Text("Njësia", "Unit")),
    ("quality", Text("Saktësia", "Quality")),
    ("base", Text("Baza", "Base")),
)
NAMES = tuple(name for name, _ in HEADINGS)


def records(document: Document) -> Iterator[Record]:
    """Every result row of the document, in the order in which it was computed."""
    for row in document.results:
        yield _record(row, document)


def _record(row: Row, document: Document) -> Record:
    definition = document.definitions.get(row.indicator)
    return Record(
        indicator=row.indicator,
        label=definition.label.within(document.language) if definition else row.indicator,
        start=row.period.start,
        end=row.period.end,
        project=row.project or "",
        by=TIMES.join(row.by),
        category=TIMES.join(row.category),
        category_label=TIMES.join(category_words(row, document.results, document.language)),
        value=row.value,
        unit=row.unit.value,
        quality=row.quality.value,
        base=row.base,
    )


def category_words(row: Row, results: Results, language: Language) -> list[str]:
    """The words of a row's categories; a category without a label stands as its code."""
    labels = (results.labels.get(pair) for pair in zip(row.by, row.category, strict=True))
    return [
        label.within(language) if label else code
        for label, code in zip(labels, row.category, strict=True)
    ]


def unspoilt(words: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words
