"""Kinds of record as the pages know them: one declaration each, from which list, page and form follow.

A room declares its kinds in ``kinds.py``; the desk draws them. What a kind does
not say follows from its model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agimi.access.records import Record, sealed_names

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Bulk:
    """Something that is done to several records of a list at once, after a look at which.

    ``act`` takes the records, ``by=`` and what ``fields`` asked for, and goes
    through the room's verbs; the desk makes it undoable.
    """

    slug: str
    label: Words
    icon: str
    act: Callable[..., Any]
    form: Any = None  # a class of desk.forms.BulkForm that asks for what is needed
    # Why a record that the user may change is left out all the same; "" where it is not.
    why_not: Callable[[Any, Any], Words] | None = None
    hint: Words = ""  # what happens, in a sentence, for the preview


@dataclass(frozen=True)
class Kind:
    """A kind of record: its name in addresses, its place, its fields in their order, its verbs.

    ``fields`` stand in the form, sealed ones by their name too; ``line`` says a
    record in one line, without anything sealed. ``add`` and ``change`` are the
    room's verbs; where there is none the record goes into the ledger as it is.
    ``ends`` is the field that ending it fills in. ``group`` is the part of the
    case page it stands in.
    """

    slug: str
    model: type[Record]
    icon: str
    group: str
    fields: tuple[str, ...]
    line: Callable[[Any], str]
    day: str = "on"
    ends: str = ""
    required: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    initial: Callable[[Any, Any], Mapping[str, Any]] | None = None
    add: Callable[..., Record] | None = None
    change: Callable[..., Record] | None = None
    # Where the record is read and mended; without it the desk's own pages.
    url: Callable[[Any], str] | None = None
    # Enters into the trail that somebody reads the whole record, as that page of its own does.
    note_reading: Callable[[Any, Any], Any] | None = None
    bulk: tuple[Bulk, ...] = ()
    can_add: bool = True
    can_change: bool = True
    can_remove: bool = True
    in_lists: bool = True
    in_timeline: bool = True
    hints: Mapping[str, Words] = field(default_factory=dict)
    # Words for fields whose list belongs to another room: (value, words) pairs by field name.
    choices: Mapping[str, Sequence[tuple[str, Words]]] = field(default_factory=dict)
    # Which rows of another kind may be chosen, as a filter by field name.
    limits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def plural(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def sealed(self) -> tuple[str, ...]:
        """The sealed fields of the form, in its order."""
        return tuple(name for name in self.fields if name in sealed_names(self.model))

    @property
    def open_fields(self) -> tuple[str, ...]:
        return tuple(name for name in self.fields if name not in self.sealed)

    @property
    def ties(self) -> frozenset[str]:
        """Which of ``person`` and ``case`` a record of this kind has."""
        return frozenset({"person", "case"} & {f.name for f in self.model._meta.fields})

    def seen_by(self, user: Any) -> QuerySet[Any]:
        """The records of this kind that somebody sees, with what their line needs."""
        seen: QuerySet[Any] = self.model.objects.visible_to(user)
        return seen.select_related(*self.needs) if self.needs else seen

    @property
    def needs(self) -> tuple[str, ...]:
        """What the line of a record reads along its keys."""
        return tuple(sorted({*self.related, *self.ties} - {""}))


# The parts of a case page and of the page of all records, in their order there.
PARTS: Mapping[str, Words] = {
    "services": _("Services"),
    "plan": _("Plan and assessments"),
    "case": _("Course of the case"),
    "tasks": _("Tasks and appointments"),
    "legal": _("Legal aid"),
    "learning": _("Learning and work"),
    "home": _("Home and aid"),
    "health": _("Health"),
    "documents": _("Documents"),
    "family": _("Family"),
    "consents": _("Consents"),
    "files": _("Files"),
    "person": _("Person"),
}

_KINDS: dict[str, Kind] = {}


def declare(kinds: Iterable[Kind]) -> None:
    """Make kinds known; two of one name, or two for one model, are a mistake of ours."""
    for kind in kinds:
        if kind.slug in _KINDS:
            raise ValueError(f"there are two kinds named {kind.slug}")
        unknown = set(kind.fields) - {f.name for f in kind.model._meta.get_fields()}
        if unknown:
            raise ValueError(f"{kind.slug} has no field {', '.join(sorted(unknown))}")
        _KINDS[kind.slug] = kind


def kind_of(slug: str) -> Kind:
    """The kind of a name in an address; raises KeyError."""
    return _KINDS[slug]


def kind_for(model: type[Record]) -> Kind:
    """The kind of a model; raises KeyError."""
    return next(kind for kind in _KINDS.values() if kind.model is model)


def all_kinds() -> tuple[Kind, ...]:
    return tuple(_KINDS.values())
