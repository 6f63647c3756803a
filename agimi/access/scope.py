"""Which records a user sees: every queryset has ``visible_to(user)``.

A record is seen through the case it belongs to, the person it is about, the
site where it was made, or by the staff named in it. The paths are strings on
the models, so that this room, the ground floor, needs to know none of the
others. Everything is found by subqueries, never by joins to many rows, so that
a record is found once.

Reading reaches further than writing: breaking the glass opens a case for
reading only, and a record of a case is changed by those who work on that case,
not by everybody of the site where it was made.
"""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agimi.access.choices import Area, Role, Scope
from agimi.access.roles import grant_of

NOTHING = Q(pk__in=())


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows who is asking."""

    def visible_to(self, user: Any) -> Self:
        """The records this user may read; none for strangers and for roles without the right."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        return self.within(grant_of(user.role, self.model.area).read, user)

    def within(self, scope: Scope, user: Any, *, writing: bool = False) -> Self:
        """The records within a scope of this user; restricted cases only for their team."""
        if scope <= Scope.AGGREGATE:
            return self.none()
        if user.role == Role.SYSTEM:
            return self.all()
        open_to_all = self._unrestricted(user, writing)
        if scope == Scope.ORGANISATION:
            return self.filter(open_to_all)
        return self.filter(self._reach(scope, user, writing) & open_to_all)

    def _reach(self, scope: Scope, user: Any, writing: bool) -> Q:
        model = self.model
        if not is_scoped(model):
            return Q()  # the organisation's common world: places, bodies, code lists
        reach = NOTHING
        if model.case_path is not None:
            reach |= self._among(model.case_path, cases_within(scope, user, writing=writing))
        if model.person_path is not None:
            people = self._among(model.person_path, people_within(scope, user, writing=writing))
            if model.case_path:  # a record of a case is seen through the case, not the person
                people &= Q(**{f"{model.case_path}__isnull": True})
            reach |= people
        of_site = model.site_path is not None and not (writing and model.case_path is not None)
        if of_site and scope >= Scope.SITE and user.site_id:
            reach |= Q(**{model.site_path: user.site_id})
        for path in model.staff_paths if user.staff_id else ():
            reach |= self._among(path, [user.staff_id])
        return reach

    def _unrestricted(self, user: Any, writing: bool) -> Q:
        """Leaves out what belongs to restricted cases and to their people."""
        model = self.model
        people = hidden_people(user, writing=writing)
        allowed = Q()
        if model.case_path is not None:
            allowed &= ~self._among(model.case_path, hidden_cases(user, people, writing=writing))
        paths = (*model.also_about, *(() if model.person_path is None else (model.person_path,)))
        for path in paths:
            allowed &= ~self._among(path, people)
        return allowed

    def _among(self, path: str, wanted: Any) -> Q:
        """That what stands at the end of a path is among some rows."""
        if path and self.model._meta.get_field(path.partition("__")[0]).many_to_many:
            tied = self.model._base_manager.filter(**{f"{path}__in": wanted})
            return Q(pk__in=tied.values("pk"))
        return Q(**{f"{path or 'pk'}__in": wanted})


def is_scoped(model: Any) -> bool:
    """Whether records of this kind belong to a case, a person, a site or a member of staff."""
    paths = (model.case_path, model.person_path, model.site_path)
    return paths != (None, None, None) or bool(model.staff_paths)


def cases_within(scope: Scope, user: Any, *, writing: bool = False) -> models.QuerySet:
    """The cases of a user's own team, or of the user's site as well."""
    cases = _all("casework", "Case").order_by()
    if scope <= Scope.AGGREGATE:
        return cases.none()
    if scope == Scope.ORGANISATION:
        return cases
    reach = _own_cases(user, writing)
    if scope == Scope.SITE and user.site_id:
        reach |= Q(site=user.site_id, restricted=False)
    return cases.filter(reach)


def people_within(scope: Scope, user: Any, *, writing: bool = False) -> models.QuerySet:
    """The people of those cases with their children, and the user's people without a case.

    People without a case are those whom the user registered, whose legal aid the
    user gives, and, for a whole site, who are registered or enrolled there.
    """
    people = _all("people", "Person")
    if scope <= Scope.AGGREGATE:
        return people.none()
    if scope == Scope.ORGANISATION:
        return people
    # Through cases only as far as the right over cases reaches.
    grant = grant_of(user.role, Area.CASEWORK)
    of_cases = min(scope, grant.write if writing else grant.read)
    reach = _people_of(cases_within(of_cases, user, writing=writing)) | _without_case(user)
    if scope == Scope.SITE and user.site_id:
        enrolled = _all("activities", "CentreEnrolment").filter(_now(), site=user.site_id)
        reach |= Q(site=user.site_id)
        reach |= Q(pk__in=enrolled.values("person"))
        reach |= Q(pk__in=enrolled.filter(mother__isnull=False).values("mother"))
    return people.filter(reach)


def hidden_people(user: Any, *, writing: bool = False) -> models.QuerySet:
    """The people of restricted cases, and their children, unless this user works with them."""
    restricted = _all("casework", "Case").filter(restricted=True).order_by()
    own = _all("casework", "Case").filter(_own_cases(user, writing)).order_by()
    return _all("people", "Person").filter(_people_of(restricted) & ~_people_of(own))


def hidden_cases(
    user: Any, people: models.QuerySet | None = None, *, writing: bool = False
) -> models.QuerySet:
    """The restricted cases of which this user is no part, and all cases of hidden people."""
    hidden = hidden_people(user, writing=writing) if people is None else people
    closed = Q(restricted=True) & ~_own_cases(user, writing)
    return _all("casework", "Case").filter(closed | Q(person__in=hidden)).order_by()


def _own_cases(user: Any, writing: bool) -> Q:
    """Cases that the user leads, works on today or, for reading, has broken the glass of."""
    own = NOTHING
    if user.staff_id:
        teams = _all("casework", "TeamMember").filter(_now(), staff=user.staff_id)
        own |= Q(lead=user.staff_id) | Q(pk__in=teams.values("case"))
    if not writing and user.pk:
        glass = _all("access", "BreakGlass").filter(user=user.pk, until__gt=timezone.now())
        own |= Q(pk__in=glass.values("case"))
    return own


def _people_of(cases: models.QuerySet) -> Q:
    children = _all("casework", "CaseChild").filter(case__in=cases)
    return Q(pk__in=cases.values("person")) | Q(pk__in=children.values("child"))


def _without_case(user: Any) -> Q:
    new = Q(created_by=user.pk, cases__isnull=True, parents__isnull=True)
    reach = Q(pk__in=_all("people", "Person").filter(new).values("pk"))
    if user.staff_id:
        aid = _all("casework", "LegalAid").filter(_now(), lawyer=user.staff_id)
        reach |= Q(pk__in=aid.values("person"))
    return reach


def _now() -> Q:
    """Spells that go on today; whoever leaves a team today sees nothing more from then on."""
    today = timezone.localdate()
    return Q(started_on__lte=today) & (Q(ended_on=None) | Q(ended_on__gt=today))


def _all(room: str, model: str) -> models.QuerySet:
    return apps.get_model(room, model)._base_manager.all()
