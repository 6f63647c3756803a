"""The programme's cases of five years: who came when, from whom, for how long, with whom.

Pure invention: nothing here knows a printed number as such. The sizes of the
cohorts and the make-up of each are what the organisation lived through in this
story; what is carried from one year to the next follows from the dates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from agimi.demo.chance import Chance
from agimi.demo.plans import (
    LAST_DAY,
    TRAFFICKING,
    VIOLENCE,
    CasePlan,
    ChildPlan,
    PersonPlan,
)

HOMES = {
    "tirane": 30, "shkoder": 16, "durres": 9, "elbasan": 8, "lezhe": 6, "korce": 5, "fier": 5,
    "berat": 4, "kukes": 4, "diber": 4, "kamez": 6, "vlore": 4, "kruje": 3, "pogradec": 2,
    "gramsh": 2, "kavaje": 3, "malesi-e-madhe": 3, "lushnje": 3, "cerrik": 2, "vore": 3,
}  # fmt: skip
BANDS = {"11-15": (12, 15), "16-18": (17, 18), "19-21": (20, 21), "22+": (23, 47)}


@dataclass(frozen=True)
class Cohort:
    """The cases that came in one stretch of time, and how they are made up."""

    year: int
    opened: tuple[tuple[dt.date, dt.date, int], ...]  # (from, to, number)
    males: int
    bands: dict[str, int]
    children: int | None  # None: what the programme's total leaves over
    sources: dict[str, int]
    civil: dict[str, int] = field(default_factory=dict)
    rural: int | None = None
    closed_in: int | None = None

    @property
    def size(self) -> int:
        return sum(number for _f, _t, number in self.opened)


def _year(year: int, number: int) -> tuple[tuple[dt.date, dt.date, int], ...]:
    """Cases of a year, spread over its quarters."""
    quarter = number // 4
    return (
        (dt.date(year, 1, 8), dt.date(year, 3, 29), quarter),
        (dt.date(year, 4, 1), dt.date(year, 6, 28), quarter),
        (dt.date(year, 7, 1), dt.date(year, 9, 20), quarter),
        (dt.date(year, 10, 1), dt.date(year, 12, 16), number - 3 * quarter),
    )


_EARLIER = (
    (dt.date(2018, 6, 4), dt.date(2018, 12, 14)),
    (dt.date(2019, 1, 14), dt.date(2019, 12, 13)),
    (dt.date(2020, 1, 13), dt.date(2020, 12, 11)),
)


def _before_2021(*numbers: int) -> tuple[tuple[dt.date, dt.date, int], ...]:
    return tuple((*span, number) for span, number in zip(_EARLIER, numbers, strict=True))


_ANY_TRAFFICKING = {
    "mu-tirana": 9, "mu-shkoder": 6, "police-tirane": 5, "police-durres": 3, "police-shkoder": 2,
    "qkpvt": 3, "cpw-tirana-9": 2, "cpw-tirana-7": 2, "mun-elbasan": 2, "solwodi": 2,
    "tjeter-vizion": 2, "iom": 1, "mun-korce": 1, "mun-berat": 1, "forumi-gruas-elbasan": 1,
}  # fmt: skip
_ANY_VIOLENCE = {
    "lcdv-tirana": 7, "mun-shkoder": 6, "mun-kamez": 4, "streha": 4, "unit-tirana-4": 3,
    "unit-tirana-7": 3, "mun-lezhe": 3, "hrdc": 3, "qktvdhf": 3, "gender-paqe-siguri": 3,
    "forumi-gruas-elbasan": 2, "solwodi": 2, "mary-ward-loreto": 2, "individual": 3, "self": 3,
    "state-social-service": 2, "mu-tirana": 1, "mun-kruje": 2,
}  # fmt: skip

TRAFFICKING_COHORTS = (
    Cohort(
        year=2019,
        opened=((dt.date(2018, 2, 5), dt.date(2019, 11, 29), 25),),
        males=7,
        bands={"11-15": 3, "16-18": 8, "19-21": 4, "22+": 10},
        children=9,
        sources=_ANY_TRAFFICKING,
        closed_in=2020,
    ),
    Cohort(
        year=2020,
        opened=_before_2021(10, 24, 41),
        males=22,
        bands={"11-15": 6, "16-18": 29, "19-21": 4, "22+": 36},
        children=25,
        sources=_ANY_TRAFFICKING,
        civil={"single": 61, "married": 5, "divorced": 5, "": 4},
    ),
    Cohort(
        year=2021,
        opened=(
            (dt.date(2021, 1, 11), dt.date(2021, 3, 26), 8),
            (dt.date(2021, 4, 1), dt.date(2021, 6, 25), 9),
            (dt.date(2021, 7, 1), dt.date(2021, 9, 10), 9),
            (dt.date(2021, 11, 8), dt.date(2021, 12, 15), 4),
        ),
        males=8,
        bands={"11-15": 8, "16-18": 11, "19-21": 2, "22+": 9},
        children=9,
        sources={
            "mu-shkoder": 4, "mu-tirana": 12, "police-berat": 1, "tjeter-vizion": 1, "solwodi": 3,
            "social-services-lezhe": 1, "qkpvt": 1, "lcdv-kamez": 1, "lcdv-kukes": 1,
            "cpw-tirana-9": 1, "cpw-kashar": 1, "cpw-tirana-12": 1, "cpw-vore": 1,
            "field-community-centre": 1,
        },
        civil={"single": 27, "married": 1, "divorced": 1, "": 1},
        rural=9,
    ),
    Cohort(
        year=2022,
        opened=_year(2022, 38),
        males=13,
        bands={"11-15": 7, "16-18": 12, "19-21": 5, "22+": 14},
        children=11,
        sources=_ANY_TRAFFICKING,
    ),
    Cohort(
        year=2023,
        opened=_year(2023, 45),
        males=17,
        bands={"11-15": 7, "16-18": 13, "19-21": 7, "22+": 18},
        children=14,
        sources=_ANY_TRAFFICKING,
    ),
    Cohort(
        year=2024,
        opened=_year(2024, 68),
        males=0,  # set so that the programme of 2024 has 49 men and boys
        bands={"11-15": 11, "16-18": 19, "19-21": 8, "22+": 30},
        children=None,
        sources={
            "mu-tirana": 13, "mu-shkoder": 9, "forumi-gruas-elbasan": 3, "police-tirane": 8,
            "police-durres": 5, "police-shkoder": 3, "mun-berat": 2, "cpw-berat": 2,
            "mun-korce": 2, "cpw-korce": 1, "mun-elbasan": 2, "mun-kamez": 2, "mun-kruje": 1,
            "qktvdhf": 2, "cpw-tirana-7": 2, "cpw-tirana-5": 2, "cpw-bathore": 2, "qkpvt": 3,
            "childrens-home-shkoder": 1, "iom": 3,
        },
        rural=22,
    ),
)  # fmt: skip

VIOLENCE_COHORTS = (
    Cohort(
        year=2019,
        opened=((dt.date(2018, 5, 7), dt.date(2019, 12, 6), 20),),
        males=1,
        bands={"22+": 20},
        children=38,
        sources=_ANY_VIOLENCE,
        closed_in=2020,
    ),
    Cohort(
        year=2020,
        opened=_before_2021(2, 8, 19),
        males=2,
        bands={"22+": 29},
        children=56,
        sources=_ANY_VIOLENCE,
        civil={"single": 5, "married": 1, "divorced": 22, "widowed": 1},
    ),
    Cohort(
        year=2021,
        opened=_year(2021, 39),
        males=0,
        bands={"11-15": 1, "16-18": 3, "22+": 35},
        children=84,
        sources={
            "streha": 2, "solwodi": 3, "lcdv-tirana": 6, "gender-paqe-siguri": 2, "hrdc": 2,
            "qendra-nisma-ligjore": 2, "unit-tirana-7": 2, "unit-kashar": 2, "unit-tirana-12": 2,
            "unit-tirana-4": 2, "cpw-tirana-11": 1, "global-care-albania": 1,
            "mary-ward-loreto": 2, "individual": 3, "crca": 3, "forumi-gruas-elbasan": 2,
            "mu-tirana": 1, "qktvdhf": 1,
        },
        civil={"single": 13, "married": 2, "divorced": 24},
    ),
    Cohort(
        year=2022,
        opened=_year(2022, 48),
        males=2,
        bands={"16-18": 2, "19-21": 2, "22+": 44},
        children=101,
        sources=_ANY_VIOLENCE,
    ),
    Cohort(
        year=2023,
        opened=_year(2023, 55),
        males=3,
        bands={"11-15": 1, "16-18": 2, "19-21": 3, "22+": 49},
        children=117,
        sources=_ANY_VIOLENCE,
    ),
    Cohort(
        year=2024,
        opened=_year(2024, 60),
        males=4,
        bands={"11-15": 1, "16-18": 3, "19-21": 2, "22+": 54},
        children=None,
        sources={
            "mun-kamez": 4, "mun-shkoder": 9, "mun-malesi-e-madhe": 1, "unit-tirana-4": 2,
            "unit-tirana-8": 1, "lcdv-tirana": 2, "mun-lezhe": 3, "unit-tirana-3": 5,
            "mun-korce": 1, "social-services-lezhe": 2, "state-social-service": 2, "un-women": 1,
            "solwodi": 2, "gadc": 1, "ne-dobi-te-gruas": 1, "motrat-nene-tereza": 1, "streha": 2,
            "hrdc": 1, "forumi-gruas-elbasan": 1, "papa-giovanni": 3, "vatra": 1,
            "family-centre-2-shkoder": 1, "iom-switzerland": 1, "mu-tirana": 3, "mu-lezhe": 1,
            "self": 2, "other": 6,
        },
    ),
)  # fmt: skip

CLOSED = {
    TRAFFICKING: {2021: 30, 2022: 38, 2023: 44, 2024: 38},
    VIOLENCE: {2021: 25, 2022: 33, 2023: 38, 2024: 34},
}
MEN_AND_BOYS_2024 = 49
CHILDREN_2024 = {TRAFFICKING: 49, VIOLENCE: 287}
# Of the 68 new cases of trafficking of 2024, those from abroad: one man, all others women.
ABROAD_2024 = ("CO", "CO", "TH", "TH", "VE", "VE", "VE", "VE", "MA", "CM", "XK",
               "CN", "CN", "CN", "CN", "CN", "BR", "BR", "PE", "PE")  # fmt: skip
ABROAD_2020 = ("SY", "MD", "UA")


def invent_cases() -> list[CasePlan]:
    """All cases of the story with their people and children."""
    cases: list[CasePlan] = []
    for category, cohorts in (
        (TRAFFICKING, TRAFFICKING_COHORTS),
        (VIOLENCE, VIOLENCE_COHORTS),
    ):
        cases += _programme(category, cohorts)
    return cases


def _programme(category: str, cohorts: tuple[Cohort, ...]) -> list[CasePlan]:
    cases: list[CasePlan] = []
    for cohort in cohorts:
        chance = Chance(f"cohort/{category}/{cohort.year}")
        cases += _come(category, cohort, chance)
    _close(category, cases)
    for cohort in cohorts:
        chance = Chance(f"people/{category}/{cohort.year}")
        mine = [case for case in cases if case.cohort == cohort.year]
        _make_up(cohort, mine, cases, chance)
        _give_children(cohort, mine, cases, chance)
    return cases


def _come(category: str, cohort: Cohort, chance: Chance) -> list[CasePlan]:
    """The cases of a cohort with the days on which they were opened and who referred them."""
    days = sorted(
        chance.workday(start, end) for start, end, number in cohort.opened for _ in range(number)
    )
    exact = sum(cohort.sources.values()) == cohort.size
    sources = (
        chance.spread(cohort.sources)
        if exact
        else chance.choices(list(cohort.sources), list(cohort.sources.values()), k=cohort.size)
    )
    letter = category[0].upper()
    return [
        CasePlan(
            key=f"{letter}{cohort.year}-{number:03d}",
            cohort=cohort.year,
            category=category,
            person=PersonPlan(key=f"{letter}{cohort.year}-{number:03d}", sex="female", birth=day),
            opened=day,
            source=source,
        )
        for number, (day, source) in enumerate(zip(days, sources, strict=True), start=1)
    ]


def _close(category: str, cases: list[CasePlan]) -> None:
    """Cases close after some months, the older ones sooner."""
    chance = Chance(f"closing/{category}")
    for case in cases:
        if case.cohort == 2019:
            earliest = max(case.opened + dt.timedelta(days=150), dt.date(2020, 1, 20))
            _end(case, chance.workday(earliest, dt.date(2020, 12, 18)), chance)
    for year, number in CLOSED[category].items():
        ready = [
            case for case in cases if case.closed is None and case.opened < dt.date(year - 1, 12, 1)
        ]
        ready.sort(
            key=lambda case: (case.opened + dt.timedelta(days=chance.randrange(500)), case.key)
        )
        for case in ready[:number]:
            earliest = max(case.opened + dt.timedelta(days=160), dt.date(year, 1, 18))
            _end(case, chance.workday(earliest, dt.date(year, 12, 20)), chance)


_ENDINGS = (
    ("needs_met", "empowered", 50),
    ("needs_met", "reintegrated", 22),
    ("request", "partly", 9),
    ("no_contact", "unknown", 6),
    ("left_area", "partly", 7),
    ("transferred", "partly", 6),
)


def _end(case: CasePlan, day: dt.date, chance: Chance) -> None:
    reason, outcome, _w = chance.choices(_ENDINGS, [row[2] for row in _ENDINGS])[0]
    case.closed, case.reason, case.outcome, case.outcome_on = day, reason, outcome, day


def _make_up(cohort: Cohort, mine: list[CasePlan], cases: list[CasePlan], chance: Chance) -> None:
    """Sex, age, origin and civil status of the people of a cohort."""
    bands = chance.spread(cohort.bands)
    for case, band in zip(mine, bands, strict=True):
        case.person.birth = _birth(band, _reference(cohort, case), chance)
    abroad = _from_abroad(cohort, mine, bands, chance)
    _sexes(cohort, mine, cases, abroad, chance)
    _areas(cohort, mine, abroad, chance)
    _civil(cohort, mine, bands, chance)


def _reference(cohort: Cohort, case: CasePlan) -> int:
    """The year in which the age band holds: the first one the case is reported in."""
    return 2021 if cohort.year == 2020 else max(case.opened.year, cohort.year)


def _birth(band: str, year: int, chance: Chance) -> dt.date:
    """A birthday that keeps somebody in the band from the first day of a year to its last."""
    youngest, oldest = BANDS[band]
    born = year - (
        chance.randint(youngest, oldest)
        if band != "22+"
        else min(oldest, youngest + int(chance.triangular(0, 24, 6)))
    )
    return chance.day(dt.date(born, 1, 3), dt.date(born, 12, 29))


def _from_abroad(
    cohort: Cohort, mine: list[CasePlan], bands: list[str], chance: Chance
) -> list[CasePlan]:
    if mine[0].category != TRAFFICKING or cohort.year not in (2020, 2024):
        return []
    origins = ABROAD_2024 if cohort.year == 2024 else ABROAD_2020
    adults = [case for case, band in zip(mine, bands, strict=True) if band == "22+"]
    people = chance.pick(adults, len(origins), "cases from abroad")
    for number, (case, origin) in enumerate(zip(people, origins, strict=True)):
        stateless = cohort.year == 2024 and number == 8
        case.person.origin = origin
        case.person.nationality = "stateless" if stateless else "foreign"
    return people


def _sexes(
    cohort: Cohort,
    mine: list[CasePlan],
    cases: list[CasePlan],
    abroad: list[CasePlan],
    chance: Chance,
) -> None:
    males = cohort.males
    if cohort.year == 2024 and mine[0].category == TRAFFICKING:
        carried = [case for case in cases if case.is_carried(2024)]
        males = MEN_AND_BOYS_2024 - sum(case.person.sex == "male" for case in carried)
        abroad[-1].person.sex = "male"
        males -= 1
    others = [case for case in mine if case not in abroad]
    for case in chance.pick(others, males, f"men and boys of {cohort.year}"):
        case.person.sex = "male"


def _areas(cohort: Cohort, mine: list[CasePlan], abroad: list[CasePlan], chance: Chance) -> None:
    rural = cohort.rural if cohort.rural is not None else len(mine) * 3 // 10
    locals_ = [case for case in mine if case not in abroad]
    countryside = set(map(id, chance.pick(locals_, rural, "rural")))
    for case in mine:
        person = case.person
        person.area = "rural" if id(case) in countryside else "urban"
        home = chance.choices(list(HOMES), list(HOMES.values()))[0]
        person.municipality = None if case in abroad else home
        person.residence = "tirane" if case in abroad else home
        person.registered, person.site = case.opened, "shelter"


def _civil(cohort: Cohort, mine: list[CasePlan], bands: list[str], chance: Chance) -> None:
    """Minors are single; the rest of what the cohort has is spread over the adults."""
    counts = dict(cohort.civil) or _usual_civil(mine)
    grown = [case for case, band in zip(mine, bands, strict=True) if band in ("19-21", "22+")]
    young = [case for case in mine if case not in grown]
    counts["single"] = counts.get("single", 0) - len(young)
    statuses = ["single"] * len(young) + chance.spread(counts)
    for case, status in zip([*young, *grown], statuses, strict=True):
        case.person.civil = status or None
        case.person.civil_since = case.opened


def _usual_civil(mine: list[CasePlan]) -> dict[str, int]:
    number = len(mine)
    if mine[0].category == TRAFFICKING:
        married, divorced = number // 18, number // 14
        return {"single": number - married - divorced - 1, "married": married,
                "divorced": divorced, "": 1}  # fmt: skip
    single, married = number // 4, number // 8
    return {"single": single, "married": married, "divorced": number - single - married - 1,
            "widowed": 1}  # fmt: skip


def _give_children(
    cohort: Cohort, mine: list[CasePlan], cases: list[CasePlan], chance: Chance
) -> None:
    """The children who come with their mothers, each a person."""
    parents = [
        case for case in mine if case.person.sex == "female" and case.person.age(case.opened) >= 21
    ]
    total = cohort.children
    if total is None:
        category = mine[0].category
        carried = sum(len(c.children) for c in cases if c.is_carried(2024))
        total = CHILDREN_2024[category] - carried
    most = 2 if mine[0].category == TRAFFICKING else 5
    for case, number in zip(parents, chance.deal(total, len(parents), most), strict=True):
        case.person.single_parent = number > 0 or None
        for index in range(number):
            case.children.append(_child(case, index + 1, chance))


def _child(case: CasePlan, number: int, chance: Chance) -> ChildPlan:
    """A child of at most eleven when the case opens, born when the mother was grown."""
    mother = case.person
    earliest = max(case.opened.year - 11, mother.birth.year + 18)
    born = chance.day(dt.date(min(earliest, case.opened.year - 1), 1, 5),
                      case.opened - dt.timedelta(days=60))  # fmt: skip
    person = PersonPlan(
        key=f"{case.key}-{number}",
        sex=chance.choice(("female", "male")),
        birth=born,
        origin=mother.origin if mother.nationality == "albanian" else "AL",
        nationality=mother.nationality if mother.nationality != "stateless" else "not_recorded",
        municipality=mother.municipality,
        residence=mother.residence,
        area=mother.area,
        site="shelter",
        registered=case.opened,
    )
    return ChildPlan(person=person, since=case.opened)


def carried_or_new(case: CasePlan, year: int) -> str:
    return "new" if case.is_new(year) else "carried"


def open_in(cases: list[CasePlan], year: int, category: str | None = None) -> list[CasePlan]:
    """The cases open on any day of a year."""
    return [
        case
        for case in cases
        if case.touches(year) and (category is None or case.category == category)
    ]


__all__ = ["LAST_DAY", "carried_or_new", "invent_cases", "open_in"]
