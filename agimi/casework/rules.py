"""What casework allows: who is carried, which phase, what a gate asks.

Each rule has two voices: ``check_…`` raises for actions, ``can_…`` answers for buttons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db.models import Max, Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.casework.choices import AssessmentKind, PhaseNumber, Risk
from agimi.casework.glance import glance
from agimi.casework.models import Case
from agimi.casework.models.base import OfCase, OfPerson

Intake = Literal["carried", "new"]

# How often somebody is seen in each phase, in days: every day, every week, every month.
RHYTHM: dict[int, int] = {
    PhaseNumber.CRISIS: 1,
    PhaseNumber.TRANSITION: 7,
    PhaseNumber.REINTEGRATION: 31,
}
# How long before it happens somebody is told, in days.
CONSENT_ENDS_WITHIN = 30
PAPER_ENDS_WITHIN = 30
HEARING_WITHIN = 7
# After how many days without an answer a referral is asked after.
REFERRAL_WAITS = 14


def intake(opened_on: dt.date, closed_on: dt.date | None, period_start: dt.date) -> Intake:
    """Carried into the period or new in it (ORG-04): the one rule, for cases and legal aid.

    *Carried* is what was opened before the first day of the period and is still
    open on it; everything else that the period touches is *new*. A case closed
    on the first day was open on it.
    """
    carried = opened_on < period_start and (closed_on is None or closed_on >= period_start)
    return "carried" if carried else "new"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a gate: its words, whether the case meets it, and what would mend it.

    ``key`` is the kind of assessment that is asked for, or ``plan``, or ``home``.
    """

    words: str
    met: bool
    key: str = ""


_GATES: dict[int, tuple[tuple[AssessmentKind, Any], ...]] = {
    PhaseNumber.TRANSITION: (
        (AssessmentKind.PSYCHOSOCIAL, gettext_lazy("psychosocial assessment made")),
        (AssessmentKind.MEDICAL, gettext_lazy("medical evaluation made")),
        (AssessmentKind.LEGAL_NEEDS, gettext_lazy("legal needs assessed")),
        (AssessmentKind.RISK, gettext_lazy("risk assessed")),
    ),
    PhaseNumber.REINTEGRATION: ((AssessmentKind.SKILLS, gettext_lazy("skills and wishes noted")),),
}


def gate(case: Case, number: int) -> list[Condition]:
    """The conditions for entering a phase (CAS-09), each with whether it is met."""
    known = glance(case)
    return conditions(
        number, assessed=known.assessed, approved=known.approved, outside=known.outside
    )


def conditions(
    number: int, *, assessed: Set[str], approved: bool, outside: bool
) -> list[Condition]:
    """The conditions of a gate by what is known of a case: for one, or for many at once."""
    asked = [
        Condition(str(words), kind in assessed, str(kind.value))
        for kind, words in _GATES.get(number, ())
    ]
    if number >= PhaseNumber.TRANSITION:
        asked.append(Condition(_("reintegration plan approved"), approved, "plan"))
    if number == PhaseNumber.REINTEGRATION:
        asked.append(Condition(_("lives outside the shelter"), outside, "home"))
    return asked


def can_enter_phase(case: Case, number: int) -> bool:
    """Whether every condition of the gate is met."""
    return all(condition.met for condition in gate(case, number))


def check_enter_phase(case: Case, number: int) -> None:
    """Raise with the list of what is missing."""
    missing = [condition.words for condition in gate(case, number) if not condition.met]
    if missing:
        raise ValidationError(
            _("The case cannot enter phase %(number)s yet. Missing: %(missing)s.")
            % {"number": number, "missing": ", ".join(missing)}
        )


def check_open(case: Case) -> None:
    """A closed case takes no new work; a return is a new case."""
    if case.closed_on is not None:
        raise ValidationError(
            _("Case %(code)s was closed on %(day)s. A return is recorded as a new case.")
            % {"code": case.code, "day": case.closed_on.strftime("%d.%m.%Y")}
        )


def check_within(case: Case, day: dt.date) -> None:
    """What is recorded for a case happens while it is open."""
    if day < case.opened_on or (case.closed_on is not None and day > case.closed_on):
        raise ValidationError(
            _("%(day)s lies outside case %(code)s (%(opened)s – %(closed)s).")
            % {
                "day": day.strftime("%d.%m.%Y"),
                "code": case.code,
                "opened": case.opened_on.strftime("%d.%m.%Y"),
                "closed": case.closed_on.strftime("%d.%m.%Y") if case.closed_on else "…",
            }
        )


