"""What holds for every page: language, appearance, quick exit, what a browser may do and keep."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from agimi.access.models import User

Browser = Callable[..., Client]


@pytest.fixture
def director(browser_of: Browser) -> Client:
    return browser_of("director")


def test_a_page_may_run_and_load_only_what_is_ours(director: Client) -> None:
    policy = director.get("/account/")["Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())

    assert rules["default-src"] == "'none'"
    assert {rules[kind] for kind in ("script-src", "style-src", "font-src", "connect-src")} == {
        "'self'"
    }
    assert rules["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("address", ["/account/", "/help/", "/search/?q=a", "/nothing-here/"])
def test_no_page_has_a_script_or_a_style_in_it(address: str, director: Client) -> None:
    page = director.get(address).content.decode()

    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", page) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag] == []


@pytest.mark.parametrize("address", ["/account/", "/help/"])
def test_no_page_asks_another_house_for_anything(address: str, director: Client) -> None:
    page = director.get(address).content.decode()
    wanted = re.findall(r'(?:src|href)="(https?://[^"]+|//[^"]+)"', page)

    assert wanted == []


def test_no_page_is_kept_by_a_browser(director: Client) -> None:
    kept = director.get("/account/")["Cache-Control"]

    assert {"no-store", "private"} <= {part.strip() for part in kept.split(",")}


def test_nothing_says_who_is_signed_in_where_a_history_would_keep_it(browser_of: Browser) -> None:
    client = browser_of("director", username="arta.hoxha", first_name="Arta", last_name="Hoxha")

    title = re.search(r"<title>(.*?)</title>", client.get("/account/").content.decode(), re.DOTALL)

    assert title is not None
    assert "arta" not in title.group(1).lower()


def test_the_language_is_kept_with_the_user(director: Client) -> None:
    assert '<html lang="sq"' in director.get("/account/").content.decode()

    director.post("/preferences/", {"language": "en", "next": "/account/"})
    elsewhere = Client()
    elsewhere.force_login(
        User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert '<html lang="en"' in elsewhere.get("/account/").content.decode()


def test_before_the_sign_in_the_language_is_kept_in_a_cookie(stranger: Client, db: None) -> None:
    stranger.post("/preferences/", {"language": "en", "next": "/account/login/"})

    assert '<html lang="en"' in stranger.get("/account/login/").content.decode()


def test_the_appearance_follows_the_device_until_it_is_chosen(director: Client) -> None:
    assert "data-bs-theme" not in director.get("/account/").content.decode()

    director.post("/preferences/", {"theme": "dark", "next": "/account/"})

    assert 'data-bs-theme="dark"' in director.get("/account/").content.decode()


def test_screen_privacy_stays_on_from_page_to_page(director: Client) -> None:
    director.post("/preferences/", {"privacy": "on", "next": "/account/"})

    assert 'class="is-blurred has-shell"' in director.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/account/?a=1", "/account/?a=1"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_preferences_lead_back_to_pages_of_ours_only(
    wanted: str, reached: str, director: Client
) -> None:
    answer = director.post("/preferences/", {"theme": "light", "next": wanted})

    assert answer["Location"] == reached


def test_a_preference_nobody_offered_changes_nothing(director: Client) -> None:
    director.post("/preferences/", {"theme": "pink", "language": "xx"})

    assert User.objects.values_list("theme", "language").get() == ("auto", "sq")


def test_the_quick_exit_signs_out_and_leads_away(director: Client, settings: Any) -> None:
    answer = director.get("/leave/")

    assert (answer.status_code, answer["Location"]) == (302, settings.QUICK_EXIT_URL)
    assert director.get("/account/").status_code == 302


def test_the_quick_exit_is_the_last_thing_of_the_top_line_on_every_page(
    director: Client, stranger: Client
) -> None:
    for page in (director.get("/account/"), stranger.get("/account/login/")):
        top = re.search(r"<header.*?</header>", page.content.decode(), re.DOTALL)
        assert top is not None
        assert re.findall(r"data-\w+", top.group(0))[-1] == "data-leave"


def test_another_site_cannot_sign_somebody_out(director: Client) -> None:
    director.get("/leave/", headers={"Sec-Fetch-Site": "cross-site"})

    assert director.get("/account/").status_code == 200


def test_a_browser_that_fetches_ahead_signs_nobody_out(director: Client) -> None:
    assert director.get("/leave/", headers={"Sec-Purpose": "prefetch"}).status_code == 204
    assert director.get("/account/").status_code == 200


@pytest.mark.parametrize("language", ["sq", "en"])
def test_an_address_without_a_page_says_so_kindly(language: str, browser_of: Browser) -> None:
    answer = browser_of("director", language=language).get("/nothing-here/")
    words = {"sq": "Në këtë adresë nuk ka asgjë", "en": "There is nothing at this address"}

    assert answer.status_code == 404
    assert f"<h1>{words[language]}</h1>" in answer.content.decode()


def test_a_form_that_is_too_old_is_refused_with_words(person: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        person("director"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    answer = client.post("/preferences/", {"theme": "dark"})

    assert answer.status_code == 403
    assert "<h1>Formulari ishte vjetruar</h1>" in answer.content.decode()


def test_when_we_fail_the_page_needs_no_database(rf: Any) -> None:
    from agimi.web.views import server_error

    answer = server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "<h1>Diçka shkoi keq nga ana jonë</h1>" in answer.content.decode()


def test_the_demonstration_says_so_on_every_page(director: Client, settings: Any) -> None:
    band = "Demonstrim: të gjithë personat janë të trilluar"

    settings.DEMO = True
    assert band in director.get("/account/").content.decode()
    settings.DEMO = False
    assert band not in director.get("/account/").content.decode()


def test_the_rail_shows_nobody_a_page_that_would_refuse_them(browser_of: Browser) -> None:
    for persona in ("case_manager", "director", "dpo", "it_volunteer", "outsider"):
        client = browser_of(persona)
        rail = re.search(
            r'<div class="rail-main".*?</div>', client.get("/account/").content.decode(), re.DOTALL
        )
        assert rail is not None
        for address in re.findall(r'href="([^"]+)"', rail.group(0)):
            assert client.get(address, follow=True).status_code == 200
