"""Approvals: what a worker asks for and somebody responsible decides (CAS-09, DOC-01, CAS-13).

Approving does exactly what was asked, at once, through the verb that anybody
would use; where the case has changed meanwhile it refuses and says so. Nobody
decides on what they asked for, nor on a case that nobody but they work on.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.choices import Area, Scope
from agimi.access.ledger import add, change, once
from agimi.access.models import User
from agimi.access.rights import writable
from agimi.casework import actions, closing, rules
from agimi.casework.choices import ApprovalKind, ApprovalState, PlanStage
from agimi.casework.models import Approval, Case, Plan, TeamMember
from agimi.people.actions import read_text, seal_text
from agimi.people.queries import lasting_on


# ── Who may ─────────────────────────────────────────────────────────────────────────────────────
def may_decide_at_all(user: User) -> bool:
    """Whether somebody answers for the work of others: a coordinator, a supervisor."""
    return bool(user.staff_id) and user.may_write(Area.CASEWORK, Scope.SITE)


def why_not_decide(approval: Approval, *, by: User) -> str:
    """Why somebody may not decide on a request; "" where they may."""
    if not may_decide_at_all(by):
        return _("A coordinator or supervisor decides on this.")
    if approval.created_by_id == by.pk:
        return _("You asked for this yourself: somebody else decides.")
    if not writable(Approval, by).filter(pk=approval.pk).exists():
        return _("This case lies outside what you answer for.")
    if leads_alone(approval.case, by):
        return _("Nobody but you works on this case: somebody else decides.")
    return ""


def may_decide(approval: Approval, *, by: User) -> bool:
    return not why_not_decide(approval, by=by)


def check_may_decide(approval: Approval, *, by: User) -> None:
    """Raise PermissionDenied, saying who decides instead."""
    if words := why_not_decide(approval, by=by):
        raise PermissionDenied(words)


def leads_alone(case: Case, user: User) -> bool:
    """Whether somebody leads a case in which nobody else works."""
    if case.lead_id is None or case.lead_id != user.staff_id:
        return False
    others = case.team.filter(lasting_on(timezone.localdate())).exclude(staff=user.staff_id)
    return not others.exists()


# ── Questions ───────────────────────────────────────────────────────────────────────────────────
def waiting_for(user: User) -> models.QuerySet[Approval]:
    """What waits for this user's decision, the oldest first."""
    if not may_decide_at_all(user):
        return Approval.objects.none()
    others = TeamMember.objects.filter(
        lasting_on(timezone.localdate()), case=OuterRef("case")
    ).exclude(staff=user.staff_id)
    waiting: Any = writable(Approval, user).filter(state=ApprovalState.WAITING)
    waiting = waiting.exclude(created_by=user)
    return waiting.exclude(~Exists(others), case__lead=user.staff_id).order_by("created_at", "pk")


def asked_by(user: User) -> models.QuerySet[Approval]:
    """What this user asked for, the newest first, as far as they still see it."""
    return Approval.objects.visible_to(user).filter(created_by=user).order_by("-created_at", "-pk")


def decided(user: User) -> models.QuerySet[Approval]:
    """What was decided in the cases this user sees, the newest first."""
    seen = Approval.objects.visible_to(user)
    seen = seen.filter(state__in=(ApprovalState.APPROVED, ApprovalState.REFUSED))
    return seen.order_by("-decided_on", "-pk")


def waiting_in(case: Case, kind: str) -> Approval | None:
    """The request of a kind that waits in a case."""
    waiting = Approval.objects.filter(case=case, kind=kind, state=ApprovalState.WAITING)
    return waiting.select_related("created_by__staff", "plan").first()


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────
def ask_for(
    kind: ApprovalKind,
    case: Case,
    *,
    by: User,
    on: dt.date,
    why: str = "",
    plan: Plan | None = None,
    number: int | None = None,
    closing_reason: str = "",
    outcome: str = "",
    code: str = "",
) -> Approval:
    """Ask for an approval; what could not be done anyway is refused at once."""
    asked = Approval(
        case=case,
        kind=kind,
        on=on,
        plan=plan,
        number=number,
        closing_reason=closing_reason,
        outcome=outcome,
        code=code,
    )

    def write() -> Approval:
        check_possible(asked)
        if kind != ApprovalKind.PLAN and not why.strip():
            raise ValidationError({"why": _("Say why.")})
        asked.why = seal_text(why.strip(), person=case.person)
        return add(asked, by=by)

    return once(asked, by=by, write=write)


