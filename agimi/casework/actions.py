"""Verbs of casework: open, refer, identify, place, log, plan, close.

Records without a rule of their own are written by ``record`` and
``record_many``; the verbs with a name hold what a form or an import must not
forget. All go through the ledger: right, validation, audit in one transaction.
A record that is sent twice (same code) is written once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.ledger import Links, add, add_many, change, change_many, check_may_write, once
from agimi.access.models import User
from agimi.access.records import Record
from agimi.access.rights import check_ties
from agimi.casework import rules
from agimi.casework.choices import ClosingReason, IdentificationStatus, PlanStage, TaskState
from agimi.casework.models import (
    Case,
    CaseChild,
    CaseFact,
    IdentificationDecision,
    Phase,
    Placement,
    Plan,
    ReferralOut,
    Service,
    Task,
    TeamMember,
)
from agimi.people.actions import seal_text
from agimi.people.choices import ConsentPurpose
from agimi.people.models import Person
from agimi.people.rules import check_may_share

R = TypeVar("R", bound=Record)


# ── The case ────────────────────────────────────────────────────────────────────────────────────
def read_case(code: str, *, by: User, because: str = "") -> Case:
    """A case for its page; each reading is in the audit trail. Raises Case.DoesNotExist if unseen."""
    seen = Case.objects.visible_to(by).select_related("person", "lead", "site")
    case: Case = seen.get(code=code)
    write_entry(by=by, verb="case read", kind=case._meta.label_lower, code=code, because=because)
    return case


def open_case(case: Case, *, by: User, facts: Iterable[tuple[str, str]] = ()) -> Case:
    """Open a case with its multi-valued attributes, in phase 1, its lead in the team.

    ``facts`` are (kind, value) pairs of CaseFact. A person with an open case
    cannot get another one.
    """
    return once(case, by=by, write=lambda: _open_case(case, list(facts), by))


def _open_case(case: Case, facts: list[tuple[str, str]], by: User) -> Case:
    check_may_write(by, Case)
    check_ties(by, Case, [case])
    rules.check_may_open(case)
    with transaction.atomic():
        if case.earlier_case_id is None:
            case.earlier_case = _latest_case(case.person, before=case.opened_on)
        add(case, by=by)
        state_facts(case, facts, by=by)
        add(Phase(case=case, number=1, started_on=case.opened_on), by=by)
        if case.lead_id is not None:
            join_team(case, staff=case.lead, role="case_manager", on=case.opened_on, by=by)
    return case


def state_facts(case: Case, facts: Iterable[tuple[str, str]], *, by: User) -> list[CaseFact]:
    """Add values of the multi-valued attributes of a case."""
    return add_many([CaseFact(case=case, kind=kind, value=value) for kind, value in facts], by=by)


def join_team(case: Case, *, staff: Any, role: str, on: dt.date, by: User) -> TeamMember:
    """Make a staff member part of a case's team from a day on."""
    return add(TeamMember(case=case, staff=staff, role=role, started_on=on), by=by)


def leave_team(member: TeamMember, *, on: dt.date, by: User, because: str = "") -> TeamMember:
    """End somebody's part in a team; from that day on the case is out of their sight."""
    return change(member, by=by, because=because, ended_on=on)


def hand_over(case: Case, *, to: Any, on: dt.date, by: User, because: str = "") -> Case:
    """Give a case to another case manager; the former one leaves the team that day."""
    if to.pk == case.lead_id:
        raise ValidationError(_("This is the case manager already."))
    with transaction.atomic():
        join_team(case, staff=to, role="case_manager", on=on, by=by)
        for member in case.team.filter(staff=case.lead_id, ended_on=None):
            change(member, by=by, ended_on=on)
        return change(case, by=by, because=because, lead=to)


def identify(
    case: Case,
    *,
    status: IdentificationStatus,
    on: dt.date,
    by: User,
    authority: Any = None,
    code: str = "",
) -> IdentificationDecision:
    """Record a decision on the legal status; earlier decisions stay (BEN-02)."""
    if case.category != "trafficking":
        raise ValidationError(_("Only cases of trafficking have an identification."))
    decision = IdentificationDecision(
        case=case, status=status, decided_on=on, authority=authority, code=code
    )
    return add(decision, by=by)


def join_child(
    case: Case,
    *,
    child: Person,
    on: dt.date,
    by: User,
    accompanied: bool = True,
    code: str = "",
) -> CaseChild:
    """Tie a child to a parent's case from a day on (BEN-11)."""
    rules.check_within(case, on)
    tie = CaseChild(case=case, child=child, started_on=on, accompanied=accompanied, code=code)
    return add(tie, by=by)


def enter_phase(
    case: Case, *, number: int, on: dt.date, by: User, override: str = "", decided_by: Any = None
) -> Phase:
    """Move a case to a phase; the gate must be open, or an override must say why it is passed."""
    rules.check_may_move(case, number, on)
    if not override.strip():
        rules.check_enter_phase(case, number)
    with transaction.atomic():
        for current in case.phases.filter(ended_on=None):
            change(current, by=by, ended_on=on)
        phase = Phase(case=case, number=number, started_on=on, decided_by=decided_by)
        phase.override_reason = seal_text(override.strip(), person=case.person)
        return add(phase, by=by)


