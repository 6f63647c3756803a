"""The lock of a screen that nobody uses, and the way back in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from agimi.access import factor, sessions
from agimi.access.gates import is_page, safe_address


class UnlockForm(forms.Form):
    """The password of the person signed in; wrong ones count like wrong ones at the sign-in."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise ValidationError(gettext("This is not the password of this account."))
        return password


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def locked(request: HttpRequest) -> HttpResponse:
    """Locked: only whoever is signed in opens it, and is back where they were."""
    user: Any = request.user
    back = safe_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if not sessions.is_locked(request.session):
        return redirect(back)
    form: forms.Form = UnlockForm(user=user)
    if request.method == "POST":
        if factor.is_excepted(user):
            return _opened(request, back)
        form = _form_of(request)
        if form.is_valid():
            if isinstance(form, ReauthenticateWebAuthnForm):
                form.save()
            return _opened(request, back)
    status = 422 if form.is_bound else 200
    return render(request, "access/locked.html", _told(request, form, back), status=status)


def _form_of(request: HttpRequest) -> Any:
    kind = ReauthenticateWebAuthnForm if "credential" in request.POST else UnlockForm
    return kind(data=request.POST, user=request.user)


def _opened(request: HttpRequest, back: str) -> HttpResponse:
    sessions.begin(request.session)
    return redirect(back)


def _told(request: HttpRequest, form: Any, back: str) -> dict[str, Any]:
    user: Any = request.user
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
    told: dict[str, Any] = {
        "back": back,
        "excepted": factor.is_excepted(user),
        "passkeys": passkeys,
    }
    if isinstance(form, ReauthenticateWebAuthnForm):
        told |= {"passkey_refused": True, "form": UnlockForm(user=user)}
    else:
        told["form"] = form
    if passkeys:
        told |= {
            "webauthn_form": ReauthenticateWebAuthnForm(user=user),
            "js_data": {"request_options": begin_authentication(user)},
        }
    return told


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock this session now, in every window: by hand, or by a browser in which nobody is active."""
    back = safe_address(request, request.POST.get("next", ""))
    sessions.lock(request.session)
    if not is_page(request):
        return HttpResponse(status=204)
    return redirect(f"{reverse('access:locked')}?{urlencode({'next': back})}")


@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """Somebody moves or types in a window: the gate before this page has noted it."""
    return HttpResponse(status=204)
