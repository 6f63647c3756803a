"""Verbs of the exchange: check a workbook, take it in, write an empty one, write all records out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agimi.access.models import User
from agimi.exchange.engine import Busy, Outcome, run
from agimi.exchange.problems import Problem, Problems, Refused, in_order
from agimi.exchange.readers import opened
from agimi.exchange.sheets import SHEETS
from agimi.exchange.words import Words

__all__ = ["Busy", "Problem", "Report", "SheetCount", "apply_upload", "check_upload"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many records of a sheet are new, changed and unchanged."""

    key: str
    title: Words
    new: int
    changed: int
    unchanged: int

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class Report:
    """What an import found, or did.

    ``problems`` are the first ones, in the order of the sheets; ``problem_total``
    counts them all. Nothing was written unless ``applied``.
    """

    sheets: tuple[SheetCount, ...]
    problems: tuple[Problem, ...]
    problem_total: int
    applied: bool

    @property
    def new(self) -> int:
        return sum(sheet.new for sheet in self.sheets)

    @property
    def changed(self) -> int:
        return sum(sheet.changed for sheet in self.sheets)

    @property
    def unchanged(self) -> int:
        return sum(sheet.unchanged for sheet in self.sheets)


def check_upload(
    path: Path, *, user: User, because: str = "", progress: Progress | None = None
) -> Report:
    """The dry run: what would be written, and every problem at once."""
    return _import(path, user=user, because=because, progress=progress, keep=False)


def apply_upload(
    path: Path, *, user: User, because: str = "", progress: Progress | None = None
) -> Report:
    """Take the records in, all of them or none.

    ``path`` is a workbook or a folder of CSV; ``progress`` is told rows done and
    rows in all. Raises PermissionDenied for those who may not bring records in,
    and Busy while another import is running.
    """
    return _import(path, user=user, because=because, progress=progress, keep=True)


def _import(
    path: Path, *, user: User, because: str, progress: Progress | None, keep: bool
) -> Report:
    try:
        with opened(path) as workbook:
            return _report(run(workbook, by=user, because=because, keep=keep, progress=progress))
    except Busy:
        raise
    except Refused as error:
        problems = Problems()
        problems.add(error, sheet=Words(error.sheet, error.sheet), row=error.row)
        return _report(Outcome(problems=problems))


def _report(outcome: Outcome) -> Report:
    counts = [(sheet, outcome.counts[sheet.key]) for sheet in SHEETS if sheet.key in outcome.counts]
    return Report(
        sheets=tuple(
            SheetCount(sheet.key, sheet.title, count["new"], count["changed"], count["unchanged"])
            for sheet, count in counts
            if count.total()
        ),
        problems=tuple(in_order(outcome.problems)),
        problem_total=outcome.problems.total,
        applied=outcome.kept,
    )
