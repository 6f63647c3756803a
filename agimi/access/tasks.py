"""Jobs of this room: walking over the whole audit trail, outside the request that asked for it."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from agimi.access.audit import Head, verify, write_entry
from agimi.access.models import AuditEntry, User, Verification

log = logging.getLogger(__name__)
# How often the page may be told how far the work is, and how many breaks it names.
TELL_EVERY = 0.5
NAMED = 50


def start_verification(*, by: User, noted: Head | None = None) -> Verification:
    """Ask for a walk over the trail; it begins once this is written."""
    now = timezone.now()
    with transaction.atomic():
        asked = Verification.objects.create(
            asked_by=by,
            asked_at=now,
            moved_at=now,
            noted_number=noted.number if noted else None,
            noted_digest=noted.digest if noted else "",
        )
        write_entry(by=by, verb="trail verified", kind="access.auditentry", code=asked.code)
    verify_trail.enqueue(asked.code)
    return asked


@task()
def verify_trail(code: str) -> None:
    """Walk over the trail and keep what was found, whatever that is."""
    asked = Verification.objects.get(code=code)
    try:
        _walk(asked)
    except Exception:
        # The page must not wait for ever.
        log.exception("verification %s failed", code)
        asked.failed = True
    asked.finished_at = asked.moved_at = timezone.now()
    asked.save()


def _walk(asked: Verification) -> None:
    noted = Head(asked.noted_number, asked.noted_digest) if asked.noted_number else None
    asked.total = AuditEntry.objects.count()
    found = verify(noted=noted, progress=_teller(asked))
    named = [[each.number, each.problem] for each in itertools.islice(found, NAMED)]
    asked.breaks = named
    asked.broken = len(named) + sum(1 for _each in found)


def _teller(asked: Verification) -> Callable[[int], None]:
    """Notes the progress now and then."""
    last = 0.0

    def tell(done: int) -> None:
        nonlocal last
        now = time.monotonic()
        asked.done = done
        if now - last >= TELL_EVERY:
            last = now
            _note(asked, done=done, total=asked.total, moved_at=timezone.now())

    return tell


def _note(asked: Verification, **values: Any) -> None:
    Verification.objects.filter(pk=asked.pk).update(**values)
