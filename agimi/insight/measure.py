"""Indicators: what is counted, over which records, when and by what; declared, then computed.

Three words for time. ``happened("on")`` counts what took place in the period (a flow),
``open_during("from", "to")`` what was going on during any of its days (touched by the period),
``open_at_end("from", "to")`` what is going on on its last day (a stock).

A unit is counted once in each figure. Where it has several rows in the period — a person with two
cases, say — the earliest decides into which category it falls, so that the parts always make the
whole; only in the dimensions an indicator names as ``several`` may one unit fall into more than one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any, TypeAlias, TypeVar

import polars as pl

from agimi.insight.frames import FRAMES, Records
from agimi.insight.results import Period, Quality, Row, Unit
from agimi.insight.text import Text

NOT_RECORDED = "not_recorded"
QUALITIES = tuple(Quality)  # from sure to unsure: the least sure part decides

# ── Time ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class When:
    """Which rows a period counts: the word, the first day, and the last where there is one."""

    word: str
    start: str
    end: str | None = None

    def within(self, period: Period) -> pl.Expr:
        """The rows that count in the period."""
        start = pl.col(self.start)
        if self.word == "always":
            return pl.lit(value=True)
        if self.end is None:
            return start.is_between(period.start, period.end)
        last = period.end if self.word == "open_at_end" else period.start
        return (start <= period.end) & (pl.col(self.end).is_null() | (pl.col(self.end) >= last))


def happened(on: str) -> When:
    """A flow: what took place on a day of the period."""
    return When("happened", on)


def open_during(start: str, end: str) -> When:
    """Touched: what was open on any day of the period."""
    return When("open_during", start, end)


def open_at_end(start: str, end: str) -> When:
    """A stock: what is open on the last day of the period."""
    return When("open_at_end", start, end)


def always() -> When:
    """Not bound to days: what a project promised, say."""
    return When("always", "")


# ── Records seen in one period ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class View:
    """The records, a period, and the projects to which the figures are limited (None: all)."""

    records: Records
    period: Period
    projects: tuple[int, ...] | None = None
    _made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, frame: str) -> pl.LazyFrame:
        return self.records[frame]

    def once(self, name: str, make: Callable[[], pl.LazyFrame]) -> pl.LazyFrame:
        """A table that several subjects need: computed once for this view."""
        key = f"table {name}"  # a subject may bear the same name
        if key not in self._made:
            self._made[key] = make().collect()
        table: pl.DataFrame = self._made[key]
        return table.lazy()

    def rows(self, subject: Subject) -> pl.LazyFrame:
        """The rows of a subject: one plan, shared by all its indicators."""
        if subject.name not in self._made:
            self._made[subject.name] = subject.build(self)
        plan: pl.LazyFrame = self._made[subject.name]
        return plan


Build: TypeAlias = Callable[[View], pl.LazyFrame]
Table = TypeVar("Table", pl.DataFrame, pl.LazyFrame)


@dataclass(frozen=True)
class Subject:
    """What is looked at, one row each, with everything that it can be broken down by.

    ``key`` is the row's own number. ``bridges`` lead to the dimensions in which one row may have
    several values: each gives a table of the key and that dimension.
    """

    name: str
    meaning: str
    key: str
    frames: tuple[str, ...]
    build: Build
    bridges: Mapping[str, Build] = field(default_factory=dict)


def subject(
    *frames: str, key: str, bridges: Mapping[str, Build] | None = None
) -> Callable[[Build], Subject]:
    """Declare a subject by the function that builds its rows from these frames."""
    for name in frames:
        if name not in FRAMES:
            raise KeyError(f"no such frame: {name}")

    def declare(build: Build) -> Subject:
        meaning = (build.__doc__ or "").strip().split("\n")[0]
        if not meaning:
            raise ValueError(f"the subject {build.__name__} does not say what one row is")
        return Subject(build.__name__, meaning, key, frames, build, dict(bridges or {}))

    return declare


# ── Dimensions ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Context:
    """What a dimension may need to know besides the row: the period, and the indicator's time."""

    period: Period
    when: When


