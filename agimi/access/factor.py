"""The second factor: whose role demands one, who has one, and taking it away when it is lost.

A role that opens records about people, names, consents, the trail or the accounts
is worth more to a thief than a password is hard to guess (ROL-01).
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.choices import Area, Scope
from agimi.access.models import User
from agimi.access.sessions import end_sessions

GUARDED = (
    Area.PEOPLE,
    Area.IDENTITY,
    Area.CONSENT,
    Area.CASEWORK,
    Area.FEEDBACK,
    Area.AUDIT,
    Area.SYSTEM,
)
PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
KEPT = "kept_at"
SHOWN = "factor"


def is_guarded(role: str) -> bool:
    """Whether a role reaches beyond figures where it concerns people, the trail or the accounts."""
    of_role = User(role=role)
    return any(
        max(of_role.grant(area).read, of_role.grant(area).write) > Scope.AGGREGATE
        for area in GUARDED
    )


def is_excepted(user: User) -> bool:
    """Accounts of invented staff, where all is invented: there is nobody to protect."""
    return bool(user.is_demo and settings.DEMO)


def needs_factor(user: User) -> bool:
    """Whether this account opens no record page without a second factor."""
    return is_guarded(user.role) and not is_excepted(user)


def missing_step(user: User) -> str:
    """What is still to do: ``factor``, ``codes`` (made, but not said to be kept) or nothing."""
    known: dict[str, Any] = dict(
        Authenticator.objects.filter(user=user).values_list("type", "data")
    )
    if not any(proof in known for proof in PROOFS):
        return "factor"
    codes = known.get(Authenticator.Type.RECOVERY_CODES)
    return "" if codes is not None and codes.get(KEPT) else "codes"


def is_protected(session: Any, user: User) -> bool:
    """Whether a second factor stands; asked of the database once a session.

    What takes a factor away ends the sessions of the account, or forgets this.
    """
    if session.get(SHOWN) == user.pk:
        return True
    if missing_step(user):
        return False
    session[SHOWN] = user.pk
    return True


def recovery_codes(user: User) -> Authenticator | None:
    """The recovery codes of an account, None while there are none."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()


def keep_codes(user: User) -> None:
    """Somebody says that they wrote their recovery codes down."""
    codes = recovery_codes(user)
    if codes is None or not codes.data.get("viewed_at"):
        raise ValidationError(_("The codes have not been shown yet."))
    if codes.data.get(KEPT):
        return
    codes.data[KEPT] = timezone.now().timestamp()
    with transaction.atomic():
        codes.save(update_fields=["data"])
        write_entry(
            by=user, verb="recovery codes kept", kind="access.user", code=user.get_username()
        )


def reset_factor(user: User, *, by: User | str, because: str = "") -> int:
    """Take away what was lost; they are led to set up a new one at their next sign-in.

    Whoever is signed in under this account no longer is. Returns how many there were.
    """
    with transaction.atomic():
        held = Authenticator.objects.filter(user=user)
        count = held.filter(type__in=PROOFS).count()
        held.delete()
        end_sessions(user)
        write_entry(
            by=by,
            verb="second factor reset",
            kind="access.user",
            code=user.get_username(),
            because=because,
            detail={"factors": count},
        )
    return count


def accounts_with_factor() -> set[int]:
    """Whose sign-in is protected, in one question."""
    held = Authenticator.objects.filter(type__in=PROOFS)
    return set(held.values_list("user_id", flat=True))
