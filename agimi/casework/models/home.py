"""Housing, aid, documents and applications."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agimi.access.records import ends_after_start
from agimi.casework import choices
from agimi.casework.models.base import LastingOfPerson, OfPerson

_RECORD = "code created_at created_by changed_at changed_by version"


class HousingSupport(LastingOfPerson):
    """Help with the rent: months, amount, source (HOU-02, AID-02, DOC-27)."""

    code_prefix = "HS"

    kind = models.CharField(_("Kind of support"), max_length=14, choices=choices.HousingKind)
    months = models.PositiveSmallIntegerField(_("Months"), null=True, blank=True)
    amount = models.DecimalField(
        _("Amount (ALL)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    source = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Paid by"),
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
        related_name="+",
    )
    contract_seen = models.BooleanField(_("Contract or proof of payment seen"), default=False)

    class Meta(LastingOfPerson.Meta):
        verbose_name = _("housing support")
        verbose_name_plural = _("housing support")

    class Privacy:
        identifying = "note"
        sensitive = "person case kind amount"
        plain = f"{_RECORD} started_on ended_on months source project contract_seen"


class AidDelivery(OfPerson):
    """An aid package delivered: what it held and how many children it reached (AID-01)."""

    code_prefix = "AD"

    on = models.DateField(_("Date"))
    food = models.BooleanField(_("Food"), default=False)
    hygiene = models.BooleanField(_("Hygiene items"), default=False)
    rent_months = models.PositiveSmallIntegerField(_("Months of rent"), default=0)
    children = models.ManyToManyField(
        "people.Person", verbose_name=_("Children reached"), blank=True, related_name="+"
    )
    round = models.CharField(_("Round"), max_length=60, blank=True)
    donor = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Donor"),
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
        related_name="+",
    )

    class Meta:
        verbose_name = _("aid package")
        verbose_name_plural = _("aid packages")

    class Privacy:
        identifying = "note"
        sensitive = "person case children"
        plain = f"{_RECORD} on food hygiene rent_months round donor project"


class ItemGiven(OfPerson):
    """Books, school supplies, a tablet: given or lent (EDU-02, AID-03, UNI-07)."""

    code_prefix = "IG"

    item = models.ForeignKey(
        "programme.Code",
        verbose_name=_("Item"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"list": "item"},
    )
    on = models.DateField(_("Date"))
    quantity = models.PositiveSmallIntegerField(_("Quantity"), default=1)
    lent = models.BooleanField(_("Lent, to be returned"), default=False)
    returned_on = models.DateField(_("Returned on"), null=True, blank=True)

    class Meta:
        verbose_name = _("item given")
        verbose_name_plural = _("items given")
        constraints = (ends_after_start("on", "returned_on"),)

    class Privacy:
        identifying = "note"
        sensitive = "person case"
        plain = f"{_RECORD} item on quantity lent returned_on"


class Application(OfPerson):
    """An application for a state benefit or housing, with its answer (DOC-11, HOU-03, SOC-01)."""

    code_prefix = "AP"

    benefit = models.ForeignKey(
        "programme.Code",
        verbose_name=_("Benefit"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"list": "benefit"},
    )
    on = models.DateField(_("Date"))
    body = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Applied to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    papers_complete = models.BooleanField(_("Papers complete"), null=True, blank=True)
    answer = models.CharField(
        _("Answer"), max_length=10, choices=choices.Answer, default=choices.Answer.PENDING
    )
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = (ends_after_start("on", "answered_on"),)

    class Privacy:
        identifying = "note"
        sensitive = "person case benefit body answer"
        plain = f"{_RECORD} on papers_complete answered_on"


class Paper(OfPerson):
    """A personal document, obtained or still being obtained (BEN-17, DOC-09, DOC-12, DOC-13).

    Numbers stand in the encrypted note, never in clear.
    """

    code_prefix = "PA"

    kind = models.CharField(_("Document"), max_length=22, choices=choices.PaperKind)
    on = models.DateField(_("Date"), help_text=_("Issued, registered or handed out on"))
    expires_on = models.DateField(_("Expires on"), null=True, blank=True)
    issuer = models.ForeignKey(
        "programme.Body",
        verbose_name=_("Issued by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    channel = models.CharField(
        _("Obtained through"),
        max_length=10,
        choices=(
            ("office", _("An office")),
            ("embassy", _("An embassy")),
            ("e_albania", _("The portal e-Albania")),
            ("own", _("The organisation itself")),
        ),
        default="office",
    )
    edition = models.CharField(_("Version"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("personal document")
        verbose_name_plural = _("personal documents")
        constraints = (ends_after_start("on", "expires_on"),)

    class Privacy:
        identifying = "note"
        sensitive = "person case kind issuer"
        plain = f"{_RECORD} on expires_on channel edition"
