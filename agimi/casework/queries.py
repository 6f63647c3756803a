"""Questions of casework: which cases, in which phase, with whom, and what is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from agimi.access.models import User
from agimi.access.scope import among_own_cases
from agimi.casework.choices import Answer, PlanStage, TaskState
from agimi.casework.models import (
    Case,
    CaseChild,
    IdentificationDecision,
    Phase,
    Placement,
    Plan,
    ReferralOut,
    Service,
    Task,
    TeamMember,
)
from agimi.people.models import Person
from agimi.people.queries import lasting_on


# ── Cases ───────────────────────────────────────────────────────────────────────────────────────
def open_cases(*, by: User, on: dt.date) -> models.QuerySet[Case]:
    """Cases that were open on a day: not closed, or closed on that day or later."""
    return Case.objects.visible_to(by).filter(_open_on(on))


def own_cases(*, by: User) -> models.QuerySet[Case]:
    """The cases this user leads or works on, newest first."""
    own = Case.objects.visible_to(by).filter(among_own_cases(by, writing=True))
    return own.order_by("-opened_on", "code")


def cases_of_period(*, by: User, first: dt.date, last: dt.date) -> models.QuerySet[Case]:
    """Cases open on any day of a period: the carried and the new ones."""
    still_open = Q(closed_on=None) | Q(closed_on__gte=first)
    return Case.objects.visible_to(by).filter(still_open, opened_on__lte=last)


def carried_cases(*, by: User, first: dt.date) -> models.QuerySet[Case]:
    """Cases opened before a period and open on its first day (rules.intake, as a query)."""
    return open_cases(by=by, on=first).filter(opened_on__lt=first)


def new_cases(*, by: User, first: dt.date, last: dt.date) -> models.QuerySet[Case]:
    """Cases opened within a period."""
    return Case.objects.visible_to(by).filter(opened_on__range=(first, last))


def open_case_of(person: Person, *, by: User) -> Case | None:
    """The case of a person that is open, as far as the user may see it."""
    return Case.objects.visible_to(by).filter(person=person, closed_on=None).first()


def team_of(case: Case, *, on: dt.date) -> models.QuerySet[TeamMember]:
    """Who works on a case on a day."""
    return case.team.filter(lasting_on(on)).select_related("staff").order_by("role", "staff__name")


def children_of(case: Case, *, on: dt.date) -> models.QuerySet[Person]:
    """The children of a case on a day, each once."""
    ties = CaseChild.objects.filter(lasting_on(on), case=case)
    return Person.objects.filter(pk__in=ties.values("child")).order_by("birth_date", "code")


def _open_on(day: dt.date) -> Q:
    return Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gte=day))


# ── What held on a day ──────────────────────────────────────────────────────────────────────────
def phase_on(case: Case, day: dt.date) -> int | None:
    """The phase a case was in on a day; on a day of change, the new one."""
    phases = case.phases.filter(lasting_on(day)).order_by("-started_on", "-pk")
    return phases.values_list("number", flat=True).first()


def with_phase(records: models.QuerySet[Any], *, day: str = "on") -> models.QuerySet[Any]:
    """Annotates ``phase`` of records of cases: it is not stored but follows from the date."""
    phases = Phase.objects.filter(case=OuterRef("case"), started_on__lte=OuterRef(day))
    phases = phases.filter(Q(ended_on=None) | Q(ended_on__gte=OuterRef(day)))
    latest = phases.order_by("-started_on", "-pk").values("number")[:1]
    return records.annotate(phase=Subquery(latest))


def status_on(case: Case, day: dt.date) -> str | None:
    """The legal status by the last decision until a day; None where nobody has decided yet."""
    return _decisions(Q(case=case), day).values_list("status", flat=True).first()


def with_status(cases: models.QuerySet[Case], *, on: dt.date) -> models.QuerySet[Case]:
    """Annotates ``status``: the legal status by the last decision until a day."""
    latest = _decisions(Q(case=OuterRef("pk")), on).values("status")[:1]
    return cases.annotate(status=Subquery(latest))


def _decisions(whose: Q, day: dt.date) -> models.QuerySet[IdentificationDecision]:
    decisions = IdentificationDecision.objects.filter(whose, decided_on__lte=day)
    return decisions.order_by("-decided_on", "-pk")


def placement_on(person: Person, day: dt.date) -> Placement | None:
    """Where somebody lived on a day; on a day of moving, the new place."""
    placements = person.placements.filter(lasting_on(day))
    return placements.order_by("-started_on", "-pk").first()


# ── Work ────────────────────────────────────────────────────────────────────────────────────────
def services_of(case: Case, *, by: User) -> models.QuerySet[Service]:
    """The services of a case with their phase, newest first."""
    services = Service.objects.visible_to(by).filter(case=case)
    return with_phase(services.select_related("kind", "staff", "person")).order_by("-on", "-pk")


def open_tasks(*, by: User) -> models.QuerySet[Task]:
    """What is still to do in the cases this user sees, what is due first on top."""
    tasks = Task.objects.visible_to(by).filter(state=TaskState.OPEN)
    return tasks.order_by(F("due_on").asc(nulls_last=True), "code")


def overdue_tasks(*, by: User, on: dt.date) -> models.QuerySet[Task]:
    """Tasks that should have been done before a day."""
    return open_tasks(by=by).filter(due_on__lt=on)


def plans_to_review(*, by: User, until: dt.date) -> models.QuerySet[Plan]:
    """Approved plans of open cases whose next review falls on a day or earlier."""
    plans = Plan.objects.visible_to(by).filter(stage=PlanStage.APPROVED, case__closed_on=None)
    return plans.filter(review_on__lte=until).order_by("review_on", "code")


def unanswered_referrals(*, by: User) -> models.QuerySet[ReferralOut]:
    """Referrals to other bodies that still wait for an answer, the oldest first."""
    waiting = ReferralOut.objects.visible_to(by).filter(answer=Answer.PENDING)
    return waiting.select_related("to").order_by("on", "code")
