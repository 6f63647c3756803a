"""The phase of a case: its gate in words, going on, asking to pass it, going back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agimi.access.ledger import check_may_change
from agimi.access.rights import may_change
from agimi.casework import approvals, phases, rules
from agimi.casework.choices import ApprovalKind, PhaseNumber, PlanStage
from agimi.casework.models import Case, Phase
from agimi.casework.views.finding import (
    REFUSALS,
    case_or_404,
    fill_from_draft,
    not_ahead,
    own_case_or_404,
    tell,
)
from agimi.desk import drafts
from agimi.desk.forms import DateInput, WordsField
from agimi.desk.undo import said, undoable
from agimi.desk.views import go, the


class OnForm(forms.Form):
    """From which day on."""

    number = forms.TypedChoiceField(
        choices=PhaseNumber.choices, coerce=int, widget=forms.HiddenInput
    )
    on = forms.DateField(label=gettext_lazy("From"), widget=DateInput)

    def clean_on(self) -> dt.date:
        return not_ahead(self.cleaned_data["on"])


class WhyForm(OnForm):
    """From which day on, and why all the same."""

    why = WordsField(label=gettext_lazy("Why"))


class BackForm(WhyForm):
    """Which earlier phase, from which day on, and why."""

    number = forms.TypedChoiceField(label=gettext_lazy("Phase"), choices=(), coerce=int)
    field_order = ("number", "on", "why")

    def __init__(self, *args: Any, current: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = [(n, label) for n, label in PhaseNumber.choices if n < current]
        self.fields["number"].choices = earlier  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition as the page shows it, with what mends it."""

    words: str
    met: bool
    mend: str
    mend_words: str


@require_http_methods(["GET", "HEAD", "POST"])
def phase(request: HttpRequest, code: str) -> HttpResponse:
    """The phase of a case, what the next one asks for, and going there."""
    case = case_or_404(request, code)
    current = phases.phase_now(case)
    asked = _forms(request, case, current)
    if request.method == "POST":
        check_may_change(the(request), case)
        answer = _act(request, case, asked)
        if answer is not None:
            return answer
    status = 422 if any(form.errors for form in asked.values()) else 200
    return render(
        request, "casework/phase.html", _page(request, case, current, asked), status=status
    )


def _forms(request: HttpRequest, case: Case, current: Phase | None) -> dict[str, Any]:
    """The three forms, of which the one that was sent is bound."""
    user, do = the(request), request.POST.get("do", "")
    number = phases.next_number(current)

    def form(of: Callable[..., Any], name: str, number: int | None, **more: Any) -> Any:
        data = request.POST if request.method == "POST" and do == name else None
        initial = {"number": number, "on": timezone.localdate()}
        return of(data, initial=initial, auto_id=f"{name}_%s", **more)

    made = {"enter": form(OnForm, "enter", number), "ask": form(WhyForm, "ask", number)}
    if current is not None and current.number > 1:
        made["back"] = form(BackForm, "back", current.number - 1, current=current.number)
    if request.method != "POST":
        fill_from_draft(made["ask"], _draft(case), by=user)
    return made


def _draft(case: Case) -> str:
    return f"override:{case.code}"


def _act(request: HttpRequest, case: Case, asked: dict[str, Any]) -> HttpResponse | None:
    """Do what was asked for; None where the page must be shown again."""
    user = the(request)
    form = asked.get(request.POST.get("do", ""))
    if form is None or not form.is_valid():
        return None
    values = form.cleaned_data
    try:
        if form is asked["enter"]:
            label = _("Entered phase %(number)s") % {"number": values["number"]}
            with undoable(by=user, label=label) as undo:
                phases.go_on(case, number=values["number"], on=values["on"], by=user)
        elif form is asked["ask"]:
            label = _("Asked to enter phase %(number)s") % {"number": values["number"]}
            with undoable(by=user, label=label) as undo:
                approvals.ask_for(ApprovalKind.OVERRIDE, case, by=user, **values)
            drafts.drop(_draft(case), by=user)
        else:
            label = _("Back in phase %(number)s") % {"number": values["number"]}
            with undoable(by=user, label=label) as undo:
                number, on, why = values["number"], values["on"], values["why"]
                phases.go_back(case, number=number, on=on, because=why, by=user)
    except REFUSALS as error:
        tell(form, error)
        return None
    said(request, f"{label}.", undo)
    return go(request, reverse("casework:phase", args=(case.code,)))