def check_possible(asked: Approval) -> None:
    """Raise with what stands against doing what is asked for, as things are now."""
    case = asked.case
    rules.check_open(case)
    if asked.kind == ApprovalKind.PLAN:
        _check_plan(asked)
    elif asked.kind == ApprovalKind.CLOSING:
        if not asked.closing_reason:
            raise ValidationError({"closing_reason": _("Say why the case is closed.")})
        closing.check_ready(case, asked.on, besides=asked)
    else:
        _check_override(asked)


def _check_plan(asked: Approval) -> None:
    plan = asked.plan
    if plan is None or plan.case_id != asked.case_id:
        raise ValidationError({"plan": _("Choose a plan of this case.")})
    if plan.stage != PlanStage.DRAFT:
        raise ValidationError(
            _("This plan is no longer a draft: it is “%(stage)s” now.")
            % {"stage": plan.get_stage_display()}
        )


def _check_override(asked: Approval) -> None:
    if asked.number is None:
        raise ValidationError({"number": _("Say which phase.")})
    rules.check_may_move(asked.case, asked.number, asked.on)
    current = asked.case.phases.filter(ended_on=None).first()
    if current is not None and current.number > asked.number:
        raise ValidationError(_("The case is in a later phase already."))
    if current is not None and asked.number > current.number + 1:
        raise ValidationError(_("A case enters one phase after the other."))


# ── Deciding ────────────────────────────────────────────────────────────────────────────────────
def approve(approval: Approval, *, by: User, answer: str = "") -> Approval:
    """Approve what was asked for, and do it."""
    with transaction.atomic():
        asked = _to_decide(approval, by=by)
        check_possible(asked)
        # First the answer: what follows may take the case out of sight.
        _decide(asked, ApprovalState.APPROVED, answer, by=by)
        _DOING[ApprovalKind(asked.kind)](asked, by)
    return asked


def send_back(approval: Approval, *, answer: str, by: User) -> Approval:
    """Send a request back, with words for whoever asked."""
    with transaction.atomic():
        asked = _to_decide(approval, by=by)
        if not answer.strip():
            raise ValidationError({"answer": _("Say what is missing, so that it can be mended.")})
        return _decide(asked, ApprovalState.REFUSED, answer, by=by)


def withdraw(approval: Approval, *, by: User) -> Approval:
    """Take back a request of one's own that nobody has decided on."""
    if approval.created_by_id != by.pk:
        raise PermissionDenied(_("Whoever asked takes it back."))
    with transaction.atomic():
        asked = _as_it_stands(approval)
        _check_waits(asked)
        return change(asked, by=by, state=ApprovalState.WITHDRAWN)


def _to_decide(approval: Approval, *, by: User) -> Approval:
    """The request as it stands now, for somebody who may decide on it."""
    asked = _as_it_stands(approval)
    check_may_decide(asked, by=by)
    _check_waits(asked)
    return asked


def _as_it_stands(approval: Approval) -> Approval:
    rows = Approval.objects.select_for_update(of=("self",)).select_related("case__person", "plan")
    return rows.get(pk=approval.pk)


def _check_waits(asked: Approval) -> None:
    """Of two who decide at once the second is told."""
    if asked.state != ApprovalState.WAITING:
        raise ValidationError(
            _("This was decided already: %(state)s.") % {"state": asked.get_state_display()}
        )


def _decide(asked: Approval, state: ApprovalState, answer: str, *, by: User) -> Approval:
    return change(
        asked,
        by=by,
        state=state,
        decided_on=timezone.localdate(),
        decided_by=by.staff,
        answer=seal_text(answer.strip(), person=asked.case.person),
    )


def _approve_plan(asked: Approval, by: User) -> None:
    plan: Any = asked.plan
    on = max(timezone.localdate(), plan.made_on)
    actions.approve_plan(plan, staff=by.staff, on=on, by=by)


def _close(asked: Approval, by: User) -> None:
    closing.close_with_follow_up(asked, by=by)


def _pass_gate(asked: Approval, by: User) -> None:
    why = read_text(asked, "why", by=by)
    actions.enter_phase(
        asked.case,
        number=int(asked.number or 0),
        on=asked.on,
        by=by,
        override=why,
        decided_by=by.staff,
    )


_DOING = {
    ApprovalKind.PLAN: _approve_plan,
    ApprovalKind.CLOSING: _close,
    ApprovalKind.OVERRIDE: _pass_gate,
}
