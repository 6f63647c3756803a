"""The days of those who work: appointments, and who stands in for whom."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area
from agimi.access.records import Record, SealedField, Spell
from agimi.casework import choices
from agimi.casework.models.base import OfPerson

_RECORD = "code created_at created_by changed_at changed_by version"


class Appointment(OfPerson):
    """Something that is agreed with somebody for a day and an hour.

    Hearings stand in their proceeding and tasks have a day of their own; the
    calendar shows all three. ``service`` is what was logged when it took place.
    """

    code_prefix = "AT"
    staff_paths = ("staff",)

    kind = models.CharField(_("What for"), max_length=16, choices=choices.AppointmentKind)
    starts_at = models.DateTimeField(_("Day and hour"), db_index=True)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), null=True, blank=True)
    staff = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("With"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
    )
    mode = models.CharField(
        _("How"), max_length=9, choices=choices.Mode, default=choices.Mode.IN_PERSON
    )
    place = models.ForeignKey(
        "programme.Place",
        verbose_name=_("Place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    body = models.ForeignKey(
        "programme.Body",
        verbose_name=_("At the institution"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(
        _("State"),
        max_length=9,
        choices=choices.AppointmentState,
        default=choices.AppointmentState.PLANNED,
    )
    service = models.ForeignKey(
        "casework.Service",
        verbose_name=_("Logged as"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointments",
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gt=0, minutes__lte=1440),
                name="casework_appointment_minutes_of_a_day",
                violation_error_message=_("An appointment lasts from 1 to 1440 minutes."),
            ),
        )

    class Privacy:
        identifying = "note"
        sensitive = "person case kind place body service"
        plain = f"{_RECORD} starts_at minutes staff mode state"


class Absence(Spell):
    """Somebody of the staff is away, and who stands in meanwhile.

    While it lasts, the one who stands in sees and works on the cases of the one
    who is away, restricted cases excepted (agimi.access.scope.own_cases); so it
    is written only by ``actions.be_away``, which asks who may.
    """

    code_prefix = "AB"
    area = Area.CASEWORK
    staff_paths = ("staff",)
    site_path = "site"

    staff = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Who is away"),
        on_delete=models.PROTECT,
        related_name="absences",
    )
    kind = models.CharField(_("Reason"), max_length=10, choices=choices.AbsenceKind)
    cover = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Who stands in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="covers",
    )
    site = models.ForeignKey(
        "programme.Site",
        verbose_name=_("Site"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta(Spell.Meta):
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = (
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=Q(cover__isnull=True) | ~Q(cover=F("staff")),
                name="casework_absence_cover_is_another",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
            models.CheckConstraint(
                condition=Q(cover__isnull=True) | Q(ended_on__isnull=False),
                name="casework_absence_cover_ends",
                violation_error_message=_("Say until when somebody stands in."),
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = "kind"
        plain = f"{_RECORD} started_on ended_on staff cover site"


class Handover(Record):
    """What one shift tells the next about the house and the people in it (ORG-08, MON-02)."""

    code_prefix = "HO"
    # Like what else happens at a site: everybody who works there reads it.
    area = Area.ACTIVITIES
    site_path = "site"
    staff_paths = ("staff",)

    site = models.ForeignKey(
        "programme.Site", verbose_name=_("Site"), on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("Date"), db_index=True)
    staff = models.ForeignKey(
        "programme.Staff", verbose_name=_("From"), on_delete=models.PROTECT, related_name="+"
    )
    shift = models.CharField(_("Shift"), max_length=9, choices=choices.ShiftKind)
    note = SealedField(_("Note, encrypted"))

    class Meta:
        verbose_name = _("handover between shifts")
        verbose_name_plural = _("handovers between shifts")

    class Privacy:
        identifying = "note"
        sensitive = ""
        plain = f"{_RECORD} site on staff shift"

    def clean(self) -> None:
        super().clean()
        if not self.note:
            raise ValidationError({"note": _("Say what the next shift has to know.")})


class CalendarFeed(models.Model):
    """A secret address at which somebody's own calendar can be read by a telephone; without names.

    Only a digest of the secret is kept: whoever reads the database cannot read the
    calendar with it. A feed that was taken back answers nothing any more.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Whose"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    digest = models.CharField(_("Digest of the secret"), max_length=64, unique=True)
    with_codes = models.BooleanField(_("With the codes of the cases"), default=False)
    made_at = models.DateTimeField(_("Made at"), auto_now_add=True)
    read_at = models.DateTimeField(_("Last read at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("Taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(revoked_at__isnull=True),
                name="casework_calendarfeed_one_open",
                violation_error_message=_("There is such an address already."),
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = "digest"
        plain = "user with_codes made_at read_at revoked_at"
