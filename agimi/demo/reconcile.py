"""Reconcile: each printed figure beside the one computed from the records, with a verdict.

A figure *agrees* when the records give it. Where they do not, it must stand first in a broken
assertion of ``printed/checks.yaml``: then it *contradicts itself*. A few figures cannot be checked,
or are no count of records, and say why. Anything else *differs*, which is an error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any

from agimi.demo import printed
from agimi.demo.printed import Check, Computed, Measure, Number, Printed
from agimi.insight.results import Period, Quality, Results
from agimi.insight.service import Asked, evaluate_all, project_to_date
from agimi.insight.text import Text


class Verdict(StrEnum):
    AGREES = "agrees"
    CONTRADICTS = "contradicts_itself"
    UNCHECKABLE = "cannot_be_checked"
    NOT_A_COUNT = "not_a_count"
    DIFFERS = "differs"


WORDS = {
    Verdict.AGREES: Text("përputhet", "agrees"),
    Verdict.CONTRADICTS: Text("bie ndesh me vetveten", "contradicts itself"),
    Verdict.UNCHECKABLE: Text("nuk mund të verifikohet", "cannot be checked"),
    Verdict.NOT_A_COUNT: Text("nuk është numër regjistrimesh", "not a count of records"),
    Verdict.DIFFERS: Text("ndryshon", "differs"),
}


@dataclass(frozen=True)
class Value:
    """A computed value and how sure it is."""

    number: Number
    quality: Quality = Quality.EXACT


@dataclass(frozen=True)
class Line:
    """One printed figure, reconciled."""

    figure: Printed
    computed: Value | None
    verdict: Verdict
    because: Text | None = None


# ── Checks between printed figures ──────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Finding:
    """What an assertion of a check found: whether it holds, and the figure that it accuses."""

    check: Check
    holds: bool | None  # None where a number is missing or there is nothing to hold
    accused: str = ""
    words: Text | None = None


Values = Mapping[str, Printed]


def examine(check: Check, known: Values) -> list[Finding]:
    """What each assertion of a check finds in the printed figures."""
    return [_KINDS[row["kind"]](check, row, known) for row in check.asserts]


def _sum(check: Check, row: Mapping[str, Any], known: Values) -> Finding:
    head = row["total"]
    target = known[head].value if isinstance(head, str) else head
    parts = [known[name] for name in row["parts"]]
    if any(part.value is None and part.blank == "unknown" for part in parts):
        return Finding(check, None, str(head))
    found = sum(part.value or 0 for part in parts)
    terms, by = _terms(parts), _shown(abs(found - (target or 0)))
    return _verdict(
        check,
        (target or 0) == found,
        str(head),
        Text(
            f"shtypur {_shown(target)}, pjesët {terms} = {_shown(found)}, ndryshimi {by}",
            f"{_shown(target)} printed, parts {terms} = {_shown(found)}, differs by {by}",
        ),
    )


def _at_most(check: Check, row: Mapping[str, Any], known: Values) -> Finding:
    part = sum(known[name].value or 0 for name in row["part"])
    whole = sum(known[name].value or 0 for name in row["whole"])
    return _verdict(
        check,
        part <= whole,
        row["part"][0],
        Text(
            f"shtypur {_shown(part)} prej gjithsej {_shown(whole)}, {_shown(part - whole)} më shumë",
            f"{_shown(part)} printed of {_shown(whole)} altogether, {_shown(part - whole)} more",
        ),
    )


def _share(check: Check, row: Mapping[str, Any], known: Values) -> Finding:
    share, base = known[row["figure"]].value or 0, known[row["base"]].value or 0
    decimals = row["decimals"]
    near = round(share * base / 100)
    shares = [(n, round(100 * n / base, decimals)) for n in (near - 1, near, near + 1)]
    nearest = min(shares, key=lambda pair: abs(pair[1] - share))
    return _verdict(
        check,
        any(value == share for _n, value in shares),
        row["figure"],
        Text(
            f"{share} % e {_shown(base)} nuk është numër i plotë; "
            f"më i afërti është {nearest[0]}, pra {nearest[1]} %",
            f"{share} % of {_shown(base)} is no whole number; "
            f"the nearest is {nearest[0]}, that is {nearest[1]} %",
        ),
    )


def _average(check: Check, row: Mapping[str, Any], known: Values) -> Finding:
    printed_value = known[row["figure"]].value or 0
    found = sum(known[name].value or 0 for name in row["of"]) / row["over"]
    return _verdict(
        check,
        abs(found - printed_value) <= 0.5,
        row["figure"],
        Text(
            f"shtypur {_shown(printed_value)}, mesatarja është {found:.1f}",
            f"{_shown(printed_value)} printed, the average is {found:.1f}",
        ),
    )


def _same(check: Check, row: Mapping[str, Any], known: Values) -> Finding:
    values = [known[name].value for name in row["figures"]]
    shown = ", ".join(_shown(value) for value in values)
    same = Text(f"duhet të jenë të njëjta: {shown}", f"these must be the same: {shown}")
    return _verdict(check, len(set(values)) == 1, row["figures"][0], same)


def _named(check: Check, row: Mapping[str, Any], known: Values) -> Finding:
    """Too few names are a gap of the print, not a contradiction."""
    value, listed = known[row["figure"]].value, row["listed"]
    holds = True if value == listed else None
    return Finding(check, holds, row["figure"], Text(f"{listed} me emër", f"{listed} named"))


def _date(check: Check, row: Mapping[str, Any], known: Values) -> Finding:
    day = row["printed"]
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        return Finding(check, False, "", Text(f"{day} nuk është datë", f"{day} is no date"))
    return Finding(check, True)


def _weekday(check: Check, row: Mapping[str, Any], known: Values) -> Finding:
    day = dt.date.fromisoformat(str(row["date"]))
    return _verdict(check, day.isoweekday() == row["weekday"], "", Text(f"{day}", f"{day}"))


def _adds_up_to(check: Check, row: Mapping[str, Any], known: Values) -> Finding:
    found = sum(known[name].value or 0 for name in row["parts"])
    missing = row["without_number"]
    more = Text(f", {missing} pa numër", f", {missing} without a number") if missing else None
    return Finding(
        check,
        None,
        "",
        Text(
            f"shuma {_shown(found)}{more.sq if more else ''}",
            f"adds up to {_shown(found)}{more.en if more else ''}",
        ),
    )


def _note(check: Check, row: Mapping[str, Any], known: Values) -> Finding:
    return Finding(check, None)


_KINDS = {
    "sum": _sum,
    "at_most": _at_most,
    "share": _share,
    "average": _average,
    "same": _same,
    "named": _named,
    "date": _date,
    "weekday": _weekday,
    "adds_up_to": _adds_up_to,
    "note": _note,
}


def _verdict(check: Check, holds: bool, accused: str, words: Text) -> Finding:
    return Finding(check, holds, accused, None if holds else words)


def _terms(parts: Sequence[Printed]) -> str:
    """The parts written out, where they are few enough to read."""
    values = [_shown(part.value or 0) for part in parts if part.value]
    return " + ".join(values) if len(values) <= 8 else f"({len(values)})"


def _shown(number: Number | None) -> str:
    return "–" if number is None else f"{number:g}" if isinstance(number, float) else str(number)


def every_printed() -> Values:
    """All printed figures of both years by their id."""
    return {figure.id: figure for year in printed.YEARS for figure in printed.figures(year)}


def broken() -> dict[str, Finding]:
    """The printed figures that stand first in a broken assertion."""
    known = every_printed()
    return {
        finding.accused: finding
        for check in printed.checks()
        for finding in examine(check, known)
        if finding.holds is False and finding.accused
    }


# ── Computing ───────────────────────────────────────────────────────────────────────────────────


def asked_for(figure: Printed, computed: Computed) -> Asked:
    """The evaluation in which a figure stands."""
    year = Period.year(figure.year)
    if isinstance(computed.scope, tuple):
        period = Period(*computed.scope)
    elif computed.scope == "project_to_date":
        period = project_to_date(computed.projects, year.end)
    else:
        period = year
    return Asked(period, computed.projects)


def value_of(computed: Computed, results: Results) -> Value:
    """The figure in the results of its evaluation."""
    value = _measured(computed.measure, results, computed.combine)
    if computed.percent_of is not None:
        whole = _measured(computed.percent_of, results)
        return Value(round(100 * value.number / whole.number, 1) if whole.number else 0)
    if isinstance(computed.divide_by, Measure):
        over = _measured(computed.divide_by, results).number
        return Value(_plain(value.number / over) if over else 0)
    if computed.divide_by is not None:
        return Value(_plain(round(value.number / computed.divide_by, 1)))
    return value


def _measured(measure: Measure, results: Results, combine: str = "sum") -> Value:
    """The rows of a measure: summed, or where each must be the same, their common value."""
    if measure.within and measure.category.get("group") not in measure.within:
        return Value(0)
    found = results.breakdown(measure.indicator, *measure.by)
    wanted = product(*(_several(value) for value in measure.category.values()))
    rows = [found.get(category) for category in wanted]
    numbers = [row.value or 0 if row else 0 for row in rows]
    if combine == "each" and len(set(numbers)) > 1:
        return Value(-1)
    order = list(Quality)
    quality = max((row.quality for row in rows if row), key=order.index, default=Quality.EXACT)
    return Value(numbers[0] if combine == "each" else sum(numbers), quality)


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _plain(number: Number) -> Number:
    return int(number) if float(number).is_integer() else number


# ── Verdicts ────────────────────────────────────────────────────────────────────────────────────

_BLANK = Text("në shtyp bosh në vend të 0", "blank printed for 0")


def reconcile(year: int) -> list[Line]:
    """Every printed figure of a year with what the records give and the verdict."""
    figures = printed.figures(year)
    computed = compute(figures)
    accusations = broken()
    return [_line(figure, computed.get(figure.id), accusations) for figure in figures]


def compute(figures: Iterable[Printed]) -> dict[str, Value]:
    """The values of printed figures, all evaluations made on the records read once."""
    asked = {figure.id: asked_for(figure, figure.computed) for figure in figures if figure.computed}
    wanted: dict[Asked, set[str]] = {}
    for figure in figures:
        if figure.computed:
            wanted.setdefault(asked[figure.id], set()).update(_indicators(figure.computed))
    plans = [Asked(one.period, one.projects, tuple(sorted(codes))) for one, codes in wanted.items()]
    codes = sorted({code for codes in wanted.values() for code in codes})
    results = dict(zip(wanted, evaluate_all(plans, codes), strict=True))
    return {
        figure.id: value_of(figure.computed, results[asked[figure.id]])
        for figure in figures
        if figure.computed
    }


def _indicators(computed: Computed) -> set[str]:
    measures = (computed.measure, computed.percent_of, computed.divide_by)
    return {measure.indicator for measure in measures if isinstance(measure, Measure)}


def _line(figure: Printed, value: Value | None, accusations: Mapping[str, Finding]) -> Line:
    if figure.not_a_count is not None:
        return Line(figure, None, Verdict.NOT_A_COUNT, figure.not_a_count)
    if figure.cannot_be_checked is not None:
        return Line(figure, value, Verdict.UNCHECKABLE, figure.cannot_be_checked)
    if value is not None and _agrees(figure, value):
        blank = _BLANK if figure.value is None else None
        return Line(figure, value, Verdict.AGREES, blank)
    finding = accusations.get(figure.id)
    if finding is not None:
        return Line(figure, value, Verdict.CONTRADICTS, finding.words)
    return Line(figure, value, Verdict.DIFFERS)


def _agrees(figure: Printed, value: Value) -> bool:
    """A blank agrees with 0; “at least” with anything not below it; “about” with the number itself."""
    if figure.value is None:
        return value.number == 0
    if figure.lower_bound:
        return value.number >= figure.value
    return value.number == figure.value


def differences(lines: Iterable[Line]) -> list[Line]:
    """The lines that may not be."""
    return [line for line in lines if line.verdict == Verdict.DIFFERS]
