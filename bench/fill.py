"""Fill the empty database of the environment.

``python -m bench.fill invent CASES SERVICES`` invents an organisation,
``python -m bench.fill copy FILE [KEYS]`` brings in what is in a SQLite file, so that both databases
hold the same; with a file of keys, those too.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from typing import Any

import django

ROOMS = ("access", "programme", "people", "casework", "activities")


def invent(cases: int, services: int) -> None:
    from agimi.access.accounts import system_user
    from agimi.programme.fixtures import load_reference, load_world
    from bench.world import World, build

    load_reference(by=system_user())
    load_world(by=system_user())
    build(World(cases, services))


def copy(file: str, keys: str = "") -> None:
    """All tables of the rooms, row for row, into PostgreSQL."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection, transaction

    models = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.label != "people.PersonKey"
    ]
    source = sqlite3.connect(file)
    with transaction.atomic(), connection.cursor() as cursor:
        # The rows hold together in the file already: no key is looked up again.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL timezone = 'UTC'")
        for model in models:
            _copy(source, cursor, model)
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
    source.close()
    if keys:
        _copy_keys(keys)


def _copy_keys(file: str) -> None:
    from django.core.management.color import no_style
    from django.db import connections, transaction

    from agimi.people.models import PersonKey

    connection, source = connections["keys"], sqlite3.connect(file)
    with transaction.atomic(using="keys"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        _copy(source, cursor, PersonKey)
        for sql in connection.ops.sequence_reset_sql(no_style(), [PersonKey]):
            cursor.execute(sql)
    source.close()


def _copy(source: sqlite3.Connection, cursor: Any, model: Any) -> None:
    from django.db import models

    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = f'"{model._meta.db_table}"'
    yes_no = [place for place, f in enumerate(fields) if isinstance(f, models.BooleanField)]
    cursor.execute(f"DELETE FROM {table}")
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
        for row in _rows(source, f"SELECT {columns} FROM {table}", yes_no):
            into.write_row(row)


def _rows(source: sqlite3.Connection, sql: str, yes_no: list[int]) -> Iterator[Any]:
    """The rows as SQLite has them, with yes and no instead of 1 and 0."""
    for row in source.execute(sql):
        if not yes_no:
            yield row
            continue
        values = list(row)
        for place in yes_no:
            values[place] = None if values[place] is None else bool(values[place])
        yield values


def main(what: str, *arguments: str) -> None:
    django.setup()
    from agimi.access.house import migrate

    migrate(told=lambda alias, steps: None)
    if what == "invent":
        invent(*(int(argument) for argument in arguments))
    else:
        copy(*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
