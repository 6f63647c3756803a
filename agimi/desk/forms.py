"""The form of any kind of record: its fields in their order, sealed text as words, whose it is.

A form keeps the code that its record will have, so that sending it twice makes
one, and the version that its reader saw, so that the second of two people on
one record is told.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import ModelChoiceField, modelform_factory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access.codes import new_code
from agimi.access.models import User
from agimi.access.records import Record
from agimi.access.scope import is_scoped
from agimi.desk.handbook import words_of_field
from agimi.desk.keeper import the_keeper
from agimi.desk.kinds import Kind, kind_for

# What these fields usually are, for somebody who fills in a form today.
TODAY = {"on", "started_on", "made_on", "given_on", "since", "assessed_on", "decided_on"}
MYSELF = {"staff", "assessor", "lawyer", "assignee", "decided_by", "mentor"}
BLANK = models.fields.BLANK_CHOICE_DASH[0][1]  # what Django says where nothing is chosen
FEW = 12  # as many choices are read at a glance; more get a search
LONGEST_KEY = 18  # digits: more do not fit into the column of a key


@dataclass(frozen=True)
class About:
    """Whose record a new one will be: a person, and one of their cases or none."""

    person: Any = None
    case: Any = None
    # The children whose records may stand in the same case.
    children: tuple[Any, ...] = field(default=())

    @property
    def code(self) -> str:
        holder = self.case or self.person
        return holder.code if holder is not None else ""


class BulkForm(forms.Form):
    """What an act on many records asks for (``agimi.desk.kinds.Bulk.form``); knows who asks."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class DateInput(forms.DateInput):
    """The browser's own picker; it shows the day as its reader writes it."""

    input_type = "date"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class WordsField(forms.CharField):
    """Sealed text as words; long texts grow while one writes (``data-grow``)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "data-grow": ""})
        super().__init__(widget=widget, strip=True, max_length=20_000, **kwargs)


class SeveralField(forms.ModelMultipleChoiceField):
    """Several records by their keys; what can be no key is refused before the database sees it."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if not (str(key).isdecimal() and len(str(key)) <= LONGEST_KEY):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": key},
                )
        return super().clean(value)


