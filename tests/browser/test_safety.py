"""What keeps the person at the screen safe works in a real browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def _a_neutral_page_of_this_machine(settings: Any, live_server: Any) -> None:
    settings.QUICK_EXIT_URL = f"{live_server.url}/static/web/agimi.svg"


def test_one_click_leaves_and_back_shows_nothing(open_browser: Open) -> None:
    page = open_browser("director")
    page.goto("/account/")
    page.locator("[data-leave]").click()
    page.wait_for_url("**/agimi.svg")
    page.goto("/account/")

    assert reverse("account_login") in page.url


def test_the_page_left_is_not_in_the_history(open_browser: Open) -> None:
    page = open_browser("director")
    page.goto("/help/")
    page.goto("/account/")
    page.locator("[data-leave]").click()
    page.wait_for_url("**/agimi.svg")
    page.go_back()

    assert reverse("account_login") in page.url


def test_the_shift_key_three_times_leaves_too(open_browser: Open) -> None:
    page = open_browser("director")
    page.goto("/account/")
    for _ in range(3):
        page.keyboard.press("Shift")

    page.wait_for_url("**/agimi.svg")


def test_without_scripts_the_exit_is_a_link(open_browser: Open) -> None:
    page = open_browser("director", java_script_enabled=False)
    page.goto("/account/")
    page.locator("[data-leave]").click()

    assert page.url.endswith("agimi.svg")
    page.goto("/account/")
    assert reverse("account_login") in page.url


def test_on_a_phone_the_exit_is_always_in_sight(open_browser: Open) -> None:
    page = open_browser("director", viewport=PHONE)
    page.goto("/help/")
    page.mouse.wheel(0, 5000)

    expect(page.locator("[data-leave]")).to_be_in_viewport()


def test_screen_privacy_blurs_at_once_and_on_the_next_page(open_browser: Open) -> None:
    page = open_browser("director")
    page.goto("/account/")
    with page.expect_response("**/preferences/"):
        page.locator(".rail-foot [data-blur] button").click()

    expect(page.locator("html")).to_have_class(re.compile("is-blurred"))
    page.goto("/account/")
    assert "blur" in page.locator(".private").first.evaluate("e => getComputedStyle(e).filter")


def test_the_slash_key_goes_to_the_search(open_browser: Open) -> None:
    page = open_browser("director")
    page.goto("/account/")
    page.keyboard.press("/")

    expect(page.locator("#find")).to_be_focused()


def test_a_first_tab_skips_to_the_content(open_browser: Open) -> None:
    page = open_browser("director")
    page.goto("/account/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
