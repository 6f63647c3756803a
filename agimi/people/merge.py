"""One person had two files: everything of the one moves to the other (BEN-18).

The file that is given up stays as a row that leads to the other, so that its
code is still understood. Its text is sealed anew and its key destroyed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.choices import Area
from agimi.access.insert import update_rows
from agimi.access.models import User
from agimi.access.records import Record, SealedField
from agimi.access.rights import check_may_change
from agimi.people.actions import (
    IdentityDocument,
    destroy_key,
    keep_identities,
    read_identities,
    reseal_texts,
)
from agimi.people.models import FamilyLink, Identity, Person


def merge_people(*, keep: Person, drop: Person, by: User, because: str) -> Person:
    """Move everything of one file to another of the same person; a reason is needed.

    Refused where both files say something that can only be said once, such as
    two open cases: that is for people to put right first.
    """
    _check_may_merge(keep, drop, by, because)
    with transaction.atomic():
        _merge_identities(keep, drop, by, because)
        _reseal(keep, drop)
        moved = _move(keep, drop, by)
        Person.objects.filter(pk=drop.pk).update(
            merged_into=keep, version=F("version") + 1, changed_by=by, changed_at=timezone.now()
        )
        detail = {"into": keep.code, "moved": dict(sorted(moved.items()))}
        kind = drop._meta.label_lower
        write_entry(by=by, verb="merged", kind=kind, code=drop.code, because=because, detail=detail)
    destroy_key(drop)
    keep.refresh_from_db()
    return keep


def _check_may_merge(keep: Person, drop: Person, by: User, because: str) -> None:
    for person in (keep, drop):
        check_may_change(by, person)
    if not by.may_write(Area.IDENTITY):
        raise PermissionDenied(_("You may not change the identity of people."))
    if keep.pk == drop.pk:
        raise ValidationError(_("Nobody is merged into themselves."))
    if keep.merged_into_id or drop.merged_into_id:
        raise ValidationError(_("One of these files was merged already."))
    if not because.strip():
        raise ValidationError(_("Say why these are the same person."))


def _merge_identities(keep: Person, drop: Person, by: User, because: str) -> None:
    """What the kept identity does not say is taken from the other."""
    known = read_identities([keep, drop], by=by, because=because)
    if drop.code in known:
        one = known.get(keep.code, IdentityDocument())
        keep_identities([(keep, _both(one, known[drop.code]))], by=by)
    Identity.objects.filter(person=drop).delete()


def _both(one: IdentityDocument, other: IdentityDocument) -> IdentityDocument:
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


def _reseal(keep: Person, drop: Person) -> None:
    """Text sealed with the key of one file is sealed with the other's."""
    for model, owned in _owned_by(drop):
        names = [field.name for field in model._meta.fields if isinstance(field, SealedField)]
        rows = list(model._base_manager.filter(owned))
        for name in names:
            texts = reseal_texts([getattr(row, name) for row in rows], owner=drop, to=keep)
            for row, text in zip(rows, texts, strict=True):
                setattr(row, name, text)
        update_rows(model, rows, names)


def _owned_by(person: Person) -> Iterator[tuple[type[Record], Q]]:
    """Every kind of record with sealed text, and which of them are under this person's key."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.fields}
        if issubclass(model, Record) and any(
            isinstance(field, SealedField) for field in model._meta.fields
        ):
            if "person" in names:
                yield model, Q(person=person)
            elif "case" in names:
                yield model, Q(case__person=person)


def _move(keep: Person, drop: Person, by: User) -> Counter[str]:
    """Point every record at the kept file; says how many of each kind."""
    moved: Counter[str] = Counter()
    between = Q(person=keep, relative=drop) | Q(person=drop, relative=keep)
    FamilyLink.objects.filter(between).delete()
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.related_model is Identity:
            continue
        model, name = relation.related_model, relation.field.name
        for row in model._base_manager.filter(**{name: drop}):
            moved[model._meta.label_lower] += _move_row(row, name, keep, by)
    return moved


def _move_row(row: models.Model, name: str, keep: Person, by: User) -> int:
    model = type(row)
    values: dict[str, Any] = {name: keep}
    if isinstance(row, Record):
        values |= {"version": F("version") + 1, "changed_by": by, "changed_at": timezone.now()}
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**values)
    except IntegrityError as error:
        if model._meta.auto_created or getattr(model, "is_part", False):
            row.delete()  # the kept file says the same already
            return 0
        kind = model._meta.verbose_name_plural
        words = _("Both files have what a person can have once (%(kinds)s): put that right first.")
        raise ValidationError(words % {"kinds": kind}) from error
    return 1