class RecordForm(forms.ModelForm):
    """A form of one kind of record. Made by ``form_for``."""

    kind: Kind
    user: User
    # What its reader saw: field name → value, so that a conflict can tell who changed what.
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z", required=False, max_length=40, widget=forms.HiddenInput
    )

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        about: About,
        instance: Record,
        words: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.user, self.about, self.is_new = user, about, instance.pk is None
        super().__init__(data, instance=instance, **kwargs)
        self.fields["code"].initial = instance.code
        self.fields["version"].initial = None if self.is_new else instance.version
        if not self.is_new:
            del self.fields["code"]
        self.words_before = dict(words or {})
        for name in self.kind.sealed:
            self.initial[name] = self.words_before.get(name, "")
        self._limit_ties()
        self._make_ready()
        self.fields["was"].initial = json.dumps(self._seen())
        self.order_fields([*self.kind.fields, "code", "version", "was"])

    # ── Whose ───────────────────────────────────────────────────────────────────────────────────
    def _limit_ties(self) -> None:
        """What belongs to one case or person is chosen only among what is theirs."""
        for name, form_field in list(self.fields.items()):
            if not isinstance(form_field, ModelChoiceField):
                continue
            offered: Any = form_field.queryset
            target = offered.model
            names = {f.name for f in target._meta.fields}
            if name in self.kind.limits:
                offered = offered.filter(**self.kind.limits[name])
            if issubclass(target, Record) and is_scoped(target):
                # What somebody may not see is not offered either.
                offered = offered.visible_to(self.user)
            form_field.queryset = offered
            if name == "person":
                self._limit_people(form_field)
            elif "case" in names and self.about.case is not None:
                form_field.queryset = offered.filter(case=self.about.case)
            elif "person" in names and self.about.person is not None:
                form_field.queryset = offered.filter(person=self.about.person)
            elif target._meta.label == "people.Person":
                children = [child.pk for child in self.about.children]
                form_field.queryset = offered.filter(pk__in=children)

    def _limit_people(self, form_field: Any) -> None:
        people = [self.about.person, *self.about.children]
        if self.instance.person_id and self.instance.person not in people:
            people.append(self.instance.person)
        people = [person for person in people if person is not None]
        if len(people) < 2:
            del self.fields["person"]
            return
        form_field.queryset = form_field.queryset.filter(pk__in=[person.pk for person in people])
        form_field.empty_label = None
        mother = self.about.person
        form_field.label_from_instance = lambda person: (
            person.code if person == mother else _("%(code)s (child)") % {"code": person.code}
        )

    def _make_ready(self) -> None:
        """Dress the fields: pickers of days, searches in long lists, what is needed."""
        for name, form_field in self.fields.items():
            if name in self.kind.required:
                form_field.required = True
            hint = self.kind.hints.get(name) or words_of_field(self.kind.slug, name)
            if hint:
                form_field.help_text = str(hint)
            if isinstance(form_field, ModelChoiceField):
                _say_in_a_line(form_field)
                form_field.empty_label = form_field.empty_label and "–"
            elif isinstance(form_field, forms.TypedChoiceField):
                _shorten_blank(form_field)
            if isinstance(form_field.widget, forms.Select | forms.SelectMultiple):
                _make_searchable(form_field)

    # ── What was seen and what is said ──────────────────────────────────────────────────────────
    def _seen(self) -> dict[str, str]:
        return {
            name: _fingerprint(
                self.fields[name].prepare_value(self.get_initial_for_field(self.fields[name], name))
            )
            for name in self.kind.fields
            if name in self.fields
        }

    def untouched(self) -> set[str]:
        """The fields that stand as their reader saw them."""
        try:
            seen = json.loads(self.data.get(self.add_prefix("was")) or "{}")
        except ValueError:
            return set()
        names = [name for name in self.kind.fields if name in self.fields]
        return {name for name in names if seen.get(name) == _fingerprint(self._posted(name))}

    def _posted(self, name: str) -> Any:
        form_field = self.fields[name]
        value = form_field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        if isinstance(form_field, forms.BooleanField):
            return bool(value)
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").strip()
        return value

    def values(self) -> dict[str, Any]:
        """The open values of the fields of the record, without its many-to-many ones."""
        many = {f.name for f in self.instance._meta.many_to_many}
        return {
            name: self.cleaned_data[name]
            for name in self.kind.open_fields
            if name in self.cleaned_data and name not in many
        }

    def links(self) -> dict[str, list[Any]]:
        """The many-to-many values by field name."""
        return {
            f.name: list(self.cleaned_data[f.name])
            for f in self.instance._meta.many_to_many
            if f.name in self.cleaned_data
        }

    def texts(self) -> dict[str, bytes | None]:
        """The sealed fields whose words changed, sealed anew for whom the record is about."""
        said = {
            name: self.cleaned_data[name].replace("\r\n", "\n")
            for name in self.kind.sealed
            if name in self.cleaned_data
        }
        changed = [name for name in said if said[name] != self.words_before.get(name, "")]
        sealed = the_keeper().seal([(self.instance, said[name]) for name in changed])
        return dict(zip(changed, sealed, strict=True))


def form_for(kind: Kind) -> type[RecordForm]:
    """The form class of a kind of record."""
    sealed = {
        name: WordsField(label=_without_encrypted(kind, name), required=name in kind.required)
        for name in kind.sealed
    }
    chosen = {name: _chosen(kind, name) for name in kind.choices}
    base = type(f"{kind.model.__name__}Form", (RecordForm,), {"kind": kind, **sealed, **chosen})
    made: Any = modelform_factory(
        kind.model,
        form=base,
        fields=kind.open_fields,
        formfield_callback=_form_field,
    )
    form: type[RecordForm] = made
    return form


def _chosen(kind: Kind, name: str) -> forms.ChoiceField:
    model_field: Any = kind.model._meta.get_field(name)
    required = not model_field.blank or name in kind.required
    blank_choice = [] if required else [("", "–")]
    return forms.ChoiceField(
        label=model_field.verbose_name,
        choices=[*blank_choice, *kind.choices[name]],
        required=required,
    )


