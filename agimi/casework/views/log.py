"""Log a session, from anywhere; agree an appointment. One small sheet each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agimi.access.codes import new_code
from agimi.access.ledger import Stale, standing
from agimi.access.look import one_look
from agimi.access.models import User
from agimi.casework import log
from agimi.casework.choices import AppointmentState
from agimi.casework.forms_log import AppointmentForm, LogForm, WhoForm
from agimi.casework.kinds import post_of
from agimi.casework.models import Appointment, Service
from agimi.casework.views.day import draw_small, log_check
from agimi.desk import drafts
from agimi.desk.forms import About
from agimi.desk.undo import said, undoable
from agimi.desk.views import after, go, in_sheet, the


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """Log one session: whom one saw, what was done, when, how long, about what."""
    user = the(request)
    log_check(user)
    if request.method == "POST":
        return _log(request, user)
    return _ask(request, user)


@require_POST
def who(request: HttpRequest) -> HttpResponse:
    """The cases found by a code or a name, as choices of the form. Sent, so that no name is in an address."""
    user = the(request)
    log_check(user)
    found = log.find_cases(request.POST.get("find", ""), by=user)
    context = {"found": found, "looked": bool(request.POST.get("find", "").strip())}
    return render(request, "casework/log_found.html", context)


# ── Logging ─────────────────────────────────────────────────────────────────────────────────────
@one_look()
def _ask(request: HttpRequest, user: User, *, said_before: bool = False) -> HttpResponse:
    """The form, with what is known already: a case, an appointment, a day; or a draft."""
    appointment = _appointment(request.GET.get("appointment", ""), user)
    usual = _usual(request.GET, appointment)
    name = _draft_name(usual)
    kept = None if said_before else drafts.kept(name, by=user)
    form = LogForm(user=user, initial=usual | typed(kept, LogForm))
    return _draw(request, form, name, appointment, kept=kept)


def _usual(given: QueryDict, appointment: Appointment | None) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "code": new_code(Service.code_prefix, Service.code_length),
        "on": parse_day(given.get("on", "")) or timezone.localdate(),
        "case": given.get("for", ""),
    }
    if given.get("kind"):
        usual["kind"] = given["kind"]
    if appointment is not None and appointment.case is not None:
        usual |= {
            "case": appointment.case.code,
            "appointment": appointment.code,
            "on": min(timezone.localtime(appointment.starts_at).date(), timezone.localdate()),
            "mode": appointment.mode,
        }
        if appointment.minutes in log.LENGTHS:
            usual["minutes"] = appointment.minutes
    return usual


def typed(kept: drafts.Kept | None, form: type[WhoForm]) -> dict[str, Any]:
    """What a draft says for the fields of a form, its code too: sent twice, it is one record.

    A draft has lists for all; the form wants them only where several may be chosen.
    """
    if kept is None:
        return {}
    several = {"topics", "more_topics"}
    return {
        name: values if name in several else values[-1]
        for name, values in kept.values.items()
        if name in form.base_fields and values
    }


def _draft_name(given: Any) -> str:
    """One draft for each that a session may be logged of, and one for those of nobody yet."""
    of = given.get("appointment") or given.get("for") or given.get("case") or ""
    return drafts.named(f"log:{of}", "log:")


def _log(request: HttpRequest, user: User) -> HttpResponse:
    with one_look():  # what is checked; the ledger looks for itself again
        form = LogForm(request.POST, user=user)
        appointment = _appointment(request.POST.get("appointment", ""), user)
        form.full_clean()
    name = drafts.named(request.POST.get("draft", ""), "log:")
    looks = "search" in request.POST or (
        request.POST.get("find", "").strip() and not request.POST.get("case")
    )
    if looks:
        form.look()
        form.errors.clear()
        return _draw(request, form, name, appointment)
    if not form.is_valid():
        return _draw(request, form, name, appointment, status=422)
    service = _service(form, user)
    if standing(service, by=user) is not None:
        messages.info(request, _("This session is logged already."))
    else:
        label = _("Session logged, %(case)s") % {"case": form.cleaned_data["case"].code}
        try:
            with undoable(by=user, label=label) as undo:
                log.log_session(
                    service,
                    by=user,
                    words=form.cleaned_data["note"],
                    topics=form.cleaned_data["about"],
                    appointment=appointment,
                )
        except (ValidationError, Stale) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            return _draw(request, form, name, appointment, status=422)
        said(request, label + ".", undo)
    drafts.drop(name, by=user)
    if "another" in request.POST:
        return _next(request, service)
    return go(request, after(request, About(case=form.cleaned_data["case"])))


def _service(form: LogForm, user: User) -> Service:
    case = form.cleaned_data["case"]
    return Service(
        code=form.cleaned_data["code"] or new_code(Service.code_prefix, Service.code_length),
        case=case,
        person=case.person,
        kind=form.cleaned_data["service"],
        on=form.cleaned_data["on"],
        minutes=form.cleaned_data["length"],
        mode=form.cleaned_data["mode"],
        staff=user.staff,
        role=post_of(user),
        site=user.site,
    )


def _next(request: HttpRequest, service: Service) -> HttpResponse:
    """The same again for the next case: the day and the service stay."""
    keeps = {"on": service.on.isoformat(), "kind": service.kind.code}
    keeps["next"] = after(request, About(), default=reverse("casework:my_day"))
    if in_sheet(request):
        request.GET = QueryDict(urlencode(keeps))
        response = _ask(request, the(request), said_before=True)
        response["X-Agimi-Saved"] = "1"
        return response
    return go(request, f"{reverse('casework:log')}?{urlencode(keeps)}")


def _draw(
    request: HttpRequest,
    form: LogForm,
    name: str,
    appointment: Appointment | None,
    *,
    kept: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "draft": name,
        "page": _page(request, form, reverse("casework:log")),
        "kept": kept,
        "appointment": appointment,
        "back": after(request, About(), default=reverse("casework:my_day")),
    }
    return draw_small(request, "log", context, status=status)


def _appointment(code: str, user: User) -> Appointment | None:
    """The appointment that a session is logged of; 404 for one that is not to be seen."""
    if not code:
        return None
    seen = Appointment.objects.visible_to(user).select_related("case", "person")
    found = seen.filter(code=code).first()
    if found is None:
        raise Http404
    return found if found.state != AppointmentState.CANCELLED else None


def _page(request: HttpRequest, form: WhoForm, address: str) -> str:
    """The form's own page, to come back to after a sign-in that ended meanwhile."""
    if request.method == "GET":
        return request.get_full_path()
    query = {"for": form.chosen_code} if form.chosen_code else {}
    return f"{address}?{urlencode(query)}" if query else address


