"""Finding people by encrypted names: whoever may, in any spelling; nobody else, and nothing in clear."""

import unicodedata

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agimi.access.accounts import system_user
from agimi.access.models import AuditEntry, User
from agimi.casework.models import Case
from agimi.people import vault
from agimi.people.actions import (
    IdentityDocument,
    complete_search,
    erase,
    keep_identities,
    rebuild_search,
    register_people,
    search_key,
)
from agimi.people.choices import How
from agimi.people.merge import merge_people
from agimi.people.models import NameKey, Person
from agimi.people.search import Match, find_people
from agimi.people.tokens import Blind
from tests.people.test_people import everything_in_the_databases
from tests.records import DAY, draft, make

pytestmark = pytest.mark.both_databases
ARTA = IdentityDocument(
    first_name="Arta",
    last_name="Këlcyra-Hoxhaj",
    other_names="Gjoka (e vajzërisë)",
    personal_number="J55512345Z",
    phones=("+355 69 123 4567", "042 212 345"),
    emails=("Arta@example.org",),
    address="Rruga e Barrikadave 7",
    remarks="Drita është e motra",
    more={"nofka": "Tuta", "pasaporta": "BA 123 4567"},
)


@pytest.fixture
def arta(case_manager):
    person = make(Person)
    make(Case, code="R-0001", person=person, lead=case_manager.staff, opened_on=DAY)
    keep_identities([(person, ARTA)], by=case_manager)
    return person


def found(words, by):
    return [one.person for one in find_people(words, by=by)]


def ways(words, by):
    return [one.ways for one in find_people(words, by=by)]


# ── What finds her ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("Arta", [How.NAME]),
        ("ARTA këlcyra", [How.NAME]),
        ("kelcyra arta", [How.NAME]),
        ("Këlcyra-Hoxhaj", [How.NAME]),
        ("kelcyrahoxhaj", [How.NAME]),
        ("gjoka arta", [How.NAME]),
        ("tuta", [How.NAME]),
        ("kel", [How.BEGINNING]),
        ("arta hox", [How.NAME, How.BEGINNING]),
        ("Hoxaj Arta", [How.NAME, How.SOUND]),
        ("+355 69 123 4567", [How.PHONE]),
        ("0691234567", [How.PHONE]),
        ("00355-69-123-45-67", [How.PHONE]),
        ("69 1234567", [How.PHONE]),
        ("+355 4 2212345", [How.PHONE]),
        ("arta 069 123 4567", [How.PHONE, How.NAME]),
        ("j55512345z", [How.NUMBER]),
        ("BA1234567", [How.NUMBER]),
        ("arta@EXAMPLE.org", [How.EMAIL]),
        ("r-0001", [How.CODE]),
    ],
)
def test_that_she_is_found_and_how(words, how, arta, case_manager):
    assert [one.person for one in find_people(words, by=case_manager)] == [arta]
    assert ways(words, case_manager) == [how]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "-",
        "ka",
        "Drita",
        "Barrikadave",
        "arta drita",
        "1234",
        "069 123 4568",
        "@",
        "P-0",
    ],
)
def test_that_what_is_not_hers_does_not_find_her(words, arta, case_manager):
    assert found(words, case_manager) == []


def test_that_she_is_found_by_her_code_though_no_name_is_known(case_manager):
    nameless = make(Person, code="P-0001", created_by=case_manager)
    assert found("p-0001", case_manager) == [nameless]


def test_that_each_word_says_how_it_led_to_her(arta, case_manager):
    (one,) = find_people("Arta Kelc", by=case_manager)
    assert one.matches == (Match("arta", How.NAME), Match("kelc", How.BEGINNING))


def test_that_the_surest_come_first(supervisor):
    people = register_people(
        [
            (draft(Person), IdentityDocument(first_name=name))
            for name in ("Zefi", "Zefina", "Zef", "Drita")
        ],
        by=supervisor,
    )
    assert found("zef", supervisor) == [people[2], people[0], people[1]]
    assert found("Zefi", supervisor) == [people[0], people[1], people[2]]
    assert [one.person for one in find_people("zef", by=supervisor, limit=1)] == [people[2]]


