"""Missing and unlikely values: what is looked at, whose it is, and where it is mended.

Each check is a declaration: its words, why it matters, and the question that
finds the rows. All rows are cases or records of cases, so that each belongs to
the case manager who can mend it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agimi.access.look import one_look
from agimi.access.models import User
from agimi.access.rights import writable
from agimi.casework import models as casework
from agimi.casework.choices import (
    AssessmentKind,
    Category,
    FactKind,
    PaperKind,
    PlacementKind,
    PlanStage,
    TaskState,
)
from agimi.people.choices import ConsentPurpose, NationalityStatus, Sex
from agimi.people.models import Consent

MISSING, UNLIKELY = "missing", "unlikely"
# By then the intake is done (UNI-01 … UNI-04); until then nothing is missing yet.
SETTLED = dt.timedelta(days=14)
PLANNED = dt.timedelta(days=30)
OLDEST, YOUNGEST_WORKER, YOUNGEST_MOTHER = 90, 15, 12
LONGEST_SERVICE = 480  # minutes
LONGEST_SHELTER = dt.timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at.

    ``rows`` gets what the user sees and answers what is amiss; ``lead`` leads
    from a row to whom it is to mend, ``mend`` to the page where that is done.
    """

    slug: str
    tone: str
    title: str | Promise
    why: str | Promise
    model: Any
    rows: Callable[[QuerySet[Any]], QuerySet[Any]]
    mend: Callable[[Any], str]

    @property
    def lead(self) -> str:
        return "lead" if self.model is casework.Case else "case__lead"

    @property
    def opened(self) -> str:
        return "" if self.model is casework.Case else "case__"

    def found(self, user: User) -> QuerySet[Any]:
        """What is amiss, as far as the user may change it: others see it and can do nothing."""
        seen = writable(self.model, user) & self.model.objects.visible_to(user)
        seen = seen.filter(**{f"{self.opened}closed_on": None})
        return self.rows(seen)


def today() -> dt.date:
    return timezone.localdate()


def _changes_person(case: Any) -> str:
    return reverse("desk:change", args=("people", case.person.code))


def _changes_case(case: Any) -> str:
    return reverse("desk:change", args=("cases", case.code))


def _adds(kind: str) -> Callable[[Any], str]:
    return lambda case: f"{reverse('desk:add', args=(kind,))}?for={case.code}"


def _page(name: str) -> Callable[[Any], str]:
    return lambda case: reverse(f"casework:{name}", args=(case.code,))


def _changes(kind: str) -> Callable[[Any], str]:
    return lambda record: reverse("desk:change", args=(kind, record.code))


def _without(related: str, **wanted: Any) -> Callable[[QuerySet[Any]], QuerySet[Any]]:
    """Cases that have no record of a kind (and with these values)."""

    def rows(cases: QuerySet[Any]) -> QuerySet[Any]:
        relation = casework.Case._meta.get_field(related)
        model: Any = relation.related_model
        return cases.filter(~Exists(model.objects.filter(case=OuterRef("pk"), **wanted)))

    return rows


def _not_assessed(kind: AssessmentKind) -> Callable[[QuerySet[Any]], QuerySet[Any]]:
    without = _without("assessments", kind=kind)
    return lambda cases: without(cases.filter(opened_on__lte=today() - SETTLED))


def _case(
    slug: str, tone: str, title: Any, why: Any, rows: Any, mend: Callable[[Any], str]
) -> Check:
    return Check(slug, tone, title, why, casework.Case, rows, mend)


def _no_fact(category: Category, kind: FactKind) -> Callable[[QuerySet[Any]], QuerySet[Any]]:
    without = _without("casefacts", kind=kind)
    return lambda cases: without(cases.filter(category=category))


def _born_badly(cases: QuerySet[Any]) -> QuerySet[Any]:
    oldest = today().replace(year=today().year - OLDEST, day=1)
    return cases.filter(Q(person__birth_date__gt=today()) | Q(person__birth_date__lt=oldest))


