"""Drafts: what somebody has typed and not sent yet, kept encrypted until it is sent.

A script sends them while one types; a form that is opened again offers what was
kept. Nobody but its writer ever gets a draft, and after two weeks it is gone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.models import User
from agimi.desk.keeper import the_keeper
from agimi.desk.models import Draft

LASTING = dt.timedelta(days=14)
MOST = 200_000  # characters, all fields together
# What a form is called: “log:R-7K2M-9QF4”. It stands in an address of its own.
NAME = re.compile(r"[\w:.-]{1,150}")
NEVER_KEPT = {"csrfmiddlewaretoken", "password"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it was typed: field name → values."""

    values: Mapping[str, list[str]]
    saved_at: dt.datetime


def named(wanted: str, usual: str) -> str:
    """The name of a form as it was sent or asked for; what can be no name is the usual one."""
    return wanted if NAME.fullmatch(wanted) else usual


def keep(form: str, values: Mapping[str, list[str]], *, by: User) -> Draft:
    """Keep what was typed into a form so far, in place of what was kept before."""
    typed = {name: list(words) for name, words in values.items() if name not in NEVER_KEPT}
    text = json.dumps({"user": by.pk, "form": form, "values": typed}, ensure_ascii=False)
    if len(text) > MOST:
        raise ValidationError(_("This is too long to be kept as a draft."))
    (sealed,) = the_keeper().seal([(None, text)])
    draft, _made = Draft.objects.update_or_create(user=by, form=form, defaults={"sealed": sealed})
    return draft


def kept(form: str, *, by: User) -> Kept | None:
    """What somebody typed into a form and has not sent; None where there is nothing."""
    draft = Draft.objects.filter(user=by, form=form, saved_at__gt=_oldest()).first()
    if draft is None:
        return None
    content: dict[str, Any] = json.loads(the_keeper().open_house(draft.sealed))
    if content["user"] != by.pk or content["form"] != form:
        return None  # moved there from another row: it is not this one's
    return Kept(content["values"], draft.saved_at)


def drop(form: str, *, by: User) -> None:
    """Forget a draft: it was sent, or thrown away."""
    Draft.objects.filter(user=by, form=form).delete()


def forget_old() -> int:
    """Delete the drafts that nobody came back to; returns how many there were."""
    return Draft.objects.filter(saved_at__lte=_oldest()).delete()[0]


def device_key(user: User) -> bytes:
    """The key under which a browser keeps a draft while there is no connection.

    It is given to whoever is signed in and never stored on the device: without
    signing in, what lies there cannot be read.
    """
    secret = f"agimi drafts {settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{user.pk} {user.password}".encode(), hashlib.sha256).digest()


def _oldest() -> dt.datetime:
    return timezone.now() - LASTING
