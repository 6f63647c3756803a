"""Forms about people: who somebody is, what is known of them, how they are related."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.desk.forms import WordsField, form_for
from agimi.desk.kinds import kind_of
from agimi.people import kinds  # noqa: F401 declares the kind whose form this is
from agimi.people.actions import IdentityDocument
from agimi.people.choices import ContactWay, DatePrecision, FamilyTie
from agimi.people.models import Person
from agimi.people.safe_contact import SafeContact
from agimi.people.tokens import plain_phone

OLDEST = 120
# What the form says first; the rest is folded away until somebody opens it.
FIRST = ("sex", "birth", "nationality_status", "residence")


# ── Who somebody is ─────────────────────────────────────────────────────────────────────────────
class LinesField(forms.CharField):
    """Several short values, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2, "data-grow": ""})
        super().__init__(required=False, widget=widget, max_length=1000, **kwargs)

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in (super().to_python(value) or "").splitlines())
        return tuple(line for line in lines if line)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


def _line(label: Any, most: int = 150, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(
        label=label, max_length=most, required=False, widget=widget, help_text=help_text
    )


class IdentityForm(forms.Form):
    """Names, numbers, contacts with their rules; all of it is sealed when it is sent."""

    first_name = _line(gettext_lazy("First name"))
    last_name = _line(gettext_lazy("Surname"))
    other_names = _line(
        gettext_lazy("Other names"),
        help_text=gettext_lazy("Maiden name, name at home, other spellings; separated by commas."),
    )
    personal_number = _line(gettext_lazy("Personal number"), 40)
    phones = LinesField(
        label=gettext_lazy("Telephones"), help_text=gettext_lazy("One a line; the safest first.")
    )
    emails = LinesField(label=gettext_lazy("E-mail addresses"))
    address = _line(gettext_lazy("Address"), 250)
    how = forms.MultipleChoiceField(
        label=gettext_lazy("Safe ways"),
        choices=ContactWay.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    when = _line(gettext_lazy("When"), help_text=gettext_lazy("For example: weekdays, 9 to 12."))
    by = _line(
        gettext_lazy("By whom"),
        help_text=gettext_lazy("Who may call or write; in whose name they do."),
    )
    avoid = _line(
        gettext_lazy("Never"),
        help_text=gettext_lazy("For example: no voice messages; never name the organisation."),
    )
    word = _line(
        gettext_lazy("Code word"),
        60,
        gettext_lazy("What one says so that the other knows who it is, or that it is not safe."),
    )
    contact_note = WordsField(label=gettext_lazy("More about safe contact"), required=False)
    remarks = WordsField(label=gettext_lazy("Remarks"), required=False)

    WHO = ("first_name", "last_name", "other_names", "personal_number")
    CONTACT = ("phones", "emails", "address")
    SAFELY = ("how", "when", "by", "avoid", "word", "contact_note")

    @property
    def who(self) -> list[Any]:
        return [self[name] for name in self.WHO]

    @property
    def contact(self) -> list[Any]:
        return [self[name] for name in self.CONTACT]

    @property
    def safely(self) -> list[Any]:
        return [self[name] for name in self.SAFELY]

    def document(self, before: IdentityDocument | None = None) -> IdentityDocument:
        """What was typed; what the form does not ask for stays as it was."""
        said = self.cleaned_data
        rules = SafeContact(
            tuple(said["how"]), said["when"], said["by"], said["avoid"], said["word"],
            said["contact_note"],
        )  # fmt: skip
        plain = {name: said[name] for name in (*self.WHO, *self.CONTACT, "remarks")}
        more = before.more if before is not None else {}
        return IdentityDocument(**plain, safe_contact=rules.to_text(), more=more)


def identity_values(document: IdentityDocument) -> dict[str, Any]:
    """An identity as the values of its form."""
    rules = SafeContact.from_text(document.safe_contact)
    plain = {
        name: getattr(document, name)
        for name in (*IdentityForm.WHO, *IdentityForm.CONTACT, "remarks")
    }
    return plain | {
        "how": list(rules.how),
        "when": rules.when,
        "by": rules.by,
        "avoid": rules.avoid,
        "word": rules.word,
        "contact_note": rules.note,
    }


def typed_as_identity(words: str) -> dict[str, str]:
    """What somebody was searched by, as the first values of the form that registers them."""
    text = " ".join(words.split())
    if not re.search(r"\d", text):
        first, _space, last = text.partition(" ")
        return {"first_name": first, "last_name": last}
    if re.fullmatch(r"[A-Za-z]\d{8}[A-Za-z]", text):
        return {"personal_number": text.upper()}
    return {"phones": text} if plain_phone(text) else {}


# ── What is known of them ───────────────────────────────────────────────────────────────────────
class BirthField(forms.CharField):
    """A day, a month, a year or an age: as much as is known, in one field.

    Its value is the date with its precision; (None, day) where nothing was said.
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"})
        super().__init__(
            required=False,
            max_length=30,
            widget=widget,
            label=gettext_lazy("Born, or age"),
            help_text=gettext_lazy("12.3.1990, or 3.1990, or 1990; or the age as estimated: 34"),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        return self.read(super().clean(value), timezone.localdate())

    @staticmethod
    def read(text: str, today: dt.date) -> tuple[dt.date | None, str]:
        if not text.strip():
            return None, DatePrecision.DAY
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        try:
            born, precision = _born(numbers, text, today)
        except (ValueError, IndexError):
            raise ValidationError(_("Write a day, a month, a year or an age.")) from None
        if not today.year - OLDEST <= born.year or born > today:
            raise ValidationError(_("This cannot be right: it is too long ago, or not yet."))
        return born, precision


def _born(numbers: list[int], text: str, today: dt.date) -> tuple[dt.date, str]:
    if len(numbers) == 3:
        if re.match(r"\s*\d{4}-", text):
            numbers.reverse()
        day, month, year = numbers
        return dt.date(year, month, day), DatePrecision.DAY
    if len(numbers) == 2:
        month, year = sorted(numbers)
        # The middle of it, or of the present one a day that has been.
        return min(
            dt.date(year, month, 15), max(today, dt.date(year, month, 1))
        ), DatePrecision.MONTH
    (number,) = numbers
    if number >= 1000:
        # The middle of the year; of the present one, a day that has been.
        return min(dt.date(number, 7, 1), today), DatePrecision.YEAR
    before_july = (today.month, today.day) < (7, 1)
    return dt.date(today.year - number - before_july, 7, 1), DatePrecision.ESTIMATED


def birth_words(person: Person) -> str:
    """A date of birth as far as it is known, as the form takes it."""
    born = person.birth_date
    if born is None:
        return ""
    if person.birth_precision == DatePrecision.DAY:
        return f"{born.day}.{born.month}.{born.year}"
    if person.birth_precision == DatePrecision.MONTH:
        return f"{born.month}.{born.year}"
    return str(born.year)


_PersonForm: Any = form_for(kind_of("people"))


class TraitsForm(_PersonForm):
    """The traits of a person who is registered: nothing of it says who it is."""

    birth = BirthField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("birth_date", "birth_precision"):
            self.fields.pop(name, None)
        self.order_fields([*FIRST, *self.fields])

    @property
    def first(self) -> list[Any]:
        return [self[name] for name in FIRST]

    @property
    def others(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name not in FIRST]

    def _post_clean(self) -> None:
        born, precision = self.cleaned_data.get("birth") or (None, DatePrecision.DAY)
        self.instance.birth_date, self.instance.birth_precision = born, precision
        super()._post_clean()


# ── How they are related ────────────────────────────────────────────────────────────────────────
class RelativeForm(forms.Form):
    """What somebody is to a person."""

    tie = forms.ChoiceField(label=gettext_lazy("Is to this person"), choices=FamilyTie.choices)
    code = forms.CharField(widget=forms.HiddenInput, max_length=40)


def filled(form: forms.Form, values: Mapping[str, list[str]]) -> None:
    """Put what was kept of a form into it, before anything is complained of."""
    for name, form_field in form.fields.items():
        if name not in values or name in {"was", "code", "version"}:
            continue
        several = isinstance(form_field.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple)
        form.initial[name] = values[name] if several else (values[name] or [""])[-1]
