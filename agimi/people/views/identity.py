"""Who somebody is: shown after a click, changed in a form of its own; both stand in the trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agimi.access.choices import Area
from agimi.access.models import User
from agimi.desk import drafts
from agimi.desk.forms import About
from agimi.desk.undo import said, undoable
from agimi.desk.views import after, go, the
from agimi.people.actions import IdentityDocument, change_identity, read_identity
from agimi.people.forms import IdentityForm, filled, identity_values
from agimi.people.models import Identity, Person
from agimi.people.safe_contact import SafeContact
from agimi.people.views.guards import person_or_404
from agimi.people.views.person import draw_person


@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """Who this is. Only a click shows it; that it was shown is in the audit trail."""
    user = the(request)
    person = person_or_404(code, user)
    if request.method != "POST":
        return redirect("people:person", code)
    found = in_words(read_identity(person, by=user))
    if request.headers.get("HX-Request"):
        return render(request, "people/identity.html", {"person": person, "identity": found})
    return draw_person(request, person, identity=found)


@dataclass(frozen=True, slots=True)
class Named:
    """An identity for reading; ``is_empty`` where nothing is recorded or it was erased."""

    name: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    safely: tuple[tuple[str, str], ...] = ()
    is_empty: bool = True


def in_words(document: IdentityDocument | None) -> Named:
    if document is None or document == IdentityDocument():
        return Named()
    rows = (
        (_("Other names"), document.other_names),
        (_("Personal number"), document.personal_number),
        (_("Telephones"), "\n".join(document.phones)),
        (_("E-mail addresses"), "\n".join(document.emails)),
        (_("Address"), document.address),
        (_("Remarks"), document.remarks),
        *((label, value) for label, value in document.more.items()),
    )
    safely = tuple(SafeContact.from_text(document.safe_contact).in_words())
    said_rows = tuple((str(label), value) for label, value in rows if value)
    return Named(document.name or _("No name recorded"), said_rows, safely, is_empty=False)


# ── Changing it ─────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change who somebody is. Whoever comes second sees what the first one changed."""
    user = the(request)
    person = person_or_404(code, user)
    _check_may_write(person, user)
    stands = read_identity(person, by=user) or IdentityDocument()
    if request.method == "POST":
        return _send(request, person, stands)
    draft = draft_of(person)
    if "afresh" in request.GET:
        drafts.drop(draft, by=user)
    form = IdentityForm(initial=identity_values(stands))
    kept = drafts.kept(draft, by=user)
    if kept is not None:
        filled(form, kept.values)
    return _page(request, person, form, seen=_moment(person), kept=kept)


def _send(request: HttpRequest, person: Person, stands: IdentityDocument) -> HttpResponse:
    user, now = the(request), _moment(person)
    data = _settled(request, stands)
    form = IdentityForm(data)
    if not form.is_valid():
        return _page(request, person, form, seen=request.POST.get("seen", ""), status=422)
    if request.POST.get("seen", "") != now:
        conflicts = between(form, stands)
        if conflicts:
            return _page(request, person, form, seen=now, conflicts=conflicts, status=409)
    try:
        with undoable(by=user, label=_("Names and contacts changed")) as undo:
            change_identity(person, form.document(stands), by=user)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, person, form, seen=now, status=422)
    drafts.drop(draft_of(person), by=user)
    said(request, _("Saved: who %(code)s is.") % {"code": person.code}, undo)
    return go(request, after(request, About(), default=_address(person)))


def _check_may_write(person: Person, user: User) -> None:
    scope = user.grant(Area.IDENTITY).write
    own = Person.objects.filter(pk=person.pk).within(scope, user, writing=True)
    if not own.exists():
        raise PermissionDenied(_("You may not change who this person is."))


def draft_of(person: Person) -> str:
    return f"identity:{person.code}"


def _moment(person: Person) -> str:
    """When the identity was written last, so that a change in between is noticed."""
    at = Identity.objects.filter(person=person).values_list("changed_at", flat=True).first()
    return at.isoformat() if at else ""


# ── Two people on one identity ──────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which what stands differs from what was typed."""

    name: str
    label: str
    theirs: str
    mine: str


def between(form: IdentityForm, stands: IdentityDocument) -> list[Difference]:
    now = identity_values(stands)
    found = []
    for name, form_field in form.fields.items():
        theirs, mine = (_said(form_field, value) for value in (now[name], form.cleaned_data[name]))
        if theirs != mine:
            found.append(
                Difference(name, str(form_field.label), theirs or _("empty"), mine or _("empty"))
            )
    return found


def _said(form_field: Any, value: Any) -> str:
    labels = {str(key): str(label) for key, label in getattr(form_field, "choices", ())}
    if isinstance(value, list | tuple):
        return ", ".join(labels.get(str(item), str(item)) for item in value)
    return str(value).replace("\r\n", "\n").strip()


def _settled(request: HttpRequest, stands: IdentityDocument) -> Any:
    """What was sent, with what stands wherever that was chosen."""
    now = identity_values(stands)
    chosen = [
        name for name in IdentityForm.base_fields if request.POST.get(f"take_{name}") == "theirs"
    ]
    if not chosen:
        return request.POST
    data = request.POST.copy()
    for name in chosen:
        value = now[name]
        if name == "how":
            data.setlist(name, list(value))
        else:
            data[name] = "\n".join(value) if isinstance(value, tuple) else value
    return data


def _page(
    request: HttpRequest, person: Person, form: IdentityForm, *, seen: str, status: int = 200,
    **extra: Any,
) -> HttpResponse:  # fmt: skip
    context = {
        "person": person,
        "form": form,
        "seen": seen,
        "draft": draft_of(person),
        "next": after(request, About(), default=_address(person)),
    }
    return render(request, "people/identity_form.html", {**context, **extra}, status=status)


def _address(person: Person) -> str:
    return reverse("people:person", args=(person.code,))
