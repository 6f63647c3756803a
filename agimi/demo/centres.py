"""Childcare centres and the community centre of Lezhë: who was enrolled in what."""

from __future__ import annotations

import datetime as dt

from agimi.activities.models import Agreement, CentreEnrolment
from agimi.demo.chance import Chance
from agimi.demo.cohort import open_in
from agimi.demo.people import belong, register
from agimi.demo.plans import VIOLENCE, CasePlan, ChildPlan, PersonPlan
from agimi.demo.stage import Book, Stage

D = dt.date
# Centre: (mothers, boys, girls) of 2024, all of them children of the programme's cases.
CHILDCARE_2024 = {
    "childcare-shkoze": (8, 5, 8),
    "childcare-shkoder": (8, 6, 9),
    "childcare-dajc": (12, 7, 13),
}
CHILDCARE_EARLIER = {
    2020: {"childcare-shkoze": 10, "childcare-shkoder": 9, "childcare-elbasan": 8},
    2021: {"childcare-shkoze": 12, "childcare-shkoder": 11, "childcare-elbasan": 9},
    2022: {
        "childcare-shkoze": 13,
        "childcare-shkoder": 13,
        "childcare-elbasan": 8,
        "childcare-dajc": 9,
    },
    2023: {"childcare-shkoze": 14, "childcare-shkoder": 14, "childcare-dajc": 17},
}


def choose_mothers(plans: list[CasePlan]) -> dict[str, list[tuple[CasePlan, list[ChildPlan]]]]:
    """The mothers of each centre in 2024 with the children they bring; sets the children's sex.

    Called before anybody is registered, as the plans are still being made.
    """
    pool = [
        plan
        for plan in open_in(plans, 2024, VIOLENCE)
        if _small(plan) and plan.person.sex == "female" and plan.opened < D(2024, 8, 1)
        and (plan.closed is None or plan.closed > D(2024, 6, 1))
    ]  # fmt: skip
    pool.sort(key=lambda plan: len(_small(plan)), reverse=True)
    chosen = {}
    for centre, (mothers, boys, girls) in CHILDCARE_2024.items():
        mine, pool = pool[:mothers], pool[mothers:]
        taken = _children(mine, boys + girls)
        sexes = Chance(centre).spread({"male": boys, "female": girls})
        for child, sex in zip((c for _p, cs in taken for c in cs), sexes, strict=True):
            child.person.sex = sex
        chosen[centre] = taken
    return chosen


def _small(plan: CasePlan) -> list[ChildPlan]:
    return [child for child in plan.children if 2 <= 2024 - child.person.birth.year <= 10]


def _children(mothers: list[CasePlan], total: int) -> list[tuple[CasePlan, list[ChildPlan]]]:
    """One child of each mother, then a second one where there is one, until the centre is full."""
    counts = dict.fromkeys(mothers, 1)
    for plan in mothers:
        if sum(counts.values()) < total and len(_small(plan)) > 1:
            counts[plan] = 2
    if sum(counts.values()) != total:
        raise ValueError(f"{total} children asked for, {sum(counts.values())} there")
    return [(plan, _small(plan)[:number]) for plan, number in counts.items()]


def look_after(stage: Stage, chosen: dict[str, list[tuple[CasePlan, list[ChildPlan]]]]) -> None:
    """Write the enrolments of the childcare centres."""
    book = Book(stage, CentreEnrolment)
    for centre, families in chosen.items():
        chance = Chance(f"{centre}/2024")
        for plan, children in families:
            for child in children:
                start = max(plan.opened, D(2024, 1, 8))
                book.add(2024, child.person.key, person=stage.person(child.person), site=stage.site(centre),
                         service=stage.code("centre_service", "alternative_childcare"),
                         mother=stage.person(plan.person), shift=chance.choice(("afternoon", "both")),
                         started_on=start, ended_on=plan.closed, project=stage.project("PJ-03"))  # fmt: skip
    for year, centres in CHILDCARE_EARLIER.items():
        _earlier(stage, book, year, centres)
    book.write()


def _earlier(stage: Stage, book: Book, year: int, centres: dict[str, int]) -> None:
    chance = Chance(f"childcare/{year}")
    span = D(year, 1, 11), D(year, 12, 23) if year != 2023 else D(2023, 12, 20)
    pool = [
        (plan, child)
        for plan in open_in(stage.plans, year)
        for child in plan.children
        if 2 <= year - child.person.birth.year <= 10 and plan.within(span)
    ]
    chance.shuffle(pool)
    for centre, number in centres.items():
        mine, pool = pool[:number], pool[number:]
        if len(mine) < number:
            raise ValueError(f"{centre} {year}: too few children")
        site = stage.site(centre)
        for plan, child in mine:
            days = plan.within((max(span[0], site.started_on), span[1]))
            if days is None:
                continue
            book.add(year, child.person.key, person=stage.person(child.person), site=site,
                     service=stage.code("centre_service", "alternative_childcare"),
                     mother=stage.person(plan.person), shift="afternoon", started_on=days[0],
                     ended_on=days[1], project=stage.project("PJ-03"))  # fmt: skip


