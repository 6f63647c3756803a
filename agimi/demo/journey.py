"""How each case goes on: phases, homes, legal status and the profile of what happened before."""

from __future__ import annotations

import datetime as dt

from agimi.demo.chance import Chance
from agimi.demo.cohort import open_in
from agimi.demo.plans import LAST_DAY, TRAFFICKING, VIOLENCE, CasePlan, Stay

COMMUNITY = ("rented_apartment", "family")
# Living on their own in 2021, and, from abroad to the suburbs, already before 2024.
INDEPENDENT_2021 = {TRAFFICKING: 22, VIOLENCE: 5}
INDEPENDENT_BEFORE_2024 = 10
STILL_IN_SHELTER_2024 = 25  # of those who came in 2024


def lead_on(cases: list[CasePlan]) -> None:
    """Give every case its phases, homes, status and profile."""
    for case in cases:
        chance = Chance(f"journey/{case.key}")
        _phases(case, chance)
        _status(case, chance)
    _homes(cases)
    _profiles(cases)


def _phases(case: CasePlan, chance: Chance) -> None:
    last_quarter_2021 = case.cohort == 2021 and case.opened >= dt.date(2021, 11, 1)
    first = chance.randint(80, 120) if last_quarter_2021 else chance.randint(35, 75)
    second = first + chance.randint(150, 320)
    starts = [(1, 0), (2, first), (3, second)]
    end = case.closed or LAST_DAY
    for index, (number, offset) in enumerate(starts):
        start = case.opened + dt.timedelta(days=offset)
        if start > end:
            break
        later = case.opened + dt.timedelta(days=starts[index + 1][1] - 1) if index < 2 else None
        closes = later if later is not None and later <= end else case.closed
        case.phases.append(Stay(str(number), start, closes))


def _status(case: CasePlan, chance: Chance) -> None:
    """Most stay potential victims; about a quarter are formally identified after some months."""
    if case.category != TRAFFICKING or chance.random() > 0.27:
        return
    day = case.opened + dt.timedelta(days=chance.randint(50, 150))
    if day < (case.closed or LAST_DAY):
        case.formal_on = day


def _homes(cases: list[CasePlan]) -> None:
    chance = Chance("homes")
    own_2021 = _own_home_2021(cases, chance)
    own_2024 = _own_home_2024(cases, own_2021, chance)
    sheltered = _still_sheltered(cases, chance)
    for case in cases:
        mine = Chance(f"home/{case.key}")
        if case in sheltered:
            case.homes = [Stay("shelter", case.opened, case.closed)]
            continue
        case.homes = _usual_homes(case, mine)
        if case in own_2021:
            earliest = max(case.opened + dt.timedelta(days=190), dt.date(2020, 6, 1))
            latest = min(_before_end(case, 20), dt.date(2021, 11, 30))
            _own_home(case, mine.day(min(earliest, latest), latest))
        elif case in own_2024:
            earliest = max(case.opened + dt.timedelta(days=190), dt.date(2022, 9, 1))
            _own_home(case, mine.day(min(earliest, dt.date(2023, 12, 1)), dt.date(2023, 12, 15)))
        else:
            _later_own_home(case, mine)


def _before_end(case: CasePlan, days: int) -> dt.date:
    return (case.closed or LAST_DAY) - dt.timedelta(days=days)


def _usual_homes(case: CasePlan, chance: Chance) -> list[Stay]:
    """From the shelter to an apartment or the family; many survivors of violence go there at once."""
    grown = case.person.age(case.opened) >= 18
    kind = "rented_apartment" if grown and chance.random() < 0.62 else "family"
    direct = case.category == VIOLENCE and (
        case.opened >= dt.date(2024, 10, 1) or chance.random() < 0.7
    )
    if direct:
        return [Stay(kind, case.opened, case.closed)]
    stays = chance.randint(28, 85) if case.category == VIOLENCE else chance.randint(60, 140)
    moved = min(case.opened + dt.timedelta(days=stays), _before_end(case, 15), _move_by(case))
    return [
        Stay("shelter", case.opened, moved - dt.timedelta(days=1)),
        Stay(kind, moved, case.closed),
    ]


