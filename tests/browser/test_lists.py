"""Lists in a browser: by the keyboard, by a script that swaps them, and without any script."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from agimi.access import ledger
from agimi.casework.models import Task
from agimi.desk import lists
from agimi.desk.kinds import Bulk
from tests.browser.conftest import PHONE
from tests.browser.test_accessible import check_everywhere, open_all
from tests.records import make

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LIST = "/records/tasks/"


def put_off(tasks: list[Any], *, by: Any) -> None:
    for task in tasks:
        task.due_on = "2030-01-01"
    ledger.change_many(tasks, ["due_on"], by=by)


@pytest.fixture(autouse=True)
def _an_act(monkeypatch: pytest.MonkeyPatch) -> None:
    acts = (Bulk("put-off", "Shtyjini", "calendar", put_off, hint="Afati kalon në vitin 2030."),)
    page = dataclasses.replace(lists.list_of_name("tasks"), bulk=acts)
    monkeypatch.setitem(lists._OF_KINDS, "tasks", page)


@pytest.fixture
def tasks(case: Callable[..., Any]) -> list[Task]:
    """Three tasks due one after the other, the first of them done."""
    one = case("2024-01-10")
    return [
        make(Task, case=one, due_on="2024-05-03", state="done", done_on="2024-05-01"),
        make(Task, case=one, due_on="2024-05-02", state="open"),
        make(Task, case=one, due_on="2024-05-01", state="open"),
    ]


def focused(page: Page) -> str:
    """The address that Enter would open."""
    return str(page.evaluate("document.activeElement.getAttribute('href') ?? ''"))


def addresses(*tasks: Task) -> list[str]:
    return [f"/records/tasks/{task.code}/" for task in tasks]


def go_back(page: Page) -> None:
    """Back, and until the page is asked for anew: htmx keeps none in the browser's store."""
    with page.expect_event("load"):
        page.evaluate("() => { setTimeout(() => history.back(), 100); }")


def test_one_goes_along_the_rows_ticks_and_opens_by_the_keyboard(
    open_browser: Open, tasks: list[Task]
) -> None:
    page = open_browser("supervisor")
    page.goto(f"{LIST}?sort=-due_on")

    walked = []
    for key in ("j", "j", "ArrowDown", "j", "k"):
        page.keyboard.press(key)
        walked.append(focused(page))
    _first, second, _third = addresses(*tasks)
    assert [addresses(*tasks).index(each) for each in walked] == [0, 1, 2, 2, 1]

    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_be_visible()
    expect(page.locator("[data-ticked]")).to_have_text("1 e zgjedhur")
    assert page.locator("input[name=pick]:checked").get_attribute("value") == tasks[1].code

    page.keyboard.press("Enter")
    page.wait_for_url(f"**{second}")


def test_what_is_typed_in_a_field_moves_nothing(open_browser: Open, tasks: list[Task]) -> None:
    page = open_browser("supervisor")
    page.goto(LIST)

    page.locator("#list-q").press_sequentially("jkx")

    expect(page.locator("#list-q")).to_have_value("jkx")
    expect(page.locator("#list-q")).to_be_focused()


def test_a_filter_swaps_the_list_and_the_address_and_back_brings_it_back(
    open_browser: Open, tasks: list[Task]
) -> None:
    page = open_browser("supervisor")
    page.goto(LIST)
    page.evaluate("window.sameDocument = true")

    page.locator("#chip-state").click()
    page.locator("input[name=state][value=open]").check()
    page.locator(".list-chip:has(#chip-state) button").click()

    expect(page.locator("[data-row]")).to_have_count(2)
    page.wait_for_url("**/records/tasks/?state=open")
    assert page.evaluate("window.sameDocument") is True
    expect(page.locator("#chip-state")).to_be_focused()

    page.locator("#sort-due_on").click()
    page.wait_for_url("**/records/tasks/?state=open&sort=due_on")
    expect(page.locator("#sort-due_on")).to_be_focused()

    go_back(page)
    page.wait_for_url("**/records/tasks/?state=open")
    expect(page.locator("#sort-due_on .icon")).to_be_visible()
    go_back(page)
    page.wait_for_url("**/records/tasks/")
    expect(page.locator("[data-row]")).to_have_count(3)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_many_are_ticked_looked_at_done_and_taken_back(
    scripts: bool, open_browser: Open, tasks: list[Task]
) -> None:
    page = open_browser("supervisor", java_script_enabled=scripts)
    page.goto(f"{LIST}?state=open")

    expect(page.locator("#bulk")).to_be_hidden()
    for box in page.locator("input[name=pick]").all():
        box.check()
    page.get_by_role("button", name="Shtyjini").click()
    expect(page.locator(".preview > li")).to_have_count(2)
    expect(page.get_by_text("Afati kalon në vitin 2030.")).to_be_visible()
    # Twice from an eager hand; that the server takes it once is shown in tests/desk.
    page.get_by_role("button", name="Shtyjini").click(click_count=2 if scripts else 1)

    page.wait_for_url(f"**{LIST}?state=open")
    expect(page.get_by_text("01.01.2030")).to_have_count(2)
    page.locator(".undo button").first.click()
    expect(page.get_by_text("01.01.2030")).to_have_count(0)


def test_without_a_script_filters_order_and_columns_work(
    open_browser: Open, tasks: list[Task]
) -> None:
    page = open_browser("supervisor", java_script_enabled=False)
    page.goto(LIST)

    page.locator("#chip-state").click()
    page.locator("input[name=state][value=open]").check()
    page.locator(".list-chip:has(#chip-state) button").click()
    page.wait_for_url("**/records/tasks/?state=open")

    page.locator("#arrange").click()
    page.locator("input[name=cols][value=assignee]").uncheck()
    page.locator("#list-sort").select_option("due_on")
    page.locator(".list-arrange button").click()

    links = page.locator("[data-open]")
    expect(links).to_have_count(2)
    assert [link.get_attribute("href") for link in links.all()] == addresses(tasks[2], tasks[1])
    expect(page.locator("#sort-assignee")).to_have_count(0)


def test_on_a_phone_the_filters_are_a_sheet_and_rows_are_cards(
    open_browser: Open, tasks: list[Task]
) -> None:
    page = open_browser("supervisor", viewport=PHONE)
    page.goto(LIST)

    expect(page.locator("#list-filters")).to_be_hidden()
    expect(page.locator("#list-q")).to_be_hidden()
    page.locator(".list-filters-open").click()
    expect(page.locator("#list-q")).to_be_visible()
    page.locator("#chip-state").click()
    page.locator("input[name=state][value=done]").check()
    page.locator(".list-filters-show").click()

    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.locator("#list-filters")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}?state=open", f"{LIST}?q=R-NONE", "/lists/tasks/export/"]
)
def test_axe_finds_nothing_on(address: str, open_browser: Open, tasks: list[Task]) -> None:
    check_everywhere(open_browser("supervisor"), address)


def test_axe_finds_nothing_on_a_preview(open_browser: Open, tasks: list[Task]) -> None:
    from tests.browser.conftest import faults

    page = open_browser("supervisor")
    page.goto(LIST)
    page.locator("[data-tick-all]").check()
    page.get_by_role("button", name="Shtyjini").click()
    expect(page.locator(".preview")).to_be_visible()
    open_all(page)

    assert faults(page) == []
