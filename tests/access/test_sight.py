"""Who sees what in any small world: the questions answer as the rule does, told in plain Python."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agimi.access.choices import Role
from agimi.access.models import BreakGlass
from agimi.access.scope import own_cases
from agimi.casework.models import Absence, Case, CaseChild, LegalAid, Service, TeamMember
from agimi.people.models import Person
from agimi.programme.models import Site
from tests.personas import account
from tests.records import make

pytestmark = pytest.mark.both_databases

TODAY = timezone.localdate()
SPELLS = {
    "today": (TODAY, None),
    "until tomorrow": (TODAY - dt.timedelta(9), TODAY + dt.timedelta(1)),
    "until today": (TODAY - dt.timedelta(9), TODAY),
    "from tomorrow": (TODAY + dt.timedelta(1), None),
}
GOES_ON = {"today", "until tomorrow"}
ROLES = (Role.CASE_MANAGER, Role.COORDINATOR, Role.SUPERVISOR, Role.PSYCHOLOGIST)
PEOPLE, SITES, CASES = range(4), range(2), range(4)
WORKERS = range(len(ROLES))
ANY = {"people": st.sampled_from(PEOPLE), "sites": st.sampled_from(SITES),
       "cases": st.sampled_from(CASES), "workers": st.sampled_from(WORKERS),
       "spells": st.sampled_from(sorted(SPELLS))}  # fmt: skip


@dataclass
class World:
    """A few cases, and how people come near them. Everything is named by its number."""

    # person, site, lead, restricted
    cases: list[tuple[int, int, int | None, bool]]
    children: list[tuple[int, int]] = field(default_factory=list)  # case, person
    teams: list[tuple[int, int, str]] = field(default_factory=list)  # case, worker, spell
    away: list[tuple[int, int, str]] = field(default_factory=list)  # worker, cover, spell
    glass: list[tuple[int, int, bool]] = field(default_factory=list)  # worker, case, open
    aid: list[tuple[int, int, str]] = field(default_factory=list)  # person, lawyer, spell
    registered: list[int | None] = field(default_factory=list)  # by whom, for each person
    at_site: list[int | None] = field(default_factory=list)  # for each person

    def __post_init__(self) -> None:
        # Nobody is a child in their own case, or stands in for themselves.
        self.children = [(case, who) for case, who in self.children if self.cases[case][0] != who]
        self.away = [each for each in self.away if each[0] != each[1]]

    # ── The rule, in plain words ────────────────────────────────────────────────────────────
    def works(self, who: int, case: int) -> bool:
        """Leads it, is in its team today, or stands in for somebody who does and is away."""
        _person, _site, lead, restricted = self.cases[case]
        if self._of_team(who, case) or lead == who:
            return True
        away = {one for one, cover, spell in self.away if cover == who and spell in GOES_ON}
        return not restricted and any(one == lead or self._of_team(one, case) for one in away)

    def _of_team(self, who: int, case: int) -> bool:
        return any((of, one) == (case, who) and spell in GOES_ON for of, one, spell in self.teams)

    def own(self, who: int) -> set[int]:
        opened = {case for one, case, still in self.glass if one == who and still}
        return {case for case in CASES if self.works(who, case)} | opened

    def people_of(self, cases: set[int]) -> set[int]:
        return {self.cases[case][0] for case in cases} | {
            child for case, child in self.children if case in cases
        }

    def hidden(self, who: int) -> tuple[set[int], set[int]]:
        """Cases of people who are in a restricted case, and those people; but not one's own."""
        closed = self.people_of({case for case in CASES if self.cases[case][3]})
        cases = {case for case in CASES if self.cases[case][0] in closed}
        return cases - self.own(who), closed - self.people_of(self.own(who))

    def of_site(self, who: int) -> set[int]:
        """The cases of a coordinator's site that are not restricted."""
        if ROLES[who] != Role.COORDINATOR:
            return set()
        return {
            k
            for k, (_p, site, _l, restricted) in enumerate(self.cases)
            if site == 0 and not restricted
        }

    def seen_cases(self, who: int) -> set[int]:
        everything = set(CASES) if ROLES[who] == Role.SUPERVISOR else set()
        return (everything | self.own(who) | self.of_site(who)) - self.hidden(who)[0]

    def seen_people(self, who: int) -> set[int]:
        if ROLES[who] == Role.SUPERVISOR:
            return set(PEOPLE) - self.hidden(who)[1]
        of_case = self.people_of(set(CASES))
        seen = self.people_of(self.own(who) | self.of_site(who))
        seen |= {k for k in PEOPLE if self.registered[k] == who and k not in of_case}
        seen |= {person for person, lawyer, spell in self.aid if lawyer == who and spell in GOES_ON}
        if ROLES[who] == Role.COORDINATOR:
            seen |= {person for person in PEOPLE if self.at_site[person] == 0}
        return seen - self.hidden(who)[1]

    # ── The same as records ─────────────────────────────────────────────────────────────────
    def made(self) -> Made:
        sites = [make(Site) for _ in SITES]
        users = [account(f"user-{role}", role, site=sites[0]) for role in ROLES]
        people = [
            make(
                Person,
                created_by=None if by is None else users[by],
                site=None if at is None else sites[at],
            )
            for by, at in zip(self.registered, self.at_site, strict=True)
        ]
        cases = [self._case(k, sites, users, people) for k in CASES]
        for case, child in self.children:
            make(CaseChild, case=cases[case], child=people[child])
        for case, worker, spell in self.teams:
            first, last = SPELLS[spell]
            staff = users[worker].staff
            make(TeamMember, case=cases[case], staff=staff, started_on=first, ended_on=last)
        for worker, cover, spell in self.away:
            first, last = SPELLS[spell]
            until = last or TODAY + dt.timedelta(30)  # nobody stands in for good
            staff = users[worker].staff
            make(Absence, staff=staff, cover=users[cover].staff, started_on=first, ended_on=until)
        for worker, case, still in self.glass:
            until = timezone.now() + dt.timedelta(hours=1 if still else -1)
            began = until - dt.timedelta(hours=4)
            make(BreakGlass, case=cases[case], user=users[worker], at=began, until=until)
        for person, lawyer, spell in self.aid:
            first, last = SPELLS[spell]
            lawyer_staff = users[lawyer].staff
            make(
                LegalAid, person=people[person], lawyer=lawyer_staff, started_on=first,
                ended_on=last, case=None,
            )  # fmt: skip
        return Made(users, people, cases)

    def _case(self, k: int, sites: list[Any], users: list[Any], people: list[Any]) -> Case:
        person, site, lead, restricted = self.cases[k]
        return make(
            Case,
            person=people[person],
            site=sites[site],
            lead=None if lead is None else users[lead].staff,
            restricted=restricted,
            opened_on=TODAY - dt.timedelta(30),
            closed_on=TODAY,
            closing_reason="other",
        )


