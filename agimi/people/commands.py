"""Commands about people: the search over encrypted names, and merges that become final."""

from __future__ import annotations

import click

from agimi.terminal import gettext as _
from agimi.terminal import is_interactive, ngettext, with_django


@click.command(
    "rebuild",
    help=_(
        "Make the search by name anew, from the encrypted names. It may be started again where it "
        "broke off; meanwhile only those are found who were done."
    ),
)
@click.option(
    "--new-key",
    is_flag=True,
    help=_("With a new search key: what older backups have of the search leads to nobody then."),
)
@click.option("--because", default="", help=_("Why; it goes into the audit trail."))
@with_django
def search_rebuild(new_key: bool, because: str) -> None:
    from agimi.access.accounts import system_user
    from agimi.people.actions import rebuild_search

    with click.progressbar(length=1, label=_("Names"), hidden=not is_interactive()) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        people = rebuild_search(
            by=system_user(), new_key=new_key, because=because, progress=progress
        )
    words = ngettext(
        "%(number)s person is found by name.", "%(number)s people are found by name.", people
    )
    click.echo(words % {"number": people})


@click.command(
    "forget-merges",
    help=_(
        "Make merges final whose time for undoing is over: the keys of the files that were given up "
        "are destroyed. `agimi init` does it as well."
    ),
)
@with_django
def forget_merges() -> None:
    from agimi.access.accounts import system_user
    from agimi.people.undo import forget_merges as make_final

    number = make_final(by=system_user())
    words = ngettext("%(number)s merge is final now.", "%(number)s merges are final now.", number)
    click.echo(words % {"number": number})
