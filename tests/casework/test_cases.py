"""The life of a case: opened, moved through its phases, handed over, closed."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agimi.access.models import AuditEntry
from agimi.casework import actions
from agimi.casework.models import (
    Case,
    CaseChild,
    CaseFact,
    IdentificationDecision,
    Phase,
    Placement,
    Service,
    TeamMember,
)
from agimi.people.actions import read_text
from agimi.people.models import Person
from agimi.programme.models import Staff
from tests.records import DAY, draft, make

pytestmark = pytest.mark.both_databases
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)
LATER = DAY + dt.timedelta(30)


@pytest.fixture
def person(case_manager, shelter):
    return make(Person, created_by=case_manager)


def new_case(person, user, **values):
    values = {"category": "violence", "opened_on": DAY, "site": user.site} | values
    return draft(Case, person=person, lead=user.staff, **values)


@pytest.fixture
def case(person, case_manager):
    return actions.open_case(new_case(person, case_manager), by=case_manager)


# ── Opening ─────────────────────────────────────────────────────────────────────────────────────
def test_that_a_new_case_has_its_facts_its_first_phase_and_its_team(person, case_manager):
    facts = [("violence", "domestic"), ("violence", "physical")]
    case = actions.open_case(new_case(person, case_manager), by=case_manager, facts=facts)
    assert set(CaseFact.objects.values_list("kind", "value")) == set(facts)
    assert list(Phase.objects.values_list("case", "number", "started_on", "ended_on")) == [
        (case.pk, 1, DAY, None)
    ]
    assert list(TeamMember.objects.values_list("case", "staff", "role", "started_on")) == [
        (case.pk, case_manager.staff.pk, "case_manager", DAY)
    ]


def test_that_opening_a_case_is_all_or_nothing(person, case_manager):
    with pytest.raises(ValidationError):
        actions.open_case(
            new_case(person, case_manager), by=case_manager, facts=[("violence", "thunder")]
        )
    counts = [model.objects.count() for model in (Case, CaseFact, Phase, TeamMember, AuditEntry)]
    assert counts == [0, 0, 0, 0, 0]


def test_that_sending_a_new_case_twice_opens_one(person, case_manager):
    def send():
        case = new_case(person, case_manager, code="R-FROM-A-PHONE")
        return actions.open_case(case, by=case_manager)

    assert send() == send()
    assert (Case.objects.count(), Phase.objects.count()) == (1, 1)


def test_that_a_return_is_a_new_case_that_knows_the_earlier_one(case, person, case_manager):
    actions.close_case(case, on=AFTER, reason="needs_met", by=case_manager)
    second = actions.open_case(new_case(person, case_manager, opened_on=LATER), by=case_manager)
    assert second.earlier_case == case


def test_that_a_person_has_one_open_case(case, person, case_manager):
    with pytest.raises(ValidationError):
        actions.open_case(new_case(person, case_manager, opened_on=LATER), by=case_manager)
    assert Case.objects.count() == 1


def test_that_nobody_learns_of_a_person_by_trying_to_open_a_case(case, person, colleague):
    """The refusal is the same whether the person has a case or not."""
    stranger = make(Person)
    for somebody in (person, stranger):
        with pytest.raises(PermissionDenied):
            actions.open_case(new_case(somebody, colleague), by=colleague)


@pytest.mark.parametrize("persona", ["director", "dpo", "centre_worker", "outsider"])
def test_that_others_open_no_cases(persona, person, request):
    user = request.getfixturevalue(persona)
    with pytest.raises(PermissionDenied):
        actions.open_case(draft(Case, person=person, lead=user.staff), by=user)


def test_that_reading_a_case_stands_in_the_trail(case, case_manager, colleague):
    assert actions.read_case(case.code, by=case_manager) == case
    entry = AuditEntry.objects.latest("number")
    assert (entry.actor, entry.verb, entry.code) == ("case_manager", "case read", case.code)
    with pytest.raises(Case.DoesNotExist):
        actions.read_case(case.code, by=colleague)
    assert AuditEntry.objects.latest("number") == entry


# ── Facts and status ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("kind", "value", "allowed"),
    [
        ("recruitment", "promise_of_marriage", True),
        ("recruitment", "domestic", False),
        ("violence", "domestic", True),
        ("exploitation_country", "IT", True),
        ("exploitation_country", "Italia", False),
        ("exploitation_country", "it", False),
        ("weather", "rain", False),
    ],
)
def test_that_a_fact_stands_in_the_list_of_its_kind(case, case_manager, kind, value, allowed):
    if allowed:
        actions.state_facts(case, [(kind, value)], by=case_manager)
        assert CaseFact.objects.get().value == value
    else:
        with pytest.raises(ValidationError):
            actions.state_facts(case, [(kind, value)], by=case_manager)


def test_that_decisions_on_the_status_add_up(person, case_manager):
    case = actions.open_case(
        new_case(person, case_manager, category="trafficking"), by=case_manager
    )
    actions.identify(case, status="potential", on=DAY, by=case_manager)
    actions.identify(case, status="formal", on=LATER, by=case_manager)
    assert list(
        IdentificationDecision.objects.order_by("pk").values_list("status", "decided_on")
    ) == [("potential", DAY), ("formal", LATER)]


def test_that_only_cases_of_trafficking_are_identified(case, case_manager):
    with pytest.raises(ValidationError):
        actions.identify(case, status="potential", on=DAY, by=case_manager)


# ── Children ────────────────────────────────────────────────────────────────────────────────────
def test_that_a_child_joins_a_case(case, case_manager):
    child = make(Person, created_by=case_manager)
    tie = actions.join_child(case, child=child, on=AFTER, by=case_manager)
    assert (tie.case, tie.child, tie.started_on, tie.accompanied) == (case, child, AFTER, True)


def test_that_nobody_is_a_child_in_their_own_case(case, case_manager):
    with pytest.raises(ValidationError):
        actions.join_child(case, child=case.person, on=DAY, by=case_manager)


def test_that_a_child_joins_once_and_within_the_case(case, case_manager):
    child = make(Person, created_by=case_manager)
    with pytest.raises(ValidationError):
        actions.join_child(case, child=child, on=BEFORE, by=case_manager)
    actions.join_child(case, child=child, on=DAY, by=case_manager)
    with pytest.raises(ValidationError):
        actions.join_child(case, child=child, on=AFTER, by=case_manager)
    assert CaseChild.objects.count() == 1


# ── Phases ──────────────────────────────────────────────────────────────────────────────────────
def test_that_a_closed_gate_can_be_passed_with_a_reason_that_is_sealed(case, case_manager):
    with pytest.raises(ValidationError):
        actions.enter_phase(case, number=2, on=AFTER, by=case_manager)
    phase = actions.enter_phase(
        case, number=2, on=AFTER, by=case_manager, override="Banesa u gjet më shpejt"
    )
    phase.refresh_from_db()
    assert b"Banesa" not in bytes(phase.override_reason)
    assert read_text(phase, "override_reason", by=case_manager) == "Banesa u gjet më shpejt"
    assert list(
        Phase.objects.order_by("number").values_list("number", "started_on", "ended_on")
    ) == [(1, DAY, AFTER), (2, AFTER, None)]


def test_that_phases_follow_each_other(case, case_manager):
    actions.enter_phase(case, number=2, on=AFTER, by=case_manager, override="x")
    with pytest.raises(ValidationError):
        actions.enter_phase(case, number=2, on=LATER, by=case_manager, override="x")
    with pytest.raises(ValidationError):
        actions.enter_phase(case, number=3, on=DAY, by=case_manager, override="x")
    actions.enter_phase(case, number=1, on=LATER, by=case_manager)
    assert Phase.objects.filter(ended_on=None).get().number == 1


def test_that_a_closed_case_enters_no_phase(case, case_manager):
    actions.close_case(case, on=AFTER, reason="needs_met", by=case_manager)
    with pytest.raises(ValidationError):
        actions.enter_phase(case, number=2, on=AFTER, by=case_manager, override="x")


# ── Teams ───────────────────────────────────────────────────────────────────────────────────────
def test_that_a_case_handed_over_is_seen_by_the_new_case_manager_alone(
    case, case_manager, colleague
):
    today = dt.date.today()
    actions.hand_over(case, to=colleague.staff, on=today, by=case_manager, because="moved")
    case.refresh_from_db()
    assert case.lead == colleague.staff
    assert list(Case.objects.visible_to(colleague)) == [case]
    assert list(Case.objects.visible_to(case_manager)) == []
    with pytest.raises(PermissionDenied):
        actions.hand_over(case, to=case_manager.staff, on=today, by=case_manager)


def test_that_a_case_is_not_handed_to_its_own_case_manager(case, case_manager):
    with pytest.raises(ValidationError):
        actions.hand_over(case, to=case_manager.staff, on=AFTER, by=case_manager)


def test_that_others_join_the_team_when_asked_and_leave_it(case, case_manager, psychologist):
    with pytest.raises(PermissionDenied):
        actions.join_team(
            case, staff=psychologist.staff, role="psychologist", on=DAY, by=psychologist
        )
    member = actions.join_team(
        case, staff=psychologist.staff, role="psychologist", on=DAY, by=case_manager
    )
    assert list(Case.objects.visible_to(psychologist)) == [case]
    actions.leave_team(member, on=dt.date.today(), by=case_manager)
    assert list(Case.objects.visible_to(psychologist)) == []


# ── Closing ─────────────────────────────────────────────────────────────────────────────────────
def test_that_what_goes_on_in_a_case_ends_with_it(case, case_manager, psychologist):
    child = make(Person, created_by=case_manager)
    actions.join_child(case, child=child, on=DAY, by=case_manager)
    make(Placement, person=case.person, case=case)
    make(Placement, person=child, case=case)
    make(TeamMember, case=case, staff=psychologist.staff)
    elsewhere = make(Placement)
    actions.close_case(case, on=LATER, reason="needs_met", outcome="reintegrated", by=case_manager)
    case.refresh_from_db()
    assert (case.closed_on, case.closing_reason, case.outcome, case.outcome_on) == (
        LATER,
        "needs_met",
        "reintegrated",
        LATER,
    )
    for model in (Phase, TeamMember, CaseChild, Placement):
        ends = set(model.objects.exclude(pk=elsewhere.pk).values_list("ended_on", flat=True))
        assert (model, ends) == (model, {LATER})
    elsewhere.refresh_from_db()
    assert elsewhere.ended_on is None


def test_that_a_member_of_the_team_may_close_a_case(case, psychologist):
    """Though closing takes the case out of the member's sight."""
    make(TeamMember, case=case, staff=psychologist.staff)
    today = dt.date.today()
    actions.close_case(case, on=today, reason="needs_met", by=psychologist)
    assert TeamMember.objects.filter(ended_on=today).count() == 2
    assert list(Case.objects.visible_to(psychologist)) == []


def test_that_an_outcome_reached_before_keeps_its_day(case, case_manager):
    actions.reach_outcome(case, outcome="empowered", on=AFTER, by=case_manager)
    actions.close_case(case, on=LATER, reason="needs_met", outcome="partly", by=case_manager)
    assert (case.outcome, case.outcome_on) == ("partly", AFTER)


def test_that_a_case_is_closed_by_those_who_work_on_it(case, colleague):
    with pytest.raises(PermissionDenied):
        actions.close_case(case, on=AFTER, reason="needs_met", by=colleague)
    case.refresh_from_db()
    assert case.closed_on is None


def test_that_nothing_is_logged_after_a_case_was_closed(case, case_manager):
    actions.close_case(case, on=AFTER, reason="needs_met", by=case_manager)
    with pytest.raises(ValidationError):
        actions.log_service(
            draft(Service, person=case.person, case=case, on=LATER), by=case_manager
        )


def test_that_a_case_without_a_lead_has_no_team(supervisor):
    case = actions.open_case(draft(Case, person=make(Person), opened_on=DAY), by=supervisor)
    assert (TeamMember.objects.count(), Phase.objects.get().case) == (0, case)
    assert Staff.objects.filter(teams__case=case).count() == 0
