"""The report as a workbook: about, one tidy sheet of all figures, one sheet a chapter.

Numbers are numbers; words are always written as words, so that none becomes a formula.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from agimi.insight import colours
from agimi.insight import format as fmt
from agimi.insight.renderers import tidy, words
from agimi.insight.report.nodes import (
    Block,
    Bullets,
    Chapter,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Inlines,
    KeyFigures,
    Note,
    Prose,
    RowKind,
    Table,
    TableRow,
    text_of,
)
from agimi.insight.results import Quality, Unit

_OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_WIDEST = 60


def render(document: Document) -> bytes:
    """The document as an Excel workbook."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as workbook:
        _describe(workbook, document)
        pens = _Pens.of(workbook)
        names = _sheet_names(document)
        _write_about(workbook.add_worksheet(names[0]), document, names, pens)
        _write_tidy(workbook.add_worksheet(names[1]), document, pens)
        for chapter, name in zip(document.chapters, names[2:], strict=True):
            _ChapterSheet(workbook.add_worksheet(name), document, pens).write(chapter)
    return written.getvalue()


def _describe(workbook: Workbook, document: Document) -> None:
    workbook.set_properties(
        {
            "title": f"{document.title} {document.period_title}",
            "author": document.cover.organisation,
            "comments": words.edition_sentence(document),
            "created": dt.datetime.combine(document.edition.made_on, dt.time()),
        }
    )


@dataclass(frozen=True, slots=True)
class _Pens:
    """The formats of a workbook."""

    title: Format
    heading: Format
    head: Format
    head_numeric: Format
    words: Format
    soft: Format
    total: Format
    day: Format
    numbers: dict[tuple[str, bool], Format]

    @classmethod
    def of(cls, workbook: Workbook) -> _Pens:
        def pen(**how: object) -> Format:
            return workbook.add_format({"font_name": "Calibri", "font_size": 11, **how})

        head = {"bold": True, "bottom": 1, "valign": "bottom", "text_wrap": True,
                "font_color": colours.INK, "bg_color": "#f4f0ea"}  # fmt: skip
        total = {"bold": True, "top": 1}
        forms = {"whole": "#,##0", "part": "#,##0.0", "percent": '0.0"%"'}
        return cls(
            title=pen(bold=True, font_size=16, font_color=colours.INK),
            heading=pen(bold=True, font_size=12, font_color=colours.DAWN),
            head=pen(**head),
            head_numeric=pen(**head, align="right"),
            words=pen(text_wrap=True, valign="top"),
            soft=pen(font_color=colours.GREY, text_wrap=True, valign="top"),
            total=pen(**total, text_wrap=True, valign="top"),
            day=pen(num_format="dd.mm.yyyy", valign="top", align="left"),
            numbers={
                (name, is_total): pen(num_format=form, valign="top", **(total if is_total else {}))
                for name, form in forms.items()
                for is_total in (False, True)
            },
        )

    def number(self, figure: Figure, *, total: bool) -> Format:
        """The format of a figure's cell; Excel shows the separators of its own language."""
        value = figure.row.value
        name = "percent" if figure.row.unit is Unit.PERCENT else (
            "part" if isinstance(value, float) and not value.is_integer() else "whole"
        )  # fmt: skip
        return self.numbers[name, total]


def _sheet_names(document: Document) -> list[str]:
    """Names that Excel accepts: 31 characters at most, none of []:*?/\\, none twice."""
    titles = [words.ABOUT.within(document.language), words.ALL_FIGURES.within(document.language)]
    titles += [f"{chapter.number} {chapter.title}".strip() for chapter in document.chapters]
    names: list[str] = []
    for title in titles:
        name = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31].strip()
        while name.casefold() in (taken.casefold() for taken in names):
            name = f"{name[:27].strip()} {len(names)}"
        names.append(name)
    return names


def _write_about(sheet: Worksheet, document: Document, names: Sequence[str], pens: _Pens) -> None:
    language = document.language
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, f"{document.title} {document.period_title}", pens.title)
    about = [
        (words.ORGANISATION, document.cover.organisation),
        (words.PERIOD, fmt.dates(document.period.start, document.period.end, language)),
        (words.EDITION, words.edition_line(document)),
        (words.LANGUAGE, words.LANGUAGE_NAME.within(language)),
    ]
    for line, (label, content) in enumerate(about, start=2):
        sheet.write_string(line, 0, label.within(language), pens.soft)
        sheet.write_string(line, 1, content, pens.words)
    line = 3 + len(about)
    notes = [words.edition_sentence(document), words.marks_explained(language)]
    if document.edition.invented:
        notes.insert(0, words.INVENTED.within(language))
    for note in notes:
        sheet.write_string(line, 1, note, pens.soft)
        line += 1
    line += 1
    sheet.write_string(line, 0, words.SHEET.within(language), pens.head)
    sheet.write_string(line, 1, words.HOLDS.within(language), pens.head)
    for name, title in zip(names[1:], [names[1], *(c.title for c in document.chapters)],
                           strict=True):  # fmt: skip
        line += 1
        sheet.write_url(line, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", string=name)
        sheet.write_string(line, 1, title, pens.words)


def _write_tidy(sheet: Worksheet, document: Document, pens: _Pens) -> None:
    for place, (_, heading) in enumerate(tidy.HEADINGS):
        sheet.write_string(0, place, heading.within(document.language), pens.head)
    widths = (26, 40, 12, 12, 10, 26, 34, 44, 11, 14, 12, 9)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    last = 0
    for last, record in enumerate(tidy.records(document), start=1):
        for place, name in enumerate(tidy.NAMES):
            _write_value(sheet, last, place, getattr(record, name), pens)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(tidy.NAMES) - 1)


