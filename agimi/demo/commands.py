"""Commands of the demonstration: load it, and reconcile it with the printed reports."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from agimi.terminal import Refusal, is_interactive, language, ngettext, with_django
from agimi.terminal import gettext as _

if TYPE_CHECKING:
    from agimi.demo.reconcile import Finding, Line
    from agimi.insight.text import Text

MARKS = {
    "agrees": ("✓", "green"),
    "contradicts_itself": ("≠", "yellow"),
    "cannot_be_checked": ("?", "yellow"),
    "not_a_count": ("·", "bright_black"),
    "differs": ("✗", "red"),
}


@click.command(
    "demo",
    help=_(
        "Load invented people and five years of invented work (2020–2024). Where there are records "
        "already, nothing is changed."
    ),
)
@with_django
def demo() -> None:
    from agimi.access.accounts import system_user
    from agimi.demo.actions import build_demo, has_records
    from agimi.demo.present import live_on

    if has_records():
        click.echo(_("There are records already; nothing was changed."))
        return
    with click.progressbar(
        length=1, label=_("Inventing people and their work"), hidden=not is_interactive()
    ) as bar:

        def progress(chapter: str, done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        build_demo(by=system_user(), progress=progress)
        live_on(by=system_user())
    click.echo(
        _("Five years of invented work are there. Start with AGIMI_DEMO=1 to sign in to them.")
    )


@click.command(
    "reconcile",
    help=_(
        "Compare a printed report with the records of the demonstration: each figure printed, "
        "computed, and a verdict. Ends with status 1 if anything differs without a reason."
    ),
)
@click.argument("year", type=int, metavar=_("YEAR"))
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    show_default=True,
    help=_("How to print it."),
)
@with_django
def reconcile(year: int, form: str) -> None:
    from agimi.demo import printed
    from agimi.demo.actions import has_records
    from agimi.demo.reconcile import differences
    from agimi.demo.reconcile import reconcile as compare

    if year not in printed.YEARS:
        years = ", ".join(map(str, printed.YEARS))
        raise Refusal(
            _("There is no printed report of %(year)s.") % {"year": year},
            do=_("Printed reports: %(years)s.") % {"years": years},
        )
    if not has_records():
        raise Refusal(_("There are no records yet."), do=_("Run `agimi demo` first."))
    lines = compare(year)
    printers: dict[str, Callable[[list[Line], int], None]] = {
        "table": _print_table,
        "csv": _print_csv,
        "json": _print_json,
    }
    printers[form](lines, year)
    if differences(lines):
        sys.exit(1)


# ── As a table ──────────────────────────────────────────────────────────────────────────────────


def _print_table(lines: list[Line], year: int) -> None:
    for section, group in groupby(lines, key=lambda line: line.figure.section):
        click.secho(f"\n{section}", bold=True)
        for line in group:
            _print_line(line)
    _print_checks(year)
    _print_sum(lines)


def _print_line(line: Line) -> None:
    from agimi.demo.reconcile import WORDS

    mark, colour = MARKS[line.verdict]
    words = _words(WORDS[line.verdict])
    if line.because is not None:
        words = f"{words}: {_words(line.because)}"
    numbers = f"{_printed(line):>8} {_computed(line):>8}"
    click.secho(f"  {mark} ", fg=colour, nl=False)
    click.echo(f"{numbers}  {line.figure.statement}")
    if line.verdict != "agrees" or line.because is not None:
        click.secho(f"{'':22}{words}", fg=colour)


def _print_checks(year: int) -> None:
    from agimi.demo import printed
    from agimi.demo.reconcile import every_printed, examine

    click.secho("\n" + _("Checks of the printed numbers against one another"), bold=True)
    known = every_printed()
    for check in printed.checks():
        if check.id.startswith((f"R{year % 100}", "X")):
            findings = examine(check, known)
            mark, colour = _outcome(findings)
            click.secho(f"  {mark} {check.id:<8}", fg=colour, nl=False)
            click.echo(_words(check.words))
            for text in dict.fromkeys(_words(f.words) for f in findings if _tells(f)):
                click.secho(f"{'':12}{text}", fg=colour)


def _tells(finding: Finding) -> bool:
    return finding.words is not None and finding.holds is not True


def _outcome(findings: Iterable[Finding]) -> tuple[str, str]:
    """How a check came out: it breaks, something is missing for it, or it holds."""
    outcomes = [finding.holds for finding in findings]
    if False in outcomes:
        return MARKS["contradicts_itself"]
    return MARKS["agrees"] if outcomes and None not in outcomes else MARKS["not_a_count"]


def _print_sum(lines: list[Line]) -> None:
    from agimi.demo.reconcile import WORDS, Verdict

    counts = Counter(line.verdict for line in lines)
    total = ngettext("%(number)s figure", "%(number)s figures", len(lines))
    click.secho("\n" + total % {"number": len(lines)}, bold=True)
    for verdict in Verdict:
        if counts[verdict]:
            mark, colour = MARKS[verdict]
            click.secho(f"  {mark} {counts[verdict]:>4}  {_words(WORDS[verdict])}", fg=colour)


# ── As data ─────────────────────────────────────────────────────────────────────────────────────


def _print_csv(lines: list[Line], year: int) -> None:
    rows = [_row(line) for line in lines]
    writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _print_json(lines: list[Line], year: int) -> None:
    click.echo(json.dumps([_row(line) for line in lines], ensure_ascii=False, indent=2))


def _row(line: Line) -> dict[str, Any]:
    figure, because = line.figure, line.because
    return {
        "id": figure.id,
        "section": figure.section,
        "statement": figure.statement,
        "unit": figure.unit,
        "printed": figure.value,
        "stated_as": figure.stated_as,
        "computed": line.computed.number if line.computed else None,
        "quality": line.computed.quality.value if line.computed else None,
        "verdict": line.verdict.value,
        "because_sq": because.sq if because else "",
        "because_en": because.en if because else "",
        "checks": " ".join(figure.check),
    }


def _printed(line: Line) -> str:
    figure = line.figure
    if figure.value is None:
        return "–"
    sign = "~" if figure.approx else "≥" if figure.lower_bound else ""
    return f"{sign}{figure.value:g}"


def _computed(line: Line) -> str:
    if line.computed is None:
        return ""
    sign = {"about": "~", "at_least": "≥", "incomplete": ">"}.get(line.computed.quality, "")
    return f"{sign}{line.computed.number:g}"


def _words(text: Text | None) -> str:
    return "" if text is None else text.within(language())  # type: ignore[arg-type]
