"""A large organisation at work, for the measurements of pages: who has which open case today.

100,000 cases over seven years, of which one in twenty-five is open, shared out among staff so
that a worker has about thirty of them; 1,000,000 services. Everybody has an identity, sealed and
indexed; notes, goals and tasks are sealed words. The same every time, but for the keys: days are
counted from the Monday of the present week, so that there is always something due.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import django
import numpy as np

DAYS = 7 * 365
SEED = 20261127
# Of the open cases: a worker has about so many; of all cases every so-many-th is open.
CASES_OF_A_WORKER, ONE_OPEN_IN, SITES = 33, 25, 12
RESTRICTED, RETURNING = 50, 5_000
SERVICES_OF_AN_OPEN_CASE = 40
WORKER, COORDINATOR, SUPERVISOR, ADMIN = "worker{:03}", "coordinator{:02}", "supervisor", "admin"
WORDS = (
    "spoke of the night and of sleeping better since the light stays on; wants to call her sister",
    "asked about the school of the younger one and what papers it takes",
    "was quiet, answered by signs, drew the house again; next time with the interpreter",
    "wishes to look at the flat near the market once more before she decides",
    "reads the contract with us line by line and signs nothing today",
    "did not want to speak of the hearing; we walked to the river and back",
    "has the first wage in hand and counts what remains after the rent",
)


def monday() -> dt.date:
    today = dt.date.today()  # noqa: DTZ011 the day of this machine
    return today - dt.timedelta(days=today.weekday())


@dataclass(frozen=True)
class Owner:
    """Under whose key a text is sealed, as far as sealing asks for it."""

    code: str


@dataclass
class Caseload:
    """The organisation being made: its random numbers, its keys, its sizes."""

    cases: int
    services: int
    today: dt.date = field(default_factory=monday)
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(SEED))

    def __post_init__(self) -> None:
        self.open = max(self.cases // ONE_OPEN_IN, 8)
        self.workers = max(4, round(self.open / CASES_OF_A_WORKER))
        self.sites = min(SITES, self.workers)
        self.returning = min(RETURNING, self.cases // 20)

    # ── Chance ──────────────────────────────────────────────────────────────────────────────────
    def day(self, offset: Any) -> dt.date:
        """A day, counted from the first one; ``DAYS`` is the Monday of this week."""
        return self.today + dt.timedelta(days=int(offset) - DAYS)

    def days(self, offsets: Any) -> list[dt.date]:
        return [self.day(offset) for offset in offsets]

    def pick(
        self, values: Sequence[Any], n: int, weights: Sequence[float] | None = None
    ) -> list[Any]:
        chances = None if weights is None else np.array(weights) / sum(weights)
        return list(self.random.choice(np.array(values, dtype=object), n, p=chances))

    def number(self, low: int, high: int, n: int) -> np.ndarray:
        return self.random.integers(low, high, n)

    def seal(self, codes: Sequence[str]) -> list[bytes | None]:
        """Words of somebody's record, for each code of a person."""
        from agimi.people.actions import seal_texts

        which = self.number(0, len(WORDS), len(codes))
        return seal_texts(
            (Owner(code), f"{WORDS[k].capitalize()}. {WORDS[k - 1].capitalize()}.")  # type: ignore[misc]
            for code, k in zip(codes, which, strict=True)
        )

    # ── Everything, one after the other ─────────────────────────────────────────────────────────
    def build(self) -> None:
        self.make_staff()
        self.make_people()
        self.make_cases()
        self.make_children()
        self.make_identities()
        self.make_stays()
        self.make_plans()
        self.make_tasks()
        self.make_consents()
        self.make_help()
        self.make_services()

    def make_staff(self) -> None:
        from agimi.access.models import User
        from agimi.programme.models import Post, Site, Staff

        first = self.day(0)
        missing = self.sites - Site.objects.count()
        if missing > 0:
            names = [f"Qendra {i}" for i in range(missing)]
            _write(Site, missing, name_sq=names, name_en=names, kind=["community_centre"] * missing,
                   started_on=[first] * missing)  # fmt: skip
        self.site_keys = _keys(Site)[: self.sites]
        n = self.workers + self.sites + 1
        _write(Staff, n, name=[f"Punonjës {i:03}" for i in range(n)], started_on=[first] * n)
        self.staff = _keys(Staff)[-n:]
        self.site_of = [self.site_keys[i % self.sites] for i in range(n)]
        _write(Post, n, staff_id=self.staff, role=["case_manager"] * n, site_id=self.site_of,
               started_on=[first] * n)  # fmt: skip
        names = [WORKER.format(i) for i in range(self.workers)]
        names += [COORDINATOR.format(i) for i in range(self.sites)]
        roles = ["case_manager"] * self.workers + ["coordinator"] * self.sites
        users = [
            User(username=name, role=role, staff_id=staff, site_id=site, language="sq")
            for name, role, staff, site in zip(names, roles, self.staff, self.site_of, strict=False)
        ]
        users.append(User(username=SUPERVISOR, role="supervisor", staff_id=self.staff[-1]))
        users.append(User(username=ADMIN, is_staff=True, is_superuser=True))
        User.objects.bulk_create(users)

    def make_people(self) -> None:
        from agimi.people.models import CivilStatus, Person
        from agimi.programme.models import Country, Place

        self.grown, self.children = self.cases, self.cases * 3 // 10
        n = self.grown + self.children
        places = list(Place.objects.filter(kind="municipality").values_list("pk", flat=True))
        ages = [
            *self.number(18 * 365, 60 * 365, self.grown),
            *self.number(0, 15 * 365, self.children),
        ]
        _write(
            Person,
            n,
            sex=self.pick(["female", "male"], n, [80, 20]),
            birth_date=[self.today - dt.timedelta(days=int(age)) for age in ages],
            nationality_status=self.pick(["albanian", "foreign"], n, [93, 7]),
            origin_id=self.pick(_keys(Country), n),
            municipality_id=self.pick(places, n),
            residence_id=self.pick(places, n),
            area_type=self.pick(["urban", "rural"], n),
            site_id=self.pick(self.site_keys, n),
            registered_on=[self.day(0)] * n,
        )
        self.people = list(Person.objects.order_by("pk").values_list("pk", "code"))[-n:]
        grown = [key for key, _code in self.people[: self.grown]]
        _write(
            CivilStatus,
            len(grown),
            person_id=grown,
            status=self.pick(["single", "married", "divorced", "widowed"], len(grown)),
            since=[self.day(0)] * len(grown),
        )

    def make_cases(self) -> None:
        from agimi.casework.models import Case, TeamMember
        from agimi.programme.models import Body

        n, closed = self.cases, self.cases - self.open
        begun = np.sort(self.number(0, DAYS - 60, closed))
        ended = np.minimum(begun + self.number(30, 900, closed), DAYS - 1)
        ended[: self.returning] = begun[: self.returning] + 30
        self.opened = np.concatenate([begun, DAYS - self.number(5, 700, self.open)])
        self.closed = np.concatenate([ended, np.full(self.open, DAYS)])
        self.is_open = np.arange(n) >= closed
        # The first ones came back later: their second stay may be the one that is open today.
        who = np.arange(n)
        who[: self.returning] = self.returning + np.arange(self.returning) * 19
        self.person_of = [self.people[i] for i in who]
        lead = self.number(0, self.workers, n)
        lead[closed:] = np.arange(self.open) % self.workers
        self.lead_of = [self.staff[i] for i in lead]
        self.site_of_case = [self.site_of[i] for i in lead]
        _write(
            Case,
            n,
            person_id=[key for key, _code in self.person_of],
            category=self.pick(["trafficking", "violence"], n, [45, 55]),
            opened_on=self.days(self.opened),
            closed_on=[None if on else self.day(o) for o, on in self._ends()],
            closing_reason=["" if on else "needs_met" for on in self.is_open],
            outcome=["" if on else "empowered" for on in self.is_open],
            referred_by_id=self.pick(_keys(Body), n),
            referred_on=self.days(self.opened),
            lead_id=self.lead_of,
            site_id=self.site_of_case,
            risk=self.pick(["low", "medium", "high", "extreme", ""], n, [30, 40, 18, 2, 10]),
            restricted=[i % max(n // RESTRICTED, 2) == 1 for i in range(n)],
        )
        self.case_keys = _keys(Case)[-n:]
        _write(
            TeamMember,
            n,
            case_id=self.case_keys,
            staff_id=[self.staff[i] for i in self.number(0, self.workers, n)],
            role=self.pick(["psychologist", "social_worker", "lawyer"], n),
            started_on=self.days(self.opened),
            # A worker stands in the teams of some cases that others lead.
            ended_on=[
                None if on and k % 4 == 0 else self.day(o) for k, (o, on) in enumerate(self._ends())
            ],
        )

    def _ends(self) -> Iterator[tuple[Any, Any]]:
        return zip(self.closed, self.is_open, strict=True)

    def make_children(self) -> None:
        from agimi.casework.models import CaseChild

        n = self.children
        parents = self.number(self.returning, self.cases, n)
        _write(
            CaseChild,
            n,
            case_id=[self.case_keys[i] for i in parents],
            child_id=[key for key, _code in self.people[self.grown :]],
            started_on=self.days(self.opened[parents]),
            ended_on=[None if self.is_open[i] else self.day(self.closed[i]) for i in parents],
            accompanied=[True] * n,
        )

    def make_identities(self) -> None:
        """Who everybody is: sealed under a key of their own, and found by blind tokens."""
        from agimi.people.actions import seal_texts
        from agimi.people.models import Identity
        from bench.search import identities, index

        known = list(identities(len(self.people)))
        owners = [Owner(code) for _key, code in self.people]
        sealed = seal_texts(
            (owner, identity.to_json())  # type: ignore[misc]
            for owner, identity in zip(owners, known, strict=True)
        )
        keys = [key for key, _code in self.people]
        _write(Identity, len(keys), person_id=keys, sealed=sealed)
        index(keys, known)

    # ── What stands in a case ───────────────────────────────────────────────────────────────────
    def of(self, which: Any) -> dict[str, Any]:
        """The case and the person of some cases, as columns."""
        return {
            "case_id": [self.case_keys[i] for i in which],
            "person_id": [self.person_of[i][0] for i in which],
        }

    def codes(self, which: Any) -> list[str]:
        return [self.person_of[i][1] for i in which]

    def every(self, times_closed: int, times_open: int) -> np.ndarray:
        """Each case so many times, in their order."""
        return np.repeat(np.arange(self.cases), np.where(self.is_open, times_open, times_closed))

    def within(self, which: Any) -> np.ndarray:
        """A day in each of these cases."""
        span = np.maximum(self.closed[which] - self.opened[which], 1)
        return self.opened[which] + self.random.integers(0, span)

    def make_stays(self) -> None:
        from agimi.casework import choices as c
        from agimi.casework.models import (
            Assessment,
            CaseFact,
            IdentificationDecision,
            Phase,
            Placement,
        )

        all_cases = np.arange(self.cases)
        now = np.where(self.is_open, self.number(1, 4, self.cases), 3)
        for number in (1, 2, 3):
            some = all_cases[now >= number]
            length = self.closed[some] - self.opened[some]
            begins = self.opened[some] + length * (number - 1) // now[some]
            ends = self.opened[some] + length * number // now[some]
            lasts = self.is_open[some] & (now[some] == number)
            until = [None if on else self.day(o) for o, on in zip(ends, lasts, strict=True)]
            of = self.of(some)
            n = len(some)
            _write(Phase, n, case_id=of["case_id"], number=[number] * n,
                   started_on=self.days(begins), ended_on=until)  # fmt: skip
            kind = ["shelter", "rented_apartment", "independent"][number - 1]
            _write(Placement, n, **of, kind=[kind] * n, started_on=self.days(begins),
                   ended_on=until)  # fmt: skip
        for kind, values in (
            ("recruitment", c.Recruitment.values),
            ("violence", c.ViolenceKind.values),
        ):
            _write(CaseFact, self.cases, case_id=self.case_keys, kind=[kind] * self.cases,
                   value=self.pick(list(values), self.cases))  # fmt: skip
        _write(IdentificationDecision, self.cases, case_id=self.case_keys,
               status=self.pick(["potential", "formal"], self.cases),
               decided_on=self.days(self.opened))  # fmt: skip
        kinds = ["psychosocial", "medical", "legal_needs", "risk", "educational", "skills"]
        which = self.every(4, 8)
        _write(
            Assessment,
            len(which),
            **self.of(which),
            kind=[kinds[i % len(kinds)] for i in range(len(which))],
            on=self.days(self.within(which)),
            score=[str(score) for score in self.number(10, 90, len(which))],
            assessor_id=[self.lead_of[i] for i in which],
        )

    def make_plans(self) -> None:
        from agimi.casework.choices import ServiceGroup
        from agimi.casework.models import Goal, Plan, PlanReview

        n = self.cases
        stages = ["approved" if on else "done" for on in self.is_open]
        stages = ["draft" if on and i % 6 == 0 else s for i, (on, s) in
                  enumerate(zip(self.is_open, stages, strict=True))]  # fmt: skip
        _write(
            Plan,
            n,
            case_id=self.case_keys,
            kind=["reintegration"] * n,
            made_on=self.days(self.opened + 5),
            review_on=[self.day(DAYS + o) for o in self.number(-20, 90, n)],
            stage=stages,
            approved_on=[
                None if s == "draft" else self.day(o + 5)
                for s, o in zip(stages, self.opened, strict=True)
            ],
            approved_by_id=[None if s == "draft" else self.staff[-1] for s in stages],
        )
        plans = _keys(Plan)[-n:]
        which = self.every(2, 6)
        states = ["reached" if k % 3 == 0 else "open" for k in range(len(which))]
        _write(
            Goal,
            len(which),
            case_id=self.of(which)["case_id"],
            plan_id=[plans[i] for i in which],
            domain=self.pick(list(ServiceGroup.values), len(which)),
            text=self.seal(self.codes(which)),
            due_on=self.days(self.within(which) + 60),
            state=states,
            reached_on=[self.day(o) if s == "reached" else None for o, s in
                        zip(self.within(which), states, strict=True)],
        )  # fmt: skip
        which = self.every(1, 2)
        _write(
            PlanReview,
            len(which),
            case_id=self.of(which)["case_id"],
            plan_id=[plans[i] for i in which],
            on=self.days(self.within(which)),
            progress=self.number(0, 100, len(which)),
            findings=self.seal(self.codes(which)),
        )

    def make_tasks(self) -> None:
        """What is due, what was done; whom one meets and met. Of the open cases most."""
        from agimi.casework.models import Appointment, Task

        which = self.every(3, 10)
        place = np.arange(len(which))
        is_open = self.is_open[which] & (place % 10 < 4)
        days = np.where(is_open, DAYS + self.number(-20, 40, len(which)), self.within(which))
        kinds = self.pick(["safety_plan", "risk", "consents", "medical", "other"], len(which))
        words = self.seal(self.codes(which))
        _write(
            Task,
            len(which),
            case_id=self.of(which)["case_id"],
            kind=["" if k % 2 else kind for k, kind in enumerate(kinds)],
            title=[text if k % 2 else None for k, text in enumerate(words)],
            assignee_id=[self.lead_of[i] for i in which],
            due_on=self.days(days),
            state=["open" if on else "done" for on in is_open],
            done_on=[None if on else self.day(o) for o, on in zip(days, is_open, strict=True)],
        )
        which = self.every(2, 8)
        place = np.arange(len(which))
        coming = self.is_open[which] & (place % 8 < 2)
        days = np.where(coming, DAYS + self.number(0, 30, len(which)), self.within(which))
        hours = self.number(7, 16, len(which))
        _write(
            Appointment,
            len(which),
            **self.of(which),
            kind=self.pick(["counselling", "visit", "medical", "legal", "office"], len(which)),
            starts_at=[
                dt.datetime.combine(self.day(o), dt.time(int(hour)), dt.UTC)
                for o, hour in zip(days, hours, strict=True)
            ],
            minutes=[60] * len(which),
            staff_id=[self.lead_of[i] for i in which],
            state=["planned" if on else "kept" for on in coming],
        )

    def make_consents(self) -> None:
        from agimi.people.models import Consent

        purposes = ["services", "record", "statistics", "follow_up"]
        which = self.every(2, 4)
        _write(
            Consent,
            len(which),
            person_id=self.of(which)["person_id"],
            purpose=[purposes[k % 4] for k in range(len(which))],
            given_on=self.days(self.opened[which]),
            expires_on=self.days(self.opened[which] + self.number(200, 1200, len(which))),
        )

    def make_help(self) -> None:
        """Every other kind that stands in a timeline, for some of the cases."""
        from agimi.casework import models as m
        from agimi.programme.models import Body

        bodies = _keys(Body)

        def some(share: int) -> tuple[np.ndarray, int]:
            which = np.arange(self.cases)[self.number(0, 100, self.cases) < share]
            return which, len(which)

        def once(model: Any, share: int, **more: Callable[[int], Any]) -> None:
            which, n = some(share)
            _write(model, n, **self.of(which), on=self.days(self.within(which)),
                   **{name: make(n) for name, make in more.items()})  # fmt: skip

        def spell(model: Any, share: int, **more: Callable[[int], Any]) -> None:
            which, n = some(share)
            begins = self.within(which)
            _write(
                model,
                n,
                **self.of(which),
                started_on=self.days(begins),
                ended_on=[None if self.is_open[i] else self.day(max(self.closed[i], o)) for i, o in
                          zip(which, begins, strict=True)],
                **{name: make(n) for name, make in more.items()},
            )  # fmt: skip

        def all_of(value: Any) -> Callable[[int], Any]:
            return lambda n: [value] * n

        def one_of(values: Sequence[Any]) -> Callable[[int], Any]:
            return lambda n: self.pick(values, n)

        answers = ["pending", "accepted", "refused"]
        once(m.ReferralOut, 60, to_id=one_of(bodies), answer=one_of(answers))
        once(m.Application, 20, benefit_id=one_of(_codes("benefit")), answer=one_of(answers))
        once(m.Paper, 20, kind=one_of(["id_card", "passport", "health_card"]))
        once(m.MedicalAct, 30, kind=one_of(["blood_count", "consultation", "medication"]))
        once(m.AidDelivery, 30, food=all_of(True))
        once(m.ItemGiven, 10, item_id=one_of(_codes("item")))
        spell(m.HealthFollowUp, 20, kind=one_of(["chronic", "dental", "specialist"]))
        spell(m.CourseEnrolment, 20, course_id=one_of(_codes("course")))
        spell(m.Job, 15, sector_id=one_of(_codes("sector")))
        spell(m.HousingSupport, 5, kind=all_of("rent_subsidy"), months=all_of(3))
        spell(m.MentorMatch, 2, mentor_id=one_of(self.staff))
        spell(m.LegalAid, 15, level=one_of(["primary", "secondary"]), category=all_of("trafficking"),
              lawyer_id=one_of(self.staff))  # fmt: skip
        aid = list(m.LegalAid.objects.order_by("pk").values_list(
            "pk", "person", "case", "started_on", "ended_on"))  # fmt: skip
        columns = zip(*aid, strict=True) if aid else ([], [], [], [], [])
        names = ("legal_aid_id", "person_id", "case_id", "started_on", "ended_on")
        _write(
            m.Proceeding,
            len(aid),
            **{name: list(column) for name, column in zip(names, columns, strict=True)},
            kind_id=self.pick(_codes("proceeding"), len(aid)),
            area_of_law=["criminal"] * len(aid),
            next_hearing_on=[
                None if ended else self.day(DAYS + o)
                for (*_rest, ended), o in zip(aid, self.number(0, 60, len(aid)), strict=True)
            ],
        )

    def make_services(self, chunk: int = 50_000) -> None:
        """The services, case by case; an open case has more of them than a closed one."""
        from agimi.casework.models import Service

        of_open = min(self.open * SERVICES_OF_AN_OPEN_CASE, self.services // 2)
        closed = self.cases - self.open
        which = np.sort(
            np.concatenate([
                self.number(0, closed, self.services - of_open),
                closed + self.number(0, self.open, of_open),
            ])
        )  # fmt: skip
        kinds = _codes("service")
        for start in range(0, len(which), chunk):
            part = which[start : start + chunk]
            n = len(part)
            led = self.number(0, 100, n) < 85
            others = self.pick(self.staff[: self.workers], n)
            _write(
                Service,
                n,
                **self.of(part),
                kind_id=self.pick(kinds, n),
                on=self.days(self.within(part)),
                staff_id=[self.lead_of[i] if own else other for i, own, other in
                          zip(part, led, others, strict=True)],
                role=["case_manager"] * n,
                mode=self.pick(["in_person", "phone", "online"], n),
                site_id=[self.site_of_case[i] for i in part],
                minutes=self.number(15, 120, n),
                note=self.seal(self.codes(part)),
            )  # fmt: skip


def _write(model: Any, n: int, **columns: Any) -> None:
    from bench.world import write

    write(model, n, **columns)


def _keys(model: Any) -> list[Any]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))


def _codes(name: str) -> list[int]:
    from agimi.programme.models import Code

    return list(Code.objects.filter(list=name).order_by("pk").values_list("pk", flat=True))


def fill(cases: int, services: int) -> None:
    """Fill the empty database of the environment, in one transaction."""
    from django.db import connection, transaction

    from agimi.access.accounts import system_user
    from agimi.access.house import migrate
    from agimi.programme.fixtures import load_reference, load_world

    migrate(told=lambda alias, steps: None)
    load_reference(by=system_user())
    load_world(by=system_user())
    with transaction.atomic(), transaction.atomic(using="keys"):
        Caseload(cases, services).build()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
