"""Structural lists of casework; rules and indicators rest on them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(TextChoices):
    """The two categories of cases (V-01); their children are counted through them."""

    TRAFFICKING = "trafficking", _("Victims and potential victims of trafficking")
    VIOLENCE = "violence", _("Victims of sexual abuse and domestic violence")


class IdentificationStatus(TextChoices):
    """The legal status, by dated decisions (BEN-02, standards.md 5)."""

    POTENTIAL = "potential", _("Potential victim of trafficking")
    FORMAL = "formal", _("Victim of trafficking")
    NOT_A_VICTIM = "not_a_victim", _("Not a victim of trafficking")


class FactKind(TextChoices):
    """The multi-valued attributes of a case."""

    RECRUITMENT = "recruitment", _("Means of recruitment")
    EXPLOITATION = "exploitation", _("Form of exploitation")
    EXPLOITATION_COUNTRY = "exploitation_country", _("Country of trafficking")
    VIOLENCE = "violence", _("Kind of violence")
    CONTROL = "control", _("Means of control")


class Recruitment(TextChoices):
    """V-04."""

    PROMISE_OF_MARRIAGE = "promise_of_marriage", _("Promise of marriage")
    PROMISE_OF_EMPLOYMENT = "promise_of_employment", _("Promise of employment")
    EXPLOITED_BY_PARTNER = (
        "exploited_by_partner",
        _("Exploited by boyfriend, cohabitant or spouse"),
    )
    PEER_GROUP = "peer_group", _("Influence of the peer group")
    LARGE_SUMS_OF_MONEY = "large_sums_of_money", _("Lured by large sums of money")
    VULNERABLE_SITUATION = "vulnerable_situation", _("Abuse of a vulnerable situation")
    PROMISE_VIA_SOCIAL_MEDIA = "promise_via_social_media", _("Promise via social media")
    FAMILY_MEMBERS = "family_members", _("Exploited by family members")
    BROUGHT_FROM_ANOTHER_COUNTRY = (
        "brought_from_another_country",
        _("Brought from another country for gain"),
    )
    OTHER = "other", _("Other")


class Exploitation(TextChoices):
    """V-05; combinations are several rows of one case."""

    SEXUAL = "sexual", _("Sexual exploitation")
    FORCED_LABOUR = "forced_labour", _("Forced labour")
    FORCED_MARRIAGE = "forced_marriage", _("Forced marriage")
    BEGGING = "begging", _("Forced begging")
    CRIMINAL_ACTIVITY = "criminal_activity", _("Criminal activity")
    SERVITUDE = "servitude", _("Servitude")
    OTHER = "other", _("Other")


class ViolenceKind(TextChoices):
    """BEN-03: the kinds of violence of a case, several where they were several."""

    DOMESTIC = "domestic", _("Domestic violence")
    SEXUAL_ABUSE = "sexual_abuse", _("Sexual abuse")
    SEXUAL = "sexual", _("Sexual violence")
    PHYSICAL = "physical", _("Physical violence")
    PSYCHOLOGICAL = "psychological", _("Psychological violence")
    ECONOMIC = "economic", _("Economic violence")


class Control(TextChoices):
    """Means of control (HTCDS 2.0)."""

    THREATS = "threats", _("Threats")
    DEBT = "debt_bondage", _("Debt bondage")
    PHYSICAL_ABUSE = "physical_abuse", _("Physical abuse")
    SEXUAL_ABUSE = "sexual_abuse", _("Sexual abuse")
    PSYCHOLOGICAL_ABUSE = "psychological_abuse", _("Psychological abuse")
    TAKES_EARNINGS = "takes_earnings", _("Earnings taken")
    WITHHOLDS_DOCUMENTS = "withholds_documents", _("Documents withheld")
    RESTRICTS_MOVEMENT = "restricts_movement", _("Movement restricted")
    SUBSTANCES = "substances", _("Psychoactive substances")
    OTHER = "other", _("Other")


class PhaseNumber(IntegerChoices):
    """V-09."""

    CRISIS = 1, _("Phase 1: crisis intervention and accommodation")
    TRANSITION = 2, _("Phase 2: transition, semi-independent living")
    REINTEGRATION = 3, _("Phase 3: full reintegration and social inclusion")


class PlacementKind(TextChoices):
    """V-10."""

    SHELTER = "shelter", _("Shelter")
    RENTED_APARTMENT = "rented_apartment", _("Rented apartment")
    FAMILY = "family", _("With the family")
    INDEPENDENT = "independent", _("Living independently")


class ClosingReason(TextChoices):
    """standards.md 4."""

    NEEDS_MET = "needs_met", _("Needs met")
    NO_CONTACT = "no_contact", _("No contact for the set time")
    REQUEST = "request", _("At the survivor's request")
    LEFT_AREA = "left_area", _("Left the area")
    TRANSFERRED = "transferred", _("Transferred to another service")
    FUNDING = "funding", _("End of funding")
    DEATH = "death", _("Death")
    OTHER = "other", _("Other")


class Outcome(TextChoices):
    """CAS-14."""

    EMPOWERED = "empowered", _("Empowered, living independently")
    REINTEGRATED = "reintegrated", _("Reintegrated in the family")
    PARTLY = "partly", _("Partly reintegrated")
    UNKNOWN = "unknown", _("Not known")


class Risk(TextChoices):
    LOW = "low", pgettext_lazy("risk", "Low")
    MEDIUM = "medium", pgettext_lazy("risk", "Medium")
    HIGH = "high", pgettext_lazy("risk", "High")
    EXTREME = "extreme", pgettext_lazy("risk", "Extreme")


class Mode(TextChoices):
    """How a service was given (PSY-04, MON-01)."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By telephone")
    ONLINE = "online", _("Online")


