"""What a cell means: from what somebody typed to the value of a field, and back."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agimi.exchange.columns import SEVERAL, Choice, Column, Kind
from agimi.exchange.problems import Wrong, closest
from agimi.exchange.readers.cells import Flaw
from agimi.exchange.words import Words, both, fold

Parse = Callable[[Any], Any]

YES = frozenset({"po", "yes", "true", "e vertete", "1", "p", "y", "x", "ja", "si", "✓", "✔"})
NO = frozenset({"jo", "no", "false", "e gabuar", "0", "n", "nein", "✗"})
DASHES = frozenset({"-", "–", "—", "/", "--", "---", "…", "...", "?"})
NOT_KNOWN = frozenset({"nuk dihet", "e panjohur", "i panjohur", "panjohur", "unknown", "not known"})
NOT_RECORDED = frozenset(
    {"nuk eshte regjistruar", "pa te dhena", "e paregjistruar", "not recorded", "no data", "n a"}
)
WORDS_OF = {"unknown": NOT_KNOWN, "not_recorded": NOT_RECORDED, "not_stated": NOT_RECORDED}
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
DAY_FIRST = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})\.?")
SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
SHORT_YEAR = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2})")
TIME = re.compile(r"(.+?)[\sT,]+(\d{1,2})[:.](\d{2})")
# Line ends and tabs belong to texts; other control characters, and halves of letters, do not.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:([ .,'])\d{3})(?:\1\d{3})*")
DIVIDED = re.compile(r"[;\n]")
LONGEST_CODE = 40
CODE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{,{LONGEST_CODE - 1}}}")
YES_WORD, NO_WORD = both(pgettext_lazy("answer", "Yes")), both(pgettext_lazy("answer", "No"))
RIGHT_DATE = _("A day as 21.03.2024 or 2024-03-21, or a cell formatted as a date.")
RIGHT_WHOLE = _("A whole number such as 12 or 1 185.")


def parser_of(column: Column) -> Parse:
    """The function that reads the cells of a column; it raises Wrong.

    Empty cells are not its business, nor are references and facts, which need
    the records and the row.
    """
    match column.kind:
        case Kind.CODE:
            return code_of
        case Kind.DATE:
            return day_of
        case Kind.MOMENT:
            return moment_of
        case Kind.WHOLE:
            return lambda cell: whole_of(cell, column)
        case Kind.DECIMAL:
            return lambda cell: decimal_of(cell, column)
        case Kind.YES_NO:
            return yes_or_no
        case Kind.CHOICE:
            return choice_parser(column)
        case Kind.PAIRS:
            return pairs_of
        case Kind.NAMES | Kind.IDENTITIES:
            return lambda cell: tuple(short_text(part, column) for part in parts_of(cell))
        case _:
            return lambda cell: short_text(cell, column)


def empty_value(column: Column) -> Any:
    """What an empty cell is taken for."""
    if column.kind is Kind.PAIRS:
        return {}
    if column.kind in SEVERAL:
        return ()
    if column.is_sealed:
        return ""
    if column.null and column.default is None:
        return None
    return column.default


# ── Text ──────────────────────────────────────────────────────────────────────────────────────
def text_of(cell: Any) -> str:
    """A cell as text, in one form: letters composed, line ends as one, nothing around it."""
    if isinstance(cell, str):
        found = FORBIDDEN.search(cell)
        if found:
            raise Wrong(
                _("The text holds a character that cannot be kept (number %(number)s)."),
                _("Type the text anew."),
                number=f"{ord(found.group()):04X}",
            )
        text = cell if cell.isascii() else unicodedata.normalize("NFC", cell)
        return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).strip()
    if isinstance(cell, bool):
        return str(YES_WORD if cell else NO_WORD)
    if isinstance(cell, dt.date):
        raise Wrong(
            _("The spreadsheet made a date of this."),
            _("Format the cell as text and type it again."),
        )
    return str(cell) if isinstance(cell, int) else f"{cell:.15g}"


def short_text(cell: Any, column: Column) -> str:
    text = text_of(cell)
    if column.most is not None and len(text) > column.most:
        raise Wrong(
            _("The text has %(letters)s letters."),
            _("At most %(most)s letters."),
            letters=len(text),
            most=column.most,
        )
    if isinstance(column.field, (models.URLField, models.EmailField)) and text:
        _check_form(column.field, text)
    return text


def _check_form(field: models.Field, text: str) -> None:
    try:
        field.run_validators(text)
    except ValidationError as error:
        right = (
            _("A whole address, beginning with https://")
            if isinstance(field, models.URLField)
            else _("An address such as name@example.org")
        )
        raise Wrong(error.error_list[0].message, right) from error


def code_of(cell: Any) -> str:
    text = text_of(cell)
    if CODE.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text)
    near = re.sub("[^A-Za-z0-9._-]+", "-", "".join(x for x in plain if x.isascii())).strip("-._")
    if near and len(near) <= LONGEST_CODE:
        raise Wrong(WRONG_CODE, _("For instance %(near)s, wherever it is named."), near=near)
    raise Wrong(
        WRONG_CODE, _("For instance P-7K3M-92QX: at most %(most)s signs."), most=LONGEST_CODE
    )


WRONG_CODE = _("A code has letters without accents, digits, dots, hyphens and underscores.")


def parts_of(cell: Any) -> list[str]:
    """The parts of a list, each once: divided by semicolons or line ends."""
    text = text_of(cell)
    parts = (part.strip() for part in DIVIDED.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def pairs_of(cell: Any) -> dict[str, str]:
    """Names with what belongs to them: "facebook: https://…; instagram: @…"."""
    pairs = {}
    for part in parts_of(cell):
        name, colon, text = part.partition(":")
        if not colon or not name.strip() or not text.strip():
            raise Wrong(
                _("“%(part)s” has no name before a colon."),
                _("For instance facebook: https://facebook.com/name; instagram: @name"),
                part=part,
            )
        pairs[name.strip()] = text.strip()
    return pairs


# ── Days ──────────────────────────────────────────────────────────────────────────────────────
def day_of(cell: Any) -> dt.date:
    """A day from a date cell, or from text as ISO or day.month.year."""
    if isinstance(cell, dt.datetime):
        if cell.time() != dt.time():
            raise Wrong(_("The cell holds a time of day as well."), RIGHT_DATE)
        return _in_range(cell.date())
    if isinstance(cell, dt.date):
        return _in_range(cell)
    if not isinstance(cell, str):
        raise Wrong(_("This is a number, not a date."), RIGHT_DATE)
    return _in_range(_day_of_text(cell.strip()))


def _day_of_text(text: str) -> dt.date:
    iso = text[:10] if text[10:] in ("", " 00:00:00", "T00:00:00") else ""
    if len(iso) == 10 and iso[4] == iso[7] == "-":
        return _made(*(iso.split("-")))
    found = DAY_FIRST.fullmatch(text)
    if found:
        return _made(found[3], found[2], found[1])
    _refuse_empty_words(text)
    found = SLASHED.fullmatch(text)
    if found:
        raise Wrong(
            _("Written like this, a day and a month can be mistaken for each other."),
            _("%(day)s.%(month)s.%(year)s, if the day comes first."),
            day=found[1].zfill(2), month=found[2].zfill(2), year=found[3],
        )  # fmt: skip
    if SHORT_YEAR.fullmatch(text):
        raise Wrong(_("The year has two digits only."), RIGHT_DATE)
    raise Wrong(_("This is not a date."), RIGHT_DATE)


def _made(year: str, month: str, day: str) -> dt.date:
    try:
        numbers = int(year), int(month), int(day)
        return dt.date(*numbers)
    except ValueError as error:
        raise Wrong(_("There is no such day."), _right_day(year, month)) from error


def _right_day(year: str, month: str) -> Any:
    if not (year + month).isdigit() or not 1 <= int(month) <= 12 or not 1 <= int(year) <= 9998:
        return RIGHT_DATE
    first = dt.date(int(year) + int(month) // 12, int(month) % 12 + 1, 1)
    last = first - dt.timedelta(days=1)
    return both(_("The last day of that month is %(last)s."), last=f"{last:%d.%m.%Y}")


def _in_range(day: dt.date) -> dt.date:
    if not EARLIEST <= day <= LATEST:
        raise Wrong(_("This day lies too far away."), _("A day from 1900 to 2100."))
    return day


def moment_of(cell: Any) -> dt.datetime:
    """A day with a time of day, in the organisation's time zone."""
    if isinstance(cell, dt.datetime):
        moment = cell
    elif isinstance(cell, dt.date):
        moment = dt.datetime.combine(cell, dt.time())
    elif isinstance(cell, str):
        moment = _moment_of_text(cell.strip())
    else:
        raise Wrong(_("This is a number, not a date with a time."), RIGHT_MOMENT)
    _in_range(moment.date())
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


