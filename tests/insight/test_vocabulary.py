"""The codes on which figures rest are those of the records' own lists, and all have words."""

import pytest

from agimi.activities import choices as activities
from agimi.casework import choices as casework
from agimi.insight import labels
from agimi.insight.catalogue import CATALOGUE
from agimi.insight.dimensions import AGE_BANDS, DIMENSIONS, months_of
from agimi.insight.measure import NOT_RECORDED
from agimi.insight.results import Period
from agimi.insight.subjects import promises, traits
from agimi.insight.subjects.casework import EXPLOITATION
from agimi.programme.models import Code

YEAR = Period.year(2024)
STRUCTURAL = {
    code: one.named_by
    for code, one in DIMENSIONS.items()
    if one.named_by.count(".") == 1 and ":" not in one.named_by
}
# The structural lists whose codes indicators ask for by name.
LISTS = {
    "category": casework.Category.values,
    "service_group": [*casework.ServiceGroup.values, "childcare"],
    "paper_kind": casework.PaperKind.values,
    "beneficiary": ["case", "child", "outside"],
    "client": ["programme", "outside"],
    "head_role": activities.HeadRole.values,
    "site_kind": None,
    "of_age": ["yes", "no"],
    "later_phase": ["yes", "no"],
    "was_served": ["yes", "no"],
}


def test_that_forms_of_exploitation_are_joined_in_the_order_of_the_list():
    assert list(EXPLOITATION) == casework.Exploitation.values


def test_that_every_placement_has_its_group():
    assert set(traits.PLACEMENT_GROUPS) == set(casework.PlacementKind.values)


def test_that_routine_tests_are_medical_acts():
    assert set(promises.ROUTINE_TESTS) <= set(casework.MedicalActKind.values)


@pytest.mark.parametrize("code", CATALOGUE)
def test_that_an_indicator_asks_for_codes_that_exist(code):
    from agimi.programme.choices import SiteKind

    for column, values in CATALOGUE[code].where.items():
        known = LISTS[column] or SiteKind.values
        assert [value for value in values if value not in known] == []


@pytest.mark.parametrize("code", STRUCTURAL)
def test_that_a_category_always_printed_stands_in_its_list(code):
    listed = labels.structural(STRUCTURAL[code])
    printed = DIMENSIONS[code].always_printed(YEAR) or ()
    assert [value for value in printed if value not in listed] == []


def test_that_bands_are_named_by_their_ages():
    assert [code for _, code in AGE_BANDS] == list(DIMENSIONS["age_band"].words)[1:]


def test_that_months_run_over_the_turn_of_the_year():
    import datetime as dt

    period = Period(dt.date(2023, 11, 30), dt.date(2024, 2, 1))
    assert months_of(period) == ("2023-11", "2023-12", "2024-01", "2024-02")


@pytest.mark.parametrize("code", DIMENSIONS)
def test_that_what_was_not_recorded_has_words(code):
    assert NOT_RECORDED in DIMENSIONS[code].words


@pytest.mark.parametrize("code", CATALOGUE)
def test_that_an_indicator_reads_as_two_languages(code):
    one = CATALOGUE[code]
    for text in (one.label, one.definition, one.rule):
        assert text.sq != text.en
    for text in (one.definition, one.rule):
        assert text.sq.endswith(".")
        assert text.en.endswith(".")


def test_that_a_combination_of_forms_reads_as_its_parts():
    words = labels.words_of("exploitation", {"sexual+begging", NOT_RECORDED})
    assert words["sexual+begging"].en == "Sexual exploitation + forced begging"
    assert words[NOT_RECORDED].en == "not recorded"


@pytest.mark.django_db
def test_that_words_come_from_the_records_in_both_languages():
    Code.objects.create(list="course", key="english", name_sq="Anglisht", name_en="English")
    (words,) = labels.words_of("course", {"english"}).values()
    assert (words.sq, words.en) == ("Anglisht", "English")


@pytest.mark.django_db
def test_that_a_code_without_words_stands_for_itself():
    assert labels.words_of("course", {"unheard_of"})["unheard_of"].sq == "unheard_of"


@pytest.mark.django_db
def test_that_the_fixtures_have_the_groups_on_which_figures_rest():
    from agimi.access.accounts import system_user
    from agimi.programme.fixtures import load_reference

    load_reference(by=system_user())
    groups = {
        (code.list, code.group)
        for code in Code.objects.filter(list__in=("service", "session_kind", "centre_service"))
    }
    wanted = {
        ("service", "counselling"), ("service", "monitoring"),
        ("service", "employment_counselling"), ("session_kind", "club_session"),
        ("session_kind", "training"), ("centre_service", "childcare"), ("centre_service", "gbv"),
    }  # fmt: skip
    assert wanted - groups == set()
    known = set(casework.ServiceGroup.values)
    assert {group for name, group in groups if name == "service"} <= known
    known = set(activities.SessionGroup.values)
    assert {group for name, group in groups if name == "session_kind"} <= known
