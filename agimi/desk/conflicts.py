"""Two people on one record: what the first one changed, what the second one typed, who chooses.

The second one's form comes back with both. A field that only the first one
changed takes the first one's value unless the second says otherwise; where both
changed it, nothing is taken without a choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils.translation import gettext as _

from agimi.desk.kinds import Kind
from agimi.desk.shown import chosen_words

TAKE = "take_"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that two people see differently, each value in words."""

    name: str
    label: str
    theirs: str
    mine: str
    i_changed_it: bool


def between(form: Any, kind: Kind, stands: Any, words: Mapping[str, str]) -> list[Conflict]:
    """The fields in which what stands differs from what was typed."""
    untouched = form.untouched()
    found = []
    for name in kind.fields:
        if name not in form.fields:
            continue
        theirs = words.get(name, "") if name in kind.sealed else chosen_words(kind, stands, name)
        mine = form.cleaned_data.get(name) or "" if name in kind.sealed else _typed(form, name)
        if str(theirs).strip() != str(mine).replace("\r\n", "\n").strip():
            label = str(form.fields[name].label or name)
            found.append(
                Conflict(
                    name,
                    label,
                    str(theirs) or _("empty"),
                    str(mine) or _("empty"),
                    name not in untouched,
                )
            )
    return found


def settled(data: QueryDict, kind: Kind, stands: Any, words: Mapping[str, str]) -> QueryDict:
    """What was sent, with the first one's value wherever the second chose it."""
    chosen = [name for name in kind.fields if data.get(f"{TAKE}{name}") == "theirs"]
    if not chosen:
        return data
    settled = data.copy()
    open_names = [name for name in chosen if name not in kind.sealed]
    now = model_to_dict(stands, fields=open_names)
    for name in chosen:
        value = words.get(name, "") if name in kind.sealed else now.get(name)
        if isinstance(value, list):
            settled.setlist(name, [str(item.pk) for item in value])
        else:
            settled[name] = _sent(value)
    return settled


def _typed(form: Any, name: str) -> str:
    """What was typed, in the words in which it would stand: the form's record has it already."""
    if name in form.links():
        return ", ".join(str(item) for item in form.cleaned_data[name])
    return chosen_words(form.kind, form.instance, name)


def _sent(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "on" if value is True else str(value)
