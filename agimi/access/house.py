"""What the console does to set up, check, serve and copy an Agimi: no records, only the house.

Functions, without a terminal; ``commands.py`` gives them words.
"""

import base64
import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from agimi.terminal import Refusal
from agimi.terminal import gettext as _

ALIASES = ("default", "keys")
# The room whose tables a database is for (None: all); the router decides which of them it gets.
ONLY: dict[str, str | None] = {"default": None, "keys": "people"}


# ── Keys ──────────────────────────────────────────────────────────────────────────────────────
def make_keys(*, var: Path, master: Path, environment: dict[str, str]) -> list[Path]:
    """Make the folder and the two key files that are missing; before Django reads its settings."""
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = []
    if not environment.get("AGIMI_SECRET_KEY") and write_once(
        var / "secret.key", secrets.token_urlsafe(50)
    ):
        made.append(var / "secret.key")
    if not environment.get("AGIMI_MASTER_KEY"):
        new = base64.b64encode(secrets.token_bytes(32)).decode()
        if write_once(master, new):
            made.append(master)
    return made


def write_once(path: Path, text: str) -> bool:
    """A file for its owner alone, never over another; false where it stands already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def refuse_second_master(master: Path) -> None:
    """A new master key would fit none of the keys that are there, and look as if it did: take it back."""
    connection = connections["keys"]
    with connection.cursor() as cursor:
        if "people_personkey" not in connection.introspection.table_names(cursor):
            return
        cursor.execute("SELECT EXISTS (SELECT 1 FROM people_personkey)")
        if not cursor.fetchone()[0]:
            return
    master.unlink()
    raise Refusal(
        _("The master key %(file)s is missing, but people's keys are wrapped by it.")
        % {"file": master},
        do=_("Put the key file back from its own backup. A new one would open nothing."),
    )


# ── Databases ─────────────────────────────────────────────────────────────────────────────────
def pending_migrations(alias: str) -> int:
    """How many steps of the database's structure are still to be made."""
    executor = MigrationExecutor(connections[alias])
    rooms = executor.loader.graph.leaf_nodes(ONLY[alias])
    return len(executor.migration_plan(rooms))


def migrate(*, told: Callable[[str, int], None]) -> None:
    from django.core.management import call_command

    for alias in ALIASES:
        steps = pending_migrations(alias)
        told(alias, steps)
        if steps:
            room = [ONLY[alias]] if ONLY[alias] else []
            call_command("migrate", *room, database=alias, verbosity=0, interactive=False)
        name = connections[alias].settings_dict["NAME"]
        if connections[alias].vendor == "sqlite" and Path(name).exists():
            Path(name).chmod(0o600)


def gather_static() -> None:
    """Gather what pages are drawn with, under names that hold a hash; a second's work."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=True, skip_checks=True)


# ── Checks ────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and what is wrong with it (nothing: all is well)."""

    what: str
    wrong: str = ""
    do: str = ""


def examine() -> Iterator[Finding]:
    """Everything that `agimi doctor` looks at, one after the other."""
    yield secret_finding()
    yield master_finding()
    for alias in ALIASES:
        yield database_finding(alias)
    yield apart_finding()
    yield static_finding()
    yield translation_finding()
    yield disk_finding()


def secret_finding() -> Finding:
    what = _("The key that signs sessions")
    if os.environ.get("AGIMI_SECRET_KEY") or settings.SECRET_KEY_FILE.exists():
        return Finding(what)
    return Finding(what, _("There is none."), _("Run `agimi init`."))


def master_finding() -> Finding:
    what = _("The master key")
    if settings.AGIMI_MASTER_KEY is None:
        return Finding(
            what,
            _("There is none."),
            _("Run `agimi init`, or put the key file back from its backup."),
        )
    return Finding(what)


def database_finding(alias: str) -> Finding:
    what = {"default": _("The database of records"), "keys": _("The database of keys")}[alias]
    connection = connections[alias]
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return Finding(what, _("It is not there yet."), _("Run `agimi init`."))
    try:
        connection.ensure_connection()
        steps = pending_migrations(alias)
        problem = sqlite_problem(connection) if connection.vendor == "sqlite" else ""
    except Exception as error:  # noqa: BLE001 - whatever the database says is what is wrong
        return Finding(
            what, str(error).strip(), _("Check its address, its rights and that it runs.")
        )
    if problem:
        return Finding(what, problem, _("Put it back from a backup."))
    if steps:
        return Finding(
            what,
            _("It is older than this version."),
            _("Run `agimi init`; it keeps what is there."),
        )
    return Finding(what)