class ServiceGroup(TextChoices):
    """The structural groups of services; the catalogue's values count under them (SVC-01)."""

    COUNSELLING = "counselling", _("Individual counselling")
    FAMILY_COUNSELLING = "family_counselling", _("Family counselling and parenting")
    EMPLOYMENT_COUNSELLING = "employment_counselling", _("Employment counselling")
    MONITORING = "monitoring", _("Monitoring contact")
    MEDIATION = "mediation", _("Mediation with the family")
    MEDICAL = "medical", _("Medical service")
    LEGAL = "legal", _("Legal information and help")
    EDUCATION = "education", _("Help with schooling")
    HOUSING = "housing", _("Housing")
    SOCIAL = "social", _("Social assistance and information")
    ACCOMPANIMENT = "accompaniment", _("Accompaniment")
    SAFETY = "safety", _("Safety and crisis intervention")
    ECONOMIC = "economic", _("Economic empowerment")
    CHILD = "child", _("Service for a child")
    FAMILY = "family", _("Help to the family")
    THERAPY = "therapy", _("Therapy and rehabilitation")
    MENTORING = "mentoring", _("Mentoring")
    TRANSPORT = "transport", _("Transport and meals")
    OTHER = "other", _("Other service")


class AssessmentKind(TextChoices):
    """Section D and UNI-01 … UNI-04, UNI-10."""

    PSYCHOSOCIAL = "psychosocial", _("Psychosocial assessment")
    PSYCHOLOGICAL = "psychological", _("Psychological assessment")
    MEDICAL = "medical", _("Medical evaluation")
    LEGAL_NEEDS = "legal_needs", _("Legal needs assessment")
    EDUCATIONAL = "educational", _("Assessment of the educational level")
    RISK = "risk", _("Risk assessment")
    SAFETY_PLAN = "safety_plan", _("Safety plan")
    CHILD_NEEDS = "child_needs", _("Assessment of a child's needs")
    CHILD_OBSERVATION = "child_observation", _("Observation of a child")
    AID_NEEDS = "aid_needs", _("Assessment of needs for aid")
    SKILLS = "skills", _("Skills, interests and wishes")
    TRAFFICKING_INDICATORS = "trafficking_indicators", _("Risk indicators of trafficking")


class AidLevel(TextChoices):
    """The two levels of legal aid of Law 111/2017."""

    PRIMARY = "primary", _("Primary legal aid")
    SECONDARY = "secondary", _("Secondary legal aid")


class LawArea(TextChoices):
    """LEG-05."""

    CRIMINAL = "criminal", _("Criminal")
    CIVIL = "civil", _("Civil")
    ADMINISTRATIVE = "administrative", _("Administrative")


