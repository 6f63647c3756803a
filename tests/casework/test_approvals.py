"""Approvals: who asks, who decides, and that approving does exactly what was asked."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agimi.access.models import AuditEntry
from agimi.casework import actions, approvals, phases
from agimi.casework.models import Approval, Case, Phase, Plan, Service, TeamMember
from agimi.desk.undo import take_back, undoable
from agimi.people.actions import read_text
from agimi.people.models import Person
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


@pytest.fixture
def plan(case):
    return make(Plan, case=case, made_on=OPENED)


@pytest.fixture
def asked(case, plan, case_manager):
    return approvals.ask_for("plan", case, plan=plan, on=TODAY, why="Gati", by=case_manager)


def closing(case, by, **more):
    values = {"on": TODAY, "why": "Jeton e pavarur", "closing_reason": "needs_met"} | more
    return approvals.ask_for("closing", case, by=by, **values)


def override(case, by, **more):
    values = {"on": TODAY, "why": "Banesa u gjet", "number": 2} | more
    return approvals.ask_for("override", case, by=by, **values)


def browser(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# ── Who decides ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("persona", "decides"),
    [
        ("coordinator", True),
        ("supervisor", True),
        ("case_manager", False),
        ("psychologist", False),
        ("colleague", False),
        ("director", False),
        ("dpo", False),
        ("it_volunteer", False),
        ("outsider", False),
    ],
)
def test_that_a_coordinator_or_supervisor_decides(asked, persona, decides, request):
    user = request.getfixturevalue(persona)
    assert approvals.may_decide(asked, by=user) is decides
    assert list(approvals.waiting_for(user)) == ([asked] if decides else [])
    if not decides:
        with pytest.raises(PermissionDenied):
            approvals.approve(asked, by=user)
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_that_a_coordinator_of_another_site_decides_nothing_here(asked, coordinator, other_shelter):
    coordinator.site = other_shelter
    coordinator.save()
    assert list(approvals.waiting_for(coordinator)) == []
    with pytest.raises(PermissionDenied):
        approvals.send_back(asked, answer="Jo", by=coordinator)


def test_that_nobody_decides_on_what_they_asked_for(case, plan, coordinator, supervisor):
    asked = approvals.ask_for("plan", case, plan=plan, on=TODAY, by=coordinator)
    assert list(approvals.waiting_for(coordinator)) == []
    with pytest.raises(PermissionDenied):
        approvals.approve(asked, by=coordinator)
    assert list(approvals.waiting_for(supervisor)) == [asked]


def test_that_nobody_decides_on_a_case_that_they_lead_alone(
    case, plan, coordinator, supervisor, psychologist
):
    Case.objects.filter(pk=case.pk).update(lead=coordinator.staff)
    TeamMember.objects.all().delete()
    asked = approvals.ask_for("plan", case, plan=plan, on=TODAY, by=supervisor)
    assert list(approvals.waiting_for(coordinator)) == []
    with pytest.raises(PermissionDenied):
        approvals.approve(asked, by=coordinator)
    make(TeamMember, case=case, staff=psychologist.staff)
    assert list(approvals.waiting_for(coordinator)) == [asked]


def test_that_a_restricted_case_is_decided_on_by_its_team_alone(asked, case, coordinator):
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert list(approvals.waiting_for(coordinator)) == []
    make(TeamMember, case=case, staff=coordinator.staff)
    assert list(approvals.waiting_for(coordinator)) == [asked]


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────
def test_that_only_those_who_work_on_a_case_ask_for_something_in_it(case, plan, colleague):
    with pytest.raises(PermissionDenied):
        approvals.ask_for("plan", case, plan=plan, on=TODAY, by=colleague)


def test_that_what_waits_is_not_asked_for_twice(asked, case, plan, case_manager):
    with pytest.raises(ValidationError):
        approvals.ask_for("plan", case, plan=plan, on=TODAY, by=case_manager)
    assert Approval.objects.count() == 1


def test_that_sending_a_request_twice_makes_one(case, plan, case_manager):
    first, second = (
        approvals.ask_for("plan", case, plan=plan, on=TODAY, by=case_manager, code="AV-FORM")
        for _time in range(2)
    )
    assert first == second


def test_that_a_reason_is_needed_and_sealed(case, case_manager):
    with pytest.raises(ValidationError):
        override(case, case_manager, why=" ")
    asked = override(case, case_manager, why="Banesa u gjet")
    asked.refresh_from_db()
    assert b"Banesa" not in bytes(asked.why)
    assert read_text(asked, "why", by=case_manager) == "Banesa u gjet"


def test_that_nothing_impossible_is_asked_for(case, plan, case_manager):
    with pytest.raises(ValidationError):
        override(case, case_manager, number=3)  # one phase after the other
    with pytest.raises(ValidationError):
        override(case, case_manager, number=1)  # in it already
    plan.stage = "done"
    plan.save()
    with pytest.raises(ValidationError):
        approvals.ask_for("plan", case, plan=plan, on=TODAY, by=case_manager)


def test_that_a_request_is_taken_back_by_whoever_asked(asked, case_manager, coordinator):
    with pytest.raises(PermissionDenied):
        approvals.withdraw(asked, by=coordinator)
    approvals.withdraw(asked, by=case_manager)
    assert Approval.objects.get().state == "withdrawn"
    with pytest.raises(ValidationError):
        approvals.approve(asked, by=coordinator)


# ── Deciding ────────────────────────────────────────────────────────────────────────────────────
def test_that_an_approved_plan_replaces_the_one_before(asked, case, plan, coordinator):
    earlier = make(
        Plan,
        case=case,
        edition=2,
        stage="approved",
        approved_on=OPENED,
        approved_by=coordinator.staff,
    )
    approvals.approve(asked, by=coordinator, answer="Mirë")
    plan.refresh_from_db()
    earlier.refresh_from_db()
    assert (plan.stage, plan.approved_on, plan.approved_by) == (
        "approved",
        TODAY,
        coordinator.staff,
    )
    assert earlier.stage == "replaced"
    done = Approval.objects.get()
    assert (done.state, done.decided_on, done.decided_by) == ("approved", TODAY, coordinator.staff)
    assert read_text(done, "answer", by=coordinator) == "Mirë"


def test_that_approving_an_override_enters_exactly_that_phase(case, case_manager, coordinator):
    asked = override(case, case_manager)
    approvals.approve(asked, by=coordinator)
    phase = phases.phase_now(case)
    assert (phase.number, phase.started_on, phase.decided_by) == (2, TODAY, coordinator.staff)
    assert read_text(phase, "override_reason", by=coordinator) == "Banesa u gjet"


def test_that_approving_a_closing_closes_as_it_was_asked(case, case_manager, coordinator):
    asked = closing(case, case_manager, outcome="empowered")
    approvals.approve(asked, by=coordinator)
    case.refresh_from_db()
    assert (case.closed_on, case.closing_reason, case.outcome) == (TODAY, "needs_met", "empowered")
    assert Phase.objects.filter(ended_on=None).count() == 0


def test_that_a_team_member_may_approve_the_closing_of_a_restricted_case(
    case, case_manager, coordinator
):
    """Though closing takes it out of their sight."""
    Case.objects.filter(pk=case.pk).update(restricted=True)
    make(TeamMember, case=case, staff=coordinator.staff, started_on=OPENED)
    approvals.approve(closing(case, case_manager), by=coordinator)
    assert Case.objects.get().closed_on == TODAY


def test_that_it_is_not_done_when_the_case_changed_meanwhile(
    asked, case, plan, case_manager, coordinator
):
    gate = override(case, case_manager)
    actions.enter_phase(case, number=2, on=TODAY, by=case_manager, override="x")
    plan.stage = "replaced"
    plan.save()
    for request in (asked, gate):
        with pytest.raises(ValidationError):
            approvals.approve(request, by=coordinator)
    assert set(Approval.objects.values_list("state", flat=True)) == {"waiting"}


def test_that_work_after_the_day_of_closing_stands_against_it(case, case_manager, coordinator):
    asked = closing(case, case_manager, on=TODAY - dt.timedelta(5))
    make(Service, person=case.person, case=case, on=TODAY)
    with pytest.raises(ValidationError):
        approvals.approve(asked, by=coordinator)
    assert Case.objects.get().closed_on is None


def test_that_a_closed_case_is_not_decided_on(asked, case, case_manager, coordinator):
    actions.close_case(case, on=TODAY, reason="needs_met", by=case_manager)
    with pytest.raises(ValidationError):
        approvals.approve(asked, by=coordinator)


def test_that_of_two_who_decide_the_second_is_told(asked, coordinator, supervisor):
    approvals.approve(asked, by=coordinator)
    with pytest.raises(ValidationError):
        approvals.send_back(asked, answer="Jo ende", by=supervisor)
    assert Approval.objects.get().state == "approved"


def test_that_sending_back_needs_words_and_changes_nothing_else(asked, plan, coordinator):
    with pytest.raises(ValidationError):
        approvals.send_back(asked, answer=" ", by=coordinator)
    approvals.send_back(asked, answer="Mungojnë objektivat", by=coordinator)
    plan.refresh_from_db()
    assert (Approval.objects.get().state, plan.stage) == ("refused", "draft")


@pytest.mark.parametrize("what", [override, closing])
def test_that_an_approval_is_taken_back_whole(what, case, case_manager, coordinator):
    asked = what(case, case_manager)
    with undoable(by=coordinator, label="approved") as undo:
        approvals.approve(asked, by=coordinator)
    take_back(undo, by=coordinator)
    case.refresh_from_db()
    assert (case.closed_on, phases.phase_now(case).number) == (None, 1)
    assert Approval.objects.get().state == "waiting"
    assert TeamMember.objects.filter(ended_on=None).count() == 1


# ── Phases ──────────────────────────────────────────────────────────────────────────────────────
def test_that_an_open_gate_is_passed_without_asking(case, case_manager):
    for kind in ("psychosocial", "medical", "legal_needs", "risk"):
        case.assessments.create(person=case.person, kind=kind, on=TODAY)
    make(Plan, case=case, stage="approved", approved_on=TODAY, approved_by=case_manager.staff)
    page = browser(case_manager)
    answer = page.post(
        reverse("casework:phase", args=(case.code,)), {"do": "enter", "number": 2, "on": TODAY}
    )
    assert answer.status_code == 302
    assert phases.phase_now(case).number == 2


def test_that_a_closed_gate_says_what_is_missing(case, case_manager):
    page = browser(case_manager)
    address = reverse("casework:phase", args=(case.code,))
    assert page.get(address).context["missing"] == 5
    answer = page.post(address, {"do": "enter", "number": 2, "on": TODAY})
    assert answer.status_code == 422
    assert phases.phase_now(case).number == 1


def test_that_going_back_needs_a_reason(case, case_manager):
    actions.enter_phase(case, number=2, on=OPENED, by=case_manager, override="x")
    with pytest.raises(ValidationError):
        phases.go_back(case, number=1, on=TODAY, because="", by=case_manager)
    with pytest.raises(ValidationError):
        phases.go_back(case, number=3, on=TODAY, because="Dhunë e re", by=case_manager)
    phases.go_back(case, number=1, on=TODAY, because="Dhunë e re", by=case_manager)
    assert phases.phase_now(case).number == 1


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────
PAGES = ("phase", "ask_plan", "close", "feedback_offer")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("case_manager", 200),
        ("coordinator", 200),
        ("supervisor", 200),
        ("psychologist", 404),
        ("colleague", 404),
        ("it_volunteer", 404),
        ("outsider", 404),
    ],
)
def test_who_opens_the_pages_of_a_case(name, persona, status, case, request):
    page = browser(request.getfixturevalue(persona))
    assert page.get(reverse(f"casework:{name}", args=(case.code,))).status_code == status


def test_that_the_director_sees_the_gate_and_changes_nothing(case, director):
    page = browser(director)
    address = reverse("casework:phase", args=(case.code,))
    assert page.get(address).context["may_change"] is False
    answer = page.post(address, {"do": "ask", "number": 2, "on": TODAY, "why": "Pse"})
    assert (answer.status_code, Approval.objects.count()) == (403, 0)


def test_that_the_reason_is_read_on_its_page_alone_and_that_is_audited(asked, coordinator):
    page = browser(coordinator)
    assert "Gati" not in page.get(reverse("casework:approvals")).content.decode()
    assert not AuditEntry.objects.filter(verb="note read").exists()
    assert "Gati" in page.get(reverse("casework:approval", args=(asked.code,))).content.decode()
    read = AuditEntry.objects.filter(verb="note read").get()
    assert (read.actor, read.code) == ("coordinator", asked.code)


@pytest.mark.parametrize(
    ("persona", "status"), [("coordinator", 200), ("colleague", 404), ("it_volunteer", 403)]
)
def test_who_opens_a_request(asked, persona, status, request):
    page = browser(request.getfixturevalue(persona))
    assert page.get(reverse("casework:approval", args=(asked.code,))).status_code == status


def test_that_the_asker_sees_it_and_cannot_decide(asked, case_manager):
    page = browser(case_manager)
    address = reverse("casework:approval", args=(asked.code,))
    assert page.get(address).context["may_decide"] is False
    assert page.post(address, {"do": "approve", "answer": ""}).status_code == 403
    assert page.post(reverse("casework:withdraw", args=(asked.code,))).status_code == 302
    assert Approval.objects.get().state == "withdrawn"


def test_that_what_stands_against_it_is_said_and_the_answer_kept(asked, plan, coordinator):
    plan.stage = "replaced"
    plan.save()
    page = browser(coordinator)
    answer = page.post(
        reverse("casework:approval", args=(asked.code,)), {"do": "approve", "answer": "Mirë"}
    )
    assert answer.status_code == 422
    assert "Mirë" in answer.content.decode()


def test_that_the_list_asks_as_much_for_one_as_for_several(
    asked, case_manager, coordinator, shelter
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = browser(coordinator)
    page.get(reverse("casework:approvals"))
    with CaptureQueriesContext(connection) as one:
        page.get(reverse("casework:approvals"))
    for _number in range(5):
        other = make(Case, opened_on=OPENED, lead=case_manager.staff, site=shelter)
        its = make(Plan, case=other, made_on=OPENED)
        approvals.ask_for("plan", other, plan=its, on=TODAY, by=case_manager)
    with CaptureQueriesContext(connection) as several:
        assert len(page.get(reverse("casework:approvals")).context["rows"]) == 6
    assert len(several) == len(one)
