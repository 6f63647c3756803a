"""Two files that became one are parted again, or parted for good (ADR 0026)."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.choices import Area
from agimi.access.models import User
from agimi.access.records import Record
from agimi.access.rights import check_may_change
from agimi.people.actions import (
    IdentityDocument,
    destroy_keys,
    drop_identity,
    keep_identities,
    sealed_words,
)
from agimi.people.merge import Counted, as_text, counted, identity_text
from agimi.people.models import Merge, Person
from agimi.people.moving import place_of, point, put_back, reseal_records


@dataclass
class _Parting:
    """What goes back, and in words what does not."""

    back: Counter[str] = field(default_factory=Counter)
    stays: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing a merge would put back, and what it cannot, said in sentences."""

    merge: Merge
    back: tuple[Counted, ...]
    stays: tuple[str, ...]


# ── Questions ───────────────────────────────────────────────────────────────────────────────────
def open_merges(*, by: User) -> models.QuerySet[Merge]:
    """The merges that can still be undone, of people whom this user sees; the latest first."""
    merges = Merge.objects.visible_to(by).filter(undone_at=None, final_at=None)
    return merges.filter(until__gt=timezone.now()).select_related("kept", "dropped", "by")


def preview_undo(merge: Merge, *, by: User) -> UndoPreview:
    """What would go back and what would stay; it is tried out and taken back."""
    _check_may_undo(merge, by)
    with transaction.atomic():
        parting = _part(merge, by, text=False)
        transaction.set_rollback(True)
    return UndoPreview(merge, counted(parting.back), tuple(parting.stays))


# ── Verbs ───────────────────────────────────────────────────────────────────────────────────────
def undo_merge(merge: Merge, *, by: User, because: str, leave: bool = False) -> Person:
    """Part two files again; returns the one that had been given up.

    What was moved, left out or written over is put back as it was. Where a file
    was changed since so that something cannot go back, it is refused in words;
    with ``leave`` that stays where it is and the rest goes back.
    """
    _check_may_undo(merge, by)
    if not because.strip():
        raise ValidationError(_("Say why these are two people after all."))
    with transaction.atomic():
        merge = Merge.objects.select_for_update().get(pk=merge.pk)
        _check_may_undo(merge, by)
        parting = _part(merge, by)
        if parting.stays and not leave:
            raise ValidationError(parting.stays)
        merge.undo, merge.undone_at, merge.undone_by = None, timezone.now(), by
        merge.save(update_fields=["undo", "undone_at", "undone_by"])
        detail = {
            "from": merge.kept.code,
            "moved": dict(sorted(parting.back.items())),
            "stays": len(parting.stays),
        }
        code, kind = merge.dropped.code, "people.person"
        write_entry(
            by=by, verb="merge undone", kind=kind, code=code, because=because, detail=detail
        )
    merge.dropped.refresh_from_db()
    merge.kept.refresh_from_db()
    return merge.dropped


def forget_merges(*, by: User, now: dt.datetime | None = None) -> int:
    """Make final what cannot be undone any more: keys of the files given up are destroyed."""
    if not by.may_write(Area.SYSTEM):
        raise PermissionDenied(_("Only the installation itself makes merges final."))
    now = now or timezone.now()
    over = Merge.objects.filter(undone_at=None, final_at=None, until__lte=now)
    with transaction.atomic():
        merges = list(over.select_for_update().select_related("dropped").order_by("dropped"))
        if not merges:
            return 0
        codes = [merge.dropped.code for merge in merges]
        Merge.objects.filter(pk__in=[merge.pk for merge in merges]).update(undo=None, final_at=now)
        write_entry(by=by, verb="merges final", kind="people.person", detail={"codes": codes})
    destroy_keys(merge.dropped for merge in merges)
    return len(merges)


def _check_may_undo(merge: Merge, by: User) -> None:
    check_may_change(by, merge.kept)
    if not by.may_write(Area.IDENTITY):
        raise PermissionDenied(_("You may not change the identity of people."))
    if merge.undone_at is not None:
        raise ValidationError(_("This merge was undone already."))
    if merge.final_at is not None or merge.until <= timezone.now():
        raise ValidationError(_("The time in which this could be undone is over."))
    kept = Person.objects.select_related("merged_into").get(pk=merge.kept_id)
    if kept.merged_into is not None:
        words = _("The file was merged on into %(code)s since: undo that first.")
        raise ValidationError(words % {"code": kept.merged_into.code})


