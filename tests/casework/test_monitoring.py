"""Who was not seen as often as the phase asks."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agimi.casework.models import Case, Phase, Service, Task
from agimi.casework.monitoring import ask_to_see, days_silent, not_seen, with_last_contact
from agimi.people.actions import read_text
from tests.records import make

pytestmark = pytest.mark.both_databases
TODAY = timezone.localdate()
OPENED = TODAY - dt.timedelta(90)


def ago(days):
    return TODAY - dt.timedelta(days)


@pytest.fixture
def in_phase(case_manager, shelter):
    def open_case(number, *, seen=None, **more):
        values = {"lead": case_manager.staff, "site": shelter, "opened_on": OPENED} | more
        case = make(Case, **values)
        if number:
            make(Phase, case=case, number=number, started_on=case.opened_on)
        if seen is not None:
            make(Service, case=case, person=case.person, on=ago(seen))
        return case

    return open_case


def browser(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize(
    ("number", "days", "late"),
    [
        (1, 1, False),
        (1, 2, True),
        (2, 7, False),
        (2, 8, True),
        (3, 31, False),
        (3, 32, True),
        (None, 1, False),
        (None, 2, True),
    ],
)
def test_how_often_somebody_is_to_be_seen(number, days, late, in_phase, case_manager):
    case = in_phase(number, seen=days)
    assert list(not_seen(by=case_manager)) == ([case] if late else [])


@pytest.mark.parametrize(("opened", "late"), [(1, False), (2, True)])
def test_that_a_new_case_without_contact_counts_from_its_opening(
    opened, late, in_phase, case_manager
):
    case = in_phase(1, opened_on=ago(opened))
    assert list(not_seen(by=case_manager)) == ([case] if late else [])


def test_that_closed_cases_and_contacts_to_come_are_left_out(in_phase, case_manager):
    in_phase(1, closed_on=TODAY, closing_reason="needs_met")
    ahead = in_phase(1, seen=-3)
    assert list(not_seen(by=case_manager)) == [ahead]


def test_that_the_list_says_for_how_long(in_phase, case_manager):
    in_phase(3, seen=40)
    (case,) = with_last_contact(not_seen(by=case_manager))
    assert (case.last_contact, days_silent(case)) == (ago(40), 40)


@pytest.mark.parametrize(
    ("persona", "rows"),
    [("case_manager", 1), ("coordinator", 1), ("supervisor", 2), ("psychologist", 0)],
)
def test_that_everybody_sees_their_own(persona, rows, in_phase, colleague, other_shelter, request):
    in_phase(1, seen=40)
    in_phase(1, seen=40, lead=colleague.staff, site=other_shelter)
    page = browser(request.getfixturevalue(persona))
    answer = page.get(reverse("casework:monitoring"))
    assert len(answer.context["shown"].rows) == rows


@pytest.mark.parametrize(
    ("persona", "status"), [("director", 200), ("it_volunteer", 403), ("outsider", 403)]
)
def test_who_opens_it(persona, status, request):
    page = browser(request.getfixturevalue(persona))
    assert page.get(reverse("casework:monitoring")).status_code == status


@pytest.mark.parametrize("query", ["?sort=since", "?sort=-since", "?sort=rhythm", "?rhythm=1"])
def test_that_it_is_sorted_and_narrowed(query, in_phase, coordinator):
    in_phase(1, seen=40)
    in_phase(3, seen=50)
    answer = browser(coordinator).get(reverse("casework:monitoring") + query)
    assert len(answer.context["shown"].rows) == (1 if query == "?rhythm=1" else 2)


def test_that_each_case_manager_gets_a_task(in_phase, case_manager, coordinator):
    cases = [in_phase(1, seen=40), in_phase(2, seen=40)]
    ask_to_see(Case.objects.all(), by=coordinator, due_on=TODAY)
    tasks = list(Task.objects.order_by("case"))
    assert [(t.case, t.assignee, t.due_on) for t in tasks] == [
        (case, case_manager.staff, TODAY) for case in cases
    ]
    assert "takuar" in read_text(tasks[0], "title", by=case_manager)


def test_that_it_asks_as_much_for_one_as_for_several(in_phase, coordinator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page, address = browser(coordinator), reverse("casework:monitoring")
    in_phase(1, seen=40)
    page.get(address)
    with CaptureQueriesContext(connection) as one:
        page.get(address)
    for number in range(6):
        in_phase(number % 3 + 1, seen=40)
    with CaptureQueriesContext(connection) as several:
        assert len(page.get(address).context["shown"].rows) == 7
    assert len(several) == len(one)
