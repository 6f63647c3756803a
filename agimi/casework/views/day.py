"""My day, with what is done on it: ticking, adding a task, saying how an appointment went."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agimi.access.choices import Area, Scope
from agimi.access.codes import new_code
from agimi.access.ledger import Stale
from agimi.access.models import User
from agimi.casework import log
from agimi.casework.actions import finish_task
from agimi.casework.approvals import may_decide_at_all, waiting_for
from agimi.casework.choices import AppointmentState, TaskState
from agimi.casework.day import my_day, my_open_cases
from agimi.casework.forms_log import HandoverForm, TaskForm
from agimi.casework.models import Appointment, Approval, Handover, Task
from agimi.desk import drafts
from agimi.desk.forms import About
from agimi.desk.undo import said, undoable
from agimi.desk.views import after, go, in_sheet, the
from agimi.people.actions import read_texts
from agimi.programme.models import Site


def check_works_on_cases(user: User) -> None:
    if not user.may_read(Area.CASEWORK):
        raise PermissionDenied(_("Your role works on no cases."))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is due, whom one meets, how one's cases stand."""
    user = the(request)
    check_works_on_cases(user)
    context = {
        "day": my_day(by=user),
        "approvals": approvals_waiting(user),
        "may_log": user.may_write(Area.CASEWORK),
        "may_hand_over": user.may_write(Area.ACTIVITIES, Scope.SITE) and user.site_id is not None,
    }
    return render(request, "casework/day.html", context)


def approvals_waiting(user: User) -> list[Approval]:
    """The first of what waits for this user's decision."""
    return list(waiting_for(user)[:8]) if may_decide_at_all(user) else []


# ── Tasks ───────────────────────────────────────────────────────────────────────────────────────
@require_POST
def tick(request: HttpRequest, code: str) -> HttpResponse:
    """A task is done; it can be taken back."""
    user = the(request)
    task = Task.objects.visible_to(user).select_related("case").filter(code=code).first()
    if task is None:
        raise Http404
    if task.state == TaskState.OPEN:
        with undoable(by=user, label=_("Task done")) as undo:
            finish_task(task, on=timezone.localdate(), by=user)
        said(request, _("The task is done."), undo)
    return back(request)


@require_http_methods(["GET", "HEAD", "POST"])
def add_task(request: HttpRequest) -> HttpResponse:
    """A new task of one's own in one line."""
    user = the(request)
    log_check(user)
    cases = my_open_cases(user)
    data = request.POST if request.method == "POST" else None
    form = TaskForm(data, cases=cases, initial={"code": new_code("TK", 12)})
    if request.method == "POST" and form.is_valid():
        case = next(one for one in cases if one.code == form.cleaned_data["case"])
        task = Task(
            code=form.cleaned_data["code"] or new_code("TK", 12),
            case=case,
            due_on=form.cleaned_data["due_on"],
            assignee=user.staff,
        )
        with undoable(by=user, label=_("Task added")) as undo:
            log.add_task(task, words=form.cleaned_data["title"], by=user)
        said(request, _("The task is added."), undo)
        return back(request)
    status = 422 if form.errors else 200
    context = {"form": form, "back": after(request, About(), default="/day/")}
    return draw_small(request, "day_task", context, status=status)


# ── Appointments ────────────────────────────────────────────────────────────────────────────────
@require_POST
def how_it_went(request: HttpRequest, code: str) -> HttpResponse:
    """An appointment took place, did not, or was called off."""
    user = the(request)
    seen = Appointment.objects.visible_to(user).select_related("case", "person")
    appointment = seen.filter(code=code).first()
    state = request.POST.get("state", "")
    if appointment is None:
        raise Http404
    if state not in AppointmentState.values:
        return HttpResponse(status=400)
    label = _("Appointment: %(state)s") % {"state": AppointmentState(state).label.lower()}
    try:
        with undoable(by=user, label=label) as undo:
            log.say_how_it_went(appointment, state=AppointmentState(state), by=user)
    except (ValidationError, Stale) as error:
        words = error.messages if isinstance(error, ValidationError) else [str(error)]
        messages.error(request, " ".join(words))
    else:
        said(request, label + ".", undo)
    return back(request)


# ── Handover between shifts ─────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """Today's and yesterday's notes of a site, and a new one. Reading them stands in the trail."""
    user = the(request)
    if not user.may_read(Area.ACTIVITIES, Scope.SITE):
        raise PermissionDenied(_("Your role takes part in no shifts."))
    site = site_of(request, user)
    if site is None:
        return render(request, "casework/handover_none.html", {"sites": sites_of(user)})
    may_write = user.may_write(Area.ACTIVITIES, Scope.SITE) and user.staff_id is not None
    usual = {"shift": shift_now(timezone.localtime().hour), "code": new_code("HO", 12)}
    form = HandoverForm(request.POST if request.method == "POST" else None, initial=usual)
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied(_("Your role hands nothing over."))
        if form.is_valid():
            return _write_handover(request, form, site)
    notes = log.handovers_of(site, by=user, since=timezone.localdate() - dt.timedelta(days=1))
    words = read_texts(notes, "note", by=user) if notes else []
    context = {
        "site": site,
        "sites": sites_of(user),
        "notes": list(zip(notes, words, strict=True)),
        "form": form if may_write else None,
        "draft": f"handover:{site.code}",
    }
    return render(request, "casework/handover.html", context, status=422 if form.errors else 200)


def _write_handover(request: HttpRequest, form: HandoverForm, site: Site) -> HttpResponse:
    user = the(request)
    note = Handover(
        code=form.cleaned_data["code"] or new_code("HO", 12),
        site=site,
        on=timezone.localdate(),
        staff=user.staff,
        shift=form.cleaned_data["shift"],
    )
    with undoable(by=user, label=_("Handover written")) as undo:
        log.write_handover(note, words=form.cleaned_data["note"], by=user)
    drafts.drop(f"handover:{site.code}", by=user)
    said(request, _("The next shift will read it."), undo)
    return go(request, request.get_full_path())


def sites_of(user: User) -> list[Site]:
    """The sites whose shifts a user reads: their own, or all for those who see the whole."""
    if user.may_read(Area.ACTIVITIES, Scope.ORGANISATION):
        return list(Site.objects.filter(ended_on=None).order_by("name_sq"))
    return [user.site] if user.site is not None else []


def site_of(request: HttpRequest, user: User) -> Site | None:
    sites = sites_of(user)
    wanted = request.GET.get("site", "")
    if wanted:
        found = next((site for site in sites if site.code == wanted), None)
        if found is None:
            raise Http404
        return found
    return next((site for site in sites if site.pk == user.site_id), None)


def shift_now(hour: int) -> str:
    if 6 <= hour < 14:
        return "morning"
    return "afternoon" if hour < 22 else "night"


# ── Shared ──────────────────────────────────────────────────────────────────────────────────────
def log_check(user: User) -> None:
    if not user.may_write(Area.CASEWORK):
        raise PermissionDenied(_("Your role records no work in cases."))


def back(request: HttpRequest) -> HttpResponse:
    return go(request, after(request, About(), default="/day/"))


def draw_small(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of ours, or the same as a sheet: ``casework/<name>_page.html`` or ``<name>.html``."""
    sheet = in_sheet(request)
    template = f"casework/{name}.html" if sheet else f"casework/{name}_page.html"
    return render(request, template, {**context, "in_sheet": sheet}, status=status)
