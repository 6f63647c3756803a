"""The calendar: appointments, tasks and hearings of a time, and the feed without names.

Three kinds of record in one shape. Whose: one's own, those of one's cases, those of
the site or of everybody, as far as the user sees.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access.audit import write_entry
from agimi.access.choices import Area, Scope
from agimi.access.look import one_look
from agimi.access.models import User
from agimi.access.scope import own_cases as keys_of_own_cases
from agimi.casework.choices import AppointmentKind, AppointmentState, TaskState
from agimi.casework.day import start_of
from agimi.casework.kinds import task_words
from agimi.casework.models import Appointment, CalendarFeed, Proceeding, Task

MOST = 500  # of one kind at once: a calendar is looked at, not counted
DAY = dt.timedelta(days=1)
FEED_BEFORE, FEED_AFTER = dt.timedelta(days=14), dt.timedelta(days=120)


class Whose(TextChoices):
    OWN = "own", gettext_lazy("Mine")
    TEAM = "team", gettext_lazy("My cases")
    SITE = "site", gettext_lazy("The site")
    ALL = "all", gettext_lazy("Everybody")


class Sort(TextChoices):
    """What an entry is; each has a sign and a colour of its own."""

    APPOINTMENT = "appointment", gettext_lazy("Appointment")
    TASK = "task", gettext_lazy("Task")
    HEARING = "hearing", gettext_lazy("Hearing")


ICONS = {
    AppointmentKind.COUNSELLING: "message-heart",
    AppointmentKind.VISIT: "home",
    AppointmentKind.MEDICAL: "stethoscope",
    AppointmentKind.LEGAL: "scale",
    AppointmentKind.OFFICE: "building-bank",
    AppointmentKind.SCHOOL: "school",
    AppointmentKind.WORK: "briefcase-2",
    AppointmentKind.MEETING: "messages",
    AppointmentKind.OTHER: "calendar-time",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the calendar; ``at`` is None for what has a day and no hour."""

    sort: Sort
    on: dt.date
    at: dt.datetime | None
    minutes: int | None
    words: str
    icon: str
    case_code: str
    who: str
    state: str
    url: str
    code: str

    @property
    def order(self) -> tuple[dt.date, bool, Any, str]:
        return (self.on, self.at is not None, self.at or start_of(self.on), self.code)

    @property
    def is_off(self) -> bool:
        return self.state in {AppointmentState.CANCELLED, AppointmentState.MISSED}


def whose_for(user: User) -> list[Whose]:
    """Whose calendars a user may look at."""
    scope = user.grant(Area.CASEWORK).read
    choices = [Whose.OWN, Whose.TEAM]
    if scope >= Scope.SITE and user.site_id is not None:
        choices.append(Whose.SITE)
    if scope == Scope.ORGANISATION:
        choices.append(Whose.ALL)
    return choices


@one_look()
def entries(*, by: User, whose: Whose, first: dt.date, last: dt.date) -> list[Entry]:
    """Everything of a time, in its order; as many questions for a day as for a month."""
    cases = keys_of_own_cases(by, writing=True)
    found = [
        *_appointments(by, whose, cases, first, last),
        *_tasks(by, whose, cases, first, last),
        *_hearings(by, whose, cases, first, last),
    ]
    return sorted(found, key=lambda entry: entry.order)


def _appointments(
    by: User, whose: Whose, cases: Any, first: dt.date, last: dt.date
) -> Iterator[Entry]:
    within = Q(starts_at__gte=start_of(first), starts_at__lt=start_of(last + DAY))
    rows = _of(Appointment, by, whose, cases, "staff").filter(within)
    for row in rows.select_related("case", "staff").order_by("starts_at")[:MOST]:
        at = timezone.localtime(row.starts_at)
        yield Entry(
            Sort.APPOINTMENT,
            at.date(),
            at,
            row.minutes,
            row.get_kind_display(),
            ICONS[AppointmentKind(row.kind)],
            row.case.code if row.case else "",
            str(row.staff or ""),
            row.state,
            reverse("desk:record", args=("appointments", row.code)),
            row.code,
        )


def _tasks(by: User, whose: Whose, cases: Any, first: dt.date, last: dt.date) -> Iterator[Entry]:
    rows = _of(Task, by, whose, cases, "assignee")
    rows = rows.filter(due_on__range=(first, last), state=TaskState.OPEN)
    for row in rows.select_related("case", "assignee").order_by("due_on")[:MOST]:
        url = reverse("desk:record", args=("tasks", row.code))
        yield _all_day(Sort.TASK, row.due_on, task_words(row), "checkbox", row, row.assignee, url)


