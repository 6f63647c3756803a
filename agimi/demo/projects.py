"""Who is helped under which project: cases of the programme, and people helped by partners."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from agimi.casework.models import Participation
from agimi.demo.chance import Chance
from agimi.demo.people import register
from agimi.demo.plans import TRAFFICKING, VIOLENCE, CasePlan, PersonPlan
from agimi.demo.stage import Book, Stage

D = dt.date


@dataclass(frozen=True)
class Support:
    """How many survivors and children a project helped in a time, and who helped them."""

    project: str
    start: D
    end: D
    survivors: int
    children: int
    own: int  # survivors who are cases of the programme
    partners: tuple[str, ...]
    places: tuple[str, ...]
    boys: int = 0
    family: int = 0
    until: D | None = None  # the last day on which somebody joined, where the project went on


SUPPORTS = (
    Support("PJ-06", D(2020, 8, 1), D(2021, 12, 31), 93, 189, 30,
            ("unnamed-3", "unnamed-4", "unnamed-5"), ("tirane", "elbasan", "vlore")),
    Support("PJ-07", D(2021, 6, 1), D(2022, 11, 30), 48, 95, 9,
            ("unnamed-3", "unnamed-4", "unnamed-5"), ("kukes", "diber", "korce", "berat"),
            until=D(2021, 12, 20)),
    Support("PJ-07", D(2022, 1, 10), D(2022, 11, 30), 39, 71, 8,
            ("unnamed-3", "unnamed-4", "unnamed-5"), ("kukes", "diber", "korce", "berat")),
    Support("PJ-08", D(2021, 8, 1), D(2022, 4, 30), 27, 55, 20, ("",), ("tirane", "durres"),
            until=D(2021, 12, 20)),
    Support("PJ-12", D(2022, 1, 1), D(2024, 12, 31), 392, 469, 90,
            ("tjeter-vizion", "vatra", "gender-paqe-siguri"),
            ("kamez", "kruje", "cerrik", "gramsh", "vlore", "fier", "lushnje")),
    Support("PJ-13", D(2022, 5, 1), D(2024, 12, 31), 85, 121, 26, ("mun-shkoder",), ("shkoder",),
            boys=11, family=19),
)  # fmt: skip


def join_projects(stage: Stage) -> None:
    """Write the participations, and the people whom only partners know."""
    book, guests = Book(stage, Participation), []
    _programme(stage, book)
    later = []
    for number, support in enumerate(SUPPORTS, start=1):
        chance = Chance(f"support/{number}")
        children = _own(stage, book, support, chance)
        people = _partners_people(number, support, support.children - children, chance)
        guests += [plan for plan, _role, _by in people]
        later.append((support, people, chance))
    register(stage, guests)
    for support, people, chance in later:
        _partners(stage, book, support, people, chance)
    book.write()


def _programme(stage: Stage, book: Book) -> None:
    """Every case of trafficking is helped under the reintegration project."""
    for plan in stage.plans:
        span = plan.within((D(2020, 1, 1), D(2024, 12, 31)))
        if plan.category == TRAFFICKING and span is not None:
            _join(stage, book, plan, "PJ-01", span)


def _join(stage: Stage, book: Book, plan: CasePlan, project: str, span: tuple[D, D]) -> None:
    stage.joined[plan.key].append((project, *span))
    ended = span[1] if plan.closed or span[1] < D(2024, 12, 31) else None
    book.add(project, plan.key, **stage.of_case(plan), project=stage.project(project),
             role="survivor", started_on=span[0], ended_on=ended)  # fmt: skip
    for child in plan.children:
        book.add(project, child.person.key, **stage.of_child(plan, child), role="child",
                 project=stage.project(project), started_on=span[0], ended_on=ended)  # fmt: skip


def _own(stage: Stage, book: Book, support: Support, chance: Chance) -> int:
    """Cases of the programme under this project; returns how many children they bring."""
    latest = support.until or support.end
    pool = [
        plan
        for plan in stage.plans
        if plan.category == VIOLENCE
        and plan.person.sex == "female"
        and plan.within((support.start, latest))
        and not any(code == support.project for code, _f, _t in stage.joined[plan.key])
    ]
    pool.sort(key=lambda plan: plan.person.residence not in support.places)  # neighbours first
    children = 0
    for plan in pool[: support.own]:
        span = plan.within((support.start, support.end))
        if span is not None:
            _join(stage, book, plan, support.project, span)
            children += len(plan.children)
    return children


def _partners_people(
    number: int, support: Support, children: int, chance: Chance
) -> list[tuple[PersonPlan, str, str]]:
    """People without a case here: (person, role, helped by)."""
    survivors = support.survivors - support.own
    kinds = (
        [("survivor", "male", 14)] * support.boys
        + [("survivor", "female", 0)] * (survivors - support.boys)
        + [("child", "", 0)] * children
        + [("family_member", "", 0)] * support.family
    )
    people = []
    for index, (role, sex, age) in enumerate(kinds, start=1):
        place = chance.choice(support.places)
        years = age or (chance.randint(1, 15) if role == "child" else chance.randint(20, 55))
        born = support.start.year - years
        plan = PersonPlan(
            key=f"{support.project}-{number}-{index:03d}",
            sex=sex or chance.choice(("female", "male")),
            birth=chance.day(D(born, 1, 3), D(born, 12, 28)),
            municipality=place,
            residence=place,
            area=chance.choice(("urban", "rural")),
            named=False,
        )
        people.append((plan, role, chance.choice(support.partners)))
    return people


def _partners(
    stage: Stage, book: Book, support: Support, people: list[tuple[PersonPlan, str, str]], chance: Chance
) -> None:  # fmt: skip
    latest = support.until or support.end - dt.timedelta(days=20)
    for plan, role, partner in people:
        day = chance.workday(support.start, latest)
        book.add(support.project, plan.key, person=stage.person(plan),
                 project=stage.project(support.project), role=role, started_on=day,
                 served_by=stage.body(partner) if partner else None)  # fmt: skip
