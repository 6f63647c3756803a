"""The case page: its head, the timeline, the tabs, who it is about, tasks ticked in place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agimi.access import ledger
from agimi.access.audit import one_reading
from agimi.access.look import one_look
from agimi.casework import actions, case_tabs
from agimi.casework.case_head import Head, head_of, next_tasks, side_of
from agimi.casework.case_tabs import OVERVIEW, Tab
from agimi.casework.choices import TaskState
from agimi.casework.models import Assessment, Case, Task
from agimi.casework.scores import series_of
from agimi.casework.timeline import GROUPS, Sight, leaf, sight_of
from agimi.desk.forms import About
from agimi.desk.undo import said, undoable
from agimi.desk.views import after, go, the
from agimi.people.actions import read_identity

MOST_PAGES = 1000
# The parts of the page that are swapped alone where scripts run, by the id they are asked for.
PARTS = {
    "case-main": "casework/case_main.html",
    "timeline": "casework/case_timeline.html",
    "timeline-more": "casework/case_months.html",
}


def read_or_404(code: str, *, by: Any) -> Case:
    """A case for one of its pages; the reading is in the trail."""
    try:
        return actions.read_case(code, by=by)
    except Case.DoesNotExist:
        raise Http404 from None


def seen_or_404(code: str, *, by: Any) -> Case:
    """A case that something is done in; the doing is in the trail."""
    case: Case | None = (
        Case.objects.visible_to(by).select_related("person").filter(code=code).first()
    )
    if case is None:
        raise Http404
    return case


# ── The page and its tabs ───────────────────────────────────────────────────────────────────────
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one case on one page; each reading is in the audit trail."""
    return show(request, code, OVERVIEW)


@require_safe
def tab(request: HttpRequest, code: str, tab: str) -> HttpResponse:
    """The long-running things of a case, one subject a tab."""
    wanted = case_tabs.tab_of(tab)
    if wanted is None:
        raise Http404
    return show(request, code, wanted)


def show(request: HttpRequest, code: str, tab: Tab) -> HttpResponse:
    part = request.headers.get("HX-Target", "")
    with one_look():
        # Reading the case and the words beside it is one act: one wait for the trail.
        with one_reading():
            case = read_or_404(code, by=the(request))
            sight = sight_of(case, by=the(request))
            if tab is OVERVIEW and part in ("timeline", "timeline-more"):
                context = _timeline(request, sight)
            else:
                context = frame(sight, tab)
                context |= _contents(request, sight, tab, context["head"])
        return render(request, PARTS.get(part, "casework/case.html"), context)


def _contents(request: HttpRequest, sight: Sight, tab: Tab, head: Head) -> dict[str, Any]:
    return _overview(request, sight) if tab is OVERVIEW else _tab(sight, tab, head)


def frame(sight: Sight, tab: Tab) -> dict[str, Any]:
    """What every page of a case shows: its head and its tabs."""
    head = head_of(sight)
    return {
        "case": sight.case,
        "head": head,
        "tab": tab,
        "tabs": case_tabs.tab_links(head, tab),
        "title": tab.label if tab.slug else _("Case"),
        "team_address": reverse("casework:profile", args=(sight.case.code,)),
    }


def _overview(request: HttpRequest, sight: Sight) -> dict[str, Any]:
    return _timeline(request, sight) | {"side": side_of(sight)}


def _timeline(request: HttpRequest, sight: Sight) -> dict[str, Any]:
    show, of = request.GET.get("show", ""), request.GET.get("of", "")
    number = request.GET.get("page", "1")
    page_number = min(max(int(number), 1), MOST_PAGES) if number.isdecimal() else 1
    return {
        "case": sight.case,
        "leaf": leaf(sight, show=show, of=of, page=page_number),
        "groups": [(name, str(label), name == show) for name, label in GROUPS.items()],
        "people": [(person.code, person.code == of) for person in sight.people],
        "show": show,
        "of": of,
        "is_narrowed": bool(show or of),
    }


def _tab(sight: Sight, tab: Tab, head: Head) -> dict[str, Any]:
    context: dict[str, Any] = {"sections": case_tabs.sections_of(tab, sight, head)}
    if tab.slug == "plan":
        scored = sight.of(Assessment).exclude(score=None, risk="").select_related("person")
        context["series"] = series_of(scored, mother=sight.case.person_id)
    if tab.slug == "legal":
        context["hearing"] = case_tabs.next_hearing(sight)
    if tab.slug == "family":
        context["ties"] = sight.ties
    return context


# ── Who it is about ─────────────────────────────────────────────────────────────────────────────
@require_POST
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """Her name and how to reach her safely; the reading is in the trail, and the page forgets it."""
    user = the(request)
    case = seen_or_404(code, by=user)
    identity = read_identity(case.person, by=user)
    back = reverse("casework:case", args=(code,))
    context = {"case": case, "identity": identity, "revealed": True}
    if request.headers.get("HX-Target") == "case-name":
        return render(request, "casework/_case_name.html", context)
    with one_look():
        sight = sight_of(case, by=user)
        context |= frame(sight, OVERVIEW) | _overview(request, sight)
    answer = render(request, "casework/case.html", context)
    answer["Refresh"] = f"60; url={back}"  # without scripts too it is hidden after a minute
    return answer


# ── Tasks in place ──────────────────────────────────────────────────────────────────────────────
@require_POST
def tick(request: HttpRequest, code: str, task: str) -> HttpResponse:
    """Tick a task of the case; it can be undone."""
    user = the(request)
    case = seen_or_404(code, by=user)
    found = Task.objects.visible_to(user).filter(code=task, case=case).first()
    if found is None:
        raise Http404
    ledger.check_may_change(user, found)
    back = after(request, About(), default=reverse("casework:case", args=(code,)))
    if found.state != TaskState.OPEN:  # ticked twice, or by somebody else meanwhile
        return go(request, back)
    try:
        with undoable(by=user, label=_("Task done")) as undo:
            actions.finish_task(found, on=timezone.localdate(), by=user)
    except ledger.Stale:
        return go(request, back)
    except ValidationError as error:
        raise PermissionDenied(" ".join(error.messages)) from error
    if request.headers.get("HX-Target") == "case-tasks":
        return render(request, "casework/_case_tasks.html", _tasks(case, user) | {"undo": undo})
    said(request, _("Task done."), undo)
    return go(request, back)


def _tasks(case: Case, user: Any) -> dict[str, Any]:
    with one_look():
        sight = sight_of(case, by=user)
        head = head_of(sight)
        tasks = next_tasks(sight)
    return {"case": case, "head": head, "side": {"tasks": tasks, "today": timezone.localdate()}}
