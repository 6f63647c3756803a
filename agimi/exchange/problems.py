"""What is wrong with a workbook: where, what, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext_lazy as _

from agimi.exchange.words import Words, both, fold

MOST = 1000  # problems told in full; the others are only counted
SHOWN = 80  # letters of a wrong value that are shown


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, named so that it can be mended without asking anybody.

    ``row`` counts as the spreadsheet does, the headings being row 1.
    """

    sheet: Words
    what: Words
    right: Words
    row: int | None = None
    column: Words | None = None
    cell: str = ""
    value: str = ""


class Wrong(Exception):
    """A value that cannot be taken: what is wrong with it, and what would be right."""

    def __init__(self, what: Any, right: Any = "", **values: Any) -> None:
        super().__init__(str(what))
        self.what, self.right, self.values = what, right, values

    def in_words(self) -> tuple[Words, Words]:
        """What is wrong, and what would be right, in both languages."""
        right = both(self.right, **self.values) if self.right else Words("", "")
        return both(self.what, **self.values), right


class Refused(Wrong):
    """A file that cannot be read on from here."""

    def __init__(
        self, what: Any, right: Any = "", *, sheet: str = "", row: int | None = None, **values: Any
    ) -> None:
        super().__init__(what, right, **values)
        self.sheet, self.row = sheet, row


@dataclass(slots=True)
class Problems:
    """The problems found so far; more than can be read are counted only."""

    most: int = MOST
    total: int = 0
    kept: list[Problem] = field(default_factory=list)

    def add(
        self,
        error: Wrong,
        *,
        sheet: Words,
        row: int | None = None,
        column: Words | None = None,
        cell: str = "",
        value: Any = None,
    ) -> None:
        self.total += 1
        if len(self.kept) >= self.most:
            return
        what, right = error.in_words()
        self.kept.append(
            Problem(
                sheet=sheet,
                what=what,
                right=right,
                row=row,
                column=column,
                cell=cell,
                value=shown(value),
            )
        )

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.kept)

    def __bool__(self) -> bool:
        return self.total > 0


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """As the file is read: sheet by sheet, row by row, from left to right."""
    told = list(problems)
    sheets = {each.sheet.en: place for place, each in reversed(list(enumerate(told)))}

    def place(each: Problem) -> tuple[int, int, bool, int, str]:
        column = each.cell.rstrip("0123456789")
        return sheets[each.sheet.en], each.row or 0, not column, len(column), column

    return sorted(told, key=place)


def shown(value: Any) -> str:
    """A value as it stands in the file, shortened."""
    text = "" if value is None else str(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def closest(text: str, allowed: dict[str, str]) -> str:
    """The allowed word nearest to a wrong one, or nothing; ``allowed`` is folded → as written."""
    near = get_close_matches(fold(text), allowed, n=1, cutoff=0.6)
    return allowed[near[0]] if near else ""


def letters(index: int) -> str:
    """The letters of a column, counted from 0: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


EMPTY = Wrong(_("The cell is empty."), _("This column must be filled in."))
