"""The history of changes of a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agimi.access.look import one_look
from agimi.casework import case_tabs
from agimi.casework.history import check_may_see_history, history
from agimi.casework.timeline import sight_of
from agimi.casework.views.case import frame, read_or_404, seen_or_404
from agimi.desk.views import the


@require_safe
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """Who did what when, for the team of the case and the supervisor."""
    user = the(request)
    with one_look():
        check_may_see_history(user, seen_or_404(code, by=user))
        case = read_or_404(code, by=user)
        sight = sight_of(case, by=user)
        number = request.GET.get("page", "1")
        page = min(max(int(number), 1), 1000) if number.isdecimal() else 1
        context = frame(sight, case_tabs.HISTORY) | {"changes": history(sight, page=page)}
    part = request.headers.get("HX-Target") == "case-main"
    return render(request, "casework/case_main.html" if part else "casework/case.html", context)
