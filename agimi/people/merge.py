"""One person had two files: everything of the one moves to the other (BEN-18).

The file that is given up stays as a row that leads to the other, so that its
code is still understood. For thirty days the two can be parted again
(``people.undo``, ADR 0026); what that needs is sealed with the key of the file
that was given up, which is destroyed afterwards.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
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
from agimi.access.rights import check_may_change
from agimi.people.actions import (
    Erased,
    IdentityDocument,
    drop_identity,
    keep_identities,
    read_identities,
    seal_text,
    sealed_words,
)
from agimi.people.models import Identity, Merge, NotTheSame, Person
from agimi.people.moving import Moves, move_records, reseal_records
from agimi.people.traits import TRAITS, WITH

UNDO = dt.timedelta(days=30)
_BLANK = (None, "", "not_recorded")


@dataclass(frozen=True, slots=True)
class Counted:
    """So many records of a kind, by its name in the plural."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A trait of which the two files say different things; ``take`` suggests the other's."""

    name: str
    label: str
    kept: Any
    dropped: Any
    take: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging would do. Where there are conflicts, it is refused until they are put right."""

    keep: Person
    drop: Person
    moves: tuple[Counted, ...]
    repeated: tuple[Counted, ...]
    conflicts: tuple[str, ...]
    traits: tuple[Difference, ...]
    warnings: tuple[str, ...]


# ── Before ──────────────────────────────────────────────────────────────────────────────────────
def preview_merge(*, keep: Person, drop: Person, by: User) -> MergePreview:
    """What would move, what both say, what stands in the way and which traits differ.

    It is tried out and taken back: the database itself says what it would refuse.
    """
    _check_may_merge(keep, drop, by)
    with transaction.atomic():
        moves = move_records(to=keep, of=drop, by=by)
        transaction.set_rollback(True)
    return MergePreview(
        keep=keep,
        drop=drop,
        moves=counted(moves.counts()),
        repeated=counted(moves.left_out()),
        conflicts=tuple(_conflicts(moves)),
        traits=tuple(differences(keep, drop)),
        warnings=tuple(_warnings(keep, drop)),
    )


def differences(keep: Person, drop: Person) -> list[Difference]:
    """The traits of which two files say different things, in the words of the page."""
    found = []
    for name in TRAITS:
        if any(_value(keep, each) != _value(drop, each) for each in (name, *WITH.get(name, ()))):
            label = str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            take = name in suggested(keep, drop)
            found.append(Difference(name, label, _shown(keep, name), _shown(drop, name), take))
    return found


def suggested(keep: Person, drop: Person) -> list[str]:
    """The traits that only the file that is given up knows."""
    return [
        name for name in TRAITS if _value(keep, name) in _BLANK and _value(drop, name) not in _BLANK
    ]


def counted(counts: Mapping[str, int]) -> tuple[Counted, ...]:
    found = [Counted(_kind_name(apps.get_model(label)), n) for label, n in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.number, one.kind)))


def _kind_name(model: type[models.Model]) -> str:
    """The plural of a kind; rows that only link two records bear the name of the list."""
    if not model._meta.auto_created:
        return str(model._meta.verbose_name_plural)
    owner: Any = model._meta.auto_created
    return str(owner._meta.verbose_name_plural)


def _value(person: Person, name: str) -> Any:
    return getattr(person, Person._meta.get_field(name).attname)  # type: ignore[union-attr]


def _shown(person: Person, name: str) -> Any:
    in_words = getattr(person, f"get_{name}_display", None)
    return in_words() if in_words else getattr(person, name)


def _conflicts(moves: Moves) -> list[str]:
    words = _("Both files have what a person can have once (%(kinds)s): put that right first.")
    kinds = dict.fromkeys(moves.conflicts)
    return [words % {"kinds": model._meta.verbose_name_plural} for model in kinds]


def _warnings(keep: Person, drop: Person) -> list[str]:
    first, second = sorted((keep.pk, drop.pk))
    if NotTheSame.objects.filter(one=first, other=second).exists():
        return [_("Somebody looked at these files before and said that they are two people.")]
    return []


# ── Merging ─────────────────────────────────────────────────────────────────────────────────────
def merge_people(
    *, keep: Person, drop: Person, by: User, because: str, take: Iterable[str] | None = None
) -> Person:
    """Move everything of one file to another of the same person; a reason is needed.

    ``take`` names the traits that the file given up says rightly (see ``TRAITS``);
    unless it is given, those that only that file knows. Refused where both files
    say something that can only be said once, such as two open cases: that is for
    people to put right first.
    """
    _check_may_merge(keep, drop, by)
    if not because.strip():
        raise ValidationError(_("Say why these are the same person."))
    taken = _taken(keep, drop, take)
    with transaction.atomic():
        _hold(keep, drop)
        identities = _merge_identities(keep, drop, by, because)
        reseal_records(of=drop, sealed_for=drop, to=keep)
        moves = move_records(to=keep, of=drop, by=by)
        if moves.conflicts:
            raise ValidationError(_conflicts(moves))
        traits = _take_traits(keep, drop, taken, by)
        merge = _note(keep, drop, by, moves, {"traits": traits, **identities})
        now = merge.at
        Person.objects.filter(pk=drop.pk).update(
            merged_into=keep, version=F("version") + 1, changed_by=by, changed_at=now
        )
        detail = {"into": keep.code, "moved": merge.moved, **({"taken": taken} if taken else {})}
        kind = drop._meta.label_lower
        write_entry(by=by, verb="merged", kind=kind, code=drop.code, because=because, detail=detail)
    keep.refresh_from_db()
    return keep


def _check_may_merge(keep: Person, drop: Person, by: User) -> None:
    for person in (keep, drop):
        check_may_change(by, person)
    if not by.may_write(Area.IDENTITY):
        raise PermissionDenied(_("You may not change the identity of people."))
    if keep.pk == drop.pk:
        raise ValidationError(_("Nobody is merged into themselves."))
    if keep.merged_into_id or drop.merged_into_id:
        raise ValidationError(_("One of these files was merged already."))


def _hold(keep: Person, drop: Person) -> None:
    """Two who merge at the same moment: the second is told."""
    held = Person.objects.select_for_update().filter(pk__in=(keep.pk, drop.pk))
    if len(held.filter(merged_into=None)) != len((keep, drop)):
        raise ValidationError(_("One of these files was merged already."))


def _note(keep: Person, drop: Person, by: User, moves: Moves, more: Mapping[str, Any]) -> Merge:
    """What undoing needs, sealed with the key of the file that is given up."""
    now = timezone.now()
    merge = Merge(kept=keep, dropped=drop, at=now, by=by, until=now + UNDO)
    merge.moved = dict(sorted(moves.counts().items()))
    undo = {"moved": moves.moved, "removed": moves.removed, **more}
    try:
        merge.undo = seal_text(json.dumps(undo, ensure_ascii=False), person=drop)
    except Erased:  # there is no key left with which it could be kept
        merge.final_at = now
    merge.save()
    return merge


# ── Traits ──────────────────────────────────────────────────────────────────────────────────────
def _taken(keep: Person, drop: Person, take: Iterable[str] | None) -> list[str]:
    taken = suggested(keep, drop) if take is None else sorted(set(take))
    if wrong := set(taken) - set(TRAITS):
        raise TypeError(f"no trait named {', '.join(sorted(wrong))}")
    return [name for name in taken if _value(keep, name) != _value(drop, name)] + [
        each for name in taken for each in WITH.get(name, ())
    ]


def _take_traits(
    keep: Person, drop: Person, names: Iterable[str], by: User
) -> dict[str, list[str | None]]:
    """Write the other file's traits; says what stood before and what stands now."""
    changed = {}
    for name in names:
        before = as_text(keep, name)
        setattr(keep, name, getattr(drop, name))
        changed[name] = [before, as_text(keep, name)]
    if changed:
        values = {name: getattr(keep, name) for name in changed}
        Person.objects.filter(pk=keep.pk).update(
            **values, version=F("version") + 1, changed_by=by, changed_at=timezone.now()
        )
    return changed


