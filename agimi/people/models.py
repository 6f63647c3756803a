"""People: a code and statistical traits in clear, the identity encrypted.

A Person is anybody the organisation helps, once, for life (BEN-18).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area
from agimi.access.codes import new_code
from agimi.access.records import Record, SealedField, Spell, ends_after_start
from agimi.access.scope import ScopedQuerySet
from agimi.people import choices
from agimi.people.tongues import TonguesField, names_of


class Person(Record):
    """Somebody the organisation helps: beneficiary, child, legal client, centre visitor.

    The traits are those that statistics need; nothing here says who it is.
    """

    code_prefix, code_length = "P", 8
    area = Area.PEOPLE
    person_path = ""
    site_path = "site"

    sex = models.CharField(_("Sex"), max_length=12, choices=choices.Sex)
    birth_date = models.DateField(_("Date of birth"), null=True, blank=True)
    birth_precision = models.CharField(
        _("Precision of the date of birth"),
        max_length=10,
        choices=choices.DatePrecision,
        default=choices.DatePrecision.DAY,
    )
    nationality_status = models.CharField(
        _("Nationality status"),
        max_length=12,
        choices=choices.NationalityStatus,
        default=choices.NationalityStatus.NOT_RECORDED,
    )
    origin = models.ForeignKey(
        "programme.Country",
        verbose_name=_("Country of origin"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    municipality = models.ForeignKey(
        "programme.Place",
        verbose_name=_("Municipality of origin"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    residence = models.ForeignKey(
        "programme.Place",
        verbose_name=_("Place of residence"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    area_type = models.CharField(
        _("Urban or rural"),
        max_length=12,
        choices=choices.AreaType,
        default=choices.AreaType.NOT_RECORDED,
    )
    disability = models.CharField(
        _("Disability"),
        max_length=12,
        choices=choices.Disability,
        default=choices.Disability.NOT_RECORDED,
    )
    single_parent = models.BooleanField(_("Single parent"), null=True, blank=True)
    languages = TonguesField(
        _("Languages"),
        max_length=100,
        blank=True,
        help_text=_("ISO 639-2 codes, separated by commas"),
    )
    interpreter_needed = models.BooleanField(_("Interpreter needed"), null=True, blank=True)
    site = models.ForeignKey(
        "programme.Site",
        verbose_name=_("Site of registration"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    registered_on = models.DateField(_("Registered on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("Merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
    )

    def get_languages_display(self) -> str:
        return names_of(self.languages)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="people_person_not_into_itself",
                violation_error_message=_("Nobody is merged into themselves."),
            ),
        )
        # Whom somebody registered is asked on every page they open: those without a case are theirs.
        indexes = (models.Index(fields=("created_by",), name="people_person_registered_by"),)

    class Privacy:
        identifying = ""
        sensitive = (
            "birth_date birth_precision nationality_status origin municipality residence "
            "disability single_parent languages interpreter_needed merged_into"
        )
        plain = (
            "code created_at created_by changed_at changed_by version sex area_type site "
            "registered_on"
        )


class Identity(models.Model):
    """Who a person is, as one sealed document (see ``people.vault``).

    The document holds names, personal numbers, contacts with their safe-contact
    rules, addresses and free remarks; it is opened only by ``people.actions``.
    """

    person = models.OneToOneField(
        Person, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="identity"
    )
    sealed = SealedField(_("Identity, encrypted"), null=False)
    changed_at = models.DateTimeField(_("Changed at"), auto_now=True)

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")

    class Privacy:
        identifying = "sealed"
        sensitive = "person"
        plain = "changed_at"


class PersonKey(models.Model):
    """The data key of one subject, wrapped by the master key; lives in the database ``keys``.

    Destroying the key erases the person's identity and free text in every
    backup. ``subject`` is a person's code, ``organisation`` for notes that
    belong to nobody, or ``search:names`` for the key of the search.
    """

    subject = models.CharField(_("Subject"), max_length=40, unique=True)
    wrapped = models.BinaryField(_("Key, wrapped"), null=True)
    made_at = models.DateTimeField(_("Made at"), auto_now_add=True)
    destroyed_at = models.DateTimeField(_("Destroyed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        constraints = (
            models.CheckConstraint(
                condition=Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="people_personkey_destroyed_or_present",
                violation_error_message=_("A key is either there or destroyed."),
            ),
        )

    class Privacy:
        identifying = "wrapped"
        sensitive = "subject"
        plain = "made_at destroyed_at"


class CivilStatus(Record):
    """A civil status with the day from which it holds; changes are new rows (BEN-06)."""

    code_prefix = "CS"
    area = Area.PEOPLE
    person_path = "person"
    is_part = True

    person = models.ForeignKey(
        Person, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="civil_statuses"
    )
    status = models.CharField(_("Civil status"), max_length=12, choices=choices.CivilStatusKind)
    since = models.DateField(_("Since"))

    class Meta:
        verbose_name = _("civil status")
        verbose_name_plural = _("civil statuses")

    class Privacy:
        identifying = ""
        sensitive = "person status since"
        plain = "code created_at created_by changed_at changed_by version"


class Schooling(Record):
    """The education level reached, as assessed on a day (BEN-14)."""

    code_prefix = "SL"
    area = Area.PEOPLE
    person_path = "person"
    is_part = True

    person = models.ForeignKey(
        Person, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="schoolings"
    )
    level = models.CharField(_("Education level"), max_length=16, choices=choices.EducationLevel)
    assessed_on = models.DateField(_("Assessed on"))

    class Meta:
        verbose_name = _("education level")
        verbose_name_plural = _("education levels")

    class Privacy:
        identifying = ""
        sensitive = "person level"
        plain = "code created_at created_by changed_at changed_by version assessed_on"


class GroupMembership(Spell):
    """A group somebody belongs to, e.g. Roma, returned migrant, orphan (BEN-13): sensitive."""

    code_prefix = "GM"
    area = Area.PEOPLE
    person_path = "person"
    is_part = True

    person = models.ForeignKey(
        Person, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="groups"
    )
    group = models.ForeignKey(
        "programme.Code",
        verbose_name=_("Group"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"list": "group"},
    )

    class Meta(Spell.Meta):
        verbose_name = _("group membership")
        verbose_name_plural = _("group memberships")

    class Privacy:
        identifying = ""
        sensitive = "person group"
        plain = "code created_at created_by changed_at changed_by version started_on ended_on"


class FamilyLink(Spell):
    """A relative of a person who has a code as well (BEN-10)."""

    code_prefix = "FL"
    area = Area.PEOPLE
    person_path = "person"
    also_about = ("relative",)

    person = models.ForeignKey(
        Person, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="relatives"
    )
    relative = models.ForeignKey(
        Person, verbose_name=_("Relative"), on_delete=models.CASCADE, related_name="relative_of"
    )
    tie = models.CharField(_("Tie"), max_length=14, choices=choices.FamilyTie)

    class Meta(Spell.Meta):
        verbose_name = _("family link")
        verbose_name_plural = _("family links")
        constraints = (
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(person=models.F("relative")),
                name="people_familylink_not_oneself",
                violation_error_message=_("Nobody is their own relative."),
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = "person relative tie"
        plain = "code created_at created_by changed_at changed_by version started_on ended_on"


class Consent(Record):
    """A consent for one purpose and one recipient, until withdrawn or expired (BEN-19)."""

    code_prefix = "CN"
    area = Area.CONSENT
    person_path = "person"

    person = models.ForeignKey(
        Person, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(_("Purpose"), max_length=12, choices=choices.ConsentPurpose)
    recipient = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Recipient"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    given_on = models.DateField(_("Given on"))
    expires_on = models.DateField(_("Expires on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    by_guardian = models.BooleanField(_("Given by the parent or guardian"), default=False)
    note = SealedField(_("Note, encrypted"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = (
            ends_after_start("given_on", "expires_on"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=models.F("given_on")),
                name="people_consent_withdrawn_after_given",
                violation_error_message=_("It cannot be withdrawn before it was given."),
            ),
        )

    class Privacy:
        identifying = "note"
        sensitive = "person purpose recipient"
        plain = (
            "code created_at created_by changed_at changed_by version given_on expires_on "
            "withdrawn_on by_guardian"
        )


class NameKey(models.Model):
    """A blind token by which a person is found: a keyed hash of a name, a sound, a number.

    Nobody makes or reads one without the search key (``people.tokens``, ADR 0025);
    which kind it is of is part of what was hashed. Only of ``strong`` ones, shared
    by hardly anybody else, it is said: the database finds pairs of files by them.

    Whoever finds a person by a name learns whose code it is: tokens are asked for
    by those who may read the name.
    """

    area: ClassVar[Area] = Area.IDENTITY
    case_path: ClassVar[str | None] = None
    person_path: ClassVar[str | None] = "person"
    site_path: ClassVar[str | None] = None
    staff_paths: ClassVar[tuple[str, ...]] = ()
    also_about: ClassVar[tuple[str, ...]] = ()

    person = models.ForeignKey(
        Person, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="name_keys"
    )
    token = models.BinaryField(_("Token"), max_length=16)
    strong = models.CharField(
        _("Hardly shared"), max_length=6, choices=choices.Strong, blank=True, default=""
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("search token")
        verbose_name_plural = _("search tokens")
        constraints = (
            models.UniqueConstraint(
                fields=("token", "person"),
                name="people_namekey_once",
                violation_error_message=_("This token is there already."),
            ),
        )
        indexes = (
            models.Index(
                fields=("token", "person"),
                condition=~Q(strong=""),
                name="people_namekey_strong",
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = "person token"
        plain = "strong"


class NotTheSame(models.Model):
    """Somebody looked at two files that are alike, and they are two people."""

    one = models.ForeignKey(
        Person, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="+"
    )
    other = models.ForeignKey(
        Person, verbose_name=_("Other person"), on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Said by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("At"), auto_now_add=True)

    class Meta:
        verbose_name = _("two people told apart")
        verbose_name_plural = _("people told apart")
        constraints = (
            models.UniqueConstraint(
                fields=("one", "other"),
                name="people_notthesame_once",
                violation_error_message=_("These two were told apart already."),
            ),
            # The older file first: a pair has one row.
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="people_notthesame_in_order",
                violation_error_message=_("Nobody is told apart from themselves."),
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = "one other"
        plain = "by at"


def _merge_code() -> str:
    return new_code("MG")


class Merge(models.Model):
    """Two files that became one, and what is needed to part them again until ``until`` (ADR 0026).

    ``undo`` is sealed with the key of the file that was given up: when that key is
    destroyed, nothing of it can be read any more, in a backup neither.
    """

    area: ClassVar[Area] = Area.PEOPLE
    case_path: ClassVar[str | None] = None
    person_path: ClassVar[str | None] = "kept"
    site_path: ClassVar[str | None] = None
    staff_paths: ClassVar[tuple[str, ...]] = ()
    also_about: ClassVar[tuple[str, ...]] = ("dropped",)

    code = models.CharField(
        _("Code"), max_length=40, unique=True, default=_merge_code, editable=False
    )
    kept = models.ForeignKey(
        Person, verbose_name=_("File that is kept"), on_delete=models.PROTECT, related_name="+"
    )
    dropped = models.ForeignKey(
        Person, verbose_name=_("File that was given up"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("At"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Merged by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    until = models.DateTimeField(_("Can be undone until"), db_index=True)
    moved = models.JSONField(_("Records moved, by kind"), default=dict, blank=True)
    undo = SealedField(_("What undoing needs, encrypted"))
    undone_at = models.DateTimeField(_("Undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Undone by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    final_at = models.DateTimeField(_("Made final at"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two files")
        verbose_name_plural = _("merges of files")
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(kept=F("dropped")),
                name="people_merge_not_into_itself",
                violation_error_message=_("Nobody is merged into themselves."),
            ),
            models.UniqueConstraint(
                fields=("dropped",),
                condition=Q(undone_at__isnull=True),
                name="people_merge_one_that_stands",
                violation_error_message=_("One of these files was merged already."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="people_merge_undone_at_and_by",
                violation_error_message=_("Undoing has a time and a person."),
            ),
            # Once it is undone or final, nothing of what undoing needs is left.
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, final_at__isnull=True)
                | Q(undo__isnull=True) & (Q(undone_at__isnull=True) | Q(final_at__isnull=True)),
                name="people_merge_open_undone_or_final",
                violation_error_message=_("A merge is open, undone or final."),
            ),
        )

    class Privacy:
        identifying = "undo"
        sensitive = "kept dropped moved"
        plain = "code at by until undone_at undone_by final_at"

    def __str__(self) -> str:
        return self.code