def _younger_than(rows: QuerySet[Any], path: str, day: str, years: int) -> QuerySet[Any]:
    """Rows whose person had not reached an age, judged by the years alone: wrong by one at most."""
    age = ExpressionWrapper(
        ExtractYear(day) - ExtractYear(f"{path}birth_date"), output_field=IntegerField()
    )
    return (
        rows.filter(**{f"{path}birth_date__isnull": False}).annotate(age=age).filter(age__lt=years)
    )


def _young_mothers(ties: QuerySet[Any]) -> QuerySet[Any]:
    between = ExpressionWrapper(
        ExtractYear("child__birth_date") - ExtractYear("case__person__birth_date"),
        output_field=IntegerField(),
    )
    known = ties.filter(child__birth_date__isnull=False, case__person__birth_date__isnull=False)
    return known.annotate(between=between).filter(between__lt=YOUNGEST_MOTHER)


def _twice(services: QuerySet[Any]) -> QuerySet[Any]:
    """The later of two services that are alike in everything that is open."""
    alike = casework.Service.objects.filter(
        person=OuterRef("person"),
        on=OuterRef("on"),
        kind=OuterRef("kind"),
        staff=OuterRef("staff"),
        pk__lt=OuterRef("pk"),
    )
    return services.filter(on__gte=today() - dt.timedelta(days=365)).filter(Exists(alike))