def as_text(person: Person, name: str) -> str | None:
    """A trait as text that gives the same value again."""
    trait: Any = Person._meta.get_field(name)
    return None if _value(person, name) is None else trait.value_to_string(person)


# ── Who it is ───────────────────────────────────────────────────────────────────────────────────
def _merge_identities(keep: Person, drop: Person, by: User, because: str) -> dict[str, Any]:
    """What the kept identity does not say is taken from the other; says what stood before."""
    known = read_identities([keep, drop], by=by, because=because)
    if drop.code not in known:
        return {"identities": None}
    one = known.get(keep.code)
    keep_identities([(keep, together(one or IdentityDocument(), known[drop.code]))], by=by)
    drop_identity(drop)
    before = {"keep": asdict(one) if one else None, "drop": asdict(known[drop.code])}
    return {"identities": before, "identity_after": identity_text(keep)}


def identity_text(person: Person) -> str:
    """Who somebody is, as it is kept: only to see whether it was written anew since."""
    sealed = Identity.objects.filter(person=person).values_list("sealed", flat=True).first()
    return sealed_words([sealed], owner=person)[0]


def together(one: IdentityDocument, other: IdentityDocument) -> IdentityDocument:
    """Two identities of one person as one; where they differ, the first says the name."""
    names = (one.other_names, other.other_names, other.name if other.name != one.name else "")
    return replace(
        one,
        first_name=one.first_name or other.first_name,
        last_name=one.last_name or other.last_name,
        other_names=_joined(names) if one.name else other.other_names,
        personal_number=one.personal_number or other.personal_number,
        phones=tuple(dict.fromkeys((*one.phones, *other.phones))),
        emails=tuple(dict.fromkeys((*one.emails, *other.emails))),
        address=_joined((one.address, other.address)),
        safe_contact=_joined((one.safe_contact, other.safe_contact)),
        remarks=_joined((one.remarks, other.remarks)),
        more={**other.more, **one.more},
    )


def _joined(texts: tuple[str, ...]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))
