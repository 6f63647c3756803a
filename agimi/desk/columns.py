"""Columns of lists: what stands in a cell, where it leads, how one sorts by it.

``columns_of`` makes them from a model's fields; a room writes its own as
``Column(name, label, value=…)`` and mixes both. Sealed text never stands in one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agimi.access.records import SealedField
from agimi.desk import holders
from agimi.desk.kinds import Words
from agimi.desk.markup import filled

Sort = tuple[Any, ...] | Callable[[], tuple[Any, ...]]
# Whose page a code leads to; the rooms above are known by name only.
HOLDERS = {"casework.case": "case", "people.person": "person"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    ``value`` takes the record. ``sort`` is what to order by, as names of fields
    or expressions, ascending; nothing where one cannot sort by it. ``link``
    leads on from the cell. ``drawn`` draws the value of a record otherwise than in
    words, as HTML. ``related`` and ``several`` are fetched along with the rows, and
    ``annotate`` adds to them; only for rows that are shown. What a column with
    ``exported`` says is written into files instead of ``value``; one that does
    not ``leave`` is never written into a file. A column that is not ``usual``
    is shown when somebody chooses it.
    """

    name: str
    label: Words
    value: Callable[[Any], Any]
    sort: Sort = ()
    link: Callable[[Any], str] | None = None
    drawn: Callable[[Any, Any], SafeString] | None = None
    numeric: bool = False
    related: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    annotate: Callable[[QuerySet[Any], Any], QuerySet[Any]] | None = None
    exported: Callable[[Any], Any] | None = None
    leaves: bool = True
    usual: bool = True

    @property
    def heading(self) -> str:
        return capfirst(str(self.label))

    @property
    def order(self) -> tuple[Any, ...]:
        return self.sort() if callable(self.sort) else self.sort

    def for_file(self, record: Any) -> Any:
        return (self.exported or self.value)(record)


@dataclass(slots=True)
class Cell:
    """One cell, ready to draw."""

    text: str
    value: Any
    href: str = ""
    numeric: bool = False
    label: str = ""  # its heading, where it says nothing without it once rows are cards
    opens: bool = False  # whether it is what opens the record of the row

    @property
    def drawn(self) -> SafeString:
        """The cell as HTML, without the template language: of a list it took half the time."""
        if self.opens:
            words = '<th scope="row" class="opening"><a href="{}" data-open>{}</a></th>'
            return filled(words, self.href, self.text)
        text = filled('<a href="{}">{}</a>', self.href, self.text) if self.href else self.text
        if not (self.numeric or self.label):
            return filled("<td>{}</td>", text)
        numeric = filled(' class="nums"') if self.numeric else ""
        label = filled(' data-label="{}"', self.label) if self.label else ""
        return filled("<td{}{}>{}</td>", numeric, label, text)


def cell_of(column: Column, heading: str, record: Any) -> Cell:
    value = column.value(record)
    text = column.drawn(record, value) if column.drawn else brief(value)
    href = column.link(record) if column.link and text else ""
    label = heading if text and (column.numeric or isinstance(value, bool)) else ""
    return Cell(text, value, href, column.numeric, label)


