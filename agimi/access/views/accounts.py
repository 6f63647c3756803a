"""Being built."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def accounts(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def add(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def requests(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def decide(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def change(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def switch(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def password(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def factor(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
