"""Writers of workbooks: rows go out as they come, so that memory does not grow with them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter
from django.utils.translation import gettext_lazy as _

from agimi.exchange.columns import Column, Kind
from agimi.exchange.problems import Refused, letters
from agimi.exchange.readers.cells import LETTERS, ROWS
from agimi.exchange.readers.csvs import GUARDED, guarded
from agimi.exchange.sheets import Sheet
from agimi.exchange.words import Words

# Excel believes in a 29 February 1900; days before its March are written as text.
FIRST_DAY = dt.date(1900, 3, 1)
DAY_FORMAT = "dd.mm.yyyy"
WIDTHS = {
    Kind.CODE: 18, Kind.DATE: 12, Kind.MOMENT: 17, Kind.WHOLE: 10, Kind.DECIMAL: 12,
    Kind.YES_NO: 10, Kind.LONG_TEXT: 50, Kind.SEALED: 40, Kind.REFERENCES: 30,
}  # fmt: skip
AS_TEXT = {Kind.CODE, Kind.TEXT, Kind.LONG_TEXT, Kind.SEALED, Kind.IDENTITY, Kind.IDENTITIES}


class Output(Protocol):
    """One sheet being written."""

    def write(self, values: Sequence[Any]) -> None: ...


class Book(Protocol):
    """A workbook being written; ``close`` puts it into its place, ``abandon`` leaves nothing."""

    def sheet(self, sheet: Sheet, columns: Sequence[Column]) -> Output: ...

    def close(self) -> None: ...

    def abandon(self) -> None: ...


# ── Excel ─────────────────────────────────────────────────────────────────────────────────────
class XlsxBook:
    """An Excel workbook, written beside its place first: whole or not at all."""

    def __init__(self, path: Path, language: str) -> None:
        self.path, self.language = path, language
        # Rows wait in files of their own until the end: beside the workbook, for its owner alone.
        self.folder = _private_folder(path)
        self.part = self.folder / f"book{path.suffix}"
        options = {
            "tmpdir": str(self.folder),
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": DAY_FORMAT,
        }
        self.book = xlsxwriter.Workbook(str(self.part), options)
        make = self.book.add_format
        self.heading = make({"bold": True, "bg_color": "#e9e7f2", "bottom": 1, "text_wrap": True})
        self.required = make({"bold": True, "bg_color": "#f6d9cf", "bottom": 1, "text_wrap": True})
        self.day = make({"num_format": DAY_FORMAT})
        self.text = make({"num_format": "@"})
        self.quoted = make({"num_format": "@", "quote_prefix": True})
        self.example = make({"italic": True, "font_color": "#8a8178"})
        self.example_day = make({"italic": True, "font_color": "#8a8178", "num_format": DAY_FORMAT})
        self.title = make({"bold": True, "font_size": 16})
        self.strong = make({"bold": True})
        self.wrapped = make({"text_wrap": True, "valign": "top"})
        self.link = make({"font_color": "#3a4a8c", "underline": 1})

    def say(self, words: Words) -> str:
        return words.in_language(self.language)

    def sheet(self, sheet: Sheet, columns: Sequence[Column]) -> XlsxOutput:
        return XlsxOutput(self, sheet, columns)

    def add(self, sheet: Sheet, columns: Sequence[Column], number: int = 1) -> Any:
        """An empty worksheet with headings."""
        name = self.say(sheet.title) + (f" ({number})" if number > 1 else "")
        page = self.book.add_worksheet(name)
        page.freeze_panes(1, 1)
        for index, column in enumerate(columns):
            shape = (
                self.text
                if column.kind in AS_TEXT
                else self.day
                if column.kind is Kind.DATE
                else None
            )
            page.set_column(index, index, WIDTHS.get(column.kind, 22), shape)
            style = self.required if column.required else self.heading
            page.write_string(0, index, self.say(column.heading), style)
        return page

    def close(self) -> None:
        self.book.close()
        self.part.chmod(0o600)
        self.part.replace(self.path)
        shutil.rmtree(self.folder)

    def abandon(self) -> None:
        self.book.fileclosed = True  # else it is written when it is forgotten
        for page in self.book.worksheets():
            page.row_data_fh.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class XlsxOutput:
    """The rows of one kind; a new worksheet begins where one is full."""

    def __init__(self, book: XlsxBook, sheet: Sheet, columns: Sequence[Column]) -> None:
        self.book, self.kind, self.columns = book, sheet, columns
        self.number, self.row = 1, 0
        self.page = book.add(sheet, columns)

    def write(self, values: Sequence[Any]) -> None:
        self.row += 1
        if self.row >= ROWS:
            self.number, self.row = self.number + 1, 1
            self.page = self.book.add(self.kind, self.columns, self.number)
        for index, value in enumerate(values):
            if value is not None:
                self._write_cell(index, value)

    def _write_cell(self, index: int, value: Any) -> None:
        page, row = self.page, self.row
        if isinstance(value, str):
            self._check_length(index, value)
            page.write_string(row, index, value, self.book.quoted if value[0] in GUARDED else None)
        elif isinstance(value, dt.date):
            if value < FIRST_DAY:
                page.write_string(row, index, value.isoformat())
            else:
                page.write_datetime(row, index, value, self.book.day)
        else:
            page.write_number(row, index, value)

    def _check_length(self, index: int, text: str) -> None:
        if len(text) > LETTERS:
            raise Refused(
                _("The text in %(cell)s is longer than a cell of Excel may be."),
                _("Write the records out as CSV instead."),
                sheet=self.book.say(self.kind.title),
                cell=f"{letters(index)}{self.row + 1}",
            )


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────
class CsvBook:
    """A folder, or where the name says so a zip, with one CSV file for each sheet."""

    def __init__(self, path: Path, language: str) -> None:
        self.path, self.language = path, language
        self.folder = _private_folder(path)
        self.files: list[Any] = []

    def sheet(self, sheet: Sheet, columns: Sequence[Column]) -> CsvOutput:
        return CsvOutput(self, sheet, columns)

    def close(self) -> None:
        self._close_files()
        if self.path.suffix.lower() == ".zip":
            self._zip()
        else:
            self.path.mkdir(mode=0o700, exist_ok=True)
            for file in self.folder.iterdir():
                file.replace(self.path / file.name)
        shutil.rmtree(self.folder)

    def abandon(self) -> None:
        self._close_files()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _close_files(self) -> None:
        for file in self.files:
            file.close()

    def _zip(self) -> None:
        files = sorted(self.folder.iterdir())
        part = self.folder / "book.zip"
        part.touch(mode=0o600)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, file.name)
        part.replace(self.path)


class CsvOutput:
    """One CSV file: UTF-8 with a mark that Excel understands, commas, days as ISO."""

    def __init__(self, book: CsvBook, sheet: Sheet, columns: Sequence[Column]) -> None:
        self.book, self.kind = book, sheet
        self.headings = [column.heading.in_language(book.language) for column in columns]
        self.number, self.row = 0, ROWS
        self.writer: Any = None
        self._next_file()

    def _next_file(self) -> None:
        self.number, self.row = self.number + 1, 0
        name = self.kind.key + (f" ({self.number})" if self.number > 1 else "")
        raw = os.open(self.book.folder / f"{name}.csv", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        file = io.TextIOWrapper(os.fdopen(raw, "wb"), encoding="utf-8-sig", newline="")
        self.book.files.append(file)
        self.writer = csv.writer(file)
        self.writer.writerow(self.headings)

    def write(self, values: Sequence[Any]) -> None:
        self.row += 1
        if self.row >= ROWS:
            self._next_file()
        self.writer.writerow([_csv_cell(value) for value in values])


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def _private_folder(path: Path) -> Path:
    """A folder beside the file to be written, for its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=path.parent, prefix=".agimi-"))
