"""The service: what was done, when, for whom, by whom. The heart of the records."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agimi.access.records import SealedField
from agimi.casework import choices
from agimi.casework.models.base import OfPerson

_RECORD = "code created_at created_by changed_at changed_by version"


class Service(OfPerson):
    """One service to one person on one day (SVC-01, PSY-01 … PSY-05, MON-01, EMP-02, LEG-04).

    ``kind`` is a value of the catalogue whose structural group the figures
    count; ``role`` is the post in which the staff member gave it. The phase is
    not stored: it follows from the date.
    """

    code_prefix = "S"
    site_path = "site"

    kind = models.ForeignKey(
        "programme.Code",
        verbose_name=_("Service"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"list": "service"},
    )
    on = models.DateField(_("Date"), db_index=True)
    staff = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Given by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        db_index=False,
    )
    role = models.CharField(_("In the role of"), max_length=26, blank=True)
    mode = models.CharField(
        _("How"), max_length=9, choices=choices.Mode, default=choices.Mode.IN_PERSON
    )
    site = models.ForeignKey(
        "programme.Site",
        verbose_name=_("At the site"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    place = models.ForeignKey(
        "programme.Place",
        verbose_name=_("Place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    minutes = models.PositiveSmallIntegerField(_("Minutes"), null=True, blank=True)
    result = SealedField(_("Result, encrypted"))
    topics = models.ManyToManyField(
        "programme.Code", verbose_name=_("Topics"), blank=True, related_name="+"
    )
    projects = models.ManyToManyField(
        "programme.Project", verbose_name=_("Projects"), blank=True, related_name="services"
    )

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        # What the figures of a year read stands in the index itself, in the order of the days.
        indexes = (
            models.Index(fields=("staff", "on"), name="casework_service_of_staff"),
            models.Index(fields=("case", "on"), name="casework_service_of_a_case"),
            models.Index(
                fields=("on", "kind", "person", "case", "role", "mode", "site", "id"),
                name="casework_service_of_a_year",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gt=0, minutes__lte=1440),
                name="casework_service_minutes_of_a_day",
                violation_error_message=_("A service lasts from 1 to 1440 minutes."),
            ),
        )

    class Privacy:
        identifying = "note result"
        sensitive = "person case kind role topics"
        plain = f"{_RECORD} on staff mode site place minutes projects"
