"""Which table is which sheet, and which of its columns is which: everything unknown is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from agimi.exchange.columns import Column
from agimi.exchange.problems import Problems, Wrong, closest, letters, shown
from agimi.exchange.readers.cells import Flaw, Row, Table, Workbook
from agimi.exchange.sheets import SHEET_BY_NAME, SHEETS, SUPPORT_SHEETS, Sheet
from agimi.exchange.words import Words, fold

# A kind of record with more rows than a sheet can have goes on in "Services (2)".
FAR = 10**9
CONTINUED = re.compile(r"(.*\S)\s*\((\d{1,2})\)")


@dataclass(slots=True)
class Part:
    """A table of the file that was recognised, with its columns by their place."""

    sheet: Sheet
    table: Table
    columns: dict[int, Column] = field(default_factory=dict)
    headings: Row = (0, [])
    order: int = 0

    def mark(self, row: int) -> int:
        """A row of this part, apart from the rows of the other parts of the same sheet."""
        return self.order * FAR + row

    @staticmethod
    def row(mark: int) -> int:
        return mark % FAR

    def rows(self) -> Iterator[Row]:
        """The rows below the headings."""
        rows = iter(self.table)
        next(rows, None)
        return rows


def matched(workbook: Workbook, problems: Problems) -> tuple[list[Part], set[Sheet]]:
    """The parts that can be read, and the sheets of which a part cannot."""
    parts: list[Part] = []
    spoilt: set[Sheet] = set()
    seen: dict[str, str] = {}
    for table in workbook.tables:
        sheet = sheet_of(table.name)
        if sheet is None:
            if fold(table.name) not in SUPPORT_SHEETS and not _is_blank(table):
                problems.add(_unknown_sheet(table.name), sheet=Words(table.name, table.name))
            continue
        if fold(table.name) in seen:
            problems.add(_twice(seen[fold(table.name)]), sheet=sheet.title)
            spoilt.add(sheet)
            continue
        seen[fold(table.name)] = table.name
        part = _part(sheet, table, problems)
        if part is not None:
            part.order = _order(table.name)
            parts.append(part)
        elif not _is_blank(table):
            spoilt.add(sheet)
    return sorted(parts, key=lambda part: part.order), spoilt


def _order(name: str) -> int:
    """ "Services" is the first, "Services (2)" the second."""
    found = CONTINUED.fullmatch(name.strip())
    return int(found[2]) if found else 1


def sheet_of(name: str) -> Sheet | None:
    found = SHEET_BY_NAME.get(fold(name))
    if found is None and (continued := CONTINUED.fullmatch(name.strip())):
        found = SHEET_BY_NAME.get(fold(continued[1]))
    return found


def _is_blank(table: Table) -> bool:
    return next(iter(table), None) is None


def _part(sheet: Sheet, table: Table, problems: Problems) -> Part | None:
    """The table with its columns, or None where it is empty or its headings are wrong."""
    before = problems.total
    for block in table.merged:
        problems.add(_merged(block), sheet=sheet.title, cell=block, row=_row_of(block))
    first = next(iter(table), None)
    if first is None:
        return None
    number, cells = first
    part = Part(sheet, table, headings=first)
    used: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if cell is None or cell == "":
            continue
        column = _column_of(sheet, cell)
        place: dict[str, Any] = {
            "sheet": sheet.title,
            "row": number,
            "cell": f"{letters(index)}{number}",
        }
        if column is None:
            problems.add(_unknown_column(sheet, cell), value=cell, **place)
        elif column.key in used:
            problems.add(_same_heading(used[column.key], number), value=cell, **place)
        else:
            used[column.key] = index
            part.columns[index] = column
    _check_required(sheet, used, number, problems)
    return part if problems.total == before else None


def _column_of(sheet: Sheet, heading: Any) -> Column | None:
    if isinstance(heading, Flaw):
        return None
    folded = fold(str(heading))
    return next((column for column in sheet.columns if folded in column.headings), None)


def _check_required(sheet: Sheet, used: dict[str, int], row: int, problems: Problems) -> None:
    for column in sheet.columns:
        if column.required and column.key not in used:
            problems.add(
                Wrong(
                    _("The column “%(column)s” is missing."),
                    _("Add it; the empty workbook of `agimi template` has all columns."),
                    column=column.heading,
                ),
                sheet=sheet.title,
                row=row,
                column=column.heading,
            )


def _unknown_sheet(name: str) -> Wrong:
    near = closest(name, {known: known for known in SHEET_BY_NAME})
    if near:
        return Wrong(
            _("There is no sheet of this name."),
            _("Perhaps “%(near)s”. Rename it, or delete it if it holds no records."),
            near=SHEET_BY_NAME[near].title,
        )
    return Wrong(
        _("There is no sheet of this name."),
        _("Rename it after one of the %(number)s sheets of the empty workbook, or delete it."),
        number=len(SHEETS),
    )


def _twice(name: str) -> Wrong:
    return Wrong(
        _("There are two sheets for this kind of record."),
        _("Bring their rows together in “%(name)s”."),
        name=name,
    )


def _unknown_column(sheet: Sheet, heading: Any) -> Wrong:
    if isinstance(heading, Flaw):
        return Wrong(_("The heading is not plain text."), _("Type the heading."))
    headings = {
        fold(word): column.key
        for column in sheet.columns
        for word in (column.heading.sq, column.heading.en)
    }
    near = closest(str(heading), headings)
    if near:
        return Wrong(
            _("There is no column of this name."),
            _("Perhaps “%(near)s”. Otherwise delete the column."),
            near=sheet.column(near).heading,
        )
    return Wrong(
        _("There is no column of this name."),
        _("Delete the column, or name it after one of the empty workbook: %(some)s …"),
        some=Words(
            *(", ".join(getattr(c.heading, x) for c in sheet.columns[:6]) for x in ("sq", "en"))
        ),
    )


def _same_heading(first: int, row: int) -> Wrong:
    return Wrong(
        _("This column is there twice."),
        _("Keep one of them; the other is in %(cell)s."),
        cell=f"{letters(first)}{row}",
    )


def _merged(place: str) -> Wrong:
    return Wrong(
        _("The cells %(place)s are merged."),
        _("Split them and fill in each cell of its own."),
        place=shown(place),
    )


def _row_of(place: str) -> int:
    return int(place.partition(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