def _without_encrypted(kind: Kind, name: str) -> Any:
    """“Note, encrypted” is what the database holds; in a form it is a note."""
    return gettext_lazy_words(kind.model._meta.get_field(name))


def gettext_lazy_words(model_field: Any) -> str:
    label = str(model_field.verbose_name)
    return label.rpartition(", ")[0] or label


def _form_field(model_field: models.Field, **kwargs: Any) -> forms.Field | None:
    if isinstance(model_field, models.DateTimeField):
        kwargs["widget"] = MomentInput
    elif isinstance(model_field, models.DateField):
        kwargs["widget"] = DateInput
    elif isinstance(model_field, models.BooleanField) and model_field.null:
        kwargs["widget"] = forms.Select(
            choices=(
                ("", gettext_lazy("Not recorded")),
                ("true", gettext_lazy("Yes")),
                ("false", gettext_lazy("No")),
            )
        )
    if isinstance(model_field, models.ForeignKey | models.ManyToManyField):
        return _choice_field(model_field, **kwargs)
    return model_field.formfield(**kwargs)


def _choice_field(model_field: Any, **kwargs: Any) -> forms.Field | None:
    """A choice among records: what is retired or merged away is not offered anew."""
    target = model_field.related_model
    names = {f.name for f in target._meta.get_fields()}
    choices = target._default_manager.all()
    if "retired_on" in names:
        choices = choices.filter(retired_on=None)
    if {"started_on", "ended_on"} <= names and target._meta.app_label == "programme":
        today = timezone.localdate()
        choices = choices.filter(models.Q(ended_on=None) | models.Q(ended_on__gte=today))
    if isinstance(model_field, models.ManyToManyField):
        kwargs["form_class"] = SeveralField
    return model_field.formfield(queryset=choices, **kwargs)


def _shorten_blank(form_field: Any) -> None:
    form_field.choices = [
        (value, "–" if words == BLANK else words) for value, words in form_field.choices
    ]


def _say_in_a_line(form_field: Any) -> None:
    """A record is chosen by the line that says it, not by its code; a case or a person has only that."""
    try:
        kind = kind_for(form_field.queryset.model)
    except (KeyError, StopIteration):
        return
    if kind.ties and kind.url is None:
        form_field.queryset = form_field.queryset.select_related(*kind.related)
        form_field.label_from_instance = lambda record: kind.line(record) or record.code


def _make_searchable(form_field: Any) -> None:
    """A list too long to read gets a search where scripts run."""
    several = isinstance(form_field.widget, forms.SelectMultiple)
    long = isinstance(form_field, ModelChoiceField) or len(list(form_field.widget.choices)) > FEW
    if several or long:
        form_field.widget.attrs["data-search"] = ""


def _fingerprint(value: Any) -> str:
    """A value as it would be sent by a form, short enough to go along."""
    if value is None or value == "":
        return ""
    if isinstance(value, list | tuple | models.QuerySet):
        value = sorted(str(getattr(item, "pk", item)) for item in value)
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        value = value.strftime("%Y-%m-%dT%H:%M")
    text = value if isinstance(value, str) else str(value)
    text = text.replace("\r\n", "\n").strip()
    return text if len(text) <= 40 else hashlib.sha256(text.encode()).hexdigest()[:24]


def blank(kind: Kind, *, about: About, user: User, code: str = "") -> Record:
    """A new record of a kind, with what it usually starts with."""
    record = kind.model(code=code or new_code(kind.model.code_prefix, kind.model.code_length))
    names = {f.name for f in kind.model._meta.fields}
    usual: dict[str, Any] = {}
    usual |= dict.fromkeys(TODAY & names, timezone.localdate())
    if user.staff_id:
        usual |= dict.fromkeys(MYSELF & names, user.staff)
    if user.site_id and "site" in names and kind.model.site_path == "site":
        usual["site"] = user.site
    usual |= {"person": about.person, "case": about.case}
    if kind.initial is not None:
        usual |= kind.initial(about, user)
    for name, value in usual.items():
        if name in names and value is not None:
            setattr(record, name, value)
    return record
