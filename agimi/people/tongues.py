"""Languages of people: what is kept are their ISO codes, what is read and chosen are words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from babel import Locale
from babel.core import get_global
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

# ISO 639-2 and 639-3. First those that are spoken here and next door, then others that many speak; what
# is missing here can still be brought in by an import.
NEAR = ("sqi", "eng", "ita", "ell", "rom", "rup", "mkd", "srp", "tur")
FAR = (
    "afr", "amh", "ara", "aze", "ben", "bos", "bul", "ces", "deu", "ewe", "fas", "fra", "ful", "hau",
    "hin", "hrv", "hun", "hye", "ibo", "kat", "khm", "kur", "lin", "mon", "mya", "nep", "nld", "orm",
    "pan", "pol", "por", "prs", "pus", "ron", "rus", "sgn", "sin", "slv", "som", "spa", "swa", "tam",
    "tgl", "tha", "tir", "twi", "ukr", "urd", "uzb", "vie", "wol", "yor", "zho",
)  # fmt: skip
# Unknown to the library, in Albanian or at all.
OURS = {"rom": gettext_lazy("Romani"), "sgn": gettext_lazy("Sign language")}
CODE = re.compile(r"[a-z]{2,3}")


def codes_in(text: str) -> list[str]:
    """The codes of a list as it is kept: “sqi, ita”."""
    return [code.strip() for code in text.split(",") if code.strip()]


def names_of(codes: str) -> str:
    """“sqi, ita” as “shqip, italisht”; a code that nobody knows stays as it is."""
    return ", ".join(name_of(code) for code in codes_in(codes))


def name_of(code: str) -> str:
    if code in OURS:
        return str(OURS[code])
    names = Locale.parse((get_language() or "sq")[:2]).languages
    return str(names.get(get_global("language_aliases").get(code, code), code))


def choices() -> list[tuple[str, str]]:
    """The languages that are offered, the nearest first, then by their names."""
    far = sorted(((code, name_of(code)) for code in FAR), key=lambda pair: pair[1])
    return [*((code, name_of(code)) for code in NEAR), *far]


class TonguesChoice(forms.MultipleChoiceField):
    """Languages chosen by their names; the value is their codes, as they are kept.

    What is on record and not offered, brought in by an import, may stay.
    """

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        self.max_length = max_length
        super().__init__(choices=choices, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return codes_in(value) if isinstance(value, str) else value

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        bound = super().get_bound_field(form, field_name)
        offered = choices()
        more = [code for code in _codes(bound.value()) if code not in dict(offered)]
        self.widget.choices = [*offered, *((code, name_of(code)) for code in more)]
        return bound

    def to_python(self, value: Any) -> list[str]:
        return _codes(value)

    def valid_value(self, value: Any) -> bool:
        return bool(CODE.fullmatch(value))

    def clean(self, value: Any) -> Any:
        said = ", ".join(super().clean(value))
        if len(said) > self.max_length:
            raise ValidationError(
                _("These are too many languages: leave the least needed ones out.")
            )
        return said

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(_codes(initial), _codes(data)))


def _codes(value: Any) -> list[str]:
    """Codes from what is kept (one text) or what is sent (several), each once."""
    texts: Iterable[str] = [value] if isinstance(value, str) else (value or ())
    return list(dict.fromkeys(code for text in texts for code in codes_in(text)))


class TonguesField(models.CharField):
    """The codes of languages as one text, chosen by name in forms."""

    def formfield(self, **kwargs: Any) -> Any:
        return TonguesChoice(
            max_length=self.max_length or 0,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=gettext_lazy("Those in which one can talk with this person."),
        )

    def deconstruct(self) -> Any:
        """To the database it is text like any other: no migration knows of it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
