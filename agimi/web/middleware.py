"""What holds for every page: its language, one look, and that no machine on the way keeps a copy."""

from collections.abc import Callable

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


class OneLookMiddleware:
    """Whoever only reads a page is asked once, not for each list on it, which cases are theirs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_look():
            return self.get_response(request)
