"""The audit trail: append-only, chained by a keyed hash, verified by a command."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from agimi.access.models import AuditEntry
from agimi.access.verbs import READING

_GENESIS = "0" * 64
_LOCK = 0x4147494D49  # "AGIMI": the PostgreSQL advisory lock that keeps the chain in one line
_readings: ContextVar[list[AuditEntry] | None] = ContextVar("readings", default=None)


def write_entry(
    *,
    by: Any,
    verb: str,
    kind: str = "",
    code: str = "",
    because: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry; call it inside the transaction of what it tells of.

    ``by`` is a user, or the name of a command that runs without one.
    """
    entry = AuditEntry(
        actor=by if isinstance(by, str) else by.get_username(),
        verb=verb,
        kind=kind,
        code=code,
        because=_fit(because),
        detail=detail or {},
    )
    gathered = _readings.get()
    if gathered is not None and verb in READING:
        gathered.append(entry)
    else:
        _append([entry])
    return entry


@contextmanager
def one_reading() -> Iterator[None]:
    """What is read for one page is entered together, at the end: nobody waits meanwhile.

    The trail has one end, which its writer holds until the transaction is over; a page takes
    longer to put together than an entry to write. Nothing reaches the reader before its
    entries stand: where they cannot be written, the page fails. Only readings wait so; what
    was changed is entered at once, in the transaction of the change.
    """
    if _readings.get() is not None:
        yield
        return
    entries: list[AuditEntry] = []
    token = _readings.set(entries)
    try:
        yield
    finally:
        _readings.reset(token)
    if entries:
        _append(entries)


def _append(entries: list[AuditEntry]) -> None:
    # A part of what it tells of: no point of its own to go back to.
    with transaction.atomic(savepoint=False):
        _hold_the_chain()
        last = AuditEntry.objects.order_by("-number").values_list("number", "digest").first()
        number, previous = last or (0, _GENESIS)
        for entry in entries:
            number += 1
            entry.number, entry.previous, entry.at = number, previous, timezone.now()
            entry.digest = previous = digest(entry)
        AuditEntry.objects.bulk_create(entries)


def _fit(because: str) -> str:
    most = AuditEntry._meta.get_field("because").max_length or 0
    return because if len(because) <= most else f"{because[: most - 1]}…"


def digest(entry: AuditEntry) -> str:
    """The keyed digest over an entry's contents and the digest of the entry before it."""
    content = json.dumps(
        [
            entry.number,
            entry.at.isoformat(),
            entry.actor,
            entry.verb,
            entry.kind,
            entry.code,
            entry.because,
            entry.detail,
            entry.previous,
        ],
        sort_keys=True,
        ensure_ascii=False,
        default=str,
    )
    return hmac.new(_key(), content.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold: which entry, and what is wrong with it."""

    number: int
    problem: str  # "changed" | "missing" | "order"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of the trail, as somebody noted it elsewhere."""

    number: int
    digest: str


def head() -> Head | None:
    """The newest entry; whoever notes it can later tell whether the end was cut off."""
    last = AuditEntry.objects.order_by("-number").values_list("number", "digest").first()
    return Head(*last) if last else None


def verify(
    *, noted: Head | None = None, progress: Callable[[int], None] | None = None
) -> Iterator[Break]:
    """Walk the whole trail; yields every entry that was changed, left out or moved.

    A chain that was cut at its end is whole in itself: only ``noted``, a head
    that was written down before, shows that. ``progress`` is told how many were seen.
    """
    previous, expected = _GENESIS, 1
    entries = AuditEntry.objects.order_by("number").iterator(chunk_size=2000)
    for seen, entry in enumerate(entries, start=1):
        if entry.number != expected:
            yield Break(expected, "missing")
        elif entry.previous != previous:
            yield Break(entry.number, "order")
        if not hmac.compare_digest(entry.digest, digest(entry)):
            yield Break(entry.number, "changed")
        if noted is not None and entry.number == noted.number and entry.digest != noted.digest:
            yield Break(entry.number, "changed")
        previous, expected = entry.digest, entry.number + 1
        if progress is not None:
            progress(seen)
    if noted is not None and noted.number >= expected:
        yield Break(expected, "missing")


def _key() -> bytes:
    if settings.AGIMI_MASTER_KEY is None:
        raise ImproperlyConfigured(
            "There is no master key, so nothing can be entered in the audit trail: run `agimi init`."
        )
    return hashlib.sha256(b"agimi audit" + settings.AGIMI_MASTER_KEY).digest()


def _hold_the_chain() -> None:
    """Let one writer at a time append; SQLite writes one at a time anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
