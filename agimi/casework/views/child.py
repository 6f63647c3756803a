"""A child that joins a case that is open already."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agimi.access.codes import new_code
from agimi.access.models import User
from agimi.casework import rules
from agimi.casework.checklist import is_minor
from agimi.casework.forms_intake import ChildForm
from agimi.casework.intake import add_child
from agimi.casework.models import Case, CaseChild
from agimi.casework.views.finding import own_case_or_404, tell
from agimi.desk.forms import About
from agimi.desk.undo import said, undoable
from agimi.desk.views import after, go, the
from agimi.people.choices import FamilyTie
from agimi.people.lines import Line, plain_lines
from agimi.people.models import Person
from agimi.people.views.find import chosen


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a child, or register one, and say since when it belongs to the case."""
    user = the(request)
    case = own_case_or_404(request, code)
    child = chosen(request, user)
    back = after(request, About(person=case.person, case=case))
    form = _form(request, case)
    if request.method == "POST" and child is not None and form.is_valid():
        answer = _join(request, case, child, form, back)
        if answer is not None:
            return answer
    context = {
        "case": case,
        "here": reverse("casework:child", args=(case.code,)),
        "back": back,
        "form": form,
        "line": plain_lines([child], by=user)[0] if child else None,
        "grown_up": bool(child and child.birth_date and not is_minor(child, timezone.localdate())),
        "offered": [] if child else _offered(case, user),
    }
    return render(request, "casework/child.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, case: Case) -> ChildForm:
    sent = request.method == "POST" and "started_on" in request.POST
    code = new_code(CaseChild.code_prefix, CaseChild.code_length)
    initial = {"started_on": timezone.localdate(), "accompanied": True, "code": code}
    return ChildForm(request.POST if sent else None, initial=initial)


def _join(
    request: HttpRequest, case: Case, child: Person, form: ChildForm, back: str
) -> HttpResponse | None:
    values: dict[str, Any] = form.cleaned_data
    user = the(request)
    try:
        rules.check_open(case)
        with undoable(by=user, label=_("Child added")) as undo:
            add_child(
                case,
                child=child,
                on=values["started_on"],
                accompanied=values["accompanied"],
                code=values["code"],
                by=user,
            )
    except (ValidationError, PermissionDenied) as error:
        tell(form, error)
        return None
    said(request, _("%(code)s belongs to the case now.") % {"code": child.code}, undo)
    return go(request, back)


def _offered(case: Case, user: User) -> list[Line]:
    """The children of the family who do not belong to the case yet."""
    links = case.person.relatives.filter(tie=FamilyTie.CHILD, ended_on=None)
    there = case.casechilds.filter(ended_on=None).values("child")
    seen = Person.objects.visible_to(user).filter(pk__in=links.values("relative"), merged_into=None)
    return plain_lines(seen.exclude(pk__in=there).order_by("birth_date", "code"), by=user)
