"""Pieces of HTML that a page has by the hundred, drawn without the template language."""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils.safestring import SafeString


def filled(pattern: str, *values: Any) -> SafeString:
    """``pattern``, which is ours and never from a person, with values that are escaped.

    What ``django.utils.html.format_html`` answers, in a third of the time: it looks at every
    value for words that are still to be translated, and these were.
    """
    return SafeString(pattern.format(*map(escaped, values)))


def joined(pieces: Any) -> SafeString:
    """Pieces one after the other; what is not HTML yet is escaped."""
    return SafeString("".join(map(escaped, pieces)))


def escaped(value: Any) -> str:
    """A value as it stands in HTML; what is HTML already stays as it is."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))
