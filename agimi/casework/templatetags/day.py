"""What the pages of the day say in few words: how late, which phase, when seen last."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agimi.casework import dots
from agimi.casework.alerts import Alert, AlertKind
from agimi.casework.day import MyCase

register = template.Library()


@register.simple_tag
def days_over(days: int) -> str:
    """“3 days late”, “today”, “in 2 days”."""
    if days == 0:
        return _("today")
    if days == -1:
        return _("tomorrow")
    if days > 0:
        return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
    return ngettext("in %(n)s day", "in %(n)s days", -days) % {"n": -days}


@register.simple_tag
def last_seen(line: MyCase) -> str:
    """How long ago somebody of a case was seen."""
    if line.last is None:
        return _("not seen yet")
    if line.days == 0:
        return _("seen today")
    if line.days == 1:
        return _("seen yesterday")
    return ngettext("%(n)s day ago", "%(n)s days ago", line.days) % {"n": line.days}


@register.simple_tag
def phase_dots(phase: int | None) -> SafeString:
    """In which phase a case is."""
    return dots.phase_dots(phase)


@register.filter
def address(alert: Alert) -> str:
    """Where an alert is answered: the record it comes from, the sheet of a session, the case."""
    slugs = {
        AlertKind.HEARING: "proceedings",
        AlertKind.PLAN: "plans",
        AlertKind.REFERRAL: "referrals",
        AlertKind.CONSENT: "consents",
        AlertKind.PAPER: "papers",
    }
    slug = slugs.get(alert.kind)
    if slug is not None and alert.record is not None:
        return reverse("desk:record", args=(slug, alert.record.code))
    return reverse("casework:case", args=(alert.case.code,))
