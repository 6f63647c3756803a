"""The people of a shelter, each with an account, a post in the story and a window of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from agimi.access.choices import Role
from agimi.access.models import User
from agimi.programme.models import Site
from tests.personas import account
from tests.records import DAY, make

ROLES = {
    "case_manager": Role.CASE_MANAGER,
    "psychologist": Role.PSYCHOLOGIST,
    "coordinator": Role.COORDINATOR,
    "supervisor": Role.SUPERVISOR,
}


@dataclass
class Team:
    """Who works at one shelter; ``window`` opens a browser of one of them."""

    open_browser: Callable[..., Page]
    address: str  # of the server
    site: Site = field(default_factory=lambda: make(Site, kind="shelter", started_on=DAY))
    users: dict[str, User] = field(default_factory=dict)

    def user(self, persona: str) -> User:
        if persona not in self.users:
            self.users[persona] = account(persona, ROLES[persona], self.site)
        return self.users[persona]

    def window(self, persona: str, *, language: str, **options: Any) -> Page:
        user = self.user(persona)
        user.language = language
        user.save(update_fields=["language"])
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = self.open_browser(**options)
        page.set_default_timeout(30_000)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": self.address}]
        )
        return page
