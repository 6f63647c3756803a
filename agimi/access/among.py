"""``among("code", codes)``: one of many values, sent to the database as one.

Django's ``code__in`` prepares each value by itself and writes a mark for each; of
a thousand codes that takes longer than the search. A list is one value here: an
array for PostgreSQL, JSON for SQLite, which has no limit of variables then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Lookup


class Among(Lookup):
    """The column's value is one of these plain values (texts or whole numbers)."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*parameters, self.rhs)
        sql = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 a column of ours
        return sql, (*parameters, json.dumps(self.rhs))


def among(field: str, values: Iterable[Any]) -> Among:
    """The condition that a field's value is one of these, each named once or more."""
    return Among(F(field), list(dict.fromkeys(values)))
