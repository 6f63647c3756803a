"""What the page of a person shows: what is known, the family, consents, cases, records without a case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.models import User
from agimi.desk.kinds import Kind, all_kinds, kind_of
from agimi.people.choices import FamilyTie
from agimi.people.models import Consent, FamilyLink, Person, PersonKey
from agimi.people.queries import age_on

SOON = dt.timedelta(days=30)
MOST = 20
TRAITS = ("civil-statuses", "education-levels", "groups")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record in one line."""

    code: str
    words: str
    kind: Kind
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one kind on a page."""

    kind: Kind
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family: what they are to this person, and the link that says so."""

    person: Person
    tie: str
    link: FamilyLink


@dataclass(frozen=True, slots=True)
class Given:
    """A consent and how it stands today: ``open``, ``soon`` (it runs out), ``expired``, ``withdrawn``."""

    consent: Consent
    state: str


def is_erased(person: Person) -> bool:
    """Whether who this person is was destroyed for good."""
    return PersonKey.objects.filter(subject=person.code, wrapped=None).exists()


def age_words(person: Person) -> int | None:
    return age_on(person, timezone.localdate())


def traits_over_time(person: Person, *, by: User) -> list[Group]:
    """Civil status, schooling, groups: each kind with its rows, the newest first."""
    return [_group(kind_of(slug), person, by) for slug in TRAITS]


def _group(kind: Kind, person: Person, by: User) -> Group:
    rows = kind.seen_by(by).filter(person=person).order_by(f"-{kind.day}", "-pk")
    return Group(kind, tuple(_entry(kind, row) for row in rows[:MOST]))


def _entry(kind: Kind, row: Any) -> Entry:
    over = bool(kind.ends) and getattr(row, kind.ends) is not None
    return Entry(row.code, kind.line(row), kind, over)


def family(person: Person, *, by: User) -> list[Relative]:
    """The family as far as the user sees it, said in this file or in the relative's."""
    seen = FamilyLink.objects.visible_to(by)
    people = set(Person.objects.visible_to(by).filter(
        pk__in=[*person.relatives.values_list("relative", flat=True),
                *person.relative_of.values_list("person", flat=True)]
    ).values_list("pk", flat=True))  # fmt: skip
    own = seen.filter(person=person).select_related("relative").order_by("tie", "code")
    theirs = seen.filter(relative=person).select_related("person").order_by("tie", "code")
    found = [
        Relative(link.relative, str(link.get_tie_display()), link)
        for link in own
        if link.relative_id in people
    ]
    said = {one.person.pk for one in found}
    return found + [
        Relative(link.person, str(_other_way(link.tie)), link)
        for link in theirs
        if link.person_id in people - said
    ]


def _other_way(tie: str) -> Any:
    """What the person of a link is to the relative."""
    turned = {
        FamilyTie.CHILD: FamilyTie.PARENT.label,
        FamilyTie.PARENT: FamilyTie.CHILD.label,
        FamilyTie.GRANDPARENT: _("Grandchild"),
        FamilyTie.GUARDIAN: _("Under this guardianship"),
    }
    return turned.get(FamilyTie(tie), FamilyTie(tie).label)


def consents(person: Person, *, by: User, on: dt.date) -> list[Given]:
    """Every consent with how it stands on a day; those in force first."""
    rows = Consent.objects.visible_to(by).filter(person=person).select_related("recipient")
    given = [
        Given(consent, _state(consent, on)) for consent in rows.order_by("purpose", "-given_on")
    ]
    order = {"soon": 0, "open": 0, "later": 1, "expired": 2, "withdrawn": 2}
    return sorted(given, key=lambda one: order[one.state])


def _state(consent: Consent, on: dt.date) -> str:
    if consent.withdrawn_on is not None and consent.withdrawn_on <= on:
        return "withdrawn"
    if consent.expires_on is not None and consent.expires_on < on:
        return "expired"
    if consent.given_on > on:
        return "later"
    return "soon" if consent.expires_on and consent.expires_on <= on + SOON else "open"


def cases(person: Person, *, by: User) -> list[Any]:
    """The cases of a person that the user sees, the newest first."""
    rows: Any = apps.get_model("casework", "Case")._default_manager
    return list(rows.visible_to(by).filter(person=person).order_by("-opened_on", "-pk"))


def parents_cases(person: Person, *, by: User) -> list[Any]:
    """The cases in which somebody is a child, with the parent."""
    ties: Any = apps.get_model("casework", "CaseChild")._default_manager
    rows = ties.visible_to(by).filter(child=person).select_related("case__person")
    return list(rows.order_by("-started_on", "-pk"))


def has_hidden_open_case(person: Person, *, by: User) -> bool:
    """Whether a case is open that this user may not see: no more than that is said of it."""
    rows: Any = apps.get_model("casework", "Case")._default_manager
    still_open = rows.filter(person=person, closed_on=None)
    return bool(still_open.exists() and not still_open.visible_to(by).exists())


def without_case(person: Person, *, by: User) -> list[Group]:
    """What is recorded of somebody outside of any case: a legal client, a visitor of a centre."""
    groups = [
        _group_without_case(kind, person, by)
        for kind in all_kinds()
        if kind.ties == {"person", "case"} and by.may_read(kind.model.area)
    ]
    return [group for group in groups if group.entries]


def _group_without_case(kind: Kind, person: Person, by: User) -> Group:
    rows = kind.seen_by(by).filter(person=person, case=None).order_by(f"-{kind.day}", "-pk")
    return Group(kind, tuple(_entry(kind, row) for row in rows[:MOST]))


def page_of(person: Person) -> str:
    return reverse("people:person", args=(person.code,))
