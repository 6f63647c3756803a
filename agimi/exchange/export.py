"""All records that somebody may see, written back in the form in which they come in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from agimi.access.audit import write_entry
from agimi.access.choices import Area, Scope
from agimi.access.models import User
from agimi.exchange.catalogues import Catalogues
from agimi.exchange.columns import Column, Kind
from agimi.exchange.lines import COUNTRY, fact_choices
from agimi.exchange.problems import Refused
from agimi.exchange.sheets import SHEETS, Sheet, in_order_of_need
from agimi.exchange.texts import open_identities, open_texts
from agimi.exchange.values import label_of, written
from agimi.exchange.writers import Book, CsvBook, Output, XlsxBook
from agimi.people.actions import IdentityDocument
from agimi.programme.models import BodyAlias, Country

Progress = Callable[[int, int], None]
BOOKS: dict[str, Callable[[Path, str], Book]] = {"xlsx": XlsxBook, "csv": CsvBook}
TOGETHER = 1000
REMEMBERED = 5000


def export(
    path: Path,
    *,
    user: User,
    because: str,
    language: str = "sq",
    form: str = "xlsx",
    identities: bool = False,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write all records that this user may see; says how many of each sheet.

    Who takes them out, why, and whether names and notes are among them stands in
    the audit trail before the first record is read.
    """
    _check(user, because, identities)
    sheets = [sheet for sheet in SHEETS if user.may_read(sheet.model.area, Scope.OWN)]
    write_entry(
        by=user,
        verb="exported",
        because=because,
        detail={"form": form, "identities": identities, "sheets": [sheet.key for sheet in sheets]},
    )
    book = BOOKS[form](path, language)
    try:
        counts = _Export(book, user, because, language, identities, progress).run(sheets)
        book.close()
    except BaseException:
        book.abandon()
        raise
    return counts


def _check(user: User, because: str, identities: bool) -> None:
    if not user.may_read(Area.EXCHANGE, Scope.ORGANISATION):
        raise PermissionDenied(__("You may not take records out."))
    if identities and not user.may_read(Area.IDENTITY, Scope.ORGANISATION):
        raise PermissionDenied(__("You may not take out names and notes."))
    if not because.strip():
        raise ValidationError(__("Say why the records are taken out."))


class _Export:
    """One export on its way out."""

    def __init__(
        self,
        book: Book,
        user: User,
        because: str,
        language: str,
        identities: bool,
        progress: Progress | None,
    ) -> None:
        self.book, self.user, self.because = book, user, because
        self.language, self.identities = language, identities
        self.progress = progress or (lambda _done, _total: None)
        self.catalogues = Catalogues(user)
        self.done = self.total = 0

    def run(self, sheets: Sequence[Sheet]) -> dict[str, int]:
        rows = {sheet: sheet.model._default_manager.visible_to(self.user) for sheet in sheets}
        self.total = sum(found.count() for found in rows.values())
        outputs = {sheet: self.book.sheet(sheet, self._columns(sheet)) for sheet in sheets}
        counts = {}
        # What is referred to is written after what refers to it: a record made meanwhile is not missed.
        for sheet in reversed(in_order_of_need()):
            if sheet in outputs:
                counts[sheet.key] = self._write_sheet(sheet, rows[sheet], outputs[sheet])
        return counts

    def _columns(self, sheet: Sheet) -> list[Column]:
        return [column for column in sheet.columns if self.identities or not column.is_sealed]

    def _write_sheet(self, sheet: Sheet, rows: Any, output: Output) -> int:
        columns = self._columns(sheet)
        writer = _SheetCells(self, sheet, columns)
        count = 0
        for records in _pages(rows):
            for values in writer.rows(records):
                output.write(values)
            count += len(records)
            self.done += len(records)
            self.progress(self.done, max(self.total, self.done))
        return count


def _pages(rows: Any) -> Iterator[list[Any]]:
    """The records some at a time, by their keys: no cursor stays open while others write."""
    last = 0
    while page := list(rows.filter(pk__gt=last).order_by("pk")[:TOGETHER]):
        last = page[-1].pk
        yield page


