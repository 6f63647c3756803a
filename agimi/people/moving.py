"""Records that change hands when two files become one, or are parted again.

Every kind of record that names a person is found by its relation, so that a new
kind of record needs nothing here. What was moved and what was left out is noted,
row by row, in a form that can be kept and turned back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.deletion import Collector
from django.utils import timezone

from agimi.access.insert import update_rows
from agimi.access.models import User
from agimi.access.records import Record, sealed_names
from agimi.people.actions import reseal_texts
from agimi.people.models import FamilyLink, Identity, Merge, NameKey, NotTheSame, Person

# Who somebody is, is put together by itself; what was said of two files stays said of them.
_STAY = (Identity, Merge, NameKey, NotTheSame)
_BATCH = 500
Place = tuple[type[models.Model], str]


@dataclass
class Moves:
    """What changed hands: keys by kind and field, rows left out, kinds that stand in the way."""

    moved: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    removed: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[type[models.Model]] = field(default_factory=list)

    def counts(self) -> Counter[str]:
        """How many records of each kind were moved."""
        counts: Counter[str] = Counter()
        for place, keys in self.moved.items():
            counts[place.partition(":")[0]] += len(keys)
        return +counts

    def left_out(self) -> Counter[str]:
        """How many the other file had as well."""
        return Counter(row["model"] for row in self.removed)


def place_name(model: type[models.Model], name: str) -> str:
    return f"{model._meta.label_lower}:{name}"


def place_of(text: str) -> Place:
    label, _colon, name = text.partition(":")
    return apps.get_model(label), name


# ── Moving ──────────────────────────────────────────────────────────────────────────────────────
def move_records(*, to: Person, of: Person, by: User) -> Moves:
    """Point every record of one file at the other; what that one says already is left out."""
    moves = Moves()
    between = Q(person=to, relative=of) | Q(person=of, relative=to)
    for link in FamilyLink.objects.filter(between):
        _leave_out(link, moves)
    for model, name in _relations():
        keys = list(model._base_manager.filter(**{name: of}).values_list("pk", flat=True))
        for start in range(0, len(keys), _BATCH):
            _move(model, name, keys[start : start + _BATCH], to, by, moves)
    return moves


def _relations() -> Iterator[Place]:
    for relation in Person._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in _STAY:
            yield relation.related_model, relation.field.name


def _move(
    model: type[models.Model], name: str, keys: Sequence[int], to: Person, by: User, moves: Moves
) -> None:
    """All at once; where the database refuses that, one by one."""
    if point(model, name, keys, to, by):
        moves.moved[place_name(model, name)] += keys
        return
    for row in model._base_manager.filter(pk__in=keys):
        if point(model, name, [row.pk], to, by):
            moves.moved[place_name(model, name)].append(row.pk)
        elif not (_is_part(model) and _leave_out(row, moves)):
            moves.conflicts.append(model)


def point(model: type[models.Model], name: str, keys: Iterable[int], to: Person, by: User) -> bool:
    """Make rows name this person; false where the database refuses."""
    values: dict[str, Any] = {name: to}
    if issubclass(model, Record):
        values |= {"version": F("version") + 1, "changed_by": by, "changed_at": timezone.now()}
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=list(keys)).update(**values)
    except IntegrityError:
        return False
    return True


def _is_part(model: type[models.Model]) -> bool:
    return bool(model._meta.auto_created or getattr(model, "is_part", False))


# ── Left out, and put back ──────────────────────────────────────────────────────────────────────
def _leave_out(row: models.Model, moves: Moves) -> bool:
    """Delete a row with what hangs on it, noting all of it; false where more hangs on it."""
    collector = Collector(using=row._state.db or "default", origin=row)
    collector.collect([row])
    if collector.field_updates:
        return False
    rows = [item for items in collector.data.values() for item in items]
    for fast in collector.fast_deletes:
        rows += list(fast)
    moves.removed += [_as_values(item) for item in rows]
    row.delete()
    return True


def _as_values(row: models.Model) -> dict[str, Any]:
    """A row as text that gives the very same row again."""
    values = {
        each.attname: None if getattr(row, each.attname) is None else each.value_to_string(row)
        for each in row._meta.concrete_fields
    }
    return {"model": row._meta.label_lower, "values": values}


def put_back(kept: Mapping[str, Any]) -> bool:
    """Write a row that was left out; false where it does not fit any more."""
    model = apps.get_model(kept["model"])
    fields: dict[str, Any] = {each.attname: each for each in model._meta.concrete_fields}
    values = {
        name: None if text is None else fields[name].to_python(text)
        for name, text in kept["values"].items()
        if name in fields
    }
    if not all(_stands(fields[name], value) for name, value in values.items()):
        return False
    try:
        with transaction.atomic():
            model(**values).save_base(raw=True, force_insert=True)
    except IntegrityError:
        return False
    return True


def _stands(named: Any, value: Any) -> bool:
    """Whether what a row refers to is still there."""
    if value is None or not isinstance(named, models.ForeignKey):
        return True
    target = named.remote_field.model._base_manager
    return bool(target.filter(**{named.target_field.attname: value}).exists())


# ── Sealed text ─────────────────────────────────────────────────────────────────────────────────
def reseal_records(*, of: Person, sealed_for: Person, to: Person) -> None:
    """The text of everything that is one person's, sealed with one key so far, and then another."""
    for model, owned in _owned_by(of):
        rows = list(model._base_manager.filter(owned))
        for name in sealed_names(model):
            may_be_empty = model._meta.get_field(name).null
            texts = reseal_texts([getattr(row, name) for row in rows], owner=sealed_for, to=to)
            for row, text in zip(rows, texts, strict=True):
                if text is not None or may_be_empty:  # else it was erased, and stays unreadable
                    setattr(row, name, text)
        update_rows(model, rows, list(sealed_names(model)))


def _owned_by(person: Person) -> Iterator[tuple[type[Record], Q]]:
    """Every kind of record with sealed text, and which of them are under this person's key."""
    for model in apps.get_models():
        if not issubclass(model, Record):
            continue
        names = {each.name for each in model._meta.fields}
        if not sealed_names(model):
            continue
        if {"person", "case"} <= names:
            yield model, Q(person=person) | Q(person=None, case__person=person)
        elif "person" in names:
            yield model, Q(person=person)
        elif "case" in names:
            yield model, Q(case__person=person)
