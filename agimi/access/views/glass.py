"""A case that is not one's own, in an emergency; and the officer's look at each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agimi.access import break_glass
from agimi.access.forms import FindingForm, GlassForm
from agimi.access.models import BreakGlass, User
from agimi.access.verbs import kind_words, verb_words
from agimi.access.views.guards import only_for, the

A_PAGE = 50
MOST_READ = 200
for_caseworkers = only_for(
    break_glass.may_break_glass,
    gettext_lazy("Only those who work with cases may look into one that is not theirs."),
)
for_officers = only_for(
    break_glass.may_review,
    gettext_lazy("Only the data-protection officer looks into this."),
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_caseworkers
def glass(request: HttpRequest) -> HttpResponse:
    """Break the glass, and see one's own that are open."""
    user = the(request)
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _broken(request, form):
        return redirect("glass:glass")
    own = BreakGlass.objects.filter(user=user).select_related("case")
    context = {
        "form": form,
        "open": [_shown(each) for each in own.open_now()],
        "closed": own.filter(until__lte=timezone.now())[:5],
    }
    return render(request, "access/glass.html", context, status=422 if form.errors else 200)


def _broken(request: HttpRequest, form: GlassForm) -> bool:
    """Whether it opened; what was wrong stands beside its field."""
    wanted = form.cleaned_data
    try:
        opened = break_glass.break_glass_by_code(
            wanted["code"], by=the(request), because=wanted["because"], lasting=wanted["minutes"]
        )
    except ValidationError as error:
        for name, problems in error.message_dict.items():
            form.add_error({"lasting": "minutes"}.get(name, name), problems)
        return False
    words = _(
        "Case %(code)s is open to you for reading. The data-protection officer has been told."
    )
    messages.success(request, words % {"code": opened.case.code})
    return True


def _shown(opened: BreakGlass) -> dict[str, Any]:
    left = opened.until - timezone.now()
    return {
        "glass": opened,
        "minutes": int(left.total_seconds() // 60) + 1,
        "page": _page_of(opened),
    }


def _page_of(opened: BreakGlass) -> str:
    """The page of the case, in a room above this one."""
    try:
        return reverse("casework:case", args=[opened.case.code])
    except NoReverseMatch:
        return ""


@require_POST
@for_caseworkers
def close(request: HttpRequest, code: str) -> HttpResponse:
    """It is not needed any longer."""
    opened = BreakGlass.objects.filter(code=code, user=the(request)).select_related("case").first()
    if opened is None:
        raise Http404
    break_glass.close_glass(opened, by=the(request))
    messages.success(request, _("Closed. Thank you for keeping it short."))
    return redirect("glass:glass")


@require_safe
@for_officers
def review(request: HttpRequest) -> HttpResponse:
    """Those that wait, and those that were looked into."""
    seen = BreakGlass.objects.visible_to(the(request)).select_related("user", "case", "reviewed_by")
    page = Paginator(seen.exclude(reviewed_at=None), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "access/glass_review.html", {"waiting": seen.waiting(), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def review_one(request: HttpRequest, code: str) -> HttpResponse:
    """One of them: who, which case, why, what was read meanwhile; and what the officer finds."""
    user = the(request)
    seen = BreakGlass.objects.visible_to(user).select_related("user", "case__person", "reviewed_by")
    opened = seen.filter(code=code).first()
    if opened is None:
        raise Http404
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _reviewed(request, opened, form):
        return redirect("glass:review")
    context = {"glass": opened, "form": form, "own": opened.user_id == user.pk}
    context |= _read_meanwhile(opened, user)
    return render(request, "access/glass_one.html", context, status=422 if form.errors else 200)


def _reviewed(request: HttpRequest, opened: BreakGlass, form: FindingForm) -> bool:
    try:
        break_glass.review(opened, by=the(request), finding=form.cleaned_data["finding"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Your finding is kept."))
    return True


def _read_meanwhile(opened: BreakGlass, user: User) -> dict[str, Any]:
    """What they read while it was open; what concerns this case's person is marked."""
    theirs = {opened.case.code, opened.case.person.code}
    entries = list(break_glass.read_under(opened, by=user)[: MOST_READ + 1])
    read = [
        {
            "entry": entry,
            "did": verb_words(entry.verb),
            "kind": kind_words(entry.kind),
            "theirs": entry.code in theirs or bool(theirs & set(entry.detail.get("codes", ()))),
        }
        for entry in entries[:MOST_READ]
    ]
    return {"read": read, "more": len(entries) > MOST_READ}
