"""Tables as files: a cell must never become a formula in somebody's spreadsheet."""

from typing import Any

FORMULA = frozenset("=+-@\t\r\n")


def harmless(cell: Any) -> str:
    """The text of a cell; an apostrophe stands before what a spreadsheet would take for a formula.

    Before further apostrophes too: whoever reads the file back takes one away.
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text and text.lstrip("'")[:1] in FORMULA else text
