"""A screen that nobody uses locks itself on the server, whatever the browser does."""

import time

import pytest
from django.urls import reverse

from agimi.access import sessions
from agimi.access.models import AuditEntry, User
from tests.access.conftest import PASSWORD

LOCKED, HERE, LOCK = reverse("access:locked"), reverse("access:here"), reverse("access:lock")
NAVIGATE = {"Sec-Fetch-Mode": "navigate"}
SCRIPT = {"Sec-Fetch-Mode": "cors", "HX-Request": "true"}


@pytest.fixture
def client(case_manager, with_password, browser):
    return browser(with_password(case_manager))


def rest(client, minutes):
    """So many minutes ago somebody was active last."""
    session = client.session
    session[sessions.SEEN] = time.time() - minutes * 60
    session.save()


def is_open(client):
    return client.get("/account/", headers=NAVIGATE).status_code == 200


def test_that_a_screen_in_use_stays_open(client):
    rest(client, 9)
    assert is_open(client)
    assert time.time() - client.session[sessions.SEEN] < 5


def test_that_it_locks_after_the_set_time_and_leads_back_where_one_was(client):
    rest(client, 10)
    answer = client.get("/search/?q=abc", headers=NAVIGATE)
    assert answer["Location"] == f"{LOCKED}?next=%2Fsearch%2F%3Fq%3Dabc"
    answer = client.post(LOCKED, {"password": PASSWORD, "next": "/search/?q=abc"})
    assert (answer.status_code, answer["Location"]) == (302, "/search/?q=abc")
    assert is_open(client)


def test_that_the_time_is_a_setting(client, settings):
    settings.AGIMI_IDLE_MINUTES = 30
    rest(client, 29)
    assert is_open(client)


def test_that_a_wrong_password_keeps_it_locked_and_is_told(client):
    rest(client, 10)
    client.get("/", headers=NAVIGATE)
    answer = client.post(LOCKED, {"password": "wrong", "next": "/"})
    assert answer.status_code == 422
    assert not is_open(client)
    assert AuditEntry.objects.filter(verb="sign-in failed").count() == 1


def test_that_nobody_elses_password_opens_it(client, director):
    director.set_password("another-long-word")
    director.save()
    rest(client, 10)
    client.post(LOCKED, {"password": "another-long-word", "login": "director"})
    assert not is_open(client)


def test_that_once_locked_moving_the_mouse_does_not_open_it(client):
    rest(client, 10)
    assert not is_open(client)
    rest(client, 0)
    assert client.post(HERE, headers=SCRIPT).status_code == 423
    assert not is_open(client)


def test_that_a_page_that_asks_by_itself_does_not_keep_it_open(client):
    rest(client, 9)
    assert client.get("/account/", headers=SCRIPT).status_code == 200
    assert time.time() - client.session[sessions.SEEN] > 500


def test_that_activity_in_the_browser_keeps_it_open(client):
    rest(client, 9)
    assert client.post(HERE, headers=SCRIPT).status_code == 204
    assert time.time() - client.session[sessions.SEEN] < 5


def test_that_a_script_is_told_that_nothing_was_saved(client):
    rest(client, 10)
    page = {"HX-Current-URL": "http://testserver/help/"}
    answer = client.post("/preferences/x", headers=SCRIPT | page)
    assert answer.status_code == 404
    answer = client.post("/glass/", headers=SCRIPT | page)
    assert (answer.status_code, answer["HX-Redirect"]) == (423, f"{LOCKED}?next=%2Fhelp%2F")


def test_that_a_form_that_is_sent_too_late_leads_back_to_its_page(client):
    rest(client, 10)
    answer = client.post("/glass/", {}, headers=NAVIGATE | {"Referer": "http://testserver/help/"})
    assert answer["Location"] == f"{LOCKED}?next=%2Fhelp%2F"


def test_that_it_leads_back_to_no_page_of_somebody_else(client):
    rest(client, 10)
    answer = client.post(LOCKED, {"password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_that_it_can_be_locked_by_hand(client):
    answer = client.post(LOCK, {"next": "/help/"}, headers=NAVIGATE)
    assert answer["Location"] == f"{LOCKED}?next=%2Fhelp%2F"
    assert not is_open(client)


def test_that_a_locked_screen_can_be_left(client):
    client.post(LOCK)
    assert client.get("/leave/").status_code == 302
    assert client.get(LOCKED)["Location"].startswith("/account/login/")


def test_that_it_says_nothing_of_what_was_on_it(client):
    client.post(LOCK)
    page = client.get(LOCKED).content.decode()
    assert 'class="rail"' not in page
    assert client.get("/account/", headers=NAVIGATE)["Location"].startswith(LOCKED)


def test_that_after_a_long_time_the_session_ends(client):
    rest(client, 60)
    answer = client.get("/help/", headers=NAVIGATE)
    assert answer["Location"] == "/account/login/?next=%2Fhelp%2F"
    assert AuditEntry.objects.filter(verb="session ended").count() == 1
    assert "u nxorët" in client.get(answer["Location"]).content.decode()


def test_that_a_demonstration_account_opens_it_with_one_click_that_says_so(
    case_manager, browser, settings
):
    User.objects.update(is_demo=True)
    settings.DEMO = True
    client = browser(case_manager)
    client.post(LOCK)
    assert "demonstrim" in client.get(LOCKED).content.decode()
    client.post(LOCKED, {"next": "/"})
    assert is_open(client)


def test_that_a_page_costs_no_more_questions_for_it(client, django_assert_num_queries):
    """Who is active again and again is written down now and then only."""
    client.get("/help/", headers=NAVIGATE)
    with django_assert_num_queries(2):  # the session and the user
        client.post(HERE, headers=SCRIPT)
