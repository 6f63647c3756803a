"""What holds for every page: its language, one look, and that no machine on the way keeps a copy."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from agimi.access.look import one_look
from agimi.web.preferences import known_languages, user_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class UserLanguageMiddleware:
    """The language of the person signed in, on whatever device they sit.

    Stands after the authentication; before sign-in LocaleMiddleware decides by
    cookie, browser and the organisation's own language.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = user_of(request)
        if user and user.language in known_languages():
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class NeverStoredMiddleware:
    """No page is kept by the browser, its history or a proxy, unless it asks to be.

    "Back" after the quick exit then shows the sign-in and not the record.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class NoNulMiddleware:
    """Nobody types a character of number zero, and PostgreSQL stores none: it is refused at the door.

    Stands after the check of the forms' token, which has read what was sent.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        sent = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
        values = (value for data in sent for _name, several in data.lists() for value in several)
        if any("\0" in str(value) for value in (*values, *kwargs.values())):
            raise BadRequest("a character of number zero was sent")


class OneLookMiddleware:
    """Whoever only reads a page is asked once, not for each list on it, which cases are theirs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_look():
            return self.get_response(request)
