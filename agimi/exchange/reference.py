"""The page docs/reference/workbook.md, written from the declarations of the sheets."""

from __future__ import annotations

from collections.abc import Iterator

from agimi.exchange.columns import Choice, Column, Kind
from agimi.exchange.readers.cells import COLUMNS, FILE_BYTES, LETTERS, RATIO, ROWS
from agimi.exchange.sheets import SHEETS, Sheet, in_order_of_need
from agimi.exchange.template import ADVICE, note_of

OPENING = """\
# The workbook

Made by `make docs` from the declarations in `agimi/exchange/sheets.py`; `agimi template FILE.xlsx` writes the empty
workbook, `agimi import FILE` checks a filled one and with `--apply` takes it in, `agimi export FILE --because …` writes
all records back in the same form.

"""


def page() -> str:
    """The whole page."""
    return OPENING + "\n".join([*_rules(), *_sheets()])


def _rules() -> Iterator[str]:
    yield "## Filling it in\n"
    yield from (f"- {advice.en}" for advice in ADVICE)
    yield ""
    yield "## Files\n"
    yield "- `.xlsx`, `.ods`, a `.csv`, or a folder or `.zip` of `.csv`, told by what is in them, not by the name."
    yield "- CSV: UTF-8 with or without a mark; commas, semicolons or tabs; one file a sheet, named after it."
    yield "- Sheets and columns are found by their names in Albanian, in English, or by their keys below; case and accents do not matter."  # noqa: E501
    yield "- In CSV an apostrophe stands before a text that a spreadsheet would take for a formula, and is taken away again."  # noqa: E501
    yield (
        f"- At most {_thousands(ROWS)} rows and {COLUMNS} columns a sheet, {_thousands(LETTERS)} letters a cell, "
        f"{FILE_BYTES // 2**20} MB a file, packed at most {RATIO} : 1. More rows go on in a sheet “Services (2)”."
    )
    yield "- Refused with a word what to do: other kinds of file, cut-off or encrypted files, macros, formulas, merged cells, unknown sheets and columns."  # noqa: E501
    yield ""
    yield "## What is taken for what\n"
    yield "| In the cell | Taken for |"
    yield "|---|---|"
    yield "| 21.03.2024, 2024-03-21, a date cell | a day |"
    yield "| 1 185, 1.185, 1,185 | 1185 in a column of whole numbers; in others write 1185 or 1185.00 |"
    yield "| po, yes, x, 1 · jo, no, 0 | yes · no |"
    yield "| empty | nothing recorded, or the value named below as “Empty:” |"
    yield "| 0 | none |"
    yield "| not recorded, not known | the value of the list, where it has one; refused elsewhere |"
    yield "| - | refused: it may mean any of the three above |"
    yield ""
    yield "## Order\n"
    yield "The sheets may stand in any order. They are taken in so that each comes after those it refers to: "
    yield ", ".join(sheet.title.en for sheet in in_order_of_need()) + ".\n"


def _sheets() -> Iterator[str]:
    yield "## Sheets\n"
    for sheet in SHEETS:
        yield from _sheet(sheet)


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"### {sheet.title.en} · {sheet.title.sq}\n"
    yield f"{sheet.about.en} Key: `{sheet.key}`.\n"
    yield "| Column | Kolona | Key | What belongs there |"
    yield "|---|---|---|---|"
    for column in sheet.columns:
        heading = f"**{column.heading.en}**" if column.required else column.heading.en
        yield f"| {heading} | {column.heading.sq} | `{column.key}` | {_note(column)} |"
    yield ""


def _note(column: Column) -> str:
    note = note_of(column).en
    if column.kind is Kind.CHOICE:
        note += " " + _values(column.choices)
    if column.lists:
        note += " Lists: " + ", ".join(f"`{name}`" for name in column.lists) + "."
    return note.replace("|", "\\|")


def _values(choices: tuple[Choice, ...]) -> str:
    return "; ".join(f"{choice.label.en} (`{choice.value}`)" for choice in choices) + "."


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")
