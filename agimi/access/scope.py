"""Which records a user sees: every queryset has ``visible_to(user)``.

A record is seen through the case it belongs to, the person it is about, the
site where it was made, or by the staff named in it. The paths are strings on
the models, so that this room, the ground floor, needs to know none of the
others.

Of the cases that one leads and of a whole site, each row is asked whether it belongs
there or, where ``listed`` says that many rows are looked through, what belongs there is
listed once. The few keys of what else is one's own, and of what is closed to all but a
team, are asked for first (agimi.access.ways). What remains is one flat question without
joins to many rows, so that a record is found once, and quickly.

Reading reaches further than writing: breaking the glass opens a case for
reading only, and a record of a case is changed by those who work on that case,
not by everybody of the site where it was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from agimi.access.among import keyed
from agimi.access.choices import Area, Role, Scope
from agimi.access.look import one_look, remembered
from agimi.access.roles import grant_of
from agimi.access.ways import hidden_from, own_of, worked_on_by

NOTHING = Q(pk__in=())


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
        with one_look():  # nothing is written while it is worded
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
    """That a case is one of the user's own: led, worked on today or, for reading, opened by
    breaking the glass."""
    return _worked_on(user.staff_id, own_of(user, writing=writing).cases)


def own_cases(user: Any, *, writing: bool = False) -> list[int]:
    """The keys of those cases."""
    own = own_of(user, writing=writing).cases
    return list(dict.fromkeys([*_led(user), *own]))


def cases_of_staff(staff: int) -> Q:
    """That a member of staff works on a case today."""
    return _worked_on(staff, worked_on_by(staff))


def _worked_on(staff: int | None, others: list[int]) -> Q:
    led = Q(lead=staff) if staff else NOTHING
    return led | keyed("pk", others) if others else led


def _led(user: Any) -> list[int]:
    """The keys of all cases that a user leads."""
    if not user.staff_id:
        return []
    cases = _all("casework", "Case").filter(lead=user.staff_id).values_list("pk", flat=True)
    return remembered(("led", user.pk), lambda: list(cases))


# ── How far a user reaches ──────────────────────────────────────────────────────────────────────
def _reach(model: Any, scope: Scope, user: Any, *, writing: bool, listed: bool) -> Q:
    reach = NOTHING
    if model.case_path == "":
        reach |= _the_cases(scope, user, writing)
    elif model.case_path is not None:
        for cases in _cases(scope, user, writing, listed):
            reach |= _among(model, model.case_path, cases, listed)
    if model.person_path is not None:
        people = _people(model, scope, user, writing, listed)
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


def _cases(scope: Scope, user: Any, writing: bool, listed: bool) -> list[Any]:
    """The cases of a user's own team, or of the user's site as well."""
    if scope <= Scope.AGGREGATE:
        return []
    own = own_cases(user, writing=writing) if listed else own_of(user, writing=writing).cases
    # Those that the user leads are among the listed ones; else they are asked for with the site's.
    which = _at_site(scope, user) if listed else _led_or_at_site(scope, user)
    return [own] if which is NOTHING else [own, Tied(_all("casework", "Case").filter(which), "pk")]


def _at_site(scope: Scope, user: Any, path: str = "") -> Q:
    """That a case is of the user's site and not closed to all but a team."""
    if scope < Scope.SITE or not user.site_id:
        return NOTHING
    return Q(**{f"{path}site": user.site_id, f"{path}restricted": False})


def _led_or_at_site(scope: Scope, user: Any, path: str = "") -> Q:
    """The same, or that the user leads it: one look at each case instead of two."""
    site = _at_site(scope, user, path)
    if not user.staff_id:
        return site
    led = Q(**{f"{path}lead": user.staff_id})
    return led if site is NOTHING else led | site


def _the_cases(scope: Scope, user: Any, writing: bool) -> Q:
    """The same of the cases themselves: asked of each row, so that all of a site need not be listed."""
    if scope <= Scope.AGGREGATE:
        return NOTHING
    return among_own_cases(user, writing=writing) | _at_site(scope, user)


def _people(model: Any, scope: Scope, user: Any, writing: bool, listed: bool) -> list[Any]:
    """The people of those cases with their children, and the user's people without a case.

    People without a case are those whom the user registered, whose legal aid the
    user gives, and, for a whole site, who are registered or enrolled there.
    Through cases it goes only as far as the right over cases does.
    """
    grant = grant_of(user.role, Area.CASEWORK)
    of_cases = min(scope, grant.write if writing else grant.read)
    own = own_of(user, writing=writing)
    people: list[Any] = [own.registered, own.clients]
    if of_cases > Scope.AGGREGATE:
        people.append(own.people)
        people += _people_led(user) if listed else []
        which = _at_site if listed else _led_or_at_site
        people += _tied_to(which(of_cases, user), which(of_cases, user, "case__"))
    if scope >= Scope.SITE and user.site_id:
        enrolled = _all("activities", "CentreEnrolment").filter(_today(), site=user.site_id)
        people += [Tied(enrolled, "person"), Tied(enrolled, "mother")]
        if model.person_path:  # a person herself is asked for her own site
            people.append(Tied(_all("people", "Person").filter(site=user.site_id), "pk"))
    return people


def _people_led(user: Any) -> list[list[int]]:
    """The keys of the people of the cases that a user leads, and of their children."""
    staff = user.staff_id
    tied = _tied_to(Q(lead=staff), Q(case__lead=staff)) if staff else []
    return remembered(
        ("people led", user.pk),
        lambda: [list(ties.keys.values_list(ties.name, flat=True)) for ties in tied],
    )


def _tied_to(cases: Q, of_case: Q) -> list[Tied]:
    """The people of some cases, and their children; nobody where no case is meant."""
    if cases is NOTHING:
        return []
    children = _all("casework", "CaseChild").filter(of_case)
    return [Tied(_all("casework", "Case").filter(cases), "person"), Tied(children, "child")]


# ── What is closed to all but a team ────────────────────────────────────────────────────────────
def _unrestricted(model: Any, user: Any, writing: bool) -> Q:
    """Leaves out restricted cases, their people with children, and all cases of those people."""
    paths = [*model.also_about, *([] if model.person_path is None else [model.person_path])]
    if model.case_path is None and not paths:
        return Q()
    hidden = hidden_from(user, writing=writing)
    allowed = Q()
    if model.case_path is not None and hidden.cases:
        allowed &= ~_among(model, model.case_path, hidden.cases)
    if model.case_path == "":  # a case itself: that of such a person, known to its own team only
        paths.remove("person")
    for path in paths if hidden.people else ():
        allowed &= ~_among(model, path, hidden.people)
    return allowed


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


def _either(conditions: list[Q]) -> Q:
    reach = NOTHING
    for condition in conditions:
        reach |= condition
    return reach


def _today() -> Q:
    """Spells that go on today; whoever leaves a team today sees nothing more from then on."""
    today = timezone.localdate()
    return Q(started_on__lte=today) & (Q(ended_on=None) | Q(ended_on__gt=today))


def _all(room: str, model: str) -> models.QuerySet:
    return apps.get_model(room, model)._base_manager.all()
