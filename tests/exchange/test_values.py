"""What a cell is taken for, and what is refused with which advice."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from agimi.activities.models import Publication, Session
from agimi.casework.models import Phase, Placement, Service
from agimi.exchange.columns import Column, columns_of
from agimi.exchange.problems import Wrong
from agimi.exchange.readers.cells import Flaw
from agimi.exchange.readers.csvs import guarded, unguarded
from agimi.exchange.values import parser_of, written, written_moment
from agimi.people.models import Person
from agimi.programme.models import Organisation, Shift


def column(model: type, key: str) -> Column:
    return next(each for each in columns_of(model) if each.key == key)


def read(model: type, key: str, cell: object) -> object:
    return parser_of(column(model, key))(cell)


def refusal(model: type, key: str, cell: object) -> tuple[str, str]:
    with pytest.raises(Wrong) as caught:
        read(model, key, cell)
    what, right = caught.value.in_words()
    return what.en, right.en


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2024, 3, 21),
        dt.datetime(2024, 3, 21),
        "2024-03-21",
        "2024-03-21 00:00:00",
        "21.03.2024",
        "21.3.2024",
        " 21. 3. 2024. ",
    ],
)
def test_a_day_is_read_in_every_usual_form(cell):
    assert read(Service, "on", cell) == dt.date(2024, 3, 21)


RIGHT_DAY = "A day as 21.03.2024 or 2024-03-21, or a cell formatted as a date."


@pytest.mark.parametrize(
    ("cell", "what", "right"),
    [
        ("31.09.2022", "There is no such day.", "The last day of that month is 30.09.2022."),
        ("30.02.2023", "There is no such day.", "The last day of that month is 28.02.2023."),
        (
            "21/03/2024",
            "Written like this, a day and a month can be mistaken for each other.",
            "21.03.2024, if the day comes first.",
        ),
        ("21.03.24", "The year has two digits only.", RIGHT_DAY),
        ("mars 2024", "This is not a date.", RIGHT_DAY),
        (45372, "This is a number, not a date.", RIGHT_DAY),
        (dt.date(1824, 3, 21), "This day lies too far away.", "A day from 1900 to 2100."),
        (dt.datetime(2024, 3, 21, 8), "The cell holds a time of day as well.", RIGHT_DAY),
        (
            "-",
            "A dash may mean none, not known or not recorded.",
            "0 if there were none; an empty cell if nothing is recorded.",
        ),
        (
            "nuk dihet",
            "This column has no value for “not known”.",
            "Leave the cell empty where nothing is recorded.",
        ),
    ],
)
def test_a_wrong_day_is_refused_with_what_would_be_right(cell, what, right):
    assert refusal(Service, "on", cell) == (what, right)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (45, 45), ("45", 45), ("0", 0), (0, 0), ("1 185", 1185), ("1\u00a0185", 1185),
        ("1.185", 1185), ("1,185", 1185), ("12 345", 12345),
    ],
)  # fmt: skip
def test_a_whole_number_may_be_grouped(cell, number):
    assert read(Service, "minutes", cell) == number


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        (45.5, "This is not a whole number."),
        ("dyzet", "This is not a whole number."),
        ("1 18", "This is not a whole number."),
        (-3, "The number is below 0."),
        (40000, "The number is too large."),
        (True, "This is not a number."),
        (dt.date(2024, 3, 21), "This is not a number."),
        ("-", "A dash may mean none, not known or not recorded."),
        ("not recorded", "This column has no value for “not known”."),
    ],
)
def test_what_is_no_whole_number_is_refused(cell, what):
    assert refusal(Service, "minutes", cell)[0] == what


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12.5, "12.50"), ("12.5", "12.50"), ("12,50", "12.50"), ("1 185,50", "1185.50"),
        ("1,185.50", "1185.50"), ("1.185,5", "1185.50"), ("15000", "15000.00"), (0, "0.00"),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_point_or_comma(cell, number):
    assert read(Placement, "rent", cell) == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "what", "right"),
    [
        ("1.185", "This can be read as 1185 and as 1.185.", "Write 1185, or 1.1850."),
        ("12.5051", "The number has too many digits after the decimal mark.", "At most 2 digits after it."),
        (1e12, "The number is too large.", "A number such as 12.50 or 1 185,50."),
        ("shumë", "This is not a number.", "A number such as 12.50 or 1 185,50."),
    ],
)  # fmt: skip
def test_an_unclear_amount_is_refused(cell, what, right):
    assert refusal(Placement, "rent", cell) == (what, right)


@pytest.mark.parametrize("cell", ["po", "Po", "yes", "YES", "true", True, 1, "1", "x", "ja"])
def test_yes_is_read_in_many_words(cell):
    assert read(Person, "single_parent", cell) is True


@pytest.mark.parametrize("cell", ["jo", "No", "false", False, 0, "0"])
def test_no_is_read_in_many_words(cell):
    assert read(Person, "single_parent", cell) is False


@pytest.mark.parametrize("cell", ["ndoshta", "nuk dihet", "-", 2])
def test_what_is_neither_yes_nor_no_is_refused(cell):
    assert refusal(Person, "single_parent", cell) != ("", "")


@pytest.mark.parametrize("cell", ["female", "Female", "FEMALE ", "Femër", "femer"])
def test_a_value_of_a_list_is_read_as_code_or_label_in_either_language(cell):
    assert read(Person, "sex", cell) == "female"


def test_a_phase_is_read_by_its_number():
    assert (read(Phase, "number", 2), read(Phase, "number", "2")) == (2, 2)


@pytest.mark.parametrize("cell", ["not recorded", "Nuk është regjistruar", "pa të dhëna"])
def test_not_recorded_is_a_value_where_the_list_has_it(cell):
    assert read(Person, "disability", cell) == "not_recorded"


def test_not_known_is_not_taken_for_not_recorded():
    what, _right = refusal(Person, "disability", "nuk dihet")
    assert what == "This is not in the list."


def test_a_value_that_is_not_in_the_list_comes_with_the_nearest_that_is():
    assert refusal(Person, "sex", "Femal") == ("This is not in the list.", "Perhaps “Female”.")
    assert refusal(Session, "organiser", "xyz")[1] == (
        "One of: Organised by us, Organised together, Attended by us."
    )


@pytest.mark.parametrize(
    "cell",
    ["2024-03-21 08:30", "21.03.2024 08:30", "2024-03-21T08:30", dt.datetime(2024, 3, 21, 8, 30)],
)
def test_a_moment_is_of_the_place_where_it_was(cell):
    moment = read(Shift, "started_at", cell)
    assert timezone.localtime(moment).isoformat() == "2024-03-21T08:30:00+01:00"


@given(
    st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2090, 1, 1), timezones=st.just(dt.UTC)),
)
def test_a_moment_written_is_read_back_as_it_was(moment):
    assert read(Shift, "started_at", written_moment(moment)) == moment


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        ("R 2024/15", "For instance R-2024-15, wherever it is named."),
        ("Çerri-1", "For instance Cerri-1, wherever it is named."),
        ("a" * 41, "For instance P-7K3M-92QX: at most 40 signs."),
    ],
)
def test_a_code_that_cannot_be_one_comes_with_one_that_can(cell, right):
    assert refusal(Service, "code", cell)[1] == right


def test_a_number_may_be_a_code():
    assert read(Service, "code", 15) == "15"


@pytest.mark.parametrize(
    ("model", "key", "cell", "what"),
    [
        (Service, "code", dt.date(2024, 4, 3), "The spreadsheet made a date of this."),
        (Session, "venue_name", "x" * 201, "The text has 201 letters."),
        (Session, "venue_name", "a\x07b", "The text holds a character that cannot be kept (number 0007)."),
        (Publication, "link", "www", "Enter a valid URL."),
        (Organisation, "email", "nobody", "Enter a valid email address."),
        (Organisation, "social", "facebook", "“facebook” has no name before a colon."),
    ],
)  # fmt: skip
def test_text_that_cannot_be_kept_is_refused(model, key, cell, what):
    assert refusal(model, key, cell)[0] == what


def test_text_is_kept_in_one_form():
    assert read(Session, "venue_name", "  Shkode\u0308r\r\nQende\u0308r ") == "Shkodër\nQendër"


@pytest.mark.parametrize("kind", ["formula", "error", "long", "beyond", "merged"])
def test_every_flaw_of_a_cell_has_its_words(kind):
    from agimi.exchange.values import flaw_of

    what, right = flaw_of(Flaw(kind)).in_words()
    assert what.en.strip(".") != ""
    assert right.en.strip(".") != ""


@given(st.text(alphabet="=+-@'\t\rabc ", max_size=8))
def test_a_guarded_text_is_no_formula_and_is_read_back_as_it_was(text):
    safe = guarded(text)
    assert safe[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert (unguarded(safe) if safe else safe) == text


def test_a_list_of_names_is_divided_by_semicolons_and_lines():
    pairs = read(Organisation, "social", "facebook: https://f.al/x; instagram: @agimi\nx: y:z")
    assert pairs == {"facebook": "https://f.al/x", "instagram": "@agimi", "x": "y:z"}
    assert written(column(Organisation, "social"), pairs, "sq") == (
        "facebook: https://f.al/x; instagram: @agimi; x: y:z"
    )
