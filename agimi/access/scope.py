"""Which records a user sees: every queryset has ``visible_to(user)``.

A record is seen through the case it belongs to, the person it is about or the
site where it was made. The paths are strings on the models, so that this room,
the ground floor, needs to know none of the others. Cases are found by
subqueries, never by joins, so that a record is found once.
"""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from agimi.access.choices import Scope
from agimi.access.roles import grant_of


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows who is asking."""

    def visible_to(self, user: Any) -> Self:
        """The records this user may read; none for strangers and for roles without the right."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        return self.within(grant_of(user.role, self.model.area).read, user)

    def within(self, scope: Scope, user: Any) -> Self:
        """The records within a scope of this user; restricted cases only for their team."""
        if scope <= Scope.AGGREGATE:
            return self.none()
        if scope == Scope.ORGANISATION:
            return self.filter(self._unrestricted(user))
        return self.filter(self._reach(scope, user) & self._unrestricted(user))

    def _reach(self, scope: Scope, user: Any) -> Q:
        model = self.model
        paths = (model.case_path, model.person_path, model.site_path)
        if paths == (None, None, None):
            return Q()  # the organisation's common world: places, bodies, code lists
        reach = Q(pk__in=())
        cases = cases_within(scope, user)
        if model.case_path is not None:
            reach |= Q(**{f"{model.case_path or 'pk'}__in": cases.values("pk")})
        if model.person_path is not None:
            reach |= Q(**{f"{model.person_path or 'pk'}__in": cases.values("person")})
            reach |= Q(
                **{
                    f"{model.person_path or 'pk'}__in": _children()
                    .filter(case__in=cases)
                    .values("child")
                }
            )
        if model.site_path is not None and scope >= Scope.SITE and user.site_id:
            reach |= Q(**{model.site_path: user.site_id})
        return reach

    def _unrestricted(self, user: Any) -> Q:
        path = self.model.case_path
        if path is None:
            return Q()
        field = f"{path}__restricted" if path else "restricted"
        allowed = Q(**{field: False})
        if path:
            allowed |= Q(**{f"{path}__isnull": True})
        return allowed | Q(**{f"{path or 'pk'}__in": cases_within(Scope.OWN, user).values("pk")})


def cases_within(scope: Scope, user: Any) -> models.QuerySet:
    """The cases of a user's own team, or of the user's site as well."""
    case_model = apps.get_model("casework", "Case")
    cases = case_model._default_manager.all()
    member = apps.get_model("casework", "TeamMember")._default_manager
    teams = member.filter(staff=user.staff_id, ended_on=None).values("case")
    own = Q(lead=user.staff_id) | Q(pk__in=teams) if user.staff_id else Q(pk__in=())
    if scope >= Scope.SITE and user.site_id:
        return cases.filter(own | Q(site=user.site_id, restricted=False))
    return cases.filter(own)


def _children() -> models.QuerySet:
    return apps.get_model("casework", "CaseChild")._default_manager.all()