def sqlite_problem(connection: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        answer = str(cursor.fetchone()[0])
    return "" if answer == "ok" else answer


def apart_finding() -> Finding:
    """Only worth a word where real people are recorded."""
    what = _("Data and keys apart")
    if settings.DEMO or settings.AGIMI_MASTER_KEY is None or os.environ.get("AGIMI_MASTER_KEY"):
        return Finding(what)
    data = settings.DATABASES["default"]
    if (
        data["ENGINE"].endswith("sqlite3")
        and Path(data["NAME"]).parent == settings.MASTER_KEY_FILE.parent
    ):
        return Finding(
            what,
            _("The master key lies in the same folder as the records: who takes one takes both."),
            _(
                "Keep the key on another disk or in the environment (AGIMI_KEY_FILE, AGIMI_MASTER_KEY)."
            ),
        )
    return Finding(what)


def static_finding() -> Finding:
    what = _("What pages are drawn with")
    for name, folder in ((item[0], Path(item[1])) for item in settings.STATICFILES_DIRS):
        if not folder.is_dir():
            return Finding(
                what,
                _("The folder of %(name)s is missing.") % {"name": name},
                _("Run `make setup`."),
            )
    return Finding(what)


def translation_finding() -> Finding:
    what = _("Albanian words")
    catalogues = list(settings.CODE.rglob("locale/*/LC_MESSAGES/*.po"))
    if any(not catalogue.with_suffix(".mo").exists() for catalogue in catalogues):
        return Finding(what, _("They are not compiled."), _("Run `make setup`."))
    return Finding(what)


def disk_finding() -> Finding:
    what = _("Room on the disk")
    folder = settings.VAR if settings.VAR.exists() else settings.BASE_DIR
    if shutil.disk_usage(folder).free < 500 * 2**20:
        return Finding(
            what, _("Less than 500 MB is free."), _("Make room, before a record cannot be written.")
        )
    return Finding(what)


# ── Copies ────────────────────────────────────────────────────────────────────────────────────
def copy_database(alias: str, target: Path) -> Path:
    """A whole copy of one database as it stands at this moment, while others go on working."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    details = connections[alias].settings_dict
    name = "agimi" if alias == "default" else "keys"
    if connections[alias].vendor == "sqlite":
        copy = target / f"{name}.sqlite3"
        copy_sqlite(Path(details["NAME"]), copy)
    else:
        copy = target / f"{name}.dump"
        copy_postgres(details, copy)
    return copy


def copy_sqlite(source: Path, target: Path) -> None:
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as here,
        closing(sqlite3.connect(part)) as there,
    ):
        here.backup(there)
        # One file is easier to carry than three.
        there.execute("PRAGMA journal_mode=DELETE")
    part.replace(target)


def copy_postgres(details: dict[str, Any], target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise Refusal(
            _("pg_dump is missing."), do=_("Install PostgreSQL's client programs and try again.")
        )
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    named = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    environment = os.environ | {
        name: str(details[key]) for name, key in named.items() if details[key]
    }
    command = [program, "--format=custom", "--no-owner", "--no-privileges", f"--file={part}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        part.unlink(missing_ok=True)
        raise Refusal(_("pg_dump failed: %(reason)s") % {"reason": done.stderr.strip()})
    part.replace(target)


# ── Accounts ──────────────────────────────────────────────────────────────────────────────────
def add_account(*, name: str, role: str, site: str, language: str, by: str) -> str:
    """A new account; returns its first password, which is nowhere else."""
    from agimi.access.accounts import new_password
    from agimi.access.audit import write_entry
    from agimi.access.models import User

    password = new_password()
    user = User(username=name, role=role, language=language, site=find_site(site) if site else None)
    user.set_password(password)
    user.full_clean()
    with transaction.atomic():
        user.save()
        write_entry(by=by, verb="added", kind="access.user", code=name, detail={"role": role})
    return password


def reset_password(*, name: str, by: str) -> str:
    """A new password; whoever was signed in with the old one no longer is."""
    from agimi.access.accounts import set_password

    return set_password(find_account(name), by=by)


def reset_factor(*, name: str, by: str) -> int:
    """Take away a second factor that was lost; says how many there were."""
    from agimi.access import factor

    return factor.reset_factor(find_account(name), by=by)


def find_account(name: str) -> Any:
    from agimi.access.models import User

    user = User.objects.filter(username=name).first()
    if user is None:
        raise Refusal(
            _("There is no account named %(name)s.") % {"name": name},
            do=_("`agimi user list` lists them all."),
        )
    return user


def find_site(code: str) -> Any:
    """A site by its code; the room of the sites stands above this one, hence by its name."""
    sites = apps.get_model("programme", "Site")._default_manager
    site = sites.filter(code=code).first()
    if site is None:
        codes = ", ".join(sites.order_by("code").values_list("code", flat=True))
        raise Refusal(
            _("There is no site with the code %(code)s.") % {"code": code},
            do=_("The sites are: %(codes)s.") % {"codes": codes or "–"},
        )
    return site
