"""Going on to the next phase, and back to an earlier one (CAS-09)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agimi.access.models import User
from agimi.casework import actions, rules
from agimi.casework.choices import PhaseNumber
from agimi.casework.models import Case, Phase


def phase_now(case: Case) -> Phase | None:
    """The phase that a case is in."""
    return case.phases.filter(ended_on=None).first()


def next_number(current: Phase | None) -> int | None:
    """The phase that comes next; None after the last."""
    number = current.number + 1 if current is not None else int(PhaseNumber.CRISIS)
    return number if number in PhaseNumber.values else None


def go_on(case: Case, *, number: int, on: dt.date, by: User) -> Phase:
    """Enter the next phase, its gate being open."""
    current = phase_now(case)
    rules.check_open(case)
    if number != next_number(current):
        raise ValidationError(_("The case has moved on meanwhile; look at it again."))
    return actions.enter_phase(case, number=number, on=on, by=by, decided_by=by.staff)


def go_back(case: Case, *, number: int, on: dt.date, because: str, by: User) -> Phase:
    """Back to an earlier phase: no gate stands in the way, but the reason is kept."""
    current = phase_now(case)
    if current is None or number >= current.number:
        raise ValidationError(_("That is no earlier phase."))
    if not because.strip():
        raise ValidationError({"why": _("Say why.")})
    return actions.enter_phase(
        case, number=number, on=on, by=by, override=because, decided_by=by.staff
    )
