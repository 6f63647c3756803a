"""One look: while a page is read, what its reader may see is found out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_looked_up: ContextVar[dict[Hashable, Any] | None] = ContextVar("looked_up", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """While one page is read, the keys by which its reader sees things are asked for once.

    Only around what reads: inside, a right that is given or taken is not noticed. A look
    within a look is a part of it.
    """
    if _looked_up.get() is not None:
        yield
        return
    token = _looked_up.set({})
    try:
        yield
    finally:
        _looked_up.reset(token)


def remembered(what: Hashable, ask: Callable[[], Any]) -> Any:
    """What was asked for before in this look, else what is answered now."""
    known = _looked_up.get()
    if known is None:
        return ask()
    if what not in known:
        known[what] = ask()
    return known[what]
