"""The pages about people."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agimi.desk.views import the
from agimi.people.models import Person


@require_safe
def person(request: HttpRequest, code: str) -> HttpResponse:
    """A person: traits and records; who it is only after a click that is logged."""
    found = Person.objects.visible_to(the(request)).filter(code=code).first()
    if found is None:
        raise Http404
    return render(request, "people/person.html", {"person": found})
