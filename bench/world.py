"""A large invented organisation for the measurements: deterministic, written straight to the tables.

The measurements ask how fast many records are read, not how they are written,
so the rows go in by the fastest way each database has. Sizes grow with
``cases``; services are twenty a case, over seven years.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db import connections, models, transaction
from django.utils import timezone

from agimi.activities import models as activities
from agimi.casework import choices as c
from agimi.casework import models as casework
from agimi.people import choices as p
from agimi.people import models as people
from agimi.programme import models as programme
from bench.rest import Rest

FIRST = dt.date(2018, 1, 1)
YEARS = 7
DAYS = 7 * 365
SEED = 20241231


@dataclass
class World:
    """Sizes of the invented organisation; ``services`` follow ``cases``."""

    cases: int = 50_000
    services: int = 1_000_000
    chunk: int = 100_000
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(SEED))

    def days(self, n: int, low: int = 0, high: int = DAYS) -> np.ndarray:
        """Random days as offsets from the first."""
        return self.random.integers(low, high, n)

    def pick(self, values: list[Any], n: int, weights: list[float] | None = None) -> np.ndarray:
        chances = None if weights is None else np.array(weights) / sum(weights)
        return self.random.choice(np.array(values, dtype=object), n, p=chances)


def build(world: World) -> None:
    """Fill an empty, migrated database that has the reference data."""
    staff = _staff(world)
    persons, cases, opened, closed = _cases(world, staff)
    _facts(world, cases, opened, closed, persons)
    _children(world, cases, opened, closed, len(persons))
    _services(world, cases, persons, opened, closed, staff)
    _lasting(world, cases, persons, opened)
    _activities(world, persons)
    Rest(world, write, cases, opened).build()
    with connections["default"].cursor() as cursor:
        cursor.execute("ANALYZE")


def _date(offset: Any) -> dt.date:
    return FIRST + dt.timedelta(days=int(offset))


def _staff(world: World) -> list[int]:
    n = 60
    write(
        programme.Staff,
        n,
        name=[f"Punonjës {i:03}" for i in range(n)],
        started_on=[FIRST] * n,
    )
    return _keys(programme.Staff)


def _cases(world: World, staff: list[int]) -> tuple[list[int], list[int], np.ndarray, np.ndarray]:
    n = world.cases
    municipalities = list(
        programme.Place.objects.filter(kind="municipality").values_list("pk", flat=True)
    )
    countries = list(programme.Country.objects.values_list("pk", flat=True))
    bodies = list(programme.Body.objects.values_list("pk", flat=True))
    status = world.pick(list(p.NationalityStatus.values), n, [90, 6, 1, 3])
    write(
        people.Person,
        n,
        sex=world.pick(["female", "male", "not_recorded"], n, [78, 20, 2]),
        birth_date=[_date(-o) for o in world.days(n, 11 * 365, 60 * 365)],
        nationality_status=status,
        origin_id=world.pick(countries, n),
        municipality_id=world.pick(municipalities, n),
        residence_id=world.pick(municipalities, n),
        area_type=world.pick(list(p.AreaType.values), n, [60, 35, 5]),
    )
    persons = _keys(people.Person)
    opened = world.days(n, 0, DAYS - 30)
    length = world.random.integers(30, 900, n)
    closed = opened + length
    ended = closed < DAYS
    write(
        casework.Case,
        n,
        person_id=persons,
        category=world.pick(["trafficking", "violence"], n, [45, 55]),
        opened_on=[_date(o) for o in opened],
        closed_on=[_date(o) if e else None for o, e in zip(closed, ended, strict=True)],
        closing_reason=["needs_met" if e else "" for e in ended],
        referred_by_id=world.pick(bodies, n),
        referred_on=[_date(o) for o in opened],
        lead_id=world.pick(staff, n),
    )
    write(
        people.CivilStatus,
        n,
        person_id=persons,
        status=world.pick(["single", "married", "divorced", "widowed"], n, [55, 15, 25, 5]),
        since=[_date(o) for o in opened],
    )
    return persons, _keys(casework.Case), opened, np.where(ended, closed, DAYS)


def _facts(
    world: World, cases: list[int], opened: np.ndarray, closed: np.ndarray, persons: list[int]
) -> None:
    n = len(cases)
    for kind, values in (
        ("recruitment", c.Recruitment.values),
        ("exploitation", c.Exploitation.values),
        ("exploitation_country", ["AL", "DE", "XK", "IT", "GR"]),
        ("violence", c.ViolenceKind.values),
    ):
        write(
            casework.CaseFact, n, case_id=cases, kind=[kind] * n, value=world.pick(list(values), n)
        )
    half = opened + (closed - opened) // 2
    write(
        casework.Phase,
        n,
        case_id=cases,
        number=[1] * n,
        started_on=[_date(o) for o in opened],
        ended_on=[_date(o) for o in half],
    )
    write(
        casework.Phase,
        n,
        case_id=cases,
        number=world.pick([2, 3], n),
        started_on=[_date(o) for o in half],
        ended_on=[_date(o) for o in closed],
    )
    write(
        casework.Placement,
        n,
        person_id=persons,
        case_id=cases,
        kind=world.pick(list(c.PlacementKind.values), n),
        started_on=[_date(o) for o in opened],
        ended_on=[_date(o) for o in closed],
    )
    for kind in ("psychosocial", "medical", "legal_needs", "educational"):
        write(
            casework.Assessment,
            n,
            person_id=persons,
            case_id=cases,
            kind=[kind] * n,
            on=[_date(o + 3) for o in opened],
        )


def _children(
    world: World, cases: list[int], opened: np.ndarray, closed: np.ndarray, known: int
) -> None:
    n = len(cases)
    write(
        people.Person,
        n,
        sex=world.pick(["female", "male"], n),
        birth_date=[_date(-o) for o in world.days(n, 0, 15 * 365)],
        nationality_status=["albanian"] * n,
    )
    children = _keys(people.Person)[known:]
    parents = world.random.integers(0, n, n)
    write(
        casework.CaseChild,
        n,
        case_id=[cases[i] for i in parents],
        child_id=children,
        started_on=[_date(opened[i]) for i in parents],
        ended_on=[_date(closed[i]) for i in parents],
        accompanied=[True] * n,
    )


def _services(
    world: World,
    cases: list[int],
    persons: list[int],
    opened: np.ndarray,
    closed: np.ndarray,
    staff: list[int],
) -> None:
    kinds = list(programme.Code.objects.filter(list="service").values_list("pk", flat=True))
    sites = list(programme.Site.objects.order_by("pk").values_list("pk", flat=True))
    roles = ["case_manager", "psychologist", "social_worker", "lawyer", "doctor"]
    case_keys, person_keys = np.array(cases), np.array(persons)
    for start in range(0, world.services, world.chunk):
        n = min(world.chunk, world.services - start)
        which = world.random.integers(0, len(cases), n)
        span = np.maximum(closed[which] - opened[which], 1)
        day = opened[which] + world.random.integers(0, span)
        write(
            casework.Service,
            n,
            person_id=person_keys[which].tolist(),
            case_id=case_keys[which].tolist(),
            kind_id=world.pick(kinds, n),
            on=[_date(o) for o in day],
            staff_id=world.pick(staff, n),
            role=world.pick(roles, n, [70, 15, 5, 5, 5]),
            mode=world.pick(["in_person", "phone", "online"], n),
            site_id=world.pick([*sites, None], n),
            minutes=world.random.integers(15, 120, n).tolist(),
        )


def _lasting(world: World, cases: list[int], persons: list[int], opened: np.ndarray) -> None:
    """The long-running help of a tenth of the cases each."""
    n = len(cases) // 10

    def some() -> dict[str, Any]:
        which = world.random.integers(0, len(cases), n)
        begin = opened[which] + world.random.integers(0, 200, n)
        return {
            "person_id": [persons[i] for i in which],
            "case_id": [cases[i] for i in which],
            "started_on": [_date(o) for o in begin],
            "ended_on": [_date(o + 200) for o in begin],
        }

    code = {
        name: list(programme.Code.objects.filter(list=name).values_list("pk", flat=True))
        for name in ("course", "sector", "proceeding", "business", "item", "benefit")
    }
    write(casework.Job, n, sector_id=world.pick(code["sector"], n), **some())
    write(casework.CourseEnrolment, n, course_id=world.pick(code["course"], n), **some())
    write(
        casework.SchoolEnrolment,
        n,
        level=world.pick(list(c.SchoolLevel.values), n),
        school_year=["2023-2024"] * n,
        **some(),
    )
    write(casework.HealthFollowUp, n, kind=world.pick(list(c.FollowUpKind.values), n), **some())
    aid = some()
    write(
        casework.LegalAid,
        n,
        level=world.pick(["primary", "secondary"], n),
        category=world.pick(["trafficking", "domestic", "sexual", "other"], n),
        **aid,
    )
    write(
        casework.Proceeding,
        n,
        legal_aid_id=_keys(casework.LegalAid)[:n],
        kind_id=world.pick(code["proceeding"], n),
        area_of_law=world.pick(list(c.LawArea.values), n),
        **aid,
    )
    project = list(programme.Project.objects.values_list("pk", flat=True))
    write(
        casework.Participation,
        n,
        project_id=world.pick(project, n),
        role=world.pick(["survivor", "child", "family_member"], n),
        **some(),
    )


def _activities(world: World, persons: list[int]) -> None:
    n = world.cases // 5
    kinds = list(programme.Code.objects.filter(list="session_kind").values_list("pk", flat=True))
    sites = list(programme.Site.objects.values_list("pk", flat=True))
    units = list(programme.Site.objects.filter(kind="mobile_unit").values_list("pk", flat=True))
    days = [_date(o) for o in world.days(n)]
    places = list(programme.Place.objects.order_by("pk").values_list("pk", flat=True))
    bodies = list(programme.Body.objects.order_by("pk").values_list("pk", flat=True))
    write(
        activities.Session,
        n,
        kind_id=world.pick(kinds, n),
        on=days,
        days=world.pick([1, 2, 3], n, [90, 8, 2]),
        site_id=world.pick([*sites, None], n),
        place_id=world.pick([*places, None], n),
        venue_id=world.pick([*bodies, None], n),
        organiser=world.pick(["own", "joint", "joined"], n),
        state=world.pick(["held", "cancelled"], n, [97, 3]),
    )
    sessions = _keys(activities.Session)
    write(
        activities.Headcount,
        n,
        session_id=sessions,
        group=world.pick(["girls", "boys", "women", "men", "not_stated"], n),
        number=world.random.integers(1, 60, n).tolist(),
    )
    write(
        activities.Attendance,
        n,
        session_id=sessions,
        person_id=world.pick(persons, n),
    )
    write(activities.Call, n, on=days, site_id=world.pick(sites, n))
    write(
        activities.Contact,
        n,
        unit_id=world.pick(units, n),
        kind=world.pick(["person", "professional", "institution"], n),
        on=days,
        adults=world.random.integers(1, 4, n).tolist(),
        minors=world.random.integers(0, 4, n).tolist(),
        place_id=world.pick([*places, None], n),
    )
    services = list(
        programme.Code.objects.filter(list="centre_service").values_list("pk", flat=True)
    )
    begin = world.days(n, 0, DAYS - 200)
    write(
        activities.CentreEnrolment,
        n,
        person_id=world.pick(persons, n),
        site_id=world.pick(sites, n),
        service_id=world.pick(services, n),
        started_on=[_date(o) for o in begin],
        ended_on=[_date(o + 200) for o in begin],
    )


def _keys(model: type[models.Model]) -> list[int]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))


_written: Counter[str] = Counter()


def write(model: type[models.Model], n: int, **columns: Any) -> None:
    """Write ``n`` rows straight to a table; what is not given takes the field's default."""
    offset = _written[model._meta.label]
    _written[model._meta.label] += n
    connection = connections["default"]
    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    given = [_column(model, f, n, offset, columns) for f in fields]
    names = [connection.ops.quote_name(str(f.column)) for f in fields]
    table = connection.ops.quote_name(model._meta.db_table)
    rows = zip(*given, strict=True)
    if connection.vendor == "postgresql":
        _copy(connection, table, names, rows)
        return
    marks = ", ".join(["%s"] * len(names))
    # One transaction: without it each row would be one of its own, and wait for the disk.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",
            list(rows),
        )


def _copy(connection: Any, table: str, names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _column(model: Any, f: Any, n: int, offset: int, columns: dict[str, Any]) -> list[Any]:
    if f.attname in columns:
        return [_plain(value) for value in columns[f.attname]]
    if f.name == "code":
        return [f"{model.code_prefix}-B{i:09}" for i in range(offset, offset + n)]
    if isinstance(f, models.DateTimeField) and not f.null:
        return [timezone.now()] * n
    value = None if f.null else f.get_default()
    return [value] * n


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
