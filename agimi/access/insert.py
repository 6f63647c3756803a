"""Writing many rows at once, several times faster than ``bulk_create`` and ``bulk_update``.

Those build an expression for each value. Records here are plain values, so one
prepared statement sent many times does the same work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connections, models, router
from django.utils import timezone

# Values of these fields reach the driver as they are; the others are prepared by the field.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.DateField,
    models.ForeignKey,
)


def insert_rows(model: type[models.Model], rows: Sequence[Any], *, batch: int = 2000) -> None:
    """Insert new rows of one model and set their primary keys.

    ``auto_now`` and ``auto_now_add`` are honoured; database defaults and
    signals are not (records have neither).
    """
    connection = connections[router.db_for_write(model)]
    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    now = timezone.now()
    columns = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 names of our own models
    readers = [_reader(field, connection, now) for field in fields]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), batch):
            part = rows[start : start + batch]
            cursor.executemany(statement, list(_values(part, readers)))
    _set_keys(model, rows, connection.alias)


def update_rows(
    model: type[models.Model], rows: Sequence[Any], names: Sequence[str], *, batch: int = 2000
) -> None:
    """Write the fields named of rows that stand already, each by its primary key."""
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    settings = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    statement = f"UPDATE {table} SET {settings} WHERE {key} = %s"  # noqa: S608 our own names
    # Times are the caller's here: what one change writes bears one time.
    readers = [_plain_reader(field, connection) for field in (*fields, model._meta.pk)]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), batch):
            cursor.executemany(statement, list(_values(rows[start : start + batch], readers)))


def insert_links(field: Any, pairs: Sequence[tuple[Any, Any]], *, batch: int = 5000) -> None:
    """Insert the (own key, other key) pairs of a many-to-many field."""
    through = field.remote_field.through
    connection = connections[router.db_for_write(through)]
    quote = connection.ops.quote_name
    columns = f"{quote(field.m2m_column_name())}, {quote(field.m2m_reverse_name())}"
    table = quote(through._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES (%s, %s)"  # noqa: S608 our own names
    with connection.cursor() as cursor:
        for start in range(0, len(pairs), batch):
            cursor.executemany(statement, pairs[start : start + batch])


def _values(rows: Sequence[Any], readers: list[Callable[[Any], Any]]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield tuple(read(row) for read in readers)


def _reader(field: Any, connection: Any, now: Any) -> Callable[[Any], Any]:
    name = field.attname
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        stamp = field.get_db_prep_save(now, connection)

        def stamped(row: Any) -> Any:
            setattr(row, name, now)
            return stamp

        return stamped
    return _plain_reader(field, connection)


def _plain_reader(field: Any, connection: Any) -> Callable[[Any], Any]:
    name = field.attname
    if isinstance(field, _PLAIN) and not isinstance(field, models.DateTimeField):
        return lambda row: getattr(row, name)
    return lambda row: field.get_db_prep_save(getattr(row, name), connection)


def _set_keys(model: type[models.Model], rows: Sequence[Any], alias: str) -> None:
    by_code = {row.code: row for row in rows}
    codes = list(by_code)
    for start in range(0, len(codes), 900):
        found = model._default_manager.using(alias).filter(code__in=codes[start : start + 900])
        for key, code in found.values_list("pk", "code"):
            row = by_code[code]
            row.pk = key
            row._state.adding, row._state.db = False, alias
