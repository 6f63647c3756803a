"""Which records a user sees: every queryset has ``visible_to(user)``.

A record is seen through the case it belongs to, the person it is about, the
site where it was made, or by the staff named in it. The paths are strings on
the models, so that this room, the ground floor, needs to know none of the
others.

Few keys (a user's own cases, restricted cases) are asked for first. Of a whole site,
each row is asked whether it belongs there or, where ``listed`` says that many rows
are looked through, what belongs there is listed once. What remains is one flat
question without joins to many rows, so that a record is found once, and quickly.

Reading reaches further than writing: breaking the glass opens a case for
reading only, and a record of a case is changed by those who work on that case,
not by everybody of the site where it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from agimi.access.among import keyed
from agimi.access.choices import Area, Role, Scope
from agimi.access.roles import grant_of

NOTHING = Q(pk__in=())
# So many keys go to the database as one value; of more, the question for them does.
_FEW = 2000
_looked_up: ContextVar[dict[Hashable, Any] | None] = ContextVar("looked_up", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """While one page is read, the keys by which its reader sees things are asked for once.

    Only around what reads: inside, a right that is given or taken is not noticed. A look
    within a look is a part of it.
    """
    if _looked_up.get() is not None:
        yield
        return
    token = _looked_up.set({})
    try:
        yield
    finally:
        _looked_up.reset(token)


def _once(what: Hashable, ask: Callable[[], Any]) -> Any:
    """What was asked for before in this look, else what is answered now."""
    known = _looked_up.get()
    if known is None:
        return ask()
    if what not in known:
        known[what] = ask()
    return known[what]


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows who is asking."""

    def visible_to(self, user: Any, *, listed: bool = False) -> Self:
        """The records this user may read; none for strangers and for roles without the right.

        ``listed`` changes no record, only how it is asked: it is quicker for long lists and
        slower for the records of one case.
        """
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        model: Any = self.model
        return self.within(grant_of(user.role, model.area).read, user, listed=listed)

    def within(
        self, scope: Scope, user: Any, *, writing: bool = False, listed: bool = False
    ) -> Self:
        """The records within a scope of this user; restricted cases only for their team."""
        if scope <= Scope.AGGREGATE:
            return self.none()
        if user.role == Role.SYSTEM:
            return self.all()
        model: Any = self.model
        within = self.filter(_unrestricted(model, user, writing))
        if scope == Scope.ORGANISATION or not is_scoped(model):
            return within
        return within.filter(_reach(model, scope, user, writing=writing, listed=listed))


def is_scoped(model: Any) -> bool:
    """Whether records of this kind belong to a case, a person, a site or a member of staff.

    The others are the organisation's common world: places, bodies, code lists.
    """
    paths = (model.case_path, model.person_path, model.site_path)
    return paths != (None, None, None) or bool(model.staff_paths)


def among_own_cases(user: Any, *, writing: bool = False) -> Q:
    """That a case is one of the user's own."""
    return _at("pk", own_cases(user, writing=writing))


def own_cases(user: Any, *, writing: bool = False) -> Any:
    """Cases that the user leads, works on today or, for reading, has broken the glass of."""
    return _once(("own cases", user.pk, writing), lambda: _own_cases(user, writing))


def _own_cases(user: Any, writing: bool) -> Any:
    if not writing:
        return _read_too(user, own_cases(user, writing=True))
    return cases_of_staff(user.staff_id) if user.staff_id else []


def cases_of_staff(staff: int) -> Any:
    """The keys of the cases on which a member of staff works today; of very many, the question for them.

    Each way by which a case becomes somebody's own is asked by its index, all of them at once.
    """
    ways = _ways_of_work(staff)
    keys = [key for (key,) in ways[0].union(*ways[1:])[: _FEW + 1]]
    if len(keys) <= _FEW:
        return keys
    return _all("casework", "Case").filter(_either([Q(pk__in=way) for way in ways])).values("pk")


def _read_too(user: Any, own: Any) -> Any:
    """With the cases whose glass the user has broken; a few, and for reading only."""
    if not user.pk:
        return own
    glass = _all("access", "BreakGlass").filter(user=user.pk, until__gt=timezone.now())
    opened = list(glass.values_list("case", flat=True)[:_FEW])
    if not opened:
        return own
    if isinstance(own, list):
        return list(dict.fromkeys([*own, *opened]))
    return _all("casework", "Case").filter(Q(pk__in=own) | _at("pk", opened)).values("pk")


