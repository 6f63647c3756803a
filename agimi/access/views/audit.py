"""The audit trail on screen: what happened, who saw somebody, what is unusual, and whether it is whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agimi.access import tasks
from agimi.access import trail as questions
from agimi.access.audit import head
from agimi.access.choices import Area, Scope
from agimi.access.forms import NotedHeadForm, TrailExportForm, TrailForm
from agimi.access.models import AuditEntry, User, Verification
from agimi.access.unusual import unusual as find_unusual
from agimi.access.verbs import kind_words, problem_words, verb_words
from agimi.access.views.guards import only_for, the

PATIENCE = dt.timedelta(minutes=2)
PERIODS = (1, 7, 31)


def reads_trail(user: Any) -> bool:
    return bool(user.may_read(Area.AUDIT, Scope.ORGANISATION))


def takes_trail_out(user: Any) -> bool:
    return bool(user.may_write(Area.AUDIT, Scope.ORGANISATION))


for_readers = only_for(
    reads_trail,
    gettext_lazy("The audit trail is read by the data-protection officer and the director."),
)
for_officers = only_for(
    takes_trail_out, gettext_lazy("Only the data-protection officer takes the trail out.")
)


@require_safe
@for_readers
def trail(request: HttpRequest) -> HttpResponse:
    """What happened, newest first."""
    form = TrailForm(request.GET if _is_asked(request) else None)
    wanted = form.wanted()
    found = questions.entries(wanted, by=the(request))
    leaf = questions.leaf(found, before=_number(request, "before"), after=_number(request, "after"))
    context = {
        "form": form,
        "wanted": wanted,
        "chosen": bool(wanted.as_words()),
        "leaf": leaf,
        "rows": [_shown(entry) for entry in leaf.entries],
        "names": User.objects.order_by("username").values_list("username", flat=True),
        "takes_out": takes_trail_out(request.user),
    }
    return render(request, "access/trail.html", context)


def _is_asked(request: HttpRequest) -> bool:
    return any(name in request.GET for name in TrailForm.base_fields)


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


def _shown(entry: AuditEntry) -> dict[str, Any]:
    """An entry in the words of the page."""
    codes = entry.detail.get("codes", ())
    return {
        "entry": entry,
        "did": verb_words(entry.verb),
        "kind": kind_words(entry.kind),
        "many": len(codes) if isinstance(codes, list | tuple) else 0,
    }


@require_safe
@for_readers
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry with its details."""
    found = get_object_or_404(AuditEntry.objects.visible_to(the(request)), number=number)
    detail = dict(found.detail)
    codes = detail.pop("codes", [])
    context = _shown(found) | {
        "detail": sorted((str(name), _as_words(value)) for name, value in detail.items()),
        "codes": codes if isinstance(codes, list) else [],
    }
    return render(request, "access/trail_entry.html", context)


def _as_words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@require_safe
@for_readers
def seen(request: HttpRequest) -> HttpResponse:
    """Who read the file of a person or a case."""
    code = request.GET.get("code", "").strip()[:80]
    readers = questions.readers(code, by=the(request)) if code else []
    rows = [(reader, [verb_words(verb) for verb in reader.verbs]) for reader in readers]
    return render(request, "access/trail_seen.html", {"code": code, "rows": rows})


@require_safe
@for_readers
def unusual(request: HttpRequest) -> HttpResponse:
    """Reading that is worth a question, by a rule that stands on the page."""
    days = _number(request, "days")
    days = days if days in PERIODS else 7
    until = timezone.localdate()
    since = until - dt.timedelta(days=days - 1)
    found = find_unusual(since=since, until=until, by=the(request))
    context = {"found": found, "days": days, "periods": PERIODS}
    return render(request, "access/trail_unusual.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def export(request: HttpRequest) -> HttpResponseBase:
    """The chosen entries as a table, with a reason."""
    chosen = TrailForm(request.GET if _is_asked(request) else None)
    wanted = chosen.wanted()
    form = TrailExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lines = questions.export(wanted, by=the(request), because=form.cleaned_data["because"])
        except ValidationError as error:
            form.add_error("because", error)
        else:
            name = f"agimi-{timezone.localdate():%Y-%m-%d}.csv"
            return StreamingHttpResponse(
                lines,
                content_type="text/csv; charset=utf-8",
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
    context = {
        "form": form,
        "wanted": _chosen_words(chosen, wanted),
        "most": questions.MOST_EXPORTED,
    }
    return render(request, "access/trail_export.html", context, status=422 if form.errors else 200)


def _chosen_words(form: TrailForm, wanted: questions.Wanted) -> list[tuple[str, str]]:
    """The choice as label and value, for the page."""
    said = {"verb": verb_words(wanted.verb), "kind": kind_words(wanted.kind)}
    return [
        (str(form.fields[name].label), said.get(name, value))
        for name, value in wanted.as_words().items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def verify(request: HttpRequest) -> HttpResponse:
    """Have the whole trail verified, and note its head."""
    form = NotedHeadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = tasks.start_verification(by=the(request), noted=form.noted())
        return redirect("audit:verification", asked.code)
    last = Verification.objects.select_related("asked_by")[:5]
    context = {"form": form, "head": head(), "last": last}
    return render(request, "access/trail_verify.html", context, status=422 if form.errors else 200)


@require_safe
@for_readers
def verification(request: HttpRequest, code: str) -> HttpResponse:
    """How far a verification has come, and what it found."""
    asked = Verification.objects.filter(code=code).select_related("asked_by").first()
    if asked is None:
        raise Http404
    at_work = asked.finished_at is None
    context = {
        "asked": asked,
        "at_work": at_work,
        "stuck": at_work and timezone.now() - asked.moved_at > PATIENCE,
        "breaks": [(number, problem_words(problem)) for number, problem in asked.breaks],
    }
    return render(request, "access/trail_verification.html", context)
