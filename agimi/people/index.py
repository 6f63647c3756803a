"""The rows of the search: written and taken away for many people at once.

Called by ``people.actions`` in the transaction that writes or erases an identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connections, router

from agimi.people.models import NameKey

_BATCH = 5000


def replace_tokens(tokens: Mapping[int, Mapping[bytes, str]]) -> None:
    """The tokens of people by their keys, instead of those that they had."""
    drop_tokens(tokens)
    rows = [
        (person, token, strong)
        for person, found in tokens.items()
        for token, strong in found.items()
    ]
    _insert(rows)


def drop_tokens(people: Iterable[int]) -> None:
    """These people are not found by name or number any more."""
    NameKey.objects.filter(person__in=list(people)).delete()


def _insert(rows: Sequence[tuple[int, bytes, str]]) -> None:
    """One prepared statement for all: there are a dozen rows a person."""
    connection = connections[router.db_for_write(NameKey)]
    names = ("person", "token", "strong")
    columns = [NameKey._meta.get_field(name).column for name in names]  # type: ignore[union-attr]
    quoted = ", ".join(connection.ops.quote_name(str(column)) for column in columns)
    table = connection.ops.quote_name(NameKey._meta.db_table)
    statement = f"INSERT INTO {table} ({quoted}) VALUES (%s, %s, %s)"  # noqa: S608 our own names
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _BATCH):
            cursor.executemany(statement, rows[start : start + _BATCH])
