"""Commands about the house and its accounts."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

import click

from agimi.access.choices import Role
from agimi.terminal import LANGUAGES, Refusal, ngettext, with_django
from agimi.terminal import gettext as _

# Who did it, where nobody was signed in; as agimi.access.accounts has it.
COMMAND = "agimi"
ROLES = [role.value for role in Role if role != Role.SYSTEM]


@click.command(
    "doctor",
    help=_("Check the settings, the keys and the databases; says what to do about each problem."),
)
@with_django
def doctor() -> None:
    from agimi.access.house import examine

    problems = 0
    for finding in examine():
        if finding.wrong:
            problems += 1
            click.secho(f"✗ {finding.what}: {finding.wrong}", fg="red")
            click.echo(f"  {finding.do}")
        else:
            click.echo(f"✓ {finding.what}")
    if problems:
        sys.exit(1)


@click.command(
    "serve", help=_("Serve the pages, and do the work that they ask for in the background.")
)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help=_("Port to listen on."),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help=_("Number of processes."),
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help=_("Pages that each process draws at once; more of them only wait for each other."),
)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    check_before_serving(host, port)
    subprocess.run([sys.executable, "-m", "agimi.cli", "tidy"], check=False)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "agimi.settings"}
    granian = [
        sys.executable, "-m", "granian", "agimi.wsgi:application", "--interface", "wsgi",
        "--host", host, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
    ]  # fmt: skip
    jobs = [sys.executable, "-m", "django", "db_worker", "--no-startup-delay"]
    children = [subprocess.Popen(command, env=environment) for command in (granian, jobs)]
    address = f"http://{host}:{port}/"
    click.secho(_("Agimi is at %(address)s (Ctrl+C ends it).") % {"address": address}, bold=True)
    tell_demo_accounts()
    wait_for(children)


@with_django
def check_before_serving(host: str, port: int) -> None:
    from agimi.access.house import examine, gather_static

    for finding in examine():
        # The advice to keep the keys apart is doctor's; everything else would show at the first page.
        if finding.wrong and finding.what != _("Data and keys apart"):
            raise Refusal(f"{finding.what}: {finding.wrong}", do=finding.do)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                _("Port %(port)s of %(host)s cannot be listened on: %(reason)s.")
                % {"port": port, "host": host, "reason": error.strerror},
                do=_("Perhaps Agimi runs already. Another port: `agimi serve --port 8001`."),
            ) from error
    gather_static()


@with_django
def tell_demo_accounts() -> None:
    from agimi.access.queries import demo_accounts

    accounts = demo_accounts()
    if not accounts:
        return
    click.echo(
        _("All people in it are invented. Sign in as one of these, with one click and no password:")
    )
    for user in accounts:
        click.echo(f"  {user.username:<24} {user.get_role_display()}")


def wait_for(children: list["subprocess.Popen[bytes]"]) -> None:
    """Until one of them ends, or somebody ends this; then all end."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    ended = None
    try:
        while ended is None:
            for child in children:
                with suppress(subprocess.TimeoutExpired):
                    child.wait(timeout=0.5)
                    ended = child
                    break
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.kill()
    if ended is not None:
        raise Refusal(
            _("A part of Agimi ended by itself (status %(status)s).") % {"status": ended.returncode}
        )


@click.command(
    "backup",
    help=_(
        "Copy the databases while Agimi runs: the records into one folder, the keys into another. "
        "Keep them apart: whoever has only one of the two reads nothing, and destroying a person's key "
        "erases that person from every copy of the records. The master key is never copied."
    ),
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help=_("Folder for the records."),
)
@click.option(
    "--keys",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help=_("Folder for the keys."),
)
@with_django
def backup(data: Path, keys: Path) -> None:
    from agimi.access.house import copy_database

    if data.resolve() == keys.resolve():
        raise Refusal(
            _("Records and keys may not be kept in one folder."),
            do=_("Name two folders, best on two disks."),
        )
    day = f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    for alias, folder in (("default", data), ("keys", keys)):
        click.echo(copy_database(alias, folder / day))


@click.command(
    "add",
    help=_(
        "Give somebody an account. The password is made up and shown once: hand it over in person, "
        "to be changed on the account page."
    ),
)
@click.argument("name", metavar=_("NAME"))
@click.option(
    "--role",
    type=click.Choice(ROLES),
    required=True,
    help=_("What they are in the organisation; their rights follow from it."),
)
@click.option(
    "--site", default="", metavar=_("CODE"), help=_("Where they work, by the code of the site.")
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="sq",
    show_default=True,
    help=_("Language of their pages."),
)
@with_django
def user_add(name: str, role: str, site: str, language: str) -> None:
    from agimi.access.house import add_account

    password = add_account(name=name, role=role, site=site, language=language, by=COMMAND)
    click.echo(_("Account %(name)s, password: %(password)s") % {"name": name, "password": password})


@click.command("list", help=_("List the accounts and their roles."))
@with_django
def user_list() -> None:
    from agimi.access.models import User

    for user in User.objects.select_related("site").order_by("username"):
        state = "" if user.is_active else _("closed")
        site = user.site.code if user.site else ""
        click.echo(f"{user.username:<24} {user.get_role_display():<36} {site:<12} {state}".rstrip())


@click.command(
    "password", help=_("Set a new password for an account. It is made up and shown once.")
)
@click.argument("name", metavar=_("NAME"))
@with_django
def user_password(name: str) -> None:
    from agimi.access.house import reset_password

    password = reset_password(name=name, by=COMMAND)
    click.echo(_("Account %(name)s, password: %(password)s") % {"name": name, "password": password})


@click.command(
    "reset-factor",
    help=_(
        "Take away the second factor of an account, because it was lost. They set up a new one when they "
        "sign in next; whoever is signed in under the account is signed out."
    ),
)
@click.argument("name", metavar=_("NAME"))
@with_django
def user_reset_factor(name: str) -> None:
    from agimi.access.house import reset_factor

    count = reset_factor(name=name, by=COMMAND)
    if count:
        click.echo(_("Account %(name)s has no second factor any more.") % {"name": name})
    else:
        click.echo(_("Account %(name)s had no second factor.") % {"name": name})


@click.command(
    "verify",
    help=_(
        "Verify that no entry of the audit trail was changed, left out or moved. Ends with status 1 if one was."
    ),
)
@with_django
def audit_verify() -> None:
    from agimi.access.audit import verify
    from agimi.access.models import AuditEntry

    problems = {
        "changed": _("was changed"),
        "missing": _("is missing"),
        "order": _("does not follow from the one before"),
    }
    broken = 0
    for found in verify():
        broken += 1
        click.secho(
            _("Entry %(number)s %(problem)s.")
            % {"number": found.number, "problem": problems[found.problem]},
            fg="red",
        )
    count = AuditEntry.objects.count()
    if broken:
        raise Refusal(
            _("The audit trail does not hold: %(broken)s of %(count)s entries.")
            % {"broken": broken, "count": count},
            do=_("Keep this database as it is, and tell the data-protection officer."),
        )
    click.echo(
        ngettext("%(count)s entry, whole.", "%(count)s entries, whole.", count) % {"count": count}
    )
