"""Questions about the organisation's own world: a body or place by any of its names, code lists.

Names are compared without accents, quotation marks and capitals, in both
languages and with every other name on record, so that an import, a form and a
search find one body however it is written (PAR-02, RUL-10).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from agimi.access.records import Record
from agimi.programme.fixtures import other_words
from agimi.programme.models import Body, BodyAlias, Code, Country, Place, Project, Site, Staff

R = TypeVar("R", bound=Record)


class Ambiguous(LookupError):
    """Several records bear this name: ``found`` are those; a place or a code tells them apart."""

    def __init__(self, name: str, found: Iterable[Record]) -> None:
        self.name, self.found = name, list(found)
        codes = ", ".join(sorted(record.code for record in self.found))
        super().__init__(
            _("“%(name)s” is the name of several: %(codes)s.") % {"name": name, "codes": codes}
        )


def folded(name: str) -> str:
    """A name as it is compared: “Të Drejtat e Njeriut” and "te drejtat  e njeriut" are one."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("’", "").replace("'", ""))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+|&", letters.replace("&", " & ")))


class Names(Generic[R]):
    """Every name of every record of a kind; made once for many look-ups (an import)."""

    def __init__(self, names: Iterable[tuple[R, str]]) -> None:
        self._by_code: dict[str, R] = {}
        self._by_name: dict[str, dict[str, R]] = {}
        for record, name in names:
            self._by_code[record.code] = record
            if key := folded(name):
                self._by_name.setdefault(key, {})[record.code] = record

    def find(self, text: str) -> R | None:
        """The record of a code or name; None where there is none.

        Raises Ambiguous where several bear the name.
        """
        text = text.strip()
        if text in self._by_code:
            return self._by_code[text]
        found = self.all_of(text)
        if len(found) > 1:
            raise Ambiguous(text, found)
        return found[0] if found else None

    def all_of(self, name: str) -> list[R]:
        """All records that bear a name."""
        return list(self._by_name.get(folded(name), {}).values())


# ── Bodies ────────────────────────────────────────────────────────────────────────────────────
def body_names() -> Names[Body]:
    """Every name of every body, in two queries."""
    bodies = {body.pk: body for body in Body.objects.select_related("place", "parent")}
    aliases = BodyAlias.objects.values_list("body", "name")
    own = ((body, name) for body in bodies.values() for name in (body.name_sq, body.name_en))
    return Names([*own, *((bodies[pk], name) for pk, name in aliases)])


def body_by_name(name: str, *, place: Place | None = None) -> Body | None:
    """The body of a code, a name in either language or any other name (PAR-02).

    Schools are known together with their place (PAR-03): ``place`` chooses
    among bodies of one name; without it such a name raises Ambiguous.
    """
    names = body_names()
    if place is None:
        return names.find(name)
    here = [body for body in names.all_of(name) if body.place and lies_in(body.place, place)]
    if len(here) > 1:
        raise Ambiguous(name, here)
    return here[0] if here else None


# ── Places ────────────────────────────────────────────────────────────────────────────────────
def place_names() -> Names[Place]:
    """Every name of every place; a municipality keeps its old and its definite name (Vlora, Vlorë)."""
    places = {place.code: place for place in Place.objects.select_related("municipality", "county")}
    own = ((place, name) for place in places.values() for name in (place.name_sq, place.name_en))
    others = (
        (places[code], name)
        for code, names in other_words()["places"].items()
        if code in places
        for name in names
    )
    return Names([*own, *others])


def place_by_name(name: str) -> Place | None:
    """The place of a code or name, accents or not; raises Ambiguous where several bear it."""
    return place_names().find(name)


def lies_in(place: Place, around: Place) -> bool:
    """Whether a place is another one or lies in it."""
    return around.pk in {place.pk, place.parent_id, place.municipality_id, place.county_id}


def municipalities() -> QuerySet[Place]:
    """The municipalities, by name."""
    return Place.objects.filter(kind="municipality").order_by("name_sq")


def country_by_name(name: str) -> Country | None:
    """The country of an ISO code of two or three letters, or of its name in either language."""
    text = name.strip()
    if len(text) in {2, 3} and text.isupper():
        return Country.objects.filter(Q(alpha2=text) | Q(alpha3=text)).first()
    wanted = folded(text)
    for country in Country.objects.all():
        if wanted in {folded(country.name_sq), folded(country.name_en)}:
            return country
    return None


# ── Code lists ────────────────────────────────────────────────────────────────────────────────
def code_list(name: str) -> Mapping[str, Code]:
    """The values of an open list by key, retired ones too: old records keep their words.

    Kept in memory until a value is added or changed.
    """
    stamp = Code.objects.aggregate(Count("pk"), Max("changed_at"), Max("pk"))
    return _lists(tuple(stamp.values())).get(name, MappingProxyType({}))


@lru_cache(maxsize=2)
def _lists(stamp: tuple[Any, ...]) -> dict[str, Mapping[str, Code]]:
    lists: dict[str, dict[str, Code]] = {}
    for code in Code.objects.order_by("list", "position", "key"):
        lists.setdefault(code.list, {})[code.key] = code
    return {name: MappingProxyType(values) for name, values in lists.items()}


def values_to_choose(name: str, *, on: dt.date | None = None) -> list[Code]:
    """The values of an open list that may be chosen on a day (today): not yet retired."""
    day = on or dt.date.today()  # noqa: DTZ011 - the organisation's own day
    return [
        code
        for code in code_list(name).values()
        if code.retired_on is None or code.retired_on > day
    ]


def code_by_name(name: str, text: str) -> Code | None:
    """The value of an open list by key, by label in either language or by another word for it."""
    values = code_list(name)
    if text.strip() in values:
        return values[text.strip()]
    others = other_words()["codes"].get(name, {})
    wanted = folded(text)
    found = [
        code
        for key, code in values.items()
        if wanted in {folded(word) for word in (code.name_sq, code.name_en, *others.get(key, ()))}
    ]
    if len(found) > 1:
        raise Ambiguous(text, found)
    return found[0] if found else None


def codes_of_group(name: str, group: str) -> list[Code]:
    """The values of a list that count under a structural group."""
    return [code for code in code_list(name).values() if code.group == group]


# ── What is open, who works where ─────────────────────────────────────────────────────────────
def open_on(queryset: QuerySet[Any], day: dt.date) -> QuerySet[Any]:
    """What of sites, projects, staff, posts or campaigns was there on a day."""
    return queryset.filter(started_on__lte=day).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    )


def overlapping(queryset: QuerySet[Any], start: dt.date, end: dt.date) -> QuerySet[Any]:
    """What of them was there on any day of a period."""
    return queryset.filter(started_on__lte=end).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=start)
    )


def projects_of(start: dt.date, end: dt.date) -> QuerySet[Project]:
    """The projects that ran in a period, with their donors and partners (PRJ-01 … PRJ-03)."""
    return overlapping(Project.objects.prefetch_related("roles__body", "places"), start, end)


def staff_at(site: Site, day: dt.date) -> QuerySet[Staff]:
    """Who held a post at a site on a day (ORG-07)."""
    posts = open_on(site.post_set.all(), day)
    return Staff.objects.filter(pk__in=posts.values("staff"))
