"""The trail: appended to, chained, verified, and closed by the database itself."""

import sqlite3
from contextlib import closing

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction

from agimi.access import append_only, audit
from agimi.access.audit import Break, one_reading, write_entry
from agimi.access.models import AuditEntry
from tests.house.machine import run_agimi

pytestmark = pytest.mark.both_databases
PERSONAS = "case_manager coordinator supervisor director dpo it_volunteer outsider".split()


@pytest.fixture
def trail(case_manager):
    return [
        write_entry(by=case_manager, verb="added", kind="casework.case", code=f"R-{n}")
        for n in range(1, 6)
    ]


def tamper(entry: int, /, **values):
    """As somebody would who has the database: past the models."""
    AuditEntry._base_manager.filter(number=entry).update(**values)


def cut(*numbers: int):
    AuditEntry._base_manager.filter(number__in=numbers).delete()


def test_that_entries_are_numbered_and_hold_on_to_each_other(trail):
    assert [entry.number for entry in trail] == [1, 2, 3, 4, 5]
    assert [entry.previous for entry in trail[1:]] == [entry.digest for entry in trail[:-1]]
    assert list(audit.verify()) == []


def test_that_an_entry_says_who_did_what_to_which_record_and_why(case_manager):
    write_entry(
        by=case_manager,
        verb="changed",
        kind="casework.case",
        code="R-1",
        because="a mistake",
        detail={"fields": ["risk"], "n": 1},
    )
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.kind, entry.code, entry.because, entry.detail) == (
        "case_manager",
        "changed",
        "casework.case",
        "R-1",
        "a mistake",
        {"fields": ["risk"], "n": 1},
    )
    assert list(audit.verify()) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor", "colleague"),
        ("verb", "read"),
        ("kind", "people.person"),
        ("code", "R-9"),
        ("because", "no reason"),
        ("detail", {"fields": []}),
    ],
)
def test_that_a_change_of_any_field_is_found(trail, field, value):
    tamper(3, **{field: value})
    assert list(audit.verify()) == [Break(3, "changed")]


def test_that_another_time_is_found(trail):
    tamper(3, at=trail[0].at)
    assert list(audit.verify()) == [Break(3, "changed")]


def test_that_an_entry_left_out_is_found(trail):
    cut(3)
    assert list(audit.verify()) == [Break(3, "missing")]


def test_that_the_first_one_left_out_is_found(trail):
    cut(1)
    assert list(audit.verify()) == [Break(1, "missing")]


def test_that_closing_the_gap_is_found(trail):
    cut(3)
    tamper(4, number=3)
    tamper(5, number=4)
    assert list(audit.verify()) == [Break(3, "order"), Break(3, "changed"), Break(4, "changed")]


def test_that_two_entries_changing_places_are_found(trail):
    tamper(2, number=99)
    tamper(3, number=2)
    tamper(99, number=3)
    assert {found.number for found in audit.verify()} == {2, 3, 4}


def test_that_an_entry_made_without_the_key_is_found(trail, settings):
    key = settings.AGIMI_MASTER_KEY
    settings.AGIMI_MASTER_KEY = b"another key of thirty-two bytes!"
    write_entry(by="somebody", verb="added")
    settings.AGIMI_MASTER_KEY = key
    assert list(audit.verify()) == [Break(6, "changed")]


def test_that_an_end_cut_off_is_found_by_a_head_that_was_noted(trail):
    noted = audit.head()
    assert list(audit.verify(noted=noted)) == []
    cut(4, 5)
    assert list(audit.verify()) == []
    assert list(audit.verify(noted=noted)) == [Break(4, "missing")]


def test_that_an_end_written_anew_is_found_by_a_head_that_was_noted(trail, case_manager):
    noted = audit.head()
    cut(5)
    write_entry(by=case_manager, verb="added", code="R-5", kind="casework.case")
    assert list(audit.verify(noted=noted)) == [Break(5, "changed")]


def test_that_an_empty_trail_is_whole(db):
    assert (list(audit.verify()), audit.head()) == ([], None)


