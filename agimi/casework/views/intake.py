"""Opening a case in steps that can be left and resumed; at once where there is no time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agimi.access.codes import new_code
from agimi.access.ledger import check_may_change, check_may_write
from agimi.casework.checklist import is_minor
from agimi.casework.forms_intake import CategoryForm
from agimi.casework.intake import open_intake
from agimi.casework.intake_desk import OPENED, SLUGS, STEPS, IntakeDesk, Step, due_words
from agimi.casework.models import Case
from agimi.casework.queries import open_case_of
from agimi.desk.undo import said, undoable
from agimi.desk.views import go, the
from agimi.people.models import Person
from agimi.people.overview import has_hidden_open_case, page_of
from agimi.people.views.find import chosen
from agimi.people.views.guards import person_or_404


class _Elsewhere(Exception):
    """No case is opened here: where to go instead."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


@require_safe
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an intake, or go on where it was left."""
    try:
        desk = _desk(request, code)
    except _Elsewhere as elsewhere:
        return elsewhere.response
    desk.forget_if_opened()
    return redirect("casework:intake_step", code, desk.resumes_at.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One step of an intake. Whatever is typed into it is kept, right or wrong."""
    try:
        desk = _desk(request, code)
    except _Elsewhere as elsewhere:
        return elsewhere.response
    of = next((one for one in STEPS if one.slug == step), None)
    if of is None:
        raise Http404
    if of.form is None:
        return _review(request, desk, of)
    found = chosen(request, the(request)) if of.slug == "children" else None
    if request.method != "POST":
        return _page(request, desk, of, desk.form(of, found=found))
    try:
        desk.keep(of.slug, dict(request.POST.lists()))
    except ValidationError as too_long:
        form = desk.form(of, request.POST)
        form.add_error(None, too_long)
        return _page(request, desk, of, form, status=422)
    wanted = request.POST.get("go", "")
    if wanted in SLUGS:
        return go(request, _address(desk.person, wanted))
    form = desk.form(of, request.POST)  # what is kept is a part of it
    if not form.is_valid():
        return _page(request, desk, of, form, status=422)
    if wanted == "later":
        messages.success(request, _("What you typed is kept; go on whenever you like."))
        return go(request, page_of(desk.person))
    return go(request, _address(desk.person, SLUGS[SLUGS.index(of.slug) + 1]))


def _desk(request: HttpRequest, code: str) -> IntakeDesk:
    """The intake of a person for whom this user may open a case now."""
    user = the(request)
    check_may_write(user, Case)
    person = person_or_404(code, user)
    if person.merged_into_id is not None:
        raise _Elsewhere(go(request, page_of(person)))
    check_may_change(user, person)
    is_open = open_case_of(person, by=user)
    if is_open is not None:
        _say_open(request, is_open)
        raise _Elsewhere(go(request, reverse("casework:case", args=(is_open.code,))))
    if has_hidden_open_case(person, by=user):
        raise _Elsewhere(go(request, page_of(person)))  # that page says so, and no more
    return IntakeDesk(person, by=user)


def _say_open(request: HttpRequest, case: Case) -> None:
    if request.method == "POST" and request.POST.get("code") == case.code:
        return  # sent twice: this is the one that was opened
    messages.info(request, _("This case of the person is open already."))


def _address(person: Person, slug: str) -> str:
    return reverse("casework:intake_step", args=(person.code, slug))


def _page(
    request: HttpRequest, desk: IntakeDesk, of: Step, form: Any, *, status: int = 200
) -> HttpResponse:
    context = _common(desk, of) | {"form": form, "draft": desk.draft(of.slug)}
    return render(request, "casework/intake.html", context, status=status)


def _common(desk: IntakeDesk, of: Step) -> dict[str, Any]:
    return {
        "person": desk.person,
        "step": of,
        "marks": desk.marks(of.slug),
        "earlier": desk.earlier,
        "here": _address(desk.person, of.slug),
    }


