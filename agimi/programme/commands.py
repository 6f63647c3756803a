"""Commands about the organisation's own world; `agimi init` brings the part of it that all share."""

from pathlib import Path

import click

from agimi.terminal import gettext as _
from agimi.terminal import refusals, with_django


@click.command(
    "init",
    help=_(
        "Create the keys and databases, or bring them up to date. What is there is kept: "
        "it may be run at any time, and is to be run after each update."
    ),
)
def init() -> None:
    from agimi.access.house import make_keys
    from agimi.environment import Environment

    # Before Django: its settings read the keys.
    env = Environment()
    with refusals():
        var = env.path("AGIMI_VAR", Path(__file__).resolve().parents[2] / "var")
        master = env.path("AGIMI_KEY_FILE", var / "master.key")
        made = make_keys(var=var, master=master, environment=dict(env.variables))
    prepare(new_master=master if master in made else None)
    for path in made:
        click.echo(_("Made %(file)s. Keep a copy of it in another place.") % {"file": path})


@with_django
def prepare(*, new_master: Path | None) -> None:
    from agimi.access.accounts import system_user
    from agimi.access.house import migrate, refuse_second_master
    from agimi.people.actions import complete_search
    from agimi.people.undo import forget_merges
    from agimi.programme.fixtures import load_reference

    def told(alias: str, steps: int) -> None:
        name = {"default": _("The database of records"), "keys": _("The database of keys")}[alias]
        state = _("being brought up to date") if steps else _("up to date")
        click.echo(f"{name}: {state}")

    if new_master is not None:
        refuse_second_master(new_master)
    migrate(told=told)
    load_reference(by=system_user())
    complete_search(by=system_user())
    forget_merges(by=system_user())
