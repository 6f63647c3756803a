"""The vault: one data key a person, wrapped by the master key; AES-256-GCM throughout.

It also keeps the key with which names are hashed for the search (ADR 0025).

Only ``people.actions`` may import this module (held by import-linter). A sealed
text is ``version ‖ nonce ‖ cipher text``; the subject is authenticated with it,
so that a text cannot be moved to another person's record.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from agimi.people.models import PersonKey

ORGANISATION = "organisation"
# The subject of the search key; with a sign that no code of a person may have.
SEARCH = "search:names"
_VERSION = b"\x01"
_NONCE = 12
_CACHE_SIZE = 4096
_BATCH = 500


class Erased(Exception):
    """The key of this subject was destroyed; what it sealed can never be read again."""


class Unreadable(Exception):
    """A sealed text does not open with its key: wrong master key, or tampered with."""


class Vault:
    """Seals and opens texts; keeps the data keys it has unwrapped for as long as it lives.

    A kept key counts only as long as the database has the very same one: each
    batch is compared first, so that a key that another process destroyed, or a
    transaction took back, is not used any more.
    """

    def __init__(self, master_key: bytes) -> None:
        self._master = AESGCM(master_key)
        self._keys: OrderedDict[str, tuple[bytes, AESGCM]] = OrderedDict()  # oldest first
        self._lock = Lock()  # pages are served by several threads

    def seal(self, subject: str, text: str) -> bytes:
        """The text as cipher text of its subject; the subject's key is made when missing."""
        nonce = os.urandom(_NONCE)
        cipher = self._key(subject, make=True).encrypt(nonce, text.encode(), subject.encode())
        return _VERSION + nonce + cipher

    def open(self, subject: str, sealed: bytes | memoryview) -> str:
        """The words of a sealed text.

        Raises Erased when the key was destroyed, Unreadable when it does not fit.
        """
        data = bytes(sealed)
        if data[:1] != _VERSION:
            raise Unreadable(subject)
        nonce, cipher = data[1 : 1 + _NONCE], data[1 + _NONCE :]
        key = self._key(subject, make=False)
        try:
            return key.decrypt(nonce, cipher, subject.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise Unreadable(subject) from error

    def prepare(self, subjects: Iterable[str], *, make: bool = True) -> None:
        """Load the keys of many subjects in few queries, and make those that are missing.

        Call it before sealing or opening a batch: it also forgets kept keys that
        the database no longer has.
        """
        wanted = sorted(set(subjects))
        for start in range(0, len(wanted), _BATCH):
            chunk = wanted[start : start + _BATCH]
            wrapped = self._wrapped(chunk)
            missing = [subject for subject in chunk if subject not in wrapped]
            if missing and make:
                self._make(missing)
                wrapped |= self._wrapped(missing)
            for subject in chunk:
                self._compare(subject, wrapped.get(subject))

    def destroy(self, subject: str) -> None:
        """Destroy a subject's key: everything sealed with it is erased, backups included.

        Where there was none, a destroyed one is noted, so that none is made later.
        """
        self._forget(subject)
        PersonKey.objects.update_or_create(
            subject=subject, defaults={"wrapped": None, "destroyed_at": timezone.now()}
        )

    def secret(self, subject: str) -> bytes:
        """The bare key of a subject, for hashing; made when missing. Seals nothing."""
        wrapped = self._wrapped([subject]).get(subject)
        if wrapped is None:
            self._make([subject])
            wrapped = self._wrapped([subject])[subject]
        key = None if wrapped is None else self._unwrapped(subject, wrapped)
        if key is None:
            raise Unreadable(subject)
        return key

    def replace_secret(self, subject: str) -> None:
        """A new bare key over the old one: what was hashed with that means nothing any more."""
        PersonKey.objects.update_or_create(
            subject=subject, defaults={"wrapped": self._wrap(subject, AESGCM.generate_key(256))}
        )

    def _key(self, subject: str, *, make: bool) -> AESGCM:
        kept = self._keys.get(subject)
        if kept is None:
            self.prepare([subject], make=make)
            kept = self._keys.get(subject)
        if kept is None:
            destroyed = PersonKey.objects.filter(subject=subject, wrapped=None).exists()
            raise Erased(subject) if destroyed else Unreadable(subject)
        return kept[1]

    def _wrapped(self, subjects: list[str]) -> dict[str, bytes | None]:
        rows = PersonKey.objects.filter(subject__in=subjects).values_list("subject", "wrapped")
        return {subject: None if data is None else bytes(data) for subject, data in rows}

    def _make(self, subjects: list[str]) -> None:
        # Where another process makes the same key at the same time, the first one counts.
        PersonKey.objects.bulk_create(
            [
                PersonKey(subject=s, wrapped=self._wrap(s, AESGCM.generate_key(256)))
                for s in subjects
            ],
            ignore_conflicts=True,
        )

    def _compare(self, subject: str, wrapped: bytes | None) -> None:
        """Keep the key that the database has; what is wrong with it is said when it is used."""
        kept = self._keys.get(subject)
        if wrapped is not None and kept is not None and kept[0] == wrapped:
            return
        key = None if wrapped is None else self._unwrap(subject, wrapped)
        if wrapped is None or key is None:
            self._forget(subject)
            return
        with self._lock:
            self._keys[subject] = (wrapped, key)
            if len(self._keys) > _CACHE_SIZE:
                self._keys.popitem(last=False)

    def _forget(self, subject: str) -> None:
        with self._lock:
            self._keys.pop(subject, None)

    def _wrap(self, subject: str, data_key: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._master.encrypt(nonce, data_key, subject.encode())

    def _unwrap(self, subject: str, wrapped: bytes) -> AESGCM | None:
        """The data key; None where the master key does not open it."""
        key = self._unwrapped(subject, wrapped)
        return None if key is None else AESGCM(key)

    def _unwrapped(self, subject: str, wrapped: bytes) -> bytes | None:
        nonce, cipher = wrapped[:_NONCE], wrapped[_NONCE:]
        try:
            return self._master.decrypt(nonce, cipher, subject.encode())
        except InvalidTag:
            return None


_vault: Vault | None = None


def the_vault() -> Vault:
    """The vault of this process, opened with the master key of the settings."""
    global _vault  # one per process: unwrapped keys are worth keeping
    if _vault is None:
        if settings.AGIMI_MASTER_KEY is None:
            raise ImproperlyConfigured(
                "There is no master key, so names can neither be kept nor read: "
                "run `agimi init`, or point AGIMI_KEY_FILE at the key of this installation."
            )
        _vault = Vault(settings.AGIMI_MASTER_KEY)
    return _vault


def forget() -> None:
    """Close the vault, e.g. after a change of the master key or between tests."""
    global _vault
    _vault = None
