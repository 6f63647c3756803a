"""Every page speaks one language at a time: what it says in Albanian, it says otherwise in English.

tests/house holds that no word of ours is without Albanian; here pages are drawn in both languages and
compared, which also finds what was never marked as a word: a label that a library made of a field's name.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from agimi.access.choices import Role
from agimi.access.models import User
from agimi.desk.kinds import all_kinds
from tests.browser.rooms import RichCase
from tests.web.rights import PAGES, Page, which_of
from tests.web.world import BACKEND, World, lasting_world, protected

# What is the same in both languages: names, keys, formats, codes of rules, and a few words.
SAME = frozenset(
    """
    agimi shqip english esc shift tab enter ctrl csv word pdf json html excel
    data plan person draft normal administrative universal director donor
    """.split()
)
# Addressed in words of theirs, or made by the tests: names of people, sites and accounts, and days.
DATA = re.compile(
    r"""(:\ )?(
        [A-Z]{1,4}-[A-Z0-9-]{2,} | Staff\ \w+ | Somebody\ else | agimi | somebody | an\ emergency
        | one\ person | Fjalët\ e\ saj | \d+\ (min|Jan|Mar) | \w+_\w+ | dpo | outsider | coordinator | supervisor | Plan
    )""",
    re.VERBOSE,
)
LETTERS = re.compile(r"[^\W\d_]{3}")
# Looked at in the order in which they see most.
LOOKERS = ("supervisor", "case_manager", "director", "dpo", "it_volunteer", "centre_staff", "donor")


class Words(HTMLParser):
    """What a page says to those who read it or have it read to them."""

    SILENT = frozenset({"script", "style", "template", "code"})
    SINGLE = frozenset(
        {"meta", "link", "input", "img", "br", "hr", "path", "circle", "rect", "line"}
    )
    SPOKEN = ("aria-label", "title", "placeholder", "alt")

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # Codes and what is private are data; what names its language is meant to stay in it.
        classes = {"private", "code"} & set((given.get("class") or "").split())
        silent = tag in self.SILENT or bool(classes) or (tag != "html" and "lang" in given)
        if not silent:
            self.found |= {str(given[name]) for name in self.SPOKEN if given.get(name)}
        if tag not in self.SINGLE:
            self.open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and not any(silent for _tag, silent in self.open):
            self.found.add(words)


def words_of(page: bytes) -> set[str]:
    reader = Words()
    reader.feed(page.decode())
    return reader.found


def said_alike(pages: list[bytes]) -> list[str]:
    """What a page says in the same words in both languages, and what is no data."""
    both = {words.removesuffix(" · Agimi") for words in set.intersection(*map(words_of, pages))}
    ours = (words for words in both if LETTERS.search(words) and not DATA.fullmatch(words))
    return sorted(words for words in ours if words.lower() not in SAME)


def in_both(user: User) -> Iterator[None]:
    """Twice: while somebody's language is Albanian, and while it is English."""
    for language in ("sq", "en"):
        User.objects.filter(pk=user.pk).update(language=language)
        yield


# ── Every page ──────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), lasting_world() as made:
        for who in LOOKERS:
            shown_again(made.clients[who])
        yield made


@pytest.fixture
def _nothing_kept() -> None:
    """What was computed for one page fits the next."""


def shown_again(browser: Client) -> None:
    """Who one is, once more: without it what protects an account only asks for that."""
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() + 10_000, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


DRAWN = [page for page in PAGES if page.get is not None]


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


# ── Every kind of record ────────────────────────────────────────────────────────────────────────
# What tests.records gives those who have to have a name.
NAMED = {"name"}


@pytest.mark.django_db(databases="__all__")
def test_a_record_and_its_form_say_nothing_in_the_other_language() -> None:
    rich = RichCase()
    user = protected(rich.users[Role.SUPERVISOR])
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    found: dict[str, list[str]] = {}
    for address in rich.pages_of_kinds(all_kinds()):
        drawn = [browser.get(address) for _ in in_both(user)]
        assert [answer.status_code for answer in drawn] in ([200, 200], [403, 403], [404, 404])
        alike = set(said_alike([answer.content for answer in drawn])) - NAMED
        found |= {address: sorted(alike)} if alike else {}

    assert found == {}
