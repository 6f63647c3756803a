"""Home, search, preferences, the quick exit, and the pages for what went wrong."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template import loader
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from agimi.access.gates import safe_address
from agimi.desk import handbook
from agimi.desk.views import in_sheet
from agimi.insight import answers
from agimi.insight.rights import sees_figures, sees_reports
from agimi.insight.views import year_context
from agimi.web.finding import search_everything
from agimi.web.markdown import as_html
from agimi.web.navigation import has_a_day
from agimi.web.preferences import keep, known_languages
from agimi.web.shortcuts import groups_for


def next_page(request: HttpRequest, default: str = "/") -> str:
    """Where the visitor came from, if that is a page of ours."""
    return safe_address(request, request.POST.get("next", ""), default)


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Change language, appearance or screen privacy and stay on the page."""
    response = redirect(next_page(request))
    for key in ("language", "theme", "privacy"):
        if key in request.POST:
            keep(request, response, key=key, value=request.POST[key])
    return response


@login_not_required
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """The quick exit: signed out and on a neutral page with one click, without a question.

    A link and not a form, so that it works everywhere and leaves no "send again?"
    behind. Only a click on our own page signs out: another site that points here,
    or a browser that fetches ahead, changes nothing.
    """
    fetched_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    from_elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site"
    if fetched_ahead:
        return HttpResponse(status=204)
    if not from_elsewhere:
        logout(request)
    return HttpResponseRedirect(settings.QUICK_EXIT_URL)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: my day for those who work on cases, else the newest year at a glance."""
    if has_a_day(request.user):
        return redirect("casework:my_day")
    sees = sees_figures(request.user)
    years = answers.years() if sees else []
    context = year_context(request.user, years[-1]) if years else {}
    context |= {
        "sees_figures": sees,
        "sees_reports": sees_reports(request.user),
    }
    return render(request, "web/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Figures, reports, pages, codes; people by name only where the words are not in the address."""
    sent = request.method == "POST"
    wanted = (request.POST if sent else request.GET).get("q", "").strip()[:100]
    found = search_everything(wanted, request.user, names=sent) if wanted else []
    if sent and len(found) == 1 and found[0].title == wanted.upper():
        return redirect(found[0].address)  # a code, whole: there is nothing to choose
    return render(request, "web/search.html", {"searched_for": wanted, "found": found})


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the pages, as a sheet over the page one is on, or as a page."""
    template = "web/keys.html" if in_sheet(request) else "web/keys_page.html"
    return render(request, template, {"groups": groups_for(request.user)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """What helps at once, and the contents of the handbook."""
    pages = handbook.pages(handbook.language())
    return render(request, "web/help.html", {"handbook": pages})


@require_safe
def handbook_page(request: HttpRequest, page: str) -> HttpResponse:
    """One page of the staff handbook, in the language of the reader."""
    pages = handbook.pages(handbook.language())
    place = next((n for n, one in enumerate(pages) if one.name == page), None)
    if place is None:
        # The same page in the other language, for whoever changed it while reading.
        return _in_this_language(page, pages)
    context = {
        "page": pages[place],
        "text": as_html(pages[place].text),
        "before": pages[place - 1] if place else None,
        "after": pages[place + 1] if place + 1 < len(pages) else None,
    }
    return render(request, "web/handbook.html", context)


def _in_this_language(page: str, pages: tuple[handbook.Page, ...]) -> HttpResponse:
    for language in known_languages():
        names = [one.name for one in handbook.pages(language)]
        if page in names and names.index(page) < len(pages):
            return redirect("web:handbook", pages[names.index(page)].name)
    raise Http404


def problem(request: HttpRequest, template: str, *, status: int, why: str = "") -> HttpResponse:
    """A page that says what happened, what is kept and what to do."""
    return render(request, template, {"status": status, "why": why}, status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, "400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A refusal says why, where the code that refused gave a reason."""
    return problem(request, "403.html", status=403, why=str(exception or ""))


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn from nothing but words: the database may be what is broken."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere (CSRF): nothing was saved, and that is said."""
    return problem(request, "web/stale.html", status=403)
