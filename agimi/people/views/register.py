"""Registering somebody: only after a search, and with whoever is alike in sight."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agimi.access.ledger import check_may_write, standing
from agimi.access.models import User
from agimi.desk.drafts import drop
from agimi.desk.forms import About
from agimi.desk.undo import said, undoable
from agimi.desk.views import after, go, the
from agimi.people.lines import likely_lines
from agimi.people.models import Person
from agimi.people.registering import Registration, begin


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new file. It begins with what was searched for (``begin``), and is sent with its code."""
    user = the(request)
    check_may_write(user, Person)
    if request.method == "POST" and "begin" in request.POST:
        return _begin(request, user)
    code = request.POST.get("code") or request.GET.get("as", "")
    if not code:
        messages.info(request, _("Search first: perhaps this person has a file already."))
        return redirect("people:people")
    if request.method == "POST":
        return _send(request, user, code)
    form = Registration(code, by=user)
    if form.kept is None:
        return redirect("people:people")
    return _page(request, form)


def _begin(request: HttpRequest, user: User) -> HttpResponse:
    query = {"as": begin(request.POST.get("words", "")[:200], by=user)}
    if wanted := after(request, About(), default=" ").strip():
        query["next"] = wanted
    return go(request, f"{reverse('people:new')}?{urlencode(query)}")


def _send(request: HttpRequest, user: User, code: str) -> HttpResponse:
    form = Registration(code, by=user, data=request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    sent_already = standing(form.traits.instance, by=user)
    if sent_already is not None:
        return go(request, _then(request, sent_already))
    if not form.is_confirmed:
        return _page(request, form, status=409)
    try:
        with undoable(by=user, label=_("Person registered")) as undo:
            person = form.write()
    except ValidationError as error:
        form.traits.add_error(None, error)
        return _page(request, form, status=422)
    said(request, _("%(code)s is registered.") % {"code": person.code}, undo)
    return go(request, _then(request, person))


def _then(request: HttpRequest, person: Person) -> str:
    """The file of the person, or the page that asked for somebody, with the code."""
    asked = after(request, About(), default=" ").strip()
    if not asked:
        return reverse("people:person", args=(person.code,))
    return f"{asked}{'&' if '?' in asked else '?'}{urlencode({'found': person.code})}"


def _page(request: HttpRequest, form: Registration, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "likely": likely_lines(form.likely, by=form.by),
        "asks": status == 409,
        "next": after(request, About(), default=" ").strip(),
    }
    return render(request, "people/new.html", context, status=status)


@require_POST
def likely(request: HttpRequest) -> HttpResponse:
    """Who may be the same, by what is typed so far (a script asks while one types)."""
    user = the(request)
    check_may_write(user, Person)
    form = Registration(request.POST.get("code", ""), by=user, data=request.POST)
    context = {"form": form, "likely": likely_lines(form.likely, by=user)}
    return render(request, "people/likely.html", context)


@require_POST
def give_up(request: HttpRequest, code: str) -> HttpResponse:
    """Throw away a registration that was begun."""
    user = the(request)
    form = Registration(code, by=user)
    if form.kept is None:
        raise Http404
    drop(form.draft, by=user)
    return go(request, reverse("people:people"))
