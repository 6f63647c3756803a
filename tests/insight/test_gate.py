"""The figures of any records pass the gate; figures that disagree do not."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings

from agimi.insight import gate
from agimi.insight.catalogue import CATALOGUE
from agimi.insight.frames import Records
from agimi.insight.measure import View, measure
from agimi.insight.results import Period, Quality, Row, Unit
from tests.insight.any_records import any_records
from tests.insight.spec import specs

YEAR = Period.year(2024)
MONTHS = Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30))


def figures(records: Records, period: Period, projects: tuple[int, ...] | None = None) -> list[Row]:
    return list(measure(list(CATALOGUE.values()), View(records, period, projects)))


@settings(max_examples=8)
@given(any_records())
def test_that_the_figures_of_any_records_pass_the_gate(records):
    assert gate.breaches(figures(records, YEAR), CATALOGUE) == []


@settings(max_examples=8)
@given(any_records())
def test_that_the_figures_of_any_window_pass_the_gate(records):
    assert gate.breaches(figures(records, MONTHS), CATALOGUE) == []


@settings(max_examples=8)
@given(any_records())
def test_that_the_figures_of_any_projects_pass_the_gate(records):
    assert gate.breaches(figures(records, YEAR, (1, 2)), CATALOGUE) == []


@settings(max_examples=8)
@given(any_records())
def test_that_no_breakdown_of_any_records_is_lost(records):
    """Whatever is counted in the total stands in every breakdown too."""
    computed = figures(records, YEAR)
    broken_down = {(row.indicator, row.by) for row in computed if row.value or row.base}
    for row in computed:
        if row.by == () and (row.value or row.base) and row.unit is not Unit.PERCENT:
            indicator = CATALOGUE[row.indicator]
            missing = [by for by in indicator.breakdowns if (row.indicator, by) not in broken_down]
            assert missing == []


@pytest.mark.parametrize("spec", list(specs()), ids=lambda spec: spec.name)
def test_that_the_specifications_pass_the_gate(spec):
    assert gate.breaches(spec.rows(), CATALOGUE) == []


# ── What the gate stops ─────────────────────────────────────────────────────────────────────────


def row(indicator: str, value: int | float | None, **category: str) -> Row:
    unit = CATALOGUE[indicator].unit
    return Row(indicator, YEAR, tuple(category), tuple(category.values()), value, unit)


def rules(*rows: Row) -> set[str]:
    return {breach.rule for breach in gate.breaches(rows, CATALOGUE)}


def test_that_carried_over_and_new_must_make_the_total():
    assert rules(
        row("casework.cases", 105),
        row("casework.cases", 75, intake="carried"),
        row("casework.cases", 31, intake="new"),
    ) == {"RUL-01"}


def test_that_the_parts_must_make_the_whole():
    """The civil status of 2021: 88 + 6 + 6 = 100 of 105 (R21-04)."""
    assert rules(
        row("casework.cases", 105, category="trafficking"),
        row("casework.cases", 88, category="trafficking", civil_status="single"),
        row("casework.cases", 6, category="trafficking", civil_status="married"),
        row("casework.cases", 6, category="trafficking", civil_status="divorced"),
    ) == {"RUL-02"}


def test_that_what_was_not_recorded_makes_the_whole_complete():
    assert (
        rules(
            row("casework.cases", 105, category="trafficking"),
            row("casework.cases", 100, category="trafficking", civil_status="single"),
            row("casework.cases", 5, category="trafficking", civil_status="not_recorded"),
        )
        == set()
    )


def test_that_a_subset_must_not_exceed_its_population():
    """The children of 2024: 55 in apartments and families, 49 in the programme (R24-06b)."""
    assert rules(
        row("casework.children", 49, category="trafficking"),
        row("placements.children", 55, category="trafficking"),
    ) == {"RUL-03"}


def test_that_parts_that_overlap_may_add_up_to_more_but_none_may_exceed_the_whole():
    assert (
        rules(
            row("courses.attendees", 40),
            row("courses.attendees", 30, course="english"),
            row("courses.attendees", 20, course="culinary"),
        )
        == set()
    )
    assert rules(row("courses.attendees", 40), row("courses.attendees", 41, course="english")) == {
        "RUL-03"
    }


def test_that_a_unit_must_be_that_of_its_indicator():
    assert rules(replace(row("hotline.calls", 257), unit=Unit.PERSONS)) == {"RUL-04"}


def test_that_different_people_must_not_exceed_the_sum_over_services():
    assert rules(
        row("centre.beneficiaries", 653, site="centre-lezhe"),
        row("centre.uses", 621, site="centre-lezhe"),
    ) == {"RUL-05"}


def test_that_a_year_and_a_project_to_date_must_not_stand_together():
    years = Period(dt.date(2022, 1, 1), dt.date(2024, 12, 31))
    assert rules(
        row("project.participants", 392, participant="survivor"),
        replace(row("project.participants", 135, participant="child"), period=years),
    ) == {"RUL-06"}


@pytest.mark.parametrize(
    ("value", "base"), [(34.2, None), (None, 144), (50.0, 0), (101.0, 144), (-1.0, 144)]
)
def test_that_a_percentage_must_have_its_base(value, base):
    claim = replace(row("universal.health_card", value), base=base)
    assert rules(claim) == {"RUL-07"}


def test_that_a_percentage_without_anything_to_divide_by_has_no_value():
    assert rules(replace(row("universal.health_card", None), base=0)) == set()


def test_that_every_month_must_have_its_row():
    """The hotline of 2024: August is absent (R24-25)."""
    months = [f"2024-{month:02}" for month in range(1, 13) if month != 8]
    assert rules(*(row("hotline.calls", 0, month=month) for month in months)) == {"RUL-09"}


def test_that_a_sum_must_not_be_surer_than_its_parts():
    assert rules(
        row("activities.participants", 510),
        replace(row("activities.participants", 510, kind="meeting"), quality=Quality.ABOUT),
    ) == {"RUL-14"}
