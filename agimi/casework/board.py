"""The coordinator's board: how full everybody's hands are, and what is late (ORG-08).

Each question is asked once for the whole team, grouped by worker.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models import Case as Whether
from django.db.models.functions import Coalesce
from django.utils import timezone

from agimi.access.choices import Area, Role, Scope
from agimi.access.models import User
from agimi.casework import rules
from agimi.casework.choices import AppointmentState, PhaseNumber, PlanStage, Risk, TaskState
from agimi.casework.models import Absence, Appointment, Assessment, Case, Plan, Task
from agimi.casework.monitoring import silent_longer_than, with_last_contact, with_phase_now
from agimi.casework.rules import RHYTHM
from agimi.programme.choices import StaffRole
from agimi.programme.models import Staff

HIGH = (Risk.HIGH, Risk.EXTREME)


def may_see_board(user: User) -> bool:
    """Whether somebody answers for the work of a team."""
    return user.may_write(Area.CASEWORK, Scope.SITE)


@dataclass(slots=True)
class Worker:
    """One worker on the board."""

    staff: Staff
    cases: int = 0
    load: float = 0
    high: int = 0
    new: int = 0
    restricted: int = 0
    crisis: int = 0
    transition: int = 0
    reintegration: int = 0
    tasks: int = 0
    reviews: int = 0
    assessments: int = 0
    silent: int = 0
    away: Absence | None = None

    @property
    def band(self) -> rules.Band:
        return rules.band(self.load)

    @property
    def load_words(self) -> float | int:
        return int(self.load) if self.load == int(self.load) else self.load

    @property
    def late(self) -> int:
        """All that is late, for sorting."""
        return self.tasks + self.reviews + self.assessments + self.silent

    @property
    def share(self) -> int:
        """How far the measure is full, in hundredths of what is just bearable."""
        return min(100, round(self.load / rules.FULL_LOAD * 100))


@dataclass(frozen=True, slots=True)
class Board:
    """The whole team at a glance."""

    workers: list[Worker]
    unassigned: int
    # Of cases without a worker, and of workers who are not on the board.
    late: Mapping[str, int]

    @property
    def cases(self) -> int:
        return sum(worker.cases for worker in self.workers) + self.unassigned


SORTS: Mapping[str, Any] = {
    "load": lambda worker: (-worker.load, worker.staff.name),
    "name": lambda worker: worker.staff.name,
    "cases": lambda worker: (-worker.cases, worker.staff.name),
    "high": lambda worker: (-worker.high, worker.staff.name),
    "late": lambda worker: (-worker.late, worker.staff.name),
}


def board(*, by: User, on: dt.date | None = None, sort: str = "load", late: bool = True) -> Board:
    """The board as a user sees it. As many questions for one worker as for fifty.

    ``late`` false leaves out what is late, which costs most: to say how full hands are.
    """
    on = on or timezone.localdate()
    found = _loads(by, on)
    loads = {row["lead"]: row for row in (_with_late(found, on) if late else found)}
    workers = {staff.pk: Worker(staff) for staff in team_of(by, leads=set(loads) - {None}, on=on)}
    for key, worker in workers.items():
        for name in COUNTED:
            setattr(worker, name, (loads.get(key) or {}).get(name) or 0)
    _count_restricted(workers, by)
    _say_who_is_away(workers, on)
    return Board(
        workers=sorted(workers.values(), key=SORTS.get(sort, SORTS["load"])),
        unassigned=(loads.get(None) or {}).get("cases", 0),
        late={name: sum(row.get(name) or 0 for row in loads.values()) for name in LATE},
    )


def open_cases_of(by: User) -> QuerySet[Any]:
    """The open cases that somebody answers for: those of the site, or all."""
    cases = Case.objects.visible_to(by).filter(closed_on=None)
    if by.may_write(Area.CASEWORK, Scope.ORGANISATION):
        return cases
    return cases.filter(site=by.site_id)


LATE = ("tasks", "reviews", "assessments", "silent")
COUNTED = ("cases", "load", "high", "new", "crisis", "transition", "reintegration", *LATE)


def _loads(by: User, on: dt.date) -> QuerySet[Any]:
    """How many cases each leads, how heavy they are, and of which kinds."""
    cases = with_phase_now(open_cases_of(by)).order_by()
    # Looked up by the key of each case, where they are asked for.
    plans = Plan.objects.filter(case=OuterRef("pk"), stage=PlanStage.APPROVED, review_on__lt=on)
    cases = cases.alias(overdue=_count(_overdue(on)), assessed=_assessed(), to_review=_count(plans))
    return cases.values("lead").annotate(
        cases=Count("pk"),
        load=Sum(_weight()),
        high=_sum_of(Q(risk__in=HIGH)),
        new=_sum_of(Q(opened_on__gt=on - dt.timedelta(days=rules.NEW_DAYS))),
        crisis=_sum_of(Q(phase_now=PhaseNumber.CRISIS)),
        transition=_sum_of(Q(phase_now=PhaseNumber.TRANSITION)),
        reintegration=_sum_of(Q(phase_now=PhaseNumber.REINTEGRATION)),
    )


def _with_late(loads: QuerySet[Any], on: dt.date) -> QuerySet[Any]:
    """The same, and what is late in their cases."""
    return loads.annotate(
        tasks=Sum("overdue"),
        reviews=Sum("to_review"),
        assessments=_sum_of(_lacks_assessments(on)),
        silent=_sum_of(silent_longer_than(RHYTHM, on)),
    )


def _sum_of(condition: Q) -> Any:
    one = Whether(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    return Sum(one)


def _weight() -> Any:
    """The weight of a case by its phase and its risk (agimi.casework.rules)."""
    phases = [
        When(phase_now=number, then=Value(weight))
        for number, weight in rules.WEIGHT_OF_PHASE.items()
    ]
    risks = [When(risk=risk, then=Value(more)) for risk, more in rules.WEIGHT_OF_RISK.items()]
    return Whether(*phases, default=Value(1.0), output_field=FloatField()) + Whether(
        *risks, default=Value(0.0), output_field=FloatField()
    )


def _overdue(on: dt.date) -> QuerySet[Any]:
    return Task.objects.filter(case=OuterRef("pk"), state=TaskState.OPEN, due_on__lt=on)


def _assessed() -> Any:
    """How many of the first assessments a case has."""
    made = Assessment.objects.filter(case=OuterRef("pk"), kind__in=rules.FIRST_ASSESSMENTS)
    kinds = made.order_by().values("case").annotate(n=Count("kind", distinct=True)).values("n")
    return Coalesce(Subquery(kinds, output_field=IntegerField()), 0)


def _lacks_assessments(on: dt.date) -> Q:
    """That a case (with ``assessed``) is old enough for its first assessments, and lacks one.

    Only in the first phase: the gate of the second asks for them.
    """
    since = on - dt.timedelta(days=rules.ASSESSED_WITHIN_DAYS)
    first = Q(phase_now=PhaseNumber.CRISIS) | Q(phase_now=None)
    return Q(first, Q(opened_on__lt=since), Q(assessed__lt=len(rules.FIRST_ASSESSMENTS)))


def team_of(by: User, *, leads: Iterable[Any] = (), on: dt.date | None = None) -> QuerySet[Staff]:
    """Who leads cases in sight, and the case managers of the site who could."""
    on = on or timezone.localdate()
    posts = Q(posts__role=StaffRole.CASE_MANAGER, posts__started_on__lte=on) & (
        Q(posts__ended_on=None) | Q(posts__ended_on__gt=on)
    )
    accounts = Q(user__role=Role.CASE_MANAGER, user__is_active=True)
    if not by.may_write(Area.CASEWORK, Scope.ORGANISATION):
        posts &= Q(posts__site=by.site_id)
        accounts &= Q(user__site=by.site_id)
    team = Staff.objects.filter(posts | accounts).filter(Q(ended_on=None) | Q(ended_on__gt=on))
    return Staff.objects.filter(Q(pk__in=team.values("pk")) | Q(pk__in=list(leads)))


def may_take_cases(by: User) -> QuerySet[Staff]:
    """Whom a case can be given to: the team, and who else works with cases there."""
    today = timezone.localdate()
    roles = [role for role in Role if User(role=role).may_write(Area.CASEWORK)]
    working = Q(user__role__in=set(roles) - {Role.SYSTEM}, user__is_active=True)
    if not by.may_write(Area.CASEWORK, Scope.ORGANISATION):
        working &= Q(user__site=by.site_id)
    leads = open_cases_of(by).exclude(lead=None).order_by().values_list("lead", flat=True)
    team = team_of(by, leads=leads.distinct(), on=today)
    staff = Staff.objects.filter(Q(pk__in=team.values("pk")) | working)
    return staff.filter(Q(ended_on=None) | Q(ended_on__gt=today)).distinct().order_by("name")


def _count_restricted(workers: Mapping[Any, Worker], by: User) -> None:
    """Restricted cases fill hands too: those out of sight are counted, as a number and no more."""
    restricted = Case.objects.filter(closed_on=None, restricted=True)
    led = {key: lead for key, lead in restricted.values_list("pk", "lead") if lead in workers}
    seen = set(Case.objects.visible_to(by).filter(pk__in=list(led)).values_list("pk", flat=True))
    for key, lead in led.items():
        worker = workers[lead]
        worker.restricted += 1
        if key not in seen:
            worker.cases += 1
            worker.load += 1


def _say_who_is_away(workers: Mapping[Any, Worker], on: dt.date) -> None:
    away = Absence.objects.filter(
        Q(started_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gt=on)), staff__in=list(workers)
    )
    for absence in away.select_related("cover"):
        workers[absence.staff_id].away = absence


# ── One worker ──────────────────────────────────────────────────────────────────────────────────
def cases_of(lead: Staff | None, *, by: User, on: dt.date | None = None) -> QuerySet[Any]:
    """The open cases of one worker, or of nobody, the longest without contact first."""
    on = on or timezone.localdate()
    cases = with_last_contact(with_phase_now(open_cases_of(by).filter(lead=lead)))
    late = silent_longer_than(RHYTHM, on)
    return cases.annotate(
        is_silent=Whether(When(late, then=True), default=False, output_field=BooleanField()),
        overdue=_count(_overdue(on)),
    ).order_by(Coalesce("last_contact", "opened_on"), "code")


def what_moves(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Annotates what goes along when each case is handed over: open tasks and appointments."""
    tasks = Task.objects.filter(
        case=OuterRef("pk"), state=TaskState.OPEN, assignee=OuterRef("lead")
    )
    planned = Appointment.objects.filter(
        case=OuterRef("pk"),
        state=AppointmentState.PLANNED,
        starts_at__gte=timezone.now(),
        staff=OuterRef("lead"),
    )
    return cases.annotate(tasks_moving=_count(tasks), appointments_moving=_count(planned))


def _count(rows: QuerySet[Any]) -> Any:
    counted = rows.order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
