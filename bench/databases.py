"""The measured databases: made once, kept under ``var/bench``, the same on SQLite and PostgreSQL.

Inventing takes minutes, so the SQLite file that was made is kept; a throw-away PostgreSQL is filled
from it, row for row. A change of the generator or of the models makes it anew.
"""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from tests.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("access", "activities", "casework", "people", "programme")
# connectorx reads through a port only.
SETTINGS = {
    "listen_addresses": "localhost",
    "max_wal_size": "4GB",
    "maintenance_work_mem": "256MB",
}
# Nothing in these databases is anybody's: the key that would seal names is no secret.
KEY = base64.b64encode(bytes(32)).decode()


@dataclass(frozen=True)
class Size:
    """How large an invented organisation is."""

    cases: int
    services: int

    @property
    def twice(self) -> Size:
        return Size(self.cases * 2, self.services * 2)

    @property
    def name(self) -> str:
        return f"{self.cases}-{self.services}"


@cache
def folder() -> Path:
    """Found once: the processes of the bench get it as their AGIMI_VAR."""
    made = Path(os.environ.get("AGIMI_VAR") or ROOT / "var") / "bench"
    made.mkdir(parents=True, exist_ok=True)
    return made.resolve()


def surroundings(url: str = "", *, demo: bool = False) -> dict[str, str]:
    """The environment of a process that works on a measured database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AGIMI_", "DATABASE_URL"))}
    given = {
        "AGIMI_VAR": str(folder()),
        "AGIMI_MASTER_KEY": KEY,
        "AGIMI_SECRET_KEY": "bench",
        "DJANGO_SETTINGS_MODULE": "agimi.settings",
        "KEYS_DATABASE_URL": f"sqlite:///{folder() / 'keys.sqlite3'}",
    }
    if demo:
        given |= {"KEYS_DATABASE_URL": _keys_of_demo(url), "AGIMI_DEMO": "1"}
    return kept | given | {"DATABASE_URL": url}


def sqlite(size: Size, *, fresh: bool = False) -> str:
    """The address of the SQLite database of this size, made if it is not there."""
    file = folder() / f"{size.name}-{_made_by()}.sqlite3"
    url = f"sqlite:///{file}"
    if fresh:
        file.unlink(missing_ok=True)
    if not file.exists():
        _forget(f"{size.name}-*.sqlite3*")
        unfinished = file.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        print(f"  making {size.cases:,} cases and {size.services:,} services …", flush=True)
        _fill(f"sqlite:///{unfinished}", "invent", str(size.cases), str(size.services))
        unfinished.rename(file)
    return url


@dataclass(frozen=True)
class Databases:
    """The databases of a running cluster, by their size."""

    cluster: Cluster
    urls: dict[Size, str]

    @contextmanager
    def copied(self, url: str) -> Iterator[str]:
        """A copy of one of them, gone afterwards."""
        name = urlsplit(url).path[1:]
        owner = self.cluster.url("postgres")
        _call(self.cluster, "psql", "-qd", owner, "-c", f"CREATE DATABASE copy TEMPLATE {name}")
        try:
            yield self.cluster.url("copy")
        finally:
            _call(self.cluster, "psql", "-qd", owner, "-c", "DROP DATABASE copy WITH (FORCE)")


@contextmanager
def postgres(sizes: list[Size]) -> Iterator[Databases]:
    """A cluster with a database of each size, for as long as it is needed."""
    with Cluster(**SETTINGS) as cluster:
        print("  copying to PostgreSQL …", flush=True)
        yield Databases(cluster, {size: _copy_of(cluster, size) for size in sizes})


def _copy_of(cluster: Cluster, size: Size) -> str:
    url = cluster.create(f"bench_{size.cases}")
    _fill(url, "copy", sqlite(size).removeprefix("sqlite:///"))
    _call(cluster, "psql", "-q", "-d", url, "-c", "VACUUM ANALYZE")
    return url


def demo(*, fresh: bool = False) -> str:
    """The database of the demonstration, made by the demonstration itself."""
    digest = _digest(*(ROOT / "agimi/demo").glob("**/*.*"), *_sources())
    file = folder() / f"demo-{digest}.sqlite3"
    url = f"sqlite:///{file}"
    if fresh or not file.exists():
        _forget("demo-*")
        print("  making the demonstration …", flush=True)
        unfinished = file.with_suffix(".unfinished")
        address = f"sqlite:///{unfinished}"
        for command in ("init", "demo"):
            program = [sys.executable, "-c", "from agimi.cli import main; main()", command]
            env = surroundings(address, demo=True)
            subprocess.run(program, check=True, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
        unfinished.rename(file)
        Path(_keys_of_demo(address).removeprefix("sqlite:///")).rename(
            _keys_of_demo(url).removeprefix("sqlite:///")
        )
    return url


def _keys_of_demo(url: str) -> str:
    return f"{url}.keys"


def _call(cluster: Cluster, program: str, *arguments: str) -> None:
    subprocess.run([str(cluster.programs / program), *arguments], check=True)


def _fill(url: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "bench.fill", *arguments]
    subprocess.run(command, check=True, env=surroundings(url), cwd=ROOT)


def _forget(pattern: str) -> None:
    for old in folder().glob(pattern):
        old.unlink()


def _made_by() -> str:
    """Changes with whatever decides what is in a made database."""
    return _digest(ROOT / "bench/world.py", ROOT / "bench/rest.py", *_sources())


def _sources() -> list[Path]:
    files = sorted((ROOT / "agimi/programme/fixtures").glob("*.*"))
    for room in ROOMS:
        files += sorted((ROOT / "agimi" / room / "migrations").glob("0*.py"))
    return files


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
