"""Sessions, contacts, identifications, enrolments: written once, by those with the right."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agimi.access.ledger import CodeTaken
from agimi.access.models import AuditEntry
from agimi.activities import actions
from agimi.activities.models import (
    Attendance,
    CentreEnrolment,
    Contact,
    Distribution,
    Headcount,
    Identification,
    Session,
)
from agimi.casework.models import Case
from agimi.people.models import Person
from agimi.programme.models import Site
from tests.records import DAY, code, draft, make

pytestmark = pytest.mark.both_databases
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)


@pytest.fixture
def unit(db):
    return make(Site, kind="mobile_unit")


@pytest.fixture
def worker(case_manager, unit):
    """A member of the mobile unit."""
    case_manager.role, case_manager.site = "mobile_unit", unit
    case_manager.save()
    return case_manager


# ── Sessions ────────────────────────────────────────────────────────────────────────────────────
def test_that_a_session_is_stored_with_those_who_came(psychologist, shelter):
    people = [make(Person), make(Person)]
    heads = [draft(Headcount, group="girls", number=4), draft(Headcount, group="women", number=2)]
    for head in heads:
        head.session = None
    session = actions.hold_session(
        draft(Session, site=shelter),
        by=psychologist,
        people=people,
        heads=heads,
        links={"topics": [code("topic")]},
    )
    assert set(session.attendances.values_list("person", flat=True)) == {p.pk for p in people}
    assert set(session.headcounts.values_list("group", "number")) == {("girls", 4), ("women", 2)}
    assert list(session.topics.all()) == [code("topic")]


def test_that_a_session_sent_twice_is_stored_once(psychologist, shelter):
    person = make(Person)

    def send():
        session = draft(Session, code="E-1", site=shelter)
        return actions.hold_session(session, by=psychologist, people=[person])

    assert send() == send()
    assert (Session.objects.count(), Attendance.objects.count()) == (1, 1)


def test_that_a_code_of_another_sites_session_gives_nothing_away(psychologist, other_shelter):
    make(Session, code="E-1", site=other_shelter)
    with pytest.raises(CodeTaken):
        actions.hold_session(draft(Session, code="E-1", site=psychologist.site), by=psychologist)


def test_that_a_session_and_those_who_came_are_stored_together_or_not_at_all(psychologist, shelter):
    person = make(Person)
    with pytest.raises(ValidationError):
        actions.hold_session(draft(Session, site=shelter), by=psychologist, people=[person, person])
    counts = [model.objects.count() for model in (Session, Attendance, AuditEntry)]
    assert counts == [0, 0, 0]


@pytest.mark.parametrize("persona", ["colleague", "centre_worker", "dpo", "it_volunteer"])
def test_that_a_session_is_held_by_those_of_its_site(persona, shelter, request):
    with pytest.raises(PermissionDenied):
        actions.hold_session(draft(Session, site=shelter), by=request.getfixturevalue(persona))
    assert Session.objects.count() == 0


def test_that_nobody_came_to_what_is_only_planned(psychologist, shelter):
    session = make(Session, site=shelter, state="planned")
    with pytest.raises(ValidationError):
        actions.note_attendance(session, [make(Person)], by=psychologist)
    with pytest.raises(ValidationError):
        actions.count_heads(session, [draft(Headcount, session=session)], by=psychologist)
    actions.mark_held(session, by=psychologist)
    actions.note_attendance(session, [make(Person)], by=psychologist)
    assert Attendance.objects.count() == 1
    with pytest.raises(ValidationError):
        actions.mark_held(session, by=psychologist)


def test_that_what_was_planned_can_be_cancelled_unless_people_came(psychologist, shelter):
    planned = make(Session, site=shelter, state="planned")
    actions.cancel_session(planned, by=psychologist, because="snow")
    planned.refresh_from_db()
    assert planned.state == "cancelled"
    assert AuditEntry.objects.get().because == "snow"
    with pytest.raises(ValidationError):
        actions.cancel_session(planned, by=psychologist, because="snow")
    held = make(Session, site=shelter)
    make(Attendance, session=held)
    with pytest.raises(ValidationError):
        actions.cancel_session(held, by=psychologist, because="snow")


# ── In the field ────────────────────────────────────────────────────────────────────────────────
def test_that_a_contact_sent_again_after_the_signal_came_back_is_noted_once(worker, unit):
    issues = [code("outreach_issue")]

    def send():
        contact = draft(Contact, code="CT-1", unit=unit)
        return actions.note_contact(contact, by=worker, issues=issues)

    assert send() == send()
    assert list(Contact.objects.get().issues.all()) == issues


def test_that_a_contact_is_noted_by_its_unit(worker, shelter):
    with pytest.raises(PermissionDenied):
        actions.note_contact(draft(Contact, unit=shelter), by=worker)


def test_that_an_identification_comes_before_its_decision(worker, unit):
    person, child = make(Person, created_by=worker), make(Person, created_by=worker)
    found = actions.identify_potential_victim(
        draft(Identification, person=person, unit=unit, on=DAY), by=worker, children=[child]
    )
    assert list(found.children.all()) == [child]
    with pytest.raises(ValidationError):
        actions.note_decision(found, decision="confirmed", on=BEFORE, by=worker)
    actions.note_decision(found, decision="confirmed", on=DAY, by=worker)
    found.refresh_from_db()
    assert (found.decision, found.decided_on) == ("confirmed", DAY)


# ── Centres ─────────────────────────────────────────────────────────────────────────────────────
def test_that_the_child_of_a_client_is_enrolled_at_any_centre(case_manager, centre):
    child = make(Person, created_by=case_manager)
    enrolment = actions.enrol(draft(CentreEnrolment, person=child, site=centre), by=case_manager)
    actions.leave_centre(enrolment, on=AFTER, by=case_manager)
    enrolment.refresh_from_db()
    assert enrolment.ended_on == AFTER


def test_that_centre_staff_enrol_their_own_visitors_only(centre_worker, centre):
    visitor, stranger = make(Person, site=centre), make(Person)
    make(Case, person=stranger)
    actions.enrol(draft(CentreEnrolment, person=visitor, site=centre), by=centre_worker)
    with pytest.raises(PermissionDenied):
        actions.enrol(draft(CentreEnrolment, person=stranger, site=centre), by=centre_worker)


def test_that_whatever_has_no_verb_is_recorded_once_as_well(psychologist, shelter):
    def send():
        material = draft(Distribution, code="DI-1", site=shelter, copies=20)
        return actions.record(material, by=psychologist)

    assert send() == send()
    many = [draft(Distribution, site=shelter) for _n in range(2)]
    actions.record_many(many, by=psychologist)
    assert Distribution.objects.count() == 3
