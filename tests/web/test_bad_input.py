"""Whatever is sent to a form, it is answered: nothing makes a page fail."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.web.rights import DRAWN, Page, which_of
from tests.web.world import World

pytestmark = pytest.mark.both_databases
# Too large, too late, no name, what no database keeps; and, all fields at once, too long.
BAD = ("9" * 23, "9999-12-31", "../x?&", "a\0b")
LONG = "x" * 200_000
# What stands in an address besides the forms' own names.
ASKED = ("for", "next", "at", "page", "q", "sort", "cols", "size", "show", "of", "appointment",
         "site", "code", "since", "until", "as")  # fmt: skip
LOOKERS = ("supervisor", "case_manager", "dpo", "it_volunteer", "centre_staff")
# What says which record is meant: without it there is nothing to be wrong about.
KEPT = {"csrfmiddlewaretoken", "version", "code", "for", "do"}
# In the frame of every page; looked at on one.
FRAME = ("/preferences/", "/search/")
ONCE = "access:account"
Form = tuple[str, str, dict[str, list[str]]]


class Forms(HTMLParser):
    """The forms of a page: address, method, and the values of their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("action", ""), given.get("method", "get").lower(), {}))
            self.inside = True
        elif self.inside and tag in {"input", "select", "textarea", "button"} and given.get("name"):
            self.found[-1][2].setdefault(given["name"], []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


@pytest.fixture
def _nothing_kept() -> None:
    """Here all tests have the same records, and what was computed for one fits the next."""


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize("page", DRAWN, ids=lambda page: page.line)
def test_a_page_answers_whatever_is_sent_to_it(page: Page, world: World) -> None:
    failed = []
    for who in LOOKERS:
        address, data = world.address(page, which_of(page.of)[0])
        html = world.send(who, "GET", address, data)
        if html.status_code != 200 or "html" not in html.headers["Content-Type"]:
            continue
        for place, method, sent in _to_send(page, address, data, html.content.decode()):
            answer = world.send(who, method, place, sent)
            if answer.status_code >= 500:
                failed.append((method, place, {n: str(v)[:20] for n, v in sent.items()}))
        break

    assert failed == []


def _to_send(
    page: Page, address: str, data: dict[str, Any], html: str
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name in ASKED:
        for bad in BAD:
            yield address, "get", data | {name: bad}
    reader = Forms()
    reader.feed(html)
    for action, method, fields in reader.found:
        if "logout" in action or not fields or (action in FRAME and page.name != ONCE):
            continue
        typed = fields.keys() - KEPT
        place = action if action.startswith("/") else address
        for name in fields:
            for bad in BAD:
                yield place, method, fields | {name: [bad]}
            yield place, method, {n: values for n, values in fields.items() if n != name}
        yield place, method, fields | {name: [LONG] for name in typed}
        yield place, method, fields | {name: ["a", "b"] for name in typed}


def test_that_a_form_is_read_with_its_fields() -> None:
    reader = Forms()
    reader.feed(
        '<form action="/x/" method="POST"><input name="a" value="1"></form><input name="b">'
    )

    assert reader.found == [("/x/", "post", {"a": ["1"]})]
