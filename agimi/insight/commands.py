"""Commands of the figures: print them, and check them."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from agimi.terminal import Refusal, language, ngettext, with_django
from agimi.terminal import gettext as _

if TYPE_CHECKING:
    from agimi.insight.gate import Breach, Record
    from agimi.insight.results import Period, Results, Row
    from agimi.insight.text import Text

FORMATS = ("table", "csv", "json")
COLUMNS = (
    "indicator", "start", "end", "project", "by", "category", "value", "unit", "quality", "base",
)  # fmt: skip
FEW = 20
YEAR = click.argument("year", type=click.IntRange(1900, 2200), metavar=_("YEAR"))
FROM = click.option(
    "--from", "start", type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), help=_("First day, instead of 1 January.")
)  # fmt: skip
TO = click.option(
    "--to", "end", type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), help=_("Last day, instead of 31 December.")
)  # fmt: skip


@click.command("figures", help=_("Print the figures of a year or period, in one tidy shape."))
@YEAR
@FROM
@TO
@click.option(
    "--project",
    "projects",
    multiple=True,
    metavar=_("CODE"),
    help=_("Only the records of this project; given twice, of both together."),
)
@click.option(
    "--to-date",
    is_flag=True,
    help=_("From the first day of the project to the end of the year, or of the project."),
)
@click.option(
    "--indicator",
    "indicators",
    multiple=True,
    metavar=_("CODE"),
    help=_("Only this indicator; may be given several times."),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help=_("How to print it."),
)
@click.option("--public", is_flag=True, help=_("As for the public: small numbers are protected."))
@with_django
def figures(
    year: int,
    start: dt.datetime | None,
    end: dt.datetime | None,
    projects: tuple[str, ...],
    to_date: bool,
    indicators: tuple[str, ...],
    form: str,
    public: bool,
) -> None:
    from agimi.insight.catalogue import CATALOGUE
    from agimi.insight.protect import release
    from agimi.insight.report.nodes import Protection
    from agimi.insight.service import evaluate

    period = _period(year, start, end)
    if to_date:
        period = _to_date(projects, period)
    _check_indicators(indicators)
    with _refusing_projects():
        results = evaluate(period, projects, indicators or None)
    if public:
        results = release(results, Protection.PUBLIC, CATALOGUE)
    {"table": _as_table, "csv": _as_csv, "json": _as_json}[form](results)


def _period(year: int, start: dt.datetime | None, end: dt.datetime | None) -> Period:
    from agimi.insight.results import Period

    first = start.date() if start else dt.date(year, 1, 1)
    last = end.date() if end else dt.date(year, 12, 31)
    if last < first:
        raise Refusal(
            _("The period ends (%(end)s) before it starts (%(start)s).")
            % {"end": last, "start": first},
            do=_("Give --from and --to in their order."),
        )
    return Period(first, last)


def _to_date(projects: tuple[str, ...], period: Period) -> Period:
    from agimi.insight.service import project_to_date

    if not projects:
        raise Refusal(
            _("--to-date needs a project to begin with."), do=_("Name it with --project.")
        )
    with _refusing_projects():
        return project_to_date(projects, period.end)


class _refusing_projects:  # noqa: N801 - reads as a verb
    """A project that does not exist is refused in words, with those that do."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        from agimi.insight.service import NoSuchProject
        from agimi.programme.models import Project

        if isinstance(error, NoSuchProject):
            known = ", ".join(Project.objects.order_by("code").values_list("code", flat=True))
            raise Refusal(
                _("There is no such project."),
                do=_("The projects are: %(codes)s.") % {"codes": known},
            ) from error


def _check_indicators(codes: Iterable[str]) -> None:
    from difflib import get_close_matches

    from agimi.insight.catalogue import CATALOGUE

    for code in codes:
        if code not in CATALOGUE:
            near = get_close_matches(code, CATALOGUE, n=3, cutoff=0.4)
            raise Refusal(
                _("There is no indicator %(code)s.") % {"code": code},
                do=_("Did you mean: %(near)s?") % {"near": ", ".join(near)} if near else "",
            )


def _as_json(results: Results) -> None:
    rows = [_record(row) for row in results]
    for record, row in zip(rows, results, strict=True):
        record["by"], record["category"] = list(row.by), list(row.category)
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))


def _as_csv(results: Results) -> None:
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in results:
        writer.writerow(_record(row))


