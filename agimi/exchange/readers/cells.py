"""What readers hand on: tables of rows of plain values, within stated limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from agimi.exchange.problems import Refused

ROWS = 1_000_000  # rows of one sheet, empty ones included
COLUMNS = 200
LETTERS = 32_767  # of one cell, as in Excel
FILE_BYTES = 500 * 2**20
UNPACKED_BYTES = 4 * 2**30
RATIO = 300  # times a packed part may grow when it is larger than RATIO_FROM
RATIO_FROM = 20 * 2**20
PARTS = 5_000
CHUNK = 128 * 1024

Value = str | int | float | bool | dt.date | dt.datetime | None
Row = tuple[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell that holds no plain value."""

    kind: str  # "formula" | "merged" | "error" | "long" | "beyond"
    text: str = ""

    def __str__(self) -> str:
        return self.text


class Table(Protocol):
    """A sheet of a workbook; ``rows`` is how many it has at most, for the progress."""

    name: str
    rows: int
    merged: tuple[str, ...]

    def __iter__(self) -> Iterator[Row]:
        """The rows that are not empty, each with its number as the spreadsheet shows it."""
        ...


class Workbook(Protocol):
    """An open file; ``date_cells`` says whether it tells dates from numbers."""

    tables: list[Any]

    def close(self) -> None: ...


def too_many_rows(sheet: str) -> Refused:
    return Refused(
        _("The sheet has more than %(most)s rows, empty ones included."),
        _("Delete the empty rows below the data, or divide the sheet by years into several files."),
        sheet=sheet,
        most=f"{ROWS:,}".replace(",", " "),
    )


def damaged(sheet: str = "", row: int | None = None) -> Refused:
    return Refused(
        _("The file is damaged or was cut off."),
        _("Open it in your spreadsheet program, save it anew and try again."),
        sheet=sheet,
        row=row,
    )


def is_empty(cells: list[Any]) -> bool:
    return not any(cell is not None and cell != "" for cell in cells)
