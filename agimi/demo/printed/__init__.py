"""The figures of the two printed reports, and the checks between them, as data (README.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agimi.insight.text import Text

YEARS = (2021, 2024)
_HERE = Path(__file__).parent
Number = int | float
# A dimension's category; several stand for several rows.
Category = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Measure:
    """Rows of the results: an indicator, a breakdown, and which of its categories."""

    indicator: str
    category: Category
    within: tuple[str, ...] = ()

    @property
    def by(self) -> tuple[str, ...]:
        return tuple(self.category)


@dataclass(frozen=True)
class Computed:
    """How a printed figure is computed from the results."""

    measure: Measure
    scope: str | tuple[dt.date, dt.date] = "year"
    projects: tuple[str, ...] = ()
    combine: str = "sum"
    percent_of: Measure | None = None
    divide_by: Measure | Number | None = None


@dataclass(frozen=True)
class Printed:
    """One figure as the report prints it."""

    id: str
    year: int
    value: Number | None
    section: str
    statement: str
    unit: str
    computed: Computed | None = None
    blank: str = ""
    approx: bool = False
    lower_bound: bool = False
    stated_as: str = ""
    check: tuple[str, ...] = ()
    cannot_be_checked: Text | None = None
    not_a_count: Text | None = None


@dataclass(frozen=True)
class Check:
    """What must hold between printed figures, in words and in assertions."""

    id: str
    grade: str
    words: Text
    asserts: tuple[Mapping[str, Any], ...] = field(default=())


@cache
def figures(year: int) -> tuple[Printed, ...]:
    """All figures of a printed year."""
    return tuple(_printed(year, row) for row in _yaml(f"{year}.yaml")["figures"])


@cache
def checks() -> tuple[Check, ...]:
    """All checks of both years."""
    return tuple(
        Check(row["id"], row["grade"], Text(row["sq"], row["en"]), tuple(row["asserts"]))
        for row in _yaml("checks.yaml")["checks"]
    )


@cache
def charts() -> tuple[Mapping[str, Any], ...]:
    """The charts whose values are lost in print, with what computes them."""
    return tuple(_yaml("charts.yaml")["charts"])


def _printed(year: int, row: Mapping[str, Any]) -> Printed:
    return Printed(
        id=row["id"],
        year=year,
        value=row["value"],
        section=row["section"],
        statement=row["statement"],
        unit=row["unit"],
        computed=_computed(row["computed"]) if "computed" in row else None,
        blank=row.get("blank", ""),
        approx=row.get("approx", False),
        lower_bound=row.get("lower_bound", False),
        stated_as=str(row.get("stated_as", "")),
        check=tuple(row.get("check", ())),
        cannot_be_checked=_text(row.get("cannot_be_checked")),
        not_a_count=_text(row.get("not_a_count")),
    )


def _computed(row: Mapping[str, Any]) -> Computed:
    projects = row.get("project", ())
    scope = row["scope"]
    divide_by = row.get("divide_by")
    return Computed(
        measure=_measure(row),
        scope=scope if isinstance(scope, str) else (_day(scope["from"]), _day(scope["to"])),
        projects=(projects,) if isinstance(projects, str) else tuple(projects),
        combine=row.get("combine", "sum"),
        percent_of=_measure(row["percent_of"]) if "percent_of" in row else None,
        divide_by=_measure(divide_by) if isinstance(divide_by, Mapping) else divide_by,
    )


def _measure(row: Mapping[str, Any]) -> Measure:
    category = {
        dimension: tuple(value) if isinstance(value, list) else value
        for dimension, value in row["category"].items()
    }
    return Measure(row["indicator"], category, tuple(row.get("within", ())))


def _text(row: Mapping[str, str] | None) -> Text | None:
    return Text(row["sq"], row["en"]) if row else None


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))


def _yaml(name: str) -> Any:
    return yaml.safe_load((_HERE / name).read_text("utf-8"))
