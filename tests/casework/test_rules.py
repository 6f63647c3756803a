"""The rules of casework, edge days included; every refusal says why."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from agimi.casework import rules
from agimi.casework.models import Assessment, Case, Job, Phase, Placement, Plan, Service
from agimi.people.models import Person
from agimi.programme.models import Staff
from tests.records import DAY, make

pytestmark = pytest.mark.both_databases
START = dt.date(2024, 1, 1)
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)


@pytest.fixture
def case(db):
    return make(Case, opened_on=DAY)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def day(text):
    return dt.date.fromisoformat(text) if text else None


# ── Carried or new ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("opened", "closed", "word"),
    [
        ("2023-12-31", None, "carried"),
        ("2023-12-31", "2024-01-01", "carried"),
        ("2023-12-31", "2024-06-30", "carried"),
        ("2024-01-01", None, "new"),
        ("2024-01-01", "2024-01-01", "new"),
        ("2024-12-31", None, "new"),
    ],
)
def test_that_what_was_open_on_the_first_day_is_carried_and_the_rest_is_new(opened, closed, word):
    assert rules.intake(day(opened), day(closed), START) == word


days = st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31))


@given(opened=days, lasting=st.none() | st.integers(0, 800), first=days, length=st.integers(0, 400))
def test_that_carried_and_new_cases_are_all_that_a_period_touches(opened, lasting, first, length):
    """RUL-01: carried + new = total, whatever the period."""
    closed = None if lasting is None else opened + dt.timedelta(lasting)
    last = first + dt.timedelta(length)
    touched = opened <= last and (closed is None or closed >= first)
    carried = opened < first and (closed is None or closed >= first)
    new = first <= opened <= last
    assert touched == (carried or new)
    if touched:
        assert rules.intake(opened, closed, first) == ("carried" if carried else "new")


# ── Within a case ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("on", "closed", "allowed"),
    [
        (BEFORE, None, False),
        (DAY, None, True),
        (AFTER, None, True),
        (AFTER, AFTER, True),
        (AFTER, DAY, False),
    ],
)
def test_that_work_lies_between_the_days_of_the_case(case, on, closed, allowed):
    case.closed_on = closed
    assert passes(rules.check_within, case, on) is allowed


def passes(check, *what):
    try:
        check(*what)
    except ValidationError:
        return False
    return True


def test_that_a_closed_case_says_when_it_was_closed(case, english):
    case.closed_on = AFTER
    with pytest.raises(ValidationError) as caught:
        rules.check_open(case)
    assert caught.value.messages == [
        f"Case {case.code} was closed on 11.01.2024. A return is recorded as a new case."
    ]


# ── Gates ───────────────────────────────────────────────────────────────────────────────────────
ASSESSED = ("psychosocial", "medical", "legal_needs", "risk")


def assess(case, *kinds):
    for kind in kinds:
        make(Assessment, person=case.person, case=case, kind=kind)


def approve(case):
    make(Plan, case=case, stage="approved", approved_on=DAY, approved_by=make(Staff), made_on=DAY)


def test_that_the_gate_names_everything_that_is_missing(case, english):
    assess(case, "medical", "risk")
    with pytest.raises(ValidationError) as caught:
        rules.check_enter_phase(case, 2)
    missing = "psychosocial assessment made, legal needs assessed, reintegration plan approved"
    assert caught.value.messages == [f"The case cannot enter phase 2 yet. Missing: {missing}."]


def test_that_each_condition_says_whether_it_is_met(case, english):
    assess(case, "medical")
    assert [(condition.words, condition.met) for condition in rules.gate(case, 2)] == [
        ("psychosocial assessment made", False),
        ("medical evaluation made", True),
        ("legal needs assessed", False),
        ("risk assessed", False),
        ("reintegration plan approved", False),
    ]


def test_that_the_gate_opens_when_all_is_done(case):
    assess(case, *ASSESSED)
    assert not rules.can_enter_phase(case, 2)
    approve(case)
    assert rules.can_enter_phase(case, 2)


def test_that_full_reintegration_asks_for_a_home_outside_the_shelter(case):
    assess(case, "skills")
    approve(case)
    shelter = make(Placement, person=case.person, case=case, kind="shelter")
    assert not rules.can_enter_phase(case, 3)
    Placement.objects.filter(pk=shelter.pk).update(ended_on=AFTER)
    make(Placement, person=case.person, case=case, kind="rented_apartment", started_on=AFTER)
    assert rules.can_enter_phase(case, 3)


def test_that_a_draft_or_the_plan_of_another_case_opens_no_gate(case):
    assess(case, *ASSESSED)
    make(Plan, case=case, stage="draft")
    approve(make(Case))
    assert not rules.can_enter_phase(case, 2)


def test_that_the_first_phase_has_no_gate(case):
    assert rules.gate(case, 1) == []


@pytest.mark.parametrize(
    ("number", "on", "allowed"),
    [(2, BEFORE, False), (2, DAY, True), (2, AFTER, True), (1, AFTER, False)],
)
def test_that_a_case_moves_on_from_the_phase_it_is_in(case, number, on, allowed):
    make(Phase, case=case, number=1, started_on=DAY)
    assert passes(rules.check_may_move, case, number, on) is allowed


# ── Opening and closing ─────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("opened", "closed", "allowed"),
    [
        ("2024-02-01", None, True),
        ("2024-01-31", None, True),
        ("2024-01-30", None, False),
        ("2023-12-01", None, False),
        ("2023-12-01", "2024-01-10", True),
        ("2023-12-01", "2024-01-11", False),
        ("2024-01-15", "2024-01-20", False),
    ],
)
def test_that_the_stays_of_a_person_do_not_overlap(db, opened, closed, allowed):
    """There is a stay from 10 to 31 January."""
    person = make(Person)
    january = {"opened_on": DAY, "closed_on": day("2024-01-31"), "closing_reason": "other"}
    make(Case, person=person, **january)
    case = Case(person=person, opened_on=day(opened), closed_on=day(closed))
    assert passes(rules.check_may_open, case) is allowed


def test_that_an_open_case_is_in_the_way_of_a_later_one(case):
    later = Case(person=case.person, opened_on=day("2030-01-01"))
    assert not passes(rules.check_may_open, later)


@pytest.mark.parametrize(("on", "allowed"), [(BEFORE, False), (DAY, True), (AFTER, True)])
def test_that_a_case_does_not_close_before_it_opened(case, on, allowed):
    assert passes(rules.check_may_close, case, on) is allowed
    assert rules.can_close(case, on) is allowed


@pytest.mark.parametrize("kind", [Service, Job, Placement])
def test_that_a_case_does_not_close_before_its_last_work(case, kind, english):
    day_field = "on" if kind is Service else "started_on"
    make(kind, person=case.person, case=case, **{day_field: AFTER})
    assert rules.last_work_on(case) == AFTER
    with pytest.raises(ValidationError) as caught:
        rules.check_may_close(case, DAY)
    assert caught.value.messages == [
        "There is work in this case on 11.01.2024, after the closing date."
    ]
    assert rules.can_close(case, AFTER)


def test_that_work_outside_the_case_is_not_in_the_way(case):
    make(Service, person=case.person, case=None, on=AFTER)
    assert rules.last_work_on(case) is None
    assert rules.can_close(case, DAY)


def test_that_a_case_closes_once(case):
    case.closed_on = DAY
    assert not rules.can_close(case, AFTER)
