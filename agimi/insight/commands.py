"""Commands about figures: print them, check them."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from agimi.terminal import Refusal, language, ngettext, with_django
from agimi.terminal import gettext as _

if TYPE_CHECKING:
    from agimi.insight.gate import Breach
    from agimi.insight.results import Period, Results, Row

DAY = click.DateTime(formats=("%Y-%m-%d", "%d.%m.%Y"))
NAMES = ("indicator", "from", "to", "project", "by", "category", "value", "unit", "quality", "base")
MOST_CODES = 20


@click.command("figures", help=_("Print the figures of a year or period."))
@click.argument("year", type=click.IntRange(1990, 2100), required=False, metavar=_("[YEAR]"))
@click.option("--project", help=_("Only what belongs to this project (its code)."))
@click.option("--from", "start", type=DAY, help=_("First day, instead of a year."))
@click.option("--to", "end", type=DAY, help=_("Last day, instead of a year."))
@click.option(
    "--indicator", "indicators", multiple=True, help=_("Only this indicator; may be repeated.")
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    show_default=True,
    help=_("How to print it."),
)
@with_django
def figures(
    year: int | None,
    project: str | None,
    start: dt.datetime | None,
    end: dt.datetime | None,
    indicators: tuple[str, ...],
    form: str,
) -> None:
    from agimi.insight.service import NoSuchProject, evaluate

    period = _period(year, start, end)
    _check_indicators(indicators)
    try:
        results = evaluate(period, project, indicators or None)
    except NoSuchProject:
        raise Refusal(
            _("There is no project %(code)s.") % {"code": project},
            do=_("Projects of the period: %(codes)s.") % {"codes": _projects(period)},
        ) from None
    printers: dict[str, Callable[[Results], None]] = {
        "table": _print_table,
        "csv": _print_csv,
        "json": _print_json,
    }
    printers[form](results)


@click.command(
    "check",
    help=_(
        "List every breach of the consistency rules with the records behind it. "
        "Ends with status 1 when there is one."
    ),
)
@click.argument("year", type=click.IntRange(1990, 2100), metavar=_("YEAR"))
@with_django
def check(year: int) -> None:
    from agimi.insight import catalogue, gate
    from agimi.insight.irregular import irregular
    from agimi.insight.results import Period
    from agimi.insight.service import evaluate

    period = Period.year(year)
    found = [*gate.breaches(evaluate(period), catalogue.CATALOGUE), *irregular(period)]
    breaches = [one for one in found if one.weight is gate.Weight.BREACH]
    reviews = [one for one in found if one.weight is not gate.Weight.BREACH]
    _tell(_("Breaches"), breaches, "red")
    _tell(_("To look at before publishing"), reviews, "yellow")
    if breaches:
        sys.exit(1)
    words = _("The figures of %(year)s agree with one another.") % {"year": year}
    click.secho(words, fg="green")


def _tell(title: str, found: list[Breach], colour: str) -> None:
    if not found:
        return
    click.secho(f"{title}: {len(found)}", bold=True)
    for one in found:
        click.secho(f"  {one.rule}  ", fg=colour, nl=False)
        click.echo(one.what.within(language()))  # type: ignore[arg-type]
        codes = [f"{record.model} {record.code}" for record in one.records[:MOST_CODES]]
        if codes:
            rest = len(one.records) - len(codes)
            more = ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest} if rest else ""
            click.echo("          " + ", ".join([*codes, *([more] if more else [])]))
    click.echo()


def _period(year: int | None, start: dt.datetime | None, end: dt.datetime | None) -> Period:
    from agimi.insight.results import Period

    if start and end:
        if end < start:
            raise Refusal(
                _("The period ends (%(end)s) before it begins (%(start)s).")
                % {"end": end.date(), "start": start.date()},
                do=_("Give the earlier day with --from."),
            )
        return Period(start.date(), end.date())
    if start or end or year is None:
        raise Refusal(
            _("Which period? A year, or both --from and --to."),
            do=_("For instance: agimi figures 2024, or --from 2024-04-01 --to 2024-12-31."),
        )
    return Period.year(year)


def _check_indicators(codes: tuple[str, ...]) -> None:
    from difflib import get_close_matches

    from agimi.insight.catalogue import CATALOGUE

    for code in codes:
        if code not in CATALOGUE:
            near = get_close_matches(code, CATALOGUE, n=3)
            raise Refusal(
                _("There is no indicator %(code)s.") % {"code": code},
                do=_("Perhaps: %(codes)s.") % {"codes": ", ".join(near)}
                if near
                else _("All of them stand in docs/reference/indicators.md."),
            )


def _projects(period: Period) -> str:
    from agimi.insight.facts import running

    return ", ".join(running(period).values_list("code", flat=True)) or "–"


def _record(row: Row) -> dict[str, Any]:
    return dict(
        zip(
            NAMES,
            (
                row.indicator,
                row.period.start.isoformat(),
                row.period.end.isoformat(),
                row.project or "",
                " × ".join(row.by),
                " × ".join(row.category),
                row.value,
                str(row.unit),
                str(row.quality),
                row.base,
            ),
            strict=True,
        )
    )


def _print_csv(results: Results) -> None:
    writer = csv.DictWriter(sys.stdout, NAMES, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_record(row) for row in results)


def _print_json(results: Results) -> None:
    rows = [_record(row) for row in results]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def _print_table(results: Results) -> None:
    """One block for each indicator: its name, its total, its categories in words."""
    from agimi.insight import format as fmt
    from agimi.insight.catalogue import CATALOGUE

    spoken: Any = language()
    current = ""
    for row in results:
        if row.indicator != current:
            current = row.indicator
            click.secho(f"\n{CATALOGUE[current].label.within(spoken)}  ", bold=True, nl=False)
            click.secho(current, dim=True)
        words = " × ".join(
            results.label(name, code).within(spoken)
            for name, code in zip(row.by, row.category, strict=True)
        )
        click.echo(f"{fmt.figure(row, spoken):>12}  {words}")
