"""What survivors say of the help they got; hidden from those who gave it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area
from agimi.access.records import SealedField
from agimi.access.scope import ScopedQuerySet
from agimi.casework import choices
from agimi.casework.models.base import OfCase

_RECORD = "code created_at created_by changed_at changed_by version"


class FeedbackQuerySet(ScopedQuerySet):
    """Feedback is read by those with the right for it, and never by whom it may be about."""

    def visible_to(self, user: Any, *, listed: bool = False) -> "FeedbackQuerySet":
        seen = super().visible_to(user, listed=listed)
        if not getattr(user, "staff_id", None):
            return seen
        return seen.exclude(case__lead=user.staff_id).exclude(case__team__staff=user.staff_id)


_Answer: dict[str, Any] = {"null": True, "blank": True, "choices": choices.Agreement}


class Feedback(OfCase):
    """One feedback form, given to a survivor as a link or a device (peers.md 27).

    ``ticket`` is a digest of what stands in the link: whoever reads the
    database cannot open the form. It works once and for a set time.
    """

    code_prefix = "FB"
    area = Area.FEEDBACK

    ticket = models.CharField(_("Digest of the link"), max_length=64, unique=True, editable=False)
    language = models.CharField(
        _("Language"), max_length=2, choices=(("sq", "Shqip"), ("en", "English")), default="sq"
    )
    asked_on = models.DateField(_("Asked on"))
    expires_at = models.DateTimeField(_("Link works until"))
    answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)
    felt_safe = models.PositiveSmallIntegerField(_("I feel safer than before"), **_Answer)
    respected = models.PositiveSmallIntegerField(_("I was treated with respect"), **_Answer)
    heard = models.PositiveSmallIntegerField(_("My wishes counted in what was decided"), **_Answer)
    informed = models.PositiveSmallIntegerField(_("I know my rights and my choices"), **_Answer)
    helped = models.PositiveSmallIntegerField(_("The help was what I needed"), **_Answer)
    wants_talk = models.BooleanField(
        _("I would like to speak with somebody who is responsible"), default=False
    )
    comment = SealedField(_("In her own words, encrypted"))

    objects: ClassVar[Any] = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False)
                | Q(
                    felt_safe__isnull=True,
                    respected__isnull=True,
                    heard__isnull=True,
                    informed__isnull=True,
                    helped__isnull=True,
                    wants_talk=False,
                ),
                name="casework_feedback_answers_have_a_time",
                violation_error_message=_("Answers have a time."),
            ),
        )

    class Privacy:
        identifying = "comment"
        sensitive = "case felt_safe respected heard informed helped wants_talk ticket"
        plain = f"{_RECORD} language asked_on expires_at answered_at"
