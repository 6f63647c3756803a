"""Closing a case: what stands against it, what to think of, what follows."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agimi.casework import actions, approvals, closing
from agimi.casework.models import Approval, Case, LegalAid, Placement, Plan, Service, Task
from agimi.desk.undo import take_back, undoable
from agimi.people.actions import read_text
from agimi.people.models import Consent, Person
from tests.records import draft, make

pytestmark = pytest.mark.both_databases
TODAY = timezone.localdate()
OPENED = TODAY - dt.timedelta(60)


@pytest.fixture
def case(case_manager, shelter):
    person = make(Person, created_by=case_manager)
    new = draft(
        Case,
        person=person,
        lead=case_manager.staff,
        category="violence",
        opened_on=OPENED,
        site=shelter,
    )
    return actions.open_case(new, by=case_manager)


def closed(case, case_manager, coordinator, **more):
    values = {"on": TODAY, "why": "Mbyllje", "closing_reason": "needs_met"} | more
    asked = approvals.ask_for("closing", case, by=case_manager, **values)
    return approvals.approve(asked, by=coordinator)


def check(case, key):
    return next(each for each in closing.checks(case, TODAY) if each.key == key)


def browser(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# ── What stands against it ──────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("key", "open_something"),
    [
        ("tasks", lambda case: make(Task, case=case)),
        ("legal-aid", lambda case: make(LegalAid, case=case, person=case.person)),
        ("approvals", lambda case: make(Approval, case=case, kind="override", number=2)),
    ],
)
def test_that_what_is_still_open_stands_against_closing(
    key, open_something, case, case_manager, coordinator
):
    assert check(case, key).met
    open_something(case)
    assert (check(case, key).met, check(case, key).blocking) == (False, True)
    with pytest.raises(ValidationError):
        closed(case, case_manager, coordinator)


def test_that_what_came_up_after_the_request_stands_against_it_too(case, case_manager, coordinator):
    asked = approvals.ask_for(
        "closing", case, on=TODAY, why="x", closing_reason="request", by=case_manager
    )
    make(Task, case=case)
    with pytest.raises(ValidationError):
        approvals.approve(asked, by=coordinator)
    assert Case.objects.get().closed_on is None


def test_that_a_case_is_not_closed_ahead_of_time(case, case_manager, coordinator):
    with pytest.raises(ValidationError):
        closed(case, case_manager, coordinator, on=TODAY + dt.timedelta(1))


# ── What to think of ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("key", "before", "settle"),
    [
        ("services", False, lambda case: make(Service, case=case, person=case.person, on=TODAY)),
        (
            "placements",
            False,
            lambda case: make(Placement, case=case, person=case.person, kind="family"),
        ),
        (
            "consents",
            False,
            lambda case: make(Consent, person=case.person, purpose="follow_up", given_on=OPENED),
        ),
        (
            "plans",
            False,
            lambda case: make(
                Plan, case=case, stage="approved", approved_on=TODAY, approved_by=case.lead
            ),
        ),
    ],
)
def test_what_is_to_be_thought_of_stands_against_nothing(
    key, before, settle, case, case_manager, coordinator
):
    assert (check(case, key).met, check(case, key).blocking) == (before, False)
    settle(case)
    assert check(case, key).met
    closed(case, case_manager, coordinator)


def test_that_the_checks_ask_as_much_for_any_case(case):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as bare:
        closing.checks(case, TODAY)
    for _number in range(3):
        make(Task, case=case)
        make(Service, case=case, person=case.person, on=TODAY)
    with CaptureQueriesContext(connection) as full:
        closing.checks(case, TODAY)
    assert len(full) == len(bare)


# ── What follows ────────────────────────────────────────────────────────────────────────────────
def test_that_with_her_consent_somebody_asks_after_her(case, case_manager, coordinator):
    make(Consent, person=case.person, purpose="follow_up", given_on=OPENED)
    closed(case, case_manager, coordinator)
    task = Task.objects.get()
    assert (task.kind, task.assignee, task.due_on) == (
        "after_closing",
        case_manager.staff,
        TODAY + dt.timedelta(91),
    )
    assert read_text(task, "title", by=case_manager) != ""


@pytest.mark.parametrize("reason", ["needs_met", "death"])
def test_that_without_it_or_after_her_death_nobody_does(reason, case, case_manager, coordinator):
    if reason == "death":
        make(Consent, person=case.person, purpose="follow_up", given_on=OPENED)
    closed(case, case_manager, coordinator, closing_reason=reason)
    assert Task.objects.count() == 0


def test_that_taking_the_approval_back_takes_the_task_back(case, case_manager, coordinator):
    make(Consent, person=case.person, purpose="follow_up", given_on=OPENED)
    asked = approvals.ask_for(
        "closing", case, on=TODAY, why="x", closing_reason="request", by=case_manager
    )
    with undoable(by=coordinator, label="closed") as undo:
        approvals.approve(asked, by=coordinator)
    take_back(undo, by=coordinator)
    assert (Case.objects.get().closed_on, Task.objects.count()) == (None, 0)


# ── The page ────────────────────────────────────────────────────────────────────────────────────
def test_that_a_closing_is_asked_for_on_its_page(case, case_manager):
    page = browser(case_manager)
    address = reverse("casework:close", args=(case.code,))
    sent = {"on": TODAY, "closing_reason": "needs_met", "outcome": "", "why": "Jeton e pavarur"}
    assert page.post(address, sent).status_code == 302
    assert Approval.objects.get().kind == "closing"
    assert page.get(address).context["waiting"] == Approval.objects.get()


def test_that_a_refusal_keeps_what_was_typed(case, case_manager):
    page = browser(case_manager)
    sent = {"on": TODAY, "closing_reason": "", "why": "Jeton e pavarur"}
    answer = page.post(reverse("casework:close", args=(case.code,)), sent)
    assert answer.status_code == 422
    assert "Jeton e pavarur" in answer.content.decode()


def test_that_a_closed_case_shows_how_it_was_closed_and_takes_no_work(
    case, case_manager, coordinator
):
    closed(case, case_manager, coordinator)
    page = browser(case_manager)
    address = reverse("casework:close", args=(case.code,))
    shown = page.get(address)
    assert "must" not in shown.context
    assert 'name="closing_reason"' not in shown.content.decode()
    sent = {"on": TODAY, "closing_reason": "needs_met", "why": "x"}
    assert page.post(address, sent).status_code in {403, 422}
    phase = page.get(reverse("casework:phase", args=(case.code,)))
    assert phase.context["may_change"] is False
