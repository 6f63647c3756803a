"""The page of a person: traits and records; who it is only after a click that is logged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agimi.access.choices import Area, Scope
from agimi.access.models import User
from agimi.access.rights import may_change
from agimi.desk.kinds import kind_of
from agimi.desk.shown import shown
from agimi.desk.views import the
from agimi.people import overview
from agimi.people.models import Person
from agimi.people.queries import person_of
from agimi.people.views.guards import person_or_404


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """One person; the file of somebody whose second file it was leads on to theirs."""
    person = person_or_404(code, the(request))
    if person.merged_into_id is not None:
        return _lead_on(request, person)
    return draw_person(request, person)


def _lead_on(request: HttpRequest, person: Person) -> HttpResponse:
    try:
        kept = person_of(person.code, by=the(request))
    except Person.DoesNotExist:
        raise Http404 from None
    words = _("%(code)s was a second file of this person.")
    messages.info(request, words % {"code": person.code})
    return redirect("people:person", kept.code)


def draw_person(request: HttpRequest, person: Person, *, identity: Any = None) -> HttpResponse:
    """The page, with who it is where that was asked for."""
    user = the(request)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "person": person,
        "age": overview.age_words(person),
        "rows": shown(kind_of("people"), person, {}),
        "changeable": may_change(user, person),
        "erased": overview.is_erased(person),
        "groups": overview.traits_over_time(person, by=user),
        "family": overview.family(person, by=user),
        "parents": overview.parents_cases(person, by=user),
        "loose": overview.without_case(person, by=user),
        "identity": identity,
    }
    context |= _of_cases(person, user) | _of_consents(person, user, today)
    context |= {
        "may_name": may_name(person, user),
        "reads_trail": user.may_read(Area.AUDIT, Scope.ORGANISATION),
    }
    return render(request, "people/person.html", context)


def _of_cases(person: Person, user: User) -> dict[str, Any]:
    found = overview.cases(person, by=user)
    is_open = next((case for case in found if case.closed_on is None), None)
    hidden = is_open is None and overview.has_hidden_open_case(person, by=user)
    writes = user.may_write(Area.CASEWORK) and may_change(user, person)
    return {
        "cases": found,
        "open_case": is_open,
        "hidden_case": hidden,
        "may_open": writes and is_open is None and not hidden,
    }


def _of_consents(person: Person, user: User, today: Any) -> dict[str, Any]:
    if not user.may_read(Area.CONSENT):
        return {"consents": None}
    return {
        "consents": overview.consents(person, by=user, on=today),
        "may_consent": user.may_write(Area.CONSENT),
    }


def may_name(person: Person, user: User) -> bool:
    """Whether this user may see who a person is: for the button."""
    scope = user.grant(Area.IDENTITY).read
    return Person.objects.filter(pk=person.pk).within(scope, user).exists()
