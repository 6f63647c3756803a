"""Approvals: what waits for me, what I asked for, what was decided; and one of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agimi.access.choices import Area, Scope
from agimi.access.models import User
from agimi.access.views.guards import only_for
from agimi.casework import approvals, closing, phases, rules
from agimi.casework.choices import ApprovalKind, ApprovalState
from agimi.casework.models import Approval
from agimi.casework.views.finding import REFUSALS, fill_from_draft, tell, words_of
from agimi.casework.views.phase import plan_words
from agimi.desk import drafts
from agimi.desk.forms import WordsField
from agimi.desk.keeper import the_keeper
from agimi.desk.undo import said, undoable
from agimi.desk.views import go, the

A_PAGE = 50


def works_on_cases(user: User) -> bool:
    return user.may_write(Area.CASEWORK, Scope.OWN)


for_caseworkers = only_for(
    works_on_cases, gettext_lazy("Only those who work with cases see what waits for approval.")
)


@require_safe
@for_caseworkers
def approvals_page(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I asked for, what was decided."""
    user = the(request)
    decides = approvals.may_decide_at_all(user)
    shown = request.GET.get("show", "")
    if shown not in {"waiting", "mine", "decided"}:
        shown = "waiting" if decides else "mine"
    rows = {
        "waiting": approvals.waiting_for,
        "mine": approvals.asked_by,
        "decided": approvals.decided,
    }[shown](user)
    related = rows.select_related("case", "plan", "created_by__staff", "decided_by")
    page = Paginator(related, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shown": shown,
        "decides": decides,
        "number": approvals.waiting_for(user).count() if decides else 0,
        "rows": [{"asked": each, "words": words(each)} for each in page],
    }
    return render(request, "casework/approval_list.html", context)


def words(asked: Approval) -> str:
    """What is asked for, in one line without anything sealed."""
    if asked.kind == ApprovalKind.PLAN and asked.plan is not None:
        return _("Approve: %(plan)s") % {"plan": plan_words(asked.plan)}
    if asked.kind == ApprovalKind.CLOSING:
        return _("Close the case on %(day)s: %(reason)s") % {
            "day": asked.on.strftime("%d.%m.%Y"),
            "reason": asked.get_closing_reason_display().lower(),
        }
    return _("Enter phase %(number)s on %(day)s although its gate is not open") % {
        "number": asked.number,
        "day": asked.on.strftime("%d.%m.%Y"),
    }


# ── One request ─────────────────────────────────────────────────────────────────────────────────
class AnswerForm(forms.Form):
    """What is said with the decision."""

    answer = WordsField(
        label=gettext_lazy("Answer"),
        required=False,
        help_text=gettext_lazy("Needed when you send it back: what is missing."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_caseworkers
def approval(request: HttpRequest, code: str) -> HttpResponse:
    """One request, with its reason and how the case stands; decided here."""
    user = the(request)
    asked = _asked_or_404(request, code)
    name = f"approval:{code}"
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        approvals.check_may_decide(asked, by=user)
        if form.is_valid() and _decide(request, asked, form):
            drafts.drop(name, by=user)
            return go(request, reverse("casework:approvals"))
        asked = _asked_or_404(request, code)
    else:
        fill_from_draft(form, name, by=user)
    return _draw(request, asked, form, name)


def _asked_or_404(request: HttpRequest, code: str) -> Approval:
    seen = Approval.objects.visible_to(the(request)).select_related(
        "case__person", "case__lead", "plan", "created_by__staff", "decided_by"
    )
    asked = seen.filter(code=code).first()
    if asked is None:
        raise Http404
    return asked


def _decide(request: HttpRequest, asked: Approval, form: AnswerForm) -> bool:
    """Whether it was decided; what stands against it is said above the form."""
    user, answer = the(request), form.cleaned_data["answer"]
    agreed = request.POST.get("do") == "approve"
    label = _("Approved: %(what)s") if agreed else _("Sent back: %(what)s")
    label %= {"what": words(asked)}
    try:
        with undoable(by=user, label=label) as undo:
            if agreed:
                approvals.approve(asked, by=user, answer=answer)
            else:
                approvals.send_back(asked, by=user, answer=answer)
    except REFUSALS as error:
        tell(form, error)
        return False
    said(request, f"{label}.", undo)
    return True


def _draw(request: HttpRequest, asked: Approval, form: AnswerForm, name: str) -> HttpResponse:
    user = the(request)
    sealed = the_keeper().read(asked, ("why", "answer"), by=user)
    is_waiting = asked.state == ApprovalState.WAITING
    why_not = approvals.why_not_decide(asked, by=user) if is_waiting else ""
    context = {
        "asked": asked,
        "case": asked.case,
        "words": words(asked),
        "why": sealed.get("why", ""),
        "answer": sealed.get("answer", ""),
        "is_waiting": is_waiting,
        "is_mine": asked.created_by_id == user.pk,
        "may_decide": is_waiting and not why_not,
        "why_not": why_not,
        "form": form,
        "draft": name,
        **(_how_it_stands(asked) if is_waiting else {}),
    }
    return render(request, "casework/approval.html", context, status=422 if form.errors else 200)


def _how_it_stands(asked: Approval) -> dict[str, Any]:
    """What on the case bears on the decision."""
    case = asked.case
    found: dict[str, Any] = {"phase": phases.phase_now(case)}
    if asked.kind == ApprovalKind.CLOSING and case.closed_on is None:
        found["checks"] = closing.checks(case, min(asked.on, timezone.localdate()), besides=asked)
    elif asked.kind == ApprovalKind.OVERRIDE and asked.number:
        found["gate"] = rules.gate(case, asked.number)
    elif asked.plan is not None:
        found["goals"] = asked.plan.goals.count()
        found["plan_url"] = reverse("desk:record", args=("plans", asked.plan.code))
    return found


@require_POST
@for_caseworkers
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take one's own request back."""
    user = the(request)
    asked = _asked_or_404(request, code)
    label = _("Taken back: %(what)s") % {"what": words(asked)}
    try:
        with undoable(by=user, label=label) as undo:
            approvals.withdraw(asked, by=user)
    except REFUSALS as error:
        messages.error(request, words_of(error))
    else:
        said(request, f"{label}.", undo)
    return go(request, f"{reverse('casework:approvals')}?show=mine")
