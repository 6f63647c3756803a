"""One of many values, sent as one, finds what Django's own ``in`` finds."""

import pytest
from django.db.models import Q

from agimi.access.among import Keys, among
from agimi.people.models import Person
from tests.records import make

pytestmark = pytest.mark.both_databases


def found(field, values):
    return set(Person.objects.filter(among(field, values)).values_list("code", flat=True))


def test_that_texts_and_keys_are_found_as_by_in(db):
    one, two, _other = (make(Person, code=code) for code in ("A'1", 'B"2', "C,3"))
    assert found("code", ["A'1", 'B"2', "A'1", "nobody's"]) == {"A'1", 'B"2'}
    assert found("pk", {one.pk, two.pk}) == {"A'1", 'B"2'}


def test_that_nothing_is_among_nothing(db):
    make(Person)
    assert found("code", []) == set()
    assert found("pk", []) == set()


def test_that_there_is_no_limit_of_values(db):
    one = make(Person)
    assert found("pk", range(one.pk, one.pk + 40_000)) == {one.code}


def test_that_keys_turned_round_leave_what_has_none(db):
    """As Django has it for ``in``: who has no second file is not among them."""
    one, two, other = (make(Person, code=code) for code in ("A-1", "B-2", "C-3"))
    Person.objects.filter(pk=two.pk).update(merged_into=one)
    Person.objects.filter(pk=other.pk).update(merged_into=two)
    within = Q(merged_into__among=Keys([one.pk]))
    assert set(Person.objects.filter(within)) == {two}
    assert set(Person.objects.filter(~within)) == {one, other}
    assert set(Person.objects.filter(~Q(merged_into__among=Keys([])))) == {one, two, other}
    assert set(Person.objects.filter(pk__among=Keys([one.pk, other.pk]))) == {one, other}
