"""Whose a record can be: a case or a person, found by the code in an address.

The rooms above say how: the desk knows neither cases nor people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agimi.access.models import User
from agimi.access.records import Record
from agimi.desk.forms import About


@dataclass(frozen=True, slots=True)
class Holder:
    """One kind of holder: by which letters its codes begin, how it is found, where its page is.

    ``find`` returns None for what the user may not see. ``suggest`` lists whom a
    new record is probably about, as (code, words).
    """

    prefix: str
    find: Callable[[str, User], About | None]
    url: Callable[[str], str]
    suggest: Callable[[User], list[tuple[str, str]]]


_HOLDERS: dict[str, Holder] = {}


def declare_holder(tie: str, holder: Holder) -> None:
    """Make a kind of holder known; ``tie`` is ``case`` or ``person``."""
    _HOLDERS[tie] = holder


def about_of(code: str, *, by: User) -> About | None:
    """Whose a record will be that is added for a case's or a person's code."""
    for tie in ("case", "person"):
        holder = _HOLDERS.get(tie)
        about = holder.find(code, by) if holder else None
        if about is not None:
            return about
    return None


def about_record(record: Record) -> About:
    """Whose a record is, with the children that may stand in the same case."""
    case, person = getattr(record, "case", None), getattr(record, "person", None)
    if case is not None and case.pk:
        children = tuple(tie.child for tie in case.casechilds.select_related("child"))
        return About(person=case.person, case=case, children=children)
    return About(person=person)


def page_of(about: About) -> str:
    """The page of the case or person a record belongs to; the home page where it is nobody's."""
    if about.case is not None and "case" in _HOLDERS:
        return _HOLDERS["case"].url(about.case.code)
    if about.person is not None and "person" in _HOLDERS:
        return _HOLDERS["person"].url(about.person.code)
    return "/"


def address_of(tie: str, code: str) -> str:
    """The page of a case or person by its code; "" where its room has none."""
    return _HOLDERS[tie].url(code) if tie in _HOLDERS else ""


def suggestions(ties: frozenset[str], *, by: User) -> list[tuple[str, str]]:
    """Whom a new record is probably about."""
    tie = "case" if "case" in ties else "person"
    return _HOLDERS[tie].suggest(by) if tie in _HOLDERS else []
