"""Check constraints read in Python, so that many records can be checked without the database.

Django's own ``CheckConstraint.validate`` sends one query a constraint and
record. The constraints of Agimi's models use few operators; this reads them
with the three-valued logic of SQL. The database still has the last word.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q

_COMPARE = {
    "exact": lambda a, b: a == b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}


def check_constraints(record: Any) -> None:
    """Raise ValidationError with the words of every check constraint that a record breaks."""
    broken = [
        str(constraint.violation_error_message)
        for constraint in record._meta.constraints
        if isinstance(constraint, CheckConstraint) and holds(constraint.condition, record) is False
    ]
    if broken:
        raise ValidationError(broken)


def holds(condition: Q, record: Any) -> bool | None:
    """Whether a condition is true of a record; None where SQL would say unknown."""
    values = [
        holds(child, record) if isinstance(child, Q) else _lookup(*child, record)
        for child in condition.children
    ]
    result = _join(condition.connector, values)
    if condition.negated:
        return None if result is None else not result
    return result


def _join(connector: str, values: list[bool | None]) -> bool | None:
    if connector == Q.AND:
        return False if False in values else (None if None in values else True)
    if connector == Q.OR:
        return True if True in values else (None if None in values else False)
    if None in values:
        return None
    return sum(map(bool, values)) % 2 == 1


def _lookup(path: str, wanted: Any, record: Any) -> bool | None:
    name, _, operator = path.partition("__")
    value = _value(record, name)
    if operator == "isnull":
        return (value is None) == wanted
    if isinstance(wanted, F):
        wanted = _value(record, wanted.name)
    if value is None or wanted is None:
        return None
    return bool(_COMPARE[operator or "exact"](value, wanted))


def _value(record: Any, name: str) -> Any:
    return getattr(record, record._meta.get_field(name).attname)
