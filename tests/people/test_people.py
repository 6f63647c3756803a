"""Registering people, who they are, what was written about them, and forgetting them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from agimi.access.models import AuditEntry
from agimi.activities.models import Call, Session
from agimi.casework.models import Case, Phase, Plan, Service
from agimi.people import vault
from agimi.people.actions import (
    Erased,
    IdentityDocument,
    Unreadable,
    erase,
    keep_identities,
    owner_of,
    read_identities,
    read_identity,
    read_text,
    read_texts,
    register_people,
    register_person,
    seal_text,
    seal_texts,
)
from agimi.people.models import Identity, Person, PersonKey
from tests.records import DAY, draft, make

pytestmark = pytest.mark.both_databases
ARTA = IdentityDocument(
    first_name="Arta",
    last_name="Këlcyra-Hoxhaj",
    personal_number="J55512345Z",
    phones=("+355 69 000 1111",),
    emails=("arta@example.org",),
    address="Rruga e Barrikadave 7",
    safe_contact="vetëm me SMS, pas orës 18",
    remarks="i frikësohet vëllait",
    more={"nofka": "Tuta"},
)


@pytest.fixture
def person(case_manager):
    return register_person(draft(Person, sex="female"), ARTA, by=case_manager)


@pytest.fixture
def case(person, case_manager):
    return make(Case, person=person, lead=case_manager.staff, opened_on=DAY)


# ── Who people are ──────────────────────────────────────────────────────────────────────────────
def test_that_who_a_person_is_is_read_back_whole(person, case_manager):
    assert read_identity(person, by=case_manager) == ARTA
    assert ARTA.name == "Arta Këlcyra-Hoxhaj"


def test_that_registering_and_reading_stand_in_the_trail(person, case_manager):
    read_identity(person, by=case_manager, because="she is here")
    assert list(AuditEntry.objects.values_list("verb", "kind", "code", "because")) == [
        ("added", "people.person", person.code, ""),
        ("identity read", "people.identity", person.code, "she is here"),
    ]


def test_that_reading_many_names_them_all(case_manager):
    people = register_people(
        [(draft(Person), ARTA), (draft(Person), None), (draft(Person), ARTA)], by=case_manager
    )
    known = read_identities(people, by=case_manager)
    assert known == {people[0].code: ARTA, people[2].code: ARTA}
    entry = AuditEntry.objects.latest("number")
    assert entry.detail == {"codes": [person.code for person in people]}


def test_that_sending_a_person_twice_registers_one(case_manager):
    def send():
        return register_person(draft(Person, code="P-FROM-A-PHONE"), ARTA, by=case_manager)

    assert send() == send()
    assert Person.objects.count() == 1


def test_that_an_identity_is_replaced_and_that_is_entered(person, case_manager):
    keep_identities([(person, IdentityDocument(first_name="Drita"))], by=case_manager)
    assert AuditEntry.objects.latest("number").verb == "identity changed"
    assert read_identity(person, by=case_manager).name == "Drita"
    assert Identity.objects.count() == 1


@pytest.mark.parametrize(
    "persona",
    ["colleague", "psychologist", "director", "dpo", "centre_worker", "it_volunteer", "outsider"],
)
def test_that_others_neither_read_nor_write_who_a_person_is(case, persona, request):
    user = request.getfixturevalue(persona)
    with pytest.raises(PermissionDenied):
        read_identity(case.person, by=user)
    with pytest.raises(PermissionDenied):
        keep_identities([(case.person, IdentityDocument(first_name="X"))], by=user)
    assert not AuditEntry.objects.filter(actor=user.username).exists()


def test_that_the_director_sees_the_traits_but_not_the_name(case, director):
    assert list(Person.objects.visible_to(director)) == [case.person]
    with pytest.raises(PermissionDenied):
        read_identity(case.person, by=director)


def test_that_one_person_out_of_sight_keeps_all_names_closed(case, case_manager):
    with pytest.raises(PermissionDenied):
        read_identities([case.person, make(Person)], by=case_manager)


def test_that_a_person_and_the_identity_are_written_together_or_not_at_all(
    case_manager, monkeypatch
):
    def broken(*_anything):
        raise RuntimeError

    monkeypatch.setattr(vault.Vault, "seal", broken)
    with pytest.raises(RuntimeError):
        register_person(draft(Person), ARTA, by=case_manager)
    assert (Person.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_that_nothing_is_read_when_the_trail_cannot_be_written(person, case_manager, monkeypatch):
    def broken(**_entry):
        raise RuntimeError

    monkeypatch.setattr("agimi.people.actions.write_entry", broken)
    with pytest.raises(RuntimeError):
        read_identity(person, by=case_manager)


# ── Free text ───────────────────────────────────────────────────────────────────────────────────
def test_that_a_note_is_read_by_whoever_works_with_the_person(case, case_manager):
    service = make(
        Service, person=case.person, case=case, note=seal_text("fjalë", person=case.person)
    )
    service.refresh_from_db()
    assert read_text(service, "note", by=case_manager) == "fjalë"
    assert read_text(service, "note", person=case.person, by=case_manager) == "fjalë"
    assert read_text(service, "result", by=case_manager) == ""
    entry = AuditEntry.objects.filter(verb="note read").first()
    assert (entry.kind, entry.code, entry.detail) == (
        "casework.service",
        service.code,
        {"field": "note"},
    )


@pytest.mark.parametrize("persona", ["colleague", "director", "dpo", "outsider"])
def test_that_others_do_not_read_notes(case, persona, request):
    user = request.getfixturevalue(persona)
    service = make(
        Service, person=case.person, case=case, note=seal_text("fjalë", person=case.person)
    )
    with pytest.raises(PermissionDenied):
        read_text(service, "note", by=user)
    assert not AuditEntry.objects.filter(verb="note read").exists()


def test_that_the_director_reads_what_belongs_to_the_organisation(director, shelter):
    session = make(Session, site=shelter, note=seal_text("u mbajt në oborr"))
    assert read_text(session, "note", by=director) == "u mbajt në oborr"


def test_that_no_note_is_given_for_an_empty_text(person):
    assert seal_text("", person=person) is None
    assert seal_texts([(person, ""), (None, "x")])[0] is None


def test_that_many_notes_are_sealed_and_read_at_once(case, case_manager):
    words = [f"seanca {n}" for n in range(5)]
    notes = seal_texts((case.person, text) for text in words)
    services = [make(Service, person=case.person, case=case, note=note) for note in notes]
    assert read_texts(services, "note", by=case_manager) == words
    assert AuditEntry.objects.filter(verb="note read").count() == 1


def test_that_text_belongs_to_its_person_else_to_the_person_of_its_case(case):
    child = make(Person)
    assert owner_of(make(Service, person=child, case=case)) == child
    assert owner_of(make(Plan, case=case)) == case.person
    assert owner_of(make(Phase, case=case)) == case.person
    assert owner_of(case) == case.person
    assert owner_of(child) == child
    assert owner_of(make(Session)) is None
    assert owner_of(make(Call)) is None
    assert owner_of(make(Call, person=child)) == child


def test_that_a_note_moved_to_another_person_is_noticed(case, case_manager):
    other = make(Person, created_by=case_manager)
    service = make(Service, person=other, case=None, note=seal_text("fjalë", person=case.person))
    seal_text("fjalë", person=other)
    with pytest.raises(Unreadable):
        read_text(service, "note", by=case_manager)


# ── Forgetting ──────────────────────────────────────────────────────────────────────────────────
def test_that_an_erased_person_leaves_the_statistical_record_only(case, case_manager, dpo):
    note = seal_text("fjalë", person=case.person)
    service = make(Service, person=case.person, case=case, note=note)
    erase(case.person, by=dpo, because="her request")
    assert read_identity(case.person, by=case_manager) is None
    assert read_text(service, "note", by=case_manager) == ""
    assert (Person.objects.count(), Case.objects.count()) == (1, 1)
    entry = AuditEntry.objects.get(verb="erased")
    assert (entry.actor, entry.code, entry.because) == ("dpo", case.person.code, "her request")


def test_that_a_backup_does_not_bring_an_erased_person_back(case, dpo):
    copy = bytes(Identity.objects.get().sealed)
    erase(case.person, by=dpo, because="her request")
    Identity.objects.create(person=case.person, sealed=copy)
    with pytest.raises(Erased):
        vault.the_vault().open(case.person.code, copy)


def test_that_nothing_new_is_written_about_who_an_erased_person_is(case, case_manager, dpo):
    erase(case.person, by=dpo, because="her request")
    with pytest.raises(Erased):
        keep_identities([(case.person, ARTA)], by=case_manager)
    with pytest.raises(Erased):
        seal_text("fjalë", person=case.person)


@pytest.mark.parametrize("persona", ["case_manager", "supervisor", "director", "it_volunteer"])
def test_that_only_the_officer_erases(case, persona, request):
    with pytest.raises(PermissionDenied):
        erase(case.person, by=request.getfixturevalue(persona), because="her request")
    assert PersonKey.objects.get(subject=case.person.code).wrapped is not None


def test_that_erasing_asks_for_a_reason(case, dpo):
    with pytest.raises(ValidationError):
        erase(case.person, by=dpo, because=" ")


def test_that_a_key_is_destroyed_only_after_the_trail_says_so(case, dpo, monkeypatch):
    def broken(**_entry):
        raise RuntimeError

    monkeypatch.setattr("agimi.people.actions.write_entry", broken)
    with pytest.raises(RuntimeError):
        erase(case.person, by=dpo, because="her request")
    assert PersonKey.objects.get(subject=case.person.code).wrapped is not None
    assert Identity.objects.count() == 1


# ── Nothing in clear ────────────────────────────────────────────────────────────────────────────
SECRETS = (
    "Arta", "Këlcyra", "J55512345Z", "69 000 1111", "arta@example", "Barrikadave",
    "vetëm me SMS", "frikësohet", "Tuta", "u kthye te nëna",
)  # fmt: skip


def everything_in_the_databases():
    """The bytes of both databases: the file of SQLite, each row as text on PostgreSQL."""
    from django.db import connections

    if connection.vendor == "sqlite":
        for alias in ("default", "keys"):
            yield connections[alias].connection.serialize()
        return
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                for (row,) in cursor.fetchall():
                    yield row.encode()


def test_that_who_a_person_is_stands_nowhere_in_clear(case, case_manager):
    note = seal_text("u kthye te nëna, thotë Arta", person=case.person)
    service = make(Service, person=case.person, case=case, note=note, result=note)
    read_identity(case.person, by=case_manager)
    read_text(service, "note", by=case_manager)
    found = b"\n".join(everything_in_the_databases())
    # The search finds what does stand in clear, in the same places.
    assert case.person.code.encode() in found
    assert b"case_manager" in found
    assert [secret for secret in SECRETS if secret.encode() in found] == []


def test_that_a_rolled_back_registration_leaves_a_working_vault(case_manager):
    with transaction.atomic(), transaction.atomic(using="keys"):
        register_person(draft(Person, code="P-1"), ARTA, by=case_manager)
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")
    assert PersonKey.objects.count() == 0
    person = register_person(draft(Person, code="P-1"), ARTA, by=case_manager)
    vault.forget()
    assert read_identity(person, by=case_manager) == ARTA
