"""Sessions: ending those of one account, and when the screen of one locks.

``seen`` is the moment of the last activity and ``locked`` says that somebody has
to prove who they are; both lie in the session on the server, so that no browser
decides over them.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from agimi.access.models import User

SEEN, LOCKED = "seen", "locked"
# So seldom is activity written down: a page turn must not cost a write each time.
GRAIN = 20
# A locked screen is opened again for so long; then the session ends.
ENDS_AFTER = 6


def idle_seconds() -> int:
    return int(settings.AGIMI_IDLE_MINUTES) * 60


def begin(session: Any) -> None:
    """From this moment on somebody is there, and has shown who they are."""
    session[SEEN] = int(time.time())
    session.pop(LOCKED, None)


def touch(session: Any) -> None:
    """Somebody is there."""
    now = int(time.time())
    if now - session.get(SEEN, 0) >= GRAIN:
        session[SEEN] = now


def lock(session: Any) -> None:
    session[LOCKED] = True


def is_locked(session: Any) -> bool:
    """Locked by hand, by the browser, or because nobody was there for too long."""
    return bool(session.get(LOCKED)) or _rested(session) >= idle_seconds()


def is_over(session: Any) -> bool:
    """Nobody has come back to the locked screen."""
    return _rested(session) >= ENDS_AFTER * idle_seconds()


def _rested(session: Any) -> float:
    return time.time() - session.get(SEEN, time.time())


def end_sessions(user: User) -> None:
    """Sign an account out wherever it is signed in."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
