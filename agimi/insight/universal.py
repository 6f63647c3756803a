"""Universal claims: how far each holds, and the records for which it does not (UNI-01 … UNI-10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from agimi.insight import catalogue
from agimi.insight.behind import TOGETHER, model_of
from agimi.insight.indicators.universal import INDICATORS
from agimi.insight.load import load
from agimi.insight.measure import Indicator, View, base, measure, rows_of
from agimi.insight.results import Period, Row


@dataclass(frozen=True)
class Claim:
    """One claim in one period: its percentage with the base, and for whom it does not hold."""

    indicator: Indicator
    row: Row
    exceptions: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether it holds for everybody; of nobody anything may be said."""
        return not self.exceptions

    def codes(self, user: Any) -> list[str]:
        """The codes of the exceptions that this user may see."""
        visible = model_of(self.indicator)._default_manager.visible_to(user)  # type: ignore[attr-defined]
        found: list[str] = []
        for start in range(0, len(self.exceptions), TOGETHER):
            part = visible.filter(pk__in=self.exceptions[start : start + TOGETHER])
            found += part.values_list("code", flat=True)
        return sorted(found)


def claims(period: Period, project: int | None = None) -> Iterator[Claim]:
    """All universal claims of a period."""
    records = load(period, catalogue.frames_of(INDICATORS))
    view = View(records, period, None if project is None else (project,))
    totals = {row.indicator: row for row in measure(INDICATORS, view) if row.by == ()}
    for indicator in INDICATORS:
        exceptions = tuple(exceptions_to(indicator, view))
        yield Claim(indicator, totals[indicator.code], exceptions)


def exceptions_to(indicator: Indicator, view: View) -> list[int]:
    """The units for which a claim does not hold."""
    rows = rows_of(indicator, (), base(indicator, view).collect(), {})
    failing = rows.filter(~pl.col(str(indicator.count.holds)))
    numbers: list[int] = failing.get_column(indicator.count.unit).sort().to_list()
    return numbers
