"""CSV: a file, or a folder or zip of them, one for each sheet, named after it."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from agimi.exchange.problems import Refused
from agimi.exchange.readers.cells import (
    CHUNK,
    COLUMNS,
    LETTERS,
    ROWS,
    Flaw,
    Row,
    damaged,
    is_empty,
    too_many_rows,
)
from agimi.exchange.readers.packed import BROKEN, open_zip

DIVIDERS = ",;\t"
WIDE = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
FORMULA = ("=",)


class CsvTable:
    """One CSV file; read twice: once to see that it can be read, once for its rows."""

    def __init__(self, name: str, path: Path, member: str = "") -> None:
        self.name, self.path, self.member = name, path, member
        self.merged: tuple[str, ...] = ()
        with self._open() as file:
            self._check_encoding(file)
        self.divider, self.skip = self._divider()
        self.rows = self._count()

    def _open(self) -> Any:
        return _Opened(self.path, self.member)

    def _check_encoding(self, file: BinaryIO) -> None:
        """Refuse what is not UTF-8, with the line and the letter that shows it."""
        start = file.read(4)
        for mark, name in WIDE.items():
            if start.startswith(mark):
                raise _wrong_encoding(self.name, 1, name)
        decoder = codecs.getincrementaldecoder("utf-8")()
        line, piece = 1, start
        while True:
            if b"\0" in piece:
                raise _not_text(self.name)
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                around = error.object[max(0, error.start - 12) : error.start + 12]
                raise _wrong_encoding(self.name, line, "", around) from error
            if not piece:
                return
            line += piece.count(b"\n")
            piece = file.read(CHUNK)

    def _lines(self) -> Iterator[str]:
        with self._open() as file:
            text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
            # A line without an end would be read whole.
            while line := text.readline(COLUMNS * LETTERS):
                yield line

    def _divider(self) -> tuple[str, int]:
        """What divides the columns, and whether a first line says so ("sep=;")."""
        first = next(self._lines(), "").strip()
        if first.lower().startswith("sep=") and len(first) == 5:
            return first[4], 1
        outside = "".join(first.split('"')[::2])
        return max(DIVIDERS, key=outside.count), 0

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        lines = self._lines()
        for _skipped in range(self.skip):
            next(lines, None)
        reader = csv.reader(lines, delimiter=self.divider, strict=True)
        number = self.skip
        try:
            for number, cells in enumerate(reader, start=1 + self.skip):
                yield number, cells
        except csv.Error as error:
            raise Refused(
                _("Quotation marks do not match: a cell that begins here does not end."),
                _("Put a cell that holds quotation marks between two, and double each inside it."),
                sheet=self.name,
                row=number + 1,
            ) from error

    def _count(self) -> int:
        count = 0
        for count, _record in enumerate(self._records(), start=1):
            if count > ROWS + 1:
                raise too_many_rows(self.name)
        return count

    def __iter__(self) -> Iterator[Row]:
        for number, cells in self._records():
            row = [_cell(text) for text in cells[: COLUMNS + 1]]
            if not is_empty(row):
                yield number, row


class _Opened:
    """A file of a folder or a member of a zip, as a stream of bytes."""

    def __init__(self, path: Path, member: str) -> None:
        self.archive = zipfile.ZipFile(path) if member else None
        self.file: Any = self.archive.open(member) if self.archive else path.open("rb")

    def __enter__(self) -> BinaryIO:
        return self.file

    def __exit__(self, *_error: object) -> None:
        self.file.close()
        if self.archive:
            self.archive.close()


class CsvWorkbook:
    """All CSV files of a folder or zip, or a single one."""

    def __init__(self, path: Path) -> None:
        if path.is_dir():
            files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv")
            self.tables = [CsvTable(file.stem, file) for file in files]
        elif path.suffix.lower() == ".csv":
            self.tables = [CsvTable(path.stem, path)]
        else:
            self.tables = self._in_zip(path)

    def _in_zip(self, path: Path) -> list[CsvTable]:
        with open_zip(path) as archive:
            names = [name for name in archive.namelist() if _is_csv(name)]
        try:
            return [CsvTable(Path(name).stem, path, name) for name in sorted(names)]
        except BROKEN as error:
            raise damaged() from error

    def close(self) -> None:
        """Nothing stays open between two readings."""


def _is_csv(name: str) -> bool:
    # The Mac puts files of its own beside each file in a zip.
    return name.lower().endswith(".csv") and not name.startswith("__MACOSX/")


def _cell(text: str) -> Any:
    if not text:
        return None
    if text.startswith(FORMULA):
        return Flaw("formula", text[:80])
    return unguarded(text)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    return f"'{text}" if text.lstrip("'")[:1] in GUARDED and text else text


def unguarded(text: str) -> str:
    return text[1:] if text[0] == "'" and text.lstrip("'")[:1] in GUARDED else text


GUARDED = frozenset("=+-@\t\r")


def _wrong_encoding(name: str, line: int, encoding: str, around: bytes = b"") -> Refused:
    guess = around.decode("cp1252", "replace").split()
    word = max(guess, key=len) if guess else ""
    if encoding:
        return Refused(
            _("The file is written in %(encoding)s, not in UTF-8."),
            _("Save it as “CSV UTF-8”, or bring in the workbook itself (.xlsx or .ods)."),
            sheet=name,
            row=line,
            encoding=encoding,
        )
    return Refused(
        _("The file is not written in UTF-8: near “%(word)s” letters cannot be read."),
        _("Save it as “CSV UTF-8”, or bring in the workbook itself (.xlsx or .ods)."),
        sheet=name,
        row=line,
        word=word,
    )


def _not_text(name: str) -> Refused:
    return Refused(
        _("The file says it is CSV but holds no text."),
        _("Save the sheet as “CSV UTF-8”, or bring in the workbook itself (.xlsx or .ods)."),
        sheet=name,
    )