def check_may_open(case: Case) -> None:
    """Stays of one person do not overlap; one may begin on the day on which another ends."""
    others = Case.objects.filter(person=case.person_id).exclude(pk=case.pk)
    others = others.filter(Q(closed_on=None) | Q(closed_on__gt=case.opened_on))
    if case.closed_on is not None:
        others = others.filter(opened_on__lt=case.closed_on)
    if others.exists():
        raise ValidationError(
            _(
                "This person has another case in this time: close it first, on %(day)s at the latest."
            )
            % {"day": case.opened_on.strftime("%d.%m.%Y")}
        )


def check_may_close(case: Case, day: dt.date) -> None:
    """A case closes once, not before it opened, and not with work dated after."""
    check_open(case)
    if day < case.opened_on:
        raise ValidationError(
            _("A case cannot close before it opened (%(day)s).")
            % {"day": case.opened_on.strftime("%d.%m.%Y")}
        )
    later = last_work_on(case)
    if later is not None and later > day:
        raise ValidationError(
            _("There is work in this case on %(day)s, after the closing date.")
            % {"day": later.strftime("%d.%m.%Y")}
        )


def can_close(case: Case, day: dt.date) -> bool:
    """Whether ``check_may_close`` would pass: for buttons."""
    try:
        check_may_close(case, day)
    except ValidationError:
        return False
    return True


def last_work_on(case: Case) -> dt.date | None:
    """The last day on which something was done in a case, or began."""
    days = []
    for relation in Case._meta.related_objects:
        model = relation.related_model
        names = {field.name for field in model._meta.concrete_fields}
        name = next((name for name in ("on", "started_on") if name in names), None)
        if model._meta.model_name == "approval":
            continue  # asking is no work with her
        if name and relation.field.name == "case" and issubclass(model, (OfCase, OfPerson)):
            days.append(model._base_manager.filter(case=case).aggregate(last=Max(name))["last"])
    return max((day for day in days if day is not None), default=None)


def check_may_move(case: Case, number: int, day: dt.date) -> None:
    """A case moves from the phase it is in, on a day that is not before that phase began."""
    check_open(case)
    check_within(case, day)
    current = case.phases.filter(ended_on=None).first()
    if current is None:
        return
    if current.number == number:
        raise ValidationError(_("The case is in this phase already."))
    if day < current.started_on:
        raise ValidationError(
            _("The case entered its present phase on %(day)s; the next one begins then or later.")
            % {"day": current.started_on.strftime("%d.%m.%Y")}
        )


# ── How much is too much ────────────────────────────────────────────────────────────────────────
# A case in crisis asks for somebody almost every day, one in full reintegration for a visit a month.
WEIGHT_OF_PHASE = {
    PhaseNumber.CRISIS: 1.5,
    PhaseNumber.TRANSITION: 1.0,
    PhaseNumber.REINTEGRATION: 0.5,
}
# Safety is looked after beside everything else: half a case more, and a whole one where life is at risk.
WEIGHT_OF_RISK = {Risk.HIGH: 0.5, Risk.EXTREME: 1.0}
# Of a week of 40 hours about 25 are left for people: two hours a case and week make twelve. Up to
# half as many more can be borne for a while; beyond that somebody is not seen.
CALM_LOAD = 12
FULL_LOAD = 18
NEW_DAYS = 30  # a case is new while its first assessments and plan are being made


class Band(TextChoices):
    """How full somebody's hands are."""

    FREE = "free", gettext_lazy("no cases")
    CALM = "calm", gettext_lazy("calm")
    FULL = "full", gettext_lazy("full")
    TOO_MANY = "too_many", gettext_lazy("too many")


def band(load: float) -> Band:
    """The band of a weighted number of cases."""
    if load <= 0:
        return Band.FREE
    if load <= CALM_LOAD:
        return Band.CALM
    return Band.FULL if load <= FULL_LOAD else Band.TOO_MANY


# ── What is late in a case ──────────────────────────────────────────────────────────────────────
# UNI-01 … UNI-04: the first assessments are there after two weeks.
ASSESSED_WITHIN_DAYS = 14
FIRST_ASSESSMENTS = tuple(kind for kind, _words in _GATES[PhaseNumber.TRANSITION])
