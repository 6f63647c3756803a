"""The consistency gate: what must hold between the figures of one evaluation (RUL-01 … RUL-15).

A breach names the rule, says what does not hold and points to the figures, which lead to their
records. Here are the rules that the figures themselves show; those that only the records show
(an event stored twice, a service outside its case) are in ``irregular.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from agimi.insight.dimensions import AGE_BANDS, months_of
from agimi.insight.measure import NOT_RECORDED, Indicator
from agimi.insight.results import Quality, Results, Row, Unit
from agimi.insight.text import Text


class Weight(StrEnum):
    """Whether a report may be published with it."""

    BREACH = "breach"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Record:
    """A record by the name of its model and its code."""

    model: str
    code: str


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that does not hold: the rule, in words, the figures and the records it shows in."""

    rule: str
    what: Text
    figures: tuple[Row, ...] = ()
    records: tuple[Record, ...] = ()
    weight: Weight = Weight.BREACH


Catalogue = Mapping[str, Indicator]
Check = Callable[["Figures"], Iterator[Breach]]
Table = dict[tuple[str, ...], Row]


class Figures:
    """The rows of one evaluation, by indicator and breakdown."""

    def __init__(self, rows: Iterable[Row], catalogue: Catalogue) -> None:
        self.rows = tuple(rows)
        self.tables: dict[tuple[str, tuple[str, ...]], Table] = defaultdict(dict)
        for row in self.rows:
            self.tables[row.indicator, row.by][row.category] = row
        present = dict.fromkeys(row.indicator for row in self.rows)
        self.indicators = [catalogue[code] for code in present]

    def table(self, indicator: str, by: tuple[str, ...]) -> Table | None:
        return self.tables.get((indicator, by))


# ── Rules ───────────────────────────────────────────────────────────────────────────────────────


def parts_make_the_whole(figures: Figures) -> Iterator[Breach]:
    """RUL-01, RUL-02: carried over and new make the total, and so do the parts of every dimension."""
    for indicator in figures.indicators:
        if indicator.unit is Unit.PERCENT:
            continue
        for by in indicator.breakdowns:
            yield from _parts(figures, indicator, by)


def _parts(figures: Figures, indicator: Indicator, by: tuple[str, ...]) -> Iterator[Breach]:
    """Every dimension of a breakdown that parts the whole, summed up, against the table without it."""
    table = figures.table(indicator.code, by)
    for place, name in enumerate(by if table else ()):
        without = by[:place] + by[place + 1 :]
        whole = _table_like(figures, indicator, without)
        if name in indicator.overlapping or not table or not whole:
            continue
        sums: dict[tuple[str, ...], int | float] = defaultdict(int)
        for category, row in table.items():
            sums[category[:place] + category[place + 1 :]] += row.value or 0
        for category in sums.keys() | whole.keys():
            expected = whole[category].value or 0 if category in whole else 0
            if sums[category] != expected:
                yield _unequal(
                    indicator, by, name, category, sums[category], expected, table, place
                )


def _table_like(figures: Figures, indicator: Indicator, names: tuple[str, ...]) -> Table | None:
    """The breakdown by these dimensions, in whatever order it was declared."""
    for by in indicator.breakdowns:
        if sorted(by) == sorted(names):
            table = figures.table(indicator.code, by) or {}
            order = [by.index(name) for name in names]
            return {tuple(category[i] for i in order): row for category, row in table.items()}
    return None


def _unequal(
    indicator: Indicator,
    by: tuple[str, ...],
    name: str,
    category: tuple[str, ...],
    found: float,
    expected: float,
    table: Table,
    place: int,
) -> Breach:
    rows = tuple(
        row for codes, row in table.items() if codes[:place] + codes[place + 1 :] == category
    )
    where = " × ".join(by)
    return Breach(
        "RUL-01" if name == "intake" else "RUL-02",
        Text(
            f"{indicator.label.sq} ({where}): pjesët japin {found}, tabela pa “{name}” {expected}.",
            f"{indicator.label.en} ({where}): the parts make {found}, the table without “{name}” "
            f"{expected}.",
        ),
        rows,
    )


