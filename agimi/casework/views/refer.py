"""Referring somebody to another body, with the consent asked first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agimi.access.ledger import standing
from agimi.casework import rules
from agimi.casework.forms_intake import ReferForm
from agimi.casework.intake import is_covered, refer
from agimi.casework.models import Case, ReferralOut
from agimi.casework.views.finding import own_case_or_404, tell
from agimi.desk import drafts
from agimi.desk.forms import About
from agimi.desk.undo import said, undoable
from agimi.desk.views import after, go, the
from agimi.people.actions import seal_text
from agimi.people.choices import ConsentPurpose
from agimi.people.forms import filled
from agimi.people.models import Consent


@require_http_methods(["GET", "HEAD", "POST"])
def out(request: HttpRequest, code: str) -> HttpResponse:
    """Refer somebody of a case. Without a consent it asks for one now, or for the reason."""
    user = the(request)
    case = own_case_or_404(request, code)
    if request.method != "POST":
        return _ask(request, case)
    form = ReferForm(request.POST, case=case)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    back = after(request, About(person=case.person, case=case))
    referral = _referral(case, form.cleaned_data)
    if standing(referral, by=user) is None:
        try:
            consent, because = _ground(form)
            rules.check_open(case)
            with undoable(by=user, label=_("Referral made")) as undo:
                refer(referral, by=user, consent=consent, because=because)
        except (ValidationError, PermissionDenied) as error:
            tell(form, error)
            return _page(request, case, form, status=422)
        said(request, _("Referred; the answer is waited for."), undo)
    drafts.drop(_draft(case), by=user)
    return go(request, back)


def _ask(request: HttpRequest, case: Case) -> HttpResponse:
    user = the(request)
    if "afresh" in request.GET:
        drafts.drop(_draft(case), by=user)
    form = ReferForm(case=case)
    kept = drafts.kept(_draft(case), by=user)
    if kept is not None:
        filled(form, kept.values)
    return _page(request, case, form, kept=kept)


def _draft(case: Case) -> str:
    return f"refer:{case.code}"


def _referral(case: Case, values: dict[str, Any]) -> ReferralOut:
    return ReferralOut(
        code=values["code"],
        person=values["person"],
        case=case,
        to=values["to"],
        on=values["on"],
        service=values["service"],
        note=seal_text(values["note"].strip(), person=values["person"]),
    )


def _ground(form: ReferForm) -> tuple[Consent | None, str]:
    """What makes it right: the consent that stands, one given now, or a reason."""
    said_of = form.cleaned_data
    if is_covered(said_of["person"], said_of["to"], said_of["on"]):
        return None, ""
    if said_of["ground"] == "asked":
        consent = Consent(
            person=said_of["person"],
            purpose=ConsentPurpose.REFERRAL,
            recipient=said_of["to"],
            given_on=said_of["on"],
        )
        return consent, ""
    if said_of["ground"] == "without":
        if not said_of["because"].strip():
            raise ValidationError({"because": _("Say why it is done without her consent.")})
        return None, said_of["because"]
    raise ValidationError({"ground": _("Ask her, or give the reason.")})


@require_POST
def consent(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a consent covers what is chosen so far (a script asks)."""
    case = own_case_or_404(request, code)
    form = ReferForm(request.POST, case=case)
    form.is_valid()
    context = {"form": ReferForm(case=case), "covered": _covered(form)}
    return render(request, "casework/refer_consent.html", context)


def _covered(form: ReferForm) -> bool | None:
    said_of = getattr(form, "cleaned_data", {})
    if not {"person", "to", "on"} <= said_of.keys():
        return None
    return is_covered(said_of["person"], said_of["to"], said_of["on"])


def _page(
    request: HttpRequest, case: Case, form: ReferForm, *, status: int = 200, kept: Any = None
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "kept": kept,
        "draft": _draft(case),
        "covered": _covered(form) if form.is_bound else None,
        "here": reverse("casework:refer", args=(case.code,)),
        "back": after(request, About(person=case.person, case=case)),
    }
    return render(request, "casework/refer.html", context, status=status)
