"""Rows of a sheet, some hundred at a time, read column by column into values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from agimi.access.records import Record
from agimi.casework.choices import FactKind
from agimi.casework.models import CaseFact
from agimi.exchange.catalogues import Catalogues, Known, known_by_code, title_of
from agimi.exchange.columns import Choice, Column, Kind
from agimi.exchange.matching import Part
from agimi.exchange.problems import EMPTY, Problems, Wrong, letters
from agimi.exchange.readers.cells import Flaw, Row
from agimi.exchange.scratch import Scratch
from agimi.exchange.sheets import SHEET_OF_MODEL, Sheet
from agimi.exchange.values import (
    empty_value,
    flaw_of,
    known_words,
    parser_of,
    parts_of,
    text_of,
)
from agimi.exchange.words import both, fold
from agimi.programme.models import Country

TOGETHER = 1000
REMEMBERED = 5000  # meanings of a column's cells, and records named in it, that are remembered
EXAMPLES = ("shembull", "example")


@dataclass(slots=True)
class Line:
    """A row on its way to a record; ``waiting`` are its references to later rows."""

    number: int
    cells: list[Any]
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)
    bad: bool = False
    record: Record | None = None
    is_new: bool = False


@dataclass
class Reading:
    """What reading lines needs beside the file: who asks, what is known, where problems go."""

    user: Any
    catalogues: Catalogues
    scratch: Scratch
    problems: Problems
    spoilt: set[Sheet]

    def tell(self, error: Wrong, part: Part, line: Line, column: Column | None = None) -> None:
        """Name a mistake in a line."""
        line.bad = True
        index = next((i for i, c in part.columns.items() if c is column), None)
        cell = line.cells[index] if index is not None and index < len(line.cells) else None
        self.problems.add(
            error,
            sheet=part.sheet.title,
            row=line.number,
            column=column.heading if column else None,
            cell=f"{letters(index)}{line.number}" if index is not None else "",
            # What is typed into an encrypted column is not shown anywhere else.
            value=None if column is not None and column.is_sealed else cell,
        )


def lines_of(part: Part, size: int = TOGETHER) -> Iterator[list[Line]]:
    """The rows of a part, ``size`` at a time; examples of the empty workbook are left out."""
    place = next(i for i, column in part.columns.items() if column.kind is Kind.CODE)
    rows = (row for row in part.rows() if not _is_example(row, place))
    while chunk := [Line(number, cells) for number, cells in islice(rows, size)]:
        yield chunk


def _is_example(row: Row, place: int) -> bool:
    cell = row[1][place] if place < len(row[1]) else None
    return isinstance(cell, str) and cell[:10].lstrip().casefold().startswith(EXAMPLES)


class LineReader:
    """Reads the lines of one part."""

    def __init__(self, part: Part, reading: Reading) -> None:
        self.part, self.reading = part, reading
        self.width = max(part.columns) + 1
        self.parsers = [
            (index, column, self._parser(column)) for index, column in part.columns.items()
        ]
        self.meanings: dict[str, dict[Any, Any]] = {
            column.key: {} for column in part.columns.values()
        }
        self.known: dict[str, dict[str, Known]] = {
            column.key: {} for column in part.columns.values()
        }

    def read(self, lines: list[Line]) -> None:
        """Fill in the values of these lines; what cannot be read is told."""
        for line in lines:
            self._check_width(line)
        for index, column, parse in self.parsers:
            if column.kind is Kind.FACT:
                continue
            if column.target is not None and not self.reading.catalogues.has(column.target):
                self._read_coded(lines, index, column)
            else:
                self._read_column(lines, index, column, parse)
        for index, column, _parse in self.parsers:
            if column.kind is Kind.FACT:
                self._read_facts(lines, index, column)

    def _parser(self, column: Column) -> Callable[[Any], Any]:
        if column.target is None:
            return parser_of(column)
        catalogues = self.reading.catalogues
        if column.kind is Kind.REFERENCES:
            return lambda cell: tuple(
                catalogues.of(column.target).find(part, column).pk for part in parts_of(cell)
            )
        return lambda cell: catalogues.of(column.target).find(text_of(cell), column).pk

    def _check_width(self, line: Line) -> None:
        for index in range(self.width, len(line.cells)):
            if line.cells[index] not in (None, ""):
                error = Wrong(
                    _("There is no heading above this cell."),
                    _("Empty the cell, or name its column."),
                )
                line.bad = True
                self.reading.problems.add(
                    error,
                    sheet=self.part.sheet.title,
                    row=line.number,
                    cell=f"{letters(index)}{line.number}",
                    value=line.cells[index],
                )
        if len(line.cells) < self.width:
            line.cells.extend([None] * (self.width - len(line.cells)))

    def _read_column(
        self, lines: list[Line], index: int, column: Column, parse: Callable[[Any], Any]
    ) -> None:
        """One column of many lines; the same cell means the same each time."""
        key, meanings = column.attribute, self.meanings[column.key]
        if len(meanings) > REMEMBERED:
            meanings.clear()
        for line in lines:
            cell = line.cells[index]
            if cell is None or (type(cell) is str and not cell.strip()):
                self._keep_empty(line, column)
                continue
            # 1, 1.0 and True are equal, but do not mean the same.
            known = cell if type(cell) is str else (type(cell), cell)
            try:
                line.values[key] = meanings[known]
            except KeyError:
                self._keep(line, column, cell, parse, known)

    def _keep(
        self, line: Line, column: Column, cell: Any, parse: Callable[[Any], Any], known: Any
    ) -> None:
        try:
            value = parse(plain(cell))
        except Wrong as error:
            if self._may_wait(column):
                line.waiting[column.key] = text_of(cell)
            else:
                self.reading.tell(error, self.part, line, column)
        else:
            line.values[column.attribute] = value
            if not column.is_sealed and column.kind is not Kind.CODE:
                self.meanings[column.key][known] = value

    def _may_wait(self, column: Column) -> bool:
        """A reference within the sheet may be to a row further down."""
        return column.kind is Kind.REFERENCE and column.target is self.part.sheet.model

    def _keep_empty(self, line: Line, column: Column) -> None:
        if column.required:
            self.reading.tell(EMPTY, self.part, line, column)
        else:
            line.values[column.attribute] = empty_value(column)

    # ── References by code alone ────────────────────────────────────────────────────────────
    def _read_coded(self, lines: list[Line], index: int, column: Column) -> None:
        wanted = {id(line): self._codes(line, index, column) for line in lines}
        codes = {code for found in wanted.values() for code in found or ()}
        known = self._known(column, codes)
        missing = codes - known.keys()
        bad = self._bad_rows(column, missing)
        for line in lines:
            found = wanted[id(line)]
            if found is not None:
                self._keep_coded(line, column, found, known, bad)

    def _known(self, column: Column, codes: set[str]) -> dict[str, Known]:
        """The records of these codes: the same few people and cases come again and again."""
        known = self.known[column.key]
        if len(known) > REMEMBERED:
            known.clear()
        if new := codes - known.keys():
            known |= known_by_code(column.target, new, self.reading.user)
        return known

    def _codes(self, line: Line, index: int, column: Column) -> list[str] | None:
        """The codes in a cell; none where it is empty or wrong, which is told here."""
        cell = line.cells[index]
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            self._keep_empty(line, column)
            return None
        try:
            text = text_of(plain(cell))
        except Wrong as error:
            self.reading.tell(error, self.part, line, column)
            return None
        return parts_of(text) if column.kind is Kind.REFERENCES else [text]

    def _bad_rows(self, column: Column, codes: Iterable[str]) -> set[str]:
        """Those of the missing codes whose own row is wrong: that was told there."""
        sheet = SHEET_OF_MODEL[column.target]  # type: ignore[index]
        if sheet in self.reading.spoilt:
            return set(codes)
        rows = self.reading.scratch.rows_of(sheet.key, codes) if codes else {}
        return {code for code, (_row, is_bad) in rows.items() if is_bad}

    def _keep_coded(
        self, line: Line, column: Column, codes: list[str], known: dict[str, Known], bad: set[str]
    ) -> None:
        missing = [code for code in codes if code not in known]
        if not missing:
            keys = tuple(known[code].pk for code in codes)
            line.values[column.attribute] = keys if column.kind is Kind.REFERENCES else keys[0]
        elif self._may_wait(column):
            line.waiting[column.key] = missing[0]
        elif missing[0] in bad:
            line.bad = True
        else:
            self.reading.tell(no_such_code(missing[0], column), self.part, line, column)

    # ── Facts ───────────────────────────────────────────────────────────────────────────────
    def _read_facts(self, lines: list[Line], index: int, column: Column) -> None:
        for line in lines:
            cell = line.cells[index]
            if cell is None or cell == "":
                self._keep_empty(line, column)
                continue
            kind = line.values.get("kind")
            if kind is None:
                continue  # told at the column of the kind
            try:
                line.values[column.key] = fact_of(text_of(plain(cell)), kind, self.reading)
            except Wrong as error:
                self.reading.tell(error, self.part, line, column)


def plain(cell: Any) -> Any:
    if isinstance(cell, Flaw):
        raise flaw_of(cell)
    return cell


def fact_choices(kind: str) -> tuple[Choice, ...]:
    """The values of an attribute of a case; none where they are the countries."""
    values = CaseFact.LISTS.get(FactKind(kind))
    return tuple(Choice(value, both(label)) for value, label in values.choices) if values else ()


COUNTRY = Column(key="value", kind=Kind.REFERENCE, heading=both(_("Country")), target=Country)


def fact_of(text: str, kind: str, reading: Reading) -> str:
    """The value of an attribute, by its label in either language; a country by its name."""
    choices = fact_choices(kind)
    if not choices:
        return reading.catalogues.of(Country).find(text, COUNTRY).code
    known = known_words(choices)
    if fold(text) not in known:
        column = Column(key="value", kind=Kind.CHOICE, heading=COUNTRY.heading, choices=choices)
        return str(parser_of(column)(text))
    return str(known[fold(text)])


def no_such_code(code: str, column: Column) -> Wrong:
    return Wrong(
        _("There is no record with the code “%(code)s”."),
        _("A code that stands in the sheet “%(sheet)s” or is recorded already."),
        code=code,
        sheet=title_of(column.target),
    )
