"""What casework allows: who is carried, which phase, what a gate asks.

Each rule has two voices: ``check_…`` raises for actions, ``can_…`` answers for buttons.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.casework.choices import AssessmentKind, PhaseNumber, PlacementKind, PlanStage
from agimi.casework.models import Case

Intake = Literal["carried", "new"]


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
    """One condition of a gate: its words and whether the case meets it."""

    words: str
    met: bool


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
    done = set(case.assessments.values_list("kind", flat=True))
    conditions = [Condition(str(words), kind in done) for kind, words in _GATES.get(number, ())]
    if number >= PhaseNumber.TRANSITION:
        approved = case.plans.filter(stage=PlanStage.APPROVED).exists()
        conditions.append(Condition(_("reintegration plan approved"), approved))
    if number == PhaseNumber.REINTEGRATION:
        out = case.placements.filter(ended_on=None).exclude(kind=PlacementKind.SHELTER).exists()
        conditions.append(Condition(_("lives outside the shelter"), out))
    return conditions


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


def check_may_close(case: Case, day: dt.date) -> None:
    """A case closes once, not before it opened, and not with work dated after."""
    check_open(case)
    if day < case.opened_on:
        raise ValidationError(
            _("A case cannot close before it opened (%(day)s).")
            % {"day": case.opened_on.strftime("%d.%m.%Y")}
        )
    later = case.services.filter(on__gt=day).order_by("on").values_list("on", flat=True).first()
    if later is not None:
        raise ValidationError(
            _("There is a service on %(day)s, after the closing date.")
            % {"day": later.strftime("%d.%m.%Y")}
        )
