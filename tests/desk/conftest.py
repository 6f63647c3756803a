import datetime as dt

import pytest
from django.test import Client

from agimi.casework import actions
from agimi.casework.models import Case
from agimi.people.actions import IdentityDocument, register_person
from agimi.people.models import Person
from tests.personas import *  # noqa: F403 fixtures
from tests.records import make

OPENED = dt.date(2024, 1, 10)


@pytest.fixture
def case(case_manager, system, shelter):
    """A case of the case manager's, with an identity that must not leak."""
    person = register_person(
        Person(sex="female", site=shelter),
        IdentityDocument(first_name="Agnesa", last_name="Leka"),
        by=system,
    )
    case = Case(
        person=person,
        category="trafficking",
        opened_on=OPENED,
        site=shelter,
        lead=case_manager.staff,
    )
    return actions.open_case(case, by=system)


@pytest.fixture
def child(case, system):
    child = make(Person)
    actions.join_child(case, child=child, on=OPENED, by=system)
    return child


@pytest.fixture
def browser():
    """The browser of somebody: ``browser(case_manager)``."""

    def sign_in(user):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def signed(browser):
    """The browser of somebody who reads English."""

    def sign_in(user):
        user.language = "en"
        user.save(update_fields=["language"])
        return browser(user)

    return sign_in
