"""The coordinator's board: how full everybody's hands are, and what is late (ORG-08).

Each question is asked once for the whole team, grouped by worker.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Whether
from django.db.models import (
    Count,
    Exists,
    F,
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
from django.db.models.functions import Coalesce
from django.utils import timezone

from agimi.access.choices import Area, Role, Scope
from agimi.access.models import User
from agimi.casework import rules
from agimi.casework.choices import AppointmentState, PhaseNumber, Risk, TaskState
from agimi.casework.models import Absence, Appointment, Assessment, Case, Task
from agimi.casework.monitoring import not_seen, with_last_contact, with_phase_now
from agimi.casework.queries import overdue_tasks, plans_to_review
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


def board(*, by: User, on: dt.date | None = None, sort: str = "load") -> Board:
    """The board as a user sees it. As many questions for one worker as for fifty."""
    on = on or timezone.localdate()
    loads = {row["lead"]: row for row in _loads(by, on)}
    late = _late(by, on)
    workers = {staff.pk: Worker(staff) for staff in team_of(by, leads=set(loads) - {None}, on=on)}
    for key, worker in workers.items():
        for name in ("cases", "load", "high", "new", "crisis", "transition", "reintegration"):
            setattr(worker, name, loads.get(key, {}).get(name) or 0)
        for name, numbers in late.items():
            setattr(worker, name, numbers.get(key, 0))
    _count_restricted(workers, by)
    _say_who_is_away(workers, on)
    return Board(
        workers=sorted(workers.values(), key=SORTS.get(sort, SORTS["load"])),
        unassigned=(loads.get(None) or {}).get("cases", 0),
        late={name: sum(numbers.values()) for name, numbers in late.items()},
    )


def open_cases_of(by: User) -> QuerySet[Any]:
    return Case.objects.visible_to(by).filter(closed_on=None)


def _loads(by: User, on: dt.date) -> Iterable[Mapping[str, Any]]:
    """How many cases each leads, how heavy they are, and of which kinds."""
    cases = with_phase_now(open_cases_of(by)).order_by()
    return cases.values("lead").annotate(
        cases=Count("pk"),
        load=Sum(_weight()),
        high=Count("pk", filter=Q(risk__in=HIGH)),
        new=Count("pk", filter=Q(opened_on__gt=on - dt.timedelta(days=rules.NEW_DAYS))),
        crisis=Count("pk", filter=Q(phase_now=PhaseNumber.CRISIS)),
        transition=Count("pk", filter=Q(phase_now=PhaseNumber.TRANSITION)),
        reintegration=Count("pk", filter=Q(phase_now=PhaseNumber.REINTEGRATION)),
    )


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


def _late(by: User, on: dt.date) -> dict[str, dict[Any, int]]:
    """What is late, by worker: tasks, reviews of plans, first assessments, contacts."""
    whose_task = Coalesce("assignee", "case__lead")
    tasks = overdue_tasks(by=by, on=on).filter(case__closed_on=None).annotate(worker=whose_task)
    reviews = plans_to_review(by=by, until=on - dt.timedelta(days=1)).annotate(
        worker=F("case__lead")
    )
    found = {
        "tasks": tasks,
        "reviews": reviews,
        "assessments": not_assessed(by=by, on=on).annotate(worker=F("lead")),
        "silent": not_seen(by=by, on=on).annotate(worker=F("lead")),
    }
    return {
        name: dict(rows.order_by().values_list("worker").annotate(n=Count("pk")))
        for name, rows in found.items()
    }


def not_assessed(*, by: User, on: dt.date) -> QuerySet[Any]:
    """Cases that are old enough for their first assessments, and lack one of them."""
    since = on - dt.timedelta(days=rules.ASSESSED_WITHIN_DAYS)
    made = Assessment.objects.filter(case=OuterRef("pk"), kind__in=rules.FIRST_ASSESSMENTS)
    kinds = made.order_by().values("case").annotate(n=Count("kind", distinct=True)).values("n")
    cases = open_cases_of(by).filter(opened_on__lt=since)
    cases = cases.annotate(assessed=Coalesce(Subquery(kinds, output_field=IntegerField()), 0))
    return cases.filter(assessed__lt=len(rules.FIRST_ASSESSMENTS))


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
    restricted = Case.objects.filter(closed_on=None, restricted=True, lead__in=list(workers))
    seen = set(open_cases_of(by).filter(restricted=True).values_list("pk", flat=True))
    for key, lead in restricted.values_list("pk", "lead"):
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
    overdue = Task.objects.filter(case=OuterRef("pk"), state=TaskState.OPEN, due_on__lt=on)
    return cases.annotate(
        is_silent=Exists(not_seen(by=by, on=on).filter(pk=OuterRef("pk")).order_by()),
        overdue=_count(overdue),
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
