"""What is done to many tasks of the list at once: ticked, put off, given, each with undo."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from agimi.casework.models import Case, Task, TeamMember
from agimi.desk.models import Undo
from agimi.programme.models import Post, Staff
from tests.records import make

pytestmark = pytest.mark.both_databases
DO = "/lists/tasks/bulk/"
TODAY = timezone.localdate()


@pytest.fixture
def tasks(case_manager: Any, shelter: Any) -> list[Task]:
    """Two tasks that are open and one that is done."""
    case = make(Case, lead=case_manager.staff, site=shelter)
    done = {"state": "done", "done_on": "2024-05-01"}
    values: tuple[dict[str, Any], ...] = ({}, {}, done)
    return [
        make(Task, case=case, assignee=case_manager.staff, due_on="2024-05-02", **each)
        for each in values
    ]


@pytest.fixture
def page(case_manager: Any) -> Client:
    client = Client()
    client.force_login(case_manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def do(page: Client, act: str, tasks: list[Task], **sent: Any) -> int:
    """Look at what would happen, then do it; the status of the answer."""
    asked = {"do": act, "pick": [task.code for task in tasks]}
    shown = page.post(DO, asked).context
    assert all(line.words.startswith(tasks[0].case.code) for line in shown["choice"].lines)
    sure = {"sure": "1", "once": shown["once"], "pick": list(shown["choice"].codes)}
    return page.post(DO, asked | sure | sent).status_code


def said(tasks: list[Task]) -> list[tuple[Any, ...]]:
    rows = Task.objects.filter(pk__in=[task.pk for task in tasks]).order_by("pk")
    return [(task.state, task.due_on, task.assignee.name) for task in rows]


def test_that_many_are_ticked_and_what_was_done_stays_as_it_was(tasks, page):
    name = tasks[0].assignee.name
    assert do(page, "done", tasks) == 302
    due = dt.date(2024, 5, 2)
    assert said(tasks) == [("done", due, name)] * 3
    done_on = Task.objects.order_by("pk").values_list("done_on", flat=True)
    assert list(done_on) == [TODAY, TODAY, dt.date(2024, 5, 1)]


def test_that_many_are_put_off_to_a_day(tasks, page):
    name, day = tasks[0].assignee.name, TODAY + dt.timedelta(days=3)
    assert do(page, "later", tasks, due_on=day.isoformat()) == 302
    old = dt.date(2024, 5, 2)
    assert said(tasks) == [("open", day, name)] * 2 + [("done", old, name)]


@pytest.mark.parametrize("day", ["", "once", "31.02.2027", "2020-01-01"])
def test_that_a_day_that_is_none_or_is_over_puts_nothing_off(tasks, page, day):
    before = said(tasks)
    assert do(page, "later", tasks, due_on=day) == 422
    assert said(tasks) == before


def test_that_many_are_given_to_a_colleague_and_taken_back(tasks, page, shelter):
    before = said(tasks)
    colleague = make(Staff, name="Drita Kola", started_on=dt.date(2020, 1, 1))
    make(Post, staff=colleague, site=shelter, role="case_manager", started_on=dt.date(2020, 1, 1))
    # Whoever does not work on the case would not see them in her day.
    assert do(page, "give", tasks[:2], assignee=colleague.pk) == 409
    assert said(tasks) == before

    make(TeamMember, case=tasks[0].case, staff=colleague, started_on=dt.date(2020, 1, 1))
    assert do(page, "give", tasks[:2], assignee=colleague.pk) == 302
    assert [row[2] for row in said(tasks[:2])] == ["Drita Kola"] * 2

    page.post(f"/undo/{Undo.objects.get().code}/")
    assert said(tasks) == before


def test_that_nobody_from_another_site_is_offered(tasks, page, shelter):
    make(Staff, name="Larg Shumë", started_on=dt.date(2020, 1, 1))
    picked = {"do": "give", "pick": [tasks[0].code]}
    assert list(page.post(DO, picked).context["form"].fields["assignee"].queryset) == []
