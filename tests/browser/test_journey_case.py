"""A case manager's case page in a real browser: at a desk in Albanian, on a phone in English."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agimi.access.accounts import system_user
from agimi.access.models import AuditEntry, User
from agimi.casework.models import (
    Assessment,
    Case,
    CaseChild,
    LegalAid,
    Phase,
    Proceeding,
    Service,
    Task,
)
from agimi.people.actions import IdentityDocument, keep_identities, seal_text
from agimi.people.models import Person
from agimi.programme.models import Staff
from tests.browser.conftest import PHONE, WIDE, faults
from tests.browser.test_accessible import is_cut_off, open_all
from tests.records import code, make

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
OPENED = dt.date(2024, 1, 10)
WORDS = {
    "sq": {
        "reveal": "Zbuloni emrin",
        "hide": "Fshiheni",
        "legal": "Ndihma juridike",
        "added": "Procedim",
        "save": "Shtoni",
        "change": "Ndryshoni",
        "keep": "Ruajeni",
        "show": "Shfaqni këto pjesë",
        "undo": "Zhbëni",
    },
    "en": {
        "reveal": "Reveal name",
        "hide": "Hide",
        "legal": "Legal aid",
        "added": "Proceeding",
        "save": "Add",
        "change": "Change",
        "keep": "Save",
        "show": "Show these parts",
        "undo": "Undo",
    },
}


@pytest.fixture
def case(db: None) -> Case:
    """A case with a bit of everything, led by the one who is signed in later."""
    person = make(Person, sex="female")
    who = IdentityDocument(first_name="Arta", last_name="Lisi", safe_contact="Vetëm të martën")
    keep_identities([(person, who)], by=system_user())
    case = make(Case, person=person, opened_on=OPENED, category="trafficking", risk="high")
    make(Phase, case=case, number=1, started_on=OPENED)
    make(CaseChild, case=case, child=make(Person), started_on=OPENED)
    make(Task, case=case, title=seal_text("Telefononi gjykatën", person=person), due_on=OPENED)
    make(LegalAid, case=case, person=person, started_on=OPENED)
    code("proceeding")
    for number in range(45):
        make(Service, case=case, person=person, on=OPENED + dt.timedelta(number))
    for number, score in enumerate((8, 11)):
        on = OPENED + dt.timedelta(number)
        make(Assessment, case=case, person=person, kind="psychosocial", on=on, score=score)
    return case


def work_on(case: Case) -> None:
    """Whoever is signed in leads the case."""
    staff = make(Staff, name="Mira Hoxha", started_on=OPENED)
    User.objects.filter(username="case_manager").update(staff=staff)
    Case.objects.filter(pk=case.pk).update(lead=staff)


@pytest.mark.parametrize(("language", "screen"), [("sq", WIDE), ("en", PHONE)], ids=["sq", "en"])
def test_a_case_is_read_and_worked_on_where_it_stands(
    language: str, screen: dict[str, int], open_browser: Open, case: Case
) -> None:
    words, page = WORDS[language], open_browser("case_manager", language=language, viewport=screen)
    page.set_default_timeout(60_000)  # the first page of all is slow where many tests run at once
    work_on(case)
    page.goto("/cases/")
    page.locator(f"main a[href='/cases/{case.code}/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(case.code)
    assert "Arta" not in page.content()

    reveal_and_hide(page, words)
    tick_and_undo(page, words)
    add_proceeding(page, words)
    filter_open_and_change(page, words, case)
    load_more(page, case)
    print_summary(page, words, case)


def reveal_and_hide(page: Page, words: dict[str, str]) -> None:
    page.get_by_role("button", name=words["reveal"]).click()
    expect(page.get_by_text("Arta Lisi")).to_be_visible()
    expect(page.get_by_text("Vetëm të martën")).to_be_visible()
    assert "Arta" not in page.title() + page.url
    page.get_by_role("link", name=words["hide"]).click()
    expect(page.get_by_text("Arta Lisi")).to_have_count(0)
    assert AuditEntry.objects.filter(verb="identity read").count() == 1


def tick_and_undo(page: Page, words: dict[str, str]) -> None:
    tick = page.locator("#case-tasks .case-tick")
    tick.click()
    expect(tick).to_have_count(0)
    assert Task.objects.get().state == "done"
    page.locator("#case-tasks").get_by_role("button", name=words["undo"]).click()
    expect(page.locator("#case-tasks .case-tick")).to_have_count(1)
    assert Task.objects.get().state == "open"


def add_proceeding(page: Page, words: dict[str, str]) -> None:
    page.locator(".case-tabs").get_by_role("link", name=words["legal"]).click()
    expect(page.locator(".case-tabs [aria-current]")).to_have_text(words["legal"])
    page.locator("section[aria-labelledby=section-proceedings] .case-section-head a").click()
    sheet = page.locator("#sheet")
    sheet.locator("select[name=legal_aid]").select_option(index=1)
    sheet.locator("select[name=kind]").select_option(index=1)
    sheet.locator("select[name=area_of_law]").select_option("criminal")
    soon = timezone.localdate() + dt.timedelta(days=5)
    sheet.locator("[name=next_hearing_on]").fill(soon.isoformat())
    sheet.locator("[name=started_on]").fill("2024-02-01")
    sheet.get_by_role("button", name=words["save"], exact=True).click()
    expect(page.locator(".case-hearing")).to_be_visible()
    assert page.url.endswith("/legal/")
    assert Proceeding.objects.count() == 1


def filter_open_and_change(page: Page, words: dict[str, str], case: Case) -> None:
    page.goto(f"/cases/{case.code}/")
    page.locator(".case-filter").first.get_by_role("link", name=words["legal"]).click()
    expect(page.locator(".case-entry")).to_have_count(2)
    page.locator(".case-entry", has_text=words["added"]).click()
    sheet = page.locator("#sheet")
    sheet.get_by_role("link", name=words["change"]).click()
    sheet.locator("select[name=instance]").select_option("appeal")
    sheet.get_by_role("button", name=words["keep"], exact=True).click()
    expect(page.locator(".notes .undo")).to_be_visible()
    assert Proceeding.objects.get().instance == "appeal"
    assert "show=legal" in page.url


def load_more(page: Page, case: Case) -> None:
    page.goto(f"/cases/{case.code}/")
    expect(page.locator(".case-entry")).to_have_count(40)
    page.locator("#timeline-more a").click()
    expect(page.locator("#timeline-more")).to_have_count(0)
    assert page.locator(".case-entry").count() == 45 + 7  # opened, child, phase, aid, …
    months = page.locator(".case-month").all_inner_texts()
    assert len(months) == len(set(months))


def print_summary(page: Page, words: dict[str, str], case: Case) -> None:
    page.goto(f"/cases/{case.code}/summary/")
    page.get_by_role("button", name=words["show"]).click()
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_be_visible()
    expect(page.locator("main form").first).to_be_hidden()
    expect(page.locator(".rail")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    assert "Arta" not in page.content()
    page.emulate_media(media="screen")


def test_axe_finds_nothing_beside_a_name_that_is_shown(open_browser: Open, case: Case) -> None:
    page = open_browser("case_manager")
    work_on(case)
    page.goto(f"/cases/{case.code}/")
    page.locator("#case-name button").click()
    expect(page.get_by_text("Arta Lisi")).to_be_visible()
    open_all(page)
    assert faults(page) == []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert (theme, faults(page, look_only=True)) == (theme, [])
            assert not is_cut_off(page)


def test_what_has_a_page_of_its_own_is_opened_as_a_page(open_browser: Open, case: Case) -> None:
    page = open_browser("case_manager", language="en")
    work_on(case)
    for tab, where in (("services", "refer"), ("family", "children/add")):
        page.goto(f"/cases/{case.code}/{tab}/")
        page.locator(f".case-section-head a[href*='/{where}/']").click()
        page.wait_for_url(f"**/cases/{case.code}/{where}/**")
        expect(page.locator(".rail")).to_have_count(1)


def test_without_scripts_everything_of_it_works_too(open_browser: Open, case: Case) -> None:
    page = open_browser("case_manager", java_script_enabled=False, language="en")
    work_on(case)
    page.goto(f"/cases/{case.code}/")
    page.get_by_role("button", name="Reveal name").click()
    expect(page.get_by_text("Arta Lisi")).to_be_visible()
    page.get_by_role("link", name="Hide").click()
    expect(page.get_by_text("Arta Lisi")).to_have_count(0)
    page.locator("#case-tasks .case-tick").click()
    expect(page.locator(".notes .undo")).to_be_visible()
    page.locator("#timeline-more a").click()
    expect(page.locator(".case-entry").first).to_be_visible()
    page.locator(".case-tabs").get_by_role("link", name="Profile").click()
    page.get_by_label("Threats").check()
    page.get_by_role("button", name="Save the profile").click()

    assert list(case.casefacts.values_list("kind", "value")) == [("control", "threats")]


def test_a_name_is_hidden_when_one_turns_to_another_window(open_browser: Open, case: Case) -> None:
    page = open_browser("case_manager", language="en")
    work_on(case)
    page.goto(f"/cases/{case.code}/")
    page.get_by_role("button", name="Reveal name").click()
    expect(page.get_by_text("Arta Lisi")).to_be_visible()
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", {value: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect(page.get_by_text("Arta Lisi")).to_have_count(0)
    expect(page.get_by_role("button", name="Reveal name")).to_be_visible()
