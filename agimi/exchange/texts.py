"""Encrypted columns: whose text it is, and what stands there now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from agimi.access.records import Record
from agimi.casework.models import Case
from agimi.people.actions import IdentityDocument, read_identities, read_texts, seal_texts
from agimi.people.models import Person


def owners_of(model: type[Record], records: Sequence[Any]) -> list[Person | None]:
    """The person whose key seals the texts of each record; nobody's are the organisation's."""
    if model is Person:
        return list(records)
    names = {field.name for field in model._meta.fields}
    if "person" in names:
        codes = _codes(Person.objects, "code", [record.person_id for record in records])
        keys = [record.person_id for record in records]
    elif model is Case or "case" in names:
        codes = _codes(Case.objects, "person__code", [record.case_id for record in records])
        keys = [record.case_id for record in records]
    else:
        return [None] * len(records)
    return [_owner(codes[key]) if key is not None else None for key in keys]


@lru_cache(maxsize=4096)
def _owner(code: str) -> Person:
    """A person of whom only the code matters, as it does for sealing."""
    return Person(code=code)


def _codes(rows: Any, path: str, keys: list[int | None]) -> dict[int, str]:
    wanted = {key for key in keys if key is not None}
    return dict(rows.filter(pk__in=wanted).values_list("pk", path)) if wanted else {}


def seal(records: Sequence[Record], field: str, texts: Sequence[str]) -> None:
    """Put the texts, encrypted, into a field of these records."""
    pairs = []
    for record, text in zip(records, texts, strict=True):
        if text:
            pairs.append((record, text))
        else:
            setattr(record, field, None)
    if not pairs:
        return
    owners = owners_of(type(pairs[0][0]), [record for record, _text in pairs])
    sealed = seal_texts(zip(owners, (text for _record, text in pairs), strict=True))
    for (record, _text), cipher in zip(pairs, sealed, strict=True):
        setattr(record, field, cipher)


def open_texts(records: Sequence[Record], field: str, by: Any) -> list[str]:
    """What stands in an encrypted field of stored records; the reading is in the audit trail."""
    if not any(getattr(record, field) for record in records):
        return [""] * len(records)
    return read_texts(records, field, owners=owners_of(type(records[0]), records), by=by)


IDENTITY_FIELDS = frozenset(each.name for each in fields(IdentityDocument)) - {"more"}


def identity_of(values: dict[str, Any], before: IdentityDocument | None) -> IdentityDocument:
    """The identity after a row: what its columns say, and what stood there otherwise."""
    said = {name: values[name] for name in IDENTITY_FIELDS & values.keys()}
    return replace(before or IdentityDocument(), **said)


def open_identities(people: Sequence[Person], by: Any, because: str) -> dict[str, IdentityDocument]:
    return read_identities(people, by=by, because=because) if people else {}
