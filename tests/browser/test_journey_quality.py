"""Journey 6: what is missing is mended where it is shown, two files become one and two again."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agimi.casework import actions
from agimi.casework.models import Case
from agimi.people.actions import IdentityDocument, register_person
from agimi.people.models import Merge, NotTheSame, Person
from tests.browser.conftest import EACH_END, faults
from tests.browser.team import Team
from tests.records import draft

pytestmark = pytest.mark.browser
TODAY = timezone.localdate()
WORDS: dict[str, dict[str, str]] = {
    "sq": {
        "sex": "Gjinia e pashënuar",
        "mend": "Ndreqeni",
        "keep": "Ruajeni",
        "look": "Shihini",
        "compare": "Krahasoni dhe bashkoni",
        "merge": "Bashkoni dy dosjet",
        "part": "Ndajini sërish",
        "two": "Dy persona",
        "empty": "Këtu s'ka më asgjë",
    },
    "en": {
        "sex": "Sex not recorded",
        "mend": "Mend",
        "keep": "Save",
        "look": "Look at them",
        "compare": "Compare and merge",
        "merge": "Merge the two files",
        "part": "Part them again",
        "two": "Two people",
        "empty": "Nothing here any more",
    },
}


@pytest.fixture
def case(team: Team) -> Case:
    """A case of a woman whose sex nobody wrote down; she once gave her name a little differently."""
    lead = team.user("case_manager")
    who = IdentityDocument(first_name="Shqipe", last_name="Çela", phones=("069 20 30 400",))
    born = dt.date(1999, 3, 4)
    person = register_person(
        Person(sex="not_recorded", birth_date=born, site=lead.site), who, by=lead
    )
    new = draft(Case, person=person, lead=lead.staff, site=lead.site, category="violence",
                opened_on=TODAY - dt.timedelta(60))  # fmt: skip
    return actions.open_case(new, by=lead)


@pytest.fixture
def page(team: Team, language: str, viewport: dict[str, int]) -> Page:
    return team.window("case_manager", language=language, viewport=viewport)


@pytest.fixture
def hurried(team: Team, case: Case) -> Person:
    """The file that somebody began for her anew."""
    who = IdentityDocument(first_name="Shqipja", last_name="Cela", phones=("+355692030400",))
    person = Person(sex="female", birth_date=dt.date(1999, 1, 1), birth_precision="year")
    return register_person(person, who, by=team.user("case_manager"))


@EACH_END
def test_what_is_missing_is_mended_where_it_is_shown(language: str, page: Page, case: Case) -> None:
    say = WORDS[language]
    page.goto("/quality/")
    page.get_by_role("link", name=say["sex"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say["sex"])
    assert faults(page) == []
    page.get_by_role("link", name=f"{say['mend']} {case.code}").click()
    sheet = page.locator("#sheet")
    sheet.locator("[name=sex]").select_option("female")
    sheet.get_by_role("button", name=say["keep"], exact=True).click()

    expect(page.get_by_role("heading", name=say["empty"])).to_be_visible()
    assert page.url.endswith("/quality/sex/")
    assert Person.objects.get(pk=case.person_id).sex == "female"

    page.locator(".undo button").click()
    expect(page.get_by_role("link", name=f"{say['mend']} {case.code}")).to_be_visible()
    assert Person.objects.get(pk=case.person_id).sex == "not_recorded"


@EACH_END
def test_two_files_of_one_person_become_one_and_two_again(
    language: str, page: Page, case: Case, hurried: Person
) -> None:
    say = WORDS[language]
    page.goto("/quality/")
    page.get_by_role("link", name=say["look"]).click()
    for name in ("Shqipe", "Shqipja", "Çela", "Cela"):
        assert name not in page.content()
    page.get_by_role("link", name=say["compare"]).click()
    stays, goes = (Person.objects.get(code=part) for part in page.url.split("/")[4:7:2])
    assert {stays, goes} == {case.person, hurried}
    page.locator(f"[name=take_sex][value={'keep' if stays == hurried else 'drop'}]").check()
    page.get_by_role("button", name=say["merge"]).click()
    expect(page.locator("[name=because]")).to_have_attribute("aria-invalid", "true")
    assert Merge.objects.count() == 0
    assert faults(page) == []
    page.locator("[name=because]").fill("I njëjti telefon; e pyetëm vetë")
    page.get_by_role("button", name=say["merge"]).click()

    page.wait_for_url(f"**/people/{stays.code}/")
    assert Person.objects.get(pk=stays.pk).sex == "female"
    assert Case.objects.get().person == stays
    page.goto(f"/people/{goes.code}/")
    assert page.url.endswith(f"/people/{stays.code}/")

    page.goto("/people/duplicates/")
    page.get_by_role("link", name=say["part"]).click()
    assert faults(page) == []
    page.locator("[name=because]").fill("Ishin dy motra")
    page.get_by_role("button", name=say["part"]).click()
    page.wait_for_url(f"**/people/{goes.code}/")
    assert Case.objects.get().person == case.person
    assert set(Person.objects.values_list("sex", flat=True)) == {"not_recorded", "female"}


@EACH_END
def test_two_people_are_not_shown_as_one_again(
    language: str, page: Page, case: Case, hurried: Person
) -> None:
    say = WORDS[language]
    page.goto("/people/duplicates/")
    page.get_by_role("button", name=say["two"]).click()

    expect(page.get_by_role("link", name=say["compare"])).to_have_count(0)
    assert NotTheSame.objects.count() == 1