@dataclass(frozen=True)
class Dimension:
    """A way of breaking figures down; what was not recorded is a category of its own.

    ``read`` says how the category is found in a row. ``values`` lists the categories that are
    printed even where they are 0, unless it stands beside one whose categories are each ``by
    itself``, as events are; the words of the categories stand in ``words``, or where ``named_by``
    points to (a structural list, or the records themselves).
    """

    code: str
    label: Text
    definition: Text
    read: Callable[[Context], pl.Expr]
    words: Mapping[str, Text] = field(default_factory=dict)
    named_by: str = ""
    values: Callable[[Period], tuple[str, ...]] | None = None
    by_itself: bool = False

    def always_printed(self, period: Period) -> tuple[str, ...] | None:
        return None if self.values is None else self.values(period)


# ── Indicators ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Count:
    """What makes the number: different values of ``unit``, or the sum of ``number`` over them.

    With ``holds``, the percentage of them for which that column is true.
    """

    unit: str
    number: str | None = None
    quality: str | None = None
    holds: str | None = None


def distinct(unit: str) -> Count:
    """How many different ones, each once."""
    return Count(unit)


def total(number: str, *, of: str, quality: str | None = None) -> Count:
    """The sum of a number over different ones; ``quality`` is the column that says how sure."""
    return Count(of, number, quality)


def share(holds: str, *, of: str) -> Count:
    """The percentage of different ones for which something holds, with its base (RUL-07)."""
    return Count(of, holds=holds)


Breakdown: TypeAlias = tuple[Dimension, ...]
Category: TypeAlias = tuple[str, ...]


# What was found for one category: the number, how sure it is, how many there are in all.
Number: TypeAlias = tuple[int, int, int]
Found: TypeAlias = dict[Category, Number]
NOTHING: Number = (0, 0, 0)


