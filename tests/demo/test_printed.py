"""The printed figures as data: whole, and speaking of indicators that there are."""

import pytest

from agimi.demo import printed
from agimi.demo.printed import Measure
from agimi.demo.reconcile import broken, every_printed, examine
from agimi.insight.catalogue import CATALOGUE

FIGURES = [figure for year in printed.YEARS for figure in printed.figures(year)]
BROKEN = {
    "R21-19": 1,
    "R24-02": 1,
    "R24-06a": 1,
    "R24-06b": 1,
    "R24-06c": 1,
    "R24-21": 6,
    "R24-25": 3,
}


def measures(computed):
    return [
        m
        for m in (computed.measure, computed.percent_of, computed.divide_by)
        if isinstance(m, Measure)
    ]


def test_every_figure_of_both_reports_stands_once():
    assert [len(printed.figures(year)) for year in printed.YEARS] == [216, 327]
    assert len({figure.id for figure in FIGURES}) == 543
    assert all(figure.id.startswith(f"{figure.year}.") for figure in FIGURES)


def test_every_figure_is_computed_or_says_why_it_is_no_count():
    neither_nor = [f.id for f in FIGURES if (f.computed is None) != (f.not_a_count is not None)]
    assert neither_nor == []


@pytest.mark.parametrize("figure", [f for f in FIGURES if f.computed], ids=lambda f: f.id)
def test_the_breakdown_of_a_figure_is_in_the_catalogue(figure):
    for measure in measures(figure.computed):
        assert measure.by in CATALOGUE[measure.indicator].breakdowns


def test_several_categories_are_summed_only_where_they_cannot_overlap():
    overlapping = [
        (figure.id, dimension)
        for figure in FIGURES
        if figure.computed and figure.computed.combine == "sum"
        for dimension, value in figure.computed.measure.category.items()
        if isinstance(value, tuple)
        and dimension in CATALOGUE[figure.computed.measure.indicator].overlapping
    ]
    # Nobody has two of these: a child and a family member; two businesses; two units at one border.
    assert {dimension for _id, dimension in overlapping} == {
        "participant",
        "business_kind",
        "site",
    }


def test_every_chart_whose_values_are_lost_is_in_the_catalogue():
    assert len(printed.charts()) == 28
    for chart in printed.charts():
        computed = chart["computed"]
        assert tuple(computed["by"]) in CATALOGUE[computed["indicator"]].breakdowns, chart["id"]


def test_every_check_speaks_of_printed_figures_in_both_languages():
    known = every_printed()
    assert len(printed.checks()) == 62
    for check in printed.checks():
        assert check.words.sq != check.words.en or check.words.en[0].isdigit()
        examine(check, known)  # a figure that does not exist would be an error


def test_the_checks_that_figures_name_exist():
    named = {name for figure in FIGURES for name in figure.check}
    assert named <= {check.id for check in printed.checks()}


def test_what_the_checks_find_broken_in_the_print():
    known = every_printed()
    found = {
        check.id: sum(finding.holds is False for finding in examine(check, known))
        for check in printed.checks()
    }
    assert {name: number for name, number in found.items() if number} == BROKEN
    assert len(broken()) == 13
