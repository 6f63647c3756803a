"""Questions about somebody's day: what is due, whom they meet, how their cases stand.

All of it stands on the user's own cases: their keys are asked for once, and what
belongs to them lies within the user's sight by that.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q
from django.utils import timezone

from agimi.access.among import keyed
from agimi.access.look import one_look
from agimi.access.models import User
from agimi.access.scope import among_own_cases
from agimi.casework.alerts import Alert, AlertKind, Known, alerts, days_without_contact
from agimi.casework.choices import AppointmentKind, AppointmentState, TaskState
from agimi.casework.cover import standing_in
from agimi.casework.dots import dots
from agimi.casework.kinds import task_words
from agimi.casework.models import (
    Appointment,
    Case,
    Phase,
    Proceeding,
    Service,
    Task,
)
from agimi.casework.rules import RHYTHM
from agimi.people.actions import read_texts

# What is due later than that is not for today.
DUE_WITHIN = dt.timedelta(days=14)
# An appointment that nobody said anything about is asked after for so long.
ASKED_AFTER = dt.timedelta(days=30)
MOST_DUE = 15
MOST_CASES = 15


@dataclass(frozen=True, slots=True)
class Due:
    """One line of what is due: a task, in its words."""

    task: Task
    words: str
    days: int | None  # over; below zero: left

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.days > 0


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next in a case."""

    on: dt.date
    words: str
    icon: str


@dataclass(frozen=True, slots=True)
class MyCase:
    """One case in one line."""

    case: Case
    phase: int | None
    last: dt.date | None
    days: int
    next: Next | None
    alerts: Sequence[Alert]

    @property
    def dots(self) -> str:
        return dots(self.phase)

    @property
    def is_late(self) -> bool:
        return any(alert.kind == AlertKind.NO_CONTACT for alert in self.alerts)

    @property
    def other_alerts(self) -> list[Alert]:
        """Its marks; that nobody was seen is told by the days."""
        seen: dict[AlertKind, Alert] = {}
        for alert in self.alerts:
            if alert.kind != AlertKind.NO_CONTACT:
                seen.setdefault(alert.kind, alert)
        return list(seen.values())


@dataclass(slots=True)
class Day:
    """Somebody's day."""

    on: dt.date
    due: list[Due] = field(default_factory=list)
    due_more: int = 0
    unanswered: list[Appointment] = field(default_factory=list)
    today: list[Appointment] = field(default_factory=list)
    hearings: list[Proceeding] = field(default_factory=list)
    cases: list[MyCase] = field(default_factory=list)
    cases_more: int = 0
    alerts: dict[AlertKind, list[Alert]] = field(default_factory=dict)

    @property
    def is_quiet(self) -> bool:
        return not (self.due or self.unanswered or self.today or self.hearings)


@one_look()
def my_day(*, by: User, on: dt.date | None = None) -> Day:
    """The day of a user. As many questions for one case as for fifty."""
    on = on or timezone.localdate()
    cases = {case.pk: case for case in my_open_cases(by)}
    tasks = _open_tasks(cases)
    covered = {absence.staff_id for absence in standing_in(by, on)}
    mine = [task for task in tasks if task.assignee_id in {None, by.staff_id, *covered}]
    near = _appointments(by, cases, on)
    hearings = _hearings(by, cases, on)
    known = Known(cases, phases_of(cases), last_contact_of(cases, on))
    told = alerts(known, by=by, on=on)
    due, due_more = _due(mine, on, by)
    meetings = _coming_meetings(cases, on)
    coming = _what_is_next(tasks, meetings, hearings, on, {one.task.pk: one.words for one in due})
    lines = _case_lines(known, told, coming, on)
    day = Day(on=on, due=due, due_more=due_more, cases=lines[:MOST_CASES])
    day.cases_more = len(lines) - len(day.cases)
    day.today = [one for one in near if _day(one) == on and _is_with(one, by)]
    day.unanswered = [one for one in near if _day(one) < on and _is_with(one, by)]
    day.hearings = [one for one in hearings if one.next_hearing_on == on]
    for alert in told:
        day.alerts.setdefault(alert.kind, []).append(alert)
    return day


# ── Cases ───────────────────────────────────────────────────────────────────────────────────────
def my_open_cases(by: User) -> list[Case]:
    """The open cases that a user works on, today as somebody's cover too."""
    own = Case.objects.filter(among_own_cases(by, writing=True), closed_on=None)
    return list(own.select_related("person").order_by("opened_on", "code"))


def of_cases(keys: Iterable[int]) -> Q:
    """That a record belongs to one of these cases."""
    return keyed("case", keys)


def phases_of(cases: Mapping[int, Any]) -> dict[int, int]:
    """The phase that each case is in."""
    phases = Phase.objects.filter(of_cases(cases), ended_on=None)
    return dict(phases.values_list("case", "number"))


def last_contact_of(cases: Mapping[int, Any], on: dt.date) -> dict[int, dt.date]:
    """The last day until ``on`` on which a service was given in each case."""
    services = Service.objects.filter(of_cases(cases), on__lte=on)
    return dict(services.order_by().values_list("case").annotate(Max("on")))


def _case_lines(
    known: Known, told: Sequence[Alert], coming: Mapping[int, Next], on: dt.date
) -> list[MyCase]:
    """A line for each case: those longest without contact, measured by their rhythm, first."""
    of_case: dict[int, list[Alert]] = defaultdict(list)
    for alert in told:
        of_case[alert.case.pk].append(alert)
    lines = []
    for key, case in known.cases.items():
        last = known.last_contact.get(key)
        days = days_without_contact(case, last, on)
        line = MyCase(case, known.phases.get(key), last, days, coming.get(key), of_case[key])
        lines.append(line)
    return sorted(lines, key=lambda line: (-line.days / RHYTHM[line.phase or 1], line.case.code))