def _write_value(sheet: Worksheet, line: int, place: int, value: object, pens: _Pens) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(line, place, value)
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, place, dt.datetime.combine(value, dt.time()), pens.day)
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value)


class _ChapterSheet:
    """One chapter on one sheet: its text as lines, its tables as tables beneath each other."""

    def __init__(self, sheet: Worksheet, document: Document, pens: _Pens) -> None:
        self.sheet = sheet
        self.language = document.language
        self.pens = pens
        self.line = 0
        self.widths: dict[int, int] = {}

    def write(self, chapter: Chapter) -> None:
        self.sheet.hide_gridlines(2)
        self._words(f"{chapter.number} {chapter.title}".strip(), self.pens.title)
        self.sheet.freeze_panes(1, 0)
        for block in chapter.children:
            self._block(block)
        for place, width in self.widths.items():
            self.sheet.set_column(place, place, min(max(width + 2, 11), _WIDEST))

    def _words(self, said: str, pen: Format) -> None:
        self.sheet.write_string(self.line, 0, said, pen)
        self.line += 1

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self.line += 1
                self._words(f"{block.number} {block.title}".strip(), self.pens.heading)
            case Prose():
                self._paragraph(block.parts)
            case Note():
                self._paragraph((block.title + ": ", *block.parts) if block.title else block.parts)
            case Bullets():
                for item in block.items:
                    self._paragraph(("• ", *item))
            case KeyFigures():
                self._key_figures(block)
            case Table():
                label = f"{words.TABLE.within(self.language)} {block.number}"
                self._table(block, f"{label}. {block.caption}")
            case Chart():
                label = f"{words.FIGURE.within(self.language)} {block.number}"
                self._table(block.table, f"{label}. {block.caption}", block.nothing)

    def _paragraph(self, parts: Inlines) -> None:
        """Running text over the width of the sheet, in a row high enough for it."""
        said = text_of(parts)
        self.sheet.merge_range(self.line, 0, self.line, 5, "", self.pens.words)
        self.sheet.write_string(self.line, 0, said, self.pens.words)
        self.sheet.set_row(self.line, 15.5 * (1 + len(said) // 105))
        self.line += 1

    def _key_figures(self, strip: KeyFigures) -> None:
        for item in strip.items:
            self.sheet.write_string(self.line, 0, item.label, self.pens.words)
            self._figure(self.line, 1, item.figure, total=True)
            if item.before:
                self.sheet.write_string(self.line, 2, item.before_label, self.pens.soft)
                self._figure(self.line, 3, item.before, total=False)
            self._widen(0, item.label)
            self.line += 1

    def _table(self, table: Table, caption: str, nothing: str = "") -> None:
        self.line += 1
        self._words(caption, self.pens.heading)
        if not table.rows:
            self._words(nothing or table.nothing, self.pens.soft)
            return
        self._head(table.columns)
        for row in table.rows:
            self._row(row)
        for note in table.notes:
            self._words(text_of(note), self.pens.soft)

    def _head(self, columns: tuple[Column, ...]) -> None:
        for place, column in enumerate(columns):
            pen = self.pens.head_numeric if column.numeric else self.pens.head
            self.sheet.write_string(self.line, place, column.title, pen)
            self._widen(place, column.title[:16])
        self.line += 1

    def _row(self, row: TableRow) -> None:
        total = row.kind is RowKind.TOTAL
        pen = self.pens.total if row.kind is not RowKind.BODY else self.pens.words
        for place, cell in enumerate(row.cells):
            figure = _only_figure(cell)
            if figure is not None:
                self._figure(self.line, place, figure, total=total)
            else:
                said = text_of(cell)
                self.sheet.write_string(self.line, place, said, pen)
                self._widen(place, said)
        self.line += 1

    def _figure(self, line: int, place: int, figure: Figure, *, total: bool) -> None:
        """A number; where it is not exact, a comment says so."""
        value = figure.row.value
        if value is None:
            self.sheet.write_string(line, place, figure.shown, self.pens.words)
            return
        self.sheet.write_number(line, place, value, self.pens.number(figure, total=total))
        if figure.row.quality is not Quality.EXACT:
            self.sheet.write_comment(line, place, figure.shown)

    def _widen(self, place: int, said: str) -> None:
        self.widths[place] = max(self.widths.get(place, 0), len(said))


def _only_figure(cell: Inlines) -> Figure | None:
    return cell[0] if len(cell) == 1 and isinstance(cell[0], Figure) else None
