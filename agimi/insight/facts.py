"""From the records to the facts of a report: the organisation, its projects, its lists.

The one place where the words of a report (names, titles, lists of events) leave
the database; the figures leave it through ``load``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import override

from agimi.activities.choices import HeadRole, Organiser, SessionGroup, SessionState
from agimi.activities.models import (
    Agreement,
    CentreEnrolment,
    Finding,
    Headcount,
    Publication,
    Session,
)
from agimi.casework.choices import ServiceGroup
from agimi.casework.models import (
    CourseEnrolment,
    HealthFollowUp,
    Job,
    LegalAid,
    MedicalAct,
    Service,
)
from agimi.insight.report import facts
from agimi.insight.results import Period, Quality
from agimi.insight.text import LANGUAGES, Language, Text
from agimi.programme.choices import ProjectRole, SiteKind
from agimi.programme.models import (
    Code,
    Funding,
    Organisation,
    Project,
    ProjectBody,
    Site,
)
from agimi.programme.models import Target as ProjectTarget

EventList, Topic = facts.EventList, facts.Topic
_LIMIT = 40  # words of one list that a sentence can carry


def gather(period: Period) -> facts.Facts:
    """The facts of one period; few queries, whatever the number of records."""
    return facts.Facts(
        organisation=_organisation(),
        projects=_projects(period),
        events=_events(period),
        publications=_publications(period),
        agreements=_agreements(period),
        centres=_centres(period),
        topics=_topics(period),
    )


def both(value: Any) -> Text:
    """A translated label as a text in both languages."""
    words: dict[Language, str] = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = str(value)
    return Text(sq=words["sq"], en=words["en"])


def named(row: Any, field: str = "name") -> Text:
    """The bilingual name or title of a record; one language stands in for a missing other."""
    sq, en = getattr(row, f"{field}_sq"), getattr(row, f"{field}_en")
    return Text(sq=sq or en, en=en or sq)


def _organisation() -> facts.Organisation:
    row = Organisation.objects.first()
    lines = Code.objects.filter(list="area_of_work", retired_on=None).order_by("position")
    if row is None:
        unnamed = Text(sq="Organizata", en="The organisation")
        return facts.Organisation(name=unnamed, lines_of_work=tuple(map(named, lines)))
    return facts.Organisation(
        name=named(row),
        vision=named(row, "vision") if row.vision_sq or row.vision_en else None,
        mission=named(row, "mission") if row.mission_sq or row.mission_en else None,
        lines_of_work=tuple(map(named, lines)),
        address=row.address,
        phone=row.phone,
        email=row.email,
        website=row.website,
        social=tuple(str(value) for value in row.social.values()),
    )


def running(period: Period) -> QuerySet[Project]:
    """The projects that run on any day of a period."""
    open_end = Q(ended_on=None) | Q(ended_on__gte=period.start)
    return Project.objects.filter(open_end, started_on__lte=period.end).order_by(
        "started_on", "code"
    )


def _projects(period: Period) -> tuple[facts.Project, ...]:
    rows = running(period).prefetch_related(
        Prefetch("roles", ProjectBody.objects.select_related("body").order_by("pk")),
        Prefetch("targets", ProjectTarget.objects.order_by("pk")),
        "places",
        "plan",
    )
    return tuple(_project(row) for row in rows)


def _project(row: Any) -> facts.Project:
    donors = (ProjectRole.DONOR, ProjectRole.LEAD)
    roles = list(row.roles.all())
    return facts.Project(
        code=row.code,
        title=named(row, "title"),
        span=facts.Span(row.started_on, row.ended_on, by_month=row.date_precision != "day"),
        donors=tuple(_party(role) for role in roles if role.role in donors),
        partners=tuple(_party(role) for role in roles if role.role not in donors),
        places=tuple(named(place) for place in row.places.all()),
        goal=named(row, "goal") if row.goal_sq or row.goal_en else "",
        activities=tuple(named(item, "title") for item in row.plan.all()),
        targets=tuple(
            facts.Target(named(t, "label"), t.value, t.bound == "at_least", t.indicator)
            for t in row.targets.all()
        ),
    )


def _party(role: Any) -> facts.Party:
    return facts.Party(named(role.body), both(ProjectRole(role.role).label))


def _events(period: Period) -> tuple[facts.Event, ...]:
    heads = Headcount.objects.filter(role=HeadRole.PARTICIPANT)
    rows = (
        Session.objects.filter(on__range=(period.start, period.end), state=SessionState.HELD)
        .filter(kind__group__in=_LISTED)
        .exclude(site__kind=SiteKind.SOCIAL_CLUB, projects=None)
        .select_related("kind", "site", "place", "venue")
        .prefetch_related(
            "audiences",
            "topics",
            "projects__area_of_work",
            "partners",
            "attendances",
            Prefetch("headcounts", heads, to_attr="participants"),
        )
        .order_by("on", "code")
    )
    return tuple(_event(row) for row in rows)


def _event(row: Any) -> facts.Event:
    projects = list(row.projects.all())
    return facts.Event(
        code=row.code,
        kind=named(row.kind),
        span=facts.Span(row.on, row.ended_on, by_month=row.date_precision != "day"),
        topic=_topic(row),
        place=_place(row),
        unit=named(row.site) if row.site else "",
        participants=count_of(row.participants, len(row.attendances.all())),
        audience=_list(named(audience) for audience in row.audiences.all()),
        with_whom=_list(named(body) for body in row.partners.all()),
        group=_listed_in(row, projects),
        project=projects[0].code if projects else "",
    )


def count_of(heads: Iterable[Any], attended: int) -> facts.Count:
    """How many took part: those counted and those named, and how sure the sum is (RUL-14)."""
    lines = list(heads)
    known = [line.number for line in lines if line.number is not None]
    if not known and not attended:
        return facts.Count(None)
    bounds = {line.bound for line in lines}
    total = sum(known) + attended
    if "unknown" in bounds:
        return facts.Count(total, Quality.INCOMPLETE)
    if "at_least" in bounds:
        return facts.Count(total, Quality.AT_LEAST)
    return facts.Count(total, Quality.ABOUT if "about" in bounds else Quality.EXACT)


def _topic(row: Any) -> facts.Words:
    if row.title_sq or row.title_en:
        return named(row, "title")
    return _list(named(topic) for topic in row.topics.all())


def _place(row: Any) -> facts.Words:
    parts = []
    if row.venue_name:
        parts.append(Text(sq=row.venue_name, en=row.venue_name))
    elif row.venue:
        parts.append(named(row.venue))
    if row.place and not any(row.place.name_sq in part.sq for part in parts):
        parts.append(named(row.place))
    return _list(parts)


def _list(items: Iterable[Text]) -> facts.Words:
    texts = list(items)
    if not texts:
        return ""
    return Text(sq=", ".join(t.sq for t in texts), en=", ".join(t.en for t in texts))


_G = SessionGroup
_ALWAYS = {
    _G.TRAINING: EventList.TRAININGS,
    _G.BENEFICIARY_TRAINING: EventList.BENEFICIARY_TRAININGS,
    _G.ROUNDTABLE: EventList.ROUNDTABLES,
    _G.OPEN_DAY: EventList.OPEN_DAYS,
    _G.EXCHANGE: EventList.STAFF,
    _G.COORDINATION: EventList.COORDINATION,
    _G.VISIT: EventList.VISITS_AND_FAIRS,
    _G.FAIR: EventList.VISITS_AND_FAIRS,
    _G.CAMP: EventList.VISITS_AND_FAIRS,
}
_LISTED = (
    *_ALWAYS,
    _G.MEETING,
    _G.FOCUS_GROUP,
    _G.INFORMATION_SESSION,
    _G.AWARENESS_ACTIVITY,
    _G.WORKSHOP,
    _G.CONFERENCE,
    _G.FORUM,
    _G.CAMPAIGN,
)


def _listed_in(row: Any, projects: list[Any]) -> str:
    """The list of the report an event stands in; each event stands in one (RUL-08)."""
    group = row.kind.group
    lines = {p.area_of_work.key for p in projects if p.area_of_work}
    if row.organiser == Organiser.JOINED:
        return EventList.COORDINATION
    if group in _ALWAYS:
        return _ALWAYS[group]
    if row.school_level and group in (_G.INFORMATION_SESSION, _G.AWARENESS_ACTIVITY):
        return EventList.SCHOOLS
    if "advocacy" in lines:
        return EventList.ADVOCACY
    if "staff_training" in lines:
        return EventList.STAFF
    if group in (_G.MEETING, _G.FOCUS_GROUP):
        return _meeting_list(row, lines)
    return EventList.AWARENESS


def _meeting_list(row: Any, lines: set[str]) -> str:
    if "free_legal_service" in lines:
        return EventList.LEGAL_MEETINGS
    if any(audience.group == "professionals" for audience in row.audiences.all()):
        return EventList.PROFESSIONALS
    return EventList.FOCUS_GROUPS if row.kind.group == _G.FOCUS_GROUP else EventList.PROFESSIONALS


def _publications(period: Period) -> tuple[facts.Publication, ...]:
    rows = (
        Publication.objects.filter(on__range=(period.start, period.end))
        .select_related("kind", "project")
        .prefetch_related("partners")
        .order_by("on", "code")
    )
    return tuple(
        facts.Publication(
            title=named(row, "title"),
            kind=named(row.kind),
            published_on=row.on if row.date_precision == "day" else None,
            address=row.link,
            with_whom=tuple(named(body) for body in row.partners.all()),
            project=row.project.code if row.project else "",
        )
        for row in rows
    )


def _agreements(period: Period) -> tuple[facts.Agreement, ...]:
    rows = Agreement.objects.filter(signed_on__range=(period.start, period.end))
    return tuple(
        facts.Agreement(named(row.body), named(row, "subject"), row.signed_on)
        for row in rows.select_related("body").order_by("signed_on", "code")
    )


def _centres(period: Period) -> tuple[facts.Centre, ...]:
    kinds = (SiteKind.CHILDCARE_CENTRE, SiteKind.COMMUNITY_CENTRE, SiteKind.SOCIAL_CLUB)
    open_end = Q(ended_on=None) | Q(ended_on__gte=period.start)
    sites = (
        Site.objects.filter(open_end, kind__in=kinds, started_on__lte=period.end)
        .select_related("place")
        .order_by("started_on", "code")
    )
    offers, donors = _offers(period), _shares(period)
    return tuple(
        facts.Centre(
            code=site.code,
            name=named(site),
            place=site.place.name_sq if site.place and not site.confidential_location else "",
            opened_on=site.started_on,
            donors=donors.get(site.pk, ()),
            offers=offers.get(site.pk, ()),
        )
        for site in sites
    )


def _shares(period: Period) -> Mapping[int, tuple[facts.Party, ...]]:
    """The bodies that bear a part of a site's cost in the year in which the period ends."""
    found: dict[int, list[facts.Party]] = defaultdict(list)
    shares = Funding.objects.filter(year=period.end.year).exclude(site=None)
    for share in shares.select_related("body").order_by("pk"):
        if share.site_id is not None:
            found[share.site_id].append(facts.Party(named(share.body)))
    return {site: tuple(parties) for site, parties in found.items()}


