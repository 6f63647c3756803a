"""Sessions to which people come by name: art and occupational therapy, the trainings of January 2021."""

from __future__ import annotations

import datetime as dt

from agimi.demo.chance import Chance
from agimi.demo.cohort import open_in
from agimi.demo.events import Diary
from agimi.demo.plans import CasePlan, Span
from agimi.demo.stage import Stage

D = dt.date
# Year: (art sessions, people, occupational sessions, people).
THERAPY = {2020: (38, 15, 22, 14), 2021: (49, 17, 30, 17), 2022: (33, 16, 20, 15),
           2023: (22, 14, 12, 12), 2024: (15, 15, 8, 10)}  # fmt: skip
ART = (
    "portrait",
    "freedom",
    "my_emotions",
    "my_passion",
    "escape_to_nature",
    "secrets",
    "dedication",
)
ART_2024 = (
    "international_womens_day",
    "valentine",
    "jewellery",
    "portrait",
    "decorations",
    "free_form",
    "perfect_day",
)
MATERIALS = (
    "shells",
    "wire",
    "plaster",
    "plasticine",
    "flowers",
    "vases",
    "collage",
    "recyclable",
    "masks",
)


def come_together(stage: Stage) -> None:
    """Write the sessions with their attendances."""
    diary = Diary(stage)
    for year, (art, artists, work, workers) in THERAPY.items():
        themes = ART_2024 if year == 2024 else ART
        _therapy(stage, diary, year, "art_therapy", art, artists, themes)
        _therapy(stage, diary, year, "occupational_therapy", work, workers, MATERIALS)
    _january(stage, diary)
    diary.write()


def _therapy(
    stage: Stage, diary: Diary, year: int, kind: str, number: int, people: int, themes: tuple[str, ...]
) -> None:  # fmt: skip
    """A group of so many people over the year; everybody comes at least once."""
    chance = Chance(f"{kind}/{year}")
    span = D(year, 2, 3), D(year, 12, 10)
    pool = [
        plan
        for plan in open_in(stage.plans, year)
        if _days(plan.within(span)) > 200 and plan.person.age(span[0]) >= 12
    ]
    members = chance.pick(pool, people, f"{kind} {year}")
    days = chance.days(*span, number)
    came: dict[D, set[CasePlan]] = {
        day: set(chance.sample(there, min(5, len(there))))
        for day in days
        if (there := [plan for plan in members if plan.within((day, day))])
    }
    for plan in members:
        if not any(plan in group for group in came.values()):
            came[chance.choice([day for day in came if plan.within((day, day))])].add(plan)
    for index, day in enumerate(days, start=1):
        group = sorted(came.get(day, ()), key=lambda plan: plan.key)
        diary.hold(f"EV-{year}-{kind[:3]}-{index:02d}", kind, day, site="shelter", place="tirane",
                   people=[stage.person(plan.person) for plan in group],
                   topics=(f"theme/{themes[index % len(themes)]}",), staff=("psychologist-1",))  # fmt: skip


def _days(span: Span | None) -> int:
    return (span[1] - span[0]).days if span else 0


def _january(stage: Stage, diary: Diary) -> None:
    """Self-care, cooking, crafts, the virtual club: 15 women, nine trainers (EU project)."""
    chance = Chance("january 2021")
    span = D(2021, 1, 20), D(2021, 1, 31)
    pool = [
        plan
        for plan in open_in(stage.plans, 2021)
        if plan.person.sex == "female"
        and plan.person.age(span[0]) >= 17
        and plan.within(span) == span
    ]
    women = [stage.person(plan.person) for plan in chance.pick(pool, 15)]
    titles = (
        ("Kujdesi për veten", "Self-care"), ("Kuzhinë", "Cooking"), ("Punë artizanale", "Handicraft"),
        ("Klubi social virtual", "The virtual social club"), ("Përdorimi i tabletit", "Using a tablet"),
    )  # fmt: skip
    for number, (sq, en) in enumerate(titles):
        trainers = [f"trainer-{index}" for index in range(1, 10) if index % len(titles) == number]
        diary.hold(f"EV-2021-01-2{number + 1}-T", "beneficiary_training", D(2021, 1, 21 + number),
                   sq=sq, en=en, projects=("PJ-02",), staff=trainers, audiences=("survivors",),
                   people=women[number * 3 : number * 3 + 3] + women[:2] * (number > 0),
                   mode="online" if number == 3 else "in_person")  # fmt: skip
