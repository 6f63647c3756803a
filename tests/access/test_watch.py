"""Who came in, who left, who tried: all of it stands in the trail, and tries become slow."""

import pytest
from django.test import Client
from django.urls import reverse

from agimi.access.models import AuditEntry
from tests.access.conftest import PASSWORD
from tests.factors import digits_of


@pytest.fixture
def manager(case_manager, with_password):
    return with_password(case_manager)


def enter(client, user, password=PASSWORD):
    return client.post("/account/login/", {"login": user.username, "password": password})


def told():
    return list(AuditEntry.objects.order_by("number").values_list("actor", "verb"))


def test_that_coming_in_with_both_factors_and_leaving_is_told(manager):
    client = Client()
    assert enter(client, manager)["Location"] == reverse("mfa_authenticate")
    assert told() == []
    client.post(reverse("mfa_authenticate"), {"code": digits_of(manager)})
    client.post(reverse("account_logout"))
    assert told() == [("case_manager", "signed in"), ("case_manager", "signed out")]


def test_that_the_quick_exit_is_told_as_such(manager, browser):
    browser(manager).get("/leave/")
    assert told()[-1] == ("case_manager", "left quickly")


def test_that_a_wrong_password_is_told_with_the_address_it_came_from(manager):
    enter(Client(), manager, "wrong")
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb) == ("case_manager", "sign-in failed")
    assert entry.detail == {"from": "127.0.0.1"}


@pytest.mark.django_db
def test_that_a_name_nobody_has_is_not_written_down():
    """Somebody may have typed their password there."""
    Client().post("/account/login/", {"login": "my secret password", "password": "x"})
    assert told() == [("–", "sign-in failed")]
    assert "secret" not in str(AuditEntry.objects.values())


def test_that_a_wrong_second_factor_is_told(manager):
    client = Client()
    enter(client, manager)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert told() == [("case_manager", "second factor failed")]


def test_that_after_five_wrong_passwords_even_the_right_one_has_to_wait(manager):
    for _try in range(5):
        enter(Client(), manager, "wrong")
    answer = enter(Client(), manager)
    assert answer.status_code == 200
    assert "mfa_authenticate" not in answer.get("Location", "")
    enter(Client(), manager)
    assert told()[-1] == ("case_manager", "sign-in slowed")
    assert [verb for _who, verb in told()].count("sign-in slowed") == 1


def test_that_after_five_wrong_factors_even_the_right_one_has_to_wait(manager):
    client = Client()
    enter(client, manager)
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": digits_of(manager)})
    assert answer.status_code == 200
    assert [verb for _who, verb in told()] == ["second factor failed"] * 5


def test_that_one_account_that_is_slowed_slows_no_other(manager, director, with_password):
    for _try in range(5):
        enter(Client(), manager, "wrong")
    assert enter(Client(), with_password(director))["Location"] == reverse("mfa_authenticate")
