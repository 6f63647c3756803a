"""The pages of lists: the list itself, its saved views, its export, what is done to many at once."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from agimi.access.models import User
from agimi.desk import saved_views
from agimi.desk.lists import ListPage, Shown, list_of_name


def the(request: HttpRequest) -> User:
    return cast("User", request.user)


def list_or_404(slug: str) -> ListPage:
    try:
        return list_of_name(slug)
    except KeyError:
        raise Http404 from None


@require_safe
def list_of(request: HttpRequest, kind: str) -> HttpResponse:
    """The list of one kind of record."""
    return list_page(request, list_or_404(kind))


def list_page(
    request: HttpRequest,
    page: ListPage,
    *,
    template: str = "desk/list.html",
    within: Q | None = None,
    **extra: Any,
) -> HttpResponse:
    """Draw a list: the whole page, or what changes of it where a script swaps it in."""
    user = the(request)
    page.check(user)
    first = saved_views.first_of(page.slug, by=user) if not request.GET else None
    if first is not None and first.query:
        return redirect(f"{page.address()}?{first.query}")
    shown = Shown(page, request.GET, user, within=within)
    context = {
        **extra,
        "shown": shown,
        "list": page,
        "tabs": saved_views.tabs(page.slug, shown.query, by=user),
    }
    if is_swap(request):
        response = render(request, "desk/list_swap.html", context)
        response["HX-Push-Url"] = shown.address
        return response
    if "" in [value for name in request.GET for value in request.GET.getlist(name)]:
        return redirect(shown.address)  # what a form left empty has no place in an address
    return render(request, template, context)


def is_swap(request: HttpRequest) -> bool:
    """Whether a script asks for the list alone; a page that is gone back to is drawn whole."""
    return request.headers.get("HX-Target") == "list" and not request.headers.get(
        "HX-History-Restore-Request"
    )
