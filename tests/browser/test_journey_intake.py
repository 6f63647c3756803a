"""Journey 1, intake: from the sign-in to an open case with a child and its first tasks."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agimi.access.models import User
from agimi.casework.models import Case, CaseChild, Task
from agimi.people.actions import IdentityDocument, read_identity, register_person
from agimi.people.models import Consent, FamilyLink, Person
from agimi.programme.models import Body, BodyAlias
from tests.browser.conftest import EACH_END, PHONE, WIDE, faults
from tests.browser.team import Team
from tests.browser.test_accessible import is_cut_off
from tests.factors import digits_of
from tests.records import draft, make

pytestmark = pytest.mark.browser
TODAY = timezone.localdate()
KLEA = IdentityDocument(first_name="Klea", last_name="Gjonaj")
WORDS: dict[str, dict[str, str]] = {
    "sq": {
        "user": "Emri i përdoruesit", "password": "Fjalëkalimi", "code": "Kodi", "enter": "Hyni",
        "find": "Emri, telefoni, numri personal ose kodi", "none": "Asnjë prej këtyre: regjistroni",
        "first": "Emri", "last": "Mbiemri", "sex": "Gjinia", "born": "Lindur më, ose mosha",
        "nationality": "Statusi i shtetësisë", "register": "Regjistroni",
        "apart": "Asnjë prej këtyre nuk është personi", "open": "Hapni një rast",
        "on": "Ruajeni dhe vazhdoni", "by": "Referuar nga", "safety": "Plani i sigurisë",
        "child": "Gjeni një fëmijë", "new": "Regjistroni një person të ri", "do": "Hapeni rastin",
        "undo": "Zhbëj", "services": "Marrja e shërbimeve", "reveal": "Zbuloni emrin",
    },
    "en": {
        "user": "Username", "password": "Password", "code": "Code", "enter": "Sign in",
        "find": "Name, telephone, personal number or code", "none": "None of these: register",
        "first": "First name", "last": "Surname", "sex": "Sex", "born": "Born, or age",
        "nationality": "Nationality status", "register": "Register",
        "apart": "None of these is the person", "open": "Open a case",
        "on": "Keep and go on", "by": "Referred by", "safety": "Safety plan",
        "child": "Find a child", "new": "Register a new person", "do": "Open the case",
        "undo": "Undo", "services": "Receiving services", "reveal": "Reveal name",
    },
}  # fmt: skip


@pytest.fixture
def klea(team: Team) -> Person:
    """Somebody who has a file already, written as an Albanian would write it."""
    person = draft(Person, sex="female", birth_date=dt.date(1994, 5, 2))
    return register_person(person, KLEA, by=team.user("case_manager"))


def sign_in(page: Page, user: User, words: dict[str, str], language: str) -> None:
    user.language = language
    user.set_password("nje-fjale-e-gjate")
    user.save()
    page.goto("/account/login/")
    page.locator("[name=login]").fill(user.username)
    page.locator("[name=password]").fill("nje-fjale-e-gjate")
    page.locator("[name=password]").press("Enter")
    page.locator("[name=code]").fill(digits_of(user))
    page.locator("[name=code]").press("Enter")
    expect(page.locator(".rail").first).to_be_visible()


def search(page: Page, words: str, *, box: str = "#words", found: str = "#found") -> None:
    page.locator(box).fill(words)
    page.locator(box).press("Enter")
    expect(page.locator(f"{found} .found-count")).to_be_visible()


def fill_in(page: Page, first: str, last: str, born: str) -> None:
    page.locator("[name=first_name]").fill(first)
    page.locator("[name=last_name]").fill(last)
    page.locator("[name=sex]").select_option("female")
    page.locator("[name=birth]").fill(born)
    page.locator("[name=nationality_status]").select_option("albanian")


def go_on(page: Page, words: dict[str, str], wanted: str) -> None:
    page.get_by_role("button", name=words["on"]).click()
    page.wait_for_url(f"**/{wanted}/")


def choose(page: Page, name: str, typed: str) -> None:
    """Choose in a long list by a few letters, as a hand would."""
    page.locator(f"[name={name}] + .ts-wrapper .ts-control").click()
    page.locator(".ts-dropdown .dropdown-input:visible").fill(typed)
    fitting = page.locator(".ts-dropdown:visible .option")
    expect(fitting).to_have_count(1)
    fitting.click()


@EACH_END
def test_from_the_sign_in_to_an_open_case_with_a_child_and_its_first_tasks(
    team: Team, klea: Person, language: str, viewport: Any, open_browser: Callable[..., Page]
) -> None:
    words, user = WORDS[language], team.user("case_manager")
    body = make(Body, name_sq="Drejtoria e Policisë", name_en="Police Directorate")
    for number in range(9):  # so many that one searches among them
        make(Body, name_sq=f"Bashkia {number}", name_en=f"Municipality {number}")
    BodyAlias.objects.create(body=body, name="Komisariati nr. 3")
    page = open_browser(viewport=viewport)
    page.set_default_timeout(30_000)
    sign_in(page, user, words, language)

    # Searched first, by a variant of the name of somebody who is here; no address holds the name.
    page.locator(".rail-main a[href='/people/']").click()
    search(page, "klea xhonaj")
    expect(page.locator("#found .person-line", has_text=klea.code)).to_be_visible()
    assert page.url.endswith("/people/")
    assert "Gjonaj" not in page.locator("main").inner_text()
    assert faults(page) == []

    # She is somebody else: registered, after a look at who is alike.
    page.get_by_role("button", name=words["none"]).click()
    page.wait_for_url("**/people/new/**")
    fill_in(page, "Klea", "Gjonaj", "1995")
    expect(page.locator("#likely", has_text=klea.code)).to_be_visible()
    page.locator("[name=how][value=message]").check()
    page.locator("[name=word]").fill("kursi i rrobaqepësisë")
    page.get_by_role("button", name=words["register"], exact=True).click()
    page.get_by_label(words["apart"]).check()
    assert faults(page) == []
    page.get_by_role("button", name=words["register"], exact=True).click()
    page.wait_for_url(re.compile(r"/people/P-"))
    new = Person.objects.exclude(pk=klea.pk).get()
    assert read_identity(new, by=user).safe_contact == "how: message\nword: kursi i rrobaqepësisë"

    # The name is shown after a click, in place.
    page.get_by_role("button", name=words["reveal"]).click()
    expect(page.locator("#identity .identity-name")).to_have_text("Klea Gjonaj")
    assert faults(page) == []

    # Step by step; a step can be left and is there when one comes back.
    page.get_by_role("link", name=words["open"]).click()
    page.wait_for_url("**/referral/")
    choose(page, "referred_by", "komisariati nr. 3")
    page.locator("[name=referral_note]").fill("E solli policia natën.")
    go_on(page, words, "category")
    page.locator("[name=category][value=trafficking]").check()
    page.locator("[name=status]").select_option("potential")
    page.locator("[name=exploitation][value=forced_labour]").check()
    assert faults(page) == []
    go_on(page, words, "needs")
    page.locator("[name=safety_plan]").fill("Te motra në Durrës.")
    page.locator("a[data-step=home]").click()
    page.wait_for_url("**/home/")
    page.locator("a[data-step=needs]").click()
    page.wait_for_url("**/needs/")
    expect(page.locator("[name=safety_plan]")).to_have_value("Te motra në Durrës.")
    go_on(page, words, "consents")
    page.locator("[name=purposes][value=services]").check()
    go_on(page, words, "home")
    page.locator("[name=placement]").select_option("shelter")
    go_on(page, words, "children")

    # A child who has no file yet: registered on the way, and back in the intake, ticked.
    search(page, "Eni Gjonaj", box="#choose-words", found="#choices")
    page.locator("#choices .none-of-these button").click()
    page.wait_for_url("**/people/new/**")
    fill_in(page, "Eni", "Gjonaj", "2019")
    page.get_by_role("button", name=words["register"], exact=True).click()
    apart = page.get_by_label(words["apart"])
    if apart.is_visible():
        apart.check()
        page.get_by_role("button", name=words["register"], exact=True).click()
    page.wait_for_url("**/children/?found=*")
    child = Person.objects.latest("pk")
    expect(page.locator(f"[name=children][value={child.code}]")).to_be_checked()
    assert faults(page) == []
    go_on(page, words, "review")
    assert faults(page) == []
    page.get_by_role("button", name=words["do"]).dblclick()
    page.wait_for_url(re.compile(r"/cases/R-"))

    case = Case.objects.get()
    assert (case.person, case.referred_by, case.category) == (new, body, "trafficking")
    assert CaseChild.objects.get().child == child
    assert FamilyLink.objects.values_list("person", "relative", "tie").get() == (
        new.pk, child.pk, "child",
    )  # fmt: skip
    assert Consent.objects.get().purpose == "services"
    kinds = sorted(Task.objects.values_list("kind", flat=True))
    assert kinds == sorted(
        "risk consents psychosocial medical legal_needs educational plan health_card jobseeker "
        "child_needs".split()
    )
    expect(page.locator("main > .notes .undo")).to_be_visible()


def test_without_scripts_an_emergency_is_opened_with_two_fields(team: Team, klea: Person) -> None:
    page = team.window("case_manager", language="sq", viewport=PHONE, java_script_enabled=False)
    page.goto("/people/")
    page.locator("#words").fill("Gjonaj")
    page.locator("form.seek button").click()
    expect(page.locator("#found .person-line")).to_be_visible()
    assert not is_cut_off(page)
    page.locator("#found .person-line").click()
    page.get_by_role("link", name=WORDS["sq"]["open"]).click()
    page.get_by_role("link", name="Hapeni menjëherë").click()
    page.locator("[name=category][value=violence]").check()
    page.get_by_role("button", name=WORDS["sq"]["do"]).click()
    page.wait_for_url(re.compile(r"/cases/R-"))

    assert (Case.objects.get().person, Task.objects.count()) == (klea, 10)


def test_what_was_typed_into_a_step_survives_a_closed_window(team: Team, klea: Person) -> None:
    page = team.window("case_manager", language="sq", viewport=WIDE)
    page.goto(f"/people/{klea.code}/case/new/")
    page.locator("[name=referral_note]").fill("E solli policia natën.")
    expect(page.locator("[data-draft-state]")).to_contain_text("draft")
    page.close()

    again = team.window("case_manager", language="sq", viewport=WIDE)
    again.goto(f"/people/{klea.code}/case/new/referral/")
    expect(again.locator("[name=referral_note]")).to_have_value("E solli policia natën.")


def test_a_referral_asks_for_the_consent_and_records_it(team: Team, klea: Person) -> None:
    user = team.user("case_manager")
    case = make(Case, person=klea, lead=user.staff, site=user.site, opened_on=TODAY)
    body = make(Body, name_sq="Qendra shëndetësore", name_en="Health centre")
    page = team.window("case_manager", language="sq", viewport=WIDE)
    page.goto(f"/cases/{case.code}/refer/")
    if page.locator("[name=to] + .ts-wrapper").count():
        choose(page, "to", "qendra")
    else:
        page.locator("[name=to]").select_option(str(body.pk))
    page.locator("#consent [name=ground][value=asked]").check()
    assert faults(page) == []
    page.get_by_role("button", name="Referojeni").click()
    page.wait_for_url(f"**/cases/{case.code}/")

    assert Consent.objects.get().recipient == body
