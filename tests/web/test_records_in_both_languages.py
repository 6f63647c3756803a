"""Every kind of record, its list, its page and its forms speak one language at a time."""

from __future__ import annotations

import pytest
from django.test import Client

from agimi.access.choices import Role
from agimi.desk.kinds import all_kinds
from tests.browser.rooms import RichCase
from tests.web.said import in_both, said_alike
from tests.web.world import BACKEND, protected

# What tests.records gives those who have to have a name.
NAMED = {"name"}


@pytest.mark.django_db(databases="__all__")
def test_a_record_and_its_form_say_nothing_in_the_other_language() -> None:
    rich = RichCase()
    user = protected(rich.users[Role.SUPERVISOR])
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    found: dict[str, list[str]] = {}
    for address in rich.pages_of_kinds(all_kinds()):
        drawn = [browser.get(address) for _ in in_both(user)]
        assert [answer.status_code for answer in drawn] in ([200, 200], [403, 403], [404, 404])
        alike = set(said_alike([answer.content for answer in drawn])) - NAMED
        found |= {address: sorted(alike)} if alike else {}

    assert found == {}
