"""Facts: what a report says besides numbers — the organisation, its projects, its lists.

Filled from the records by ``agimi.insight.facts``; nothing here knows of a database.
Words that the records hold in one language only are a plain ``str``, the same in both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from agimi.insight.report.nodes import Definition
from agimi.insight.results import Quality, Results
from agimi.insight.text import Language, Text

Words: TypeAlias = Text | str


def within(words: Words, language: Language) -> str:
    """The words in the language asked for; those of one language as they are."""
    return words if isinstance(words, str) else words.within(language)


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who publishes the report."""

    name: Text
    short_name: str = ""
    vision: Text | None = None
    mission: Text | None = None
    lines_of_work: tuple[Words, ...] = ()
    address: Words = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    social: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another; ``end`` is None while it lasts."""

    start: dt.date
    end: dt.date | None = None
    by_month: bool = False  # only the months are known or worth saying


@dataclass(frozen=True, slots=True)
class Count:
    """A number that one event wrote down, with how sure it was; None is "not stated"."""

    value: int | None
    quality: Quality = Quality.EXACT


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a list: a meeting, a session in a school, a training, an open day."""

    code: str
    kind: Words
    span: Span | None
    topic: Words = ""
    place: Words = ""
    unit: Words = ""
    participants: Count = Count(None)
    audience: Words = ""
    with_whom: Words = ""
    group: str = ""  # the list of the report it stands in, an ``EventList``
    project: str = ""


class EventList(StrEnum):
    """The lists of events that the annual report prints, by structural group."""

    PROFESSIONALS = "professionals"
    SCHOOLS = "schools"
    FOCUS_GROUPS = "focus_groups"
    AWARENESS = "awareness"
    TRAININGS = "trainings"
    BENEFICIARY_TRAININGS = "beneficiary_trainings"
    LEGAL_MEETINGS = "legal_meetings"
    ROUNDTABLES = "roundtables"
    OPEN_DAYS = "open_days"
    STAFF = "staff"
    ADVOCACY = "advocacy"
    COORDINATION = "coordination"
    VISITS_AND_FAIRS = "visits_and_fairs"


@dataclass(frozen=True, slots=True)
class Party:
    """A body with a role in a project: donor, lead, implementer, partner, sub-grantee."""

    name: Words
    role: Words = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a project promised, and the indicator that shows how far it is."""

    label: Words
    promised: int
    at_least: bool = True
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """One project of the year."""

    code: str
    title: Words
    span: Span
    donors: tuple[Party, ...] = ()
    partners: tuple[Party, ...] = ()
    places: tuple[Words, ...] = ()
    goal: Words = ""
    activities: tuple[Words, ...] = ()
    targets: tuple[Target, ...] = ()
    own_chapter: bool = True


class PublicationKind(StrEnum):
    """What a publication is; structural only as far as its word goes."""

    GUIDE = "guide"
    MANUAL = "manual"
    MODEL = "model"
    STUDY = "study"
    REPORT = "report"
    BROCHURE = "brochure"
    POSTER = "poster"
    LEAFLET = "leaflet"
    VIDEO = "video"
    WEBSITE = "website"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Publication:
    """Something published in the year."""

    title: Words
    kind: Words
    published_on: dt.date | None = None
    address: str = ""
    with_whom: tuple[Words, ...] = ()
    project: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement signed with another body."""

    partner: Words
    subject: Words
    signed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Centre:
    """A place of work that has a part of its own: a childcare centre, a community centre, a club."""

    code: str
    name: Words
    place: str = ""
    opened_on: dt.date | None = None
    donors: tuple[Party, ...] = ()
    serves: tuple[Words, ...] = ()
    offers: tuple[Words, ...] = ()


class Topic(StrEnum):
    """The lists of words in use in the year that sentences name (OUT-27)."""

    SERVICES = "services"
    COUNSELLING = "counselling"
    CLINICAL = "clinical"
    THERAPY = "therapy"
    HEALTH = "health"
    HEALTH_BODIES = "health_bodies"
    LEGAL_TRAFFICKING = "legal_trafficking"
    LEGAL_VIOLENCE = "legal_violence"
    EDUCATION = "education"
    COURSES = "courses"
    SECTORS = "sectors"
    INSIDE = "activities_inside"
    OUTSIDE = "activities_outside"
    MONITORED_TOWNS = "monitored_towns"
    CHILDCARE = "childcare_services"
    AUDIENCES = "audiences"
    COORDINATION = "coordination_bodies"
    MUNICIPAL_SHARE = "municipal_share"
    SUPERVISION_FINDINGS = "supervision_findings"
    SUPERVISION_ADVICE = "supervision_recommendations"
    AID = "aid_contents"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a report says that is not a figure."""

    organisation: Organisation
    projects: tuple[Project, ...] = ()
    events: tuple[Event, ...] = ()
    publications: tuple[Publication, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    centres: tuple[Centre, ...] = ()
    topics: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    remarks: Mapping[str, Words] = field(default_factory=dict)

    def listed(self, group: str, *, project: str | None = None) -> tuple[Event, ...]:
        """The events of one list, oldest first; those without a date at the end."""
        chosen = (
            event
            for event in self.events
            if event.group == group and (project is None or event.project == project)
        )
        return tuple(sorted(chosen, key=_when))

    def words(self, topic: Topic) -> tuple[Words, ...]:
        """The words in use in the year under one topic; none when nothing was recorded."""
        return self.topics.get(topic, ())


def _when(event: Event) -> tuple[bool, dt.date, str]:
    start = event.span.start if event.span else dt.date.max
    return event.span is None, start, event.code


@dataclass(frozen=True)
class ProjectFigures:
    """What was computed for one project: its year, and from its first day to the year's end."""

    year: Results
    to_date: Results | None = None


@dataclass(frozen=True)
class Computed:
    """All that was computed for one report."""

    year: Results
    before: Results | None = None
    projects: Mapping[str, ProjectFigures] = field(default_factory=dict)
    centres: Mapping[str, Results] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
