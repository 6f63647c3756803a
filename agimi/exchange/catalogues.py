"""Finding the record that a cell names: by code, by official code, or by any name in either language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from agimi.access.among import among
from agimi.activities.models import Publication
from agimi.exchange.columns import Column
from agimi.exchange.problems import Wrong, closest
from agimi.exchange.words import Words, fold
from agimi.people.models import Person
from agimi.programme.choices import PlaceKind
from agimi.programme.fixtures import other_words
from agimi.programme.models import (
    Body,
    BodyAlias,
    Campaign,
    Code,
    Country,
    Place,
    Professional,
    Project,
    Site,
    Staff,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that can be named: its key, code, name in both languages, other names."""

    pk: int
    code: str
    name: Words
    others: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()  # official codes and keys, which come before names
    group: str = ""  # the list of a value, the kind of a place
    retired: bool = False


@dataclass(slots=True)
class Catalogue:
    """All records of one small kind, found by their names."""

    entries: dict[int, Entry] = field(default_factory=dict)
    by_code: dict[str, Entry] = field(default_factory=dict)
    by_mark: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entry: Entry) -> None:
        self.entries[entry.pk] = entry
        self.by_code[entry.code] = entry
        for mark in entry.marks:
            if mark:
                self.by_mark[mark.casefold()].append(entry)
        names = {fold(name) for name in (entry.name.sq, entry.name.en, *entry.others) if name}
        for name in names:
            self.by_name[name].append(entry)

    def find(self, text: str, column: Column) -> Entry:
        """The record that a text names in this column; raises Wrong."""
        entry = self.by_code.get(text)
        if entry is not None:
            return self._allowed(entry, column)
        for found in (self.by_mark.get(text.casefold(), ()), self.by_name.get(fold(text), ())):
            fitting = _preferred(found, column)
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                raise _several(fitting)
        raise self._missing(text, column)

    def _allowed(self, entry: Entry, column: Column) -> Entry:
        if column.only_lists and entry.group not in column.lists:
            raise Wrong(
                _("“%(name)s” is a value of another list."),
                _("A value of this column's list."),
                name=entry.name,
            )
        return entry

    def _missing(self, text: str, column: Column) -> Wrong:
        for language in ("sq", "en"):
            names = {
                fold(name): entry.pk
                for entry in self.entries.values()
                if not column.only_lists or entry.group in column.lists
                for name in (entry.name.in_language(language), *entry.others)
            }
            near = closest(text, {name: str(pk) for name, pk in names.items()})
            if near and column.target is Country:
                return Wrong(
                    NO_COUNTRY, _("Perhaps “%(near)s”."), near=self.entries[int(near)].name
                )
            if near:
                return Wrong(
                    _("There is none of this name."),
                    _("Perhaps “%(near)s”; or add it to the sheet “%(sheet)s”."),
                    near=self.entries[int(near)].name,
                    sheet=title_of(column.target),
                )
        if column.target is Country:
            return Wrong(NO_COUNTRY, _("The name of a country, or its ISO code of two letters."))
        return Wrong(
            _("There is none of this name."),
            _("Add it to the sheet “%(sheet)s”, or write a name or code that stands there."),
            sheet=title_of(column.target),
        )

    def written(self, pk: int, column: Column, language: str) -> str:
        """The name of a record where it names this one only, else its code."""
        entry = self.entries[pk]
        name = entry.name.in_language(language).strip()
        if not name or ";" in name or "\n" in name:
            return entry.code
        try:
            return name if self.find(name, column) is entry else entry.code
        except Wrong:
            return entry.code


def _preferred(found: Iterable[Entry], column: Column) -> list[Entry]:
    """Of several of one name, those of the column's lists, in their order; municipalities first."""
    entries = list(found)
    if column.target is Place:
        chosen = [entry for entry in entries if entry.group == PlaceKind.MUNICIPALITY]
        return chosen or entries
    if column.target is Code and column.lists:
        for name in column.lists:
            chosen = [entry for entry in entries if entry.group == name]
            if chosen:
                return chosen
        return [] if column.only_lists else entries
    return entries


def _several(entries: list[Entry]) -> Wrong:
    codes = ", ".join(f"{entry.code} ({entry.name.sq})" for entry in entries[:5])
    return Wrong(
        _("There are %(number)s of this name."),
        _("Write the code instead: %(codes)s."),
        number=len(entries),
        codes=codes,
    )


NO_COUNTRY = _("There is no country of this name.")


