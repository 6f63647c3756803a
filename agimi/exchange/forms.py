"""What the pages of this room ask for."""

from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area, Scope
from agimi.access.models import User
from agimi.exchange.runs import SUFFIXES

MOST_MEGABYTES = 200
# The first bytes of every kind of file that is taken: all three are zip files.
ZIP = b"PK\x03\x04"


class UploadForm(forms.Form):
    """A workbook to check."""

    workbook = forms.FileField(
        label=_("Workbook"),
        help_text=_("An Excel (.xlsx) or OpenDocument (.ods) file, or a .zip of CSV files."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("The file is empty."),
        },
    )

    def clean_workbook(self) -> Any:
        upload = self.cleaned_data["workbook"]
        suffix = Path(upload.name).suffix.lower()
        if suffix not in SUFFIXES:
            raise forms.ValidationError(
                gettext(
                    "%(suffix)s is not a kind of file that can be read. Save it as .xlsx and try again."
                )
                % {"suffix": suffix or upload.name}
            )
        if upload.size > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                gettext(
                    "The file is larger than %(most)s MB. Divide it by years and bring in one after the other."
                )
                % {"most": MOST_MEGABYTES}
            )
        self._check_beginning(upload, suffix)
        return upload

    def _check_beginning(self, upload: Any, suffix: str) -> None:
        beginning = upload.read(4)
        upload.seek(0)
        if beginning != ZIP:
            raise forms.ValidationError(
                gettext(
                    "The file says it is %(suffix)s but is something else inside, or it is damaged."
                )
                % {"suffix": suffix}
            )


class ExportForm(forms.Form):
    """Why records leave the house; it goes into the audit trail."""

    because = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=500,
        help_text=_("Who gets it and what for, in a sentence. It is kept in the audit trail."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say who gets the file and what for."),
            "min_length": _("A sentence, please: who gets the file and what for."),
        },
    )
    identities = forms.BooleanField(
        label=_("With names, contacts and notes"),
        required=False,
        help_text=_("Without them the file holds codes and statistical traits only."),
    )
    understood = forms.BooleanField(
        label=_("I keep the file where nobody else can open it, and delete it when it has served."),
        error_messages={"required": _("Please confirm that you keep the file safe.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.may_read(Area.IDENTITY, Scope.ORGANISATION):
            del self.fields["identities"]
