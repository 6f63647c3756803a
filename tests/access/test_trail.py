"""The trail on screen: chosen, paged by number, who saw somebody, what is unusual, and taken out."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from agimi.access import audit, tasks, trail
from agimi.access.accounts import set_password
from agimi.access.models import AuditEntry, Verification
from agimi.access.trail import Wanted
from agimi.access.unusual import unusual
from agimi.access.verbs import READING, VERBS
from agimi.casework.actions import read_case
from agimi.casework.models import Case
from agimi.people.actions import IdentityDocument, keep_identities, read_identities
from agimi.people.models import Person
from tests.records import DAY, make

CODE = Path(audit.__file__).parents[1]
WRITTEN = re.compile(
    r"""(?:verb=|_enter\(\s*by,\s*|_audit\(\s*|enter\([^()"]*,\s*)"([a-z][a-z -]+)\""""
)


def wrote(who, verb="case read", *, at=None, **more):
    """An entry as it stood at some moment."""
    entry = audit.write_entry(by=who, verb=verb, **more)
    if at is not None:
        entry.at = at
        from django.db import connection

        from agimi.access import append_only

        append_only.remove(connection)
        AuditEntry._base_manager.filter(pk=entry.pk)._update(
            [(AuditEntry._meta.get_field("at"), None, at)]
        )
        append_only.install(connection)
    return entry


@pytest.fixture
def ten(db):
    return [
        audit.write_entry(by="a" if n % 2 else "b", verb="changed", code=f"C-{n}")
        for n in range(10)
    ]


def numbers(leaf):
    return [entry.number for entry in leaf.entries]


def test_that_every_verb_in_the_code_has_words():
    found = {
        verb
        for file in CODE.rglob("*.py")
        if "migrations" not in file.parts
        for verb in WRITTEN.findall(file.read_text(encoding="utf-8"))
    }
    assert sorted(found - set(VERBS)) == [], "name these verbs in agimi/access/verbs.py"
    of_files = {verb for verb in found if verb.endswith(" read")} - {"calendar feed read"}
    assert sorted(of_files - set(READING)) == []


def test_that_it_is_paged_by_number_both_ways(ten, dpo):
    found = trail.entries(Wanted(), by=dpo)
    first = trail.leaf(found, size=4)
    assert (numbers(first), first.newer_than) == ([10, 9, 8, 7], None)
    second = trail.leaf(found, before=first.older_than, size=4)
    last = trail.leaf(found, before=second.older_than, size=4)
    assert (numbers(second), numbers(last), last.older_than) == ([6, 5, 4, 3], [2, 1], None)
    back = trail.leaf(found, after=last.newer_than, size=4)
    assert numbers(back) == [6, 5, 4, 3]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(who="a"), [10, 8, 6, 4, 2]),
        (Wanted(code="C-3"), [4]),
        (Wanted(verb="removed"), []),
        (Wanted(who="b", code="C-2"), [3]),
    ],
)
def test_that_entries_are_chosen(ten, dpo, wanted, found):
    assert [entry.number for entry in trail.entries(wanted, by=dpo)] == found


def test_that_entries_are_chosen_by_day_with_both_ends(db, dpo):
    for day in (1, 2, 3, 4):
        wrote("a", at=timezone.make_aware(dt.datetime(2024, 5, day, 23, 30)))
    wanted = Wanted(since=dt.date(2024, 5, 2), until=dt.date(2024, 5, 3))
    assert [entry.number for entry in trail.entries(wanted, by=dpo)] == [3, 2]


def test_that_an_entry_about_many_is_found_by_each_code(db, dpo):
    wrote("a", "identity read", kind="people.identity", detail={"codes": ["P-1", "P-2"]})
    wrote("a", "identity read", kind="people.identity", detail={"codes": ["P-11"]})
    assert [e.number for e in trail.entries(Wanted(code="P-1"), by=dpo)] == [1]


@pytest.mark.parametrize("persona", ["supervisor", "it_volunteer", "outsider", "case_manager"])
def test_that_nobody_else_sees_an_entry(ten, persona, request):
    user = request.getfixturevalue(persona)
    assert list(trail.entries(Wanted(), by=user)) == []


def test_that_it_tells_who_read_the_file_of_a_person(
    case_manager, supervisor, shelter, system, dpo
):
    people = [make(Person), make(Person)]
    keep_identities([(person, IdentityDocument(first_name="Arta")) for person in people], by=system)
    mine, other = (
        make(Case, person=person, lead=case_manager.staff, site=shelter, opened_on=DAY)
        for person in people
    )
    read_case(mine.code, by=case_manager)
    read_identities(people, by=supervisor)
    read_case(other.code, by=supervisor)

    for code in (mine.code, people[0].code):
        readers = trail.readers(code, by=dpo)
        assert [(r.who, r.times, r.verbs) for r in readers] == [
            ("supervisor", 1, ("identity read",)),
            ("case_manager", 1, ("case read",)),
        ]
    assert trail.readers("P-NOBODY", by=dpo) == []


# ── Unusual ─────────────────────────────────────────────────────────────────────────────────────
def at(day, hour, minute=0):
    return timezone.make_aware(dt.datetime(2024, 5, day, hour, minute))


def read_many(who, day, count, hour=10):
    for number in range(count):
        wrote(who, code=f"R-{number}", at=at(day, hour))


def found_for(dpo, day):
    found = unusual(since=dt.date(2024, 5, day), until=dt.date(2024, 5, day), by=dpo)
    return [(each.who, each.sort) for each in found]


def test_that_three_times_the_usual_is_not_yet_unusual_and_one_more_is(db, dpo):
    for day in range(1, 7):
        read_many("a", day, 4, hour=8 + day)
        read_many("b", day, 4, hour=8 + day)
    read_many("a", 10, 12)
    read_many("b", 10, 13)
    assert sorted(found_for(dpo, 10)) == [("b", "day"), ("b", "hour")]


def test_that_reading_the_same_file_again_and_again_counts_once(db, dpo):
    for _time in range(40):
        wrote("a", code="R-1", at=at(10, 10))
    assert found_for(dpo, 10) == []


def test_that_without_known_days_ten_is_usual(db, dpo):
    read_many("a", 10, 30)
    read_many("b", 10, 31)
    assert sorted(found_for(dpo, 10)) == [("b", "day"), ("b", "hour")]


@pytest.mark.parametrize(
    ("hour", "minute", "found"),
    [(21, 59, []), (22, 0, [("a", "night")]), (5, 59, [("a", "night")]), (6, 0, [])],
)
def test_that_reading_at_night_is_listed(db, dpo, hour, minute, found):
    wrote("a", code="R-1", at=at(10, hour, minute))
    assert found_for(dpo, 10) == found


def test_that_passwords_set_for_others_are_listed(case_manager, it_volunteer, dpo):
    set_password(case_manager, by=it_volunteer)
    today = timezone.localdate()
    found = unusual(since=today, until=today, by=dpo)
    assert [(each.who, each.sort) for each in found] == [("it_volunteer", "reset")]


# ── Out, and verified ───────────────────────────────────────────────────────────────────────────
def test_that_it_is_taken_out_with_a_reason_and_that_is_an_entry(ten, dpo):
    lines = list(trail.export(Wanted(who="a"), by=dpo, because="The inspector asked for them"))
    assert len(lines) == 6
    entry = AuditEntry.objects.get(verb="exported")
    assert (entry.because, entry.detail) == ("The inspector asked for them", {"who": "a"})


def test_that_no_cell_becomes_a_formula(db, dpo):
    audit.write_entry(by="=1+1", verb="changed", because="@SUM(A1)", code="-1")
    line = list(trail.export(Wanted(who="=1+1"), by=dpo, because="The inspector asked"))[1]
    assert ("'=1+1" in line, "'@SUM(A1)" in line, "'-1" in line) == (True, True, True)


def test_that_only_the_officer_takes_it_out(ten, director, dpo):
    with pytest.raises(PermissionDenied):
        trail.export(Wanted(), by=director, because="I would like to have it")
    with pytest.raises(ValidationError):
        trail.export(Wanted(), by=dpo, because="short")


@pytest.fixture
def _at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.mark.usefixtures("_at_once")
def test_that_a_whole_trail_is_said_to_be_whole(ten, dpo):
    asked = tasks.start_verification(by=dpo, noted=audit.head())
    asked.refresh_from_db()
    assert (asked.done, asked.total, asked.broken, asked.failed) == (11, 11, 0, False)
    assert asked.finished_at is not None


@pytest.mark.usefixtures("_at_once")
def test_that_a_changed_entry_and_a_cut_end_are_found(ten, dpo):
    from django.db import connection

    from agimi.access import append_only

    append_only.remove(connection)
    field = AuditEntry._meta.get_field("code")
    AuditEntry._base_manager.filter(number=4)._update([(field, None, "C-other")])
    append_only.install(connection)
    asked = tasks.start_verification(by=dpo, noted=audit.Head(99, "0" * 64))
    asked.refresh_from_db()
    assert (asked.broken, asked.breaks) == (2, [[4, "changed"], [12, "missing"]])


@pytest.mark.usefixtures("_at_once")
def test_the_pages_of_the_officer(ten, dpo, browser):
    client = browser(dpo)
    assert client.get(reverse("audit:trail"), {"who": "a"}).content.decode().count("C-") >= 5
    assert client.get(reverse("audit:entry", args=[3])).status_code == 200
    assert client.get(reverse("audit:entry", args=[999])).status_code == 404
    answer = client.post(reverse("audit:verify"), {"number": "", "digest": ""})
    asked = Verification.objects.get()
    assert answer["Location"] == reverse("audit:verification", args=[asked.code])
    assert "Gjurma është e plotë" in client.get(answer["Location"]).content.decode()
    assert client.post(reverse("audit:verify"), {"number": "5", "digest": ""}).status_code == 422
    address = reverse("audit:export") + "?who=a"
    taken = client.post(address, {"because": "The inspector asked for them"})
    assert taken["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(taken.streaming_content).count(b"\r\n") == 6


def test_that_the_page_asks_as_much_for_many_entries_as_for_one(dpo, browser):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = browser(dpo), []
    for more in (1, 40):
        for number in range(more):
            audit.write_entry(by="a", verb="changed", kind="casework.case", code=f"R-{number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("audit:trail"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
