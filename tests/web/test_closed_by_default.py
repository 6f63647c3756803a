"""Nobody sees anything before signing in."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.addresses import addresses

# The only pages for strangers: the sign-in and what belongs to it, preferences, the quick exit, feedback.
OPEN = {
    "/account/login/",
    "/account/demo/",
    "/account/inactive/",
    "/account/password/reset/",
    "/account/logout/",
    "/account/2fa/authenticate/",
    "/account/2fa/webauthn/login/",
    "/preferences/",
    "/leave/",
    # Survivors answer here, without an account.
    "/feedback/never-given/",
    "/feedback/thanks/",
    # A telephone reads a calendar here, with the secret in its address.
    "/calendar/feed/never-given/agimi.ics",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(set(addresses()) - OPEN))
def test_a_stranger_is_led_to_the_sign_in_from(address: str, stranger: Client) -> None:
    for method in ("get", "post"):
        answer = getattr(stranger, method)(address)
        assert (answer.status_code, answer.get("Location", "").partition("?")[0]) == (
            302,
            reverse("account_login"),
        )


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(OPEN))
def test_what_is_open_to_strangers_shows_no_page_of_the_house(
    address: str, stranger: Client
) -> None:
    answer = stranger.get(address)

    assert answer.status_code in {200, 204, 302, 404, 405}
    assert b'class="rail"' not in answer.content


def test_the_list_of_open_pages_names_only_pages_that_exist() -> None:
    assert set() == OPEN - set(addresses())


@pytest.mark.django_db
def test_nobody_makes_an_account_for_themselves(stranger: Client) -> None:
    from agimi.access.models import User

    stranger.post(
        "/account/signup/",
        {
            "username": "somebody",
            "password1": "nje-fjale-e-gjate",
            "password2": "nje-fjale-e-gjate",
        },
    )

    assert User.objects.count() == 0


@pytest.mark.django_db
def test_the_sign_in_shows_no_accounts_where_people_are_real(
    stranger: Client, person: Any, settings: Any
) -> None:
    person("director", is_demo=True)
    settings.DEMO = False

    assert "director" not in stranger.get("/account/login/").content.decode()
    assert stranger.post("/account/demo/", {"account": "director"}).status_code == 404


@pytest.mark.django_db
def test_in_the_demonstration_one_click_signs_in(
    stranger: Client, person: Any, settings: Any
) -> None:
    person("director", is_demo=True)
    settings.DEMO = True

    assert stranger.post("/account/demo/", {"account": "director"}).status_code == 302
    assert stranger.get("/account/").status_code == 200


@pytest.mark.django_db
def test_in_the_demonstration_a_real_account_needs_its_password(
    stranger: Client, person: Any, settings: Any
) -> None:
    person("director", is_demo=False)
    settings.DEMO = True

    assert stranger.post("/account/demo/", {"account": "director"}).status_code == 404
