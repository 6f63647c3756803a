"""Whether records may stand, read in Python so that many can be checked with few queries.

Django's own ``CheckConstraint.validate`` sends one query a constraint and
record. The constraints of Agimi's models use few operators; this reads them
with the three-valued logic of SQL. The database still has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Field, ForeignKey, Q
from django.utils.translation import gettext as _

_COMPARE = {
    "exact": lambda a, b: a == b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
    "in": lambda value, wanted: value in wanted,
}


def check_constraints(record: Any) -> None:
    """Raise ValidationError with the words of every check constraint that a record breaks."""
    broken = [
        str(constraint.get_violation_error_message())
        for constraint in record._meta.constraints
        if isinstance(constraint, CheckConstraint)
        and isinstance(constraint.condition, Q)
        and holds(constraint.condition, record) is False
    ]
    if broken:
        raise ValidationError(broken)


def check_lists(records: Sequence[Any]) -> Iterator[tuple[Any, ValidationError]]:
    """Records of one kind that name a value of another list, or a file that was given up.

    ``limit_choices_to`` of a field says which list; a file that was merged into
    another takes no new records. One query for each such field.
    """
    for field in records[0]._meta.fields if records else ():
        limit, words = _limit(field)
        if not limit:
            continue
        allowed = _keys_within(field, limit, {getattr(row, field.attname) for row in records})
        for row in records:
            key = getattr(row, field.attname)
            if key is not None and key not in allowed:
                yield row, ValidationError({field.name: words % {"field": field.verbose_name}})


def _limit(field: Field) -> tuple[Any, str]:
    if not isinstance(field, ForeignKey):
        return None, ""
    if field.name != "merged_into" and hasattr(field.related_model, "merged_into"):
        return {"merged_into": None}, _("This file was merged into another: take that one.")
    limit = field.remote_field.limit_choices_to
    return limit, _("This value is not in the list for “%(field)s”.")


def _keys_within(field: Field, limit: Any, wanted: set[Any]) -> set[Any]:
    keys = sorted(wanted - {None})
    values = field.related_model._base_manager.filter(**limit)  # type: ignore[union-attr]
    found: set[Any] = set()
    for start in range(0, len(keys), 500):
        found |= set(values.filter(pk__in=keys[start : start + 500]).values_list("pk", flat=True))
    return found


def holds(condition: Q, record: Any) -> bool | None:
    """Whether a condition is true of a record; None where SQL would say unknown."""
    children: list[Any] = condition.children
    values = [
        holds(child, record) if isinstance(child, Q) else _lookup(child[0], child[1], record)
        for child in children
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
        wanted = _value(record, str(wanted.name))  # type: ignore[attr-defined]
    if value is None or wanted is None:
        return None
    return bool(_COMPARE[operator or "exact"](value, wanted))


def _value(record: Any, name: str) -> Any:
    return getattr(record, record._meta.get_field(name).attname)
