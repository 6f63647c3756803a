"""The one door: exact inside, and outside nothing that gives a person away."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agimi.insight.catalogue import CATALOGUE
from agimi.insight.indicators import casework
from agimi.insight.measure import View, measure
from agimi.insight.protect import THRESHOLD, release
from agimi.insight.report.nodes import Protection
from agimi.insight.results import Period, Quality, Results, Row, Unit
from tests.insight.any_records import any_records

YEAR = Period.year(2024)


def cases(**values: int) -> Results:
    """Cases by category and sex, with both margins: trafficking_female=3, …"""
    rows: dict[tuple[tuple[str, str], ...], int] = {(): 0}
    for name, value in values.items():
        category, sex = name.split("_")
        for pairs in ((), (("category", category),), (("sex", sex),),
                      (("category", category), ("sex", sex))):  # fmt: skip
            rows[pairs] = rows.get(pairs, 0) + value
    return Results(tuple(_row("casework.cases", pairs, value) for pairs, value in rows.items()), {})


def _row(indicator: str, pairs: tuple[tuple[str, str], ...], value: int) -> Row:
    by = tuple(name for name, _ in pairs)
    return Row(
        indicator, YEAR, by, tuple(code for _, code in pairs), value, CATALOGUE[indicator].unit
    )


def public(results: Results) -> Results:
    return release(results, Protection.PUBLIC, CATALOGUE)


def shown(results: Results) -> dict[tuple[str, ...], int | float | None]:
    return {row.category: row.value for row in results}


def test_that_an_internal_edition_is_exact():
    results = cases(trafficking_female=3, trafficking_male=40, violence_female=50, violence_male=60)
    assert release(results, Protection.INTERNAL, CATALOGUE) is results


def test_that_a_small_figure_cannot_be_worked_out_from_its_margins():
    """One small cell hides a rectangle: otherwise row or column total would give it away."""
    results = cases(trafficking_female=3, trafficking_male=40, violence_female=50, violence_male=60)
    assert shown(public(results)) == {
        (): 153,
        ("trafficking",): 43,
        ("violence",): 110,
        ("female",): 53,
        ("male",): 100,
        ("trafficking", "female"): None,
        ("trafficking", "male"): None,
        ("violence", "female"): None,
        ("violence", "male"): None,
    }


def test_that_figures_large_enough_all_stand():
    results = cases(trafficking_female=5, trafficking_male=40, violence_female=50, violence_male=60)
    assert list(public(results)) == list(results)


def test_that_nobody_is_a_figure_that_may_stand():
    results = cases(trafficking_female=0, trafficking_male=40, violence_female=50, violence_male=60)
    assert list(public(results)) == list(results)


def test_that_a_hidden_figure_says_so():
    results = cases(trafficking_female=1)
    assert {(row.value, row.quality, row.base) for row in public(results)} == {
        (None, Quality.SUPPRESSED, None)
    }


def test_that_events_and_staff_are_no_secret():
    rows = (
        Row("activities.sessions", YEAR, (), (), 1, Unit.EVENTS),
        Row("programme.staff", YEAR, (), (), 2, Unit.PERSONS),
    )
    assert list(public(Results(rows, {}))) == list(rows)


@pytest.mark.parametrize(
    ("value", "base", "stands"),
    [
        (50.0, 100, True),
        (50.0, 4, False),  # of four people
        (98.0, 100, False),  # does not hold for two
        (2.0, 100, False),  # holds for two
        (100.0, 100, True),
        (0.0, 100, True),
        (None, 0, True),
    ],
)
def test_that_a_percentage_may_not_speak_of_a_handful(value, base, stands):
    row = Row("universal.health_card", YEAR, (), (), value, Unit.PERCENT, base=base)
    (released,) = public(Results((row,), {}))
    assert (released == row) is stands


# ── Played through ──────────────────────────────────────────────────────────────────────────────


def worlds(hidden: Results, most: int) -> Iterator[dict[tuple[str, ...], int]]:
    """Every table of small numbers that agrees with what is shown."""
    inner = [row.category for row in hidden if len(row.by) == 2]
    known = {row.category: row.value for row in hidden if row.value is not None}
    for values in product(range(most + 1), repeat=len(inner)):
        table = dict(zip(inner, values, strict=True))
        sums = {(): sum(values)}
        for (category, sex), value in table.items():
            sums[category,] = sums.get((category,), 0) + value
            sums[sex,] = sums.get((sex,), 0) + value
        if all((table | sums)[category] == value for category, value in known.items()):
            yield table


@settings(max_examples=15)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_that_several_tables_agree_with_whatever_is_shown(values):
    """An attacker who tries every possible table is left with more than one for each small cell."""
    names = ("trafficking_female", "trafficking_male", "violence_female", "violence_male")
    results = cases(**dict(zip(names, values, strict=True)))
    possible = list(worlds(public(results), most=9))
    for row in results:
        if len(row.by) == 2 and 0 < row.value < THRESHOLD:
            assert len({table[row.category] for table in possible}) > 1


@settings(max_examples=3)
@given(any_records())
def test_that_nothing_small_is_ever_shown(records):
    figures = list(measure(casework.INDICATORS, View(records, YEAR)))
    before = {(row.indicator, row.by, row.category): row for row in figures}
    for row in public(Results(tuple(figures), {})):
        exact = before[row.indicator, row.by, row.category]
        assert row == exact or row.quality is Quality.SUPPRESSED
        if row.unit in {Unit.CASES, Unit.CHILDREN, Unit.LEGAL_CASES, Unit.PROCEEDINGS}:
            assert row.value is None or row.value == 0 or row.value >= THRESHOLD
