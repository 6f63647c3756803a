"""Structural lists about people; rules and indicators rest on them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(TextChoices):
    FEMALE = "female", pgettext_lazy("sex", "Female")
    MALE = "male", pgettext_lazy("sex", "Male")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class DatePrecision(TextChoices):
    """How exactly a date is known; a year alone stands as 1 July, a month as its 15th."""

    DAY = "day", _("exact day")
    MONTH = "month", _("month and year")
    YEAR = "year", _("year only")
    ESTIMATED = "estimated", _("estimated")


class NationalityStatus(TextChoices):
    """V-07. Whether somebody is stateless is another question than the country of origin."""

    ALBANIAN = "albanian", pgettext_lazy("nationality", "Albanian")
    FOREIGN = "foreign", _("Foreign")
    STATELESS = "stateless", _("Stateless")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class AreaType(TextChoices):
    URBAN = "urban", _("Urban area")
    RURAL = "rural", _("Rural area")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class CivilStatusKind(TextChoices):
    """V-03."""

    SINGLE = "single", _("Single")
    MARRIED = "married", _("Married")
    COHABITING = "cohabiting", _("Cohabiting")
    SEPARATED = "separated", _("Separated")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class Disability(TextChoices):
    """BEN-12; "not recorded" is not "none"."""

    NONE = "none", _("No disability")
    PHYSICAL = "physical", _("Physical")
    SENSORY = "sensory", _("Sensory")
    INTELLECTUAL = "intellectual", _("Intellectual")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial")
    MULTIPLE = "multiple", _("More than one")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class EducationLevel(TextChoices):
    """ISCED 2011, as HTCDS lists it (standards.md 1)."""

    NONE = "none", _("No schooling")
    EARLY = "early_childhood", _("Early childhood education")
    PRIMARY = "primary", _("Primary education")
    LOWER_SECONDARY = "lower_secondary", _("Lower secondary education")
    UPPER_SECONDARY = "upper_secondary", _("Upper secondary education")
    POST_SECONDARY = "post_secondary", _("Post-secondary, not tertiary")
    SHORT_TERTIARY = "short_tertiary", _("Short-cycle tertiary education")
    BACHELOR = "bachelor", _("Bachelor's or equivalent")
    MASTER = "master", _("Master's or equivalent")
    DOCTORATE = "doctorate", _("Doctoral or equivalent")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class FamilyTie(TextChoices):
    """What the relative is to the person."""

    CHILD = "child", _("Child")
    PARENT = "parent", _("Parent")
    SIBLING = "sibling", _("Brother or sister")
    SPOUSE = "spouse", _("Spouse or partner")
    FORMER_SPOUSE = "former_spouse", _("Former spouse or partner")
    GRANDPARENT = "grandparent", _("Grandparent")
    GUARDIAN = "guardian", _("Guardian")
    OTHER = "other", _("Other relative")


class ConsentPurpose(TextChoices):
    """BEN-19, standards.md 3: one consent per purpose and recipient."""

    SERVICES = "services", _("Receiving services")
    RECORD = "record", _("Keeping a record")
    REFERRAL = "referral", _("Referral to another body")
    STATISTICS = "statistics", _("Anonymous statistics")
    RESEARCH = "research", _("Research")
    MEDIA = "media", _("Story, photograph or film")
    FOLLOW_UP = "follow_up", _("Contact after closing")


class ContactKind(TextChoices):
    """What an encrypted contact is."""

    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    ADDRESS = "address", _("Address")
    OTHER = "other", _("Other")


class ContactWay(TextChoices):
    """By which way somebody may be contacted without danger."""

    CALL = "call", _("Telephone call")
    MESSAGE = "message", _("Text message")
    APP = "app", _("Messaging app")
    EMAIL = "email", _("E-mail")
    VISIT = "visit", _("Visit")
    THROUGH = "through", _("Through somebody she trusts")


class How(TextChoices):
    """How a word that was searched for led to a person: from sure to perhaps."""

    CODE = "code", _("code")
    NUMBER = "number", _("number of a document")
    PHONE = "phone", _("telephone")
    EMAIL = "email", _("e-mail")
    NAME = "name", _("name")
    BEGINNING = "beginning", _("beginning of a name")
    SOUND = "sound", _("a name that sounds alike")


class Strong(TextChoices):
    """What hardly two people share; those who do may be one."""

    WHOLE = "whole", _("whole name")
    PHONE = "phone", _("telephone")
    NUMBER = "number", _("number of a document")
    EMAIL = "email", _("e-mail")


class Likeness(TextChoices):
    """Why two files may be one person's."""

    SAME_NUMBER = "same_number", _("same personal number")
    SAME_PHONE = "same_phone", _("same telephone")
    SAME_EMAIL = "same_email", _("same e-mail")
    SAME_NAME = "same_name", _("same name")
    PART_OF_NAME = "part_of_name", _("part of the name is the same")
    NAME_SOUNDS = "name_sounds", _("name sounds alike")
    SAME_BIRTH_DATE = "same_birth_date", _("same date of birth")
    SAME_BIRTH_YEAR = "same_birth_year", _("same year of birth")
    SAME_MUNICIPALITY = "same_municipality", _("same municipality")
