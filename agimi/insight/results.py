"""Results: the one tidy shape in which every figure leaves the indicators.

A result row answers: which indicator, over which period, broken down by which
dimensions, for which category, has which value, counted in which unit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from agimi.insight.text import Text


class Unit(StrEnum):
    """What is counted. Different units are never added up (RUL-04)."""

    PERSONS = "persons"
    CASES = "cases"
    CHILDREN = "children"
    SESSIONS = "sessions"
    SERVICES = "services"
    ATTENDANCES = "attendances"
    PARTICIPANTS = "participants"
    CALLS = "calls"
    EVENTS = "events"
    PROCEEDINGS = "proceedings"
    LEGAL_CASES = "legal_cases"
    ENROLMENTS = "enrolments"
    CONTACTS = "contacts"
    BODIES = "bodies"
    PROJECTS = "projects"
    PUBLICATIONS = "publications"
    AGREEMENTS = "agreements"
    UNITS = "units"
    MONTHS = "months"
    DAYS = "days"
    PERCENT = "percent"
    OTHER = "other"


class Quality(StrEnum):
    """How sure a value is: one uncertain head-count makes the whole sum uncertain (RUL-14)."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    INCOMPLETE = "incomplete"  # at least one event had no number
    SUPPRESSED = "suppressed"  # not shown in a public edition, to protect people (RUL-15)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``by`` and ``category`` have the same length; both are empty for the total.

    ``value`` is None where a percentage has no base (nothing to divide by), and in a public
    edition where the figure is suppressed.
    ``base`` is the population a percentage was taken of (RUL-07).
    """

    indicator: str
    period: Period
    by: tuple[str, ...]
    category: tuple[str, ...]
    value: int | float | None
    unit: Unit
    quality: Quality = Quality.EXACT
    base: int | None = None
    project: str | None = None


@dataclass(frozen=True)
class Results:
    """All rows of one evaluation, with labels for every category that occurs in them.

    ``labels`` maps (dimension, category code) to its words in both languages.
    Looking up a category that no record falls into gives 0; looking up an
    indicator or breakdown that was not evaluated is an error.
    """

    rows: tuple[Row, ...]
    labels: Mapping[tuple[str, str], Text]

    @cached_property
    def _index(self) -> dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], Row]]:
        """The rows by indicator and breakdown, for whoever looks one up."""
        index: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], Row]] = {}
        for row in self.rows:
            index.setdefault((row.indicator, row.by), {})[row.category] = row
        return index

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def breakdown(self, indicator: str, *by: str) -> dict[tuple[str, ...], Row]:
        """All rows of one indicator by the dimensions named, in their declared order."""
        try:
            return self._index[(indicator, by)]
        except KeyError:
            raise KeyError(f"{indicator} was not evaluated by {by or 'total'}") from None

    def row(self, indicator: str, **category: str) -> Row | None:
        """The row of one category, e.g. ``row("casework.cases", category="trafficking")``."""
        by = tuple(category)
        return self.breakdown(indicator, *by).get(tuple(category.values()))

    def value(self, indicator: str, **category: str) -> int | float | None:
        """The value of one category; 0 when no record falls into it."""
        row = self.row(indicator, **category)
        return 0 if row is None else row.value

    def label(self, dimension: str, code: str) -> Text:
        return self.labels[(dimension, code)]


def merged(parts: Iterable[Results]) -> Results:
    """Several evaluations as one, e.g. a year and its projects."""
    rows: list[Row] = []
    labels: dict[tuple[str, str], Text] = {}
    for part in parts:
        rows.extend(part.rows)
        labels.update(part.labels)
    return Results(tuple(rows), labels)
