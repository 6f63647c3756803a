"""Sentences with numbers, grammatical in Albanian and in English.

A sentence is a ``Text`` with places for figures::

    say(Text(sq="{n|U asistua|U asistuan} {n:case}.", en="{n:case} {n|was|were} assisted."), …)

``{n}`` prints the figure, ``{n:case}`` the figure and its noun, ``{n|one|many}`` only the
words that agree with it. Numbers themselves are never written in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from agimi.insight import format as fmt
from agimi.insight.report.nodes import Figure, Inline, Inlines, Strong
from agimi.insight.results import Row
from agimi.insight.text import Language, Text

Value: TypeAlias = Figure | str | Strong | Inlines


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun as it follows a number: (one, many) in both languages."""

    sq: tuple[str, str]
    en: tuple[str, str]

    def agreeing(self, value: float | None, language: Language) -> str:
        """The form that goes with the number: 1 rast, 2 raste; 0 takes the plural."""
        one, many = self.sq if language == "sq" else self.en
        return one if is_one(value) else many


NOUNS: Mapping[str, Noun] = {
    "activity": Noun(("aktivitet", "aktivitete"), ("activity", "activities")),
    "agreement": Noun(("marrëveshje", "marrëveshje"), ("agreement", "agreements")),
    "appeal": Noun(("ankim", "ankime"), ("appeal", "appeals")),
    "attendance": Noun(("pjesëmarrje", "pjesëmarrje"), ("attendance", "attendances")),
    "beneficiary": Noun(("përfitues", "përfitues"), ("beneficiary", "beneficiaries")),
    "body": Noun(("institucion", "institucione"), ("institution", "institutions")),
    "boy": Noun(("djalë", "djem"), ("boy", "boys")),
    "boy_or_man": Noun(("djalë ose burrë", "djem dhe burra"), ("boy or man", "boys and men")),
    "business": Noun(("biznes", "biznese"), ("business", "businesses")),
    "call": Noun(("telefonatë", "telefonata"), ("call", "calls")),
    "campaign": Noun(("fushatë", "fushata"), ("campaign", "campaigns")),
    "case": Noun(("rast", "raste"), ("case", "cases")),
    "centre": Noun(("qendër", "qendra"), ("centre", "centres")),
    "child": Noun(("fëmijë", "fëmijë"), ("child", "children")),
    "client": Noun(("klient", "klientë"), ("client", "clients")),
    "contact": Noun(("kontakt", "kontakte"), ("contact", "contacts")),
    "country": Noun(("vend", "vende"), ("country", "countries")),
    "county": Noun(("qark", "qarqe"), ("county", "counties")),
    "course": Noun(("kurs", "kurse"), ("course", "courses")),
    "decision": Noun(("vendim", "vendime"), ("decision", "decisions")),
    "event": Noun(("veprimtari", "veprimtari"), ("event", "events")),
    "family": Noun(("familje", "familje"), ("family", "families")),
    "focus_group": Noun(("fokus-grup", "fokus-grupe"), ("focus group", "focus groups")),
    "foreign_case": Noun(("rast i huaj", "raste të huaja"), ("foreign case", "foreign cases")),
    "forum": Noun(("forum", "forume"), ("forum", "forums")),
    "girl": Noun(("vajzë", "vajza"), ("girl", "girls")),
    "girl_or_woman": Noun(
        ("vajzë ose grua", "vajza dhe gra"), ("girl or woman", "girls and women")
    ),
    "information_session": Noun(
        ("seancë informuese", "seanca informuese"),
        ("information session", "information sessions"),
    ),
    "institution": Noun(("institucion", "institucione"), ("institution", "institutions")),
    "lawyer": Noun(("avokat", "avokatë"), ("lawyer", "lawyers")),
    "man": Noun(("burrë", "burra"), ("man", "men")),
    "meeting": Noun(("takim", "takime"), ("meeting", "meetings")),
    "mentor": Noun(("mentor", "mentorë"), ("mentor", "mentors")),
    "mobile_unit": Noun(
        ("njësi e lëvizshme", "njësi të lëvizshme"), ("mobile unit", "mobile units")
    ),
    "month": Noun(("muaj", "muaj"), ("month", "months")),
    "mother": Noun(("nënë", "nëna"), ("mother", "mothers")),
    "municipality": Noun(("bashki", "bashki"), ("municipality", "municipalities")),
    "open_day": Noun(("ditë e hapur", "ditë të hapura"), ("open day", "open days")),
    "package": Noun(("paketë", "paketa"), ("package", "packages")),
    "participant": Noun(("pjesëmarrës", "pjesëmarrës"), ("participant", "participants")),
    "person": Noun(("person", "persona"), ("person", "people")),
    "potential_victim": Noun(
        ("viktimë e mundshme", "viktima të mundshme"),
        ("potential victim", "potential victims"),
    ),
    "proceeding": Noun(("procedim", "procedime"), ("proceeding", "proceedings")),
    "professional": Noun(("profesionist", "profesionistë"), ("professional", "professionals")),
    "project": Noun(("projekt", "projekte"), ("project", "projects")),
    "publication": Noun(("botim", "botime"), ("publication", "publications")),
    "rent_month": Noun(("muaj qiraje", "muaj qiraje"), ("month of rent", "months of rent")),
    "roundtable": Noun(
        ("tryezë e rrumbullakët", "tryeza të rrumbullakëta"), ("roundtable", "roundtables")
    ),
    "school": Noun(("shkollë", "shkolla"), ("school", "schools")),
    "service": Noun(("shërbim", "shërbime"), ("service", "services")),
    "session": Noun(("seancë", "seanca"), ("session", "sessions")),
    "staff_member": Noun(("punonjës", "punonjës"), ("staff member", "staff members")),
    "stateless": Noun(
        ("person pa shtetësi", "persona pa shtetësi"), ("stateless person", "stateless people")
    ),
    "student": Noun(("nxënës", "nxënës"), ("student", "students")),
    "survivor": Noun(("e mbijetuar", "të mbijetuara"), ("survivor", "survivors")),
    "training": Noun(("trajnim", "trajnime"), ("training", "trainings")),
    "victim": Noun(("viktimë", "viktima"), ("victim", "victims")),
    "visit": Noun(("vizitë", "vizita"), ("visit", "visits")),
    "woman": Noun(("grua", "gra"), ("woman", "women")),
    "workshop": Noun(("seminar", "seminare"), ("workshop", "workshops")),
}

