"""Who may open the pages of this room; others are told why not."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise

from agimi.access.models import User

View = Callable[..., HttpResponseBase]


def the(request: HttpRequest) -> User:
    """The person who asks; the guards let nobody else this far."""
    return cast("User", request.user)


def only_for(may: Callable[[Any], bool], why: str | Promise) -> Callable[[View], View]:
    """Only for those who may; ``why`` is what the others read."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user):
                raise PermissionDenied(str(why))
            return view(request, *args, **kwargs)

        return guarded

    return guard
