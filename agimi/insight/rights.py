"""Who sees figures, and how far; the one place that says so for pages, search and rail."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area, Role, Scope
from agimi.insight.report.nodes import Protection

NOT_YOURS = _("Your role does not include the figures.")
ONLY_FIGURES = _("Your role sees the figures, but not which records they are made of.")
ONLY_PUBLIC = _(
    "Donors are given the public edition of the reports, in which small numbers are protected. "
    "The exact figures stay inside the organisation."
)


def sees_figures(user: Any) -> bool:
    """Whether this user sees the exact figures of the organisation."""
    return bool(user.role != Role.DONOR and user.may_read(Area.FIGURES, Scope.AGGREGATE))


def sees_reports(user: Any) -> bool:
    """Whether this user reads reports, in whatever edition."""
    return bool(user.may_read(Area.FIGURES, Scope.AGGREGATE))


def edition_for(user: Any, wanted: str) -> Protection:
    """The edition that somebody gets: the public one for donors, and for others on request."""
    is_public = wanted == Protection.PUBLIC or not sees_figures(user)
    return Protection.PUBLIC if is_public else Protection.INTERNAL


def opens_figures(user: Any) -> bool:
    """Whether a figure leads this user to the codes of its records."""
    return bool(user.may_read(Area.FIGURES, Scope.ORGANISATION))


def why_not(user: Any) -> str | Promise:
    """The reason for a refusal, in words that help."""
    if user.role == Role.DONOR:
        return ONLY_PUBLIC
    return ONLY_FIGURES if sees_figures(user) else NOT_YOURS
