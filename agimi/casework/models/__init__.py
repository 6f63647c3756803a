"""Casework: everything done for one person, in one file a subject."""

from agimi.casework.models.approval import Approval
from agimi.casework.models.attachment import Attachment
from agimi.casework.models.case import (
    Case,
    CaseChild,
    CaseFact,
    CaseMeeting,
    IdentificationDecision,
    Participation,
    Phase,
    Placement,
    ReferralOut,
    TeamMember,
)
from agimi.casework.models.day import Absence, Appointment, CalendarFeed, Handover
from agimi.casework.models.feedback import Feedback
from agimi.casework.models.health import HealthFollowUp, MedicalAct
from agimi.casework.models.home import AidDelivery, Application, HousingSupport, ItemGiven, Paper
from agimi.casework.models.learning import (
    Business,
    CourseEnrolment,
    Job,
    MentorMatch,
    SchoolEnrolment,
)
from agimi.casework.models.legal import LegalAid, Proceeding
from agimi.casework.models.plan import Assessment, Goal, Plan, PlanReview, Task
from agimi.casework.models.service import Service

__all__ = [
    "Absence",
    "AidDelivery",
    "Application",
    "Appointment",
    "Approval",
    "Assessment",
    "Attachment",
    "Business",
    "CalendarFeed",
    "Case",
    "CaseChild",
    "CaseFact",
    "CaseMeeting",
    "CourseEnrolment",
    "Feedback",
    "Goal",
    "Handover",
    "HealthFollowUp",
    "HousingSupport",
    "IdentificationDecision",
    "ItemGiven",
    "Job",
    "LegalAid",
    "MedicalAct",
    "MentorMatch",
    "Paper",
    "Participation",
    "Phase",
    "Placement",
    "Plan",
    "PlanReview",
    "Proceeding",
    "ReferralOut",
    "SchoolEnrolment",
    "Service",
    "Task",
    "TeamMember",
]
