"""The steps of opening a case, a form each. None but the category and the day must be filled in.

What is typed into a step is kept as a draft of that step; the forms are read
again when the case is opened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agimi.access.codes import new_code
from agimi.access.models import User
from agimi.casework.choices import (
    Category,
    Control,
    Exploitation,
    FactKind,
    IdentificationStatus,
    PlacementKind,
    Recruitment,
    Risk,
    ViolenceKind,
)
from agimi.casework.models import Case, ReferralOut
from agimi.desk.forms import DateInput, WordsField
from agimi.people.choices import ConsentPurpose
from agimi.people.models import Person
from agimi.programme.choices import SiteKind, StaffRole
from agimi.programme.models import Body, Code, Country, Place, Post, Site, Staff
from agimi.programme.widgets import BodySelect, BodySelectMultiple

EMPTY = "–"
# For the organisation itself; the others ask to whom.
OWN_PURPOSES = (
    ConsentPurpose.SERVICES,
    ConsentPurpose.RECORD,
    ConsentPurpose.STATISTICS,
    ConsentPurpose.FOLLOW_UP,
    ConsentPurpose.RESEARCH,
    ConsentPurpose.MEDIA,
)
SEARCHED = {"data-search": ""}


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DateInput, **kwargs)


def _several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _one_of(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", EMPTY), *choices], required=False)


def _rows(model: Any) -> Any:
    """By the name in the language of the page."""
    language = "sq" if (get_language() or "sq").startswith("sq") else "en"
    return model.objects.order_by(f"name_{language}")


def _working(rows: Any) -> Any:
    """Those that are there today: staff who work, sites that are open."""
    today = timezone.localdate()
    return rows.filter(Q(ended_on=None) | Q(ended_on__gte=today))


class StepForm(forms.Form):
    """One step: for which person, by whom it is filled in."""

    def __init__(self, data: Any = None, *, user: User, person: Person, **kwargs: Any) -> None:
        self.user, self.person = user, person
        super().__init__(data, **kwargs)
        self.make_ready()
        for form_field in self.fields.values():
            if isinstance(form_field, forms.ModelChoiceField) and form_field.empty_label:
                form_field.empty_label = EMPTY

    def make_ready(self) -> None:
        """What the choices depend on."""

    def said(self) -> list[tuple[str, str]]:
        """What was filled in, as label and words, for the review."""
        return [
            (str(self.fields[name].label), words)
            for name in self.fields
            if (words := _in_words(self, name))
        ]


def _in_words(form: forms.Form, name: str) -> str:
    value, form_field = form.cleaned_data.get(name), form.fields[name]
    if value in (None, "", [], False):
        return ""
    if value is True:
        return _("yes")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(form_field, forms.ModelMultipleChoiceField):
        return ", ".join(str(form_field.label_from_instance(item)) for item in value)
    if isinstance(form_field, forms.ModelChoiceField):
        return str(form_field.label_from_instance(value))
    labels = {str(key): str(label) for key, label in getattr(form_field, "choices", ())}
    if isinstance(value, list):
        return ", ".join(labels.get(str(item), str(item)) for item in value)
    return labels.get(str(value), str(value))


# ── The steps ───────────────────────────────────────────────────────────────────────────────────
class ReferralForm(StepForm):
    """Who sent her, when, and what was said (CAS-02)."""

    referred_by = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("Referred by"), required=False, widget=BodySelect,
        help_text=gettext_lazy("Any name or short form finds it; “herself” stands there too."),
    )  # fmt: skip
    referred_on = _day(gettext_lazy("Referred on"))
    identified_by = forms.ModelChoiceField(
        Site.objects.none(), label=gettext_lazy("Identified by the mobile unit"), required=False
    )
    referral_note = WordsField(label=gettext_lazy("What was said at the referral"), required=False)

    def make_ready(self) -> None:
        self.fields["referred_by"].queryset = _rows(Body)  # type: ignore[attr-defined]
        units = _working(_rows(Site).filter(kind=SiteKind.MOBILE_UNIT))
        self.fields["identified_by"].queryset = units  # type: ignore[attr-defined]


class CategoryForm(StepForm):
    """What kind of case it is, since when, and the legal status (BEN-02, CAS-04 … CAS-07)."""

    opened_on = forms.DateField(label=gettext_lazy("Opened on"), widget=DateInput)
    category = forms.ChoiceField(
        label=gettext_lazy("Category"), choices=Category.choices, widget=forms.RadioSelect
    )
    status = _one_of(
        gettext_lazy("Legal status"),
        [choice for choice in IdentificationStatus.choices if choice[0] != "not_a_victim"],
    )
    decided_on = _day(gettext_lazy("Decided on"))
    authority = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("Authority"), required=False, widget=BodySelect
    )
    recruitment = _several(gettext_lazy("Means of recruitment"), Recruitment.choices)
    exploitation = _several(gettext_lazy("Form of exploitation"), Exploitation.choices)
    countries = forms.ModelMultipleChoiceField(
        Country.objects.none(), label=gettext_lazy("Country of trafficking"), required=False,
        to_field_name="alpha2", widget=forms.SelectMultiple(attrs=SEARCHED),
    )  # fmt: skip
    control = _several(gettext_lazy("Means of control"), Control.choices)
    violence = _several(gettext_lazy("Kind of violence"), ViolenceKind.choices)

    FIRST = ("opened_on", "category")
    STATUS = ("status", "decided_on", "authority")
    TRAFFICKING = ("recruitment", "exploitation", "countries", "control")

    def make_ready(self) -> None:
        self.fields["opened_on"].initial = timezone.localdate()
        self.fields["authority"].queryset = _rows(Body)  # type: ignore[attr-defined]
        self.fields["countries"].queryset = _rows(Country)  # type: ignore[attr-defined]

    def clean_opened_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["opened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A case is not opened ahead of its day."))
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("status") and said.get("category") == Category.VIOLENCE:
            self.add_error("status", _("Only cases of trafficking have an identification."))
        return said

    def facts(self) -> list[tuple[str, str]]:
        """The multi-valued attributes as (kind, value)."""
        lists = {
            FactKind.RECRUITMENT: self.cleaned_data.get("recruitment", ()),
            FactKind.EXPLOITATION: self.cleaned_data.get("exploitation", ()),
            FactKind.CONTROL: self.cleaned_data.get("control", ()),
            FactKind.VIOLENCE: self.cleaned_data.get("violence", ()),
            FactKind.EXPLOITATION_COUNTRY: [
                country.alpha2 for country in self.cleaned_data.get("countries", ())
            ],
        }
        return [(kind, value) for kind, values in lists.items() for value in values]


class NeedsForm(StepForm):
    """What she needs first, how great the risk is, and how she stays safe (CAS-12)."""

    risk = _one_of(gettext_lazy("Risk"), Risk.choices)
    indicators = forms.ModelMultipleChoiceField(
        Code.objects.none(), label=gettext_lazy("Risk indicators of trafficking"), required=False,
        widget=forms.SelectMultiple(attrs=SEARCHED),
    )  # fmt: skip
    risk_note = WordsField(label=gettext_lazy("Risk: by whom, where, how"), required=False)
    safety_plan = WordsField(
        label=gettext_lazy("Safety plan"),
        required=False,
        help_text=gettext_lazy("What she does, whom she calls, where she goes."),
    )
    needs = WordsField(
        label=gettext_lazy("First needs"),
        required=False,
        help_text=gettext_lazy("Becomes the first note of the psychosocial assessment."),
    )

    def make_ready(self) -> None:
        rows = _rows(Code).filter(list="risk_indicator", retired_on=None)
        self.fields["indicators"].queryset = rows  # type: ignore[attr-defined]


class ConsentsForm(StepForm):
    """What she agreed to: for each purpose, and for each body she may be referred to (BEN-19)."""

    purposes = _several(
        gettext_lazy("She agrees that the organisation …"),
        [(purpose.value, purpose.label) for purpose in OWN_PURPOSES],
    )
    bodies = forms.ModelMultipleChoiceField(
        Body.objects.none(), label=gettext_lazy("She may be referred to"), required=False,
        widget=BodySelectMultiple,
        help_text=gettext_lazy("One consent for each; another can be asked for at any time."),
    )  # fmt: skip
    given_on = _day(gettext_lazy("Given on"))
    expires_on = _day(
        gettext_lazy("Valid until"), help_text=gettext_lazy("Empty: until withdrawn.")
    )
    by_guardian = forms.BooleanField(
        label=gettext_lazy("Given by the parent or guardian"), required=False
    )
    consent_note = WordsField(label=gettext_lazy("Note"), required=False)

    def make_ready(self) -> None:
        self.fields["bodies"].queryset = _rows(Body)  # type: ignore[attr-defined]
        self.fields["given_on"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("given_on") and said["given_on"] > timezone.localdate():
            self.add_error("given_on", _("A consent is not given ahead of its day."))
        return said


class HomeForm(StepForm):
    """Where she lives, which site serves her, who works with her (CAS-10, CAS-11)."""

    placement = _one_of(gettext_lazy("She lives"), PlacementKind.choices)
    shelter = forms.ModelChoiceField(
        Site.objects.none(), label=gettext_lazy("Shelter"), required=False
    )
    room = forms.CharField(label=gettext_lazy("Room"), max_length=20, required=False)
    municipality = forms.ModelChoiceField(
        Place.objects.none(), label=gettext_lazy("Municipality"), required=False,
        widget=forms.Select(attrs=SEARCHED),
    )  # fmt: skip
    site = forms.ModelChoiceField(
        Site.objects.none(), label=gettext_lazy("Site of the case"), required=False
    )
    lead = forms.ModelChoiceField(
        Staff.objects.none(), label=gettext_lazy("Case manager"), required=False,
        widget=forms.Select(attrs=SEARCHED),
    )  # fmt: skip
    team = forms.ModelMultipleChoiceField(
        Staff.objects.none(), label=gettext_lazy("Team"), required=False,
        widget=forms.SelectMultiple(attrs=SEARCHED),
        help_text=gettext_lazy("Each in the post they hold; the first tasks go to them."),
    )  # fmt: skip
    restricted = forms.BooleanField(
        label=gettext_lazy("Restricted: only the team sees this case"), required=False
    )

    def make_ready(self) -> None:
        sites = _working(_rows(Site))
        rows: dict[str, Any] = {
            "shelter": sites.filter(kind=SiteKind.SHELTER),
            "site": sites.exclude(kind=SiteKind.MOBILE_UNIT),
            "municipality": _rows(Place).filter(kind="municipality"),
            "lead": _working(Staff.objects.order_by("name")),
            "team": _working(Staff.objects.order_by("name")),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.posts = posts_today()
        for name in ("lead", "team"):
            self.fields[name].label_from_instance = self._with_post  # type: ignore[attr-defined]
        self.fields["site"].initial = self.user.site_id
        self.fields["lead"].initial = self.user.staff_id

    def _with_post(self, staff: Staff) -> str:
        post = self.posts.get(staff.pk)
        return f"{staff.name} · {StaffRole(post).label}" if post else staff.name

    def team_with_posts(self) -> list[tuple[Staff, str]]:
        return [
            (staff, self.posts.get(staff.pk, StaffRole.OTHER))
            for staff in self.cleaned_data.get("team", ())
        ]


def posts_today() -> dict[int, str]:
    """The post that each member of the staff holds today, the newest where there are several."""
    rows = _working(Post.objects.order_by("started_on", "pk"))
    return dict(rows.values_list("staff", "role"))


class ChildrenForm(StepForm):
    """The children who are helped along with her (BEN-11): each has a file of their own."""

    children = forms.MultipleChoiceField(
        label=gettext_lazy("Children of this case"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    elsewhere = forms.MultipleChoiceField(
        label=gettext_lazy("Of these, who does not live with her"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, offered: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        self.offered = list(offered)
        super().__init__(data, **kwargs)

    def make_ready(self) -> None:
        for name in ("children", "elsewhere"):
            self.fields[name].choices = self.offered  # type: ignore[attr-defined]


# ── A child later, a referral ───────────────────────────────────────────────────────────────────
class ChildForm(forms.Form):
    """Since when a child belongs to a case."""

    started_on = forms.DateField(label=gettext_lazy("From"), widget=DateInput)
    accompanied = forms.BooleanField(label=gettext_lazy("Lives with the parent"), required=False)
    code = forms.CharField(widget=forms.HiddenInput, max_length=40)


class ReferForm(forms.Form):
    """Whom one sends where, and what makes it right to do so (CAS-19, BEN-19)."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("Who"), to_field_name="code", empty_label=None
    )
    to = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("Referred to"), widget=BodySelect, empty_label=EMPTY
    )
    on = forms.DateField(label=gettext_lazy("Date"), widget=DateInput)
    service = forms.ModelChoiceField(
        Code.objects.none(), label=gettext_lazy("Service asked for"), required=False,
        widget=forms.Select(attrs=SEARCHED), empty_label=EMPTY,
    )  # fmt: skip
    note = WordsField(label=gettext_lazy("What the other body needs to know"), required=False)
    ground = forms.ChoiceField(
        label=gettext_lazy("She has not agreed to this body yet"),
        choices=(
            ("asked", gettext_lazy("She was asked now and agrees: record the consent")),
            ("without", gettext_lazy("It is done without her consent, for this reason:")),
        ),
        required=False,
        widget=forms.RadioSelect,
    )
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, required=False,
        help_text=gettext_lazy("For example: danger to life. It stands in the audit trail."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    code = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.case = case
        people = [case.person, *(tie.child for tie in case.casechilds.select_related("child"))]
        who: Any = self.fields["person"]
        who.queryset = Person.objects.filter(pk__in=[person.pk for person in people])
        who.label_from_instance = lambda person: (
            person.code if person == case.person else _("%(code)s (child)") % {"code": person.code}
        )
        to: Any = self.fields["to"]
        to.queryset = _rows(Body)
        service: Any = self.fields["service"]
        service.queryset = _rows(Code).filter(
            list__in=("service", "outreach_service"), retired_on=None
        )
        self.fields["on"].initial = timezone.localdate()
        self.fields["person"].initial = case.person.code
        self.fields["code"].initial = new_code(ReferralOut.code_prefix, ReferralOut.code_length)
