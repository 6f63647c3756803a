"""Work in a case: services, placements, referrals, plans, tasks."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agimi.access.ledger import CodeTaken
from agimi.access.models import AuditEntry
from agimi.casework import actions
from agimi.casework.models import (
    AidDelivery,
    Case,
    CaseChild,
    Placement,
    Plan,
    ReferralOut,
    Service,
    Task,
)
from agimi.people.models import Consent, Person
from agimi.programme.models import Project
from tests.records import DAY, code, draft, make

pytestmark = pytest.mark.both_databases
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)


@pytest.fixture
def case(case_manager, shelter):
    return make(Case, person=make(Person), site=shelter, lead=case_manager.staff, opened_on=DAY)


def service_of(case, **values):
    return draft(Service, **{"person": case.person, "case": case, "on": DAY, **values})


# ── Services ────────────────────────────────────────────────────────────────────────────────────
def test_that_a_service_is_logged_with_its_topics_and_projects(case, case_manager):
    topics, project = [code("topic", "a"), code("topic", "b")], make(Project)
    service = actions.log_service(
        service_of(case), by=case_manager, topics=topics, projects=[project]
    )
    assert set(service.topics.all()) == set(topics)
    assert list(service.projects.all()) == [project]


def test_that_a_service_sent_twice_is_logged_once(case, case_manager):
    def send():
        return actions.log_service(service_of(case, code="S-1"), by=case_manager)

    assert send() == send()
    assert (Service.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_that_a_code_of_somebody_elses_service_gives_nothing_away(case, colleague):
    make(Service, person=case.person, case=case, code="S-1")
    mine = make(Case, person=make(Person), lead=colleague.staff, opened_on=DAY)
    with pytest.raises(CodeTaken):
        actions.log_service(service_of(mine, code="S-1"), by=colleague)


@pytest.mark.parametrize("on", [BEFORE, DAY + dt.timedelta(10)])
def test_that_a_service_lies_within_its_case(case, case_manager, on):
    Case.objects.update(closed_on=DAY + dt.timedelta(9), closing_reason="other")
    case.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.log_service(service_of(case, on=on), by=case_manager)


def test_that_a_child_has_services_in_the_case_of_its_parent(case, case_manager):
    child = make(Person)
    with pytest.raises(ValidationError):
        actions.log_service(service_of(case, person=child), by=case_manager)
    make(CaseChild, case=case, child=child)
    assert actions.log_service(service_of(case, person=child), by=case_manager).person == child


def test_that_many_services_load_their_cases_at_once(
    case, case_manager, django_assert_max_num_queries
):
    kind = code("service")
    services = [
        Service(person_id=case.person_id, case_id=case.pk, kind=kind, on=DAY) for _n in range(50)
    ]
    with django_assert_max_num_queries(40):
        actions.log_services(services, by=case_manager)
    assert Service.objects.count() == 50


def test_that_one_service_outside_its_case_stops_them_all(case, case_manager):
    with pytest.raises(ValidationError):
        actions.log_services([service_of(case), service_of(case, on=BEFORE)], by=case_manager)
    assert Service.objects.count() == 0


def test_that_any_record_of_a_case_is_written_once(case, case_manager):
    children = [make(Person)]

    def send():
        aid = draft(AidDelivery, code="AD-1", person=case.person, case=case, on=DAY, food=True)
        return actions.record(aid, by=case_manager, links={"children": children})

    assert send() == send()
    assert list(AidDelivery.objects.get().children.all()) == children


# ── Placements ──────────────────────────────────────────────────────────────────────────────────
def test_that_moving_ends_where_somebody_lived_before(case, case_manager):
    first = draft(Placement, person=case.person, case=case, kind="shelter", started_on=DAY)
    actions.place(first, by=case_manager)
    second = draft(
        Placement, person=case.person, case=case, kind="rented_apartment", started_on=AFTER
    )
    actions.place(second, by=case_manager)
    assert list(Placement.objects.order_by("pk").values_list("kind", "started_on", "ended_on")) == [
        ("shelter", DAY, AFTER),
        ("rented_apartment", AFTER, None),
    ]


def test_that_nobody_moves_back_in_time_or_before_the_case(case, case_manager):
    actions.place(
        draft(Placement, person=case.person, case=case, started_on=AFTER), by=case_manager
    )
    for started_on in (DAY, BEFORE):
        placement = draft(Placement, person=case.person, case=case, started_on=started_on)
        with pytest.raises(ValidationError):
            actions.place(placement, by=case_manager)
    assert Placement.objects.get().ended_on is None


# ── Referrals ───────────────────────────────────────────────────────────────────────────────────
def referral_of(case, **values):
    return draft(ReferralOut, **{"person": case.person, "case": case, "on": DAY, **values})


def test_that_nobody_is_referred_without_consent(case, case_manager):
    referral = referral_of(case)
    with pytest.raises(ValidationError) as caught:
        actions.refer_out(referral, by=case_manager)
    assert caught.value.code == "no_consent"
    make(Consent, person=case.person, purpose="referral", recipient=referral.to, given_on=DAY)
    assert actions.refer_out(referral, by=case_manager).answer == "pending"


def test_that_it_can_be_done_without_where_the_reason_is_given(case, case_manager):
    actions.refer_out(referral_of(case), by=case_manager, without_consent="Life in danger")
    assert AuditEntry.objects.get(kind="casework.referralout").because == "Life in danger"


def test_that_a_referral_is_answered_not_before_it_was_made(case, case_manager):
    referral = make(ReferralOut, person=case.person, case=case, on=DAY)
    with pytest.raises(ValidationError):
        actions.answer_referral(referral, answer="accepted", on=BEFORE, by=case_manager)
    referral.refresh_from_db()
    actions.answer_referral(referral, answer="accepted", on=AFTER, by=case_manager)
    referral.refresh_from_db()
    assert (referral.answer, referral.answered_on) == ("accepted", AFTER)


# ── Plans and tasks ─────────────────────────────────────────────────────────────────────────────
def test_that_an_approved_plan_replaces_the_one_before(case, coordinator):
    first = make(Plan, case=case, edition=1, made_on=DAY)
    second = make(Plan, case=case, edition=2, made_on=DAY)
    care = make(Plan, case=case, kind="care", made_on=DAY)
    for plan in (first, care, second):
        actions.approve_plan(plan, staff=coordinator.staff, on=AFTER, by=coordinator)
    assert dict(Plan.objects.values_list("pk", "stage")) == {
        first.pk: "replaced",
        second.pk: "approved",
        care.pk: "approved",
    }


def test_that_only_a_draft_is_approved_and_not_before_it_was_made(case, coordinator):
    plan = make(Plan, case=case, made_on=DAY)
    with pytest.raises(ValidationError):
        actions.approve_plan(plan, staff=coordinator.staff, on=BEFORE, by=coordinator)
    actions.approve_plan(plan, staff=coordinator.staff, on=DAY, by=coordinator)
    with pytest.raises(ValidationError):
        actions.approve_plan(plan, staff=coordinator.staff, on=DAY, by=coordinator)


def test_that_a_task_is_ticked_by_those_who_work_on_the_case(case, case_manager, colleague):
    task = make(Task, case=case)
    with pytest.raises(PermissionDenied):
        actions.finish_task(task, on=AFTER, by=colleague)
    actions.finish_task(task, on=AFTER, by=case_manager)
    task.refresh_from_db()
    assert (task.state, task.done_on) == ("done", AFTER)