def _move_by(case: CasePlan) -> dt.date:
    return dt.date(2024, 12, 16) if case.cohort == 2024 else LAST_DAY


def _own_home(case: CasePlan, day: dt.date) -> None:
    """From this day on the case lives independently; earlier homes end the day before."""
    kept = [home for home in case.homes if home.start < day]
    for home in kept:
        if home.end is None or home.end >= day:
            home.end = day - dt.timedelta(days=1)
    case.homes = [*kept, Stay("independent", day, case.closed)]


def _own_home_2021(cases: list[CasePlan], chance: Chance) -> list[CasePlan]:
    chosen: list[CasePlan] = []
    for category, number in INDEPENDENT_2021.items():
        pool = [
            case
            for case in open_in(cases, 2021, category)
            if case.cohort == 2020
            and case.closed is not None
            and case.closed.year < 2024
            and case.person.age(dt.date(2020, 6, 1)) >= 18
            and case.opened < dt.date(2020, 11, 20)
        ]
        chosen += chance.pick(pool, number, "living independently in 2021")
    return chosen


def _own_home_2024(cases: list[CasePlan], taken: list[CasePlan], chance: Chance) -> list[CasePlan]:
    pool = [
        case
        for case in open_in(cases, 2024, TRAFFICKING)
        if case.is_carried(2024)
        and case not in taken
        and case.person.age(dt.date(2023, 1, 1)) >= 19
        and case.opened < dt.date(2023, 5, 1)
    ]
    return chance.pick(pool, INDEPENDENT_BEFORE_2024, "living independently before 2024")


def _still_sheltered(cases: list[CasePlan], chance: Chance) -> list[CasePlan]:
    """Who came in 2024 and is still in the shelter at its end: those who came last, and some."""
    new = [case for case in cases if case.cohort == 2024]
    trafficked = [case for case in new if case.category == TRAFFICKING]
    last = [case for case in trafficked if case.opened >= dt.date(2024, 10, 1)]
    rest = [
        case for case in trafficked if case not in last and case.person.nationality != "albanian"
    ]
    chosen = last + chance.pick(rest, STILL_IN_SHELTER_2024 - len(last), "still in the shelter")
    mothers = [case for case in new if case.category == VIOLENCE and len(case.children) == 2]
    return chosen + mothers[-1:]


def _later_own_home(case: CasePlan, chance: Chance) -> None:
    """Some others live on their own before their case closes, none of them in 2021."""
    if case.closed is None or case.outcome != "empowered" or case.closed.year not in (2022, 2023):
        return
    latest = case.closed - dt.timedelta(days=30)
    earliest = max(case.opened + dt.timedelta(days=240), dt.date(2022, 1, 3))
    if earliest < latest and case.person.age(earliest) >= 18:
        _own_home(case, chance.day(earliest, latest))


# ── What happened before ────────────────────────────────────────────────────────────────────────
RECRUITMENT_2024 = {
    "promise_of_marriage": 3, "promise_of_employment": 6, "exploited_by_partner": 9,
    "peer_group": 7, "large_sums_of_money": 4, "vulnerable_situation": 9,
    "promise_via_social_media": 2, "family_members": 16, "brought_from_another_country": 12,
}  # fmt: skip
EXPLOITATION_2021 = {
    ("sexual",): 18, ("forced_marriage",): 1, ("criminal_activity",): 8,
    ("sexual", "begging"): 2, ("begging", "criminal_activity"): 1,
}  # fmt: skip
EXPLOITATION = {
    ("sexual",): 46, ("forced_labour",): 12, ("forced_marriage",): 4, ("criminal_activity",): 14,
    ("begging",): 9, ("sexual", "forced_labour"): 6, ("sexual", "begging"): 4,
    ("begging", "criminal_activity"): 5,
}  # fmt: skip
COUNTRIES_2021 = {"AL": 26, "DE": 3, "XK": 1}
COUNTRIES = {"AL": 70, "DE": 8, "IT": 7, "XK": 6, "GR": 4, "FR": 3}
ABROAD_FORMS = {("sexual",): 13, ("forced_labour",): 4, ("sexual", "forced_labour"): 3}
CONTROL = ("threats", "debt_bondage", "takes_earnings", "withholds_documents",
           "restricts_movement", "psychological_abuse", "physical_abuse")  # fmt: skip