CHECKS: tuple[Check, ...] = (
    # ── Missing ─────────────────────────────────────────────────────────────────────────────────
    _case(
        "birth-date",
        MISSING,
        _("No date of birth"),
        _("Without it nobody is counted in an age band. A year or an estimate is enough."),
        lambda cases: cases.filter(person__birth_date=None),
        _changes_person,
    ),
    _case(
        "sex",
        MISSING,
        _("Sex not recorded"),
        _("Every table by sex prints it as “not recorded”."),
        lambda cases: cases.filter(person__sex=Sex.NOT_RECORDED),
        _changes_person,
    ),
    _case(
        "nationality",
        MISSING,
        _("Nationality not recorded"),
        _("Albanian, foreign and stateless are reported apart."),
        lambda cases: cases.filter(person__nationality_status=NationalityStatus.NOT_RECORDED),
        _changes_person,
    ),
    _case(
        "residence",
        MISSING,
        _("No place of residence"),
        _("The map of municipalities leaves the case out."),
        lambda cases: cases.filter(person__residence=None, person__municipality=None),
        _changes_person,
    ),
    _case(
        "referred-by",
        MISSING,
        _("Nobody says who referred the case"),
        _("Referrals are reported by month and by source."),
        lambda cases: cases.filter(referred_by=None),
        _changes_case,
    ),
    _case(
        "lead",
        MISSING,
        _("No case manager"),
        _("A case without one is nobody's day."),
        lambda cases: cases.filter(lead=None),
        _page("case"),
    ),
    _case(
        "risk",
        MISSING,
        _("No level of risk"),
        _("The caseload and the rhythm of contacts rest on it."),
        lambda cases: cases.filter(risk="", opened_on__lte=today() - dt.timedelta(days=2)),
        _changes_case,
    ),
    _case(
        "identification",
        MISSING,
        _("Trafficking without an identification"),
        _("Potential and formally identified victims are reported apart."),
        lambda cases: _without("identificationdecisions")(
            cases.filter(category=Category.TRAFFICKING)
        ),
        _adds("identifications"),
    ),
    _case(
        "exploitation",
        MISSING,
        _("Trafficking without a form of exploitation"),
        _("The report shows the forms, single and combined."),
        _no_fact(Category.TRAFFICKING, FactKind.EXPLOITATION),
        _page("profile"),
    ),
    _case(
        "recruitment",
        MISSING,
        _("Trafficking without a means of recruitment"),
        _("The report shows how people were drawn in."),
        _no_fact(Category.TRAFFICKING, FactKind.RECRUITMENT),
        _page("profile"),
    ),
    _case(
        "violence",
        MISSING,
        _("Violence without its kind"),
        _("Domestic violence and sexual abuse are reported apart."),
        _no_fact(Category.VIOLENCE, FactKind.VIOLENCE),
        _page("profile"),
    ),
    _case(
        "placement",
        MISSING,
        _("Nobody says where she lives"),
        _("Cases are reported by shelter, apartment, family and independent living."),
        _without("placements", ended_on=None),
        _adds("placements"),
    ),
    _case(
        "psychosocial",
        MISSING,
        _("No psychosocial assessment after two weeks"),
        _("It is promised for every case that enters."),
        _not_assessed(AssessmentKind.PSYCHOSOCIAL),
        _adds("assessments"),
    ),
    _case(
        "medical",
        MISSING,
        _("No medical evaluation after two weeks"),
        _("It is promised for every new case."),
        _not_assessed(AssessmentKind.MEDICAL),
        _adds("assessments"),
    ),
    _case(
        "legal-needs",
        MISSING,
        _("Legal needs not assessed after two weeks"),
        _("It is promised for every new case, with information on her rights."),
        _not_assessed(AssessmentKind.LEGAL_NEEDS),
        _adds("assessments"),
    ),
    _case(
        "plan",
        MISSING,
        _("No approved plan after a month"),
        _("Every service should follow a plan that she agreed to."),
        lambda cases: _without("plans", stage=PlanStage.APPROVED)(
            cases.filter(opened_on__lte=today() - PLANNED)
        ),
        _adds("plans"),
    ),
    _case(
        "consent",
        MISSING,
        _("No consent to keep a record"),
        _("What is kept without her consent needs another ground in law."),
        lambda cases: cases.filter(
            ~Exists(
                Consent.objects.filter(
                    person=OuterRef("person"), purpose=ConsentPurpose.RECORD, withdrawn_on=None
                )
            )
        ),
        lambda case: f"{reverse('desk:add', args=('consents',))}?for={case.person.code}",
    ),
    Check(
        "task-for-nobody",
        MISSING,
        _("A task that nobody has, or without a day"),
        _("It stands on nobody's day."),
        casework.Task,
        lambda tasks: tasks.filter(state=TaskState.OPEN).filter(Q(assignee=None) | Q(due_on=None)),
        _changes("tasks"),
    ),
    Check(
        "minutes",
        MISSING,
        _("Counselling without its minutes, this month"),
        _("Donors ask for hours; the month is still fresh in mind."),
        casework.Service,
        lambda services: services.filter(
            minutes=None, kind__group="counselling", on__gte=today() - dt.timedelta(days=31)
        ),
        _changes("services"),
    ),
    # ── Unlikely ────────────────────────────────────────────────────────────────────────────────
    _case(
        "born",
        UNLIKELY,
        _("Born in the future, or more than 90 years ago"),
        _("Probably a slip of the hand in the year."),
        _born_badly,
        _changes_person,
    ),
    Check(
        "young-mother",
        UNLIKELY,
        _("A mother not twelve years older than her child"),
        _("One of the two dates of birth is probably wrong, or the child is somebody else's."),
        casework.CaseChild,
        _young_mothers,
        _changes("children"),
    ),
    Check(
        "grown-child",
        UNLIKELY,
        _("A child of a case who is grown up"),
        _("From 18 on somebody is no longer counted as a child: end it, or mend the date."),
        casework.CaseChild,
        lambda ties: ties.filter(
            ended_on=None,
            child__birth_date__lt=today().replace(year=today().year - 19, day=1),
        ),
        _changes("children"),
    ),
    Check(
        "long-service",
        UNLIKELY,
        _("A service of more than eight hours"),
        _("Probably minutes and hours were mixed up."),
        casework.Service,
        lambda services: services.filter(minutes__gt=LONGEST_SERVICE),
        _changes("services"),
    ),
    Check(
        "service-before",
        UNLIKELY,
        _("A service before the case was opened"),
        _("It is not counted in any phase."),
        casework.Service,
        lambda services: services.filter(on__lt=F("case__opened_on")),
        _changes("services"),
    ),
    Check(
        "service-later",
        UNLIKELY,
        _("A service in the future"),
        _("What is planned is an appointment."),
        casework.Service,
        lambda services: services.filter(on__gt=today()),
        _changes("services"),
    ),
    Check(
        "service-twice",
        UNLIKELY,
        _("The same service twice on one day"),
        _("Perhaps it was logged twice. Two real ones may stand."),
        casework.Service,
        _twice,
        _changes("services"),
    ),
    Check(
        "young-worker",
        UNLIKELY,
        _("A job of somebody under fifteen"),
        _("Children do not work: the date of birth or the person is wrong."),
        casework.Job,
        lambda jobs: _younger_than(jobs, "person__", "started_on", YOUNGEST_WORKER),
        _changes("jobs"),
    ),
    Check(
        "young-jobseeker",
        UNLIKELY,
        _("A minor registered as jobseeker"),
        _("The employment office registers from 16 on."),
        casework.Paper,
        lambda papers: _younger_than(papers.filter(kind=PaperKind.JOBSEEKER), "person__", "on", 16),
        _changes("papers"),
    ),
    Check(
        "long-shelter",
        UNLIKELY,
        _("More than two years in the shelter"),
        _("Perhaps a move was not recorded."),
        casework.Placement,
        lambda placements: placements.filter(
            kind=PlacementKind.SHELTER, ended_on=None, started_on__lt=today() - LONGEST_SHELTER
        ),
        _changes("placements"),
    ),
    Check(
        "goal-overdue",
        UNLIKELY,
        _("A goal half a year over its day"),
        _("Reached, dropped, or to be moved with her."),
        casework.Goal,
        lambda goals: goals.filter(state="open", due_on__lt=today() - dt.timedelta(days=183)),
        _changes("goals"),
    ),
)


