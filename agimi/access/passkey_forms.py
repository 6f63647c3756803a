"""The forms of a passkey in words of ours: the library's name field has none, and so no Albanian."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 60


def _named(form: Any, *, required: bool) -> None:
    form.fields["name"] = forms.CharField(
        label=_("Name of the passkey"), max_length=LONGEST, required=required
    )


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey; without a name it gets one, as the device has made it already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, required=False)
        alone = self.fields["passwordless"]
        alone.label = _("It alone is enough to sign in")
        alone.help_text = _(
            "Without name and password. The device then always asks for your finger, face or PIN."
        )


class EditPasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, required=True)
