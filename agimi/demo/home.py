"""Housing, aid packages, documents and applications."""

from __future__ import annotations

import datetime as dt

from agimi.casework.models import AidDelivery, Application, Assessment, HousingSupport, Paper
from agimi.demo.chance import Chance
from agimi.demo.cohort import open_in
from agimi.demo.plans import LAST_DAY, CasePlan
from agimi.demo.stage import Book, Stage

D = dt.date


def settle(stage: Stage) -> None:
    """Write what helps people to a home of their own."""
    _papers(stage)
    _aid(stage)
    _housing(stage)
    _applications(stage)


def _papers(stage: Stage) -> None:
    """A health card for everybody, registration as jobseeker for those of age, and the rest."""
    chance, book = Chance("papers"), Book(stage, Paper)
    for plan in stage.plans:
        of = stage.of_case(plan)
        last = plan.closed or LAST_DAY
        day = min(plan.opened + dt.timedelta(days=5), last)
        book.add(
            plan.key, "card", **of, kind="health_card", on=day, issuer=stage.body("polyclinic-9")
        )
        book.add(plan.key, "map", **of, kind="service_map", on=day, channel="own")
        if plan.person.age(plan.opened) >= 16:
            soon = plan.opened + dt.timedelta(days=chance.randint(12, 40))
            later = min(soon, last, D(plan.opened.year, 12, 30))
            book.add(plan.key, "jobseeker", **of, kind="jobseeker", on=later,
                     issuer=stage.body("employment-office-tirane"))  # fmt: skip
            book.add(plan.key, "cv", **of, kind="cv", on=later, channel="own")
        if plan.person.origin == "AL" and chance.random() < 0.15:
            book.add(
                plan.key,
                "id",
                **of,
                kind="id_card",
                on=min(plan.opened + dt.timedelta(days=30), last),
            )
    _papers_abroad(stage, book)
    book.write()


def _papers_abroad(stage: Stage, book: Book) -> None:
    """Papers of people from abroad: one woman in 2021, three residence permits in 2024."""
    abroad = [p for p in open_in(stage.plans, 2021) if p.person.nationality == "foreign"]
    plan = abroad[0]
    span = plan.within((D(2021, 2, 1), D(2021, 11, 30)))
    if span is None:
        raise ValueError("nobody from abroad was there long enough in 2021")
    for kind, channel in (
        ("id_card", "embassy"),
        ("passport", "embassy"),
        ("residence_permit", "office"),
    ):
        book.add(
            plan.key, "abroad", kind, **stage.of_case(plan), kind=kind, on=span[0], channel=channel
        )
    later = [
        p
        for p in stage.plans
        if p.cohort == 2024 and p.person.nationality == "foreign" and p.opened < D(2024, 9, 1)
    ]
    for plan in later[:3]:
        day = plan.opened + dt.timedelta(days=60)
        book.add(plan.key, "abroad", **stage.of_case(plan), kind="residence_permit", on=day,
                 expires_on=D(day.year + 1, day.month, min(day.day, 28)))  # fmt: skip


def _aid(stage: Stage) -> None:
    """The second aid package of January 2021: thirty women, twenty of them with a month's rent."""
    chance, book = Chance("aid"), Book(stage, AidDelivery)
    needs = Book(stage, Assessment)
    pool = [
        plan
        for plan in open_in(stage.plans, 2021)
        if plan.person.sex == "female"
        and plan.is_carried(2021)
        and plan.within((D(2021, 1, 18), D(2021, 1, 30)))
    ]
    mothers = sorted((plan for plan in pool if plan.children), key=lambda p: -len(p.children))
    some = mothers[:19]
    rest = chance.pick([plan for plan in pool if not plan.children], 30 - len(some))
    reached = _exactly(38, some)
    for number, plan in enumerate([*some, *rest]):
        span = plan.within((D(2021, 1, 18), D(2021, 1, 30)))
        needs.add("aid", plan.key, **stage.of_case(plan), kind="aid_needs", on=D(2021, 1, 12),
                  assessor=stage.lead(plan), score=chance.randint(11, 19) * 5)  # fmt: skip
        children = [
            stage.person(child.person) for child in plan.children[: reached.get(plan.key, 0)]
        ]
        book.add(plan.key, **stage.of_case(plan), on=chance.workday(*(span or plan.span())),
                 food=True, hygiene=True, rent_months=1 if number < 20 else 0, round="2",
                 project=stage.project("PJ-02"), donor=stage.body("european-union"),
                 links={"children": children})  # fmt: skip
    needs.write()
    book.write()


def _exactly(total: int, plans: list[CasePlan]) -> dict[str, int]:
    """How many children of each household were reached, to make the total."""
    counts = {plan.key: len(plan.children) for plan in plans}
    over = sum(counts.values()) - total
    if over < 0:
        raise ValueError(f"{total} children asked for, {sum(counts.values())} there")
    for key, number in list(counts.items()):
        spared = min(over, number - 1)
        counts[key] -= spared
        over -= spared
    return counts


def _housing(stage: Stage) -> None:
    chance, book = Chance("housing"), Book(stage, HousingSupport)
    for plan in stage.plans:
        for stay in plan.homes:
            if stay.kind == "rented_apartment" and chance.random() < 0.6:
                months = chance.randint(2, 8)
                end = min(stay.start + dt.timedelta(days=30 * months), stay.end or LAST_DAY)
                book.add(plan.key, **stage.of_case(plan), kind="rent_subsidy", months=months,
                         amount=18000 * months, started_on=stay.start, ended_on=end, contract_seen=True)  # fmt: skip
    book.write()


def _applications(stage: Stage) -> None:
    chance, book = Chance("applications"), Book(stage, Application)
    kinds = (
        ("economic_assistance", 0.4),
        ("rent_bonus", 0.3),
        ("social_housing", 0.12),
        ("municipal_housing", 0.1),
    )
    for plan in stage.plans:
        last = plan.closed or LAST_DAY
        for benefit, often in kinds:
            if plan.person.age(plan.opened) < 18 or chance.random() > often:
                continue
            day = min(plan.opened + dt.timedelta(days=chance.randint(40, 120)), last)
            answered = min(day + dt.timedelta(days=45), last)
            book.add(plan.key, benefit, **stage.of_case(plan), benefit=stage.code("benefit", benefit), on=day,
                     body=stage.body("mun-tirane"), papers_complete=True, answered_on=answered,
                     answer=chance.choices(("accepted", "refused"), (4, 1))[0])  # fmt: skip
    book.write()
