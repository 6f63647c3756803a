"""The console command ``agimi``: which commands there are, and where each one lives.

Nothing but this list is read for ``agimi --help``; a command's own module is imported when it is called.
"""

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from agimi.terminal import LANGUAGES, Refusal, choose_language, gettext, speak


def N_(text: str) -> str:  # noqa: N802 - the usual name of "to be translated later"
    return text


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: where it lives (``module:name``), and one line about it."""

    target: str
    help: str


COMMANDS: dict[str, Entry] = {
    "init": Entry(
        "agimi.programme.commands:init",
        N_("Create the keys and databases, or bring them up to date."),
    ),
    "demo": Entry(
        "agimi.demo.commands:demo", N_("Load invented people and five years of invented work.")
    ),
    "serve": Entry("agimi.access.commands:serve", N_("Serve the pages.")),
    "user add": Entry("agimi.access.commands:user_add", N_("Give somebody an account.")),
    "user list": Entry("agimi.access.commands:user_list", N_("List the accounts and their roles.")),
    "user password": Entry(
        "agimi.access.commands:user_password", N_("Set a new password for an account.")
    ),
    "user reset-factor": Entry(
        "agimi.access.commands:user_reset_factor", N_("Take away a second factor that was lost.")
    ),
    "template": Entry(
        "agimi.exchange.commands:template", N_("Write an empty workbook to fill in.")
    ),
    "import": Entry(
        "agimi.exchange.commands:import_",
        N_("Check a workbook, and with --apply take its records in."),
    ),
    "export": Entry("agimi.exchange.commands:export", N_("Write all records back as a workbook.")),
    "report annual": Entry("agimi.insight.publish_commands:annual", N_("Write the annual report.")),
    "figures": Entry(
        "agimi.insight.commands:figures", N_("Print the figures of a year or period.")
    ),
    "check": Entry(
        "agimi.insight.commands:check", N_("List every breach of the consistency rules.")
    ),
    "reconcile": Entry(
        "agimi.demo.commands:reconcile", N_("Compare the printed reports with the records.")
    ),
    "search rebuild": Entry(
        "agimi.people.commands:search_rebuild", N_("Make the search by name anew.")
    ),
    "people forget-merges": Entry(
        "agimi.people.commands:forget_merges",
        N_("Make merges final that can no longer be undone."),
    ),
    "tidy": Entry("agimi.web.commands:tidy", N_("Let go of what has had its time.")),
    "audit verify": Entry(
        "agimi.access.commands:audit_verify", N_("Verify that the audit trail is whole.")
    ),
    "backup": Entry("agimi.access.commands:backup", N_("Copy the databases, data and keys apart.")),
    "doctor": Entry(
        "agimi.access.commands:doctor", N_("Check the settings, the keys and the databases.")
    ),
}
GROUPS = {
    "user": N_("Accounts."),
    "report": N_("Reports."),
    "search": N_("The search by name."),
    "people": N_("People's files."),
    "audit": N_("The audit trail."),
}


class LazyGroup(click.Group):
    """A group whose commands are known by name, and imported when called."""

    def __init__(self, name: str, *, prefix: str = "", **settings: Any) -> None:
        super().__init__(
            name,
            no_args_is_help=True,
            options_metavar=gettext("[OPTIONS]"),
            subcommand_metavar=gettext("COMMAND …"),
            **settings,
        )
        self.prefix = prefix

    def entries(self) -> dict[str, str]:
        """The names at this level, in the order of COMMANDS, with their lines of help."""
        found: dict[str, str] = {}
        for path, entry in COMMANDS.items():
            if path.startswith(self.prefix):
                name, _, rest = path.removeprefix(self.prefix).partition(" ")
                found.setdefault(name, GROUPS[name] if rest else entry.help)
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.entries())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.entries():
            return None
        path = self.prefix + cmd_name
        if path in COMMANDS:
            return load(path)
        return LazyGroup(cmd_name, help=gettext(GROUPS[cmd_name]), prefix=f"{path} ")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, gettext(text)) for name, text in self.entries().items()])


def load(path: str) -> click.Command:
    entry = COMMANDS[path]
    module, _, name = entry.target.partition(":")
    try:
        command = getattr(import_module(module), name)
    except (ModuleNotFoundError, AttributeError) as error:
        if isinstance(error, ModuleNotFoundError) and not module.startswith(error.name or "?"):
            raise
        raise Refusal(
            gettext("This version of Agimi does not have the command `agimi %(name)s` yet.")
            % {"name": path},
        ) from error
    if not isinstance(command, click.Command):
        raise TypeError(f"{entry.target} is not a click command")
    command.help = command.help or gettext(entry.help)
    command.options_metavar = gettext("[OPTIONS]")
    return command


def agimi() -> LazyGroup:
    """The command, with its words in the language chosen before."""
    return LazyGroup(
        "agimi",
        help=gettext(
            "Records and reports of an organisation that helps survivors of trafficking and violence."
        ),
        params=[
            click.Option(
                ["--lang"],
                type=click.Choice(LANGUAGES),
                expose_value=False,
                help=gettext("Language of the terminal: Albanian or English."),
            ),
        ],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def main() -> None:
    arguments = sys.argv[1:]
    speak(choose_language(arguments))
    agimi().main(arguments, prog_name="agimi")


if __name__ == "__main__":
    main()
