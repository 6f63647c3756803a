"""The list of cases: where each stands, who leads it, since when nobody was seen, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access.among import keyed
from agimi.casework.choices import AppointmentState, PhaseNumber, TaskState
from agimi.casework.day import start_of
from agimi.casework.dots import phase_dots
from agimi.casework.kinds import task_words
from agimi.casework.models import Appointment, Case, Phase, Proceeding, Service, Task
from agimi.desk.columns import Column, columns_of
from agimi.desk.filters import choice, filters_of, going_on, whose
from agimi.desk.lists import ListPage, Nothing, declare_list

# Longer than this without a contact is worth a look; the rhythm of each phase stands in my day.
SILENT = (14, 30, 90)


# ── What a row needs ────────────────────────────────────────────────────────────────────────────
def with_last_contact(cases: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Annotates ``contact_on``: the last day until today on which a service was given."""
    services = Service.objects.filter(case=OuterRef("pk"), on__lte=timezone.localdate())
    last = services.order_by().values("case").annotate(last=Max("on")).values("last")
    return cases.annotate(contact_on=Subquery(last))


def with_phase_now(cases: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Annotates ``phase``: the number of the phase that is open, or was the last one."""
    phases = Phase.objects.filter(case=OuterRef("pk")).order_by("-started_on", "-pk")
    return cases.annotate(phase=Subquery(phases.values("number")[:1]))


def days_silent(case: Any) -> int | None:
    """Days since the last contact, or since the opening; nothing for a case that is closed."""
    if case.closed_on is not None:
        return None
    return (timezone.localdate() - (getattr(case, "contact_on", None) or case.opened_on)).days


def tell_next(cases: list[Any], user: Any) -> None:
    """Gives each case its ``next``: day and words of what comes first, in a question for each kind."""
    coming: dict[int, tuple[dt.date, str]] = {}
    open_ones = [case.pk for case in cases if case.closed_on is None]
    for key, day, words in _what_comes(open_ones):
        if key not in coming or day < coming[key][0]:
            coming[key] = (day, words)
    for case in cases:
        case.next = coming.get(case.pk)


def _what_comes(keys: list[int]) -> Iterable[tuple[int, dt.date, str]]:
    today = timezone.localdate()
    ours = keyed("case", keys)
    tasks = Task.objects.filter(ours, state=TaskState.OPEN, due_on__isnull=False)
    for task in _first(tasks, "due_on", "kind"):
        yield task.case_id, task.due_on, task_words(task)
    planned = Appointment.objects.filter(
        ours, state=AppointmentState.PLANNED, starts_at__gte=start_of(today)
    )
    for one in _first(planned, "starts_at", "kind"):
        yield one.case_id, timezone.localtime(one.starts_at).date(), str(one.get_kind_display())
    hearings = Proceeding.objects.filter(ours, next_hearing_on__gte=today)
    for hearing in _first(hearings, "next_hearing_on"):
        yield hearing.case_id, hearing.next_hearing_on, _("Hearing")


def _first(rows: Any, day: str, *words: str) -> list[Any]:
    """Of each case the row with the earliest day: that day, and what says in words what it is."""
    first: dict[int, Any] = {}
    for row in rows.only("case", day, *words).order_by(day, "pk"):
        first.setdefault(row.case_id, row)
    return list(first.values())


def next_words(case: Any) -> str:
    coming = getattr(case, "next", None)
    return f"{date_format(coming[0], 'd.m.Y')} · {coming[1]}" if coming else ""


def is_late(case: Any) -> bool:
    coming = getattr(case, "next", None)
    return bool(coming and coming[0] < timezone.localdate())


def _dots(case: Any, phase: int | None) -> SafeString:
    """The phase of a case; nothing where it has not entered one."""
    return phase_dots(phase) if phase else mark_safe("")


# ── The list ────────────────────────────────────────────────────────────────────────────────────
def _silent(ticked: list[str], user: Any) -> Q:
    """Open cases in which nothing was done for so many days."""
    days = int(ticked[0])
    since = timezone.localdate() - dt.timedelta(days=days)
    seen = Service.objects.filter(on__gt=since, on__lte=timezone.localdate(), case__isnull=False)
    quiet = Q(closed_on=None, opened_on__lte=since)
    return quiet & ~Q(pk__in=seen.values("case"))


def _in_phase(ticked: list[str], user: Any) -> Q:
    phases = Phase.objects.filter(ended_on=None, number__in=[int(number) for number in ticked])
    return Q(pk__in=phases.values("case"))


OPEN = going_on("closed_on")
CASES = declare_list(
    ListPage(
        slug="all-cases",
        title=gettext_lazy("Cases"),
        icon="briefcase",
        model=Case,
        address=lambda: reverse("casework:cases"),
        columns=(
            *columns_of(Case, ("code", "category")),
            Column(
                "phase",
                gettext_lazy("Phase"),
                lambda case: getattr(case, "phase", None),
                drawn=_dots,
                annotate=with_phase_now,
                sort=("phase",),
            ),
            *columns_of(Case, ("risk", "lead")),
            Column(
                "contact",
                gettext_lazy("Days without contact"),
                days_silent,
                sort=("contact_on",),
                numeric=True,
                annotate=with_last_contact,
            ),
            Column("next", gettext_lazy("What is next"), next_words),
            *columns_of(
                Case, ("opened_on", "closed_on", "site", "person", "referred_by"), usual=False
            ),
        ),
        filters=(
            whose(Case),
            OPEN,
            choice(
                "phase",
                gettext_lazy("Phase"),
                options=lambda user: [
                    (str(number), words) for number, words in PhaseNumber.choices
                ],
                condition=_in_phase,
            ),
            choice(
                "silent",
                gettext_lazy("Without contact"),
                options=lambda user: [
                    (str(days), _("for %(n)s days or more") % {"n": days}) for days in SILENT
                ],
                condition=_silent,
                single=True,
            ),
            *filters_of(Case, ("category", "risk", "lead", "site", "opened_on", "closed_on")),
        ),
        order="-opened_on",
        opens=lambda case: reverse("casework:case", args=(case.code,)),
        prepare=tell_next,
        row_class=lambda case: "is-overdue" if is_late(case) else "",
        nothing=Nothing(
            gettext_lazy("No case yet"),
            gettext_lazy("A case is opened from the file of a person: find her first."),
            gettext_lazy("Find a person"),
            lambda user: reverse("people:people"),
        ),
    )
)
