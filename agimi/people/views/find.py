"""Finding people. What is searched for is sent in the body of a request: no address holds a name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agimi.access.choices import Area
from agimi.access.look import one_look
from agimi.access.models import User
from agimi.desk.forms import About
from agimi.desk.views import after, the
from agimi.people.choices import How
from agimi.people.lines import found_lines
from agimi.people.registering import unfinished
from agimi.people.search import find_people
from agimi.people.views.guards import check_sees_people, person_or_404

MOST = 30


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """One box: a name in any spelling, a telephone, a number, a code."""
    user = the(request)
    check_sees_people(user)
    context = searched(request, user)
    only = context["found"]
    if len(only) == 1 and context["by_code"] and not request.headers.get("HX-Request"):
        return redirect("people:person", only[0].person.code)
    if request.headers.get("HX-Target") == "found":
        return render(request, "people/found.html", context)
    context["unfinished"] = unfinished(by=user) if context["may_register"] else []
    return render(request, "people/find.html", context)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Find somebody for a page that asks for a person; leads back there with the code."""
    user = the(request)
    check_sees_people(user)
    context = searched(request, user) | {"next": after(request, About(), default="/people/")}
    name = "people/choices.html" if request.headers.get("HX-Target") else "people/choose_page.html"
    return render(request, name, context)


def searched(request: HttpRequest, user: User) -> dict[str, Any]:
    """What was typed and who was found by it."""
    words = request.POST.get("words", "").strip()[:200]
    with one_look():
        found = find_people(words, by=user, limit=MOST) if words else []
        lines = found_lines(found, by=user)
    return {
        "words": words,
        "found": lines,
        "by_code": bool(found) and all(one.ways == [How.CODE] for one in found),
        "is_cut_off": len(found) == MOST,
        "may_search_names": user.may_read(Area.IDENTITY),
        "may_register": user.may_write(Area.PEOPLE),
    }


def chosen(request: HttpRequest, user: User) -> Any:
    """The person that ``choose`` led back with, None where nobody was chosen yet."""
    code = request.POST.get("found") or request.GET.get("found", "")
    return person_or_404(code, user) if code else None