def check_of(slug: str) -> Check:
    """The check of a name in an address; raises KeyError."""
    return {check.slug: check for check in CHECKS}[slug]


# ── By whom it is to be mended ──────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Worker:
    """Whose rows: the code and name of the member of staff; both "" where there is no case manager."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Overview:
    """How many rows each check finds, for each worker."""

    counts: dict[str, dict[str, int]]
    workers: tuple[Worker, ...]

    def of(self, check: Check, worker: str | None = None) -> int:
        """How many rows a check finds: of everybody, or of one worker by their code."""
        found = self.counts[check.slug]
        return sum(found.values()) if worker is None else found.get(worker, 0)

    def sum_of(self, tone: str, worker: str | None = None) -> int:
        return sum(self.of(check, worker) for check in CHECKS if check.tone == tone)


def overview(user: User) -> Overview:
    """All checks over what the user can mend: one question each, whatever the number of rows."""
    counts: dict[str, dict[str, int]] = {}
    workers: dict[str, Worker] = {}
    with one_look():
        for check in CHECKS:
            counts[check.slug] = {}
            for worker, count in _by_worker(check, user):
                counts[check.slug][worker.code] = count
                workers[worker.code] = worker
    return Overview(
        counts, tuple(sorted(workers.values(), key=lambda one: (not one.code, one.name)))
    )


def _by_worker(check: Check, user: User) -> Iterator[tuple[Worker, int]]:
    names = (f"{check.lead}__code", f"{check.lead}__name")
    groups = check.found(user).order_by().values_list(*names)
    for code, name, count in groups.annotate(n=Count("pk", distinct=True)):
        yield Worker(code or "", name or ""), count


def rows_of(check: Check, user: User, *, worker: str = "") -> QuerySet[Any]:
    """What a check finds, of everybody, of one worker (their code) or of nobody (``-``)."""
    rows = check.found(user)
    if worker == "-":
        rows = rows.filter(**{f"{check.lead}__isnull": True})
    elif worker:
        rows = rows.filter(**{f"{check.lead}__code": worker})
    related = ["person", "lead"] if check.model is casework.Case else ["case", check.lead]
    return rows.select_related(*related).order_by(f"{check.opened}code", "pk")
