from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.personas import *  # noqa: F403 fixtures


@pytest.fixture
def browser() -> Callable[..., Client]:
    """The browser of somebody who is signed in: ``browser(director)``."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return sign_in


@pytest.fixture
def with_password() -> Callable[..., Any]:
    """Gives somebody a password that the tests know."""

    def give(user: Any) -> Any:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        return user

    return give


PASSWORD = "nje-fjale-e-gjate"
