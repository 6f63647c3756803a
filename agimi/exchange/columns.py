"""The columns of a sheet, derived from the fields of its model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agimi.access.records import Record, SealedField
from agimi.exchange.words import Words, both, fold


class Kind(StrEnum):
    """What stands in the cells of a column."""

    CODE = "code"
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MOMENT = "moment"
    WHOLE = "whole"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    CHOICE = "choice"
    FACT = "fact"
    REFERENCE = "reference"
    REFERENCES = "references"
    NAMES = "names"
    PAIRS = "pairs"
    SEALED = "sealed"
    IDENTITY = "identity"
    IDENTITIES = "identities"


IN_CLEAR = frozenset(Kind) - {Kind.SEALED, Kind.IDENTITY, Kind.IDENTITIES}
SEVERAL = frozenset({Kind.REFERENCES, Kind.NAMES, Kind.PAIRS, Kind.IDENTITIES})


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a fixed list: as it is stored, and as it is read."""

    value: Any
    label: Words


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: its heading, what may stand in it, and what an empty cell means.

    ``lists`` are the open lists whose values are looked for first; ``default``
    is what an empty cell is taken for.
    """

    key: str
    kind: Kind
    heading: Words
    required: bool = False
    null: bool = False
    default: Any = None
    choices: tuple[Choice, ...] = ()
    target: type[models.Model] | None = None
    lists: tuple[str, ...] = ()
    only_lists: bool = False
    most: int | None = None
    digits: int = 0
    decimals: int = 0
    help: Words | None = None
    field: models.Field | None = None
    attribute: str = ""  # of the record, where the value is held

    @property
    def is_sealed(self) -> bool:
        return self.kind not in IN_CLEAR

    @property
    def headings(self) -> set[str]:
        """All words under which this column is found, folded."""
        return {fold(self.heading.sq), fold(self.heading.en), fold(self.key)}


NEVER = frozenset({"id", "code", "created_at", "created_by", "changed_at", "changed_by", "version"})
# The fields by which a person finds a row come first.
LEADING = (
    "person", "case", "child", "relative", "session", "project", "legal_aid", "plan", "staff",
    "list", "key", "name", "name_sq", "name_en", "title_sq", "title_en", "kind", "on",
)  # fmt: skip
CODE = Column(
    key="code",
    kind=Kind.CODE,
    attribute="code",
    heading=both(_("Code")),
    required=True,
    most=40,
    help=both(
        _(
            "The number in your register. It names the record for ever: the same code is the same record."
        )
    ),
)


def columns_of(model: type[Record], **changes: dict[str, Any]) -> tuple[Column, ...]:
    """The columns of a model: the code, what it belongs to, the rest, and sealed text last.

    ``changes`` replace what was derived, by the name of the field.
    """
    fields = [field for field in model._meta.fields if field.name not in NEVER]
    several: Any = model._meta.many_to_many
    lists = [field for field in several if field.remote_field.through._meta.auto_created]
    derived = [_derive(field) for field in [*fields, *lists]]
    columns = [_changed(column, changes.get(column.key, {})) for column in derived]
    return (CODE, *sorted(columns, key=_place))


def _place(column: Column) -> tuple[int, int]:
    leading = LEADING.index(column.key) if column.key in LEADING else len(LEADING)
    return (2 if column.is_sealed else int(leading == len(LEADING))), leading


def _changed(column: Column, changes: dict[str, Any]) -> Column:
    words = {
        name: both(value) if isinstance(value, (str, Promise)) else value
        for name, value in changes.items()
        if name in {"heading", "help"}
    }
    return replace(column, **{**changes, **words}) if changes else column


def _derive(field: Any) -> Column:
    kind = _kind(field)
    heading = both(field.verbose_name)
    limits = field.remote_field.limit_choices_to if field.remote_field else {}
    return Column(
        key=field.name,
        kind=kind,
        heading=_capital(_without_last(heading) if kind is Kind.SEALED else heading),
        required=_is_required(field, kind),
        null=field.null and kind is not Kind.SEALED,
        default=_default(field, kind),
        choices=tuple(Choice(value, both(label)) for value, label in field.flatchoices),
        target=field.related_model if field.is_relation else None,
        lists=(limits["list"],) if isinstance(limits, dict) and "list" in limits else (),
        only_lists=isinstance(limits, dict) and "list" in limits,
        most=_most(field, kind),
        digits=getattr(field, "max_digits", 0) or 0,
        decimals=getattr(field, "decimal_places", 0) or 0,
        help=both(field.help_text) if field.help_text else None,
        field=field,
        attribute=field.attname if kind is Kind.REFERENCE else field.name,
    )


def _without_last(words: Words) -> Words:
    """ "Note, encrypted" is a column "Note"."""
    return Words(*(text.rpartition(", ")[0] or text for text in (words.sq, words.en)))


def _capital(words: Words) -> Words:
    return Words(words.sq[:1].upper() + words.sq[1:], words.en[:1].upper() + words.en[1:])


KINDS: tuple[tuple[type[models.Field], Kind], ...] = (
    (SealedField, Kind.SEALED),
    (models.ManyToManyField, Kind.REFERENCES),
    (models.ForeignKey, Kind.REFERENCE),
    (models.DateTimeField, Kind.MOMENT),
    (models.DateField, Kind.DATE),
    (models.BooleanField, Kind.YES_NO),
    (models.DecimalField, Kind.DECIMAL),
    (models.IntegerField, Kind.WHOLE),
    (models.TextField, Kind.LONG_TEXT),
    (models.CharField, Kind.TEXT),
    (models.JSONField, Kind.PAIRS),
)


def _kind(field: models.Field) -> Kind:
    if field.choices:
        return Kind.CHOICE
    for type_, kind in KINDS:
        if isinstance(field, type_):
            return kind
    raise TypeError(f"{field} has no kind of column")


def _is_required(field: Any, kind: Kind) -> bool:
    if kind in (Kind.REFERENCES, Kind.SEALED) or field.has_default():
        return False
    return not field.null and not field.blank


def _default(field: Any, kind: Kind) -> Any:
    if kind in (Kind.REFERENCES, Kind.SEALED):
        return None
    return field.get_default()


def _most(field: Any, kind: Kind) -> int | None:
    if kind is Kind.WHOLE:
        limits = {
            models.PositiveSmallIntegerField: 32_767,
            models.PositiveIntegerField: 2_147_483_647,
        }
        return limits.get(type(field), 2_147_483_647)
    return getattr(field, "max_length", None)
