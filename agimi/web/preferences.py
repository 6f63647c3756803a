"""Language, appearance and screen privacy: kept with the user, or in a cookie before sign-in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from agimi.access.models import User

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "t"
BLUR_COOKIE = "p"
YEAR = 60 * 60 * 24 * 365


def known_languages() -> tuple[str, ...]:
    return tuple(code for code, _ in settings.LANGUAGES)


def user_of(request: HttpRequest) -> Any:
    """The person signed in, or None: error pages are drawn before anybody is known."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def theme_of(request: HttpRequest) -> str:
    user = user_of(request)
    theme = user.theme if user else request.COOKIES.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def is_blurred(request: HttpRequest) -> bool:
    """Whether codes and texts are blurred until they are pointed at (somebody looks over a shoulder)."""
    return request.COOKIES.get(BLUR_COOKIE) == "1"


def keep(request: HttpRequest, response: HttpResponse, *, key: str, value: str) -> None:
    """Remember one preference; a value we do not know is left out silently."""
    if key == "language" and value in known_languages():
        _keep_with_user(request, "language", value)
        _cookie(response, settings.LANGUAGE_COOKIE_NAME, value)
    elif key == "theme" and value in THEMES:
        _keep_with_user(request, "theme", value)
        _cookie(response, THEME_COOKIE, value)
    elif key == "privacy":
        _cookie(response, BLUR_COOKIE, "1" if value == "on" else "0")


def _keep_with_user(request: HttpRequest, field: str, value: str) -> None:
    user = user_of(request)
    if user:
        User.objects.filter(pk=user.pk).update(**{field: value})


def _cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
