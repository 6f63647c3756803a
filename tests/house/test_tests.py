"""The tests' own promises: no network, two databases, a PostgreSQL that leaves nothing behind."""

import os
import socket
import subprocess
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from tests.conftest import NetworkForbidden
from tests.postgres import Cluster


def test_that_a_test_cannot_reach_the_network():
    with socket.socket() as outside, pytest.raises(NetworkForbidden):
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkForbidden):
        socket.getaddrinfo("example.org", 443)


def test_that_a_test_reaches_this_machine():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def test_that_a_test_speaks_albanian():
    assert translation.get_language() == "sq"


def test_that_the_settings_of_a_test_are_not_those_of_this_machine():
    assert settings.VAR.name.startswith("agimi-tests-")
    assert settings.AGIMI_MASTER_KEY is not None


@pytest.mark.both_databases
def test_that_records_and_keys_are_in_the_database_that_was_asked_for(db, pytestconfig):
    asked = {"sqlite": "sqlite", "postgres": "postgresql"}[pytestconfig.getoption("database")]
    assert {connections[alias].vendor for alias in ("default", "keys")} == {asked}
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


@pytest.mark.postgres
def test_that_a_throw_away_cluster_works_and_is_gone_afterwards():
    with Cluster() as cluster:
        with psycopg.connect(cluster.create("agimi"), autocommit=True) as connection:
            assert connection.execute("SELECT 40 + 2").fetchone() == (42,)
        process = int((cluster.data / "postmaster.pid").read_text().split()[0])
        assert is_running(process)
    assert not cluster.folder.exists()
    assert not is_running(process)


def is_running(process):
    """A process that has ended may still be listed until its parent takes note."""
    return psutil.pid_exists(process) and psutil.Process(process).status() != psutil.STATUS_ZOMBIE


def test_that_bare_make_lists_every_recipe():
    top = Path(__file__).parents[2]
    # Not as a part of the `make test` that may have started this.
    own = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    listed = subprocess.run(
        ["make"], cwd=top, env=own, capture_output=True, text=True, check=True
    ).stdout
    recipes = {
        line.split(":")[0]
        for line in (top / "Makefile").read_text().splitlines()
        if line[:1].isalpha()
        and ":" in line
        and "=" not in line.split(":")[0]
        and ":=" not in line
        and "?=" not in line
    }
    assert {line.split()[1] for line in listed.splitlines()} == recipes
