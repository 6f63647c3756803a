"""Absences, and who stands in meanwhile (ORG-07): the cover sees and works on the cases.

It opens cases to somebody, so it is written here alone: by the one who is away,
by the coordinator of the site where they work, or by a supervisor, and never by
whoever would stand in.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.choices import Area, Role, Scope
from agimi.access.ledger import add, change, once, remove
from agimi.access.look import remembered
from agimi.access.models import User
from agimi.casework.choices import AbsenceKind
from agimi.casework.models import Absence, Case, TeamMember
from agimi.programme.models import Post, Staff

# Whoever is away longer hands the cases over.
LONGEST_COVER = dt.timedelta(days=92)


# ── Who may ─────────────────────────────────────────────────────────────────────────────────────
def may_note_absence(staff: Staff, *, by: User) -> bool:
    """Whether somebody may note that one of the staff is away."""
    if not by.may_write(Area.CASEWORK, Scope.OWN):
        return False
    if by.staff_id == staff.pk or by.may_write(Area.CASEWORK, Scope.ORGANISATION):
        return True
    return by.may_write(Area.CASEWORK, Scope.SITE) and _works_at(staff, by.site_id)


def _works_at(staff: Staff, site: Any) -> bool:
    return bool(site) and Post.objects.filter(_going_on(), staff=staff, site=site).exists()


def staff_of(by: User) -> models.QuerySet[Staff]:
    """Those whose absence somebody may note."""
    today = timezone.localdate()
    working = Staff.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today))
    if by.may_write(Area.CASEWORK, Scope.ORGANISATION):
        return working.order_by("name")
    allowed = Q(pk=by.staff_id)
    if by.may_write(Area.CASEWORK, Scope.SITE) and by.site_id:
        posts = Post.objects.filter(_going_on(), site=by.site_id)
        allowed |= Q(pk__in=posts.values("staff"))
    return working.filter(allowed).order_by("name")


def may_stand_in() -> models.QuerySet[Staff]:
    """Those who could stand in: they have an account that works with cases."""
    roles = [role for role in Role if role != Role.SYSTEM and _writes_cases(role)]
    today = timezone.localdate()
    staff = Staff.objects.filter(user__is_active=True, user__role__in=roles)
    return staff.filter(Q(ended_on=None) | Q(ended_on__gt=today)).order_by("name")


def _writes_cases(role: str) -> bool:
    return User(role=role).may_write(Area.CASEWORK)


# ── Verbs ───────────────────────────────────────────────────────────────────────────────────────
def be_away(
    staff: Staff,
    *,
    first: dt.date,
    back: dt.date | None,
    kind: AbsenceKind | str,
    by: User,
    cover: Staff | None = None,
    code: str = "",
) -> Absence:
    """Note that somebody is away from a day until they are back, and who stands in.

    On the day on which they are back nobody stands in any more.
    """
    if not may_note_absence(staff, by=by):
        raise PermissionDenied(
            _("They themselves, the coordinator of their site or a supervisor note this.")
        )
    absence = Absence(
        staff=staff, started_on=first, ended_on=back, kind=kind, cover=cover, code=code
    )

    def write() -> Absence:
        _check_days(absence)
        if cover is not None:
            _check_cover(absence, by)
        absence.site_id = _site_of(staff, by)
        return add(absence, by=by)

    return once(absence, by=by, write=write)


def be_back(absence: Absence, *, on: dt.date, by: User) -> Absence | None:
    """Somebody is back earlier; one that has not begun is taken out."""
    if not may_note_absence(absence.staff, by=by):
        raise PermissionDenied(
            _("They themselves, the coordinator of their site or a supervisor note this.")
        )
    if absence.ended_on is not None and on > absence.ended_on:
        raise ValidationError({"on": _("That is later than it was said: note another absence.")})
    if on <= absence.started_on:
        remove(absence, by=by, because=_("They are not away after all."))
        return None
    return change(absence, by=by, ended_on=on)


def _check_days(absence: Absence) -> None:
    first, back = absence.started_on, absence.ended_on
    if back is not None and back <= first:
        raise ValidationError({"back": _("They are back on a later day than the first one away.")})
    others = Absence.objects.filter(staff=absence.staff).exclude(code=absence.code)
    if back is not None:
        others = others.filter(started_on__lt=back)
    if others.filter(Q(ended_on=None) | Q(ended_on__gt=first)).exists():
        raise ValidationError({"first": _("An absence in this time is noted already.")})


def _check_cover(absence: Absence, by: User) -> None:
    cover: Any = absence.cover
    if cover.pk == absence.staff_id:
        raise ValidationError({"cover": _("Nobody stands in for themselves.")})
    if cover.pk == by.staff_id:
        # Else anybody who may note absences could open cases to themselves.
        raise PermissionDenied(_("You cannot say that you stand in yourself: somebody else does."))
    if absence.ended_on is None:
        raise ValidationError({"back": _("Say until when somebody stands in.")})
    if absence.ended_on - absence.started_on > LONGEST_COVER:
        raise ValidationError(
            {"back": _("Nobody stands in for longer than three months: hand the cases over.")}
        )
    if not may_stand_in().filter(pk=cover.pk).exists():
        raise ValidationError({"cover": _("Only somebody who works with cases can stand in.")})
    away = Absence.objects.filter(staff=cover, started_on__lt=absence.ended_on)
    if away.filter(Q(ended_on=None) | Q(ended_on__gt=absence.started_on)).exists():
        raise ValidationError({"cover": _("They are away in this time as well.")})


def _site_of(staff: Staff, by: User) -> Any:
    """Where it is seen: the coordinator's own site, else the one where they work."""
    if by.staff_id != staff.pk and not by.may_write(Area.CASEWORK, Scope.ORGANISATION):
        return by.site_id
    post = Post.objects.filter(_going_on(), staff=staff).exclude(site=None).first()
    if post is not None:
        return post.site_id
    return User.objects.filter(staff=staff).values_list("site", flat=True).first()


# ── Questions ───────────────────────────────────────────────────────────────────────────────────
def _going_on(on: dt.date | None = None) -> Q:
    """On the day somebody is back they are there (as agimi.access.scope has it)."""
    on = on or timezone.localdate()
    return Q(started_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gt=on))


def absences_seen(by: User) -> models.QuerySet[Absence]:
    """The absences that go on or come, of those whom a user sees, the first to begin on top."""
    seen = Absence.objects.visible_to(by).select_related("staff", "cover", "site")
    today = timezone.localdate()
    return seen.filter(Q(ended_on=None) | Q(ended_on__gt=today)).order_by("started_on", "code")


def standing_in(user: User, on: dt.date | None = None) -> list[Absence]:
    """For whom this user stands in today; it is shown to the cover, who sees no other absence."""
    if not user.staff_id or not user.may_write(Area.CASEWORK, Scope.OWN):
        return []
    away = Absence.objects.filter(_going_on(on), cover=user.staff_id).select_related("staff")
    found: list[Absence] = remembered(
        ("standing in", user.pk, on or timezone.localdate()),
        lambda: list(away.order_by("ended_on", "code")),
    )
    return found


def covered_cases(user: User) -> models.QuerySet[Case]:
    """The open cases that a user sees today because of standing in; never restricted ones."""
    away = [absence.staff_id for absence in standing_in(user)]
    if not away:
        return Case.objects.none()
    teams = TeamMember.objects.filter(_going_on(), staff__in=away)
    cases = Case.objects.visible_to(user).filter(closed_on=None, restricted=False)
    return cases.filter(Q(lead__in=away) | Q(pk__in=teams.values("case"))).order_by("code")
