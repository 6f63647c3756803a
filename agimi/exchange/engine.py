"""The import: one pass through one transaction, whether anything is kept at the end or not.

What a dry run reports is therefore what would be written. Rows are taken some
hundred at a time, so that memory does not grow with their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from agimi.access.audit import write_entry
from agimi.access.choices import Area, Scope
from agimi.access.models import User
from agimi.exchange.catalogues import Catalogues
from agimi.exchange.lines import Reading
from agimi.exchange.matching import Part, matched, sheet_of
from agimi.exchange.problems import Problems, Refused, Wrong
from agimi.exchange.readers.cells import Workbook
from agimi.exchange.scratch import Scratch
from agimi.exchange.settling import settle
from agimi.exchange.sheets import Sheet, in_order_of_need
from agimi.exchange.words import Words
from agimi.exchange.writing import CHANGED, NEW, SheetWriter
from agimi.people.actions import forget_keys

Progress = Callable[[int, int], None]
LOCK = 0x4147494D50  # the PostgreSQL advisory lock that lets one import run at a time


class Busy(Refused):
    """Another import is running."""

    def __init__(self) -> None:
        super().__init__(
            _("Another import, or another long task, is writing at this moment."),
            _("Wait until it is done, and try again. Nothing was written."),
        )


@dataclass
class Outcome:
    """What an import found and did: rows counted by sheet, and problems."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)
    kept: bool = False


def run(
    workbook: Workbook, *, by: User, because: str, keep: bool, progress: Progress | None = None
) -> Outcome:
    """Take a workbook in; everything is undone unless ``keep`` and no problem was found."""
    if not by.may_write(Area.EXCHANGE, Scope.ORGANISATION):
        raise PermissionDenied(_("You may not bring records in."))
    outcome = Outcome()
    try:
        with transaction.atomic(), transaction.atomic(using="keys"):
            _one_at_a_time()
            _Import(workbook, by, because, outcome, progress or _silent).run()
            outcome.kept = keep and not outcome.problems
            if not outcome.kept:
                transaction.set_rollback(True)
                transaction.set_rollback(True, using="keys")
    except OperationalError as error:
        if "locked" in str(error):
            raise Busy from error
        raise
    finally:
        if not outcome.kept:
            forget_keys()
    return outcome


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def _one_at_a_time() -> None:
    """SQLite lets one transaction write at a time anyhow; PostgreSQL is asked to."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise Busy


class _Import:
    """One workbook on its way in."""

    def __init__(
        self, workbook: Workbook, by: User, because: str, outcome: Outcome, progress: Progress
    ) -> None:
        self.by, self.because, self.outcome, self.progress = by, because, outcome, progress
        self.parts, spoilt = matched(workbook, outcome.problems)
        self.done, self.total = 0, sum(max(part.table.rows - 1, 0) for part in self.parts)
        self.scratch = Scratch()
        self.reading = Reading(by, Catalogues(by), self.scratch, outcome.problems, spoilt)

    def run(self) -> None:
        try:
            self.progress(0, self.total)
            for sheet in in_order_of_need():
                parts = [part for part in self.parts if part.sheet is sheet]
                if parts:
                    self._take_sheet(sheet, parts)
            self._tell_audit()
        except Busy:
            raise
        except Refused as error:
            self.outcome.problems.add(error, sheet=_named(error.sheet), row=error.row)
        finally:
            self.scratch.close()

    def _take_sheet(self, sheet: Sheet, parts: list[Part]) -> None:
        self.outcome.counts[sheet.key] = Counter()
        if not self.by.may_write(sheet.model.area, Scope.ORGANISATION):
            self._refuse_sheet(sheet)
            return
        # Of a kind that may stand once (an open case a person), the old must end before the new begins.
        in_turn = _has_condition(sheet) and sheet.model._default_manager.exists()
        counts = self.outcome.counts[sheet.key]
        for part in parts:
            writer = SheetWriter(part, self.reading, counts, self.because, self._step)
            if in_turn:
                writer.take(only=CHANGED)
            writer.take(only=NEW if in_turn else None)
        self.reading.catalogues.forget(sheet.model)
        settle(parts[0], self.reading, counts, self.because)
        self.reading.catalogues.forget(sheet.model)

    def _refuse_sheet(self, sheet: Sheet) -> None:
        self.reading.spoilt.add(sheet)
        self.outcome.problems.add(
            Wrong(
                _("You may not change records of this kind."),
                _("Leave the sheet out, or let somebody with the right bring it in."),
            ),
            sheet=sheet.title,
        )

    def _step(self, rows: int) -> None:
        self.done += rows
        self.total = max(self.total, self.done)
        self.progress(self.done, self.total)

    def _tell_audit(self) -> None:
        counts = {key: dict(count) for key, count in self.outcome.counts.items()}
        write_entry(by=self.by, verb="imported", because=self.because, detail={"sheets": counts})


def _named(name: str) -> Any:
    sheet = sheet_of(name)
    return sheet.title if sheet else Words(name, name)


def _has_condition(sheet: Sheet) -> bool:
    return any(
        isinstance(constraint, UniqueConstraint) and constraint.condition is not None
        for constraint in sheet.model._meta.constraints
    )
