"""The measured databases: made once, kept under ``var/bench``, the same on SQLite and PostgreSQL.

Generating takes minutes, so what was made is kept: the SQLite file as it is, PostgreSQL as a dump
that fills a throw-away cluster. A change of the generator or of the models makes them anew.
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
from pathlib import Path

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


def folder() -> Path:
    made = Path(os.environ.get("AGIMI_VAR") or ROOT / "var") / "bench"
    made.mkdir(parents=True, exist_ok=True)
    return made.resolve()


def surroundings(url: str = "") -> dict[str, str]:
    """The environment of a process that works on a measured database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AGIMI_", "DATABASE_URL"))}
    given = {
        "AGIMI_VAR": str(folder()),
        "AGIMI_MASTER_KEY": KEY,
        "AGIMI_SECRET_KEY": "bench",
        "DJANGO_SETTINGS_MODULE": "agimi.settings",
        "KEYS_DATABASE_URL": f"sqlite:///{folder() / 'keys.sqlite3'}",
    }
    return kept | given | ({"DATABASE_URL": url} if url else {})


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
        _fill(f"sqlite:///{unfinished}", size)
        unfinished.rename(file)
    return url


@contextmanager
def postgres(sizes: list[Size], *, fresh: bool = False) -> Iterator[dict[Size, str]]:
    """A cluster with a database of each size, for as long as it is needed."""
    with Cluster(**SETTINGS) as cluster:
        yield {size: _restored(cluster, size, fresh) for size in sizes}


def _restored(cluster: Cluster, size: Size, fresh: bool) -> str:
    url = cluster.create(f"bench_{size.cases}")
    dump = folder() / f"{size.name}-{_made_by()}.dump"
    if fresh or not dump.exists():
        _forget(f"{size.name}-*.dump*")
        _fill(url, size)
        unfinished = dump.with_suffix(".unfinished")
        _call(cluster, "pg_dump", "-Fc", "-Z1", "-f", str(unfinished), "-d", url)
        unfinished.rename(dump)
    else:
        _call(cluster, "pg_restore", "--no-owner", "-j2", "-d", url, str(dump))
    _call(cluster, "psql", "-q", "-d", url, "-c", "VACUUM ANALYZE")
    return url


def _call(cluster: Cluster, program: str, *arguments: str) -> None:
    subprocess.run([str(cluster.programs / program), *arguments], check=True)


def _fill(url: str, size: Size) -> None:
    print(f"  making {size.cases:,} cases and {size.services:,} services …", flush=True)
    command = [sys.executable, "-m", "bench.fill", str(size.cases), str(size.services)]
    subprocess.run(command, check=True, env=surroundings(url), cwd=ROOT)


def _forget(pattern: str) -> None:
    for old in folder().glob(pattern):
        old.unlink()


def _made_by() -> str:
    """Changes with whatever decides what is in a made database."""
    files = [ROOT / "bench/world.py", ROOT / "bench/rest.py"]
    for room in ROOMS:
        files += sorted((ROOT / "agimi" / room / "migrations").glob("0*.py"))
    files += sorted((ROOT / "agimi/programme/fixtures").glob("*.*"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