def _ways_of_work(staff: int) -> list[models.QuerySet]:
    """The cases that one leads, works on, or works on for somebody who is away today.

    A restricted case names its team itself: nobody stands in there.
    """
    teams = _all("casework", "TeamMember").filter(_today())
    cases = _all("casework", "Case")
    ways = [
        cases.filter(lead=staff).values_list("pk"),
        teams.filter(staff=staff).values_list("case"),
    ]
    away = _few(_all("casework", "Absence").filter(_today(), cover=staff), "staff")
    if away != []:
        ways += [
            cases.filter(lead__in=away, restricted=False).values_list("pk"),
            teams.filter(staff__in=away, case__restricted=False).values_list("case"),
        ]
    return ways


# ── How far a user reaches ──────────────────────────────────────────────────────────────────────
def _reach(model: Any, scope: Scope, user: Any, *, writing: bool, listed: bool) -> Q:
    reach = NOTHING
    if model.case_path == "":
        reach |= _the_cases(scope, user, writing)
    elif model.case_path is not None:
        for cases in _cases(scope, user, writing):
            reach |= _among(model, model.case_path, cases, listed)
    if model.person_path is not None:
        people = _people(scope, user, writing)
        reach |= _through_people(model, people, listed)
    of_site = model.site_path is not None and not (writing and model.case_path is not None)
    if of_site and scope >= Scope.SITE and user.site_id:
        reach |= Q(**{model.site_path: user.site_id})
    for path in model.staff_paths if user.staff_id else ():
        reach |= _among(model, path, [user.staff_id])
    return reach


def _through_people(model: Any, people: list[Any], listed: bool) -> Q:
    reach = _either([_among(model, model.person_path, some, listed) for some in people])
    # A record of a case is seen through the case, not through the person.
    return Q(**{f"{model.case_path}__isnull": True}) & reach if model.case_path else reach


@dataclass(frozen=True, slots=True)
class Tied:
    """Rows of a table, and the column of theirs by which a record is tied to one of them."""

    rows: models.QuerySet
    name: str

    @property
    def keys(self) -> models.QuerySet:
        return self.rows.filter(**{f"{self.name}__isnull": False}).values(self.name)

    def condition(self, path: str, listed: bool) -> Q:
        """Asked of each record, as of a site there are too many to be listed first; or listed."""
        if listed:
            return Q(**{f"{path}__in": self.keys})
        return Q(Exists(self.rows.filter(**{self.name: OuterRef(path)})))


def _cases(scope: Scope, user: Any, writing: bool) -> list[Any]:
    """The cases of a user's own team, or of the user's site as well."""
    if scope <= Scope.AGGREGATE:
        return []
    cases = [own_cases(user, writing=writing)]
    if scope >= Scope.SITE and user.site_id:
        cases.append(Tied(_all("casework", "Case").filter(**_at_site(user)), "pk"))
    return cases


def _at_site(user: Any, path: str = "") -> dict[str, Any]:
    """What is true of a case of the user's site that is not closed to all but a team."""
    return {f"{path}site": user.site_id, f"{path}restricted": False}


def _the_cases(scope: Scope, user: Any, writing: bool) -> Q:
    """The same of the cases themselves: asked of each row, so that all of a site need not be listed."""
    if scope <= Scope.AGGREGATE:
        return NOTHING
    reach = among_own_cases(user, writing=writing)
    if scope >= Scope.SITE and user.site_id:
        reach |= Q(**_at_site(user))
    return reach


def _people(scope: Scope, user: Any, writing: bool) -> list[Any]:
    """The people of those cases with their children, and the user's people without a case.

    People without a case are those whom the user registered, whose legal aid the
    user gives, and, for a whole site, who are registered or enrolled there.
    Through cases it goes only as far as the right over cases does.
    """
    grant = grant_of(user.role, Area.CASEWORK)
    of_cases = min(scope, grant.write if writing else grant.read)
    people: list[Any] = []
    if of_cases > Scope.AGGREGATE:
        people += _people_of(own_cases(user, writing=writing))
    if of_cases >= Scope.SITE and user.site_id:
        children = _all("casework", "CaseChild").filter(**_at_site(user, "case__"))
        people.append(Tied(_all("casework", "Case").filter(**_at_site(user)), "person"))
        people.append(Tied(children, "child"))
    people.append(_once(("new people", user.pk), lambda: _new_people(user)))
    if user.staff_id:
        people.append(_once(("clients", user.pk), lambda: _clients(user)))
    if scope >= Scope.SITE and user.site_id:
        enrolled = _all("activities", "CentreEnrolment").filter(_today(), site=user.site_id)
        people.append(Tied(_all("people", "Person").filter(site=user.site_id), "pk"))
        people.append(Tied(enrolled, "person"))
        people.append(Tied(enrolled, "mother"))
    return people


