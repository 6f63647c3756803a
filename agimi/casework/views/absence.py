"""Absences: who is away, who stands in, being back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agimi.access.codes import new_code
from agimi.access.models import User
from agimi.casework import cover
from agimi.casework.choices import AbsenceKind
from agimi.casework.models import Absence
from agimi.casework.views.approval import for_caseworkers
from agimi.casework.views.finding import REFUSALS, tell
from agimi.desk.forms import DateInput
from agimi.desk.undo import said, undoable
from agimi.desk.views import go, the


class AbsenceForm(forms.Form):
    """Who is away, from when, until when, and who stands in."""

    staff: Any = forms.ModelChoiceField(
        label=gettext_lazy("Who is away"), queryset=None, empty_label=None
    )
    first = forms.DateField(label=gettext_lazy("Away from"), widget=DateInput)
    back = forms.DateField(
        label=gettext_lazy("Back at work on"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("The first day there again. Needed where somebody stands in."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Reason"), choices=AbsenceKind.choices)
    cover: Any = forms.ModelChoiceField(
        label=gettext_lazy("Who stands in"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("nobody"),
        help_text=gettext_lazy(
            "They see and work on the cases in this time, restricted cases excepted."
        ),
    )
    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z", max_length=40, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["staff"].queryset = cover.staff_of(user)
        fields["cover"].queryset = cover.may_stand_in().exclude(pk=user.staff_id or 0)
        for name in ("staff", "cover"):
            fields[name].widget.attrs["data-search"] = ""


@require_safe
@for_caseworkers
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away now and soon, as far as one sees it, and for whom one stands in."""
    user, today = the(request), timezone.localdate()
    seen = list(cover.absences_seen(user)[:200])
    changeable = set(cover.staff_of(user).values_list("pk", flat=True))
    rows: list[dict[str, Any]] = [
        {
            "absence": each,
            "may_end": each.staff_id in changeable,
            "mine": each.staff_id == user.staff_id,
        }
        for each in seen
    ]
    context = {
        "now": [row for row in rows if row["absence"].started_on <= today],
        "soon": [row for row in rows if row["absence"].started_on > today],
        "may_add": bool(changeable),
    }
    return render(request, "casework/absence_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_caseworkers
def add(request: HttpRequest) -> HttpResponse:
    """Note an absence: one's own, or of somebody of one's site."""
    user = the(request)
    initial = {
        "staff": user.staff_id,
        "first": timezone.localdate(),
        "code": new_code(Absence.code_prefix, Absence.code_length),
    }
    form = AbsenceForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        label = _("The absence is noted")
        try:
            with undoable(by=user, label=label) as undo:
                cover.be_away(by=user, **form.cleaned_data)
        except REFUSALS as error:
            tell(form, error)
        else:
            said(request, f"{label}.", undo)
            return go(request, reverse("casework:absences"))
    status = 422 if form.errors else 200
    return render(request, "casework/absence_add.html", {"form": form}, status=status)


class BackForm(forms.Form):
    """From which day on somebody is there again."""

    on = forms.DateField(label=gettext_lazy("Back at work on"), widget=DateInput)


@require_http_methods(["GET", "HEAD", "POST"])
@for_caseworkers
def back(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody is back earlier than was said, or does not go at all."""
    user = the(request)
    absence = cover.absences_seen(user).filter(code=code).first()
    if absence is None:
        raise Http404
    form = BackForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        label = _("Back at work")
        try:
            with undoable(by=user, label=label) as undo:
                cover.be_back(absence, on=form.cleaned_data["on"], by=user)
        except REFUSALS as error:
            tell(form, error)
        else:
            said(request, f"{label}.", undo)
            return go(request, reverse("casework:absences"))
    context = {"form": form, "absence": absence}
    status = 422 if form.errors else 200
    return render(request, "casework/absence_back.html", context, status=status)
