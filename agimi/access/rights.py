"""Whether somebody may write: before a record stands, and after.

*Before* holds against reaching for what is not one's own: nobody joins the team
of a case, or opens a case for a person, by writing the very record that would
give the right. *After* holds against writing something out of one's own sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _

from agimi.access.choices import Area, Role, Scope
from agimi.access.models import User
from agimi.access.records import Record
from agimi.access.scope import is_scoped

_BATCH = 500


def check_may_write(user: User, model: type[Record]) -> None:
    """Raise PermissionDenied unless this user may write records of this kind at all."""
    if not user.may_write(model.area):
        raise PermissionDenied(
            _("You may not change records of this kind: %(kind)s.")
            % {"kind": model._meta.verbose_name_plural}
        )


def check_may_change(user: User, record: Record) -> None:
    """Raise PermissionDenied unless this record lies within the user's right to write."""
    check_may_write(user, type(record))
    if may_change_all(user, type(record)):
        return
    if not writable(type(record), user).filter(pk=record.pk).exists():
        raise PermissionDenied(_("This record lies outside your right to change records."))


def may_change(user: User, record: Record) -> bool:
    """Whether ``check_may_change`` would pass: for buttons."""
    try:
        check_may_change(user, record)
    except PermissionDenied:
        return False
    return True


def writable(model: type[Record], user: User) -> models.QuerySet:
    """The records of a kind that this user may change."""
    scope = user.grant(model.area).write
    return model._default_manager.all().within(scope, user, writing=True)


def may_change_all(user: User, model: type[Record]) -> bool:
    """Whether no record of this kind can lie outside the user's right."""
    if user.role == Role.SYSTEM:
        return True
    return not is_scoped(model) and user.grant(model.area).write == Scope.ORGANISATION


def check_ties(user: User, model: type[Record], rows: Sequence[Record]) -> None:
    """The cases and people that records are tied to must be the writer's own already."""
    if user.role == Role.SYSTEM:
        return
    if model.case_path and not _is_several(model, model.case_path):
        _check_tied(user, "casework.Case", Area.CASEWORK, model.case_path, rows)
    if model.opens is not None:
        _check_tied(user, "people.Person", Area.PEOPLE, model.opens, rows)


def check_reach(user: User, model: type[Record], rows: Sequence[Record]) -> None:
    """What was written must lie within the writer's right, or nothing is written."""
    if may_change_all(user, model):
        return
    if not is_scoped(model):
        raise PermissionDenied(_("Only somebody with the right for all may change this."))
    for start in range(0, len(rows), _BATCH):
        keys = [row.pk for row in rows[start : start + _BATCH]]
        if writable(model, user).filter(pk__in=keys).count() != len(set(keys)):
            raise PermissionDenied(_("Some of these records lie outside your right."))


def _check_tied(user: User, label: str, area: Area, path: str, rows: Sequence[Record]) -> None:
    target = apps.get_model(label)
    wanted = sorted({key for row in rows if (key := _key_at(row, path)) is not None})
    known: Any = target._default_manager.all().within(user.grant(area).write, user, writing=True)
    for start in range(0, len(wanted), _BATCH):
        keys = wanted[start : start + _BATCH]
        if known.filter(pk__in=keys).count() != len(keys):
            raise PermissionDenied(
                _("Some of these cases lie outside your right.")
                if area == Area.CASEWORK
                else _("Some of these people lie outside your right.")
            )


def _key_at(row: Any, path: str) -> Any:
    """The primary key at the end of a path of foreign keys."""
    *way, last = path.split("__")
    for name in way:
        row = getattr(row, name)
        if row is None:
            return None
    return getattr(row, row._meta.get_field(last).attname)


def _is_several(model: type[Record], path: str) -> bool:
    return bool(model._meta.get_field(path.partition("__")[0]).many_to_many)