def brief(value: Any) -> str:
    """A value in as few words as a row has room for: 21.03.2024, yes, 1 200."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"  # the same in both languages, and quicker than asking
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return number_format(value, decimal_pos=0 if whole else 2, force_grouping=True)
    return str(value)


def columns_of(model: Any, names: Iterable[str], *, usual: bool = True) -> tuple[Column, ...]:
    """Columns for fields or attributes of a model by their names; ``a__b`` goes along a key."""
    return tuple(column_of(model, name, usual=usual) for name in names)


def column_of(model: Any, name: str, *, usual: bool = True, label: Words = "") -> Column:
    """The column of one field, or of an attribute that the model or a property has."""
    *way, last = name.split("__")
    owner = model
    for step in way:
        owner = owner._meta.get_field(step).related_model
    try:
        field = owner._meta.get_field(last)
    except FieldDoesNotExist:
        return _of_attribute(model, name, way, label, usual)
    if isinstance(field, SealedField):
        raise ValueError(f"{name} is sealed: sealed text never stands in a list")
    title = label or field.verbose_name
    before = ("__".join(way),) if way else ()
    if field.many_to_many:
        return Column(
            name, title, lambda row: _joined(_get(row, name)), several=(name,), usual=usual
        )
    if field.many_to_one or field.one_to_one:
        return _of_key(name, title, field, usual)
    if field.choices or hasattr(owner, f"get_{last}_display"):
        return Column(
            name,
            title,
            lambda row: getattr(_owner(row, way), f"get_{last}_display", str)(),
            sort=_in_order_of_choices(name, field) if field.choices else (name,),
            related=before,
            usual=usual,
        )
    return Column(
        name,
        title,
        lambda row: _get(row, name),
        sort=(name,),
        numeric=isinstance(field, models.IntegerField | models.DecimalField | models.FloatField),
        related=before,
        usual=usual,
    )


def _of_attribute(model: Any, name: str, way: list[str], label: Words, usual: bool) -> Column:
    """What is no field: a property, or something a queryset adds; one cannot sort by it."""
    attribute = getattr(model, name, None)
    title = label or getattr(attribute, "short_description", "") or name.replace("_", " ")
    related = ("__".join(way),) if way else ()
    return Column(name, title, lambda row: _called(_get(row, name)), related=related, usual=usual)


def _of_key(name: str, title: Words, field: Any, usual: bool) -> Column:
    """A foreign key: the words of what it leads to; a case or person by its code, with a link."""
    tie = HOLDERS.get(field.related_model._meta.label_lower, "")
    if tie:
        return Column(
            name,
            title,
            lambda row: _code(_get(row, name)),
            sort=(f"{name}__code",),
            link=lambda row: holders.address_of(tie, _code(_get(row, name))),
            related=(name,),
            usual=usual,
        )
    return Column(
        name,
        title,
        lambda row: _get(row, name),
        sort=lambda: (f"{name}__{word_field(field.related_model)}",),
        related=(name,),
        exported=(lambda row: _code(_get(row, name))) if _names_somebody(field) else None,
        usual=usual,
    )


def _names_somebody(field: Any) -> bool:
    """Whether the words of what a key leads to are somebody's name: files hold the code instead."""
    privacy = getattr(field.related_model, "Privacy", None)
    identifying = set(getattr(privacy, "identifying", "").split())
    return bool(identifying & {"name", "username", "first_name", "last_name"})


def word_field(model: Any) -> str:
    """The field by whose words rows of a model are sorted and listed."""
    names = {field.name for field in model._meta.fields}
    language = "sq" if (get_language() or "sq").startswith("sq") else "en"
    wanted = (f"name_{language}", "name", "code", "username", "pk")
    return next(name for name in wanted if name in names or name == "pk")


def _in_order_of_choices(name: str, field: Any) -> Callable[[], tuple[Any, ...]]:
    """Low, middle, high, as declared, and not by the letters of what is stored."""

    def order() -> tuple[Any, ...]:
        places = [
            When(**{name: value}, then=Value(place))
            for place, (value, _label) in enumerate(field.flatchoices)
            if value not in ("", None)
        ]
        return (Case(*places, default=None, output_field=models.IntegerField()),)

    return order


def ordering(model: Any, column: Column, *, descending: bool) -> list[Any]:
    """What to order by: nothing recorded comes last either way, and equals keep their place."""
    found = []
    for part in column.order:
        may_be_missing = _nullable(model, part) if isinstance(part, str) else True
        expression = F(part) if isinstance(part, str) else part
        nulls_last = True if may_be_missing else None
        found.append(
            expression.desc(nulls_last=nulls_last)
            if descending
            else expression.asc(nulls_last=nulls_last)
        )
    return [*found, "-pk" if descending else "pk"]


def _nullable(model: Any, path: str) -> bool:
    """Whether something on the way of a path may be missing; what a queryset adds may."""
    for step in path.split("__"):
        try:
            field = model._meta.get_field("id" if step == "pk" else step)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        model = field.related_model
    return False


def _owner(row: Any, way: list[str]) -> Any:
    for step in way:
        row = getattr(row, step, None)
    return row


def _get(row: Any, path: str) -> Any:
    return _owner(row, path.split("__"))


def _called(value: Any) -> Any:
    return value() if callable(value) else value


def _code(record: Any) -> str:
    return getattr(record, "code", "") if record is not None else ""


def _joined(values: Any) -> str:
    return ", ".join(str(value) for value in values.all()) if values is not None else ""
