"""Feedback of survivors: offering the form, answering it, reading what it says (peers.md 27).

The form is a link that nobody can guess; only its digest is stored, it works
once and for two weeks. What is answered is hidden from whoever worked on the
case, and stands in the trail under the installation's own account.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.accounts import system_user
from agimi.access.ledger import Stale, add, change
from agimi.access.models import User
from agimi.casework import rules
from agimi.casework.choices import Agreement
from agimi.casework.models import Case, Feedback
from agimi.people.actions import seal_text

LASTING = dt.timedelta(days=14)
FEWEST = 5  # answers about one worker; with fewer it could be seen who said what
SENTENCES = ("felt_safe", "respected", "heard", "informed", "helped")


class Used(ValidationError):
    """A link that no longer opens anything: answered, too old, or none of ours."""

    def __init__(self) -> None:
        super().__init__(_("This link does not open a form any more."))


# ── Offering ────────────────────────────────────────────────────────────────────────────────────
def offer(case: Case, *, by: User, language: str = "sq", code: str = "") -> tuple[Feedback, str]:
    """Make a form for a case: the record, and what stands in its link, which is stored nowhere.

    Sent twice (same code) it stays one form; the link given last is the one that works.
    """
    rules.check_open(case)
    ticket = secrets.token_urlsafe(32)
    values: dict[str, Any] = {
        "ticket": digest(ticket),
        "language": language,
        "expires_at": _until(),
    }
    with transaction.atomic():
        # Whoever offers a form does not read feedback: it is found as their own alone.
        made = Feedback.objects.filter(code=code, created_by=by, case=case, answered_at=None)
        known = made.first() if code else None
        if known is not None:
            return change(known, by=by, **values), ticket
        form = Feedback(case=case, asked_on=timezone.localdate(), code=code, **values)
        return add(form, by=by), ticket


def offered_on(case: Case) -> dt.date | None:
    """When the form was last offered; whether it was answered is nobody's business there."""
    return Feedback.objects.filter(case=case).aggregate(last=models.Max("asked_on"))["last"]


def _until() -> dt.datetime:
    return timezone.now() + LASTING


def digest(ticket: str) -> str:
    """What is stored of a link: 256 random bits cannot be guessed, so no slow digest is needed."""
    return hashlib.sha256(ticket.encode()).hexdigest()


# ── Answering ───────────────────────────────────────────────────────────────────────────────────
def open_form(ticket: str) -> Feedback:
    """The form behind a link; raises Used where there is none to fill in."""
    usable = Feedback.objects.filter(answered_at=None, expires_at__gt=timezone.now())
    form = usable.filter(ticket=digest(ticket)).first()
    if form is None:
        raise Used
    return form


def language_of(ticket: str) -> str:
    """The language in which a form was offered or answered, even when it is used; "" where none is."""
    known = Feedback.objects.filter(ticket=digest(ticket))
    return known.values_list("language", flat=True).first() or ""


def answer_feedback(
    ticket: str,
    answers: Mapping[str, int | None],
    *,
    comment: str = "",
    wants_talk: bool = False,
    language: str = "",
) -> Feedback:
    """Keep what a survivor answered; the link is used up. Nobody signed in does this."""
    given = {name: answers.get(name) for name in SENTENCES}
    if not (comment.strip() or wants_talk or any(given.values())):
        raise ValidationError(_("Choose an answer, or write a few words."))
    by = system_user()
    with transaction.atomic():
        form = open_form(ticket)
        values: dict[str, Any] = {
            **given,
            "wants_talk": wants_talk,
            "answered_at": timezone.now(),
            "language": language or form.language,
            "comment": seal_text(comment.strip(), person=form.case.person),
        }
        try:
            return change(form, by=by, **values)
        except Stale:
            raise Used from None


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Line:
    """One sentence over all answers: the average, and how many answered it."""

    words: str
    average: float | None
    base: int

    @property
    def percent(self) -> int:
        """Of the way from “not at all” to “fully”: for a bar."""
        if self.average is None:
            return 0
        least, most = min(Agreement.values), max(Agreement.values)
        return round((self.average - least) / (most - least) * 100)


@dataclass(frozen=True, slots=True)
class OfWorker:
    """The answers in the cases of one worker; without an average where they are few."""

    name: str
    base: int
    average: float | None


def answered(*, by: User) -> models.QuerySet[Feedback]:
    """What was answered, as far as somebody may read it, the newest first."""
    seen = Feedback.objects.visible_to(by).exclude(answered_at=None)
    return seen.select_related("case__lead").order_by("-answered_at", "-pk")


def summary(forms: models.QuerySet[Feedback]) -> list[Line]:
    """Each sentence: its average and its base."""
    asked: dict[str, Any] = {}
    for name in SENTENCES:
        asked |= {f"{name}_average": Avg(name), f"{name}_base": Count(name)}
    found = forms.order_by().aggregate(**asked)
    label = {field.name: str(field.verbose_name) for field in Feedback._meta.fields}
    return [
        Line(label[name], found[f"{name}_average"], found[f"{name}_base"]) for name in SENTENCES
    ]


def of_workers(forms: models.QuerySet[Feedback]) -> Sequence[OfWorker]:
    """The average of each worker over all sentences; fewer than five answers say nothing."""
    sums: dict[str, Any] = {name: Avg(name) for name in SENTENCES}
    rows = forms.order_by().values("case__lead__name").annotate(n=Count("pk"), **sums)
    rows = rows.filter(~Q(case__lead=None)).order_by("case__lead__name", "case__lead")
    return [_of_worker(row) for row in rows.values("case__lead__name", "n", *SENTENCES)]


def _of_worker(row: Mapping[str, Any]) -> OfWorker:
    values = [row[name] for name in SENTENCES if row[name] is not None]
    average = sum(values) / len(values) if values and row["n"] >= FEWEST else None
    return OfWorker(row["case__lead__name"], row["n"], average)
