"""Verbs about people: register, identify, read an identity, seal and open free text.

The only module that opens the vault.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.choices import Area
from agimi.access.ledger import add_many, change
from agimi.access.models import User
from agimi.access.records import Record
from agimi.people import vault
from agimi.people.models import Consent, Identity, Person

ORGANISATION = vault.ORGANISATION
# A transaction that is rolled back takes the keys made in it along: forget them then.
forget_keys = vault.forget
Erased, Unreadable = vault.Erased, vault.Unreadable


@dataclass(frozen=True)
class IdentityDocument:
    """Who somebody is: everything that is encrypted as one document."""

    first_name: str = ""
    last_name: str = ""
    other_names: str = ""
    personal_number: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: str = ""
    safe_contact: str = ""
    remarks: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> IdentityDocument:
        data = json.loads(text)
        return cls(**{**data, "phones": tuple(data["phones"]), "emails": tuple(data["emails"])})


def register_people(
    people: Iterable[tuple[Person, IdentityDocument | None]], *, by: User, because: str = ""
) -> list[Person]:
    """Write new people with their identities, encrypted, in one transaction."""
    pairs = list(people)
    with transaction.atomic():
        persons = add_many([person for person, _i in pairs], by=by, because=because)
        keep_identities(((p, i) for p, i in pairs if i is not None), by=by, audited=True)
    return persons


def register_person(
    person: Person, identity: IdentityDocument | None = None, *, by: User, because: str = ""
) -> Person:
    """Write one new person."""
    return register_people([(person, identity)], by=by, because=because)[0]


def keep_identities(
    identities: Iterable[tuple[Person, IdentityDocument]], *, by: User, audited: bool = False
) -> None:
    """Seal and store identities; replaces those that stand already."""
    pairs = list(identities)
    if not by.may_write(Area.IDENTITY):
        raise PermissionDenied(_("You may not change the identity of people."))
    keeper = vault.the_vault()
    keeper.prepare(person.code for person, _i in pairs)
    rows = [
        Identity(person=person, sealed=keeper.seal(person.code, identity.to_json()))
        for person, identity in pairs
    ]
    with transaction.atomic():
        Identity.objects.bulk_create(
            rows,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["person"],
            update_fields=["sealed", "changed_at"],
        )
        if not audited and rows:
            write_entry(
                by=by,
                verb="identity changed",
                kind="people.identity",
                detail={"codes": [person.code for person, _i in pairs]},
            )


def read_identity(person: Person, *, by: User, because: str = "") -> IdentityDocument | None:
    """Who this person is, None if erased or never recorded; each reading is in the audit trail.

    Raises PermissionDenied for those who do not work with the person.
    """
    return read_identities([person], by=by, because=because).get(person.code)


def read_identities(
    people: Sequence[Person], *, by: User, because: str = ""
) -> dict[str, IdentityDocument]:
    """Several identities by the person's code, with one audit entry naming them all.

    People whose identity was erased or never recorded are missing from the answer.
    """
    codes = [person.code for person in people]
    scope = by.grant(Area.IDENTITY).read
    known = Person.objects.visible_to(by).within(scope, by).filter(code__in=codes)
    seen = set(known.values_list("code", flat=True))
    if seen != set(codes):
        raise PermissionDenied(_("You may not see who these people are."))
    keeper = vault.the_vault()
    with transaction.atomic():
        write_entry(
            by=by,
            verb="identity read",
            kind="people.identity",
            code=codes[0] if len(codes) == 1 else "",
            because=because,
            detail={"codes": codes} if len(codes) != 1 else {},
        )
        rows = Identity.objects.filter(person__code__in=codes).select_related("person")
        keeper.prepare(row.person.code for row in rows)
        opened = ((row.person.code, _open(keeper, row.person.code, row.sealed)) for row in rows)
        return {code: IdentityDocument.from_json(text) for code, text in opened if text}


def seal_text(text: str, *, person: Person | None = None) -> bytes | None:
    """Free text as cipher text of a person, or of the organisation where it is nobody's."""
    return vault.the_vault().seal(_subject(person), text) if text else None


def seal_texts(texts: Iterable[tuple[Person | None, str]]) -> list[bytes | None]:
    """Many texts at once; the keys are loaded in few queries."""
    pairs = list(texts)
    keeper = vault.the_vault()
    keeper.prepare({_subject(person) for person, text in pairs if text})
    return [keeper.seal(_subject(person), text) if text else None for person, text in pairs]


def read_text(record: Record, field_name: str, *, person: Person | None, by: User) -> str:
    """The words of a sealed field; the reading is in the audit trail."""
    return read_texts([record], field_name, owners=[person], by=by)[0]


def read_texts(
    records: Sequence[Record], field_name: str, *, owners: Sequence[Person | None], by: User
) -> list[str]:
    """The words of one sealed field of several records of one kind; "" where they were erased."""
    if not records:
        return []
    model = type(records[0])
    keys = [record.pk for record in records]
    if model._default_manager.visible_to(by).filter(pk__in=keys).count() != len(set(keys)):  # type: ignore[attr-defined]
        raise PermissionDenied(_("You may not read these notes."))
    keeper = vault.the_vault()
    keeper.prepare({_subject(owner) for owner in owners})
    write_entry(
        by=by,
        verb="note read",
        kind=model._meta.label_lower,
        code=records[0].code if len(records) == 1 else "",
        detail={"field": field_name, "codes": [record.code for record in records]},
    )
    return [
        _open(keeper, _subject(owner), getattr(record, field_name))
        for record, owner in zip(records, owners, strict=True)
    ]


def _open(keeper: vault.Vault, subject: str, sealed: bytes | None) -> str:
    try:
        return keeper.open(subject, sealed) if sealed else ""
    except Erased:
        return ""


def withdraw_consent(consent: Consent, *, on: Any, by: User, because: str = "") -> Consent:
    """End a consent from a day on."""
    if consent.withdrawn_on is not None:
        raise ValidationError(_("This consent was withdrawn already."))
    return change(consent, by=by, because=because, withdrawn_on=on)


def erase(person: Person, *, by: User, because: str) -> None:
    """Destroy a person's key: identity and free text are gone, in every backup too.

    The statistical record stays. A reason is needed; the act cannot be undone.
    """
    if not because.strip():
        raise ValidationError(_("Say why this person is erased."))
    if not by.may_write(Area.AUDIT):
        raise PermissionDenied(_("Only the data-protection officer erases people."))
    with transaction.atomic():
        Identity.objects.filter(person=person).delete()
        write_entry(by=by, verb="erased", kind="people.person", code=person.code, because=because)
        vault.the_vault().destroy(person.code)


def _subject(person: Person | None) -> str:
    return ORGANISATION if person is None else person.code
