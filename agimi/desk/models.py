"""What people keep on their desk: drafts, saved views, and what can still be taken back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agimi.access.records import SealedField


class Draft(models.Model):
    """What somebody has typed into a form and not sent yet; encrypted, and theirs alone.

    ``form`` names the form and the record it is about: a draft of one record is
    never offered in the form of another.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Whose"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    form = models.CharField(_("Form"), max_length=150)
    sealed = SealedField(_("What was typed, encrypted"), null=False)
    saved_at = models.DateTimeField(_("Saved at"), auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = (models.UniqueConstraint(fields=("user", "form"), name="desk_draft_once"),)

    class Privacy:
        identifying = "sealed"
        sensitive = "form"
        plain = "user saved_at"


class SavedView(models.Model):
    """A list with its filters, columns and order, under a name of its owner's."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Whose"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    page = models.CharField(_("Page"), max_length=80)
    name = models.CharField(_("Name"), max_length=60)
    query = models.CharField(_("Filters"), max_length=2000, blank=True)
    opens_first = models.BooleanField(_("Opens first"), default=False)
    made_at = models.DateTimeField(_("Made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "page", "name"),
                name="desk_savedview_once",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.UniqueConstraint(
                fields=("user", "page"),
                condition=models.Q(opens_first=True),
                name="desk_savedview_one_opens_first",
                violation_error_message=_("One view opens first."),
            ),
        )

    class Privacy:
        identifying = ""
        sensitive = "query name"
        plain = "user page opens_first made_at"


class Undo(models.Model):
    """Something that can still be taken back, and how (agimi.desk.undo).

    ``steps`` hold what stood before: sealed text as the cipher text it was.
    """

    code = models.CharField(_("Code"), max_length=40, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Whose"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    label = models.CharField(_("What"), max_length=200)
    steps = models.JSONField(_("Steps"))
    made_at = models.DateTimeField(_("Made at"), auto_now_add=True)
    until = models.DateTimeField(_("Until"), db_index=True)
    done_at = models.DateTimeField(_("Taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("step to take back")
        verbose_name_plural = _("steps to take back")

    class Privacy:
        identifying = ""
        sensitive = "steps label code"
        plain = "user made_at until done_at"
