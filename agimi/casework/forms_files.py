"""What is asked for when a file is attached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agimi.casework.attachments import MOST_BYTES, TYPES, type_of
from agimi.casework.choices import AttachmentKind
from agimi.desk.forms import About, DateInput, WordsField


class FileForm(forms.Form):
    """A file with what it shows, kept encrypted."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(
            attrs={"accept": ",".join(sorted({found.suffix for found in TYPES.values()}))}
        ),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("The file is empty."),
        },
    )
    title = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        help_text=_("In your own words; it is encrypted. The name of the file is not kept."),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=AttachmentKind.choices)
    on = forms.DateField(label=_("Date"), widget=DateInput, initial=timezone.localdate)
    person = forms.ChoiceField(label=_("Person"))
    note = WordsField(label=_("Note"), required=False)
    code = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Said here and not above, so that it is in the language of whoever asks.
        self.fields["file"].help_text = _(
            "PDF, picture, Word, Excel, OpenDocument or plain text, up to %(most)s MB. Pictures "
            "lose place, time and device."
        ) % {"most": MOST_BYTES // 2**20}
        people = [person for person in (about.person, *about.children) if person is not None]
        self.people = {person.code: person for person in people}
        if len(people) > 1:
            self.fields["person"].choices = [(code, code) for code in self.people]  # type: ignore[attr-defined]
        else:
            del self.fields["person"]

    def clean_file(self) -> bytes:
        """The bytes, once it is known that they are of a kind that is taken."""
        data: bytes = self.cleaned_data["file"].read()
        type_of(data)
        return data

    @property
    def owner(self) -> Any:
        code = self.cleaned_data.get("person")
        return self.people[code] if code else next(iter(self.people.values()))
