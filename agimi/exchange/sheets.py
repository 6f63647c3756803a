"""The workbook: a sheet for each kind of record. Readers, template, export and reference rest on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agimi.access.records import Record
from agimi.activities import models as activities
from agimi.casework import models as casework
from agimi.casework.models.base import OfPerson
from agimi.exchange.columns import Choice, Column, Kind, columns_of
from agimi.exchange.words import Words, both, fold
from agimi.people import models as people
from agimi.programme import models as programme
from agimi.programme.choices import StaffRole


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A kind of record as a sheet; ``key`` is its name in file names and for programs."""

    key: str
    model: type[Record]
    title: Words
    about: Words
    columns: tuple[Column, ...]

    @property
    def names(self) -> set[str]:
        return {fold(self.title.sq), fold(self.title.en), fold(self.key)}

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    @property
    def references(self) -> Iterable[Column]:
        return (column for column in self.columns if column.target is not None)


def sheet(
    key: str,
    model: type[Record],
    title: Any,
    about: Any,
    *,
    more: tuple[Column, ...] = (),
    **changes: dict[str, Any],
) -> Sheet:
    """A sheet with the columns of its model; ``more`` are columns that no field stands for."""
    columns = columns_of(model, **changes)
    open_columns = tuple(column for column in columns if not column.is_sealed)
    sealed = tuple(column for column in columns if column.is_sealed)
    return Sheet(key, model, both(title), both(about), (*open_columns, *more, *sealed))


def identity(key: str, heading: Any, *, several: bool = False, help: Any = None) -> Column:  # noqa: A002
    """A column of the identity, which is encrypted as one document a person."""
    return Column(
        key=key,
        kind=Kind.IDENTITIES if several else Kind.IDENTITY,
        attribute=key,
        heading=both(heading),
        help=both(help) if help else None,
        most=500,
    )


POSTS = tuple(Choice(value, both(label)) for value, label in StaffRole.choices)
POST = {"kind": Kind.CHOICE, "choices": POSTS}
IDENTITY = (
    identity("first_name", _("First name")),
    identity("last_name", _("Surname")),
    identity("other_names", _("Other names")),
    identity("personal_number", _("Personal number")),
    identity("phones", _("Telephones"), several=True),
    identity("emails", _("E-mail addresses"), several=True),
    identity("address", _("Address")),
    identity(
        "safe_contact",
        _("Safe contact"),
        help=_("When and how this person may be contacted without danger."),
    ),
    identity("remarks", _("Remarks")),
)
OTHER_NAMES = Column(
    key="aliases",
    kind=Kind.NAMES,
    attribute="aliases",
    heading=both(_("Other names of the body")),
    help=both(_("All spellings and short names under which it appears in your papers.")),
    most=250,
)

# Kinds of record that no workbook holds, and why not.
LEFT_OUT: dict[type[Record], Words] = {
    casework.Approval: both(
        _("An approval is asked for and given on screen; what was approved is in the records.")
    ),
    casework.Attachment: both(_("Files do not fit into a table; they are taken out one by one.")),
    casework.Feedback: both(
        _("What survivors say of the help is hidden from those who gave it, and so from workbooks.")
    ),
}

