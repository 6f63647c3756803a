"""Feedback: the worker makes a link, the survivor answers, somebody responsible reads."""

from __future__ import annotations

from typing import Any

import qrcode
import qrcode.image.svg
from django import forms
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agimi.access.choices import Area, Scope
from agimi.access.codes import new_code
from agimi.access.ledger import check_may_write
from agimi.access.models import User
from agimi.access.views.guards import only_for
from agimi.casework import feedback
from agimi.casework.choices import Agreement
from agimi.casework.models import Feedback
from agimi.casework.views.finding import own_case_or_404
from agimi.desk.keeper import the_keeper
from agimi.desk.views import the

A_PAGE = 50
LANGUAGES = (("sq", "Shqip"), ("en", "English"))


# ── Offering ────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """Make the link for a survivor; it is shown once, or opened on this very device."""
    case = own_case_or_404(request, code)
    user = the(request)
    check_may_write(user, Feedback)
    context: dict[str, Any] = {
        "case": case,
        "languages": LANGUAGES,
        "offered_on": feedback.offered_on(case),
        "form_code": new_code(Feedback.code_prefix, Feedback.code_length),
    }
    if request.method != "POST" or case.closed_on is not None:
        return render(request, "casework/feedback_offer.html", context)
    language = "en" if request.POST.get("language") == "en" else "sq"
    form_code = request.POST.get("code", "")[:40]
    try:
        form, ticket = feedback.offer(case, by=user, language=language, code=form_code)
    except ValidationError as error:
        return render(
            request, "casework/feedback_offer.html", {**context, "problem": error}, status=422
        )
    address = reverse("casework:feedback_form", args=(ticket,))
    if "here" in request.POST:
        logout(request)  # whoever holds the device now sees this form and nothing else
        return redirect(address)
    link = request.build_absolute_uri(address)
    made = {"link": link, "qr": qr_of(link), "until": form.expires_at, "form_code": form_code}
    return render(request, "casework/feedback_offer.html", {**context, **made})


def qr_of(text: str) -> SafeString:
    """A text as a QR code, drawn here: nothing is asked of anybody else."""
    picture = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, border=2)
    drawing = picture.to_string(encoding="unicode")
    return mark_safe(drawing[drawing.index("<svg") :])  # noqa: S308 - squares, made from our link


# ── Answering ───────────────────────────────────────────────────────────────────────────────────
def _sentence(name: str) -> Any:
    field: Any = Feedback._meta.get_field(name)
    return field.verbose_name


class FeedbackForm(forms.Form):
    """Five sentences, a few words, and whether she wants to speak with somebody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in feedback.SENTENCES:
            self.fields[name] = forms.TypedChoiceField(
                label=_sentence(name),
                choices=Agreement.choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["comment"] = forms.CharField(
            label=gettext_lazy("What else would you like to say?"),
            required=False,
            max_length=5000,
            widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        )
        self.fields["wants_talk"] = forms.BooleanField(
            label=_sentence("wants_talk"),
            required=False,
        )

    @property
    def sentences(self) -> list[forms.BoundField]:
        return [self[name] for name in feedback.SENTENCES]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, ticket: str) -> HttpResponse:
    """The form of a survivor, for whoever holds its link; nobody is signed in here."""
    try:
        asked = feedback.open_form(ticket)
    except feedback.Used:
        language = _language(request, feedback.language_of(ticket))
        return _plain(request, "casework/feedback_used.html", language, status=404)
    language = _language(request, asked.language)
    if request.user.is_authenticated:
        if request.method == "POST" and "leave" in request.POST:
            logout(request)
            return redirect(request.path)
        return _plain(request, "casework/feedback_signed_in.html", language)
    with translation.override(language):
        answers = FeedbackForm(request.POST or None)
        if request.method == "POST" and answers.is_valid() and _keep(ticket, answers, language):
            return redirect(f"{reverse('casework:feedback_thanks')}?{urlencode({'in': language})}")
    status = 422 if answers.errors else 200
    return _plain(request, "casework/feedback_form.html", language, status=status, form=answers)


def _keep(ticket: str, answers: FeedbackForm, language: str) -> bool:
    values = dict(answers.cleaned_data)
    comment, wants_talk = values.pop("comment"), values.pop("wants_talk")
    try:
        feedback.answer_feedback(
            ticket, values, comment=comment, wants_talk=wants_talk, language=language
        )
    except feedback.Used:
        return True  # sent twice: the first one stands
    except ValidationError as error:
        answers.add_error(None, error)
        return False
    return True


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank you, and nothing to go back to."""
    return _plain(request, "casework/feedback_thanks.html", "")


def _language(request: HttpRequest, otherwise: str) -> str:
    wanted = request.POST.get("in") or request.GET.get("in", "")
    return wanted if wanted in dict(LANGUAGES) else otherwise


def _plain(
    request: HttpRequest, template: str, language: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page without anything of the house around it, in the language of whoever reads it."""
    language = language or _language(request, translation.get_language() or "sq")
    page = {
        **context,
        "reading": language,
        "languages": LANGUAGES,
        "here": request.path,
        "theme": "auto",
        "blurred": False,
    }
    with translation.override(language):
        response = render(request, template, page, status=status)
    response["Content-Language"] = language
    # The link is a secret: no other page is told where one came from.
    response["Referrer-Policy"] = "no-referrer"
    return response


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────
def reads_feedback(user: User) -> bool:
    return user.may_read(Area.FEEDBACK, Scope.SITE)


for_readers = only_for(
    reads_feedback, gettext_lazy("Feedback is read by the supervisor and the director.")
)


@require_safe
@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    """What survivors say: averages, and each answer without its words."""
    user = the(request)
    forms_ = feedback.answered(by=user)
    page = Paginator(forms_, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": feedback.summary(forms_),
        "workers": feedback.of_workers(forms_),
        "fewest": feedback.FEWEST,
        "talks": forms_.filter(wants_talk=True).count(),
        "rows": [{"form": each, "answers": answers_of(each)} for each in page],
    }
    return render(request, "casework/feedback_list.html", context)


@require_safe
@for_readers
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One answer; her own words for those who may know who she is. Reading them is in the trail."""
    user = the(request)
    found = feedback.answered(by=user).filter(code=code).first()
    if found is None:
        raise Http404
    context = {
        "found": found,
        "answers": answers_of(found),
        "comment": the_keeper().read(found, ("comment",), by=user).get("comment", ""),
        "has_comment": bool(found.comment),
    }
    return render(request, "casework/feedback_one.html", context)


def answers_of(form: Feedback) -> list[tuple[str, str, int | None]]:
    """Each sentence with its answer in words and as a number."""
    return [
        (
            str(_sentence(name)),
            str(Agreement(value).label) if (value := getattr(form, name)) else _("not answered"),
            value,
        )
        for name in feedback.SENTENCES
    ]
