"""Questions to the audit trail: what happened, and who saw somebody. Quick with a million entries."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.choices import Area, Scope
from agimi.access.models import AuditEntry, AuditQuerySet, User
from agimi.access.records import Record
from agimi.access.scope import is_scoped
from agimi.access.tables import harmless
from agimi.access.verbs import READING, kind_words, verb_words

A_PAGE = 50
# So many entries fit into one file; who wants more chooses a shorter time.
MOST_EXPORTED = 100_000
SHORTEST_REASON = 10
_MOST_CODES = 5000
# Days beyond these are beyond what a moment can be; whoever asks for one means everything.
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: by whom, what, about which kind of record and code, from and to which day."""

    who: str = ""
    verb: str = ""
    kind: str = ""
    code: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def as_words(self) -> dict[str, str]:
        """What was chosen, for the trail and for addresses."""
        chosen = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in chosen.items() if value}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the trail, newest first, and from which numbers the next ones go on."""

    entries: list[AuditEntry]
    older_than: int | None
    newer_than: int | None


def entries(wanted: Wanted, *, by: User) -> AuditQuerySet:
    """The chosen entries, newest first; nothing for those without the right."""
    found = AuditEntry.objects.visible_to(by)
    if wanted.who:
        found = found.filter(actor=wanted.who)
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.code:
        found = found.filter(about([wanted.code], wanted.verb))
    return found.filter(_between(wanted.since, wanted.until)).order_by("-number")


def leaf(
    found: AuditQuerySet, *, before: int | None = None, after: int | None = None, size: int = A_PAGE
) -> Leaf:
    """The page before or after a number; no page is ever counted, so that none is slow."""
    if after is not None:
        rows = list(found.filter(number__gt=after).order_by("number")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        newer = rows[0].number if rows and more else None
        return Leaf(rows, rows[-1].number if rows else None, newer)
    rows = list((found if before is None else found.filter(number__lt=before))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    newer = rows[0].number if rows and before is not None else None
    return Leaf(rows, rows[-1].number if more else None, newer)


def _between(since: dt.date | None, until: dt.date | None) -> Q:
    """Days as numbers: entries are numbered in the order of time, so that one order serves both."""
    within = Q()
    if since is not None:
        within &= Q(number__gte=_first_number_from(since))
    if until is not None:
        after = min(until, LATEST) + dt.timedelta(days=1)
        within &= Q(number__lt=_first_number_from(after))
    return within


def _first_number_from(day: dt.date) -> int:
    day = min(max(day, EARLIEST), LATEST)
    start = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    number = AuditEntry.objects.filter(at__gte=start).order_by("at", "number").values("number")
    first = number.first()
    return first["number"] if first else 2**62


def about(codes: list[str], verb: str = "") -> Q:
    """Entries about records by their codes, alone or among many in one entry."""
    alone = Q(code__in=codes)
    if len(codes) > 1:
        return alone
    # One entry may tell of many records: their codes stand in its details.
    verbs = [verb] if verb else [*READING, "exported", "merged"]
    text = AuditEntry.objects.filter(code="", verb__in=verbs).annotate(
        words=Cast("detail", models.TextField())
    )
    among = text.filter(words__contains=f'"{codes[0]}"').values("pk")
    return alone | Q(pk__in=among)


# ── Who saw somebody ────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read of a person or a case: how often, what, and when first and last."""

    who: str
    times: int
    verbs: tuple[str, ...]
    first: dt.datetime
    last: dt.datetime


def readers(code: str, *, by: User) -> list[Reader]:
    """Who read the file of a person or a case, whoever read most recently first."""
    codes = codes_about(code)
    found = AuditEntry.objects.visible_to(by).filter(verb__in=READING).order_by()
    seen: dict[str, list[tuple[dt.datetime, str]]] = {}
    alone = Q(code__in=codes)
    among = [Q(about([each]), code="") for each in _people_and_cases(codes)]
    for question in (alone, *among):
        for who, at, verb in found.filter(question).values_list("actor", "at", "verb"):
            seen.setdefault(who, []).append((at, verb))
    return sorted((_reader(who, times) for who, times in seen.items()), key=lambda r: r.last)[::-1]


def _reader(who: str, times: list[tuple[dt.datetime, str]]) -> Reader:
    moments = [at for at, _verb in times]
    verbs = tuple(sorted({verb for _at, verb in times}))
    return Reader(who, len(times), verbs, min(moments), max(moments))


def _people_and_cases(codes: list[str]) -> list[str]:
    """Of many codes those of people and cases, which are read many at a time."""
    people = _all("people", "Person").filter(code__in=codes[:50])
    cases = _all("casework", "Case").filter(code__in=codes[:50])
    return [*people.values_list("code", flat=True), *cases.values_list("code", flat=True)]


def codes_about(code: str) -> list[str]:
    """The codes of a person or case, of their cases or person, and of all records of these."""
    people = list(_all("people", "Person").filter(code=code).values_list("pk", flat=True))
    cases = _all("casework", "Case").filter(Q(code=code) | Q(person__in=people))
    cases_found = list(cases.values_list("pk", "code", "person"))
    people = people or [person for _pk, _code, person in cases_found]
    if not people:
        return [code]
    named = _all("people", "Person").filter(pk__in=people).values_list("code", flat=True)
    codes = [code, *named, *(own for _pk, own, _person in cases_found)]
    for model in apps.get_models():
        if issubclass(model, Record) and is_scoped(model):
            codes += _codes_of(model, people, [pk for pk, _code, _person in cases_found])
    return list(dict.fromkeys(codes))[:_MOST_CODES]


def _codes_of(model: Any, people: list[int], cases: list[int]) -> list[str]:
    of = Q(pk__in=())
    if model.case_path:
        of |= Q(**{f"{model.case_path}__in": cases})
    if model.person_path:
        of |= Q(**{f"{model.person_path}__in": people})
    return list(model._base_manager.filter(of).values_list("code", flat=True)[:_MOST_CODES])


def _all(room: str, model: str) -> Any:
    return apps.get_model(room, model)._base_manager.all()


# ── Out as a file ───────────────────────────────────────────────────────────────────────────────
def export(wanted: Wanted, *, by: User, because: str) -> Iterator[str]:
    """The chosen entries as lines of CSV; that they were taken out is itself an entry."""
    if not by.may_write(Area.AUDIT, Scope.ORGANISATION):
        raise PermissionDenied(_("Only the data-protection officer takes the trail out."))
    if len(because.strip()) < SHORTEST_REASON:
        raise ValidationError(_("Say who gets the file and what for."))
    found = entries(wanted, by=by)[:MOST_EXPORTED]
    write_entry(
        by=by,
        verb="exported",
        kind="access.auditentry",
        because=because.strip(),
        detail=wanted.as_words(),
    )
    return _lines(found)


def _lines(found: Any) -> Iterator[str]:
    yield "\ufeff" + _line(
        [_("Number"), _("At"), _("Who"), _("Did"), _("Kind"), _("Code"), _("Reason"), _("Details")]
    )
    for entry in found.iterator(chunk_size=2000):
        at = timezone.localtime(entry.at).isoformat(timespec="seconds")
        did, kind = verb_words(entry.verb), kind_words(entry.kind)
        detail = "; ".join(f"{name}: {value}" for name, value in entry.detail.items())
        yield _line([entry.number, at, entry.actor, did, kind, entry.code, entry.because, detail])


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow([harmless(cell) for cell in cells])
    return out.getvalue()
