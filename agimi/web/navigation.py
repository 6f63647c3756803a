"""The rail: which pages stand in it, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agimi.access.accounts import may_agree, may_keep_accounts, requests_for
from agimi.access.break_glass import may_review, waiting_for
from agimi.access.choices import Area, Scope
from agimi.casework import approvals
from agimi.casework.board import may_see_board
from agimi.casework.case_head import address_if_any
from agimi.insight.rights import sees_figures, sees_reports


def anybody(user: Any) -> bool:
    return bool(user.is_authenticated)


def reads(area: Area, scope: Scope = Scope.AGGREGATE) -> Callable[[Any], bool]:
    """Whoever may read that much of an area."""

    def may(user: Any) -> bool:
        return bool(user.is_authenticated and user.may_read(area, scope))

    return may


def has_a_day(user: Any) -> bool:
    """Whether somebody works on cases of their own or of their site: their day is their first page."""
    scope = user.grant(Area.CASEWORK).read if user.is_authenticated else Scope.NONE
    return scope in {Scope.OWN, Scope.SITE}


def has_cases(user: Any) -> bool:
    """Whether somebody works on cases at all: others look at them and have no day with them."""
    return bool(user.is_authenticated and user.may_write(Area.CASEWORK, Scope.OWN))


def has_a_home(user: Any) -> bool:
    return anybody(user) and not has_a_day(user)


@cache
def address_of(page: str) -> str:
    """The address of a page by its name, "" where there is none; every page asks for all of them."""
    return address_if_any(page)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the rail. It is shown where its page exists and the user may open it."""

    label: str | Promise
    icon: str
    page: str
    may: Callable[[Any], bool]
    # How much waits there for this person; a page where only that counts is left out while nothing does.
    waiting: Callable[[Any], int] | None = None
    only_if_waiting: bool = False

    @property
    def url(self) -> str:
        return address_of(self.page)

    def exists(self) -> bool:
        return bool(self.url)

    def is_current(self, path: str) -> bool:
        return path == self.url if self.url == "/" else path.startswith(self.url)


# In the order of look.md. The rooms' own pages join by naming their page here.
ITEMS = (
    Item(_("Home"), "home", "web:home", has_a_home),
    Item(_("My day"), "sunrise", "casework:my_day", has_cases),
    Item(_("Cases"), "briefcase", "casework:cases", reads(Area.CASEWORK, Scope.OWN)),
    Item(
        _("Team"),
        "layout-board",
        "casework:board",
        may_see_board,
        lambda user: approvals.waiting_for(user).count(),
    ),
    Item(_("People"), "users", "people:people", reads(Area.PEOPLE, Scope.OWN)),
    Item(_("Activities"), "calendar-event", "activities:sessions", reads(Area.ACTIVITIES)),
    Item(_("Figures"), "chart-bar", "insight:figures", sees_figures),
    Item(_("Reports"), "book-2", "insight:reports", sees_reports),
    Item(_("Programme"), "building-community", "programme:home", reads(Area.PROGRAMME)),
    Item(_("Data"), "arrows-exchange", "exchange:home", reads(Area.EXCHANGE)),
    Item(_("Audit trail"), "history", "audit:trail", reads(Area.AUDIT, Scope.ORGANISATION)),
    Item(_("Emergency openings"), "urgent", "glass:review", may_review, waiting_for),
    Item(_("Accounts"), "user-cog", "accounts:accounts", may_keep_accounts),
    Item(
        _("Roles to agree to"),
        "user-check",
        "accounts:requests",
        may_agree,
        lambda user: requests_for(user).count(),
        only_if_waiting=True,
    ),
)


def items_for(user: Any) -> list[Item]:
    return [item for item, _count in counted_items_for(user)]


def counted_items_for(user: Any) -> list[tuple[Item, int]]:
    """The items with how much waits at each; 0 where nothing is counted."""
    shown = [item for item in ITEMS if item.may(user) and item.exists()]
    counted = [(item, item.waiting(user) if item.waiting else 0) for item in shown]
    return [(item, count) for item, count in counted if count or not item.only_if_waiting]
