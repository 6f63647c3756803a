"""The calendar of a day, a week or a month; the feed for one's telephone."""

from __future__ import annotations

import calendar as weeks
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from agimi.access.choices import Area
from agimi.casework.calendar import (
    Entry,
    Whose,
    as_ics,
    close_feed,
    entries,
    feed_of,
    open_feed,
    read_feed,
    whose_for,
)
from agimi.casework.views.day import check_works_on_cases
from agimi.desk.views import the

SPANS = {
    "day": gettext_lazy("Day"),
    "week": gettext_lazy("Week"),
    "month": gettext_lazy("Month"),
}
FIRST_HOUR, LAST_HOUR = 8, 18
IN_A_MONTHS_CELL = 3


@dataclass(slots=True)
class Day:
    """One day of the calendar with its entries."""

    on: dt.date
    is_today: bool
    is_aside: bool = False  # of another month
    entries: list[Entry] = field(default_factory=list)

    @property
    def without_hour(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.at is None]

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:IN_A_MONTHS_CELL]

    @property
    def more(self) -> int:
        return max(0, len(self.entries) - IN_A_MONTHS_CELL)

    def at(self, hour: int) -> list[Entry]:
        return [entry for entry in self.entries if entry.at and entry.at.hour == hour]


@require_safe
def calendar(request: HttpRequest, span: str = "week", day: str = "") -> HttpResponse:
    """A day, a week or a month of one's own calendar, one's cases' or one's site's."""
    user = the(request)
    check_works_on_cases(user)
    on = _day_or_404(day) if day else timezone.localdate()
    if span not in SPANS:
        raise Http404
    choices = whose_for(user)
    whose = request.GET.get("whose", Whose.OWN)
    if whose not in choices:
        raise Http404
    first, last = _bounds(span, on)
    days = _days(
        span, on, first, last, entries(by=user, whose=Whose(whose), first=first, last=last)
    )
    context = {
        "span": span,
        "spans": SPANS.items(),
        "on": on,
        "title": _title(span, on, first, last),
        "before": _step(span, on, -1),
        "after": _step(span, on, +1),
        "today": timezone.localdate(),
        "days": days,
        "hours": _hours(days) if span != "month" else [],
        "weeks": [days[start : start + 7] for start in range(0, len(days), 7)],
        "choices": choices,
        "whose": whose,
        "shows_staff": whose != Whose.OWN,
        "may_add": user.may_write(Area.CASEWORK),
        "feed": feed_of(user),
        "secret_url": request.session.pop("feed", ""),
    }
    return render(request, "casework/calendar.html", context)


def _day_or_404(text: str) -> dt.date:
    try:
        on = dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not 1990 <= on.year <= 2100:
        raise Http404
    return on


def _bounds(span: str, on: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day shown; months in whole weeks from Monday."""
    if span == "day":
        return on, on
    if span == "week":
        first = on - dt.timedelta(days=on.weekday())
        return first, first + dt.timedelta(days=6)
    shown = list(weeks.Calendar().itermonthdates(on.year, on.month))
    return shown[0], shown[-1]


def _step(span: str, on: dt.date, way: int) -> dt.date:
    if span == "month":
        month = on.replace(day=15) + way * dt.timedelta(days=30)
        return month.replace(day=1)
    return on + way * dt.timedelta(days=1 if span == "day" else 7)


def _title(span: str, on: dt.date, first: dt.date, last: dt.date) -> str:
    if span == "day":
        return date_format(on, "l, j F Y")
    if span == "month":
        return date_format(on, "F Y").capitalize()
    return f"{date_format(first, 'j F')} – {date_format(last, 'j F Y')}"


def _days(span: str, on: dt.date, first: dt.date, last: dt.date, found: list[Entry]) -> list[Day]:
    of_day: dict[dt.date, list[Entry]] = defaultdict(list)
    for entry in found:
        of_day[entry.on].append(entry)
    today = timezone.localdate()
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return [
        Day(day, day == today, span == "month" and day.month != on.month, of_day[day])
        for day in days
    ]


def _hours(days: list[Day]) -> list[tuple[int, list[tuple[Day, list[Entry]]]]]:
    """The hours of work, and any other at which something is agreed."""
    hours = set(range(FIRST_HOUR, LAST_HOUR + 1))
    hours |= {entry.at.hour for day in days for entry in day.entries if entry.at}
    return [(hour, [(day, day.at(hour)) for day in days]) for hour in sorted(hours)]


# ── The feed ────────────────────────────────────────────────────────────────────────────────────
@require_POST
def feed_make(request: HttpRequest) -> HttpResponse:
    """Make an address for one's telephone, or take the one there was back."""
    user = the(request)
    check_works_on_cases(user)
    if request.POST.get("do") == "close":
        close_feed(by=user)
        messages.success(request, _("The address is taken back: nothing is read there any more."))
    else:
        secret = open_feed(by=user, with_codes="with_codes" in request.POST)
        address = reverse("casework:feed", args=(secret,))
        # Told once, on the next page: only its digest is kept.
        request.session["feed"] = request.build_absolute_uri(address)
    return redirect(f"{reverse('casework:calendar')}#feed")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's calendar for their telephone: what for and when; the secret in the address opens it."""
    found = read_feed(token)
    if found is None:
        raise Http404
    with translation.override(found.user.language):
        ics = as_ics(found, on=timezone.localdate())
    return HttpResponse(ics, content_type="text/calendar; charset=utf-8")
