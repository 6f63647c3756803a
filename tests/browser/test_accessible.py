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
    "audit trail": ("dpo", "/audit/?who=director"),
    "entry of the trail": ("dpo", "/audit/1/"),
    "who saw this file": ("dpo", "/audit/seen/?code=R-0000-0000"),
    "unusual reading": ("dpo", "/audit/unusual/"),
    "entries out": ("dpo", "/audit/export/?who=director"),
    "verify the trail": ("dpo", "/audit/verify/"),
    "emergency": ("case_manager", "/glass/"),
    "emergencies to look into": ("dpo", "/glass/review/"),
    "accounts": ("it_volunteer", "/accounts/"),
    "give an account": ("it_volunteer", "/accounts/add/"),
    "roles to agree to": ("director", "/accounts/requests/"),
    "trail not open": ("supervisor", "/audit/"),
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
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off_on(name: str, open_browser: Open) -> None:
    persona, address = PAGES[name]
    check_everywhere(open_browser(persona), address)


@pytest.mark.parametrize("name", EMPTY)
def test_without_records_axe_finds_nothing_and_nothing_is_cut_off_on(
    name: str, open_browser: Open
) -> None:
    persona, address = EMPTY[name]
    check_everywhere(open_browser(persona), address)


def check_everywhere(page: Page, address: str) -> None:
    """Light and dark, at a desk, on a phone, and at twice the size (1280 pixels are 640 then)."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status in {200, 403, 404}
    open_all(page)
    assert faults(page) == []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert (theme, faults(page, look_only=True)) == (theme, [])
            assert not is_cut_off(page)
    page.set_viewport_size({"width": 640, "height": 400})
    assert not is_cut_off(page)


def is_cut_off(page: Page) -> bool:
    wider: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wider


def test_what_one_presses_is_large_enough_for_a_finger(open_browser: Open) -> None:
    page = open_browser("director", viewport=PHONE)
    page.goto("/account/")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a.btn, button, summary, .rail-main a, .leave')]
            .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
            .map(e => e.outerHTML.slice(0, 80))"""
    )

    assert small == []
