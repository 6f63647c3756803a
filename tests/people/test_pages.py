"""Finding, registering and reading people on screen: what is shown, what is logged, what is refused."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agimi.access.models import AuditEntry
from agimi.casework.models import Case, CaseChild, LegalAid, TeamMember
from agimi.desk.models import Undo
from agimi.people.actions import IdentityDocument, erase, read_identity, register_person
from agimi.people.forms import BirthField
from agimi.people.merge import merge_people
from agimi.people.models import Consent, FamilyLink, Identity, Person
from agimi.people.safe_contact import SafeContact
from agimi.programme.models import Body
from tests.records import DAY, draft, make

pytestmark = pytest.mark.both_databases
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ARTA = IdentityDocument(
    first_name="Arta",
    last_name="Këlcyra",
    phones=("+355 69 000 1111",),
    personal_number="J55512345Z",
)


def signed_in(user, **more):
    client = Client(**more)
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def browser(case_manager):
    return signed_in(case_manager)


@pytest.fixture
def arta(case_manager):
    traits = {"sex": "female", "birth_date": DAY.replace(year=1990), "site": case_manager.site}
    return register_person(draft(Person, **traits), ARTA, by=case_manager)


def text_of(answer):
    return answer.content.decode()


def codes_in(answer):
    return set(re.findall(r"P-[0-9A-Z]{4}-[0-9A-Z]{4}", text_of(answer)))


# ── Finding ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "words", ["Arta Këlcyra", "kelcyra arta", "ARTA", "Kelcira", "069 000 1111", "j55512345z"]
)
def test_that_somebody_is_found_by_any_spelling_and_not_named(browser, arta, words):
    answer = browser.post("/people/", {"words": words})
    assert codes_in(answer) == {arta.code}
    shown = text_of(answer).replace(words, "")
    assert "Këlcyra" not in shown


def test_that_a_whole_code_leads_to_the_file(browser, arta):
    assert (
        browser.post("/people/", {"words": arta.code.lower()})["Location"]
        == f"/people/{arta.code}/"
    )


def test_that_no_address_holds_what_was_searched_for(browser, arta):
    answer = browser.post("/people/", {"words": "Arta"}, headers={"HX-Request": "true"})
    assert "HX-Push-Url" not in answer
    begun = browser.post("/people/new/", {"begin": "1", "words": "Arta Këlcyra"})
    assert re.fullmatch(r"/people/new/\?as=P-[0-9A-Z-]+", begun["Location"])


def test_that_a_name_in_an_address_finds_nobody(browser, arta):
    assert arta.code not in text_of(browser.get("/search/?q=Arta"))
    assert arta.code in text_of(browser.post("/search/", {"q": "Arta"}))


def test_that_nobody_finds_the_people_of_others(colleague, arta):
    answer = signed_in(colleague).post("/people/", {"words": "Arta Këlcyra"})
    assert codes_in(answer) == set()


def test_that_the_director_finds_codes_and_no_names(director, arta):
    browser = signed_in(director)
    assert codes_in(browser.post("/people/", {"words": "Arta"})) == set()
    assert browser.post("/people/", {"words": arta.code}).status_code == 302


def test_that_an_open_case_is_marked(browser, arta, case_manager):
    make(Case, person=arta, lead=case_manager.staff, opened_on=DAY)
    assert "rast i hapur" in text_of(browser.post("/people/", {"words": "Arta"}))


@pytest.mark.parametrize("persona", ["outsider", "it_volunteer", "dpo"])
@pytest.mark.parametrize("address", ["/people/", "/people/new/"])
def test_that_roles_without_people_are_refused(persona, address, request):
    browser = signed_in(request.getfixturevalue(persona))
    assert [browser.get(address).status_code, browser.post(address).status_code] == [403, 403]


# ── Registering ─────────────────────────────────────────────────────────────────────────────────
def form(code, **more):
    return {
        "code": code, "first_name": "Mira", "last_name": "Shehu", "sex": "female", "birth": "1990",
        "nationality_status": "albanian", "area_type": "urban", "disability": "not_recorded",
    } | more  # fmt: skip


def begin(browser, words="Mira Shehu"):
    return browser.post("/people/new/", {"begin": "1", "words": words})["Location"].split("as=")[1]


def test_that_registering_begins_with_a_search(browser):
    assert browser.get("/people/new/")["Location"] == "/people/"
    assert browser.get("/people/new/?as=P-0000-0000")["Location"] == "/people/"


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [("Mira  Shehu", "last_name", "Shehu"), ("069 123 4567", "phones", "069 123 4567"),
     ("j55512345z", "personal_number", "J55512345Z")],
)  # fmt: skip
def test_that_what_was_searched_for_stands_in_the_form(browser, words, field, value):
    page = browser.get(f"/people/new/?as={begin(browser, words)}")
    assert page.context["form"].identity[field].value() == value


def test_that_a_person_is_registered_with_all_that_was_said(browser, case_manager):
    code = begin(browser)
    sent = form(
        code,
        site=case_manager.site.pk,
        how=["call", "visit"],
        when="9–12",
        word="rroba",
        phones="0691\n0692",
    )
    answer = browser.post("/people/new/", sent)
    assert answer["Location"] == f"/people/{code}/"
    person = Person.objects.get(code=code)
    assert (person.birth_date.isoformat(), person.birth_precision) == ("1990-07-01", "year")
    assert (person.site, person.created_by) == (case_manager.site, case_manager)
    known = read_identity(person, by=case_manager)
    assert (known.name, known.phones) == ("Mira Shehu", ("0691", "0692"))
    assert known.safe_contact == "how: call, visit\nwhen: 9–12\nword: rroba"


def test_that_a_double_click_registers_one(browser):
    code = begin(browser)
    answers = [browser.post("/people/new/", form(code)) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"/people/{code}/"}
    assert Person.objects.count() == 1


def test_that_registering_can_be_taken_back(browser):
    code = begin(browser)
    page = browser.post("/people/new/", form(code), follow=True)
    undo = re.search(r'action="(/undo/[^"]+)"', text_of(page)).group(1)
    assert browser.post(undo, {"next": f"/people/{code}/"})["Location"] == "/"
    assert (Person.objects.count(), Identity.objects.count()) == (0, 0)


def test_that_whoever_is_alike_must_be_looked_at_first(browser, arta):
    code = begin(browser, "Arta Kelcyra")
    alike = form(code, first_name="Arta", last_name="Kelcyra")
    asked = browser.post("/people/new/", alike)
    assert (asked.status_code, Person.objects.count()) == (409, 1)
    assert arta.code in codes_in(asked)
    assert browser.post("/people/new/", alike | {"none_of_these": "P-OTHER"}).status_code == 409
    sent = browser.post("/people/new/", alike | {"none_of_these": arta.code})
    assert (sent.status_code, Person.objects.count()) == (302, 2)
    entry = AuditEntry.objects.filter(verb="added", kind="people.person").latest("number")
    assert (entry.code, arta.code in entry.because) == (code, True)


def test_that_who_is_alike_is_said_while_one_types_and_as_the_form_opens(browser, arta):
    code = begin(browser, "Arta Këlcyra")
    typing = browser.post(
        "/people/likely/", {"code": code, "first_name": "Arta", "last_name": "Kelcyra"}
    )
    assert codes_in(typing) == {arta.code}
    assert arta.code in codes_in(browser.get(f"/people/new/?as={code}"))


def test_that_somebody_alike_whom_one_may_not_see_is_not_given_away(colleague, arta):
    browser = signed_in(colleague)
    code = begin(browser, "Arta Këlcyra")
    sent = browser.post("/people/new/", form(code, first_name="Arta", last_name="Këlcyra"))
    assert sent.status_code == 302


def test_that_what_is_wrong_is_said_and_nothing_is_lost(browser):
    code = begin(browser)
    answer = browser.post("/people/new/", form(code, birth="31.2.1990", sex=""))
    assert (answer.status_code, Person.objects.count()) == (422, 0)
    assert set(answer.context["form"].traits.errors) == {"birth", "sex"}
    assert 'value="Shehu"' in text_of(answer)


def test_that_a_registration_that_was_begun_is_found_again_and_thrown_away(browser, colleague):
    code = begin(browser)
    address = f"/people/new/?as={code}"
    assert address in text_of(browser.get("/people/"))
    assert address not in text_of(signed_in(colleague).get("/people/"))
    assert signed_in(colleague).get(address).status_code == 302
    browser.post(f"/people/new/{code}/give-up/")
    assert address not in text_of(browser.get("/people/"))


@pytest.mark.parametrize(
    ("typed", "born", "precision"),
    [
        ("12.3.1990", "1990-03-12", "day"), ("1990-03-12", "1990-03-12", "day"),
        ("3.1990", "1990-03-15", "month"), ("1990", "1990-07-01", "year"),
        ("34", "1991-07-01", "estimated"), ("34 vjeç", "1991-07-01", "estimated"),
        ("2026", "2026-02-10", "year"), ("2.2026", "2026-02-10", "month"),
    ],
)  # fmt: skip
def test_that_a_birth_is_read_as_far_as_it_is_known(typed, born, precision):
    today = DAY.replace(year=2026, month=2, day=10)
    read = BirthField.read(typed, today)
    assert (read[0].isoformat(), str(read[1])) == (born, precision)


# ── The page of a person ────────────────────────────────────────────────────────────────────────
def page_of(person):
    return reverse("people:person", args=(person.code,))


def test_that_the_page_names_nobody_before_a_click_and_the_click_is_logged(browser, arta):
    assert "Këlcyra" not in text_of(browser.get(page_of(arta)))
    before = AuditEntry.objects.filter(verb="identity read").count()
    revealed = browser.post(f"/people/{arta.code}/name/")
    assert "Arta Këlcyra" in text_of(revealed)
    read = AuditEntry.objects.filter(verb="identity read", code=arta.code)
    assert read.count() == before + 1
    assert browser.get(f"/people/{arta.code}/name/")["Location"] == page_of(arta)


def test_that_a_script_gets_the_card_alone(browser, arta):
    card = text_of(browser.post(f"/people/{arta.code}/name/", headers={"HX-Request": "true"}))
    assert ("Arta Këlcyra" in card, "<html" in card) == (True, False)


def test_that_others_see_no_file_and_the_director_no_name(colleague, director, arta):
    addresses = [
        page_of(arta),
        f"/people/{arta.code}/identity/",
        f"/people/{arta.code}/family/add/",
    ]
    browser = signed_in(colleague)
    assert [browser.get(address).status_code for address in addresses] == [404, 404, 404]
    assert browser.post(f"/people/{arta.code}/name/").status_code == 404
    browser = signed_in(director)
    assert [browser.get(address).status_code for address in addresses] == [200, 403, 403]
    assert browser.post(f"/people/{arta.code}/name/").status_code == 403


def test_that_a_merged_file_leads_on(browser, arta, case_manager, supervisor):
    other = register_person(draft(Person, sex="female", site=case_manager.site), by=case_manager)
    merge_people(keep=arta, drop=other, by=supervisor, because="një person")
    assert browser.get(page_of(other))["Location"] == page_of(arta)


def test_that_the_page_of_somebody_erased_says_so_and_offers_no_name(browser, arta, dpo):
    erase(arta, by=dpo, because="e kërkoi vetë")
    page = text_of(browser.get(page_of(arta)))
    assert ("Ky person është fshirë" in page, "Zbuloni emrin" in page) == (True, False)


def test_that_consents_stand_with_their_state(browser, arta):
    today = DAY.today()
    ended = {"expires_on": today.replace(year=today.year - 1, day=1)}
    for number, more in enumerate(({}, {"withdrawn_on": DAY}, ended)):
        make(
            Consent,
            person=arta,
            purpose=["services", "media", "record"][number],
            given_on=DAY,
            **more,
        )
    states = [one.state for one in browser.get(page_of(arta)).context["consents"]]
    assert sorted(states) == ["expired", "open", "withdrawn"]


def test_that_family_is_told_from_both_sides(browser, arta, case_manager):
    child = register_person(draft(Person, sex="male"), by=case_manager)
    make(FamilyLink, person=arta, relative=child, tie="child", started_on=DAY)
    (mine,) = browser.get(page_of(arta)).context["family"]
    (its,) = browser.get(page_of(child)).context["family"]
    assert [(mine.person, mine.tie), (its.person, its.tie)] == [(child, "Fëmijë"), (arta, "Prind")]


def test_that_help_without_a_case_stands_on_the_page(browser, arta, case_manager):
    aid = make(LegalAid, person=arta, case=None, lawyer=case_manager.staff, level="primary")
    assert f"/records/legal-aid/{aid.code}/" in text_of(browser.get(page_of(arta)))


def test_that_a_case_of_others_is_said_to_be_open_and_no_more(
    browser, arta, supervisor, case_manager
):
    make(
        Case,
        person=arta,
        lead=case_manager.staff,
        opened_on=DAY,
        closed_on=DAY,
        closing_reason="other",
    )
    hidden = make(Case, person=arta, lead=supervisor.staff, opened_on=DAY)
    answer = browser.get(page_of(arta))
    assert (answer.context["hidden_case"], answer.context["may_open"]) == (True, False)
    assert hidden.code not in text_of(answer)


def test_that_the_page_asks_as_much_for_many_records_as_for_one(browser, arta, case_manager):
    def fill(number):
        for _ in range(number):
            child = register_person(draft(Person, sex="male"), by=case_manager)
            make(FamilyLink, person=arta, relative=child, tie="child", started_on=DAY)
            make(Consent, person=arta, recipient=make(Body), given_on=DAY)
            make(LegalAid, person=arta, case=None, lawyer=case_manager.staff)
            make(Case, person=arta, lead=case_manager.staff, opened_on=DAY, closed_on=DAY,
                 closing_reason="other")  # fmt: skip

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(page_of(arta)).status_code == 200
        return len(queries)

    fill(1)
    asked()
    one = asked()
    fill(4)
    assert asked() == one


def test_that_the_search_asks_as_much_for_many_as_for_one(browser, case_manager):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.post("/people/", {"words": "Arta"})
        return len(queries)

    register_person(draft(Person, sex="female"), ARTA, by=case_manager)
    asked()
    one = asked()
    for _ in range(5):
        register_person(draft(Person, sex="female"), ARTA, by=case_manager)
    assert asked() == one


# ── Changing who somebody is ────────────────────────────────────────────────────────────────────
def identity_form(browser, person, **more):
    page = browser.get(f"/people/{person.code}/identity/")
    values = {"seen": page.context["seen"]}
    for name in page.context["form"].fields:
        values[name] = page.context["form"][name].value() or ""
    values["how"] = values["how"] or []
    return {**values, "phones": "+355 69 000 1111", "emails": "", **more}


def test_that_an_identity_is_changed_and_found_by_its_new_name(browser, arta, case_manager):
    answer = browser.post(
        f"/people/{arta.code}/identity/", identity_form(browser, arta, last_name="Prifti")
    )
    assert answer["Location"] == page_of(arta)
    assert read_identity(arta, by=case_manager).name == "Arta Prifti"
    assert codes_in(browser.post("/people/", {"words": "Prifti"})) == {arta.code}
    assert AuditEntry.objects.filter(verb="identity changed", code=arta.code).count() == 1


def changed(browser, person, **more):
    """Who somebody is, changed on screen; returns the page that follows."""
    browser.post(f"/people/{person.code}/identity/", identity_form(browser, person, **more))
    return text_of(browser.get(page_of(person)))


def take_back(browser, user):
    return browser.post(f"/undo/{Undo.objects.get(user=user).code}/", follow=True)


def test_that_a_changed_identity_is_taken_back_by_one_click(browser, arta, case_manager):
    page = changed(browser, arta, last_name="Prifti")
    undo = Undo.objects.get(user=case_manager)
    assert f'action="/undo/{undo.code}/"' in page
    assert "Këlcyra" not in json.dumps(undo.steps)

    take_back(browser, case_manager)
    assert read_identity(arta, by=case_manager) == ARTA
    assert codes_in(browser.post("/people/", {"words": "Këlcyra"})) == {arta.code}
    assert codes_in(browser.post("/people/", {"words": "Prifti"})) == set()
    entries = AuditEntry.objects.filter(verb="identity changed", code=arta.code).order_by("number")
    assert [bool(entry.because) for entry in entries] == [False, True]


def test_that_an_identity_changed_again_since_stays(browser, arta, case_manager, supervisor):
    changed(browser, arta, last_name="Prifti")
    changed(signed_in(supervisor), arta, address="Rruga e Re")
    page = text_of(take_back(browser, case_manager))
    known = read_identity(arta, by=case_manager)

    assert (known.last_name, known.address) == ("Prifti", "Rruga e Re")
    assert f"Kush është {arta.code} u ndryshua ndërkohë" in page


def test_that_whoever_had_no_name_has_none_again(browser, case_manager):
    person = register_person(draft(Person, sex="female"), by=case_manager)
    changed(browser, person, first_name="Drita")
    take_back(browser, case_manager)

    assert read_identity(person, by=case_manager) is None
    assert codes_in(browser.post("/people/", {"words": "Drita"})) == set()


def test_that_an_identity_does_not_come_back_once_the_person_is_erased(
    browser, arta, case_manager, dpo
):
    changed(browser, arta, last_name="Prifti")
    erase(arta, by=dpo, because="She asked for it")
    take_back(browser, case_manager)

    assert read_identity(arta, by=case_manager) is None


def test_that_whoever_sees_the_person_no_more_takes_nothing_back(browser, arta, case_manager):
    changed(browser, arta, last_name="Prifti")
    Person.objects.update(site=None, created_by=None)
    take_back(browser, case_manager)

    assert Undo.objects.get(user=case_manager).done_at is None


def test_that_the_second_of_two_people_sees_what_the_first_changed(
    browser, arta, case_manager, supervisor
):
    mine = identity_form(browser, arta, last_name="Prifti")
    theirs = signed_in(supervisor)
    theirs.post(f"/people/{arta.code}/identity/", identity_form(theirs, arta, address="Rruga e Re"))
    answer = browser.post(f"/people/{arta.code}/identity/", mine)
    assert answer.status_code == 409
    assert {one.name for one in answer.context["conflicts"]} == {"last_name", "address"}
    settled = mine | {
        "seen": answer.context["seen"],
        "take_address": "theirs",
        "take_last_name": "mine",
    }
    browser.post(f"/people/{arta.code}/identity/", settled)
    known = read_identity(arta, by=case_manager)
    assert (known.last_name, known.address) == ("Prifti", "Rruga e Re")


def test_that_what_the_form_does_not_ask_for_stays(browser, case_manager):
    more = IdentityDocument(first_name="Ana", more={"nofka": "Nana"})
    person = register_person(draft(Person, sex="female"), more, by=case_manager)
    browser.post(
        f"/people/{person.code}/identity/", identity_form(browser, person, last_name="Deda")
    )
    assert read_identity(person, by=case_manager).more == {"nofka": "Nana"}


@pytest.mark.parametrize(
    "rules",
    [
        SafeContact(
            ("call", "message"), "pas 18", "vetëm motra", "pa emër", "rroba", "shënim\nmë i gjatë"
        ),
        SafeContact(note="Nuk lihen mesazhe; numri është: i së motrës."),
        SafeContact(),
    ],
)
def test_that_rules_of_safe_contact_are_read_as_they_were_written(rules):
    assert SafeContact.from_text(rules.to_text()) == rules


# ── Family ──────────────────────────────────────────────────────────────────────────────────────
def test_that_a_relative_is_found_first_and_added_once(browser, arta, case_manager):
    mother = register_person(
        draft(Person, sex="female"), IdentityDocument(first_name="Drita"), by=case_manager
    )
    found = browser.post(
        "/people/choose/", {"words": "Drita", "next": f"/people/{arta.code}/family/add/"}
    )
    address = f"/people/{arta.code}/family/add/?found={mother.code}"
    assert f'href="{address}"' in text_of(found)
    code = browser.get(address).context["form"]["code"].value()
    sent = {"found": mother.code, "tie": "parent", "code": code}
    answers = [browser.post(f"/people/{arta.code}/family/add/", sent) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {page_of(arta)}
    assert list(FamilyLink.objects.values_list("person", "relative", "tie")) == [
        (arta.pk, mother.pk, "parent")
    ]


def test_that_nobody_leads_elsewhere(browser, arta):
    found = browser.post(
        "/people/choose/", {"words": arta.code, "next": "https://elsewhere.example/"}
    )
    assert "elsewhere.example" not in text_of(found)


def test_that_the_cases_in_which_somebody_is_a_child_stand_on_the_page(browser, arta, case_manager):
    mother = make(Person)
    case = make(Case, person=mother, lead=case_manager.staff, opened_on=DAY)
    make(TeamMember, case=case, staff=case_manager.staff, role="case_manager", started_on=DAY)
    make(CaseChild, case=case, child=arta, started_on=DAY)
    (tie,) = browser.get(page_of(arta)).context["parents"]
    assert tie.case == case
