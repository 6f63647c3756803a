"""The rail: which pages stand in it, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area, Scope
from agimi.insight.rights import sees_figures, sees_reports


def anybody(user: Any) -> bool:
    return bool(user.is_authenticated)


def reads(area: Area, scope: Scope = Scope.AGGREGATE) -> Callable[[Any], bool]:
    """Whoever may read that much of an area."""

    def may(user: Any) -> bool:
        return bool(user.is_authenticated and user.may_read(area, scope))

    return may


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the rail. It is shown where its page exists and the user may open it."""

    label: str | Promise
    icon: str
    page: str
    may: Callable[[Any], bool]

    @property
    def url(self) -> str:
        return reverse(self.page)

    def exists(self) -> bool:
        try:
            reverse(self.page)
        except NoReverseMatch:
            return False
        return True

    def is_current(self, path: str) -> bool:
        return path == self.url if self.url == "/" else path.startswith(self.url)


# In the order of look.md. The rooms' own pages join by naming their page here.
ITEMS = (
    Item(_("Home"), "home", "web:home", anybody),
    Item(_("My day"), "sunrise", "casework:my_day", reads(Area.CASEWORK, Scope.OWN)),
    Item(_("Cases"), "briefcase", "casework:cases", reads(Area.CASEWORK, Scope.OWN)),
    Item(_("People"), "users", "people:people", reads(Area.PEOPLE, Scope.OWN)),
    Item(_("Activities"), "calendar-event", "activities:sessions", reads(Area.ACTIVITIES)),
    Item(_("Figures"), "chart-bar", "insight:figures", sees_figures),
    Item(_("Reports"), "book-2", "insight:reports", sees_reports),
    Item(_("Programme"), "building-community", "programme:home", reads(Area.PROGRAMME)),
    Item(_("Data"), "arrows-exchange", "exchange:home", reads(Area.EXCHANGE)),
)


def items_for(user: Any) -> list[Item]:
    return [item for item in ITEMS if item.may(user) and item.exists()]
