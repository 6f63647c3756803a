"""Breaking the glass: seeing a case that is not one's own, in an emergency.

For reading, for a set time, with a reason; the data-protection officer is told
and looks into each.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agimi.access.audit import write_entry
from agimi.access.choices import Area, Scope
from agimi.access.models import AuditEntry, AuditQuerySet, BreakGlass, User
from agimi.access.verbs import READING

MOST = dt.timedelta(hours=24)
USUAL = dt.timedelta(hours=1)
SHORTEST_REASON = 10
# Codes that open nothing: after so many in an hour nobody tries on.
MOST_TRIES = 5
TRIES_WITHIN = dt.timedelta(hours=1)


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


def break_glass_by_code(
    code: str, *, by: User, because: str, lasting: dt.timedelta = USUAL
) -> BreakGlass:
    """The same by the code of a case, or of a person, whose open or newest case it is then.

    A code that opens nothing is an entry in the trail too, and few are allowed in
    an hour: who guesses codes is seen, and learns little (docs/adr).
    """
    check_may_break_glass(by)
    _check_tries(by)
    wanted = code.strip().upper()
    case = _case_of(wanted)
    if case is None:
        write_entry(
            by=by, verb="glass tried", kind="casework.case", code=wanted[:80], because=because
        )
        raise ValidationError(
            {"code": _("This code opens no case. That it was tried is kept in the audit trail.")}
        )
    if type(case)._default_manager.all().visible_to(by).filter(pk=case.pk).exists():
        raise ValidationError({"code": _("This case is open to you already.")})
    return break_glass(case, by=by, because=because, lasting=lasting)


def _check_tries(user: User) -> None:
    since = timezone.now() - TRIES_WITHIN
    tried = AuditEntry.objects.filter(actor=user.get_username(), verb="glass tried", at__gte=since)
    if tried.count() >= MOST_TRIES:
        raise ValidationError(
            {
                "code": _(
                    "Too many codes that open nothing. Try again in an hour, or call the data-protection officer."
                )
            }
        )


def _case_of(code: str) -> Any:
    """The case of a code, or the open or newest case of the person of a code.

    Both are always asked for, so that neither answer is slower than the other.
    """
    cases = apps.get_model("casework", "Case")._base_manager.all()
    people = apps.get_model("people", "Person")._base_manager.filter(code__iexact=code)
    newest = (models.F("closed_on").desc(nulls_first=True), "-opened_on")
    by_case = cases.filter(code__iexact=code).first()
    by_person = cases.filter(person__in=people).order_by(*newest).first()
    return by_case or by_person


def close_glass(glass: BreakGlass, *, by: User) -> BreakGlass:
    """End it before its time; only whoever broke it."""
    if glass.user_id != by.pk:
        raise PermissionDenied(_("Only whoever opened it closes it."))
    with transaction.atomic():
        now = timezone.now()
        still = BreakGlass.objects.filter(pk=glass.pk, until__gt=now, at__lt=now)
        if still.update(until=now):
            write_entry(by=by, verb="glass closed", kind="casework.case", code=glass.case.code)
            glass.until = now
    return glass


def read_under(glass: BreakGlass, *, by: User) -> AuditQuerySet:
    """What this person read while the glass was broken, in order; for who may read the trail."""
    entries = AuditEntry.objects.visible_to(by).filter(
        actor=glass.user.get_username(), verb__in=READING, at__gte=glass.at, at__lte=glass.until
    )
    return entries.order_by("number")


def check_may_break_glass(user: User) -> None:
    """Raise PermissionDenied for those who do not work with cases at all."""
    if not user.may_read(Area.CASEWORK, Scope.OWN):
        raise PermissionDenied(_("Only those who work with cases may look into one."))


def may_break_glass(user: User) -> bool:
    """Whether the button is shown."""
    return user.may_read(Area.CASEWORK, Scope.OWN)


def may_review(user: User) -> bool:
    """Whether somebody looks into the glasses that were broken."""
    return user.may_write(Area.AUDIT)


def waiting_for(user: User) -> int:
    """How many glasses wait for this person to look into them."""
    if not may_review(user):
        return 0
    return BreakGlass.objects.visible_to(user).waiting().exclude(user=user).count()


def review(glass: BreakGlass, *, by: User, finding: str = "") -> BreakGlass:
    """The data-protection officer has looked into it; nobody reviews their own."""
    if not by.may_write(Area.AUDIT):
        raise PermissionDenied(_("Only the data-protection officer reviews this."))
    if glass.user_id == by.pk:
        raise PermissionDenied(_("Nobody reviews what they did themselves."))
    with transaction.atomic():
        now = timezone.now()
        open_ones = BreakGlass.objects.filter(pk=glass.pk, reviewed_at=None)
        if not open_ones.update(reviewed_at=now, reviewed_by=by, finding=finding.strip()[:500]):
            raise ValidationError(_("This was reviewed already."))
        glass.reviewed_at, glass.reviewed_by, glass.finding = now, by, finding.strip()[:500]
        write_entry(
            by=by,
            verb="glass reviewed",
            kind="casework.case",
            code=glass.case.code,
            because=finding,
            detail={"user": glass.user.get_username()},
        )
    return glass
