"""Blind tokens: what names, telephones and numbers become, so that they are found but not read.

A token is a keyed hash (HMAC-SHA-256, 16 bytes) of a kind and a value made plain:
without the key nobody can make the token of a name, nor the name of a token. The
same functions make the tokens of an identity and those of what is searched for.
ADR 0025 says what this does not hide.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice, product
from typing import TYPE_CHECKING

from agimi.people.choices import How
from agimi.people.sounds import sounds, words_of

if TYPE_CHECKING:
    from agimi.people.actions import IdentityDocument

SIZE = 16
# Fewer letters than this begin too many names.
SHORTEST_BEGINNING, LONGEST_BEGINNING = 3, 20
# The last eight digits are the same with +355, 00355, 0 and without any of them.
PHONE_DIGITS, SHORTEST_PHONE, SHORTEST_NUMBER = 8, 6, 4
_MOST_READINGS, _MOST_TERMS, _MOST_JOINED = 4, 8, 3

_SEPARATORS = re.compile(r"[;,/\n]")
_EMAIL = re.compile(r"\S+@\S+")
_PHONE = re.compile(r"(?<![\w-])\+?\(?\d[\d\s()./-]{4,}\d(?![\w-])")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


class Kind(Enum):
    """What a token stands for; hashed with the value. The last four are those of ``Strong``."""

    NAME = "name"
    BEGINNING = "beginning"
    SOUND = "sound"
    WHOLE = "whole"
    PHONE = "phone"
    NUMBER = "number"
    EMAIL = "email"


# ── Values made plain ───────────────────────────────────────────────────────────────────────────
def plain_phone(text: str) -> str:
    """The last eight digits of a telephone number; nothing where there are too few."""
    digits = re.sub(r"\D", "", text).lstrip("0")
    return digits[-PHONE_DIGITS:] if len(digits) >= SHORTEST_PHONE else ""


def plain_number(text: str) -> str:
    """A personal number or another one: letters and digits only, without case."""
    number = re.sub(r"[\W_]", "", text).upper()
    return number if len(number) >= SHORTEST_NUMBER and re.search(r"\d", number) else ""


def plain_email(text: str) -> str:
    return text.strip().casefold() if "@" in text else ""


def beginnings(word: str) -> Iterator[str]:
    for length in range(SHORTEST_BEGINNING, min(len(word), LONGEST_BEGINNING) + 1):
        yield word[:length]


def joined(text: str) -> list[str]:
    """Anna-Maria and Anna Maria as one word, as some would write it."""
    if not re.search(r"[\W_]", text):  # one word, as most are
        return []
    parts = [words_of(part) for part in {text, *text.split()}]
    return ["".join(part) for part in parts if 1 < len(part) <= _MOST_JOINED]


def whole_names(identity: IdentityDocument) -> Iterator[list[str]]:
    """The words of each full name somebody has or had."""
    first = words_of(identity.first_name)
    yield first + words_of(identity.last_name)
    for other in filter(None, _SEPARATORS.split(identity.other_names)):
        words = words_of(other)
        yield first + words if len(words) == 1 else words


def whole_sounds(words: Iterable[str]) -> Iterator[str]:
    """A full name as it sounds, whatever the order of its words; only where there are two."""
    readings = [sorted(sounds(word)) or [word] for word in words]
    if len(readings) > 1:
        for choice in islice(product(*readings), _MOST_READINGS):
            yield " ".join(sorted(choice))


# ── Tokens ──────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Term:
    """A word that is searched for, and the tokens by which it is found, each with how."""

    words: str
    ways: tuple[tuple[How, bytes], ...]


class Blind:
    """Makes tokens with one search key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, kind: Kind, value: str) -> bytes:
        return hmac.digest(self._key, f"{kind.value}\0{value}".encode(), "sha256")[:SIZE]

    def tokens_of(self, identity: IdentityDocument) -> dict[bytes, str]:
        """All tokens by which a person is found, those hardly shared with their kind."""
        found = {self.token(kind, value): "" for kind, value in shared_values(identity)}
        strong = strong_values(identity)
        return found | {self.token(kind, value): kind.value for kind, value in strong}

    # ── What is searched for ────────────────────────────────────────────────────────────────────
    def terms(self, text: str) -> list[Term]:
        """What is searched for, word by word; a telephone number is one word however it is spaced."""
        found: list[Term] = []
        for pattern, make in ((_EMAIL, self._email_term), (_PHONE, self._phone_term)):
            found += [make(match.group().strip()) for match in pattern.finditer(text)]
            text = pattern.sub(" ", text)
        for chunk in text.split():
            found += self._word_terms(chunk)
        return found[:_MOST_TERMS]

    def _email_term(self, text: str) -> Term:
        return Term(text, ((How.EMAIL, self.token(Kind.EMAIL, plain_email(text))),))

    def _phone_term(self, text: str) -> Term:
        return Term(text, (*self._number_ways(text), *self._phone_ways(text)))

    def _phone_ways(self, text: str) -> Iterator[tuple[How, bytes]]:
        if number := plain_phone(text):
            yield How.PHONE, self.token(Kind.PHONE, number)

    def _number_ways(self, text: str) -> Iterator[tuple[How, bytes]]:
        if number := plain_number(text):
            yield How.NUMBER, self.token(Kind.NUMBER, number)

    def _word_terms(self, chunk: str) -> Iterator[Term]:
        together = [way for word in joined(chunk) for way in self._name_ways(word)]
        for word in words_of(chunk):
            yield Term(word, (*self._number_ways(chunk), *self._name_ways(word), *together))

    def _name_ways(self, word: str) -> Iterator[tuple[How, bytes]]:
        yield How.NAME, self.token(Kind.NAME, word)
        if len(word) >= SHORTEST_BEGINNING:
            yield How.BEGINNING, self.token(Kind.BEGINNING, word[:LONGEST_BEGINNING])
        for sound in sounds(word):
            yield How.SOUND, self.token(Kind.SOUND, sound)


def shared_values(identity: IdentityDocument) -> Iterator[tuple[Kind, str]]:
    """What many people share: each part of a name, its beginnings and its sounds."""
    for word in name_words(identity):
        yield Kind.NAME, word
        for beginning in beginnings(word):
            yield Kind.BEGINNING, beginning
        for sound in sounds(word):
            yield Kind.SOUND, sound


def strong_values(identity: IdentityDocument) -> Iterator[tuple[Kind, str]]:
    """What hardly two people share: telephones, numbers, e-mail addresses, the whole name."""
    for words in whole_names(identity):
        for sound in whole_sounds(words):
            yield Kind.WHOLE, sound
    for phone in identity.phones:
        if number := plain_phone(phone):
            yield Kind.PHONE, number
    for text in (identity.personal_number, *identity.more.values()):
        if number := plain_number(text):
            yield Kind.NUMBER, number
    for email in identity.emails:
        if address := plain_email(email):
            yield Kind.EMAIL, address


def name_words(identity: IdentityDocument) -> set[str]:
    """Every word that is part of a name of this person: maiden and other names too."""
    fields = (identity.first_name, identity.last_name, identity.other_names)
    others = [text for text in identity.more.values() if not re.search(r"\d", text)]
    texts = filter(None, (*fields, *others))
    return {word for text in texts for word in (*words_of(text), *joined(text))}


def codes_in(text: str) -> list[str]:
    """What may be the code of a person or a case, as typed and in capitals."""
    chunks = [chunk for chunk in text.split() if _CODE.match(chunk)][:_MOST_TERMS]
    return list(dict.fromkeys(code for chunk in chunks for code in (chunk, chunk.upper())))
