"""The screen of somebody who went away: warned, blank, locked, and opened again where they were."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PASSWORD = "nje-fjale-e-gjate"
LOCKED = re.compile(r"/account/locked/")


@pytest.fixture
def away(open_browser: Open) -> Page:
    """A page whose clock the test turns."""
    page = open_browser("director")
    page.clock.install()
    page.goto("/help/?from=here")
    give_password()
    return page


def give_password() -> None:
    """Set in the table itself: whoever is signed in stays signed in."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from agimi.access.models import User

    user = User.objects.get(username="director")
    user.password = make_password(PASSWORD)
    user.save(update_fields=["password"])
    for session in Session.objects.all():
        store = SessionStore(session.session_key)
        store["_auth_user_hash"] = user.get_session_auth_hash()
        store.save()


def unlock(page: Page) -> None:
    page.get_by_label("Fjalëkalimi").fill(PASSWORD)
    page.get_by_role("button", name="Shkyçeni").click()


def test_it_warns_a_minute_before_and_stays_open_for_who_is_there(away: Page) -> None:
    warning = away.get_by_text("Pas një minute ekrani kyçet.")
    away.clock.run_for("08:50")
    expect(warning).to_be_hidden()
    away.clock.run_for("00:20")
    expect(warning).to_be_visible()

    with away.expect_response("**/account/here/") as told:
        away.get_by_role("button", name="Jam këtu").click()
    assert told.value.status == 204
    expect(warning).to_be_hidden()
    away.clock.run_for("05:00")
    expect(away).to_have_url(re.compile(r"/help/"))


def test_it_locks_and_leads_back_to_where_one_was(away: Page) -> None:
    away.clock.run_for("10:05")
    expect(away).to_have_url(LOCKED)
    away.go_back()
    expect(away.locator(".rail")).to_have_count(0)
    away.goto("/account/")
    expect(away).to_have_url(LOCKED)
    away.goto("/help/?from=here")
    unlock(away)

    expect(away).to_have_url(re.compile(r"/help/\?from=here$"))


def test_what_was_on_the_screen_is_gone_even_if_the_server_cannot_be_reached(away: Page) -> None:
    away.context.set_offline(True)
    away.clock.run_for("10:05")
    away.wait_for_timeout(300)

    assert "Kërkoni" not in away.locator("body").inner_text()
    away.context.set_offline(False)


def test_activity_in_one_window_counts_for_all(away: Page) -> None:
    other = away.context.new_page()
    other.goto("/account/")
    away.clock.run_for("09:30")  # the clock of both
    other.keyboard.press("a")
    away.clock.run_for("05:00")

    expect(away).to_have_url(re.compile(r"/help/"))


def test_a_window_that_locks_locks_the_others_and_one_that_opens_opens_them(away: Page) -> None:
    other = away.context.new_page()
    other.goto("/account/")
    away.locator("[data-idle]").evaluate("form => form.requestSubmit()")
    expect(away).to_have_url(LOCKED)
    other.reload()
    expect(other).to_have_url(LOCKED)
    unlock(other)

    expect(other).to_have_url(re.compile(r"/account/$"))
    expect(away).to_have_url(re.compile(r"/help/"))


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desk", "phone"])
def test_without_scripts_it_can_be_locked_and_opened_too(
    open_browser: Open, viewport: dict[str, int]
) -> None:
    page = open_browser("director", java_script_enabled=False, viewport=viewport)
    page.goto("/account/")
    give_password()
    page.get_by_role("button", name="Kyçni ekranin").click()
    expect(page).to_have_url(LOCKED)
    unlock(page)

    expect(page).to_have_url(re.compile(r"/account/$"))


def test_in_the_demonstration_one_click_opens_it(open_browser: Open, settings: Any) -> None:
    from agimi.access.models import User

    settings.DEMO = True
    page = open_browser("director")
    User.objects.update(is_demo=True)
    page.goto("/account/")
    page.get_by_role("button", name="Kyçni ekranin").click()
    page.get_by_role("button", name="Vazhdoni, është demonstrim").click()

    expect(page).not_to_have_url(LOCKED)
