"""The profile of a case: attributes that have several values, stated and taken back one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from agimi.access import ledger
from agimi.access.models import User
from agimi.casework.actions import state_facts
from agimi.casework.choices import Category, FactKind
from agimi.casework.models import Case, CaseFact
from agimi.programme.models import Country

Fact = tuple[str, str]  # kind, value

# Which attributes belong to the profile of which category (CAS-05 … CAS-07, BEN-03).
OF_CATEGORY: dict[str, tuple[FactKind, ...]] = {
    Category.TRAFFICKING: (
        FactKind.RECRUITMENT,
        FactKind.EXPLOITATION,
        FactKind.EXPLOITATION_COUNTRY,
        FactKind.CONTROL,
        FactKind.VIOLENCE,
    ),
    Category.VIOLENCE: (FactKind.VIOLENCE, FactKind.CONTROL),
}


def facts_of(case: Case) -> set[Fact]:
    return set(case.casefacts.values_list("kind", "value"))


def countries() -> dict[str, str]:
    """ISO code → name, in the language of the page."""
    return {country.alpha2: str(country) for country in Country.objects.all()}


def values_of(kind: FactKind, places: Mapping[str, str]) -> list[tuple[str, str]]:
    """The values an attribute may have, with their words."""
    if kind == FactKind.EXPLOITATION_COUNTRY:
        return sorted(places.items(), key=lambda pair: pair[1])
    return [(str(value), str(label)) for value, label in CaseFact.LISTS[kind].choices]


def word_of(fact: Fact, places: Mapping[str, str]) -> str:
    kind, value = fact
    return dict(values_of(FactKind(kind), places)).get(value, value)


def kinds_of(case: Case, facts: Iterable[Fact]) -> tuple[FactKind, ...]:
    """The attributes of a case: those of its category, and any others that have values."""
    usual = OF_CATEGORY.get(case.category, tuple(FactKind))
    used = {kind for kind, _value in facts}
    return (*usual, *(kind for kind in FactKind if kind in used and kind not in usual))


@dataclass(frozen=True, slots=True)
class Restated:
    """What became of a profile that somebody changed: theirs, and what others had changed meanwhile."""

    added: frozenset[Fact]
    removed: frozenset[Fact]
    by_others: frozenset[Fact]


def restate(case: Case, *, was: set[Fact], wanted: set[Fact], by: User) -> Restated:
    """Bring a profile from what its reader saw to what they want.

    Only their own differences are written: what somebody else added or took out
    meanwhile stays, and is told.
    """
    with transaction.atomic():
        rows = {
            (fact.kind, fact.value): fact
            for fact in case.casefacts.select_for_update().order_by("pk")
        }
        added = (wanted - was) - set(rows)
        removed = (was - wanted) & set(rows)
        if added:
            state_facts(case, sorted(added), by=by)
        for fact in sorted(removed):
            ledger.remove(rows[fact], by=by, because=_("No longer part of the profile."))
    others = (set(rows) ^ was) - added - removed
    return Restated(frozenset(added), frozenset(removed), frozenset(others))
