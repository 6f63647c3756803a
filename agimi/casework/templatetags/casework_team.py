"""What stands on several pages about the team: its tabs, who is covered, what was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from agimi.access.choices import Area, Scope
from agimi.casework import approvals, board, cover, handing_over

register = template.Library()


@dataclass(frozen=True, slots=True)
class Tab:
    """One page about the team."""

    name: str
    label: str
    url: str
    icon: str
    count: int = 0


@register.simple_tag(takes_context=True)
def team_tabs(context: Context) -> list[Tab]:
    """The pages about the team that this user may open."""
    user: Any = context["request"].user
    tabs = []
    if board.may_see_board(user):
        tabs.append(Tab("board", _("Board"), reverse("casework:board"), "layout-board"))
    if user.may_write(Area.CASEWORK, Scope.OWN):
        count = approvals.waiting_for(user).count()
        tabs.append(
            Tab("approvals", _("Approvals"), reverse("casework:approvals"), "checks", count)
        )
    if user.may_read(Area.CASEWORK, Scope.OWN):
        url = reverse("casework:monitoring")
        tabs.append(Tab("monitoring", _("Not seen in time"), url, "user-question"))
    if user.may_write(Area.CASEWORK, Scope.OWN):
        tabs.append(Tab("absences", _("Absences"), reverse("casework:absences"), "beach"))
        tabs.append(Tab("quality", _("Quality"), reverse("casework:quality"), "clipboard-check"))
    if user.may_read(Area.FEEDBACK, Scope.SITE):
        tabs.append(Tab("feedback", _("Feedback"), reverse("casework:feedback"), "message-star"))
    return tabs if len(tabs) > 1 else []


@register.simple_tag(takes_context=True)
def standing_in(context: Context) -> dict[str, Any]:
    """For whom this user stands in today, with their cases."""
    user: Any = context["request"].user
    absences = cover.standing_in(user)
    codes = list(cover.covered_cases(user).values_list("code", flat=True)) if absences else []
    return {"absences": absences, "codes": codes}


@register.simple_tag(takes_context=True)
def handed_over(context: Context) -> dict[str, Any]:
    """The cases that went from or came to this user lately."""
    user: Any = context["request"].user
    return {"away": handing_over.given_away(user), "here": handing_over.newly_given(user)}
