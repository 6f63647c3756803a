"""The catalogue as people read it: each indicator with its words in the language of the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agimi.insight import catalogue, labels
from agimi.insight import format as fmt
from agimi.insight.dimensions import DIMENSIONS
from agimi.insight.links import Question
from agimi.insight.measure import Indicator
from agimi.insight.report.lens import OR
from agimi.insight.results import Unit
from agimi.insight.text import Language, Text

UNITS: Mapping[Unit, str | Promise] = {
    Unit.PERSONS: pgettext_lazy("unit", "people"),
    Unit.CASES: pgettext_lazy("unit", "cases"),
    Unit.CHILDREN: pgettext_lazy("unit", "children"),
    Unit.SESSIONS: pgettext_lazy("unit", "sessions"),
    Unit.SERVICES: pgettext_lazy("unit", "services"),
    Unit.ATTENDANCES: pgettext_lazy("unit", "attendances"),
    Unit.PARTICIPANTS: pgettext_lazy("unit", "participants"),
    Unit.CALLS: pgettext_lazy("unit", "calls"),
    Unit.EVENTS: pgettext_lazy("unit", "events"),
    Unit.PROCEEDINGS: pgettext_lazy("unit", "proceedings"),
    Unit.LEGAL_CASES: pgettext_lazy("unit", "legal cases"),
    Unit.ENROLMENTS: pgettext_lazy("unit", "enrolments"),
    Unit.CONTACTS: pgettext_lazy("unit", "contacts"),
    Unit.BODIES: pgettext_lazy("unit", "institutions and organisations"),
    Unit.PROJECTS: pgettext_lazy("unit", "projects"),
    Unit.PUBLICATIONS: pgettext_lazy("unit", "publications"),
    Unit.AGREEMENTS: pgettext_lazy("unit", "agreements"),
    Unit.UNITS: pgettext_lazy("unit", "units"),
    Unit.MONTHS: pgettext_lazy("unit", "months"),
    Unit.DAYS: pgettext_lazy("unit", "days"),
    Unit.PERCENT: pgettext_lazy("unit", "per cent"),
    Unit.OTHER: pgettext_lazy("unit", "pieces"),
}
TIMES: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "happened": (_("flow"), _("What took place on a day of the period.")),
    "open_during": (_("touched"), _("What was going on on any day of the period.")),
    "open_at_end": (_("stock"), _("What is going on on the last day of the period.")),
    "always": (_("fixed"), _("Not bound to days.")),
}
CHAPTERS: Mapping[str, str | Promise] = {
    "casework": _("People accompanied"),
    "profile": _("Profile of the cases"),
    "referral": _("Referrals"),
    "services": _("Services"),
    "health": _("Health"),
    "legal": _("Legal aid"),
    "learning": _("School and courses"),
    "work": _("Work and business"),
    "home": _("Housing and aid"),
    "activities": _("Activities and events"),
    "centres": _("Centres"),
    "outreach": _("Mobile units"),
    "programme": _("Projects and organisation"),
}


def language_of_page() -> Language:
    return "en" if get_language() == "en" else "sq"


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator in words."""

    indicator: Indicator

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def label(self) -> str:
        return self._say(self.indicator.label)

    @property
    def definition(self) -> str:
        return self._say(self.indicator.definition)

    @property
    def rule(self) -> str:
        return self._say(self.indicator.rule)

    @property
    def unit_word(self) -> str | Promise:
        return UNITS[self.indicator.unit]

    @property
    def time_word(self) -> str | Promise:
        return TIMES[self.indicator.when.word][0]

    @property
    def time_sentence(self) -> str | Promise:
        return TIMES[self.indicator.when.word][1]

    @property
    def dimension_words(self) -> str:
        labels = [self._say(each.label).lower() for each in self.indicator.dimensions.values()]
        return fmt.joined(labels, language_of_page())

    @property
    def address(self) -> str:
        return reverse("insight:indicator", args=(self.code,))

    @staticmethod
    def _say(text: Text) -> str:
        return text.within(language_of_page())

    def has(self, words: list[str]) -> bool:
        """Whether all these words, or beginnings of them, occur in either language."""
        one = self.indicator
        texts = (one.label, one.definition, one.rule)
        said = plain(" ".join([one.code, *(f"{text.sq} {text.en}" for text in texts)]))
        return all(word in said for word in words)


@dataclass(frozen=True, slots=True)
class Chapter:
    """The indicators that stand together in the catalogue."""

    title: str | Promise
    indicators: tuple[Entry, ...]


def plain(words: str) -> str:
    """Words as they are searched: small letters without accents."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def entry(code: str) -> Entry | None:
    known = catalogue.CATALOGUE.get(code)
    return Entry(known) if known else None


def found(wanted: str = "") -> list[Entry]:
    """The indicators in use that hold all the words, in their order."""
    words = plain(wanted).split()
    entries = map(Entry, catalogue.chosen())
    return [one for one in entries if one.has(words)]


def chapters(wanted: str = "") -> list[Chapter]:
    """The indicators found, by chapter."""
    words = plain(wanted).split()
    all_chapters = (_chapter(code, words) for code in catalogue.CHAPTERS)
    return [chapter for chapter in all_chapters if chapter.indicators]


def _indicators(code: str) -> Iterable[Indicator]:
    indicators: Iterable[Indicator] = import_module(f"agimi.insight.indicators.{code}").INDICATORS
    return indicators


def _chapter(code: str, words: list[str]) -> Chapter:
    entries = (Entry(one) for one in _indicators(code) if not one.retired)
    return Chapter(CHAPTERS.get(code, code), tuple(one for one in entries if one.has(words)))


def chosen(question: Question) -> list[tuple[str, str]]:
    """The categories of a question in words: the dimension, and what was chosen of it."""
    language = language_of_page()
    said = []
    for name, codes in question.category.items():
        parts = set(codes.split(OR))
        words = labels.words_of(name, parts)
        listed = fmt.joined([words[code].within(language) for code in sorted(parts)], language)
        said.append((DIMENSIONS[name].label.within(language), listed))
    return said
