"""The demonstration: five invented years, written by the ordinary verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import connection, transaction

from agimi.access.models import User
from agimi.casework.models import Case
from agimi.demo import (
    accounts,
    cases,
    centres,
    events,
    groups,
    health,
    home,
    house,
    journey,
    learning,
    legal,
    outreach,
    people,
    projects,
    published,
    services,
    staff,
)
from agimi.demo.cohort import invent_cases
from agimi.demo.plans import CasePlan, PersonPlan
from agimi.demo.stage import Stage
from agimi.programme.fixtures import load_reference, load_world

Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, of: int) -> None:
    """Show no progress."""


def has_records() -> bool:
    """Whether there is work in the database already, invented or not."""
    return Case.objects.exists()


def build_demo(*, by: User, progress: Progress = silent) -> None:
    """Write the organisation's world and five years of its invented work, or nothing at all."""
    with transaction.atomic(), transaction.atomic(using="keys"):
        load_reference(by=by)
        load_world(by=by)
        stage = Stage(by)
        chapters = list(_chapters(stage))
        for number, (name, write) in enumerate(chapters):
            progress(name, number, len(chapters))
            write()
        _count_rows()
        progress("", len(chapters), len(chapters))


def _count_rows() -> None:
    """After so many new rows PostgreSQL's plans would be for empty tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def story() -> list[CasePlan]:
    """The programme's cases of the story, with all that happens to them."""
    plans = invent_cases()
    journey.lead_on(plans)
    return plans


def _chapters(stage: Stage) -> Iterator[tuple[str, Callable[[], object]]]:
    plans = story()
    mothers = centres.choose_mothers(plans)
    stage.plans = plans
    stage.childcare_mothers = [plan for rows in mothers.values() for plan, _children in rows]

    def hold_events() -> None:
        events.hold_events(stage, published.publish(stage))

    yield "staff", lambda: staff.employ(stage)
    yield "accounts", lambda: accounts.give_accounts(stage)
    yield "people", lambda: people.register(stage, _everybody(plans))
    yield "traits", lambda: people.tell_about(stage, plans)
    yield "cases", lambda: cases.open_cases(stage, plans)
    yield "plans", lambda: cases.plan_ahead(stage, plans)
    yield "projects", lambda: projects.join_projects(stage)
    yield "services", lambda: services.work(stage)
    yield "learning", lambda: learning.learn(stage)
    yield "legal", lambda: legal.help_legally(stage)
    yield "health", lambda: health.care(stage)
    yield "home", lambda: home.settle(stage)
    yield "childcare", lambda: centres.look_after(stage, mothers)
    yield "lezhe", lambda: centres.open_lezhe(stage)
    yield "outreach", lambda: outreach.go_out(stage)
    yield "events", hold_events
    yield "groups", lambda: groups.come_together(stage)
    yield "supervision", lambda: published.look_closely(stage)
    yield "house", lambda: house.keep_house(stage)


def _everybody(plans: list[CasePlan]) -> Iterator[PersonPlan]:
    for plan in plans:
        yield plan.person
        for child in plan.children:
            yield child.person
