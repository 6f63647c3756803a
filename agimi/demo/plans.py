"""The invented lives before they are records: plain data, no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

FIRST_DAY, LAST_DAY = dt.date(2020, 1, 1), dt.date(2024, 12, 31)
TRAFFICKING, VIOLENCE = "trafficking", "violence"

Span = tuple[dt.date, dt.date]


def year_span(year: int) -> Span:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def overlap(span: Span, other: Span) -> Span | None:
    """The days two times have in common."""
    start, end = max(span[0], other[0]), min(span[1], other[1])
    return (start, end) if start <= end else None


@dataclass(eq=False)
class PersonPlan:
    """Somebody invented."""

    key: str
    sex: str
    birth: dt.date
    origin: str = "AL"
    nationality: str = "albanian"
    municipality: str | None = None
    residence: str | None = None
    area: str = "not_recorded"
    civil: str | None = None
    civil_since: dt.date | None = None
    disability: str = "not_recorded"
    single_parent: bool | None = None
    groups: tuple[str, ...] = ()
    site: str | None = None
    registered: dt.date | None = None
    named: bool = True

    def age(self, day: dt.date) -> int:
        return (
            day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))
        )


@dataclass(eq=False)
class ChildPlan:
    """A child tied to the case of a parent."""

    person: PersonPlan
    since: dt.date


@dataclass(eq=False)
class Stay:
    """A time in a phase or at a home."""

    kind: str
    start: dt.date
    end: dt.date | None = None

    def span(self) -> Span:
        return self.start, self.end or LAST_DAY


@dataclass(eq=False)
class CasePlan:
    """One stay in the programme."""

    key: str
    cohort: int  # the year in which the case was new; 2020 for all that were open before 2021
    category: str
    person: PersonPlan
    opened: dt.date
    closed: dt.date | None = None
    reason: str = ""
    outcome: str = ""
    outcome_on: dt.date | None = None
    source: str = "other"
    facts: list[tuple[str, str]] = field(default_factory=list)
    formal_on: dt.date | None = None
    children: list[ChildPlan] = field(default_factory=list)
    phases: list[Stay] = field(default_factory=list)
    homes: list[Stay] = field(default_factory=list)
    earlier: CasePlan | None = None

    def span(self) -> Span:
        return self.opened, self.closed or LAST_DAY

    def within(self, span: Span) -> Span | None:
        """The days of a time on which this case was open."""
        return overlap(self.span(), span)

    def touches(self, year: int) -> bool:
        return self.within(year_span(year)) is not None

    def is_new(self, year: int) -> bool:
        return self.opened.year == year

    def is_carried(self, year: int) -> bool:
        start = dt.date(year, 1, 1)
        return self.opened < start and (self.closed is None or self.closed >= start)

    def lives(self, kinds: tuple[str, ...], span: Span) -> bool:
        """Whether one of these homes overlaps a time."""
        return any(overlap(home.span(), span) for home in self.homes if home.kind in kinds)

    def values(self, kind: str) -> list[str]:
        return [value for name, value in self.facts if name == kind]
