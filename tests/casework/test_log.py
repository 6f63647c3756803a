"""Logging a session quickly: who and what is offered, what is written, what is never written twice."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agimi.access.models import AuditEntry
from agimi.casework import log
from agimi.casework.models import Appointment, Case, Service
from agimi.desk.models import Draft
from agimi.people.actions import IdentityDocument, keep_identities, read_text
from agimi.people.models import Person
from tests.records import code, make

TODAY = timezone.localdate()


@pytest.fixture
def case_of(shelter):
    def made(user, **values):
        usual = {"site": shelter, "lead": user.staff, "opened_on": TODAY - dt.timedelta(60)}
        return make(Case, person=make(Person), **usual | values)

    return made


@pytest.fixture
def browser():
    def of(user):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return of


@pytest.fixture
def counselling(db):
    return code("service", "counselling", "counselling")


def name(person, system):
    keep_identities([(person, IdentityDocument(first_name="Mira", last_name="Hoxha"))], by=system)


def sent(case, kind, **values):
    usual = {"case": case.code, "kind": kind.code, "on": TODAY.isoformat(), "mode": "in_person"}
    return usual | {"code": "S-1", "draft": "log:"} | values


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────
def test_that_a_session_is_logged_with_all_that_was_said(
    case_manager, case_of, counselling, browser
):
    case, topics = case_of(case_manager), [code("topic", "a"), code("topic", "b")]
    values = {"minutes": "45", "topics": [topic.code for topic in topics], "note": "Foli më shumë."}
    answer = browser(case_manager).post("/log/", sent(case, counselling, **values))
    service = Service.objects.get()
    assert answer["Location"] == f"/cases/{case.code}/"
    assert (service.person, service.case, service.kind, service.on) == (
        case.person,
        case,
        counselling,
        TODAY,
    )
    assert (service.minutes, service.mode, service.staff, service.role, service.site) == (
        45,
        "in_person",
        case_manager.staff,
        "case_manager",
        case_manager.site,
    )
    assert set(service.topics.all()) == set(topics)
    assert read_text(service, "note", by=case_manager) == "Foli më shumë."
    assert b"Foli" not in bytes(service.note)


def test_that_minutes_not_noted_stay_blank(case_manager, case_of, counselling, browser):
    browser(case_manager).post("/log/", sent(case_of(case_manager), counselling))
    assert Service.objects.get().minutes is None


def test_that_another_service_and_length_go_before_the_chips(
    case_manager, case_of, counselling, browser
):
    other = code("service", "transport", "transport")
    values = {"other_kind": other.code, "minutes": "30", "other_minutes": "25"}
    browser(case_manager).post("/log/", sent(case_of(case_manager), counselling, **values))
    service = Service.objects.get()
    assert (service.kind, service.minutes) == (other, 25)


def test_that_a_double_click_makes_one_record(case_manager, case_of, counselling, browser):
    client, values = browser(case_manager), sent(case_of(case_manager), counselling)
    answers = [client.post("/log/", values).status_code for _n in range(2)]
    assert (answers, Service.objects.count()) == ([302, 302], 1)


def test_that_it_is_undone_as_a_whole(case_manager, case_of, counselling, browser):
    case = case_of(case_manager)
    appointment = make(Appointment, person=case.person, case=case, starts_at=timezone.now())
    client = browser(case_manager)
    page = client.post("/log/", sent(case, counselling, appointment=appointment.code), follow=True)
    appointment.refresh_from_db()
    assert (appointment.state, appointment.service) == ("kept", Service.objects.get())
    (message,) = page.context["messages"]
    client.post(f"/undo/{message.extra_tags.removeprefix('undo:')}/")
    appointment.refresh_from_db()
    assert (Service.objects.count(), appointment.state, appointment.service) == (0, "planned", None)


def test_that_and_another_keeps_the_day_and_the_service(
    case_manager, case_of, counselling, browser
):
    yesterday = (TODAY - dt.timedelta(1)).isoformat()
    values = sent(case_of(case_manager), counselling, on=yesterday, another="1")
    client = browser(case_manager)
    address = client.post("/log/", values)["Location"]
    form = client.get(address).context["form"]
    assert (form["on"].value().isoformat(), form.chosen_kind, form.chosen_code) == (
        yesterday,
        counselling.code,
        "",
    )
    assert form["code"].value() != "S-1"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"case": ""}, "case"),
        ({"case": "R-NOBODY"}, "case"),
        ({"kind": ""}, "kind"),
        ({"on": (TODAY + dt.timedelta(1)).isoformat()}, "on"),
        ({"other_minutes": "0"}, "other_minutes"),
    ],
)
def test_that_a_mistake_is_said_beside_its_field_and_the_words_stay(
    case_manager, case_of, counselling, browser, wrong, field
):
    values = sent(case_of(case_manager), counselling, note="Foli më shumë.") | wrong
    page = browser(case_manager).post("/log/", values)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert "Foli më shumë." in page.content.decode()
    assert Service.objects.count() == 0


def test_that_a_day_before_the_case_is_refused_in_words(
    case_manager, case_of, counselling, browser
):
    on = (TODAY - dt.timedelta(90)).isoformat()
    page = browser(case_manager).post("/log/", sent(case_of(case_manager), counselling, on=on))
    assert (page.status_code, Service.objects.count()) == (422, 0)


@pytest.mark.parametrize("closed", [True, False])
def test_that_nothing_is_logged_in_a_closed_case_or_somebody_elses(
    case_manager, colleague, case_of, counselling, browser, closed
):
    values = {"closed_on": TODAY, "closing_reason": "needs_met"} if closed else {}
    case = case_of(case_manager if closed else colleague, **values)
    page = browser(case_manager).post("/log/", sent(case, counselling))
    assert (page.status_code, Service.objects.count()) == (422, 0)


def test_that_an_appointment_of_a_case_not_seen_is_not_there(
    case_manager, colleague, case_of, browser
):
    case = case_of(colleague)
    appointment = make(Appointment, person=case.person, case=case, starts_at=timezone.now())
    assert browser(case_manager).get(f"/log/?appointment={appointment.code}").status_code == 404


def test_that_the_director_may_not_log(director, browser):
    assert browser(director).get("/log/").status_code == 403


# ── What is offered ─────────────────────────────────────────────────────────────────────────────
def test_that_the_cases_and_services_of_last_time_come_first(
    case_manager, case_of, counselling, browser
):
    first, _second, third = (case_of(case_manager) for _n in range(3))
    transport = code("service", "transport", "transport")
    for days, case, kind in ((5, first, counselling), (1, third, transport)):
        on = TODAY - dt.timedelta(days)
        make(Service, person=case.person, case=case, kind=kind, on=on, staff=case_manager.staff)
    form = browser(case_manager).get("/log/").context["form"]
    assert [choice.case for choice in form.offered[:2]] == [third, first]
    assert form.kinds[:2] == [transport, counselling]
    assert form.chosen_kind == transport.code


def test_that_no_case_is_chosen_before_somebody_chooses(case_manager, case_of, browser):
    case = case_of(case_manager)
    client = browser(case_manager)
    assert client.get("/log/").context["form"].chosen_code == ""
    assert client.get(f"/log/?for={case.code}").context["form"].chosen_code == case.code


def test_that_a_case_is_found_by_a_part_of_its_code_and_by_a_name(
    case_manager, colleague, case_of, system
):
    case, other = case_of(case_manager), case_of(colleague)
    for each in (case, other):
        name(each.person, system)
    assert [found.case for found in log.find_cases(case.code[2:6], by=case_manager)] == [case]
    assert [found.case for found in log.find_cases("mira", by=case_manager)] == [case]
    assert log.find_cases(other.code, by=case_manager) == []


def test_that_who_is_found_by_name_is_shown_by_code_only(case_manager, case_of, browser, system):
    case = case_of(case_manager)
    name(case.person, system)
    page = browser(case_manager).post("/log/who/", {"find": "mira"}).content.decode()
    assert case.code in page
    assert "mira" not in page.lower()


def test_that_without_scripts_the_search_keeps_what_was_typed(case_manager, case_of, browser):
    case = case_of(case_manager)
    values = {"find": case.code, "note": "Foli më shumë.", "search": "1", "on": TODAY.isoformat()}
    page = browser(case_manager).post("/log/", values)
    assert (page.status_code, Service.objects.count()) == (200, 0)
    assert "Foli më shumë." in page.content.decode()


def test_that_the_sheet_asks_as_much_after_few_sessions_as_after_many(
    case_manager, case_of, counselling, browser
):
    def fill(number):
        for _n in range(number):
            case = case_of(case_manager)
            values = {"kind": counselling, "on": TODAY, "staff": case_manager.staff}
            service = make(Service, person=case.person, case=case, **values)
            service.topics.add(code("topic"))

    client = browser(case_manager)
    fill(7)
    client.get("/log/")
    with CaptureQueriesContext(connection) as few:
        client.get("/log/")
    fill(20)
    with CaptureQueriesContext(connection) as many:
        client.get("/log/")
    assert len(many) == len(few)


# ── Drafts ──────────────────────────────────────────────────────────────────────────────────────
def test_that_what_was_typed_comes_back_with_its_code_and_goes_when_sent(
    case_manager, case_of, counselling, browser
):
    case, client = case_of(case_manager), browser(case_manager)
    values = sent(case, counselling, note="Foli më shumë.", minutes="45")
    client.post("/drafts/keep/log:/", values)
    form = client.get("/log/").context["form"]
    assert [form[name].value() for name in ("code", "note", "minutes", "case")] == [
        "S-1",
        "Foli më shumë.",
        "45",
        case.code,
    ]
    client.post("/log/", values)
    assert (Draft.objects.count(), Service.objects.count()) == (0, 1)


def test_that_a_draft_of_what_arrived_after_all_makes_no_second_record(
    case_manager, case_of, counselling, browser
):
    client, values = browser(case_manager), sent(case_of(case_manager), counselling)
    client.post("/log/", values)
    client.post("/drafts/keep/log:/", values)  # the answer had got lost
    again = client.get("/log/").context["form"]["code"].value()
    client.post("/log/", values | {"code": again})
    assert (Service.objects.count(), AuditEntry.objects.filter(verb="added").count()) == (1, 1)


# ── Appointments ────────────────────────────────────────────────────────────────────────────────
def test_that_an_appointment_is_agreed_at_the_hour_that_was_pressed(case_manager, case_of, browser):
    case, client = case_of(case_manager), browser(case_manager)
    form = client.get("/calendar/add/?at=2026-03-02T14:00").context["form"]
    moment = form["starts_at"].value()
    assert (moment.hour, moment.date().isoformat()) == (14, "2026-03-02")
    values = {"case": case.code, "kind": "visit", "starts_at": "2026-03-02T14:00", "code": "AT-1"}
    answer = client.post("/calendar/add/", values | {"mode": "phone", "minutes": "30"})
    agreed = Appointment.objects.get()
    assert (answer.status_code, agreed.person, agreed.staff, agreed.minutes, agreed.mode) == (
        302,
        case.person,
        case_manager.staff,
        30,
        "phone",
    )
    assert timezone.localtime(agreed.starts_at).hour == 14
