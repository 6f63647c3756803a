"""What stands at the head of a case page, and beside its timeline: each asked for once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from agimi.access.choices import Area
from agimi.access.models import BreakGlass, User
from agimi.access.rights import may_change
from agimi.access.ways import own_of
from agimi.casework import rules
from agimi.casework.choices import GoalState, PhaseNumber, PlacementKind, PlanStage, TaskState
from agimi.casework.glance import glance
from agimi.casework.models import Case, Phase, Placement, Plan, PlanReview, Task, TeamMember
from agimi.casework.queries import status_on, team_of
from agimi.casework.timeline import Sight
from agimi.people.actions import read_texts
from agimi.people.models import Consent, Person
from agimi.people.queries import age_on
from agimi.people.rules import valid_on

# How many tasks and goals stand beside the timeline; the others are a tab away.
TASKS_SHOWN, GOALS_SHOWN = 7, 12
CONSENT_ENDS_SOON = dt.timedelta(days=30)

SHORT: dict[int, str | Promise] = {
    PhaseNumber.CRISIS: gettext_lazy("Crisis and shelter"),
    PhaseNumber.TRANSITION: gettext_lazy("Transition"),
    PhaseNumber.REINTEGRATION: gettext_lazy("Reintegration"),
}


# ── The head ────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Step:
    """A phase on the stepper: past, present or still to come, and from when to when."""

    number: int
    label: str
    state: str  # "done" | "now" | "next"
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A condition of the next gate that is not met yet, and the page where that is mended."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Head:
    """All that the head of a case page says."""

    case: Case
    age: int | None
    steps: tuple[Step, ...]
    next_phase: int
    missing: tuple[Missing, ...]
    status: str
    placement: Placement | None
    children: tuple[Person, ...]
    others: tuple[Case, ...]
    team: tuple[TeamMember, ...]
    glass: BreakGlass | None
    may_change: bool
    may_reveal: bool

    @property
    def earlier(self) -> list[Case]:
        return [other for other in self.others if other.opened_on < self.case.opened_on]

    @property
    def later(self) -> list[Case]:
        return [other for other in self.others if other.opened_on >= self.case.opened_on]

    @property
    def gate_is_open(self) -> bool:
        return bool(self.next_phase) and not self.missing


def head_of(sight: Sight) -> Head:
    case, user = sight.case, sight.user
    today = timezone.localdate()
    phases = list(case.phases.order_by("started_on", "pk"))
    changeable = may_change(user, case)
    coming = _next_phase(case, phases)
    placements = sight.of(Placement).filter(person=case.person).select_related("site", "place")
    return Head(
        case=case,
        age=age_on(case.person, min(today, case.closed_on or today)),
        steps=tuple(_step(number, phases, case) for number in PhaseNumber.values),
        next_phase=coming,
        missing=tuple(_missing(case, coming, changeable)) if coming else (),
        status=status_on(case, today) or "",
        placement=placements.order_by("-started_on", "-pk").first(),
        children=tuple(dict.fromkeys(tie.child for tie in sight.ties if _lasts(tie, case))),
        others=_others(case, user),
        team=tuple(team_of(case, on=case.closed_on or today)),
        glass=_glass(case, user),
        may_change=changeable,
        may_reveal=may_reveal(user),
    )


def _others(case: Case, user: User) -> tuple[Case, ...]:
    """Her other cases, as far as they are seen."""
    if not glance(case).others:
        return ()
    others = Case.objects.visible_to(user).filter(person=case.person_id).exclude(pk=case.pk)
    return tuple(others.order_by("opened_on", "pk"))


def may_reveal(user: User) -> bool:
    """Whether who sees a case may also see who it is about (people.actions asks again)."""
    grant = user.grant(Area.IDENTITY).read
    return bool(grant) and grant >= user.grant(Area.CASEWORK).read


def _lasts(tie: Any, case: Case) -> bool:
    """Children who are in the case, or were when it was closed."""
    return tie.ended_on is None or (case.closed_on is not None and tie.ended_on >= case.closed_on)


def _glass(case: Case, user: User) -> BreakGlass | None:
    """The glass through which its reader sees the case at this moment."""
    if case.pk not in own_of(user, writing=False).cases:
        return None
    return BreakGlass.objects.open_now().filter(user=user, case=case).order_by("-until").first()


def _next_phase(case: Case, phases: Sequence[Phase]) -> int:
    """The phase to which the case moves next; 0 where it is closed, or in the last one."""
    current = next((phase.number for phase in phases if phase.ended_on is None), 0)
    return current + 1 if case.closed_on is None and 0 < current < PhaseNumber.REINTEGRATION else 0


def _step(number: int, phases: Sequence[Phase], case: Case) -> Step:
    own = [phase for phase in phases if phase.number == number]
    label = str(SHORT[number])
    if not own:
        return Step(number, label, "next")
    last = own[-1]
    state = "now" if last.ended_on is None and case.closed_on is None else "done"
    return Step(number, label, state, own[0].started_on, last.ended_on)


# ── The gate ────────────────────────────────────────────────────────────────────────────────────
def _missing(case: Case, number: int, changeable: bool) -> list[Missing]:
    """What the next gate still asks for; with a link for those who can mend it."""
    return [
        Missing(condition.words, _mend(case, condition.key) if changeable else "")
        for condition in rules.gate(case, number)
        if not condition.met
    ]


def _mend(case: Case, key: str) -> str:
    if key == "plan":
        return _mend_plan(case)
    if key == "home":
        return add_address("placements", case.code, kind=PlacementKind.RENTED_APARTMENT)
    return add_address("assessments", case.code, kind=key)


def _mend_plan(case: Case) -> str:
    """The draft that waits for approval, else a new plan."""
    draft = case.plans.filter(stage=PlanStage.DRAFT).order_by("-edition").first()
    if draft is None:
        return add_address("plans", case.code)
    return reverse("desk:record", args=("plans", draft.code))


def add_address(slug: str, code: str, /, **values: Any) -> str:
    """The form for a new record of a case or person, with what is known filled in."""
    query = urlencode({"for": code, **{name: str(value) for name, value in values.items()}})
    return f"{reverse('desk:add', args=(slug,))}?{query}"


def address_if_any(page: str, *args: str) -> str:
    """A page by its name; "" while it does not exist."""
    try:
        return reverse(page, args=args)
    except NoReverseMatch:
        return ""


# ── Beside the timeline ─────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Told:
    """A record with its sealed words, None where its reader may not read them."""

    record: Any
    words: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """What one wants in sight while reading the timeline."""

    plan: Plan | None
    goals: tuple[Told, ...]
    reached: int
    counted: int
    review: PlanReview | None
    tasks: tuple[Told, ...]
    more_tasks: bool
    consents: tuple[Consent, ...]
    ending: tuple[Consent, ...]
    today: dt.date


def side_of(sight: Sight) -> Side:
    today = timezone.localdate()
    plan = current_plan(sight.case)
    goals = list(plan.goals.order_by("due_on", "pk")) if plan else []
    counted = [goal for goal in goals if goal.state != GoalState.DROPPED]
    with transaction.atomic():
        tasks = next_tasks(sight)
        told = tell(goals[:GOALS_SHOWN], "text", of=sight.case, by=sight.user)
    until = sight.case.closed_on or today
    consents = sight.of(Consent).filter(valid_on(until)).select_related("recipient")
    valid = list(consents.order_by("purpose", "pk"))
    return Side(
        plan=plan,
        goals=tuple(told),
        reached=sum(goal.state == GoalState.REACHED for goal in counted),
        counted=len(counted),
        review=plan.reviews.order_by("-on", "-pk").first() if plan else None,
        tasks=tasks[:TASKS_SHOWN],
        more_tasks=len(tasks) > TASKS_SHOWN,
        consents=tuple(valid),
        ending=tuple(
            c for c in valid if c.expires_on and c.expires_on <= today + CONSENT_ENDS_SOON
        ),
        today=today,
    )


def current_plan(case: Case) -> Plan | None:
    """The plan one works by: the one approved last, else the newest draft."""
    plans = case.plans.filter(kind="reintegration").order_by("-edition", "-pk")
    stages = (PlanStage.APPROVED, PlanStage.DONE, PlanStage.DRAFT)
    found = [plan for stage in stages for plan in plans if plan.stage == stage]
    return found[0] if found else None


def next_tasks(sight: Sight) -> tuple[Told, ...]:
    """What is to do in the case, what is due first on top, with its words."""
    tasks = sight.of(Task).filter(state=TaskState.OPEN).select_related("assignee")
    rows = sorted(
        tasks, key=lambda task: (task.due_on is None, task.due_on or dt.date.max, task.pk)
    )
    return tuple(tell(rows[: TASKS_SHOWN + 1], "title", of=sight.case, by=sight.user))


def tell(records: Sequence[Any], name: str, *, of: Case, by: User) -> list[Told]:
    """The words of a sealed field of records of a case, read at once: one entry in the trail."""
    for record in records:
        record.case = of  # whose key it is, without asking for each
    held = [record for record in records if getattr(record, name)]
    words: dict[int, str] = {}
    may = True
    if held:
        try:
            texts = read_texts(held, name, by=by)
            words = {record.pk: text for record, text in zip(held, texts, strict=True)}
        except PermissionDenied:
            may = False
    return [
        Told(record, words.get(record.pk, "") if may or not getattr(record, name) else None)
        for record in records
    ]
