"""Specifications: for every indicator small tables of records, and the figures they must give.

Each is a test, and an example in docs/reference/indicators.md. A chapter's file holds ``SPECS``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from agimi.insight.catalogue import CATALOGUE, CHAPTERS
from agimi.insight.measure import View, measure
from agimi.insight.results import Period, Quality, Row, Unit
from tests.insight.spec import tables

YEAR = Period.year(2024)


@dataclass(frozen=True)
class Spec:
    """What some records give: the records and the figures, each as tables on the page."""

    indicator: str
    shows: str
    records: str
    figures: str
    period: Period = YEAR
    project: str = ""

    @property
    def name(self) -> str:
        return f"{self.indicator}: {self.shows}"

    def rows(self) -> list[Row]:
        """All figures of the indicator, computed from the records."""
        records, numbers = tables.records(self.records)
        projects = (numbers["projects", self.project],) if self.project else None
        return list(measure([CATALOGUE[self.indicator]], View(records, self.period, projects)))

    def expected(self) -> dict[tuple[str, ...], dict[tuple[str, ...], str]]:
        """The figures on the page, by breakdown."""
        return dict(tables.figures(self.figures))

    def computed(self) -> dict[tuple[str, ...], dict[tuple[str, ...], str]]:
        """The figures of the same breakdowns; of those that are 0 only the ones on the page."""
        expected = self.expected()
        found: dict[tuple[str, ...], dict[tuple[str, ...], str]] = {names: {} for names in expected}
        for row in self.rows():
            if row.by in found and (row.value or row.base or row.category in expected[row.by]):
                found[row.by][row.category] = written(row)
        return found


def written(row: Row) -> str:
    """A value as the tables have it: 12, about 60, at least 60, 66.7% of 3."""
    if row.unit is Unit.PERCENT:
        return "none of 0" if row.value is None else f"{row.value:.1f}% of {row.base}"
    words = {Quality.EXACT: "", Quality.ABOUT: "about ", Quality.AT_LEAST: "at least "}
    return f"{words.get(row.quality, 'incomplete ')}{row.value}"


def specs() -> Iterator[Spec]:
    """All specifications, chapter by chapter."""
    for chapter in CHAPTERS:
        yield from import_module(f"tests.insight.spec.{chapter}").SPECS
