"""Family: a relative is somebody with a file, found or registered first."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agimi.access.ledger import add as write
from agimi.access.ledger import check_may_change, once
from agimi.desk.forms import About
from agimi.desk.undo import said, undoable
from agimi.desk.views import after, go, the
from agimi.people.forms import RelativeForm
from agimi.people.lines import plain_lines
from agimi.people.models import FamilyLink, Person
from agimi.people.views.find import chosen
from agimi.people.views.guards import person_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Say who is family of a person; the relative's own file is led to from there."""
    user = the(request)
    person = person_or_404(code, user)
    check_may_change(user, person)
    relative = chosen(request, user)
    link = FamilyLink(person=person, relative=relative)
    form = RelativeForm(
        request.POST if "tie" in request.POST else None, initial={"code": link.code}
    )
    if request.method == "POST" and relative is not None and form.is_valid():
        link.code, link.tie = form.cleaned_data["code"], form.cleaned_data["tie"]
        link.started_on = _since(person, relative, link.tie)
        try:
            with undoable(by=user, label=_("Family link added")) as undo:
                once(link, by=user, write=lambda: write(link, by=user))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said(request, _("Family link added") + ".", undo)
            return go(request, after(request, About(person=person)))
    context = {
        "person": person,
        "chosen": plain_lines([relative], by=user)[0] if relative else None,
        "form": form,
        "back": after(request, About(person=person)),
        "next": reverse("people:relative", args=(person.code,)),
    }
    return render(request, "people/relative.html", context, status=422 if form.errors else 200)


def _since(person: Person, relative: Person, tie: str) -> dt.date:
    """Blood ties hold from the birth of the younger; for others, today is what is known."""
    born = [one.birth_date for one in (person, relative) if one.birth_date]
    if tie in {"child", "parent", "sibling", "grandparent"} and len(born) == 2:
        return max(born)
    return timezone.localdate()
