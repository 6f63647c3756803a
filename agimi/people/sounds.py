"""How a name is written and how it sounds: what makes two spellings the same name.

Plain functions without records or keys. ``folded`` takes away what is often
left out when typing (case, ë, ç, accents, apostrophes); ``sounds`` says how an
Albanian hears it, so that Xhensila and Jensila, Hyseni and Huseini, Shqipe and
Shqipja are found by one another. The table of pairs is in tests/people.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

# What no decomposition takes apart.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_WORDS = re.compile(r"[^\W_]+")

# Letters written with two or three signs, first the longest; capitals stand for one sound.
_DIGRAPHS = (
    ("sch", "S"),  # German
    ("sh", "S"),
    ("gj", "g"),
    ("xh", "g"),
    ("zh", "g"),
    ("gh", "g"),
    ("dh", "t"),
    ("th", "t"),
    ("ch", "k"),
    ("kh", "k"),
    ("ph", "f"),
    ("lj", "l"),
    ("nj", "n"),
)
_LETTER_SOUNDS = str.maketrans({"c": "k", "q": "k", "w": "v", "d": "t", "y": "i", "u": "i"})
_TWINS = re.compile(r"(.)\1+")
_ENDINGS = re.compile(r"(?<=[^aeiouyj])ja$|(?<=....)(?:it|ut)$|[aeiuy]$")
_SHORTEST = 2


def words_of(text: str) -> list[str]:
    """The words of a name, folded; a hyphen parts two names, an apostrophe parts nothing."""
    return _WORDS.findall(folded(text))


def folded(text: str) -> str:
    """A name without case, accents and apostrophes: Këlcyra → kelcyra, D’Angelo → dangelo."""
    if text.isascii():
        return _APOSTROPHES.sub("", text.lower())
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _APOSTROPHES.sub("", bare.casefold()).translate(_LETTERS)


def sounds(word: str) -> set[str]:
    """How a folded word may sound; more than one where a letter is read in two ways.

    Empty for what is too short to tell anybody from anybody.
    """
    stem = _without_ending(_TWINS.sub(r"\1", word))
    heard = {_heard(reading) for reading in _readings(stem)}
    return {sound for sound in heard if len(sound) >= _SHORTEST}


def _without_ending(word: str) -> str:
    """Zefi → zef, Markut → mark, Shqipja → shqip: without the endings of a declined name."""
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= _SHORTEST else word


def _readings(word: str) -> set[str]:
    """A j may be the Albanian j or an English one (Jensila), an x ks, dz or xh written short."""
    for written, sound in _DIGRAPHS:
        word = word.replace(written, sound)
    if "j" not in word and "x" not in word:
        return {word}
    parts = [_readings_of(word, place) for place in range(len(word))]
    if sum(len(part) > 1 for part in parts) > 2:  # a word of riddles: the usual reading only
        parts = [part[:1] for part in parts]
    return {"".join(choice) for choice in product(*parts)}


def _readings_of(word: str, place: int) -> tuple[str, ...]:
    letter = word[place]
    if letter == "j":
        return ("i", "g") if place == 0 else ("i",)
    if letter == "x":
        return ("ks", "g")
    return (letter,)


def _heard(word: str) -> str:
    """The sounds that are left: e is dropped but in front, h but in front, twins are one."""
    heard = re.sub(r"(?<=.)e[iy]", "e", word)  # Huseini, Hyseni
    heard = re.sub(r"(?<=.)[eh]", "", heard.translate(_LETTER_SOUNDS))
    heard = re.sub(r"b$", "p", heard)  # Jakub, Jakup
    return _TWINS.sub(r"\1", heard)
