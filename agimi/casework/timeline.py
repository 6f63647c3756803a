"""What of a case its reader sees, and all of it in the order of time.

One case is asked for everything it holds at once: what the reader may see of
it is found out once (``Sight``), and the newest entries of all kinds come from
one question, however long the case has lasted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access.among import keyed
from agimi.access.choices import Area
from agimi.access.models import User
from agimi.access.records import Record
from agimi.casework.glance import glance
from agimi.casework.models import Case, CaseChild, CaseMeeting
from agimi.desk.kinds import PARTS, Kind, all_kinds, kind_of
from agimi.desk.lists import sealed_of
from agimi.people.models import Consent, Person

A_PAGE = 40


# ── What is seen ────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees of one case that is open to them.

    Who sees a case sees its records, with one exception: a child of it whose
    other parent has a restricted case. So the children are asked for once, and
    every kind of record then costs one short question. tests/casework/
    test_timeline.py holds that this is what ``visible_to`` says, for each kind.
    """

    case: Case
    user: User
    ties: tuple[CaseChild, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """Her, then the children of the case, each once."""
        children = {tie.child_id: tie.child for tie in self.ties}
        return (self.case.person, *children.values())

    def of(self, model: type[Record]) -> models.QuerySet[Any]:
        """The records of a kind that belong to this case; consents are the people's own."""
        limits = {f"{name}__in": keys for name, keys in self.limits(model).items()}
        rows: models.QuerySet[Any] = model._default_manager.filter(**limits)
        return rows

    def limits(self, model: type[Record]) -> dict[str, list[int]]:
        """By which keys the records of a kind are this case's and seen: field → keys."""
        people = [person.pk for person in self.people]
        if model is Case:
            return {"id": [self.case.pk]}
        if model is CaseMeeting:
            return {"id": self._meetings()}
        if model is Consent:  # a right of its own, as wide as that over cases or none
            wide = self.user.grant(Area.CONSENT).read >= self.user.grant(Area.CASEWORK).read
            return {"person": people if wide else []}
        if model.area != Area.CASEWORK or model.case_path != "case":
            raise TypeError(f"{model._meta.label} is not a part of a case")
        about = model.person_path or ("child" if model is CaseChild else "")
        return {"case": [self.case.pk]} | ({about: people} if about else {})

    def _meetings(self) -> list[int]:
        """Other cases were discussed there too: it is asked in full, where there is one."""
        if not glance(self.case).meetings:
            return []
        meetings = CaseMeeting.objects.visible_to(self.user).filter(cases=self.case)
        return list(meetings.values_list("pk", flat=True))


def sight_of(case: Case, *, by: User) -> Sight:
    """What somebody sees of a case; the case itself must be open to them."""
    if not glance(case).children:  # most have none, and the full question is a long one
        return Sight(case, by, ())
    seen = CaseChild.objects.visible_to(by).filter(case=case).select_related("child")
    return Sight(case, by, tuple(seen.order_by("started_on", "pk")))


# ── What stands in a timeline ───────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Moment:
    """A day in a kind of record that stands in the timeline, and what it is called there."""

    name: str
    kind: Kind
    day: str
    group: str
    words: str | Promise = ""
    icon: str = ""

    @property
    def label(self) -> str:
        return str(self.words) or self.kind.label

    @property
    def sign(self) -> str:
        return self.icon or self.kind.icon


# Of the tasks only the appointments stand in the course of a case, and of the family the children.
GROUPS: dict[str, str | Promise] = {
    **{name: label for name, label in PARTS.items() if name != "person"},
    "tasks": gettext_lazy("Appointments"),
    "family": gettext_lazy("Children"),
}

# Days that a kind's own day does not tell: name, kind, day, words, icon.
_MORE: tuple[tuple[str, str, str, str | Promise, str], ...] = (
    ("opened", "cases", "opened_on", gettext_lazy("Case opened"), "briefcase"),
    ("closed", "cases", "closed_on", gettext_lazy("Case closed"), "lock"),
    ("meetings", "meetings", "on", "", ""),
    ("goals", "goals", "reached_on", gettext_lazy("Goal reached"), "target-arrow"),
    ("approved", "plans", "approved_on", gettext_lazy("Plan approved"), "circle-check"),
    ("children-left", "children", "ended_on", gettext_lazy("Child no longer in the case"), ""),
    ("answers", "referrals", "answered_on", gettext_lazy("Answer to a referral"), "mail-opened"),
    ("replies", "applications", "answered_on", gettext_lazy("Answer to an application"), ""),
    ("consents", "consents", "given_on", gettext_lazy("Consent given"), ""),
    ("withdrawn", "consents", "withdrawn_on", gettext_lazy("Consent withdrawn"), "ban"),
)


@cache
def moments() -> tuple[Moment, ...]:
    """Everything that stands in a timeline, services first."""
    more = [
        Moment(name, kind_of(slug), day, kind_of(slug).group, words, icon)
        for name, slug, day, words, icon in _MORE
    ]
    known = {moment.name for moment in more}
    own = [
        Moment(kind.slug, kind, kind.day, kind.group)
        for kind in all_kinds()
        if kind.in_timeline
        and "case" in kind.ties
        and kind.model.area == Area.CASEWORK
        and kind.slug not in known
    ]
    return tuple(sorted([*own, *more], key=lambda moment: moment.name != "services"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: what, on which day, about whom, and where it opens."""

    moment: Moment
    record: Any
    day: dt.date
    child: str
    line: str

    @property
    def address(self) -> str:
        kind = self.moment.kind
        if kind.model is Case:
            return ""  # one is there already
        if kind.url is not None:
            return kind.url(self.record)
        return reverse("desk:record", args=(kind.slug, self.record.code))


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of a month; one that began on the page before has no heading again."""

    first: dt.date | None
    entries: tuple[Entry, ...]
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the timeline; ``further`` is the number of the next one, 0 after the last."""

    months: tuple[Month, ...]
    number: int
    further: int

    @property
    def is_empty(self) -> bool:
        return not self.months


def leaf(sight: Sight, *, show: str = "", of: str = "", page: int = 1) -> Leaf:
    """A page of the timeline, newest first.

    ``show`` is a group or the name of a moment, ``of`` the code of a person.
    """
    start = (page - 1) * A_PAGE
    # The one before tells whether its month goes on; the one after, whether there is more.
    first = max(start - 1, 0)
    found = _found(sight, _wanted(show), _about(sight, of), first, start + A_PAGE + 1)
    before, found = found[: start - first], found[start - first :]
    entries = list(_entries(sight, found[:A_PAGE]))
    last = _month(before[-1][1]) if before else None
    months = tuple(_months(entries, last))
    return Leaf(months, page, page + 1 if len(found) > A_PAGE else 0)


def _wanted(show: str) -> list[Moment]:
    """The moments of a group, or of one name; all where nothing is asked for."""
    if not show:
        return list(moments())
    return [m for m in moments() if show in (m.group, m.name, m.kind.slug)]


def _about(sight: Sight, code: str) -> Person | None:
    return next((person for person in sight.people if person.code == code), None)


_Key = tuple[str, dt.date, int]


def _found(
    sight: Sight, wanted: Sequence[Moment], person: Person | None, first: int, last: int
) -> list[_Key]:
    """Which records, by name, day and key, in one question.

    Written as SQL: thirty kinds put together by the ORM took longer to word than to answer.
    """
    branches = [_branch(moment, _limits(sight, moment.kind.model, person)) for moment in wanted]
    parts = [part for part in branches if part is not None]
    if not parts:
        return []
    text = " UNION ALL ".join(sql for sql, _params in parts)
    params = [param for _sql, given in parts for param in given]
    order = " ORDER BY 2 DESC, 3 DESC, 4 DESC LIMIT %s OFFSET %s"
    with connection.cursor() as cursor:
        cursor.execute(text + order, [*params, last - first, first])
        rows = cursor.fetchall()
    return [(name, _as_day(day), key) for name, day, _at, _code, key in rows]


def _limits(sight: Sight, model: Any, person: Person | None) -> dict[str, list[int]]:
    """What is about one person; what is about the case as a whole is hers."""
    limits = sight.limits(model)
    if person is None:
        return limits
    about = next((name for name in ("person", "child") if name in limits), "")
    if about:
        return limits | {about: [person.pk]}
    return limits if person.pk == sight.case.person_id else {"id": []}


def _branch(moment: Moment, limits: Mapping[str, list[int]]) -> tuple[str, list[Any]] | None:
    """The question for one moment; None where nothing can answer it."""
    if not all(limits.values()):
        return None
    model: Any = moment.kind.model
    name_of, field = connection.ops.quote_name, model._meta.get_field(moment.day)
    day, given = name_of(field.column), ()
    if isinstance(field, models.DateTimeField):
        zone = timezone.get_current_timezone_name()
        day, given = connection.ops.datetime_cast_date_sql(day, (), zone)
    where = [f"{name_of(field.column)} IS NOT NULL"]
    for name, keys in limits.items():
        column = name_of(model._meta.get_field(name).column)
        where.append(f"{column} IN ({', '.join(['%s'] * len(keys))})")
    sql = (
        f"SELECT %s, {day}, created_at, code, id "  # noqa: S608 - names of our own models
        f"FROM {name_of(model._meta.db_table)} WHERE {' AND '.join(where)}"
    )
    return sql, [moment.name, *given, *(key for keys in limits.values() for key in keys)]


def _as_day(value: Any) -> dt.date:
    """SQLite keeps days as text."""
    return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _entries(sight: Sight, found: Sequence[_Key]) -> Iterator[Entry]:
    """The lines of what was found: one question for each kind among it."""
    by_name = {moment.name: moment for moment in moments()}
    keys: dict[str, set[int]] = {}
    for name, _day, key in found:
        keys.setdefault(by_name[name].kind.slug, set()).add(key)
    records = {slug: _records(kind_of(slug), wanted) for slug, wanted in keys.items()}
    codes = {person.pk: person.code for person in sight.people}
    for name, day, key in found:
        moment = by_name[name]
        record = records[moment.kind.slug].get(key)
        if record is not None:
            yield Entry(moment, record, day, _child(record, sight, codes), _line(moment, record))


def _records(kind: Kind, keys: Iterable[int]) -> dict[int, Any]:
    related = sorted({*kind.related} - {""})
    rows: Any = kind.model._default_manager.filter(keyed("pk", keys))
    rows = rows.select_related(*related) if related else rows
    rows = rows.defer(*sealed_of(kind.model, related))  # no line says what is sealed
    return {record.pk: record for record in rows}


def _child(record: Any, sight: Sight, codes: dict[int, str]) -> str:
    """The code of the child whom a record is about; "" where it is about her."""
    key = getattr(record, "person_id", None)
    return "" if key is None or key == sight.case.person_id else codes.get(key, "")


_LINES: dict[str, Callable[[Any], str]] = {
    "opened": lambda case: str(case.get_category_display()),
    "closed": lambda case: " · ".join(
        filter(None, (case.get_closing_reason_display(), case.get_outcome_display()))
    ),
    "goals": lambda goal: str(goal.get_domain_display()),
    "approved": lambda plan: (
        f"{plan.get_kind_display()} · {_('version %(n)s') % {'n': plan.edition}}"
    ),
    "children-left": lambda tie: tie.child.code,
}


def _line(moment: Moment, record: Any) -> str:
    return _LINES.get(moment.name, moment.kind.line)(record)


def _month(day: dt.date) -> dt.date | None:
    """The month a day stands under; None for what lies ahead."""
    return None if day > timezone.localdate() else day.replace(day=1)


def _months(entries: Sequence[Entry], last: dt.date | bool | None) -> Iterator[Month]:
    groups: dict[dt.date | None, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_month(entry.day), []).append(entry)
    for first, rows in groups.items():
        yield Month(first, tuple(rows), goes_on=first == last and last is not None)
