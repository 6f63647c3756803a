"""What a page says, and what of it is the same in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from agimi.access.models import User

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
