"""The one door through which figures leave: exact inside the organisation, protected outside it.

In a public edition no figure about the people helped may be so small that it gives somebody away
(*primary* suppression), nor may a hidden figure be worked out from the others by adding and
subtracting (*secondary* suppression). Which others to hide so that the least is lost is a small
optimisation over all the tables of an indicator, which share their margins; afterwards an attacker
is played who knows all that is printed, and whatever could still be found out is hidden too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

from agimi.insight.measure import Indicator
from agimi.insight.report.nodes import Protection
from agimi.insight.results import Quality, Results, Row, Unit

THRESHOLD = 5
"""The smallest number of people that a public figure may show; 0 may stand."""

# What may be small without giving a beneficiary away.
OPEN_UNITS = frozenset(
    {
        Unit.EVENTS,
        Unit.BODIES,
        Unit.PROJECTS,
        Unit.PUBLICATIONS,
        Unit.AGREEMENTS,
        Unit.UNITS,
        Unit.MONTHS,
        Unit.DAYS,
        Unit.OTHER,
    }
)
OPEN_INDICATORS = frozenset(
    {
        "activities.collaborators",
        "activities.participants",
        "activities.staff",
        "mentoring.mentors",
        "programme.staff",
        "programme.staff_recruited",
        "supervision.professionals",
        "supervision.sessions",
    }
)

Catalogue: TypeAlias = Mapping[str, Indicator]
Cell: TypeAlias = frozenset[tuple[str, str]]
"""A cell by its dimensions and categories: the same cell in every table where it stands."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One thing that is known to add up: the parts make the whole."""

    whole: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.whole, *self.parts)


def release(
    results: Results, to: Protection, catalogue: Catalogue, *, threshold: int = THRESHOLD
) -> Results:
    """The results as an edition may show them."""
    if to is Protection.INTERNAL:
        return results
    groups: dict[tuple[str, object, str | None], list[Row]] = defaultdict(list)
    for row in results:
        groups[row.indicator, row.period, row.project].append(row)
    hidden: set[int] = set()
    for (code, _period, _project), rows in groups.items():
        hidden.update(id(row) for row in _hidden(rows, catalogue[code], threshold))
    shown = (_blank(row) if id(row) in hidden else row for row in results)
    return Results(tuple(shown), results.labels)


def concerns_people_helped(indicator: Indicator) -> bool:
    """Whether its figures speak of the people helped; events, bodies and staff are no secret."""
    return indicator.unit not in OPEN_UNITS and indicator.code not in OPEN_INDICATORS


def _blank(row: Row) -> Row:
    return replace(row, value=None, base=None, quality=Quality.SUPPRESSED)


def _hidden(rows: Sequence[Row], indicator: Indicator, threshold: int) -> list[Row]:
    """The rows of one indicator that a public edition must not show."""
    if indicator.unit is Unit.PERCENT:
        return [row for row in rows if is_small_share(row, threshold)]
    if not concerns_people_helped(indicator):
        return []
    cells = {_cell(row): int(row.value or 0) for row in rows}
    small = {cell for cell, value in cells.items() if 0 < value < threshold}
    hidden = protected(cells, list(sums(rows, indicator)), small, threshold) if small else set()
    return [row for row in rows if _cell(row) in hidden]


def is_small_share(row: Row, threshold: int) -> bool:
    """Whether a percentage speaks of a handful: of few people, or of few for whom it (not) holds."""
    if row.value is None or row.base is None:
        return False
    holding = round(row.value * row.base / 100)
    return any(0 < number < threshold for number in (row.base, holding, row.base - holding))


def _cell(row: Row) -> Cell:
    return frozenset(zip(row.by, row.category, strict=True))


# ── What adds up ────────────────────────────────────────────────────────────────────────────────


def sums(rows: Iterable[Row], indicator: Indicator) -> Iterator[Sum]:
    """Every sum that a reader can check: the parts of a dimension and the table without it."""
    tables: dict[frozenset[str], set[Cell]] = defaultdict(set)
    for row in rows:
        tables[frozenset(row.by)].add(_cell(row))
    for names, cells in tables.items():
        for name in names - indicator.overlapping:
            wholes = tables.get(names - {name})
            if wholes:
                yield from _sums_over(name, cells, wholes)


def _sums_over(name: str, cells: Iterable[Cell], wholes: set[Cell]) -> Iterator[Sum]:
    parts: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in cells:
        parts[frozenset(pair for pair in cell if pair[0] != name)].append(cell)
    for whole, its_parts in parts.items():
        if whole in wholes:
            yield Sum(whole, tuple(its_parts))


# ── What to hide ────────────────────────────────────────────────────────────────────────────────


