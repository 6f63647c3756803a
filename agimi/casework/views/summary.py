"""A case on paper: chosen parts of it, with the name only where a reason is given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agimi.access.look import one_look
from agimi.casework import case_tabs, profile
from agimi.casework.case_head import Head, head_of, side_of
from agimi.casework.case_tabs import Tab
from agimi.casework.models import Case
from agimi.casework.timeline import Sight, sight_of
from agimi.casework.views.case import read_or_404
from agimi.desk.views import the
from agimi.people.actions import read_identity

SHORTEST_REASON = 10
PARTS = (
    ("profile", gettext_lazy("Profile")),
    ("now", gettext_lazy("Plan, goals and tasks")),
    *((tab.slug, tab.label) for tab in case_tabs.TABS if tab.groups and not tab.page),
)
USUAL = ("profile", "now", "plan", "legal", "learning", "home", "health", "family")


class SummaryForm(forms.Form):
    """What stands in a summary."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Parts"),
        choices=PARTS,
        required=False,
        initial=USUAL,
        widget=forms.CheckboxSelectMultiple,
    )
    named = forms.BooleanField(
        label=gettext_lazy("With name and contacts"),
        required=False,
        help_text=gettext_lazy("Only where the paper is no use without; it is kept in the trail."),
    )
    because = forms.CharField(
        label=gettext_lazy("What the name is needed for"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example: for the hearing on Tuesday, to the lawyer."),
    )

    def __init__(self, *args: Any, may_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_name:
            del self.fields["named"], self.fields["because"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("named") and len(data.get("because", "").strip()) < SHORTEST_REASON:
            raise ValidationError({"because": _("Say in a few words what the name is needed for.")})
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, code: str) -> HttpResponse:
    """The page to print. Chosen by sending the form, so that no choice stands in an address."""
    user = the(request)
    with one_look(), transaction.atomic():
        case = read_or_404(code, by=user)
        sight = sight_of(case, by=user)
        head = head_of(sight)
        form = SummaryForm(request.POST or None, may_name=head.may_reveal)
        is_right = form.is_bound and form.is_valid()
        parts = form.cleaned_data["parts"] if is_right else list(USUAL)
        context = {
            "case": case,
            "head": head,
            "form": form,
            "identity": _identity(case, form, user) if is_right else None,
            "named": is_right and form.cleaned_data.get("named"),
            "today": timezone.localdate(),
            **_contents(sight, head, parts),
        }
    status = 422 if form.is_bound and not is_right else 200
    return render(request, "casework/case_summary.html", context, status=status)


def _identity(case: Case, form: SummaryForm, user: Any) -> Any:
    """Who it is, where that was asked for; the reason stands in the trail."""
    if not form.cleaned_data.get("named"):
        return None
    try:
        return read_identity(case.person, by=user, because=form.cleaned_data["because"].strip())
    except PermissionDenied:
        form.add_error("named", _("You may not see who this is."))
        return None


def _contents(sight: Sight, head: Head, parts: list[str]) -> dict[str, Any]:
    chosen: list[Tab] = [tab for tab in case_tabs.TABS if tab.slug in parts and not tab.page]
    said = {"goals", "tasks"} if "now" in parts else set()
    chapters = [_chapter(tab, sight, head, said) for tab in chosen]
    contents: dict[str, Any] = {"chapters": chapters}
    if "now" in parts:
        contents["side"] = side_of(sight)
    if "profile" in parts:
        facts, places = profile.facts_of(sight.case), profile.countries()
        contents["stated"] = [
            (
                kind.label,
                [profile.word_of(fact, places) for fact in sorted(facts) if fact[0] == kind],
            )
            for kind in profile.kinds_of(sight.case, facts)
        ]
    return contents


def _chapter(tab: Tab, sight: Sight, head: Head, said: set[str]) -> tuple[Tab, list[Any]]:
    """A tab on paper, without what is empty and what was said before."""
    sections = case_tabs.sections_of(tab, sight, head)
    return tab, [each for each in sections if each.rows and each.kind.slug not in said]