def _profiles(cases: list[CasePlan]) -> None:
    for year in (2019, 2020, 2021, 2022, 2023, 2024):
        chance = Chance(f"profile/{year}")
        mine = [case for case in cases if case.cohort == year]
        trafficked = [case for case in mine if case.category == TRAFFICKING]
        foreign = [case for case in trafficked if case.person.nationality != "albanian"]
        local = [case for case in trafficked if case not in foreign]
        _recruitment(year, foreign, local, chance)
        _exploitation(year, foreign, local, chance)
        _countries(year, foreign, local, chance)
        for case in trafficked:
            means = chance.sample(CONTROL, chance.randint(1, 3))
            case.facts += [("control", value) for value in sorted(means)]
        for case in mine:
            if case.category == VIOLENCE:
                case.facts += [("violence", kind) for kind in _violence(case, chance)]


def _recruitment(year: int, foreign: list[CasePlan], local: list[CasePlan], chance: Chance) -> None:
    """Women from abroad were mostly brought for gain, or came for a job that did not exist."""
    if year == 2024:
        there = {
            "brought_from_another_country": 12,
            "promise_of_employment": 5,
            "large_sums_of_money": 3,
        }
        here = {k: n - there.get(k, 0) for k, n in RECRUITMENT_2024.items()}
        means = [*chance.spread(there), *chance.spread(here)]
    else:
        usual = {k: n for k, n in RECRUITMENT_2024.items() if k != "brought_from_another_country"}
        means = ["brought_from_another_country"] * len(foreign)
        means += chance.choices(list(usual), list(usual.values()), k=len(local))
    for case, value in zip([*foreign, *local], means, strict=True):
        case.facts.append(("recruitment", value))


def _exploitation(
    year: int, foreign: list[CasePlan], local: list[CasePlan], chance: Chance
) -> None:
    if year == 2021:
        forms = chance.spread(EXPLOITATION_2021)
    elif year == 2024:
        forms = [*chance.spread(ABROAD_FORMS)]
        forms += chance.choices(list(EXPLOITATION), list(EXPLOITATION.values()), k=len(local))
    else:
        number = len(foreign) + len(local)
        forms = chance.choices(list(EXPLOITATION), list(EXPLOITATION.values()), k=number)
    for case, values in zip([*foreign, *local], forms, strict=True):
        case.facts += [("exploitation", value) for value in values]


def _countries(year: int, foreign: list[CasePlan], local: list[CasePlan], chance: Chance) -> None:
    """Everybody from abroad was exploited in Albania, one woman in Germany too."""
    if year == 2021:
        places = chance.spread(COUNTRIES_2021)
    else:
        places = chance.choices(list(COUNTRIES), list(COUNTRIES.values()), k=len(local))
    for case, value in zip(local, places, strict=True):
        case.facts.append(("exploitation_country", value))
    for number, case in enumerate(foreign):
        case.facts.append(("exploitation_country", "AL"))
        if year == 2024 and number == 4:
            case.facts.append(("exploitation_country", "DE"))


def _violence(case: CasePlan, chance: Chance) -> list[str]:
    if case.person.age(case.opened) < 18 or chance.random() < 0.09:
        return ["sexual_abuse"]
    kinds = ["domestic"]
    kinds += [kind for kind in ("physical", "psychological", "economic") if chance.random() < 0.45]
    return kinds
