"""Closing a case: the checks, the reason, and the request."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agimi.access.ledger import check_may_change
from agimi.access.rights import may_change
from agimi.casework import approvals, closing
from agimi.casework.choices import ApprovalKind, ClosingReason, Outcome
from agimi.casework.models import Case
from agimi.casework.views.finding import REFUSALS, case_or_404, fill_from_draft, not_ahead, tell
from agimi.desk import drafts
from agimi.desk.forms import DateInput, WordsField
from agimi.desk.undo import said, undoable
from agimi.desk.views import go, the


class ClosingForm(forms.Form):
    """Why a case is closed, from when on, and with which outcome."""

    on = forms.DateField(label=gettext_lazy("Closed on"), widget=DateInput)
    closing_reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=(("", "—"), *ClosingReason.choices)
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=(("", "—"), *Outcome.choices), required=False
    )
    why = WordsField(
        label=gettext_lazy("How it came to this, for whoever decides"),
        help_text=gettext_lazy("Kept encrypted, with the case."),
    )

    def clean_on(self) -> dt.date:
        return not_ahead(self.cleaned_data["on"])


@dataclass(frozen=True, slots=True)
class Shown:
    """One check as the page shows it, with what mends it."""

    words: str
    met: bool
    blocking: bool
    mend: str
    mend_words: str


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    """What to look at before a case is closed, and the request for it."""
    case = case_or_404(request, code)
    user, name = the(request), f"close:{case.code}"
    initial = {"on": timezone.localdate(), "outcome": case.outcome}
    form = ClosingForm(request.POST or None, initial=initial)
    if request.method == "POST":
        check_may_change(user, case)
        if form.is_valid() and _ask(request, case, form, name):
            return go(request, reverse("casework:close", args=(case.code,)))
    elif case.closed_on is None:
        fill_from_draft(form, name, by=user)
    context = _page(request, case) | {"form": form, "draft": name}
    return render(request, "casework/closing.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, case: Case, form: ClosingForm, name: str) -> bool:
    """Whether it was asked for; what was wrong stands beside its field."""
    user, label = the(request), _("The closing waits for approval")
    try:
        with undoable(by=user, label=label) as undo:
            approvals.ask_for(ApprovalKind.CLOSING, case, by=user, **form.cleaned_data)
    except REFUSALS as error:
        tell(form, error)
        return False
    drafts.drop(name, by=user)
    said(request, f"{label}.", undo)
    return True


def _page(request: HttpRequest, case: Case) -> dict[str, Any]:
    if case.closed_on is not None:
        return {"case": case, "again": new_case_url(case)}
    waiting = approvals.waiting_in(case, ApprovalKind.CLOSING)
    found = closing.checks(case, timezone.localdate(), besides=waiting)
    shown = [_shown(case, check) for check in found]
    return {
        "case": case,
        "waiting": waiting,
        "must": [check for check in shown if check.blocking],
        "should": [check for check in shown if not check.blocking],
        "is_ready": all(check.met for check in shown if check.blocking),
        "may_change": may_change(the(request), case),
    }


def _shown(case: Case, check: closing.Check) -> Shown:
    words, mend = _mends(case).get(check.key, ("", ""))
    return Shown(check.words, check.met, check.blocking, "" if check.met else mend, words)


def _mends(case: Case) -> dict[str, tuple[str, str]]:
    """What leads to mending each: the case's own page, a list, a form."""
    page = reverse("casework:case", args=(case.code,))
    about = urlencode({"for": case.code, "next": reverse("casework:close", args=(case.code,))})

    def records(kind: str, **more: str) -> str:
        return f"{reverse('desk:records', args=(kind,))}?{urlencode({'q': case.code, **more})}"

    return {
        "tasks": (_("See the tasks"), records("tasks")),
        "legal-aid": (_("See the legal aid"), records("legal-aid")),
        "approvals": (_("See what waits"), f"{reverse('casework:approvals')}?show=mine"),
        "plans": (_("See the plan"), page),
        "services": (_("Log a contact"), f"{reverse('desk:add', args=('services',))}?{about}"),
        "placements": (_("Record it"), f"{reverse('desk:add', args=('placements',))}?{about}"),
        "children": (_("See the case"), page),
        "consents": (_("Record a consent"), f"{reverse('desk:add', args=('consents',))}?{about}"),
        "feedback": (
            _("Offer the form"),
            reverse("casework:feedback_offer", args=(case.code,)),
        ),
    }


def new_case_url(case: Case) -> str:
    """Where a new case of the same person is opened: a return is a new case."""
    try:
        return reverse("casework:intake", args=(case.person.code,))
    except NoReverseMatch:
        return ""
