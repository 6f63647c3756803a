"""Commands about workbooks: the empty one, bringing records in, taking them out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agimi.terminal import LANGUAGES, Refusal, language, ngettext, with_django
from agimi.terminal import gettext as _

if TYPE_CHECKING:
    from agimi.access.models import User
    from agimi.exchange.actions import Problem, Report

FORMS = ("xlsx", "csv")
SHOWN = 50

language_option = click.option(
    "--lang",
    "words",
    type=click.Choice(LANGUAGES),
    default=None,
    help=_("Language of the headings and lists. Default: that of the terminal."),
)
user_option = click.option(
    "--user",
    "name",
    default=None,
    help=_("Account in whose name it is done. Default: the installation itself."),
)


@click.command("template", help=_("Write an empty workbook to fill in."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar=_("FILE.xlsx"))
@language_option
@with_django
def template(file: Path, words: str | None) -> None:
    from agimi.exchange.template import write_template

    _refuse_to_replace(file)
    if file.suffix.lower() != ".xlsx":
        raise Refusal(
            _("The empty workbook is an Excel file."),
            do=_("Give it a name that ends in .xlsx; LibreOffice opens it too."),
        )
    write_template(file, language=words or language(), user=_account(None))
    click.echo(_("Written: %(file)s") % {"file": file})


@click.command(
    "import",
    help=_(
        "Check a workbook (.xlsx, .ods, a folder or zip of CSV), and with --apply take its records in: "
        "all of them or none. Without --apply nothing is written."
    ),
)
@click.argument("file", type=click.Path(exists=True, path_type=Path), metavar=_("FILE"))
@click.option("--apply", "keep", is_flag=True, help=_("Write the records, if there is no problem."))
@click.option("--because", default="", help=_("Why; it goes into the audit trail."))
@click.option("--all", "everything", is_flag=True, help=_("List all problems, not only the first."))
@user_option
@with_django
def import_(file: Path, keep: bool, because: str, everything: bool, name: str | None) -> None:
    from agimi.exchange.actions import Busy, apply_upload, check_upload

    work = apply_upload if keep else check_upload
    because = because or _("Import of %(file)s") % {"file": file.name}
    with _progress(_("Reading")) as progress:
        try:
            report = work(file, user=_account(name), because=because, progress=progress)
        except Busy as error:
            raise Refusal(str(error.what), do=str(error.right)) from error
    _show_counts(report)
    _show_problems(report, None if everything else SHOWN)
    _say_result(report, keep)


@click.command(
    "export",
    help=_(
        "Write all records back as a workbook, in the form in which they are brought in. "
        "Who took them out and why stands in the audit trail."
    ),
)
@click.argument("file", type=click.Path(path_type=Path), metavar=_("FILE"))
@click.option("--because", required=True, help=_("Who gets the file and what for."))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default=None,
    help=_("Kind of file. Default: by its name; a folder or .zip is CSV."),
)
@click.option(
    "--identities",
    is_flag=True,
    help=_("With names, contacts and notes, which are encrypted here."),
)
@language_option
@user_option
@with_django
def export(
    file: Path,
    because: str,
    form: str | None,
    identities: bool,
    words: str | None,
    name: str | None,
) -> None:
    from agimi.exchange.export import export as write_export
    from agimi.exchange.export import form_of
    from agimi.exchange.problems import Refused

    _refuse_to_replace(file)
    try:
        with _progress(_("Writing")) as progress:
            counts = write_export(
                file,
                user=_account(name),
                because=because,
                language=words or language(),
                form=form_of(file, form),
                identities=identities,
                progress=progress,
            )
    except Refused as error:
        what, right = error.in_words()
        raise Refusal(str(what), do=str(right)) from error
    rows = sum(counts.values())
    click.echo(
        ngettext("%(rows)s record in %(file)s", "%(rows)s records in %(file)s", rows)
        % {"rows": _number(rows), "file": file}
    )
    if identities:
        click.secho(_("The file holds names: keep it where nobody else can open it."), fg="yellow")


def _refuse_to_replace(file: Path) -> None:
    if file.is_file() or (file.is_dir() and any(file.iterdir())):
        raise Refusal(
            _("%(file)s is there already.") % {"file": file},
            do=_("Choose another name, or delete it first."),
        )


def _account(name: str | None) -> User:
    from agimi.access.accounts import system_user
    from agimi.access.models import User

    if name is None:
        return system_user()
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise Refusal(
            _("There is no account “%(name)s”.") % {"name": name},
            do=_("`agimi user list` lists the accounts."),
        )
    return user


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; nothing where the output goes into a file."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _show_counts(report: Report) -> None:
    if not report.sheets:
        return
    rows = [
        (str(sheet.title), *map(_number, (sheet.new, sheet.changed, sheet.unchanged)))
        for sheet in report.sheets
    ]
    _table((_("Sheet"), _("New"), _("Changed"), _("Unchanged")), rows)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*heads[:1], box=box.SIMPLE)
    for head in heads[1:]:
        table.add_column(head, justify="right")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def _show_problems(report: Report, most: int | None) -> None:
    for problem in report.problems[:most]:
        click.secho(f"✗ {_place(problem)}", fg="red")
        click.echo(f"  {problem.what}")
        if str(problem.right):
            click.echo(f"  → {problem.right}")
    rest = report.problem_total - len(report.problems[:most])
    if rest:
        click.echo(
            ngettext("… and %(rest)s more problem.", "… and %(rest)s more problems.", rest)
            % {"rest": _number(rest)}
        )


def _place(problem: Problem) -> str:
    """Where a problem is: sheet, cell or row, column, value."""
    parts: list[Any] = [problem.sheet] if str(problem.sheet) else []
    if problem.cell or problem.row:
        parts.append(problem.cell or _("row %(row)s") % {"row": problem.row})
    if problem.column:
        parts.append(problem.column)
    place = " · ".join(map(str, parts)) or _("The file")
    return f"{place}: “{problem.value}”" if problem.value else place


def _say_result(report: Report, keep: bool) -> None:
    if report.problem_total:
        click.secho(
            ngettext(
                "%(number)s problem. Nothing was written.",
                "%(number)s problems. Nothing was written.",
                report.problem_total,
            )
            % {"number": _number(report.problem_total)},
            fg="red",
        )
        sys.exit(1)
    if not report.sheets:
        click.echo(_("The workbook is in order, and holds no records."))
    elif keep:
        click.secho(_("The records are taken in."), fg="green")
    else:
        click.secho(_("The workbook is in order. Nothing has been written yet."), fg="green")
        click.echo(_("With --apply the records are taken in."))


def _number(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0" if language() == "sq" else ",")
