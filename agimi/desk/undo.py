"""Taking back what was done: whatever went through the ledger within ``undoable``, and who somebody is.

The steps are taken back in the opposite order, through the ledger, with the
rights of whoever takes them back. A record that somebody changed meanwhile is
not touched: then nothing is taken back, and it is said why.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agimi.access import ledger
from agimi.access.codes import new_code
from agimi.access.models import User
from agimi.access.records import Record
from agimi.access.steps import Step, noted
from agimi.desk.keeper import the_keeper
from agimi.desk.models import Undo

USUAL = dt.timedelta(minutes=30)
TAG = "undo:"


@contextmanager
def undoable(*, by: User, label: str | Promise, lasting: dt.timedelta = USUAL) -> Iterator[Undo]:
    """Do what is inside in one transaction and keep how it can be taken back.

    The ``Undo`` that is yielded is saved when the block ends, if anything was
    written; ``said`` then offers it.
    """
    undo = Undo(code=new_code("U", 12), user=by, label=str(label)[:200])
    with transaction.atomic(), noted() as steps:
        yield undo
        if steps:
            undo.steps = [_to_json(step) for step in steps]
            undo.until = timezone.now() + lasting
            undo.save()


def said(request: HttpRequest, text: str | Promise, undo: Undo | None = None) -> None:
    """Say what was done, with a button that takes it back where there is something to take back."""
    tag = f"{TAG}{undo.code}" if undo is not None and undo.pk else ""
    messages.success(request, str(text), extra_tags=tag)


def find(code: str, *, by: User) -> Undo:
    """What can be taken back under a code; raises Undo.DoesNotExist unless it is the user's own."""
    return Undo.objects.get(code=code, user=by)


def take_back(undo: Undo, *, by: User) -> None:
    """Take everything back, or nothing; raises ValidationError with the reason."""
    with transaction.atomic():
        kept = Undo.objects.select_for_update().get(pk=undo.pk)
        if kept.done_at is not None:
            raise ValidationError(_("This was taken back already."))
        if kept.until < timezone.now():
            raise ValidationError(_("The time in which this could be taken back is over."))
        because = _("Taken back: %(what)s") % {"what": kept.label}
        versions: dict[tuple[str, str], int] = {}
        for step in reversed(kept.steps):
            _take_back_step(step, versions, by=by, because=because)
        kept.done_at = timezone.now()
        kept.save(update_fields=["done_at"])


def codes_that_can_return() -> set[str]:
    """The codes of records that were taken out and can still be put back."""
    kept = Undo.objects.filter(until__gte=timezone.now(), done_at=None)
    return {
        step["code"]
        for steps in kept.values_list("steps", flat=True)
        for step in steps
        if step["verb"] == "removed"
    }


def forget_old() -> int:
    """Delete what can no longer be taken back; returns how many there were."""
    return Undo.objects.filter(until__lt=timezone.now()).delete()[0]


def _take_back_step(
    step: Mapping[str, Any], versions: dict[tuple[str, str], int], *, by: User, because: str
) -> None:
    if step["verb"] == "identified":
        sealed = step["before"]["sealed"]
        the_keeper().put_back_identity(
            step["code"],
            sealed and base64.b64decode(sealed["sealed"]),
            left_at=step["before"]["left_at"],
            by=by,
            because=because,
        )
        return
    model: Any = apps.get_model(step["label"])
    if step["verb"] == "removed":
        record = model(**_from_json(model, step["before"]))
        ledger.put_back(record, by=by, because=because, links=step["links"])
        versions[step["label"], step["code"]] = record.version
        return
    record = _standing(model, step, versions, by)
    if step["verb"] == "added":
        ledger.remove(record, by=by, because=because)
    else:
        _restore(record, step, by=by, because=because)
        versions[step["label"], step["code"]] = record.version


def _standing(
    model: Any, step: Mapping[str, Any], versions: Mapping[tuple[str, str], int], by: User
) -> Any:
    """The record as the step left it; refuses where somebody changed it or took it out since."""
    record = model.objects.visible_to(by).filter(code=step["code"]).first()
    left_at = versions.get((step["label"], step["code"]), step["version"])
    if record is None or record.version != left_at:
        raise ValidationError(
            _("%(kind)s %(code)s was changed meanwhile, so this can no longer be taken back.")
            % {"kind": str(model._meta.verbose_name).capitalize(), "code": step["code"]}
        )
    return record


def _restore(record: Record, step: Mapping[str, Any], *, by: User, because: str) -> None:
    model = type(record)
    values = _from_json(model, step["before"])
    for attname, value in values.items():
        setattr(record, attname, value)
    names = [model._meta.get_field(attname).name for attname in values]
    links = {
        name: list(_related(model, name).filter(pk__in=keys))
        for name, keys in step["links"].items()
    }
    ledger.change_many(
        [record], names, by=by, because=because, links={record.code: links} if links else None
    )


def _related(model: Any, name: str) -> Any:
    return model._meta.get_field(name).related_model._base_manager.all()


# ── As JSON ─────────────────────────────────────────────────────────────────────────────────────
def _to_json(step: Step) -> dict[str, Any]:
    return {
        "verb": step.verb,
        "label": step.label,
        "code": step.code,
        "version": step.version,
        "before": dict(_said(step.before.items())),
        "links": {name: list(keys) for name, keys in step.links.items()},
    }


def _said(values: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for name, value in values:
        if isinstance(value, bytes | memoryview):
            yield name, {"sealed": base64.b64encode(bytes(value)).decode()}
        elif value is None or isinstance(value, bool | int | str):
            yield name, value
        else:
            yield name, value.isoformat() if hasattr(value, "isoformat") else str(value)


def _from_json(model: Any, kept: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        attname: base64.b64decode(value["sealed"])
        if isinstance(value, dict)
        else _python(fields[attname], value)
        for attname, value in kept.items()
    }


def _python(field: Any, value: Any) -> Any:
    target = getattr(field, "target_field", None) or field
    return target.to_python(value)
