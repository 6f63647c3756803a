"""A real browser on a real server, signed in as whoever a test asks for."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.team import Team
from tests.chromium import QUIET, chromium_path
from tests.web.conftest import (  # noqa: F401 - the same people
    _folder_of_static_files,
    _nothing_kept,
    browser_of,
    case,
    person,
)

AXE = Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


ENDS = [("sq", WIDE), ("en", PHONE)]
# At a desk in Albanian, on a phone in English.
EACH_END = pytest.mark.parametrize(("language", "viewport"), ENDS, ids=["sq desk", "en phone"])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps a loop of its own in this thread; the tests use the database beside it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_browser(
    chromium: Browser,
    live_server: Any,
    browser_of: Callable[..., Client],  # noqa: F811
) -> Iterator[Callable[..., Page]]:
    """A window of somebody: ``open_browser("director", theme="dark", viewport=PHONE)``."""
    contexts: list[BrowserContext] = []

    def open_window(persona: str = "", *, theme: str = "light", **options: Any) -> Page:
        user = {key: options.pop(key) for key in ("language", "site") if key in options}
        context = chromium.new_context(
            base_url=live_server.url,
            color_scheme=theme,
            locale="sq-AL",
            reduced_motion="reduce",
            viewport=options.pop("viewport", WIDE),
            **options,
        )
        contexts.append(context)
        if persona:
            session = browser_of(persona, **user).cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
            context.add_cookies([cookie | {"url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: _stay_here(request.url, live_server.url))
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def team(open_browser: Callable[..., Page], live_server: Any) -> Team:
    """The people of a shelter, each with a window of their own."""
    return Team(open_browser, live_server.url)


def _stay_here(address: str, home: str) -> None:
    assert address.startswith((home, "data:", settings.QUICK_EXIT_URL)), address


def faults(page: Page, *, look_only: bool = False) -> list[str]:
    """What axe finds on the page, one line each; ``look_only`` leaves out what no theme changes."""
    chosen = {"type": "rule", "values": LOOKS} if look_only else {"type": "tag", "values": RULES}
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("runOnly => axe.run(document, {runOnly})", chosen)
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
