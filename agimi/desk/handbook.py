"""The staff handbook inside the house: its pages to read, and its words beneath the fields of forms.

The handbook is written once, in docs/handbook; what it says of a field stands
there as ``- `kind.field` — words`` and is shown where the field is filled in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

FOLDER = Path(settings.BASE_DIR) / "docs" / "handbook"
FIELDS = {"sq": "fushat", "en": "fields"}
_ENTRY = re.compile(r"^- `([a-z-]+)\.([a-z_]+)` — (.+)$")
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_LISTED = re.compile(r"^\d+\. \[[^\]]+\]\(([a-z-]+)\.md\)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the handbook: its name in the address, its title, its text in Markdown."""

    name: str
    title: str
    text: str


def language() -> str:
    return "en" if (get_language() or "sq").startswith("en") else "sq"


@lru_cache(maxsize=4)
def pages(language: str) -> tuple[Page, ...]:
    """The pages in the order in which the handbook lists them; none where it is not installed."""
    contents = FOLDER / language / "README.md"
    if not contents.exists():
        return ()
    found = []
    for name in _LISTED.findall(contents.read_text(encoding="utf-8")):
        text = (FOLDER / language / f"{name}.md").read_text(encoding="utf-8")
        heading = _HEADING.search(text)
        found.append(Page(name, heading.group(1) if heading else name, text))
    return tuple(found)


@lru_cache(maxsize=4)
def words_of_fields(language: str) -> dict[tuple[str, str], str]:
    """What the handbook says of each field: (kind, field) → words."""
    file = FOLDER / language / f"{FIELDS[language]}.md"
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    entries = (match for line in lines if (match := _ENTRY.match(line)))
    return {(match.group(1), match.group(2)): match.group(3) for match in entries}


def words_of_field(kind: str, field: str) -> str:
    """What the handbook says of one field, in the language of the page; "" where it says nothing."""
    return words_of_fields(language()).get((kind, field), "")
