"""The tabs of a case page: which kinds of record stand in which, and what an empty one teaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.casework.case_head import Head, add_address, address_if_any, tell
from agimi.casework.kinds import since
from agimi.casework.models import Attachment, Proceeding
from agimi.casework.timeline import Sight
from agimi.desk.kinds import PARTS, Kind, all_kinds
from agimi.people.models import FamilyLink
from agimi.people.queries import relatives_of

# So many rows of a kind stand in its tab; older ones are in the timeline.
MOST_ROWS = 30


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the case page with an address of its own.

    ``groups`` are those of agimi.desk.kinds. A tab with a ``page`` of its own is
    somebody else's page, and stands here where that page exists.
    """

    slug: str
    label: str | Promise
    icon: str
    groups: tuple[str, ...] = ()
    page: str = ""

    def address(self, code: str) -> str:
        if self.page:
            return address_if_any(self.page, code)
        if not self.slug:
            return reverse("casework:case", args=(code,))
        return reverse("casework:tab", args=(code, self.slug))


OVERVIEW = Tab("", gettext_lazy("Overview"), "timeline")
PROFILE = Tab("profile", gettext_lazy("Profile"), "list-check", ("case",), "casework:profile")
HISTORY = Tab("history", gettext_lazy("History"), "history", (), "casework:history")
TABS = (
    OVERVIEW,
    Tab("plan", gettext_lazy("Plan"), "map-2", ("plan",)),
    Tab("services", PARTS["services"], "message-heart", ("services",)),
    Tab("legal", PARTS["legal"], "gavel", ("legal",)),
    Tab("learning", PARTS["learning"], "school", ("learning",)),
    Tab("home", PARTS["home"], "home", ("home",)),
    Tab("health", PARTS["health"], "stethoscope", ("health",)),
    Tab("documents", PARTS["documents"], "id", ("documents",)),
    Tab("family", PARTS["family"], "mood-kid", ("family",)),
    Tab("tasks", gettext_lazy("Tasks"), "calendar-time", ("tasks",)),
    Tab("consents", PARTS["consents"], "signature", ("consents",)),
    Tab("files", PARTS["files"], "paperclip", ("files",)),
    PROFILE,
    HISTORY,
)


def tab_of(slug: str) -> Tab | None:
    """The tab of an address; those with a page of their own have an address of their own."""
    return next((tab for tab in TABS if slug and tab.slug == slug and not tab.page), None)


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab as it is drawn."""

    tab: Tab
    address: str
    is_current: bool


def tab_links(head: Head, current: Tab) -> list[TabLink]:
    """The tabs that exist and that this reader may open."""
    links = []
    for tab in TABS:
        address = tab.address(head.case.code)
        if address and (tab is not HISTORY or head.may_change):
            links.append(TabLink(tab, address, tab == current))
    return links


# ── Sections ────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Row:
    """One record in one line: its days, what it is, whose it is, how it stands."""

    record: Any
    kind: Kind
    line: str
    day: dt.date | None
    until: dt.date | None
    goes_on: bool
    child: str
    words: str | None = ""

    @property
    def address(self) -> str:
        if self.kind.url is not None:
            return self.kind.url(self.record)
        return reverse("desk:record", args=(self.kind.slug, self.record.code))


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of record in a tab."""

    kind: Kind
    title: str
    rows: tuple[Row, ...]
    has_more: bool
    add: str
    teaches: str


def sections_of(tab: Tab, sight: Sight, head: Head) -> list[Section]:
    """The kinds of a tab with their newest records: one question a kind."""
    return [
        _section(kind, sight, head)
        for kind in all_kinds()
        if kind.group in tab.groups and _belongs(kind)
    ]


def _belongs(kind: Kind) -> bool:
    """Whether records of a kind stand in a tab; the case itself and its profile have a page."""
    return kind.slug not in {"cases", "attributes"}


def _section(kind: Kind, sight: Sight, head: Head) -> Section:
    found = list(_records(kind, sight)[: MOST_ROWS + 1])
    rows = [_row(kind, record, sight) for record in found[:MOST_ROWS]]
    title = _("Mentoring") if kind.slug == "mentoring" else kind.plural
    return Section(
        kind,
        title,
        tuple(_with_words(kind, rows, sight)),
        len(found) > MOST_ROWS,
        _add(kind, sight, head),
        str(TEACHES.get(kind.slug, "")),
    )


# What a short text says stands in the row itself: goals and tasks are nothing without it.
_WORDS = {"goals": "text", "tasks": "title"}


def _with_words(kind: Kind, rows: Sequence[Row], sight: Sight) -> list[Row]:
    name = _WORDS.get(kind.slug)
    if name is None:
        return list(rows)
    told = tell([row.record for row in rows], name, of=sight.case, by=sight.user)
    return [
        Row(
            row.record, kind, row.line, row.day, row.until, row.goes_on, row.child, words=each.words
        )
        for row, each in zip(rows, told, strict=True)
    ]


def _records(kind: Kind, sight: Sight) -> models.QuerySet[Any]:
    if kind.model is FamilyLink:
        return relatives_of(sight.case.person, by=sight.user)
    related = sorted({*kind.related} - {""})
    rows = sight.of(kind.model)
    rows = rows.select_related(*related) if related else rows
    names = {field.name for field in kind.model._meta.fields}
    if "ended_on" in names:  # what goes on first
        return rows.order_by(F("ended_on").desc(nulls_first=True), "-started_on", "-pk")
    return rows.order_by(F(kind.day).desc(nulls_last=True), "-pk")


