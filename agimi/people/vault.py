"""The vault: one data key a person, wrapped by the master key; AES-256-GCM throughout.

Only ``people.actions`` may import this module (held by import-linter). A sealed
text is ``version ‖ nonce ‖ cipher text``; the subject is authenticated with it,
so that a text cannot be moved to another person's record.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from agimi.people.models import PersonKey

ORGANISATION = "organisation"
_VERSION = b"\x01"
_NONCE = 12
_CACHE_SIZE = 4096


class Erased(Exception):
    """The key of this subject was destroyed; what it sealed can never be read again."""


class Unreadable(Exception):
    """A sealed text does not open with its key: wrong master key, or tampered with."""


class Vault:
    """Seals and opens texts; keeps the data keys it has unwrapped for as long as it lives."""

    def __init__(self, master_key: bytes) -> None:
        self._master = AESGCM(master_key)
        self._keys: OrderedDict[str, AESGCM] = OrderedDict()

    def seal(self, subject: str, text: str) -> bytes:
        """The text as cipher text of its subject; the subject's key is made when missing."""
        nonce = os.urandom(_NONCE)
        cipher = self._key(subject).encrypt(nonce, text.encode(), subject.encode())
        return _VERSION + nonce + cipher

    def open(self, subject: str, sealed: bytes | memoryview) -> str:
        """The words of a sealed text.

        Raises Erased when the key was destroyed, Unreadable when it does not fit.
        """
        data = bytes(sealed)
        if data[:1] != _VERSION:
            raise Unreadable(subject)
        nonce, cipher = data[1 : 1 + _NONCE], data[1 + _NONCE :]
        try:
            return self._key(subject, make=False).decrypt(nonce, cipher, subject.encode()).decode()
        except InvalidTag as error:
            raise Unreadable(subject) from error

    def prepare(self, subjects: Iterable[str]) -> None:
        """Make or load the keys of many subjects at once, in two queries."""
        wanted = {subject for subject in subjects if subject not in self._keys}
        rows = {}
        for chunk in _chunks(sorted(wanted), 500):
            rows.update({row.subject: row for row in PersonKey.objects.filter(subject__in=chunk)})
        fresh = []
        for subject in wanted:
            if subject in rows:
                if rows[subject].wrapped is not None:  # erased ones say so when they are used
                    self._remember(subject, self._unwrap(rows[subject]))
            else:
                data_key = AESGCM.generate_key(256)
                fresh.append(PersonKey(subject=subject, wrapped=self._wrap(subject, data_key)))
                self._remember(subject, AESGCM(data_key))
        PersonKey.objects.bulk_create(fresh, batch_size=500)

    def destroy(self, subject: str) -> None:
        """Destroy a subject's key: everything sealed with it is erased, backups included."""
        self._keys.pop(subject, None)
        PersonKey.objects.filter(subject=subject).update(wrapped=None, destroyed_at=timezone.now())

    def _key(self, subject: str, make: bool = True) -> AESGCM:
        if subject in self._keys:
            self._keys.move_to_end(subject)
            return self._keys[subject]
        row = PersonKey.objects.filter(subject=subject).first()
        if row is None:
            if not make:
                raise Unreadable(subject)
            data_key = AESGCM.generate_key(256)
            row, _ = PersonKey.objects.get_or_create(
                subject=subject, defaults={"wrapped": self._wrap(subject, data_key)}
            )
        return self._remember(subject, self._unwrap(row))

    def _remember(self, subject: str, key: AESGCM) -> AESGCM:
        self._keys[subject] = key
        if len(self._keys) > _CACHE_SIZE:
            self._keys.popitem(last=False)
        return key

    def _wrap(self, subject: str, data_key: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._master.encrypt(nonce, data_key, subject.encode())

    def _unwrap(self, row: PersonKey) -> AESGCM:
        if row.wrapped is None:
            raise Erased(row.subject)
        data = bytes(row.wrapped)
        try:
            return AESGCM(self._master.decrypt(data[:_NONCE], data[_NONCE:], row.subject.encode()))
        except InvalidTag as error:
            raise Unreadable(row.subject) from error


def _chunks(items: list[str], size: int) -> Iterable[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


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