def protected(
    cells: Mapping[Cell, int], known_sums: Sequence[Sum], small: set[Cell], threshold: int
) -> set[Cell]:
    """The cells to hide: the small ones, and the fewest others that keep them hidden."""
    hidden = set(small)
    while True:
        hidden = _fewest(cells, known_sums, hidden, threshold)
        exposed = _exposed(cells, known_sums, hidden, small)
        more = _cheapest_neighbours(cells, known_sums, hidden, exposed)
        if not more:
            return hidden
        hidden |= more


def _fewest(
    cells: Mapping[Cell, int], known_sums: Sequence[Sum], must: set[Cell], threshold: int
) -> set[Cell]:
    """The cheapest set of hidden cells in which no sum gives one of them away.

    Nothing is hidden alone in a sum; and where the whole is shown, the hidden parts together are
    not small themselves. An empty cell stays: that nobody is in it harms no one.
    """
    order = [cell for cell, value in cells.items() if value > 0]
    place = {cell: number for number, cell in enumerate(order)}
    rules: list[dict[int, float]] = []
    for known in known_sums:
        rules += _rules(known, cells, place, threshold)
    lower = np.array([1.0 if cell in must else 0.0 for cell in order])
    costs = np.array([1.0 + np.log1p(cells[cell]) + (len(cell) == 0) * 10 for cell in order])
    solved = milp(
        c=costs,
        integrality=np.ones(len(order)),
        bounds=Bounds(lower, np.ones(len(order))),
        constraints=LinearConstraint(_matrix(rules, len(order)), lb=0) if rules else (),
        options={"mip_rel_gap": 0.02, "time_limit": 20},
    )
    if solved.x is None:
        return set(order)
    return {cell for cell, number in place.items() if solved.x[number] > 0.5}


def _rules(
    known: Sum, cells: Mapping[Cell, int], place: Mapping[Cell, int], threshold: int
) -> Iterator[dict[int, float]]:
    """The conditions that one sum sets, each as factors of the cells whose sum must not be negative."""
    present = [cell for cell in known.cells if cell in place]
    if len(present) < 2:
        return
    parts = [cell for cell in known.parts if cell in place]
    for cell in present:
        yield {place[other]: -1.0 if other == cell else 1.0 for other in present}
    for cell in parts:
        enough = {place[part]: float(cells[part]) for part in parts}
        enough[place[cell]] -= threshold
        if known.whole in place:
            enough[place[known.whole]] = float(threshold)
        yield enough


def _matrix(rules: Sequence[Mapping[int, float]], width: int) -> Any:
    heights = [number for number, rule in enumerate(rules) for _ in rule]
    places = [place for rule in rules for place in rule]
    factors = [factor for rule in rules for factor in rule.values()]
    return csr_matrix((factors, (heights, places)), shape=(len(rules), width))


# ── What an attacker finds out ──────────────────────────────────────────────────────────────────


def _exposed(
    cells: Mapping[Cell, int], known_sums: Sequence[Sum], hidden: set[Cell], small: set[Cell]
) -> set[Cell]:
    """The small cells that can be worked out exactly from all that is shown."""
    order = list(hidden)
    place = {cell: number for number, cell in enumerate(order)}
    rules, totals = [], []
    for known in known_sums:
        factors = {place[cell]: 1.0 for cell in known.parts if cell in place}
        if known.whole in place:
            factors[place[known.whole]] = -1.0
        if factors:
            shown = sum(cells[cell] for cell in known.parts if cell not in place)
            whole = 0 if known.whole in place else cells[known.whole]
            rules.append(factors)
            totals.append(whole - shown)
    if not rules:
        return set()
    matrix = _matrix(rules, len(order))
    return {cell for cell in small if _is_fixed(matrix, totals, place[cell], len(order))}


def _is_fixed(matrix: Any, totals: Sequence[float], number: int, width: int) -> bool:
    """Whether only one value of a cell agrees with everything that is shown."""
    aim = np.zeros(width)
    aim[number] = 1.0
    ends = []
    for direction in (1.0, -1.0):
        found = linprog(direction * aim, A_eq=matrix, b_eq=totals, bounds=(0, None))
        if found.status == 3:  # without bound: nothing is known
            return False
        ends.append(direction * found.fun if found.status == 0 else None)
    low, high = ends
    return low is not None and high is not None and high - low < 1


def _cheapest_neighbours(
    cells: Mapping[Cell, int], known_sums: Sequence[Sum], hidden: set[Cell], exposed: set[Cell]
) -> set[Cell]:
    """For each exposed cell the smallest cell still shown in one of its sums."""
    more = set()
    for cell in exposed:
        beside = {
            other
            for known in known_sums
            if cell in known.cells
            for other in known.cells
            if other not in hidden and cells.get(other, 0) > 0
        }
        if beside:
            more.add(min(beside, key=lambda other: (cells[other], sorted(other))))
    return more
