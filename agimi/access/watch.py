"""Who came in, who left, who tried: written into the trail as Django and allauth tell of it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from agimi.access import factor, sessions
from agimi.access.audit import write_entry
from agimi.access.models import User

KIND = "access.user"
# Whoever tries a name that no account has: the name itself may be a password in the wrong field.
NOBODY = "–"


def connect() -> None:
    """Called once when the room opens its doors."""
    user_logged_in.connect(_came_in, dispatch_uid="access.came_in")
    user_logged_out.connect(_left, dispatch_uid="access.left")
    user_login_failed.connect(_tried, dispatch_uid="access.tried")
    password_changed.connect(_changed_password, dispatch_uid="access.changed_password")
    mfa.authentication_failed.connect(_failed_factor, dispatch_uid="access.failed_factor")
    mfa.authenticator_added.connect(_added_factor, dispatch_uid="access.added_factor")
    mfa.authenticator_removed.connect(_removed_factor, dispatch_uid="access.removed_factor")
    mfa.authenticator_reset.connect(_made_codes, dispatch_uid="access.made_codes")


def enter(user: Any, verb: str, request: HttpRequest | None = None, **detail: Any) -> None:
    """An entry about the account of whoever did it."""
    name = user if isinstance(user, str) else user.get_username()
    address = address_of(request)
    more = {"from": address} if address else {}
    write_entry(
        by=name, verb=verb, kind=KIND, code="" if name == NOBODY else name, detail=more | detail
    )


def address_of(request: HttpRequest | None) -> str:
    """Where a request came from; nothing where that cannot be told."""
    if request is None or not request.META.get("REMOTE_ADDR"):
        return ""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def slowed(request: HttpRequest, name: str) -> None:
    """Too many wrong tries in a row: for a while no more are looked at."""
    enter(_known(name), "sign-in slowed", request)


def _came_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.begin(request.session)
    factor.is_protected(request.session, user)
    enter(user, "signed in", request)


def _left(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is None:
        return
    match = getattr(request, "resolver_match", None)
    quickly = match is not None and match.view_name == "web:leave"
    over = sessions.is_over(request.session)
    verb = "left quickly" if quickly else "session ended" if over else "signed out"
    enter(user, verb, request)


def _tried(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    enter(_known(str(credentials.get("username", ""))), "sign-in failed", request)


def _known(name: str) -> str:
    account = User.objects.filter(username__iexact=name).values_list("username", flat=True)
    return account.first() or NOBODY


def _changed_password(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    enter(user, "password changed", request)


def _failed_factor(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    enter(user, "second factor failed", request)


def _added_factor(
    sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any
) -> None:
    made = authenticator.type == authenticator.Type.RECOVERY_CODES
    verb = "recovery codes made" if made else "second factor added"
    enter(user, verb, request, factor=authenticator.type)


def _removed_factor(
    sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any
) -> None:
    request.session.pop(factor.SHOWN, None)
    enter(user, "second factor removed", request, factor=authenticator.type)


def _made_codes(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session.pop(factor.SHOWN, None)
    enter(user, "recovery codes made", request)
