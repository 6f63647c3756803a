"""The stage on which the story becomes records: who is who, and the way into the database.

Everything is written by the ordinary verbs, many records at a time. Codes are
fixed by the subject of a record, so that every run makes the same ones.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import ForeignKey

from agimi.access.ledger import add_many
from agimi.access.models import User
from agimi.access.records import Record
from agimi.casework.actions import record_many
from agimi.casework.models import Case
from agimi.casework.models.base import OfCase, OfPerson
from agimi.demo.chance import fixed_code
from agimi.demo.plans import CasePlan, ChildPlan, PersonPlan
from agimi.people.models import Person
from agimi.programme.fixtures import by_code
from agimi.programme.models import Body, Code, Country, Place, Project, Site, Staff

R = TypeVar("R", bound=Record)


class Unknown(KeyError):
    """The story names something that the organisation's world does not have."""


class Stage:
    """All that the chapters of the story need to make records, and the books they fill."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.bodies, self.sites = by_code(Body), by_code(Site)
        self.places, self.projects = by_code(Place), by_code(Project)
        self.countries = {country.alpha2: country for country in Country.objects.all()}
        self.codes: dict[str, dict[str, Code]] = defaultdict(dict)
        for code in Code.objects.all():
            self.codes[code.list][code.key] = code
        self.staff: dict[str, Staff] = {}
        self.people: dict[str, Person] = {}
        self.cases: dict[str, Case] = {}
        self.plans: list[CasePlan] = []
        self.guests: dict[str, list[PersonPlan]] = defaultdict(list)
        self.leads: dict[str, str] = {}
        # Projects under which somebody is helped, with the days: (project, from, to).
        self.joined: dict[str, list[tuple[str, dt.date, dt.date]]] = defaultdict(list)
        # Mothers whose children go to a childcare centre in 2024, and who work full time.
        self.childcare_mothers: list[CasePlan] = []
        self._numbers: dict[type[Record], int] = defaultdict(int)

    # ── Who is who ──────────────────────────────────────────────────────────────────────────────
    def body(self, code: str) -> Body:
        return _known(self.bodies, code)

    def site(self, code: str) -> Site:
        return _known(self.sites, code)

    def place(self, code: str) -> Place:
        return _known(self.places, code)

    def project(self, code: str) -> Project:
        return _known(self.projects, code)

    def code(self, name: str, key: str) -> Code:
        return _known(self.codes[name], key)

    def person(self, plan: PersonPlan) -> Person:
        return _known(self.people, plan.key)

    def case(self, plan: CasePlan) -> Case:
        return _known(self.cases, plan.key)

    def lead(self, plan: CasePlan) -> Staff:
        return self.staff[self.leads[plan.key]]

    def projects_on(self, plan: CasePlan, day: dt.date) -> list[Project]:
        """The projects under which a case is helped on a day."""
        return [
            self.projects[code] for code, start, end in self.joined[plan.key] if start <= day <= end
        ]

    def of_case(self, plan: CasePlan) -> dict[str, Any]:
        """``person=…, case=…`` of a record about the person of a case."""
        return {"person": self.person(plan.person), "case": self.case(plan)}

    def of_child(self, plan: CasePlan, child: ChildPlan) -> dict[str, Any]:
        """``person=…, case=…`` of a record about a child of a case."""
        return {"person": self.person(child.person), "case": self.case(plan)}

    # ── Records ─────────────────────────────────────────────────────────────────────────────────
    def new(self, model: Callable[..., R], *key: object, **values: Any) -> R:
        """A new record; without a key, its code follows from how many there were before."""
        kind: Any = model
        if not key:
            self._numbers[kind] += 1
            key = (self._numbers[kind],)
        if "code" not in values:
            values["code"] = fixed_code(
                kind.code_prefix, kind.__name__, *key, length=kind.code_length
            )
        return model(**values)

    def write(
        self, records: Iterable[R], links: Mapping[str, Mapping[str, Sequence[Any]]] | None = None
    ) -> list[R]:
        """Write records of one kind; what belongs to a case must lie within it."""
        rows = list(records)
        if not rows:
            return rows
        for row in rows:
            catch_up(row)
        if isinstance(rows[0], OfPerson | OfCase):
            return record_many(rows, by=self.by, links=links)
        return add_many(rows, by=self.by, links=links)


def catch_up(row: Record) -> None:
    """Point a record at those it was made with, which have been written in the meantime."""
    for field in row._meta.concrete_fields:
        if (
            isinstance(field, ForeignKey)
            and getattr(row, field.attname) is None
            and field.is_cached(row)
        ):
            other = field.get_cached_value(row)
            if other is not None:
                setattr(row, field.attname, other.pk)


def _known(found: Mapping[str, Any], code: str) -> Any:
    try:
        return found[code]
    except KeyError:
        raise Unknown(f"the organisation's world has no “{code}”") from None


class Book:
    """Records of one kind with their links, collected first and written together."""

    def __init__(self, stage: Stage, model: Callable[..., Any]) -> None:
        self.stage, self.model = stage, model
        self.rows: list[Any] = []
        self.links: dict[str, dict[str, Sequence[Any]]] = {}

    def add(
        self, *key: object, links: Mapping[str, Sequence[Any]] | None = None, **values: Any
    ) -> Any:
        row = self.stage.new(self.model, *key, **values)
        self.rows.append(row)
        kept = {name: items for name, items in (links or {}).items() if items}
        if kept:
            self.links[row.code] = kept
        return row

    def write(self) -> list[Any]:
        return self.stage.write(self.rows, self.links)


def school_years(first: int, last: int) -> list[tuple[str, dt.date, dt.date]]:
    """School years as Albanian schools have them: from mid-September to mid-June."""
    return [
        (f"{year}-{year + 1}", dt.date(year, 9, 13), dt.date(year + 1, 6, 14))
        for year in range(first, last + 1)
    ]
