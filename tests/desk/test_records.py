"""Every kind of record has its pages: read, added, changed, ended, taken out by those who may."""

import datetime as dt

import pytest
from django.urls import reverse

from agimi.access.models import AuditEntry
from agimi.access.records import SealedField
from agimi.casework.models import Case, CaseChild, Phase, Placement, Service, Task
from agimi.desk.kinds import all_kinds, kind_of
from agimi.people.actions import read_text, seal_text
from agimi.people.models import Person
from tests.records import code, make

KINDS = all_kinds()
EACH = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
STANDS = {"cases", "people"}  # the case and the person themselves
OPENED = dt.date(2024, 1, 10)


@pytest.fixture
def record(kind, case, child):
    """One record of the kind, of the case and its person."""
    if kind.model is Case:
        return case
    if kind.model is Person:
        return case.person
    if kind.model is CaseChild:
        return CaseChild.objects.get(child=child)
    if kind.model is Phase:
        return case.phases.get()
    names = {field.name for field in kind.model._meta.concrete_fields}
    ties = {"case": case, "person": case.person}
    made = make(kind.model, **{name: value for name, value in ties.items() if name in names})
    if "cases" in {field.name for field in kind.model._meta.many_to_many}:
        made.cases.add(case)
    return made


def url(name, kind, record):
    return reverse(f"desk:{name}", args=(kind.slug, record.code))


@EACH
def test_that_whoever_works_on_the_case_reads_and_changes(kind, record, case_manager, browser):
    page = browser(case_manager)
    read = page.get(url("record", kind, record))
    # What has a page of its own is read there, where the reading goes into the trail.
    assert (read.status_code, read.get("Location")) == (
        (302, kind.url(record)) if kind.url else (200, None)
    )
    expected = 200 if kind.can_change else 404
    assert page.get(url("change", kind, record)).status_code == expected


@EACH
def test_that_for_a_colleague_of_another_site_there_is_no_such_record(
    kind, record, colleague, browser
):
    page = browser(colleague)
    pages = ("record", "change", "end", "remove")
    assert {page.get(url(name, kind, record)).status_code for name in pages} == {404}
    assert {page.post(url(name, kind, record)).status_code for name in pages[1:]} == {404}


@EACH
def test_that_the_outsider_and_the_it_volunteer_find_nothing(
    kind, record, outsider, it_volunteer, browser
):
    for user in (outsider, it_volunteer):
        page = browser(user)
        assert page.get(url("record", kind, record)).status_code == 404
        assert page.post(url("change", kind, record), {}).status_code == 404
        assert page.get(reverse("desk:add", args=(kind.slug,))).status_code in {403, 404}


@EACH
def test_that_the_director_reads_casework_and_changes_nothing(kind, record, director, browser):
    page = browser(director)
    seen = kind.model.objects.visible_to(director).filter(pk=record.pk).exists()
    opens = 302 if kind.url else 200  # what has a page of its own leads there
    assert page.get(url("record", kind, record)).status_code == (opens if seen else 404)
    assert page.get(url("change", kind, record)).status_code == (403 if seen else 404)
    assert page.get(url("remove", kind, record)).status_code == (403 if seen else 404)


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.can_change], ids=lambda kind: kind.slug
)
def test_that_a_form_asks_only_for_what_the_kind_says(kind, record, case_manager, browser):
    form = browser(case_manager).get(url("change", kind, record)).context["form"]
    asked = set(form.fields) - {"version", "was", "code"}
    assert asked - set(kind.fields) == set()
    assert set(kind.fields) - asked <= {"person"}


@EACH
def test_that_no_page_of_a_record_says_who_it_is(kind, record, case_manager, browser):
    answer = browser(case_manager).get(url("record", kind, record)).content.decode()
    assert "Agnesa" not in answer
    assert "Leka" not in answer


@EACH
def test_that_a_line_of_a_record_holds_nothing_sealed(kind, record, case):
    sealed = [field.name for field in kind.model._meta.fields if isinstance(field, SealedField)]
    for name in sealed:
        setattr(record, name, seal_text("Fjala e fshehur", person=case.person))
    assert "fshehur" not in str(kind.line(record))


def test_that_somebody_else_s_people_and_cases_are_not_offered(case_manager, case, browser):
    stranger = make(Case, person=make(Person))
    form = browser(case_manager).get(reverse("desk:add", args=("meetings",))).context["form"]
    offered = set(form.fields["cases"].queryset)
    assert stranger not in offered
    assert case in offered


# ── Adding ──────────────────────────────────────────────────────────────────────────────────────
def service_of(case, **more):
    return {
        "for": case.code,
        "code": "S-AAAA-BBBB-CCCC",
        "kind": code("service").pk,
        "on": "2024-02-01",
        "mode": "in_person",
        "role": "case_manager",
        "note": "Biseda e parë",
    } | more


def test_that_a_service_is_added_with_its_words_sealed(case, case_manager, browser):
    answer = browser(case_manager).post("/records/services/add/", service_of(case))
    service = Service.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.code}/")
    assert (service.code, service.person, service.on) == (
        "S-AAAA-BBBB-CCCC",
        case.person,
        dt.date(2024, 2, 1),
    )
    assert b"Biseda" not in bytes(service.note)
    assert read_text(service, "note", by=case_manager) == "Biseda e parë"


