"""Irregular records: what the figures cannot show by themselves, found in the database.

The other half of the consistency gate (gate.py): each rule names a query for the records that break
it. A *breach* stops a report; a *review* is for somebody to look at before it is published.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from agimi.insight.gate import Breach, Record, Weight
from agimi.insight.results import Period
from agimi.insight.text import Text

Records: TypeAlias = Iterable[Any]
OLDEST = 110


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that records may break: what is wrong with them, and how they are found."""

    code: str
    what: Text
    find: Callable[[Period], Records]
    weight: Weight = Weight.BREACH


def irregular(period: Period) -> Iterator[Breach]:
    """The records of the period that break a rule, rule by rule."""
    for rule in RULES:
        found = tuple(_named(record) for record in rule.find(period))
        if found:
            counted = Text(f"{rule.what.sq} ({len(found)})", f"{rule.what.en} ({len(found)})")
            yield Breach(rule.code, counted, records=found, weight=rule.weight)


def _named(record: Any) -> Record:
    return Record(str(record._meta.verbose_name), record.code)


def _all(model: str) -> QuerySet[Any]:
    records: QuerySet[Any] = apps.get_model(model)._base_manager.all()
    return records.order_by("pk")


def _during(period: Period, start: str = "started_on", end: str = "ended_on") -> Q:
    still_open = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": period.start})
    return Q(**{f"{start}__lte": period.end}) & still_open


def _on(period: Period, field: str = "on") -> Q:
    return Q(**{f"{field}__gte": period.start, f"{field}__lte": period.end})


def _cases(period: Period) -> QuerySet[Any]:
    return _all("casework.Case").filter(_during(period, "opened_on", "closed_on"))


# ── Stored twice ────────────────────────────────────────────────────────────────────────────────


def same_event_twice(period: Period) -> Records:
    """Events of one kind, day, title and place: one event, written down by two people."""
    alike = ("kind", "on", "title_sq", "site", "place", "venue")
    held = _all("activities.Session").filter(_on(period), state="held").exclude(title_sq="")
    seen: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for session in held:
        seen[tuple(getattr(session, f"{name}_id", getattr(session, name)) for name in alike)] += [
            session
        ]
    return [session for several in seen.values() if len(several) > 1 for session in several]


def one_body_under_two_codes(_: Period) -> Records:
    """Bodies that share a name or another name in the same place."""
    bodies = {body.pk: body for body in _all("programme.Body")}
    named: dict[tuple[str, Any], set[int]] = defaultdict(set)
    for body in bodies.values():
        for name in (body.name_sq, body.name_en):
            named[name.casefold(), body.place_id].add(body.pk)
    for alias in apps.get_model("programme", "BodyAlias")._base_manager.all():
        named[alias.name.casefold(), bodies[alias.body_id].place_id].add(alias.body_id)
    doubled = {pk for several in named.values() if len(several) > 1 for pk in several}
    return [bodies[pk] for pk in sorted(doubled)]


# ── Outside their time ──────────────────────────────────────────────────────────────────────────


def services_outside_their_case(period: Period) -> Records:
    outside = Q(on__lt=F("case__opened_on")) | Q(on__gt=F("case__closed_on"))
    return _all("casework.Service").filter(_on(period), outside)


def children_outside_their_case(period: Period) -> Records:
    outside = Q(ended_on__lt=F("case__opened_on")) | Q(started_on__gt=F("case__closed_on"))
    return _all("casework.CaseChild").filter(_during(period), outside)


def events_outside_their_project(period: Period) -> Records:
    outside = Q(projects__started_on__gt=F("on")) | Q(projects__ended_on__lt=F("on"))
    return _all("activities.Session").filter(_on(period), outside, state="held").distinct()


def impossible_ages(period: Period) -> Records:
    """People of cases born after the period, or more than 110 years ago."""
    oldest = dt.date(period.end.year - OLDEST, 1, 1)
    wrong = Q(birth_date__gt=period.end) | Q(birth_date__lt=oldest)
    people = _cases(period).values("person")
    children = _all("casework.CaseChild").filter(case__in=_cases(period).values("pk"))
    known = Q(pk__in=people) | Q(pk__in=children.values("child"))
    return _all("people.Person").filter(known, wrong)


