"""People as lines of a list: code, traits and whether a case is open, never a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import prefetch_related_objects

from agimi.access.models import User
from agimi.people.duplicates import Duplicate
from agimi.people.models import Person
from agimi.people.search import Found


@dataclass(frozen=True, slots=True)
class Line:
    """One person who was found: ``why`` says how, ``case`` is the open case that the user sees."""

    person: Person
    why: tuple[str, ...]
    case: Any = None
    score: int = 0

    @property
    def place(self) -> Any:
        return self.person.residence or self.person.municipality


def found_lines(found: Sequence[Found], *, by: User) -> list[Line]:
    """People who were searched for, each with how each word led to them."""
    cases = _open_cases([one.person for one in found], by=by)
    return [
        Line(
            one.person,
            tuple(f"“{match.words}”: {match.how.label}" for match in one.matches),
            cases.get(one.person.pk),
        )
        for one in found
    ]


def likely_lines(found: Sequence[Duplicate], *, by: User) -> list[Line]:
    """People who may be the one who is registered, each with why."""
    cases = _open_cases([one.person for one in found], by=by)
    return [
        Line(
            one.person,
            tuple(str(why.label) for why in one.reasons),
            cases.get(one.person.pk),
            one.score,
        )
        for one in found
    ]


def plain_lines(people: Iterable[Person], *, by: User) -> list[Line]:
    rows = list(people)
    cases = _open_cases(rows, by=by)
    return [Line(person, (), cases.get(person.pk)) for person in rows]


def _open_cases(people: list[Person], *, by: User) -> dict[int, Any]:
    """The open cases of people by their keys, as far as the user sees them; with the places."""
    prefetch_related_objects(people, "residence", "municipality")
    cases: Any = apps.get_model("casework", "Case")._default_manager
    rows = cases.visible_to(by).filter(person__in=people, closed_on=None)
    return {case.person_id: case for case in rows.only("code", "person", "opened_on")}
