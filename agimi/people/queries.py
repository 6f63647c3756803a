"""Questions about people: who is known, and what held for them on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from agimi.access.among import keyed
from agimi.access.models import User
from agimi.people.models import CivilStatus, Consent, FamilyLink, GroupMembership, Person, Schooling
from agimi.people.rules import valid_on


def current_people(by: User) -> models.QuerySet[Person]:
    """The people this user sees, without those who turned out to be somebody else's second file."""
    return Person.objects.visible_to(by).filter(merged_into=None)


def person_of(code: str, *, by: User) -> Person:
    """The person of a code; of a merged file, the person it was merged into.

    Raises Person.DoesNotExist where the user may not see the person.
    """
    person: Person = Person.objects.visible_to(by).select_related("merged_into").get(code=code)
    while person.merged_into_id is not None:
        person = Person.objects.visible_to(by).get(pk=person.merged_into_id)
    return person


def with_civil_status(
    people: models.QuerySet[Person], *, on: dt.date | F
) -> models.QuerySet[Person]:
    """Annotates ``civil_status``: the latest status known on a day, None where none was recorded."""
    latest = CivilStatus.objects.filter(person=OuterRef("pk"), since__lte=on)
    return people.annotate(civil_status=_latest(latest, "since", "status"))


def with_education(people: models.QuerySet[Person], *, on: dt.date) -> models.QuerySet[Person]:
    """Annotates ``education``: the level assessed last, on a day or before."""
    latest = Schooling.objects.filter(person=OuterRef("pk"), assessed_on__lte=on)
    return people.annotate(education=_latest(latest, "assessed_on", "level"))


def _latest(rows: models.QuerySet[Any], day: str, value: str) -> Subquery:
    return Subquery(rows.order_by(f"-{day}", "-pk").values(value)[:1])


def civil_status_on(person: Person, day: dt.date) -> str | None:
    """The civil status of a person as it was known to hold on a day."""
    statuses = person.civil_statuses.filter(since__lte=day).order_by("-since", "-pk")
    return statuses.values_list("status", flat=True).first()


def groups_on(person: Person, day: dt.date) -> models.QuerySet[GroupMembership]:
    """The groups somebody belonged to on a day."""
    return person.groups.filter(lasting_on(day)).select_related("group")


def relatives_of(person: Person, *, by: User) -> models.QuerySet[FamilyLink]:
    """The family of a person, as far as the user may see it."""
    links = FamilyLink.objects.visible_to(by).filter(person=person)
    return links.select_related("relative").order_by("tie", "code")


def consents_on(person: Person, day: dt.date, *, by: User) -> models.QuerySet[Consent]:
    """The consents of a person that are in force on a day."""
    return Consent.objects.visible_to(by).filter(valid_on(day), person=person).order_by("purpose")


def expiring_consents(*, by: User, first: dt.date, last: dt.date) -> models.QuerySet[Consent]:
    """Consents that run out within a time and were not withdrawn before: to be asked for anew."""
    return _running_out(Consent.objects.visible_to(by), first, last)


def expiring_consents_of(
    people: Iterable[int], *, first: dt.date, last: dt.date
) -> models.QuerySet[Consent]:
    """The same of people whom the user is known to work with."""
    return _running_out(Consent.objects.filter(keyed("person", people)), first, last)


def _running_out(
    consents: models.QuerySet[Consent], first: dt.date, last: dt.date
) -> models.QuerySet[Consent]:
    ending = consents.filter(expires_on__range=(first, last), withdrawn_on=None)
    return ending.order_by("expires_on", "code")


def age_on(person: Person, day: dt.date) -> int | None:
    """The age in whole years on a day (RUL-11); None where no birth date is recorded."""
    born = person.birth_date
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def lasting_on(day: dt.date) -> Q:
    """Spells that had started on a day and not ended before it."""
    return Q(started_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gte=day))
