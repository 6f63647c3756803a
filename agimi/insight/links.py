"""From a figure to the page that lists the records behind it, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from agimi.insight import catalogue
from agimi.insight.results import Period, Row, Unit

PROJECT = "project"
FROM, TO = "from", "to"
OWN_WORDS = frozenset({PROJECT, FROM, TO, "page"})


@dataclass(frozen=True, slots=True)
class Question:
    """Which records? Those one figure counts: indicator, period, categories, project."""

    indicator: str
    period: Period
    category: dict[str, str]
    project: str | None = None


def link_to(row: Row) -> str | None:
    """The address of the records behind a figure; none where there is nothing to open."""
    if not row.value or row.unit is Unit.PERCENT or not _can_be_opened(row):
        return None
    return address(
        Question(
            row.indicator, row.period, dict(zip(row.by, row.category, strict=True)), row.project
        )
    )


def _can_be_opened(row: Row) -> bool:
    """Whether the catalogue knows this very breakdown; sums over events, say, it does not."""
    known = catalogue.CATALOGUE.get(row.indicator)
    return known is not None and frozenset(row.by) in map(frozenset, known.breakdowns)


def address(question: Question) -> str:
    period = question.period
    words = dict(question.category)
    if period != Period.year(period.end.year):
        words |= {FROM: period.start.isoformat(), TO: period.end.isoformat()}
    if question.project:
        words[PROJECT] = question.project
    page = reverse("insight:records", args=(period.end.year, question.indicator))
    return f"{page}?{urlencode(words)}" if words else page


def question_from(year: int, indicator: str, words: Mapping[str, str]) -> Question:
    """The question that an address asks; raises ValueError when a day in it cannot be read."""
    period = Period.year(year)
    if FROM in words or TO in words:
        period = Period(
            dt.date.fromisoformat(words.get(FROM, "")), dt.date.fromisoformat(words.get(TO, ""))
        )
    category = {name: value for name, value in words.items() if name not in OWN_WORDS}
    return Question(indicator, period, category, words.get(PROJECT) or None)
