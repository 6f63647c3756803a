"""The profile of a case: its attributes on one form, beside its own fields and its course."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agimi.access import ledger
from agimi.access.look import one_look
from agimi.casework import case_tabs
from agimi.casework.choices import FactKind
from agimi.casework.models import Case
from agimi.casework.profile import Fact, countries, facts_of, kinds_of, restate, values_of, word_of
from agimi.casework.timeline import sight_of
from agimi.casework.views.case import frame, read_or_404, seen_or_404
from agimi.desk.kinds import kind_of
from agimi.desk.shown import shown
from agimi.desk.undo import said, undoable
from agimi.desk.views import go, the


class ProfileForm(forms.Form):
    """Every attribute as boxes to tick; ``was`` is what its reader saw."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, case: Case, facts: set[Fact], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.places = countries()
        self.kinds = kinds_of(case, facts)
        self.fields["was"].initial = json.dumps(sorted(facts))
        for kind in self.kinds:
            self.fields[str(kind)] = self._boxes(kind, facts)

    def _boxes(self, kind: FactKind, facts: set[Fact]) -> forms.MultipleChoiceField:
        many = kind == FactKind.EXPLOITATION_COUNTRY
        widget: forms.Widget = (
            forms.SelectMultiple(attrs={"data-search": ""})
            if many
            else forms.CheckboxSelectMultiple()
        )
        return forms.MultipleChoiceField(
            label=capfirst(str(kind.label)),
            required=False,
            choices=values_of(kind, self.places),
            initial=[value for name, value in facts if name == kind],
            widget=widget,
        )

    def clean_was(self) -> set[Fact]:
        try:
            return {(str(kind), str(value)) for kind, value in json.loads(self.cleaned_data["was"])}
        except (ValueError, TypeError):
            raise ValidationError(_("This form is not whole; open the page again.")) from None

    def wanted(self) -> set[Fact]:
        return {(str(kind), value) for kind in self.kinds for value in self.cleaned_data[str(kind)]}


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, code: str) -> HttpResponse:
    """Look at the profile of a case, and change it; it can be undone."""
    user = the(request)
    if request.method == "POST":
        case = seen_or_404(code, by=user)
        ledger.check_may_change(user, case)
        form = ProfileForm(request.POST, case=case, facts=facts_of(case))
        if form.is_valid():
            return _save(request, case, form)
        return _draw(request, case, form, status=422)
    case = read_or_404(code, by=user)
    return _draw(request, case, ProfileForm(case=case, facts=facts_of(case)))


def _save(request: HttpRequest, case: Case, form: ProfileForm) -> HttpResponse:
    user = the(request)
    with undoable(by=user, label=_("Profile changed")) as undo:
        done = restate(case, was=form.cleaned_data["was"], wanted=form.wanted(), by=user)
    words = _("Profile changed.") if done.added or done.removed else _("Nothing was changed.")
    if done.by_others:
        others = ", ".join(sorted(word_of(fact, form.places) for fact in done.by_others))
        words += " " + _("Somebody else changed meanwhile, and it stays so: %(what)s.") % {
            "what": others
        }
    said(request, words, undo)
    return go(request, reverse("casework:profile", args=(case.code,)))


def _draw(
    request: HttpRequest, case: Case, form: ProfileForm, *, status: int = 200
) -> HttpResponse:
    with one_look():
        sight = sight_of(case, by=the(request))
        context = frame(sight, case_tabs.PROFILE)
        kind = kind_of("cases")
        context |= {
            "form": form,
            "stated": [
                (kind_.label, [word_of(fact, form.places) for fact in sorted(facts)])
                for kind_ in form.kinds
                if (facts := [f for f in facts_of(case) if f[0] == kind_])
            ],
            "rows": [row for row in shown(kind, case, {}) if not row.is_sealed],
            "has_referral_note": bool(case.referral_note),
            "sections": case_tabs.sections_of(case_tabs.PROFILE, sight, context["head"]),
        }
    part = request.headers.get("HX-Target") == "case-main"
    template = "casework/case_main.html" if part else "casework/case.html"
    return render(request, template, context, status=status)