def _row(kind: Kind, record: Any, sight: Sight) -> Row:
    codes = {person.pk: person.code for person in sight.people}
    key = getattr(record, "person_id", None)
    day = getattr(record, kind.day, None)
    line = kind.line(record)
    if hasattr(record, "ended_on"):  # its days stand beside it already
        line = line.removesuffix(since(record)).removesuffix(" · ")
    return Row(
        record,
        kind,
        line,
        timezone.localdate(day) if isinstance(day, dt.datetime) else day,
        getattr(record, "ended_on", None),
        hasattr(record, "ended_on") and record.ended_on is None,
        "" if key in (None, sight.case.person_id) else codes.get(key, ""),
    )


# Records that are found or asked for first, and the page that does it.
_ADDED_ELSEWHERE = {"children": "casework:child", "referrals": "casework:refer"}


def _add(kind: Kind, sight: Sight, head: Head) -> str:
    """Where a new record of a kind is added; "" for those who may not."""
    if not head.may_change:
        return ""
    if kind.slug in _ADDED_ELSEWHERE:
        return address_if_any(_ADDED_ELSEWHERE[kind.slug], sight.case.code)
    if kind.model is Attachment:
        return f"{reverse('casework:file_add')}?for={sight.case.code}"
    if not kind.can_add or not sight.user.may_write(kind.model.area):
        return ""
    if "case" in kind.ties:
        return "" if sight.case.closed_on else add_address(kind.slug, sight.case.code)
    if "person" in kind.ties:
        return add_address(kind.slug, sight.case.person.code)
    return reverse("desk:add", args=(kind.slug,))


def next_hearing(sight: Sight) -> Proceeding | None:
    """The hearing that comes next in any proceeding of the case."""
    coming = sight.of(Proceeding).filter(next_hearing_on__gte=timezone.localdate())
    hearing: Proceeding | None = (
        coming.select_related("kind", "court").order_by("next_hearing_on", "pk").first()
    )
    return hearing


TEACHES: dict[str, str | Promise] = {
    "assessments": gettext_lazy(
        "Nothing assessed yet. The gates of the phases ask for some; scores are drawn over time."
    ),
    "plans": gettext_lazy(
        "No plan yet. The plan is made together, holds the goals, and is approved by the supervisor."
    ),
    "goals": gettext_lazy("No goals yet. A goal belongs to a plan: what, in which field, by when."),
    "reviews": gettext_lazy(
        "No review yet. A review says how far the plan has come and what hinders it."
    ),
    "referrals": gettext_lazy(
        "Nobody was asked for help yet. A referral stays in sight until it is answered."
    ),
    "services": gettext_lazy("No service logged yet. Log each contact on the day it takes place."),
    "meetings": gettext_lazy("No meeting with other institutions about this case yet."),
    "legal-aid": gettext_lazy(
        "No legal aid yet. Add it when a lawyer begins; proceedings hang on it."
    ),
    "proceedings": gettext_lazy(
        "No proceeding yet. Note the court and the next hearing: it then stands in the calendar."
    ),
    "schools": gettext_lazy("Nobody at school yet. One entry a school year, for each person."),
    "courses": gettext_lazy(
        "No course yet. Vocational and language courses stand here, with the certificate."
    ),
    "jobs": gettext_lazy("No job yet. Add each with its sector; its end is noted by “End”."),
    "businesses": gettext_lazy(
        "No business yet. The plan, the marketing and the registration each have a day."
    ),
    "mentoring": gettext_lazy("No mentor yet. Mentor and mentee meet weekly, from a day on."),
    "placements": gettext_lazy("No placement noted yet. A new one ends the one before."),
    "housing": gettext_lazy("No help with the rent yet."),
    "aid": gettext_lazy("No aid package yet."),
    "items": gettext_lazy("Nothing given or lent yet: books, school supplies, a tablet."),
    "follow-ups": gettext_lazy(
        "No health follow-up yet: pregnancy, a chronic condition, a child's vaccinations."
    ),
    "medical-acts": gettext_lazy("No test, vaccine or consultation noted yet."),
    "applications": gettext_lazy("No application yet. It stays in sight until the office answers."),
    "papers": gettext_lazy(
        "No document noted yet. With the day on which it expires, you are told in time."
    ),
    "files": gettext_lazy(
        "No file yet. What is attached is kept encrypted and shown only to those who see the case."
    ),
    "children": gettext_lazy(
        "No child belongs to this case. A child has a file of its own and is found or registered first."
    ),
    "family": gettext_lazy("No relatives noted."),
    "tasks": gettext_lazy("Nothing is to do. A task has a day and somebody whose it is."),
    "appointments": gettext_lazy("No appointment yet. Those to come stand in the calendar too."),
    "consents": gettext_lazy("No consent yet. Without one, nothing goes to another body."),
    "identifications": gettext_lazy("Nobody has decided on the legal status yet."),
    "team": gettext_lazy("Nobody is in the team. Who is in it sees the case."),
    "phases": gettext_lazy("In no phase yet."),
    "participations": gettext_lazy("Takes part in no project yet."),
}
