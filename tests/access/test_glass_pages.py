"""The pages of the emergency: opening a case that is not one's own, and the officer's look at it."""

import pytest
from django.urls import reverse

from agimi.access.break_glass import MOST_TRIES, break_glass
from agimi.access.models import AuditEntry, BreakGlass
from agimi.casework.actions import read_case
from agimi.casework.models import Case
from agimi.people.models import Person
from tests.records import DAY, make

GLASS, REVIEW = reverse("glass:glass"), reverse("glass:review")
WHY = "She called at night, her case manager cannot be reached"


@pytest.fixture
def case(case_manager, shelter):
    lead, person = case_manager.staff, make(Person)
    return make(Case, person=person, site=shelter, lead=lead, opened_on=DAY, restricted=True)


def ask(client, code, because=WHY, minutes="60"):
    return client.post(GLASS, {"code": code, "because": because, "minutes": minutes})


def test_that_a_case_opens_by_its_code_and_can_be_closed_early(case, colleague, browser):
    client = browser(colleague)
    assert ask(client, case.code.lower()).status_code == 302
    assert list(Case.objects.visible_to(colleague)) == [case]
    assert case.code in client.get(GLASS).content.decode()

    glass = BreakGlass.objects.get()
    client.post(reverse("glass:close", args=[glass.code]))
    assert list(Case.objects.visible_to(colleague)) == []
    verbs = AuditEntry.objects.filter(code=case.code).order_by("number").values_list("verb")
    assert [verb for (verb,) in verbs] == ["glass broken", "glass closed"]


def test_that_it_opens_by_the_code_of_the_person(case, colleague, browser):
    ask(browser(colleague), case.person.code)
    assert BreakGlass.objects.get().case == case


def test_that_a_person_with_two_cases_opens_the_one_that_is_open(case, colleague, browser):
    make(
        Case,
        person=case.person,
        opened_on="2023-01-01",
        closed_on="2023-02-01",
        closing_reason="needs_met",
    )
    ask(browser(colleague), case.person.code)
    assert BreakGlass.objects.get().case == case


def test_that_a_code_that_opens_nothing_is_told_and_few_are_allowed(colleague, case, browser):
    client = browser(colleague)
    for number in range(MOST_TRIES):
        answer = ask(client, f"R-0000-000{number}")
        assert (answer.status_code, answer.content.decode().count("nuk hap asnjë rast")) == (422, 1)
    assert ask(client, case.code).status_code == 422
    assert BreakGlass.objects.count() == 0
    tried = AuditEntry.objects.filter(verb="glass tried").values_list("actor", "code")
    assert list(tried.order_by("number")[:1]) == [("colleague", "R-0000-0000")]
    assert tried.count() == MOST_TRIES


def test_that_a_known_and_an_unknown_code_cost_the_same_questions(colleague, case, browser):
    """Neither the questions nor the entries tell which of two codes exists."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from agimi.access import break_glass as room

    counts = []
    for code in (case.code, "R-0000-0000"):
        with CaptureQueriesContext(connection) as queries:
            room._case_of(code)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_that_a_case_that_is_open_already_is_not_broken_into(case, case_manager, browser):
    assert ask(browser(case_manager), case.code).status_code == 422
    assert BreakGlass.objects.count() == 0


@pytest.mark.parametrize(("because", "minutes"), [("short", "60"), (WHY, "99999"), (WHY, "")])
def test_that_a_reason_and_a_time_are_needed_and_what_was_typed_stays(
    case, colleague, browser, because, minutes
):
    answer = ask(browser(colleague), case.code, because, minutes)
    assert answer.status_code == 422
    assert because in answer.content.decode()
    assert BreakGlass.objects.count() == 0


def test_that_an_unseen_case_and_none_at_all_look_alike(case, colleague, browser):
    """No hint that it exists: the same page, letter by letter but for its own address."""
    client = browser(colleague)
    pages = []
    for code in (case.code, "R-0000-0000"):
        answer = client.get(f"/nowhere/{code}/")
        pages.append((answer.status_code, GLASS in answer.content.decode()))
    assert pages == [(404, True), (404, True)]


def test_that_the_officer_sees_what_was_read_and_keeps_a_finding(case, colleague, dpo, browser):
    glass = break_glass(case, by=colleague, because=WHY)
    read_case(case.code, by=colleague)
    client = browser(dpo)
    assert '<span class="count">1' in client.get(REVIEW).content.decode()
    address = reverse("glass:review_one", args=[glass.code])
    page = client.get(address).content.decode()
    assert (WHY in page, "lexoi një rast" in page, "e këtij rasti" in page) == (True, True, True)

    assert client.post(address, {"finding": "ok"}).status_code == 422
    client.post(address, {"finding": "Needed: confirmed by the police."})
    glass.refresh_from_db()
    assert (glass.reviewed_by, glass.finding) == (dpo, "Needed: confirmed by the police.")
    assert '<span class="count">' not in client.get(REVIEW).content.decode()


def test_that_nobody_closes_what_somebody_else_opened(case, colleague, psychologist, browser):
    glass = break_glass(case, by=colleague, because=WHY)
    assert browser(psychologist).post(reverse("glass:close", args=[glass.code])).status_code == 404


def test_that_the_page_asks_as_much_for_many_as_for_one(colleague, browser, shelter):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = browser(colleague), []
    for more in (1, 10):
        for _each in range(more):
            break_glass(make(Case, site=shelter), by=colleague, because=WHY)
        with CaptureQueriesContext(connection) as queries:
            client.get(GLASS)
        counts.append(len(queries))
    assert counts[0] == counts[1]
