"""Files that may be one person's: shown with why, to those who may know, until told apart."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agimi.access.models import AuditEntry
from agimi.casework.models import Case
from agimi.people.actions import IdentityDocument, register_people
from agimi.people.choices import Likeness
from agimi.people.duplicates import (
    duplicate_pairs,
    not_the_same,
    perhaps_the_same,
    possible_duplicates,
)
from agimi.people.merge import merge_people
from agimi.people.models import FamilyLink, NotTheSame, Person
from agimi.programme.models import Place
from tests.records import DAY, draft, make

pytestmark = pytest.mark.both_databases
BORN = dt.date(1990, 5, 6)
WHY = "asked her"
ARTA = IdentityDocument(first_name="Arta", last_name="Hoxha", phones=("069 123 4567",))
JENSILA = IdentityDocument(first_name="Jensila", last_name="Huseini")


def register(by, *identities, **traits):
    traits = {"sex": "female"} | traits
    return register_people([(draft(Person, **traits), each) for each in identities], by=by)


def answer(identity, by, **traits):
    known = possible_duplicates(identity, {"sex": "female"} | traits, by=by)
    return [(one.person, one.score, one.reasons) for one in known]


# ── Before somebody is registered ───────────────────────────────────────────────────────────────
def test_that_it_is_said_why_somebody_may_be_the_same(supervisor):
    place = make(Place)
    (arta,) = register(supervisor, ARTA, birth_date=BORN, municipality=place)
    assert answer(ARTA, supervisor, birth_date=BORN, municipality=place) == [
        (
            arta,
            100,
            (
                Likeness.SAME_NAME,
                Likeness.SAME_PHONE,
                Likeness.SAME_BIRTH_DATE,
                Likeness.SAME_MUNICIPALITY,
            ),
        )
    ]


@pytest.mark.parametrize(
    ("identity", "traits", "reasons"),
    [
        (IdentityDocument(first_name="hoxha", last_name="ARTA"), {}, ["same_name"]),
        (
            IdentityDocument(first_name="Hoxaj", last_name="Artë"),
            {"birth_date": dt.date(1990, 1, 1)},
            None,
        ),
        (
            IdentityDocument(first_name="Artë", last_name="Hoxa"),
            {"birth_date": dt.date(1990, 1, 1)},
            ["name_sounds", "same_birth_year"],
        ),
        (
            IdentityDocument(first_name="Arta", phones=("+355691234567",)),
            {},
            ["same_phone", "part_of_name"],
        ),
        (IdentityDocument(first_name="Arta", last_name="Kola"), {"birth_date": BORN}, [
            "same_birth_date", "part_of_name",
        ]),
        (IdentityDocument(first_name="Arta", last_name="Kola"), {}, None),
        (IdentityDocument(phones=("069 123 4567",)), {}, None),
        (IdentityDocument(first_name="Arta", last_name="Hoxha"), {"sex": "male"}, None),
        (
            IdentityDocument(first_name="Arta", last_name="Hoxha"),
            {"birth_date": dt.date(2015, 1, 1)},
            None,
        ),
        (IdentityDocument(), {"birth_date": BORN}, None),
    ],
)  # fmt: skip
def test_which_are_likely(identity, traits, reasons, supervisor):
    (arta,) = register(supervisor, ARTA, birth_date=BORN)
    found = [(person, list(why)) for person, _score, why in answer(identity, supervisor, **traits)]
    assert found == ([(arta, reasons)] if reasons else [])


def test_that_the_likeliest_come_first(supervisor):
    namesake, arta = register(
        supervisor, IdentityDocument(first_name="Arta", last_name="Hoxha"), ARTA
    )
    assert [person for person, *_why in answer(ARTA, supervisor)] == [arta, namesake]
    limited = possible_duplicates(ARTA, by=supervisor, limit=1)
    assert [one.person for one in limited] == [arta]


def test_that_nobody_is_their_own_duplicate(supervisor):
    arta, other = register(supervisor, ARTA, ARTA)
    assert [one.person for one in possible_duplicates(ARTA, arta, by=supervisor)] == [other]


def test_that_a_former_name_is_a_name(supervisor):
    (arta,) = register(
        supervisor, IdentityDocument(first_name="Arta", last_name="Kola", other_names="Hoxha")
    )
    assert answer(IdentityDocument(first_name="Arta", last_name="Hoxha"), supervisor) == [
        (arta, 45, (Likeness.SAME_NAME,))
    ]


def test_that_reasons_are_said_in_both_languages():
    with translation.override("en"):
        english = {str(why.label) for why in Likeness}
    with translation.override("sq"):
        albanian = {str(why.label) for why in Likeness}
    assert english & albanian == set()
    assert len(english) == len(albanian) == len(Likeness)


# ── Who may know ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("persona", ["colleague", "director", "dpo", "it_volunteer", "outsider"])
def test_that_others_learn_of_nobody(persona, supervisor, request):
    register(supervisor, ARTA, ARTA)
    user = request.getfixturevalue(persona)
    assert answer(ARTA, user) == []
    assert duplicate_pairs(by=user) == []


def test_that_a_restricted_person_is_not_given_away(supervisor):
    known, hidden = register(supervisor, ARTA, ARTA)
    case = make(Case, person=hidden, opened_on=DAY)
    assert {person for person, *_why in answer(ARTA, supervisor)} == {known, hidden}
    assert len(duplicate_pairs(by=supervisor)) == 1
    case.restricted = True
    case.save()
    assert [person for person, *_why in answer(ARTA, supervisor)] == [known]
    assert duplicate_pairs(by=supervisor) == []


# ── In the data as a whole ──────────────────────────────────────────────────────────────────────
def pairs(by):
    return [({pair.one, pair.other}, list(pair.reasons)) for pair in duplicate_pairs(by=by)]


def test_that_pairs_are_found_by_what_two_people_share(supervisor):
    arta, other = register(supervisor, ARTA, ARTA)
    xhensila, jensila, _vera = register(
        supervisor,
        IdentityDocument(first_name="Xhensila", last_name="Hyseni"),
        JENSILA,
        IdentityDocument(first_name="Vera", last_name="Hyseni"),
        birth_date=BORN,
    )
    assert pairs(supervisor) == [
        ({arta, other}, ["same_phone", "name_sounds"]),
        ({xhensila, jensila}, ["name_sounds", "same_birth_date"]),
    ]


def test_that_a_mother_and_her_child_with_one_telephone_are_no_pair(supervisor):
    phone = ("069 123 4567",)
    (mother,) = register(
        supervisor, IdentityDocument(first_name="Vera", phones=phone), birth_date=BORN
    )
    (child,) = register(
        supervisor, IdentityDocument(first_name="Ina", phones=phone), birth_date=DAY
    )
    assert pairs(supervisor) == []
    Person.objects.filter(pk=child.pk).update(birth_date=BORN)
    assert pairs(supervisor) == [({mother, child}, ["same_phone", "same_birth_date"])]
    make(FamilyLink, person=mother, relative=child)
    assert pairs(supervisor) == []


def test_that_a_telephone_of_many_makes_no_pairs(supervisor):
    of_the_shelter = IdentityDocument(phones=("069 123 4567",))
    register(supervisor, *[of_the_shelter] * 13, birth_date=BORN)
    assert pairs(supervisor) == []


def test_that_merged_files_are_no_pair(supervisor):
    arta, other = register(supervisor, ARTA, ARTA)
    merge_people(keep=arta, drop=other, by=supervisor, because=WHY)
    assert pairs(supervisor) == []


def test_that_the_number_of_questions_does_not_grow(supervisor):
    def ask(question):
        with CaptureQueriesContext(connection) as asked:
            found = len(question())
        return found, len(asked)

    questions = (
        lambda: duplicate_pairs(by=supervisor),
        lambda: possible_duplicates(ARTA, by=supervisor),
    )
    register(supervisor, ARTA, ARTA)
    few = [ask(question) for question in questions]
    register(supervisor, ARTA, ARTA, ARTA)
    many = [ask(question) for question in questions]
    assert [found for found, _asked in few] == [1, 2]
    assert [found for found, _asked in many] == [10, 5]
    assert [asked for _found, asked in few] == [asked for _found, asked in many]


# ── Told apart ──────────────────────────────────────────────────────────────────────────────────
def test_that_two_who_were_told_apart_are_shown_no_more(supervisor):
    arta, other = register(supervisor, ARTA, ARTA)
    not_the_same(other, arta, by=supervisor, because=WHY)
    not_the_same(arta, other, by=supervisor)
    assert NotTheSame.objects.count() == 1
    assert pairs(supervisor) == []
    assert possible_duplicates(ARTA, arta, by=supervisor) == []
    assert len(answer(ARTA, supervisor)) == 2
    entry = AuditEntry.objects.get(verb="told apart")
    assert (entry.code, entry.because, entry.detail) == (other.code, WHY, {"other": arta.code})


def test_that_it_can_be_taken_back(supervisor):
    arta, other = register(supervisor, ARTA, ARTA)
    not_the_same(arta, other, by=supervisor)
    perhaps_the_same(other, arta, by=supervisor)
    assert len(pairs(supervisor)) == 1
    assert AuditEntry.objects.latest("number").verb == "told apart taken back"


def test_that_what_was_said_holds_for_the_file_it_was_merged_into(supervisor):
    arta, other, third = register(supervisor, ARTA, ARTA, ARTA)
    not_the_same(other, third, by=supervisor)
    merge_people(keep=arta, drop=other, by=supervisor, because=WHY)
    assert pairs(supervisor) == []


@pytest.mark.parametrize("persona", ["case_manager", "director", "dpo"])
def test_that_people_are_told_apart_by_those_who_may_change_both(persona, supervisor, request):
    arta, other = register(supervisor, ARTA, ARTA)
    with pytest.raises(PermissionDenied):
        not_the_same(arta, other, by=request.getfixturevalue(persona))
    assert not NotTheSame.objects.exists()


def test_that_nobody_is_told_apart_from_themselves(supervisor):
    (arta,) = register(supervisor, ARTA)
    with pytest.raises(ValidationError):
        not_the_same(arta, arta, by=supervisor)
