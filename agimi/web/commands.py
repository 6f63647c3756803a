"""Commands that concern several rooms at once."""

from __future__ import annotations

import click

from agimi.terminal import gettext as _
from agimi.terminal import with_django


@click.command(
    "tidy",
    help=_(
        "Let go of what has had its time: old drafts, steps that can no longer be taken back, files "
        "of records that were taken out, merges past their thirty days, sessions that are over. "
        "`agimi serve` does it at each start."
    ),
)
@with_django
def tidy() -> None:
    from agimi.web.tidying import tidy as let_go

    for what, number in let_go():
        if number:
            click.echo(f"{number} {what}")
