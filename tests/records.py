"""Records for tests, with whatever a test does not say filled in.

`make(Case, person=…)` writes a record as the database takes it, without rights or audit, for
what a test stands on; `draft(Case, person=…)` only makes it, for an action to write.
"""

import datetime as dt
import itertools
import string
from typing import Any, TypeVar

from django.db import models

from agimi.access.records import Record, SealedField
from agimi.programme.models import Code, Staff

DAY = dt.date(2024, 1, 10)
R = TypeVar("R", bound=models.Model)

# Where a plain filling would break a rule.
GIVEN: dict[str, dict[str, Any]] = {
    "casework.casefact": {"kind": "violence", "value": "domestic"},
    "casework.phase": {"number": 1},
    "activities.contact": {"adults": 1},
    "activities.headcount": {"number": 3},
    "activities.schedule": {"day": 1},
    "people.familylink": {"tie": "sibling"},
    "access.breakglass": {"because": "an emergency"},
    "activities.supervision": {"staff": lambda: make(Staff)},
    "programme.country": {"alpha2": lambda: new_letters(2), "alpha3": lambda: new_letters(3)},
}
_letters = itertools.count()


def new_letters(length: int) -> str:
    number = next(_letters)
    return "".join(string.ascii_uppercase[number // 26**place % 26] for place in range(length))


def draft(model: type[R], **values: Any) -> R:
    """A record with all that is required, not written."""
    usual = GIVEN.get(model._meta.label_lower, {})
    known = {n: v() if callable(v) else v for n, v in usual.items() if n not in values} | values
    given = {name.removesuffix("_id") for name in known}
    for field in model._meta.concrete_fields:
        if field.name not in given and is_required(field):
            known[field.name] = filling(field)
    return model(**known)


def make(model: type[R], **values: Any) -> R:
    record = draft(model, **values)
    record.save()
    return record


def is_required(field: models.Field) -> bool:
    if field.primary_key or field.null or field.has_default() or isinstance(field, SealedField):
        return False
    return not field.blank


def filling(field: models.Field) -> Any:
    if isinstance(field, models.ForeignKey):
        return related(field)
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.DateTimeField):
        return dt.datetime(2024, 1, 10, 9, tzinfo=dt.UTC)
    if isinstance(field, models.DateField):
        return DAY
    if isinstance(field, (models.IntegerField, models.DecimalField)):
        return 1
    return field.name[: field.max_length]


def related(field: models.ForeignKey) -> models.Model:
    limits = field.remote_field.limit_choices_to
    if field.related_model is Code:
        return code(limits["list"] if limits else "topic")
    return make(field.related_model)


def code(list_name: str, key: str = "first", group: str = "") -> Code:
    """A value of an open list, the same one each time."""
    known = Code.objects.filter(list=list_name, key=key).first()
    return known or make(Code, list=list_name, key=key, group=group)


def all_models() -> list[type[Record]]:
    """Every kind of record there is."""
    from django.apps import apps

    return sorted(
        (model for model in apps.get_models() if issubclass(model, Record)),
        key=lambda model: model._meta.label_lower,
    )
