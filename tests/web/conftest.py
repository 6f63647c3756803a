"""The people who use the pages, each as one browser that is signed in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from agimi.access.choices import Role
from agimi.access.models import User
from tests.factors import give_factor_if_needed

PERSONAS = {
    "case_manager": Role.CASE_MANAGER,
    "supervisor": Role.SUPERVISOR,
    "reporting_officer": Role.REPORTING_OFFICER,
    "director": Role.DIRECTOR,
    "dpo": Role.DATA_PROTECTION_OFFICER,
    "it_volunteer": Role.IT_VOLUNTEER,
    "donor": Role.DONOR,
    "outsider": "",
}


@pytest.fixture(autouse=True, scope="session")
def _folder_of_static_files() -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has records of its own, which the answers of another do not fit."""
    from agimi.insight import answers

    monkeypatch.setattr(answers, "_kept", answers.Kept(most=4))


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Somebody with an account, by what they are."""

    def make(persona: str, **more: Any) -> User:
        values = {"username": persona, "role": PERSONAS[persona], "language": "sq"} | more
        return give_factor_if_needed(User.objects.create_user(**values))

    return make


@pytest.fixture
def browser_of(person: Callable[..., User]) -> Callable[..., Client]:
    """The browser of somebody who is signed in."""

    def sign_in(persona: str, **more: Any) -> Client:
        client = Client()
        client.force_login(
            person(persona, **more), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return sign_in


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A persona of each role and a record of each kind, for all tests of a file (tests.web.world)."""
    from tests.web.world import lasting_world

    with django_db_blocker.unblock(), lasting_world() as made:
        yield made


@pytest.fixture
def stranger() -> Client:
    return Client()


@pytest.fixture
def case(db: None) -> Callable[..., Any]:
    """A case of somebody, by its dates: ``case("2023-04-01", "2024-02-01", sex="male")``."""
    from agimi.casework.models import Case
    from agimi.people.models import Person

    def make(opened: str, closed: str | None = None, *, sex: str = "female", **more: Any) -> Case:
        person = Person.objects.create(sex=sex, nationality_status="albanian")
        values = {"category": "trafficking", "closing_reason": "needs_met" if closed else ""} | more
        return Case.objects.create(person=person, opened_on=opened, closed_on=closed, **values)

    return make