# ── In or outside the programme ─────────────────────────────────────────────────────────────────


def clients_with_a_case_counted_outside(period: Period) -> Records:
    """Legal aid that names no case though its client had one open when it began."""
    own = _all("casework.Case").filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=OuterRef("started_on")),
        person=OuterRef("person"),
        opened_on__lte=OuterRef("started_on"),
    )
    return _all("casework.LegalAid").filter(_during(period), Exists(own), case=None)


def served_by_no_partner(period: Period) -> Records:
    """People served by a body that has no role in the project."""
    roles = _all("programme.ProjectBody").filter(
        project=OuterRef("project"), body=OuterRef("served_by")
    )
    served = _all("casework.Participation").filter(_during(period), served_by__isnull=False)
    return served.filter(~Exists(roles))


# ── Not recorded ────────────────────────────────────────────────────────────────────────────────


def events_without_a_number(period: Period) -> Records:
    held = _all("activities.Session").filter(_on(period), state="held")
    silent: QuerySet[Any] = held.filter(headcounts=None, attendances=None)
    return silent


def new_cases_without_a_source(period: Period) -> Records:
    return _all("casework.Case").filter(_on(period, "opened_on"), referred_by=None)


def cases_without_sex_or_age(period: Period) -> Records:
    unknown = Q(person__sex="not_recorded") | Q(person__birth_date=None)
    return _cases(period).filter(unknown)


def trafficking_without_a_decision(period: Period) -> Records:
    decided = _all("casework.IdentificationDecision").filter(
        case=OuterRef("pk"), decided_on__lte=period.end
    )
    return _cases(period).filter(~Exists(decided), category="trafficking")


RULES: tuple[Rule, ...] = (
    Rule(
        "RUL-08",
        Text("E njëjta veprimtari e ruajtur dy herë", "The same event stored twice"),
        same_event_twice,
    ),
    Rule(
        "RUL-09",
        Text("Shërbime jashtë kohës së rastit", "Services outside the time of their case"),
        services_outside_their_case,
    ),
    Rule(
        "RUL-09",
        Text("Fëmijë jashtë kohës së rastit", "Children outside the time of the case"),
        children_outside_their_case,
    ),
    Rule(
        "RUL-09",
        Text("Veprimtari jashtë kohës së projektit", "Events outside the time of their project"),
        events_outside_their_project,
    ),
    Rule(
        "RUL-10",
        Text("Një institucion me dy kode", "One body under two codes"),
        one_body_under_two_codes,
    ),
    Rule(
        "RUL-11",
        Text("Data lindjeje të pamundura", "Impossible dates of birth"),
        impossible_ages,
    ),
    Rule(
        "RUL-12",
        Text(
            "Klientë me rast në program, të shënuar si të jashtëm",
            "Clients with a case in the programme, recorded as outside it",
        ),
        clients_with_a_case_counted_outside,
    ),
    Rule(
        "RUL-13",
        Text(
            "Persona të shërbyer nga kush nuk ka rol në projekt",
            "People served by a body without a role in the project",
        ),
        served_by_no_partner,
    ),
    Rule(
        "RUL-14",
        Text("Veprimtari pa numër pjesëmarrësish", "Events without a number of participants"),
        events_without_a_number,
        Weight.REVIEW,
    ),
    Rule(
        "RUL-02",
        Text("Raste të reja pa burim referimi", "New cases without a source of referral"),
        new_cases_without_a_source,
        Weight.REVIEW,
    ),
    Rule(
        "RUL-02",
        Text("Raste pa gjini ose datëlindje", "Cases without sex or date of birth"),
        cases_without_sex_or_age,
        Weight.REVIEW,
    ),
    Rule(
        "RUL-02",
        Text(
            "Raste trafikimi pa vendim identifikimi",
            "Trafficking cases without an identification decision",
        ),
        trafficking_without_a_decision,
        Weight.REVIEW,
    ),
)
