"""The coordinator's board, one worker's cases, and handing cases over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from agimi.access.models import User
from agimi.access.rights import writable
from agimi.access.views.guards import only_for
from agimi.casework import approvals, board, cover, rules
from agimi.casework.handing_over import hand_over_cases
from agimi.casework.models import Case
from agimi.casework.monitoring import with_phase_now
from agimi.casework.views.finding import REFUSALS, tell
from agimi.desk.undo import said, undoable
from agimi.desk.views import go, the
from agimi.programme.models import Staff

A_PAGE = 50
MOST_AT_ONCE = 100
for_coordinators = only_for(
    board.may_see_board, gettext_lazy("The board is for coordinators and supervisors.")
)


@require_safe
@for_coordinators
def page(request: HttpRequest) -> HttpResponse:
    """The team at a glance: who has how much, what is late, who is away."""
    user = the(request)
    sort = request.GET.get("sort", "load")
    context = {
        "board": board.board(by=user, sort=sort),
        "sort": sort if sort in board.SORTS else "load",
        "sorts": _sorts(),
        "waiting": approvals.waiting_for(user).count(),
        "away": list(cover.absences_seen(user)[:12]),
        "today": timezone.localdate(),
        "rules": _words_of_rules(),
    }
    return render(request, "casework/board.html", context)


def _sorts() -> list[tuple[str, str]]:
    return [
        ("load", _("heaviest first")),
        ("late", _("most that is late first")),
        ("high", _("most at high risk first")),
        ("cases", _("most cases first")),
        ("name", _("by name")),
    ]


def _words_of_rules() -> dict[str, Any]:
    return {
        "calm": rules.CALM_LOAD,
        "full": rules.FULL_LOAD,
        "new_days": rules.NEW_DAYS,
        "assessed_days": rules.ASSESSED_WITHIN_DAYS,
    }


@require_safe
@for_coordinators
def worker(request: HttpRequest, code: str) -> HttpResponse:
    """The open cases of one worker, or of nobody (``nobody``), to hand some over."""
    user = the(request)
    lead = None if code == "nobody" else _lead_or_404(code, user)
    cases = board.cases_of(lead, by=user)
    shown = Paginator(cases.select_related("lead"), A_PAGE).get_page(request.GET.get("page"))
    context = {"lead": lead, "page": shown, "code": code, "load": _load_of(lead, user)}
    return render(request, "casework/board_worker.html", context)


def _lead_or_404(code: str, user: User) -> Staff:
    leads = board.open_cases_of(user).exclude(lead=None).order_by().values("lead")
    known = Staff.objects.filter(code=code)
    found = (
        known.filter(pk__in=leads).first()
        or known.filter(pk__in=board.team_of(user).values("pk")).first()
    )
    if found is None:
        raise Http404
    return found


def _load_of(lead: Staff | None, user: User) -> board.Worker | None:
    if lead is None:
        return None
    return next(
        (w for w in board.board(by=user, late=False).workers if w.staff.pk == lead.pk), None
    )


# ── Handing over ────────────────────────────────────────────────────────────────────────────────
class HandOverForm(forms.Form):
    """To whom, and why."""

    to: Any = forms.ModelChoiceField(label=gettext_lazy("To whom"), queryset=None)
    because = forms.CharField(
        label=gettext_lazy("Why"),
        min_length=3,
        max_length=500,
        help_text=gettext_lazy("It stands in the audit trail. Write nothing of the people here."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = board.may_take_cases(user)
        field.widget.attrs["data-search"] = ""
        loads = {w.staff.pk: w for w in board.board(by=user, late=False).workers}
        field.label_from_instance = lambda staff: _with_load(staff, loads.get(staff.pk))


def _with_load(staff: Staff, load: board.Worker | None) -> str:
    """A name with how full the hands are: the choice is made by it."""
    if load is None:
        return str(staff)
    cases = ngettext("%(n)s case", "%(n)s cases", load.cases) % {"n": load.cases}
    away = f", {_('away')}" if load.away else ""
    return f"{staff} – {cases}, {load.band.label}{away}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def hand_over(request: HttpRequest) -> HttpResponse:
    """What moves when these cases are handed over; then doing it, all or none."""
    user = the(request)
    sent = request.POST if request.method == "POST" else request.GET
    cases = _chosen(sent.getlist("case"), user)
    if not cases:
        return redirect("casework:board")
    form = HandOverForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid() and _handed(request, cases, form):
        return go(request, reverse("casework:board"))
    context = {
        "cases": cases,
        "form": form,
        "tasks": sum(case.tasks_moving for case in cases),
        "appointments": sum(case.appointments_moving for case in cases),
        "restricted": any(case.restricted for case in cases),
    }
    status = 422 if form.errors else 200
    return render(request, "casework/board_hand_over.html", context, status=status)


def _chosen(codes: list[str], user: User) -> list[Any]:
    """The cases chosen: unseen ones are not there, those out of one's right are refused."""
    wanted = list(dict.fromkeys(codes))[:MOST_AT_ONCE]
    seen = board.open_cases_of(user).filter(code__in=wanted)
    if seen.count() != len(wanted):
        raise Http404
    if writable(Case, user).filter(code__in=wanted).count() != len(wanted):
        raise PermissionDenied(_("Some of these cases lie outside your right."))
    cases = with_phase_now(board.what_moves(seen))
    return list(cases.select_related("lead", "person").order_by("code"))


def _handed(request: HttpRequest, cases: list[Any], form: HandOverForm) -> bool:
    user, values = the(request), form.cleaned_data
    n = len(cases)
    label = ngettext(
        "%(n)s case handed over to %(name)s", "%(n)s cases handed over to %(name)s", n
    ) % {"n": n, "name": values["to"]}
    try:
        with undoable(by=user, label=label) as undo:
            hand_over_cases(cases, to=values["to"], by=user, because=values["because"])
    except REFUSALS as error:
        tell(form, error)
        return False
    said(request, f"{label}.", undo)
    return True