# ── Who may ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "persona",
    ["colleague", "psychologist", "director", "dpo", "centre_worker", "it_volunteer", "outsider"],
)
@pytest.mark.parametrize("words", ["Arta", "069 123 4567", "J55512345Z"])
def test_that_names_find_nobody_for_those_who_may_not_read_them(persona, words, arta, request):
    assert found(words, request.getfixturevalue(persona)) == []


def test_that_the_director_finds_codes_but_no_names(arta, director):
    assert found(arta.code, director) == [arta]
    assert found("R-0001", director) == [arta]


def test_that_the_code_of_a_case_leads_to_nobody_for_those_who_do_not_see_the_case(
    arta, centre, centre_worker
):
    Person.objects.filter(pk=arta.pk).update(site=centre)
    assert found(arta.code, centre_worker) == [arta]
    assert found("R-0001", centre_worker) == []


def test_that_a_restricted_person_is_found_by_the_team_only(arta, case_manager, supervisor):
    assert found("Arta", supervisor) == [arta]
    Case.objects.update(restricted=True)
    for words in ("Arta", "069 123 4567", arta.code, "R-0001"):
        assert found(words, supervisor) == []
    assert found("Arta", case_manager) == [arta]


def test_that_one_who_left_finds_nobody(arta, case_manager):
    case_manager.is_active = False
    assert found("Arta", case_manager) == []
    assert found(arta.code, case_manager) == []


# ── Kept current ────────────────────────────────────────────────────────────────────────────────
def test_that_a_new_identity_takes_the_place_of_the_old(arta, case_manager):
    keep_identities([(arta, IdentityDocument(first_name="Vjollca"))], by=case_manager)
    assert found("Arta", case_manager) == []
    assert found("Vjollca", case_manager) == [arta]


def test_that_an_erased_person_is_not_found(arta, case_manager, dpo):
    erase(arta, by=dpo, because="her request")
    assert found("Arta", case_manager) == []
    assert not NameKey.objects.exists()


def test_that_two_merged_files_are_found_as_one(arta, supervisor):
    other = make(Person)
    keep_identities(
        [(other, IdentityDocument(first_name="Teuta", last_name="Kola"))], by=supervisor
    )
    merge_people(keep=arta, drop=other, by=supervisor, because="the same")
    assert found("Teuta", supervisor) == [arta]
    assert found(other.code, supervisor) == [arta]


def test_that_an_identity_and_its_tokens_are_written_together_or_not_at_all(
    arta, case_manager, monkeypatch
):
    def broken(*_anything):
        raise RuntimeError

    monkeypatch.setattr("agimi.people.actions.replace_tokens", broken)
    with pytest.raises(RuntimeError):
        keep_identities([(arta, IdentityDocument(first_name="Vjollca"))], by=case_manager)
    assert found("Arta", case_manager) == [arta]


# ── The search made anew ────────────────────────────────────────────────────────────────────────
def tokens():
    return {bytes(token) for token in NameKey.objects.values_list("token", flat=True)}


def test_that_the_search_is_made_anew_as_it_was(arta, system):
    before = tokens()
    NameKey.objects.all().delete()
    seen = []
    assert rebuild_search(by=system, progress=lambda done, of: seen.append((done, of))) == 1
    assert tokens() == before
    assert seen == [(1, 1)]
    entry = AuditEntry.objects.latest("number")
    assert (entry.verb, entry.detail) == ("search rebuilt", {"new_key": False})


def test_that_with_a_new_key_no_token_of_a_backup_leads_to_anybody(arta, case_manager, system):
    before = tokens()
    rebuild_search(by=system, new_key=True)
    assert len(tokens()) == len(before)
    assert tokens() & before == set()
    assert found("Arta", case_manager) == [arta]


def test_that_the_search_is_completed_once_after_an_update(arta, system, case_manager):
    assert complete_search(by=system) == 0
    NameKey.objects.all().delete()
    assert complete_search(by=system) == 1
    assert found("Arta", case_manager) == [arta]


