"""Codes say nothing; roles say who may do what, closed by default."""

import re

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agimi.access.accounts import may_sign_in, system_user
from agimi.access.choices import Area, Role, Scope
from agimi.access.codes import ALPHABET, new_code
from agimi.access.roles import GRANTS, grant_of
from agimi.people.models import Person
from tests.records import draft, make

pytestmark = pytest.mark.both_databases


def test_that_a_code_is_random_and_easily_read_out():
    codes = {new_code("P", 8) for _n in range(1000)}
    assert len(codes) == 1000
    assert all(re.fullmatch(f"P-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code) for code in codes)
    assert set("ILOU") & set(ALPHABET) == set()


def test_that_a_record_has_its_code_before_it_is_written():
    assert Person().code != Person().code
    assert Person(code="P-FROM-A-PHONE").code == "P-FROM-A-PHONE"


def test_that_a_code_left_out_of_a_question_is_not_asked_for(db):
    for _n in range(3):
        make(Person)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        list(Person.objects.only("sex"))
    assert len(queries) == 1


@pytest.mark.parametrize("code", ["P-7K3M", "registri.12_b", "7"])
def test_that_codes_of_a_register_are_taken(code, db):
    draft(Person, code=code).clean_fields()


@pytest.mark.parametrize("code", ["P 1", "-1", "ë1", "a/b", "..", "P-1\n", "<b>"])
def test_that_codes_that_break_addresses_are_refused(code, db):
    with pytest.raises(ValidationError):
        draft(Person, code=code).clean_fields()


# ── Roles ───────────────────────────────────────────────────────────────────────────────────────
def test_that_every_role_has_its_row_and_an_unknown_one_has_nothing():
    assert set(GRANTS) == set(Role)
    for role in ("", "nobody", None):
        assert {grant_of(role, area).read for area in Area} == {Scope.NONE}


def test_that_the_it_volunteer_and_the_donor_see_no_record():
    for role in (Role.IT_VOLUNTEER, Role.DONOR):
        read = {area for area in Area if grant_of(role, area).read > Scope.AGGREGATE}
        assert read <= {Area.SYSTEM}


def test_that_nobody_writes_further_than_they_read_but_the_feedback_they_hand_out():
    for role in Role:
        for area in set(Area) - {Area.FEEDBACK}:
            grant = grant_of(role, area)
            assert grant.write <= grant.read, (role, area)


def test_that_names_are_read_by_those_who_work_with_people_only():
    assert {role for role in Role if grant_of(role, Area.IDENTITY).read > Scope.NONE} == {
        Role.CASE_MANAGER,
        Role.PSYCHOLOGIST,
        Role.SOCIAL_WORKER,
        Role.DOCTOR,
        Role.LAWYER,
        Role.TEACHER,
        Role.ECONOMIC_COORDINATOR,
        Role.COORDINATOR,
        Role.SUPERVISOR,
        Role.MOBILE_UNIT,
        Role.CENTRE_STAFF,
        Role.SYSTEM,
    }


def test_that_nobody_signs_in_as_the_machine(db, case_manager):
    machine = system_user()
    assert machine == system_user()
    assert not machine.has_usable_password()
    for user in (machine, case_manager):
        user.set_password("fjalëkalim")
        user.save()
    assert authenticate(username=machine.username, password="fjalëkalim") is None
    assert authenticate(username="case_manager", password="fjalëkalim") == case_manager
    assert (may_sign_in(machine), may_sign_in(case_manager)) == (False, True)
    case_manager.is_active = False
    assert not may_sign_in(case_manager)
