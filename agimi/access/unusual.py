"""Reading that is worth a look: a simple rule, which the page explains in the same words.

None of it says that somebody did wrong. It says where the data-protection officer
may ask.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agimi.access.accounts import SYSTEM_NAME
from agimi.access.models import AuditEntry, BreakGlass, User
from agimi.access.verbs import READING

# Three times one's own usual number, and never fewer than so many.
TIMES = 3
LEAST = 10
# What is usual is learnt from so many days before; with fewer days of work, LEAST stands for it.
LEARN_FROM = dt.timedelta(days=28)
KNOWN_DAYS = 5
NIGHT_FROM, NIGHT_TO = 22, 6
RESETS = ("password reset", "second factor reset")

Read = dict[str, dict[dt.datetime, set[str]]]


@dataclass(frozen=True, slots=True)
class Unusual:
    """Somebody, when, and why it is listed; from and to as days for the trail's page."""

    who: str
    at: dt.datetime
    why: str
    sort: str  # "day" | "hour" | "night" | "glass" | "reset"

    @property
    def day(self) -> dt.date:
        return timezone.localtime(self.at).date()


def unusual(*, since: dt.date, until: dt.date, by: User) -> list[Unusual]:
    """What is worth a look in a period, newest first."""
    start, end = _start_of(since), _start_of(until + dt.timedelta(days=1))
    hours = _read_by_hour(start - LEARN_FROM, end, by)
    found = [
        *_too_many(_by_day(hours), start, "day"),
        *_too_many(hours, start, "hour"),
        *_at_night(hours, start),
        *_by_glass(start, end, by),
        *_resets(start, end, by),
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _read_by_hour(start: dt.datetime, end: dt.datetime, by: User) -> Read:
    """Whose files each person read in each hour, by their codes; reading twice counts once."""
    read: Read = defaultdict(lambda: defaultdict(set))
    entries = AuditEntry.objects.visible_to(by).filter(verb__in=READING, at__gte=start, at__lt=end)
    entries = entries.exclude(actor=SYSTEM_NAME).order_by()
    for who, at, code in entries.exclude(code="").values_list("actor", "at", "code").iterator():
        read[who][_hour(at)].add(code)
    for who, at, detail in entries.filter(code="").values_list("actor", "at", "detail").iterator():
        read[who][_hour(at)].update(detail.get("codes", ()))
    return read


def _hour(at: dt.datetime) -> dt.datetime:
    return timezone.localtime(at).replace(minute=0, second=0, microsecond=0)


def _by_day(hours: Read) -> Read:
    days: Read = defaultdict(lambda: defaultdict(set))
    for who, of_hours in hours.items():
        for hour, codes in of_hours.items():
            days[who][hour.replace(hour=0)] |= codes
    return days


def _too_many(read: Read, start: dt.datetime, sort: str) -> Iterator[Unusual]:
    for who, of_times in read.items():
        for at, codes in of_times.items():
            before = [len(of) for when, of in of_times.items() if at - LEARN_FROM <= when < at]
            usual = statistics.median(before) if len(before) >= KNOWN_DAYS else LEAST
            if at >= start and len(codes) > max(LEAST, TIMES * usual):
                yield Unusual(who, at, _many_words(len(codes), usual, sort), sort)


def _many_words(count: int, usual: float, sort: str) -> str:
    words = (
        _("%(count)s different records in one hour; usual for this person: %(usual)s.")
        if sort == "hour"
        else _("%(count)s different records in one day; usual for this person: %(usual)s.")
    )
    return words % {"count": count, "usual": int(usual) if usual == int(usual) else usual}


def _at_night(hours: Read, start: dt.datetime) -> Iterator[Unusual]:
    """One line a night, under the hour in which it began."""
    for who, of_hours in hours.items():
        nights: dict[dt.date, list[dt.datetime]] = defaultdict(list)
        for hour in of_hours:
            if hour >= start and (hour.hour >= NIGHT_FROM or hour.hour < NIGHT_TO):
                nights[(hour - dt.timedelta(hours=NIGHT_TO)).date()].append(hour)
        for begun in nights.values():
            codes = set().union(*(of_hours[hour] for hour in begun))
            words = ngettext(
                "%(count)s record between 22:00 and 6:00; a night shift may explain it.",
                "%(count)s records between 22:00 and 6:00; a night shift may explain it.",
                len(codes),
            )
            yield Unusual(who, min(begun), words % {"count": len(codes)}, "night")


def _by_glass(start: dt.datetime, end: dt.datetime, by: User) -> Iterator[Unusual]:
    glasses = BreakGlass.objects.visible_to(by).filter(at__gte=start, at__lt=end)
    for glass in glasses.select_related("user", "case"):
        words = _("Read case %(code)s, which is not their own, in an emergency: %(because)s")
        why = words % {"code": glass.case.code, "because": glass.because}
        yield Unusual(glass.user.get_username(), glass.at, why, "glass")


def _resets(start: dt.datetime, end: dt.datetime, by: User) -> Iterator[Unusual]:
    """Whoever sets a new password for somebody could sign in as them."""
    entries = AuditEntry.objects.visible_to(by).filter(verb__in=RESETS, at__gte=start, at__lt=end)
    for entry in entries.order_by():
        words = (
            _("Set a new password for the account %(name)s.")
            if entry.verb == "password reset"
            else _("Took away the second factor of the account %(name)s.")
        )
        yield Unusual(entry.actor, entry.at, words % {"name": entry.code}, "reset")
