"""Frames: the records as tables of plain columns, the schema on which every figure rests.

A frame holds no names and no texts: people, cases and the rest are database numbers that mean
nothing outside, lists are their codes. ``load.py`` fills the frames from the database; tests fill
them from small tables on the page. An empty cell means "not recorded", whatever the column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type and what it says."""

    dtype: pl.DataType
    meaning: str


@dataclass(frozen=True)
class Frame:
    """One table of records: its name, what one row is, its columns."""

    name: str
    meaning: str
    columns: Mapping[str, Column]

    @property
    def schema(self) -> pl.Schema:
        return pl.Schema({name: column.dtype for name, column in self.columns.items()})

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.schema)


FRAMES: dict[str, Frame] = {}


def frame(name: str, meaning: str, **columns: Column) -> Frame:
    """Declare a frame."""
    declared = Frame(name, meaning, MappingProxyType(columns))
    if name in FRAMES:
        raise ValueError(f"the frame {name} is declared twice")
    FRAMES[name] = declared
    return declared


def number(meaning: str) -> Column:
    """The database number of a record: tells records apart and joins them, says nothing else."""
    return Column(pl.Int64(), meaning)


def count(meaning: str) -> Column:
    return Column(pl.Int32(), meaning)


def day(meaning: str) -> Column:
    return Column(pl.Date(), meaning)


def word(meaning: str) -> Column:
    """A code of a list; kept once, however many rows have it."""
    return Column(pl.Categorical(), meaning)


def yes_no(meaning: str) -> Column:
    return Column(pl.Boolean(), meaning)


# ── People ──────────────────────────────────────────────────────────────────────────────────────

