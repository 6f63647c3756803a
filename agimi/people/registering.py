"""One registration on its way: both forms, who may be the same person, and what was said of that.

Whoever registers somebody has searched before; what they typed is kept as a
draft of its own for each registration (``register:<code of the file to be>``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.codes import new_code
from agimi.access.models import User
from agimi.desk import drafts
from agimi.desk.forms import About, blank
from agimi.desk.kinds import kind_of
from agimi.desk.models import Draft
from agimi.people.actions import IdentityDocument, register_person
from agimi.people.duplicates import Duplicate, possible_duplicates
from agimi.people.forms import IdentityForm, TraitsForm, filled, typed_as_identity
from agimi.people.models import Person

PREFIX = "register:"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A registration that was begun and not sent."""

    code: str
    saved_at: Any


def begin(words: str, *, by: User) -> str:
    """Keep what was searched for as the beginning of a registration; returns its code."""
    code = new_code(Person.code_prefix, Person.code_length)
    typed = {name: [value] for name, value in typed_as_identity(words).items()}
    drafts.keep(f"{PREFIX}{code}", typed, by=by)
    return code


def unfinished(*, by: User) -> list[Unfinished]:
    """What this user began to register and has not sent, the newest first."""
    rows = Draft.objects.filter(user=by, form__startswith=PREFIX).order_by("-saved_at")
    return [
        Unfinished(form.removeprefix(PREFIX), saved_at)
        for form, saved_at in rows.values_list("form", "saved_at")[:10]
    ]


class Registration:
    """The form of a person who is not registered yet."""

    def __init__(self, code: str, *, by: User, data: Any = None) -> None:
        self.code, self.by, self.data = code, by, data
        person = blank(kind_of("people"), about=About(), user=by, code=code)
        person.registered_on = timezone.localdate()  # type: ignore[attr-defined]
        self.kept = None if data is not None else drafts.kept(self.draft, by=by)
        self.traits = TraitsForm(data, user=by, about=About(), instance=person)
        self.identity = IdentityForm(data)
        if self.kept is not None:
            filled(self.traits, self.kept.values)
            filled(self.identity, self.kept.values)

    @property
    def draft(self) -> str:
        return f"{PREFIX}{self.code}"

    def is_valid(self) -> bool:
        return all([self.traits.is_valid(), self.identity.is_valid()])

    @cached_property
    def likely(self) -> list[Duplicate]:
        """The people who may be this one, by what is typed so far, whole or not."""
        if self.data is not None:
            self.is_valid()
            identity, person = self._so_far(), self.traits.instance
        elif self.kept is not None:
            return Registration(self.code, by=self.by, data=_posted(self.kept.values)).likely
        else:
            return []
        return possible_duplicates(identity, person, by=self.by)

    def _so_far(self) -> IdentityDocument:
        said = self.identity.cleaned_data
        names = ("first_name", "last_name", "other_names", "personal_number", "phones", "emails")
        return IdentityDocument(**{name: said[name] for name in names if name in said})

    @property
    def told_apart(self) -> set[str]:
        """The codes that whoever fills in the form has looked at: none of these is the person."""
        return set((self.data or {}).get("none_of_these", "").split())

    @property
    def is_confirmed(self) -> bool:
        return {one.person.code for one in self.likely} <= self.told_apart

    def write(self) -> Person:
        """Register the person; whom they were told apart from stands in the trail."""
        document = self.identity.document()
        looked_at = ", ".join(sorted(one.person.code for one in self.likely))
        because = _("None of these: %(codes)s.") % {"codes": looked_at} if looked_at else ""
        is_known = document != IdentityDocument()
        person = register_person(
            self.traits.instance, document if is_known else None, by=self.by, because=because
        )
        drafts.drop(self.draft, by=self.by)
        return person


def _posted(values: Mapping[str, list[str]]) -> Any:
    data = QueryDict(mutable=True)
    for name, said in values.items():
        data.setlist(name, list(said))
    return data
