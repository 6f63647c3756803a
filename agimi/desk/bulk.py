"""What is done to many records of a list at once: chosen, looked at, done together, taken back together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agimi.access.codes import new_code
from agimi.access.models import User
from agimi.access.rights import check_may_write, may_change_all, writable
from agimi.desk.kinds import Bulk, kind_for
from agimi.desk.lists import ListPage, Shown
from agimi.desk.models import Undo
from agimi.desk.undo import undoable

MOST = 500
TOKEN = re.compile(r"^U(-[0-9A-HJKMNP-TV-Z]{4}){3}$")


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a preview, said in one line; ``why`` it is left out, if it is."""

    code: str
    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What would be done to which records, and to which not."""

    act: Bulk
    records: tuple[Any, ...]
    lines: tuple[Line, ...]
    left_out: tuple[Line, ...]
    more: bool  # whether more rows fit than can be done at once

    @property
    def codes(self) -> list[str]:
        return [record.code for record in self.records]


def act_of(page: ListPage, slug: str) -> Bulk:
    """The act of a name; raises KeyError."""
    return {act.slug: act for act in page.bulk}[slug]


def choose(shown: Shown, act: Bulk, codes: Sequence[str], *, all_that_fit: bool) -> Choice:
    """Look at what was ticked: what its chooser sees and may change is done, the rest is told."""
    user = shown.user
    check_may_write(user, shown.list.model)
    rows = shown.sorted_rows
    if not all_that_fit:
        rows = rows.filter(code__in=list(dict.fromkeys(codes))[:MOST])
    keys = list(rows.values_list("pk", flat=True)[: MOST + 1])
    mine = _mine(shown.list.model, keys[:MOST], user)
    taken, lines, left = [], [], []
    for record in shown.records(keys[:MOST]):
        why = _why_not(act, record, user) if record.pk in mine else _("It is not yours to change.")
        line = Line(record.code, line_of(record), why)
        if why:
            left.append(line)
        else:
            taken.append(record)
            lines.append(line)
    return Choice(act, tuple(taken), tuple(lines), tuple(left), more=len(keys) > MOST)


def _mine(model: Any, keys: Sequence[Any], user: User) -> set[Any]:
    if may_change_all(user, model):
        return set(keys)
    return set(writable(model, user).filter(pk__in=keys).values_list("pk", flat=True))


def _why_not(act: Bulk, record: Any, user: User) -> str:
    return str(act.why_not(record, user)) if act.why_not else ""


def line_of(record: Any) -> str:
    """A record in one line, as its kind says it, after the case that it belongs to."""
    try:
        words = kind_for(type(record)).line(record)
    except StopIteration:
        return str(record)
    case = getattr(record, "case", None)
    return f"{case.code} · {words}" if case is not None else words


def new_token() -> str:
    """Under this an act is done once, however often it is sent."""
    return new_code("U", 12)


def token_from(sent: str) -> str:
    return sent if TOKEN.match(sent) else new_token()


def done_before(token: str, *, by: User) -> Undo | None:
    """What was done under this token already, so that the second click gets the first one's answer."""
    return Undo.objects.filter(code=token, user=by).first()


def carry_out(
    choice: Choice, *, by: User, values: Mapping[str, Any], token: str
) -> tuple[str, Undo]:
    """Do it to all that were chosen, or to none; says what was done, and how to take it back.

    Sent twice at the same moment, the database takes the second one's token for
    what it is, and nothing is done twice.
    """
    if not choice.records:
        raise PermissionDenied(_("There is nothing left to do this to."))
    number = len(choice.records)
    text = ngettext("%(act)s: %(n)s record", "%(act)s: %(n)s records", number) % {
        "act": choice.act.label,
        "n": number,
    }
    with undoable(by=by, label=text) as undo:
        undo.code = token
        choice.act.act(list(choice.records), by=by, **values)
    return text, undo