def parts_never_exceed(figures: Figures) -> Iterator[Breach]:
    """RUL-03: no part exceeds its whole, though parts may overlap."""
    for indicator in figures.indicators:
        whole = figures.table(indicator.code, ())
        if indicator.unit is Unit.PERCENT or not whole:
            continue
        most = whole[()].value or 0
        for by in indicator.breakdowns:
            for row in (figures.table(indicator.code, by) or {}).values():
                if (row.value or 0) > most and indicator.count.number is None:
                    yield _exceeds("RUL-03", row, most, whole[()], indicator, indicator)


def subsets_within_populations(figures: Figures) -> Iterator[Breach]:
    """RUL-03: who is counted in a part of the programme is counted in the programme."""
    by_code = {indicator.code: indicator for indicator in figures.indicators}
    for indicator in figures.indicators:
        population = by_code.get(indicator.within)
        if population is not None:
            yield from _compared("RUL-03", figures, indicator, population)


def _compared(rule: str, figures: Figures, part: Indicator, whole: Indicator) -> Iterator[Breach]:
    """The breakdowns that both have: no category of the part above that of the whole."""
    for by in part.breakdowns:
        # A case open during the period may be carried over where the part has it as new.
        comparable = "intake" not in by or part.when == whole.when
        population = _table_like(figures, whole, by) if comparable else None
        if population is None or whole.overlapping & set(by):
            continue
        for category, row in (figures.table(part.code, by) or {}).items():
            most = population[category].value or 0 if category in population else 0
            if (row.value or 0) > most:
                yield _exceeds(rule, row, most, population.get(category), part, whole)


def _exceeds(
    rule: str, row: Row, most: float, of: Row | None, part: Indicator, whole: Indicator
) -> Breach:
    said = f" ({', '.join(row.category)})" if row.category else ""
    return Breach(
        rule,
        Text(
            f"{part.label.sq}{said}: {row.value} është më shumë se {most} ({whole.label.sq}).",
            f"{part.label.en}{said}: {row.value} is more than {most} ({whole.label.en}).",
        ),
        (row, of) if of else (row,),
    )


def units_are_their_own(figures: Figures) -> Iterator[Breach]:
    """RUL-04: every figure has the unit of its indicator, and no label stands for two of them."""
    labels: dict[str, str] = {}
    for indicator in figures.indicators:
        other = labels.setdefault(indicator.label.en.casefold(), indicator.code)
        if other != indicator.code:
            yield Breach(
                "RUL-04",
                Text(
                    f"{other} dhe {indicator.code} kanë të njëjtin emër: “{indicator.label.sq}”.",
                    f"{other} and {indicator.code} have the same name: “{indicator.label.en}”.",
                ),
            )
    units = {indicator.code: indicator.unit for indicator in figures.indicators}
    for row in figures.rows:
        if row.unit is not units[row.indicator]:
            yield _wrong(row, "RUL-04", "njësi tjetër", "another unit")


def _wrong(row: Row, rule: str, sq: str, en: str) -> Breach:
    name = " ".join([row.indicator, *row.category])
    return Breach(rule, Text(f"{name}: {sq}.", f"{name}: {en}."), (row,))


# Different people and the sums that count some of them more than once.
DISTINCT_AND_SUMMED = (
    ("centre.beneficiaries", "centre.uses"),
    ("legal.clients", "legal.cases"),
    ("courses.attendees", "courses.enrolments"),
    ("activities.attendees", "activities.attendances"),
    ("supervision.professionals", "supervision.sessions"),
    ("aid.recipients", "aid.deliveries"),
)


def distinct_within_sums(figures: Figures) -> Iterator[Breach]:
    """RUL-05: different people are never more than the sum that counts some of them twice."""
    by_code = {indicator.code: indicator for indicator in figures.indicators}
    for people, sums in DISTINCT_AND_SUMMED:
        if people in by_code and sums in by_code:
            yield from _compared_totals(figures, by_code[people], by_code[sums])