# ── Parting ─────────────────────────────────────────────────────────────────────────────────────
def _part(merge: Merge, by: User, *, text: bool = True) -> _Parting:
    keep, drop = merge.kept, merge.dropped
    undo = json.loads(sealed_words([merge.undo], owner=drop)[0] or "{}")
    if not undo:
        raise ValidationError(_("The time in which this could be undone is over."))
    parting = _Parting()
    for place, keys in undo["moved"].items():
        _move_back(place, keys, keep, drop, by, parting)
    cases = undo["moved"].get("casework.case:person", [])
    _bring_along(merge, cases, by, parting)
    _put_back_all(undo["removed"], parting)
    _restore_traits(keep, undo["traits"], by, parting)
    now = timezone.now()
    Person.objects.filter(pk=drop.pk).update(
        merged_into=None, version=F("version") + 1, changed_by=by, changed_at=now
    )
    if text:
        reseal_records(of=drop, sealed_for=keep, to=drop)
    _restore_identities(keep, drop, undo, by, parting, write=text)
    return parting


def _move_back(
    place: str, keys: Sequence[int], keep: Person, drop: Person, by: User, parting: _Parting
) -> None:
    model, name = place_of(place)
    ours: set[int] = set()
    here: set[int] = set()
    for start in range(0, len(keys), 500):
        rows = model._base_manager.filter(pk__in=keys[start : start + 500])
        here |= set(rows.values_list("pk", flat=True))
        ours |= set(rows.filter(**{name: keep}).values_list("pk", flat=True))
    back = sorted(ours)
    if not point(model, name, back, drop, by):
        back = [key for key in back if point(model, name, [key], drop, by)]
    if back:
        parting.back[model._meta.label_lower] += len(back)
    _say(
        parting,
        model,
        len(keys) - len(here),
        _("Taken out since the merge: %(number)s (%(kind)s)."),
    )
    _say(
        parting,
        model,
        len(here) - len(ours),
        _("Given to somebody else since: %(number)s (%(kind)s)."),
    )
    _say(
        parting,
        model,
        len(ours) - len(back),
        _("Does not fit there any more: %(number)s (%(kind)s)."),
    )


def _say(parting: _Parting, model: type[models.Model], number: int, words: str) -> None:
    if number:
        kind = model._meta.verbose_name_plural
        parting.stays.append(words % {"number": number, "kind": kind})


def _bring_along(merge: Merge, cases: Sequence[int], by: User, parting: _Parting) -> None:
    """What was recorded since of a case that goes back goes with its case."""
    for model in _of_cases():
        rows = model._base_manager.filter(
            case__in=cases, person=merge.kept, created_at__gt=merge.at
        )
        keys = list(rows.values_list("pk", flat=True)) if cases else []
        if keys and point(model, "person", keys, merge.dropped, by):
            parting.back[model._meta.label_lower] += len(keys)


def _of_cases() -> Iterator[Any]:
    for model in apps.get_models():
        names = {each.name for each in model._meta.fields}
        if issubclass(model, Record) and {"person", "case"} <= names:
            yield model


def _put_back_all(removed: Sequence[Mapping[str, Any]], parting: _Parting) -> None:
    for kept in removed:
        if put_back(kept):
            parting.back[kept["model"]] += 1
        else:
            words = _("Does not fit there any more: %(number)s (%(kind)s).")
            _say(parting, apps.get_model(kept["model"]), 1, words)


def _restore_traits(
    keep: Person, traits: Mapping[str, Sequence[str | None]], by: User, parting: _Parting
) -> None:
    """What the other file had said is taken away again, unless it was changed since."""
    if not traits:
        return
    current = Person.objects.get(pk=keep.pk)
    values = {}
    for name, (before, after) in traits.items():
        trait: Any = Person._meta.get_field(name)
        if as_text(current, name) == after:
            values[trait.attname] = None if before is None else trait.to_python(before)
        else:
            words = _("“%(trait)s” was changed since and stays as it is.")
            parting.stays.append(words % {"trait": trait.verbose_name})
    Person.objects.filter(pk=keep.pk).update(
        **values, version=F("version") + 1, changed_by=by, changed_at=timezone.now()
    )


def _restore_identities(
    keep: Person,
    drop: Person,
    undo: Mapping[str, Any],
    by: User,
    parting: _Parting,
    *,
    write: bool,
) -> None:
    before = undo["identities"]
    if before is None:
        return
    untouched = identity_text(keep) == undo["identity_after"]
    if not untouched:
        parting.stays.append(_("Names and contacts were changed since and stay as they are."))
    if not write:
        return
    known = [(drop, IdentityDocument.from_json(json.dumps(before["drop"])))]
    if untouched and before["keep"]:
        known.append((keep, IdentityDocument.from_json(json.dumps(before["keep"]))))
    elif untouched:
        drop_identity(keep)
    keep_identities(known, by=by)
