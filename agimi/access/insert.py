"""Writing many rows at once, several times faster than ``bulk_create`` and ``bulk_update``.

Those build an expression for each value. Records here are plain values: SQLite
takes them by one prepared statement, PostgreSQL as one stream (``COPY``), within
the same transaction and under the same constraints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connections, models, router
from django.utils import timezone

from agimi.access.among import among

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
    _stamp(rows, fields)
    take = _taker(fields, connection)
    columns = [str(field.column) for field in fields]
    if connection.vendor == "postgresql":
        keys = _new_keys(model, len(rows), connection)
        values = ((key, *take(row)) for key, row in zip(keys, rows, strict=True))
        columns = [str(model._meta.pk.column), *columns]
        _copy(connection, model._meta.db_table, columns, values)
        for row, key in zip(rows, keys, strict=True):
            _stands(row, key, connection.alias)
        return
    for start in range(0, len(rows), batch):
        part = [take(row) for row in rows[start : start + batch]]
        _execute_many(connection, model._meta.db_table, columns, part)
    _find_keys(model, rows, connection.alias)


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
    take = _taker([*fields, model._meta.pk], connection)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), batch):
            cursor.executemany(statement, [take(row) for row in rows[start : start + batch]])


def insert_links(field: Any, pairs: Sequence[tuple[Any, Any]], *, batch: int = 5000) -> None:
    """Insert the (own key, other key) pairs of a many-to-many field."""
    through = field.remote_field.through
    connection = connections[router.db_for_write(through)]
    columns = [field.m2m_column_name(), field.m2m_reverse_name()]
    if connection.vendor == "postgresql":
        _copy(connection, through._meta.db_table, columns, pairs)
        return
    for start in range(0, len(pairs), batch):
        part = pairs[start : start + batch]
        _execute_many(connection, through._meta.db_table, columns, part)


def _execute_many(
    connection: Any, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    quote = connection.ops.quote_name
    names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})"  # noqa: S608 our own names
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _copy(
    connection: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """PostgreSQL: all rows as one stream; what it refuses is raised as Django raises it."""
    quote = connection.ops.quote_name
    statement = f"COPY {quote(table)} ({', '.join(map(quote, columns))}) FROM STDIN"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as stream,
    ):
        for row in rows:
            stream.write_row(row)


def _stamp(rows: Sequence[Any], fields: Sequence[Any]) -> None:
    """The time of writing, where a field asks for it: one for all rows."""
    now = timezone.now()
    for field in fields:
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            for row in rows:
                setattr(row, field.attname, now)


def _taker(fields: Sequence[Any], connection: Any) -> Callable[[Any], Sequence[Any]]:
    """What takes the values of several fields from a row, as the driver wants them."""
    take = attrgetter(*(field.attname for field in fields))
    prepared = [(place, field) for place, field in enumerate(fields) if not _is_plain(field)]

    def values_of(row: Any) -> Sequence[Any]:
        values = list(take(row))
        for place, field in prepared:
            values[place] = field.get_db_prep_save(values[place], connection)
        return values

    return values_of


def _is_plain(field: Any) -> bool:
    return isinstance(field, _PLAIN) and not isinstance(field, models.DateTimeField)


def _new_keys(model: type[models.Model], count: int, connection: Any) -> list[int]:
    """Keys from the table's own sequence: the rows need not be looked up afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(model._meta.db_table), model._meta.pk.column, count],
        )
        return [key for (key,) in cursor.fetchall()]


def _find_keys(model: type[models.Model], rows: Sequence[Any], alias: str) -> None:
    by_code = {row.code: row for row in rows}
    found = model._default_manager.using(alias).filter(among("code", by_code)).order_by()
    for key, code in found.values_list("pk", "code"):
        _stands(by_code[code], key, alias)


def _stands(row: Any, key: Any, alias: str) -> None:
    row.pk = key
    row._state.adding, row._state.db = False, alias
