"""Invented results for every breakdown that the catalogue declares, the parts making the whole."""

from __future__ import annotations

import importlib
import pkgutil
import random
from collections.abc import Iterable
from itertools import product
from typing import Any

from agimi.insight import indicators
from agimi.insight.measure import Indicator
from agimi.insight.report.nodes import Definition
from agimi.insight.results import Period, Quality, Results, Row, Unit
from agimi.insight.text import Text


def catalogue() -> list[Indicator]:
    """Every indicator of the catalogue, each once."""
    found: dict[str, Indicator] = {}
    for module in pkgutil.iter_modules(indicators.__path__, f"{indicators.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Indicator):
                found.setdefault(value.code, value)
    return list(found.values())


def definitions(chosen: Iterable[Indicator]) -> dict[str, Definition]:
    """What the report says of the indicators."""
    return {
        one.code: Definition(
            one.code, one.label, one.definition, one.rule, one.breakdowns, one.overlapping
        )
        for one in chosen
    }


def results(chosen: Iterable[Indicator], period: Period, *, empty: bool = False) -> Results:
    """A row for every category of every breakdown; all 0 when ``empty``."""
    rows: list[Row] = []
    labels: dict[tuple[str, str], Text] = {}
    for each in chosen:
        chance = random.Random(each.code)
        total = 0 if empty else chance.randint(20, 400)
        for names in each.breakdowns:
            axes = [_codes(each.dimensions[name], period) for name in names]
            for category in product(*axes):
                value = _value(total, each.code, names, category)
                if each.unit is Unit.PERCENT:
                    share = None if total == 0 else 100 * min(value, total) / total
                    rows.append(
                        Row(each.code, period, names, category, share, each.unit, base=total)
                    )
                else:
                    rows.append(Row(each.code, period, names, category, value, each.unit))
        for name, dimension in each.dimensions.items():
            for code in _codes(dimension, period):
                labels[name, code] = dimension.words.get(code) or Text(f"{code} sq", f"{code} en")
    return Results(tuple(rows), labels)


# Codes that chapters name themselves, of lists whose words stand in the rooms.
NAMED = {
    "nationality_status": ("albanian", "foreign", "stateless"),
    "role": ("psychologist", "case_manager"),
    "followup": ("vaccination_paediatric", "pregnancy_delivery", "psychiatric_care"),
    "placement": ("shelter", "family"),
    "contacted": ("person", "professional", "institution"),
    "kind": ("art_therapy", "club_session", "training", "camp", "awareness_activity", "meeting"),
    "audience": ("students", "parents"),
    "home_county": ("county-tirane", "county-vlore"),
    "county": ("county-tirane", "county-vlore"),
    "municipality": ("tirane", "vau-i-dejes"),
    "participant": ("survivor", "child"),
}


def _codes(dimension: Any, period: Period) -> tuple[str, ...]:
    if dimension.code in NAMED:
        return (*NAMED[dimension.code], "not_recorded")
    if dimension.values is not None:
        return (*dimension.values(period), "not_recorded")
    known = tuple(code for code in dimension.words if code != "not_recorded")
    return (known or ("first", "second", "third")) + ("not_recorded",)


def _value(total: int, code: str, names: tuple[str, ...], category: tuple[str, ...]) -> int:
    part = float(total)
    for name, one in zip(names, category, strict=True):
        part *= random.Random(f"{code}{name}{one}").random() * 0.6
    return round(part)


def row(value: float | None, *, unit: Unit = Unit.CASES, quality: Quality = Quality.EXACT,
        indicator: str = "casework.cases", year: int = 2030) -> Row:  # fmt: skip
    """One figure by itself."""
    return Row(indicator, Period.year(year), (), (), value, unit, quality)
