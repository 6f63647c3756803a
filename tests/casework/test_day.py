"""My day: what is due, whom one meets, how one's cases stand, and what is done on the page."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agimi.access.models import AuditEntry
from agimi.casework.choices import TaskKind
from agimi.casework.day import my_day
from agimi.casework.models import (
    Absence,
    Appointment,
    Case,
    Handover,
    Phase,
    Service,
    Task,
    TeamMember,
)
from agimi.people.actions import seal_text
from agimi.people.models import Person
from tests.records import make


def today(days: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def at(days: int, hour: int = 10) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(today(days), dt.time(hour)))


@pytest.fixture
def case_of(shelter):
    """A case of somebody: opened two months ago, in a phase."""

    def made(user, *, phase=2, **values):
        usual = {"site": shelter, "lead": user.staff, "opened_on": today(-60)} | values
        case = make(Case, person=make(Person), **usual)
        make(Phase, case=case, number=phase, started_on=today(-60))
        return case

    return made


@pytest.fixture
def browser():
    def of(user):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return of


def lines(user):
    return [line.case for line in my_day(by=user).cases]


# ── Cases ───────────────────────────────────────────────────────────────────────────────────────
def test_that_my_cases_are_those_i_lead_or_work_on(case_manager, colleague, case_of):
    led, other = case_of(case_manager), case_of(colleague)
    make(TeamMember, case=other, staff=case_manager.staff, started_on=today(-5))
    case_of(colleague)
    assert set(lines(case_manager)) == {led, other}


def test_that_closed_cases_are_not_on_the_page(case_manager, case_of):
    case_of(case_manager, closed_on=today(-1), closing_reason="needs_met")
    assert lines(case_manager) == []


def test_that_whoever_stands_in_has_the_cases_and_tasks_of_who_is_away(
    case_manager, colleague, case_of
):
    case = case_of(colleague)
    task = make(Task, case=case, assignee=colleague.staff, due_on=today())
    assert my_day(by=case_manager).due == []
    make(
        Absence,
        staff=colleague.staff,
        cover=case_manager.staff,
        started_on=today(-1),
        ended_on=today(1),
    )
    day = my_day(by=case_manager)
    assert ([line.case for line in day.cases], [due.task for due in day.due]) == ([case], [task])


def test_that_a_line_says_phase_last_contact_and_what_is_next(case_manager, case_of):
    case = case_of(case_manager, phase=2)
    make(Service, person=case.person, case=case, on=today(-3))
    make(Service, person=case.person, case=case, on=today(-30))
    make(Task, case=case, kind="risk", due_on=today(5))
    make(Appointment, person=case.person, case=case, kind="visit", starts_at=at(2))
    (line,) = my_day(by=case_manager).cases
    assert (line.dots, line.days, line.next.on, line.next.words) == (
        "●●○",
        3,
        today(2),
        "Vizitë",
    )


def test_that_those_longest_without_contact_by_their_rhythm_come_first(case_manager, case_of):
    slow, quick = case_of(case_manager, phase=3), case_of(case_manager, phase=1)
    make(Service, person=slow.person, case=slow, on=today(-20))
    make(Service, person=quick.person, case=quick, on=today(-2))
    assert lines(case_manager) == [quick, slow]


# ── Due ─────────────────────────────────────────────────────────────────────────────────────────
def test_that_overdue_comes_first_and_what_has_no_day_last(case_manager, case_of):
    case = case_of(case_manager)
    undated, late, soon = (
        make(Task, case=case, assignee=case_manager.staff, due_on=day)
        for day in (None, today(-2), today(3))
    )
    make(Task, case=case, assignee=case_manager.staff, due_on=today(40))
    due = my_day(by=case_manager).due
    assert [(one.task, one.days, one.is_late) for one in due] == [
        (late, 2, True),
        (soon, -3, False),
        (undated, None, False),
    ]


def test_that_tasks_of_others_in_my_cases_are_not_mine(case_manager, psychologist, case_of):
    case = case_of(case_manager)
    make(Task, case=case, assignee=psychologist.staff, due_on=today())
    unassigned = make(Task, case=case, due_on=today())
    assert [due.task for due in my_day(by=case_manager).due] == [unassigned]


def test_that_titles_are_opened_together_with_one_entry_in_the_trail(case_manager, case_of):
    for words in ("Thirr shkollën", "Shko në gjykatë"):
        case = case_of(case_manager)
        title = seal_text(words, person=case.person)
        make(Task, case=case, assignee=case_manager.staff, due_on=today(), title=title)
    make(Task, case=case, assignee=case_manager.staff, due_on=today(), kind="risk")
    words = {due.words for due in my_day(by=case_manager).due}
    assert words == {"Thirr shkollën", "Shko në gjykatë", str(TaskKind.RISK.label)}
    assert AuditEntry.objects.filter(verb="note read").count() == 1


def test_that_a_task_is_ticked_in_place_and_can_be_taken_back(case_manager, case_of, browser):
    task = make(Task, case=case_of(case_manager), assignee=case_manager.staff, due_on=today())
    client = browser(case_manager)
    page = client.post(f"/day/tasks/{task.code}/done/", follow=True)
    task.refresh_from_db()
    assert (task.state, task.done_on, page.redirect_chain) == ("done", today(), [("/day/", 302)])
    (message,) = page.context["messages"]
    client.post(f"/undo/{message.extra_tags.removeprefix('undo:')}/")
    task.refresh_from_db()
    assert (task.state, task.done_on) == ("open", None)


def test_that_a_task_ticked_twice_is_ticked_once(case_manager, case_of, browser):
    task = make(Task, case=case_of(case_manager), due_on=today())
    client = browser(case_manager)
    answers = [client.post(f"/day/tasks/{task.code}/done/").status_code for _n in range(2)]
    assert (answers, AuditEntry.objects.filter(verb="changed").count()) == ([302, 302], 1)


def test_that_a_task_of_a_case_that_is_not_seen_is_not_there(
    case_manager, colleague, case_of, browser
):
    task = make(Task, case=case_of(colleague), due_on=today())
    answer = browser(case_manager).post(f"/day/tasks/{task.code}/done/")
    task.refresh_from_db()
    assert (answer.status_code, task.state) == (404, "open")


def test_that_a_task_is_added_in_one_line_and_sealed(case_manager, case_of, browser):
    case = case_of(case_manager)
    sent = {"title": "Thirr shkollën", "case": case.code, "due_on": today(2), "code": "TK-1"}
    client = browser(case_manager)
    for _n in range(2):  # a double click
        assert client.post("/day/task/", sent).status_code == 302
    task = Task.objects.get()
    assert (task.code, task.assignee, task.due_on) == ("TK-1", case_manager.staff, today(2))
    assert b"shkoll" not in bytes(task.title)
    assert [due.words for due in my_day(by=case_manager).due] == ["Thirr shkollën"]


def test_that_nobody_adds_a_task_to_a_case_of_somebody_else(
    case_manager, colleague, case_of, browser
):
    sent = {"title": "Thirr shkollën", "case": case_of(colleague).code}
    assert browser(case_manager).post("/day/task/", sent).status_code == 422
    assert Task.objects.count() == 0


# ── Appointments ────────────────────────────────────────────────────────────────────────────────
def test_that_todays_appointments_stand_by_their_hours_and_earlier_ones_are_asked_after(
    case_manager, case_of
):
    case = case_of(case_manager)
    later, early, yesterday, _kept, _long_ago, _tomorrow = (
        make(
            Appointment,
            person=case.person,
            case=case,
            staff=case_manager.staff,
            starts_at=at(day, hour),
            state=state,
        )
        for day, hour, state in (
            (0, 15, "planned"),
            (0, 9, "missed"),
            (-1, 9, "planned"),
            (-1, 11, "kept"),
            (-50, 9, "planned"),
            (1, 9, "planned"),
        )
    )
    day = my_day(by=case_manager)
    assert (day.today, day.unanswered) == ([early, later], [yesterday])


@pytest.mark.parametrize("state", ["kept", "missed", "cancelled"])
def test_that_it_is_said_how_an_appointment_went(case_manager, case_of, browser, state):
    case = case_of(case_manager)
    appointment = make(Appointment, person=case.person, case=case, starts_at=at(0))
    answer = browser(case_manager).post(f"/day/appointments/{appointment.code}/", {"state": state})
    appointment.refresh_from_db()
    assert (answer.status_code, appointment.state) == (302, state)


def test_that_a_state_nobody_knows_is_refused(case_manager, case_of, browser):
    case = case_of(case_manager)
    appointment = make(Appointment, person=case.person, case=case, starts_at=at(0))
    answer = browser(case_manager).post(f"/day/appointments/{appointment.code}/", {"state": "?"})
    assert answer.status_code == 400


# ── The page ────────────────────────────────────────────────────────────────────────────────────
def test_that_an_empty_day_is_said_kindly(case_manager, browser):
    page = browser(case_manager).get("/day/").content.decode()
    assert "Nuk ka asgjë për t’u bërë." in page
    assert "Sot nuk ka takime." in page


def test_that_the_day_asks_as_much_for_one_case_as_for_twelve(case_manager, case_of, browser):
    def fill(number):
        for _n in range(number):
            case = case_of(case_manager, phase=1)
            title = seal_text("Thirr", person=case.person)
            make(Task, case=case, assignee=case_manager.staff, due_on=today(), title=title)
            make(Service, person=case.person, case=case, on=today(-4))
            for days in (-1, 0, 1):
                make(Appointment, person=case.person, case=case, starts_at=at(days))

    client = browser(case_manager)
    fill(1)
    client.get("/day/")
    with CaptureQueriesContext(connection) as one:
        client.get("/day/")
    fill(11)
    with CaptureQueriesContext(connection) as twelve:
        client.get("/day/")
    assert len(twelve) == len(one)


def test_that_the_day_is_the_first_page_of_those_who_work_on_cases(
    case_manager, coordinator, director, browser
):
    first = {
        user.username: browser(user).get("/").get("Location", "")
        for user in (case_manager, coordinator, director)
    }
    assert first == {"case_manager": "/day/", "coordinator": "/day/", "director": ""}


@pytest.mark.parametrize(
    "address", ["/day/", "/calendar/", "/log/", "/day/task/", "/calendar/add/"]
)
def test_that_who_works_on_no_cases_has_no_day(it_volunteer, browser, address):
    assert browser(it_volunteer).get(address).status_code == 403


# ── Handover ────────────────────────────────────────────────────────────────────────────────────
def test_that_the_next_shift_reads_what_was_handed_over_and_the_reading_is_noted(
    case_manager, coordinator, browser
):
    sent = {"shift": "night", "note": "Nata kaloi qetë.", "code": "HO-1"}
    assert browser(coordinator).post("/handover/", sent).status_code == 302
    page = browser(case_manager).get("/handover/").content.decode()
    assert "Nata kaloi qetë." in page
    read = AuditEntry.objects.get(verb="note read")
    assert (read.actor, read.code) == ("case_manager", "HO-1")
    assert b"qet" not in bytes(Handover.objects.get().note)


def test_that_another_site_reads_nothing_of_it(case_manager, colleague, shelter, browser):
    note = seal_text("Nata kaloi qetë.")
    make(Handover, site=shelter, on=today(), staff=case_manager.staff, note=note)
    client = browser(colleague)
    assert "Nata kaloi" not in client.get("/handover/").content.decode()
    assert client.get(f"/handover/?site={shelter.code}").status_code == 404


def test_that_the_day_before_yesterday_is_over(case_manager, shelter, browser):
    for days in (0, -1, -2):
        note = seal_text(f"Dita {days}.")
        make(Handover, site=shelter, on=today(days), staff=case_manager.staff, note=note)
    page = browser(case_manager).get("/handover/").content.decode()
    assert [f"Dita {days}." in page for days in (0, -1, -2)] == [True, True, False]


def test_that_an_empty_handover_is_not_written(case_manager, browser):
    answer = browser(case_manager).post("/handover/", {"shift": "night", "note": "  "})
    assert (answer.status_code, Handover.objects.count()) == (422, 0)
