"""The words of categories in both languages: from the structural lists and from the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib import import_module

from django.apps import apps
from django.db.models import Choices
from django.utils import translation

from agimi.insight.dimensions import DIMENSIONS, NOT_RECORDED_WORDS, month_words
from agimi.insight.measure import NOT_RECORDED
from agimi.insight.results import Row
from agimi.insight.text import Text

Words = Mapping[str, Text]


class Labels(Mapping[tuple[str, str], Text]):
    """The words of every category that occurs in the rows, looked up when the first is asked for.

    Whoever only compares or counts needs no words; a report asks for all of them.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    @cached_property
    def _words(self) -> dict[tuple[str, str], Text]:
        codes: dict[str, set[str]] = {}
        for names, categories in _by_breakdown(self._rows).items():
            for dimension, found in zip(names, zip(*categories, strict=True), strict=True):
                codes.setdefault(dimension, set()).update(found)
        return {
            (dimension, code): words
            for dimension, found in codes.items()
            for code, words in words_of(dimension, found).items()
        }

    def __getitem__(self, category: tuple[str, str]) -> Text:
        return self._words[category]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def _by_breakdown(rows: Iterable[Row]) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for row in rows:
        if row.by:
            found.setdefault(row.by, []).append(row.category)
    return found


def words_of(dimension: str, codes: set[str]) -> dict[str, Text]:
    """The words of some categories of a dimension; a code without words stands for itself."""
    declared = DIMENSIONS[dimension]
    named: Words = {}
    source, _, lists = declared.named_by.partition(":")
    if lists:
        named = _codes(lists)(codes)
    elif source in SOURCES:
        named = SOURCES[source](codes)
    elif source:
        named = structural(source)
    words = {**named, **declared.words}
    return {code: words.get(code) or Text(code, code) for code in codes}


@cache
def structural(name: str) -> dict[str, Text]:
    """The words of a structural list, e.g. ``people.Sex``; made once, they never change."""
    room, _, list_name = name.partition(".")
    choices = getattr(import_module(f"agimi.{room}.choices"), list_name)
    return {str(value): _both(choices, index) for index, value in enumerate(choices.values)} | {
        NOT_RECORDED: NOT_RECORDED_WORDS
    }


def _both(choices: type[Choices], index: int) -> Text:
    words = {}
    for language in ("sq", "en"):
        with translation.override(language):
            words[language] = str(choices.labels[index])
    return Text(words["sq"], words["en"])


def _exploitations(codes: set[str]) -> dict[str, Text]:
    """A combination of forms reads as its parts: begging + theft."""
    forms = structural("casework.Exploitation")
    combined = {}
    for code in codes - {NOT_RECORDED}:
        parts = [forms.get(part, Text(part, part)) for part in code.split("+")]
        first, rest = parts[0], parts[1:]
        combined[code] = Text(
            " + ".join([first.sq, *(_lower(part.sq) for part in rest)]),
            " + ".join([first.en, *(_lower(part.en) for part in rest)]),
        )
    return combined


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _named(model: str, code: str = "code", **filters: str) -> Callable[[set[str]], Words]:
    """The names of records, found by their code."""

    def words(codes: set[str]) -> Words:
        rows = apps.get_model(model)._base_manager.filter(**{f"{code}__in": codes}, **filters)
        found = rows.values_list(code, "name_sq", "name_en")
        return {key: Text(sq or en, en or sq) for key, sq, en in found if sq or en}

    return words


def _months(codes: set[str]) -> Words:
    return {code: month_words(code) for code in codes - {NOT_RECORDED}}


def _codes(lists: str) -> Callable[[set[str]], Words]:
    """The names of values of open lists; of a key in several lists, that of the first."""

    def words(codes: set[str]) -> Words:
        found: dict[str, Text] = {}
        for name in lists.split():
            found = {**_named("programme.Code", "key", list=name)(codes), **found}
        return found

    return words


def _titled(model: str, code: str, sq: str, en: str) -> Callable[[set[str]], Words]:
    """The titles of records, found by their code."""

    def words(codes: set[str]) -> Words:
        rows = apps.get_model(model)._base_manager.filter(**{f"{code}__in": codes})
        return {
            key: Text(in_sq or in_en, in_en or in_sq)
            for key, in_sq, in_en in rows.values_list(code, sq, en)
            if in_sq or in_en
        }

    return words


SOURCES: dict[str, Callable[[set[str]], Words]] = {
    "months": _months,
    "exploitations": _exploitations,
    "countries": _named("programme.Country", "alpha2"),
    "places": _named("programme.Place"),
    "bodies": _named("programme.Body"),
    "sites": _named("programme.Site"),
    "projects": _titled("programme.Project", "code", "short_sq", "short_en"),
    "targets": _titled("programme.Target", "key", "label_sq", "label_en"),
    "events": _titled("activities.Session", "code", "title_sq", "title_en"),
}
