"""References to rows further down in the same sheet, filled in when the sheet has come to its end."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError

from agimi.access.ledger import change_many
from agimi.exchange.catalogues import known_by_code
from agimi.exchange.checks import breaches
from agimi.exchange.columns import Column
from agimi.exchange.lines import Line, Reading, no_such_code
from agimi.exchange.matching import Part
from agimi.exchange.problems import Wrong
from agimi.exchange.writing import BETWEEN, CHANGED, SAME, stored_by_code

TOGETHER = 500
Found = dict[str, int | Wrong]


def settle(part: Part, reading: Reading, counts: Counter[str], because: str) -> None:
    """Fill in what waited; a reference that still leads nowhere is told."""
    for column in part.sheet.references:
        if column.target is part.sheet.model:
            for rows in reading.scratch.waiting(part.sheet.key, column.key, TOGETHER):
                _Settling(part, reading, column).settle(rows, counts, because)


class _Settling:
    """Some references of one column."""

    def __init__(self, part: Part, reading: Reading, column: Column) -> None:
        self.part, self.reading, self.column = part, reading, column
        self.index = next((i for i, c in part.columns.items() if c is column), 0)

    def settle(self, rows: list[tuple], counts: Counter[str], because: str) -> None:
        found = self._found([cell for _number, _code, cell, _new in rows])
        stored = stored_by_code(
            self.part.sheet.model, [code for _number, code, _cell, _new in rows]
        )
        changed = []
        for number, code, cell, is_new in rows:
            line = Line(number, [None] * self.index + [cell], code, is_new=bool(is_new))
            line.record = stored.get(code)
            target = found[cell]
            if isinstance(target, Wrong):
                self._tell(target, line, cell)
            elif line.record and getattr(line.record, self.column.attribute) != target:
                setattr(line.record, self.column.attribute, target)
                changed.append(line)
        for line, error, column in breaches(self.part.sheet, changed):
            self.reading.tell(error, self.part, line, column)
        self._write([line for line in changed if not line.bad], counts, because)

    def _write(self, lines: list[Line], counts: Counter[str], because: str) -> None:
        records: list[Any] = [line.record for line in lines]
        try:
            change_many(
                records, [self.column.key], by=self.reading.user, because=because, checked=True
            )
        except ValidationError as error:
            wrong = Wrong(" ".join(error.messages), BETWEEN)
            self.reading.tell(wrong, self.part, lines[0], self.column)
            return
        old = sum(1 for line in lines if not line.is_new)
        counts.update({SAME: -old, CHANGED: old})

    def _found(self, cells: list[str]) -> Found:
        """The record that each cell names, or what is wrong with it."""
        catalogues, found = self.reading.catalogues, Found()
        if catalogues.has(self.column.target):
            for cell in cells:
                try:
                    found[cell] = catalogues.of(self.column.target).find(cell, self.column).pk
                except Wrong as error:
                    found[cell] = error
            return found
        known = known_by_code(self.column.target, cells, self.reading.user)
        for cell in cells:
            found[cell] = known[cell].pk if cell in known else no_such_code(cell, self.column)
        return found

    def _tell(self, error: Wrong, line: Line, cell: str) -> None:
        rows = self.reading.scratch.rows_of(self.part.sheet.key, [cell])
        if cell not in rows or not rows[cell][1]:  # else that row is wrong itself, which was told
            self.reading.tell(error, self.part, line, self.column)
