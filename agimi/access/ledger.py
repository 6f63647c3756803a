"""The ledger: the only door through which records are written.

Every verb asks for ``by=``, checks the right, validates, writes the records and
their audit entry in one transaction: they succeed or fail together. The verbs
take many records as well as one, so that an import, the demonstration and a
form go the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.conditions import check_constraints, check_lists
from agimi.access.insert import insert_links, insert_rows, update_rows
from agimi.access.models import User
from agimi.access.records import Record, sealed_names
from agimi.access.rights import (
    check_may_change,
    check_may_write,
    check_reach,
    check_ties,
    may_change_all,
    writable,
)
from agimi.access.steps import links_of, listening, note

__all__ = [
    "CodeTaken",
    "Invalid",
    "Links",
    "Stale",
    "add",
    "add_many",
    "change",
    "change_many",
    "check_may_change",
    "check_may_write",
    "once",
    "put_back",
    "remove",
    "standing",
    "validate",
]

R = TypeVar("R", bound=Record)
Links = Mapping[str, Mapping[str, Sequence[Any]]]

_BATCH = 500
_NEVER_CHANGED = {
    "id",
    "pk",
    "code",
    "created_at",
    "created_by",
    "changed_at",
    "changed_by",
    "version",
}


class Stale(Exception):
    """Somebody else changed the record since it was read; ``current`` is how it stands now.

    ``current`` is None where the record was taken out, or is not to be seen any more.
    """

    def __init__(self, current: Record | None) -> None:
        super().__init__(_("This record was changed by somebody else in the meantime."))
        self.current = current


class Invalid(ValidationError):
    """A record that cannot be written; ``record`` is the one, ``error_dict`` says what is wrong."""

    def __init__(self, record: Record, error: ValidationError) -> None:
        super().__init__(error.error_dict if hasattr(error, "error_dict") else error.messages)
        self.record = record


class CodeTaken(ValidationError):
    """Another record stands under this code."""

    def __init__(self) -> None:
        super().__init__(_("There is a record with this code already."), code="code_taken")


# ── New records ─────────────────────────────────────────────────────────────────────────────────
def add(
    record: R, *, by: User, because: str = "", links: Mapping[str, Sequence[Any]] | None = None
) -> R:
    """Write one new record; ``links`` are its many-to-many values by field name."""
    return add_many(
        [record], by=by, because=because, links={record.code: links} if links else None
    )[0]


def add_many(
    records: Iterable[R],
    *,
    by: User,
    because: str = "",
    links: Links | None = None,
    checked: bool = False,
) -> list[R]:
    """Write many new records of one kind with one audit entry for each batch.

    ``links`` maps a record's code to its many-to-many values by field name.
    ``checked`` says that the caller has validated the records (an import does,
    to name all problems at once); the database's constraints hold all the same.
    Raises Invalid for the first record that is wrong; nothing is written then.
    """
    rows = list(records)
    if not rows:
        return rows
    model = type(rows[0])
    check_may_write(by, model)
    if not checked:
        _validate_all(rows)
    for row in rows:
        row.created_by = row.changed_by = by
    with transaction.atomic():
        check_ties(by, model, rows)
        with _refusals(model):
            insert_rows(model, rows)
        _link(model, rows, links or {})
        check_reach(by, model, rows)
        _audit("added", rows, by=by, because=because)
    for row in rows:
        note("added", row)
    return rows


def standing(record: R, *, by: User) -> R | None:
    """The record that stands under this one's code already, None if there is none.

    Raises CodeTaken, and says no more, when it is one that the user may not see.
    """
    known: Any = type(record)._default_manager.filter(code=record.code)
    if not known.exists():
        return None
    seen: R | None = known.visible_to(by).first()
    if seen is None:
        raise CodeTaken
    return seen


def once(record: R, *, by: User, write: Callable[[], R]) -> R:
    """Write a record unless it stands already: sending it twice makes one.

    A form, a phone or a workbook gives the record its code, so that it can be
    sent again when the answer got lost.
    """
    known = standing(record, by=by)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return write()
    except CodeTaken:  # it was sent twice at the same moment
        known = standing(record, by=by)
        if known is None:
            raise
        return known


# ── Changes ─────────────────────────────────────────────────────────────────────────────────────
def change(
    record: R,
    *,
    by: User,
    because: str = "",
    version: int | None = None,
    links: Mapping[str, Sequence[Any]] | None = None,
    **values: Any,
) -> R:
    """Change fields of one record; ``version`` is the version the user saw (optimistic locking).

    Raises Stale when somebody else changed it since, PermissionDenied and ValidationError.
    """
    check_may_change(by, record)
    names = _changeable(type(record), values)
    for name, value in values.items():
        setattr(record, name, value)
    _validate_all([record])
    seen = record.version if version is None else version
    with transaction.atomic():
        stands = _stored([record], names)
        before = stands.get(record.pk)
        if before is None or before["version"] != seen:
            raise Stale(_current(record, by))
        _check_keeps([record], names, stands)
        _check_moved(by, [record], names, stands)
        changed = [name for name in names if before[_attname(record, name)] != _value(record, name)]
        linked = links_of(record, sorted(links or ()))
        _update(record, names, seen, by)
        _link(type(record), [record], {record.code: links} if links else {}, replace=True)
        if _moves(type(record), changed):
            check_reach(by, type(record), [record])
        _audit("changed", [record], by=by, because=because, fields=[*changed, *sorted(links or ())])
    note("changed", record, before=_of(record, changed, before), links=linked)
    return record


def change_many(
    records: Iterable[R],
    fields: Sequence[str],
    *,
    by: User,
    because: str = "",
    links: Links | None = None,
    checked: bool = False,
) -> list[R]:
    """Write the fields named of many records that were changed in memory, in batches.

    The same holds for each as for ``change``: right, version, and whose text it is.
    """
    rows = list(records)
    if not rows:
        return rows
    model = type(rows[0])
    check_may_write(by, model)
    names = _changeable(model, fields)
    if not checked:
        _validate_all(rows)
    with transaction.atomic():
        stands = _stored(rows, names)
        _check_many_changeable(by, model, rows, stands)
        _check_keeps(rows, names, stands)
        _check_moved(by, rows, names, stands)
        links_before = {
            row.code: links_of(row, sorted(links[row.code]))
            for row in rows
            if links and row.code in links
        }
        _update_many(model, rows, names, by)
        _link(model, rows, links or {}, replace=True)
        if _moves(model, names):
            check_reach(by, model, rows)
        linked = sorted({name for values in (links or {}).values() for name in values})
        _audit("changed", rows, by=by, because=because, fields=[*names, *linked])
    for row in rows if listening() else ():
        before = _of(row, names, stands[row.pk])
        note("changed", row, before=before, links=links_before.get(row.code))
    return rows


def remove(record: Record, *, by: User, because: str) -> None:
    """Take out a record that was made by mistake; a reason is needed.

    Its own parts go with it, named in the audit entry; anything else that
    hangs on it must be taken out before.
    """
    check_may_change(by, record)
    if not because.strip():
        raise ValidationError(_("Say why the record is taken out."))
    with transaction.atomic():
        parts = _parts(record)
        taken = [_whole(row) for row in (record, *parts)]
        kind, code = record._meta.label_lower, record.code
        detail: dict[str, Any] = _of_case(record)
        record.delete()
        if parts:
            detail["parts"] = sorted(f"{row._meta.label_lower} {row.code}" for row in parts)
        write_entry(by=by, verb="removed", kind=kind, code=code, because=because, detail=detail)
    # The record last: taken back in the opposite order, it stands before its parts.
    for row, (before, linked) in reversed(list(zip((record, *parts), taken, strict=True))):
        note("removed", row, before=before, links=linked)


def put_back(record: R, *, by: User, because: str, links: Mapping[str, Sequence[Any]]) -> R:
    """Put a record that was taken out back as it was, its code, maker and version kept.

    For undo: the same rights are asked as for adding it.
    """
    model = type(record)
    check_may_write(by, model)
    _validate_all([record])
    maker, made_at = record.created_by_id, record.created_at
    with transaction.atomic():
        check_ties(by, model, [record])
        with _refusals(model):
            model._base_manager.bulk_create([record])
            model._base_manager.filter(pk=record.pk).update(created_by=maker, created_at=made_at)
        for name, keys in links.items():
            getattr(record, name).set(keys)
        check_reach(by, model, [record])
        _audit("put back", [record], by=by, because=because)
    return record


# ── Whether a record may stand ──────────────────────────────────────────────────────────────────
def validate(record: Record) -> None:
    """Raise Invalid, with the words for each field, unless the record may stand as it is."""
    exclude = {f.name for f in record._meta.fields if isinstance(f, models.ForeignKey)}
    try:
        record.clean_fields(exclude=exclude)
        _check_required_links(record)
        record.clean()
        check_constraints(record)
    except ValidationError as error:
        raise Invalid(record, error) from error


def _validate_all(rows: Sequence[Record]) -> None:
    for row in rows:
        validate(row)
    for row, error in check_lists(rows):
        raise Invalid(row, error)


def _check_required_links(record: Record) -> None:
    missing = {
        field.name: _("This field is required.")
        for field in record._meta.fields
        if isinstance(field, models.ForeignKey)
        and not field.null
        and getattr(record, field.attname) is None
    }
    if missing:
        raise ValidationError(missing)


def _changeable(model: type[Record], names: Iterable[str]) -> list[str]:
    """The names of fields to write, sorted; a code, a maker or a version is nobody's to change."""
    wanted = sorted(set(names))
    known = {field.name for field in model._meta.concrete_fields} - _NEVER_CHANGED
    if wrong := [name for name in wanted if name not in known]:
        raise TypeError(f"{model._meta.label} has no field to change named {', '.join(wrong)}")
    return wanted


