"""Legal aid: information for almost everybody, representation for some, help beyond the programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from agimi.activities.models import Call
from agimi.casework.models import LegalAid, Proceeding
from agimi.demo.chance import Chance
from agimi.demo.cohort import open_in
from agimi.demo.people import register
from agimi.demo.plans import LAST_DAY, TRAFFICKING, CasePlan, PersonPlan
from agimi.demo.stage import Book, Stage

D = dt.date
TOPICS = ("divorce", "protection_order", "parental_responsibility", "child_registration", "rent_subsidy",
          "change_of_residence", "residence_permit", "work_permit", "economic_assistance", "alimony",
          "victims_rights", "child_rights", "denunciation", "legal_aid_law")  # fmt: skip


def help_legally(stage: Stage) -> None:
    """Write legal aid, its proceedings and the calls to the advisory line."""
    aids, acts = Book(stage, LegalAid), Book(stage, Proceeding)
    _primary(stage, aids)
    _represented(stage, aids, acts, 2020, CASES_2020)
    _represented(stage, aids, acts, 2021, CASES_2021)
    _represented(stage, aids, acts, 2022, CASES_2022)
    _represented(stage, aids, acts, 2024, CASES_2024)
    _outside(stage, aids)
    aids.write()
    acts.write()
    _hotline(stage)


def group_of(plan: CasePlan) -> str:
    """The group of the client: trafficking, domestic violence or sexual abuse."""
    if plan.category == TRAFFICKING:
        return "trafficking"
    return "sexual" if "sexual_abuse" in plan.values("violence") else "domestic"


# ── Primary aid ─────────────────────────────────────────────────────────────────────────────────
# Per year: new clients and those whose aid goes on into the next year, by group.
PRIMARY_NEW = {
    2020: {"trafficking": 29, "domestic": 24, "sexual": 2},
    2021: {"trafficking": 36, "domestic": 37, "sexual": 4},
    2022: {"trafficking": 34, "domestic": 44, "sexual": 4},
    2023: {"trafficking": 38, "domestic": 49, "sexual": 5},
    2024: {"trafficking": 33, "domestic": 57, "sexual": 2},
}
GOES_ON = {2023: {"trafficking": 16, "domestic": 31, "sexual": 3}}
ONLINE = 55  # clients of the programme helped under the project of online legal aid


def _primary(stage: Stage, book: Book) -> None:
    taken: set[str] = set()
    for year, groups in PRIMARY_NEW.items():
        chance = Chance(f"primary aid/{year}")
        pool = [plan for plan in open_in(stage.plans, year) if plan.key not in taken]
        for group, number in groups.items():
            clients = [plan for plan in pool if group_of(plan) == group and _stays(plan, year)]
            clients.sort(key=lambda plan: not plan.is_new(year))  # those who came this year first
            keep = GOES_ON.get(year, {}).get(group, 0)
            chosen = clients[:number]
            if len(chosen) < number:
                raise ValueError(f"primary legal aid {year}: {group} has only {len(chosen)}")
            later = [
                plan for plan in chosen if plan.closed is None or plan.closed > D(year + 1, 2, 15)
            ]
            lasting = {plan.key for plan in chance.pick(later, keep, f"aid going on {year}")}
            taken |= lasting
            for plan in chosen:
                _advise(stage, book, plan, year, plan.key in lasting, chance)


def _stays(plan: CasePlan, year: int) -> bool:
    span = plan.within((D(year, 1, 4), D(year, 12, 24)))
    return span is not None and (span[1] - span[0]).days >= 20


def _advise(
    stage: Stage, book: Book, plan: CasePlan, year: int, lasting: bool, chance: Chance
) -> None:
    span = plan.within((D(year, 1, 4), D(year, 12, 24)))
    if span is None:
        return
    start = chance.workday(max(span[0], plan.opened), max(span[0], span[1] - dt.timedelta(days=15)))
    end: dt.date | None = chance.workday(start, span[1])
    if lasting:
        end = chance.workday(D(year + 1, 1, 8), min(plan.closed or LAST_DAY, D(year + 1, 6, 30)))
    elif year == 2024 and plan.closed is None and chance.random() < 0.3:
        end = None
    topics = chance.sample(TOPICS, 2)
    online = (
        year == 2024
        and len([r for r in book.rows if r.project_id]) < ONLINE
        and start >= D(2024, 4, 2)
    )
    book.add("primary", year, plan.key, **stage.of_case(plan), level="primary", category=group_of(plan),
             lawyer=stage.staff["lawyer-2" if online else "lawyer-1"], started_on=start, ended_on=end,
             district=stage.place("tirane") if online else None,
             project=stage.project("PJ-17") if online else None,
             links={"topics": [stage.code("legal_topic", topic) for topic in topics]})  # fmt: skip


# ── Representation ──────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Clients:
    """So many clients of a group, each with these proceedings, begun in a year or before it."""

    group: str
    new: bool
    number: int
    kinds: tuple[str, ...]
    status: str = ""  # "formal" or "potential"
    minor: bool = False
    foreign: bool = False


CASES_2020 = (
    Clients("domestic", True, 5, ("divorce",)),
    Clients("trafficking", True, 3, ("victim_trafficking",)),
)
CASES_2021 = (
    Clients("domestic", True, 6, ("divorce",)),
    Clients("domestic", False, 2, ("divorce",)),
    Clients("domestic", True, 4, ("protection_order",)),
    Clients("domestic", True, 2, ("protection_order", "victim_domestic_violence")),
    Clients("domestic", True, 3, ("victim_domestic_violence",)),
    Clients("trafficking", True, 1, ("alternative_care", "accused_theft"), minor=True),
    Clients("trafficking", True, 3, ("victim_trafficking",)),
    Clients("trafficking", True, 2, ("accused_theft",), minor=True),
    Clients("trafficking", True, 2, ("alternative_care",), minor=True),
    Clients("trafficking", True, 1, ("residence_permit",), foreign=True),
    Clients("sexual", True, 2, ("victim_sexual_abuse",)),
    Clients("domestic", False, 2, ("parental_responsibility",)),
)
CASES_2022 = (
    Clients("domestic", True, 6, ("divorce",)),
    Clients("domestic", True, 4, ("protection_order",)),
    Clients("trafficking", True, 3, ("victim_trafficking",)),
)
CASES_2024 = (
    Clients("trafficking", True, 1, ("protection_order",), status="potential"),
    Clients("trafficking", True, 3, ("residence_permit",), status="potential", foreign=True),
    Clients("trafficking", False, 1, ("divorce",), status="formal"),
    Clients("trafficking", False, 3, ("divorce",), status="potential"),
    Clients("trafficking", False, 1, ("victim_child_prostitution",), status="formal"),
    Clients("trafficking", False, 1, ("accused_theft",), status="potential", minor=True),
    Clients("domestic", True, 8, ("divorce",)),
    Clients("domestic", True, 3, ("protection_order",)),
    Clients("domestic", True, 2, ("appeal_protection_order",)),
    Clients("domestic", True, 1, ("victim_domestic_violence",)),
    Clients("domestic", False, 1, ("temporary_protection",)),
    Clients("domestic", False, 3, ("divorce",)),
    Clients("domestic", False, 1, ("divorce", "victim_domestic_violence")),
    Clients("domestic", False, 1, ("recognition_foreign_decision",)),
    Clients("domestic", False, 3, ("victim_domestic_violence",)),
    Clients("domestic", False, 2, ("travel_authorisation",)),
    Clients("sexual", True, 1, ("victim_persons_in_care",)),
    Clients("sexual", False, 2, ("victim_domestic_violence",)),
)
_APPEAL = ("appeal_protection_order", "recognition_foreign_decision")


def _represented(
    stage: Stage, aids: Book, acts: Book, year: int, groups: Sequence[Clients]
) -> None:
    chance, taken = Chance(f"secondary aid/{year}"), set()
    for group in groups:
        pool = [
            plan
            for plan in open_in(stage.plans, year)
            if plan.key not in taken and _fits(plan, group, year)
        ]
        for plan in chance.pick(pool, group.number, f"{group.group} {group.kinds} {year}"):
            taken.add(plan.key)
            _represent(stage, aids, acts, plan, group, year, chance)


def _fits(plan: CasePlan, group: Clients, year: int) -> bool:
    if group_of(plan) != group.group or group.foreign != (plan.person.nationality != "albanian"):
        return False
    grown = plan.person.birth.year <= year - (19 if not group.minor else 100)
    if not (
        grown or (group.minor and plan.person.birth.year > year - 17) or group.group == "sexual"
    ):
        return False
    if group.status and (plan.formal_on is not None and plan.formal_on < D(year, 1, 1)) != (
        group.status == "formal"
    ):
        return False
    if group.status == "potential" and plan.formal_on is not None:
        return False
    span = plan.within((D(year, 1, 15), D(year, 11, 30)))
    if span is None or (span[1] - span[0]).days < 30:
        return False
    return group.new or plan.opened < D(year - 1, 10, 1)


def _represent(
    stage: Stage, aids: Book, acts: Book, plan: CasePlan, group: Clients, year: int, chance: Chance
) -> None:
    """Aid that is new began in the year; carried aid began in the months before it."""
    low, high = (
        (D(year, 1, 15), D(year, 11, 30)) if group.new else (D(year - 1, 6, 1), D(year - 1, 12, 10))
    )
    span = plan.within((low, high))
    if span is None:
        return
    start = chance.workday(span[0], max(span[0], span[1] - dt.timedelta(days=15)))
    earliest = max(start, D(year, 1, 10))
    end = chance.workday(earliest, min(plan.closed or LAST_DAY, D(year, 12, 23)))
    aid = aids.add("secondary", year, plan.key, **stage.of_case(plan), level="secondary",
                   category=group_of(plan), lawyer=stage.staff["lawyer-1"],
                   started_on=start, ended_on=end)  # fmt: skip
    for kind in group.kinds:
        _act(stage, acts, plan, aid, kind, chance)


def _act(
    stage: Stage, acts: Book, plan: CasePlan, aid: LegalAid, kind: str, chance: Chance
) -> None:
    code = stage.code("proceeding", kind)
    criminal, administrative = code.group == "criminal", code.group == "administrative"
    court = "court-sarande" if kind == "victim_persons_in_care" else "court-tirane"
    acts.add(aid.code, kind, **stage.of_case(plan), legal_aid=aid, kind=code, area_of_law=code.group,
             instance="appeal" if kind in _APPEAL else "authority" if administrative else "first",
             court=stage.body("court-appeal" if kind in _APPEAL else court),
             party_role="accused_minor" if kind == "accused_theft" else "victim" if criminal else "claimant",
             started_on=aid.started_on, ended_on=aid.ended_on,
             outcome=chance.choice(("granted", "granted", "settled")))  # fmt: skip


# ── Beyond the programme ────────────────────────────────────────────────────────────────────────
OUTSIDE = {"shkoder": 22, "malesi-e-madhe": 7, "puke": 6, "vau-i-dejes": 4,
           "tirane": 49, "durres": 17, "lezhe": 17}  # fmt: skip


def _outside(stage: Stage, book: Book) -> None:
    """Victims of crime and people of vulnerable groups who have no case here (LEG-09)."""
    chance = Chance("legal clients outside")
    places = chance.spread(OUTSIDE)
    guests = [
        PersonPlan(
            key=f"LC-{number:03d}",
            sex=chance.choices(("female", "male"), (4, 1))[0],
            birth=chance.day(D(1964, 1, 2), D(2004, 12, 28)),
            municipality=place,
            residence=place,
            area=chance.choice(("urban", "rural")),
        )
        for number, place in enumerate(places, start=1)
    ]
    register(stage, guests)
    for plan, place in zip(guests, places, strict=True):
        start = chance.workday(D(2024, 4, 3), D(2024, 12, 10))
        book.add("outside", plan.key, person=stage.person(plan), level="primary", category="other",
                 lawyer=stage.staff["lawyer-2"], district=stage.place(place), started_on=start,
                 ended_on=chance.workday(start, D(2024, 12, 20)), project=stage.project("PJ-17"),
                 links={"topics": [stage.code("legal_topic", chance.choice(TOPICS))]})  # fmt: skip


CALLS = {4: 30, 5: 12, 6: 25, 7: 15, 9: 30, 10: 38, 11: 28, 12: 15}


def _hotline(stage: Stage) -> None:
    """Calls to the advisory line; in August nobody answered it."""
    chance, book = Chance("hotline"), Book(stage, Call)
    for month, number in CALLS.items():
        last = (D(2024, month, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        for day in chance.days(D(2024, month, 1), last, number):
            book.add(on=day, site=stage.site("office"), staff=stage.staff["lawyer-2"],
                     order=chance.choices(("first", "repeat", "unknown"), (6, 2, 1))[0],
                     topic=stage.code("legal_topic", chance.choice(TOPICS)),
                     project=stage.project("PJ-17"))  # fmt: skip
    book.write()
