"""Finding people by name, telephone, number or code, without a name being read.

The tokens of what was typed are compared with those in the database
(``people.tokens``, ADR 0025). Whoever finds somebody by a name learns whose
code it is, so names are searched only among the people whose names the user
may read; codes among all whom the user sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, IntegerField, Max, Value, When

from agimi.access.among import keyed
from agimi.access.choices import Area, Scope
from agimi.access.models import User
from agimi.people.actions import search_key
from agimi.people.choices import How
from agimi.people.models import NameKey, Person
from agimi.people.tokens import Term, codes_in

LIMIT = 20
AT_A_TIME = 60
# How sure each way is; no two are equal, so that the number tells the way.
RANKS: dict[How, int] = {
    How.NUMBER: 9,
    How.EMAIL: 8,
    How.PHONE: 7,
    How.NAME: 6,
    How.BEGINNING: 3,
    How.SOUND: 1,
}
_WAYS = {rank: how for how, rank in RANKS.items()}


@dataclass(frozen=True, slots=True)
class Match:
    """One word of those that were searched for, and how it led to the person."""

    words: str
    how: How


@dataclass(frozen=True, slots=True)
class Found:
    """A person who was found, and why."""

    person: Person
    matches: tuple[Match, ...]

    @property
    def ways(self) -> list[How]:
        """Each way once, the surest first."""
        ways = {match.how for match in self.matches}
        return [how for how in How if how in ways]


def tokens_seen(by: User) -> Any:
    """The tokens of the people whose names this user may read, as a question about many rows."""
    if not by.is_active:
        return NameKey.objects.none()
    return NameKey.objects.all().within(_reach(by), by, listed=True)


def _reach(by: User) -> Scope:
    """How far somebody reads names of people they see."""
    return min(by.grant(Area.PEOPLE).read, by.grant(Area.IDENTITY).read)


def find_people(words: str, *, by: User, limit: int = LIMIT) -> list[Found]:
    """The people whom all the words fit, the surest first; none where nothing was typed.

    Words may be names in any order and spelling, beginnings of names of three
    letters and more, a telephone or personal number, an e-mail address, or the
    code of a person or a case.
    """
    found = _by_code(words, by, limit)
    known = {one.person.pk for one in found}
    found += [one for one in _by_words(words, by, limit) if one.person.pk not in known]
    return found[:limit]


# ── By code ─────────────────────────────────────────────────────────────────────────────────────
def _by_code(words: str, by: User, limit: int) -> list[Found]:
    """People by their own code, an earlier one or that of a case, as far as the user sees both."""
    codes = codes_in(words)
    if not codes:
        return []
    typed = {
        merged or key: code
        for key, merged, code in Person.objects.filter(code__in=codes).values_list(
            "pk", "merged_into", "code"
        )
    }
    typed = dict(_seen_cases(codes, by)) | typed
    if not typed:
        return []
    people = Person.objects.visible_to(by).filter(pk__in=list(typed)).order_by("code")[:limit]
    return [Found(person, (Match(typed[person.pk], How.CODE),)) for person in people]


def _seen_cases(codes: Sequence[str], by: User) -> list[tuple[int, str]]:
    cases: Any = apps.get_model("casework", "Case")._default_manager
    keys = list(cases.filter(code__in=codes).values_list("pk", flat=True))
    if not keys:
        return []
    return list(cases.visible_to(by).filter(pk__in=keys).values_list("person", "code"))


# ── By name and number ──────────────────────────────────────────────────────────────────────────
def _by_words(words: str, by: User, limit: int) -> list[Found]:
    terms = search_key().terms(words)
    if not terms or not by.is_active or not by.may_read(Area.IDENTITY):
        return []
    rows = list(islice(_fitting(terms, by), limit))
    people = Person.objects.in_bulk([key for key, *_ranks in rows])
    return [Found(people[key], _matches(terms, ranks)) for key, *ranks in rows]


def _matches(terms: Sequence[Term], ranks: Sequence[int]) -> tuple[Match, ...]:
    return tuple(Match(term.words, _WAYS[rank]) for term, rank in zip(terms, ranks, strict=True))


def _names(terms: Sequence[Term]) -> list[str]:
    return [f"term{place}" for place in range(len(terms))]


def _fitting(terms: Sequence[Term], by: User) -> Iterator[tuple[int, ...]]:
    """The people of whom all terms are true and whose names the user may read, the surest first.

    Of those with few people of their own these are searched alone. For the others the tokens,
    which know nothing of cases, put all in order, and whom the user sees is asked of a few at a time.
    """
    columns = ("person", *_names(terms))
    if _reach(by) <= Scope.OWN:
        yield from _ranked(terms, tokens_seen(by)).values_list(*columns)
        return
    rows = list(_ranked(terms, NameKey.objects.all()).values_list(*columns))
    for some in (rows[at : at + AT_A_TIME] for at in range(0, len(rows), AT_A_TIME)):
        asked = (
            Person.objects.all()
            .within(_reach(by), by)
            .filter(keyed("pk", [row[0] for row in some]))
        )
        seen = set(asked.order_by().values_list("pk", flat=True))
        yield from (row for row in some if row[0] in seen)


def _ranked(terms: Sequence[Term], tokens: Any) -> Any:
    """People with a token of each term, the sum of the surest ones deciding on the order.

    The tokens come first, so that the database begins with the few rows that have them.
    """
    wanted = {token for term in terms for _how, token in term.ways}
    ranks = {name: _rank(term.ways) for name, term in zip(_names(terms), terms, strict=True)}
    rows = tokens.filter(token__in=wanted).order_by().values("person").annotate(**ranks)
    for name in ranks:
        rows = rows.filter(**{f"{name}__gt": 0})
    sure = sum((models.F(name) for name in ranks), Value(0))
    return rows.annotate(sure=sure).order_by("-sure", "person")


def _rank(ways: Iterable[tuple[How, bytes]]) -> Max:
    """The surest of the ways in which a term led to somebody; 0 for none."""
    sure = sorted(((RANKS[how], token) for how, token in ways), reverse=True)
    whens = [When(token=token, then=Value(rank)) for rank, token in sure]
    return Max(Case(*whens, default=Value(0), output_field=IntegerField()))
