"""Being built."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def glass(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def close(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def review(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def review_one(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
