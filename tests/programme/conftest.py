"""The organisation's world, loaded as an installation has it."""

import pytest

from agimi.access.accounts import system_user
from agimi.access.models import User
from agimi.programme import actions


@pytest.fixture
def by(db: None) -> User:
    return system_user()


@pytest.fixture
def world(by: User) -> User:
    actions.load_organisation(by=by)
    return by
