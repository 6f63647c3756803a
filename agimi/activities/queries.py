"""Questions about activities: what was held, who came, who is enrolled, what waits."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from agimi.access.models import User
from agimi.activities.choices import AuthorityDecision, HeadRole, SessionState
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
from agimi.people.queries import lasting_on


def sessions_of_period(*, by: User, first: dt.date, last: dt.date) -> models.QuerySet[Session]:
    """Sessions and events held within a period, by their first day; each once (RUL-08)."""
    held = Session.objects.visible_to(by).filter(state=SessionState.HELD, on__range=(first, last))
    return held.select_related("kind", "site", "place").order_by("-on", "code")


def planned_sessions(*, by: User, after: dt.date) -> models.QuerySet[Session]:
    """What is planned for a day and later, the next one first."""
    planned = Session.objects.visible_to(by).filter(state=SessionState.PLANNED, on__gte=after)
    return planned.select_related("kind", "site", "place").order_by("on", "code")


def sessions_of(person: Person, *, by: User) -> models.QuerySet[Attendance]:
    """The sessions somebody came to, newest first."""
    came = Attendance.objects.visible_to(by).filter(person=person)
    return came.select_related("session__kind", "session__site").order_by("-session__on", "code")


def heads_by_group(session: Session) -> dict[str, int]:
    """How many participants of each group came; collaborators and staff present are not counted."""
    heads = Headcount.objects.filter(session=session, role=HeadRole.PARTICIPANT)
    sums = heads.order_by().values("group").annotate(heads=Coalesce(Sum("number"), 0))
    return {row["group"]: row["heads"] for row in sums}


def enrolled_on(day: dt.date, *, by: User) -> models.QuerySet[CentreEnrolment]:
    """Enrolments that were running on a day."""
    running = CentreEnrolment.objects.visible_to(by).filter(lasting_on(day))
    return running.select_related("person", "service", "site").order_by("site__code", "code")


def contacts_of_period(*, by: User, first: dt.date, last: dt.date) -> models.QuerySet[Contact]:
    """Contacts of the mobile units within a period, newest first."""
    contacts = Contact.objects.visible_to(by).filter(on__range=(first, last))
    return contacts.select_related("unit", "place").order_by("-on", "code")


def calls_of_period(*, by: User, first: dt.date, last: dt.date) -> models.QuerySet[Call]:
    """Calls to the hotline within a period, newest first."""
    calls = Call.objects.visible_to(by).filter(on__range=(first, last))
    return calls.select_related("topic").order_by("-on", "code")


def undecided_identifications(*, by: User, on: dt.date) -> models.QuerySet[Identification]:
    """Potential victims on whom the Responsible Authority had not decided by a day."""
    made = Identification.objects.visible_to(by).filter(on__lte=on)
    waiting = Q(decision=AuthorityDecision.PENDING) | Q(decided_on__gt=on)
    return made.filter(waiting).select_related("unit", "referred_to").order_by("on", "code")
