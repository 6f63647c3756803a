"""Who was not seen as often as the phase asks: every day, every week, every month (MON-02)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access.models import User
from agimi.casework import actions
from agimi.casework.choices import PhaseNumber, TaskKind
from agimi.casework.models import Case, Service, Task
from agimi.casework.rules import RHYTHM
from agimi.desk.columns import Column, columns_of
from agimi.desk.filters import choice, filters_of, whose
from agimi.desk.forms import BulkForm, DateInput
from agimi.desk.kinds import Bulk
from agimi.desk.lists import ListPage, Nothing, declare_list
from agimi.people.actions import seal_texts

# Where no phase is recorded somebody is looked after as in the first.
USUAL = PhaseNumber.CRISIS


def with_phase_now(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Annotates ``phase_now``: the number of the phase that each case is in, None where none is."""
    now = FilteredRelation("phases", condition=Q(phases__ended_on=None))
    return cases.annotate(open_phase=now).annotate(phase_now=F("open_phase__number"))


def with_last_contact(cases: QuerySet[Any], user: Any = None) -> QuerySet[Any]:
    """Annotates ``last_contact``: the last day on which something was done with her."""
    services = Service.objects.filter(case=OuterRef("pk"), on__lte=timezone.localdate())
    last = services.order_by().values("case").annotate(last=Max("on")).values("last")
    return cases.annotate(last_contact=Subquery(last, output_field=DateField()))


def silent_longer_than(days: dict[int, int], on: dt.date) -> Q:
    """Cases (with ``phase_now``) in which nothing was done for longer than their phase allows."""
    late = Q(pk__in=())
    for number, allowed in days.items():
        since = on - dt.timedelta(days=allowed)
        seen = Service.objects.filter(case=OuterRef("pk"), on__range=(since, on))
        in_phase = Q(phase_now=number)
        if number == USUAL:
            in_phase |= Q(phase_now=None)
        # The dear question last: it is asked only where the others hold.
        late |= Q(in_phase, Q(opened_on__lt=since), ~Exists(seen))
    return late


def not_seen(*, by: User, on: dt.date | None = None) -> QuerySet[Any]:
    """The open cases this user sees whose person was not seen in time."""
    on = on or timezone.localdate()
    cases = with_phase_now(Case.objects.visible_to(by).filter(closed_on=None))
    return cases.filter(silent_longer_than(RHYTHM, on))


# ── The list ────────────────────────────────────────────────────────────────────────────────────
def days_silent(case: Any) -> int:
    """How many days nobody was with her: since the last contact, else since the case was opened."""
    return (timezone.localdate() - (case.last_contact or case.opened_on)).days


def rhythm_words(case: Any) -> str:
    """How often her phase asks for."""
    return {1: _("every day"), 2: _("every week"), 3: _("every month")}[case.phase_now or USUAL]


def log_url(case: Any) -> str:
    """Where a contact is logged for a case at once."""
    about = urlencode({"for": case.code, "next": reverse("casework:monitoring")})
    try:
        return f"{reverse('casework:log')}?{about}"
    except NoReverseMatch:
        return f"{reverse('desk:add', args=('services',))}?{about}"


def _log_button(case: Any, address: str) -> SafeString:
    about = {"record": case, "value": address}
    return render_to_string("casework/monitoring_log.html", about)


class TaskForm(BulkForm):
    """By when somebody is asked to see her."""

    due_on = forms.DateField(
        label=gettext_lazy("By when"), widget=DateInput, initial=timezone.localdate
    )


def ask_to_see(cases: Any, *, by: User, due_on: dt.date) -> list[Task]:
    """A task for the case manager of each: to get in touch."""
    rows = list(cases)
    prefetch_related_objects(rows, "person")
    words = _("Get in touch: not seen in time")
    titles = seal_texts((case.person, words) for case in rows)
    tasks = [
        Task(
            case=case,
            kind=TaskKind.OTHER,
            assignee_id=case.lead_id,
            due_on=due_on,
            title=title,
        )
        for case, title in zip(rows, titles, strict=True)
    ]
    return actions.record_many(tasks, by=by)


def _rhythm_condition(ticked: list[str], user: Any) -> Q:
    wanted = Q(pk__in=())
    for number in ticked:
        wanted |= Q(phase_now=int(number))
    return wanted | Q(phase_now=None) if str(int(USUAL)) in ticked else wanted


def _rows(user: Any) -> QuerySet[Any]:
    return not_seen(by=user)


_since: Callable[..., Any] = lambda: (  # noqa: E731 an expression that is made anew for each question
    ExpressionWrapper(Coalesce("last_contact", "opened_on"), output_field=DateField()),
)

MONITORING = ListPage(
    slug="monitoring",
    title=gettext_lazy("Not seen in time"),
    icon="user-question",
    model=Case,
    address=lambda: reverse("casework:monitoring"),
    seen=_rows,
    codes=("code",),
    columns=(
        *columns_of(Case, ("code",)),
        Column(
            "silent",
            gettext_lazy("Days without contact"),
            days_silent,
            numeric=True,
            annotate=with_last_contact,
        ),
        Column(
            "since",
            gettext_lazy("Last contact"),
            lambda case: case.last_contact or _("none since the opening"),
            annotate=with_last_contact,
            sort=_since,
        ),
        Column("rhythm", gettext_lazy("To be seen"), rhythm_words, sort=("phase_now",)),
        *columns_of(Case, ("lead", "risk")),
        Column(
            "log",
            gettext_lazy("Contact"),
            log_url,
            drawn=_log_button,
            leaves=False,
        ),
        *columns_of(Case, ("category", "site", "opened_on"), usual=False),
    ),
    filters=(
        whose(Case),
        choice(
            "rhythm",
            gettext_lazy("To be seen"),
            options=lambda user: [
                ("1", _("every day")),
                ("2", _("every week")),
                ("3", _("every month")),
            ],
            condition=_rhythm_condition,
        ),
        *filters_of(Case, ("lead", "risk", "site")),
    ),
    order="since",
    opens=lambda case: reverse("casework:case", args=(case.code,)),
    row_class=lambda case: "is-overdue" if days_silent(case) > 60 else "",
    bulk=(
        Bulk(
            "ask",
            gettext_lazy("Make a task"),
            "checkbox",
            ask_to_see,
            form=TaskForm,
            hint=gettext_lazy("The case manager of each gets a task: to get in touch."),
        ),
    ),
    nothing=Nothing(
        gettext_lazy("Everybody was seen in time"),
        gettext_lazy("Every day in phase 1, every week in phase 2, every month in phase 3."),
    ),
    lead=gettext_lazy("Every day in phase 1, every week in phase 2, every month in phase 3."),
)
declare_list(MONITORING)
