"""Excel workbooks, read row by row: memory does not grow with the rows."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from posixpath import join, normpath
from typing import Any

from django.utils.translation import gettext_lazy as _

from agimi.exchange.problems import Refused
from agimi.exchange.readers.cells import (
    COLUMNS,
    LETTERS,
    ROWS,
    Flaw,
    Row,
    damaged,
    is_empty,
    too_many_rows,
)
from agimi.exchange.readers.packed import elements, open_zip, parse, pieces, xml_parser
from agimi.exchange.readers.strings import SharedStrings, unescaped

MACROS = ("vbaproject.bin", "vbadata.xml")
ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s/>]")
MERGE_TAG = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+[0-9]+:[A-Z]+[0-9]+)\"")
DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
IN_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
# Spreadsheets know no time zones: their days are those of the place where they are read.
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001
EPOCH_OF_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001
MERGES = 100
TAG = 64 * 1024  # no tag of a sheet is longer


class XlsxTable:
    """One sheet of an Excel workbook."""

    def __init__(self, workbook: XlsxWorkbook, name: str, part: str) -> None:
        self.workbook, self.name, self.part = workbook, name, part
        self.rows, self.merged = self._look_ahead()

    def _look_ahead(self) -> tuple[int, tuple[str, ...]]:
        """How many rows, and which cells are merged, without reading any of them."""
        rows, merged, rest = 0, [], b""
        for piece in pieces(self.workbook.archive, self.part):
            text = rest + piece
            cut = max(text.rfind(b"<"), 0)
            text, rest = text[:cut], text[cut:] if len(text) - cut < TAG else b""
            rows += len(ROW_TAG.findall(text))
            merged += [found.decode() for found in MERGE_TAG.findall(text)]
            if rows > ROWS + 1:
                raise too_many_rows(self.name)
        merged += [found.decode() for found in MERGE_TAG.findall(rest)]
        return rows, tuple(merged[:MERGES])

    def __iter__(self) -> Iterator[Row]:
        reader = _RowReader(self)
        for piece in pieces(self.workbook.archive, self.part):
            parse(reader.parser, piece, self.name)
            yield from reader.taken()


class _RowReader:
    """Turns the XML of a sheet into rows as it comes in."""

    def __init__(self, table: XlsxTable) -> None:
        book = table.workbook
        self.sheet, self.strings, self.dates = table.name, book.strings, book.date_styles
        self.epoch = book.epoch
        self.hidden = _hidden_by_merging(table.merged)
        self.ready: list[Row] = []
        self.parser = xml_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.number = 0
        self.cells: list[Any] = []
        self.column = -1
        self.type = self.style = ""
        self.text: list[str] = []
        self.letters = 0
        self.formula = False
        self.phonetic = False

    def taken(self) -> list[Row]:
        ready, self.ready = self.ready, []
        return ready

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "c":
            self.type = attributes.get("t", "n")
            self.style = attributes.get("s", "")
            self.text = []
            self.letters = 0
            self.formula = False
            place = attributes.get("r")
            self.column = column_of(place) if place else self.column + 1
        elif name in ("v", "t"):
            if not self.phonetic:
                self.parser.CharacterDataHandler = self._characters
        elif name == "f":
            self.formula = True
        elif name == "row":
            self.number = _number(attributes.get("r"), self.number + 1, self.sheet)
            self.cells = []
            self.column = -1
        elif name == "rPh":
            self.phonetic = True

    def _characters(self, text: str) -> None:
        if self.letters <= LETTERS:
            self.text.append(text)
        self.letters += len(text)

    def _end(self, tag: str) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name in ("v", "t"):
            self.parser.CharacterDataHandler = None
        elif name == "c":
            self._keep()
        elif name == "row":
            if self.hidden:
                self._hide()
            if not is_empty(self.cells):
                self.ready.append((self.number, self.cells))
        elif name == "rPh":
            self.phonetic = False

    def _keep(self) -> None:
        value = self._value()
        if value is None:
            return
        column = self.column
        if column >= COLUMNS:
            value, column = Flaw("beyond"), COLUMNS
        cells = self.cells
        if column > len(cells):
            cells.extend([None] * (column - len(cells)))
        if column < len(cells):
            cells[column] = value
        else:
            cells.append(value)

    def _value(self) -> Any:
        if self.formula:
            return Flaw("formula", "".join(self.text)[:80])
        if self.letters > LETTERS:
            return Flaw("long")
        text = "".join(self.text)
        kind = self.type
        if not text:
            return None
        if kind == "s":
            return self._shared(text)
        if kind in ("inlineStr", "str"):
            return unescaped(text)
        if kind == "n":
            return self._counted(text)
        if kind == "b":
            return text == "1"
        if kind == "d":
            return _iso(text)
        return Flaw("error", text)

    def _shared(self, text: str) -> Any:
        try:
            value = self.strings[int(text)]
        except (ValueError, IndexError) as error:
            raise damaged(self.sheet, self.number) from error
        return Flaw("long") if len(value) > LETTERS else value or None

    def _counted(self, text: str) -> Any:
        try:
            number = float(text)
        except ValueError as error:
            raise damaged(self.sheet, self.number) from error
        if self.style in self.dates:
            return moment_of(number, self.epoch)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _hide(self) -> None:
        for first, last, top, bottom, place in self.hidden:
            if top <= self.number <= bottom:
                for column in range(first, last + 1):
                    if (column, self.number) != (first, top):
                        self._put(column, Flaw("merged", place))

    def _put(self, column: int, value: Any) -> None:
        if column >= len(self.cells):
            self.cells.extend([None] * (column + 1 - len(self.cells)))
        self.cells[column] = value


class XlsxWorkbook:
    """An Excel workbook, opened but not read."""

    def __init__(self, path: Path) -> None:
        self.archive = open_zip(path)
        self.strings: Any = ()
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        names = self.archive.namelist()
        if any(name.lower().endswith(MACROS) for name in names) or self._says_macros(names):
            raise macros()
        if "xl/workbook.xml" not in names:
            raise damaged()
        targets = self._targets("xl/_rels/workbook.xml.rels")
        sheets, self.epoch = self._sheets()
        self.date_styles = self._date_styles("xl/styles.xml") if "xl/styles.xml" in names else set()
        shared = next((part for part in names if part.lower() == "xl/sharedstrings.xml"), None)
        if shared:
            self.strings = SharedStrings(self.archive, shared)
        self.tables = [
            XlsxTable(self, name, targets[relation])
            for name, relation in sheets
            if targets.get(relation) in set(names)
        ]

    def _says_macros(self, names: list[str]) -> bool:
        if "[Content_Types].xml" not in names:
            raise damaged()
        types = (
            attributes.get("ContentType", "")
            for _n, attributes in self._elements("[Content_Types].xml")
        )
        return any("macroenabled" in kind.lower() for kind in types)

    def _elements(self, part: str) -> Iterator[tuple[str, dict[str, str]]]:
        return elements(self.archive, part)

    def _targets(self, part: str) -> dict[str, str]:
        return {
            attributes["Id"]: _inside(attributes.get("Target", ""))
            for name, attributes in self._elements(part)
            if name == "Relationship" and "Id" in attributes
        }

    def _sheets(self) -> tuple[list[tuple[str, str]], dt.datetime]:
        found, epoch = [], EPOCH
        for name, attributes in self._elements("xl/workbook.xml"):
            if name == "sheet":
                relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
                found.append((attributes.get("name", ""), relation))
            elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                epoch = EPOCH_OF_1904
        return found, epoch

    def _date_styles(self, part: str) -> set[str]:
        """The numbers of the styles that show a number as a date."""
        formats, styles, inside, place = set(DATE_FORMATS), set(), False, 0
        for name, attributes in self._elements(part):
            if name == "numFmt" and is_date_format(attributes.get("formatCode", "")):
                formats.add(int(attributes.get("numFmtId", "0")))
            elif name in ("cellXfs", "cellStyles", "dxfs", "cellStyleXfs"):
                inside = name == "cellXfs"
            elif name == "xf" and inside:
                if int(attributes.get("numFmtId", "0")) in formats:
                    styles.add(str(place))
                place += 1
        return styles

    def close(self) -> None:
        self.archive.close()
        if self.strings:
            self.strings.close()


def macros() -> Refused:
    return Refused(
        _("The workbook holds macros (programs)."),
        _("Save it as an ordinary workbook (.xlsx), which has none, and try again."),
    )


def _inside(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _number(text: str | None, otherwise: int, sheet: str) -> int:
    if text is None:
        return otherwise
    if not text.isdigit():
        raise damaged(sheet)
    return int(text)


def column_of(place: str) -> int:
    """The column of a cell, counted from 0: "C7" is 2."""
    return _column(place.rstrip("0123456789"))


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _hidden_by_merging(merged: tuple[str, ...]) -> list[tuple[int, int, int, int, str]]:
    """The blocks of merged cells: first and last column, top and bottom row, and as written."""
    found = []
    for place in merged:
        start, end = place.split(":")
        top, bottom = (int(corner.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for corner in (start, end))
        last = min(column_of(end), COLUMNS)
        found.append((column_of(start), last, top, bottom, place))
    return found


def is_date_format(code: str) -> bool:
    return bool(set("dmyhs") & set(IN_FORMAT.sub("", code).lower()))


def moment_of(number: float, epoch: dt.datetime) -> Any:
    """The day that Excel counts as this number, with the time of day where there is one."""
    if epoch is EPOCH and number < 61:
        return Flaw("error", f"{number:g}")  # Excel counts a 29 February 1900 that never was
    try:
        moment = epoch + dt.timedelta(seconds=round(number * 86_400))
    except OverflowError:
        return Flaw("error", f"{number:g}")
    return moment.date() if moment.time() == dt.time() else moment


def _iso(text: str) -> Any:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.date() if moment.time() == dt.time() else moment


def is_xlsx(archive: zipfile.ZipFile) -> bool:
    return "[Content_Types].xml" in archive.namelist()
