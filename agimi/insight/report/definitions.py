"""What the report needs to know of an indicator, taken from its declaration."""

from __future__ import annotations

from collections.abc import Iterable

from agimi.insight.measure import Indicator
from agimi.insight.report.nodes import Definition


def definitions_of(indicators: Iterable[Indicator]) -> dict[str, Definition]:
    """The definitions by code, in the order of the catalogue."""
    return {indicator.code: _definition(indicator) for indicator in indicators}


def _definition(indicator: Indicator) -> Definition:
    return Definition(
        code=indicator.code,
        label=indicator.label,
        definition=indicator.definition,
        rule=indicator.rule,
        breakdowns=indicator.breakdowns,
        overlapping=indicator.overlapping,
        dimensions={code: each.label for code, each in indicator.dimensions.items()},
    )