@dataclass(frozen=True)
class Indicator:
    """One figure and its breakdowns, as the director may check it by reading.

    ``several`` are the dimensions in which one unit may stand in more than one category; ``within``
    is the indicator whose figures these never exceed; ``opens`` is the column with the records to
    show behind a figure, where it is another than the unit.
    """

    code: str
    label: Text
    definition: Text
    rule: Text
    unit: Unit
    frame: Subject
    count: Count
    when: When
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by: tuple[Breakdown, ...] = ()
    several: tuple[Dimension, ...] = ()
    has_total: bool = True
    within: str = ""
    opens: str = ""
    serves: tuple[str, ...] = ()
    retired: bool = False

    def __post_init__(self) -> None:
        room, _, name = self.code.partition(".")
        if not room or not name:
            raise ValueError(f"an indicator's code is chapter.name, not {self.code!r}")
        if len(set(self.breakdowns)) != len(self.breakdowns):
            raise ValueError(f"{self.code} names a breakdown twice")
        if (self.unit is Unit.PERCENT) != (self.count.holds is not None):
            raise ValueError(f"{self.code}: a percentage is counted by share(), nothing else is")

    @cached_property
    def breakdowns(self) -> tuple[tuple[str, ...], ...]:
        """The codes of the dimensions of each breakdown; the empty one is the total."""
        names = tuple(tuple(dimension.code for dimension in by) for by in self.by)
        return ((), *names) if self.has_total else names

    @cached_property
    def dimensions(self) -> dict[str, Dimension]:
        """All dimensions it can be broken down by."""
        return {dimension.code: dimension for by in self.by for dimension in by}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of its subject that it counts and shows, besides the categories."""
        count = self.count
        named = (self.frame.key, count.unit, count.number, count.quality, count.holds, self.opens)
        return tuple(dict.fromkeys(name for name in named if name))

    @cached_property
    def overlapping(self) -> frozenset[str]:
        """The dimensions in which one unit may fall into several categories."""
        bridged = self.frame.bridges.keys() & self.dimensions.keys()
        return frozenset(dimension.code for dimension in self.several) | bridged

    def breakdown(self, names: tuple[str, ...]) -> Breakdown:
        return tuple(self.dimensions[name] for name in names)


def measure(
    indicators: Sequence[Indicator], view: View, *, project: str | None = None
) -> Iterator[Row]:
    """All figures of the indicators, computed together: each subject is built once for all of them.

    Each step is one list of plans for Polars, which works on several of them at once.
    """
    subjects = _subjects(indicators, view)
    plans = [_base(one, subjects[one.frame.name].lazy(), view.period) for one in indicators]
    rows = pl.collect_all(plans, optimizations=_SIMPLE)
    crowds = _crowds(indicators, rows, _bridges(indicators, view))
    asked = [(one, names) for one in indicators for names in one.breakdowns]
    counts = [
        _counted(one.count, names, crowds[one.code, _crowd(one, names)]) for one, names in asked
    ]
    found = pl.collect_all(counts, optimizations=_NONE)
    for (indicator, names), table in zip(asked, found, strict=True):
        yield from _as_rows(indicator, names, _found(names, table), view.period, project)


# The plans share nothing any more once the subjects are built: looking for it would take longest.
_SIMPLE = pl.QueryOptFlags(comm_subplan_elim=False, comm_subexpr_elim=False)
_NONE = pl.QueryOptFlags.none()


def _subjects(indicators: Iterable[Indicator], view: View) -> dict[str, pl.DataFrame]:
    """The rows of each subject, with the columns that some indicator reads."""
    columns: dict[str, set[str]] = {}
    subjects: dict[str, Subject] = {}
    for indicator in indicators:
        subjects[indicator.frame.name] = indicator.frame
        columns.setdefault(indicator.frame.name, set()).update(_read(indicator, view.period))
    plans = [view.rows(one).select(sorted(columns[name])) for name, one in subjects.items()]
    tables = pl.collect_all(plans, optimizations=_SIMPLE)
    return dict(zip(subjects, tables, strict=True))


def _read(indicator: Indicator, period: Period) -> set[str]:
    """The columns of its subject that an indicator reads."""
    when = indicator.when
    found = {*indicator.columns, *indicator.where, *filter(None, (when.start, when.end))}
    for expression in _categories_of(indicator, period).values():
        found.update(expression.meta.root_names())
    return found


def _categories_of(indicator: Indicator, period: Period) -> dict[str, pl.Expr]:
    """How each dimension is read from the rows; those behind bridges come later."""
    context = Context(period, indicator.when)
    return {
        name: dimension.read(context)
        for name, dimension in indicator.dimensions.items()
        if name not in indicator.frame.bridges
    }


def base(indicator: Indicator, view: View) -> pl.LazyFrame:
    """The rows that an indicator counts, with its categories; earliest first where that decides."""
    return _base(indicator, view.rows(indicator.frame), view.period)


def _base(indicator: Indicator, rows: pl.LazyFrame, period: Period) -> pl.LazyFrame:
    frame, count = indicator.frame, indicator.count
    if indicator.when.word != "always":
        rows = rows.filter(indicator.when.within(period))
    for column, values in indicator.where.items():
        rows = rows.filter(pl.col(column).cast(pl.String).is_in(values))
    if count.unit != frame.key:
        rows = rows.filter(pl.col(count.unit).is_not_null())
        start = [indicator.when.start] if indicator.when.start else []
        rows = rows.sort([*start, frame.key], maintain_order=True)
    categories = _categories_of(indicator, period)
    return rows.select(
        *indicator.columns,
        *(read.alias(f"by {name}") for name, read in categories.items()),
    )


def _bridges(indicators: Iterable[Indicator], view: View) -> dict[tuple[str, str], pl.DataFrame]:
    needed = {
        (indicator.frame.name, name): indicator.frame.bridges[name]
        for indicator in indicators
        for name in indicator.frame.bridges.keys() & indicator.dimensions.keys()
    }
    tables = pl.collect_all([build(view) for build in needed.values()])
    return dict(zip(needed, tables, strict=True))


def rows_of(
    indicator: Indicator,
    names: tuple[str, ...],
    rows: Table,
    bridges: Mapping[tuple[str, str], Table],
) -> Table:
    """The rows behind one breakdown: each unit once in every category it falls into."""
    frame = indicator.frame
    for name in names:
        if name in frame.bridges:
            bridge: Any = bridges[frame.name, name].rename({name: f"by {name}"})
            rows = rows.join(bridge, on=frame.key, how="left", maintain_order="left")
    if indicator.count.unit == frame.key:
        return rows
    once = [
        indicator.count.unit,
        *(f"by {name}" for name in names if name in indicator.overlapping),
    ]
    return rows.unique(once, keep="first")


def _crowd(indicator: Indicator, names: Iterable[str]) -> frozenset[str]:
    """The dimensions of a breakdown in which one unit may stand several times."""
    return frozenset(names) & indicator.overlapping


def _crowds(
    indicators: Sequence[Indicator],
    rows: Sequence[pl.DataFrame],
    bridges: Mapping[tuple[str, str], pl.DataFrame],
) -> dict[tuple[str, frozenset[str]], pl.LazyFrame]:
    """The rows behind each breakdown, made once for all breakdowns that count the same rows."""
    joined = {key: bridge.lazy() for key, bridge in bridges.items()}
    plans = {}
    for one, counted in zip(indicators, rows, strict=True):
        for crowd in dict.fromkeys(_crowd(one, names) for names in one.breakdowns):
            plain = counted.select(_counted_columns(one, crowd)).lazy()
            plans[one.code, crowd] = rows_of(one, tuple(crowd), plain, joined)
    made = pl.collect_all(plans.values(), optimizations=_NONE)
    return {key: table.lazy() for key, table in zip(plans, made, strict=True)}


def _counted_columns(indicator: Indicator, crowd: frozenset[str]) -> list[str]:
    """The columns that the breakdowns of one crowd count: few, as each row is moved with them."""
    count = indicator.count
    several = (name for names in indicator.breakdowns if _crowd(indicator, names) == crowd
               for name in names if name not in indicator.frame.bridges)  # fmt: skip
    counted = (indicator.frame.key, count.unit, count.number, count.quality, count.holds)
    return list(dict.fromkeys([*filter(None, counted), *(f"by {name}" for name in several)]))


def _counted(count: Count, names: tuple[str, ...], rows: pl.LazyFrame) -> pl.LazyFrame:
    """One breakdown: the number of each category that occurs."""
    figures = _figures(count)
    if not names:
        return rows.select(figures)
    codes = [pl.col(f"by {name}") for name in names]
    return rows.group_by(codes).agg(figures)


def _found(names: tuple[str, ...], table: pl.DataFrame) -> Found:
    """A breakdown as it came from Polars, by category; blank and "not recorded" are one."""
    *codes, values, qualities, bases = (column.to_list() for column in table.iter_columns())
    numbers = zip(values, qualities, bases, strict=True)
    if not names:
        number = next(numbers)
        return {(): number} if number[2] else {}
    categories = list(zip(*map(_words, codes), strict=True))
    found = dict(zip(categories, numbers, strict=True))
    return found if len(found) == len(categories) else _added_up(categories, table)


def _words(codes: list[Any]) -> list[str]:
    return [NOT_RECORDED if code is None else str(code) for code in codes]


def _added_up(categories: Iterable[Category], table: pl.DataFrame) -> Found:
    """Where one category came in several parts: their sum, as sure as the least sure part."""
    found: Found = {}
    for category, part in zip(categories, table.select(table.columns[-3:]).rows(), strict=True):
        value, quality, base = found.get(category, NOTHING)
        found[category] = (value + part[0], max(quality, part[1]), base + part[2])
    return found


def _figures(count: Count) -> list[pl.Expr]:
    """The value of the rows of one category, how sure it is, and how many there are."""
    value: pl.Expr = pl.len()
    if count.number is not None:
        value = pl.col(count.number).sum()
    if count.holds is not None:
        value = pl.col(count.holds).sum()
    quality = pl.lit(0) if count.quality is None else pl.col(count.quality).max().fill_null(0)
    return [value.alias("value"), quality.alias("quality"), pl.len().alias("base")]


def _as_rows(
    indicator: Indicator,
    names: tuple[str, ...],
    found: Found,
    period: Period,
    project: str | None,
) -> list[Row]:
    """The breakdown in the tidy shape, sorted, with the rows of 0 that are always printed."""
    code, unit = indicator.code, indicator.unit
    numbers = [
        (category, *found.get(category, NOTHING))
        for category in _categories(indicator.breakdown(names), found, period)
    ]
    if indicator.count.holds is None:
        return [
            Row(code, period, names, category, value, unit, QUALITIES[quality], None, project)
            for category, value, quality, _base in numbers
        ]
    return [
        Row(code, period, names, category, _percent(value, base), unit, QUALITIES[quality], base,
            project)
        for category, value, quality, base in numbers
    ]  # fmt: skip


def _percent(value: int, base: int) -> float | None:
    return 100 * value / base if base else None


def _categories(dimensions: Breakdown, found: Iterable[Category], period: Period) -> list[Category]:
    """All categories to print: those found, and the rows of 0 of the dimensions that have them."""
    fixed = [dimension.always_printed(period) for dimension in dimensions]
    categories = set(found)
    if not any(dimension.by_itself for dimension in dimensions):
        categories.update(_printed(fixed, categories))
    if not dimensions or not categories:
        return list(categories)
    return _in_order(categories, fixed)


def _printed(fixed: Sequence[Category | None], found: Iterable[Category]) -> set[Category]:
    """Every declared category, beside each of those found in the dimensions that declare none."""
    declared = [bool(values) for values in fixed]
    if fixed and not any(declared):
        return set()
    beside: Iterable[Category] = {("",) * len(fixed)}
    if not all(declared):
        beside = {
            tuple("" if known else code for code, known in zip(category, declared, strict=True))
            for category in found
        }
    printed: set[Category] = set()
    for category in beside:
        parts = [values or (code,) for code, values in zip(category, fixed, strict=True)]
        printed.update(product(*parts))
    return printed


def _in_order(categories: set[Category], fixed: Sequence[Category | None]) -> list[Category]:
    """Declared categories in their order, others by their code, "not recorded" last."""
    ranks = [
        _ranks(set(codes), values)
        for codes, values in zip(zip(*categories, strict=True), fixed, strict=True)
    ]
    if len(ranks) == 1:
        return [(code,) for code in ranks[0]]

    def order(category: Category) -> list[int]:
        return [rank[code] for rank, code in zip(ranks, category, strict=True)]

    return sorted(categories, key=order)


def _ranks(codes: Iterable[str], declared: Category | None) -> dict[str, int]:
    """The place of each code of one dimension, in order."""
    first = {code: place for place, code in enumerate(declared or (), -len(declared or ()))}
    first[NOT_RECORDED] = 1
    ordered = sorted(codes, key=lambda code: (first.get(code, 0), code))
    return {code: place for place, code in enumerate(ordered)}


def age_on(day: dt.date, birth_date: str = "birth_date") -> pl.Expr:
    """Completed years of age on a day."""
    born = pl.col(birth_date)
    had_birthday = (born.dt.month() < day.month) | (
        (born.dt.month() == day.month) & (born.dt.day() <= day.day)
    )
    return day.year - born.dt.year() - (~had_birthday).cast(pl.Int32)
