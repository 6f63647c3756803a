"""What somebody asked to have approved: a plan, a closing, a gate that is passed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agimi.access.records import SealedField
from agimi.casework import choices
from agimi.casework.models.base import OfCase

_RECORD = "code created_at created_by changed_at changed_by version"


class Approval(OfCase):
    """One request for approval, with its answer; written only by its verbs.

    What is asked for stands in the row, so that approving it does exactly what
    was asked: a plan to approve, a case to close, or a phase to enter although
    its gate is not open.
    """

    code_prefix = "AV"

    kind = models.CharField(_("What is asked for"), max_length=8, choices=choices.ApprovalKind)
    plan = models.ForeignKey(
        "casework.Plan",
        verbose_name=_("Plan"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="approvals",
    )
    number = models.PositiveSmallIntegerField(
        _("Phase"), choices=choices.PhaseNumber, null=True, blank=True
    )
    on = models.DateField(_("As of"))
    closing_reason = models.CharField(
        _("Reason for closing"), max_length=12, choices=choices.ClosingReason, blank=True
    )
    outcome = models.CharField(_("Outcome"), max_length=12, choices=choices.Outcome, blank=True)
    why = SealedField(_("Why, encrypted"))
    state = models.CharField(
        _("State"),
        max_length=9,
        choices=choices.ApprovalState,
        default=choices.ApprovalState.WAITING,
        db_index=True,
    )
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answer = SealedField(_("Answer, encrypted"))

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "kind"),
                condition=Q(state="waiting"),
                name="casework_approval_one_waiting",
                violation_error_message=_("This has been asked for already and waits."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "withdrawn"), decided_on__isnull=True)
                | Q(state__in=("approved", "refused"), decided_on__isnull=False),
                name="casework_approval_decided_on",
                violation_error_message=_("A decision has a date; what waits has none."),
            ),
        )

    class Privacy:
        identifying = "why answer"
        sensitive = "case kind plan number closing_reason outcome state"
        plain = f"{_RECORD} on decided_on decided_by"
