"""Journey 4: the gate, an override, the closing with its approval, the survivor's feedback."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agimi.casework import actions
from agimi.casework.models import Approval, Case, Feedback
from agimi.people.models import Person
from tests.browser.conftest import EACH_END, faults
from tests.browser.team import Team
from tests.records import draft

pytestmark = pytest.mark.browser
TODAY = timezone.localdate()
# A busy machine is slow, not broken.
expect.set_options(timeout=20_000)
WORDS: dict[str, dict[str, str]] = {
    "sq": {
        "missing": "Mungojnë 5 gjëra",
        "override": "Kërkoni të hyjë gjithsesi",
        "why": "Pse",
        "ask": "Kërkoni miratimin",
        "waits": "Kjo pret miratimin",
        "approve": "Miratojeni",
        "undo": "Zhbëj",
        "now": "në fazën e tanishme",
        "reason": "Arsyeja",
        "needs met": "Nevojat u plotësuan",
        "how": "Si u arrit këtu, për atë që vendos",
        "closing waits": "Mbyllja pret miratimin",
        "closed": "Rasti është i mbyllur",
        "here": "Hapeni këtu dhe jepni pajisjen",
        "send": "Dërgoj përgjigjet e mia",
        "thanks": "Faleminderit",
        "used": "Kjo lidhje nuk është më e hapur",
        "answered": "1 formular i plotësuar",
    },
    "en": {
        "missing": "5 things are missing",
        "override": "Ask to enter it all the same",
        "why": "Why",
        "ask": "Ask for approval",
        "waits": "This waits for approval",
        "approve": "Approve",
        "undo": "Undo",
        "now": "in its present phase",
        "reason": "Reason",
        "needs met": "Needs met",
        "how": "How it came to this, for whoever decides",
        "closing waits": "The closing waits for approval",
        "closed": "The case is closed",
        "here": "Open it here and hand over this device",
        "send": "Send my answers",
        "thanks": "Thank you",
        "used": "This link is no longer open",
        "answered": "1 answered form",
    },
}


@pytest.fixture
def case(team: Team) -> Case:
    lead = team.user("case_manager")
    new = draft(
        Case,
        person=Person.objects.create(sex="female", nationality_status="albanian", created_by=lead),
        lead=lead.staff,
        site=lead.site,
        category="violence",
        opened_on=TODAY - dt.timedelta(60),
    )
    return actions.open_case(new, by=lead)


def no_faults(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    assert faults(page) == []


@EACH_END
def test_a_gate_is_passed_with_a_reason_that_somebody_approves(
    language: str, viewport: dict[str, int], team: Team, case: Case
) -> None:
    say = WORDS[language]
    worker = team.window("case_manager", language=language, viewport=viewport)
    worker.goto(f"/cases/{case.code}/phase/")
    expect(worker.get_by_text(say["missing"])).to_be_visible()
    no_faults(worker)
    worker.locator("#ask_why").fill("Banesa u gjet më shpejt")
    worker.get_by_role("button", name=say["ask"]).click()
    expect(worker.get_by_role("heading", name=say["waits"])).to_be_visible()

    boss = team.window("coordinator", language=language, viewport=viewport)
    boss.goto("/approvals/")
    no_faults(boss)
    boss.locator("main .rows a").first.click()
    expect(boss.get_by_text("Banesa u gjet më shpejt")).to_be_visible()
    no_faults(boss)
    boss.get_by_role("button", name=say["approve"], exact=True).click()
    expect(boss.locator(".undo")).to_be_visible()
    assert case.phases.get(ended_on=None).number == 2

    boss.locator(".undo button").click()
    expect(boss.locator("main .rows a")).to_have_count(1)
    assert case.phases.get(ended_on=None).number == 1


@EACH_END
def test_a_case_is_closed_when_somebody_approves_it(
    language: str, viewport: dict[str, int], team: Team, case: Case
) -> None:
    say = WORDS[language]
    worker = team.window("case_manager", language=language, viewport=viewport)
    worker.goto(f"/cases/{case.code}/close/")
    no_faults(worker)
    worker.get_by_label(say["reason"], exact=True).select_option("needs_met")
    worker.get_by_label(say["how"]).fill("Jeton e pavarur")
    worker.get_by_role("button", name=say["ask"]).click()
    expect(worker.get_by_role("heading", name=say["closing waits"])).to_be_visible()

    boss = team.window("supervisor", language=language, viewport=viewport)
    boss.goto(f"/approvals/{Approval.objects.get().code}/")
    no_faults(boss)
    boss.get_by_role("button", name=say["approve"], exact=True).click()
    expect(boss.locator(".undo")).to_be_visible()
    case.refresh_from_db()
    assert case.closed_on == TODAY

    worker.goto(f"/cases/{case.code}/close/")
    expect(worker.get_by_role("heading", name=say["closed"])).to_be_visible()
    no_faults(worker)


@EACH_END
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_survivor_answers_on_the_device_that_she_is_handed(
    scripts: bool, language: str, viewport: dict[str, int], team: Team, case: Case
) -> None:
    say = WORDS[language]
    page = team.window(
        "case_manager", language=language, viewport=viewport, java_script_enabled=scripts
    )
    page.goto(f"/cases/{case.code}/feedback/")
    page.locator(f"main input[name=language][value={language}]").check()
    page.get_by_role("button", name=say["here"]).click()
    form = page.url
    assert "/feedback/" in form
    if scripts:
        no_faults(page)
    for name in ("felt_safe", "respected", "heard"):
        page.locator(f"input[name={name}][value='5']").check()
    page.locator("[name=comment]").fill("Faleminderit për durimin")
    page.get_by_role("button", name=say["send"]).click()
    expect(page.get_by_role("heading", name=say["thanks"])).to_be_visible()
    if scripts:
        no_faults(page)
    assert Feedback.objects.get().felt_safe == 5

    page.goto(form)
    expect(page.get_by_role("heading", name=say["used"])).to_be_visible()
    page.goto(f"/cases/{case.code}/")
    assert "/account/login/" in page.url

    reader = team.window("supervisor", language=language, viewport=viewport)
    reader.goto("/feedback/")
    expect(reader.get_by_text(say["answered"])).to_be_visible()
    no_faults(reader)
    reader.locator("main .rows a").first.click()
    expect(reader.get_by_text("Faleminderit për durimin")).to_be_visible()
    no_faults(reader)
