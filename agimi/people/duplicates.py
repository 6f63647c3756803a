"""Files that may be one person's: asked before a person is registered, and in the data as a whole.

Names and numbers are compared by their blind tokens, traits as they stand. Only
people whose names the user may read take part, in the answer as in the counting:
that there is somebody whom the user may not see is not given away.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Max, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.choices import Area
from agimi.access.ledger import check_may_change
from agimi.access.models import User
from agimi.people.actions import IdentityDocument, search_key
from agimi.people.choices import DatePrecision, Likeness, Sex, Strong
from agimi.people.models import FamilyLink, NameKey, NotTheSame, Person
from agimi.people.search import tokens_seen
from agimi.people.sounds import sounds, words_of
from agimi.people.tokens import Blind, Kind, strong_values

LIMIT = 10
LIKELY = 40
# What speaks for one person …
POINTS: dict[Likeness, int] = {
    Likeness.SAME_NUMBER: 70,
    Likeness.SAME_NAME: 45,
    Likeness.SAME_PHONE: 35,
    Likeness.SAME_EMAIL: 35,
    Likeness.NAME_SOUNDS: 32,
    Likeness.PART_OF_NAME: 15,
    Likeness.SAME_BIRTH_DATE: 25,
    Likeness.SAME_BIRTH_YEAR: 12,
    Likeness.SAME_MUNICIPALITY: 6,
}
# … and against: nobody is born in two years, though papers are wrong by one or two.
OTHER_SEX, OTHER_YEAR, YEARS_WRONG = -30, -30, 2
OF_STRONG = {
    Strong.NUMBER: Likeness.SAME_NUMBER,
    Strong.PHONE: Likeness.SAME_PHONE,
    Strong.EMAIL: Likeness.SAME_EMAIL,
    Strong.WHOLE: Likeness.NAME_SOUNDS,
}
_CANDIDATES, _TOKENS, _SHARED_BY = 100, 2000, 12


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Somebody who may be the same person: from 0 to 100, and why."""

    person: Person
    score: int
    reasons: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that may be one person's."""

    one: Person
    other: Person
    score: int
    reasons: tuple[Likeness, ...]

    @property
    def files(self) -> tuple[Person, Person]:
        return self.one, self.other


class _Traits(NamedTuple):
    """What is compared of a person beside names and numbers; a Person has it too."""

    pk: int
    sex: str
    birth_date: dt.date | None
    birth_precision: str
    municipality_id: int | None


# ── Before somebody is registered ───────────────────────────────────────────────────────────────
def possible_duplicates(
    identity: IdentityDocument,
    traits: Person | Mapping[str, Any] | None = None,
    *,
    by: User,
    limit: int = LIMIT,
) -> list[Duplicate]:
    """The people who may be this one, the likeliest first, each with why.

    ``traits`` is the person as far as known, written or not; one who stands
    already is not their own duplicate.
    """
    person = traits if isinstance(traits, Person) else Person(**(traits or {}))
    asked = _Asked(search_key(), identity)
    if not asked.points or not by.may_read(Area.IDENTITY):
        return []
    people = _candidates(asked, person, by)
    shared = _shared(asked, people)
    apart = _told_apart([person.pk]) if person.pk else set()
    found = [
        Duplicate(other, *_weighed(person, other, asked.names_alike(shared[other.pk])))
        for other in people
        if _pair(person.pk, other.pk) not in apart
    ]
    return _likeliest((one for one in found if one.score >= LIKELY), limit)


class _Asked:
    """The tokens of an identity that is compared, and what each of them says."""

    def __init__(self, blind: Blind, identity: IdentityDocument) -> None:
        self.words = list(dict.fromkeys(_own_words(identity)))
        self.exact = {blind.token(Kind.NAME, word): word for word in self.words}
        self.heard = {
            blind.token(Kind.SOUND, sound): word for word in self.words for sound in sounds(word)
        }
        self.strong = {
            blind.token(kind, value): OF_STRONG[Strong(kind.value)]
            for kind, value in strong_values(identity)
        }

    @property
    def points(self) -> dict[bytes, int]:
        """How much each token weighs when the likeliest are picked out."""
        weights = dict.fromkeys(self.heard, 5) | dict.fromkeys(self.exact, 12)
        return weights | {token: POINTS[why] for token, why in self.strong.items()}

    def names_alike(self, tokens: set[bytes]) -> set[Likeness]:
        """What is the same, by the tokens that somebody else has too."""
        found = {why for token, why in self.strong.items() if token in tokens}
        same = {word for token, word in self.exact.items() if token in tokens}
        alike = same | {word for token, word in self.heard.items() if token in tokens}
        found.discard(Likeness.NAME_SOUNDS)
        if len(self.words) > 1 and same == set(self.words):
            found.add(Likeness.SAME_NAME)
        elif len(self.words) > 1 and (alike == set(self.words) or self._whole(tokens)):
            found.add(Likeness.NAME_SOUNDS)
        elif alike:
            found.add(Likeness.PART_OF_NAME)
        return found

    def _whole(self, tokens: set[bytes]) -> bool:
        return any(
            why == Likeness.NAME_SOUNDS and token in tokens for token, why in self.strong.items()
        )


