"""The empty workbook: a sheet for each kind of record, drop-downs, notes, an example row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from agimi.access.models import User
from agimi.exchange.catalogues import Catalogues
from agimi.exchange.columns import SEVERAL, Column, Kind
from agimi.exchange.lines import fact_choices
from agimi.exchange.problems import letters
from agimi.exchange.sheets import CHOICES_SHEET, INSTRUCTIONS, SHEETS, Sheet
from agimi.exchange.values import NO_WORD, YES_WORD
from agimi.exchange.words import Words, both
from agimi.exchange.writers import XlsxBook
from agimi.programme.models import Code

LAST_ROW = 1_048_575
EXAMPLE = both(_("EXAMPLE"))
ADVICE = tuple(
    both(text)
    for text in (
        _("Fill in the sheets that you have records for; every sheet may stay empty."),
        _(
            "One row is one record. The first column is its code: your register's number for it, for ever."
        ),
        _("The same code brought in again changes that record and makes no second one."),
        _(
            "Columns with a coloured heading must be filled in. The note on each heading says what belongs there."
        ),
        _(
            "Names of places, bodies, sites, staff and projects may be written in either language, or as codes."
        ),
        _(
            "People, cases and sessions are named by their codes. The order of sheets and rows does not matter."
        ),
        _("Several values in one cell are divided by semicolons: Employment; Education."),
        _("Days: 21.03.2024 or 2024-03-21, or a cell formatted as a date."),
        _("An empty cell says that nothing is recorded, and 0 says none."),
        _(
            "“Not recorded” and “not known” are chosen from the lists that have them. A dash is refused."
        ),
        _("Do not use formulas, merged cells, or columns and sheets of your own."),
        _("Example rows may stay: codes beginning with EXAMPLE are left out."),
        _(
            "Bring the file in with `agimi import FILE`: it is checked first, and every problem is named."
        ),
    )
)
KIND_NOTES: dict[Kind, Words] = {
    Kind.DATE: both(_("A day, such as 21.03.2024.")),
    Kind.MOMENT: both(_("A day with a time, such as 21.03.2024 08:30.")),
    Kind.WHOLE: both(_("A whole number.")),
    Kind.DECIMAL: both(_("A number, such as 12.50.")),
    Kind.YES_NO: both(_("Yes or no.")),
    Kind.CHOICE: both(_("A value of the list.")),
    Kind.REFERENCES: both(_("One or several, divided by semicolons.")),
    Kind.PAIRS: both(
        _("Names with what belongs to them, divided by semicolons: facebook: https://…")
    ),
    Kind.NAMES: both(_("One or several, divided by semicolons.")),
    Kind.IDENTITIES: both(_("One or several, divided by semicolons. Kept encrypted.")),
    Kind.IDENTITY: both(_("Text. Kept encrypted.")),
    Kind.SEALED: both(_("Text. Kept encrypted.")),
    Kind.TEXT: both(_("Text.")),
    Kind.LONG_TEXT: both(_("Text of any length.")),
}
REQUIRED = both(_("Must be filled in."))
DEFAULT = both(_("Empty: %(value)s."))


def note_of(column: Column) -> Words:
    """What belongs into a column, in words."""
    parts = [column.help] if column.help else []
    if column.kind in KIND_NOTES:
        parts.append(KIND_NOTES[column.kind])
    elif column.kind is Kind.REFERENCE:
        parts.append(_named(column))
    if column.kind is Kind.REFERENCES:
        parts.append(_named(column))
    if column.required:
        parts.append(REQUIRED)
    elif (meaning := default_label(column)) is not None:
        parts.append(DEFAULT % {"value": meaning})
    return Words(" ".join(part.sq for part in parts), " ".join(part.en for part in parts))


def _named(column: Column) -> Words:
    from agimi.exchange.catalogues import ENTRIES, title_of

    title = title_of(column.target)
    if column.target in ENTRIES:
        return (
            both(_("A name or code of “%(sheet)s”."), sheet=title)
            if title.en
            else both(_("A country."))
        )
    return both(_("A code of the sheet “%(sheet)s”."), sheet=title)


def default_label(column: Column) -> Words | None:
    """What an empty cell is taken for, where it is taken for something."""
    if column.kind is Kind.CHOICE and column.default not in (None, ""):
        return next((c.label for c in column.choices if c.value == column.default), None)
    if column.kind is Kind.YES_NO and column.default is not None:
        return YES_WORD if column.default else NO_WORD
    if column.kind is Kind.WHOLE and column.default is not None:
        return both(str(column.default))
    return None


def write_template(path: Path, *, language: str, user: User) -> None:
    """Write the empty workbook in one language, with the lists as they stand in the records."""
    book = XlsxBook(path, language)
    try:
        _Template(book, language, Catalogues(user)).write()
        book.close()
    except BaseException:
        book.abandon()
        raise


class _Template:
    """One empty workbook."""

    def __init__(self, book: XlsxBook, language: str, catalogues: Catalogues) -> None:
        self.book, self.language, self.catalogues = book, language, catalogues
        self.lists: dict[tuple, tuple[str, list[str]]] = {}

    def write(self) -> None:
        self._write_instructions()
        for sheet in SHEETS:
            self._write_sheet(sheet)
        self._write_lists()

    def say(self, words: Words) -> str:
        return words.in_language(self.language)

    def _write_instructions(self) -> None:
        page = self.book.book.add_worksheet(self.say(INSTRUCTIONS))
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 110, self.book.wrapped)
        page.write_string(0, 0, self.say(INSTRUCTIONS), self.book.title)
        for row, advice in enumerate(ADVICE, start=2):
            page.write_number(row, 0, row - 1)
            page.write_string(row, 1, self.say(advice), self.book.wrapped)
        row = len(ADVICE) + 3
        for sheet in SHEETS:
            name = self.say(sheet.title)
            page.write_url(row, 0, f"internal:'{name}'!A1", self.book.link, name)
            page.write_string(row, 1, self.say(sheet.about), self.book.wrapped)
            row += 1

    def _write_sheet(self, sheet: Sheet) -> None:
        page = self.book.add(sheet, sheet.columns)
        for index, column in enumerate(sheet.columns):
            page.write_comment(0, index, self.say(note_of(column)), {"x_scale": 1.6})
            self._validate(page, index, column)
        # The rows of a sheet are written one after the other, never back.
        for index, column in enumerate(sheet.columns):
            self._write_example(page, index, self._example(column))

    def _write_example(self, page: Any, index: int, example: Any) -> None:
        if isinstance(example, dt.date):
            page.write_datetime(1, index, example, self.book.example_day)
        elif isinstance(example, str):
            page.write_string(1, index, example, self.book.example)
        elif example is not None:
            page.write_number(1, index, example, self.book.example)

    def _validate(self, page: Any, index: int, column: Column) -> None:
        """A drop-down; other words of the same meaning may be typed all the same."""
        source = self._list_for(column)
        if source:
            page.data_validation(
                1,
                index,
                LAST_ROW,
                index,
                {"validate": "list", "source": source, "show_error": False},
            )

    # ── Lists ───────────────────────────────────────────────────────────────────────────────
    def _list_for(self, column: Column) -> str | None:
        """Where the values of a column stand in the sheet of lists; they are put there once."""
        found = self._values(column)
        if found is None:
            return None
        key, heading, values = found
        if key not in self.lists:
            self.lists[key] = (heading, values)
        place = letters(list(self.lists).index(key))
        last = len(self.lists[key][1]) + 1
        return f"='{self.say(CHOICES_SHEET)}'!${place}$2:${place}${last}" if last > 1 else None

    def _values(self, column: Column) -> tuple[tuple, str, list[str]] | None:
        heading = self.say(column.heading)
        if column.kind is Kind.YES_NO:
            return ("yes",), f"{YES_WORD} / {NO_WORD}", [self.say(YES_WORD), self.say(NO_WORD)]
        if column.kind is Kind.CHOICE:
            labels = [self.say(choice.label) for choice in column.choices]
            return tuple(labels), heading, labels
        if column.kind is Kind.FACT:
            kinds = ("recruitment", "exploitation", "violence", "control")
            labels = [self.say(choice.label) for kind in kinds for choice in fact_choices(kind)]
            return tuple(labels), heading, list(dict.fromkeys(labels))
        if column.target is None or not self.catalogues.has(column.target):
            return None
        return (column.target, column.lists), heading, self._names(column)

    def _names(self, column: Column) -> list[str]:
        catalogue = self.catalogues.of(column.target)
        entries = [
            entry
            for entry in catalogue.entries.values()
            if not entry.retired
            and (column.target is not Code or not column.lists or entry.group in column.lists)
        ]
        return [catalogue.written(entry.pk, column, self.language) for entry in entries]

    def _write_lists(self) -> None:
        page = self.book.book.add_worksheet(self.say(CHOICES_SHEET))
        page.freeze_panes(1, 0)
        longest = max((len(values) for _heading, values in self.lists.values()), default=0)
        page.set_column(0, max(len(self.lists) - 1, 0), 26)
        for index, (heading, _values) in enumerate(self.lists.values()):
            page.write_string(0, index, heading, self.book.heading)
        for row in range(longest):
            for index, (_heading, values) in enumerate(self.lists.values()):
                if row < len(values):
                    page.write_string(row + 1, index, values[row])

    # ── Examples ────────────────────────────────────────────────────────────────────────────
    def _example(self, column: Column) -> Any:
        """A value such as belongs there."""
        if column.kind is Kind.CODE:
            return f"{self.say(EXAMPLE)}-1"
        if column.kind in (Kind.CHOICE, Kind.YES_NO, Kind.FACT):
            found = self._values(column)
            return found[2][0] if found else None
        if column.target is not None:
            return self._example_reference(column)
        if column.kind is Kind.MOMENT:
            return "21.03.2024 08:30"
        return EXAMPLES.get(column.kind) if column.required else None

    def _example_reference(self, column: Column) -> str | None:
        if not self.catalogues.has(column.target):
            return f"{self.say(EXAMPLE)}-1" if column.required or column.key == "case" else None
        names = self._names(column)
        if not names or not (column.required or column.kind in SEVERAL):
            return None
        return "; ".join(names[:2]) if column.kind is Kind.REFERENCES else names[0]


EXAMPLES: dict[Kind, Any] = {
    Kind.DATE: dt.date(2024, 3, 21),
    Kind.WHOLE: 2024,
    Kind.DECIMAL: 12.5,
    Kind.TEXT: "…",
    Kind.LONG_TEXT: "…",
}