def _offers(period: Period) -> Mapping[int, tuple[Text, ...]]:
    open_end = Q(ended_on=None) | Q(ended_on__gte=period.start)
    pairs = (
        CentreEnrolment.objects.filter(open_end, started_on__lte=period.end)
        .values_list("site", "service__name_sq", "service__name_en", "service__position")
        .distinct()
        .order_by("site", "service__position")
    )
    found: dict[int, list[Text]] = defaultdict(list)
    for site, sq, en, _position in pairs:
        found[site].append(Text(sq=sq, en=en))
    return {site: tuple(texts) for site, texts in found.items()}


def _topics(period: Period) -> dict[str, tuple[facts.Words, ...]]:
    days = (period.start, period.end)
    services = Service.objects.filter(on__range=days)
    counselling = services.filter(kind__group=ServiceGroup.COUNSELLING)
    therapies = Session.objects.filter(
        on__range=days,
        kind__group__in=(_G.ART_THERAPY, _G.OCCUPATIONAL_THERAPY),
        state=SessionState.HELD,
    )
    social = Session.objects.filter(on__range=days, kind__group=_G.SOCIAL, state=SessionState.HELD)
    aid = _lasting(LegalAid, period)
    found = {
        Topic.SERVICES: _words(services, "kind"),
        Topic.COUNSELLING: _words(counselling, "topics", topics__list="topic"),
        Topic.CLINICAL: _words(counselling, "topics", topics__list="clinical_issue"),
        Topic.THERAPY: _words(therapies, "topics"),
        Topic.HEALTH: _words(MedicalAct.objects.filter(on__range=days), "issue"),
        Topic.HEALTH_BODIES: _words(_lasting(HealthFollowUp, period), "institution"),
        Topic.LEGAL_TRAFFICKING: _words(aid.filter(category="trafficking"), "topics"),
        Topic.LEGAL_VIOLENCE: _words(aid.filter(category__in=("domestic", "sexual")), "topics"),
        Topic.EDUCATION: _words(services.filter(kind__group=ServiceGroup.EDUCATION), "topics"),
        Topic.COURSES: _words(_lasting(CourseEnrolment, period), "course"),
        Topic.SECTORS: _words(_lasting(Job, period), "sector"),
        Topic.INSIDE: _words(social.filter(site__kind=SiteKind.SHELTER), "kind"),
        Topic.OUTSIDE: _words(social.exclude(site__kind=SiteKind.SHELTER), "kind"),
        Topic.MONITORED_TOWNS: _words(
            services.filter(kind__group=ServiceGroup.MONITORING), "place"
        ),
        Topic.AUDIENCES: _words(
            Session.objects.filter(on__range=days, state=SessionState.HELD), "audiences"
        ),
        Topic.MUNICIPAL_SHARE: _words(Funding.objects.filter(year=period.end.year), "body"),
        Topic.SUPERVISION_FINDINGS: _findings(days, "challenge"),
        Topic.SUPERVISION_ADVICE: _findings(days, "recommendation"),
        Topic.CHILDCARE: tuple(
            map(named, Code.objects.filter(list="childcare_service", retired_on=None))
        ),
    }
    return {str(topic): words for topic, words in found.items() if words}


def _lasting(model: Any, period: Period) -> Any:
    open_end = Q(ended_on=None) | Q(ended_on__gte=period.start)
    return model.objects.filter(open_end, started_on__lte=period.end)


def _words(rows: Any, field: str, **conditions: str) -> tuple[facts.Words, ...]:
    """The bilingual names in use in one field, the commonest list order first."""
    pairs = (
        rows.filter(**{f"{field}__isnull": False}, **conditions)
        .order_by()
        .values_list(f"{field}__name_sq", f"{field}__name_en")
        .distinct()
    )
    return tuple(Text(sq=sq, en=en) for sq, en in sorted(pairs)[:_LIMIT])


def _findings(days: tuple[dt.date, dt.date], kind: str) -> tuple[facts.Words, ...]:
    rows = Finding.objects.filter(on__range=days, kind=kind).order_by("on", "pk")
    return tuple(named(row, "text") for row in rows[:_LIMIT])
