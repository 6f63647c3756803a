"""Handing cases over, with what is still to do in them (ORG-08)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.among import keyed
from agimi.access.ledger import change_many
from agimi.access.models import User
from agimi.casework import actions, rules
from agimi.casework.board import may_see_board, may_take_cases
from agimi.casework.choices import AppointmentState, TaskState
from agimi.casework.models import Appointment, Case, Task, TeamMember

TOLD_FOR = dt.timedelta(days=14)


def hand_over_cases(cases: Sequence[Case], *, to: Any, by: User, because: str) -> list[Case]:
    """Give cases to another case manager today, with their open tasks and planned appointments."""
    if not may_see_board(by):
        raise PermissionDenied(_("A coordinator or supervisor hands cases over."))
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    if not may_take_cases(by).filter(pk=to.pk).exists():
        raise ValidationError({"to": _("Nobody who works with cases here has this name.")})
    with transaction.atomic():
        for case in cases:
            _hand_over(case, to, by, because)
    return list(cases)


def _hand_over(case: Case, to: Any, by: User, because: str) -> None:
    rules.check_open(case)
    former = case.lead_id
    if former is not None:
        tasks = list(Task.objects.filter(case=case, state=TaskState.OPEN, assignee=former))
        for task in tasks:
            task.assignee = to
        change_many(tasks, ["assignee"], by=by, because=because)
        planned = list(
            Appointment.objects.filter(
                case=case,
                state=AppointmentState.PLANNED,
                starts_at__gte=timezone.now(),
                staff=former,
            )
        )
        for appointment in planned:
            appointment.staff = to
        change_many(planned, ["staff"], by=by, because=because)
    actions.hand_over(case, to=to, on=timezone.localdate(), by=by, because=because)


# ── Who is told ─────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Told:
    """One case that went from one hand to another."""

    code: str
    name: str  # of the other one
    on: dt.date


def given_away(user: User, *, on: dt.date | None = None) -> list[Told]:
    """The cases that went from this user to somebody else lately: no more than which, and to whom."""
    ended = _lately(user, on, "ended_on")
    rows = ended.filter(case__closed_on=None).exclude(case__lead=user.staff_id)
    rows = rows.exclude(case__lead=None).order_by("-ended_on", "case__code")
    values = rows.values_list("case__code", "case__lead__name", "ended_on").distinct()
    return [Told(*row) for row in values]


def newly_given(user: User, *, on: dt.date | None = None) -> list[Told]:
    """The cases that came to this user from somebody else lately."""
    began = _lately(user, on, "started_on").filter(ended_on=None, case__lead=user.staff_id)
    rows = began.filter(case__closed_on=None).exclude(case__opened_on=F("started_on"))
    rows = rows.order_by("-started_on", "case__code")
    found = list(rows.values_list("case", "case__code", "started_on"))
    names = _names_before(user, {case for case, _code, _day in found}) if found else {}
    return [Told(code, names.get((case, day), ""), day) for case, code, day in found]


def _names_before(user: User, cases: set[int]) -> dict[tuple[int, dt.date | None], str]:
    """Who led a case before this user, by the case and the day on which they left it."""
    before = TeamMember.objects.filter(keyed("case", cases), role="case_manager")
    rows = before.exclude(staff=user.staff_id).values_list("case", "ended_on", "staff__name")
    return {(case, day): name for case, day, name in rows}


def _lately(user: User, on: dt.date | None, field: str) -> Any:
    on = on or timezone.localdate()
    if not user.staff_id:
        return TeamMember.objects.none()
    lately = {f"{field}__gt": on - TOLD_FOR, f"{field}__lte": on}
    return TeamMember.objects.filter(staff=user.staff_id, role="case_manager", **lately)
