"""What the demonstration leaves in the database."""

import pytest

from agimi.access.choices import Role

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_every_role_but_the_house_itself_has_one_sign_in_without_a_password(forwards):
    roles = [role for role, _password, _email, _superuser in forwards.accounts]
    assert sorted(roles) == sorted(role.value for role in Role if role != Role.SYSTEM)
    assert {account[1:] for account in forwards.accounts} == {(False, "", False)}


def test_the_audit_trail_of_the_demonstration_is_whole(forwards):
    assert forwards.breaks == 0


# What belongs to the days around today (tests/demo/test_present.py), or to those who try it.
OF_TODAY = {
    "casework.Absence",
    "casework.Appointment",
    "casework.Approval",
    "casework.Attachment",
    "casework.CalendarFeed",
    "casework.Feedback",
    "casework.Handover",
    "people.Merge",
    "people.NotTheSame",
}


def test_there_is_work_of_every_kind(forwards):
    empty = {label for label, number in forwards.counts.items() if not number}
    assert empty == OF_TODAY


def test_the_demonstration_is_large_enough_to_look_at(forwards):
    assert forwards.counts["casework.Case"] == 532
    assert forwards.counts["casework.Service"] > 30_000
    assert forwards.counts["people.Person"] > 3_000
