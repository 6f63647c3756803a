"""Health: follow-ups that last and single acts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agimi.casework import choices
from agimi.casework.models.base import LastingOfPerson, OfPerson

_RECORD = "code created_at created_by changed_at changed_by version"


class HealthFollowUp(LastingOfPerson):
    """A follow-up that lasts: paediatric, pregnancy, psychiatric, chronic (MED-02 … MED-04)."""

    code_prefix = "HF"

    kind = models.CharField(_("Follow-up"), max_length=24, choices=choices.FollowUpKind)
    institution = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Health institution"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    delivered_on = models.DateField(_("Delivery on"), null=True, blank=True)
    issues = models.ManyToManyField(
        "programme.Code", verbose_name=_("Health issues"), blank=True, related_name="+"
    )

    class Meta(LastingOfPerson.Meta):
        verbose_name = _("health follow-up")
        verbose_name_plural = _("health follow-ups")

    class Privacy:
        identifying = "note"
        sensitive = "person case kind institution delivered_on issues"
        plain = f"{_RECORD} started_on ended_on"


class MedicalAct(OfPerson):
    """A test, vaccine, consultation or medication on a day (DOC-04, MED-01, MED-05)."""

    code_prefix = "MA"

    kind = models.CharField(_("Act"), max_length=14, choices=choices.MedicalActKind)
    on = models.DateField(_("Date"))
    issue = models.ForeignKey(
        "programme.Code",
        verbose_name=_("Health issue"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"list": "health_issue"},
    )
    result = models.CharField(_("Result"), max_length=8, choices=choices.TestResult, blank=True)
    institution = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Health institution"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("medical act")
        verbose_name_plural = _("medical acts")

    class Privacy:
        identifying = "note"
        sensitive = "person case kind issue result institution"
        plain = f"{_RECORD} on"
