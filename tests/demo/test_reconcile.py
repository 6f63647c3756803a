"""The heart of the demonstration: every printed figure that can be true is reproduced."""

from collections import Counter

import pytest

from agimi.demo.reconcile import Verdict, differences
from agimi.insight.results import Quality

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CONTRADICTIONS = {
    "2024.profile.vot.gender.male_share": (34.2, 34.0),
    "2024.monitoring.community.cases": (241, 243),
    "2024.monitoring.community.children": (340, 319),
    "2024.monitoring.community.vot.children": (55, 34),
    "2024.lezhe.total_children.total": (293, 303),
    "2024.lezhe.total_children.G": (154, 164),
    "2024.lezhe.total_individuals.total": (621, 631),
    "2024.lezhe.total_individuals.G": (154, 164),
    "2024.lezhe.total_1.total": (653, 663),
    "2024.lezhe.total_1.G": (154, 164),
    "2024.fla.hotline.total_text": (257, 193),
    "2024.fla.hotline.total": (257, 193),
    "2024.fla.hotline.monthly_average": (30, 21.4),
}
UNCHECKABLE = {"2021.vot.status.widowed"}
NOT_COUNTS = {
    "2021.program.phases",
    "2024.program.phases",
    "2021.mobile.focus.age_from",
    "2021.mobile.focus.age_to",
    "2021.project.smallsteps.interview_age_from",
    "2021.project.smallsteps.interview_age_to",
    "2024.lezhe.centers_in_albania",
    "2024.staff.supervisor.years",
}


def of(lines, verdict):
    return {line.figure.id: line for line in lines if line.verdict == verdict}


@pytest.fixture(scope="module")
def lines(forwards):
    return [line for year in forwards.lines.values() for line in year]


def test_each_of_the_543_figures_is_printed_beside_its_computed_value(lines):
    assert Counter(line.verdict for line in lines) == {
        Verdict.AGREES: 521,
        Verdict.CONTRADICTS: 13,
        Verdict.NOT_A_COUNT: 8,
        Verdict.UNCHECKABLE: 1,
    }
    assert len({line.figure.id for line in lines}) == 543
    assert differences(lines) == []


def test_the_figures_that_contradict_themselves_are_those_of_the_print(lines):
    found = of(lines, Verdict.CONTRADICTS)
    values = {key: (line.figure.value, line.computed.number) for key, line in found.items()}
    assert values == CONTRADICTIONS
    assert all(line.because.sq and line.because.en for line in found.values())


def test_a_contradiction_says_by_how_much(lines):
    cases = of(lines, Verdict.CONTRADICTS)["2024.monitoring.community.cases"]
    assert cases.because.en == "241 printed, parts 109 + 134 = 243, differs by 2"
    assert cases.because.sq == "shtypur 241, pjesët 109 + 134 = 243, ndryshimi 2"


def test_what_cannot_be_checked_or_is_no_count_says_why(lines):
    assert of(lines, Verdict.UNCHECKABLE).keys() == UNCHECKABLE
    assert of(lines, Verdict.NOT_A_COUNT).keys() == NOT_COUNTS
    reasons = [
        line.because for line in lines if line.verdict in ("cannot_be_checked", "not_a_count")
    ]
    assert all(reasons)


def test_a_blank_cell_agrees_with_nothing_counted_and_says_so(lines):
    blank = [line for line in lines if line.figure.value is None and line.verdict == Verdict.AGREES]
    assert {line.computed.number for line in blank} == {0}
    assert {line.because.en for line in blank} == {"blank printed for 0"}


def test_what_was_printed_as_about_is_computed_as_about(lines):
    about = [line for line in lines if line.figure.approx]
    assert {line.figure.id: line.computed.quality for line in about} == {
        "2024.awareness.school.pelinku_clinton.students": Quality.ABOUT,
        "2021.project.eu.training.beneficiaries": Quality.EXACT,
    }


def test_the_order_of_writing_changes_no_figure_and_no_record(forwards, backwards):
    for year, lines in forwards.lines.items():
        again = {line.figure.id: line.computed for line in backwards.lines[year]}
        assert {line.figure.id: line.computed for line in lines} == again
    assert forwards.fingerprints == backwards.fingerprints
