"""The nodes of a report. Renderers know only these; a node knows nothing of any renderer.

A number stands in a report only as a ``Figure``, and a Figure only comes from a result
row: so a sentence, a table and a chart that speak of the same thing cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from agimi.insight.results import Period, Results, Row
from agimi.insight.text import Language, Text

MARKS = Text(
    "≈ do të thotë «rreth»; ≥ do të thotë «të paktën» (te disa veprimtari numri nuk është "
    "shënuar); — do të thotë që nuk kishte bazë për të llogaritur një përqindje.",
    "≈ means about; ≥ means at least (for some events no number was written down); "
    "— means that there was no base of which to take a percentage.",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the results, as the reader sees it."""

    row: Row
    shown: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address outside the report; only web and e-mail addresses do."""

    words: str
    address: str

    @property
    def leads_out(self) -> bool:
        """Whether the address is one that a reader may follow."""
        return self.address.startswith(("https://", "http://", "mailto:"))


Inline: TypeAlias = str | Strong | Link | Figure
Inlines: TypeAlias = tuple[Inline, ...]


def text_of(parts: Inlines) -> str:
    """The parts as plain text."""
    return "".join(_words(part) for part in parts)


def _words(part: Inline) -> str:
    match part:
        case str():
            return part
        case Figure(shown=shown):
            return shown
        case Strong(words=words) | Link(words=words):
            return words


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a chapter. Level 2 is a section, 3 a part of it; chapters are level 1."""

    title: str
    level: int = 2
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph. ``lead`` marks the one that opens a chapter."""

    parts: Inlines
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``compact`` sets short items in columns."""

    items: tuple[Inlines, ...]
    compact: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large number with its words, and the same number of the period before."""

    figure: Figure
    label: str
    before: Figure | None = None
    before_label: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A strip of large numbers."""

    items: tuple[KeyFigure, ...]


class RowKind(StrEnum):
    """What a table row is for."""

    BODY = "body"
    GROUP = "group"  # the heading of the rows beneath it
    SUBTOTAL = "subtotal"  # such a heading with the sum of its rows
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; ``share`` is its part of the table's width."""

    title: str
    numeric: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row, the first naming it."""

    cells: tuple[Inlines, ...]
    kind: RowKind = RowKind.BODY


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; without rows it says so in ``nothing``.

    A ``dense`` table is long and narrow, to be looked up in rather than read.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[Inlines, ...] = ()
    nothing: str = ""
    number: int = 0
    anchor: str = ""
    dense: bool = False

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"{self.caption!r}: a row has {len(row.cells)} cells, "
                    f"the table {len(self.columns)} columns"
                )


class ChartKind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"  # one horizontal bar a category
    STACKED = "stacked"  # horizontal bars in parts
    SHARES = "shares"  # the whole as one bar in parts (instead of a donut)
    COLUMNS = "columns"  # one upright column a month
    LINE = "line"  # years or months as a line
    COUNTIES = "counties"  # tile map of the counties
    MUNICIPALITIES = "municipalities"  # tile map of the municipalities


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, column, point or tile: its category, its part if the bar has parts, its figure."""

    category: str
    figure: Figure
    part: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its caption, its words for who cannot see it, and always its table."""

    kind: ChartKind
    caption: str
    marks: tuple[Mark, ...]
    table: Table
    alt: str
    nothing: str = ""
    number: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A definition, a counting rule or a remark, set apart from the text."""

    title: str
    parts: Inlines


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page."""


Block: TypeAlias = Heading | Prose | Bullets | KeyFigures | Table | Chart | Note | PageBreak


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: a new page, a sheet of the workbook. ``number`` is empty for the front."""

    code: str
    title: str
    children: tuple[Block, ...]
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator counts and how, as printed beside its figures.

    ``breakdowns`` are the dimensions it was computed by; ``overlapping`` those in which one
    unit may fall into several categories, so that the parts may exceed the whole.
    """

    code: str
    label: Text
    definition: Text
    rule: Text | None = None
    breakdowns: tuple[tuple[str, ...], ...] = ((),)
    overlapping: frozenset[str] = frozenset()


class Protection(StrEnum):
    """Who an edition is for: exact figures stay inside, the public ones are protected."""

    INTERNAL = "internal"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of a report this is: its number, its day, and whom it is for."""

    made_on: dt.date
    protection: Protection = Protection.INTERNAL
    number: int | None = None
    invented: bool = False  # all people in it are invented (the demonstration)
    note: str = ""


@dataclass(frozen=True)
class Cover:
    """What the cover and the last page say about the organisation."""

    organisation: str
    other_name: str = ""
    motto: str = ""
    contact: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole report in one language."""

    title: str
    language: Language
    period: Period
    period_title: str
    cover: Cover
    edition: Edition
    chapters: tuple[Chapter, ...]
    results: Results
    definitions: Mapping[str, Definition] = field(default_factory=dict)

    def blocks(self) -> Iterator[Block]:
        """Every block of every chapter, in reading order."""
        for chapter in self.chapters:
            yield from chapter.children

    def figures(self) -> Iterator[Figure]:
        """Every figure that the report prints, in reading order."""
        for block in self.blocks():
            yield from figures_of(block)


def figures_of(block: Block) -> Iterator[Figure]:
    """The figures that one block prints."""
    match block:
        case Prose(parts=parts) | Note(parts=parts):
            yield from _figures_in(parts)
        case Bullets(items=items):
            for item in items:
                yield from _figures_in(item)
        case KeyFigures(items=items):
            for key in items:
                yield key.figure
        case Table(rows=rows):
            for row in rows:
                for cell in row.cells:
                    yield from _figures_in(cell)
        case Chart(marks=marks, table=table):
            yield from (mark.figure for mark in marks)
            yield from figures_of(table)


def _figures_in(parts: Inlines) -> Iterator[Figure]:
    yield from (part for part in parts if isinstance(part, Figure))
