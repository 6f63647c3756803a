"""Every page can be used by everybody: axe finds nothing, in both themes, at a desk and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE, faults

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

# Who looks, and where; every page with records, those marked "empty" without.
PAGES = {
    "sign-in": ("", "/account/login/"),
    "forgotten password": ("", "/account/password/reset/"),
    "home": ("director", "/"),
    "home of who sees no figures": ("it_volunteer", "/"),
    "figures": ("director", "/figures/2024/"),
    "catalogue": ("director", "/figures/catalogue/"),
    "indicator": ("director", "/figures/catalogue/casework.cases/"),
    "records": ("director", "/figures/2024/casework.cases/"),
    "records of a category without any": ("director", "/figures/2024/casework.cases/?sex=none"),
    "check": ("director", "/figures/2024/check/"),
    "reports": ("director", "/reports/"),
    "annual report": ("director", "/reports/annual/2024/"),
    "search": ("director", "/search/"),
    "search with results": ("director", "/search/?q=raste"),
    "search without a result": ("director", "/search/?q=zzzz"),
    "data in and out": ("director", "/data/"),
    "import": ("director", "/data/import/"),
    "export": ("supervisor", "/data/export/"),
    "account": ("director", "/account/"),
    "second factor": ("director", "/account/2fa/"),
    "password": ("director", "/account/password/change/"),
    "sign-out": ("director", "/account/logout/"),
    "help": ("director", "/help/"),
    "nothing here": ("director", "/nothing-here/"),
    "not open": ("it_volunteer", "/data/"),
}
EMPTY = {
    "home, empty": ("director", "/"),
    "figures, empty": ("director", "/figures/"),
    "reports, empty": ("case_manager", "/reports/"),
}


@pytest.fixture
def records(case: Callable[..., Any]) -> None:
    """A few cases of two years, one of them not for everybody."""
    for month in range(1, 6):
        case(f"2023-{month:02}-10")
        case(f"2024-{month:02}-10", sex="male" if month % 2 else "female")
    case("2024-06-10", restricted=True)


def open_all(page: Page) -> None:
    """What is folded away is for everybody too."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on(name: str, theme: str, open_browser: Open) -> None:
    persona, address = PAGES[name]
    page = open_browser(persona, theme=theme, viewport=WIDE)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status in {200, 403, 404}
    open_all(page)

    assert faults(page) == []

    page.set_viewport_size(PHONE)
    assert faults(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", EMPTY)
def test_axe_finds_nothing_without_records_on(name: str, theme: str, open_browser: Open) -> None:
    persona, address = EMPTY[name]
    page = open_browser(persona, theme=theme, viewport=WIDE)
    page.goto(address)

    assert faults(page) == []


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_at_twice_the_size_on(name: str, open_browser: Open) -> None:
    """A window of 1280 pixels at 200 % is one of 640."""
    persona, address = PAGES[name]
    page = open_browser(persona, viewport={"width": 640, "height": 400})
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_one_presses_is_large_enough_for_a_finger(open_browser: Open) -> None:
    page = open_browser("director", viewport=PHONE)
    page.goto("/account/")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a.btn, button, summary, .rail-main a, .leave')]
            .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
            .map(e => e.outerHTML.slice(0, 80))"""
    )

    assert small == []
