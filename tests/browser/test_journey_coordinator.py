"""Journey 5: the board, a handover, an absence with its cover, who was not seen."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agimi.casework import actions
from agimi.casework.models import Absence, Case, Task
from agimi.people.models import Person
from agimi.programme.models import Post
from tests.browser.conftest import EACH_END, faults
from tests.browser.team import Team
from tests.records import draft, make

pytestmark = pytest.mark.browser
TODAY = timezone.localdate()
# A busy machine is slow, not broken.
expect.set_options(timeout=20_000)
WORDS: dict[str, dict[str, str]] = {
    "sq": {
        "team": "Ekipi",
        "choose": "Zgjidhni",
        "hand over": "Dorëzoni të zgjedhurat",
        "moves": "Çfarë kalon",
        "do": "Dorëzoni",
        "note": "Shënojeni",
        "cover": "Ju zëvendësoni",
    },
    "en": {
        "team": "The team",
        "choose": "Choose",
        "hand over": "Hand over what is ticked",
        "moves": "What moves",
        "do": "Hand over",
        "note": "Note it",
        "cover": "You stand in for",
    },
}


@pytest.fixture
def case(team: Team) -> Case:
    lead = team.user("case_manager")
    person = Person.objects.create(sex="female", nationality_status="albanian", created_by=lead)
    new = draft(
        Case,
        person=person,
        lead=lead.staff,
        site=lead.site,
        category="violence",
        opened_on=TODAY - dt.timedelta(60),
    )
    opened = actions.open_case(new, by=lead)
    make(Task, case=opened, assignee=lead.staff, due_on=TODAY - dt.timedelta(1))
    return opened


def no_faults(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    assert faults(page) == []


@EACH_END
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_cases_are_handed_over_from_the_board_and_come_back(
    scripts: bool, language: str, viewport: dict[str, int], team: Team, case: Case
) -> None:
    say, successor = WORDS[language], team.user("psychologist")
    page = team.window(
        "coordinator", language=language, viewport=viewport, java_script_enabled=scripts
    )
    page.goto("/board/")
    expect(page.get_by_role("heading", name=say["team"], exact=True)).to_be_visible()
    if scripts:
        no_faults(page)
    page.get_by_role("link", name=str(case.lead)).first.click()
    if scripts:
        no_faults(page)
    page.get_by_label(f"{say['choose']} {case.code}").check()
    page.get_by_role("button", name=say["hand over"]).click()
    expect(page.get_by_role("heading", name=say["moves"])).to_be_visible()
    if scripts:
        no_faults(page)
    page.locator("select[name=to]").select_option(str(successor.staff.pk), force=True)
    page.locator("[name=because]").fill("Pushim i lindjes")
    page.get_by_role("button", name=say["do"], exact=True).click()
    expect(page.locator(".undo")).to_be_visible()
    assert (Case.objects.get().lead, Task.objects.get().assignee) == (successor.staff,) * 2

    page.locator(".undo button").click()
    expect(page.locator(".undo")).to_have_count(0)
    assert Case.objects.get().lead == case.lead


@EACH_END
def test_somebody_is_away_and_the_cover_finds_the_cases(
    language: str, viewport: dict[str, int], team: Team, case: Case
) -> None:
    say, cover = WORDS[language], team.user("psychologist")
    make(Post, staff=case.lead, role="case_manager", site=case.site)
    page = team.window("coordinator", language=language, viewport=viewport)
    page.goto("/absences/add/")
    no_faults(page)
    page.locator("select[name=staff]").select_option(str(case.lead.pk), force=True)
    page.locator("[name=back]").fill(f"{TODAY + dt.timedelta(7)}")
    page.locator("select[name=cover]").select_option(str(cover.staff.pk), force=True)
    page.get_by_role("button", name=say["note"], exact=True).click()
    expect(page.get_by_text(str(case.lead)).first).to_be_visible()
    no_faults(page)
    assert Absence.objects.get().cover == cover.staff

    stands_in = team.window("psychologist", language=language, viewport=viewport)
    stands_in.goto("/absences/")
    expect(stands_in.get_by_text(say["cover"])).to_be_visible()
    no_faults(stands_in)
    stands_in.get_by_role("link", name=case.code).click()
    assert f"/cases/{case.code}/" in stands_in.url


@EACH_END
def test_whoever_was_not_seen_stands_in_the_list_with_a_way_to_log_it(
    language: str, viewport: dict[str, int], team: Team, case: Case
) -> None:
    page = team.window("coordinator", language=language, viewport=viewport)
    page.goto("/monitoring/")
    expect(page.get_by_role("link", name=case.code).first).to_be_visible()
    no_faults(page)
    link = page.locator(f"main a[href*='for={case.code}']")
    assert link.get_attribute("href").startswith("/log/")