# ── Lezhë ───────────────────────────────────────────────────────────────────────────────────────
# Service: (girls, boys, women, men). Nobody uses two of them in the first year.
LEZHE = {
    "pwd": (25, 26, 20, 3), "after_school": (13, 9, 0, 0), "life_skills": (125, 104, 133, 48),
    "online_psychosocial": (1, 0, 33, 2), "family_programme": (0, 0, 80, 9), "gbv": (0, 0, 30, 2),
}  # fmt: skip
_GROUP = {"pwd": "disability", "gbv": "gbv_victims", "family_programme": "parents_carers"}
_OTHER_GROUPS = (
    "children_youth",
    "children_youth",
    "other_vulnerable",
    "roma",
    "egyptian",
    "evacuated_afghan",
)


def open_lezhe(stage: Stage) -> None:
    """Write the people of the centre of Lezhë and their enrolments."""
    chance, book = Chance("lezhe"), Book(stage, CentreEnrolment)
    guests = {service: _guests(service, counts, chance) for service, counts in LEZHE.items()}
    everybody = [plan for plans in guests.values() for plan in plans]
    register(stage, everybody)
    belong(stage, everybody)
    mothers = [plan for plan in guests["family_programme"] if plan.sex == "female"]
    for service, plans in guests.items():
        for number, plan in enumerate(plans):
            mother = mothers[number] if service == "after_school" else None
            start = chance.workday(D(2024, 2, 12), D(2024, 11, 29))
            book.add(plan.key, person=stage.person(plan), site=stage.site("centre-lezhe"),
                     service=stage.code("centre_service", service), started_on=start,
                     ended_on=chance.workday(start, D(2024, 12, 20)) if service != "after_school" else None,
                     mode="online" if service == "online_psychosocial" else "in_person",
                     shift="afternoon" if service == "after_school" else "",
                     mother=stage.person(mother) if mother else None,
                     project=stage.project("PJ-14"))  # fmt: skip
    book.write()
    stage.guests["lezhe"] = everybody
    _agreements(stage)


def _guests(service: str, counts: tuple[int, int, int, int], chance: Chance) -> list[PersonPlan]:
    plans: list[PersonPlan] = []
    kinds = (("female", 6, 16), ("male", 6, 16), ("female", 21, 58), ("male", 21, 60))
    for (sex, low, high), number in zip(kinds, counts, strict=True):
        for _ in range(number):
            born = 2024 - chance.randint(low, high)
            plans.append(
                PersonPlan(
                    key=f"LZ-{service}-{len(plans) + 1:03d}",
                    sex=sex,
                    birth=chance.day(D(born, 1, 3), D(born, 12, 28)),
                    municipality="lezhe",
                    residence="lezhe",
                    area=chance.choice(("urban", "urban", "rural")),
                    disability="physical" if service == "pwd" and low < 20 else "not_recorded",
                    groups=(_GROUP.get(service) or chance.choice(_OTHER_GROUPS),),
                    site="centre-lezhe",
                    registered=D(2024, 2, 12),
                )
            )
    return plans


def _agreements(stage: Stage) -> None:
    book = Book(stage, Agreement)
    subjects = (
        ("mun-lezhe", "Ngritja dhe funksionimi i qendrës", "Setting up and running the centre", D(2024, 2, 5)),
        ("mun-lezhe", "Referimi i rasteve te qendra", "Referral of cases to the centre", D(2024, 3, 12)),
        ("police-lezhe", "Bashkëpunimi për rastet e dhunës", "Cooperation in cases of violence", D(2024, 3, 20)),
        ("police-lezhe", "Trajnimi i punonjësve të policisë", "Training of police officers", D(2024, 5, 7)),
        ("employment-office-lezhe", "Punësimi i përfitueseve", "Employment of beneficiaries", D(2024, 4, 9)),
        ("employment-office-lezhe", "Kurse formimi profesional", "Vocational training courses", D(2024, 9, 17)),
    )  # fmt: skip
    for number, (body, sq, en, day) in enumerate(subjects, start=1):
        book.add(number, body=stage.body(body), subject_sq=sq, subject_en=en, signed_on=day,
                 site=stage.site("centre-lezhe"), project=stage.project("PJ-14"))  # fmt: skip
    book.write()
