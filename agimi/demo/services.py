"""The daily work: counselling, monitoring and what else is done for somebody on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from agimi.casework.models import Service
from agimi.demo.chance import Chance
from agimi.demo.cohort import open_in
from agimi.demo.names import NOTES
from agimi.demo.plans import CasePlan, Span, year_span
from agimi.demo.stage import Book, Stage
from agimi.people.actions import seal_texts

TOPICS = ("employment", "relationships", "family_mediation", "empowerment", "time_and_income",
          "decisions", "parenting", "education", "self_care", "independent_living")  # fmt: skip
CLINICAL = ("depression", "anxiety_sleep", "mood_disorder", "post_traumatic_stress")


@dataclass(frozen=True)
class Year:
    """How much of the two great kinds of work a year held."""

    psychologist: int
    case_managers: int
    monitoring: int


YEARS = {
    2020: Year(466, 2512, 2210),
    2021: Year(514, 2708, 2450),
    2022: Year(447, 2590, 2380),
    2023: Year(398, 2301, 2275),
    2024: Year(373, 2140, 2390),
}
# What every case gets some of in a year: (service, role, staff, about how often a year).
OTHERS = (
    ("community_information", "case_manager", "", 1.6),
    ("accompaniment", "social_worker", "social-worker", 1.2),
    ("social_assistance", "social_worker", "social-worker", 0.8),
    ("housing_advice", "case_manager", "", 0.7),
    ("medical_consultation", "doctor", "doctor", 1.5),
    ("medical_accompaniment", "social_worker", "social-worker", 0.5),
    ("legal_information", "lawyer", "lawyer-1", 0.9),
    ("family_mediation", "case_manager", "", 0.4),
)


def work(stage: Stage) -> None:
    """Log the services of five years."""
    book = Book(stage, Service)
    for year, amounts in YEARS.items():
        chance = Chance(f"services/{year}")
        plans = open_in(stage.plans, year)
        _counselling(stage, book, year, plans, amounts, chance)
        _monitoring(stage, book, year, plans, amounts, chance)
        _others(stage, book, year, plans, chance)
    _teaching(stage, book)
    _notes(stage, book)
    book.write()


def _counselling(
    stage: Stage, book: Book, year: int, plans: list[CasePlan], amounts: Year, chance: Chance
) -> None:
    spans = {plan: plan.within(year_span(year)) for plan in plans}
    for plan, number in _share(amounts.case_managers, spans, chance):
        for day in chance.days(*_span(spans[plan]), number):
            topic = "covid19" if year <= 2021 and chance.random() < 0.15 else chance.choice(TOPICS)
            log(stage, book, plan, day, "psychosocial_counselling", "case_manager",
                topics=[("topic", topic)], mode=_mode(chance, year))  # fmt: skip
    some = {plan: spans[plan] for plan in chance.pick(plans, len(plans) * 2 // 5)}
    for plan, number in _share(amounts.psychologist, some, chance):
        for day in chance.days(*_span(some[plan]), number):
            log(stage, book, plan, day, "psychological_counselling", "psychologist", "psychologist-1",
                topics=[("clinical_issue", chance.choice(CLINICAL))], site="education-centre")  # fmt: skip


def _monitoring(
    stage: Stage, book: Book, year: int, plans: list[CasePlan], amounts: Year, chance: Chance
) -> None:
    """Case managers monitor those in the second and third phase, by visits and telephone."""
    spans: dict[CasePlan, Span | None] = {}
    for plan in plans:
        later = [stay for stay in plan.phases if stay.kind in ("2", "3")]
        span = plan.within((later[0].start, year_span(year)[1])) if later else None
        span = span and (max(span[0], dt.date(year, 1, 1)), span[1])
        if span and span[0] <= span[1]:
            spans[plan] = span
    for plan, number in _share(amounts.monitoring, spans, chance):
        for day in chance.days(*_span(spans[plan]), number):
            log(stage, book, plan, day, "monitoring", "case_manager",
                mode="in_person" if chance.random() < 0.6 else "phone")  # fmt: skip


def _others(stage: Stage, book: Book, year: int, plans: list[CasePlan], chance: Chance) -> None:
    for plan in plans:
        span = _span(plan.within(year_span(year)))
        part = ((span[1] - span[0]).days + 1) / 365
        for kind, role, staff, often in OTHERS:
            number = int(often * part + chance.random())
            topics = [("legal_topic", "child_rights")] if kind == "legal_information" else []
            for day in chance.days(*span, number):
                log(stage, book, plan, day, kind, role, staff, topics=topics)
        if plan.is_new(year):
            log(stage, book, plan, plan.opened, "crisis_intervention", "case_manager")


def _teaching(stage: Stage, book: Book) -> None:
    """Sessions of the teacher with the pupils of the programme."""
    chance = Chance("teaching")
    topics = ("literacy", "mathematics", "albanian_language", "history_geography", "human_rights",
              "internet_safety", "foreign_languages")  # fmt: skip
    for year in YEARS:
        young = [plan for plan in open_in(stage.plans, year) if plan.person.birth.year > year - 19]
        for plan in young:
            span = _span(plan.within(year_span(year)))
            for day in chance.days(*span, chance.randint(1, 4)):
                log(stage, book, plan, day, "teacher_session", "teacher", "teacher",
                    topics=[("topic", chance.choice(topics))], site="education-centre")  # fmt: skip


def log(
    stage: Stage, book: Book, plan: CasePlan, day: dt.date, kind: str, role: str, staff: str = "",
    *, topics: Sequence[tuple[str, str]] = (), mode: str = "in_person", site: str = "",
) -> Service:  # fmt: skip
    """Log one service for the person of a case."""
    return book.add(
        links={
            "topics": [stage.code(*topic) for topic in topics],
            "projects": stage.projects_on(plan, day),
        },
        **stage.of_case(plan),
        kind=stage.code("service", kind),
        on=day,
        staff=stage.staff[staff] if staff else stage.lead(plan),
        role=role,
        mode=mode,
        site=stage.site(site) if site else None,
        minutes=45,
    )


def _notes(stage: Stage, book: Book) -> None:
    """A note on every twelfth service, sealed for the person it is about."""
    chance = Chance("notes")
    noted = [row for row in book.rows if chance.random() < 1 / 12]
    for row, note in zip(
        noted, seal_texts((row.person, chance.choice(NOTES)) for row in noted), strict=True
    ):
        row.note = note


def _mode(chance: Chance, year: int) -> str:
    remote = 0.35 if year <= 2021 else 0.12
    return "in_person" if chance.random() > remote else chance.choice(("phone", "online"))


def _share(
    total: int, spans: dict[CasePlan, Span | None], chance: Chance
) -> list[tuple[CasePlan, int]]:
    """The year's total by the days each case was there, at least one each."""
    weights = [
        ((s := _span(span))[1] - s[0]).days + 12 * chance.random() for span in spans.values()
    ]
    return list(zip(spans, chance.shares(total, weights, least=1), strict=True))


def _span(span: Span | None) -> Span:
    if span is None:
        raise ValueError("the case was not open in this time")
    return span
