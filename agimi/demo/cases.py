"""The cases as records: opened, referred, identified, in phases, at homes, planned for, closed."""

from __future__ import annotations

import datetime as dt

from agimi.casework.models import (
    Assessment,
    Case,
    CaseChild,
    CaseFact,
    CaseMeeting,
    Goal,
    IdentificationDecision,
    Phase,
    Placement,
    Plan,
    PlanReview,
    Task,
    TeamMember,
)
from agimi.demo.chance import Chance
from agimi.demo.plans import LAST_DAY, TRAFFICKING, CasePlan
from agimi.demo.staff import CASE_MANAGERS
from agimi.demo.stage import Book, Stage
from agimi.people.actions import seal_texts

UNITS = ("mu-tirana", "mu-shkoder", "mu-lezhe")


def open_cases(stage: Stage, plans: list[CasePlan]) -> None:
    """Write the cases with what makes their profile."""
    chance, book = Chance("cases"), Book(stage, Case)
    for number, plan in enumerate(plans):
        stage.leads[plan.key] = f"cm-{number % CASE_MANAGERS + 1}"
        unit = plan.source if plan.category == TRAFFICKING and plan.source in UNITS else None
        stage.cases[plan.key] = book.add(
            plan.key,
            person=stage.person(plan.person),
            category=plan.category,
            opened_on=plan.opened,
            closed_on=plan.closed,
            closing_reason=plan.reason,
            outcome=plan.outcome,
            outcome_on=plan.outcome_on,
            referred_by=stage.body(plan.source),
            referred_on=plan.opened,
            identified_by=stage.site(unit) if unit else None,
            site=stage.site("shelter"),
            lead=stage.lead(plan),
            risk=chance.choices(("low", "medium", "high"), (4, 5, 2))[0],
            restricted=chance.random() < 0.02,
        )
    book.write()
    _profile(stage, plans)
    _course(stage, plans)


def _profile(stage: Stage, plans: list[CasePlan]) -> None:
    facts, status = Book(stage, CaseFact), Book(stage, IdentificationDecision)
    children, team = Book(stage, CaseChild), Book(stage, TeamMember)
    authority = stage.body("responsible-authority")
    for plan in plans:
        case = stage.case(plan)
        for kind, value in plan.facts:
            facts.add(plan.key, kind, value, case=case, kind=kind, value=value)
        if plan.category == TRAFFICKING:
            status.add(
                plan.key,
                1,
                case=case,
                status="potential",
                decided_on=plan.opened,
                authority=authority,
            )
            if plan.formal_on:
                status.add(
                    plan.key,
                    2,
                    case=case,
                    status="formal",
                    decided_on=plan.formal_on,
                    authority=authority,
                )
        for child in plan.children:
            children.add(child.person.key, case=case, child=stage.person(child.person),
                         started_on=child.since, ended_on=plan.closed)  # fmt: skip
        for role, member in (
            ("case_manager", stage.lead(plan)),
            ("psychologist", stage.staff["psychologist-1"]),
        ):
            team.add(plan.key, role, case=case, staff=member, role=role,
                     started_on=plan.opened, ended_on=plan.closed)  # fmt: skip
    for book in (facts, status, children, team):
        book.write()


def _course(stage: Stage, plans: list[CasePlan]) -> None:
    phases, homes = Book(stage, Phase), Book(stage, Placement)
    coordinator = stage.staff["coordinator"]
    for plan in plans:
        for stay in plan.phases:
            phases.add(plan.key, stay.kind, case=stage.case(plan), number=int(stay.kind),
                       started_on=stay.start, ended_on=stay.end, decided_by=coordinator)  # fmt: skip
        for number, stay in enumerate(plan.homes):
            shelter = stay.kind == "shelter"
            homes.add(plan.key, number, **stage.of_case(plan), kind=stay.kind,
                      started_on=stay.start, ended_on=stay.end,
                      site=stage.site("shelter") if shelter else None,
                      place=stage.place(plan.person.residence or "tirane"),
                      rent=22000 if stay.kind == "rented_apartment" else None)  # fmt: skip
    phases.write()
    homes.write()


# ── Assessments, plans, tasks ───────────────────────────────────────────────────────────────────
ASSESSMENTS = (
    ("psychosocial", "social-worker", 2), ("risk", "coordinator", 1), ("medical", "doctor", 3),
    ("legal_needs", "lawyer-1", 6), ("educational", "teacher", 9), ("psychological", "psychologist-1", 8),
    ("safety_plan", "coordinator", 2), ("skills", "economic", 20),
)  # fmt: skip
GOALS = (
    ("safety", "Të ndihet e sigurt dhe të ketë një plan sigurie."),
    ("counselling", "Të flejë më mirë dhe të përballojë kujtimet e vështira."),
    ("education", "Të vazhdojë shkollën pa ndërprerje."),
    ("economic", "Të gjejë një punë të qëndrueshme."),
    ("housing", "Të jetojë në një apartament të përballueshëm."),
    ("family", "Të rindërtojë marrëdhënien me familjen."),
)
TASKS = (
    "Të telefonohet për takimin e radhës", "Të dërgohen dokumentet e bonusit të qirasë",
    "Të rishikohet plani i sigurisë", "Të caktohet kontrolli mjekësor", "Të flitet me shkollën e fëmijës",
)  # fmt: skip


