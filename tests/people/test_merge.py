"""Two files of one person become one, and nothing is lost or counted twice."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agimi.access.ledger import Invalid, add
from agimi.access.models import AuditEntry
from agimi.activities.models import Attendance, Identification, Session
from agimi.casework.models import AidDelivery, Case, CaseChild, Plan, Service
from agimi.people.actions import (
    IdentityDocument,
    keep_identities,
    read_identity,
    read_text,
    seal_text,
)
from agimi.people.merge import merge_people
from agimi.people.models import CivilStatus, FamilyLink, Identity, Person
from agimi.people.queries import current_people, person_of
from tests.records import DAY, draft, make

pytestmark = pytest.mark.both_databases
WHY = "The same woman, registered at the club and at the shelter"
ARTA = IdentityDocument(first_name="Arta", last_name="Hoxha", phones=("069 1",), remarks="a")
TUTA = IdentityDocument(
    first_name="Tuta", last_name="Hoxha", phones=("069 1", "069 2"), address="Rruga 7", remarks="b"
)


@pytest.fixture
def keep(supervisor):
    person = make(Person)
    keep_identities([(person, ARTA)], by=supervisor)
    return person


@pytest.fixture
def drop(supervisor):
    person = make(Person)
    keep_identities([(person, TUTA)], by=supervisor)
    return person


def merge(keep, drop, by):
    return merge_people(keep=keep, drop=drop, by=by, because=WHY)


def test_that_everything_moves_to_the_file_that_is_kept(keep, drop, supervisor):
    case = make(Case, person=drop, opened_on=DAY)
    make(Service, person=drop, case=case)
    make(CivilStatus, person=drop)
    make(CaseChild, child=drop)
    aid, found = make(AidDelivery), make(Identification)
    aid.children.add(drop)
    found.children.add(drop, keep)
    make(Attendance, person=drop)
    merge(keep, drop, supervisor)
    assert Case.objects.get(pk=case.pk).person == keep
    assert Service.objects.get().person == keep
    assert CivilStatus.objects.get().person == keep
    assert CaseChild.objects.get().child == keep
    assert Attendance.objects.get().person == keep
    assert list(aid.children.all()) == [keep]
    assert list(found.children.all()) == [keep]


def test_that_the_code_that_was_given_up_leads_to_the_one_that_is_kept(keep, drop, supervisor):
    merge(keep, drop, supervisor)
    assert person_of(drop.code, by=supervisor) == keep
    assert drop not in current_people(supervisor)


def test_that_who_the_person_is_is_put_together(keep, drop, supervisor):
    merge(keep, drop, supervisor)
    assert read_identity(keep, by=supervisor) == IdentityDocument(
        first_name="Arta",
        last_name="Hoxha",
        other_names="Tuta Hoxha",
        phones=("069 1", "069 2"),
        address="Rruga 7",
        remarks="a; b",
    )
    assert list(Identity.objects.values_list("person", flat=True)) == [keep.pk]


def test_that_a_file_without_a_name_takes_the_others(drop, supervisor):
    nameless = make(Person)
    merge(nameless, drop, supervisor)
    assert read_identity(nameless, by=supervisor) == TUTA


def test_that_notes_open_with_the_key_of_the_file_that_is_kept(keep, drop, supervisor):
    case = make(Case, person=drop, opened_on=DAY, referral_note=seal_text("erdhi", person=drop))
    service = make(Service, person=drop, case=case, note=seal_text("fjalë", person=drop))
    plan = make(Plan, case=case, summary=seal_text("plani", person=drop))
    merge(keep, drop, supervisor)
    for record, field, words in (
        (case, "referral_note", "erdhi"),
        (service, "note", "fjalë"),
        (plan, "summary", "plani"),
    ):
        record.refresh_from_db()
        assert read_text(record, field, by=supervisor) == words


def test_that_a_session_both_files_came_to_is_counted_once(keep, drop, supervisor):
    session = make(Session)
    for person in (keep, drop):
        make(Attendance, session=session, person=person)
    merge(keep, drop, supervisor)
    assert list(Attendance.objects.values_list("person", flat=True)) == [keep.pk]


def test_that_nobody_becomes_their_own_relative(keep, drop, supervisor):
    make(FamilyLink, person=keep, relative=drop)
    other = make(FamilyLink, person=drop)
    merge(keep, drop, supervisor)
    assert list(FamilyLink.objects.all()) == [other]


def test_that_two_open_cases_are_for_people_to_put_right(keep, drop, supervisor):
    for person in (keep, drop):
        make(Case, person=person, opened_on=DAY)
    with pytest.raises(ValidationError):
        merge(keep, drop, supervisor)
    drop.refresh_from_db()
    assert drop.merged_into is None
    assert read_identity(drop, by=supervisor) == TUTA


def test_that_a_merge_stands_in_the_trail(keep, drop, supervisor):
    make(CivilStatus, person=drop)
    merge(keep, drop, supervisor)
    entry = AuditEntry.objects.get(verb="merged")
    assert (entry.code, entry.because, entry.detail) == (
        drop.code,
        WHY,
        {"into": keep.code, "moved": {"people.civilstatus": 1}},
    )


@pytest.mark.parametrize("persona", ["case_manager", "coordinator", "director", "dpo"])
def test_that_files_are_merged_by_those_who_may_change_both(persona, keep, drop, request):
    with pytest.raises(PermissionDenied):
        merge(keep, drop, request.getfixturevalue(persona))


def test_that_a_file_that_was_given_up_takes_no_new_records(keep, drop, supervisor):
    merge(keep, drop, supervisor)
    with pytest.raises(Invalid) as caught:
        add(draft(Service, person=drop, case=None), by=supervisor)
    assert list(caught.value.error_dict) == ["person"]


def test_that_a_merge_makes_sense(keep, drop, supervisor):
    with pytest.raises(ValidationError):
        merge(keep, keep, supervisor)
    with pytest.raises(ValidationError):
        merge_people(keep=keep, drop=drop, by=supervisor, because=" ")
    merge(keep, drop, supervisor)
    drop.refresh_from_db()
    with pytest.raises(ValidationError):
        merge(drop, keep, supervisor)
