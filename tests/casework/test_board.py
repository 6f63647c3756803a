"""The board: who has how much, what is late; handing cases over."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agimi.access.models import AuditEntry
from agimi.casework import actions, board, handing_over, rules
from agimi.casework.models import Absence, Appointment, Case, Phase, Plan, Task, TeamMember
from agimi.desk.undo import take_back, undoable
from agimi.people.models import Person
from agimi.programme.models import Staff
from tests.records import draft, make

pytestmark = pytest.mark.both_databases
TODAY = timezone.localdate()
OPENED = TODAY - dt.timedelta(60)
YESTERDAY = TODAY - dt.timedelta(1)


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


def led(lead, site, number=1, **more):
    case = make(Case, lead=lead, site=site, **({"opened_on": OPENED} | more))
    make(Phase, case=case, number=number, started_on=case.opened_on)
    return case


def worker_of(by, staff):
    return next(w for w in board.board(by=by).workers if w.staff == staff)


def browser(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# ── The load ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("load", "band"),
    [(0, "free"), (0.5, "calm"), (12, "calm"), (12.5, "full"), (18, "full"), (18.5, "too_many")],
)
def test_the_bands_of_a_load(load, band):
    assert rules.band(load) == band


@pytest.mark.parametrize(
    ("number", "risk", "weight"),
    [
        (1, "low", 1.5),
        (2, "", 1),
        (3, "medium", 0.5),
        (2, "high", 1.5),
        (1, "extreme", 2.5),
    ],
)
def test_that_a_case_weighs_by_its_phase_and_risk(
    number, risk, weight, case_manager, coordinator, shelter
):
    led(case_manager.staff, shelter, number, risk=risk)
    assert worker_of(coordinator, case_manager.staff).load == weight


def test_that_a_worker_stands_on_the_board_with_what_is_counted(case_manager, coordinator, shelter):
    led(case_manager.staff, shelter, 1, risk="high")
    led(case_manager.staff, shelter, 2, opened_on=TODAY)
    led(case_manager.staff, shelter, 3, closed_on=TODAY, closing_reason="needs_met")
    worker = worker_of(coordinator, case_manager.staff)
    counted = [worker.cases, worker.high, worker.new, worker.crisis, worker.transition]
    assert (counted, worker.load, worker.band) == ([2, 1, 1, 1, 1], 3, "calm")


def test_that_what_is_late_is_counted_by_worker(case_manager, coordinator, shelter):
    case = led(case_manager.staff, shelter)
    make(Task, case=case, due_on=YESTERDAY)
    make(Task, case=case, due_on=TODAY)
    make(
        Plan,
        case=case,
        stage="approved",
        approved_on=OPENED,
        approved_by=case_manager.staff,
        review_on=YESTERDAY,
    )
    worker = worker_of(coordinator, case_manager.staff)
    assert (worker.tasks, worker.reviews, worker.assessments, worker.silent) == (1, 1, 1, 1)


def test_that_a_case_with_its_first_assessments_is_not_late(case_manager, coordinator, shelter):
    case = led(case_manager.staff, shelter)
    for kind in rules.FIRST_ASSESSMENTS:
        case.assessments.create(person=case.person, kind=kind, on=OPENED)
    assert worker_of(coordinator, case_manager.staff).assessments == 0
    led(case_manager.staff, shelter, opened_on=TODAY - dt.timedelta(14))
    assert worker_of(coordinator, case_manager.staff).assessments == 0


def test_that_cases_of_nobody_and_of_other_sites_stand_apart(
    coordinator, supervisor, colleague, shelter, other_shelter
):
    led(None, shelter)
    led(colleague.staff, other_shelter)
    assert (board.board(by=coordinator).unassigned, board.board(by=coordinator).cases) == (1, 1)
    assert board.board(by=supervisor).cases == 2
    assert colleague.staff not in [w.staff for w in board.board(by=coordinator).workers]


def test_that_a_restricted_case_is_a_number_and_no_more(case_manager, coordinator, shelter):
    case = led(case_manager.staff, shelter, 1, risk="extreme", restricted=True)
    worker = worker_of(coordinator, case_manager.staff)
    counted = (worker.cases, worker.restricted, worker.high, worker.crisis, worker.load)
    assert counted == (1, 1, 0, 0, 1)
    page = browser(coordinator)
    for address in (
        reverse("casework:board"),
        reverse("casework:board_worker", args=(case_manager.staff.code,)),
    ):
        assert case.code not in page.get(address).content.decode()


def test_that_the_board_says_who_is_away_and_who_stands_in(
    case_manager, psychologist, coordinator, shelter
):
    make(
        Absence,
        staff=case_manager.staff,
        started_on=TODAY,
        ended_on=TODAY + dt.timedelta(7),
        cover=psychologist.staff,
        kind="leave",
        site=shelter,
    )
    shown = browser(coordinator).get(reverse("casework:board")).content.decode()
    assert f"zëvendësohet nga {psychologist.staff.name}" in shown


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("coordinator", 200),
        ("supervisor", 200),
        ("case_manager", 403),
        ("psychologist", 403),
        ("director", 403),
        ("dpo", 403),
        ("it_volunteer", 403),
        ("outsider", 403),
    ],
)
def test_who_sees_the_board(persona, status, case, request):
    page = browser(request.getfixturevalue(persona))
    assert page.get(reverse("casework:board")).status_code == status
    of_nobody = reverse("casework:board_worker", args=("nobody",))
    assert page.get(of_nobody).status_code == status
    chosen = f"{reverse('casework:hand_over')}?case={case.code}"
    assert page.get(chosen).status_code == status


def test_that_a_worker_of_another_site_is_not_there(colleague, coordinator, other_shelter):
    led(colleague.staff, other_shelter)
    address = reverse("casework:board_worker", args=(colleague.staff.code,))
    assert browser(coordinator).get(address).status_code == 404


@pytest.mark.parametrize("name", ["board", "board_worker"])
def test_that_the_pages_ask_as_much_for_one_as_for_several(
    name, case_manager, coordinator, shelter
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = browser(coordinator)
    args = () if name == "board" else (case_manager.staff.code,)
    address = reverse(f"casework:{name}", args=args)
    led(case_manager.staff, shelter)
    page.get(address)
    with CaptureQueriesContext(connection) as one:
        page.get(address)
    for number in range(5):
        case = led(case_manager.staff, shelter, number % 3 + 1)
        make(Task, case=case, due_on=YESTERDAY)
        led(make(Staff, name=f"Tjetër {number}", started_on=OPENED), shelter)
    with CaptureQueriesContext(connection) as several:
        page.get(address)
    assert len(several) == len(one)


# ── Handing over ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def successor(shelter):
    from agimi.access.choices import Role
    from tests.personas import account

    return account("successor", Role.CASE_MANAGER, shelter)


def handed(cases, to, by, because="Pushim i lindjes"):
    return handing_over.hand_over_cases(cases, to=to, by=by, because=because)


def test_that_a_case_goes_with_its_tasks_and_appointments(
    case, case_manager, successor, coordinator
):
    lead, soon = case_manager.staff, timezone.now() + dt.timedelta(1)
    mine = make(Task, case=case, assignee=lead)
    done = make(Task, case=case, assignee=lead, state="done")
    others = make(Task, case=case, assignee=coordinator.staff)
    planned = make(Appointment, case=case, person=case.person, staff=lead, starts_at=soon)
    past = make(Appointment, case=case, person=case.person, staff=lead)
    handed([case], successor.staff, coordinator)
    for row in (case, mine, done, others, planned, past):
        row.refresh_from_db()
    assert (case.lead, mine.assignee, planned.staff) == (successor.staff,) * 3
    assert (done.assignee, others.assignee, past.staff) == (lead, coordinator.staff, lead)
    assert list(Case.objects.visible_to(successor)) == [case]
    assert list(Case.objects.visible_to(case_manager)) == []


def test_that_several_go_together_and_come_back_together(
    case_manager, successor, coordinator, shelter
):
    cases = [led(case_manager.staff, shelter) for _number in range(3)]
    for case in cases:
        make(TeamMember, case=case, staff=case_manager.staff, role="case_manager")
        make(Task, case=case, assignee=case_manager.staff)
    with undoable(by=coordinator, label="handed over") as undo:
        handed(cases, successor.staff, coordinator)
    assert set(Case.objects.values_list("lead", flat=True)) == {successor.staff.pk}
    take_back(undo, by=coordinator)
    assert set(Case.objects.values_list("lead", flat=True)) == {case_manager.staff.pk}
    assert set(Task.objects.values_list("assignee", flat=True)) == {case_manager.staff.pk}
    assert set(TeamMember.objects.values_list("staff", "ended_on")) == {
        (case_manager.staff.pk, None)
    }


def test_that_both_are_told(case, case_manager, successor, coordinator):
    handed([case], successor.staff, coordinator)
    (away,) = handing_over.given_away(case_manager)
    assert (away.code, away.name, away.on) == (case.code, successor.staff.name, TODAY)
    (here,) = handing_over.newly_given(successor)
    assert (here.code, here.name, here.on) == (case.code, case_manager.staff.name, TODAY)
    assert handing_over.newly_given(case_manager) == handing_over.given_away(successor) == []


def test_that_a_case_of_nobody_is_given_to_somebody(successor, coordinator, shelter):
    case = led(None, shelter)
    handed([case], successor.staff, coordinator)
    assert Case.objects.get().lead == successor.staff


def test_that_cases_are_handed_over_by_those_who_answer_for_them(
    case, case_manager, successor, colleague, coordinator, other_shelter
):
    for user in (case_manager, colleague):
        with pytest.raises(PermissionDenied):
            handed([case], successor.staff, user)
    elsewhere = led(colleague.staff, other_shelter)
    with pytest.raises(PermissionDenied):
        handed([case, elsewhere], successor.staff, coordinator)
    case.refresh_from_db()
    assert case.lead == case_manager.staff


def test_that_a_case_goes_to_nobody_of_another_site(case, colleague, coordinator, director):
    for user in (colleague, director):
        with pytest.raises(ValidationError):
            handed([case], user.staff, coordinator)


def test_that_a_reason_is_needed_and_stands_in_the_trail(case, successor, coordinator):
    with pytest.raises(ValidationError):
        handed([case], successor.staff, coordinator, because=" ")
    handed([case], successor.staff, coordinator)
    entry = AuditEntry.objects.filter(kind="casework.case", verb="changed").latest("number")
    assert entry.because == "Pushim i lindjes"


def test_that_the_page_shows_what_moves_before_it_does(case, case_manager, successor, coordinator):
    make(Task, case=case, assignee=case_manager.staff)
    page, address = browser(coordinator), reverse("casework:hand_over")
    shown = page.get(f"{address}?case={case.code}")
    assert (shown.context["tasks"], shown.context["appointments"]) == (1, 0)
    sent = {"case": [case.code], "to": successor.staff.pk, "because": "Pushim i lindjes"}
    assert page.post(address, sent).status_code == 302
    assert Case.objects.get().lead == successor.staff


def test_that_an_unseen_case_among_them_is_not_there(case, coordinator, colleague, other_shelter):
    unseen = led(colleague.staff, other_shelter)
    address = f"{reverse('casework:hand_over')}?case={case.code}&case={unseen.code}"
    assert browser(coordinator).get(address).status_code == 404
