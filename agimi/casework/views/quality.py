"""What is missing or unlikely in the records, whose it is, and where it is mended."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agimi.access.choices import Area, Scope
from agimi.access.look import one_look
from agimi.access.models import User
from agimi.casework import quality
from agimi.casework.models import Case
from agimi.desk.kinds import kind_for
from agimi.desk.views import the
from agimi.people.duplicates import duplicate_pairs

A_PAGE = 50


def check_mends(user: User) -> None:
    """Only those who can mend something are shown what is to be mended."""
    if not user.may_write(Area.CASEWORK, Scope.OWN):
        raise PermissionDenied(_("Your role changes no records of cases."))


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All checks with their numbers, of everybody or of one worker; likely duplicates."""
    user = the(request)
    check_mends(user)
    found = quality.overview(user)
    worker = request.GET.get("worker")
    if worker is not None and worker not in {one.code for one in found.workers}:
        worker = None
    lines = {
        tone: [(check, found.of(check, worker)) for check in quality.CHECKS if check.tone == tone]
        for tone in (quality.MISSING, quality.UNLIKELY)
    }
    workers = [
        (one, found.sum_of(quality.MISSING, one.code), found.sum_of(quality.UNLIKELY, one.code))
        for one in found.workers
    ]
    context = {
        "missing": lines[quality.MISSING],
        "unlikely": lines[quality.UNLIKELY],
        "amiss": found.sum_of(quality.MISSING, worker) + found.sum_of(quality.UNLIKELY, worker),
        "workers": workers if len(workers) > 1 else [],
        "worker": worker,
        "pairs": len(duplicate_pairs(by=user, limit=100)),
        "most_pairs": 100,
    }
    return render(request, "casework/quality.html", context)


@require_safe
def one(request: HttpRequest, check: str) -> HttpResponse:
    """The records that one check finds, each with a link to where it is mended."""
    user = the(request)
    check_mends(user)
    try:
        wanted = quality.check_of(check)
    except KeyError:
        raise Http404 from None
    kind = kind_for(wanted.model)
    with one_look():
        rows = quality.rows_of(wanted, user, worker=request.GET.get("worker", ""))
        rows = rows.select_related(*{*kind.related, *_ties(wanted)})
        page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
        lines = [
            {
                "case": row if isinstance(row, Case) else row.case,
                "words": kind.line(row),
                "lead": row.lead if isinstance(row, Case) else row.case.lead,
                "mend": wanted.mend(row),
            }
            for row in page
        ]
    context = {"check": wanted, "page": page, "lines": lines, "kind": kind}
    return render(request, "casework/quality_one.html", context)


def _ties(check: quality.Check) -> tuple[str, ...]:
    return ("person", "lead") if check.model is Case else ("case", "case__lead")