def _what_is_next(
    tasks: Sequence[Task],
    meetings: Iterable[tuple[int, dt.datetime, str]],
    hearings: Sequence[Proceeding],
    on: dt.date,
    titles: Mapping[int, str],
) -> dict[int, Next]:
    """The first thing that comes in each case, with or without the user."""
    coming: dict[int, Next] = {}

    def offer(key: int | None, day: dt.date, words: Any, icon: str) -> None:
        if key is not None and day >= on and (key not in coming or day < coming[key].on):
            coming[key] = Next(day, str(words), icon)

    kinds = dict(AppointmentKind.choices)
    for key, starts_at, kind in meetings:
        if key not in coming:  # what comes first stands first
            offer(key, timezone.localtime(starts_at).date(), kinds[kind], "calendar-time")
    for hearing in hearings:
        offer(hearing.case_id, hearing.next_hearing_on, hearing.kind, "gavel")  # type: ignore[arg-type]
    first: dict[int, Task] = {}  # the words of the others are not looked up
    for task in tasks:  # what is due first stands first
        if task.due_on is not None and task.due_on >= on:
            first.setdefault(task.case_id, task)
    for key, task in first.items():
        words = titles.get(task.pk) or task_words(task)
        offer(key, task.due_on, words, "checkbox")  # type: ignore[arg-type]
    return coming


# ── What is due ─────────────────────────────────────────────────────────────────────────────────
def _open_tasks(cases: Mapping[int, Case]) -> list[Task]:
    tasks = list(Task.objects.filter(of_cases(cases), state=TaskState.OPEN))
    for task in tasks:
        task.case = cases[task.case_id]  # with its person, whose key opens the title
    return sorted(tasks, key=lambda task: (task.due_on or dt.date.max, task.code))


def _due(tasks: Sequence[Task], on: dt.date, by: User) -> tuple[list[Due], int]:
    """The tasks to show, in their words, and how many more there are."""
    near = [task for task in tasks if task.due_on is None or task.due_on <= on + DUE_WITHIN]
    shown = near[:MOST_DUE]
    words = titles_of(shown, by=by)
    due = [
        Due(task, words[task.pk], (on - task.due_on).days if task.due_on else None)
        for task in shown
    ]
    return due, len(near) - len(shown)


def titles_of(tasks: Sequence[Task], *, by: User) -> dict[int, str]:
    """The words of tasks: a checklist's own, and titles that are opened, with one audit entry."""
    words = {task.pk: task_words(task) for task in tasks}
    sealed = [task for task in tasks if task.title]
    if not sealed:
        return words
    try:
        opened = read_texts(sealed, "title", by=by)
    except PermissionDenied:  # a role that may not read who somebody is
        return words
    return words | {task.pk: text for task, text in zip(sealed, opened, strict=True) if text}


# ── Whom one meets ──────────────────────────────────────────────────────────────────────────────
def _appointments(by: User, cases: Mapping[int, Case], on: dt.date) -> list[Appointment]:
    """Today's appointments, and earlier ones of which nobody said how they went."""
    today, tomorrow = start_of(on), start_of(on + dt.timedelta(days=1))
    unanswered = Q(starts_at__gte=today - ASKED_AFTER, state=AppointmentState.PLANNED)
    wanted = Q(starts_at__lt=tomorrow) & (Q(starts_at__gte=today) | unanswered)
    related = ("case", "person", "staff", "body")
    found = _of_mine(Appointment, wanted, wanted & Q(staff=by.staff_id), by, cases, related)
    return sorted(found, key=lambda one: one.starts_at)


def _of_mine(
    model: Any,
    wanted: Q,
    one_s_own: Q,
    by: User,
    cases: Mapping[int, Case],
    related: Sequence[str],
) -> list[Any]:
    """What is wanted of one's own cases, and what is one's own in other cases.

    Whoever works on a case sees what belongs to it. What is elsewhere is rare: whether there is
    any is asked first, and only then whether the user sees it.
    """
    ours = of_cases(cases)
    found = list(model.objects.filter(ours, wanted).select_related(*related))
    if by.staff_id is None:
        return found
    elsewhere = one_s_own & (~ours | Q(case=None))
    if model.objects.filter(elsewhere).exists():
        found += model.objects.visible_to(by).filter(elsewhere).select_related(*related)
    return found


def _coming_meetings(cases: Mapping[int, Case], on: dt.date) -> Any:
    """From today on, whoever holds them: case, moment and kind, the first ones first."""
    planned = Appointment.objects.filter(of_cases(cases), state=AppointmentState.PLANNED)
    coming = planned.filter(starts_at__gte=start_of(on)).order_by("starts_at", "pk")
    return coming.values_list("case", "starts_at", "kind")


def _hearings(by: User, cases: Mapping[int, Case], on: dt.date) -> list[Proceeding]:
    """The hearings to come in one's cases, and today's where one is the lawyer."""
    found: list[Proceeding] = _of_mine(
        Proceeding,
        Q(next_hearing_on__gte=on),
        Q(next_hearing_on=on, legal_aid__lawyer=by.staff_id),
        by,
        cases,
        ("case", "kind", "court"),
    )
    return sorted(found, key=lambda one: one.next_hearing_on or on)


def start_of(day: dt.date) -> dt.datetime:
    """Midnight at which a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _day(appointment: Appointment) -> dt.date:
    return timezone.localtime(appointment.starts_at).date()


def _is_with(appointment: Appointment, by: User) -> bool:
    return appointment.staff_id in {None, by.staff_id}
