"""Answers: what the pages ask of the figures, computed once for each state of the records."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from agimi.access.models import AuditEntry
from agimi.activities.models import Session
from agimi.casework.models import Case
from agimi.insight import catalogue, publish
from agimi.insight import format as fmt
from agimi.insight.chapters import annual
from agimi.insight.gate import Breach
from agimi.insight.inspect import inspect
from agimi.insight.report import facts as world
from agimi.insight.report.nodes import Document, Figure, Protection
from agimi.insight.report.writer import Writer
from agimi.insight.results import Period, Results, Row
from agimi.insight.service import Asked, evaluate_all
from agimi.insight.text import LANGUAGES, Language, Text

T = TypeVar("T")
# What only looks at records, or concerns accounts, leaves the figures as they are. A verb that is not
# named here counts as a change: too much is computed anew rather than too little.
LOOKING = (
    "calendar feed read",
    "case read",
    "exported",
    "glass broken",
    "glass closed",
    "glass reviewed",
    "glass tried",
    "identity changed",
    "identity read",
    "left quickly",
    "looked behind",
    "note read",
    "second factor failed",
    "session ended",
    "sign-in failed",
    "sign-in slowed",
    "signed in",
    "signed out",
    "told apart",
    "took along",
    "trail verified",
)


class Kept:
    """A few answers in memory, each for one state of the records; the oldest goes first.

    Two visitors who ask the same at once let it be computed once.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.RLock()

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            else:
                self._answers[key] = compute()
                while len(self._answers) > self.most:
                    self._answers.popitem(last=False)
            answer: T = self._answers[key]
            return answer


_kept = Kept(most=24)


def state() -> tuple[str, int]:
    """What tells one state of the records from another: the last entry that changed something."""
    last = AuditEntry.objects.exclude(verb__in=LOOKING).order_by("-number")
    return str(connection.settings_dict["NAME"]), last.values_list("number", flat=True).first() or 0


def years() -> list[int]:
    """The years that have records, oldest first, from the first case or session to today."""
    cases = Case.objects.aggregate(first=Min("opened_on"), last=Max("opened_on"))
    sessions = Session.objects.aggregate(first=Min("on"), last=Max("on"))
    days = [day for day in (*cases.values(), *sessions.values()) if day is not None]
    if not days:
        return []
    last = min(max(day.year for day in days), timezone.localdate().year)
    return list(range(min(day.year for day in days), last + 1))


@dataclass(frozen=True)
class Year:
    """A year and the one before it, computed from the same records."""

    now: Results
    before: Results | None


def _year(year: int) -> Year:
    def compute() -> Year:
        asked = [Asked(Period.year(year)), Asked(Period.year(year - 1))]
        now, before = evaluate_all(asked)
        return Year(now, before if any(row.value for row in before) else None)

    return _kept.get(("year", year, state()), compute)


def results(year: int) -> Results:
    """All figures of a year."""
    return _year(year).now


def writer(year: int, language: Language) -> Writer:
    """The pen that writes of a year, with the year before beside it."""
    computed = world.Computed(
        year=_year(year).now, before=_year(year).before, definitions=publish.definitions()
    )
    nobody = world.Facts(world.Organisation(name=Text("–", "–")))
    return annual.writer(language, Period.year(year), computed, nobody)


# ── One indicator ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Breakdown:
    """An indicator by one dimension in one year: the words of each category, and its figure."""

    title: str
    rows: list[tuple[str, Figure]]


def over_time(code: str, language: Language) -> list[tuple[int, Figure]]:
    """The total of an indicator in each year."""
    found = []
    for year in years():
        row = results(year).row(code) if _has(year, code, ()) else None
        if row is not None:
            found.append((year, _figure(row, language)))
    return found


def breakdowns(code: str, year: int, language: Language) -> list[Breakdown]:
    """An indicator by each single dimension, largest breakdowns of two and more left to reports."""
    known = catalogue.CATALOGUE[code]
    found = []
    for names in known.breakdowns:
        if len(names) == 1 and _has(year, code, names):
            title = known.dimensions[names[0]].label.within(language)
            found.append(Breakdown(title, _lines(year, code, names[0], language)))
    return [one for one in found if one.rows]


def _lines(year: int, code: str, dimension: str, language: Language) -> list[tuple[str, Figure]]:
    computed = results(year)
    return [
        (computed.label(dimension, category[0]).within(language), _figure(row, language))
        for category, row in computed.breakdown(code, dimension).items()
        if row.value
    ]


def _has(year: int, code: str, names: tuple[str, ...]) -> bool:
    try:
        results(year).breakdown(code, *names)
    except KeyError:
        return False
    return True


def _figure(row: Row, language: Language) -> Figure:
    return Figure(row, fmt.figure(row, language))


# ── What does not agree ─────────────────────────────────────────────────────────────────────────


def breaches(year: int, language: Language) -> list[Breach]:
    """Everything that should not be published as it is; kinds of record are named in a language."""

    def look() -> list[Breach]:
        return list(inspect(Period.year(year)))

    return _kept.get(("breaches", year, language, state()), look)


# ── Reports ─────────────────────────────────────────────────────────────────────────────────────

# The kinds of file, as people call them.
FORMATS = {
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "html": "HTML",
    "csv": "CSV",
    "json": "JSON",
}


def document(year: int, language: Language, protection: Protection) -> Document:
    """The annual report of a year; both languages are written from the same figures."""

    def write() -> dict[Language, Document]:
        return publish.annual_documents(Period.year(year), LANGUAGES, protection=protection)

    key = ("report", year, protection, timezone.localdate(), state())
    return _kept.get(key, write)[language]


def file(year: int, language: Language, form: str, protection: Protection) -> IO[bytes]:
    """The annual report of a year as a file."""
    return io.BytesIO(publish.render(document(year, language, protection), form))
