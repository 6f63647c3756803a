"""A passkey from its making to the unlocked screen, with a key that Chromium itself plays."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from agimi.access.choices import Role
from agimi.access.models import AuditEntry, User
from tests.browser.conftest import EACH_END, faults

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PASSWORD = "nje-fjale-e-gjate"
DAY = re.compile(r"/day/$")
WORDS: dict[str, dict[str, str]] = {
    "sq": {
        "first": "Së pari mbroni hyrjen tuaj", "add": "Shtoni një çelës kalimi",
        "add it": "Shtojeni çelësin",
        "phone": "Telefoni im", "kept": "I shënova kodet dhe i ruajta.",
        "done": "U krye", "enter": "Hyni", "with it": "Hyni me çelës kalimi",
        "use": "Përdorni një çelës kalimi", "step": "Hapi i dytë", "locked": "Ekrani është i kyçur",
        "refused": "Pajisja nuk e dha çelësin e kalimit",
    },
    "en": {
        "first": "Protect your sign-in first", "add": "Add a passkey",
        "add it": "Add the passkey",
        "phone": "My phone", "kept": "I have written the codes down and put them away.",
        "done": "Done", "enter": "Sign in", "with it": "Sign in with a passkey",
        "use": "Use a passkey", "step": "Second step", "locked": "The screen is locked",
        "refused": "The device did not give the passkey",
    },
}  # fmt: skip


class Key:
    """The key of somebody's device, which asks for a finger: one that fits, or one that does not."""

    def __init__(self, page: Page) -> None:
        self.line = page.context.new_cdp_session(page)
        self.line.send("WebAuthn.enable")
        told = self.line.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self.number = told["authenticatorId"]

    def finger(self, *, fits: bool) -> None:
        given = {"authenticatorId": self.number, "isUserVerified": fits}
        self.line.send("WebAuthn.setUserVerified", given)


@pytest.fixture
def arta(db: Any, language: str) -> User:
    """A case manager on her first day: an account, a password, no second factor yet."""
    given = {"role": Role.CASE_MANAGER, "language": language, "password": PASSWORD}
    return User.objects.create_user("arta", **given)


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.locator("[name=login]").fill("arta")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


def add_a_passkey(page: Page, words: dict[str, str]) -> None:
    """As the page leads her: a passkey, then the recovery codes."""
    page.get_by_role("link", name=words["add"]).click()
    page.locator("[name=password]").fill(PASSWORD)  # what protects the account asks once more
    page.locator("[name=password]").press("Enter")
    page.locator("[name=name]").fill(words["phone"])
    page.locator("[name=passwordless]").check()
    page.get_by_role("button", name=words["add it"]).click()


def sign_out(page: Page, language: str) -> None:
    page.context.clear_cookies(name="s")
    page.goto("/account/login/")
    page.locator(f"[name=language][value={language}]").click()


def lock(page: Page) -> None:
    """As from another window."""
    page.evaluate(
        """() => fetch("/account/lock/", {method: "POST", headers: {
            "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value}})"""
    )
    page.goto("/day/")


@EACH_END
def test_that_a_passkey_stands_for_the_second_step_the_password_and_the_lock(
    open_browser: Open, arta: User, language: str, viewport: dict[str, int]
) -> None:
    words, page = WORDS[language], open_browser(viewport=viewport)
    Key(page)
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(words["first"])
    add_a_passkey(page, words)
    page.get_by_label(words["kept"]).check()
    page.get_by_role("button", name=words["done"], exact=True).click()
    expect(page).to_have_url(DAY)

    sign_out(page, language)  # the second step after the password
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(words["step"])
    page.get_by_role("button", name=words["use"]).click()
    expect(page).to_have_url(DAY)

    lock(page)  # the lock
    expect(page.get_by_role("heading", level=1)).to_have_text(words["locked"])
    page.get_by_role("button", name=words["use"]).click()
    expect(page).to_have_url(DAY)

    sign_out(page, language)  # instead of name and password
    page.get_by_role("button", name=words["with it"]).click()
    expect(page).to_have_url(DAY)

    held = Authenticator.objects.filter(user=arta, type=Authenticator.Type.WEBAUTHN)
    assert [str(key) for key in held] == [words["phone"]]
    assert [entry.verb for entry in AuditEntry.objects.filter(actor="arta").order_by("number")] == [
        "signed in",
        "second factor added",
        "recovery codes made",
        "recovery codes kept",
        "signed in",
        "signed in",
    ]


@EACH_END
def test_that_a_finger_that_does_not_fit_opens_nothing_and_the_page_says_so(
    open_browser: Open, arta: User, language: str, viewport: dict[str, int]
) -> None:
    words, page = WORDS[language], open_browser(viewport=viewport, theme="dark")
    refused = page.get_by_text(words["refused"])
    key = Key(page)
    sign_in(page)
    key.finger(fits=False)
    add_a_passkey(page, words)
    expect(refused).to_be_visible()
    assert not Authenticator.objects.filter(user=arta).exists()

    key.finger(fits=True)
    page.get_by_role("button", name=words["add it"]).click()
    page.get_by_label(words["kept"]).check()
    page.get_by_role("button", name=words["done"], exact=True).click()
    expect(page).to_have_url(DAY)
    key.finger(fits=False)

    lock(page)
    page.get_by_role("button", name=words["use"]).click()
    expect(refused).to_be_visible()
    expect(page).to_have_url(re.compile("/account/locked/"))
    assert faults(page) == []

    sign_out(page, language)
    page.get_by_role("button", name=words["with it"]).click()
    expect(refused).to_be_visible()
    assert faults(page) == []

    sign_in(page)
    page.get_by_role("button", name=words["use"]).click()
    expect(refused).to_be_visible()
    assert faults(page) == []
    key.finger(fits=True)
    page.get_by_role("button", name=words["use"]).click()
    expect(page).to_have_url(DAY)
