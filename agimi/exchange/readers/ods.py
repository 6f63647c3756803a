"""OpenDocument workbooks: one pass puts each sheet's rows aside on disk, unnamed and unpacked."""

from __future__ import annotations

import datetime as dt
import marshal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
from agimi.exchange.readers.packed import elements, encrypted, open_zip, parse, pieces, xml_parser
from agimi.exchange.readers.xlsx import macros

MACROS = ("basic/", "scripts/")
MERGES = 100
TOGETHER = 500  # rows put aside at once


class OdsTable:
    """One sheet; its rows lie in a file without a name until it is closed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = 0
        self.merged: tuple[str, ...] = ()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the table
        self._waiting: list[tuple[int, list[Any]]] = []

    def put(self, number: int, cells: list[Any]) -> None:
        self.rows += 1
        if self.rows > ROWS or number > 2 * ROWS:
            raise too_many_rows(self.name)
        self._waiting.append((number, [_plain(cell) for cell in cells]))
        if len(self._waiting) >= TOGETHER:
            self.finish()

    def finish(self) -> None:
        if self._waiting:
            marshal.dump(self._waiting, self._file)
            self._waiting = []

    def __iter__(self) -> Iterator[Row]:
        self._file.seek(0)
        while True:
            try:
                rows = marshal.load(self._file)  # noqa: S302 - our own file, which nobody else can open
            except EOFError:
                return
            for number, cells in rows:
                yield number, [_rich(cell) for cell in cells]

    def close(self) -> None:
        self._file.close()


def _plain(cell: Any) -> Any:
    """A cell as something that can be put aside: dates and flaws as marked pairs."""
    if isinstance(cell, Flaw):
        return ("flaw", cell.kind, cell.text)
    return ("day", cell.isoformat()) if isinstance(cell, dt.date) else cell


def _rich(cell: Any) -> Any:
    if type(cell) is not tuple:
        return cell
    return Flaw(*cell[1:]) if cell[0] == "flaw" else moment(cell[1])


def moment(text: str) -> Any:
    """A date, or a date with a time, as OpenDocument writes it."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return found.date() if len(text) == 10 else found


class OdsWorkbook:
    """An OpenDocument workbook, read once from beginning to end."""

    def __init__(self, path: Path) -> None:
        self.tables: list[OdsTable] = []
        self.archive = open_zip(path)
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        names = self.archive.namelist()
        if any(name.lower().startswith(MACROS) for name in names):
            raise macros()
        if "content.xml" not in names:
            raise damaged()
        if "META-INF/manifest.xml" in names:
            for name, _attributes in elements(self.archive, "META-INF/manifest.xml"):
                if name == "encryption-data":
                    raise encrypted()
        reader = _ContentReader(self.tables)
        for piece in pieces(self.archive, "content.xml"):
            parse(reader.parser, piece, reader.table.name if reader.table else "")

    def close(self) -> None:
        self.archive.close()
        for table in self.tables:
            table.close()


class _ContentReader:
    """Turns content.xml into tables as it comes in."""

    def __init__(self, tables: list[OdsTable]) -> None:
        self.tables = tables
        self.table: OdsTable | None = None
        self.parser = xml_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.number = 0
        self.cells: list[Any] = []
        self.row_times = self.cell_times = 1
        self.attributes: dict[str, str] = {}
        self.paragraphs: list[str] = []
        self.letters = 0
        self.aside = 0  # inside a comment or a drawing
        self.merged: list[str] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if tag == "table:table" and not self.aside:
            self.table = OdsTable(attributes.get("table:name", ""))
            self.tables.append(self.table)
            self.number, self.merged = 0, []
        elif tag == "table:table-row":
            self.cells = []
            self.row_times = _times(attributes, "table:number-rows-repeated")
        elif name in ("table-cell", "covered-table-cell"):
            self.attributes = attributes
            self.cell_times = _times(attributes, "table:number-columns-repeated")
            self.paragraphs, self.letters = [], 0
        elif name in ("annotation", "shape", "shapes", "frame"):
            self.aside += 1
        elif tag == "text:p" and not self.aside:
            self.paragraphs.append("")
            self.parser.CharacterDataHandler = self._characters
        elif tag in ("text:s", "text:tab", "text:line-break") and self.paragraphs:
            self._characters(
                " " * _times(attributes, "text:c", most=100)
                if name == "s"
                else "\t"
                if name == "tab"
                else "\n"
            )

    def _characters(self, text: str) -> None:
        if self.letters <= LETTERS and not self.aside and self.paragraphs:
            self.paragraphs[-1] += text
        self.letters += len(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("annotation", "shape", "shapes", "frame"):
            self.aside -= 1
        elif tag == "text:p":
            self.parser.CharacterDataHandler = None
        elif name in ("table-cell", "covered-table-cell"):
            self._keep(covered=name == "covered-table-cell")
        elif tag == "table:table-row":
            self._finish_row()
        elif tag == "table:table" and self.table is not None:
            self.table.finish()
            self.table.merged = tuple(self.merged)
            self.table = None

    def _keep(self, *, covered: bool) -> None:
        spans = [
            _times(self.attributes, f"table:number-{what}-spanned") for what in ("columns", "rows")
        ]
        if max(spans) > 1 and len(self.merged) < MERGES:
            self.merged.append(_block(len(self.cells), self.number + 1, *spans))
        value = Flaw("merged") if covered else self._value()
        times = min(self.cell_times, COLUMNS + 1 - len(self.cells))
        if times > 0:
            self.cells += [value] * times

    def _value(self) -> Any:
        attributes = self.attributes
        if "table:formula" in attributes:
            return Flaw("formula", attributes["table:formula"].partition(":=")[2][:80])
        if self.letters > LETTERS:
            return Flaw("long")
        kind = attributes.get("office:value-type", "")
        if kind in ("float", "percentage", "currency"):
            return _counted(attributes.get("office:value", ""))
        if kind == "date":
            return moment(attributes.get("office:date-value", ""))
        if kind == "boolean":
            return attributes.get("office:boolean-value") == "true"
        return attributes.get("office:string-value", "\n".join(self.paragraphs)) or None

    def _finish_row(self) -> None:
        # A merged block below the last row of data is empty and hides nothing.
        while self.cells and self.cells[-1] in (None, ""):
            self.cells.pop()
        if self.table is not None and not is_empty(self.cells):
            if self.row_times > ROWS:
                raise too_many_rows(self.table.name)
            for place in range(self.row_times):
                self.table.put(self.number + 1 + place, self.cells)
        self.number += self.row_times


def _times(attributes: dict[str, str], name: str, most: int = 2**31) -> int:
    text = attributes.get(name, "1")
    return min(int(text), most) if text.isdigit() and text != "0" else 1


def _block(column: int, row: int, columns: int, rows: int) -> str:
    from agimi.exchange.problems import letters

    return f"{letters(column)}{row}:{letters(column + columns - 1)}{row + rows - 1}"


def _counted(text: str) -> Any:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
