"""Being built."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def trail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def seen(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def unusual(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def export(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def verify(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def verification(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def entry(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