def _check_many_changeable(
    by: User, model: type[R], rows: list[R], stands: Mapping[Any, Mapping[str, Any]]
) -> None:
    """Each record, as it stands now, is within the writer's right and as the writer saw it."""
    if not may_change_all(by, model):
        for start in range(0, len(rows), _BATCH):
            keys = {row.pk for row in rows[start : start + _BATCH]}
            if writable(model, by).filter(pk__in=keys).count() != len(keys):
                raise PermissionDenied(_("Some of these records lie outside your right."))
    for row in rows:
        if row.pk not in stands or stands[row.pk]["version"] != row.version:
            raise Stale(_current(row, by))


def _check_keeps(
    rows: Sequence[Record], names: Sequence[str], stands: Mapping[Any, Mapping[str, Any]]
) -> None:
    """What is fixed stays; sealed text is never moved to another person unless written anew."""
    model = type(rows[0])
    fixed = {name for name in model.fixed if name in names}
    owners = {"person", "case"} & set(names)
    texts = [name for name in sealed_names(model) if name not in names]
    for row in rows if fixed or owners else ():
        before = stands[row.pk]
        moved = {n for n in fixed | owners if before[_attname(row, n)] != _value(row, n)}
        if moved & fixed:
            raise Invalid(row, _keeps_error(model, min(moved & fixed)))
        if moved & owners and any(before[text] is not None for text in texts):
            words = _("Its encrypted text belongs to the person it was written for: write it anew.")
            raise Invalid(row, ValidationError({min(moved & owners): words}))