def _own_words(identity: IdentityDocument) -> list[str]:
    return words_of(f"{identity.first_name} {identity.last_name}") or words_of(identity.other_names)


def _candidates(asked: _Asked, person: Person, by: User) -> list[Person]:
    """Those who share most, picked out by the database."""
    tokens = asked.points
    by_token = [When(token=token, then=Value(points)) for token, points in tokens.items()]
    rows = tokens_seen(by).filter(token__in=list(tokens)).order_by()
    if person.pk:
        rows = rows.exclude(person=person.pk)
    rows = rows.values("person").annotate(
        shared=Sum(Case(*by_token, default=Value(0), output_field=IntegerField())),
        alike=Max(_traits_alike(person)),
    )
    keys = rows.order_by((F("shared") + F("alike")).desc(), "person")
    keys = keys.values_list("person", flat=True)
    return list(Person.objects.filter(pk__in=list(keys[:_CANDIDATES])).order_by("code"))


def _traits_alike(person: Person) -> Any:
    """The points for what stands in clear, as far as it decides who is looked at closely."""
    whens = []
    if person.birth_date is not None:
        year = person.birth_date.year
        far = Q(person__birth_date__year__lt=year - YEARS_WRONG) | Q(
            person__birth_date__year__gt=year + YEARS_WRONG
        )
        same = Q(person__birth_date__year=year)
        whens = [
            When(same, then=Value(POINTS[Likeness.SAME_BIRTH_YEAR])),
            When(far, then=Value(OTHER_YEAR)),
        ]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _shared(asked: _Asked, people: Sequence[Person]) -> dict[int, set[bytes]]:
    """Which of the tokens asked for each person has."""
    rows = NameKey.objects.filter(person__in=people, token__in=list(asked.points))
    shared: dict[int, set[bytes]] = defaultdict(set)
    for person, token in rows.values_list("person", "token"):
        shared[person].add(bytes(token))
    return shared


# ── In the data as a whole ──────────────────────────────────────────────────────────────────────
def duplicate_pairs(*, by: User, limit: int = 50) -> list[Pair]:
    """Pairs of files that may be one person's, the likeliest first.

    The database finds what two people share and hardly anybody else. Relatives
    and those told apart are left out.
    """
    if not by.may_read(Area.IDENTITY):
        return []
    traits, shared = _strong_pairs(by)
    scored = []
    for (one, other), reasons in shared.items():
        score, why = _weighed(traits[one], traits[other], reasons)
        if score >= LIKELY:
            scored.append((score, one, other, why))
    apart = _told_apart(traits) | _relatives(traits)
    likely = [row for row in scored if (row[1], row[2]) not in apart]
    likely.sort(key=lambda row: (-row[0], row[1], row[2]))
    people = Person.objects.in_bulk({key for row in likely[:limit] for key in row[1:3]})
    return [Pair(people[a], people[b], score, why) for score, a, b, why in likely[:limit]]


def _strong_pairs(by: User) -> tuple[dict[int, _Traits], dict[tuple[int, int], set[Likeness]]]:
    """Who shares a strong token with whom, and the traits of all of them; the rarest first."""
    strong = tokens_seen(by).exclude(strong="").order_by()
    often = strong.values("token").annotate(often=Count("person"))
    often = often.filter(often__gt=1, often__lte=_SHARED_BY).order_by("often", "token")
    rows = strong.filter(token__in=often.values("token")[:_TOKENS])
    traits: dict[int, _Traits] = {}
    having: dict[tuple[bytes, str], list[int]] = defaultdict(list)
    columns = [f"person__{name}" for name in _Traits._fields]
    for token, kind, key, *values in rows.values_list("token", "strong", *columns):
        traits[key] = _Traits(key, *values)
        having[bytes(token), kind].append(key)
    shared: dict[tuple[int, int], set[Likeness]] = defaultdict(set)
    for (_token, kind), keys in having.items():
        for pair in combinations(sorted(keys), 2):
            shared[pair].add(OF_STRONG[Strong(kind)])
    return traits, shared