def parse_day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


# ── Appointments ────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: HttpRequest) -> HttpResponse:
    """Agree an appointment: with whom, what for, when (``?at=2026-03-01T10:00``)."""
    user = the(request)
    log_check(user)
    usual_name = drafts.named(f"appointment:{request.GET.get('for', '')}", "appointment:")
    name = drafts.named(request.POST.get("draft", ""), usual_name)
    if request.method != "POST":
        usual = {
            "code": new_code(Appointment.code_prefix, Appointment.code_length),
            "case": request.GET.get("for", ""),
            "starts_at": parse_moment(request.GET.get("at", "")),
            "minutes": 60,
        }
        kept = drafts.kept(name, by=user)
        form = AppointmentForm(user=user, initial=usual | typed(kept, AppointmentForm))
        return _draw_appointment(request, form, name, kept=kept)
    form = AppointmentForm(request.POST, user=user)
    if "search" in request.POST or (
        request.POST.get("find", "").strip() and not request.POST.get("case")
    ):
        form.look()
        form.errors.clear()
        return _draw_appointment(request, form, name)
    if not form.is_valid():
        return _draw_appointment(request, form, name, status=422)
    return _agree(request, form, name, user)


def _agree(request: HttpRequest, form: AppointmentForm, name: str, user: User) -> HttpResponse:
    given = form.cleaned_data
    agreed = Appointment(
        code=given["code"] or new_code(Appointment.code_prefix, Appointment.code_length),
        case=given["case"],
        person=given["case"].person,
        staff=user.staff,
        **{key: given[key] for key in ("kind", "starts_at", "minutes", "mode")},
    )
    try:
        with undoable(by=user, label=_("Appointment agreed")) as undo:
            log.agree_appointment(agreed, words=given["note"], by=user)
    except ValidationError as error:
        form.add_error(None, error)
        return _draw_appointment(request, form, name, status=422)
    drafts.drop(name, by=user)
    said(request, _("The appointment stands in the calendar."), undo)
    return go(request, after(request, About(), default=reverse("casework:my_day")))


def _draw_appointment(
    request: HttpRequest, form: WhoForm, name: str, *, kept: Any = None, status: int = 200
) -> HttpResponse:
    back = after(request, About(), default=reverse("casework:calendar"))
    page = _page(request, form, reverse("casework:appointment_add"))
    context = {"form": form, "draft": name, "page": page, "kept": kept, "back": back}
    return draw_small(request, "calendar_add", context, status=status)


def parse_moment(text: str) -> dt.datetime:
    """The hour that was clicked in the calendar; the next full hour where none was."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        now = timezone.localtime().replace(minute=0, second=0, microsecond=0)
        return now + dt.timedelta(hours=1)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
