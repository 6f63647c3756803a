"""Texts in both languages at once, and the form in which words are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import translation

LANGUAGES = ("sq", "en")
_APOSTROPHES = re.compile("['’‘`]")
_NOT_LETTERS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Albanian and English; as a string, in the language of whoever reads it."""

    sq: str
    en: str

    def __str__(self) -> str:
        return self.sq if (translation.get_language() or "sq").startswith("sq") else self.en

    def __mod__(self, values: Any) -> Words:
        return both(self, **values)

    def in_language(self, language: str) -> str:
        return self.sq if language == "sq" else self.en


def both(text: Any, **values: Any) -> Words:
    """A translatable text, with its values put in, in both languages."""
    return Words(*(_say(text, values, language) for language in LANGUAGES))


def _say(text: Any, values: dict[str, Any], language: str) -> str:
    with translation.override(language):
        said = str(text)
        return said % {name: str(value) for name, value in values.items()} if values else said


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Words without case, accents, punctuation and spacing: "Shkodër " and "shkoder" are one."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()))
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return _NOT_LETTERS.sub(" ", letters).strip() or text.strip()
