"""Every page, asked as every role, answers what tests/web/rights.py says; no page is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import Template
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.safestring import SafeString

from agimi.access.choices import Role
from agimi.access.roles import GRANTS
from tests.web.rights import (
    EVERYBODY,
    FRONT,
    OTHER_METHODS,
    PAGES,
    STANDS_FOR_FRONT,
    WALKERS,
    Page,
    which_of,
)
from tests.web.world import World, lasting_world


def names_of(patterns: list[Any], before: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*before, pattern.namespace) if pattern.namespace else before
            yield from names_of(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*before, pattern.name or str(pattern.pattern)))


@pytest.fixture
def _nothing_kept() -> None:
    """Here all tests have the same records, and what was computed for one fits the next."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all pages, and undone at the end."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # What pages and refusals say has tests of its own; here thousands are asked whether they open.
        patch.setattr(Template, "render", lambda *args, **kwargs: SafeString())
        for status in (403, 404):
            patch.setattr(f"agimi.urls.handler{status}", _short(status))
        with lasting_world() as made:
            yield made


def _short(status: int) -> Any:
    def handler(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        return HttpResponse(status=status)

    return handler


# ── The walk ────────────────────────────────────────────────────────────────────────────────────
def test_no_page_is_left_out() -> None:
    missing = sorted(set(names_of(get_resolver().url_patterns)) - {page.name for page in PAGES})

    assert missing == [], (
        "these pages have no line in tests/web/rights.py: add one each to PAGES, "
        'e.g. Page("room:page", get=200, may=CASES, of="case"), and run `make docs`'
    )


def test_each_line_is_of_a_page_that_exists() -> None:
    known = set(names_of(get_resolver().url_patterns))

    assert sorted(page.name for page in PAGES if page.name not in known) == []
    assert len({page.line for page in PAGES}) == len(PAGES)


def test_every_role_is_among_those_who_walk_or_shares_the_rights_of_one() -> None:
    assert {role.value for role in Role if role != Role.SYSTEM} | {"outsider"} == EVERYBODY
    shared = GRANTS[Role(STANDS_FOR_FRONT)]
    assert [who for who in FRONT if GRANTS[Role(who)] != shared] == []


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.line)
def test_a_page_answers_each_role_as_declared(page: Page, world: World) -> None:
    assert wrong_answers(page, world, questions(page)) == []


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.line)
def test_a_page_is_not_reached_by_another_method(page: Page, world: World) -> None:
    which = which_of(page.of)[0]
    who = next(one for one in WALKERS if one in page.may and one not in page.led)
    asked = [(method, which, one) for method in OTHER_METHODS for one in (who, "stranger")]

    assert wrong_answers(page, world, asked) == []


def wrong_answers(page: Page, world: World, asked: Iterable[tuple[str, str, str]]) -> list[str]:
    """Where a page answers something else than declared."""
    wrong = []
    for method, which, who in asked:
        got, wanted = world.ask(page, who, method, which), page.expected(who, method, which)
        if got != wanted:
            wrong.append(" ".join(filter(None, [method, which, who, f"{got}, declared {wanted}"])))
    return wrong


def questions(page: Page) -> Iterator[tuple[str, str, str]]:
    """Each method, record and persona.

    What no page knows for anybody is asked of one only. Whoever does not get even an own record is not
    asked about others' as well; nor is a stranger, who is led away before any record is looked for.
    """
    for method in page.methods:
        first, *others = which_of(page.of)
        known = {page.expected(who, method, first) for who in WALKERS} != {405}
        for who in (*(WALKERS if known else WALKERS[:1]), "stranger"):
            yield method, first, who
        for which in others if known else ():
            for who in WALKERS:
                if page.reaches(who):
                    yield method, which, who
