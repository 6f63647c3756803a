"""Who did what when to the records of a case; who only read them is for the data-protection officer.

The trail names records by their codes: one in an entry, or many where many were
written at once. What was taken out is found by the case that its entry names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agimi.access.choices import Area
from agimi.access.models import AuditEntry, User
from agimi.access.records import Record
from agimi.access.rights import may_change
from agimi.access.verbs import kind_words, verb_words
from agimi.casework.models import Case
from agimi.casework.timeline import Sight
from agimi.desk.forms import gettext_lazy_words
from agimi.desk.kinds import kind_for

A_PAGE = 50
# Entries about many records at once that are looked through; beyond, the oldest are left out.
MOST_BATCHES = 3000
CHANGING = ("added", "changed", "put back", "removed", "imported", "merged")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was done: when, by whom, to which record, which of its fields, and why."""

    at: dt.datetime
    who: str
    did: str
    what: str
    code: str
    address: str
    fields: tuple[str, ...]
    because: str
    many: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of the history, newest first; ``further`` is the next page, 0 after the last."""

    rows: tuple[Change, ...]
    further: int


def check_may_see_history(user: User, case: Case) -> None:
    """Those who work on the case and those responsible for it; raises PermissionDenied for others."""
    if not may_change(user, case):
        raise PermissionDenied(_("The history of a case is for its team and the supervisor."))


def history(sight: Sight, *, page: int = 1) -> Changes:
    """The changes to a case and its records."""
    check_may_see_history(sight.user, sight.case)
    codes = _codes(sight)
    numbers = _alone(codes, sight.case) | _among_many(codes, sight)
    start = (page - 1) * A_PAGE
    wanted = sorted(numbers, reverse=True)[start : start + A_PAGE + 1]
    entries = AuditEntry.objects.filter(number__in=wanted[:A_PAGE]).order_by("-number")
    rows = list(entries)
    names = _names({entry.actor for entry in rows})
    changes = tuple(_change(entry, codes, names) for entry in rows)
    return Changes(changes, page + 1 if len(wanted) > A_PAGE else 0)


# ── Which entries ───────────────────────────────────────────────────────────────────────────────
def _models() -> list[Any]:
    """The kinds of record that belong to a case. What survivors say of the help is not among them."""
    return [
        model
        for model in apps.get_app_config("casework").get_models()
        if issubclass(model, Record)
        and model.area == Area.CASEWORK
        and (model.case_path == "case" or model is Case or model.case_path == "cases")
    ]


def _codes(sight: Sight) -> dict[str, str]:
    """The codes of the case and its records, each with its kind as the trail names it."""
    codes: dict[str, str] = {}
    for model in _models():
        label = model._meta.label_lower
        codes |= dict.fromkeys(sight.of(model).values_list("code", flat=True), label)
    return codes


def _alone(codes: Iterable[str], case: Case) -> set[int]:
    """The numbers of the entries about one record each, and of those taken out."""
    entries = AuditEntry.objects.filter(verb__in=CHANGING)
    numbers = set(entries.filter(code__in=list(codes)).values_list("number", flat=True))
    gone = AuditEntry.objects.filter(verb="removed", detail__case=case.code)
    return numbers | set(gone.values_list("number", flat=True))


def _among_many(codes: dict[str, str], sight: Sight) -> set[int]:
    """The numbers of the entries that tell of many records, some of which are this case's.

    The database cannot look into them quickly; only the time in which the
    records of the case were made and changed is looked through.
    """
    times = [
        sight.of(model).aggregate(first=Min("created_at"), last=Max("changed_at"))
        for model in _models()
    ]
    firsts = [time["first"] for time in times if time["first"]]
    lasts = [time["last"] for time in times if time["last"]]
    if not firsts:
        return set()
    entries = AuditEntry.objects.filter(
        code="",
        verb__in=CHANGING,
        kind__in=set(codes.values()),
        at__gte=min(firsts) - dt.timedelta(hours=1),
        at__lte=max(lasts) + dt.timedelta(hours=1),
    ).order_by("-number")
    known = set(codes)
    return {
        number
        for number, detail in entries.values_list("number", "detail")[:MOST_BATCHES]
        if not known.isdisjoint(detail.get("codes", ()))
    }


# ── In words ────────────────────────────────────────────────────────────────────────────────────
def _names(actors: set[str]) -> dict[str, str]:
    users = User.objects.filter(username__in=actors).select_related("staff")
    return {user.username: str(user.staff or user.username) for user in users}


def _change(entry: AuditEntry, codes: dict[str, str], names: dict[str, str]) -> Change:
    mine = [code for code in entry.detail.get("codes", ()) if code in codes]
    code = entry.code or (mine[0] if len(mine) == 1 else "")
    stands = code in codes
    return Change(
        at=entry.at,
        who=names.get(entry.actor, entry.actor),
        did=verb_words(entry.verb),
        what=capfirst(kind_words(entry.kind)),
        code=code,
        address=_address(entry.kind, code) if stands else "",
        fields=_field_words(entry.kind, entry.detail.get("fields", ())),
        because=entry.because,
        many=len(mine) if len(mine) > 1 else 0,
    )


def _address(label: str, code: str) -> str:
    if not code:
        return ""
    try:
        kind = kind_for(apps.get_model(label))
    except (LookupError, StopIteration):
        return ""
    return "" if kind.url is not None else reverse("desk:record", args=(kind.slug, code))


def _field_words(label: str, names: Iterable[str]) -> tuple[str, ...]:
    """The fields of a record as its form calls them."""
    try:
        meta = apps.get_model(label)._meta
    except (LookupError, ValueError):
        return tuple(names)
    known = {field.name: field for field in meta.get_fields() if hasattr(field, "verbose_name")}
    return tuple(
        capfirst(gettext_lazy_words(known[name])) if name in known else name for name in names
    )
