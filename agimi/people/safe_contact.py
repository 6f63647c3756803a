"""How somebody may be contacted without danger: rules of a few parts, kept as text within the identity.

The text is what a workbook holds as well: a line for each part that is said
(``how: message, visit``), and free words below. Words that were written without
such lines are read as free words, so that nothing is lost either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agimi.people.choices import ContactWay

PARTS = ("how", "when", "by", "avoid", "word")


@dataclass(frozen=True, slots=True)
class SafeContact:
    """By which ways, when, by whom, what never, and by which word one is known."""

    how: tuple[str, ...] = ()
    when: str = ""
    by: str = ""
    avoid: str = ""
    word: str = ""
    note: str = ""

    @classmethod
    def from_text(cls, text: str) -> SafeContact:
        said: dict[str, str] = {}
        free = []
        for line in text.splitlines():
            part, colon, words = line.partition(":")
            if colon and part in PARTS and part not in said:
                said[part] = words.strip()
            else:
                free.append(line)
        known = [way.strip() for way in said.pop("how", "").split(",")]
        how = tuple(way for way in known if way in ContactWay.values)
        return cls(how=how, note="\n".join(free).strip(), **said)

    def to_text(self) -> str:
        said = {"how": ", ".join(self.how)} | {part: getattr(self, part) for part in PARTS[1:]}
        lines = [f"{part}: {' '.join(words.split())}" for part, words in said.items() if words]
        return "\n".join([*lines, self.note.strip()]).strip()

    def in_words(self) -> Iterator[tuple[str, str]]:
        """Each part that is said, as label and words, for reading."""
        labels: dict[str, Any] = {
            "how": _("How"),
            "when": _("When"),
            "by": _("By whom"),
            "avoid": _("Never"),
            "word": _("Code word"),
            "note": _("Also"),
        }
        for part, label in labels.items():
            said = getattr(self, part)
            if part == "how":
                said = ", ".join(str(ContactWay(way).label) for way in said)
            if said:
                yield label, said
