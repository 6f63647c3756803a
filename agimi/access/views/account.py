"""The account page and what protects it; sign-in itself and second factors are allauth's."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from agimi.access import factor
from agimi.access.break_glass import may_break_glass
from agimi.access.queries import demo_accounts

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who am I here, and how well is my sign-in protected?"""
    user: Any = request.user
    return render(
        request,
        "access/account.html",
        {
            "second_factor": is_mfa_enabled(user),
            "needs_factor": factor.needs_factor(user),
            "excepted": factor.is_excepted(user),
            "missing": factor.missing_step(user) if factor.needs_factor(user) else "",
            "may_break_glass": may_break_glass(user),
        },
    )


@require_safe
def factor_needed(request: HttpRequest) -> HttpResponse:
    """Why no record opens yet, and the one or two steps that change it."""
    user: Any = request.user
    step = factor.missing_step(user)
    if not step or not factor.needs_factor(user):
        return redirect("/")
    codes = factor.recovery_codes(user)
    shown = codes is not None and bool(codes.data.get("viewed_at"))
    return render(request, "access/factor.html", {"step": step, "codes_shown": shown})


@require_POST
def codes_kept(request: HttpRequest) -> HttpResponse:
    """They wrote the codes down; from now on nobody is shown them again."""
    user: Any = request.user
    if request.POST.get("kept") != "yes":
        messages.warning(request, _("Please tick that you have written the codes down."))
        return redirect("access:factor")
    try:
        factor.keep_codes(user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("access:factor")
    messages.success(request, _("Your sign-in is protected now."))
    return redirect("/")


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
