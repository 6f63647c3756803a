"""Evaluate: from a period to the results, for commands, pages and reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps

from agimi.insight import catalogue
from agimi.insight.frames import Records
from agimi.insight.labels import Labels
from agimi.insight.load import load
from agimi.insight.measure import Indicator, View, measure
from agimi.insight.results import Period, Results


class NoSuchProject(LookupError):
    """A project that is not in the records."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One evaluation to make: a period, the projects to which it keeps, the indicators wanted.

    No projects are all the records; no indicators are all of those asked for together.
    """

    period: Period
    projects: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()

    @property
    def project(self) -> str | None:
        return "+".join(self.projects) or None


def evaluate(
    period: Period,
    project: str | Sequence[str] | None = None,
    indicators: Iterable[str] | None = None,
) -> Results:
    """All figures of a period, or those asked for; of everything, or of one or several projects."""
    projects = (project,) if isinstance(project, str) else tuple(project or ())
    return evaluate_all([Asked(period, projects)], indicators)[0]


def evaluate_all(asked: Sequence[Asked], indicators: Iterable[str] | None = None) -> list[Results]:
    """Several evaluations on the same records, read once: a year, the year before, each project."""
    chosen = catalogue.chosen(indicators)
    numbers = _project_numbers(code for one in asked for code in one.projects)
    frames = catalogue.frames_of(chosen, of_projects=bool(numbers))
    records = load(_span([one.period for one in asked]), frames)
    return [_evaluated(one, chosen, records, numbers) for one in asked]


def project_to_date(project: str | Sequence[str], until: dt.date) -> Period:
    """From the first day of a project (the first of several) to its end or a day, if earlier."""
    codes = (project,) if isinstance(project, str) else tuple(project)
    model = apps.get_model("programme", "Project")
    days = list(model._base_manager.filter(code__in=codes).values_list("started_on", "ended_on"))
    if len(days) != len(set(codes)):
        raise NoSuchProject(f"no such project: {', '.join(codes)}")
    start = min(start for start, _ in days)
    end = max(end or dt.date.max for _, end in days)
    return Period(start, max(start, min(end, until)))


def _evaluated(
    asked: Asked, chosen: Sequence[Indicator], records: Records, numbers: dict[str, int]
) -> Results:
    projects = tuple(numbers[code] for code in asked.projects) if asked.projects else None
    if asked.indicators:
        chosen = [indicator for indicator in chosen if indicator.code in asked.indicators]
    rows = tuple(measure(chosen, View(records, asked.period, projects), project=asked.project))
    return Results(rows, Labels(rows))


def _span(periods: Sequence[Period]) -> Period:
    return Period(min(one.start for one in periods), max(one.end for one in periods))


def _project_numbers(codes: Iterable[str]) -> dict[str, int]:
    wanted = set(codes)
    if not wanted:
        return {}
    model = apps.get_model("programme", "Project")
    found = dict(model._base_manager.filter(code__in=wanted).values_list("code", "pk"))
    if missing := wanted - found.keys():
        raise NoSuchProject(f"no such project: {', '.join(sorted(missing))}")
    return found