class CourtInstance(TextChoices):
    FIRST = "first", _("First instance")
    APPEAL = "appeal", _("Court of appeal")
    HIGH = "high", _("High court")
    PROSECUTION = "prosecution", _("Prosecution")
    AUTHORITY = "authority", _("Administrative authority")


class PartyRole(TextChoices):
    VICTIM = "victim", _("Victim")
    CLAIMANT = "claimant", _("Claimant")
    DEFENDANT = "defendant", _("Respondent")
    ACCUSED_MINOR = "accused_minor", _("Accused minor")
    APPLICANT = "applicant", _("Applicant")
    WITNESS = "witness", _("Witness")


class SchoolLevel(TextChoices):
    """EDU-01."""

    NURSERY = "nursery", _("Nursery")
    KINDERGARTEN = "kindergarten", _("Kindergarten")
    PRIMARY = "primary", _("Primary school")
    LOWER_SECONDARY = "lower_secondary", _("Lower secondary school")
    UPPER_SECONDARY = "upper_secondary", _("Upper secondary school")
    VOCATIONAL = "vocational", _("Vocational school")
    UNIVERSITY = "university", _("University")


class HousingKind(TextChoices):
    """HOU-02, AID-02."""

    RENT_SUBSIDY = "rent_subsidy", _("Rent subsidy")
    RENT_PAYMENT = "rent_payment", _("Payment of rent")
    RENT_BONUS = "rent_bonus", _("State rent bonus")
    SOCIAL_HOUSING = "social_housing", _("Social housing programme")


class FollowUpKind(TextChoices):
    """Section MED."""

    VACCINATION_PAEDIATRIC = "vaccination_paediatric", _("Vaccination and paediatric follow-up")
    PREGNANCY_DELIVERY = "pregnancy_delivery", _("Pregnancy and delivery")
    PSYCHIATRIC_CARE = "psychiatric_care", _("Psychiatric care")
    CHRONIC = "chronic", _("Chronic condition")
    SPECIALIST = "specialist", _("Specialist care")
    DENTAL = "dental", _("Dental care")


class TestResult(TextChoices):
    NORMAL = "normal", _("Normal")
    ABNORMAL = "abnormal", _("Needs attention")
    NEGATIVE = "negative", _("Negative")
    POSITIVE = "positive", _("Positive")
    PENDING = "pending", _("Pending")


class MedicalActKind(TextChoices):
    """DOC-04, MED-01, MED-02, MED-05."""

    BLOOD_COUNT = "blood_count", _("Complete blood count")
    BIOCHEMICAL = "biochemical", _("Biochemical panel")
    ULTRASOUND = "ultrasound", _("Abdominal ultrasound")
    X_RAY = "x_ray", _("X-ray")
    SPECIFIC = "specific", _("Other specific examination")
    COVID19 = "covid19", _("COVID-19 test")
    COVID_VACCINE = "covid_vaccine", _("COVID-19 vaccine")
    FLU_VACCINE = "flu_vaccine", _("Influenza vaccine")
    CHILD_VACCINE = "child_vaccine", _("Childhood vaccine")
    CONSULTATION = "consultation", _("Consultation")
    MEDICATION = "medication", _("Medication")


class PaperKind(TextChoices):
    """Civil and personal documents (BEN-17, DOC-09, DOC-12, DOC-13)."""

    ID_CARD = "id_card", _("Identity card")
    PASSPORT = "passport", _("Passport")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit")
    WORK_PERMIT = "work_permit", _("Work permit")
    CHILD_REGISTRATION = "child_registration", _("Registration of a child")
    CHANGE_OF_RESIDENCE = "change_of_residence", _("Change of residence")
    HEALTH_CARD = "health_card", _("Health card")
    CV = "cv", _("Curriculum vitae")
    COVER_LETTER = "cover_letter", _("Letter of motivation")
    JOBSEEKER = "jobseeker", _("Registration as jobseeker")
    BUSINESS_REGISTRATION = "business_registration", _("Registration of a business")
    SERVICE_MAP = "service_map", _("Map of services, handed out")
    OTHER = "other", _("Other document")


class Answer(TextChoices):
    """The answer to an application or a referral (DOC-11, CAS-19)."""

    PENDING = "pending", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DECLINED = "declined", _("Declined by the survivor")


