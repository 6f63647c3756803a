"""The small forms of the day: log a session, a task, an appointment, a handover."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access.models import User
from agimi.casework.choices import AppointmentKind, Mode, ShiftKind
from agimi.casework.log import (
    LENGTHS,
    Choice,
    as_choices,
    case_to_work_on,
    find_cases,
    habits_of,
    kinds_of_service,
    recent_cases,
    topics_to_choose,
)
from agimi.casework.models import Case
from agimi.desk.forms import DateInput, MomentInput, WordsField
from agimi.programme.models import Code

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z"
NOT_NOTED = ""


def minutes_choices() -> list[tuple[str, str]]:
    return [(str(length), _("%(n)s min") % {"n": length}) for length in LENGTHS]


class WhoForm(forms.Form):
    """Whom it is about: one of the cases offered, or one found by code or name."""

    case = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=40)
    find = forms.CharField(
        label=gettext_lazy("Another: code or name"), required=False, max_length=100
    )
    code = forms.RegexField(CODE, required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.habits = habits_of(user)
        self.found: list[Choice] = []

    @cached_property
    def offered(self) -> list[Choice]:
        """The cases to choose from, the chosen one among them; a form that is saved shows none."""
        offered = recent_cases(by=self.user, habits=self.habits)
        chosen = self.chosen_code
        if chosen and chosen not in {choice.code for choice in offered}:
            case = case_to_work_on(chosen, by=self.user)
            offered = [*(as_choices([case]) if case else []), *offered]
        return offered

    @property
    def chosen_code(self) -> str:
        return str(self["case"].value() or "")

    def look(self) -> None:
        """Find what was typed into the search, for whoever works without scripts."""
        known = {choice.code for choice in self.offered}
        found = find_cases(str(self["find"].value() or ""), by=self.user)
        self.found = [choice for choice in found if choice.code not in known]

    def clean_case(self) -> Case:
        case = case_to_work_on(self.cleaned_data["case"], by=self.user)
        if case is None:
            raise ValidationError(_("Choose whom it is about."))
        return case


class LogForm(WhoForm):
    """One session: who, what, when, how long, about what, how, and a note."""

    kind = forms.CharField(label=gettext_lazy("What"), required=False)
    other_kind = forms.CharField(label=gettext_lazy("Another service"), required=False)
    on = forms.DateField(label=gettext_lazy("When"), widget=DateInput)
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How long"), required=False, coerce=int, empty_value=None
    )
    other_minutes = forms.IntegerField(
        label=gettext_lazy("Other length, in minutes"), required=False, min_value=1, max_value=1440
    )
    topics = forms.MultipleChoiceField(label=gettext_lazy("Topics"), required=False)
    more_topics = forms.MultipleChoiceField(label=gettext_lazy("More topics"), required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Mode.choices, initial=Mode.IN_PERSON
    )
    note = WordsField(label=gettext_lazy("Note"), required=False)
    appointment = forms.RegexField(CODE, required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds, self.other_kinds = kinds_of_service(self.habits)
        self.chips, self.other_topics = topics_to_choose(self.habits, self.user)
        self._minutes().choices = minutes_choices()
        for name, values in (("topics", self.chips), ("more_topics", self.other_topics)):
            self._choice(name).choices = [(value.code, str(value)) for value in values]

    def _minutes(self) -> Any:
        return self.fields["minutes"]

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    @property
    def chosen_kind(self) -> str:
        """The service that is marked; the one used last where nothing is chosen yet."""
        chosen = self["kind"].value()
        if chosen is None and not self["other_kind"].value() and self.habits.kinds and self.kinds:
            return self.kinds[0].code
        return str(chosen or "")

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(
                _("This day is still to come: make an appointment for it instead.")
            )
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["service"] = self._service_kind(cleaned)
        cleaned["length"] = cleaned.get("other_minutes") or cleaned.get("minutes")
        wanted = {*cleaned.get("topics", ()), *cleaned.get("more_topics", ())}
        known = [*self.chips, *self.other_topics]
        cleaned["about"] = [value for value in known if value.code in wanted]
        return cleaned

    def _service_kind(self, cleaned: dict[str, Any]) -> Code | None:
        wanted = cleaned.get("other_kind") or cleaned.get("kind")
        for value in (*self.kinds, *self.other_kinds):
            if value.code == wanted:
                return value
        self.add_error("kind", _("Choose what was done."))
        return None


class AppointmentForm(WhoForm):
    """An appointment in a few fields; the rest can be added to it later."""

    kind = forms.ChoiceField(label=gettext_lazy("What for"), choices=AppointmentKind.choices)
    starts_at = forms.DateTimeField(label=gettext_lazy("Day and hour"), widget=MomentInput)
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How long"), required=False, coerce=int, empty_value=None
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Mode.choices, initial=Mode.IN_PERSON
    )
    note = WordsField(label=gettext_lazy("Note"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        minutes: Any = self.fields["minutes"]
        minutes.choices = minutes_choices()


class TaskForm(forms.Form):
    """A task in one line: what, in which case, until when."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=500)
    case = forms.ChoiceField(label=gettext_lazy("Case"))
    due_on = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DateInput)
    code = forms.RegexField(CODE, required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["case"]
        choice.choices = [(case.code, case.code) for case in cases]


class HandoverForm(forms.Form):
    """What the next shift has to know."""

    shift = forms.ChoiceField(label=gettext_lazy("Shift"), choices=ShiftKind.choices)
    note = WordsField(label=gettext_lazy("What the next shift has to know"))
    code = forms.RegexField(CODE, required=False, max_length=40, widget=forms.HiddenInput)