def _page(
    request: HttpRequest, case: Case, current: Phase | None, asked: dict[str, Any]
) -> dict[str, Any]:
    number = phases.next_number(current)
    conditions = rules.gate(case, number) if number else []
    return {
        "case": case,
        "current": current,
        "steps": steps(current),
        "next": PhaseNumber(number) if number else None,
        "gate": [_condition(case, each) for each in conditions],
        "is_open": all(each.met for each in conditions),
        "missing": sum(not each.met for each in conditions),
        "waiting": approvals.waiting_in(case, ApprovalKind.OVERRIDE),
        "may_change": case.closed_on is None and may_change(the(request), case),
        "draft": _draft(case),
        **{f"{name}_form": form for name, form in asked.items()},
    }


def steps(current: Phase | None) -> list[tuple[str, str]]:
    """The three phases for the stepper: done, now, next."""
    now = current.number if current is not None else 0
    states = {-1: "done", 0: "now", 1: "next"}
    return [(str(PhaseNumber(n).label), states[(n > now) - (n < now)]) for n in PhaseNumber.values]


def _condition(case: Case, condition: rules.Condition) -> Gate:
    """Where what is missing is recorded; a draft of the plan has only to be approved."""
    here = {"for": case.code, "next": reverse("casework:phase", args=(case.code,))}
    kind = {"plan": "plans", "home": "placements"}.get(condition.key, "assessments")
    mend = f"{reverse('desk:add', args=(kind,))}?{urlencode(here)}"
    words = _("Record it")
    if kind == "plans" and not condition.met and _drafts_of(case).exists():
        mend, words = reverse("casework:ask_plan", args=(case.code,)), _("Have the plan approved")
    return Gate(condition.words, condition.met, mend, words)


# ── A plan ──────────────────────────────────────────────────────────────────────────────────────
class PlanForm(forms.Form):
    """Which plan, and what to say with it."""

    plan: Any = forms.ModelChoiceField(
        label=gettext_lazy("Plan"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    why = WordsField(label=gettext_lazy("For whoever decides"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["plan"]
        field.queryset = _drafts_of(case)
        field.label_from_instance = plan_words
        self.initial.setdefault("plan", field.queryset.first())


def plan_words(plan: Any) -> str:
    """A plan in one line: its kind, its version, its day."""
    return _("%(kind)s, version %(edition)s of %(day)s") % {
        "kind": plan.get_kind_display(),
        "edition": plan.edition,
        "day": plan.made_on.strftime("%d.%m.%Y"),
    }


def _drafts_of(case: Case) -> Any:
    return case.plans.filter(stage=PlanStage.DRAFT).order_by("-made_on", "-edition")


@require_http_methods(["GET", "HEAD", "POST"])
def ask_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a plan to be approved."""
    case = own_case_or_404(request, code)
    user, name = the(request), f"plan:{case.code}"
    form = PlanForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        label = _("The plan waits for approval")
        try:
            with undoable(by=user, label=label) as undo:
                approvals.ask_for(
                    ApprovalKind.PLAN, case, by=user, on=timezone.localdate(), **form.cleaned_data
                )
        except ValidationError as error:
            tell(form, error)
        else:
            drafts.drop(name, by=user)
            said(request, f"{label}.", undo)
            return go(request, reverse("casework:case", args=(case.code,)))
    elif request.method != "POST":
        fill_from_draft(form, name, by=user)
    context = {
        "case": case,
        "form": form,
        "draft": name,
        "waiting": approvals.waiting_in(case, ApprovalKind.PLAN),
        "has_drafts": _drafts_of(case).exists(),
        "add_url": f"{reverse('desk:add', args=('plans',))}?{urlencode({'for': case.code})}",
    }
    return render(request, "casework/phase_plan.html", context, status=422 if form.errors else 200)
