"""Verbs of intake: a case opened with all that was said at the door, a child that joins, a referral.

Each is one transaction: all of it stands, or nothing. The rules are those of
``actions``; here is only what belongs together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agimi.access.choices import Area, Scope
from agimi.access.ledger import add, add_many, change, once, standing
from agimi.access.models import User
from agimi.casework import actions
from agimi.casework.checklist import make_child_task, make_tasks
from agimi.casework.choices import AssessmentKind
from agimi.casework.models import Assessment, Case, CaseChild, Placement, ReferralOut
from agimi.people.actions import seal_text
from agimi.people.choices import ConsentPurpose, FamilyTie
from agimi.people.models import Consent, FamilyLink, Person
from agimi.people.rules import may_share
from agimi.programme.choices import StaffRole


@dataclass
class Opening:
    """All that is known of a case when it is opened; only the case itself is needed.

    ``case.lead`` is who will lead it. ``team`` are (staff, post) pairs,
    ``children`` are (child, whether it comes along) pairs, ``assessments`` are
    written as they stand.
    """

    case: Case
    facts: Sequence[tuple[str, str]] = ()
    status: str = ""
    decided_on: dt.date | None = None
    authority: Any = None
    assessments: Sequence[tuple[Assessment, Sequence[Any]]] = ()
    consents: Sequence[Consent] = ()
    placement: Placement | None = None
    team: Sequence[tuple[Any, str]] = ()
    children: Sequence[tuple[Person, bool]] = field(default=())


def open_intake(opening: Opening, *, by: User) -> Case:
    """Open a case with everything that was said, in phase 1, with the first tasks of the checklist."""
    known = standing(opening.case, by=by)
    if known is not None:
        return known
    with transaction.atomic():
        case = _open(opening, by)
        _tell(opening, case, by)
        for child, accompanied in opening.children:
            add_child(
                case, child=child, on=case.opened_on, accompanied=accompanied, task=False, by=by
            )
        _gather_team(opening, case, by)
        make_tasks(case, by=by)
    return case


def _open(opening: Opening, by: User) -> Case:
    """Open the case; where the opener must belong to it to see it, they lead it until it stands."""
    case, lead = opening.case, opening.case.lead
    if lead != by.staff and must_belong(case, by):
        if by.staff is None:
            raise ValidationError(
                _(
                    "Your account is not tied to a member of the staff, so the case would not be yours."
                )
            )
        case.lead = by.staff
    case = actions.open_case(case, by=by, facts=opening.facts)
    if lead is not None and lead != case.lead:
        actions.join_team(case, staff=lead, role=StaffRole.CASE_MANAGER, on=case.opened_on, by=by)
        change(case, by=by, lead=lead)
    return case


def must_belong(case: Case, by: User) -> bool:
    """Whether the opener sees the case only as one of its team."""
    scope = by.grant(Area.CASEWORK).write
    at_own_site = scope == Scope.SITE and case.site_id is not None and case.site_id == by.site_id
    return case.restricted or not (scope == Scope.ORGANISATION or at_own_site)


def _tell(opening: Opening, case: Case, by: User) -> None:
    """Identification, assessments, consents and where she lives."""
    if opening.status:
        on = opening.decided_on or case.opened_on
        actions.identify(case, status=opening.status, on=on, authority=opening.authority, by=by)  # type: ignore[arg-type]
    # They were made before the case had a key of its own.
    for assessment, indicators in opening.assessments:
        assessment.case = case
        actions.record(assessment, by=by, links={"indicators": indicators})
    if opening.consents:
        add_many(opening.consents, by=by)
    if opening.placement is not None:
        opening.placement.case = case
        actions.place(opening.placement, by=by)


def _gather_team(opening: Opening, case: Case, by: User) -> None:
    there = set(case.team.filter(ended_on=None).values_list("staff", flat=True))
    for staff, post in opening.team:
        if staff.pk not in there:
            there.add(staff.pk)
            actions.join_team(case, staff=staff, role=post, on=case.opened_on, by=by)


# ── Children ────────────────────────────────────────────────────────────────────────────────────
def add_child(
    case: Case,
    *,
    child: Person,
    on: dt.date,
    by: User,
    accompanied: bool = True,
    code: str = "",
    task: bool = True,
) -> CaseChild:
    """A child joins the case of a parent, and is the parent's child in the family as well."""
    tie = CaseChild(case=case, child=child, started_on=on, accompanied=accompanied, code=code)

    def write() -> CaseChild:
        with transaction.atomic():
            joined = actions.join_child(
                case, child=child, on=on, accompanied=accompanied, code=tie.code, by=by
            )
            if not _is_family(case.person, child):
                since = child.birth_date or on
                add(FamilyLink(person=case.person, relative=child, tie=FamilyTie.CHILD,
                               started_on=since), by=by)  # fmt: skip
            if task:
                make_child_task(case, child, on=on, by=by)
            return joined

    return once(tie, by=by, write=write)


def _is_family(parent: Person, child: Person) -> bool:
    links = FamilyLink.objects.filter(person__in=(parent, child), relative__in=(parent, child))
    return links.exists()


# ── Referral to another body ────────────────────────────────────────────────────────────────────
def refer(
    referral: ReferralOut, *, by: User, consent: Consent | None = None, because: str = ""
) -> ReferralOut:
    """Refer somebody; with the consent that was just given, or the reason why it is done without."""
    with transaction.atomic():
        if consent is not None and not is_covered(referral.person, referral.to, referral.on):
            add(consent, by=by)
        return actions.refer_out(referral, by=by, without_consent="" if consent else because)


def is_covered(person: Person, body: Any, on: dt.date) -> bool:
    """Whether a consent covers that somebody is referred to a body on a day."""
    return may_share(person, ConsentPurpose.REFERRAL, body, on=on)


def noted(kind: AssessmentKind, case: Case, *, words: str, by: User, risk: str = "") -> Assessment:
    """An assessment made at the door, with its words sealed."""
    return Assessment(
        person=case.person,
        case=case,
        kind=kind,
        on=case.opened_on,
        assessor=by.staff,
        risk=risk,
        note=seal_text(words.strip(), person=case.person),
    )