@dataclass
class Made:
    users: list[Any]
    people: list[Any]
    cases: list[Any]

    def seen(self, model: Any, rows: list[Any], who: int, *, listed: bool) -> set[int]:
        places = {row.pk: place for place, row in enumerate(rows)}
        found = model.objects.visible_to(self.users[who], listed=listed)
        keys = found.filter(pk__in=places).values_list("pk", flat=True)
        return {places[key] for key in keys}


def lists(*parts: Any, most: int = 4) -> Any:
    return st.lists(st.tuples(*parts), max_size=most, unique=True)


WORLDS = st.builds(
    World,
    cases=st.lists(
        st.tuples(ANY["people"], ANY["sites"], st.none() | ANY["workers"], st.booleans()),
        min_size=len(CASES),
        max_size=len(CASES),
    ),
    children=lists(ANY["cases"], ANY["people"], most=3),
    teams=lists(ANY["cases"], ANY["workers"], ANY["spells"]),
    away=lists(ANY["workers"], ANY["workers"], ANY["spells"], most=3),
    glass=lists(ANY["workers"], ANY["cases"], st.booleans(), most=2),
    aid=lists(ANY["people"], ANY["workers"], ANY["spells"], most=2),
    registered=st.lists(st.none() | ANY["workers"], min_size=len(PEOPLE), max_size=len(PEOPLE)),
    at_site=st.lists(st.none() | ANY["sites"], min_size=len(PEOPLE), max_size=len(PEOPLE)),
)


class TestAnyWorld(TestCase):
    """Cases, people and services, asked of each row and listed once, for each role."""

    databases = "__all__"

    @settings(max_examples=60, deadline=None)
    @given(world=WORLDS)
    def test_that_the_questions_answer_as_the_rule_does(self, world):
        made = world.made()
        services = [make(Service, case=case, person=case.person) for case in made.cases]
        for who in WORKERS:
            for listed in (False, True):
                cases = made.seen(Case, made.cases, who, listed=listed)
                assert (who, cases) == (who, world.seen_cases(who))
                people = made.seen(Person, made.people, who, listed=listed)
                assert (who, people) == (who, world.seen_people(who))
                given_there = made.seen(Service, services, who, listed=listed)
                assert (who, given_there) == (who, cases & self._of_known(world, who))
            own = {made.cases.index(Case(pk=key)) for key in own_cases(made.users[who])}
            assert (who, own) == (who, world.own(who))

    @staticmethod
    def _of_known(world: World, who: int) -> set[int]:
        """A service of a case is hidden with whom it is about as well."""
        return {k for k in CASES if world.cases[k][0] not in world.hidden(who)[1]}
