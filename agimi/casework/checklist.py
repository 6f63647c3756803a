"""The intake checklist as data: what is done for everybody who comes, by whom, until when (UNI-01 … UNI-06).

Each item becomes a task of its own when a case is opened; what is done already
makes none. An item for adults is not made for a minor: nobody under age is
registered as a jobseeker (R21-22).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agimi.access.ledger import add_many
from agimi.access.models import User
from agimi.casework.choices import AssessmentKind, PaperKind, TaskKind
from agimi.casework.models import Assessment, Case, Paper, Plan, Task
from agimi.people.actions import seal_texts
from agimi.people.models import Consent, Person
from agimi.people.queries import age_on, lasting_on
from agimi.programme.choices import StaffRole

OF_AGE = 18
Whom = Literal["all", "adults", "children"]


@dataclass(frozen=True, slots=True)
class Item:
    """One item: which task, for which post in the team, so many days after the opening.

    ``whom`` is *all* or *adults* for the person of the case; *children* makes one
    for each child of it, and for the person where she is a minor. ``done_by`` is
    the kind of assessment or paper that shows that it is done.
    """

    task: TaskKind
    post: StaffRole
    days: int
    whom: Whom = "all"
    done_by: AssessmentKind | PaperKind | None = None
    requirement: str = ""


ITEMS = (
    Item(TaskKind.RISK, StaffRole.CASE_MANAGER, 1, done_by=AssessmentKind.RISK),
    Item(TaskKind.SAFETY_PLAN, StaffRole.CASE_MANAGER, 1, done_by=AssessmentKind.SAFETY_PLAN),
    Item(TaskKind.CONSENTS, StaffRole.CASE_MANAGER, 3),
    Item(TaskKind.PSYCHOSOCIAL, StaffRole.SOCIAL_WORKER, 7,
         done_by=AssessmentKind.PSYCHOSOCIAL, requirement="UNI-01"),
    Item(TaskKind.MEDICAL, StaffRole.DOCTOR, 7,
         done_by=AssessmentKind.MEDICAL, requirement="UNI-02"),
    Item(TaskKind.CHILD_NEEDS, StaffRole.SOCIAL_WORKER, 7, whom="children",
         done_by=AssessmentKind.CHILD_NEEDS),
    Item(TaskKind.LEGAL_NEEDS, StaffRole.LAWYER, 14,
         done_by=AssessmentKind.LEGAL_NEEDS, requirement="UNI-03"),
    Item(TaskKind.EDUCATIONAL, StaffRole.TEACHER, 14,
         done_by=AssessmentKind.EDUCATIONAL, requirement="UNI-04"),
    Item(TaskKind.PLAN, StaffRole.CASE_MANAGER, 14),
    Item(TaskKind.HEALTH_CARD, StaffRole.SOCIAL_WORKER, 30,
         done_by=PaperKind.HEALTH_CARD, requirement="UNI-05"),
    Item(TaskKind.JOBSEEKER, StaffRole.ECONOMIC_COORDINATOR, 30, whom="adults",
         done_by=PaperKind.JOBSEEKER, requirement="UNI-06"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """A task that the checklist asks for: what, for whom of the case, for which post, by when."""

    item: Item
    person: Person
    on: dt.date


def asked_for(person: Person, opened_on: dt.date, children: Iterable[Person] = ()) -> list[Due]:
    """What the checklist asks for when a case is opened, with nothing done yet."""
    minor = is_minor(person, opened_on)
    asked = []
    for item in ITEMS:
        on = opened_on + dt.timedelta(days=item.days)
        if item.whom == "children":
            whom = [*([person] if minor else []), *children]
            asked += [Due(item, child, on) for child in whom]
        elif not (item.whom == "adults" and minor):
            asked.append(Due(item, person, on))
    return asked


def is_minor(person: Person, day: dt.date) -> bool:
    """Whether somebody is known to be under age on a day."""
    age = age_on(person, day)
    return age is not None and age < OF_AGE


def make_tasks(case: Case, *, by: User) -> list[Task]:
    """The tasks that the checklist asks for and that are neither done nor made yet."""
    children = _children(case)
    done = _Done(case)
    due = [one for one in asked_for(case.person, case.opened_on, children) if not done.has(one)]
    posts = _posts(case)
    titles = seal_texts((case.person, _title(one, case)) for one in due)
    tasks = [
        Task(
            case=case,
            kind=one.item.task,
            title=title,
            due_on=one.on,
            assignee=posts.get(one.item.post, case.lead),
        )
        for one, title in zip(due, titles, strict=True)
    ]
    return add_many(tasks, by=by)


def make_child_task(case: Case, child: Person, *, on: dt.date, by: User) -> list[Task]:
    """What the checklist asks for when a child joins a case that is open already."""
    item = next(item for item in ITEMS if item.whom == "children")
    due = Due(item, child, on + dt.timedelta(days=item.days))
    (title,) = seal_texts([(case.person, _title(due, case))])
    assignee = _posts(case).get(item.post, case.lead)
    task = Task(case=case, kind=item.task, title=title, due_on=due.on, assignee=assignee)
    return add_many([task], by=by)


def _title(due: Due, case: Case) -> str:
    """A task about a child names the child's code; the others say by their kind what they are."""
    if due.person == case.person:
        return ""
    return _("%(task)s: %(code)s") % {"task": due.item.task.label, "code": due.person.code}


def _children(case: Case) -> list[Person]:
    ties = case.casechilds.filter(lasting_on(case.opened_on)).select_related("child")
    return [tie.child for tie in ties.order_by("pk")]


def _posts(case: Case) -> dict[str, Any]:
    """Who of the team holds which post, the one who came first where there are several."""
    members: QuerySet[Any] = case.team.filter(ended_on=None).select_related("staff")
    return {member.role: member.staff for member in members.order_by("-started_on", "-pk")}


class _Done:
    """What a case has already."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.tasks = set(Task.objects.filter(case=case).values_list("kind", flat=True))
        papers = Paper.objects.filter(case=case)
        assessments = Assessment.objects.filter(case=case)
        self.shown = {
            *papers.values_list("kind", "person"),
            *assessments.values_list("kind", "person"),
        }
        self.has_plan = Plan.objects.filter(case=case).exists()
        given = Consent.objects.filter(person=case.person, withdrawn_on=None)
        self.has_consents = {"services", "record"} <= set(given.values_list("purpose", flat=True))

    def has(self, due: Due) -> bool:
        task = due.item.task
        if task in self.tasks:
            return True
        if task == TaskKind.PLAN:
            return self.has_plan
        if task == TaskKind.CONSENTS:
            return self.has_consents
        return (due.item.done_by, due.person.pk) in self.shown
