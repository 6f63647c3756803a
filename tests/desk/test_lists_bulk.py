"""Many records at once: looked at first, done together or not at all, done once, taken back together."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agimi.access import ledger
from agimi.casework.models import Case, Task
from agimi.desk import bulk, lists
from agimi.desk.kinds import Bulk
from agimi.desk.models import Undo
from tests.records import make

Signed = Callable[..., Client]
LIST, DO = "/records/tasks/", "/lists/tasks/bulk/"


class DayForm(forms.Form):
    on = forms.DateField()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def put_off(tasks: list[Any], *, by: Any, on: Any) -> None:
    for task in tasks:
        task.due_on = on
    ledger.change_many(tasks, ["due_on"], by=by)


def refuse(tasks: list[Any], *, by: Any, on: Any) -> None:
    put_off(tasks, by=by, on=on)
    raise ValidationError("This day is a holiday.")


def done_already(task: Any, user: Any) -> str:
    return "It is done already." if task.state == "done" else ""


@pytest.fixture(autouse=True)
def _acts(monkeypatch: pytest.MonkeyPatch) -> None:
    acts = (
        Bulk("put-off", "Put off", "calendar", put_off, form=DayForm, why_not=done_already),
        Bulk("refuse", "Refuse", "x", refuse, form=DayForm),
    )
    page = dataclasses.replace(lists.list_of_name("tasks"), bulk=acts)
    monkeypatch.setitem(lists._OF_KINDS, "tasks", page)


@pytest.fixture
def case(case_manager: Any) -> Case:
    return make(Case, lead=case_manager.staff)


def task(case: Case, **more: Any) -> Task:
    return make(Task, **{"case": case, "state": "open", "due_on": "2024-05-01"} | more)


def days(*tasks: Task) -> list[str]:
    return [str(Task.objects.get(pk=one.pk).due_on) for one in tasks]


def preview(browser: Client, *tasks: Task, act: str = "put-off", **more: str) -> Any:
    return browser.post(DO, {"do": act, "pick": [one.code for one in tasks], **more})


def once(page: Any) -> dict[str, Any]:
    """What the form of a preview would send."""
    sent: dict[str, Any] = {"pick": []}
    form = page.content.decode().split('<form class="card card-body panel"')[1]
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        if name == "pick":
            sent["pick"].append(value)
        else:
            sent[name] = value
    return sent


def test_boxes_are_there_only_where_there_is_something_to_do(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    task(case)
    browser = signed(case_manager)

    assert 'name="pick"' in browser.get(LIST).content.decode()
    assert 'name="pick"' not in browser.get("/records/cases/").content.decode()


def test_first_one_sees_what_it_would_be_done_to_and_nothing_is_changed(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    one, other, third = task(case), task(case), task(case)

    page = preview(signed(case_manager), one, other)

    assert page.status_code == 200
    assert set(once(page)["pick"]) == {one.code, other.code}
    assert third.code not in page.content.decode()
    assert days(one, other) == ["2024-05-01", "2024-05-01"]


def test_then_it_is_done_to_all_and_can_be_taken_back(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    one, other, third = task(case), task(case), task(case)
    browser = signed(case_manager)

    answer = browser.post(DO, once(preview(browser, one, other)) | {"on": "2024-06-01"})
    assert answer["Location"] == f"{LIST}?all=1"
    assert days(one, other, third) == ["2024-06-01", "2024-06-01", "2024-05-01"]
    assert "Put off: 2 records." in browser.get(answer["Location"]).content.decode()

    browser.post(f"/undo/{Undo.objects.get().code}/")
    assert days(one, other, third) == ["2024-05-01"] * 3


def test_sent_twice_it_is_done_once(signed: Signed, case_manager: Any, case: Case) -> None:
    one = task(case)
    browser = signed(case_manager)
    sent = once(preview(browser, one)) | {"on": "2024-06-01"}

    answers = [browser.post(DO, sent)["Location"] for _time in range(2)]

    assert answers == [f"{LIST}?all=1"] * 2
    assert Undo.objects.get().code in browser.get(answers[1]).content.decode()
    assert Task.objects.get(pk=one.pk).version == 2
    assert Undo.objects.count() == 1


def test_sent_at_the_same_moment_the_second_changes_nothing(
    signed: Signed, case_manager: Any, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = task(case)
    browser = signed(case_manager)
    sent = once(preview(browser, one)) | {"on": "2024-06-01"}
    browser.post(DO, sent)
    # The first has not been written yet when the second one looks.
    seen = iter([None, Undo.objects.get()])
    monkeypatch.setattr(bulk, "done_before", lambda token, *, by: next(seen))

    answer = browser.post(DO, sent | {"on": "2024-07-01"})

    assert answer["Location"] == f"{LIST}?all=1"
    assert days(one) == ["2024-06-01"]


def test_what_is_left_out_is_told_with_the_reason(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    todo, done = task(case), task(case, state="done", done_on="2024-05-01")

    page = preview(signed(case_manager), todo, done)

    assert once(page)["pick"] == [todo.code]
    assert "It is done already." in page.content.decode()


def test_what_is_seen_and_not_ones_own_to_change_is_left_out(
    signed: Signed, director: Any, case: Case
) -> None:
    """The director reads casework and changes none of it."""
    assert preview(signed(director), task(case)).status_code == 403


def test_what_one_does_not_see_is_as_if_it_were_not_there(
    signed: Signed, case_manager: Any, colleague: Any, case: Case
) -> None:
    own, foreign = task(case), task(make(Case, lead=colleague.staff))
    browser = signed(case_manager)

    page = preview(browser, own, foreign)
    assert foreign.code not in page.content.decode()

    sent = once(page) | {"on": "2024-06-01"}
    sent["pick"].append(foreign.code)
    assert browser.post(DO, sent).status_code == 409
    assert days(own, foreign) == ["2024-05-01"] * 2


def test_what_changed_since_the_look_is_looked_at_again(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    one, other = task(case), task(case)
    browser = signed(case_manager)
    sent = once(preview(browser, one, other)) | {"on": "2024-06-01"}
    Task.objects.filter(pk=other.pk).update(state="done", done_on="2024-05-02")

    answer = browser.post(DO, sent)

    assert answer.status_code == 409
    assert once(answer)["pick"] == [one.code]
    assert days(one) == ["2024-05-01"]


def test_a_form_that_is_wrong_is_said_and_nothing_is_done(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    one = task(case)
    browser = signed(case_manager)

    answer = browser.post(DO, once(preview(browser, one)) | {"on": "someday"})

    assert answer.status_code == 422
    assert days(one) == ["2024-05-01"]


def test_what_is_refused_on_the_way_is_not_done_to_any(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    one, other = task(case), task(case)
    browser = signed(case_manager)

    answer = browser.post(
        DO, once(preview(browser, one, other, act="refuse")) | {"on": "2024-06-01"}
    )

    assert answer.status_code == 409
    assert "This day is a holiday." in answer.content.decode()
    assert days(one, other) == ["2024-05-01"] * 2
    assert not Undo.objects.exists()


def test_all_that_fit_the_filters_are_taken_up_to_what_is_bearable(
    signed: Signed, case_manager: Any, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    for _number in range(3):
        task(case)
    done = task(case, state="done", done_on="2024-05-01")

    page = preview(signed(case_manager), all="1", query="state=open")

    assert len(once(page)["pick"]) == 2
    assert done.code not in page.content.decode()
    assert "More records fit than can be done at once" in page.content.decode()


def test_nothing_ticked_is_said_kindly(signed: Signed, case_manager: Any) -> None:
    browser = signed(case_manager)

    answer = preview(browser)

    assert "Nothing is ticked" in browser.get(answer["Location"]).content.decode()


def test_there_is_no_act_but_those_of_the_list(
    signed: Signed, case_manager: Any, case: Case
) -> None:
    assert preview(signed(case_manager), task(case), act="destroy").status_code == 404


def test_a_look_at_one_and_at_fifty_takes_as_many_queries(
    signed: Signed, case_manager: Any
) -> None:
    made = [task(make(Case, lead=case_manager.staff)) for _number in range(50)]
    browser = signed(case_manager)

    with CaptureQueriesContext(connection) as one:
        preview(browser, made[0])
    with CaptureQueriesContext(connection) as fifty:
        page = preview(browser, *made)

    assert len(once(page)["pick"]) == 50
    assert len(fifty) == len(one)