RIGHT_MOMENT = _("A day with a time as 21.03.2024 08:30 or 2024-03-21 08:30.")


def _moment_of_text(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    found = TIME.fullmatch(text)
    if found is None:
        raise Wrong(_("This is not a day with a time."), RIGHT_MOMENT)
    try:
        return dt.datetime.combine(_day_of_text(found[1]), dt.time(int(found[2]), int(found[3])))
    except ValueError as error:
        raise Wrong(_("There is no such time of day."), RIGHT_MOMENT) from error


# ── Numbers ───────────────────────────────────────────────────────────────────────────────────
def whole_of(cell: Any, column: Column) -> int:
    if isinstance(cell, (bool, dt.date)):
        raise Wrong(_("This is not a number."), RIGHT_WHOLE)
    if isinstance(cell, float):
        raise Wrong(_("This is not a whole number."), RIGHT_WHOLE)
    number = cell if isinstance(cell, int) else _whole_of_text(cell.strip())
    if number < 0:
        raise Wrong(_("The number is below 0."), RIGHT_WHOLE)
    if column.most is not None and number > column.most:
        raise Wrong(_("The number is too large."), _("At most %(most)s."), most=column.most)
    return number


def _whole_of_text(text: str) -> int:
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    if GROUPED.fullmatch(plain):
        plain = re.sub("[ .,']", "", plain)
    if re.fullmatch(r"[+-]?[0-9]{1,18}", plain):
        return int(plain)
    _refuse_empty_words(text)
    raise Wrong(_("This is not a whole number."), RIGHT_WHOLE)


def decimal_of(cell: Any, column: Column) -> Decimal:
    if isinstance(cell, (bool, dt.date)):
        raise Wrong(_("This is not a number."), RIGHT_DECIMAL)
    number = _decimal_of_text(cell.strip()) if isinstance(cell, str) else Decimal(repr(cell))
    if not number.is_finite() or abs(number) >= 10 ** (column.digits - column.decimals):
        raise Wrong(_("The number is too large."), RIGHT_DECIMAL)
    exact = number.quantize(Decimal(1).scaleb(-column.decimals))
    if exact != number:
        raise Wrong(
            _("The number has too many digits after the decimal mark."),
            _("At most %(decimals)s digits after it."),
            decimals=column.decimals,
        )
    return exact


RIGHT_DECIMAL = _("A number such as 12.50 or 1 185,50.")


def _decimal_of_text(text: str) -> Decimal:
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    marks = re.sub("[0-9+-]", "", plain)
    if marks in (",", ".") and re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", plain):
        raise Wrong(
            _("This can be read as %(large)s and as %(small)s."),
            _("Write %(large)s, or %(small)s0."),
            large=re.sub("[.,]", "", plain), small=plain.replace(",", "."),
        )  # fmt: skip
    mark = marks[-1:]
    if mark in (",", ".") and marks.count(mark) == 1:
        whole, _mark, rest = plain.rpartition(mark)
    else:
        whole, rest = plain, ""
    if GROUPED.fullmatch(whole):
        whole = re.sub("[ .,']", "", whole)
    try:
        return Decimal(f"{whole}.{rest}" if rest else whole)
    except InvalidOperation as error:
        _refuse_empty_words(text)
        raise Wrong(_("This is not a number."), RIGHT_DECIMAL) from error


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────
def yes_or_no(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    word = fold(cell) if isinstance(cell, str) else str(cell)
    if word in YES:
        return True
    if word in NO:
        return False
    if isinstance(cell, str):
        _refuse_empty_words(cell)
    raise Wrong(
        _("This is neither yes nor no."),
        _("“%(yes)s” or “%(no)s”; empty where it is not recorded."),
        yes=YES_WORD,
        no=NO_WORD,
    )


def choice_parser(column: Column) -> Parse:
    """Reads the labels of a list in both languages, and its values as they are stored."""
    known = known_words(column.choices)

    def parse(cell: Any) -> Any:
        word = fold(text_of(cell))
        try:
            return known[word]
        except KeyError:
            raise _not_listed(text_of(cell), column.choices) from None

    return parse


def known_words(choices: tuple[Choice, ...]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for choice in choices:
        for word in (choice.value, choice.label.sq, choice.label.en):
            known.setdefault(fold(str(word)), choice.value)
    for choice in choices:
        for word in WORDS_OF.get(str(choice.value), ()):
            known.setdefault(word, choice.value)
    return known


def _not_listed(text: str, choices: tuple[Choice, ...]) -> Wrong:
    if text in DASHES:
        return _dash()
    near = both(_nearest(text, choices, "sq") or _nearest(text, choices, "en"))
    near = Words(_nearest(text, choices, "sq") or near.sq, _nearest(text, choices, "en") or near.en)
    if near.sq:
        return Wrong(_("This is not in the list."), _("Perhaps “%(near)s”."), near=near)
    some = Words(
        *(", ".join(c.label.in_language(lang) for c in choices[:8]) for lang in ("sq", "en"))
    )
    return Wrong(_("This is not in the list."), _("One of: %(some)s."), some=some)


def _nearest(text: str, choices: tuple[Choice, ...], language: str) -> str:
    """The label in one language of the value whose label in either is nearest."""
    labels = {
        fold(label): choice.label.in_language(language)
        for choice in choices
        for label in (choice.label.sq, choice.label.en)
    }
    return closest(text, labels)


def _refuse_empty_words(text: str) -> None:
    """Words for "nothing" are not all the same, and none of them is a number or a day."""
    if text in DASHES:
        raise _dash()
    if fold(text) in NOT_KNOWN | NOT_RECORDED:
        raise Wrong(
            _("This column has no value for “not known”."),
            _("Leave the cell empty where nothing is recorded."),
        )


def _dash() -> Wrong:
    return Wrong(
        _("A dash may mean none, not known or not recorded."),
        _("0 if there were none; an empty cell if nothing is recorded."),
    )


FLAWS = {
    "formula": (
        _("The cell holds a formula."),
        _("Copy the column and paste it as values only."),
    ),
    "merged": (_("The cell is merged with others."), _("Split the cells and fill in each.")),
    "error": (_("The cell holds an error."), _("Type the value.")),
    "long": (_("The text is longer than a cell may be."), _("Shorten it.")),
    "beyond": (
        _("There are more columns than a sheet can have."),
        _("Delete what lies to the right."),
    ),
}


def flaw_of(cell: Flaw) -> Wrong:
    return Wrong(*FLAWS[cell.kind])


# ── Writing ───────────────────────────────────────────────────────────────────────────────────
def written(column: Column, value: Any, language: str) -> Any:
    """A value as it stands in an exported cell; references are written by their catalogue."""
    if value is None or value in ("", (), {}):
        return None
    match column.kind:
        case Kind.YES_NO:
            return (YES_WORD if value else NO_WORD).in_language(language)
        case Kind.CHOICE:
            return label_of(column, value, language)
        case Kind.MOMENT:
            return written_moment(value)
        case Kind.PAIRS:
            return "; ".join(f"{name}: {text}" for name, text in value.items())
        case Kind.NAMES | Kind.IDENTITIES:
            return "; ".join(value)
        case _:
            return value


def label_of(column: Column, value: Any, language: str) -> str:
    for choice in column.choices:
        if choice.value == value:
            return choice.label.in_language(language)
    return str(value)


def written_moment(moment: dt.datetime) -> str:
    """Local time; with its distance from UTC where the clock shows the same hour twice."""
    local = timezone.localtime(moment)
    naive = local.replace(tzinfo=None)
    text = naive.isoformat(" ", "microseconds" if naive.microsecond else "auto")
    if text.endswith(":00") and not naive.second:
        text = text[:-3]
    if timezone.make_aware(naive) != moment:
        return local.isoformat(" ", "auto")
    return text
