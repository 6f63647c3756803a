"""Questions that every page asks: PostgreSQL plans them once for each connection, not each time.

Of such a question planning took longer than answering. What is put together anew each time, as
the ORM does, is not worth it: the plans that fit any value are worse than those made for one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection


def asked(sql: str, given: Sequence[Any] | Mapping[str, Any] | None = None) -> list[Any]:
    """The rows of a question whose words are always the same; only what is given differs."""
    with _cursor() as cursor:
        cursor.execute(sql, given)
        rows: list[Any] = cursor.fetchall()
    return rows


def _cursor() -> Any:
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    # As Django wraps its own: noted where somebody counts the questions.
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(_preparing()(connection.connection))


@cache
def _preparing() -> Any:
    """Made where PostgreSQL is used: its driver need not be there otherwise."""
    import psycopg

    class Preparing(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
            return super().execute(query, params, **how | {"prepare": True})

    return Preparing