def close_case(
    case: Case,
    *,
    on: dt.date,
    reason: ClosingReason,
    by: User,
    outcome: str = "",
    because: str = "",
) -> Case:
    """Close a case; phase, team, placement and children that go on in it end on the same day."""
    rules.check_may_close(case, on)
    with transaction.atomic():
        change(
            case,
            by=by,
            because=because,
            closed_on=on,
            closing_reason=reason,
            outcome=outcome or case.outcome,
            outcome_on=case.outcome_on or (on if outcome else None),
        )
        for model in (Phase, Placement, CaseChild, TeamMember):  # the team last: until then it may
            _end_all(model.objects.filter(case=case, ended_on=None), on=on, by=by)
    return case


def reach_outcome(case: Case, *, outcome: str, on: dt.date, by: User) -> Case:
    """Note the outcome of a case that stays open, e.g. living independently (CAS-14)."""
    rules.check_within(case, on)
    return change(case, by=by, outcome=outcome, outcome_on=on)


def _end_all(spells: Iterable[Any], *, on: dt.date, by: User) -> None:
    rows = list(spells)
    for row in rows:
        row.ended_on = on
    change_many(rows, ["ended_on"], by=by)


def _latest_case(person: Person, *, before: dt.date) -> Case | None:
    return person.cases.filter(opened_on__lt=before).order_by("-opened_on").first()


# ── The work ────────────────────────────────────────────────────────────────────────────────────
def place(placement: Placement, *, by: User) -> Placement:
    """House somebody from a day on; where they lived until then ends on that day."""

    def write() -> Placement:
        if placement.case is not None:
            rules.check_within(placement.case, placement.started_on)
        with transaction.atomic():
            for current in placement.person.placements.filter(ended_on=None):
                change(current, by=by, ended_on=placement.started_on)
            return add(placement, by=by)

    return once(placement, by=by, write=write)


def log_service(
    service: Service, *, by: User, topics: Sequence[Any] = (), projects: Sequence[Any] = ()
) -> Service:
    """Log one service; sending it twice (same code) gives the one that stands."""
    return record(service, by=by, links={"topics": topics, "projects": projects})


def log_services(
    services: Iterable[Service], *, by: User, because: str = "", links: Links | None = None
) -> list[Service]:
    """Log many services at once; each must lie within its case."""
    return record_many(services, by=by, because=because, links=links)


def record(
    item: R, *, by: User, because: str = "", links: dict[str, Sequence[Any]] | None = None
) -> R:
    """Write one record of casework that has no verb of its own."""

    def write() -> R:
        tied = {item.code: links} if links else None
        return record_many([item], by=by, because=because, links=tied)[0]

    return once(item, by=by, write=write)


def record_many(
    items: Iterable[R], *, by: User, because: str = "", links: Links | None = None
) -> list[R]:
    """Write many records of one kind; what belongs to a case must lie within it."""
    rows = list(items)
    _load_cases(rows)
    row: Any
    for row in rows:
        day = getattr(row, "on", None)
        if row.case_id is not None and isinstance(day, dt.date):
            rules.check_within(row.case, day)
    return add_many(rows, by=by, because=because, links=links)


def _load_cases(rows: Sequence[Any]) -> None:
    """The cases of many records in few queries, where only their keys are known."""
    field = "case"
    wanted = [r for r in rows if r.case_id is not None and not r._state.fields_cache.get(field)]
    cases: dict[Any, Case] = {}
    keys = sorted({row.case_id for row in wanted})
    for start in range(0, len(keys), 500):
        cases |= Case.objects.in_bulk(keys[start : start + 500])
    for row in wanted:
        if row.case_id in cases:
            row.case = cases[row.case_id]


def refer_out(referral: ReferralOut, *, by: User, without_consent: str = "") -> ReferralOut:
    """Refer somebody to another body; it stays open until it is answered.

    The person must have consented to being referred to this body, or the reason
    for doing it without is given; it stands in the audit trail.
    """
    if not without_consent.strip():
        check_may_share(referral.person, ConsentPurpose.REFERRAL, referral.to, on=referral.on)
    return record(referral, by=by, because=without_consent.strip())


def answer_referral(referral: ReferralOut, *, answer: str, on: dt.date, by: User) -> ReferralOut:
    """Note what the other body answered (CAS-19)."""
    return change(referral, by=by, answer=answer, answered_on=on)


# ── Plans and tasks ─────────────────────────────────────────────────────────────────────────────
def approve_plan(plan: Plan, *, staff: Any, on: dt.date, by: User) -> Plan:
    """Approve a plan; the version approved before is replaced."""
    if plan.stage != PlanStage.DRAFT:
        raise ValidationError(_("Only a draft can be approved."))
    if on < plan.made_on:
        raise ValidationError(_("A plan cannot be approved before it was made."))
    with transaction.atomic():
        earlier = Plan.objects.filter(case=plan.case, kind=plan.kind, stage=PlanStage.APPROVED)
        for other in earlier.exclude(pk=plan.pk):
            change(other, by=by, stage=PlanStage.REPLACED)
        return change(plan, by=by, stage=PlanStage.APPROVED, approved_on=on, approved_by=staff)


def finish_task(task: Task, *, on: dt.date, by: User) -> Task:
    """Tick a task."""
    return change(task, by=by, **as_done(on))


def as_done(on: dt.date) -> dict[str, Any]:
    """What is true of a task that is done."""
    return {"state": TaskState.DONE, "done_on": on}