def _people_of(cases: Any) -> list[Any]:
    """The people of some cases, and their children."""
    if not isinstance(cases, list):
        own, children = _tied_to(cases)
        return [own.values("person"), children.values("child")]
    if not cases:
        return []
    both: list[Any] = _once(("people of", tuple(cases)), lambda: _few_people(cases))
    return both


def _few_people(cases: list[int]) -> list[Any]:
    own, children = _tied_to(cases)
    return [_few(own, "person"), _few(children, "child")]


def _tied_to(cases: Any) -> tuple[models.QuerySet, models.QuerySet]:
    """Some cases, and the ties of their children."""
    return (
        _all("casework", "Case").filter(_at("pk", cases)),
        _all("casework", "CaseChild").filter(_at("case", cases)),
    )


def _new_people(user: Any) -> Any:
    return _few(_all("people", "Person").filter(_new(user)), "pk")


def _clients(user: Any) -> Any:
    """The people whose legal aid the user gives."""
    return _few(_all("casework", "LegalAid").filter(_today(), lawyer=user.staff_id), "person")


def _new(user: Any) -> Q:
    """People whom this user registered and who have no case yet."""
    return Q(created_by=user.pk, cases__isnull=True, parents__isnull=True)


# ── What is closed to all but a team ────────────────────────────────────────────────────────────
def _unrestricted(model: Any, user: Any, writing: bool) -> Q:
    """Leaves out restricted cases, their people with children, and all cases of those people."""
    paths = [*model.also_about, *([] if model.person_path is None else [model.person_path])]
    if model.case_path is None and not paths:
        return Q()
    restricted = _once("restricted cases", _restricted)
    if restricted == []:
        return Q()
    people, own = _people_of(restricted), own_cases(user, writing=writing)
    own_people = _people_of(own)
    allowed = Q()
    if model.case_path == "":  # a case itself: that of such a person, known to its own team only
        allowed &= ~_any_of("person", people) | _at("pk", own)
        paths.remove("person")
    elif model.case_path is not None:
        cases = _all("casework", "Case").filter(_any_of("person", people)).values("pk")
        allowed &= ~_among(model, model.case_path, cases) | _among(model, model.case_path, own)
    for path in paths:
        hidden = [_among(model, path, some) for some in people]
        known = [_among(model, path, some) for some in own_people]
        allowed &= ~_either(hidden) | _either(known)
    return allowed


def _restricted() -> Any:
    return _few(_all("casework", "Case").filter(restricted=True), "pk")


# ── Keys ────────────────────────────────────────────────────────────────────────────────────────
def _among(model: Any, path: str, wanted: Any, listed: bool = False) -> Q:
    """That what stands at the end of a path is among some rows."""
    if path and model._meta.get_field(path.partition("__")[0]).many_to_many:
        keys = wanted.keys if isinstance(wanted, Tied) else wanted
        tied = model._base_manager.filter(_at(path, keys))
        return Q(pk__in=tied.values("pk"))
    if isinstance(wanted, Tied):
        return wanted.condition(path or "pk", listed)
    return _at(path or "pk", wanted)


def _at(path: str, wanted: Any) -> Q:
    """Keys go to the database as one value: looking at each took longer than the answer."""
    if not isinstance(wanted, list):
        return Q(**{f"{path}__in": wanted})
    return keyed(path, wanted)


def _any_of(path: str, wanted: list[Any]) -> Q:
    return _either([_at(path, some) for some in wanted])


def _either(conditions: list[Q]) -> Q:
    reach = NOTHING
    for condition in conditions:
        reach |= condition
    return reach


def _few(rows: models.QuerySet, name: str) -> Any:
    """The keys themselves where they are few, else the question for them."""
    keys = list(dict.fromkeys(rows.order_by().values_list(name, flat=True)[: _FEW + 1]))
    return keys if len(keys) <= _FEW else rows.order_by().values(name)


def _today() -> Q:
    """Spells that go on today; whoever leaves a team today sees nothing more from then on."""
    today = timezone.localdate()
    return Q(started_on__lte=today) & (Q(ended_on=None) | Q(ended_on__gt=today))


def _all(room: str, model: str) -> models.QuerySet:
    return apps.get_model(room, model)._base_manager.all()