def test_that_a_double_click_makes_one_record(case, case_manager, browser):
    page = browser(case_manager)
    for _click in range(2):
        page.post("/records/services/add/", service_of(case))
    assert Service.objects.count() == 1


def test_that_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    case, case_manager, browser
):
    wrong = service_of(case, on="2023-01-01", minutes="0")
    answer = browser(case_manager).post("/records/services/add/", wrong)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert Service.objects.count() == 0
    assert form["note"].value() == "Biseda e parë"
    assert form.errors.keys() == {"__all__"}


def test_that_a_day_outside_the_case_is_refused_in_words(case, case_manager, browser):
    answer = browser(case_manager).post("/records/services/add/", service_of(case, on="2023-01-01"))
    assert answer.status_code == 422
    assert "01.01.2023" in answer.context["form"].non_field_errors()[0]


def test_that_nothing_is_added_to_a_case_that_is_not_one_s_own(case, psychologist, browser):
    answer = browser(psychologist).post("/records/services/add/", service_of(case))
    assert (answer.status_code, Service.objects.count()) == (404, 0)


def test_that_a_child_s_record_stands_in_the_mother_s_case(case, child, case_manager, browser):
    browser(case_manager).post("/records/services/add/", service_of(case, person=child.pk))
    service = Service.objects.get()
    assert (service.person, service.case) == (child, case)


def test_that_nobody_but_the_people_of_the_case_can_be_chosen(case, child, case_manager, browser):
    other = make(Person)
    sent = service_of(case, person=other.pk)
    answer = browser(case_manager).post("/records/services/add/", sent)
    assert (answer.status_code, Service.objects.count()) == (422, 0)
    assert answer.context["form"].errors.keys() == {"person"}


def test_that_a_new_placement_ends_the_one_before(case, case_manager, browser):
    page = browser(case_manager)
    for on, kind in (("2024-01-10", "shelter"), ("2024-03-01", "rented_apartment")):
        page.post("/records/placements/add/", {"for": case.code, "kind": kind, "started_on": on})
    spells = Placement.objects.order_by("started_on").values_list("kind", "ended_on")
    assert list(spells) == [("shelter", dt.date(2024, 3, 1)), ("rented_apartment", None)]


# ── Changing ────────────────────────────────────────────────────────────────────────────────────
def test_that_a_task_that_is_done_has_a_day(case, case_manager, browser):
    task = make(Task, case=case, state="open")
    sent = {"title": "Telefononi", "state": "done", "version": task.version}
    answer = browser(case_manager).post(url("change", kind_of("tasks"), task), sent)
    task.refresh_from_db()
    assert (answer.status_code, task.state, task.done_on is not None) == (302, "done", True)


def test_that_ending_asks_for_a_day_and_ends(case, case_manager, browser):
    placement = make(Placement, case=case, person=case.person, started_on=OPENED)
    sent = {"on": "2024-05-01", "version": placement.version}
    browser(case_manager).post(url("end", kind_of("placements"), placement), sent)
    placement.refresh_from_db()
    assert placement.ended_on == dt.date(2024, 5, 1)


def test_that_nothing_ends_before_it_starts(case, case_manager, browser):
    placement = make(Placement, case=case, person=case.person, started_on=OPENED)
    sent = {"on": "2023-05-01", "version": placement.version}
    answer = browser(case_manager).post(url("end", kind_of("placements"), placement), sent)
    placement.refresh_from_db()
    assert (answer.status_code, placement.ended_on) == (422, None)


def test_that_taking_out_needs_a_reason_and_leaves_a_trace(case, case_manager, browser):
    service = make(Service, case=case, person=case.person, on=OPENED)
    page, address = browser(case_manager), url("remove", kind_of("services"), service)
    assert page.post(address, {"because": ""}).status_code == 422
    assert page.post(address, {"because": "Regjistruar dy herë"}).status_code == 302
    entry = AuditEntry.objects.get(verb="removed", code=service.code)
    assert (Service.objects.count(), entry.because) == (0, "Regjistruar dy herë")


def test_that_opening_the_words_of_a_record_stands_in_the_trail(case, case_manager, browser):
    note = seal_text("Fjalët", person=case.person)
    service = make(Service, case=case, person=case.person, on=OPENED, note=note)
    answer = browser(case_manager).get(url("record", kind_of("services"), service))
    assert "Fjalët" in answer.content.decode()
    assert AuditEntry.objects.filter(verb="note read", code=service.code).count() == 1


def test_that_the_director_reads_a_record_but_not_its_words(case, director, browser):
    note = seal_text("Fjalët", person=case.person)
    service = make(Service, case=case, person=case.person, on=OPENED, note=note)
    answer = browser(director).get(url("record", kind_of("services"), service))
    assert (answer.status_code, "Fjalët" in answer.content.decode()) == (200, False)


def test_that_a_page_asks_as_few_questions_for_many_choices_as_for_few(
    case, case_manager, browser, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page, address = browser(case_manager), f"/records/services/add/?for={case.code}"
    page.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page.get(address)
    for number in range(30):
        code("service", key=f"k{number}")
        code("topic", key=f"t{number}")
    with CaptureQueriesContext(connection) as many:
        page.get(address)
    assert len(many) == len(few)
