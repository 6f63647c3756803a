"""The annual report as a whole: its chapters in their order, of any year and organisation."""

from __future__ import annotations

from collections.abc import Callable

from agimi.insight import format as fmt
from agimi.insight.chapters import (
    beneficiaries,
    capacity,
    centres,
    claims,
    legal,
    method,
    organisation,
    outreach,
    projects,
    services,
)
from agimi.insight.report import facts as world
from agimi.insight.report.finish import numbered
from agimi.insight.report.lens import Lens
from agimi.insight.report.nodes import Chapter, Cover, Document, Edition
from agimi.insight.report.writer import Writer
from agimi.insight.results import Period, merged
from agimi.insight.text import Language, Text

TITLE = Text("Raporti vjetor", "Annual report")

CHAPTERS: tuple[Callable[[Writer], Chapter], ...] = (
    organisation.organisation,
    organisation.projects_and_donors,
    beneficiaries.beneficiaries,
    services.services,
    outreach.mobile_units,
    outreach.awareness,
    projects.projects,
    centres.childcare,
    centres.clubs,
    centres.community_centres,
    capacity.trainings,
    capacity.staff_support,
    legal.free_legal_aid,
    capacity.coordination,
    capacity.publications,
    claims.claims,
    method.definitions,
    method.annex,
)


def annual_report(
    *,
    language: Language,
    period: Period,
    computed: world.Computed,
    facts: world.Facts,
    edition: Edition,
) -> Document:
    """The whole report in one language."""
    w = writer(language, period, computed, facts)
    parts = [computed.year, *(each.year for each in computed.projects.values())]
    return Document(
        title=TITLE.within(language),
        language=language,
        period=period,
        period_title=fmt.period_title(period, language),
        cover=_cover(facts.organisation, language),
        edition=edition,
        chapters=numbered(chapter(w) for chapter in CHAPTERS),
        results=merged(parts),
        definitions=computed.definitions,
    )


def writer(
    language: Language, period: Period, computed: world.Computed, facts: world.Facts
) -> Writer:
    """The pen with which the chapters are written."""
    before = Lens(computed.before, computed.definitions) if computed.before else None
    return Writer(
        language=language,
        period=period,
        lens=Lens(computed.year, computed.definitions),
        facts=facts,
        before=before,
        before_label=_before_label(computed, language),
        projects=computed.projects,
    )


def _before_label(computed: world.Computed, language: Language) -> str:
    """The period before, by its name: "2023:"."""
    first = next(iter(computed.before), None) if computed.before else None
    return f"{fmt.period_title(first.period, language)}:" if first else ""


def _cover(own: world.Organisation, language: Language) -> Cover:
    other: Language = "en" if language == "sq" else "sq"
    name, other_name = own.name.within(language), own.name.within(other)
    contact = (world.within(own.address, language), own.phone, own.email, own.website, *own.social)
    return Cover(
        organisation=name,
        other_name=other_name if other_name != name else "",
        motto=own.vision.within(language) if own.vision else "",
        contact=tuple(entry for entry in contact if entry),
    )
