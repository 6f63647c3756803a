"""Finding pages by their words, people and cases by their codes. Only what the user may open is found.

Names are searched for only where the words came in the body of a request: an
address, a history and a log then hold none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agimi.access.choices import Area
from agimi.casework.models import Case
from agimi.insight import answers, entries
from agimi.insight.rights import sees_figures, sees_reports
from agimi.people.choices import How
from agimi.people.lines import found_lines, plain_lines
from agimi.people.models import Person
from agimi.people.search import find_people
from agimi.people.tokens import codes_in
from agimi.web.navigation import items_for


@dataclass(frozen=True, slots=True)
class Hit:
    """One page found."""

    title: str | Promise
    kind: str
    address: str
    words: str = ""


def search_everything(wanted: str, user: Any, *, names: bool = False) -> list[Hit]:
    """Cases and people first, then pages, reports, figures; by ``names`` only where that is asked."""
    return [
        *_cases(wanted, user),
        *_people(wanted, user, names=names),
        *_pages(wanted, user),
        *_reports(wanted, user),
        *_figures(wanted, user),
    ]


def _cases(wanted: str, user: Any) -> Iterator[Hit]:
    for case in Case.objects.visible_to(user).filter(code__in=codes_in(wanted)).order_by("code"):
        words = str(case.get_category_display())
        yield Hit(case.code, _("case"), reverse("casework:case", args=(case.code,)), words)


def _people(wanted: str, user: Any, *, names: bool) -> Iterator[Hit]:
    """People by their codes, and by name, telephone and number for those who may read names."""
    if not user.may_read(Area.PEOPLE):
        return
    coded = Person.objects.visible_to(user).filter(code__in=codes_in(wanted), merged_into=None)
    lines = plain_lines(coded.order_by("code"), by=user)
    if names:
        known = {line.person.pk for line in lines}
        found = [
            one
            for one in find_people(wanted, by=user)
            if one.person.pk not in known and How.CODE not in one.ways
        ]
        lines += found_lines(found, by=user)
    for line in lines:
        person = line.person
        year = person.birth_date.year if person.birth_date else ""
        words = (person.get_sex_display(), year, line.place, *line.why)
        said = " · ".join(str(word) for word in words if word)
        yield Hit(person.code, _("person"), reverse("people:person", args=(person.code,)), said)


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
