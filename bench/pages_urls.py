"""Agimi's addresses, and three to compare with: nothing, an empty page, Django's list of cases."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from agimi.casework.models import Case
from agimi.desk.lists import USUAL_SIZE


class CaseAdmin(admin.ModelAdmin):
    """As near to our list of cases as Django's own list comes."""

    list_display = ("code", "category", "risk", "lead", "opened_on", "closed_on", "site")
    list_filter = ("category", "risk", "site", ("closed_on", admin.EmptyFieldListFilter))
    list_select_related = ("lead", "site")
    list_per_page = USUAL_SIZE
    search_fields = ("code",)
    ordering = ("-opened_on",)


admin.site.register(Case, CaseAdmin)


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def frame(request: HttpRequest) -> HttpResponse:
    """What stands around every page: the rail, the search, the messages."""
    page = engines["django"].from_string('{% extends "web/base.html" %}')
    return HttpResponse(page.render({}, request))


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/frame/", frame),
    path("bench/admin/", admin.site.urls),
    path("", include("agimi.urls")),
]