def _hearings(by: User, whose: Whose, cases: Any, first: dt.date, last: dt.date) -> Iterator[Entry]:
    rows = _of(Proceeding, by, whose, cases, "legal_aid__lawyer")
    rows = rows.filter(next_hearing_on__range=(first, last))
    related = ("case", "kind", "legal_aid__lawyer")
    for row in rows.select_related(*related).order_by("next_hearing_on")[:MOST]:
        url = reverse("desk:record", args=("proceedings", row.code))
        words = _("Hearing: %(kind)s") % {"kind": row.kind}
        lawyer = row.legal_aid.lawyer
        yield _all_day(Sort.HEARING, row.next_hearing_on, words, "gavel", row, lawyer, url)


def _all_day(sort: Sort, on: Any, words: str, icon: str, row: Any, who: Any, url: str) -> Entry:
    code = row.case.code if row.case else ""
    return Entry(sort, on, None, None, words, icon, code, str(who or ""), "", url, row.code)


def _of(model: Any, by: User, whose: Whose, cases: Any, staff: str) -> QuerySet[Any]:
    """The records of a kind that stand in somebody's calendar."""
    seen: QuerySet[Any] = model.objects.visible_to(by)
    if whose == Whose.ALL:
        return seen
    if whose == Whose.SITE:
        return seen.filter(case__site=by.site_id)
    mine = Q(case__in=cases)
    if by.staff_id is None:
        return seen.filter(mine)
    if whose == Whose.TEAM:
        return seen.filter(mine | Q(**{staff: by.staff_id}))
    nobodys = mine & Q(**{f"{staff}__isnull": True})
    return seen.filter(nobodys | Q(**{staff: by.staff_id}))


# ── The feed ────────────────────────────────────────────────────────────────────────────────────
def feed_of(user: User) -> CalendarFeed | None:
    """The feed that stands for somebody, if they made one."""
    return CalendarFeed.objects.filter(user=user, revoked_at=None).first()


def open_feed(*, by: User, with_codes: bool) -> str:
    """Make an address for one's own calendar; returns the secret in it, which is told only once."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        close_feed(by=by)
        CalendarFeed.objects.create(user=by, digest=digest_of(secret), with_codes=with_codes)
        detail = {"with_codes": with_codes}
        write_entry(by=by, verb="calendar feed made", kind="casework.calendarfeed", detail=detail)
    return secret


def close_feed(*, by: User) -> bool:
    """Take the address back: nothing is read there any more."""
    with transaction.atomic():
        open_ones = CalendarFeed.objects.filter(user=by, revoked_at=None)
        closed = open_ones.update(revoked_at=timezone.now())
        if closed:
            write_entry(by=by, verb="calendar feed taken back", kind="casework.calendarfeed")
    return bool(closed)


def read_feed(secret: str) -> CalendarFeed | None:
    """The feed of a secret, for whoever knows it; each reading is in the audit trail."""
    with transaction.atomic():
        found = CalendarFeed.objects.filter(digest=digest_of(secret), revoked_at=None)
        feed = found.select_related("user__staff", "user__site").first()
        if feed is None or not feed.user.may_read(Area.CASEWORK):
            return None
        feed.read_at = timezone.now()
        feed.save(update_fields=["read_at"])
        write_entry(by=feed.user, verb="calendar feed read", kind="casework.calendarfeed")
    return feed


def digest_of(secret: str) -> str:
    """A secret this long needs no salt; what stands in the database leads nobody back to it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def as_ics(feed: CalendarFeed, *, on: dt.date) -> bytes:
    """The calendar of a feed in the format that telephones read: what for and when, no names.

    The code of the case only where its owner wished it: a telephone lies about.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Agimi//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Agimi")
    first, last = on - FEED_BEFORE, on + FEED_AFTER
    for entry in entries(by=feed.user, whose=Whose.OWN, first=first, last=last):
        if entry.is_off:
            continue
        event = Event()
        event.add(
            "uid", f"{hashlib.sha256(f'{feed.pk} {entry.code}'.encode()).hexdigest()[:32]}@agimi"
        )
        event.add("dtstamp", feed.read_at or timezone.now())
        event.add("summary", _summary(entry, feed))
        event.add("class", "PRIVATE")
        if entry.at is None:
            event.add("dtstart", entry.on)
        else:
            event.add("dtstart", entry.at.astimezone(dt.UTC))
            event.add("duration", dt.timedelta(minutes=entry.minutes or 60))
        calendar.add_component(event)
    ics: bytes = calendar.to_ical()
    return ics


def _summary(entry: Entry, feed: CalendarFeed) -> str:
    """What for; of a hearing not even about what."""
    words = str(entry.sort.label) if entry.sort == Sort.HEARING else entry.words
    return f"{words} ({entry.case_code})" if feed.with_codes and entry.case_code else words
