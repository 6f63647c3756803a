"""The calendar and the feed for telephones, in which nobody has a name."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agimi.access.models import AuditEntry
from agimi.casework.calendar import Whose, entries, open_feed
from agimi.casework.models import Appointment, CalendarFeed, Case, Proceeding, Task
from agimi.people.actions import seal_text
from agimi.people.models import Person
from tests.records import make

MONDAY = dt.date(2024, 6, 10)


def at(day, hour=10):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


@pytest.fixture
def case_of(shelter, other_shelter):
    def made(user, **values):
        usual = {"site": user.site, "lead": user.staff, "opened_on": dt.date(2024, 1, 1)} | values
        return make(Case, person=make(Person), **usual)

    return made


@pytest.fixture
def browser():
    def of(user):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return of


def codes(user, whose, first=MONDAY, last=MONDAY):
    return [entry.code for entry in entries(by=user, whose=whose, first=first, last=last)]


def test_that_tasks_and_hearings_stand_before_the_hours(case_manager, case_of):
    case = case_of(case_manager)
    of = {"person": case.person, "case": case}
    make(Appointment, code="AT-2", starts_at=at(MONDAY, 14), **of)
    make(Appointment, code="AT-1", starts_at=at(MONDAY, 9), **of)
    make(Proceeding, code="PC-1", next_hearing_on=MONDAY, **of)
    make(Task, code="TK-1", case=case, due_on=MONDAY)
    make(Task, code="TK-2", case=case, due_on=MONDAY, state="done")
    assert codes(case_manager, Whose.OWN) == ["PC-1", "TK-1", "AT-1", "AT-2"]


def test_that_a_day_ends_at_midnight_here(case_manager, case_of):
    case = case_of(case_manager)
    for code, moment in (
        ("AT-1", at(MONDAY, 0)),
        ("AT-2", at(MONDAY, 23)),
        ("AT-3", at(MONDAY + dt.timedelta(1), 0)),
    ):
        make(Appointment, code=code, person=case.person, case=case, starts_at=moment)
    assert codes(case_manager, Whose.OWN) == ["AT-1", "AT-2"]


def test_that_each_calendar_reaches_as_far_as_the_right(
    case_manager, psychologist, coordinator, colleague, supervisor, case_of
):
    mine, at_site, elsewhere = map(case_of, (case_manager, psychologist, colleague))
    staff = (case_manager, psychologist, psychologist, colleague)
    for number, (case, user) in enumerate(
        zip((mine, mine, at_site, elsewhere), staff, strict=True), start=1
    ):
        values = {"person": case.person, "case": case, "staff": user.staff}
        make(Appointment, code=f"AT-{number}", starts_at=at(MONDAY, 8 + number), **values)
    assert codes(case_manager, Whose.OWN) == ["AT-1"]
    assert codes(case_manager, Whose.TEAM) == ["AT-1", "AT-2"]
    assert codes(coordinator, Whose.SITE) == ["AT-1", "AT-2", "AT-3"]
    assert codes(supervisor, Whose.ALL) == ["AT-1", "AT-2", "AT-3", "AT-4"]
    assert codes(case_manager, Whose.ALL) == ["AT-1", "AT-2"]


@pytest.mark.parametrize(
    ("persona", "whose", "status"),
    [
        ("case_manager", "team", 200),
        ("case_manager", "site", 404),
        ("case_manager", "all", 404),
        ("coordinator", "site", 200),
        ("coordinator", "all", 404),
        ("supervisor", "all", 200),
        ("supervisor", "nonsense", 404),
        ("it_volunteer", "own", 403),
    ],
)
def test_that_a_calendar_beyond_the_right_is_not_there(request, browser, persona, whose, status):
    user = request.getfixturevalue(persona)
    assert browser(user).get(f"/calendar/?whose={whose}").status_code == status


@pytest.mark.parametrize(
    ("address", "status", "days"),
    [
        ("day/2024-06-10", 200, 1),
        ("week/2024-06-12", 200, 7),
        ("month/2024-06-12", 200, 35),
        ("month/2024-02-29", 200, 35),
        ("year/2024-06-10", 404, 0),
        ("day/2024-06-31", 404, 0),
        ("day/0001-01-01", 404, 0),
    ],
)
def test_that_the_address_says_which_days(case_manager, browser, address, status, days):
    page = browser(case_manager).get(f"/calendar/{address}/")
    assert page.status_code == status
    assert len(page.context["days"] if status == 200 else []) == days


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("day/2024-03-01", "2024-02-29", "2024-03-02"),
        ("week/2024-06-12", "2024-06-05", "2024-06-19"),
        ("month/2024-01-31", "2023-12-01", "2024-02-01"),
        ("month/2024-03-01", "2024-02-01", "2024-04-01"),
    ],
)
def test_that_the_pages_are_turned_by_day_week_and_month(
    case_manager, browser, address, before, after
):
    context = browser(case_manager).get(f"/calendar/{address}/").context
    assert (context["before"].isoformat(), context["after"].isoformat()) == (before, after)


@pytest.mark.parametrize("span", ["day", "week", "month"])
def test_that_the_calendar_asks_as_much_for_one_entry_as_for_many(
    case_manager, case_of, browser, span
):
    def fill(number):
        for _n in range(number):
            case = case_of(case_manager)
            of = {"person": case.person, "case": case}
            make(Appointment, starts_at=at(MONDAY), staff=case_manager.staff, **of)
            make(Task, case=case, due_on=MONDAY)
            make(Proceeding, next_hearing_on=MONDAY, **of)

    client, address = browser(case_manager), f"/calendar/{span}/2024-06-10/"
    fill(1)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    fill(9)
    with CaptureQueriesContext(connection) as ten:
        client.get(address)
    assert len(ten) == len(one)


# ── The feed ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def soon():
    return timezone.localdate() + dt.timedelta(days=2)


def read(secret):
    answer = Client().get(f"/calendar/feed/{secret}/agimi.ics")
    return answer.status_code, answer.content.decode()


def test_that_the_feed_says_what_for_and_when_and_nothing_else(case_manager, case_of, soon):
    case = case_of(case_manager)
    of = {"person": case.person, "case": case}
    note = seal_text("Takim me Mirën", person=case.person)
    make(Appointment, kind="medical", starts_at=at(soon), minutes=30, note=note, **of)
    make(Proceeding, next_hearing_on=soon, **of)
    make(Task, case=case, title=note, due_on=soon)
    status, ics = read(open_feed(by=case_manager, with_codes=False))
    lines = ics.replace("\r\n ", "").split("\r\n")
    summaries = sorted(line.removeprefix("SUMMARY:") for line in lines if "SUMMARY" in line)
    assert (status, summaries) == (200, ["Detyrë", "Seancë gjyqësore", "Vizitë mjekësore"])
    assert {line.partition(":")[0].partition(";")[0] for line in lines if line} == {
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "X-WR-CALNAME",
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DURATION",
        "SUMMARY",
        "CLASS",
    }
    assert case.code not in ics
    assert case.person.code not in ics


def test_that_the_codes_stand_in_it_only_where_they_were_wished(case_manager, case_of, soon):
    case = case_of(case_manager)
    make(Appointment, person=case.person, case=case, kind="visit", starts_at=at(soon))
    _status, ics = read(open_feed(by=case_manager, with_codes=True))
    assert f"SUMMARY:Vizitë ({case.code})" in ics


def test_that_what_was_called_off_and_what_is_others_is_not_in_it(
    case_manager, colleague, case_of, soon
):
    mine, others = case_of(case_manager), case_of(colleague)
    make(Appointment, person=mine.person, case=mine, starts_at=at(soon), state="cancelled")
    make(Appointment, person=others.person, case=others, starts_at=at(soon))
    _status, ics = read(open_feed(by=case_manager, with_codes=False))
    assert "BEGIN:VEVENT" not in ics


def test_that_each_reading_is_in_the_trail_and_the_secret_is_nowhere(case_manager):
    secret = open_feed(by=case_manager, with_codes=False)
    read(secret)
    entry = AuditEntry.objects.get(verb="calendar feed read")
    feed = CalendarFeed.objects.get()
    assert (entry.actor, feed.read_at is not None) == ("case_manager", True)
    assert secret not in f"{feed.digest} {[vars(each) for each in AuditEntry.objects.all()]}"


def test_that_a_new_address_ends_the_old_one_and_one_taken_back_answers_nothing(
    case_manager, browser
):
    first = open_feed(by=case_manager, with_codes=False)
    second = open_feed(by=case_manager, with_codes=False)
    assert (read(first)[0], read(second)[0]) == (404, 200)
    browser(case_manager).post("/calendar/feed/", {"do": "close"})
    assert read(second)[0] == 404


def test_that_whoever_leaves_takes_the_feed_along(case_manager):
    secret = open_feed(by=case_manager, with_codes=False)
    case_manager.is_active = False
    case_manager.save()
    assert read(secret)[0] == 404


@pytest.mark.parametrize("guess", ["a", "W-0000-0000", "x" * 43])
def test_that_a_guess_finds_nothing(db, guess):
    assert read(guess)[0] == 404


def test_that_the_feed_is_kept_by_nobody_on_the_way(case_manager):
    secret = open_feed(by=case_manager, with_codes=False)
    answer = Client().get(f"/calendar/feed/{secret}/agimi.ics")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


def test_that_the_address_is_told_once(case_manager, browser):
    client = browser(case_manager)
    first = client.post("/calendar/feed/", {"do": "open"}, follow=True).content.decode()
    second = client.get("/calendar/").content.decode()
    assert ("agimi.ics" in first, "agimi.ics" in second) == (True, False)
