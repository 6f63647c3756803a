"""Every page can be used by everybody: axe finds nothing, in both themes, at a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE, faults

pytestmark = pytest.mark.browser

PAGES = {
    "sign-in": ("", "/account/login/"),
    "home": ("director", "/"),
    "account": ("director", "/account/"),
    "second factor": ("director", "/account/2fa/"),
    "password": ("director", "/account/password/change/"),
    "help": ("director", "/help/"),
    "search": ("director", "/search/"),
    "search without a result": ("director", "/search/?q=zzzz"),
    "data in and out": ("director", "/data/"),
    "import": ("director", "/data/import/"),
    "export": ("director", "/data/export/"),
    "nothing here": ("director", "/nothing-here/"),
    "not open": ("it_volunteer", "/data/"),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on(name: str, theme: str, open_browser: Callable[..., Page]) -> None:
    persona, address = PAGES[name]
    page = open_browser(persona, theme=theme, viewport=WIDE)
    page.goto(address)

    assert faults(page) == []

    page.set_viewport_size(PHONE)
    assert faults(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_at_twice_the_size_on(
    name: str, open_browser: Callable[..., Page]
) -> None:
    """A window of 1280 pixels at 200 % is one of 640."""
    persona, address = PAGES[name]
    page = open_browser(persona, viewport={"width": 640, "height": 400})
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_one_presses_is_large_enough_for_a_finger(open_browser: Callable[..., Page]) -> None:
    page = open_browser("director", viewport=PHONE)
    page.goto("/account/")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a.btn, button, summary, .rail-main a, .leave')]
            .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
            .map(e => e.outerHTML.slice(0, 80))"""
    )

    assert small == []
