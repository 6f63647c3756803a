"""Tables as files: a cell must never become a formula in somebody's spreadsheet."""

from typing import Any

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: Any) -> str:
    """The text of a cell; an apostrophe stands before what a spreadsheet would take for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text
