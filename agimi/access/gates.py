"""Two gates that stand before every page: the idle lock, and the second factor.

Closed by default: what stays open is named here, by the names of the pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from agimi.access import factor, sessions

GetResponse = Callable[[HttpRequest], HttpResponseBase]
LOCKED_STATUS = 423
# What one may do at a screen that is locked: open it, leave, read it in one's language.
OPEN_WHILE_LOCKED = {
    "access:locked",
    "access:lock",
    "account_logout",
    "web:preferences",
    "web:leave",
}
# What one may do before the second factor stands: set it up, leave, ask for help.
OPEN_WITHOUT_FACTOR = OPEN_WHILE_LOCKED | {
    "access:account",
    "access:factor",
    "access:codes_kept",
    "access:here",
    "account_change_password",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "web:help",
}


def is_page(request: HttpRequest) -> bool:
    """Whether a person turns to a page, and not a script to the server."""
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode is not None:
        return mode == "navigate"
    return "HX-Request" not in request.headers


def is_activity(request: HttpRequest) -> bool:
    """Whether a request shows that somebody is there. A page that asks by itself does not."""
    return is_page(request) or request.method not in ("GET", "HEAD")


def back_to(request: HttpRequest) -> str:
    """The page to lead back to: what was asked for, or where a form was sent from."""
    if request.method in ("GET", "HEAD") and is_page(request):
        return request.get_full_path()
    from_page = urlsplit(
        request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    )
    address = f"{from_page.path}?{from_page.query}" if from_page.query else from_page.path
    return safe_address(request, address)


def safe_address(request: HttpRequest, address: str, default: str = "/") -> str:
    """An address, if it is a page of ours: a path from the root, whatever else it may say."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else default


def lead_to(request: HttpRequest, page: str, *, status: int, **query: str) -> HttpResponse:
    """Send a person to a page; tell a script that nothing was done, and where to go."""
    address = f"{reverse(page)}?{urlencode(query)}" if query else reverse(page)
    if is_page(request):
        return redirect(address)
    return HttpResponse(status=status, headers={"HX-Redirect": address})


def page_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match is not None else ""


class IdleLockMiddleware:
    """Locks a session that nobody uses, and ends one to which nobody comes back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        if sessions.is_over(request.session):
            return self._end(request)
        if sessions.is_locked(request.session):
            sessions.lock(request.session)
            if page_name(request) in OPEN_WHILE_LOCKED:
                return None
            return lead_to(request, "access:locked", status=LOCKED_STATUS, next=back_to(request))
        if sessions.SEEN not in request.session or is_activity(request):
            sessions.touch(request.session)
        return None

    def _end(self, request: HttpRequest) -> HttpResponse | None:
        came_for = back_to(request)
        logout(request)
        if page_name(request) in OPEN_WHILE_LOCKED - {"access:locked", "access:lock"}:
            return None
        messages.info(request, _("Nobody had been here for a long time, so you were signed out."))
        return lead_to(request, "account_login", status=LOCKED_STATUS, next=came_for)


class SecondFactorMiddleware:
    """Leads those whose role demands a second factor to set one up, before they see a record."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user: Any = request.user
        if not user.is_authenticated or not factor.needs_factor(user):
            return None
        if factor.is_protected(request.session, user):
            return None
        if page_name(request) in OPEN_WITHOUT_FACTOR:
            return None
        if request.method in ("GET", "HEAD"):
            return lead_to(request, "access:factor", status=403)
        raise PermissionDenied(
            _(
                "Your role needs a second factor first: set one up in your account. Nothing was saved."
            )
        )
