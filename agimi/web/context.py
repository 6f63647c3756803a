"""What every template knows without being told by its view."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from agimi.access.choices import Area, Scope
from agimi.web.preferences import is_blurred, theme_of, user_of


def page(request: HttpRequest) -> dict[str, Any]:
    user = user_of(request)
    return {
        "demo": settings.DEMO,
        "theme": theme_of(request),
        "blurred": is_blurred(request),
        "here": request.get_full_path(),
        "may_import": bool(user and user.may_write(Area.EXCHANGE, Scope.ORGANISATION)),
    }
