"""Commands about reports."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import click

from agimi.terminal import LANGUAGES, Refusal, with_django
from agimi.terminal import gettext as _

FORMATS = ("pdf", "docx", "xlsx", "html", "csv", "json")


@click.command("annual", help=_("Write the annual report."))
@click.option("--year", type=click.IntRange(1990, 2100), required=True, help=_("The year."))
@click.option(
    "--lang",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    help=_("Language of the report; may be given twice. Default: both."),
)
@click.option(
    "--format",
    "forms",
    type=click.Choice(FORMATS),
    multiple=True,
    help=_("Kind of file; may be given several times. Default: PDF."),
)
@click.option(
    "--public",
    is_flag=True,
    help=_("The edition for the public: small numbers are protected."),
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    help=_("File to write; with several languages or kinds of file, the folder. Default: here."),
)
@with_django
def annual(
    year: int,
    languages: tuple[str, ...],
    forms: tuple[str, ...],
    public: bool,
    output: Path | None,
) -> None:
    from agimi.insight.answers import years
    from agimi.insight.publish import annual_documents, render
    from agimi.insight.report.nodes import Protection
    from agimi.insight.results import Period

    languages, forms = languages or LANGUAGES, forms or ("pdf",)
    _check_year(year, years())
    target = _target(output, single=len(languages) * len(forms) == 1)
    protection = Protection.PUBLIC if public else Protection.INTERNAL
    documents: dict[Any, Any] = annual_documents(
        Period.year(year),
        languages,  # type: ignore[arg-type]
        protection=protection,
    )
    for language in languages:
        for form in forms:
            path = target if target.suffix else target / f"agimi-{year}-{language}.{form}"
            _write(path, render(documents[language], form))
            click.echo(path)


def _check_year(year: int, known: list[int]) -> None:
    if year not in known:
        raise Refusal(
            _("There are no records of %(year)s.") % {"year": year},
            do=_("There are records of: %(years)s.") % {"years": ", ".join(map(str, known))}
            if known
            else _("Bring records in with `agimi import`, or invented ones with `agimi demo`."),
        )


def _target(output: Path | None, *, single: bool) -> Path:
    if output is None:
        return Path()
    if output.suffix and not output.is_dir():
        if not single:
            raise Refusal(
                _("%(file)s is one file, but several reports are asked for.") % {"file": output},
                do=_("Name a folder, or one language and one kind of file."),
            )
        output.parent.mkdir(parents=True, exist_ok=True)
        return output
    output.mkdir(parents=True, exist_ok=True)
    return output


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a report cut off in the middle never stands under its name."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o640)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
