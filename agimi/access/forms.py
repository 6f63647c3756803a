"""What the pages of this room ask for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agimi.access import accounts, break_glass, trail
from agimi.access.audit import Head
from agimi.access.choices import Role
from agimi.access.models import User
from agimi.access.verbs import kind_choices, verb_choices

HOURS = (
    ("30", _("half an hour")),
    ("60", _("one hour")),
    ("240", _("four hours")),
    ("720", _("twelve hours")),
    ("1440", _("one day")),
)


class GlassForm(forms.Form):
    """Which case, why, and for how long."""

    code = forms.CharField(
        label=_("Code of the case or of the person"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    because = forms.CharField(
        label=_("Why you need to see it now"),
        min_length=break_glass.SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence. The data-protection officer reads it, and asks you if need be."),
        error_messages={
            "min_length": _("Say why you need to see this case, in a few words at least.")
        },
    )
    minutes = forms.ChoiceField(label=_("For how long"), choices=HOURS, initial="60")

    def clean_minutes(self) -> dt.timedelta:
        return dt.timedelta(minutes=int(self.cleaned_data["minutes"]))


class FindingForm(forms.Form):
    """What the data-protection officer found when looking into it."""

    finding = forms.CharField(
        label=_("Finding"),
        min_length=break_glass.SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Was it needed, and what follows? It is kept with the opening and in the trail."
        ),
        error_messages={"min_length": _("A sentence, please: was it needed, and what follows?")},
    )


class TrailForm(forms.Form):
    """Which entries of the trail to show."""

    who = forms.CharField(
        label=_("Who"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"list": "names", "autocomplete": "off"}),
    )
    verb = forms.ChoiceField(label=_("Did"), required=False)
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    code = forms.CharField(label=_("Code"), required=False, max_length=80)
    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("anything"))]
        for name, choices in (("verb", verb_choices()), ("kind", kind_choices())):
            self.fields[name].choices = [*anything, *choices]  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.fields[name].input_formats = ["%Y-%m-%d", "%d.%m.%Y"]  # type: ignore[attr-defined]

    def wanted(self) -> trail.Wanted:
        """What was chosen, as far as it can be read."""
        if not self.is_bound:
            return trail.Wanted()
        self.is_valid()
        known: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        for name, value in known.items():
            known[name] = value.strip() if isinstance(value, str) else value
        return trail.Wanted(**known)


class TrailExportForm(forms.Form):
    """Why entries leave the house."""

    because = forms.CharField(
        label=_("Reason"),
        min_length=trail.SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who gets it and what for, in a sentence. It is kept in the audit trail."),
        error_messages={"min_length": _("A sentence, please: who gets the file and what for.")},
    )


class NotedHeadForm(forms.Form):
    """The head of the trail as somebody noted it elsewhere; both or neither."""

    number = forms.IntegerField(label=_("Number noted"), min_value=1, required=False)
    digest = forms.RegexField(
        r"^\s*([0-9a-f]\s*){64}$",
        label=_("Digest noted"),
        required=False,
        error_messages={"invalid": _("A digest has 64 signs, 0–9 and a–f.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("number")) != bool(cleaned.get("digest")):
            raise forms.ValidationError(
                _("Number and digest belong together: fill in both, or neither.")
            )
        return cleaned

    def noted(self) -> Head | None:
        number, digest = self.cleaned_data.get("number"), self.cleaned_data.get("digest", "")
        return Head(number, "".join(digest.split())) if number else None


class AccountForm(forms.Form):
    """What somebody is here; their rights follow from it."""

    role = forms.ChoiceField(label=_("Role"))
    site: Any = forms.ModelChoiceField(
        label=_("Site"), queryset=None, required=False, empty_label=_("none")
    )
    staff: Any = forms.ModelChoiceField(
        label=_("Member of staff"),
        queryset=None,
        required=False,
        empty_label=_("none"),
        help_text=_("Own cases are those of this member of staff."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=(("sq", "Shqip"), ("en", "English")))

    def __init__(self, *args: Any, account: User | None = None, **kwargs: Any) -> None:
        if account is not None:
            kwargs["initial"] = {
                "role": account.role,
                "site": account.site_id,
                "staff": account.staff_id,
                "language": account.language,
            }
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        roles = [(role.value, role.label) for role in Role if role != Role.SYSTEM]
        fields["role"].choices = [("", "–"), *roles]
        fields["site"].queryset = accounts.sites()
        fields["staff"].queryset = accounts.free_staff(account)
        fields["staff"].label_from_instance = lambda staff: staff.name

    def take(self, error: Any) -> None:
        """What the verb refused, beside its field."""
        for name, words in error.message_dict.items():
            self.add_error(
                {"username": "name"}.get(name, name if name in self.fields else None), words
            )


class NewAccountForm(AccountForm):
    """Somebody new."""

    name = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Short and without spaces. It stands in the audit trail; it cannot be changed later."
        ),
    )
    field_order = ("name", "role", "site", "staff", "language")
