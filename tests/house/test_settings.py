"""The settings as a whole: what Django finds wrong with them, and what they promise to browsers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

TOP = Path(__file__).parents[2]


def check(tmp_path, *arguments, **variables):
    environment = os.environ | {"AGIMI_VAR": str(tmp_path)} | variables
    # The browser's tests may have set it in this process, for themselves.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--fail-level", "WARNING", *arguments],
        cwd=TOP,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_that_django_finds_nothing_wrong(tmp_path):
    found = check(tmp_path)
    assert found.returncode == 0, found.stderr


def test_that_django_finds_nothing_wrong_with_a_public_server(tmp_path):
    found = check(
        tmp_path,
        "--deploy",
        AGIMI_HOSTS="agimi.example.org",
        AGIMI_SECRET_KEY="0123456789abcdef" * 4,
    )
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("AGIMI_DEBUG", "perhaps", "AGIMI_DEBUG: 'perhaps' is neither yes nor no."),
        ("AGIMI_LANG", "de", "AGIMI_LANG: 'de' is not known. Right would be: sq or en."),
        ("AGIMI_HOSTS", "a,,b", "AGIMI_HOSTS: 'a,,b' has an empty part."),
        ("AGIMI_KEY_FILE", "master.key", "AGIMI_KEY_FILE: 'master.key' is a relative path"),
        ("AGIMI_MASTER_KEY", "short", "AGIMI_MASTER_KEY: the value is not base64."),
        ("DATABASE_URL", "oracle://x/y", "DATABASE_URL: 'oracle' is not a kind of database"),
    ],
)
def test_that_a_wrong_setting_stops_the_start(tmp_path, name, value, told):
    found = check(tmp_path, **{name: value})
    assert found.returncode != 0
    assert told in found.stderr


def test_that_a_page_asks_nothing_of_others_and_runs_nothing_inline(db):
    policy = Client().get("/account/login/").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["font-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_that_cookies_are_for_this_site_alone_and_out_of_reach_of_scripts(db):
    response = Client().get("/account/login/")
    assert set(response.cookies) <= {settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME}
    for cookie in response.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] in {"Lax", "Strict"}


def test_that_every_part_that_is_served_exists():
    """A pattern that matches nothing is a style sheet that nobody gets."""
    from fnmatch import fnmatch

    from agimi.parts import PartsFinder

    names = [f"{storage.prefix}/{path}" for path, storage in PartsFinder().list([])]
    unmatched = [
        part
        for part in settings.STATICFILES_PARTS
        if not any(fnmatch(name, part) for name in names)
    ]
    assert unmatched == []


def test_that_nothing_else_of_a_package_is_served():
    from agimi.parts import PartsFinder

    assert (settings.NODE_MODULES / "@tabler/core/dist/css/tabler.css").exists()
    assert not PartsFinder().find("tabler/css/tabler.css")
    assert PartsFinder().find("tabler/css/tabler.min.css")
