"""The days around today: the demonstration is a place where somebody works, and the years stay as printed."""

import pytest

# The demonstration is built in the tests' database, which is there only for tests that say so.
pytestmark = pytest.mark.django_db


def test_that_the_printed_years_stay_as_they_were(forwards):
    assert forwards.living.lines == forwards.lines


def test_that_every_part_of_a_day_has_something_in_it(forwards):
    assert [what for what, count in forwards.living.counts.items() if count == 0] == []


def test_that_nothing_stands_where_nobody_worked(forwards):
    assert {what: count for what, count in forwards.living.amiss.items() if count} == {}


def test_that_it_went_through_the_ordinary_verbs(forwards):
    assert forwards.living.breaks == 0