def _record(row: Row) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "start": row.period.start.isoformat(),
        "end": row.period.end.isoformat(),
        "project": row.project,
        "by": ";".join(row.by),
        "category": ";".join(row.category),
        "value": row.value,
        "unit": row.unit.value,
        "quality": row.quality.value,
        "base": row.base,
    }


def _as_table(results: Results) -> None:
    """Indicator by indicator, each breakdown under its dimensions, in the language of the terminal."""
    from agimi.insight.catalogue import CATALOGUE
    from agimi.insight.dimensions import DIMENSIONS

    for code, rows in groupby(results, key=lambda row: row.indicator):
        click.secho(f"\n{_say(CATALOGUE[code].label)}", bold=True, nl=False)
        click.echo(f"  ({code})")
        for by, lines in groupby(rows, key=lambda row: row.by):
            if by:
                click.echo("  " + " × ".join(_say(DIMENSIONS[name].label) for name in by))
            _lines(list(lines), results, indent=4 if by else 2)


def _lines(rows: list[Row], results: Results, indent: int) -> None:
    from agimi.insight import format as fmt

    words = [
        " · ".join(_say(results.label(name, code)) for name, code in zip(row.by, row.category, strict=True))
        or _("Total")
        for row in rows
    ]  # fmt: skip
    width = min(max(len(said) for said in words), 70)
    for said, row in zip(words, rows, strict=True):
        shown = fmt.figure(row, _language())
        of = f"  ({_('of')} {row.base})" if row.base is not None else ""
        click.echo(f"{' ' * indent}{said:<{width}}  {shown:>8}{of}")


def _language() -> Any:
    return language()


def _say(text: Text) -> str:
    return text.within(_language())


# ── Check ───────────────────────────────────────────────────────────────────────────────────────


@click.command(
    "check",
    help=_(
        "List every breach of the consistency rules in a year, with the records behind it, and what "
        "somebody should look at before a report is published. Ends with an error if there is a breach."
    ),
)
@YEAR
@FROM
@TO
@click.option("--all", "show_all", is_flag=True, help=_("Name every record, however many."))
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help=_("How to print it."),
)
@with_django
def check(
    year: int, start: dt.datetime | None, end: dt.datetime | None, show_all: bool, form: str
) -> None:
    from agimi.insight.gate import Weight
    from agimi.insight.inspect import inspect

    findings = list(inspect(_period(year, start, end)))
    breaches = [finding for finding in findings if finding.weight is Weight.BREACH]
    if form == "json":
        click.echo(json.dumps([_found(one) for one in findings], ensure_ascii=False, indent=1))
    else:
        _tell(breaches, "✗", "red", show_all)
        _tell((one for one in findings if one not in breaches), "?", "yellow", show_all)
        _sum_up(len(breaches), len(findings) - len(breaches))
    if breaches:
        sys.exit(1)


def _tell(findings: Iterable[Breach], mark: str, colour: str, show_all: bool) -> None:
    for finding in findings:
        click.secho(f"{mark} {finding.rule}  {_say(finding.what)}", fg=colour)
        for line in _named(finding.records, show_all):
            click.echo(f"    {line}")


def _named(records: tuple[Record, ...], show_all: bool) -> Iterator[str]:
    shown = records if show_all else records[:FEW]
    for model, some in groupby(shown, key=lambda record: record.model):
        yield f"{model}: {', '.join(record.code for record in some)}"
    if len(records) > len(shown):
        left = len(records) - len(shown)
        yield ngettext(
            "… and %(number)s more (--all names it)",
            "… and %(number)s more (--all names them)",
            left,
        ) % {"number": left}


def _sum_up(breaches: int, reviews: int) -> None:
    if not breaches and not reviews:
        click.secho("✓ " + _("Nothing contradicts anything."), fg="green")
        return
    told = [
        ngettext("%(number)s breach", "%(number)s breaches", breaches) % {"number": breaches},
        ngettext("%(number)s thing to look at", "%(number)s things to look at", reviews)
        % {"number": reviews},
    ]
    click.echo("\n" + ", ".join(told))


def _found(finding: Breach) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "weight": finding.weight.value,
        "what": {"sq": finding.what.sq, "en": finding.what.en},
        "figures": [_record(row) for row in finding.figures],
        "records": [{"model": one.model, "code": one.code} for one in finding.records],
    }
