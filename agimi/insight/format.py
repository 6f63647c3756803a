"""How numbers, shares, dates and lists are written in Albanian and in English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from agimi.insight.results import Period, Quality, Row, Unit
from agimi.insight.text import Language, Text

NO_BREAK = "\u00a0"
DASH = "–"
NOTHING = "—"
HIDDEN = "…"
NOT_STATED = Text("nuk është shënuar", "not stated")

MONTHS: tuple[Text, ...] = (
    Text("janar", "January"),
    Text("shkurt", "February"),
    Text("mars", "March"),
    Text("prill", "April"),
    Text("maj", "May"),
    Text("qershor", "June"),
    Text("korrik", "July"),
    Text("gusht", "August"),
    Text("shtator", "September"),
    Text("tetor", "October"),
    Text("nëntor", "November"),
    Text("dhjetor", "December"),
)

QUALITY_MARKS: dict[Quality, str] = {
    Quality.EXACT: "",
    Quality.ABOUT: "≈" + NO_BREAK,
    Quality.AT_LEAST: "≥" + NO_BREAK,
    Quality.INCOMPLETE: "≥" + NO_BREAK,
    Quality.SUPPRESSED: "",
}

QUALITY_WORDS: dict[Quality, Text | None] = {
    Quality.EXACT: None,
    Quality.ABOUT: Text("rreth", "about"),
    Quality.AT_LEAST: Text("të paktën", "at least"),
    Quality.INCOMPLETE: Text("të paktën", "at least"),
    Quality.SUPPRESSED: None,
}


def number(value: float, language: Language, *, decimals: int = 0) -> str:
    """A number with the language's separators: 1 185 and 1 185,5; 1,185 and 1,185.5."""
    written = f"{_rounded(value, decimals):,.{decimals}f}"
    if language == "sq":
        return written.replace(",", NO_BREAK).replace(".", ",")
    return written


def plain(value: float, language: Language) -> str:
    """A number with as many decimals as it needs, two at most."""
    for decimals in (0, 1):
        if _rounded(value, decimals) == _rounded(value, 2):
            return number(value, language, decimals=decimals)
    return number(value, language, decimals=2)


def percent(value: float, language: Language) -> str:
    """A share with one decimal; only all is 100 and only none is 0."""
    shown = float(_rounded(value, 1))
    if shown == 100 and value < 100:
        shown = 99.9
    if shown == 0 and value > 0:
        shown = 0.1
    return number(shown, language, decimals=1) + "%"


def figure(row: Row, language: Language) -> str:
    """The value of a row as a table prints it, with ≈ or ≥ where it is not exact."""
    if row.quality is Quality.INCOMPLETE and not row.value:
        return NOT_STATED.within(language)
    return QUALITY_MARKS[row.quality] + bare_figure(row, language)


def spoken_figure(row: Row, language: Language) -> str:
    """The value of a row as a sentence says it: "about 60", "at least 69"."""
    word = QUALITY_WORDS[row.quality]
    spoken = bare_figure(row, language)
    return spoken if word is None else f"{word.within(language)}{NO_BREAK}{spoken}"


def bare_figure(row: Row, language: Language) -> str:
    """The value alone; a dash where there was nothing to divide by, dots where it is protected."""
    if row.quality is Quality.SUPPRESSED:
        return HIDDEN
    if row.value is None:
        return NOTHING
    if row.unit is Unit.PERCENT:
        return percent(row.value, language)
    return plain(row.value, language)


def date(day: dt.date, language: Language) -> str:
    """21 mars 2024; 21 March 2024."""
    return NO_BREAK.join((str(day.day), month_name(day.month, language), str(day.year)))


def short_date(day: dt.date) -> str:
    """21.03.2024, as forms and narrow tables write it."""
    return f"{day:%d.%m.%Y}"


def month_name(month: int, language: Language) -> str:
    """The name of the month 1–12."""
    return MONTHS[month - 1].within(language)


def month_of_year(day: dt.date, language: Language) -> str:
    """maj 2022; May 2022."""
    return f"{month_name(day.month, language)}{NO_BREAK}{day.year}"


def dates(start: dt.date, end: dt.date | None, language: Language) -> str:
    """From one day to another without saying month or year twice."""
    if end is None or end == start:
        return date(start, language)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{DASH}{date(end, language)}"
    first = date(start, language)
    if start.year == end.year:
        first = f"{start.day}{NO_BREAK}{month_name(start.month, language)}"
    return f"{first} {DASH} {date(end, language)}"


def months(start: dt.date, end: dt.date | None, language: Language) -> str:
    """From one month to another: maj 2022 – dhjetor 2024; prill – dhjetor 2024."""
    first = month_of_year(start, language)
    if end is None or (end.year, end.month) == (start.year, start.month):
        return first
    if start.year == end.year:
        first = month_name(start.month, language)
    return f"{first} {DASH} {month_of_year(end, language)}"


def is_calendar_year(period: Period) -> bool:
    """Whether the period is exactly one year from 1 January to 31 December."""
    return period == Period.year(period.start.year)


def is_whole_months(period: Period) -> bool:
    """Whether the period starts with a month's first day and ends with a month's last."""
    return period.start.day == 1 and (period.end + dt.timedelta(days=1)).day == 1


def period_title(period: Period, language: Language) -> str:
    """The period as a title says it: 2024; prill – dhjetor 2024; or the exact days."""
    if is_calendar_year(period):
        return str(period.start.year)
    return period_in_words(period, language)


def period_in_words(period: Period, language: Language) -> str:
    """The period as a sentence says it: janar – dhjetor 2024."""
    if is_whole_months(period):
        return months(period.start, period.end, language)
    return dates(period.start, period.end, language)


def joined(items: Sequence[str], language: Language) -> str:
    """A list in a sentence: "a, b dhe c"; "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    last = "dhe" if language == "sq" else "and"
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capitalised(words: str) -> str:
    """The words with a capital first letter, the rest untouched."""
    return words[:1].upper() + words[1:]


def _rounded(value: float, decimals: int) -> Decimal:
    """Half rounds up, as readers expect, not to even."""
    exact = Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
