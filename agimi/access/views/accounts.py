"""Accounts on screen, for whoever looks after them; and the roles to which somebody must agree."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agimi.access import accounts as verbs
from agimi.access import factor as second_factor
from agimi.access.forms import AccountForm, NewAccountForm
from agimi.access.models import RoleRequest, User
from agimi.access.views.guards import only_for, the

for_keepers = only_for(
    verbs.may_keep_accounts,
    gettext_lazy("Accounts are changed by the person who looks after them."),
)
for_agreeing = only_for(
    verbs.may_agree, gettext_lazy("The director or a supervisor agrees to roles.")
)


def account_of(code: str) -> User:
    user: User | None = verbs.accounts().filter(code=code).first()
    if user is None:
        raise Http404
    return user


@require_safe
@for_keepers
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody who may sign in, and as what."""
    known: list[Any] = list(verbs.accounts())
    guarded = second_factor.accounts_with_factor()
    rows = [
        {
            "account": user,
            "asked": _role_words(user.asked_role),
            "has_factor": user.pk in guarded,
            "needs_factor": second_factor.needs_factor(user),
            "own": user.pk == the(request).pk,
        }
        for user in known
    ]
    return render(request, "access/accounts.html", {"rows": rows})


def _role_words(role: str | None) -> str:
    return str(dict(RoleRequest._meta.get_field("role").flatchoices).get(role, "")) if role else ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def add(request: HttpRequest) -> HttpResponse:
    """A new account; its password is shown once."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = verbs.give_account(by=the(request), **form.cleaned_data)
        except ValidationError as error:
            form.take(error)
        else:
            return _show_password(request, user, password)
    context = {"form": form}
    return render(request, "access/account_add.html", context, status=422 if form.errors else 200)


def _show_password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """In the answer itself: it is kept nowhere, so there is no second look at it."""
    asked = RoleRequest.objects.filter(user=user, decided_at=None).first()
    context = {"account": user, "password": password, "asked": asked}
    return render(request, "access/account_password.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def change(request: HttpRequest, code: str) -> HttpResponse:
    """What somebody is here, and what can be done about their sign-in."""
    user = account_of(code)
    form = AccountForm(request.POST or None, account=user)
    if request.method == "POST" and form.is_valid():
        try:
            asked = verbs.change_account(user, by=the(request), **form.cleaned_data)
        except ValidationError as error:
            form.take(error)
        else:
            _tell(request, asked)
            return redirect("accounts:accounts")
    asked = RoleRequest.objects.filter(user=user, decided_at=None).select_related("site").first()
    context = {
        "form": form,
        "account": user,
        "asked": asked,
        "own": user.pk == the(request).pk,
        "has_factor": user.pk in second_factor.accounts_with_factor(),
    }
    return render(
        request, "access/account_change.html", context, status=422 if form.errors else 200
    )


def _tell(request: HttpRequest, asked: RoleRequest | None) -> None:
    if asked is None:
        messages.success(request, _("The account is changed."))
        return
    words = _("This role opens records: it waits until the director or a supervisor agrees.")
    messages.info(request, words)


@require_POST
@for_keepers
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Close an account or open it again."""
    user = account_of(code)
    opened = request.POST.get("open") == "yes"
    verbs.switch_account(user, opened=opened, by=the(request))
    messages.success(
        request, _("The account is open again.") if opened else _("The account is closed.")
    )
    return redirect("accounts:change", user.code)


@require_POST
@for_keepers
def password(request: HttpRequest, code: str) -> HttpResponse:
    """A new password, shown once."""
    user = account_of(code)
    return _show_password(request, user, verbs.set_password(user, by=the(request)))


@require_POST
@for_keepers
def factor(request: HttpRequest, code: str) -> HttpResponse:
    """Take away a second factor that was lost."""
    user = account_of(code)
    verbs.check_may_keep(the(request), user)
    second_factor.reset_factor(user, by=the(request))
    messages.success(
        request,
        _("The second factor is taken away; at the next sign-in a new one is set up."),
    )
    return redirect("accounts:change", user.code)


@require_safe
@for_agreeing
def requests(request: HttpRequest) -> HttpResponse:
    """Roles that wait for somebody to agree."""
    waiting = verbs.requests_for(the(request)).select_related("user", "site", "staff", "asked_by")
    return render(request, "access/account_requests.html", {"waiting": waiting})


@require_POST
@for_agreeing
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Agree or refuse."""
    asked: Any = (
        RoleRequest.objects.filter(code=code).select_related("user", "site", "staff").first()
    )
    if asked is None:
        raise Http404
    agreed = request.POST.get("answer") == "agree"
    try:
        verbs.decide(asked, agreed=agreed, by=the(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Agreed. It holds from now on.") if agreed else _("Refused."))
    return redirect("accounts:requests")
