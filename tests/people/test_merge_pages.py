"""The pages of duplicates and merging: found, compared, merged, parted, told apart."""

import datetime as dt

import pytest
from django.test import Client

from agimi.access.models import AuditEntry
from agimi.casework.models import Case
from agimi.people.actions import IdentityDocument, read_identity, register_person
from agimi.people.models import Merge, NotTheSame, Person
from tests.records import make


@pytest.fixture
def browser():
    def sign_in(user):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def two(case_manager, system, shelter):
    """Two files of one woman: one with her case, one written down in a hurry."""
    one = register_person(
        Person(sex="female", birth_date=dt.date(1999, 3, 4), site=shelter),
        IdentityDocument(first_name="Shqipe", last_name="Çela", phones=("069 20 30 400",)),
        by=system,
    )
    make(Case, person=one, lead=case_manager.staff, site=shelter)
    other = register_person(
        Person(sex="not_recorded", birth_date=dt.date(1999, 1, 1), birth_precision="year"),
        IdentityDocument(first_name="Shqipja", last_name="Cela", phones=("+355692030400",)),
        by=case_manager,
    )
    return one, other


def url(*parts):
    return "/people/" + "/".join(str(part) for part in parts) + "/"


def test_that_the_pair_is_shown_with_why_and_without_a_name(two, case_manager, browser):
    answer = browser(case_manager).get("/people/duplicates/")
    (pair,) = answer.context["pairs"]
    assert {pair.one, pair.other} == set(two)
    words = answer.content.decode()
    assert ("Çela" in words, "Cela" in words, "20 30 400" in words) == (False, False, False)


def test_that_merging_shows_first_and_then_does(two, case_manager, browser):
    one, other = two
    page, address = browser(case_manager), url(one.code, "merge", other.code)
    form = page.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert page.post(address, sent).status_code == 422
    assert Merge.objects.count() == 0
    answer = page.post(address, sent | {"because": "E njëjta nënë dhe telefon"})
    other.refresh_from_db()
    assert (answer["Location"], other.merged_into) == (url(one.code), one)
    assert AuditEntry.objects.get(verb="merged").because == "E njëjta nënë dhe telefon"


def test_that_the_traits_that_are_chosen_stand(two, case_manager, browser):
    one, other = two
    page, address = browser(case_manager), url(other.code, "merge", one.code)
    form = page.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    page.post(address, sent | {"because": "E njëjta", "take_birth_date": "drop"})
    other.refresh_from_db()
    assert (other.birth_date, other.birth_precision, other.sex) == (
        dt.date(1999, 3, 4),
        "day",
        "female",
    )


def test_that_a_merge_can_be_undone_on_its_page(two, case_manager, browser):
    one, other = two
    page, address = browser(case_manager), url(one.code, "merge", other.code)
    form = page.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    page.post(address, sent | {"because": "E njëjta"})
    merge = Merge.objects.get()
    assert page.get("/people/duplicates/").context["merges"][0] == merge
    answer = page.post(url("merges", merge.code), {"because": "Gabim, janë dy"})
    other.refresh_from_db()
    assert (answer["Location"], other.merged_into) == (url(other.code), None)
    assert read_identity(other, by=case_manager).first_name == "Shqipja"


def test_that_two_people_are_not_shown_again_until_it_is_taken_back(two, case_manager, browser):
    one, other = two
    page, address = browser(case_manager), url(one.code, "apart", other.code)
    page.post(address)
    answer = page.get("/people/duplicates/")
    assert (answer.context["pairs"], len(answer.context["told_apart"])) == ([], 1)
    page.post(address, {"back": "1"})
    assert (NotTheSame.objects.count(), len(page.get("/people/duplicates/").context["pairs"])) == (
        0,
        1,
    )


def test_that_a_file_one_does_not_see_is_not_there(two, colleague, browser):
    one, other = two
    page = browser(colleague)
    assert page.get("/people/duplicates/").context["pairs"] == []
    assert page.get(url(one.code, "merge", other.code)).status_code == 404
    assert page.post(url(one.code, "apart", other.code)).status_code == 404
    assert page.get(url(one.code, "merge", "P-0000-0000")).status_code == 404


def test_that_roles_without_names_merge_nothing(two, director, dpo, it_volunteer, browser):
    one, other = two
    for user in (director, dpo, it_volunteer):
        page = browser(user)
        assert page.get("/people/duplicates/").status_code == 403
        assert page.get(url(one.code, "merge", other.code)).status_code == 403


def test_that_merging_a_file_twice_is_said_and_not_done(two, case_manager, browser):
    one, other = two
    page, address = browser(case_manager), url(one.code, "merge", other.code)
    form = page.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"because": "E njëjta"}
    page.post(address, sent)
    answer = page.post(address, sent)
    assert (answer["Location"], Merge.objects.count()) == ("/people/duplicates/", 1)
