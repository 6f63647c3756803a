"""Health: what every new case is examined for, and what is followed for months."""

from __future__ import annotations

import datetime as dt

from agimi.casework.models import HealthFollowUp, MedicalAct
from agimi.demo.chance import Chance
from agimi.demo.cohort import open_in
from agimi.demo.plans import LAST_DAY, CasePlan, ChildPlan, Span, overlap, year_span
from agimi.demo.stage import Book, Stage

D = dt.date
ROUTINE = ("blood_count", "biochemical", "ultrasound", "x_ray")
ISSUES = (
    "infectious",
    "dermatological",
    "ocular",
    "dental",
    "gynaecological",
    "seasonal",
    "chronic",
)
PSYCHIATRIC = {2020: 8, 2021: 10, 2022: 9, 2023: 11, 2024: 10}
VACCINATED = {2020: 6, 2021: 7, 2022: 8, 2023: 8, 2024: 10}
EXPECTING = {2020: 1, 2021: 2, 2022: 1, 2023: 2, 2024: 1}
SWABS_2021 = 14


def care(stage: Stage) -> None:
    """Write examinations, treatments and follow-ups."""
    acts, follow = Book(stage, MedicalAct), Book(stage, HealthFollowUp)
    _at_entry(stage, acts)
    for year in PSYCHIATRIC:
        chance = Chance(f"health/{year}")
        _treated(stage, acts, year, chance)
        _psychiatric(stage, follow, year, chance)
        _vaccinated(stage, follow, year, chance)
        _expecting(stage, follow, year, chance)
    _covid(stage, acts)
    acts.write()
    follow.write()


def _at_entry(stage: Stage, acts: Book) -> None:
    chance = Chance("health/entry")
    for plan in stage.plans:
        day = min(plan.opened + dt.timedelta(days=3), plan.closed or LAST_DAY)
        for kind in ROUTINE:
            acts.add(plan.key, kind, **stage.of_case(plan), kind=kind, on=day,
                     result=chance.choices(("normal", "abnormal"), (5, 1))[0],
                     institution=stage.body("polyclinic-9"))  # fmt: skip


def _treated(stage: Stage, acts: Book, year: int, chance: Chance) -> None:
    """Consultations and medicine for those who had something."""
    plans = open_in(stage.plans, year)
    for plan in chance.pick(plans, len(plans) // 2):
        span = plan.within(year_span(year)) or plan.span()
        issue = stage.code("health_issue", chance.choice(ISSUES))
        for day in chance.days(*span, chance.randint(1, 3)):
            acts.add(**stage.of_case(plan), kind=chance.choice(("consultation", "medication")),
                     on=day, issue=issue, institution=stage.body("polyclinic-9"))  # fmt: skip


def _psychiatric(stage: Stage, follow: Book, year: int, chance: Chance) -> None:
    """Followed by a psychiatrist for some months of one year."""
    pool = [plan for plan in open_in(stage.plans, year) if _long(plan, year, 70)]
    for plan in chance.pick(pool, PSYCHIATRIC[year]):
        span = plan.within((D(year, 1, 10), D(year, 12, 15)))
        if span is None:
            continue
        start = chance.workday(span[0], span[1] - dt.timedelta(days=45))
        follow.add(year, "psychiatric", plan.key, **stage.of_case(plan), kind="psychiatric_care",
                   started_on=start, ended_on=chance.workday(start + dt.timedelta(days=30), span[1]),
                   institution=stage.body("psychiatric-hospital"),
                   links={"issues": [stage.code("health_issue", "mental")]})  # fmt: skip


def _long(plan: CasePlan, year: int, days: int) -> bool:
    span = plan.within((D(year, 1, 10), D(year, 12, 15)))
    return span is not None and (span[1] - span[0]).days >= days


def _in_shelter(plan: CasePlan, year: int) -> Span | None:
    """The days of a year a case spent in the shelter."""
    for home in plan.homes:
        span = overlap(home.span(), (D(year, 1, 5), D(year, 12, 20)))
        if home.kind == "shelter" and span and (span[1] - span[0]).days >= 14:
            return span
    return None


def _vaccinated(stage: Stage, follow: Book, year: int, chance: Chance) -> None:
    """Small children of the shelter, seen at the local health centre while they live there."""
    pool: list[tuple[CasePlan, ChildPlan, Span]] = []
    for plan in open_in(stage.plans, year):
        span = _in_shelter(plan, year)
        if span:
            pool += [(plan, child, span) for child in plan.children]
    pool.sort(key=lambda row: row[1].person.birth, reverse=True)  # the smallest first
    for plan, child, span in pool[: VACCINATED[year]]:
        follow.add(year, "vaccination", child.person.key, **stage.of_child(plan, child),
                   kind="vaccination_paediatric", started_on=span[0], ended_on=span[1],
                   institution=stage.body("health-centre-tirane"))  # fmt: skip


def _expecting(stage: Stage, follow: Book, year: int, chance: Chance) -> None:
    pool = [
        plan
        for plan in open_in(stage.plans, year)
        if plan.person.sex == "female"
        and 19 <= year - plan.person.birth.year <= 36
        and _long(plan, year, 170)
    ]
    for plan in chance.pick(pool, EXPECTING[year]):
        span = plan.within((D(year, 1, 10), D(year, 12, 15)))
        if span is None:
            continue
        delivered = chance.workday(
            span[0] + dt.timedelta(days=100), span[1] - dt.timedelta(days=20)
        )
        follow.add(year, "pregnancy", plan.key, **stage.of_case(plan), kind="pregnancy_delivery",
                   started_on=span[0], ended_on=delivered + dt.timedelta(days=15), delivered_on=delivered,
                   institution=stage.body("maternity-tirane"))  # fmt: skip


def _covid(stage: Stage, acts: Book) -> None:
    """Swabs in the shelter in 2021, one of them positive; vaccines for those who wished."""
    chance = Chance("covid")
    there = [plan for plan in open_in(stage.plans, 2021) if _in_shelter(plan, 2021)]
    for number, plan in enumerate(chance.pick(there, SWABS_2021)):
        span = _in_shelter(plan, 2021)
        if span is None:
            continue
        acts.add("swab", plan.key, **stage.of_case(plan), kind="covid19", on=chance.workday(*span),
                 result="positive" if number == 3 else "negative",
                 institution=stage.body("intermedica"))  # fmt: skip
    for kind in ("covid_vaccine", "flu_vaccine"):
        for plan in chance.pick([p for p in open_in(stage.plans, 2021) if _long(p, 2021, 90)], 22):
            span = plan.within((D(2021, 3, 1), D(2021, 12, 10)))
            if span:
                acts.add(kind, plan.key, **stage.of_case(plan), kind=kind, on=chance.workday(*span))
