"""Lists: what they show, what narrows and sorts them, and that they stay calm."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agimi.casework.models import Case, Service, Task
from agimi.people.models import Person
from agimi.programme.models import Code, Project
from tests.records import code, make

Signed = Callable[..., Client]


@pytest.fixture
def case(case_manager: Any, shelter: Any) -> Case:
    return make(Case, lead=case_manager.staff, site=shelter, code="R-OWN")


@pytest.fixture
def other_case(colleague: Any, other_shelter: Any) -> Case:
    return make(Case, lead=colleague.staff, site=other_shelter, code="R-OTHER")


def service(case: Case, **more: Any) -> Service:
    return make(Service, case=case, person=case.person, **more)


def codes(page: Any, kind: str = "services") -> list[str]:
    """The codes of the records that the rows lead to, in their order."""
    return re.findall(rf'href="/records/{kind}/([^/"]+)/" data-open', page.content.decode())


def text_of(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


# ── Whose records ───────────────────────────────────────────────────────────────────────────────
def test_a_list_shows_what_its_reader_sees_and_nothing_else(
    signed: Signed, case_manager: Any, case: Case, other_case: Case
) -> None:
    mine, _other = service(case), service(other_case)

    assert codes(signed(case_manager).get("/records/services/")) == [mine.code]


def test_who_has_no_right_over_these_records_is_told_so(signed: Signed, it_volunteer: Any) -> None:
    assert signed(it_volunteer).get("/records/services/").status_code == 403


def test_there_is_no_list_of_what_is_no_kind(signed: Signed, case_manager: Any) -> None:
    assert signed(case_manager).get("/records/secrets/").status_code == 404


def test_a_coordinator_narrows_to_what_is_hers_or_of_her_site(
    signed: Signed, coordinator: Any, case: Case
) -> None:
    by_me = service(case, staff=coordinator.staff)
    of_site = service(case)
    browser = signed(coordinator)

    assert codes(browser.get("/records/services/?whose=mine")) == [by_me.code]
    assert set(codes(browser.get("/records/services/?whose=site"))) == {by_me.code, of_site.code}


# ── Filters ─────────────────────────────────────────────────────────────────────────────────────
def test_choices_are_ticked_several_at_a_time(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    phone, online = service(case, mode="phone"), service(case, mode="online")
    service(case, mode="in_person")

    page = signed(case_manager).get("/records/services/?mode=phone&mode=online")

    assert set(codes(page)) == {phone.code, online.code}


def test_values_of_a_list_are_named_by_code_in_the_address(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    kind: Code = code("service", "counselling")
    counselled = service(case, kind=kind)
    service(case, kind=code("service", "other"))

    page = signed(case_manager).get(f"/records/services/?kind={kind.code}")

    assert codes(page) == [counselled.code]


def test_a_record_with_two_projects_that_fit_is_listed_once(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    projects = [make(Project), make(Project)]
    both = service(case)
    both.projects.set(projects)
    service(case)

    query = "&".join(f"projects={project.code}" for project in projects)
    page = signed(case_manager).get(f"/records/services/?{query}")

    assert codes(page) == [both.code]


def test_what_is_not_recorded_can_be_looked_for(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    without = service(case, staff=None)
    service(case, staff=case_manager.staff)

    assert codes(signed(case_manager).get("/records/services/?staff=none")) == [without.code]


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("on_after=2024-03-01&on_before=2024-03-31", [31, 1]),
        ("on_after=02.03.2024", [31]),
        ("on_before=2024-03-01", [1, 0]),
    ],
)
def test_days_narrow_from_and_to_both_included(
    signed: Signed, case_manager: Any, case: Case, asked: str, days: list[int]
) -> None:
    march = {
        0: service(case, on=dt.date(2024, 2, 29)),
        1: service(case, on=dt.date(2024, 3, 1)),
        31: service(case, on=dt.date(2024, 3, 31)),
    }

    page = signed(case_manager).get(f"/records/services/?{asked}")

    assert codes(page) == [march[day].code for day in days]


def test_a_value_that_there_is_not_is_left_aside_and_said(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    service(case)

    page = signed(case_manager).get("/records/services/?mode=by_pigeon")

    assert page.status_code == 200
    assert len(codes(page)) == 1
    assert "by_pigeon is not one of the available choices" in text_of(page)


def test_what_goes_on_and_what_has_ended_are_told_apart(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    from agimi.casework.models import TeamMember

    goes_on = make(TeamMember, case=case, staff=case_manager.staff)
    ended = make(TeamMember, case=case, staff=case_manager.staff, ended_on=dt.date(2024, 2, 1))
    browser = signed(case_manager)

    assert codes(browser.get("/records/team/?still=open"), "team") == [goes_on.code]
    assert codes(browser.get("/records/team/?still=ended"), "team") == [ended.code]


# ── Codes ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("wanted", ["R-OWN", "r-ow", "P-WANTED", "S-WANTED"])
def test_codes_of_record_case_and_person_are_found_by_their_beginning(
    signed: Signed, case_manager: Any, wanted: str
) -> None:
    person = make(Person, code="P-WANTED")
    own = make(Case, code="R-OWN", lead=case_manager.staff, person=person)
    service(own, code="S-WANTED")
    service(make(Case, code="R-SECOND", lead=case_manager.staff), code="S-OTHER")

    page = signed(case_manager).get("/records/services/", {"q": wanted})

    assert codes(page) == ["S-WANTED"]


def test_two_letters_are_too_few_to_search_by(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    service(case)

    page = signed(case_manager).get("/records/services/?q=S-")

    assert codes(page) == []
    assert "Write at least three characters of the code." in text_of(page)


def test_a_code_that_is_not_ones_own_is_not_found(
    signed: Signed, case_manager: Any, other_case: Case
) -> None:
    service(other_case)

    assert codes(signed(case_manager).get("/records/services/?q=R-OTHER")) == []


# ── Order, columns, pages ───────────────────────────────────────────────────────────────────────
def test_one_sorts_by_any_column_either_way_and_nothing_recorded_comes_last(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    long, short, unknown = (service(case, minutes=n) for n in (90, 30, None))
    browser = signed(case_manager)

    assert codes(browser.get("/records/services/?sort=minutes")) == [
        short.code,
        long.code,
        unknown.code,
    ]
    assert codes(browser.get("/records/services/?sort=-minutes")) == [
        long.code,
        short.code,
        unknown.code,
    ]


def test_choices_sort_in_the_order_in_which_they_are_declared(
    signed: Signed, case_manager: Any
) -> None:
    made = {
        risk: make(Case, lead=case_manager.staff, risk=risk) for risk in ("high", "low", "medium")
    }

    page = signed(case_manager).get("/records/cases/?sort=risk")

    found = re.findall(r"R-[0-9A-Z-]+(?=</a></th>)", page.content.decode())
    assert found == [made[risk].code for risk in ("low", "medium", "high")]


def test_equals_are_listed_newest_first(signed: Signed, case_manager: Any, case: Case) -> None:
    first, second = service(case), service(case)

    page = signed(case_manager).get("/records/services/")

    assert codes(page) == [second.code, first.code]


def test_columns_are_chosen(signed: Signed, case_manager: Any, case: Case) -> None:
    service(case, minutes=45, on=dt.date(2024, 3, 21))

    page = signed(case_manager).get("/records/services/?cols=on&cols=minutes").content.decode()

    headings = re.findall(r'id="sort-(\w+)"', page)
    assert headings == ["on", "minutes"]
    assert "21.03.2024" in page


def test_pages_follow_each_other_without_losing_the_filters(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    for _number in range(30):
        service(case, mode="phone")

    page = signed(case_manager).get("/records/services/?mode=phone&size=25").content.decode()

    assert "Page 1 of 2" in page
    assert 'rel="next" id="page-next" href="?mode=phone&amp;size=25&amp;page=2"' in page


def test_sealed_text_is_not_even_loaded(signed: Signed, case_manager: Any, case: Case) -> None:
    service(case, note=b"cipher text")
    browser = signed(case_manager)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get("/records/services/")

    rows = [q["sql"] for q in asked.captured_queries if 'FROM "casework_service"' in q["sql"]]
    assert rows
    assert not [sql for sql in rows if '"note"' in sql or '"referral_note"' in sql]


# ── Calm ────────────────────────────────────────────────────────────────────────────────────────
KINDS = ("services", "cases", "tasks")


@pytest.mark.parametrize("kind", KINDS)
def test_one_row_and_fifty_take_as_many_queries(
    signed: Signed, case_manager: Any, kind: str
) -> None:
    def more(number: int) -> None:
        for _number in range(number):
            case = make(Case, lead=case_manager.staff, person=make(Person))
            service(case, staff=case_manager.staff).projects.add(make(Project))
            make(Task, case=case, assignee=case_manager.staff)

    browser = signed(case_manager)
    more(1)
    with CaptureQueriesContext(connection) as one:
        browser.get(f"/records/{kind}/")
    more(49)
    with CaptureQueriesContext(connection) as fifty:
        page = browser.get(f"/records/{kind}/")

    assert page.content.decode().count("<tr data-row") == 50
    assert len(fifty) == len(one)


def test_a_list_counts_no_further_than_it_needs(
    signed: Signed, case_manager: Any, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agimi.desk.paging.MOST", 50)
    for _number in range(52):
        service(case)

    page = signed(case_manager).get("/records/services/?size=25&page=9")

    assert "More than 50 records" in text_of(page)
    assert "Page 2" in text_of(page)
    assert "There are more than these." in text_of(page)


def test_an_empty_list_says_what_comes_here(signed: Signed, case_manager: Any) -> None:
    page = text_of(signed(case_manager).get("/records/services/"))

    assert "Nothing is recorded here yet" in page
    assert "Take one away" not in page


def test_a_list_that_filters_have_emptied_offers_to_take_one_away(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    service(case)

    page = signed(case_manager).get("/records/services/?mode=phone&q=R-OWN").content.decode()

    assert "Nothing fits all of this" in page
    assert 'href="?q=R-OWN"' in page
    assert 'href="?mode=phone"' in page


# ── Addresses ───────────────────────────────────────────────────────────────────────────────────
def test_what_a_form_left_empty_has_no_place_in_the_address(
    signed: Signed, case_manager: Any
) -> None:
    asked = "/records/services/?q=&mode=phone&on_after=&whose="

    page = signed(case_manager).get(asked)

    assert (page.status_code, page["Location"]) == (302, "/records/services/?mode=phone")


def test_a_script_gets_the_list_alone_and_the_address_to_show(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    record = service(case, mode="phone")

    page = signed(case_manager).get(
        "/records/services/?q=&mode=phone", headers={"HX-Request": "true", "HX-Target": "list"}
    )

    assert page["HX-Push-Url"] == "/records/services/?mode=phone"
    assert "<html" not in page.content.decode()
    assert codes(page) == [record.code]