class PlanStage(TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    DONE = "done", _("Completed")
    REPLACED = "replaced", _("Replaced by a newer version")


class GoalState(TextChoices):
    OPEN = "open", _("Open")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Dropped")


class ParticipantRole(TextChoices):
    """What somebody is in a project (PRJ-06): survivors and children are counted apart."""

    SURVIVOR = "survivor", _("Survivor")
    CHILD = "child", _("Child of a survivor")
    FAMILY_MEMBER = "family_member", _("Family member")
    RESEARCHER = "researcher", _("Young researcher")
    PANEL_MEMBER = "panel_member", _("Member of the survivors' panel")


class TaskState(TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class TaskKind(TextChoices):
    """Tasks that a checklist makes (UNI-01 … UNI-06); others have a title of their own."""

    SAFETY_PLAN = "safety_plan", _("Make the safety plan")
    RISK = "risk", _("Assess the risk")
    CONSENTS = "consents", _("Ask for the consents")
    PSYCHOSOCIAL = "psychosocial", _("Make the psychosocial assessment")
    MEDICAL = "medical", _("Have the medical evaluation and the routine tests done")
    LEGAL_NEEDS = "legal_needs", _("Assess the legal needs and inform of the rights")
    EDUCATIONAL = "educational", _("Assess the educational level")
    HEALTH_CARD = "health_card", _("Obtain the health card")
    JOBSEEKER = "jobseeker", _("Register as jobseeker")
    PLAN = "plan", _("Make the reintegration plan with her")
    CHILD_NEEDS = "child_needs", _("Assess the needs of the child")
    PLAN_REVIEW = "plan_review", _("Review the plan")
    FEEDBACK = "feedback", _("Offer the feedback form")
    AFTER_CLOSING = "after_closing", _("Ask how things are after the closing")
    OTHER = "other", _("Other task")


class AppointmentKind(TextChoices):
    COUNSELLING = "counselling", _("Counselling")
    VISIT = "visit", _("Visit")
    MEDICAL = "medical", _("Medical appointment")
    LEGAL = "legal", _("Meeting with the lawyer")
    OFFICE = "office", _("Office or institution")
    SCHOOL = "school", _("School or course")
    WORK = "work", _("Work")
    MEETING = "meeting", _("Meeting on the case")
    OTHER = "other", _("Other appointment")


class AppointmentState(TextChoices):
    PLANNED = "planned", pgettext_lazy("appointment", "Planned")
    KEPT = "kept", _("Took place")
    MISSED = "missed", _("Did not come")
    CANCELLED = "cancelled", _("Called off")


class AbsenceKind(TextChoices):
    """Why somebody of the staff is away; no more than that is noted."""

    LEAVE = "leave", _("Leave")
    ILLNESS = "illness", _("Illness")
    TRAINING = "training", _("Training")
    OTHER = "other", _("Other reason")


class ShiftKind(TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    NIGHT = "night", _("Night")


class ApprovalKind(TextChoices):
    PLAN = "plan", _("A plan")
    CLOSING = "closing", _("The closing of a case")
    OVERRIDE = "override", _("A phase although its gate is not open")


class ApprovalState(TextChoices):
    WAITING = "waiting", pgettext_lazy("approval", "Waiting")
    APPROVED = "approved", pgettext_lazy("approval", "Approved")
    REFUSED = "refused", pgettext_lazy("approval", "Sent back")
    WITHDRAWN = "withdrawn", pgettext_lazy("approval", "Withdrawn")


class Agreement(IntegerChoices):
    """How far somebody agrees with a sentence of the feedback form."""

    NOT_AT_ALL = 1, _("Not at all")
    LITTLE = 2, _("A little")
    PARTLY = 3, _("Partly")
    MOSTLY = 4, _("Mostly")
    FULLY = 5, _("Fully")


class AttachmentKind(TextChoices):
    DOCUMENT = "document", _("Personal document")
    COURT = "court", _("Paper of a court or authority")
    MEDICAL = "medical", _("Medical paper")
    CONSENT = "consent", _("Signed consent")
    SCHOOL = "school", _("School or course paper")
    CONTRACT = "contract", _("Contract or receipt")
    PICTURE = "picture", _("Picture")
    OTHER = "other", pgettext_lazy("attachment", "Other")
