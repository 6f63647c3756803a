"""The people of the tests, one fixture each: what somebody may do is told by who they are.

A conftest.py beside the tests that need them says `from tests.personas import *`.
"""

import pytest

from agimi.access.accounts import system_user
from agimi.access.choices import Role
from agimi.access.models import User
from agimi.programme.models import Site, Staff
from tests.factors import give_factor_if_needed
from tests.records import DAY, make

__all__ = [
    "case_manager",
    "centre",
    "centre_worker",
    "colleague",
    "coordinator",
    "director",
    "dpo",
    "it_volunteer",
    "other_shelter",
    "outsider",
    "psychologist",
    "shelter",
    "supervisor",
    "system",
]


def account(name: str, role: str, site: Site | None = None, *, works: bool = True) -> User:
    staff = make(Staff, name=f"Staff {name}", started_on=DAY) if works else None
    user = User(username=name, role=role, site=site, staff=staff)
    user.set_unusable_password()
    user.save()
    give_factor_if_needed(user)
    return user


@pytest.fixture
def shelter(db):
    return make(Site, code="SITE-SHELTER", kind="shelter", started_on=DAY)


@pytest.fixture
def other_shelter(db):
    return make(Site, code="SITE-OTHER", kind="shelter", started_on=DAY)


@pytest.fixture
def centre(db):
    return make(Site, code="SITE-CENTRE", kind="childcare_centre", started_on=DAY)


@pytest.fixture
def system(db):
    """The account of commands on the machine: it may write everything, and nobody signs in as it."""
    return system_user()


@pytest.fixture
def case_manager(shelter):
    return account("case_manager", Role.CASE_MANAGER, shelter)


@pytest.fixture
def psychologist(shelter):
    """Works at the same shelter, on other cases."""
    return account("psychologist", Role.PSYCHOLOGIST, shelter)


@pytest.fixture
def colleague(other_shelter):
    """A case manager at another site."""
    return account("colleague", Role.CASE_MANAGER, other_shelter)


@pytest.fixture
def coordinator(shelter):
    return account("coordinator", Role.COORDINATOR, shelter)


@pytest.fixture
def supervisor(db):
    return account("supervisor", Role.SUPERVISOR)


@pytest.fixture
def director(db):
    return account("director", Role.DIRECTOR)


@pytest.fixture
def dpo(db):
    return account("dpo", Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def centre_worker(centre):
    return account("centre_worker", Role.CENTRE_STAFF, centre)


@pytest.fixture
def it_volunteer(db):
    return account("it_volunteer", Role.IT_VOLUNTEER, works=False)


@pytest.fixture
def outsider(db):
    """An account to which no role was given."""
    return account("outsider", "", works=False)
