"""The shape in which all three sides hand over their figures, and the comparison of two sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from agimi.insight.measure import Indicator
from agimi.insight.results import Row

NOT_RECORDED = "not_recorded"
QUALITIES = ("exact", "about", "at_least", "incomplete")

Place: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...]]
# The number, how sure it is, and of a percentage the base; the number is then that of the true ones.
Figures: TypeAlias = dict[Place, tuple[int, str, int]]
NOTHING = (0, "exact", 0)


class Differ(Exception):
    """Two sides do not have the same figures: nothing is to be measured then."""


def put(figures: Figures, indicator: str, by: tuple[str, ...], category: Iterable[object],
        value: Any, quality: Any, base: Any = 0) -> None:  # fmt: skip
    """Add one counted category; blank and "not recorded" are one category."""
    words = tuple(_word(code) for code in category)
    known, sureness, all_known = figures.get((indicator, by, words), NOTHING)
    sure = QUALITIES[max(QUALITIES.index(sureness), int(quality or 0))]
    number, whole = known + int(value or 0), all_known + int(base or 0)
    figures[indicator, by, words] = (number, sure, whole)


def _word(code: object) -> str:
    if code is None or code != code or code == "":
        return NOT_RECORDED
    return str(int(code)) if isinstance(code, float) else str(code)


def of_rows(rows: Iterable[Row]) -> Figures:
    """Agimi's rows as figures."""
    return {(row.indicator, row.by, row.category): _said(row) for row in rows}


def _said(row: Row) -> tuple[int, str, int]:
    value, base = row.value or 0, row.base or 0
    return round(value * base / 100) if base else int(value), str(row.quality), base


def found(figures: Figures) -> Figures:
    """Without the rows of 0, which only Agimi prints."""
    return {place: said for place, said in figures.items() if said != NOTHING}


def compare(ours: Figures, theirs: Figures, whose: str) -> int:
    """Refuse any difference; how many figures agree otherwise."""
    left, right = found(ours), found(theirs)
    if left == right:
        return len(left)
    wrong = [place for place in {**left, **right} if left.get(place) != right.get(place)]
    told = [f"  {place}: {left.get(place)} but {right.get(place)}" for place in sorted(wrong)[:20]]
    where = ", ".join(sorted({place[0] for place in wrong}))
    raise Differ(f"{len(wrong)} figures differ from {whose} ({where}):\n" + "\n".join(told))


def plans(indicator: Indicator) -> Mapping[tuple[str, ...], list[tuple[str, ...]]]:
    """Its breakdowns, put together where the same dimensions may count one unit several times."""
    counts_rows = indicator.count.unit == indicator.frame.key
    shared: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for names in indicator.breakdowns:
        tags = indicator.frame.bridges.keys() if counts_rows else indicator.overlapping
        together = tuple(sorted(name for name in names if name in tags))
        shared.setdefault(together, []).append(names)
    return shared
