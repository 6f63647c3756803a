"""Closing a case: what stands against it, what to think of, what follows (CAS-13, standards.md 4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agimi.access.ledger import add
from agimi.access.models import User
from agimi.casework import actions, feedback, rules
from agimi.casework.choices import (
    ApprovalState,
    ClosingReason,
    GoalState,
    PlanStage,
    TaskKind,
    TaskState,
)
from agimi.casework.models import Approval, Case, Task
from agimi.people.actions import seal_text
from agimi.people.choices import ConsentPurpose
from agimi.people.queries import lasting_on
from agimi.people.rules import may_share

FOLLOW_UP_MONTHS = 3
LONG_WITHOUT_CONTACT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at before closing: its words, whether it is in order, whether it must be.

    ``key`` says what it is about, so that a page can lead to what mends it.
    """

    key: str
    words: str
    met: bool
    blocking: bool = False


def checks(case: Case, on: dt.date, *, besides: Approval | None = None) -> list[Check]:
    """All there is to look at, what must be in order first. As many questions for any case."""
    return [
        _tasks(case),
        _legal_aid(case),
        _waiting(case, besides),
        _plan(case),
        _contact(case, on),
        _placement(case),
        _children(case),
        _follow_up(case, on),
        _feedback(case),
    ]


def check_ready(case: Case, on: dt.date, *, besides: Approval | None = None) -> None:
    """Raise with the list of what stands against closing on a day."""
    if on > timezone.localdate():
        raise ValidationError({"on": _("A case is not closed ahead of time.")})
    rules.check_may_close(case, on)
    against = [check.words for check in checks(case, on, besides=besides) if _stands(check)]
    if against:
        raise ValidationError(
            _("The case cannot be closed yet. %(why)s") % {"why": " ".join(against)}
        )


def _stands(check: Check) -> bool:
    return check.blocking and not check.met


def close_with_follow_up(asked: Approval, *, by: User) -> Case:
    """Close a case as it was asked for; with her consent, somebody asks after her in three months."""
    case = asked.case
    with transaction.atomic():
        if asked.closing_reason != ClosingReason.DEATH and wants_follow_up(case, asked.on):
            _plan_follow_up(case, asked.on, by=by)
        return actions.close_case(
            case,
            on=asked.on,
            reason=ClosingReason(asked.closing_reason),
            outcome=asked.outcome,
            by=by,
        )


def wants_follow_up(case: Case, on: dt.date) -> bool:
    """Whether she agreed to be asked after the closing."""
    return may_share(case.person, ConsentPurpose.FOLLOW_UP, on=on)


def follow_up_on(closed_on: dt.date) -> dt.date:
    """The day on which somebody asks how things are."""
    return closed_on + dt.timedelta(days=91)


def _plan_follow_up(case: Case, on: dt.date, *, by: User) -> Task:
    title = str(TaskKind.AFTER_CLOSING.label)
    task = Task(case=case, kind=TaskKind.AFTER_CLOSING, assignee=case.lead, due_on=follow_up_on(on))
    task.title = seal_text(title, person=case.person)
    return add(task, by=by)


# ── What must be in order ───────────────────────────────────────────────────────────────────────
def _tasks(case: Case) -> Check:
    n = case.tasks.filter(state=TaskState.OPEN).count()
    words = ngettext("%(n)s task is still open.", "%(n)s tasks are still open.", n) % {"n": n}
    return Check("tasks", words if n else _("No task is open."), not n, blocking=True)


def _legal_aid(case: Case) -> Check:
    n = case.legalaids.filter(ended_on=None).count()
    words = ngettext(
        "%(n)s legal aid goes on: end it, or hand it over without the case.",
        "%(n)s legal aids go on: end them, or hand them over without the case.",
        n,
    ) % {"n": n}
    return Check("legal-aid", words if n else _("No legal aid goes on."), not n, blocking=True)


def _waiting(case: Case, besides: Approval | None) -> Check:
    waiting = case.approvals.filter(state=ApprovalState.WAITING)
    if besides is not None and besides.pk:
        waiting = waiting.exclude(pk=besides.pk)
    n = waiting.count()
    words = _("Something else in this case still waits for approval.")
    return Check("approvals", words if n else _("Nothing else waits for approval."), not n, True)


# ── What to think of ────────────────────────────────────────────────────────────────────────────
def _plan(case: Case) -> Check:
    if not case.plans.filter(stage__in=(PlanStage.APPROVED, PlanStage.DONE)).exists():
        return Check("plans", _("No plan was ever approved."), met=False)
    n = case.goals.filter(state=GoalState.OPEN, plan__stage=PlanStage.APPROVED).count()
    words = ngettext(
        "%(n)s goal of the plan is not reached.", "%(n)s goals of the plan are not reached.", n
    ) % {"n": n}
    return Check("plans", words if n else _("All goals of the plan are settled."), not n)


def _contact(case: Case, on: dt.date) -> Check:
    last = case.services.filter(on__lte=on).aggregate(last=Max("on"))["last"]
    if last is None:
        return Check("services", _("No contact is recorded."), met=False)
    day = date_format(last, "j F Y")
    words = _("The last contact was on %(day)s.") % {"day": day}
    return Check("services", words, met=on - last <= LONG_WITHOUT_CONTACT)


def _placement(case: Case) -> Check:
    placements: Any = case.placements.filter(ended_on=None, person=case.person_id)
    placement = placements.first()
    if placement is None:
        return Check("placements", _("Where she lives is not recorded."), met=False)
    if placement.kind == "shelter":
        return Check("placements", _("She still lives in the shelter; this ends as well."), False)
    where = placement.get_kind_display()
    return Check("placements", _("She lives: %(where)s.") % {"where": where.lower()}, met=True)


def _children(case: Case) -> Check:
    n = case.casechilds.filter(lasting_on(timezone.localdate())).count()
    words = ngettext(
        "%(n)s child leaves the programme with her: are the child's own needs met?",
        "%(n)s children leave the programme with her: are their own needs met?",
        n,
    ) % {"n": n}
    return Check("children", words if n else _("No child is helped in this case."), not n)


def _follow_up(case: Case, on: dt.date) -> Check:
    if wants_follow_up(case, on):
        day = date_format(follow_up_on(on), "j F Y")
        words = _("She agreed to be asked how things are: a task for %(day)s is made.")
        return Check("consents", words % {"day": day}, met=True)
    return Check("consents", _("She has not agreed to be asked after the closing."), met=False)


def _feedback(case: Case) -> Check:
    on = feedback.offered_on(case)
    if on is None:
        return Check("feedback", _("The feedback form has not been offered."), met=False)
    words = _("The feedback form was offered on %(day)s.") % {"day": date_format(on, "j F Y")}
    return Check("feedback", words, met=True)
