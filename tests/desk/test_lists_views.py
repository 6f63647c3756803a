"""Saved views: a list under a name of its owner's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from agimi.desk import saved_views
from agimi.desk.models import SavedView

Signed = Callable[..., Client]
LIST = "/records/services/"
VIEWS = "/lists/services/views/"


def mine(user: Any) -> list[tuple[str, str, bool]]:
    found = SavedView.objects.filter(user=user)
    return [(view.name, view.query, view.opens_first) for view in found]


def test_what_is_shown_is_kept_under_a_name_and_stands_above_the_list(
    signed: Signed, case_manager: Any
) -> None:
    browser = signed(case_manager)

    answer = browser.post(
        VIEWS, {"do": "save", "name": " By  telephone ", "query": "mode=phone&sort=minutes&page=3"}
    )
    page = browser.get(answer["Location"]).content.decode()

    assert mine(case_manager) == [("By telephone", "mode=phone&sort=minutes", False)]
    assert answer["Location"] == f"{LIST}?mode=phone&sort=minutes"
    assert 'href="?mode=phone&amp;sort=minutes"' in page
    assert 'aria-current="page">By telephone</a>' in page


def test_what_the_list_does_not_know_is_not_kept(signed: Signed, case_manager: Any) -> None:
    signed(case_manager).post(
        VIEWS, {"do": "save", "name": "Odd", "query": "mode=phone&evil=1&cols=nothing"}
    )

    assert mine(case_manager) == [("Odd", "mode=phone", False)]


def test_saved_again_under_its_name_a_view_is_replaced(case_manager: Any) -> None:
    saved_views.save("services", "Mine", "mode=phone", by=case_manager)

    _view, is_new = saved_views.save("services", "Mine", "mode=online", by=case_manager)

    assert not is_new
    assert mine(case_manager) == [("Mine", "mode=online", False)]


def test_a_view_is_renamed_but_not_to_the_name_of_another(
    signed: Signed, case_manager: Any
) -> None:
    view, _new = saved_views.save("services", "One", "mode=phone", by=case_manager)
    saved_views.save("services", "Two", "mode=online", by=case_manager)
    browser = signed(case_manager)

    browser.post(VIEWS, {"do": "rename", "view": view.pk, "name": "Two"})
    assert [name for name, *_rest in mine(case_manager)] == ["One", "Two"]

    browser.post(VIEWS, {"do": "rename", "view": view.pk, "name": "Calls"})
    assert [name for name, *_rest in mine(case_manager)] == ["Calls", "Two"]


def test_a_page_opens_with_the_view_one_chose_and_with_all_when_asked(
    signed: Signed, case_manager: Any
) -> None:
    view, _new = saved_views.save("services", "Calls", "mode=phone", by=case_manager)
    other, _new = saved_views.save("services", "Online", "mode=online", by=case_manager)
    browser = signed(case_manager)

    for chosen in (other, view):
        browser.post(VIEWS, {"do": "first", "view": chosen.pk})
    assert mine(case_manager) == [("Calls", "mode=phone", True), ("Online", "mode=online", False)]
    assert browser.get(LIST)["Location"] == f"{LIST}?mode=phone"
    assert browser.get(f"{LIST}?all=1").status_code == 200

    browser.post(VIEWS, {"do": "not-first", "view": view.pk})
    assert browser.get(LIST).status_code == 200


def test_a_view_is_removed(signed: Signed, case_manager: Any) -> None:
    view, _new = saved_views.save("services", "Calls", "mode=phone", by=case_manager)

    answer = signed(case_manager).post(VIEWS, {"do": "remove", "view": view.pk})

    assert answer["Location"] == f"{LIST}?all=1"
    assert mine(case_manager) == []


@pytest.mark.parametrize("act", ["rename", "remove", "first", "not-first"])
def test_nobody_reaches_the_view_of_somebody_else(
    signed: Signed, case_manager: Any, psychologist: Any, act: str
) -> None:
    view, _new = saved_views.save("services", "Hers", "mode=phone", by=psychologist)

    answer = signed(case_manager).post(VIEWS, {"do": act, "view": view.pk, "name": "Taken"})

    assert answer.status_code == 404
    assert mine(psychologist) == [("Hers", "mode=phone", False)]


def test_only_who_sees_a_list_keeps_views_of_it(signed: Signed, it_volunteer: Any) -> None:
    answer = signed(it_volunteer).post(VIEWS, {"do": "save", "name": "Mine", "query": ""})

    assert answer.status_code == 403
    assert mine(it_volunteer) == []


def test_there_are_no_more_tabs_than_help(case_manager: Any) -> None:
    for number in range(saved_views.MOST):
        saved_views.save("services", f"View {number}", "", by=case_manager)

    with pytest.raises(ValidationError):
        saved_views.save("services", "One more", "", by=case_manager)
    saved_views.save("services", "View 1", "mode=phone", by=case_manager)
