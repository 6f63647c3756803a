"""What only the room of the people can do: seal free text and open it, put a name back.

The desk stands below that room and must not know it; the room brings its keeper
here when it starts (``people.apps``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from agimi.access.models import User
from agimi.access.records import Record


class Keeper(Protocol):
    """Seals and opens the free text of records and of the house."""

    def seal(self, texts: Sequence[tuple[Any, str]]) -> list[bytes | None]:
        """Each text under the key of the person its record (or None: the house) belongs to."""

    def read(self, record: Record, names: Sequence[str], *, by: User) -> dict[str, str]:
        """The words of some sealed fields of one record; each reading is in the audit trail."""

    def open_house(self, sealed: bytes | memoryview) -> str:
        """The words of a text of the house itself, such as somebody's draft; not audited."""

    def put_back_identity(
        self, code: str, sealed: bytes | None, *, left_at: str, by: User, because: str
    ) -> None:
        """Who somebody was before; refused in words where it was changed again since."""


_keeper: Keeper | None = None


def install(keeper: Keeper) -> None:
    """Called once, when the room of the people is ready."""
    global _keeper
    _keeper = keeper


def the_keeper() -> Keeper:
    if _keeper is None:
        raise LookupError("no keeper is installed: agimi.people has not started")
    return _keeper
