"""Small tables on the page, read as frames and as figures.

::

    cases
    case | person | category    | opened_on  | closed_on
    1    | 1      | trafficking | 2023-12-31 | 2024-01-01

An empty cell is not recorded, and so is every column that a table leaves out. Where a frame has the
number of something else, a table may give its code: the place, body, site or value of a list is
then made, with what it counts as behind a slash (``monitoring_call/monitoring``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import polars as pl

from agimi.insight.frames import FRAMES, Frame, Records

# The frame that a code stands for, and the column that holds what is behind the slash.
NAMED: dict[str, tuple[str, str]] = {
    "kind": ("codes", "counts_as"),
    "topic": ("codes", "counts_as"),
    "audience": ("codes", "counts_as"),
    "course": ("codes", "counts_as"),
    "sector": ("codes", "counts_as"),
    "item": ("codes", "counts_as"),
    "benefit": ("codes", "counts_as"),
    "material": ("codes", "counts_as"),
    "group_code": ("codes", "counts_as"),
    "service": ("codes", "counts_as"),
    "referred_by": ("bodies", "kind"),
    "served_by": ("bodies", "kind"),
    "body": ("bodies", "kind"),
    "venue": ("bodies", "kind"),
    "centre": ("bodies", "kind"),
    "provider": ("bodies", "kind"),
    "to": ("bodies", "kind"),
    "site": ("sites", "site_kind"),
    "project": ("projects", "key"),
    "place": ("places", "level"),
    "district": ("places", "level"),
    "residence": ("places", "level"),
    "municipality": ("places", "level"),
}
NUMBERS = {
    "codes": "code",
    "bodies": "body",
    "sites": "site",
    "projects": "project",
    "places": "place",
}
Numbers = dict[tuple[str, str], int]


def records(text: str) -> tuple[Records, Numbers]:
    """The frames on the page, and the numbers given to codes."""
    given = dict(_frames(text))
    numbers: Numbers = {}
    for frame, number in NUMBERS.items():
        for row in given.get(frame, []):
            numbers[frame, row["key"]] = int(row[number])
    for name, rows in list(given.items()):
        _number_codes(FRAMES[name], rows, given, numbers)
    return Records.only({name: _frame(name, rows) for name, rows in given.items()}), numbers


def _frames(text: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for block in blocks(text):
        name, header, *lines = block
        columns = cells(header)
        unknown = set(columns) - FRAMES[name].columns.keys()
        assert not unknown, f"{name} has no columns {sorted(unknown)}"
        yield name, [dict(zip(columns, cells(line), strict=True)) for line in lines]


def _number_codes(
    frame_of_rows: Frame,
    rows: list[dict[str, str]],
    given: dict[str, list[dict[str, str]]],
    numbers: Numbers,
) -> None:
    """Give a number to every code that stands where a number belongs, and make what it names."""
    numbered = {column for column in NAMED if frame_of_rows.schema.get(column) == pl.Int64}
    for row in rows:
        for column, said in row.items():
            if column not in numbered or not said or said.isdigit():
                continue
            frame, behind = NAMED[column]
            code, _, counts_as = said.partition("/")
            if (frame, code) not in numbers:
                numbers[frame, code] = 1000 + len(numbers)
                made = {NUMBERS[frame]: str(numbers[frame, code]), "key": code}
                if frame == "places":
                    made["municipality"] = made["place"]
                if counts_as:
                    made[behind] = counts_as
                given.setdefault(frame, []).append(made)
            row[column] = str(numbers[frame, code])


def _frame(name: str, rows: list[dict[str, str]]) -> pl.DataFrame:
    schema = FRAMES[name].schema
    columns = {
        column: [_value(row.get(column, ""), dtype) for row in rows]
        for column, dtype in schema.items()
    }
    return pl.DataFrame(columns, schema=schema)


def _value(said: str, dtype: pl.DataType) -> Any:
    if not said:
        return None
    if dtype == pl.Date:
        return dt.date.fromisoformat(said)
    if dtype == pl.Boolean:
        return {"yes": True, "no": False}[said]
    return int(said) if dtype.is_integer() else said


def figures(text: str) -> Iterator[tuple[tuple[str, ...], dict[tuple[str, ...], str]]]:
    """Each breakdown on the page: its dimensions, and the value of each category."""
    for header, *lines in blocks(text):
        *names, last = cells(header)
        assert last == "value", f"the last column of {header!r} must be the value"
        values = {}
        for line in lines:
            *category, value = cells(line)
            values[tuple(category)] = value
        yield tuple(names), values


def blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in (*text.strip().splitlines(), ""):
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]
