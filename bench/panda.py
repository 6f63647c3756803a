"""The same figures by pandas: read_sql, merge and groupby, as an analyst writes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from agimi.insight.measure import Indicator
from agimi.insight.results import Period
from bench.figures import Figures, plans, put
from bench.panda_subjects import Tables
from bench.tables import DAY_COLUMNS, TABLES, YES_NO_COLUMNS, query

Read = Callable[[str], pd.DataFrame]


def evaluate(read: Read, period: Period, indicators: list[Indicator]) -> Figures:
    """All figures of the indicators, from the tables that ``read`` fetches."""
    tables = Tables({name: _typed(read(query(name, period))) for name in TABLES}, period)
    figures: Figures = {}
    for indicator in indicators:
        rows = _rows(tables, indicator, period)
        for together, breakdowns in plans(indicator).items():
            counted = _once(tables, indicator, together, rows)
            for by in breakdowns:
                _count(figures, indicator, by, counted)
    return figures


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Days as days, and what is blank as missing."""
    for name in table.columns:
        if name in DAY_COLUMNS:
            table[name] = pd.to_datetime(table[name])
        elif name in YES_NO_COLUMNS:
            table[name] = table[name].astype("boolean")
        elif table[name].isna().all():
            table[name] = table[name].astype("float64")
        elif table[name].dtype in ("object", "str"):
            table[name] = table[name].replace("", None)
    return table


def _rows(tables: Tables, indicator: Indicator, period: Period) -> pd.DataFrame:
    """The rows that an indicator counts."""
    rows, when, count = tables.subject(indicator.frame.name), indicator.when, indicator.count
    if when.word != "always":
        start, last = rows[when.start], pd.Timestamp(period.end)
        if when.word == "happened":
            keep = start.between(pd.Timestamp(period.start), last)
        else:
            end = rows[when.end]
            until = last if when.word == "open_at_end" else pd.Timestamp(period.start)
            keep = (start <= last) & (end.isna() | (end >= until))
        rows = rows[keep]
    for column, values in indicator.where.items():
        rows = rows[rows[column].isin(values)]
    if count.unit != indicator.frame.key:
        rows = rows[rows[count.unit].notna()]
        rows = rows.sort_values([when.start, indicator.frame.key], kind="stable")
    dimensions = indicator.dimensions
    if "intake" in dimensions:
        carried = rows[when.start] < pd.Timestamp(period.start)
        rows = rows.assign(by_intake=carried.map({True: "carried", False: "new"}))
    if "month" in dimensions:
        rows = rows.assign(by_month=rows[when.start].dt.strftime("%Y-%m"))
    return rows


def _once(
    tables: Tables, indicator: Indicator, together: tuple[str, ...], rows: pd.DataFrame
) -> pd.DataFrame:
    """Each unit once in every category it falls into."""
    subject = indicator.frame
    for name in together:
        if name in subject.bridges:
            bridge = tables.bridge(subject.name, name)
            rows = rows.merge(bridge, on=subject.key, how="left")
    if indicator.count.unit == subject.key:
        return rows
    return rows.drop_duplicates([indicator.count.unit, *(f"by_{name}" for name in together)])


def _count(figures: Figures, indicator: Indicator, by: tuple[str, ...], rows: pd.DataFrame) -> None:
    count = indicator.count
    if not by:
        value: Any = len(rows) if count.number is None else rows[count.number].sum()
        quality = rows[count.quality].max() if count.quality and len(rows) else 0
        true = rows[count.holds].sum() if count.holds else value
        put(figures, indicator.code, by, (), true, quality, value if count.holds else 0)
        return
    grouped = rows.groupby([f"by_{name}" for name in by], dropna=False, observed=True, sort=False)
    values = grouped.size() if count.number is None else grouped[count.number].sum()
    n = len(values)
    qualities = grouped[count.quality].max().tolist() if count.quality else [0] * n
    bases = values.tolist() if count.holds else [0] * n
    numbers = grouped[count.holds].sum().tolist() if count.holds else values.tolist()
    for category, *said in zip(values.index, numbers, qualities, bases, strict=True):
        categories = category if isinstance(category, tuple) else (category,)
        put(figures, indicator.code, by, categories, *said)