def _keeps_error(model: type[Record], name: str) -> ValidationError:
    label = model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    words = _("“%(field)s” does not change: take the record out and make another.")
    return ValidationError({name: words % {"field": label}})


def _check_moved(
    by: User, rows: Sequence[Record], names: Sequence[str], stands: Mapping[Any, Mapping[str, Any]]
) -> None:
    """The case or person that a record is moved to must be the writer's own."""
    model = type(rows[0])
    ties = {name for name in (model.case_path, model.opens) if name and name in names}
    moved = [
        row
        for row in rows
        if any(stands[row.pk][_attname(row, name)] != _value(row, name) for name in ties)
    ]
    if moved:
        check_ties(by, model, moved)


def _moves(model: type[Record], names: Iterable[str]) -> bool:
    """Whether a change of these fields could put a record out of its writer's right."""
    paths = (model.case_path, model.person_path, model.site_path)
    return bool({path.partition("__")[0] for path in paths if path} & set(names))


# ── The database ────────────────────────────────────────────────────────────────────────────────
class _refusals:  # noqa: N801 read as a word: `with _refusals(model):`
    """Turns what the database refuses into words; keeps the transaction around it usable."""

    def __init__(self, model: type[Record]) -> None:
        self.model, self.savepoint = model, transaction.atomic()

    def __enter__(self) -> None:
        self.savepoint.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self.savepoint.__exit__(kind, error, trace)
        if isinstance(error, IntegrityError):
            raise _refused(self.model, error) from error


def _refused(model: type[Record], error: IntegrityError) -> ValidationError:
    """What the database refused, in the words of the constraint that it names or whose columns."""
    text = str(error)
    table = model._meta.db_table
    for constraint in model._meta.constraints:
        columns = [
            f"{table}.{model._meta.get_field(name).column}"  # type: ignore[union-attr]
            for name in getattr(constraint, "fields", ())
        ]
        if constraint.name in text or (columns and text.endswith(": " + ", ".join(columns))):
            return ValidationError(str(constraint.get_violation_error_message()))
    if text.endswith(f": {table}.code") or f'"{table}_code_' in text:
        return CodeTaken()
    return ValidationError(_("The database refused the record: %(why)s") % {"why": text})


