"""Files that belong to a person: encrypted, outside the web root, known by what is in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agimi.access.records import SealedField
from agimi.casework import choices
from agimi.casework.models.base import OfPerson

_RECORD = "code created_at created_by changed_at changed_by version"


class Attachment(OfPerson):
    """A file: what it shows stands encrypted here, the file itself encrypted in ``var/files``.

    ``content_type`` is what its bytes were found to be, never what its sender
    said. ``digest`` is that of the encrypted file, so that a damaged one is seen.
    ``record`` is the code of the record that it belongs to, where it is one's.
    Each file has a key of its own, sealed here like any text of the person:
    when the person's key is destroyed, or two files of a person are merged, the
    file goes along.
    """

    code_prefix = "FI"

    kind = models.CharField(_("What it is"), max_length=10, choices=choices.AttachmentKind)
    title = SealedField(_("Title, encrypted"))
    on = models.DateField(_("Date"))
    record = models.CharField(_("Belongs to the record"), max_length=40, blank=True, db_index=True)
    file_key = SealedField(_("Key of the file, encrypted"), null=False)
    content_type = models.CharField(_("Type of the file"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("Size in bytes"), editable=False)
    digest = models.CharField(_("Digest"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = (
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="casework_attachment_not_empty",
                violation_error_message=_("The file is empty."),
            ),
        )

    class Privacy:
        identifying = "note title file_key"
        sensitive = "person case kind record"
        plain = f"{_RECORD} on content_type size digest"
