"""Irregular records are found, each rule by itself, and sound ones are left in peace."""

import datetime as dt

import pytest

from agimi.activities.models import Headcount, Session
from agimi.casework.models import (
    Case,
    CaseChild,
    IdentificationDecision,
    LegalAid,
    Participation,
    Service,
)
from agimi.insight import universal
from agimi.insight.irregular import RULES, irregular
from agimi.insight.results import Period
from agimi.people.models import Person
from agimi.programme.models import Body, BodyAlias, Place, Project, ProjectBody
from tests.records import make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

YEAR = Period.year(2024)
JUNE = dt.date(2024, 6, 15)


def found(words):
    """The codes that the rule of these words names."""
    (rule,) = (rule for rule in RULES if rule.what.en == words)
    of_rule = (breach for breach in irregular(YEAR) if breach.what.en.startswith(rule.what.en))
    return {record.code for breach in of_rule for record in breach.records}


def event(**values):
    session = make(Session, on=JUNE, state="held", **{"title_sq": "Takim", **values})
    make(Headcount, session=session)
    return session


def case(**values):
    return make(Case, opened_on=dt.date(2024, 3, 1), **values)


def test_that_an_event_stored_twice_is_found():
    kind = event().kind
    first, second = event(title_sq="Ditë e hapur"), event(title_sq="Ditë e hapur", kind=kind)
    event(title_sq="", kind=kind), event(title_sq="", kind=kind)
    assert found("The same event stored twice") == {first.code, second.code}


def test_that_a_service_outside_its_case_is_found():
    stay = case(closed_on=dt.date(2024, 5, 31), closing_reason="needs_met")
    late = make(Service, case=stay, person=stay.person, on=dt.date(2024, 6, 1))
    make(Service, case=stay, person=stay.person, on=dt.date(2024, 5, 31))
    early = make(Service, case=stay, person=stay.person, on=dt.date(2024, 2, 29))
    assert found("Services outside the time of their case") == {late.code, early.code}


def test_that_a_child_outside_its_case_is_found():
    stay = case()
    before = make(
        CaseChild, case=stay, started_on=dt.date(2024, 1, 1), ended_on=dt.date(2024, 2, 1)
    )
    make(CaseChild, case=stay, started_on=dt.date(2024, 1, 1))
    assert found("Children outside the time of the case") == {before.code}


def test_that_an_event_outside_its_project_is_found():
    project = make(Project, started_on=dt.date(2024, 1, 1), ended_on=dt.date(2024, 5, 31))
    late, within = event(), event(title_sq="Tjetër")
    late.projects.add(project)
    running = make(Project, started_on=dt.date(2024, 1, 1), ended_on=None)
    within.projects.add(running)
    assert found("Events outside the time of their project") == {late.code}


def test_that_a_body_under_two_codes_is_found():
    tirana, vlora = make(Place), make(Place)
    one = make(Body, name_sq="Tjetër Vizion", name_en="Another Vision", place=tirana)
    other = make(Body, name_sq="Vizion", name_en="Vision", place=tirana)
    BodyAlias.objects.create(body=other, name="another vision")
    make(Body, name_sq="Tjetër Vizion", name_en="Another Vision", place=vlora)
    assert found("One body under two codes") == {one.code, other.code}


def test_that_an_impossible_date_of_birth_is_found():
    future = case(person=make(Person, birth_date=dt.date(2025, 1, 1))).person
    old = make(Person, birth_date=dt.date(1900, 1, 1))
    make(CaseChild, case=case(), child=old, started_on=dt.date(2024, 3, 1))
    make(Person, birth_date=dt.date(1900, 1, 1))
    assert found("Impossible dates of birth") == {future.code, old.code}


def test_that_a_client_with_a_case_recorded_outside_is_found():
    stay = case()
    outside = make(LegalAid, person=stay.person, case=None, started_on=JUNE)
    make(LegalAid, person=stay.person, case=stay, started_on=JUNE)
    make(LegalAid, case=None, started_on=JUNE)
    words = "Clients with a case in the programme, recorded as outside it"
    assert found(words) == {outside.code}


def test_that_service_by_no_partner_is_found():
    project, partner = make(Project), make(Body)
    make(ProjectBody, project=project, body=partner)
    served = {"project": project, "started_on": JUNE, "ended_on": None}
    make(Participation, served_by=partner, **served)
    make(Participation, served_by=None, **served)
    stranger = make(Participation, served_by=make(Body), **served)
    assert found("People served by a body without a role in the project") == {stranger.code}


def test_that_an_event_without_a_number_is_for_review():
    silent = make(Session, on=JUNE, state="held")
    event()
    assert found("Events without a number of participants") == {silent.code}


def test_that_what_a_case_lacks_is_for_review():
    known = case(
        category="trafficking",
        person=make(Person, sex="female", birth_date=dt.date(1990, 1, 1)),
        referred_by=make(Body),
        referred_on=dt.date(2024, 2, 28),
    )
    make(IdentificationDecision, case=known, decided_on=dt.date(2024, 12, 31))
    bare = case(category="trafficking", person=make(Person, sex="not_recorded"))
    make(IdentificationDecision, case=bare, decided_on=dt.date(2025, 1, 1))
    assert found("New cases without a source of referral") == {bare.code}
    assert found("Cases without sex or date of birth") == {bare.code}
    assert found("Trafficking cases without an identification decision") == {bare.code}


def test_that_a_claim_names_those_for_whom_it_does_not_hold():
    stay = case()
    claims = {claim.indicator.serves[0]: claim for claim in universal.claims(YEAR)}
    assert claims["UNI-01"].exceptions == (stay.pk,)
    assert (claims["UNI-01"].row.value, claims["UNI-01"].row.base) == (0, 1)
    assert claims["UNI-10"].holds
    assert set(claims) == {f"UNI-{number:02}" for number in range(1, 11)}
