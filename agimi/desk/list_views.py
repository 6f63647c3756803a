"""The pages of lists: the list itself, its saved views, its export, what is done to many at once."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agimi.access.ledger import Stale
from agimi.access.models import User
from agimi.desk import bulk as many
from agimi.desk import export as taking
from agimi.desk import saved_views
from agimi.desk.kinds import PARTS, all_kinds
from agimi.desk.lists import ListPage, Shown, list_of_name
from agimi.desk.models import SavedView
from agimi.desk.undo import said


def the(request: HttpRequest) -> User:
    return cast("User", request.user)


def list_or_404(slug: str) -> ListPage:
    try:
        return list_of_name(slug)
    except KeyError:
        raise Http404 from None


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """The lists of all kinds of record that somebody may open, part by part."""
    user = the(request)
    parts: dict[str, list[ListPage]] = {name: [] for name in PARTS}
    for kind in all_kinds():
        page = list_of_name(kind.slug) if kind.in_lists else None
        if page is not None and page.is_open_to(user):
            parts[kind.group].append(page)
    found = [(PARTS[name], pages) for name, pages in parts.items() if pages]
    if not found:
        raise PermissionDenied(_("Your role does not see these records."))
    return render(request, "desk/records.html", {"parts": found})


@require_safe
def list_of(request: HttpRequest, kind: str) -> HttpResponse:
    """The list of one kind of record."""
    return list_page(request, list_or_404(kind))


def list_page(
    request: HttpRequest,
    page: ListPage,
    *,
    template: str = "desk/list.html",
    **extra: Any,
) -> HttpResponse:
    """Draw a list: the whole page, or what changes of it where a script swaps it in."""
    user = the(request)
    page.check(user)
    first = saved_views.first_of(page.slug, by=user) if not request.GET else None
    if first is not None and first.query:
        return redirect(f"{page.address()}?{first.query}")
    shown = Shown(page, request.GET, user)
    context = {
        **extra,
        "shown": shown,
        "list": page,
        "may_export": taking.may_export(page, user),
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


# ── Saved views ─────────────────────────────────────────────────────────────────────────────────
@require_POST
def views(request: HttpRequest, page: str) -> HttpResponse:
    """Save what is shown under a name; rename a view, remove it, let the page open with it."""
    of = list_or_404(page)
    user = the(request)
    of.check(user)
    # Read as the list itself reads it: nothing unknown is kept.
    query = Shown(of, QueryDict(request.POST.get("query", "")), user).query
    act = request.POST.get("do", "")
    try:
        if act == "save":
            query = _save_view(request, of, query)
        else:
            query = _change_view(request, of, act, query)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{of.address()}?{query or 'all=1'}")


def _save_view(request: HttpRequest, page: ListPage, query: str) -> str:
    name = request.POST.get("name", "")
    view, is_new = saved_views.save(page.slug, name, query, by=the(request))
    text = _("The view “%(name)s” is saved.") if is_new else _("The view “%(name)s” is replaced.")
    messages.success(request, text % {"name": view.name})
    return view.query


def _change_view(request: HttpRequest, page: ListPage, act: str, query: str) -> str:
    """Returns with which query the list is shown afterwards."""
    wanted = request.POST.get("view", "")
    mine = SavedView.objects.filter(user=the(request), page=page.slug)
    view = get_object_or_404(mine, pk=wanted if wanted.isdecimal() else 0)
    if act == "rename":
        saved_views.rename(view, request.POST.get("name", ""))
    elif act == "remove":
        view.delete()
        messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
        return ""
    elif act in {"first", "not-first"}:
        saved_views.open_first(view, first=act == "first")
    else:
        raise Http404
    return query


# ── Export ──────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, page: str) -> HttpResponseBase:
    """Take out what the list shows, with a reason that goes into the audit trail."""
    of = list_or_404(page)
    user = the(request)
    of.check(user)
    most = taking.most_rows(of, user)
    if not most:
        raise PermissionDenied(_("You may not take these records out."))
    shown = Shown(of, request.GET, user)
    form = taking.ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            taken = taking.take_out(
                shown,
                by=user,
                because=wanted["because"],
                form=wanted["form"],
                password=wanted["password"] if wanted["locked"] else "",
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return FileResponse(taken.file, as_attachment=True, filename=taken.name)
    context = {
        "list": of,
        "shown": shown,
        "form": form,
        "most": most,
        "too_many": shown.page.paginator.count > most,
        "columns": taking.columns_for_file(shown),
        "back": f"{of.address()}?{shown.query or 'all=1'}",
    }
    return render(request, "desk/list_export.html", context, status=422 if form.errors else 200)


# ── Many at once ────────────────────────────────────────────────────────────────────────────────
@require_POST
def bulk(request: HttpRequest, page: str) -> HttpResponse:
    """Look at what an act would do to which records; then do it, once, and offer to take it back."""
    of = list_or_404(page)
    user = the(request)
    of.check(user)
    try:
        act = many.act_of(of, request.POST.get("do", ""))
    except KeyError:
        raise Http404 from None
    shown = Shown(of, QueryDict(request.POST.get("query", "")), user)
    back = f"{of.address()}?{shown.query or 'all=1'}"
    token = many.token_from(request.POST.get("once", ""))
    if _is_done(request, token):
        return redirect(back)
    picked = request.POST.getlist("pick")
    sure = "sure" in request.POST
    choice = many.choose(shown, act, picked, all_that_fit="all" in request.POST and not sure)
    if not choice.lines and not choice.left_out:
        messages.warning(request, _("Nothing is ticked, or it is no longer in the list."))
        return redirect(back)
    form = act.form(request.POST if sure else None, user=user) if act.form else None
    problem = ""
    if sure and set(choice.codes) != set(picked):
        problem = _("The records have changed meanwhile. Look at them again.")
    elif sure and (form is None or form.is_valid()):
        problem = _carry_out(request, choice, form.cleaned_data if form else {}, token)
        if not problem:
            return redirect(back)
    context = {
        "list": of,
        "shown": shown,
        "choice": choice,
        "form": form,
        "problem": problem,
        "once": token,
        "back": back,
    }
    status = 409 if problem else 422 if form is not None and form.errors else 200
    return render(request, "desk/list_bulk.html", context, status=status)


def _carry_out(
    request: HttpRequest, choice: many.Choice, values: dict[str, Any], token: str
) -> str:
    """Do it and say so; returns what was wrong, and nothing is done then."""
    user = the(request)
    try:
        text, undo = many.carry_out(choice, by=user, values=values, token=token)
    except ValidationError as error:
        return " ".join(error.messages)
    except (PermissionDenied, Stale, IntegrityError) as error:
        if _is_done(request, token):
            return ""  # by the other click, at the same moment
        if isinstance(error, IntegrityError):
            raise
        return str(error)
    said(request, f"{text}.", undo)
    return ""


def _is_done(request: HttpRequest, token: str) -> bool:
    """Whether it was sent before: once is enough, and the second click is told what the first did."""
    undo = many.done_before(token, by=the(request))
    if undo is not None:
        said(request, f"{undo.label}.", undo)
    return undo is not None