def title_of(model: type[models.Model] | None) -> Words:
    from agimi.exchange.sheets import SHEET_OF_MODEL

    sheet = SHEET_OF_MODEL.get(model)  # type: ignore[arg-type]
    return sheet.title if sheet else Words("", "")


# ── What each catalogue holds ─────────────────────────────────────────────────────────────────
def _named(rows: models.QuerySet) -> Iterator[Entry]:
    for pk, code, sq, en in rows.values_list("pk", "code", "name_sq", "name_en"):
        yield Entry(pk, code, Words(sq, en))


def _values(rows: models.QuerySet) -> Iterator[Entry]:
    others = other_words()["codes"]
    names = ("pk", "code", "name_sq", "name_en", "key", "list", "retired_on")
    for pk, code, sq, en, key, group, retired_on in rows.values_list(*names):
        words = tuple(others.get(group, {}).get(key, ()))
        yield Entry(pk, code, Words(sq, en), words, (key,), group, retired_on is not None)


def _places(rows: models.QuerySet) -> Iterator[Entry]:
    others = other_words()["places"]
    names = ("pk", "code", "name_sq", "name_en", "official_code", "kind")
    for pk, code, sq, en, official, kind in rows.values_list(*names):
        yield Entry(pk, code, Words(sq, en), tuple(others.get(code, ())), (official,), kind)


def _bodies(rows: models.QuerySet) -> Iterator[Entry]:
    aliases: dict[int, list[str]] = defaultdict(list)
    for body, name in BodyAlias.objects.values_list("body", "name"):
        aliases[body].append(name)
    for entry in _named(rows):
        yield Entry(entry.pk, entry.code, entry.name, tuple(aliases[entry.pk]))


def _countries(rows: models.QuerySet) -> Iterator[Entry]:
    for pk, alpha2, alpha3, sq, en in rows.values_list(
        "pk", "alpha2", "alpha3", "name_sq", "name_en"
    ):
        yield Entry(pk, alpha2, Words(sq, en), marks=(alpha2, alpha3))


def _staff(rows: models.QuerySet) -> Iterator[Entry]:
    for pk, code, name in rows.values_list("pk", "code", "name"):
        yield Entry(pk, code, Words(name, name))


def _projects(rows: models.QuerySet) -> Iterator[Entry]:
    names = ("pk", "code", "short_sq", "short_en", "title_sq", "title_en")
    for pk, code, sq, en, *titles in rows.values_list(*names):
        yield Entry(pk, code, Words(sq, en), tuple(titles))


def _publications(rows: models.QuerySet) -> Iterator[Entry]:
    for pk, code, sq, en in rows.values_list("pk", "code", "title_sq", "title_en"):
        yield Entry(pk, code, Words(sq, en))


ENTRIES: dict[type[models.Model], Any] = {
    Code: _values,
    Place: _places,
    Body: _bodies,
    Country: _countries,
    Site: _named,
    Staff: _staff,
    Project: _projects,
    Campaign: _named,
    Professional: _named,
    Publication: _publications,
}


class Catalogues:
    """The catalogues, each loaded when it is first asked for, as this user sees them."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self._loaded: dict[type[models.Model], Catalogue] = {}

    def has(self, model: type[models.Model] | None) -> bool:
        return model in ENTRIES

    def of(self, model: Any) -> Catalogue:
        if model not in self._loaded:
            rows = model._default_manager.all()
            catalogue = Catalogue()
            for entry in ENTRIES[model](
                rows.visible_to(self.user) if hasattr(rows, "visible_to") else rows
            ):
                catalogue.add(entry)
            self._loaded[model] = catalogue
        return self._loaded[model]

    def forget(self, model: Any) -> None:
        """Load it anew when it is next asked for: records were added."""
        self._loaded.pop(model, None)


@dataclass(frozen=True, slots=True)
class Known:
    """A record named by its code: its key, and the person it is about, where it is about one."""

    pk: int
    code: str
    person: int | None = None
    person_code: str = ""


def known_by_code(model: Any, codes: Iterable[str], user: Any) -> dict[str, Known]:
    """The records of these codes that the user sees, in one query."""
    rows = model._default_manager.filter(among("code", codes)).visible_to(user).order_by()
    if model is Person:
        return {code: Known(pk, code, pk, code) for pk, code in rows.values_list("pk", "code")}
    if any(each.name == "person" for each in model._meta.fields):
        found = rows.values_list("pk", "code", "person", "person__code")
        return {code: Known(pk, code, person, owner) for pk, code, person, owner in found}
    return {code: Known(pk, code) for pk, code in rows.values_list("pk", "code")}
