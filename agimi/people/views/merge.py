"""Two files of one person: which they may be, what merging would do, and parting them again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agimi.access.choices import Area
from agimi.access.models import User
from agimi.desk.views import tell, the
from agimi.people import merge as merging
from agimi.people import undo
from agimi.people.duplicates import duplicate_pairs, not_the_same, perhaps_the_same
from agimi.people.models import Merge, NotTheSame, Person

SHOWN = 50


class MergeForm(forms.Form):
    """Which file stays, which traits stand, and why they are one person's."""

    because = forms.CharField(
        label=gettext_lazy("How do you know that this is one person?"),
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It is kept in the audit trail. Please name nobody."),
    )

    def __init__(self, *args: Any, differences: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [one.name for one in differences]
        for one in differences:
            self.fields[f"take_{one.name}"] = forms.ChoiceField(
                label=one.label.capitalize(),
                choices=(
                    ("keep", _said(one.kept)),
                    ("drop", _said(one.dropped)),
                ),
                initial="drop" if one.take else "keep",
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )

    @property
    def taken(self) -> list[str]:
        return [name for name in self.names if self.cleaned_data[f"take_{name}"] == "drop"]


class WhyForm(forms.Form):
    """Why two files are parted again."""

    because = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    leave = forms.BooleanField(
        label=gettext_lazy("Part them all the same; what cannot go back stays where it is"),
        required=False,
    )


def _said(value: Any) -> str:
    if value is None or value == "":
        return _("not recorded")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return date_format(value, "j F Y") if isinstance(value, dt.date) else str(value)


def check_merges(user: User) -> None:
    if not (user.may_write(Area.PEOPLE) and user.may_write(Area.IDENTITY)):
        raise PermissionDenied(_("Your role merges no files."))


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs of files that may be one person's, with why; merges that can still be undone."""
    user = the(request)
    check_merges(user)
    told = NotTheSame.objects.filter(by=user).select_related("one", "other").order_by("-pk")[:5]
    context = {
        "pairs": duplicate_pairs(by=user, limit=SHOWN),
        "merges": undo.open_merges(by=user)[:SHOWN],
        "told_apart": [pair for pair in told if _sees(user, pair.one, pair.other)],
        "shown": SHOWN,
    }
    return render(request, "people/duplicates.html", context)


def _sees(user: User, *people: Person) -> bool:
    keys = [person.pk for person in people]
    return Person.objects.visible_to(user).filter(pk__in=keys).count() == len(set(keys))


def _two(request: HttpRequest, keep: str, drop: str) -> tuple[Person, Person]:
    """Both files, if this user may see both; that one of them exists is not given away."""
    seen = Person.objects.visible_to(the(request)).filter(code__in=(keep, drop))
    found = {person.code: person for person in seen}
    if keep not in found or drop not in found:
        raise Http404
    return found[keep], found[drop]


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, keep: str, drop: str) -> HttpResponse:
    """What merging would do, side by side, and doing it."""
    user = the(request)
    check_merges(user)
    stays, goes = _two(request, keep, drop)
    try:
        preview = merging.preview_merge(keep=stays, drop=goes, by=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("people:duplicates")
    form = MergeForm(request.POST or None, differences=preview.traits)
    if request.method == "POST" and form.is_valid() and not preview.conflicts:
        because = form.cleaned_data["because"]
        try:
            merging.merge_people(keep=stays, drop=goes, by=user, because=because, take=form.taken)
        except ValidationError as error:
            tell(form, error)
        else:
            text = _("The two files are one now. For thirty days they can be parted again.")
            messages.success(request, text)
            return redirect("people:person", stays.code)
    context = {"preview": preview, "form": form, "keep": stays, "drop": goes}
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)


@require_POST
def apart(request: HttpRequest, keep: str, drop: str) -> HttpResponse:
    """They are two people: not shown as one any more."""
    user = the(request)
    check_merges(user)
    one, other = _two(request, keep, drop)
    if "back" in request.POST:
        perhaps_the_same(one, other, by=user)
        messages.success(request, _("They are shown again as perhaps one person."))
    else:
        not_the_same(one, other, by=user)
        messages.success(request, _("Noted: these are two people."))
    return redirect("people:duplicates")


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, code: str) -> HttpResponse:
    """Undo a merge: what would go back, what cannot, and doing it."""
    user = the(request)
    check_merges(user)
    found: Any = Merge.objects.visible_to(user).select_related("kept", "dropped")
    one = found.filter(code=code).first()
    if one is None:
        raise Http404
    try:
        preview = undo.preview_undo(one, by=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("people:duplicates")
    form = WhyForm(request.POST or None)
    if not preview.stays:
        del form.fields["leave"]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            back = undo.undo_merge(
                one, by=user, because=said["because"], leave=said.get("leave", False)
            )
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, _("The two files stand apart again, as they were."))
            return redirect("people:person", back.code)
    context = {"preview": preview, "form": form, "merge": one}
    return render(request, "people/part.html", context, status=422 if form.errors else 200)