def plan_ahead(stage: Stage, plans: list[CasePlan]) -> None:
    """What every case gets at entry, its plan with goals and reviews, and open tasks."""
    _assess(stage, plans)
    _plans(stage, plans)
    _tasks(stage, plans)
    _meetings(stage, plans)


def _assess(stage: Stage, plans: list[CasePlan]) -> None:
    chance, book = Chance("assessments"), Book(stage, Assessment)
    for plan in plans:
        for kind, staff, after in ASSESSMENTS:
            day = min(plan.opened + dt.timedelta(days=after), plan.closed or LAST_DAY)
            book.add(plan.key, kind, **stage.of_case(plan), kind=kind, on=day,
                     assessor=stage.staff[staff],
                     risk=chance.choice(("medium", "high")) if kind == "risk" else "",
                     informed_of_rights=True if kind == "legal_needs" else None)  # fmt: skip
    book.write()


def _plans(stage: Stage, plans: list[CasePlan]) -> None:
    chance = Chance("plans")
    documents, goals, reviews = Book(stage, Plan), Book(stage, Goal), Book(stage, PlanReview)
    texts = iter(
        seal_texts((stage.person(plan.person), text) for plan in plans for _d, text in GOALS[:3])
    )
    coordinator = stage.staff["coordinator"]
    approved: dict[str, Plan] = {}
    for plan in plans:
        made = min(plan.opened + dt.timedelta(days=14), plan.closed or LAST_DAY)
        case = stage.case(plan)
        document = documents.add(plan.key, case=case, made_on=made, stage="approved", approved_on=made,
                                 approved_by=coordinator, review_on=made + dt.timedelta(days=180))  # fmt: skip
        approved[plan.key] = document
        documents.add("education", plan.key, case=case, kind="education", made_on=made, stage="approved",
                      approved_on=made, approved_by=coordinator)  # fmt: skip
    documents.write()
    for plan in plans:
        case, document = stage.case(plan), approved[plan.key]
        for domain, _text in GOALS[:3]:
            reached = plan.outcome in ("empowered", "reintegrated")
            goals.add(plan.key, domain, case=case, plan=document, domain=domain, text=next(texts),
                      state="reached" if reached else "open",
                      reached_on=plan.closed if reached else None)  # fmt: skip
        for day in _review_days(plan, document.made_on):
            reviews.add(
                plan.key, day, case=case, plan=document, on=day, progress=chance.randint(2, 19) * 5
            )
    goals.write()
    reviews.write()


def _review_days(plan: CasePlan, made: dt.date) -> list[dt.date]:
    end, day, days = plan.closed or LAST_DAY, made + dt.timedelta(days=182), []
    while day <= end:
        days.append(day)
        day += dt.timedelta(days=182)
    return days


def _tasks(stage: Stage, plans: list[CasePlan]) -> None:
    """Open cases have something due in the weeks around the end of the story."""
    chance, book = Chance("tasks"), Book(stage, Task)
    still = [plan for plan in plans if plan.closed is None]
    titles = [chance.choice(TASKS) for _plan in still]
    sealed = seal_texts(
        (stage.person(plan.person), title) for plan, title in zip(still, titles, strict=True)
    )
    for plan, title in zip(still, sealed, strict=True):
        book.add(plan.key, case=stage.case(plan), title=title, kind="other", assignee=stage.lead(plan),
                 due_on=LAST_DAY + dt.timedelta(days=chance.randint(-12, 20)))  # fmt: skip
    book.write()


def _meetings(stage: Stage, plans: list[CasePlan]) -> None:
    """Technical groups, the referral mechanism, the Responsible Authority (CAS-17, COO-01)."""
    chance, book = Chance("meetings"), Book(stage, CaseMeeting)
    kinds = (
        ("technical_group", "mun-tirane", "tirane", 6), ("technical_group", "mun-shkoder", "shkoder", 5),
        ("referral_mechanism", "national-coordinator", "tirane", 3),
        ("responsible_authority", "responsible-authority", "tirane", 4),
        ("regional_committee", "prefect-tirane", "tirane", 2), ("dv_coordination", "lcdv-tirana", "tirane", 3),
    )  # fmt: skip
    for year in range(2020, 2025):
        span = dt.date(year, 1, 15), dt.date(year, 12, 10)
        for kind, body, place, number in kinds:
            for day in chance.days(*span, number):
                there = [p for p in plans if p.within((day, day))]
                discussed = chance.pick(there, 3)
                book.add(kind, body, day, on=day, kind=kind, body=stage.body(body), place=stage.place(place),
                         links={"staff": [stage.staff["coordinator"]],
                                "cases": [stage.case(p) for p in discussed]})  # fmt: skip
    book.write()
