"""A throw-away PostgreSQL: a cluster of its own in a temporary folder, gone with the tests that used it.

Nothing of the machine's own PostgreSQL is touched; only its programs are needed.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

OLDEST = 15
# Nothing in it is worth a disk's wait.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "60",
    "listen_addresses": "''",
    "timezone": "UTC",
}


class NoPostgres(RuntimeError):
    """This machine has no PostgreSQL that could be started; says what to install."""


def programs() -> Path:
    """The folder with initdb and pg_ctl, the newest series first."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    series = [
        path
        for path in Path("/usr/lib/postgresql").glob("*/bin")
        if path.parent.name.isdigit()
        and int(path.parent.name) >= OLDEST
        and (path / "initdb").exists()
    ]
    if not series:
        raise NoPostgres(
            f"PostgreSQL {OLDEST} or newer is missing: run scripts/setup --dev, or apt install postgresql"
        )
    return max(series, key=lambda path: int(path.parent.name))


class Cluster:
    """``with Cluster() as cluster: … cluster.url("agimi")``; databases are made by ``create``."""

    def __init__(self, **settings: str) -> None:
        self.settings = FAST | settings
        self.programs = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="agimi-pg-"))
        self.data = self.folder / "data"
        self.port = free_port()
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    def __enter__(self) -> "Cluster":
        try:
            if os.geteuid() == 0:
                shutil.chown(self.folder, self.user)
            self.run("initdb", "--pgdata", str(self.data), "--username=agimi", "--auth=trust",
                     "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
            options = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
            self.run("pg_ctl", "--pgdata", str(self.data), "--log", str(self.folder / "log"), "--wait",
                     "--options", f"-k {self.folder} -p {self.port} {options}", "start")  # fmt: skip
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.run(
                "pg_ctl", "--pgdata", str(self.data), "--mode", "immediate", "stop", check=False
            )
        shutil.rmtree(self.folder, ignore_errors=True)

    def create(self, database: str) -> str:
        """A new empty database, and its address."""
        self.run(
            "createdb",
            "--host",
            str(self.folder),
            "--port",
            str(self.port),
            "--username=agimi",
            database,
        )
        return self.url(database)

    def url(self, database: str) -> str:
        return f"postgresql://agimi@/{database}?host={quote(str(self.folder), safe='')}&port={self.port}"

    def run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = [
                "setpriv",
                f"--reuid={self.user}",
                f"--regid={self.user}",
                "--init-groups",
                *command,
            ]
        # pg_ctl leaves the server behind, which would hold a pipe open for ever: hence a file.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                command,
                stdout=output,
                stderr=output,
                cwd="/",
                check=False,
                stdin=subprocess.DEVNULL,
            )
            if check and done.returncode:
                output.seek(0)
                log = self.folder / "log"
                told = output.read().decode(errors="replace") + (
                    log.read_text() if log.exists() else ""
                )
                raise NoPostgres(f"{program} failed:\n{told.strip()[-2000:]}")


def free_port() -> int:
    """Only part of the name of the socket's file here, but it must be nobody else's."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