# ── How alike two are ───────────────────────────────────────────────────────────────────────────
def _weighed(
    one: _Traits | Person, other: _Traits | Person, reasons: set[Likeness]
) -> tuple[int, tuple[Likeness, ...]]:
    """The reasons that names and numbers give, with those of the traits, and what they weigh."""
    known = reasons | set(_same_traits(one, other))
    points = sum(POINTS[why] for why in known) + sum(_against(one, other))
    return max(0, min(100, points)), tuple(sorted(known, key=lambda why: -POINTS[why]))


def _same_traits(one: _Traits | Person, other: _Traits | Person) -> Iterator[Likeness]:
    if one.birth_date is not None and other.birth_date is not None:
        exact = {one.birth_precision, other.birth_precision} == {DatePrecision.DAY.value}
        if exact and one.birth_date == other.birth_date:
            yield Likeness.SAME_BIRTH_DATE
        elif one.birth_date.year == other.birth_date.year:
            yield Likeness.SAME_BIRTH_YEAR
    if one.municipality_id is not None and one.municipality_id == other.municipality_id:
        yield Likeness.SAME_MUNICIPALITY


def _against(one: _Traits | Person, other: _Traits | Person) -> Iterator[int]:
    sexes = {one.sex, other.sex} - {"", Sex.NOT_RECORDED.value}
    if len(sexes) > 1:
        yield OTHER_SEX
    if one.birth_date is not None and other.birth_date is not None:
        estimated = DatePrecision.ESTIMATED.value in {one.birth_precision, other.birth_precision}
        apart = abs(one.birth_date.year - other.birth_date.year)
        if apart > YEARS_WRONG * (3 if estimated else 1):
            yield OTHER_YEAR


def _likeliest(found: Iterable[Duplicate], limit: int) -> list[Duplicate]:
    return sorted(found, key=lambda one: (-one.score, one.person.code))[:limit]


# ── Told apart ──────────────────────────────────────────────────────────────────────────────────
def not_the_same(one: Person, other: Person, *, by: User, because: str = "") -> NotTheSame:
    """Two files that are alike are two people: they are not shown as one any more."""
    pair = _check_pair(one, other, by)
    with transaction.atomic():
        told, new = NotTheSame.objects.get_or_create(
            one_id=pair[0], other_id=pair[1], defaults={"by": by}
        )
        if new:
            _enter(by, "told apart", one, other, because)
    return told


def perhaps_the_same(one: Person, other: Person, *, by: User, because: str = "") -> None:
    """Take back that two files are two people."""
    pair = _check_pair(one, other, by)
    with transaction.atomic():
        deleted, _kinds = NotTheSame.objects.filter(one=pair[0], other=pair[1]).delete()
        if deleted:
            _enter(by, "told apart taken back", one, other, because)


def _check_pair(one: Person, other: Person, by: User) -> tuple[int, int]:
    for person in (one, other):
        check_may_change(by, person)
    if one.pk == other.pk:
        raise ValidationError(_("Nobody is told apart from themselves."))
    return _pair(one.pk, other.pk)


def _enter(by: User, verb: str, one: Person, other: Person, because: str) -> None:
    detail = {"other": other.code}
    write_entry(
        by=by, verb=verb, kind="people.person", code=one.code, because=because, detail=detail
    )


def _pair(one: int | None, other: int | None) -> tuple[int, int]:
    low, high = sorted((one or 0, other or 0))
    return low, high


def _told_apart(people: Iterable[int]) -> set[tuple[int, int]]:
    """The pairs told apart; what was said of a file holds for the one it was merged into."""
    rows = NotTheSame.objects.annotate(
        first=Coalesce("one__merged_into", "one"), second=Coalesce("other__merged_into", "other")
    )
    keys = set(people)
    pairs = rows.values_list("first", "second")
    return {_pair(a, b) for a, b in pairs if a in keys or b in keys}


def _relatives(people: Iterable[int]) -> set[tuple[int, int]]:
    """Those who are family share telephones and names, and are two people."""
    keys = set(people)
    links = FamilyLink.objects.values_list("person", "relative")
    return {_pair(a, b) for a, b in links if a in keys and b in keys}
