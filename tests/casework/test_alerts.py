"""What somebody is told of about their cases, with the days on which each begins and ends."""

import datetime as dt

import pytest

from agimi.casework.alerts import AlertKind, Known, alerts
from agimi.casework.models import (
    Assessment,
    Case,
    Paper,
    Placement,
    Plan,
    Proceeding,
    ReferralOut,
)
from agimi.people.models import Consent, Person
from tests.records import make

ON = dt.date(2024, 6, 10)


def day(days: int) -> dt.date:
    return ON + dt.timedelta(days=days)


@pytest.fixture
def case(case_manager, shelter):
    values = {"site": shelter, "lead": case_manager.staff, "opened_on": day(-200)}
    return make(Case, person=make(Person), **values)


def told(case, user, *, phase=3, last=0):
    """The kinds of alert of a case, somebody of which was seen ``last`` days ago."""
    known = Known({case.pk: case}, {case.pk: phase}, {case.pk: day(-last)})
    return [str(alert.kind) for alert in alerts(known, by=user, on=ON)]


@pytest.mark.parametrize(
    ("phase", "last", "is_told"),
    [
        (1, 1, False),
        (1, 2, True),
        (2, 7, False),
        (2, 8, True),
        (3, 31, False),
        (3, 32, True),
    ],
)
def test_that_contact_is_missed_after_a_day_a_week_a_month(
    case, case_manager, phase, last, is_told
):
    assert (AlertKind.NO_CONTACT in told(case, case_manager, phase=phase, last=last)) is is_told


def test_that_a_case_without_any_contact_counts_from_its_opening(case, case_manager):
    known = Known({case.pk: case}, {case.pk: 1}, {})
    (alert,) = alerts(known, by=case_manager, on=ON)
    assert (alert.kind, alert.days) == (AlertKind.NO_CONTACT, 200)


@pytest.mark.parametrize(("in_days", "is_told"), [(-1, False), (0, True), (30, True), (31, False)])
def test_that_a_consent_ends_within_thirty_days(case, case_manager, in_days, is_told):
    make(Consent, person=case.person, given_on=day(-100), expires_on=day(in_days))
    assert told(case, case_manager) == (["consent"] if is_told else [])


@pytest.mark.parametrize(
    "newer", [{"expires_on": None}, {"expires_on": day(300)}], ids=["without an end", "longer"]
)
def test_that_a_consent_given_anew_is_not_told_of(case, case_manager, newer):
    old = make(Consent, person=case.person, given_on=day(-100), expires_on=day(10))
    assert told(case, case_manager) == ["consent"]
    make(Consent, person=case.person, purpose=old.purpose, given_on=day(-1), **newer)
    assert told(case, case_manager) == []


def test_that_a_consent_withdrawn_is_not_told_of(case, case_manager):
    values = {"given_on": day(-100), "expires_on": day(10), "withdrawn_on": day(-5)}
    make(Consent, person=case.person, **values)
    assert told(case, case_manager) == []


@pytest.mark.parametrize(("in_days", "is_told"), [(-1, False), (0, True), (7, True), (8, False)])
def test_that_a_hearing_is_within_seven_days(case, case_manager, in_days, is_told):
    make(Proceeding, person=case.person, case=case, next_hearing_on=day(in_days))
    assert told(case, case_manager) == (["hearing"] if is_told else [])


@pytest.mark.parametrize(
    ("days", "answer", "is_told"),
    [(13, "pending", False), (14, "pending", True), (90, "accepted", False)],
)
def test_that_a_referral_waits_fourteen_days(case, case_manager, days, answer, is_told):
    values = {"answered_on": day(-1)} if answer != "pending" else {}
    make(ReferralOut, person=case.person, case=case, on=day(-days), answer=answer, **values)
    assert told(case, case_manager) == (["referral"] if is_told else [])


@pytest.mark.parametrize(("in_days", "is_told"), [(-1, False), (0, True), (30, True), (31, False)])
def test_that_a_document_expires_within_thirty_days(case, case_manager, in_days, is_told):
    values = {"on": day(-900), "expires_on": day(in_days)}
    make(Paper, person=case.person, case=case, kind="passport", **values)
    assert told(case, case_manager) == (["paper"] if is_told else [])


def test_that_a_document_with_a_newer_one_is_not_told_of(case, case_manager):
    for expires in (10, 3000):
        values = {"kind": "passport", "on": day(-900), "expires_on": day(expires)}
        make(Paper, person=case.person, case=case, **values)
    assert told(case, case_manager) == []


@pytest.mark.parametrize(
    ("in_days", "stage", "is_told"),
    [(-1, "approved", True), (0, "approved", False), (-1, "draft", False)],
)
def test_that_the_review_of_a_plan_is_overdue(
    case, case_manager, coordinator, in_days, stage, is_told
):
    approved = {"approved_on": day(-90), "approved_by": coordinator.staff}
    values = approved if stage == "approved" else {}
    make(Plan, case=case, made_on=day(-99), review_on=day(in_days), stage=stage, **values)
    assert told(case, case_manager) == (["plan"] if is_told else [])


def test_that_a_case_is_ready_when_all_of_its_gate_is_met(case, case_manager, coordinator):
    approved = {"stage": "approved", "approved_on": day(-9), "approved_by": coordinator.staff}
    make(Plan, case=case, made_on=day(-9), **approved)
    for kind in ("psychosocial", "medical", "legal_needs"):
        make(Assessment, person=case.person, case=case, kind=kind)
    assert told(case, case_manager, phase=1) == []
    make(Assessment, person=case.person, case=case, kind="risk")
    assert told(case, case_manager, phase=1) == ["gate"]


def test_that_living_outside_the_shelter_belongs_to_the_last_gate(case, case_manager, coordinator):
    approved = {"stage": "approved", "approved_on": day(-9), "approved_by": coordinator.staff}
    make(Plan, case=case, made_on=day(-9), **approved)
    make(Assessment, person=case.person, case=case, kind="skills")
    home = make(Placement, person=case.person, case=case, kind="shelter")
    assert told(case, case_manager, phase=2) == []
    home.kind = "rented_apartment"
    home.save()
    assert told(case, case_manager, phase=2) == ["gate"]
    assert told(case, case_manager, phase=3) == []


def test_that_cases_of_others_say_nothing(case, case_manager):
    other = make(Case, person=make(Person), opened_on=day(-200))
    make(Proceeding, person=other.person, case=other, next_hearing_on=day(1))
    make(ReferralOut, person=other.person, case=other, on=day(-50))
    make(Consent, person=other.person, given_on=day(-100), expires_on=day(3))
    assert told(case, case_manager) == []
