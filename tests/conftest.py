"""What every test may count on: both databases, quick passwords, Albanian, and no network."""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.utils import translation

# Examples do not depend on the day, nor fail because the machine was busy.
hypothesis.settings.register_profile(
    "agimi",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=50,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "thorough",
    parent=hypothesis.settings.get_profile("agimi"),
    derandomize=False,
    max_examples=1000,
)
hypothesis.settings.load_profile("agimi")

TESTS = Path(__file__).parent
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client", "admin_client"}


# What the database could change: these rooms' tests that use it also run on PostgreSQL.
BOTH = {"access", "activities", "casework", "demo", "exchange", "insight", "people", "programme"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Records and keys lie in two databases: a test that has the one has the other."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        marker = item.get_closest_marker("django_db")
        if marker is None and not DATABASE_FIXTURES & fixtures:
            continue
        if marker is None:
            transaction = bool({"transactional_db", "live_server"} & fixtures)
            marker = pytest.mark.django_db(transaction=transaction).mark
        if "databases" not in marker.kwargs:
            whole = pytest.mark.django_db(*marker.args, **marker.kwargs, databases="__all__")
            item.add_marker(whole, append=False)
        if BOTH & set(item.path.relative_to(TESTS).parts):
            item.add_marker(pytest.mark.both_databases)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_tries_counted() -> None:
    """Wrong sign-ins of one test slow down nobody in the next."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _albanian() -> Iterator[None]:
    with translation.override("sq"):
        yield


class NetworkForbidden(AssertionError):
    """A test reached for something beyond this machine."""


def is_here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket file
    host = str(address[0])
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def guarded(real: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if not is_here(address):
                raise NetworkForbidden(f"the tests may not connect to {address!r}")
            return real(self, address)

        return call

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_here((name,)) and name != socket.gethostname():
            raise NetworkForbidden(f"the tests may not look up {name!r}")
        return look_up(host, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded(connect))
    patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Any]:
    """A PostgreSQL of its own, for the tests that need one whatever --database says."""
    from tests.postgres import Cluster

    with Cluster() as cluster:
        yield cluster
