"""The case page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agimi.casework.actions import read_case
from agimi.casework.models import Case
from agimi.desk.views import the


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one case on one page; each reading is in the audit trail."""
    try:
        case = read_case(code, by=the(request))
    except Case.DoesNotExist:
        raise Http404 from None
    return render(request, "casework/case.html", {"case": case})
