"""How numbers, shares, dates and lists are written."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agimi.insight import format as fmt
from agimi.insight.results import Period, Quality, Unit
from tests.insight.invented import row

LANGUAGES = st.sampled_from(["sq", "en"])
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))


@pytest.mark.parametrize(
    ("value", "sq", "en"),
    [
        (0, "0", "0"),
        (7, "7", "7"),
        (999, "999", "999"),
        (1185, "1\u00a0185", "1,185"),
        (1234567, "1\u00a0234\u00a0567", "1,234,567"),
        (24.3, "24,3", "24.3"),
        (24.25, "24,25", "24.25"),
        (1000.5, "1\u00a0000,5", "1,000.5"),
    ],
)
def test_numbers_have_the_separators_of_their_language(value, sq, en):
    assert (fmt.plain(value, "sq"), fmt.plain(value, "en")) == (sq, en)


@given(st.integers(0, 10**12), LANGUAGES)
def test_a_number_can_be_read_back_whatever_the_language(value, language):
    assert int(re.sub(r"\D", "", fmt.plain(value, language))) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0.0%"), (34.025, "34.0%"), (34.05, "34.1%"), (100, "100.0%"), (50, "50.0%")],
)
def test_a_share_has_one_decimal_and_half_rounds_up(value, shown):
    assert fmt.percent(value, "en") == shown


@given(st.integers(1, 10**6), st.data())
def test_only_all_is_a_hundred_per_cent_and_only_none_is_zero(base, data):
    part = data.draw(st.integers(0, base))
    shown = fmt.percent(100 * part / base, "en")
    assert (shown == "100.0%") == (part == base)
    assert (shown == "0.0%") == (part == 0)


@pytest.mark.parametrize(
    ("quality", "printed", "spoken"),
    [
        (Quality.EXACT, "60", "60"),
        (Quality.ABOUT, "≈\u00a060", "rreth\u00a060"),
        (Quality.AT_LEAST, "≥\u00a060", "të paktën\u00a060"),
        (Quality.INCOMPLETE, "≥\u00a060", "të paktën\u00a060"),
    ],
)
def test_a_figure_says_how_sure_it_is(quality, printed, spoken):
    figure = row(60, quality=quality)
    assert (fmt.figure(figure, "sq"), fmt.spoken_figure(figure, "sq")) == (printed, spoken)


def test_a_percentage_of_nothing_is_a_dash():
    assert fmt.figure(row(None, unit=Unit.PERCENT), "en") == "—"


@pytest.mark.parametrize(
    ("start", "end", "sq", "en"),
    [
        ("2024-03-21", None, "21 mars 2024", "21 March 2024"),
        ("2024-03-21", "2024-03-21", "21 mars 2024", "21 March 2024"),
        ("2024-07-08", "2024-07-15", "8–15 korrik 2024", "8–15 July 2024"),
        ("2024-06-20", "2024-07-04", "20 qershor – 4 korrik 2024", "20 June – 4 July 2024"),
        ("2020-07-01", "2022-09-30", "1 korrik 2020 – 30 shtator 2022",
         "1 July 2020 – 30 September 2022"),
    ],
)  # fmt: skip
def test_a_span_of_days_never_says_month_or_year_twice(start, end, sq, en):
    days = dt.date.fromisoformat(start), end and dt.date.fromisoformat(end)
    written = [fmt.dates(*days, language).replace("\u00a0", " ") for language in ("sq", "en")]
    assert written == [sq, en]


@given(DAYS, DAYS, LANGUAGES)
def test_every_span_says_both_its_days(one, other, language):
    start, end = sorted((one, other))
    written = re.split(r"\D+", fmt.dates(start, end, language))
    assert {str(start.day), str(end.day), str(end.year)} <= set(written)


@pytest.mark.parametrize(
    ("period", "title", "words"),
    [
        (Period.year(2024), "2024", "janar – dhjetor 2024"),
        (Period(dt.date(2024, 4, 1), dt.date(2024, 12, 31)), "prill – dhjetor 2024",
         "prill – dhjetor 2024"),
        (Period(dt.date(2023, 9, 1), dt.date(2024, 9, 30)), "shtator 2023 – shtator 2024",
         "shtator 2023 – shtator 2024"),
        (Period(dt.date(2024, 2, 1), dt.date(2024, 2, 29)), "shkurt 2024", "shkurt 2024"),
        (Period(dt.date(2024, 2, 12), dt.date(2024, 2, 20)), "12–20 shkurt 2024",
         "12–20 shkurt 2024"),
    ],
)  # fmt: skip
def test_a_period_is_named_as_briefly_as_its_days_allow(period, title, words):
    said = fmt.period_title(period, "sq"), fmt.period_in_words(period, "sq")
    assert tuple(each.replace("\u00a0", " ") for each in said) == (title, words)


@pytest.mark.parametrize(
    ("items", "sq", "en"),
    [
        ([], "", ""),
        (["Vlorë"], "Vlorë", "Vlorë"),
        (["Vlorë", "Fier"], "Vlorë dhe Fier", "Vlorë and Fier"),
        (["Vlorë", "Fier", "Pukë"], "Vlorë, Fier dhe Pukë", "Vlorë, Fier and Pukë"),
    ],
)
def test_a_list_ends_with_and(items, sq, en):
    assert (fmt.joined(items, "sq"), fmt.joined(items, "en")) == (sq, en)
