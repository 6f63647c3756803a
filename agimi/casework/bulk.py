"""What is done to many tasks of a list at once: ticked, put off, given to somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access import ledger
from agimi.access.among import keyed
from agimi.access.models import User
from agimi.access.scope import cases_of_staff
from agimi.casework.actions import as_done
from agimi.casework.choices import TaskState
from agimi.casework.models import Case, Task
from agimi.desk.forms import BulkForm, DateInput
from agimi.desk.kinds import Bulk
from agimi.people.queries import lasting_on
from agimi.programme.models import Staff
from agimi.programme.queries import staff_at


def _in_a_week() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=7)


class UntilForm(BulkForm):
    """Until when, from now on."""

    due_on = forms.DateField(label=gettext_lazy("Until"), widget=DateInput, initial=_in_a_week)

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError(_("This day is over. Choose today or a later one."))
        return day


class ToForm(BulkForm):
    """Who does them from now on."""

    assignee = forms.ModelChoiceField(
        Staff.objects.none(),
        label=gettext_lazy("Who does them"),
        empty_label="–",
        widget=forms.Select(attrs={"data-search": ""}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site, today = self.user.site, timezone.localdate()
        there = staff_at(site, today) if site else Staff.objects.filter(lasting_on(today))
        who: Any = self.fields["assignee"]
        who.queryset = there.order_by("name")


def finish(tasks: Iterable[Task], *, by: User) -> None:
    """Done today."""
    _write(tasks, by, **as_done(timezone.localdate()))


def put_off(tasks: Iterable[Task], *, by: User, due_on: dt.date) -> None:
    """Due on another day."""
    _write(tasks, by, due_on=due_on)


def give(tasks: Iterable[Task], *, by: User, assignee: Staff) -> None:
    """Somebody else does them, who works on all those cases: nobody else would see them in their day."""
    rows = list(tasks)
    theirs = Case.objects.filter(cases_of_staff(assignee.pk))
    known = set(
        theirs.filter(keyed("pk", {task.case_id for task in rows})).values_list("pk", flat=True)
    )
    if elsewhere := sorted({task.case.code for task in rows if task.case_id not in known}):
        raise ValidationError(
            _("%(who)s does not work on %(cases)s. Take them into the team of the case first.")
            % {"who": assignee, "cases": ", ".join(elsewhere)}
        )
    _write(rows, by, assignee=assignee)


def _write(tasks: Iterable[Task], by: User, **values: Any) -> None:
    rows = list(tasks)
    for task in rows:
        for name, value in values.items():
            setattr(task, name, value)
    ledger.change_many(rows, list(values), by=by)


def _is_over(task: Task, user: Any) -> str:
    return "" if task.state == TaskState.OPEN else _("It is not open any more.")


TASKS = (
    Bulk(
        "done",
        gettext_lazy("Tick as done"),
        "checkbox",
        finish,
        why_not=_is_over,
        hint=gettext_lazy("They are done, as of today."),
    ),
    Bulk(
        "later",
        gettext_lazy("Put off"),
        "calendar-time",
        put_off,
        form=UntilForm,
        why_not=_is_over,
        hint=gettext_lazy("All of them are due on the day that you choose."),
    ),
    Bulk(
        "give",
        gettext_lazy("Give to somebody"),
        "user-share",
        give,
        form=ToForm,
        why_not=_is_over,
        hint=gettext_lazy("They stand in that person's day from now on."),
    ),
)
