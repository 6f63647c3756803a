"""Logging a session quickly: whom one works with, what one does most, and the verbs of the day.

Cases are told apart by their code and a hint (sex, year of birth, phase), never by names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agimi.access.choices import Area, Role
from agimi.access.ledger import add, change
from agimi.access.models import User
from agimi.access.scope import among_own_cases
from agimi.casework.actions import log_service, record
from agimi.casework.choices import AppointmentState
from agimi.casework.day import phases_of
from agimi.casework.models import Appointment, Case, Handover, Service, Task
from agimi.people.actions import seal_text
from agimi.people.search import find_people
from agimi.programme.models import Code
from agimi.programme.queries import values_to_choose

RECENT = 6  # cases and services offered at once
TOPICS = 8
LOOKED_BACK = 80  # of one's own services
LENGTHS = (15, 30, 45, 60, 90)


@dataclass(frozen=True, slots=True)
class Choice:
    """A case to choose, with what tells it from others."""

    case: Case
    phase: int | None

    @property
    def code(self) -> str:
        return self.case.code

    @property
    def hint(self) -> str:
        person = self.case.person
        born = str(person.birth_date.year) if person.birth_date else ""
        phase = _("phase %(n)s") % {"n": self.phase} if self.phase else ""
        parts = (person.get_sex_display().lower(), born, phase)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Habits:
    """What somebody did last: the cases, the services, the topics, newest first."""

    cases: tuple[int, ...]
    kinds: tuple[int, ...]
    topics: tuple[int, ...]


# ── Whom ────────────────────────────────────────────────────────────────────────────────────────
def workable(by: User) -> QuerySet[Case]:
    """The open cases in which this user may record work."""
    scope = by.grant(Area.CASEWORK).write
    cases: Any = Case.objects.filter(closed_on=None)
    found: QuerySet[Case] = cases.within(scope, by, writing=True).select_related("person")
    return found


def recent_cases(*, by: User, habits: Habits) -> list[Choice]:
    """The cases of one's last services, then one's own, a few."""
    near = list(workable(by).filter(pk__in=habits.cases[: RECENT * 2]))
    near.sort(key=lambda case: habits.cases.index(case.pk))
    if len(near) < RECENT:
        own = workable(by).filter(among_own_cases(by, writing=True))
        known = [case.pk for case in near]
        near += list(own.exclude(pk__in=known).order_by("-opened_on", "code")[:RECENT])
    return as_choices(near[:RECENT])


def find_cases(words: str, *, by: User) -> list[Choice]:
    """Open cases by their code or part of it, or by a name, telephone or number of the person."""
    words = words.strip()[:100]
    if len(words) < 2:
        return []
    by_code = list(workable(by).filter(code__icontains=words).order_by("code")[:RECENT])
    people = [found.person.pk for found in find_people(words, by=by, limit=RECENT)]
    of_people = {case.person_id: case for case in workable(by).filter(person__in=people)}
    found = [*by_code, *(of_people[key] for key in people if key in of_people)]
    return as_choices(list({case.pk: case for case in found}.values())[:RECENT])


def case_to_work_on(code: str, *, by: User) -> Case | None:
    """The open case of a code in which the user may record work."""
    return workable(by).filter(code=code).first() if code else None


def as_choices(cases: Sequence[Case]) -> list[Choice]:
    phases = phases_of({case.pk: case for case in cases})
    return [Choice(case, phases.get(case.pk)) for case in cases]


# ── What ────────────────────────────────────────────────────────────────────────────────────────
def habits_of(by: User) -> Habits:
    """What somebody did last, read from their own services."""
    if by.staff_id is None:
        return Habits((), (), ())
    own = Service.objects.filter(staff=by.staff_id).order_by("-on", "-pk")
    rows = list(own.values_list("pk", "case", "kind")[:LOOKED_BACK])
    topics = Service.topics.through.objects.filter(service__in=[key for key, _case, _kind in rows])
    said = topics.order_by("-service").values_list("code", flat=True)
    return Habits(
        _once(case for _key, case, _kind in rows if case is not None),
        _once(kind for _key, _case, kind in rows),
        _once(said),
    )


def _once(keys: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(keys))


def kinds_of_service(habits: Habits) -> tuple[list[Code], list[Code]]:
    """The services to choose: those last used (else the first ones), and all the others."""
    return _most_used(values_to_choose("service"), habits.kinds, RECENT)


def topics_to_choose(habits: Habits, by: User) -> tuple[list[Code], list[Code]]:
    """The topics to choose; lawyers speak of other things than psychologists do."""
    lists = {Role.LAWYER: ("legal_topic", "topic"), Role.PSYCHOLOGIST: ("topic", "clinical_issue")}
    names = lists.get(Role(by.role), ("topic",)) if by.role else ("topic",)
    values = [value for name in names for value in values_to_choose(name)]
    return _most_used(values, habits.topics, TOPICS)


def _most_used(
    values: Sequence[Code], used: Sequence[int], most: int
) -> tuple[list[Code], list[Code]]:
    place = {key: number for number, key in enumerate(used)}
    order = sorted(values, key=lambda value: place.get(value.pk, len(used)))
    first = order[:most]
    return first, [value for value in values if value not in first]


# ── Verbs ───────────────────────────────────────────────────────────────────────────────────────
def log_session(
    service: Service,
    *,
    by: User,
    words: str = "",
    topics: Sequence[Code] = (),
    appointment: Appointment | None = None,
) -> Service:
    """Log a service with its note; the appointment it was agreed for took place by that."""
    with transaction.atomic():
        service.note = seal_text(words, person=service.person)
        logged = log_service(service, by=by, topics=topics)
        if appointment is not None and appointment.service_id is None:
            change(appointment, by=by, state=AppointmentState.KEPT, service=logged)
    return logged


def say_how_it_went(
    appointment: Appointment, *, state: AppointmentState, by: User, version: int | None = None
) -> Appointment:
    """Note whether an appointment took place."""
    if state == AppointmentState.PLANNED and appointment.service_id is not None:
        raise ValidationError(_("A session was logged for this appointment, so it took place."))
    return change(appointment, by=by, version=version, state=state)


def add_task(task: Task, *, words: str, by: User) -> Task:
    """A task with a title of its own, in somebody's words."""
    if not words.strip():
        raise ValidationError({"title": _("Say what is to be done.")})
    task.title = seal_text(words.strip(), person=task.case.person)
    return record(task, by=by)


def agree_appointment(appointment: Appointment, *, words: str, by: User) -> Appointment:
    """An appointment with somebody of a case."""
    appointment.note = seal_text(words.strip(), person=appointment.person)
    return record(appointment, by=by)


def write_handover(handover: Handover, *, words: str, by: User) -> Handover:
    """What the next shift has to know; sealed with the key of the house, for it is about many."""
    handover.note = seal_text(words.strip())
    return add(handover, by=by)


def handovers_of(site: Any, *, by: User, since: dt.date) -> list[Handover]:
    """What was handed over at a site since a day, the newest first."""
    notes = Handover.objects.visible_to(by).filter(site=site, on__gte=since)
    return list(notes.select_related("staff").order_by("-on", "-pk")[:60])
