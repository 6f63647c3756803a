"""Every page speaks one language at a time: what it says in Albanian, it says otherwise in English.

tests/house holds that no word of ours is without Albanian; here pages are drawn in both languages and
compared, which also finds what was never marked as a word: a label that a library made of a field's name.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client

from tests.web.rights import DRAWN, Page, which_of
from tests.web.said import in_both, said_alike
from tests.web.world import World

# Looked at in the order in which they see most.
LOOKERS = ("supervisor", "case_manager", "director", "dpo", "it_volunteer", "centre_staff", "donor")


@pytest.fixture
def _nothing_kept() -> None:
    """Here all tests have the same records, and what was computed for one fits the next."""


@pytest.fixture(scope="module", autouse=True)
def _shown_again(world: World) -> None:
    for who in LOOKERS:
        shown_again(world.clients[who])


def shown_again(browser: Client) -> None:
    """Who one is, once more: without it what protects an account only asks for that."""
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() + 10_000, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize("page", DRAWN, ids=lambda page: page.line)
def test_a_page_says_nothing_in_the_other_language(page: Page, world: World) -> None:
    for who in LOOKERS:
        drawn = [
            world.answer(page, who, "GET", which_of(page.of)[0]) for _ in in_both(world.people[who])
        ]
        if {answer.status_code for answer in drawn} == {200} and _is_page(drawn[0]):
            assert said_alike([answer.content for answer in drawn]) == []


def _is_page(answer: Any) -> bool:
    return "html" in answer.headers["Content-Type"]


def test_that_what_is_said_alike_is_found() -> None:
    pages = [b"<p>Emri</p><label>Name</label>", b"<p>Name</p><label>Name</label>"]

    assert said_alike(pages) == ["Name"]
