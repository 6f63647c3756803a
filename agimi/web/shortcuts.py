"""The keys of the pages: one list, from which the help sheet is drawn and the script knows its ways."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area
from agimi.web.navigation import ITEMS, address_of


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key or a few after another, and what they do."""

    keys: tuple[str, ...]
    words: str | Promise
    page: str = ""  # where “g” and a letter lead


EVERYWHERE = (
    Shortcut(("/",), _("Search")),
    Shortcut(("l",), _("Log a session")),
    Shortcut(("?",), _("This list")),
    Shortcut(("u",), _("Take back what was just done")),
    Shortcut(("Esc",), _("Close what is open")),
    Shortcut(("Shift", "Shift", "Shift"), _("Leave quickly")),
)
WAYS = (
    Shortcut(("g", "d"), _("My day"), "casework:my_day"),
    Shortcut(("g", "c"), _("Cases"), "casework:cases"),
    Shortcut(("g", "p"), _("People"), "people:people"),
    Shortcut(("g", "k"), _("Calendar"), "casework:calendar"),
    Shortcut(("g", "f"), _("Figures"), "insight:figures"),
    Shortcut(("g", "r"), _("Reports"), "insight:reports"),
)
LISTS = (
    Shortcut(("j",), _("Next line")),
    Shortcut(("k",), _("Line before")),
    Shortcut(("Enter",), _("Open the line")),
    Shortcut(("x",), _("Tick the line")),
    Shortcut(("t",), _("New task (on my day)")),
    Shortcut(("a",), _("New appointment (on my day, in the calendar)")),
    Shortcut(("←", "→"), _("Before, after (in the calendar)")),
    Shortcut(("Ctrl", "Enter"), _("Send the form, from a text of several lines")),
)


def groups_for(user: Any) -> list[tuple[str | Promise, list[Shortcut]]]:
    """The keys that lead this user somewhere, in groups."""
    works = user.may_write(Area.CASEWORK)
    everywhere = [one for one in EVERYWHERE if works or one.keys != ("l",)]
    pages = pages_of(user)
    ways = [one for one in WAYS if one.page in pages]
    lists = [one for one in LISTS if works or one.keys not in {("t",), ("a",), ("←", "→")}]
    return [(_("Everywhere"), everywhere), (_("Go to"), ways), (_("In lists and forms"), lists)]


def pages_of(user: Any) -> set[str]:
    """The pages that a letter after “g” leads to: those of the rail, and the calendar with the day."""
    pages = {item.page for item in ITEMS if item.may(user) and item.exists()}
    if "casework:my_day" in pages:
        pages.add("casework:calendar")
    return pages


def ways_for(user: Any) -> str:
    """Letter → address, for the script."""
    if not getattr(user, "is_authenticated", False):
        return "{}"
    pages = pages_of(user)
    return json.dumps({one.keys[1]: address_of(one.page) for one in WAYS if one.page in pages})
