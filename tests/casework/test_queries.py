"""Questions of casework, each with its edge days and with somebody who may not see."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agimi.casework import queries
from agimi.casework.models import (
    Case,
    CaseChild,
    IdentificationDecision,
    Phase,
    Placement,
    Plan,
    ReferralOut,
    Service,
    Task,
    TeamMember,
)
from agimi.people.models import Person
from agimi.programme.models import Staff
from tests.records import DAY, make

pytestmark = pytest.mark.both_databases
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)


@pytest.fixture
def case(case_manager, shelter):
    return make(Case, person=make(Person), site=shelter, lead=case_manager.staff, opened_on=DAY)


@pytest.fixture
def spans(supervisor):
    """Cases around the year 2024, by what they show."""

    def case(opened, closed=None):
        values = {"closed_on": closed, "closing_reason": "other"} if closed else {}
        return make(Case, opened_on=opened, **values)

    return {
        "gone before": case(dt.date(2023, 5, 1), dt.date(2023, 12, 31)),
        "closed on the first day": case(dt.date(2023, 5, 1), FIRST),
        "open all year": case(dt.date(2023, 5, 1)),
        "opened on the first day": case(FIRST),
        "opened on the last day": case(LAST),
        "opened after": case(dt.date(2025, 1, 1)),
    }


def named(cases, spans):
    return {name for name, case in spans.items() if case in set(cases)}


def test_that_the_carried_and_the_new_are_those_of_the_period(spans, supervisor):
    carried = named(queries.carried_cases(by=supervisor, first=FIRST), spans)
    new = named(queries.new_cases(by=supervisor, first=FIRST, last=LAST), spans)
    assert carried == {"closed on the first day", "open all year"}
    assert new == {"opened on the first day", "opened on the last day"}
    both = queries.cases_of_period(by=supervisor, first=FIRST, last=LAST)
    assert named(both, spans) == carried | new


def test_that_a_case_is_open_on_its_first_and_its_last_day(spans, supervisor):
    assert named(queries.open_cases(by=supervisor, on=FIRST), spans) == {
        "closed on the first day",
        "open all year",
        "opened on the first day",
    }
    assert named(queries.open_cases(by=supervisor, on=FIRST - dt.timedelta(1)), spans) == {
        "gone before",
        "closed on the first day",
        "open all year",
    }


def test_that_questions_answer_with_what_the_user_sees(case, case_manager, colleague):
    make(Task, case=case, due_on=BEFORE)
    make(Service, person=case.person, case=case)
    for user, count in ((case_manager, 1), (colleague, 0)):
        answers = [
            queries.open_cases(by=user, on=DAY),
            queries.own_cases(by=user),
            queries.new_cases(by=user, first=FIRST, last=LAST),
            queries.services_of(case, by=user),
            queries.open_tasks(by=user),
            queries.overdue_tasks(by=user, on=DAY),
        ]
        assert [len(answer) for answer in answers] == [count] * 6


def test_that_own_cases_are_those_one_works_on(case, coordinator, psychologist):
    assert list(queries.own_cases(by=coordinator)) == []
    make(TeamMember, case=case, staff=psychologist.staff)
    assert list(queries.own_cases(by=psychologist)) == [case]


def test_that_the_open_case_of_a_person_is_found(case, case_manager, colleague):
    closed = {"closed_on": BEFORE, "closing_reason": "other", "opened_on": BEFORE}
    make(Case, person=case.person, lead=case_manager.staff, **closed)
    assert queries.open_case_of(case.person, by=case_manager) == case
    assert queries.open_case_of(case.person, by=colleague) is None


def test_that_a_team_and_the_children_are_those_of_the_day(case):
    member = make(TeamMember, case=case, started_on=DAY, ended_on=DAY)
    tie = make(CaseChild, case=case, started_on=DAY, ended_on=DAY)
    make(CaseChild, case=case, child=tie.child, started_on=DAY - dt.timedelta(5), ended_on=DAY)
    days = (BEFORE, DAY, AFTER)
    assert [list(queries.team_of(case, on=day)) for day in days] == [[], [member], []]
    assert [list(queries.children_of(case, on=day)) for day in days] == [
        [tie.child],
        [tie.child],
        [],
    ]


# ── What held on a day ──────────────────────────────────────────────────────────────────────────
def test_that_a_phase_follows_from_the_date(case):
    make(Phase, case=case, number=1, started_on=DAY, ended_on=AFTER)
    make(Phase, case=case, number=2, started_on=AFTER)
    make(Phase, number=3, started_on=DAY)
    later = AFTER + dt.timedelta(300)
    expected = {BEFORE: None, DAY: 1, AFTER: 2, later: 2}
    assert {day: queries.phase_on(case, day) for day in expected} == expected
    for day in expected:
        make(Service, person=case.person, case=case, on=day)
    services = queries.with_phase(Service.objects.filter(case=case))
    assert {service.on: service.phase for service in services} == expected


def test_that_work_outside_a_case_has_no_phase(case):
    make(Service, person=case.person, case=None, on=DAY)
    assert queries.with_phase(Service.objects.all()).get().phase is None


def test_that_the_status_is_that_of_the_last_decision(case):
    make(IdentificationDecision, case=case, status="formal", decided_on=AFTER)
    make(IdentificationDecision, case=case, status="potential", decided_on=DAY)
    expected = {BEFORE: None, DAY: "potential", AFTER: "formal"}
    assert {day: queries.status_on(case, day) for day in expected} == expected
    assert {
        day: queries.with_status(Case.objects.all(), on=day).get().status for day in expected
    } == expected


def test_that_on_a_day_of_moving_the_new_place_counts(case):
    old = make(Placement, person=case.person, started_on=DAY, ended_on=AFTER)
    new = make(Placement, person=case.person, started_on=AFTER)
    days = (BEFORE, DAY, AFTER)
    assert [queries.placement_on(case.person, day) for day in days] == [None, old, new]


# ── What is due ─────────────────────────────────────────────────────────────────────────────────
def test_that_tasks_come_in_the_order_in_which_they_are_due(case, case_manager):
    someday = make(Task, case=case)
    soon = make(Task, case=case, due_on=AFTER)
    late = make(Task, case=case, due_on=BEFORE)
    make(Task, case=case, state="done", due_on=BEFORE)
    assert list(queries.open_tasks(by=case_manager)) == [late, soon, someday]
    assert list(queries.overdue_tasks(by=case_manager, on=AFTER)) == [late]


def test_that_approved_plans_of_open_cases_come_up_for_review(case, case_manager):
    approved = {"stage": "approved", "approved_on": DAY, "approved_by": make(Staff)}
    plan = make(Plan, case=case, review_on=AFTER, **approved)
    make(Plan, case=case, edition=2, review_on=AFTER)
    make(Plan, case=case, edition=3)
    assert list(queries.plans_to_review(by=case_manager, until=DAY)) == []
    assert list(queries.plans_to_review(by=case_manager, until=AFTER)) == [plan]
    Case.objects.update(closed_on=AFTER, closing_reason="other")
    assert list(queries.plans_to_review(by=case_manager, until=AFTER)) == []


def test_that_referrals_wait_until_they_are_answered(case, case_manager, colleague):
    waiting = make(ReferralOut, person=case.person, case=case, on=DAY)
    make(ReferralOut, person=case.person, case=case, answer="refused", answered_on=AFTER)
    assert list(queries.unanswered_referrals(by=case_manager)) == [waiting]
    assert list(queries.unanswered_referrals(by=colleague)) == []


def test_that_a_longer_list_asks_no_more_questions(case, case_manager):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            for service in queries.services_of(case, by=case_manager):
                assert (service.kind.name, service.person.code, service.phase) is not None
        return len(captured)

    make(Service, person=case.person, case=case)
    one = asked()
    for _n in range(2):
        make(Service, person=case.person, case=case)
    assert asked() == one
