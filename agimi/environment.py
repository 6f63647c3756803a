"""Settings from the environment, loud on bad values.

Each reader names the variable, says what is wrong with its value and what would be right; the value itself is never
repeated where it may be a secret.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = frozenset({"1", "true", "yes", "on", "po"})
NO = frozenset({"0", "false", "no", "off", "jo"})


def wrong(name: str, what: str, right: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: {what}. Right would be: {right}.")


class Environment:
    """The variables of one process, each read by its kind."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.variables = os.environ if variables is None else variables

    def raw(self, name: str) -> str:
        return self.variables.get(name, "").strip()

    def text(self, name: str, default: str) -> str:
        return self.raw(name) or default

    def flag(self, name: str, default: bool) -> bool:
        value = self.raw(name).lower()
        if not value:
            return default
        if value in YES:
            return True
        if value in NO:
            return False
        raise wrong(name, f"{value!r} is neither yes nor no", "1 or 0")

    def number(self, name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
        value = self.raw(name)
        if not value:
            return default
        span = f"a whole number of at least {least}" + (
            "" if most is None else f" and at most {most}"
        )
        try:
            number = int(value)
        except ValueError:
            raise wrong(name, f"{value!r} is not a whole number", span) from None
        if number < least or (most is not None and number > most):
            raise wrong(name, f"{number} is out of range", span)
        return number

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.raw(name) or default
        if value not in choices:
            raise wrong(name, f"{value!r} is not known", " or ".join(choices))
        return value

    def words(self, name: str, default: tuple[str, ...]) -> list[str]:
        value = self.raw(name)
        if not value:
            return list(default)
        words = [word.strip() for word in value.split(",")]
        if not all(words):
            raise wrong(name, f"{value!r} has an empty part", "names divided by single commas")
        return words

    def path(self, name: str, default: Path) -> Path:
        value = self.raw(name)
        if not value:
            return default
        path = Path(value).expanduser()
        if not path.is_absolute():
            raise wrong(
                name,
                f"{value!r} is a relative path, which would depend on where Agimi is started",
                "a full path",
            )
        return path

    def database(self, name: str, default: Path) -> dict[str, Any]:
        """SQLite in a file, or PostgreSQL by its address."""
        address = self.raw(name)
        if not address:
            return sqlite(default)
        scheme = address.partition("://")[0]
        if scheme == "sqlite":
            path = Path(unquote(address.removeprefix("sqlite://")).replace("//", "/", 1))
            if not path.is_absolute():
                raise wrong(
                    name,
                    "the path of the SQLite file is relative",
                    "sqlite:///full/path/to/agimi.sqlite3",
                )
            return sqlite(path)
        if scheme in {"postgres", "postgresql"}:
            return postgres(name, address)
        raise wrong(
            name, f"{scheme!r} is not a kind of database that Agimi knows", POSTGRES_EXAMPLE
        )


# How often the same words are sent before the driver has them planned for good by itself: never, as
# the ORM words each question anew. Where it is worth it, it is asked for (agimi.access.prepared).
ONLY_WHERE_ASKED = 1_000_000
POSTGRES_EXAMPLE = "postgresql://user:password@host:5432/name or sqlite:///full/path"


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # A writer says so at once, and waits for its turn rather than fail half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Readers never wait for the writer; a power cut loses at most the last moment, never the file.
            # cache_size is in KiB when negative. Foreign keys are switched on by Django itself.
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=NORMAL;"
                "PRAGMA temp_store=MEMORY;"
                "PRAGMA mmap_size=134217728;"
                "PRAGMA cache_size=-32000;"
            ),
        },
    }


def postgres(name: str, address: str) -> dict[str, Any]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise wrong(name, f"the address cannot be read ({error})", POSTGRES_EXAMPLE) from None
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database:
        raise wrong(
            name, "the address does not end with the name of one database", POSTGRES_EXAMPLE
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": ONLY_WHERE_ASKED, **options},
    }


def master_key(text: str, *, name: str) -> bytes:
    """The 32 bytes that wrap every person's key."""
    right = "32 random bytes in base64, as `agimi init` writes them"
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise wrong(name, "the value is not base64", right) from None
    if len(key) != 32:
        raise wrong(name, f"the key has {len(key)} bytes", right)
    return key


def secret_file(path: Path, *, name: str) -> str:
    """The text of a file that only its owner may read; empty where there is none yet."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(
            name,
            f"{path} cannot be read ({error})",
            "a text file readable by the user who runs Agimi",
        ) from None
    if mode & 0o077:
        raise wrong(name, f"others on this machine may open {path}", f"chmod 600 {path}")
    if not text:
        raise wrong(
            name,
            f"{path} is empty",
            "the backup of that file, or (only when nothing is stored yet) no file",
        )
    return text
