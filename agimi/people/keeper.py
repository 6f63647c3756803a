"""The keeper that this room lends to the desk, which stands below it (agimi.desk.keeper)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agimi.access.models import User
from agimi.access.records import Record
from agimi.people.actions import (
    open_house_text,
    owner_of,
    put_back_identity,
    read_text,
    seal_texts,
)


class PeoplesKeeper:
    """Seals and opens text under the keys of people, by the verbs of this room."""

    def seal(self, texts: Sequence[tuple[Any, str]]) -> list[bytes | None]:
        return seal_texts(
            (None if record is None else owner_of(record), words) for record, words in texts
        )

    def read(self, record: Record, names: Sequence[str], *, by: User) -> dict[str, str]:
        """The words of the fields that hold any; {} for somebody who may not read them."""
        held = [name for name in names if getattr(record, name)]
        try:
            with transaction.atomic():
                return {name: read_text(record, name, by=by) for name in held}
        except PermissionDenied:
            return {}

    def open_house(self, sealed: bytes | memoryview) -> str:
        return open_house_text(sealed)

    def put_back_identity(
        self, code: str, sealed: bytes | None, *, left_at: str, by: User, because: str
    ) -> None:
        put_back_identity(code, sealed, left_at=left_at, by=by, because=because)
