"""Verbs of activities: hold a session, note who came or how many, meet, identify, answer.

All go through the ledger: right, validation, audit in one transaction. A record
that is sent twice (same code) is written once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agimi.access.ledger import Links, add, add_many, change, once
from agimi.access.models import User
from agimi.access.records import Record
from agimi.activities.choices import AuthorityDecision, SessionState
from agimi.activities.models import (
    Attendance,
    CentreEnrolment,
    Contact,
    Headcount,
    Identification,
    Session,
)
from agimi.people.models import Person

R = TypeVar("R", bound=Record)


def hold_session(
    session: Session,
    *,
    by: User,
    people: Iterable[Person] = (),
    heads: Iterable[Headcount] = (),
    links: dict[str, Sequence[Any]] | None = None,
) -> Session:
    """Record a session with those who came, by name or by number; an event is stored once.

    Sending the same session twice (same code) gives the one that stands.
    """

    def write() -> Session:
        with transaction.atomic():
            add(session, by=by, links=links)
            note_attendance(session, people, by=by)
            count_heads(session, heads, by=by)
        return session

    return once(session, by=by, write=write)


def hold_sessions(
    sessions: Iterable[Session], *, by: User, links: Links | None = None, because: str = ""
) -> list[Session]:
    """Record many sessions at once; attendances and head-counts follow by ``record_many``."""
    return add_many(sessions, by=by, links=links, because=because)


def note_attendance(session: Session, people: Iterable[Person], *, by: User) -> list[Attendance]:
    """Note who came."""
    check_held(session)
    return add_many([Attendance(session=session, person=person) for person in people], by=by)


def count_heads(session: Session, heads: Iterable[Headcount], *, by: User) -> list[Headcount]:
    """Note how many came, by group."""
    check_held(session)
    rows = list(heads)
    for row in rows:
        row.session = session
    return add_many(rows, by=by)


def mark_held(session: Session, *, by: User) -> Session:
    """A planned session took place: from now on it counts, and people can be noted."""
    if session.state != SessionState.PLANNED:
        raise ValidationError(_("Only a planned session can be marked as held."))
    return change(session, by=by, state=SessionState.HELD)


def check_held(session: Session) -> None:
    """Nobody came to what did not take place."""
    if session.state != SessionState.HELD:
        raise ValidationError(_("This session has not been held: mark it as held first."))


def cancel_session(session: Session, *, by: User, because: str) -> Session:
    """A planned session did not take place; it counts nowhere from now on."""
    if session.state == SessionState.CANCELLED:
        raise ValidationError(_("This session was cancelled already."))
    if session.attendances.exists() or session.headcounts.exists():
        raise ValidationError(_("People were noted at this session: it cannot be cancelled."))
    return change(session, by=by, because=because, state=SessionState.CANCELLED)


def enrol(enrolment: CentreEnrolment, *, by: User) -> CentreEnrolment:
    """Enrol a person in a service of a centre."""
    return record(enrolment, by=by)


def leave_centre(enrolment: CentreEnrolment, *, on: dt.date, by: User) -> CentreEnrolment:
    """End an enrolment."""
    return change(enrolment, by=by, ended_on=on)


def note_contact(
    contact: Contact, *, by: User, issues: Sequence[Any] = (), referred_to: Sequence[Any] = ()
) -> Contact:
    """Note a contact of a mobile unit; sending it twice (same code) makes one."""
    return record(contact, by=by, links={"issues": issues, "referred_to": referred_to})


def identify_potential_victim(
    identification: Identification, *, by: User, children: Sequence[Person] = ()
) -> Identification:
    """Note that a mobile unit identified a potential victim, with the children (MOB-06)."""
    return record(identification, by=by, links={"children": children})


def note_decision(
    identification: Identification, *, decision: AuthorityDecision, on: dt.date, by: User
) -> Identification:
    """Note what the Responsible Authority decided (CAS-04)."""
    if on < identification.on:
        raise ValidationError(_("The decision cannot be earlier than the identification."))
    return change(identification, by=by, decision=decision, decided_on=on)


def record(
    item: R, *, by: User, because: str = "", links: dict[str, Sequence[Any]] | None = None
) -> R:
    """Write one record of activities that has no verb of its own."""
    return once(item, by=by, write=lambda: add(item, by=by, because=because, links=links))


def record_many(
    items: Iterable[R], *, by: User, because: str = "", links: Links | None = None
) -> list[R]:
    """Write many records of one kind at once."""
    return add_many(items, by=by, because=because, links=links)