PERSONS = frame(
    "persons",
    "A person, whatever the organisation does for them.",
    person=number("the person"),
    sex=word("female, male"),
    birth_date=day("date of birth; a year alone stands as 1 July, a month as its 15th"),
    nationality_status=word("albanian, foreign, stateless"),
    origin=word("country of origin, ISO 3166-1 alpha-2"),
    municipality=number("place of origin"),
    residence=number("place of residence"),
    area=word("urban, rural"),
    disability=word("none, or its kind"),
)
CIVIL_STATUSES = frame(
    "civil_statuses",
    "A civil status from a day on.",
    person=number("whose"),
    civil_status=word("single, married, …"),
    since=day("the day from which it holds"),
)
GROUP_MEMBERSHIPS = frame(
    "group_memberships",
    "Somebody's belonging to a group.",
    person=number("who"),
    group_code=number("the group, a value of a list"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)

# ── Casework ────────────────────────────────────────────────────────────────────────────────────

CASES = frame(
    "cases",
    "A stay in the programme.",
    case=number("the case"),
    person=number("whose case"),
    category=word("trafficking, violence"),
    opened_on=day("opened"),
    closed_on=day("closed; empty while open"),
    closing_reason=word("why it was closed"),
    outcome=word("what was reached"),
    referred_by=number("the body that referred it"),
    site=number("the site"),
)
CASE_CHILDREN = frame(
    "case_children",
    "A child helped with its parent's case.",
    tie=number("the tie"),
    case=number("the parent's case"),
    child=number("the child, a person"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
DECISIONS = frame(
    "decisions",
    "A dated decision on the legal status of a victim of trafficking.",
    case=number("the case"),
    identification=word("potential, formal, not_a_victim"),
    decided_on=day("decided"),
)
CASE_FACTS = frame(
    "case_facts",
    "One value of an attribute that may have several.",
    case=number("the case"),
    kind=word("recruitment, exploitation, exploitation_country, violence, control"),
    value=word("the value"),
)
PHASES = frame(
    "phases",
    "A phase of the programme that a case is in.",
    case=number("the case"),
    phase=count("1, 2, 3"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
PLACEMENTS = frame(
    "placements",
    "Where somebody lives.",
    stay=number("the stay"),
    person=number("who"),
    placement=word("shelter, rented_apartment, family, independent"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
PARTICIPATIONS = frame(
    "participations",
    "Somebody's part in a project.",
    participation=number("the part"),
    person=number("who"),
    project=number("the project"),
    participant=word("survivor, child, family_member, …"),
    served_by=number("the partner that serves the person; empty: the organisation itself"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
SERVICES = frame(
    "services",
    "One service to one person on one day.",
    service=number("the service"),
    person=number("to whom"),
    case=number("under which case; empty for clients outside the programme"),
    kind=number("what, a value of the catalogue of services"),
    on=day("the day"),
    role=word("the post in which it was given"),
    mode=word("in_person, phone, online"),
    site=number("the site"),
)
SERVICE_TOPICS = frame(
    "service_topics",
    "A topic of a service.",
    service=number("the service"),
    topic=number("the topic, a value of a list"),
)
SERVICE_PROJECTS = frame(
    "service_projects",
    "A project under which a service was given.",
    service=number("the service"),
    project=number("the project"),
)
ASSESSMENTS = frame(
    "assessments",
    "An assessment on a day.",
    assessment=number("the assessment"),
    person=number("of whom"),
    case=number("under which case"),
    kind=word("psychosocial, medical, legal_needs, educational, aid_needs, …"),
    on=day("the day"),
    informed_of_rights=yes_no("whether the person was informed of their rights"),
)
PLANS = frame(
    "plans",
    "A version of a plan.",
    case=number("the case"),
    kind=word("reintegration, education, care"),
    made_on=day("made"),
    approved_on=day("approved; empty while a draft"),
)
LEGAL_AID = frame(
    "legal_aid",
    "Legal aid of one level to one client.",
    legal_aid=number("the legal aid"),
    person=number("the client"),
    case=number("the client's case; empty for clients outside the programme"),
    level=word("primary, secondary"),
    client_group=word("trafficking, domestic, sexual, other"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
    district=number("the place"),
    project=number("the project"),
)
PROCEEDINGS = frame(
    "proceedings",
    "A proceeding before a court or authority.",
    proceeding=number("the proceeding"),
    legal_aid=number("the legal aid it belongs to"),
    person=number("the client"),
    kind=number("the kind, a value of a list"),
    law_area=word("criminal, civil, administrative"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
SCHOOL_ENROLMENTS = frame(
    "school_enrolments",
    "A pupil or student at a school.",
    enrolment=number("the enrolment"),
    person=number("who"),
    school_level=word("kindergarten, primary, …"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
COURSE_ENROLMENTS = frame(
    "course_enrolments",
    "Somebody on a course.",
    enrolment=number("the enrolment"),
    person=number("who"),
    course=number("the course, a value of a list"),
    provider=number("the body that gives it"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
JOBS = frame(
    "jobs",
    "Somebody's job.",
    job=number("the job"),
    person=number("who"),
    sector=number("the sector, a value of a list"),
    full_time=yes_no("whether full time"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
BUSINESSES = frame(
    "businesses",
    "A business that somebody started.",
    business=number("the business"),
    person=number("whose"),
    kind=number("the kind, a value of a list"),
    started_on=day("started"),
    plan_made_on=day("business plan made"),
    registered_on=day("registered"),
    project=number("the project"),
)
MENTOR_MATCHES = frame(
    "mentor_matches",
    "A mentor beside a person.",
    match=number("the match"),
    person=number("who is helped"),
    mentor=number("the mentor, a staff member"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
FOLLOW_UPS = frame(
    "follow_ups",
    "A health follow-up that lasts.",
    follow_up=number("the follow-up"),
    person=number("of whom"),
    followup=word("vaccination_paediatric, pregnancy_delivery, psychiatric_care, …"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
MEDICAL_ACTS = frame(
    "medical_acts",
    "A test, vaccine or consultation on a day.",
    act=number("the act"),
    person=number("of whom"),
    case=number("under which case"),
    test=word("blood_count, covid19, …"),
    on=day("the day"),
    result=word("normal, positive, …"),
)
AID_DELIVERIES = frame(
    "aid_deliveries",
    "An aid package delivered.",
    delivery=number("the delivery"),
    person=number("to whom"),
    on=day("the day"),
    food=yes_no("held food"),
    hygiene=yes_no("held hygiene items"),
    rent_months=count("months of rent paid with it"),
    project=number("the project"),
)
AID_CHILDREN = frame(
    "aid_children",
    "A child reached by an aid package.",
    delivery=number("the delivery"),
    child=number("the child, a person"),
)
HOUSING_SUPPORTS = frame(
    "housing_supports",
    "Help with the rent.",
    support=number("the support"),
    person=number("to whom"),
    housing=word("rent_subsidy, rent_payment, rent_bonus, social_housing"),
    months=count("months"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
    project=number("the project"),
)
ITEMS_GIVEN = frame(
    "items_given",
    "Something given or lent.",
    given=number("the gift"),
    person=number("to whom"),
    item=number("what, a value of a list"),
    on=day("the day"),
)
APPLICATIONS = frame(
    "applications",
    "An application for a benefit.",
    application=number("the application"),
    person=number("for whom"),
    benefit=number("the benefit, a value of a list"),
    on=day("the day"),
    answer=word("pending, accepted, refused, …"),
)
PAPERS = frame(
    "papers",
    "A personal document.",
    paper=number("the paper"),
    person=number("whose"),
    paper_kind=word("id_card, passport, health_card, jobseeker, …"),
    on=day("issued, registered or handed out"),
    channel=word("office, embassy, e_albania, own"),
)
REFERRALS_OUT = frame(
    "referrals_out",
    "A referral to another body.",
    referral=number("the referral"),
    person=number("of whom"),
    to=number("the body"),
    on=day("the day"),
    answer=word("pending, accepted, refused, …"),
)

# ── Activities ──────────────────────────────────────────────────────────────────────────────────

SESSIONS = frame(
    "sessions",
    "A session or event that was held; one row however many days, chapters and projects.",
    session=number("the session"),
    event=word("its code"),
    kind=number("the kind, a value of a list"),
    on=day("the first day"),
    days=count("days it lasted"),
    site=number("the site that held it"),
    place=number("the place"),
    venue=number("the venue, a body"),
    organiser=word("own, joint, joined"),
    campaign=number("the campaign"),
)
SESSION_PROJECTS = frame(
    "session_projects",
    "A project to which a session belongs.",
    session=number("the session"),
    project=number("the project"),
)
SESSION_TOPICS = frame(
    "session_topics",
    "A topic or theme of a session.",
    session=number("the session"),
    topic=number("the topic, a value of a list"),
)
SESSION_AUDIENCES = frame(
    "session_audiences",
    "An audience of a session.",
    session=number("the session"),
    audience=number("the audience, a value of a list"),
)
SESSION_PARTNERS = frame(
    "session_partners",
    "A body with which a session was held.",
    session=number("the session"),
    body=number("the body"),
)
SESSION_STAFF = frame(
    "session_staff",
    "A staff member who held a session.",
    session=number("the session"),
    staff=number("the staff member"),
)
ATTENDANCES = frame(
    "attendances",
    "A named person at a session.",
    attendance=number("the attendance"),
    session=number("the session"),
    person=number("who"),
)
HEADCOUNTS = frame(
    "headcounts",
    "A number of people at a session.",
    headcount=number("the count"),
    session=number("the session"),
    group=word("girls, boys, women, men, not_stated"),
    head_role=word("participant, collaborator, trainer, present"),
    number=count("how many; empty where not stated"),
    bound=word("exact, about, at_least, unknown"),
    audience=number("the audience, a value of a list"),
    body=number("the body that sent them"),
)
ENROLMENTS = frame(
    "enrolments",
    "Somebody using a service of a centre.",
    enrolment=number("the enrolment"),
    person=number("who"),
    site=number("the centre"),
    service=number("the service, a value of a list"),
    mother=number("the mother or carer, a person"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
    project=number("the project"),
)
CONTACTS = frame(
    "contacts",
    "A contact of a mobile unit in the field.",
    contact=number("the contact"),
    site=number("the mobile unit"),
    contacted=word("person, professional, institution, liaison"),
    on=day("the day"),
    adults=count("adults met"),
    minors=count("minors met"),
    place=number("the area"),
)
IDENTIFICATIONS = frame(
    "identifications",
    "A potential victim identified by a mobile unit.",
    identification=number("the identification"),
    site=number("the mobile unit"),
    on=day("the day"),
    person=number("the potential victim"),
)
IDENTIFIED_CHILDREN = frame(
    "identified_children",
    "A child with an identified potential victim.",
    identification=number("the identification"),
    child=number("the child, a person"),
)
CALLS = frame(
    "calls",
    "A call to the advisory line.",
    call=number("the call"),
    on=day("the day"),
    person=number("the caller, where known"),
    call_order=word("first, repeat, unknown"),
    topic=number("the topic, a value of a list"),
    project=number("the project"),
)
SUPERVISIONS = frame(
    "supervisions",
    "A supervision session of one professional or staff member.",
    supervision=number("the session"),
    on=day("the day"),
    professional=number("the professional of a partner"),
    staff=number("the staff member"),
    centre=number("the centre, a body"),
    project=number("the project"),
)
PUBLICATIONS = frame(
    "publications",
    "Something published.",
    publication=number("the publication"),
    kind=number("the kind, a value of a list"),
    on=day("published"),
    project=number("the project"),
)
PUBLICATION_PARTNERS = frame(
    "publication_partners",
    "A body with which something was published.",
    publication=number("the publication"),
    body=number("the body"),
)
AGREEMENTS = frame(
    "agreements",
    "An agreement with a body.",
    agreement=number("the agreement"),
    body=number("the body"),
    on=day("signed"),
    site=number("the site it is for"),
    project=number("the project"),
)
COURT_DECISIONS = frame(
    "court_decisions",
    "A court decision that was monitored.",
    decision=number("the decision"),
    on=day("monitored"),
    project=number("the project"),
)
DISTRIBUTIONS = frame(
    "distributions",
    "Information material handed out or put up.",
    distribution=number("the distribution"),
    material=number("the material, a value of a list"),
    on=day("the day"),
    site=number("the site"),
    copies=count("copies; empty where not counted"),
)

# ── The organisation's own world ────────────────────────────────────────────────────────────────

CODES = frame(
    "codes",
    "A value of an open list.",
    code=number("the value"),
    list=word("the list"),
    key=word("its stable key"),
    counts_as=word("the structural group it counts under"),
)
PLACES = frame(
    "places",
    "A place.",
    place=number("the place"),
    key=word("its code"),
    level=word("county, municipality, unit, village, border_point"),
    municipality=number("the municipality it lies in; itself for a municipality"),
    county=number("the county it lies in; itself for a county"),
)
BODIES = frame(
    "bodies",
    "A body outside the organisation.",
    body=number("the body"),
    key=word("its code"),
    kind=word("police, ngo, school, self, …"),
    referral_group=word("municipalities, organisations, other"),
)
SITES = frame(
    "sites",
    "A site of the organisation.",
    site=number("the site"),
    key=word("its code"),
    site_kind=word("shelter, community_centre, mobile_unit, …"),
    started_on=day("opened"),
    ended_on=day("closed; empty while open"),
)
POSTS = frame(
    "posts",
    "A post that a staff member holds.",
    post=number("the post"),
    staff=number("who"),
    role=word("the post's role"),
    site=number("where"),
    project=number("the project that pays it"),
    started_on=day("from"),
    ended_on=day("to; empty while it lasts"),
)
PROJECTS = frame(
    "projects",
    "A project.",
    project=number("the project"),
    key=word("its code"),
    started_on=day("from"),
    ended_on=day("to; empty where the end is open"),
)
PROJECT_PLACES = frame(
    "project_places",
    "A place in which a project works.",
    project=number("the project"),
    place=number("the place"),
)
PROJECT_BODIES = frame(
    "project_bodies",
    "A body with a role in a project.",
    project=number("the project"),
    body=number("the body"),
    partner_role=word("donor, lead, partner, subgrantee, …"),
)
TARGETS = frame(
    "targets",
    "What a project promised.",
    target_number=number("the target"),
    project=number("the project"),
    key=word("its key within the project"),
    value=count("the number promised"),
    bound=word("exact, about, at_least"),
)


class Records:
    """The records of one evaluation, frame by frame. Asking for a frame not read is an error."""

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        unknown = frames.keys() - FRAMES.keys()
        if unknown:
            raise KeyError(f"no such frames: {', '.join(sorted(unknown))}")
        self._frames = dict(frames)

    @classmethod
    def only(cls, frames: Mapping[str, pl.DataFrame]) -> Records:
        """These records and no others: every other frame is empty."""
        empty = {name: frame.empty() for name, frame in FRAMES.items()}
        return cls({**empty, **frames})

    def __getitem__(self, name: str) -> pl.LazyFrame:
        return self._frames[name].lazy()

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)
