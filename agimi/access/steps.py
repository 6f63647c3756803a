"""What the ledger wrote, noted while somebody listens, so that it can be taken back.

``with noted() as steps:`` gathers every step that verbs inside it take. Nobody
listening, nothing is noted: an import of 100,000 rows pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal

from agimi.access.records import Record

Verb = Literal["added", "changed", "removed", "identified"]


@dataclass(frozen=True, slots=True)
class Step:
    """One record that was written; ``before`` and ``links`` are what stood there until then.

    ``identified`` is no record of the ledger: who somebody is was written, under their code.
    """

    verb: Verb
    label: str
    code: str
    version: int
    before: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, Sequence[Any]] = field(default_factory=dict)


_steps: ContextVar[list[Step] | None] = ContextVar("steps", default=None)


@contextmanager
def noted() -> Iterator[list[Step]]:
    """Gather the steps that are taken inside; within another such block both gather them."""
    outer, steps = _steps.get(), list[Step]()
    token = _steps.set(steps)
    try:
        yield steps
    finally:
        _steps.reset(token)
        if outer is not None:
            outer.extend(steps)


def listening() -> bool:
    return _steps.get() is not None


def note(
    verb: Verb,
    record: Record,
    *,
    before: Mapping[str, Any] | None = None,
    links: Mapping[str, Sequence[Any]] | None = None,
) -> None:
    """Tell whoever listens of one record, after it was written."""
    label = record._meta.label_lower
    note_step(Step(verb, label, record.code, record.version, before or {}, links or {}))


def note_step(step: Step) -> None:
    """The same of a step that is put together already."""
    steps = _steps.get()
    if steps is not None:
        steps.append(step)


def links_of(record: Record, names: Sequence[str]) -> dict[str, list[Any]]:
    """The many-to-many values of a record as they stand now, by their keys."""
    if not listening():
        return {}
    return {name: list(getattr(record, name).values_list("pk", flat=True)) for name in names}
