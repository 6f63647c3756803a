"""What has had its time goes: drafts, steps to take back, files of records that were taken out, old sessions."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agimi.access.accounts import system_user
from agimi.casework import attachments
from agimi.desk import drafts, undo
from agimi.people.undo import forget_merges


def tidy() -> Iterator[tuple[str | Promise, int]]:
    """Let go of everything whose time is over; yields what, and how many there were.

    Files last: what can still be put back keeps its file.
    """
    yield _("drafts that nobody came back to"), drafts.forget_old()
    yield _("steps that can no longer be taken back"), undo.forget_old()
    yield _("merges that can no longer be undone"), forget_merges(by=system_user())
    yield _("files of records that were taken out"), attachments.sweep()
    over = Session.objects.filter(expire_date__lt=timezone.now())
    yield _("sessions that are over"), over.delete()[0]
