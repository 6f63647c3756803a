"""The rest of the invented organisation: every other kind of record, so that no figure is empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import models

from agimi.activities import choices as a
from agimi.activities import models as activities
from agimi.casework import choices as c
from agimi.casework import models as casework
from agimi.people import models as people
from agimi.programme import models as programme

if TYPE_CHECKING:
    from bench.world import World

Write = Callable[..., None]
FIRST = dt.date(2018, 1, 1)
DAYS = 7 * 365


class Rest:
    """Writes the kinds of records that are a tenth of the cases or fewer."""

    def __init__(self, world: World, write: Write, cases: list[int], opened: np.ndarray) -> None:
        self.world, self.write, self.opened = world, write, opened
        self.cases = np.array(cases)
        persons = dict(casework.Case.objects.values_list("pk", "person_id"))
        self.persons = np.array([persons[case] for case in cases])
        self.n = len(cases) // 10

    def build(self) -> None:
        self.of_cases()
        self.days_of_people()
        self.spells_of_people()
        self.tags_of_services()
        self.around_sessions()
        self.in_the_field()
        self.own_world()
        self.promises()

    # ── Parts ───────────────────────────────────────────────────────────────────────────────────

    def some(self, n: int) -> np.ndarray:
        return self.world.random.integers(0, len(self.cases), n)

    def days(self, n: int) -> list[dt.date]:
        return [_date(offset) for offset in self.world.days(n)]

    def often(self, values: list[Any], n: int, missing: float = 0.1) -> list[Any]:
        """Some of the values; now and then none was recorded."""
        chosen = self.world.pick(values, n)
        gone = self.world.random.random(n) < missing
        return [None if lost else value for value, lost in zip(chosen, gone, strict=True)]

    def of_person(self, model: type[models.Model], **columns: Any) -> None:
        """What happened to a person of a case on a day."""
        which = self.some(self.n)
        self.write(
            model,
            self.n,
            person_id=self.persons[which],
            case_id=self.cases[which],
            on=self.days(self.n),
            **columns,
        )

    def spell(self, model: type[models.Model], **columns: Any) -> None:
        """What lasted for a person of a case; a fifth of it still lasts."""
        which = self.some(self.n)
        begin = self.opened[which] + self.world.random.integers(0, 200, self.n)
        lasts = self.world.random.random(self.n) < 0.2
        ends = [None if on else _date(o + 150) for o, on in zip(begin, lasts, strict=True)]
        self.write(
            model,
            self.n,
            person_id=self.persons[which],
            case_id=self.cases[which],
            started_on=[_date(o) for o in begin],
            ended_on=ends,
            **columns,
        )

    def link(self, model: type[models.Model], left: str, ones: list[int], right: str,
             others: list[int], n: int) -> None:  # fmt: skip
        """Pairs of two records, none twice."""
        if not ones or not n:
            return
        one = self.world.pick(ones, n)
        other = self.world.pick(others, n)
        pairs = sorted(set(zip(one.tolist(), other.tolist(), strict=True)))
        left_keys, right_keys = zip(*pairs, strict=True)
        self.write(model, len(pairs), **{left: list(left_keys), right: list(right_keys)})

    # ── Cases and people ────────────────────────────────────────────────────────────────────────

    def of_cases(self) -> None:
        for kind, values in (("control", c.Control.values), ("exploitation", ["other"])):
            cases = sorted(set(self.cases[self.some(self.n)].tolist()))
            taken = set(
                casework.CaseFact.objects.filter(kind=kind, value="other").values_list(
                    "case_id", flat=True
                )
            )
            cases = [case for case in cases if case not in taken]
            n = len(cases)
            picked = self.world.pick(list(values), n)
            self.write(casework.CaseFact, n, case_id=cases, kind=[kind] * n, value=picked)
        which = self.some(self.n)
        # Two decisions of one case never fall on one day.
        day = self.opened[which] + np.arange(self.n) % 300
        pairs = sorted(set(zip(self.cases[which].tolist(), day.tolist(), strict=True)))
        self.write(
            casework.IdentificationDecision,
            len(pairs),
            case_id=[case for case, _ in pairs],
            status=self.world.pick(list(c.IdentificationStatus.values), len(pairs)),
            decided_on=[_date(offset) for _, offset in pairs],
        )
        groups = _codes("group")
        which = self.some(self.n)
        self.write(
            people.GroupMembership,
            self.n,
            person_id=self.persons[which],
            group_id=self.world.pick(groups, self.n),
            started_on=[_date(o) for o in self.opened[which]],
        )

    def days_of_people(self) -> None:
        n, pick = self.n, self.world.pick
        self.of_person(
            casework.MedicalAct,
            kind=pick(list(c.MedicalActKind.values), n),
            result=pick(["", *c.TestResult.values], n),
        )
        self.of_person(
            casework.Paper,
            kind=pick(list(c.PaperKind.values), n),
            channel=pick(["office", "embassy", "e_albania", "own"], n),
        )
        food, hygiene = pick([True, False], n), pick([True, False], n)
        rent = self.world.random.integers(0, 3, n)
        # A package holds something.
        food = food.astype(bool) | ~(hygiene.astype(bool) | (rent > 0))
        self.of_person(
            casework.AidDelivery, food=food.tolist(), hygiene=hygiene.tolist(), rent_months=rent
        )
        self.of_person(casework.ItemGiven, item_id=pick(_codes("item"), n))
        self.of_person(
            casework.Application,
            benefit_id=pick(_codes("benefit"), n),
            answer=pick(list(c.Answer.values), n),
        )
        children = list(casework.CaseChild.objects.values_list("child_id", flat=True)[: n * 4])
        through = casework.AidDelivery.children.through
        self.link(through, "aiddelivery_id", _keys(casework.AidDelivery), "person_id", children, n)

    def spells_of_people(self) -> None:
        n, pick = self.n, self.world.pick
        projects, staff = _keys(programme.Project), _keys(programme.Staff)
        self.spell(
            casework.HousingSupport, kind=pick(list(c.HousingKind.values), n), months=[3] * n
        )
        self.spell(
            casework.Business,
            kind_id=pick(_codes("business"), n),
            plan_made_on=self.often(self.days(n), n, 0.5),
            registered_on=self.often(self.days(n), n, 0.5),
            project_id=self.often(projects, n, 0.5),
        )
        self.spell(casework.MentorMatch, mentor_id=pick(staff, n))
        self.spell(
            casework.Job,
            sector_id=pick(_codes("sector"), n),
            full_time=self.often([True, False], n),
        )
        self.spell(
            casework.CourseEnrolment,
            course_id=pick(_codes("course"), n),
            provider_id=self.often(_keys(programme.Body), n),
        )

    def tags_of_services(self) -> None:
        n = self.world.services // 5
        services = _keys(casework.Service)
        topics = casework.Service.topics.through
        self.link(topics, "service_id", services, "code_id", _codes("topic"), n)
        projects = casework.Service.projects.through
        self.link(projects, "service_id", services, "project_id", _keys(programme.Project), n)

    # ── Sessions, centres, the field ────────────────────────────────────────────────────────────

    def around_sessions(self) -> None:
        sessions, n = _keys(activities.Session), self.n * 2
        bodies, staff = _keys(programme.Body), _keys(programme.Staff)
        session = activities.Session
        audiences = _codes("audience")
        self.link(session.topics.through, "session_id", sessions, "code_id", _codes("theme"), n)
        self.link(session.audiences.through, "session_id", sessions, "code_id", audiences, n)
        self.link(session.partners.through, "session_id", sessions, "body_id", bodies, n)
        self.link(session.staff.through, "session_id", sessions, "staff_id", staff, n)
        bounds = self.world.pick(["exact", "about", "at_least", "unknown"], n, [90, 5, 4, 1])
        number = self.world.random.integers(1, 60, n)
        self.write(
            activities.Headcount,
            n,
            session_id=self.world.pick(sessions, n),
            group=self.world.pick(list(a.HeadGroup.values), n),
            role=self.world.pick(list(a.HeadRole.values), n),
            number=[
                None if bound == "unknown" else int(m)
                for m, bound in zip(number, bounds, strict=True)
            ],
            bound=bounds,
            audience_id=self.often(audiences, n, 0.5),
            body_id=self.often(bodies, n, 0.5),
        )

    def in_the_field(self) -> None:
        n, pick = self.n, self.world.pick
        units = list(programme.Site.objects.filter(kind="mobile_unit").values_list("pk", flat=True))
        which = np.unique(self.some(n))
        self.write(
            activities.Identification,
            len(which),
            unit_id=pick(units, len(which)),
            on=self.days(len(which)),
            person_id=self.persons[which],
        )
        found = _keys(activities.Identification)
        children = list(casework.CaseChild.objects.values_list("child_id", flat=True)[: n * 4])
        link = activities.Identification.children.through
        self.link(link, "identification_id", found, "person_id", children, n // 2)
        self.write(
            activities.Call,
            n,
            on=self.days(n),
            order=pick(list(a.CallOrder.values), n),
            topic_id=self.often(_codes("legal_topic"), n),
        )
        self.write(
            activities.Distribution,
            n,
            material_id=pick(_codes("material"), n),
            on=self.days(n),
            site_id=self.often(_keys(programme.Site), n),
            copies=self.often([50, 100, 200], n),
        )
        self.write(
            activities.Supervision,
            n,
            on=self.days(n),
            staff_id=pick(_keys(programme.Staff), n),
            centre_id=self.often(_keys(programme.Body), n),
        )
        self.centre(n)

    def centre(self, n: int) -> None:
        """Uses of the community centres, by children brought by their mothers too."""
        sites = list(
            programme.Site.objects.filter(kind="community_centre").values_list("pk", flat=True)
        )
        begin = self.world.days(n, 0, DAYS - 200)
        self.write(
            activities.CentreEnrolment,
            n,
            person_id=self.persons[self.some(n)],
            mother_id=self.often(self.persons.tolist(), n, 0.5),
            site_id=self.world.pick(sites, n),
            service_id=self.world.pick(_codes("centre_service"), n),
            started_on=[_date(o) for o in begin],
            ended_on=[_date(o + 200) for o in begin],
        )

    # ── The organisation's own world ────────────────────────────────────────────────────────────

    def own_world(self) -> None:
        n, pick = 200, self.world.pick
        bodies, sites = _keys(programme.Body), _keys(programme.Site)
        begin = self.world.days(n)
        self.write(
            programme.Post,
            n,
            staff_id=pick(_keys(programme.Staff), n),
            role=pick(["case_manager", "psychologist", "social_worker", "lawyer"], n),
            site_id=self.often(sites, n),
            started_on=[_date(o) for o in begin],
        )
        self.write(
            activities.Publication,
            n,
            kind_id=pick(_codes("publication_kind"), n),
            title_sq=["Botim"] * n,
            title_en=["Publication"] * n,
            on=self.days(n),
        )
        link = activities.Publication.partners.through
        self.link(link, "publication_id", _keys(activities.Publication), "body_id", bodies, n)
        self.write(
            activities.Agreement,
            n,
            body_id=pick(bodies, n),
            subject_sq=["Bashkëpunim"] * n,
            subject_en=["Cooperation"] * n,
            signed_on=self.days(n),
            site_id=self.often(sites, n),
        )
        days = self.days(n)
        self.write(
            activities.CourtDecision,
            n,
            court_id=pick(bodies, n),
            decided_on=days,
            monitored_on=days,
            offence=["trafikim"] * n,
        )

    def promises(self) -> None:
        """Plans of most cases, and the assessments on which what everybody is promised rests."""
        which = np.unique(self.some(self.n * 10))
        n = len(which)
        approved = self.world.random.random(n) < 0.8
        made = self.opened[which] + 10
        self.write(
            casework.Plan,
            n,
            case_id=self.cases[which],
            kind=self.world.pick(["reintegration", "education"], n),
            made_on=[_date(o) for o in made],
            stage=["approved" if is_so else "draft" for is_so in approved],
            approved_on=[_date(o) if yes else None for o, yes in zip(made, approved, strict=True)],
            approved_by_id=[
                staff if yes else None
                for staff, yes in zip(
                    self.world.pick(_keys(programme.Staff), n), approved, strict=True
                )
            ],
        )
        self.of_person(
            casework.Assessment,
            kind=self.world.pick(["legal_needs", "aid_needs"], self.n),
            informed_of_rights=self.often([True, False], self.n),
        )


def _date(offset: Any) -> dt.date:
    return FIRST + dt.timedelta(days=int(offset))


def _keys(model: type[models.Model]) -> list[int]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))


def _codes(name: str) -> list[int]:
    codes = programme.Code.objects.filter(list=name).order_by("pk")
    return list(codes.values_list("pk", flat=True))
