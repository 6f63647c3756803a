"""What every template knows without being told by its view."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from agimi.access.break_glass import may_break_glass
from agimi.access.choices import Area, Scope
from agimi.access.sessions import idle_seconds
from agimi.web.preferences import is_blurred, theme_of, user_of


def page(request: HttpRequest) -> dict[str, Any]:
    user = user_of(request)
    return {
        "demo": settings.DEMO,
        "theme": theme_of(request),
        "blurred": is_blurred(request),
        "here": request.get_full_path(),
        "idle_seconds": idle_seconds(),
        "may_break_glass": bool(user and may_break_glass(user)),
        "may_log": bool(user and user.may_write(Area.CASEWORK)),
        "may_import": bool(user and user.may_write(Area.EXCHANGE, Scope.ORGANISATION)),
    }
