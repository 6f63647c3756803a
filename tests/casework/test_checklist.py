"""The first tasks of a case: what the checklist asks for, of whom, until when, and what it leaves out."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from agimi.casework import actions
from agimi.casework.checklist import ITEMS, make_child_task, make_tasks
from agimi.casework.choices import TaskKind
from agimi.casework.models import Assessment, Case, CaseChild, Paper, Task
from agimi.people.actions import read_text
from agimi.people.models import Consent, Person
from agimi.programme.models import Staff
from tests.records import DAY, draft, make

pytestmark = pytest.mark.both_databases
FORTY = dt.date(DAY.year - 40, 1, 1)
FIFTEEN = dt.date(DAY.year - 15, 1, 1)
ALL = {
    "risk": 1, "safety_plan": 1, "consents": 3, "psychosocial": 7, "medical": 7, "legal_needs": 14,
    "educational": 14, "plan": 14, "health_card": 30, "jobseeker": 30,
}  # fmt: skip


@pytest.fixture
def case(case_manager):
    person = make(Person, created_by=case_manager, birth_date=FORTY)
    opened = draft(Case, person=person, lead=case_manager.staff, opened_on=DAY)
    return actions.open_case(opened, by=case_manager)


def due(case):
    """The tasks of a case: how many days after the opening each is due."""
    tasks = Task.objects.filter(case=case)
    return {kind: (on - DAY).days for kind, on in tasks.values_list("kind", "due_on")}


def test_that_each_universal_service_has_its_item():
    wanted = {f"UNI-0{number}" for number in range(1, 7)}
    assert {item.requirement for item in ITEMS} - {""} == wanted


def test_that_a_new_case_of_an_adult_gets_every_task_with_its_day(case, case_manager):
    make_tasks(case, by=case_manager)
    assert due(case) == ALL


def test_that_a_minor_is_not_registered_as_jobseeker_and_her_needs_as_a_child_are_assessed(
    case, case_manager
):
    Person.objects.filter(pk=case.person_id).update(birth_date=FIFTEEN)
    case = Case.objects.get(pk=case.pk)
    make_tasks(case, by=case_manager)
    assert due(case) == {k: v for k, v in ALL.items() if k != "jobseeker"} | {"child_needs": 7}


@pytest.mark.parametrize(
    ("born", "is_asked"),
    [(dt.date(DAY.year - 18, DAY.month, DAY.day), True),
     (dt.date(DAY.year - 18, DAY.month, DAY.day + 1), False), (None, True)],
)  # fmt: skip
def test_that_who_comes_of_age_on_the_day_counts_as_grown_up(case, case_manager, born, is_asked):
    Person.objects.filter(pk=case.person_id).update(birth_date=born)
    make_tasks(Case.objects.get(pk=case.pk), by=case_manager)
    assert ("jobseeker" in due(case)) is is_asked


def test_that_a_task_goes_to_who_holds_the_post_and_else_to_the_lead(case, case_manager):
    lawyer = make(Staff, name="Juristja")
    actions.join_team(case, staff=lawyer, role="lawyer", on=DAY, by=case_manager)
    make_tasks(case, by=case_manager)
    given = dict(Task.objects.values_list("kind", "assignee__name"))
    assert (given["legal_needs"], given["medical"]) == ("Juristja", case_manager.staff.name)


def test_that_each_child_gets_a_task_that_names_its_code(case, case_manager):
    children = [make(Person, created_by=case_manager) for _ in range(2)]
    for child in children:
        make(CaseChild, case=case, child=child, started_on=DAY)
    make_tasks(case, by=case_manager)
    tasks = Task.objects.filter(kind=TaskKind.CHILD_NEEDS).order_by("pk")
    words = [read_text(task, "title", by=case_manager) for task in tasks]
    assert words == [f"{TaskKind.CHILD_NEEDS.label}: {child.code}" for child in children]


def test_that_what_is_done_already_makes_no_task(case, case_manager):
    mine = {"case": case, "person": case.person, "on": DAY}
    make(Assessment, kind="risk", **mine)
    make(Paper, kind="health_card", **mine)
    for purpose in ("services", "record"):
        make(Consent, person=case.person, purpose=purpose, given_on=DAY)
    make_tasks(case, by=case_manager)
    assert set(ALL) - set(due(case)) == {"risk", "health_card", "consents"}


def test_that_one_consent_of_two_still_leaves_the_task(case, case_manager):
    make(Consent, person=case.person, purpose="services", given_on=DAY)
    make_tasks(case, by=case_manager)
    assert "consents" in due(case)


def test_that_asking_twice_makes_nothing_twice(case, case_manager):
    make_tasks(case, by=case_manager)
    assert make_tasks(case, by=case_manager) == []
    assert Task.objects.count() == len(ALL)


def test_that_a_child_who_joins_later_gets_its_own_task(case, case_manager):
    make_tasks(case, by=case_manager)
    joined = DAY + dt.timedelta(days=100)
    (task,) = make_child_task(case, make(Person), on=joined, by=case_manager)
    assert (task.kind, task.due_on) == ("child_needs", joined + dt.timedelta(days=7))


def test_that_nobody_makes_tasks_in_the_case_of_others(case, colleague):
    with pytest.raises(PermissionDenied):
        make_tasks(case, by=colleague)
    assert Task.objects.count() == 0
