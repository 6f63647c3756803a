"""The ledger: the only door through which records are written.

Every verb asks for ``by=``, checks the right, validates, writes the records and
their audit entry in one transaction: they succeed or fail together. The verbs
take many records as well as one, so that an import, the demonstration and a
form go the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.choices import Scope
from agimi.access.conditions import check_constraints
from agimi.access.insert import insert_rows
from agimi.access.models import User
from agimi.access.records import Record

R = TypeVar("R", bound=Record)
Links = Mapping[str, Mapping[str, Sequence[Any]]]

_BATCH = 500


class Stale(Exception):
    """Somebody else changed the record since it was read; ``current`` is how it stands now."""

    def __init__(self, current: Record) -> None:
        super().__init__(_("This record was changed by somebody else in the meantime."))
        self.current = current


def check_may_write(user: User, model: type[Record]) -> None:
    """Raise PermissionDenied unless this user may write records of this kind at all."""
    if not user.may_write(model.area):
        raise PermissionDenied(
            _("You may not change records of this kind: %(kind)s.")
            % {"kind": model._meta.verbose_name_plural}
        )


def check_may_change(user: User, record: Record) -> None:
    """Raise PermissionDenied unless this record lies within the user's right to write."""
    check_may_write(user, type(record))
    scope = user.grant(type(record).area).write
    if scope == Scope.ORGANISATION and type(record).case_path is None:
        return
    known = type(record)._default_manager.all()
    if not known.within(scope, user).filter(pk=record.pk).exists():
        raise PermissionDenied(_("This record lies outside your right to change records."))


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
    Raises ValidationError naming the first record that is wrong (by code);
    nothing is written then.
    """
    rows = list(records)
    if not rows:
        return rows
    model = type(rows[0])
    check_may_write(by, model)
    for row in rows:
        if not checked:
            validate(row)
        row.created_by = row.changed_by = by
    with transaction.atomic():
        _insert(model, rows)
        _link(model, rows, links or {})
        _check_scope(by, model, rows)
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            _audit("added", model, batch, by=by, because=because)
    return rows


def change(
    record: R, *, by: User, because: str = "", version: int | None = None, **values: Any
) -> R:
    """Change fields of one record; ``version`` is the version the user saw (optimistic locking).

    Raises Stale when somebody else changed it since, PermissionDenied and ValidationError.
    """
    check_may_change(by, record)
    before = {name: getattr(record, name) for name in values}
    seen = record.version if version is None else version
    for name, value in values.items():
        setattr(record, name, value)
    validate(record)
    with transaction.atomic():
        _update(record, sorted(values), seen, by)
        changed = [name for name in values if getattr(record, name) != before[name]]
        write_entry(
            by=by,
            verb="changed",
            kind=record._meta.label_lower,
            code=record.code,
            because=because,
            detail={"fields": sorted(changed)},
        )
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
    """Write the fields named of many records that were changed in memory, in batches."""
    rows = list(records)
    if not rows:
        return rows
    model = type(rows[0])
    check_may_write(by, model)
    now = timezone.now()
    for row in rows:
        if not checked:
            validate(row)
        row.changed_by, row.changed_at, row.version = by, now, row.version + 1
    with transaction.atomic():
        names = [*fields, "changed_by", "changed_at", "version"]
        model._default_manager.bulk_update(rows, names, batch_size=_BATCH)
        _link(model, rows, links or {}, replace=True)
        _check_scope(by, model, rows)
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            _audit("changed", model, batch, by=by, because=because, fields=list(fields))
    return rows


def remove(record: Record, *, by: User, because: str) -> None:
    """Take out a record that was made by mistake; a reason is needed."""
    check_may_change(by, record)
    if not because.strip():
        raise ValidationError(_("Say why the record is taken out."))
    with transaction.atomic():
        kind, code = record._meta.label_lower, record.code
        record.delete()
        write_entry(by=by, verb="removed", kind=kind, code=code, because=because)


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


class Invalid(ValidationError):
    """A record that cannot be written; ``record`` is the one, ``error_dict`` says what is wrong."""

    def __init__(self, record: Record, error: ValidationError) -> None:
        super().__init__(error.error_dict if hasattr(error, "error_dict") else error.messages)
        self.record = record


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


def _insert(model: type[R], rows: list[R]) -> None:
    try:
        with transaction.atomic():
            insert_rows(model, rows)
    except IntegrityError as error:
        raise ValidationError(_unique_message(model, error)) from error


def _unique_message(model: type[Record], error: IntegrityError) -> str:
    """What the database refused, in the words of the constraint that it names or whose columns."""
    text = str(error)
    for constraint in model._meta.constraints:
        columns = [
            f"{model._meta.db_table}.{model._meta.get_field(name).column}"
            for name in getattr(constraint, "fields", ())
        ]
        named = constraint.name in text
        if named or (columns and "UNIQUE" in text and text.endswith(": " + ", ".join(columns))):
            return str(constraint.violation_error_message)
    if "code" in text:
        return _("There is a record with this code already.")
    return _("The database refused the record: %(why)s") % {"why": text}


def _link(model: type[Record], rows: list[R], links: Links, *, replace: bool = False) -> None:
    """Write many-to-many values, one insert for each field that has any."""
    keys = {row.code: row.pk for row in rows if row.code in links}
    for field in model._meta.many_to_many if keys else ():
        values = {keys[code]: links[code][field.name] for code in keys if field.name in links[code]}
        through = field.remote_field.through
        source, target = field.m2m_column_name(), field.m2m_reverse_name()
        if replace and values:
            through._default_manager.filter(**{f"{source}__in": list(values)}).delete()
        through._default_manager.bulk_create(
            (
                through(**{source: key, target: value.pk})
                for key, items in values.items()
                for value in items
            ),
            batch_size=_BATCH,
        )


def _check_scope(by: User, model: type[Record], rows: list[R]) -> None:
    """What was written must lie within the writer's right, or nothing is written."""
    scope = by.grant(model.area).write
    if scope == Scope.ORGANISATION:
        return
    paths = (model.case_path, model.person_path, model.site_path)
    if paths == (None, None, None):
        raise PermissionDenied(_("Only somebody with the right for all may change this."))
    for start in range(0, len(rows), _BATCH):
        keys = [row.pk for row in rows[start : start + _BATCH]]
        visible = model._default_manager.all().within(scope, by).filter(pk__in=keys).count()
        if visible != len(keys):
            raise PermissionDenied(_("Some of these records lie outside your right."))


def _update(record: Record, names: list[str], seen: int, by: User) -> None:
    now = timezone.now()
    values = {name: getattr(record, name) for name in names}
    try:
        with transaction.atomic():
            count = (
                type(record)
                ._default_manager.filter(pk=record.pk, version=seen)
                .update(**values, version=seen + 1, changed_by=by, changed_at=now)
            )
    except IntegrityError as error:
        raise ValidationError(_unique_message(type(record), error)) from error
    if not count:
        raise Stale(type(record)._default_manager.get(pk=record.pk))
    record.version, record.changed_by, record.changed_at = seen + 1, by, now


def _audit(
    verb: str, model: type[Record], batch: list[R], *, by: User, because: str, **detail: Any
) -> None:
    codes = [row.code for row in batch]
    if len(codes) == 1:
        detail_code, extra = codes[0], detail
    else:
        detail_code, extra = "", {**detail, "codes": codes}
    write_entry(
        by=by,
        verb=verb,
        kind=model._meta.label_lower,
        code=detail_code,
        because=because,
        detail=extra,
    )
