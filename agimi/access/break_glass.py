"""Breaking the glass: seeing a case that is not one's own, in an emergency.

For reading, for a set time, with a reason; the data-protection officer is told
and looks into each.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agimi.access.audit import write_entry
from agimi.access.choices import Area, Scope
from agimi.access.models import BreakGlass, User

MOST = dt.timedelta(hours=24)
USUAL = dt.timedelta(hours=1)
SHORTEST_REASON = 10


def break_glass(case: Any, *, by: User, because: str, lasting: dt.timedelta = USUAL) -> BreakGlass:
    """Let this user read one case, with its people, for a set time.

    ``case`` need not be visible to the user: that is the point. Only somebody
    who works with cases can do it, whatever their own cases are.
    """
    check_may_break_glass(by)
    reason = because.strip()
    if len(reason) < SHORTEST_REASON:
        raise ValidationError(
            {"because": _("Say why you need to see this case, in a few words at least.")}
        )
    if not dt.timedelta() < lasting <= MOST:
        hours = int(MOST.total_seconds() // 3600)
        words = ngettext("%(n)s hour at most.", "%(n)s hours at most.", hours)
        raise ValidationError({"lasting": words % {"n": hours}})
    now = timezone.now()
    with transaction.atomic():
        glass = BreakGlass.objects.create(
            user=by, case=case, because=reason, at=now, until=now + lasting
        )
        write_entry(
            by=by,
            verb="glass broken",
            kind=case._meta.label_lower,
            code=case.code,
            because=reason,
            detail={"until": glass.until.isoformat()},
        )
    return glass


def check_may_break_glass(user: User) -> None:
    """Raise PermissionDenied for those who do not work with cases at all."""
    if not user.may_read(Area.CASEWORK, Scope.OWN):
        raise PermissionDenied(_("Only those who work with cases may look into one."))


def may_break_glass(user: User) -> bool:
    """Whether the button is shown."""
    return user.may_read(Area.CASEWORK, Scope.OWN)


def review(glass: BreakGlass, *, by: User, finding: str = "") -> BreakGlass:
    """The data-protection officer has looked into it; nobody reviews their own."""
    if not by.may_write(Area.AUDIT):
        raise PermissionDenied(_("Only the data-protection officer reviews this."))
    if glass.user_id == by.pk:
        raise PermissionDenied(_("Nobody reviews what they did themselves."))
    with transaction.atomic():
        now = timezone.now()
        open_ones = BreakGlass.objects.filter(pk=glass.pk, reviewed_at=None)
        if not open_ones.update(reviewed_at=now, reviewed_by=by):
            raise ValidationError(_("This was reviewed already."))
        glass.reviewed_at, glass.reviewed_by = now, by
        write_entry(
            by=by,
            verb="glass reviewed",
            kind="casework.case",
            code=glass.case.code,
            because=finding,
            detail={"user": glass.user.get_username()},
        )
    return glass
