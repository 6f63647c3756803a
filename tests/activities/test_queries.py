"""Questions about activities, with their edge days and with somebody who may not see."""

import datetime as dt

import pytest

from agimi.activities import queries
from agimi.activities.models import (
    Attendance,
    Call,
    CentreEnrolment,
    Contact,
    Headcount,
    Identification,
    Session,
)
from agimi.people.models import Person
from tests.records import DAY, make

pytestmark = pytest.mark.both_databases
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)
SPAN = {"first": DAY, "last": AFTER}


def test_that_sessions_are_those_held_in_the_period_by_their_first_day(
    psychologist, colleague, shelter
):
    first = make(Session, site=shelter, on=DAY)
    last = make(Session, site=shelter, on=AFTER, ended_on=AFTER + dt.timedelta(3))
    make(Session, site=shelter, on=BEFORE, ended_on=DAY)
    make(Session, site=shelter, on=DAY, state="planned")
    make(Session, site=shelter, on=DAY, state="cancelled")
    assert list(queries.sessions_of_period(by=psychologist, **SPAN)) == [last, first]
    assert list(queries.sessions_of_period(by=colleague, **SPAN)) == []


def test_that_what_is_planned_comes_in_its_order(psychologist, shelter):
    later = make(Session, site=shelter, on=AFTER, state="planned")
    today = make(Session, site=shelter, on=DAY, state="planned")
    make(Session, site=shelter, on=BEFORE, state="planned")
    make(Session, site=shelter, on=DAY)
    assert list(queries.planned_sessions(by=psychologist, after=DAY)) == [today, later]


def test_that_the_sessions_of_a_person_are_found(psychologist, colleague, shelter):
    person = make(Person)
    old = make(Attendance, person=person, session=make(Session, site=shelter, on=BEFORE))
    new = make(Attendance, person=person, session=make(Session, site=shelter, on=DAY))
    assert list(queries.sessions_of(person, by=psychologist)) == [new, old]
    assert list(queries.sessions_of(person, by=colleague)) == []


def test_that_participants_are_counted_by_group_and_nobody_else(db):
    session = make(Session)
    make(Headcount, session=session, group="girls", number=3)
    make(Headcount, session=session, group="girls", number=4)
    make(Headcount, session=session, group="men", number=None, bound="unknown")
    make(Headcount, session=session, group="women", number=2, role="trainer")
    make(Headcount, group="boys", number=9)
    assert queries.heads_by_group(session) == {"girls": 7, "men": 0}


def test_that_an_enrolment_runs_from_its_first_to_its_last_day(centre_worker, colleague, centre):
    enrolment = make(CentreEnrolment, site=centre, started_on=DAY, ended_on=DAY)
    days = (BEFORE, DAY, AFTER)
    assert [list(queries.enrolled_on(day, by=centre_worker)) for day in days] == [
        [],
        [enrolment],
        [],
    ]
    assert list(queries.enrolled_on(DAY, by=colleague)) == []


def test_that_contacts_and_calls_are_those_of_the_period(psychologist, colleague, shelter):
    contact = make(Contact, unit=shelter, on=AFTER)
    make(Contact, unit=shelter, on=BEFORE)
    call = make(Call, site=shelter, on=DAY)
    make(Call, site=shelter, on=AFTER + dt.timedelta(1))
    assert list(queries.contacts_of_period(by=psychologist, **SPAN)) == [contact]
    assert list(queries.calls_of_period(by=psychologist, **SPAN)) == [call]
    assert list(queries.contacts_of_period(by=colleague, **SPAN)) == []
    assert list(queries.calls_of_period(by=colleague, **SPAN)) == []


def test_that_an_identification_waits_until_the_day_of_the_decision(psychologist, shelter):
    waiting = make(Identification, unit=shelter, on=DAY)
    decided = make(Identification, unit=shelter, on=DAY, decision="confirmed", decided_on=AFTER)
    answers = [
        set(queries.undecided_identifications(by=psychologist, on=day))
        for day in (BEFORE, DAY, AFTER)
    ]
    assert answers == [set(), {waiting, decided}, {waiting}]
