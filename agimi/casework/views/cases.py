"""The list of cases; it opens with one's own open ones."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from agimi.access.choices import Scope
from agimi.access.models import User
from agimi.access.scope import among_own_cases
from agimi.casework.case_list import CASES, OPEN
from agimi.casework.intake_desk import unfinished
from agimi.casework.models import Case
from agimi.desk.list_views import list_page
from agimi.desk.saved_views import first_of
from agimi.desk.views import the


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that somebody sees, with filters; the first time their own open ones."""
    user = the(request)
    CASES.check(user)
    if not request.GET and first_of(CASES.slug, by=user) is None:
        return redirect(f"{CASES.address()}?{usual_query(user)}")
    may_begin = user.may_write(CASES.model.area)
    begun = unfinished(by=user) if may_begin else []
    return list_page(
        request, CASES, template="casework/cases.html", begun=begun, may_begin=may_begin
    )


def usual_query(user: User) -> str:
    """Open cases: one's own, where one also sees others and has some."""
    sees_others = user.may_read(CASES.model.area, Scope.SITE) and user.staff_id is not None
    if sees_others and Case.objects.filter(among_own_cases(user), closed_on=None).exists():
        return f"whose=mine&{OPEN.name}=open"
    return f"{OPEN.name}=open"
