"""Publish: from the records of a period to its annual report, as a document and as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from agimi.insight import catalogue
from agimi.insight.chapters.annual import annual_report
from agimi.insight.facts import gather
from agimi.insight.protect import release
from agimi.insight.report import facts as world
from agimi.insight.report.nodes import Definition, Document, Edition, Protection
from agimi.insight.results import Period, Results
from agimi.insight.service import Asked, evaluate_all, project_to_date
from agimi.insight.text import Language

# The kinds of file a report can be; each is a renderer of the same name.
FORMATS = ("pdf", "docx", "xlsx", "html", "csv", "json")


def definitions() -> dict[str, Definition]:
    """What each indicator counts, as the reports print it."""
    return {
        one.code: Definition(
            one.code, one.label, one.definition, one.rule, one.breakdowns, one.overlapping
        )
        for one in catalogue.chosen()
    }


# What the chapter on projects says of each of them, besides the indicators of its targets.
OF_PROJECTS = ("project.participants", "activities.sessions", "activities.participants")


def computed(period: Period, facts: world.Facts) -> world.Computed:
    """All figures of an annual report: the year, the one before, what is said of each project."""
    year, before = evaluate_all([Asked(period), Asked(_before(period))])
    return world.Computed(
        year=year,
        before=before if any(row.value for row in before) else None,
        projects=_projects(period, facts),
        definitions=definitions(),
    )


def _projects(period: Period, facts: world.Facts) -> dict[str, world.ProjectFigures]:
    codes = [project.code for project in facts.projects]
    wanted = {target.indicator for project in facts.projects for target in project.targets}
    indicators = [*OF_PROJECTS, *sorted((wanted & set(catalogue.CATALOGUE)) - set(OF_PROJECTS))]
    asked = [Asked(period, (code,)) for code in codes]
    asked += [Asked(project_to_date(code, period.end), (code,)) for code in codes]
    figures = evaluate_all(asked, indicators) if asked else []
    return {
        code: world.ProjectFigures(now, to_date)
        for code, now, to_date in zip(
            codes, figures[: len(codes)], figures[len(codes) :], strict=True
        )
    }


def annual_document(
    period: Period, language: Language, *, protection: Protection = Protection.INTERNAL
) -> Document:
    """The annual report of a period in one language."""
    return annual_documents(period, (language,), protection=protection)[language]


def annual_documents(
    period: Period,
    languages: tuple[Language, ...],
    *,
    protection: Protection = Protection.INTERNAL,
) -> dict[Language, Document]:
    """The annual report in several languages, from the same figures."""
    facts = gather(period)
    figures = released(computed(period, facts), protection)
    edition = Edition(made_on=timezone.localdate(), protection=protection, invented=settings.DEMO)
    return {
        language: annual_report(
            language=language, period=period, computed=figures, facts=facts, edition=edition
        )
        for language in languages
    }


def released(figures: world.Computed, to: Protection) -> world.Computed:
    """The figures as the edition may show them: through the one door, all of them."""

    def door(results: Results) -> Results:
        return release(results, to, catalogue.CATALOGUE)

    return world.Computed(
        year=door(figures.year),
        before=None if figures.before is None else door(figures.before),
        projects={
            code: world.ProjectFigures(
                door(one.year), None if one.to_date is None else door(one.to_date)
            )
            for code, one in figures.projects.items()
        },
        centres={code: door(results) for code, results in figures.centres.items()},
        definitions=figures.definitions,
    )


def render(document: Document, form: str) -> bytes:
    """The document as a file of one of ``FORMATS``."""
    if form not in FORMATS:
        raise ValueError(f"a report is one of {', '.join(FORMATS)}, not {form!r}")
    renderer: Callable[[Document], bytes] = import_module(f"agimi.insight.renderers.{form}").render
    return renderer(document)


def _before(period: Period) -> Period:
    """The year before a period, day for day."""
    return Period(_year_earlier(period.start), _year_earlier(period.end))


def _year_earlier(day: dt.date) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
