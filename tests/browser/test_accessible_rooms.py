"""Every page of the rooms can be used by everybody: axe finds nothing, and nothing is cut off.

One test for each room and theme, each in one window: at a desk by all rules, on a phone by those
that the width changes; in Albanian when light, in English when dark. The addresses come from the
URLs and the kinds (tests/browser/rooms.py).
"""

from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page

from agimi.access.choices import Role
from agimi.desk.kinds import all_kinds, kind_of
from tests.browser.conftest import PHONE, WIDE, faults
from tests.browser.rooms import FEW_KINDS, RichCase
from tests.browser.team import Team
from tests.browser.test_accessible import is_cut_off, open_all

pytestmark = pytest.mark.browser
THEMES = ("light", "dark")
LANGUAGE = {"light": "sq", "dark": "en"}
# Who looks at the pages of a room: all that it has, opened by those who work with it.
LOOKERS = {
    "casework": (Role.CASE_MANAGER, Role.COORDINATOR, Role.SUPERVISOR),
    "people": (Role.CASE_MANAGER,),
    "web": (Role.CASE_MANAGER,),
}
# Too small for a finger: what one presses, on a phone.
SMALL = """() => [...document.querySelectorAll('a.btn, button, summary, input, select, textarea')]
    .filter(e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})
        && !e.closest('.ts-wrapper, .visually-hidden') && !['hidden', 'checkbox', 'radio'].includes(e.type)
        && e.offsetWidth > 1 && e.getBoundingClientRect().height < 43.5)
    .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def window(open_browser: Callable[..., Page], live_server: object) -> Callable[..., Page]:
    """A window of somebody who works with the rich case, in one theme."""
    team = Team(open_browser, live_server.url)  # type: ignore[attr-defined]

    def open_window(rich: RichCase, persona: str, theme: str) -> Page:
        team.users = rich.users
        return team.window(persona, language=LANGUAGE[theme], theme=theme)

    return open_window


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("room", LOOKERS)
def test_every_page_can_be_used_by_everybody(
    room: str, theme: str, window: Callable[..., Page]
) -> None:
    rich = RichCase()
    pages = list(dict.fromkeys(rich.pages(room)))
    first, *others = LOOKERS[room]
    closed = look(window(rich, first, theme), pages, theme)
    for persona in others:
        closed = look(window(rich, persona, theme), closed, theme)

    assert closed == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_kind_of_record_can_be_read_and_written_by_everybody(
    theme: str, window: Callable[..., Page]
) -> None:
    rich = RichCase()
    few = tuple(kind_of(slug) for slug in FEW_KINDS)
    pages = ["/records/", *rich.pages_of_kinds(few)]
    if theme == "light":
        others = (kind for kind in all_kinds() if kind not in few)
        pages += rich.pages_of_kinds(others, acts=("",))

    closed = look(window(rich, Role.CASE_MANAGER, theme), pages, theme)
    closed = look(window(rich, Role.SUPERVISOR, theme), closed, theme)

    assert closed == []


def look(page: Page, addresses: Iterable[str], theme: str) -> list[str]:
    """Look at each page; returns those that are not open to whoever looks."""
    closed: list[str] = []
    found: list[str] = []
    for address in addresses:
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        answer = page.goto(address)
        if answer and answer.status == 405:  # it only takes what is sent
            continue
        if answer and answer.status in {403, 404}:
            closed.append(address)
            continue
        if answer and answer.status != 200:
            found.append(f"{address} answers {answer.status}")
        open_all(page)
        wrong = faults(page, look_only=theme == "dark")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        wrong += faults(page, look_only=True)
        wrong += [f"too small for a finger: {each}" for each in page.evaluate(SMALL)]
        if is_cut_off(page):
            wrong.append("wider than a phone")
        found += [f"{address} {each}" for each in wrong]
    if found:
        pytest.fail("\n".join(found), pytrace=False)
    return closed
