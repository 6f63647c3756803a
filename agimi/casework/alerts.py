"""What somebody should be told of about their cases, before it is too late.

Each question is asked once for all cases of a user, never for each.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from agimi.access.among import keyed
from agimi.access.choices import Area
from agimi.access.models import User
from agimi.casework import rules
from agimi.casework.choices import Answer, PhaseNumber, PlacementKind, PlanStage
from agimi.casework.models import (
    Assessment,
    Case,
    Paper,
    Placement,
    Plan,
    Proceeding,
    ReferralOut,
)
from agimi.people.models import Consent
from agimi.people.queries import expiring_consents_of


class AlertKind(TextChoices):
    """What can be wrong or near, the most pressing first."""

    NO_CONTACT = "no_contact", _("Not seen as often as the phase asks")
    HEARING = "hearing", _("Hearing within a week")
    PLAN = "plan", _("Review of the plan overdue")
    REFERRAL = "referral", _("Referral without an answer for two weeks")
    CONSENT = "consent", _("Consent ends within a month")
    PAPER = "paper", _("Document expires within a month")
    GATE = "gate", _("Ready for the next phase")


# The sign and the colour of each; what is ready is no warning.
SIGNS: Mapping[AlertKind, tuple[str, str]] = {
    AlertKind.NO_CONTACT: ("user-question", "alarm"),
    AlertKind.HEARING: ("gavel", "care"),
    AlertKind.PLAN: ("map-2", "alarm"),
    AlertKind.REFERRAL: ("send", "care"),
    AlertKind.CONSENT: ("writing-sign", "care"),
    AlertKind.PAPER: ("id", "care"),
    AlertKind.GATE: ("stairs-up", "calm"),
}


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to be told of one case; ``record`` is what it comes from, if not the case itself.

    ``days`` is how many are over (or, below zero, left), for what is counted in days.
    """

    kind: AlertKind
    case: Case
    days: int | None = None
    record: Any = None

    @property
    def icon(self) -> str:
        return SIGNS[self.kind][0]

    @property
    def tone(self) -> str:
        return SIGNS[self.kind][1]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the cases that alerts are sought in: by the key of the case."""

    cases: Mapping[int, Case]
    phases: Mapping[int, int]
    last_contact: Mapping[int, dt.date]


def alerts(known: Known, *, by: User, on: dt.date) -> list[Alert]:
    """Everything to be told of these cases on a day, the most pressing first."""
    if not known.cases:
        return []
    order = list(AlertKind)
    approved = list(Plan.objects.filter(_of(known), stage=PlanStage.APPROVED))
    found = [
        *not_seen(known, on),
        *_hearings(known, on),
        *_plans(known, approved, on),
        *_referrals(known, on),
        *_consents(known, by, on),
        *_papers(known, on),
        *_gates(known, {plan.case_id for plan in approved}),
    ]
    return sorted(found, key=lambda alert: (order.index(alert.kind), -(alert.days or 0)))


def days_without_contact(case: Case, last: dt.date | None, on: dt.date) -> int:
    """How long ago somebody was seen last; where never, how long ago the case was opened."""
    return (on - max(last or case.opened_on, case.opened_on)).days


def not_seen(known: Known, on: dt.date) -> Iterator[Alert]:
    """The cases in which nobody was seen for longer than the rhythm of the phase."""
    for key, case in known.cases.items():
        days = days_without_contact(case, known.last_contact.get(key), on)
        if days > rules.RHYTHM[known.phases.get(key, PhaseNumber.CRISIS)]:
            yield Alert(AlertKind.NO_CONTACT, case, days)


def _hearings(known: Known, on: dt.date) -> Iterator[Alert]:
    until = on + dt.timedelta(days=rules.HEARING_WITHIN)
    hearings = Proceeding.objects.filter(_of(known), next_hearing_on__range=(on, until))
    for hearing in hearings.order_by("next_hearing_on"):
        yield _alert(AlertKind.HEARING, known, hearing, hearing.next_hearing_on, on)


def _plans(known: Known, approved: Iterable[Plan], on: dt.date) -> Iterator[Alert]:
    for plan in approved:
        if plan.review_on is not None and plan.review_on < on:
            yield _alert(AlertKind.PLAN, known, plan, plan.review_on, on)


def _referrals(known: Known, on: dt.date) -> Iterator[Alert]:
    since = on - dt.timedelta(days=rules.REFERRAL_WAITS)
    waiting = ReferralOut.objects.filter(_of(known), answer=Answer.PENDING, on__lte=since)
    for referral in waiting.order_by("on"):
        yield _alert(AlertKind.REFERRAL, known, referral, referral.on, on)


def _consents(known: Known, by: User, on: dt.date) -> Iterator[Alert]:
    if not by.may_read(Area.CONSENT):
        return
    until = on + dt.timedelta(days=rules.CONSENT_ENDS_WITHIN)
    cases = {case.person_id: key for key, case in known.cases.items()}
    ending = expiring_consents_of(cases, first=on, last=until)
    consent: Any  # that ends, so its end is known
    for consent in ending.exclude(_given_anew()):
        case = known.cases[cases[consent.person_id]]
        yield Alert(AlertKind.CONSENT, case, (on - consent.expires_on).days, consent)


def _given_anew() -> Q:
    """A consent for the same that lasts longer stands already."""
    newer = Consent.objects.filter(
        person=OuterRef("person"), purpose=OuterRef("purpose"), withdrawn_on=None
    )
    same = Q(recipient=OuterRef("recipient")) | Q(recipient=None)
    longer = Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on"))
    return Q(Exists(newer.filter(same, longer).exclude(pk=OuterRef("pk"))))


def _papers(known: Known, on: dt.date) -> Iterator[Alert]:
    until = on + dt.timedelta(days=rules.PAPER_ENDS_WITHIN)
    newer = Paper.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), expires_on__gt=OuterRef("expires_on")
    )
    ending = Paper.objects.filter(_of(known), ~Exists(newer), expires_on__range=(on, until))
    for paper in ending.order_by("expires_on"):
        yield _alert(AlertKind.PAPER, known, paper, paper.expires_on, on)


def _gates(known: Known, approved: Set[int]) -> Iterator[Alert]:
    """The cases of which every condition for the next phase is met; some have an approved plan."""
    assessed: dict[int, set[str]] = defaultdict(set)
    for key, kind in Assessment.objects.filter(_of(known)).values_list("case", "kind"):
        assessed[key].add(kind)
    homes = Placement.objects.filter(_of(known), ended_on=None)
    outside = _keys(homes.exclude(kind=PlacementKind.SHELTER))
    for key, case in known.cases.items():
        phase = known.phases.get(key)
        if phase is None or phase >= PhaseNumber.REINTEGRATION:
            continue
        asked = rules.conditions(
            phase + 1, assessed=assessed[key], approved=key in approved, outside=key in outside
        )
        if all(condition.met for condition in asked):
            yield Alert(AlertKind.GATE, case)


def _of(known: Known) -> Q:
    """That a record belongs to one of the cases, all of which the user sees."""
    return keyed("case", known.cases)


def _keys(records: Iterable[Any]) -> set[int]:
    return set(records.values_list("case", flat=True))  # type: ignore[attr-defined]


def _alert(kind: AlertKind, known: Known, record: Any, day: Any, on: dt.date) -> Alert:
    return Alert(kind, known.cases[record.case_id], (on - day).days, record)
