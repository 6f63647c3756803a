"""A record's fields in words, for reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agimi.access.records import Record
from agimi.desk.forms import gettext_lazy_words
from agimi.desk.kinds import Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a record: its label, its value in words, whether it is somebody's own words."""

    name: str
    label: str
    value: str
    is_text: bool = False
    is_sealed: bool = False


def shown(kind: Kind, record: Record, words: Mapping[str, str]) -> list[Row]:
    """The fields of a record that say something, in the order of its form.

    ``words`` are the opened texts; a text that may not be read says that there is one.
    """
    rows = []
    for name in kind.fields:
        field = record._meta.get_field(name)
        label = capfirst(gettext_lazy_words(field))
        if name in kind.sealed:
            if name in words:
                rows.append(Row(name, label, words[name], is_text=True))
            elif getattr(record, name):
                closed = _("There is a text that you may not read.")
                rows.append(Row(name, label, closed, is_sealed=True))
        elif name not in {"person", "case"} and (value := chosen_words(kind, record, name)):
            rows.append(Row(name, label, value))
    return rows


def chosen_words(kind: Kind, record: Any, name: str) -> str:
    """One open field in words, also where its list belongs to another room."""
    if name in kind.choices:
        value = getattr(record, name)
        return str(dict(kind.choices[name]).get(value, value))
    return words_of(record, name)


def words_of(record: Any, name: str) -> str:
    """One open field in words; "" where nothing is recorded."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(str(item) for item in getattr(record, name).all()) if record.pk else ""
    if field.choices or hasattr(record, f"get_{name}_display"):
        return str(getattr(record, f"get_{name}_display")() or "")
    return said(getattr(record, name), field)


def said(value: Any, field: models.Field | None = None) -> str:
    """A value as one says it: a day in words, yes and no, an amount with its groups."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return number_format(value, decimal_pos=0 if whole else 2, force_grouping=True)
    return str(value)
