"""School, courses, work, business and mentors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from agimi.casework.models import (
    Business,
    CourseEnrolment,
    ItemGiven,
    Job,
    MentorMatch,
    Paper,
    SchoolEnrolment,
    Service,
)
from agimi.demo.chance import Chance
from agimi.demo.cohort import open_in
from agimi.demo.plans import (
    LAST_DAY,
    TRAFFICKING,
    VIOLENCE,
    CasePlan,
    ChildPlan,
    PersonPlan,
    Span,
    overlap,
    year_span,
)
from agimi.demo.services import log
from agimi.demo.stage import Book, Stage, school_years

D = dt.date
Pupil = tuple[CasePlan, ChildPlan | None]  # a case, or a child of it


def learn(stage: Stage) -> None:
    """Write all that people learn and earn."""
    _school(stage)
    _courses(stage)
    _work(stage)
    _businesses(stage)
    _mentors(stage)


# ── School ──────────────────────────────────────────────────────────────────────────────────────
# Pupils of each calendar year: (cases of trafficking, cases of violence, children of each).
PUPILS = {2020: (34, 3, 12, 41), 2021: (38, 4, 13, 46), 2024: (59, 11, 20, 126)}
SCHOOL_YEARS = {
    2020: ("2019-2020",),
    2021: ("2020-2021", "2021-2022"),
    2024: ("2023-2024", "2024-2025"),
}
BETWEEN = (46, 6, 17, 84)  # the school year 2022-2023
_LEVELS = ((3, "nursery"), (6, "kindergarten"), (11, "primary"), (15, "lower_secondary"),
           (19, "upper_secondary"), (23, "vocational"))  # fmt: skip


def _school(stage: Stage) -> None:
    years = {name: (start, end) for name, start, end in school_years(2019, 2024)}
    books = Book(stage, SchoolEnrolment), Book(stage, ItemGiven)
    for year, numbers in PUPILS.items():
        # 2020 has the spring only: who goes on in autumn is a pupil of 2021 as well.
        names = SCHOOL_YEARS[year]
        _enrol(stage, books, year, [(name, years[name]) for name in names], numbers)
    _enrol(stage, books, 2022, [("2022-2023", years["2022-2023"])], BETWEEN)
    for book in books:
        book.write()


def _enrol(
    stage: Stage, books: tuple[Book, Book], year: int, terms: list[tuple[str, Span]],
    numbers: tuple[int, int, int, int],
) -> None:  # fmt: skip
    chance = Chance(f"school/{year}")
    reach = year_span(year)
    groups: list[tuple[str, bool]] = [
        (TRAFFICKING, False), (VIOLENCE, False), (TRAFFICKING, True), (VIOLENCE, True),
    ]  # fmt: skip
    for (category, children), number in zip(groups, numbers, strict=True):
        pool = _pupils(stage, year, category, children, terms, reach)
        for pupil in chance.pick(pool, number, f"pupils of {year}"):
            for name, term in terms:
                _one_year(stage, books, pupil, name, term)


def _pupils(
    stage: Stage, year: int, category: str, children: bool, terms: list[tuple[str, Span]], reach: Span
) -> list[Pupil]:  # fmt: skip
    """Who may be at school in a year: of an age for it, and there in one of its terms."""
    low, high = (4, 17) if children else (11, 24)
    found: list[Pupil] = []
    for plan in open_in(stage.plans, year, category):
        pupils: list[Pupil] = (
            [(plan, child) for child in plan.children] if children else [(plan, None)]
        )
        days = [overlap(term, reach) for _name, term in terms]
        there = any(
            span and (mine := plan.within(span)) and (mine[1] - mine[0]).days > 20 for span in days
        )
        found += [p for p in pupils if there and low <= year - _who(p).birth.year <= high]
    if not children and len(found) < 12:  # few minors among survivors of violence: evening classes
        found += [(plan, None) for plan in open_in(stage.plans, year, category)
                  if (plan, None) not in found and 25 <= year - plan.person.birth.year <= 34
                  and plan.is_carried(year) and plan.closed is None]  # fmt: skip
    return found


def _who(pupil: Pupil) -> PersonPlan:
    return pupil[1].person if pupil[1] else pupil[0].person


def _one_year(stage: Stage, books: tuple[Book, Book], pupil: Pupil, name: str, term: Span) -> None:
    plan, child = pupil
    days = plan.within(term)
    if days is None or (days[1] - days[0]).days < 20:
        return
    whose = stage.of_child(plan, child) if child else stage.of_case(plan)
    age = term[0].year - _who(pupil).birth.year
    level = next((level for limit, level in _LEVELS if age < limit), "university")
    enrolments, items = books
    ended = days[1] if term[1] < LAST_DAY or plan.closed else None
    key = (name, _who(pupil).key)
    enrolments.add(*key, **whose, level=level, school_year=name, started_on=days[0], ended_on=ended,
                   online=name == "2020-2021", result="passed" if days[1] == term[1] else "")  # fmt: skip
    given = [("schoolbooks", days[0]), ("school_supplies", days[0])]
    if days[0].year < days[1].year:  # and again after the winter holidays
        given.append(("school_supplies", min(D(days[1].year, 1, 11), days[1])))
    for item, day in given:
        items.add(*key, item, day, **whose, item=stage.code("item", item), on=day)


# ── Courses ─────────────────────────────────────────────────────────────────────────────────────
COURSES: dict[int, dict[tuple[str, str], int]] = {
    2020: {("culinary", "vtc-1-tirane"): 4, ("hairdressing", "vtc-1-tirane"): 3,
           ("english", "language-centre"): 3, ("self_care", "different-equal"): 6},
    2021: {("culinary", "vtc-1-tirane"): 3, ("culinary", "neranxi"): 2,
           ("hairdressing", "vtc-1-tirane"): 3, ("hairdressing", "private-vocational"): 1,
           ("aesthetic", "vtc-1-tirane"): 2, ("manicure", "vtc-1-tirane"): 4,
           ("french", "language-centre"): 1, ("italian", "language-centre"): 2,
           ("english", "language-centre"): 2, ("german", "language-centre"): 2,
           ("elderly_care", "vtc-1-tirane"): 2, ("painting", "centre-ten"): 2,
           ("self_defence", "esd-albania"): 6, ("employment_counselling", "employment-office-tirane"): 10},
    2022: {("culinary", "vtc-1-tirane"): 6, ("hairdressing", "vtc-1-tirane"): 4,
           ("english", "language-centre"): 5, ("handcraft", "gadc"): 6, ("manicure", "vtc-1-tirane"): 3},
    2023: {("culinary", "qek"): 5, ("english", "qatar-centre"): 6, ("soap_shampoo", "mary-ward-loreto"): 7,
           ("jewelry", "different-equal"): 8, ("aesthetic", "vtc-1-tirane"): 3},
    2024: {("culinary", "qek"): 2, ("culinary", "vtc-1-tirane"): 3, ("english", "qatar-centre"): 4,
           ("manicure", "vtc-1-tirane"): 1, ("soap_shampoo", "mary-ward-loreto"): 5,
           ("soap_shampoo", "gadc"): 4, ("jewelry", "different-equal"): 9,
           ("self_care", "different-equal"): 7, ("handcraft", "gadc"): 4, ("boxing", "boxing-club"): 1},
}  # fmt: skip
TWICE = {2021: 8}  # attendances of people who took a second course in the year


def _courses(stage: Stage) -> None:
    book = Book(stage, CourseEnrolment)
    for year, courses in COURSES.items():
        chance = Chance(f"courses/{year}")
        pool = [
            plan
            for plan in open_in(stage.plans, year)
            if plan.person.birth.year <= year - 16
            and _room(plan, (D(year, 2, 1), D(year, 12, 10)), 45)
        ]
        total, again = sum(courses.values()), TWICE.get(year, 0)
        people = chance.pick(pool, total - again, f"people on courses in {year}")
        chance.shuffle(people)
        # The second courses stand apart from the first: nobody takes the same one twice.
        seats = people + people[:again]
        for (course, provider), plan in zip(_seats(courses), seats, strict=True):
            span = _room(plan, (D(year, 2, 1), D(year, 12, 10)), 45)
            start = (
                chance.workday(span[0], span[1] - dt.timedelta(days=40)) if span else plan.opened
            )
            book.add(year, course, plan.key, **stage.of_case(plan), course=stage.code("course", course),
                     provider=stage.body(provider), started_on=start, certificate=True,
                     ended_on=start + dt.timedelta(days=chance.randint(18, 38)),
                     online=course == "self_defence" and year == 2021)  # fmt: skip
    book.write()


def _seats(courses: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    return [course for course, number in courses.items() for _ in range(number)]


def _room(plan: CasePlan, span: Span, days: int) -> Span | None:
    """The days a case was open in a time, if they are enough."""
    found = plan.within(span)
    return found if found and (found[1] - found[0]).days >= days else None


# ── Work ────────────────────────────────────────────────────────────────────────────────────────
# People with a job in a year: women and girls, men and boys of trafficking; survivors of violence.
EMPLOYED = {
    2020: (15, 3, 14),
    2021: (19, 4, 21),
    2022: (22, 6, 34),
    2023: (24, 8, 49),
    2024: (24, 12, 71),
}
COUNSELLED_ONLY = {2020: (6, 5), 2021: (9, 8), 2022: (11, 14), 2023: (12, 20), 2024: (15, 31)}
SECTORS = {"kitchen": 15, "bar": 9, "waiting": 12, "dishwashing": 6, "call_centre": 8, "telecom": 3,
           "cleaning": 14, "delivery": 4, "supermarket": 9, "fashion": 14, "security": 3,
           "furniture": 3, "care": 4, "hairdressing": 5}  # fmt: skip


def _work(stage: Stage) -> None:
    jobs, services = Book(stage, Job), Book(stage, Service)
    for year in EMPLOYED:
        chance = Chance(f"work/{year}")
        employed = _employed(stage, year, chance)
        for plan in employed:
            _job(stage, jobs, plan, year, chance)
        rest = [plan for plan in _workers(stage, year) if plan not in employed]
        only: list[CasePlan] = []
        for category, number in zip((TRAFFICKING, VIOLENCE), COUNSELLED_ONLY[year], strict=True):
            only += chance.pick(
                [p for p in rest if p.category == category], number, f"counselled {year}"
            )
        for plan in [*only, *employed[::2]]:
            _counsel(stage, services, plan, year, chance)
    jobs.write()
    services.write()


def _workers(stage: Stage, year: int) -> list[CasePlan]:
    """Those old enough to work who were there for two months of the year at least."""
    return [
        plan
        for plan in open_in(stage.plans, year)
        if plan.person.birth.year <= year - 17 and _room(plan, year_span(year), 60)
    ]


def _employed(stage: Stage, year: int, chance: Chance) -> list[CasePlan]:
    women, men, violence = EMPLOYED[year]
    pool = _workers(stage, year)
    mothers = [plan for plan in stage.childcare_mothers if plan in pool] if year == 2024 else []
    tests: list[tuple[int, Callable[[CasePlan], bool]]] = [
        (women, lambda p: p.category == TRAFFICKING and p.person.sex == "female"),
        (men, lambda p: p.category == TRAFFICKING and p.person.sex == "male"),
        (violence, lambda p: p.category == VIOLENCE),
    ]
    employed: list[CasePlan] = []
    for number, test in tests:
        sure = [plan for plan in mothers if test(plan)]
        rest = [plan for plan in pool if test(plan) and plan not in sure]
        employed += sure + chance.pick(rest, number - len(sure), f"employed in {year}")
    return employed


def _job(stage: Stage, jobs: Book, plan: CasePlan, year: int, chance: Chance) -> None:
    """A job of the year; those of 2024 may have begun before and go on."""
    span = _room(plan, year_span(year), 60)
    if span is None:
        return
    start = chance.workday(span[0], span[1] - dt.timedelta(days=40))
    if year == 2024 and plan.opened < D(2023, 8, 1) and chance.random() < 0.4:
        start = chance.workday(max(plan.opened, D(2023, 6, 1)), D(2023, 12, 1))
    goes_on = year == 2024 and plan.closed is None and chance.random() < 0.75
    mother = year == 2024 and plan in stage.childcare_mothers
    end = None if goes_on else chance.workday(max(start, span[0]) + dt.timedelta(days=30), span[1])
    jobs.add(year, plan.key, **stage.of_case(plan), started_on=start, ended_on=end,
             sector=stage.code("sector", chance.choices(list(SECTORS), list(SECTORS.values()))[0]),
             full_time=True if mother else chance.random() < 0.6)  # fmt: skip


def _counsel(stage: Stage, services: Book, plan: CasePlan, year: int, chance: Chance) -> None:
    span = plan.within(year_span(year))
    if span is None:
        return
    for day in chance.days(*span, chance.randint(1, 3)):
        log(stage, services, plan, day, "employment_counselling", "economic_coordinator", "economic",
            topics=[("topic", "employment")])  # fmt: skip


def _businesses(stage: Stage) -> None:
    """Four women who opened a business: one in 2021, three in Shkodër in 2024."""
    book, papers = Book(stage, Business), Book(stage, Paper)
    starts: list[tuple[CasePlan, str, D, str]] = [
        (_owner_2021(stage), "tailoring", D(2021, 6, 7), ""),
        *(
            (plan, kind, D(2024, month, 15), "PJ-13")
            for plan, (kind, month) in zip(_owners_2024(stage), OPENED_2024.items(), strict=True)
        ),
    ]
    for plan, kind, day, project in starts:
        book.add(plan.key, **stage.of_case(plan), kind=stage.code("business", kind), started_on=day,
                 registered_on=day, plan_made_on=day - dt.timedelta(days=40),
                 marketing_made_on=day - dt.timedelta(days=20) if project else None,
                 project=stage.project(project) if project else None)  # fmt: skip
        papers.add("business", plan.key, **stage.of_case(plan), kind="business_registration", on=day,
                   channel="e_albania")  # fmt: skip
    book.write()
    papers.write()


OPENED_2024 = {"handicraft": 4, "hair_salon": 6, "photography": 8}  # kind: month


def _owner_2021(stage: Stage) -> CasePlan:
    spring = D(2021, 2, 1), D(2021, 9, 1)
    return next(
        plan
        for plan in open_in(stage.plans, 2021, VIOLENCE)
        if plan.is_carried(2021) and _room(plan, spring, 200)
    )


def _owners_2024(stage: Stage) -> list[CasePlan]:
    """Three survivors helped in Shkodër who are still there at the end of the year."""
    helped = [
        plan
        for plan in open_in(stage.plans, 2024, VIOLENCE)
        if any(code == "PJ-13" for code, _from, _to in stage.joined[plan.key])
        and plan.closed is None
        and plan.opened < D(2024, 2, 1)
    ]
    return helped[: len(OPENED_2024)]


# ── Mentors ─────────────────────────────────────────────────────────────────────────────────────
MENTORED = {2020: ("mentor-1", "mentor-2"), 2021: ("mentor-1", "mentor-2", "mentor-3"),
            2022: ("mentor-1", "mentor-3"), 2023: ("mentor-3", "mentor-4"),
            2024: ("mentor-3", "mentor-4", "mentor-5")}  # fmt: skip


def _mentors(stage: Stage) -> None:
    """Mentors stand beside a few people for some months, every week."""
    book, meetings = Book(stage, MentorMatch), Book(stage, Service)
    for year, mentors in MENTORED.items():
        chance = Chance(f"mentors/{year}")
        pool = [
            plan
            for plan in open_in(stage.plans, year)
            if _room(plan, (D(year, 3, 1), D(year, 11, 30)), 200)
        ]
        people = chance.pick(pool, 2 * len(mentors))
        for number, plan in enumerate(people):
            span = _room(plan, (D(year, 3, 1), D(year, 11, 30)), 200)
            if span is None:
                continue
            mentor = mentors[number % len(mentors)]
            book.add(year, plan.key, **stage.of_case(plan), mentor=stage.staff[mentor],
                     started_on=span[0], ended_on=span[1])  # fmt: skip
            for day in chance.days(*span, 20):
                log(stage, meetings, plan, day, "mentoring_meeting", "mentor", mentor)
    book.write()
    meetings.write()
