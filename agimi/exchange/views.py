"""Records in and out by workbook: the pages. The work itself is done by jobs (``tasks``)."""

import csv
import functools
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agimi.access.choices import Area, Scope
from agimi.access.models import User
from agimi.access.tables import harmless
from agimi.exchange import documents, runs, tasks
from agimi.exchange.forms import ExportForm, UploadForm
from agimi.exchange.words import Words

View = Callable[..., HttpResponseBase]
PROBLEMS_A_PAGE = 50


def for_exchange(*, write: bool) -> Callable[[View], View]:
    """Only for those whose role brings records in (``write``) or takes them out."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user: Any = request.user
            may = user.may_write if write else user.may_read
            if not may(Area.EXCHANGE, Scope.ORGANISATION):
                raise PermissionDenied(
                    _(
                        "Records go in and out of Agimi as workbooks only by those who answer for all of them."
                    )
                )
            return view(request, *args, **kwargs)

        return guarded

    return guard


def the(request: HttpRequest) -> User:
    """The person who asks; the guards let nobody else this far."""
    return cast("User", request.user)


def own_run(request: HttpRequest, code: str) -> runs.Run:
    run = runs.find(code, by=request.user)
    if run is None:
        raise Http404
    return run


@require_safe
@for_exchange(write=False)
def home(request: HttpRequest) -> HttpResponse:
    """What can be brought in and taken out, and the imports that are under way."""
    return render(request, "exchange/home.html", {"runs": runs.of(request.user)})


@require_safe
@for_exchange(write=False)
def template(request: HttpRequest, language: str) -> HttpResponseBase:
    """The empty workbook."""
    if language not in ("sq", "en"):
        raise Http404
    name = "agimi-regjistrat.xlsx" if language == "sq" else "agimi-registers.xlsx"
    file = documents.empty_workbook(language, user=the(request))
    return FileResponse(file, as_attachment=True, filename=name)


@require_http_methods(["GET", "HEAD", "POST"])
@for_exchange(write=True)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook and have it checked; nothing is written yet."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        workbook = form.cleaned_data["workbook"]
        run = runs.start(by=request.user, filename=workbook.name, chunks=workbook.chunks())
        tasks.check.enqueue(run.code, run.owner)
        return redirect("exchange:run", run.code)
    status = 422 if form.errors else 200
    return render(request, "exchange/upload.html", {"form": form}, status=status)


@require_safe
@for_exchange(write=True)
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Where an import stands: being read, its problems, ready to apply, applied."""
    run = own_run(request, code)
    page = Paginator(run.problems, PROBLEMS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "exchange/run.html",
        {
            "run": run,
            "progress": runs.progress_of(run),
            "stuck": runs.is_stuck(run),
            "page": page,
            "problems": [_said(problem) for problem in page],
            "sheets": [_said(sheet) for sheet in run.sheets],
            "steps": _steps(run),
        },
    )


def _said(kept: dict[str, Any]) -> dict[str, Any]:
    """What a run keeps, its texts in the language of the page."""
    return {
        name: str(Words(**value)) if isinstance(value, dict) else value
        for name, value in kept.items()
    }


def _steps(run: runs.Run) -> list[tuple[str, str]]:
    """The three steps of an import, and which of them is under way."""
    now = {"checking": 1, "failed": 1, "applying": 2, "done": 3}.get(run.stage)
    if now is None:
        now = 2 if run.can_apply else 1
    return [
        (name, "done" if place < now else "now" if place == now else "next")
        for place, name in enumerate((_("Workbook"), _("Check"), _("Import")))
    ]


@require_POST
@for_exchange(write=True)
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Write the records of a workbook that has no problems, all or nothing."""
    run = own_run(request, code)
    if run.can_apply:
        run.stage = runs.Stage.APPLYING
        runs.save(run)
        runs.note_progress(run, done=0, total=0)
        tasks.apply.enqueue(run.code, run.owner)
    return redirect("exchange:run", code)


@require_POST
@for_exchange(write=True)
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the workbook away; records that were taken in stay."""
    run = own_run(request, code)
    if not run.at_work or runs.is_stuck(run):
        runs.discard(run)
        messages.success(request, _("The workbook is gone from this machine."))
    return redirect("exchange:home")


@require_safe
@for_exchange(write=True)
def problems(request: HttpRequest, code: str) -> HttpResponse:
    """All problems as a table for the one who mends the workbook."""
    run = own_run(request, code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{run.code}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        [_("Sheet"), _("Row"), _("Column"), _("Value"), _("Problem"), _("Right would be")]
    )
    for problem in map(_said, run.problems):
        cells = (problem[name] for name in ("sheet", "row", "column", "value", "what", "right"))
        writer.writerow([harmless(cell) for cell in cells])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_exchange(write=False)
def export(request: HttpRequest) -> HttpResponseBase:
    """All records as a workbook, with a reason that goes into the audit trail."""
    user = the(request)
    form = ExportForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        file = documents.all_records(
            user=user,
            because=wanted["because"],
            language=user.language,
            identities=wanted.get("identities", False),
        )
        name = f"agimi-{timezone.localdate():%Y-%m-%d}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name)
    status = 422 if form.errors else 200
    return render(request, "exchange/export.html", {"form": form}, status=status)