SHEETS: tuple[Sheet, ...] = (
    # ── The organisation's own world ────────────────────────────────────────────────────────────
    sheet(
        "organisation",
        programme.Organisation,
        _("Organisation"),
        _("Your own name, words and addresses, as the reports print them. One row."),
    ),
    sheet(
        "list_values",
        programme.Code,
        _("List values"),
        _("The values of the open lists: services, topics, courses, sectors, kinds of event."),
    ),
    sheet("places", programme.Place, _("Places"), _("Counties, municipalities, units, villages.")),
    sheet(
        "bodies",
        programme.Body,
        pgettext_lazy("sheet", "Bodies"),
        _("Institutions and organisations outside, each once, with all its names."),
        more=(OTHER_NAMES,),
    ),
    sheet("sites", programme.Site, _("Sites"), _("Your shelters, centres, clubs, mobile units.")),
    sheet(
        "staff", programme.Staff, _("Staff"), _("Everybody who works for you, volunteers included.")
    ),
    sheet(
        "projects",
        programme.Project,
        _("Projects"),
        _("Projects with their period and places."),
    ),
    sheet("posts", programme.Post, _("Posts"), _("Who held which post, where and when.")),
    sheet(
        "professionals",
        programme.Professional,
        _("Professionals"),
        _("People at partner bodies whom you train, supervise or work with."),
    ),
    sheet(
        "project_bodies",
        programme.ProjectBody,
        _("Bodies of projects"),
        _("Donors, partners and implementers of each project."),
    ),
    sheet("targets", programme.Target, _("Targets"), _("What each project promised.")),
    sheet(
        "planned_activities",
        programme.PlannedActivity,
        _("Planned activities"),
        _("The plan of each project and how far it is."),
    ),
    sheet("campaigns", programme.Campaign, _("Campaigns"), _("Campaigns to which events belong.")),
    sheet(
        "funding", programme.Funding, _("Funding"), _("Who bears which share of a site or project.")
    ),
    sheet("income", programme.Income, _("Income"), _("Income from products and work.")),
    sheet("shifts", programme.Shift, _("Shifts"), _("Who was on duty when.")),
    sheet(
        "documents",
        programme.Document,
        _("Working documents"),
        _("Protocols, plans, models, curricula with their versions."),
    ),
    # ── People ──────────────────────────────────────────────────────────────────────────────────
    sheet(
        "people",
        people.Person,
        _("People"),
        _("Everybody you help, once, with one code for life. Names are encrypted."),
        more=IDENTITY,
    ),
    sheet(
        "civil_statuses",
        people.CivilStatus,
        _("Civil statuses"),
        _("Civil status with the day from which it holds."),
    ),
    sheet(
        "education_levels",
        people.Schooling,
        _("Education levels"),
        _("The level of education reached, as assessed on a day."),
    ),
    sheet(
        "groups",
        people.GroupMembership,
        _("Groups of people"),
        _("Groups that somebody belongs to, such as returned migrants."),
    ),
    sheet("family", people.FamilyLink, _("Family links"), _("Who is what to whom.")),
    sheet(
        "consents",
        people.Consent,
        _("Consents"),
        _("A consent for one purpose and one recipient, until withdrawn."),
    ),
    # ── Casework ────────────────────────────────────────────────────────────────────────────────
    sheet(
        "cases",
        casework.Case,
        _("Cases"),
        _("One stay in the programme each; a return is a new case."),
    ),
    sheet(
        "decisions",
        casework.IdentificationDecision,
        _("Identification decisions"),
        _("Potential or formally identified victim, by dated decisions."),
    ),
    sheet(
        "case_facts",
        casework.CaseFact,
        _("Profiles of cases"),
        _("Means of recruitment, forms of exploitation, countries, kinds of violence: one a row."),
        value={
            "kind": Kind.FACT,
            "help": _("A value of the list that the attribute names; for a country its name."),
        },
    ),
    sheet(
        "children",
        casework.CaseChild,
        _("Children of cases"),
        _("Each child, itself one of the people, with the parent's case."),
    ),
    sheet("team", casework.TeamMember, _("Case teams"), _("Who works on which case."), role=POST),
    sheet("phases", casework.Phase, _("Phases"), _("The phase a case was in, from when to when.")),
    sheet("placements", casework.Placement, _("Placements"), _("Where somebody lived and when.")),
    sheet(
        "referrals",
        casework.ReferralOut,
        _("Referrals to others"),
        _("Referrals to other bodies and their answers."),
        service={"lists": ("service", "outreach_service", "benefit")},
    ),
    sheet(
        "participations",
        casework.Participation,
        _("Participants of projects"),
        _("Who was helped under which project, by you or by a partner."),
    ),
    sheet(
        "case_meetings",
        casework.CaseMeeting,
        _("Meetings on cases"),
        _("Meetings with other institutions at which cases were discussed."),
    ),
    sheet(
        "assessments",
        casework.Assessment,
        _("Assessments"),
        _("Assessments on a day, with a score where there is one."),
        indicators={"lists": ("risk_indicator",)},
    ),
    sheet("plans", casework.Plan, _("Plans"), _("The versions of each plan.")),
    sheet("goals", casework.Goal, _("Goals"), _("The goals of plans.")),
    sheet("reviews", casework.PlanReview, _("Reviews of plans"), _("What helped, what hindered.")),
    sheet("tasks", casework.Task, _("Tasks"), _("What somebody has to do by a day.")),
    sheet(
        "appointments",
        casework.Appointment,
        _("Appointments"),
        _("What was agreed with somebody for a day and an hour, and whether it took place."),
    ),
    sheet(
        "absences",
        casework.Absence,
        _("Absences"),
        _("Who of the staff was away, and who stood in."),
    ),
    sheet(
        "handovers",
        casework.Handover,
        _("Handovers between shifts"),
        _("What one shift told the next."),
    ),
    sheet(
        "services",
        casework.Service,
        _("Services"),
        _("What was done for one person on one day: counselling, monitoring, accompanying."),
        role=POST,
        topics={"lists": ("topic", "clinical_issue", "legal_topic")},
    ),
    sheet(
        "legal_aid",
        casework.LegalAid,
        _("Legal aid"),
        _("Primary and secondary legal aid, in and outside the programme."),
        topics={"lists": ("legal_topic", "topic")},
    ),
    sheet(
        "proceedings",
        casework.Proceeding,
        _("Proceedings"),
        _("Proceedings and acts before courts and authorities."),
    ),
    sheet(
        "schooling",
        casework.SchoolEnrolment,
        pgettext_lazy("sheet", "School"),
        _("Pupils and students, one row a school year."),
    ),
    sheet("courses", casework.CourseEnrolment, _("Courses"), _("Vocational and language courses.")),
    sheet("jobs", casework.Job, _("Jobs"), _("Jobs of the people you help.")),
    sheet(
        "businesses", casework.Business, _("Businesses"), _("Businesses started with your help.")
    ),
    sheet("mentoring", casework.MentorMatch, _("Mentoring"), _("A mentor beside a person.")),
    sheet("housing", casework.HousingSupport, _("Housing support"), _("Help with the rent.")),
    sheet(
        "aid", casework.AidDelivery, _("Aid packages"), _("Packages delivered and what they held.")
    ),
    sheet(
        "items", casework.ItemGiven, _("Items given"), _("Books, supplies, tablets: given or lent.")
    ),
    sheet(
        "applications",
        casework.Application,
        _("Applications"),
        _("Applications for benefits and housing, with the answers."),
    ),
    sheet(
        "papers",
        casework.Paper,
        _("Personal documents"),
        _("Documents obtained; their numbers stand in the encrypted note."),
    ),
    sheet(
        "health",
        casework.HealthFollowUp,
        _("Health follow-ups"),
        _("Follow-ups that last: paediatric, pregnancy, psychiatric, chronic."),
        issues={"lists": ("health_issue",)},
    ),
    sheet(
        "medical_acts",
        casework.MedicalAct,
        _("Medical acts"),
        _("Tests, vaccines, consultations, medication."),
    ),
    # ── Activities ──────────────────────────────────────────────────────────────────────────────
    sheet(
        "publications",
        activities.Publication,
        _("Publications"),
        _("Guides, studies, brochures, films."),
    ),
    sheet(
        "sessions",
        activities.Session,
        _("Sessions and events"),
        _(
            "Everything done with several people, each once: clubs, therapy groups, trainings, events."
        ),
        topics={"lists": ("topic", "theme", "legal_topic")},
        audiences={"lists": ("audience",)},
    ),
    sheet(
        "attendances", activities.Attendance, _("Attendances"), _("Who, by code, was at a session.")
    ),
    sheet(
        "headcounts",
        activities.Headcount,
        _("Head-counts"),
        _("How many girls, boys, women, men were at a session."),
    ),
    sheet(
        "enrolments",
        activities.CentreEnrolment,
        _("Enrolments at centres"),
        _("Who uses which service of a centre, from when to when."),
    ),
    sheet(
        "contacts",
        activities.Contact,
        _("Contacts in the field"),
        _("Whom the mobile units met; people are counted, not named."),
        issues={"lists": ("outreach_issue", "risk_indicator")},
        referred_to={"lists": ("outreach_service",)},
    ),
    sheet(
        "identifications",
        activities.Identification,
        _("Identifications"),
        _("Potential victims identified by the mobile units."),
        indicators={"lists": ("risk_indicator",)},
    ),
    sheet("calls", activities.Call, _("Calls"), _("Calls to the hotline.")),
    sheet(
        "supervisions",
        activities.Supervision,
        _("Supervision"),
        _("Supervision of staff and of professionals of partners."),
    ),
    sheet("agreements", activities.Agreement, _("Agreements"), _("Agreements with institutions.")),
    sheet(
        "materials",
        activities.Distribution,
        _("Materials handed out"),
        _("Information material handed out or put up."),
    ),
    sheet(
        "court_decisions",
        activities.CourtDecision,
        _("Court decisions"),
        _("Court decisions that were monitored."),
    ),
    sheet(
        "surveys", activities.Survey, _("Questionnaires"), _("Questionnaires and feedback forms.")
    ),
    sheet(
        "findings", activities.Finding, _("Findings"), _("Challenges, lessons, recommendations.")
    ),
    sheet(
        "volunteers", activities.Volunteering, _("Volunteers"), _("Volunteers and their groups.")
    ),
    sheet("schedules", activities.Schedule, _("Schedules"), _("What recurs every week or month.")),
)
SHEET_OF_MODEL = {each.model: each for each in SHEETS}
SHEET_BY_NAME = {name: each for each in SHEETS for name in each.names}
INSTRUCTIONS = both(_("Instructions"))
CHOICES_SHEET = both(_("Choices"))
SUPPORT_SHEETS = {fold(words.sq) for words in (INSTRUCTIONS, CHOICES_SHEET)} | {
    fold(words.en) for words in (INSTRUCTIONS, CHOICES_SHEET)
}


def in_order_of_need() -> list[Sheet]:
    """The sheets so that each comes after those it refers to."""
    graph = {each: needs(each) for each in SHEETS}
    order: TopologicalSorter[Sheet] = TopologicalSorter(graph)
    return list(order.static_order())


def needs(wanting: Sheet) -> list[Sheet]:
    """The sheets whose records a sheet refers to."""
    found = [SHEET_OF_MODEL.get(column.target) for column in wanting.references]  # type: ignore[arg-type]
    if issubclass(wanting.model, OfPerson):
        # Whether a case is a child's own case stands there.
        found.append(SHEET_OF_MODEL[casework.CaseChild])
    return [each for each in found if each is not None and each is not wanting]
