"""Verbs about people: register, identify, read an identity, seal and open free text.

The only module that opens the vault.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.choices import Area
from agimi.access.ledger import add_many, change, once
from agimi.access.look import remembered
from agimi.access.models import User
from agimi.access.records import Record
from agimi.access.steps import Step, note_step
from agimi.people import vault
from agimi.people.index import drop_tokens, replace_tokens
from agimi.people.models import Consent, Identity, Merge, NameKey, Person
from agimi.people.tokens import Blind

ORGANISATION = vault.ORGANISATION
# The vault compares its keys with the database in each batch; this makes it forget them all.
forget_keys = vault.forget
Erased, Unreadable = vault.Erased, vault.Unreadable

T = TypeVar("T")
_BATCH = 500


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


# ── Who people are ──────────────────────────────────────────────────────────────────────────────
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
    """Write one new person; sending it twice (same code) gives the one that stands."""
    return once(
        person,
        by=by,
        write=lambda: register_people([(person, identity)], by=by, because=because)[0],
    )


def keep_identities(
    identities: Iterable[tuple[Person, IdentityDocument]],
    *,
    by: User,
    audited: bool = False,
    because: str = "",
) -> None:
    """Seal and store identities; replaces those that stand already.

    ``audited`` says that the caller has entered these people in the audit trail itself.
    """
    pairs = list(identities)
    if not pairs:
        return
    if not by.may_write(Area.IDENTITY):
        raise PermissionDenied(_("You may not change the identity of people."))
    with transaction.atomic():
        for batch in _batches(pairs):
            codes = [person.code for person, _i in batch]
            _check_people(by, codes, writing=True)
            _check_not_merged(codes)
            _store_identities(batch)
            if not audited:
                _enter(by, "identity changed", "people.identity", codes, because=because)


def change_identity(person: Person, identity: IdentityDocument, *, by: User) -> None:
    """Change who one person is, so that it can be taken back (``agimi.desk.undo``)."""
    with transaction.atomic():
        before = _identity_of(person)
        keep_identities([(person, identity)], by=by)
        after = _identity_of(person)
        kept = {"sealed": before and bytes(before.sealed), "left_at": _moment_of(after)}
        note_step(Step("identified", "people.identity", person.code, 0, kept))


def put_back_identity(
    code: str, sealed: bytes | None, *, left_at: str, by: User, because: str
) -> None:
    """Who somebody was before a change, from the document that stood; None: nobody was known.

    Refused where it was changed or erased since, or where ``by`` may not change it any more.
    """
    with transaction.atomic():
        person = Person.objects.visible_to(by).filter(code=code).first()
        if person is None or _moment_of(_identity_of(person)) != left_at:
            raise ValidationError(_changed_since(code))
        if sealed is None:
            _check_people(by, [code], writing=True)
            drop_identity(person)
            _enter(by, "identity changed", "people.identity", [code], because=because)
            return
        [words] = sealed_words([sealed], owner=person)
        if not words:  # its key was destroyed
            raise ValidationError(_changed_since(code))
        keep_identities([(person, IdentityDocument.from_json(words))], by=by, because=because)


def _identity_of(person: Person) -> Identity | None:
    """Whoever changes it meanwhile waits."""
    return Identity.objects.select_for_update().filter(person=person).first()


def _moment_of(identity: Identity | None) -> str:
    return "" if identity is None else identity.changed_at.isoformat()


def _changed_since(code: str) -> str:
    words = _("Who %(code)s is was changed meanwhile, so this can no longer be taken back.")
    return words % {"code": code}


def read_identity(person: Person, *, by: User, because: str = "") -> IdentityDocument | None:
    """Who this person is, None if erased or never recorded; each reading is in the audit trail.

    Raises PermissionDenied for those who do not work with the person.
    """
    return read_identities([person], by=by, because=because).get(person.code)


def read_identities(
    people: Sequence[Person], *, by: User, because: str = ""
) -> dict[str, IdentityDocument]:
    """Several identities by the person's code; the audit trail names them all.

    People whose identity was erased or never recorded are missing from the answer.
    """
    known: dict[str, IdentityDocument] = {}
    with transaction.atomic():
        for batch in _batches(list(people)):
            codes = [person.code for person in batch]
            _check_people(by, codes)
            _enter(by, "identity read", "people.identity", codes, because=because)
            known |= _open_identities(codes)
    return known


def _store_identities(pairs: Sequence[tuple[Person, IdentityDocument]]) -> None:
    keeper = vault.the_vault()
    keeper.prepare(person.code for person, _i in pairs)
    Identity.objects.bulk_create(
        [
            Identity(person=person, sealed=keeper.seal(person.code, identity.to_json()))
            for person, identity in pairs
        ],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["sealed", "changed_at"],
    )
    blind = search_key()
    replace_tokens({person.pk: blind.tokens_of(identity) for person, identity in pairs})


def _open_identities(codes: Sequence[str]) -> dict[str, IdentityDocument]:
    keeper = vault.the_vault()
    keeper.prepare(codes, make=False)
    rows = Identity.objects.filter(person__code__in=codes).values_list("person__code", "sealed")
    opened = ((code, _open(keeper, code, sealed)) for code, sealed in rows)
    return {code: IdentityDocument.from_json(text) for code, text in opened if text}


def _check_people(by: User, codes: Sequence[str], *, writing: bool = False) -> None:
    """Names are a right of their own: not all who see a person's traits see who it is."""
    whom = frozenset(codes)
    if whom and not remembered(
        ("who", by.pk, writing, whom), lambda: _are_known(by, whom, writing)
    ):
        raise PermissionDenied(_("You may not see who these people are."))