def _stored(rows: Sequence[Record], names: Sequence[str]) -> dict[Any, dict[str, Any]]:
    """How the records stand in the database now, locked until the transaction ends."""
    model = type(rows[0])
    wanted = {_attname(rows[0], name) for name in names}
    wanted |= {"pk", "version", *sealed_names(model)}
    found = {}
    for start in range(0, len(rows), _BATCH):
        keys = [row.pk for row in rows[start : start + _BATCH]]
        stands = model._base_manager.select_for_update().filter(pk__in=keys)
        found.update({values["pk"]: values for values in stands.values(*wanted)})
    return found


def _current(record: R, by: User) -> R | None:
    current: Any = type(record)._default_manager.filter(pk=record.pk)
    return current.visible_to(by).first()


def _update(record: Record, names: Sequence[str], seen: int, by: User) -> None:
    now = timezone.now()
    values = {name: getattr(record, name) for name in names}
    with _refusals(type(record)):
        type(record)._base_manager.filter(pk=record.pk, version=seen).update(
            **values, version=seen + 1, changed_by=by, changed_at=now
        )
    record.version, record.changed_by, record.changed_at = seen + 1, by, now


def _update_many(model: type[R], rows: list[R], names: Sequence[str], by: User) -> None:
    now = timezone.now()
    for row in rows:
        row.changed_by, row.changed_at, row.version = by, now, row.version + 1
    written = [*names, "changed_by", "changed_at", "version"]
    try:
        with _refusals(model):
            update_rows(model, rows, written)
    except ValidationError:
        for row in rows:
            row.version -= 1
        raise


def _link(model: type[Record], rows: Sequence[R], links: Links, *, replace: bool = False) -> None:
    """Write many-to-many values, one insert for each field that has any."""
    keys = {row.code: row.pk for row in rows if row.code in links}
    for field in model._meta.many_to_many if keys else ():
        values = {keys[code]: links[code][field.name] for code in keys if field.name in links[code]}
        if replace:
            _unlink(field, list(values))
        pairs = [(key, item.pk) for key, items in values.items() for item in dict.fromkeys(items)]
        insert_links(field, pairs)


def _unlink(field: Any, keys: Sequence[Any]) -> None:
    links = field.remote_field.through._default_manager
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        links.filter(**{f"{field.m2m_column_name()}__in": batch}).delete()


def _of(record: Record, names: Sequence[str], stood: Mapping[str, Any]) -> dict[str, Any]:
    """Of what stood before, the values of these fields."""
    return {_attname(record, name): stood[_attname(record, name)] for name in names}


def _whole(record: Record) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Everything of a record that is about to be taken out; nothing where nobody listens."""
    if not listening():
        return {}, {}
    values = {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields}
    return values, links_of(record, [f.name for f in record._meta.many_to_many])


def _of_case(record: Any) -> dict[str, str]:
    """Of which case a record is: once it is gone, nothing but the trail could tell."""
    path = record.case_path
    case = getattr(record, path, None) if path else None
    return {"case": case.code} if isinstance(case, Record) else {}


def _parts(record: Record) -> list[Record]:
    """The parts that go with a record; raises if more hangs on it."""
    collector = Collector(using=record._state.db or "default", origin=record)
    try:
        collector.collect([record])
    except ProtectedError as error:
        raise ValidationError(_hangs({type(item) for item in error.protected_objects})) from error
    found = [item for items in collector.data.values() for item in items if item != record]
    for fast in collector.fast_deletes:
        found += list(fast)
    records = [item for item in found if isinstance(item, Record)]
    others = {type(item) for item in records if not item.is_part}
    if others:
        raise ValidationError(_hangs(others))
    return records


def _hangs(kinds: set[Any]) -> str:
    names = ", ".join(sorted(str(kind._meta.verbose_name_plural) for kind in kinds))
    return _("Other records hang on it (%(kinds)s): take them out first.") % {"kinds": names}


def _attname(record: Record, name: str) -> str:
    return record._meta.get_field(name).attname  # type: ignore[union-attr]


def _value(record: Record, name: str) -> Any:
    value = getattr(record, _attname(record, name))
    return bytes(value) if isinstance(value, memoryview) else value


def _audit(
    verb: str, rows: Sequence[Record], *, by: User, because: str, fields: Sequence[str] = ()
) -> None:
    """One entry for each batch of records, with the record's code or all codes."""
    detail: dict[str, Any] = {"fields": list(fields)} if fields else {}
    for start in range(0, len(rows), _BATCH):
        codes = [row.code for row in rows[start : start + _BATCH]]
        write_entry(
            by=by,
            verb=verb,
            kind=rows[0]._meta.label_lower,
            code=codes[0] if len(codes) == 1 else "",
            because=because,
            detail=detail if len(codes) == 1 else {**detail, "codes": codes},
        )
