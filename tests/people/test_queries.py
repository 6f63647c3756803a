"""Questions about people: the latest of what was known on a day."""

import datetime as dt

import pytest

from agimi.people.models import CivilStatus, FamilyLink, GroupMembership, Person, Schooling
from agimi.people.queries import (
    age_on,
    civil_status_on,
    current_people,
    groups_on,
    person_of,
    relatives_of,
    with_civil_status,
    with_education,
)
from tests.records import DAY, code, make

pytestmark = pytest.mark.both_databases
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)


@pytest.fixture
def person(case_manager):
    return make(Person, created_by=case_manager)


@pytest.mark.parametrize(("day", "status"), [(BEFORE, None), (DAY, "single"), (AFTER, "married")])
def test_that_a_civil_status_holds_from_its_day_until_the_next(person, day, status):
    make(CivilStatus, person=person, status="married", since=AFTER)
    make(CivilStatus, person=person, status="single", since=DAY)
    make(CivilStatus, status="widowed", since=BEFORE)
    assert civil_status_on(person, day) == status
    assert with_civil_status(Person.objects.filter(pk=person.pk), on=day).get().civil_status == (
        status
    )


def test_that_of_two_on_one_day_the_later_entry_counts(person):
    make(CivilStatus, person=person, status="single", since=DAY)
    make(CivilStatus, person=person, status="divorced", since=DAY)
    assert civil_status_on(person, DAY) == "divorced"


def test_that_the_last_assessed_education_is_taken(person):
    make(Schooling, person=person, level="primary", assessed_on=BEFORE)
    make(Schooling, person=person, level="bachelor", assessed_on=AFTER)
    people = Person.objects.filter(pk=person.pk)
    assert with_education(people, on=DAY).get().education == "primary"
    assert with_education(people, on=AFTER).get().education == "bachelor"
    assert with_education(people, on=BEFORE - dt.timedelta(1)).get().education is None


def test_that_groups_count_on_their_first_and_last_day(person):
    membership = make(
        GroupMembership, person=person, group=code("group"), started_on=DAY, ended_on=DAY
    )
    assert [list(groups_on(person, day)) for day in (BEFORE, DAY, AFTER)] == [[], [membership], []]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (dt.date(2000, 3, 1), dt.date(2024, 2, 29), 23),
        (dt.date(2000, 3, 1), dt.date(2024, 3, 1), 24),
        (dt.date(2000, 2, 29), dt.date(2023, 2, 28), 22),
        (dt.date(2000, 2, 29), dt.date(2023, 3, 1), 23),
        (dt.date(2024, 1, 10), DAY, 0),
        (None, DAY, None),
    ],
)
def test_that_an_age_is_counted_in_whole_years_on_a_day(born, day, age):
    assert age_on(Person(birth_date=born), day) == age


def test_that_a_merged_file_leads_to_the_one_it_was_merged_into(case_manager, colleague):
    kept = make(Person, code="P-KEPT", created_by=case_manager)
    middle = make(Person, code="P-2", merged_into=kept, created_by=case_manager)
    make(Person, code="P-1", merged_into=middle, created_by=case_manager)
    assert person_of("P-1", by=case_manager) == kept
    assert list(current_people(case_manager)) == [kept]
    with pytest.raises(Person.DoesNotExist):
        person_of("P-1", by=colleague)


def test_that_relatives_are_seen_with_the_person(person, case_manager, colleague):
    link = make(FamilyLink, person=person, tie="child")
    assert list(relatives_of(person, by=case_manager)) == [link]
    assert list(relatives_of(person, by=colleague)) == []