def _are_known(by: User, codes: Set[str], writing: bool) -> bool:
    seen, named = by.grant(Area.PEOPLE).read, by.grant(Area.IDENTITY)
    if writing or not by.is_active:
        known = Person.objects.visible_to(by).within(named.write, by, writing=writing)
    else:  # the narrower of both: asked once
        known = Person.objects.all().within(min(seen, named.read), by)
    return known.filter(code__in=sorted(codes)).count() == len(codes)


def drop_identity(person: Person) -> None:
    """Nobody is known or found by this file any more; the verb that does it enters it."""
    Identity.objects.filter(person=person).delete()
    drop_tokens([person.pk])


def _check_not_merged(codes: Sequence[str]) -> None:
    """A file that was given up says nothing new: its key is kept for undoing only."""
    merged = Person.objects.filter(code__in=codes, merged_into__isnull=False)
    if found := merged.values_list("code", "merged_into__code").first():
        words = _("The file %(code)s was merged into %(into)s: write there.")
        raise ValidationError(words % {"code": found[0], "into": found[1]})


# ── Finding people by their names ───────────────────────────────────────────────────────────────
def search_key() -> Blind:
    """What makes the tokens of names and numbers, with the key of this installation."""
    return Blind(vault.the_vault().secret(vault.SEARCH))


