"""The mobile units: whom they met in the field, and whom they identified."""

from __future__ import annotations

import datetime as dt

from agimi.activities.models import Contact, Identification
from agimi.demo.chance import Chance
from agimi.demo.people import register
from agimi.demo.plans import TRAFFICKING, CasePlan, PersonPlan
from agimi.demo.stage import Book, Stage
from agimi.programme.models import Code

D = dt.date
# Per year: people identified, children with them.
IDENTIFIED = {2020: (24, 4), 2021: (30, 8), 2022: (27, 3), 2023: (33, 4), 2024: (40, 1)}
# Per year: people of families at risk, professionals, representatives of institutions, liaisons.
CONTACTED = {
    2020: (240, 35, 52, 12),
    2021: (92, 40, 64, 21),
    2022: (486, 88, 71, 18),
    2023: (874, 121, 66, 15),
    2024: (1185, 150, 58, 17),
}
KINDS = ("person", "professional", "institution", "liaison")
AREAS = {
    "mu-tirana": (
        "tirane-4",
        "tirane-6",
        "tirane-7",
        "tirane-11",
        "kashar",
        "bathore",
        "vore-qender",
    ),
    "mu-shkoder": ("shkoder", "rrethinat", "guri-i-zi", "dajc", "gruemire", "bushat"),
}
ISSUES = (
    "street_children",
    "begging",
    "school_dropout",
    "poverty",
    "domestic_violence",
    "early_marriage",
)
REFERRED = (
    "medical",
    "employment",
    "rent_bonus",
    "economic_assistance",
    "social_housing",
    "education",
)
SIGNS = (
    "controlled_movement",
    "no_documents",
    "debt",
    "begging_forced",
    "injuries",
    "fear",
    "false_promises",
)


def go_out(stage: Stage) -> None:
    """Write the identifications and contacts of five years."""
    _identify(stage)
    _meet(stage)


def _identify(stage: Stage) -> None:
    book = Book(stage, Identification)
    rows: list[tuple[int, PersonPlan, str, D, list[PersonPlan]]] = []
    guests: list[PersonPlan] = []
    for year, (people, children) in IDENTIFIED.items():
        chance = Chance(f"identified/{year}")
        own = [
            p
            for p in stage.plans
            if p.opened.year == year and p.category == TRAFFICKING and p.source in AREAS
        ]
        found = [_own(year, plan, chance) for plan in own[:people]]
        others = [_stranger(year, number, chance) for number in range(people - len(found))]
        guests += [person for _y, person, _u, _d, _c in others]
        kids = _with_children(year, own, others, children, chance)
        guests += [
            kid
            for kid in (k for kids_ in kids.values() for k in kids_)
            if kid.key.startswith("ID-")
        ]
        rows += [(y, p, u, d, kids.get(p.key, [])) for y, p, u, d, _c in [*found, *others]]
    register(stage, guests)
    for year, person, unit, day, children_ in rows:
        chance = Chance(f"identified/{person.key}")
        referred = day + dt.timedelta(days=chance.randint(0, 3))
        book.add(year, person.key, unit=stage.site(unit), on=day, person=stage.person(person),
                 referred_to=stage.body("responsible-authority"), referred_on=referred,
                 decision="confirmed", decided_on=referred + dt.timedelta(days=10),
                 links={"children": [stage.person(child) for child in children_],
                        "indicators": [stage.code("risk_indicator", s) for s in chance.sample(SIGNS, 2)]})  # fmt: skip
    book.write()


Found = tuple[int, PersonPlan, str, D, list[PersonPlan]]


def _own(year: int, plan: CasePlan, chance: Chance) -> Found:
    """Somebody who was admitted to the programme some days later."""
    day = max(D(year, 1, 2), plan.opened - dt.timedelta(days=chance.randint(1, 6)))
    return year, plan.person, plan.source, day, []


def _stranger(year: int, number: int, chance: Chance) -> Found:
    """Somebody who was identified but not admitted here."""
    unit = chance.choice(tuple(AREAS))
    born = year - chance.randint(12, 36)
    person = PersonPlan(
        key=f"ID-{year}-{number:02d}",
        sex=chance.choices(("female", "male"), (3, 1))[0],
        birth=chance.day(D(born, 1, 3), D(born, 12, 28)),
        residence=chance.choice(AREAS[unit]),
        named=False,
        site=unit,
    )
    return year, person, unit, chance.workday(D(year, 1, 15), D(year, 12, 10)), []


def _with_children(
    year: int, own: list[CasePlan], others: list[Found], number: int, chance: Chance
) -> dict[str, list[PersonPlan]]:
    """The children who were with those identified: of the programme first, then others."""
    kids: dict[str, list[PersonPlan]] = {}
    left = number
    for plan in own:
        mine = [child.person for child in plan.children][:left]
        if mine:
            kids[plan.person.key] = mine
            left -= len(mine)
    grown = [person for _y, person, _u, _d, _c in others if year - person.birth.year >= 20]
    for index in range(left):
        parent = grown[index % len(grown)]
        born = year - chance.randint(1, 9)
        child = PersonPlan(
            key=f"ID-{year}-child-{index}",
            sex=chance.choice(("female", "male")),
            birth=D(born, 5, 12),
            residence=parent.residence,
            named=False,
            site=parent.site,
        )
        kids.setdefault(parent.key, []).append(child)
    return kids


def _meet(stage: Stage) -> None:
    book = Book(stage, Contact)
    for year, numbers in CONTACTED.items():
        chance = Chance(f"contacts/{year}")
        for kind, total in zip(KINDS, numbers, strict=True):
            for adults, minors in _parties(total, kind, chance):
                _contact(stage, book, year, kind, adults, minors, chance)
    book.write()


def _parties(total: int, kind: str, chance: Chance) -> list[tuple[int, int]]:
    """A number of people as the parties in which they were met: families, or one by one."""
    parties, left = [], total
    while left:
        if kind == "person":
            adults = min(left, chance.randint(1, 3))
            minors = min(left - adults, chance.choice((0, 0, 1, 2, 3)))
        else:
            adults, minors = min(left, 1 if kind == "institution" else chance.randint(1, 3)), 0
        parties.append((adults, minors))
        left -= adults + minors
    return parties


def _contact(
    stage: Stage, book: Book, year: int, kind: str, adults: int, minors: int, chance: Chance
) -> None:
    unit = chance.choice(tuple(AREAS))
    profession = chance.choice(
        ("nurse", "school_psychologist", "child_protection_worker", "administrator")
    )
    institution = "mun-tirane" if unit == "mu-tirana" else "mun-shkoder"
    book.add(unit=stage.site(unit), kind=kind, on=chance.workday(D(year, 1, 8), D(year, 12, 20)),
             adults=adults, minors=minors, place=stage.place(chance.choice(AREAS[unit])),
             body=stage.body(institution) if kind == "institution" else None,
             profession=stage.code("profession", profession) if kind == "professional" else None,
             links=_needs(stage, chance) if kind == "person" else None)  # fmt: skip


def _needs(stage: Stage, chance: Chance) -> dict[str, list[Code]]:
    """What a family at risk is troubled by, and where it was sent."""
    return {
        "issues": [stage.code("outreach_issue", chance.choice(ISSUES))],
        "referred_to": [stage.code("outreach_service", chance.choice(REFERRED))],
    }
