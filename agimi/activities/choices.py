"""Structural lists of activities; rules and indicators rest on them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionGroup(TextChoices):
    """What the kinds of session count as (V-21); the kinds themselves are an open list."""

    ART_THERAPY = "art_therapy", _("Art therapy")
    OCCUPATIONAL_THERAPY = "occupational_therapy", _("Occupational therapy")
    CLUB_SESSION = "club_session", _("Club session")
    SOCIAL = "social", _("Social and cultural activity")
    INFORMATION_SESSION = "information_session", _("Information session")
    FOCUS_GROUP = "focus_group", _("Focus group")
    MEETING = "meeting", _("Meeting")
    AWARENESS_ACTIVITY = "awareness_activity", _("Awareness activity")
    WORKSHOP = "workshop", _("Workshop")
    CONFERENCE = "conference", _("Conference")
    ROUNDTABLE = "roundtable", _("Round table")
    FORUM = "forum", _("Community forum")
    OPEN_DAY = "open_day", _("Open day")
    TRAINING = "training", _("Training of professionals")
    BENEFICIARY_TRAINING = "beneficiary_training", _("Training of beneficiaries")
    EXCHANGE = "exchange", _("Exchange of experience")
    CAMP = "camp", _("Camp")
    FAIR = "fair", _("Fair")
    CAMPAIGN = "campaign", _("Campaign event")
    GROUP_SESSION = "group_session", _("Group session")
    CENTRE_DAY = "centre_day", _("Day at a centre")
    RESEARCH = "research", _("Research session")
    INTERVIEW = "interview", _("Interview")
    VISIT = "visit", _("Visit")
    COORDINATION = "coordination", _("Coordination meeting")
    OTHER = "other", _("Other event")


class HeadGroup(TextChoices):
    """Groups by which heads are counted where people are not named (LEZ-12)."""

    GIRLS = "girls", _("Girls")
    BOYS = "boys", _("Boys")
    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    NOT_STATED = "not_stated", _("Not stated")


class HeadRole(TextChoices):
    """Participants are counted; collaborators, trainers and staff present are not (AWR-03, TRN-03)."""

    PARTICIPANT = "participant", _("Participant")
    COLLABORATOR = "collaborator", _("Collaborator")
    TRAINER = "trainer", _("Trainer")
    PRESENT = "present", _("Also present")


class Organiser(TextChoices):
    """Whether the organisation held the event or went to it (AWR-09)."""

    OWN = "own", _("Organised by us")
    JOINT = "joint", _("Organised together")
    JOINED = "joined", _("Attended by us")


class ContactKind(TextChoices):
    """MOB-02, MOB-03, MOB-04."""

    PERSON = "person", _("Person or family at risk")
    PROFESSIONAL = "professional", _("Professional")
    INSTITUTION = "institution", _("Institution or its representative")
    LIAISON = "liaison", _("Community liaison")


class AuthorityDecision(TextChoices):
    PENDING = "pending", _("Waiting for the decision")
    CONFIRMED = "confirmed", _("Confirmed")
    NOT_CONFIRMED = "not_confirmed", _("Not confirmed")


class SessionState(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")


class CallOrder(TextChoices):
    """Whether a caller has called before (LEG-08)."""

    FIRST = "first", pgettext_lazy("call", "First call")
    REPEAT = "repeat", pgettext_lazy("call", "Repeated call")
    UNKNOWN = "unknown", pgettext_lazy("call", "Not known")