def rebuild_search(
    *,
    by: User,
    new_key: bool = False,
    because: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Make the tokens of all people anew; returns how many people are found by them.

    With a new key, the tokens in older backups lead to nobody any more. It may
    be started again where it broke off: nobody is found twice, and the search
    finds those who were done.
    """
    if not by.may_write(Area.SYSTEM):
        raise PermissionDenied(_("Only the installation itself makes the search anew."))
    detail = {"new_key": new_key}
    write_entry(by=by, verb="search rebuilt", kind="people.namekey", because=because, detail=detail)
    if new_key:
        vault.the_vault().replace_secret(vault.SEARCH)
    keys = list(Identity.objects.order_by("person").values_list("person", flat=True))
    done = 0
    for batch in _batches(keys):
        _rebuild(batch)
        done += len(batch)
        progress(done, len(keys))
    NameKey.objects.filter(person__identity=None).delete()
    return len(keys)


def complete_search(
    *, by: User, progress: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Make the search where there are names and none yet: once after an update."""
    if NameKey.objects.exists() or not Identity.objects.exists():
        return 0
    return rebuild_search(by=by, because=_("There was none yet."), progress=progress)


def _rebuild(people: Sequence[int]) -> None:
    """The tokens of some people; who changes an identity meanwhile waits, and comes after."""
    blind = search_key()
    with transaction.atomic():
        locked = Identity.objects.select_for_update().filter(person__in=people)
        codes = dict(locked.values_list("person__code", "person"))
        known = _open_identities(list(codes))
        replace_tokens({codes[code]: blind.tokens_of(known[code]) for code in known})


# ── Free text ───────────────────────────────────────────────────────────────────────────────────
def owner_of(record: Any) -> Person | None:
    """Under whose key a record's text is sealed: the person's, or the organisation's (None)."""
    if isinstance(record, Person):
        return record
    person = getattr(record, "person", None)
    if person is None and getattr(record, "case", None) is not None:
        person = record.case.person
    return person if isinstance(person, Person) else None


def seal_text(text: str, *, person: Person | None = None) -> bytes | None:
    """Free text as cipher text of a person, or of the organisation where it is nobody's."""
    return seal_texts([(person, text)])[0]


def seal_texts(texts: Iterable[tuple[Person | None, str]]) -> list[bytes | None]:
    """Many texts at once; the keys are loaded in few queries."""
    keeper = vault.the_vault()
    sealed: list[bytes | None] = []
    for batch in _batches(list(texts)):
        keeper.prepare({_subject(person) for person, text in batch if text})
        sealed += [keeper.seal(_subject(who), text) if text else None for who, text in batch]
    return sealed


def reseal_texts(
    texts: Sequence[bytes | memoryview | None], *, owner: Person, to: Person
) -> list[bytes | None]:
    """Text of one person sealed anew for another, for a file that is merged; erased text goes."""
    return seal_texts((to, words) for words in sealed_words(texts, owner=owner))


def sealed_words(texts: Sequence[bytes | memoryview | None], *, owner: Person) -> list[str]:
    """Words that a verb needs and nobody reads: it enters by itself what it does with them."""
    keeper = vault.the_vault()
    keeper.prepare([owner.code], make=False)
    return [_open(keeper, owner.code, text) for text in texts]


_ITS_OWNER: Any = object()


def read_text(record: Record, field_name: str, *, person: Any = _ITS_OWNER, by: User) -> str:
    """The words of a sealed field; the reading is in the audit trail."""
    owner = owner_of(record) if person is _ITS_OWNER else person
    return read_texts([record], field_name, owners=[owner], by=by)[0]


def read_texts(
    records: Sequence[Record],
    field_name: str,
    *,
    owners: Sequence[Person | None] | None = None,
    by: User,
) -> list[str]:
    """The words of one sealed field of several records of one kind; "" where they were erased.

    Text that belongs to a person may hold names: reading it asks for the same
    right as reading who the person is.
    """
    whose = [owner_of(record) for record in records] if owners is None else owners
    words: list[str] = []
    with transaction.atomic():
        for batch in _batches(list(zip(records, whose, strict=True))):
            rows = [record for record, _owner in batch]
            people = [owner for _record, owner in batch if owner is not None]
            _check_seen(by, rows)
            _check_people(by, [person.code for person in people])
            kind = rows[0]._meta.label_lower
            _enter(by, "note read", kind, [row.code for row in rows], field=field_name)
            words += _open_texts(batch, field_name)
    return words


def open_house_text(sealed: bytes | memoryview) -> str:
    """The words of a text that belongs to nobody's file, such as a draft; "" where it is erased."""
    keeper = vault.the_vault()
    keeper.prepare([ORGANISATION], make=False)
    return _open(keeper, ORGANISATION, sealed)


def _check_seen(by: User, rows: Sequence[Record]) -> None:
    seen: Any = type(rows[0])._default_manager.all()
    keys = {row.pk for row in rows}
    if seen.visible_to(by).filter(pk__in=keys).count() != len(keys):
        raise PermissionDenied(_("You may not read these notes."))


def _open_texts(pairs: Sequence[tuple[Record, Person | None]], field_name: str) -> list[str]:
    keeper, subjects = vault.the_vault(), frozenset(_subject(owner) for _record, owner in pairs)
    remembered(("keys", subjects), lambda: keeper.prepare(subjects, make=False))
    return [_open(keeper, _subject(owner), getattr(record, field_name)) for record, owner in pairs]


def _open(keeper: vault.Vault, subject: str, sealed: bytes | memoryview | None) -> str:
    try:
        return keeper.open(subject, sealed) if sealed else ""
    except Erased:
        return ""


def _subject(person: Person | None) -> str:
    return ORGANISATION if person is None else person.code


def _enter(
    by: User, verb: str, kind: str, codes: Sequence[str], *, because: str = "", **detail: Any
) -> None:
    one = len(codes) == 1
    write_entry(
        by=by,
        verb=verb,
        kind=kind,
        code=codes[0] if one else "",
        because=because,
        detail=detail if one else {**detail, "codes": list(codes)},
    )


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


# ── Consent, erasure ────────────────────────────────────────────────────────────────────────────
def withdraw_consent(consent: Consent, *, on: dt.date, by: User, because: str = "") -> Consent:
    """End a consent from a day on."""
    if consent.withdrawn_on is not None:
        raise ValidationError(_("This consent was withdrawn already."))
    return change(consent, by=by, because=because, withdrawn_on=on)


def erase(person: Person, *, by: User, because: str) -> None:
    """Destroy a person's key: identity and free text are gone, in every backup too.

    The statistical record stays. A reason is needed; the act cannot be undone.
    The trail is written first, so that nothing is destroyed without it; should
    destroying the key fail, erasing again completes it.
    """
    if not because.strip():
        raise ValidationError(_("Say why this person is erased."))
    if not by.may_write(Area.AUDIT):
        raise PermissionDenied(_("Only the data-protection officer erases people."))
    _check_not_merged([person.code])
    with transaction.atomic():
        files = [person, *Person.objects.filter(merged_into=person)]
        drop_identity(person)
        # What undoing a merge would need says who the person is as well.
        merges = Merge.objects.filter(kept__in=files, undone_at=None, final_at=None)
        merges.update(undo=None, final_at=timezone.now())
        write_entry(by=by, verb="erased", kind="people.person", code=person.code, because=because)
    destroy_keys(files)


def destroy_keys(people: Iterable[Person]) -> None:
    """Destroy the keys of files; only after the trail says why."""
    keeper = vault.the_vault()
    for person in people:
        keeper.destroy(person.code)
