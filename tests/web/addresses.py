"""Every address of Agimi, filled in with plausible values, from the URL patterns themselves."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

FILLING = {
    "ticket": "never-given",
    "token": "never-given",
    "language": "sq",
    "code": "W-0000-0000",
    "year": "2024",
    "period": "2024",
    "format": "pdf",
    "indicator": "casework.accompanied",
    "key": "abc-def",
    "uidb36": "1",
    "pk": "1",
    "rest": "signup/",
    "number": "1",
    "kind": "services",
    "page": "services",
}
# What a parameter gets that is not named above, by its kind.
BY_KIND = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}
PARAMETER = re.compile(r"<(?:([^:>]+):)?([^>]+)>")
NAMED_GROUP = re.compile(r"\(\?P<([^>]+)>(?:[^()]|\([^()]*\))*\)")


def addresses() -> Iterator[str]:
    yield from _below(get_resolver().url_patterns, "/")


def _below(patterns: list[Any], before: str) -> Iterator[str]:
    for pattern in patterns:
        here = before + _filled(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _below(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


def _filled(route: str) -> str:
    route = NAMED_GROUP.sub(lambda match: FILLING[match.group(1)], route)
    route = PARAMETER.sub(_filling, route)
    return route.removeprefix("^").removesuffix("$").removesuffix(r"\Z")


def _filling(match: re.Match[str]) -> str:
    kind, name = match.group(1), match.group(2)
    return FILLING.get(name) or BY_KIND.get(kind, "abc-def")