def test_that_nobody_who_works_with_people_makes_the_search_anew(supervisor):
    with pytest.raises(PermissionDenied):
        rebuild_search(by=supervisor)


def test_that_another_process_finds_her_with_the_same_key(arta, case_manager):
    vault.forget()
    assert found("Arta", case_manager) == [arta]


# ── What the database says ──────────────────────────────────────────────────────────────────────
SECRETS = ("Arta", "arta", "kelcyra", "Hoxhaj", "hoxhaj", "gjoka", "tuta", "J55512345Z", "91234567")


def test_that_nothing_that_was_hashed_or_searched_for_stands_in_clear(arta, case_manager):
    find_people("Arta 069 123 4567", by=case_manager)
    everything = b"\n".join(everything_in_the_databases())
    assert arta.code.encode() in everything
    # A token is found where there is one: the search finds what is there.
    token = NameKey.objects.values_list("token", flat=True)[0]
    assert bytes(token) in everything or bytes(token).hex().encode() in everything
    assert [word for word in SECRETS if word.encode() in everything] == []


def test_that_two_keys_share_no_token():
    one, other = Blind(b"k" * 32).tokens_of(ARTA), Blind(b"o" * 32).tokens_of(ARTA)
    assert len(one) == len(other)
    assert one.keys() & other.keys() == set()
    assert {len(token) for token in one} == {16}


def test_that_a_beginning_is_another_token_than_the_name():
    blind = Blind(b"k" * 32)
    ana = blind.tokens_of(IdentityDocument(first_name="Ana"))
    anabela = blind.tokens_of(IdentityDocument(first_name="Anabela"))
    assert len(ana.keys() & anabela.keys()) == 1


def test_that_the_number_of_questions_does_not_grow(supervisor):
    def ask():
        with CaptureQueriesContext(connection) as asked:
            people = found("Arta Hox", supervisor)
        return len(people), len(asked)

    def add(number):
        who = IdentityDocument(first_name="Arta", last_name="Hoxha")
        register_people([(draft(Person), who) for _n in range(number)], by=supervisor)

    add(1)
    one = ask()
    add(15)
    many = ask()
    assert (one[0], many[0]) == (1, 16)
    assert one[1] == many[1]


def test_that_many_are_written_with_few_questions(supervisor, system):
    def write(number):
        pairs = [(draft(Person), ARTA) for _n in range(number)]
        with CaptureQueriesContext(connection) as asked:
            register_people(pairs, by=supervisor)
        return len(asked)

    search_key()
    assert write(2) == write(40)


# ── For any name ────────────────────────────────────────────────────────────────────────────────
LETTERS = "abcçdeëfghijklmnopqrstuvxyz"
names = st.text(LETTERS, min_size=3, max_size=12).map(str.title)


def bare(text):
    """As it is typed without Albanian letters."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class TestAnyName(TestCase):
    databases = "__all__"

    def setUp(self):
        self.by = User.objects.get(pk=system_user().pk)
        self.person = make(Person)

    def is_found(self, words):
        return [one.person for one in find_people(words, by=self.by)] == [self.person]

    @given(first=names, last=names, data=st.data())
    def test_that_any_name_is_found_however_it_is_typed(self, first, last, data):
        who = IdentityDocument(first_name=first, last_name=last)
        keep_identities([(self.person, who)], by=self.by)
        words = data.draw(st.permutations([first, last]))
        change = data.draw(st.sampled_from([str, str.upper, str.lower, bare]))
        assert self.is_found(" ".join(change(word) for word in words))
        length = data.draw(st.integers(3, len(last)))
        assert self.is_found(change(last[:length]))
        assert self.is_found(f"{change(last[:length])} {change(first)}")

    @given(name=names, keys=st.lists(st.binary(min_size=32, max_size=32), min_size=2, unique=True))
    def test_that_any_two_keys_share_no_token(self, name, keys):
        who = IdentityDocument(first_name=name, phones=("069 123 4567",))
        one, other = (Blind(key).tokens_of(who).keys() for key in keys[:2])
        assert one & other == set()