def test_that_nothing_is_entered_without_a_master_key(case_manager, settings):
    settings.AGIMI_MASTER_KEY = None
    with pytest.raises(ImproperlyConfigured):
        write_entry(by=case_manager, verb="added")


def test_that_an_entry_goes_with_the_transaction_it_tells_of(case_manager):
    with transaction.atomic():
        write_entry(by=case_manager, verb="added")
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == 0


def test_that_a_long_reason_is_shortened_and_never_lost(case_manager):
    entry = write_entry(by=case_manager, verb="added", because="a" * 600)
    assert entry.because == "a" * 499 + "…"
    assert list(audit.verify()) == []


def test_that_models_refuse_to_change_or_delete_entries(trail):
    for attempt in (
        trail[0].save,
        trail[0].delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(actor="nobody"),
    ):
        with pytest.raises(TypeError):
            attempt()


@pytest.fixture
def triggers(db):
    append_only.install(connection)
    yield
    append_only.remove(connection)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_auditentry SET actor = 'nobody'",
        "UPDATE access_auditentry SET digest = digest WHERE number = 1",
        "DELETE FROM access_auditentry",
        "DELETE FROM access_auditentry WHERE number = 5",
    ],
)
def test_that_the_database_refuses_to_change_or_delete_entries(trail, triggers, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    write_entry(by="somebody", verb="added")
    assert list(audit.verify()) == []
    assert AuditEntry.objects.count() == 6


def test_that_postgresql_refuses_to_empty_the_trail(trail, triggers):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE; its DELETE is refused")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE access_auditentry")


def test_that_the_triggers_can_be_taken_off_to_move_back(trail, db):
    append_only.install(connection)
    append_only.remove(connection)
    cut(5)
    assert AuditEntry.objects.count() == 4


@pytest.mark.parametrize("persona", PERSONAS)
def test_that_the_trail_is_read_by_those_with_the_right(persona, trail, request):
    user = request.getfixturevalue(persona)
    seen = AuditEntry.objects.visible_to(user).count()
    assert seen == (5 if persona in {"director", "dpo"} else 0)


@pytest.mark.slow
def test_that_a_new_installation_has_the_triggers(tmp_path):
    run_agimi("init", var=tmp_path)
    run_agimi("user", "add", "arta", "--role", "case_manager", var=tmp_path)
    with closing(sqlite3.connect(tmp_path / "agimi.sqlite3")) as database:
        for statement in (
            "UPDATE access_auditentry SET actor = 'x'",
            "DELETE FROM access_auditentry",
        ):
            with pytest.raises(sqlite3.IntegrityError, match=append_only.WORDS):
                database.execute(statement)


# ── One reading ─────────────────────────────────────────────────────────────────────────────────
def read(by, code, verb="case read"):
    return write_entry(by=by, verb=verb, kind="casework.case", code=code)


def test_that_what_is_read_for_one_page_is_entered_together_at_its_end(case_manager, trail):
    with one_reading():
        read(case_manager, "R-6")
        with one_reading():
            read(case_manager, "R-7", verb="note read")
        assert AuditEntry.objects.count() == 5
    codes = AuditEntry.objects.order_by("number").values_list("code", flat=True)
    assert list(codes)[5:] == ["R-6", "R-7"]
    assert list(audit.verify()) == []


def test_that_a_change_in_between_is_entered_at_once(case_manager):
    with one_reading():
        read(case_manager, "R-1")
        read(case_manager, "R-2", verb="changed")
        assert AuditEntry.objects.get().code == "R-2"
    assert [entry.code for entry in AuditEntry.objects.order_by("number")] == ["R-2", "R-1"]
    assert list(audit.verify()) == []


def test_that_a_page_that_fails_has_shown_nothing(case_manager):
    def page():
        with one_reading():
            read(case_manager, "R-1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        page()
    assert not AuditEntry.objects.exists()
    read(case_manager, "R-2")
    assert AuditEntry.objects.get().code == "R-2"


def test_that_no_page_is_shown_whose_entries_cannot_be_written(case_manager, settings):
    settings.AGIMI_MASTER_KEY = None
    with pytest.raises(ImproperlyConfigured), one_reading():
        read(case_manager, "R-1")
