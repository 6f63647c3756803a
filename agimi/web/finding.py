"""Finding pages by their words. What is found is only what the user may open."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agimi.insight import answers, entries
from agimi.insight.rights import sees_figures, sees_reports
from agimi.web.navigation import items_for


@dataclass(frozen=True, slots=True)
class Hit:
    """One page found."""

    title: str | Promise
    kind: str
    address: str
    words: str = ""


def search_everything(wanted: str, user: Any) -> list[Hit]:
    """Pages first, then reports, then figures."""
    return [*_pages(wanted, user), *_reports(wanted, user), *_figures(wanted, user)]


def _has(title: Any, wanted: str) -> bool:
    said = entries.plain(str(title))
    return all(word in said for word in entries.plain(wanted).split())


def _pages(wanted: str, user: Any) -> Iterator[Hit]:
    for item in items_for(user):
        if _has(item.label, wanted):
            yield Hit(item.label, _("page"), item.url)


def _reports(wanted: str, user: Any) -> Iterator[Hit]:
    if not sees_reports(user):
        return
    for year in reversed(answers.years()):
        title = _("Annual report %(year)s") % {"year": year}
        if _has(title, wanted):
            yield Hit(title, _("report"), reverse("insight:annual", args=(year,)))


def _figures(wanted: str, user: Any) -> Iterator[Hit]:
    if not sees_figures(user):
        return
    for entry in entries.found(wanted):
        yield Hit(entry.label, _("figure"), entry.address, entry.definition)