def _compared_totals(figures: Figures, part: Indicator, whole: Indicator) -> Iterator[Breach]:
    for by in part.breakdowns:
        single = not ({"intake", "client_group", "client"} & set(by))
        sums = _table_like(figures, whole, by) if single else None
        for category, row in (figures.table(part.code, by) or {}).items():
            most = sums[category].value or 0 if sums and category in sums else 0
            if sums is not None and (row.value or 0) > most:
                yield _exceeds("RUL-05", row, most, sums.get(category), part, whole)


def one_window(figures: Figures) -> Iterator[Breach]:
    """RUL-06: the figures of one evaluation are of one period and one choice of projects."""
    windows = {(row.period, row.project) for row in figures.rows}
    if len(windows) > 1:
        yield Breach(
            "RUL-06",
            Text(
                f"Shifra të {len(windows)} periudhave a projekteve nën të njëjtët emra.",
                f"Figures of {len(windows)} periods or projects under the same names.",
            ),
        )


def percentages_have_their_base(figures: Figures) -> Iterator[Breach]:
    """RUL-07: a percentage has its base, lies between 0 and 100, and without base has no value."""
    for row in figures.rows:
        if row.unit is Unit.PERCENT and not _is_sound(row):
            yield _wrong(row, "RUL-07", "përqindje pa bazë", "a percentage without its base")


def _is_sound(row: Row) -> bool:
    if row.base is None or (row.value is None) != (row.base == 0):
        return False
    return row.value is None or 0 <= row.value <= 100


def months_are_complete(figures: Figures) -> Iterator[Breach]:
    """RUL-09: every month of the period has its row, and no other month has one."""
    for (code, by), table in figures.tables.items():
        if by != ("month",) or not table:
            continue
        expected = months_of(next(iter(table.values())).period)
        found = {category[0] for category in table} - {NOT_RECORDED}
        if found != set(expected):
            yield Breach(
                "RUL-09",
                Text(
                    f"{code}: muajt nuk janë ata të periudhës.",
                    f"{code}: the months are not those of the period.",
                ),
                tuple(table.values()),
            )


def bands_cover_all(_: Figures) -> Iterator[Breach]:
    """RUL-11: the age bands begin at 0, follow each other without overlap, and the last is open."""
    firsts = [first for first, _code in AGE_BANDS]
    names = [f"{first}-{after - 1}" for first, after in pairwise(firsts)] + [f"{firsts[-1]}+"]
    if firsts[0] != 0 or names != [code for _first, code in AGE_BANDS]:
        yield Breach(
            "RUL-11",
            Text("Grupmoshat nuk janë të plota.", "The age bands do not cover all ages once."),
        )


def doubt_is_carried(figures: Figures) -> Iterator[Breach]:
    """RUL-14: a sum is never surer than its least sure part."""
    order = list(Quality)
    for indicator in figures.indicators:
        whole = figures.table(indicator.code, ())
        if not whole or indicator.count.quality is None:
            continue
        for by in indicator.breakdowns:
            for row in (figures.table(indicator.code, by) or {}).values():
                if order.index(row.quality) > order.index(whole[()].quality):
                    yield _wrong(
                        whole[()], "RUL-14", "më e sigurt se pjesët", "surer than its parts"
                    )


CHECKS: tuple[Check, ...] = (
    parts_make_the_whole,
    parts_never_exceed,
    subsets_within_populations,
    units_are_their_own,
    distinct_within_sums,
    one_window,
    percentages_have_their_base,
    months_are_complete,
    bands_cover_all,
    doubt_is_carried,
)


def breaches(results: Results | Sequence[Row], catalogue: Catalogue) -> list[Breach]:
    """Everything that does not hold between the figures of one evaluation."""
    figures = Figures(results, catalogue)
    return [breach for check in CHECKS for breach in check(figures)]
