"""Structural lists about the organisation's own world."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SiteKind(TextChoices):
    """ORG-06."""

    SHELTER = "shelter", _("Shelter")
    OFFICE = "office", _("Office")
    EDUCATION_CENTRE = "education_centre", _("Education and training centre")
    SOCIAL_CLUB = "social_club", _("Social club")
    CHILDCARE_CENTRE = "childcare_centre", _("Childcare centre")
    COMMUNITY_CENTRE = "community_centre", _("Community centre")
    MOBILE_UNIT = "mobile_unit", _("Mobile unit")


class PlaceKind(TextChoices):
    """PLC-01: county > municipality > administrative unit > village."""

    COUNTY = "county", _("County")
    MUNICIPALITY = "municipality", _("Municipality")
    UNIT = "unit", _("Administrative unit")
    VILLAGE = "village", _("Village or neighbourhood")
    BORDER_POINT = "border_point", _("Border point")


class BodyKind(TextChoices):
    """What a body is (PAR-01)."""

    MINISTRY = "ministry", _("Ministry or central institution")
    MUNICIPALITY = "municipality", _("Municipality")
    MUNICIPAL_UNIT = "municipal_unit", _("Administrative unit or child-protection unit")
    DV_COORDINATOR = "dv_coordinator", _("Local coordinator against domestic violence")
    SOCIAL_SERVICES = "social_services", _("Social services")
    POLICE = "police", _("Police")
    BORDER_POLICE = "border_police", _("Border police")
    PROSECUTION = "prosecution", _("Prosecution")
    COURT = "court", _("Court")
    STATE_SHELTER = "state_shelter", _("State shelter")
    CHILDRENS_HOME = "childrens_home", _("Children's home")
    NGO = "ngo", _("Non-governmental organisation")
    FAITH = "faith", _("Faith organisation")
    MOBILE_UNIT = "mobile_unit", _("Mobile unit")
    COMMUNITY_CENTRE = "community_centre", _("Community centre")
    UN = "un", _("United Nations or international organisation")
    EMBASSY = "embassy", _("Embassy")
    DONOR = "donor", pgettext_lazy("body", "Donor")
    UNIVERSITY = "university", _("University")
    SCHOOL = "school", _("School")
    TRAINING_CENTRE = "training_centre", _("Vocational training centre")
    EMPLOYMENT_OFFICE = "employment_office", _("Employment office")
    HEALTH = "health", _("Health institution")
    COMPANY = "company", _("Company")
    INDEPENDENT = "independent", _("Independent institution")
    INDIVIDUAL = "individual", _("Individual")
    SELF = "self", _("The person herself or himself")
    OTHER = "other", _("Other")


class ReferralGroup(TextChoices):
    """The three groups in which the report lists referral sources (CAS-03)."""

    MUNICIPALITIES = "municipalities", _("Municipalities and public services")
    ORGANISATIONS = "organisations", _("Organisations")
    OTHER = "other", _("Other sources")


class ProjectRole(TextChoices):
    """What a body is in a project (PRJ-02, PRJ-03)."""

    DONOR = "donor", pgettext_lazy("project", "Donor")
    LEAD = "lead", _("Led by")
    IMPLEMENTER = "implementer", _("Implemented by")
    PARTNER = "partner", _("Partner")
    SUBGRANTEE = "subgrantee", _("Sub-grantee")
    PUBLIC_PARTNER = "public_partner", _("Public partner")
    FRAMEWORK = "framework", _("Programme it belongs to")


class ActivityStage(TextChoices):
    """How far a planned activity is (PRJ-07)."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class Bound(TextChoices):
    """How a number is meant (RUL-14)."""

    EXACT = "exact", pgettext_lazy("number", "exactly")
    ABOUT = "about", pgettext_lazy("number", "about")
    AT_LEAST = "at_least", pgettext_lazy("number", "at least")
    UNKNOWN = "unknown", pgettext_lazy("number", "not stated")


class CodeList(TextChoices):
    """The open lists: their values are rows of ``Code``, added and retired by the staff."""

    SERVICE = "service", _("Services")
    TOPIC = "topic", _("Topics of counselling and information")
    CLINICAL_ISSUE = "clinical_issue", _("Clinical issues")
    LEGAL_TOPIC = "legal_topic", _("Legal information")
    PROCEEDING = "proceeding", _("Kinds of proceeding")
    HEALTH_ISSUE = "health_issue", _("Health issues")
    COURSE = "course", _("Courses")
    SECTOR = "sector", _("Employment sectors")
    SESSION_KIND = "session_kind", _("Kinds of session and event")
    THEME = "theme", _("Themes and materials")
    AUDIENCE = "audience", _("Audiences")
    GROUP = "group", _("Groups of beneficiaries")
    CENTRE_SERVICE = "centre_service", _("Services of the centres")
    CHILDCARE_SERVICE = "childcare_service", _("Services of childcare")
    BENEFIT = "benefit", _("Benefits and applications")
    ITEM = "item", _("Goods given")
    OUTREACH_SERVICE = "outreach_service", _("Services mobile units refer to")
    OUTREACH_ISSUE = "outreach_issue", _("Risks and problems in an area")
    AREA_OF_WORK = "area_of_work", _("Lines of work")
    BUSINESS = "business", _("Kinds of business")
    PUBLICATION_KIND = "publication_kind", _("Kinds of publication")
    MATERIAL = "material", _("Information materials")
    PROFESSION = "profession", _("Professions")
    RISK_INDICATOR = "risk_indicator", _("Risk indicators")


class StaffRole(TextChoices):
    """Posts of the organisation (ROL-01); sessions are counted by them."""

    DIRECTOR = "director", _("Director")
    CASE_MANAGER = "case_manager", _("Case manager")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    LAWYER = "lawyer", _("Lawyer")
    DOCTOR = "doctor", _("Doctor")
    TEACHER = "teacher", _("Teacher")
    MENTOR = "mentor", _("Mentor")
    ECONOMIC_COORDINATOR = "economic_coordinator", _("Economic empowerment coordinator")
    REINTEGRATION_COORDINATOR = "reintegration_coordinator", _("Reintegration coordinator")
    MOBILE_UNIT_MEMBER = "mobile_unit_member", _("Mobile unit member")
    FACILITATOR = "facilitator", _("Facilitator")
    SUPERVISOR = "supervisor", _("Supervisor")
    TRAINER = "trainer", _("Trainer")
    EDUCATOR = "educator", _("Educator")
    THERAPIST = "therapist", _("Therapist")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    FINANCE = "finance", _("Finance and administration")
    VOLUNTEER = "volunteer", _("Volunteer")
    OTHER = "other", _("Other post")
