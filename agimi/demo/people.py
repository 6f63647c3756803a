"""The invented people as records: traits in clear, identities sealed, families, consents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from agimi.demo.chance import Chance
from agimi.demo.names import SAFE, STREETS, full_name
from agimi.demo.plans import CasePlan, PersonPlan
from agimi.demo.stage import Book, Stage
from agimi.people.actions import IdentityDocument, register_people
from agimi.people.models import (
    CivilStatus,
    Consent,
    FamilyLink,
    GroupMembership,
    Person,
    Schooling,
)

LEVELS = ("none", "primary", "lower_secondary", "lower_secondary", "upper_secondary", "bachelor")


def register(stage: Stage, plans: Iterable[PersonPlan]) -> None:
    """Write people with their identities."""
    chance = Chance("identities")
    pairs = []
    for plan in plans:
        person = _person(stage, plan)
        stage.people[plan.key] = person
        pairs.append((person, _identity(plan, chance) if plan.named else None))
    register_people(pairs, by=stage.by)


def _person(stage: Stage, plan: PersonPlan) -> Person:
    return stage.new(
        Person,
        plan.key,
        sex=plan.sex,
        birth_date=plan.birth,
        nationality_status=plan.nationality,
        origin=stage.countries[plan.origin],
        municipality=stage.place(plan.municipality) if plan.municipality else None,
        residence=stage.place(plan.residence) if plan.residence else None,
        area_type=plan.area,
        disability=plan.disability,
        single_parent=plan.single_parent,
        languages="sqi" if plan.origin in ("AL", "XK") else "",
        interpreter_needed=plan.origin not in ("AL", "XK") or None,
        site=stage.site(plan.site) if plan.site else None,
        registered_on=plan.registered,
    )


def _identity(plan: PersonPlan, chance: Chance) -> IdentityDocument:
    """Names drawn apart, and numbers that no telephone has."""
    first, last = full_name(chance, plan.sex, plan.origin)
    phones = (f"+355 60 000 {chance.randrange(10_000):04d}",) if plan.birth.year < 2010 else ()
    return IdentityDocument(
        first_name=first,
        last_name=last,
        phones=phones,
        address=f"{chance.choice(STREETS)}, nd. {chance.randint(1, 90)}",
        safe_contact=chance.choice(SAFE) if phones else "",
    )


def tell_about(stage: Stage, cases: list[CasePlan]) -> None:
    """Civil status, schooling, consents and families of the programme's people."""
    chance = Chance("traits")
    civil, school = Book(stage, CivilStatus), Book(stage, Schooling)
    consents, family = Book(stage, Consent), Book(stage, FamilyLink)
    for plan in cases:
        person = stage.person(plan.person)
        if plan.person.civil:
            civil.add(plan.key, person=person, status=plan.person.civil, since=plan.opened)
        level = "lower_secondary" if plan.person.age(plan.opened) < 18 else chance.choice(LEVELS)
        school.add(plan.key, person=person, level=level, assessed_on=plan.opened)
        _consents(consents, plan, person)
        for child in plan.children:
            family.add(
                child.person.key,
                person=person,
                relative=stage.person(child.person),
                tie="child",
                started_on=child.person.birth,
            )
    for book in (civil, school, consents, family):
        book.write()


def _consents(consents: Book, plan: CasePlan, person: Person) -> None:
    minor = plan.person.age(plan.opened) < 18
    for purpose in ("services", "record", "statistics"):
        consents.add(
            plan.key,
            purpose,
            person=person,
            purpose=purpose,
            given_on=plan.opened,
            by_guardian=minor,
        )


def belong(stage: Stage, plans: Iterable[PersonPlan]) -> None:
    """The groups people belong to."""
    book = Book(stage, GroupMembership)
    for plan in plans:
        for group in plan.groups:
            book.add(
                plan.key,
                group,
                person=stage.person(plan),
                group=stage.code("group", group),
                started_on=plan.registered or dt.date(2024, 2, 12),
            )
    book.write()