_PLACE = re.compile(
    r"\{(?P<name>[a-z_]+)"
    r"(?::(?P<noun>[a-z_]+)|\|(?P<one>[^|{}]*)\|(?P<many>[^|{}]*))?\}"
)


def is_one(value: float | None) -> bool:
    """Whether a number takes the singular; in both languages only one itself does."""
    return value == 1


def spoken(row: Row, language: Language) -> Figure:
    """A row as a figure inside a sentence."""
    return Figure(row, fmt.spoken_figure(row, language))


def printed(row: Row, language: Language) -> Figure:
    """A row as a figure in a table."""
    return Figure(row, fmt.figure(row, language))


def count(figure: Figure, noun: str, language: Language) -> Inlines:
    """The figure with its noun: "2 raste", "2 cases"."""
    return figure, fmt.NO_BREAK + NOUNS[noun].agreeing(figure.row.value, language)


def say(sentence: Text, language: Language, **values: Value) -> Inlines:
    """The sentence with its figures in their places, grammar agreeing with them."""
    template = sentence.within(language)
    parts: list[Inline] = []
    used: set[str] = set()
    end = 0
    for place in _PLACE.finditer(template):
        parts.append(template[end : place.start()])
        parts.extend(_filled(place, values, language))
        used.add(place["name"])
        end = place.end()
    parts.append(template[end:])
    _check_all_used(template, used, values)
    return tidy(parts)


def _filled(
    place: re.Match[str], values: Mapping[str, Value], language: Language
) -> Sequence[Inline]:
    try:
        value = values[place["name"]]
    except KeyError:
        raise KeyError(f"{place.string!r} asks for {place['name']!r}, not given") from None
    if place["noun"] is None and place["one"] is None:
        return value if isinstance(value, tuple) else (value,)
    if not isinstance(value, Figure):
        raise TypeError(f"{place.group()} needs a figure to agree with, not {value!r}")
    if place["noun"] is not None:
        return count(value, place["noun"], language)
    return (place["one"] if is_one(value.row.value) else place["many"],)


def _check_all_used(template: str, used: set[str], values: Mapping[str, Value]) -> None:
    unused = sorted(values.keys() - used)
    if unused:
        raise ValueError(f"{template!r} says nothing of {', '.join(unused)}")
    if "{" in _PLACE.sub("", template):
        raise ValueError(f"{template!r} has a place that cannot be read")


def tidy(parts: Iterable[Inline]) -> Inlines:
    """The same parts with neighbouring strings joined and empty ones dropped."""
    tidied: list[Inline] = []
    for part in parts:
        if isinstance(part, str) and tidied and isinstance(tidied[-1], str):
            tidied[-1] += part
        elif part != "":
            tidied.append(part)
    return tuple(tidied)


def sentences(*said: Inlines) -> Inlines:
    """Several sentences as one paragraph, those that say nothing left out."""
    parts: list[Inline] = []
    for one in said:
        if one and parts:
            parts.append(" ")
        parts.extend(one)
    return tidy(parts)


def enumerated(items: Sequence[Inlines], language: Language) -> Inlines:
    """Phrases in a sentence: "a, b dhe c"; "a, b and c"."""
    last = " dhe " if language == "sq" else " and "
    parts: list[Inline] = []
    for place, item in enumerate(items):
        if place:
            parts.append(last if place == len(items) - 1 else ", ")
        parts.extend(item)
    return tidy(parts)
