"""What the pages about one case begin with: finding it, and the draft of what was typed there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.ledger import Stale, check_may_change
from agimi.access.models import User
from agimi.casework.actions import read_case
from agimi.casework.models import Case
from agimi.desk import drafts
from agimi.desk.views import the

# What a verb refuses for a reason that the page says.
REFUSALS = (ValidationError, Stale)


def case_or_404(request: HttpRequest, code: str) -> Case:
    """The case of an address; looking at a page about it is in the audit trail."""
    user = the(request)
    try:
        if request.method == "POST":
            seen = Case.objects.visible_to(user).select_related("person", "lead")
            return seen.get(code=code)
        return read_case(code, by=user)
    except Case.DoesNotExist:
        raise Http404 from None


def own_case_or_404(request: HttpRequest, code: str) -> Case:
    """The same, for those who work on it: seen but not changeable is refused."""
    case = case_or_404(request, code)
    check_may_change(the(request), case)
    return case


def tell(form: Any, error: Exception) -> None:
    """Say what a verb refused beside the field it names, else above the form."""
    if not isinstance(error, ValidationError):
        form.add_error(None, str(error))
    elif not hasattr(error, "error_dict"):
        form.add_error(None, error)
    else:
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)


def words_of(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def fill_from_draft(form: forms.Form, name: str, *, by: User) -> drafts.Kept | None:
    """Put into a form that nobody has sent yet what was typed there before."""
    kept = drafts.kept(name, by=by)
    values: Mapping[str, list[str]] = kept.values if kept else {}
    for field in form.fields:
        if values.get(field):
            form.initial[field] = values[field][-1]
    return kept


def not_ahead(day: dt.date) -> dt.date:
    """A day that has come."""
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."))
    return day
