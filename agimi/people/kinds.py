"""Every kind of record about people as the pages know it (agimi.desk.kinds)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agimi.access.models import User
from agimi.desk.forms import About
from agimi.desk.holders import Holder, declare_holder
from agimi.desk.kinds import Kind, declare
from agimi.people import models as people
from agimi.people.traits import FIELDS


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _day(value: Any) -> str:
    return date_format(value, "d.m.Y") if value else ""


KINDS = (
    Kind(
        "people",
        people.Person,
        "user",
        "person",
        FIELDS,
        line=lambda person: _joined(
            person.get_sex_display(), person.birth_date.year if person.birth_date else ""
        ),
        day="registered_on",
        columns=("sex", "birth_date", "nationality_status", "residence", "site", "registered_on"),
        filters=("sex", "nationality_status", "residence", "disability", "site", "registered_on"),
        related=("residence", "site"),
        url=lambda person: reverse("people:person", args=(person.code,)),
        can_add=False,  # searched for first: people:new
        can_remove=False,
        in_timeline=False,
    ),
    Kind(
        "civil-statuses",
        people.CivilStatus,
        "hearts",
        "person",
        ("status", "since"),
        line=lambda s: _joined(s.get_status_display(), _day(s.since)),
        day="since",
        columns=("person", "status", "since"),
        filters=("status", "since"),
    ),
    Kind(
        "education-levels",
        people.Schooling,
        "school",
        "person",
        ("level", "assessed_on"),
        line=lambda s: _joined(s.get_level_display(), _day(s.assessed_on)),
        day="assessed_on",
        columns=("person", "level", "assessed_on"),
        filters=("level", "assessed_on"),
    ),
    Kind(
        "groups",
        people.GroupMembership,
        "users",
        "person",
        ("group", "started_on", "ended_on"),
        line=lambda g: str(g.group),
        day="started_on",
        ends="ended_on",
        columns=("person", "group", "started_on", "ended_on"),
        filters=("group", "started_on"),
        related=("group",),
    ),
    Kind(
        "family",
        people.FamilyLink,
        "friends",
        "family",
        ("relative", "tie", "started_on", "ended_on"),
        line=lambda link: _joined(link.relative.code, link.get_tie_display()),
        day="started_on",
        ends="ended_on",
        columns=("person", "relative", "tie", "started_on"),
        filters=("tie", "started_on"),
        related=("relative",),
        can_add=False,  # the relative is found first: people:relative
    ),
    Kind(
        "consents",
        people.Consent,
        "signature",
        "consents",
        (
            "purpose",
            "recipient",
            "given_on",
            "expires_on",
            "by_guardian",
            "withdrawn_on",
            "note",
        ),
        line=lambda c: _joined(
            c.get_purpose_display(),
            c.recipient,
            _("withdrawn") if c.withdrawn_on else "",
            _("until %(day)s") % {"day": _day(c.expires_on)} if c.expires_on else "",
        ),
        day="given_on",
        ends="withdrawn_on",
        columns=("person", "purpose", "recipient", "given_on", "expires_on", "withdrawn_on"),
        filters=("purpose", "recipient", "given_on", "expires_on"),
        related=("recipient",),
    ),
)


def _find(code: str, user: User) -> About | None:
    person = people.Person.objects.visible_to(user).filter(code=code).first()
    return None if person is None else About(person=person)


def _suggest(user: User) -> list[tuple[str, str]]:
    from agimi.people.queries import current_people

    seen = current_people(user).order_by("-changed_at", "-pk")[:12]
    return [(person.code, str(person.get_sex_display())) for person in seen]


declare(KINDS)
declare_holder(
    "person",
    Holder("P", _find, lambda code: reverse("people:person", args=(code,)), _suggest),
)
