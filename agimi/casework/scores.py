"""Assessments over time: each scored kind as a line to be drawn, compared entry to entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agimi.casework.choices import Risk
from agimi.casework.models import Assessment

WIDTH, HEIGHT = 360, 120
LEFT, RIGHT, TOP, BOTTOM = 34, 16, 14, 24
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Point:
    """One assessment in its line: where it is drawn, what it says, what changed since the last."""

    on: dt.date
    x: float
    y: float
    words: str
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of assessment of one person over time, as a score or as a level of risk."""

    label: str
    child: str
    measure: str  # "score" | "risk"
    points: tuple[Point, ...]
    top: str
    bottom: str

    @property
    def line(self) -> str:
        """The points as an SVG polyline wants them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def series_of(assessments: Iterable[Assessment], *, mother: int) -> list[Series]:
    """A line for each kind and person with at least two values, oldest value first."""
    lines: dict[tuple[str, int, str], list[Assessment]] = {}
    for assessment in sorted(assessments, key=lambda a: (a.on, a.pk)):
        for measure in ("score", "risk"):
            if _value(assessment, measure) is not None:
                key = (assessment.kind, assessment.person_id, measure)
                lines.setdefault(key, []).append(assessment)
    return [
        _series(rows, measure, mother=mother)
        for (_kind, _person, measure), rows in lines.items()
        if len(rows) >= FEWEST
    ]


def _value(assessment: Assessment, measure: str) -> Decimal | None:
    if measure == "score":
        return assessment.score
    return Decimal(Risk.values.index(assessment.risk)) if assessment.risk else None


def _words(assessment: Assessment, measure: str) -> str:
    if measure == "risk":
        return str(assessment.get_risk_display())
    return _plain(assessment.score)


def _plain(value: Any) -> str:
    """12.50 as 12.5, 10.00 as 10."""
    return f"{value.normalize():f}" if value is not None else ""


def _series(rows: list[Assessment], measure: str, *, mother: int) -> Series:
    values = [value for row in rows if (value := _value(row, measure)) is not None]
    low, high = _span(values, measure)
    days = [row.on.toordinal() for row in rows]
    points = []
    for number, (row, value) in enumerate(zip(rows, values, strict=True)):
        x = LEFT + _share(days[number], days[0], days[-1]) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - _share(value, low, high) * (HEIGHT - TOP - BOTTOM)
        change = value - values[number - 1] if number else None
        points.append(Point(row.on, round(x, 1), round(y, 1), _words(row, measure), change))
    first = rows[0]
    child = "" if first.person_id == mother else first.person.code
    top, bottom = (
        (str(Risk.EXTREME.label), str(Risk.LOW.label))
        if measure == "risk"
        else (_plain(high), _plain(low))
    )
    return Series(str(first.get_kind_display()), child, measure, tuple(points), top, bottom)


def _span(values: list[Decimal], measure: str) -> tuple[Decimal, Decimal]:
    if measure == "risk":
        return Decimal(0), Decimal(len(Risk.values) - 1)
    return min(Decimal(0), *values), max(values)


def _share(value: Any, low: Any, high: Any) -> float:
    """How far a value lies between two others, from 0 to 1."""
    return float(value - low) / float(high - low) if high > low else 0.5