class _SheetCells:
    """The cells of the records of one sheet, column by column."""

    def __init__(self, work: _Export, sheet: Sheet, columns: Sequence[Column]) -> None:
        self.work, self.sheet, self.columns = work, sheet, columns
        self.names: dict[str, dict[int, str]] = {column.key: {} for column in columns}

    def rows(self, records: list[Any]) -> Iterator[tuple[Any, ...]]:
        documents = self._identities(records)
        return zip(
            *(self._cells(column, records, documents) for column in self.columns), strict=True
        )

    def _cells(
        self, column: Column, records: list[Any], documents: dict[str, IdentityDocument]
    ) -> list[Any]:
        language = self.work.language
        match column.kind:
            case Kind.REFERENCE:
                keys = [getattr(record, column.attribute) for record in records]
                names = self._named(column, keys)
                return [None if key is None else names[key] for key in keys]
            case Kind.REFERENCES:
                return self._lists(column, records)
            case Kind.SEALED:
                texts = open_texts(records, column.key, self.work.user)
                return [text or None for text in texts]
            case Kind.IDENTITY | Kind.IDENTITIES:
                found = [documents.get(record.code, IdentityDocument()) for record in records]
                return [written(column, getattr(each, column.key), language) for each in found]
            case Kind.NAMES:
                return self._aliases(records)
            case Kind.FACT:
                return [self._fact(record) for record in records]
            case _:
                attribute = column.attribute
                return [written(column, getattr(each, attribute), language) for each in records]

    def _identities(self, records: list[Any]) -> dict[str, IdentityDocument]:
        if not any(column.kind is Kind.IDENTITY for column in self.columns):
            return {}
        return open_identities(records, self.work.user, self.work.because)

    def _named(self, column: Column, keys: Sequence[int | None]) -> dict[int, str]:
        """What each key is written as: a name where it names this one only, else a code."""
        names = self.names[column.key]
        if len(names) > REMEMBERED:
            names.clear()
        missing = {key for key in keys if key is not None} - names.keys()
        if self.work.catalogues.has(column.target):
            catalogue = self.work.catalogues.of(column.target)
            for key in missing & catalogue.entries.keys():
                names[key] = catalogue.written(key, column, self.work.language)
            missing -= catalogue.entries.keys()
        if missing:
            rows = column.target._default_manager.filter(pk__in=missing)  # type: ignore[union-attr]
            names.update(rows.values_list("pk", "alpha2" if column.target is Country else "code"))
        return names

    def _lists(self, column: Column, records: list[Any]) -> list[str | None]:
        through = column.field.remote_field.through._default_manager  # type: ignore[union-attr]
        source, target = column.field.m2m_field_name(), column.field.m2m_reverse_field_name()  # type: ignore[union-attr]
        linked: dict[int, list[int]] = defaultdict(list)
        rows = through.filter(**{f"{source}__in": [record.pk for record in records]})
        for here, there in rows.order_by("pk").values_list(source, target):
            linked[here].append(there)
        names = self._named(column, [key for keys in linked.values() for key in keys])
        return [
            "; ".join(names[key] for key in linked[record.pk]) or None
            if record.pk in linked
            else None
            for record in records
        ]

    def _aliases(self, records: list[Any]) -> list[str | None]:
        names: dict[int, list[str]] = defaultdict(list)
        rows = BodyAlias.objects.filter(body__in=[record.pk for record in records])
        for body, name in rows.order_by("pk").values_list("body", "name"):
            names[body].append(name)
        return ["; ".join(names[record.pk]) or None for record in records]

    def _fact(self, record: Any) -> str:
        language = self.work.language
        choices = fact_choices(record.kind)
        if choices:
            column = Column(key="value", kind=Kind.CHOICE, heading=COUNTRY.heading, choices=choices)
            return label_of(column, record.value, language)
        catalogue = self.work.catalogues.of(Country)
        entry = catalogue.by_code.get(record.value)
        return catalogue.written(entry.pk, COUNTRY, language) if entry else str(record.value)


def form_of(path: Path, wanted: str | None) -> str:
    """Which form a file is written in, by its name unless it is said."""
    suffix = path.suffix.lower().removeprefix(".")
    if wanted:
        return wanted
    if suffix in ("xlsx", "csv"):
        return suffix
    if suffix in ("", "zip"):
        return "csv"
    raise Refused(
        _("A workbook is not written as .%(suffix)s."),
        _("A name ending in .xlsx, a folder, or a .zip of CSV files."),
        suffix=suffix,
    )
