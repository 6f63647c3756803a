"""Roles, the areas of the work, and how far a role sees (design: role × scope)."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What somebody is in the organisation, as far as rights go (ROL-01)."""

    CASE_MANAGER = "case_manager", _("Case manager")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    DOCTOR = "doctor", _("Doctor")
    LAWYER = "lawyer", _("Lawyer")
    TEACHER = "teacher", _("Teacher")
    ECONOMIC_COORDINATOR = "economic_coordinator", _("Economic empowerment coordinator")
    COORDINATOR = "coordinator", _("Reintegration coordinator")
    SUPERVISOR = "supervisor", _("Supervisor")
    MOBILE_UNIT = "mobile_unit", _("Mobile unit member")
    CENTRE_STAFF = "centre_staff", _("Centre and childcare staff")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    REPORTING_OFFICER = "reporting_officer", _("Reporting officer")
    DIRECTOR = "director", _("Director")
    DATA_PROTECTION_OFFICER = "dpo", _("Data-protection officer")
    IT_VOLUNTEER = "it_volunteer", _("IT volunteer")
    DONOR = "donor", pgettext_lazy("role", "Donor")
    SYSTEM = "system", _("The installation itself")


class Area(TextChoices):
    """The parts of the work a right is given for."""

    PEOPLE = "people", _("People")
    IDENTITY = "identity", _("Names and contacts")
    CONSENT = "consent", _("Consents")
    CASEWORK = "casework", _("Casework")
    ACTIVITIES = "activities", _("Activities")
    PROGRAMME = "programme", _("Programme")
    FEEDBACK = "feedback", _("Feedback of survivors")
    FIGURES = "figures", _("Figures and reports")
    EXCHANGE = "exchange", _("Import and export")
    AUDIT = "audit", _("Audit trail")
    SYSTEM = "system", _("System and accounts")


class Scope(IntegerChoices):
    """How far a right reaches; a larger scope includes the smaller ones."""

    NONE = 0, _("nothing")
    AGGREGATE = 1, _("figures only")
    OWN = 2, _("own cases")
    SITE = 3, _("own site")
    ORGANISATION = 4, _("whole organisation")
