"""Figures and reports: the pages."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from agimi.access.audit import write_entry
from agimi.insight import answers, behind, charts, entries, findings, rights
from agimi.insight import overview as glance
from agimi.insight.entries import language_of_page
from agimi.insight.links import Question, link_to, question_from
from agimi.insight.renderers import html
from agimi.insight.report.nodes import Chart, Protection

View = Callable[..., HttpResponseBase]
RECORDS_A_PAGE = 200


def only_for(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Only for those who may; others are told why not."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user):
                raise PermissionDenied(rights.why_not(request.user))
            return view(request, *args, **kwargs)

        return guarded

    return guard


def opens(user: Any) -> charts.LinkTo | None:
    """Where a figure leads for this user: to its records, or nowhere."""
    return link_to if rights.opens_figures(user) else None


def known_indicator(code: str) -> entries.Entry:
    entry = entries.entry(code)
    if entry is None:
        raise Http404
    return entry


def known_year(year: int) -> int:
    """The year, if there are records of it."""
    if year not in answers.years():
        raise Http404
    return year


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready for a page: its drawing, each mark linked to its records."""

    chart: Chart
    svg: SafeString


def drawings(shown: tuple[Chart, ...], link: charts.LinkTo | None) -> list[Drawing]:
    """The charts as drawings for the page. Safe: ``for_page`` lets only known SVG through."""
    return [
        Drawing(chart, mark_safe(charts.for_page(svg, chart, link).decode()))  # noqa: S308
        for chart, svg in zip(shown, charts.draw(shown), strict=True)
    ]


@require_safe
@only_for(rights.sees_figures)
def figures(request: HttpRequest) -> HttpResponse:
    """The newest year that has records."""
    years = answers.years()
    if not years:
        return render(request, "insight/none.html")
    return redirect("insight:year", years[-1])


@require_safe
@only_for(rights.sees_figures)
def year(request: HttpRequest, year: int) -> HttpResponse:
    """A year at a glance."""
    known_year(year)
    return render(request, "insight/year.html", year_context(request.user, year))


def year_context(user: Any, year: int) -> dict[str, Any]:
    """What the templates show of a year to somebody."""
    link = opens(user)
    shown = glance.overview(answers.writer(year, language_of_page()))
    return {
        "year": year,
        "years": answers.years(),
        "overview": shown,
        "drawings": drawings(shown.charts, link),
        "opens": link is not None,
    }


@require_safe
@only_for(rights.sees_figures)
def catalogue(request: HttpRequest) -> HttpResponse:
    """All indicators by chapter, found by their words in either language."""
    wanted = request.GET.get("q", "").strip()
    return render(
        request,
        "insight/catalogue.html",
        {"chapters": entries.chapters(wanted), "wanted": wanted},
    )


@require_safe
@only_for(rights.sees_figures)
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """One indicator: what it counts and how, and its figures in a year."""
    entry = known_indicator(indicator)
    language = language_of_page()
    year = _chosen_year(request, answers.years())
    return render(
        request,
        "insight/indicator.html",
        {
            "indicator": entry,
            "years": answers.years(),
            "year": year,
            "over_time": answers.over_time(indicator, language),
            "breakdowns": answers.breakdowns(indicator, year, language) if year else [],
            "opens": opens(request.user) is not None,
        },
    )


def _chosen_year(request: HttpRequest, years: list[int]) -> int | None:
    wanted = request.GET.get("year", "")
    if wanted.isdecimal() and int(wanted) in years:
        return int(wanted)
    return years[-1] if years else None


@require_safe
@only_for(rights.opens_figures)
def records(request: HttpRequest, year: int, indicator: str) -> HttpResponse:
    """The codes of the records that a figure counts: those the user may see, and how many not."""
    entry = known_indicator(indicator)
    try:
        question = question_from(year, indicator, request.GET.dict())
        counted = behind.counted(question)
    except (ValueError, KeyError):
        raise Http404 from None
    _remember_looking(request.user, question)
    codes = counted.codes(request.user)
    return render(
        request,
        "insight/records.html",
        {
            "indicator": entry,
            "year": year,
            "chosen": entries.chosen(question),
            "counted": counted,
            "hidden": len(counted.numbers) - len(codes),
            "page": Paginator(codes, RECORDS_A_PAGE).get_page(request.GET.get("page")),
        },
    )


def _remember_looking(user: Any, question: Question) -> None:
    period = f"{question.period.start} – {question.period.end}"
    write_entry(
        by=user,
        verb="looked behind",
        kind="figure",
        code=question.indicator,
        detail={"period": period, "project": question.project, **question.category},
    )


@require_safe
@only_for(rights.sees_figures)
def check(request: HttpRequest, year: int) -> HttpResponse:
    """Where the figures or the records of a year contradict each other."""
    known_year(year)
    return render(
        request,
        "insight/check.html",
        {
            "year": year,
            "years": answers.years(),
            "findings": findings.of(year, request.user, language_of_page()),
            "opens": opens(request.user) is not None,
        },
    )


# ── Reports ─────────────────────────────────────────────────────────────────────────────────────


@require_safe
@only_for(rights.sees_reports)
def reports(request: HttpRequest) -> HttpResponse:
    """The reports there are, to read and to take along."""
    return render(
        request,
        "insight/reports.html",
        {"years": list(reversed(answers.years())), "formats": answers.FORMATS} | _editions(request),
    )


@require_safe
@only_for(rights.sees_reports)
def annual(request: HttpRequest, year: int) -> HttpResponse:
    """The annual report to read on a page."""
    editions = _editions(request)
    document = answers.document(known_year(year), language_of_page(), editions["edition"])
    # Small numbers that the public edition hides must not be opened from it either.
    is_public = editions["edition"] is Protection.PUBLIC
    link = None if is_public else opens(request.user)
    return render(
        request,
        "insight/annual.html",
        {
            "year": year,
            "years": answers.years(),
            "document": document,
            "contents": mark_safe(html.contents(document)),  # noqa: S308 - escaped by the renderer
            "article": mark_safe(html.article(document, link=link)),  # noqa: S308
            "formats": answers.FORMATS,
        }
        | editions,
    )


def _editions(request: HttpRequest) -> dict[str, Any]:
    """Which edition is shown, and whether there is a choice."""
    return {
        "edition": rights.edition_for(request.user, request.GET.get("edition", "")),
        "may_choose_edition": rights.sees_figures(request.user),
    }


@require_safe
@only_for(rights.sees_reports)
def download(request: HttpRequest, year: int, language: str, format: str) -> HttpResponseBase:  # noqa: A002 - the word of the address
    """The annual report as a file; who took it is kept."""
    if language not in ("sq", "en") or format not in answers.FORMATS:
        raise Http404
    edition: Protection = _editions(request)["edition"]
    file = answers.file(known_year(year), "en" if language == "en" else "sq", format, edition)
    write_entry(
        by=request.user,
        verb="took along",
        kind="report",
        code=f"annual-{year}",
        detail={"language": language, "format": format, "edition": edition.value},
    )
    name = "-".join(["agimi", str(year), *(["public"] * (edition is Protection.PUBLIC)), language])
    return FileResponse(file, as_attachment=True, filename=f"{name}.{format}")
