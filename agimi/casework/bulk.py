"""What is done to many tasks of a list at once: ticked, put off, given to somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access import ledger
from agimi.access.models import User
from agimi.casework.choices import TaskState
from agimi.casework.models import Task
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


class ToForm(BulkForm):
    """Who does them from now on."""

    assignee = forms.ModelChoiceField(Staff.objects.none(), label=gettext_lazy("Who does them"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site, today = self.user.site, timezone.localdate()
        there = staff_at(site, today) if site else Staff.objects.filter(lasting_on(today))
        who: Any = self.fields["assignee"]
        who.queryset = there.order_by("name")


def finish(tasks: Iterable[Task], *, by: User) -> None:
    """Done today."""
    today = timezone.localdate()
    _write(tasks, by, state=TaskState.DONE, done_on=today)


def put_off(tasks: Iterable[Task], *, by: User, due_on: dt.date) -> None:
    """Due on another day."""
    _write(tasks, by, due_on=due_on)


def give(tasks: Iterable[Task], *, by: User, assignee: Staff) -> None:
    """Somebody else does them."""
    _write(tasks, by, assignee=assignee)


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
