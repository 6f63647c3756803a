"""``among("code", codes)``: one of many values, sent to the database as one.

Django's ``code__in`` prepares each value by itself and writes a mark for each; of
a thousand codes that takes longer than the search. A list is one value here: an
array for PostgreSQL, JSON for SQLite, which has no limit of variables then.

``case__among=Keys(keys)`` says the same within a ``Q``, where it may be turned round:
what belongs to no case is then not among them, as Django has it for ``case__in``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Field, Lookup, Q
from django.db.models.fields.related import ForeignObject


class Keys:
    """Whole numbers that go through a ``Q`` as one value, without being looked at one by one."""

    def __init__(self, values: Iterable[int]) -> None:
        self.values = tuple(dict.fromkeys(values))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keys) and self.values == other.values

    def __hash__(self) -> int:
        return hash(self.values)


def keyed(path: str, keys: Iterable[int]) -> Q:
    """That what stands at the end of a path has one of these keys; of none, nothing is asked at all."""
    wanted = Keys(keys)
    return Q(**{f"{path}__among": wanted}) if wanted.values else Q(pk__in=())


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup):
    """The column's value is one of these plain values (texts or whole numbers)."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        values = list(self.rhs.values if isinstance(self.rhs, Keys) else self.rhs)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*parameters, values)
        sql = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 a column of ours
        return sql, (*parameters, json.dumps(values))


def among(field: str, values: Iterable[Any]) -> Among:
    """The condition that a field's value is one of these, each named once or more."""
    return Among(F(field), list(dict.fromkeys(values)))
