"""Account pages of this room; sign-in itself, passwords and second factors are allauth's."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from agimi.access.queries import demo_accounts

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who am I here, and how well is my sign-in protected?"""
    return render(request, "access/account.html", {"second_factor": is_mfa_enabled(request.user)})


@login_not_required
@sensitive_post_parameters()
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the invented staff, without a password; only where all is invented."""
    wanted = request.POST.get("account", "")
    user = next((user for user in demo_accounts() if user.username == wanted), None)
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    return redirect("/")


@login_not_required
@require_safe
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """What to do about a forgotten password; nothing is sent by mail."""
    return render(request, "access/forgotten.html")


def not_offered(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Pages that allauth would bring along and this house does not want."""
    raise Http404