# ── Opening ─────────────────────────────────────────────────────────────────────────────────────
def _review(request: HttpRequest, desk: IntakeDesk, of: Step) -> HttpResponse:
    errors: list[str] = []
    if request.method == "POST" and not desk.wrong:
        opened, errors = _open(request, desk, request.POST.get("code", ""))
        if opened is not None:
            return opened
    person = desk.person
    consents = desk.bound["consents"]
    asks_guardian = (
        consents.is_valid()
        and consents.cleaned_data["purposes"]
        and not consents.cleaned_data["by_guardian"]
        and is_minor(person, consents.cleaned_data["given_on"] or person.created_at.date())
    )
    context = _common(desk, of) | {
        "parts": [(one, desk.bound[one.slug]) for one in STEPS if one.form is not None],
        "wrong": desk.wrong,
        "asks_guardian": asks_guardian,
        "tasks": [(due_words(due, person), due.on) for due in desk.tasks_to_come],
        "code": request.POST.get("code") or new_code(Case.code_prefix, Case.code_length),
        "errors": errors,
    }
    refused = bool(errors) or request.method == "POST"
    return render(request, "casework/intake_review.html", context, status=422 if refused else 200)


def _open(
    request: HttpRequest, desk: IntakeDesk, code: str
) -> tuple[HttpResponse | None, list[str]]:
    """Open the case, or say why not."""
    user = the(request)
    try:
        with undoable(by=user, label=_("Case opened")) as undo:
            case = open_intake(desk.opening(code), by=user)
    except ValidationError as error:
        return None, error.messages
    except PermissionDenied as error:
        return None, [str(error)]
    desk.keep(OPENED, {"code": [case.code]})
    number = case.tasks.count()
    words = _("Case %(code)s is open, in phase 1, with %(number)s tasks.")
    said(request, words % {"code": case.code, "number": number}, undo)
    return go(request, reverse("casework:case", args=(case.code,))), []


@require_http_methods(["GET", "HEAD", "POST"])
def at_once(request: HttpRequest, code: str) -> HttpResponse:
    """An emergency: the day and the category, and the case is open; the rest stands as tasks."""
    try:
        desk = _desk(request, code)
    except _Elsewhere as elsewhere:
        return elsewhere.response
    desk.forget_if_opened()
    of = next(one for one in STEPS if one.form is CategoryForm)
    errors: list[str] = []
    form = desk.form(of)
    if request.method == "POST":
        errors = _keep_first(desk, request)
        form = desk.form(of, request.POST)
        if form.is_valid() and not errors:
            opened, errors = _open_at_once(request, desk)
            if opened is not None:
                return opened
    context = _common(desk, of) | {
        "form": form,
        "errors": errors,
        "code": request.POST.get("code") or new_code(Case.code_prefix, Case.code_length),
        "here": reverse("casework:intake_at_once", args=(code,)),
    }
    return render(request, "casework/intake_at_once.html", context,
                  status=422 if request.method == "POST" else 200)  # fmt: skip


def _open_at_once(request: HttpRequest, desk: IntakeDesk) -> tuple[HttpResponse | None, list[str]]:
    """Open the case with what was typed here and before, or say in which step something is wrong."""
    if desk.wrong:
        names = ", ".join(str(one.title) for one in desk.wrong)
        return None, [_("Something is not right in: %(steps)s.") % {"steps": names}]
    return _open(request, desk, request.POST.get("code", ""))


def _keep_first(desk: IntakeDesk, request: HttpRequest) -> list[str]:
    """What is typed here goes to its step; what was typed there before stays. Says why it cannot."""
    kept = desk.kept.get("category")
    values = dict(kept.values) if kept else {}
    for name in CategoryForm.FIRST:
        values[name] = request.POST.getlist(name)
    try:
        desk.keep("category", values)
    except ValidationError as too_long:
        return too_long.messages
    desk.__dict__.pop("bound", None)
    return []


@require_POST
def anew(request: HttpRequest, code: str) -> HttpResponse:
    """Throw away what was typed so far."""
    try:
        desk = _desk(request, code)
    except _Elsewhere as elsewhere:
        return elsewhere.response
    desk.begin_anew()
    return go(request, page_of(desk.person))
