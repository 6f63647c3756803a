"""Legal aid and the proceedings in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agimi.casework import choices
from agimi.casework.models.base import LastingOfPerson

_RECORD = "code created_at created_by changed_at changed_by version"


class LegalAid(LastingOfPerson):
    """Primary or secondary legal aid to one client, in or outside the programme (LEG-01, LEG-09).

    *New* and *ongoing* follow from the dates by the same rule as for cases.
    """

    code_prefix = "LA"
    staff_paths = ("lawyer",)
    opens = "person"

    level = models.CharField(_("Level"), max_length=9, choices=choices.AidLevel)
    category = models.CharField(
        _("Group of the client"),
        max_length=12,
        choices=(
            ("trafficking", _("Victims and potential victims of trafficking")),
            ("domestic", _("Victims of domestic violence")),
            ("sexual", _("Victims of sexual abuse")),
            ("other", _("Other clients")),
        ),
    )
    lawyer = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Lawyer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    district = models.ForeignKey(
        "programme.Place",
        verbose_name=_("District"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    project = models.ForeignKey(
        "programme.Project",
        verbose_name=_("Project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="legal_aid",
    )
    topics = models.ManyToManyField(
        "programme.Code", verbose_name=_("Information given"), blank=True, related_name="+"
    )

    class Meta(LastingOfPerson.Meta):
        verbose_name = _("legal aid")
        verbose_name_plural = _("legal aid")

    class Privacy:
        identifying = "note"
        sensitive = "person case level category topics district"
        plain = f"{_RECORD} started_on ended_on lawyer project"


class Proceeding(LastingOfPerson):
    """A proceeding or act before a court or authority (LEG-03, LEG-05, V-17)."""

    code_prefix = "PC"
    staff_paths = ("legal_aid__lawyer",)

    legal_aid = models.ForeignKey(
        LegalAid, verbose_name=_("Legal aid"), on_delete=models.CASCADE, related_name="proceedings"
    )
    kind = models.ForeignKey(
        "programme.Code",
        verbose_name=_("Kind of proceeding"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"list": "proceeding"},
    )
    area_of_law = models.CharField(_("Area of law"), max_length=14, choices=choices.LawArea)
    instance = models.CharField(
        _("Instance"), max_length=11, choices=choices.CourtInstance, blank=True
    )
    court = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Court or authority"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    party_role = models.CharField(
        _("Role of the client"), max_length=13, choices=choices.PartyRole, blank=True
    )
    next_hearing_on = models.DateField(_("Next hearing"), null=True, blank=True)
    outcome = models.CharField(
        _("Outcome"),
        max_length=12,
        choices=(
            ("granted", _("Granted")),
            ("refused", _("Refused")),
            ("settled", _("Settled")),
            ("withdrawn", _("Withdrawn")),
        ),
        blank=True,
    )

    class Meta(LastingOfPerson.Meta):
        indexes = (
            # Of many proceedings, few have a hearing before them.
            models.Index(
                fields=("next_hearing_on",),
                condition=models.Q(next_hearing_on__isnull=False),
                name="casework_proceeding_hearing",
            ),
        )
        verbose_name = _("proceeding")
        verbose_name_plural = _("proceedings")

    class Privacy:
        identifying = "note"
        sensitive = "person case legal_aid kind area_of_law instance court party_role outcome"
        plain = f"{_RECORD} started_on ended_on next_hearing_on"
