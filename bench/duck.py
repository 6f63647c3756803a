"""The same figures by DuckDB: one hand-written query a subject, one GROUPING SETS query a count.

The tables come to DuckDB as Arrow, by the fastest reader there is for the database; what SQLite
keeps as text becomes days there. Everything else happens in SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb

from agimi.insight.measure import Indicator
from agimi.insight.results import Period
from bench import duck_sql
from bench.figures import Figures, plans, put
from bench.tables import DAY_COLUMNS, TABLES, YES_NO_COLUMNS, query

Read = Callable[[str], Any]


def evaluate(read: Read, period: Period, indicators: list[Indicator]) -> Figures:
    """All figures of the indicators, from the tables that ``read`` fetches."""
    figures: Figures = {}
    with duckdb.connect(":memory:") as db:
        db.execute("SET preserve_insertion_order = false")
        for name in TABLES:
            _take_in(db, name, read(query(name, period)))
        subjects = {indicator.frame.name for indicator in indicators}
        for name, sql in (*duck_sql.SHARED.items(), *duck_sql.SUBJECTS.items()):
            if name in duck_sql.SHARED or name in subjects:
                made = sql.format(a=period.start, z=period.end)
                db.execute(f'CREATE TEMP TABLE "{name}" AS {made}')
        for indicator in indicators:
            for together, breakdowns in plans(indicator).items():
                _count(db, figures, indicator, together, breakdowns, period)
    return figures


def _take_in(db: duckdb.DuckDBPyConnection, name: str, table: Any) -> None:
    """A table as it came, under its name, with days as days."""
    db.register(f"raw {name}", table)
    typed = ", ".join(f"{_typed(field.name, str(field.type))}" for field in table.schema)
    db.execute(f'CREATE TEMP VIEW "t_{name}" AS SELECT {typed} FROM "raw {name}"')


def _typed(name: str, kind: str) -> str:
    if name in DAY_COLUMNS:
        value = f'"{name}"' if "string" in kind or "date" in kind else "NULL"
        return f'{value}::DATE AS "{name}"'
    if name in YES_NO_COLUMNS:
        return f'"{name}"::BOOLEAN AS "{name}"'
    if "string" in kind:
        return f'nullif("{name}", \'\') AS "{name}"'
    return f'"{name}"'


def _count(db: duckdb.DuckDBPyConnection, figures: Figures, indicator: Indicator,
           together: tuple[str, ...], breakdowns: list[tuple[str, ...]],
           period: Period) -> None:  # fmt: skip
    """All breakdowns that count the same rows, in one query."""
    names = list(dict.fromkeys(name for by in breakdowns for name in by))
    sql = _sql(indicator, together, breakdowns, names, period)
    for *category, which, value, quality, base in db.execute(sql).fetchall():
        # One bit for each dimension that is not part of the grouping set, the first the highest.
        kept = [not which >> place & 1 for place in reversed(range(len(names)))]
        said = {n: c for n, c, is_in in zip(names, category, kept, strict=True) if is_in}
        by = next(by for by in breakdowns if set(by) == set(said))
        put(figures, indicator.code, by, (said[name] for name in by), value, quality, base)


def _sql(indicator: Indicator, together: tuple[str, ...], breakdowns: list[tuple[str, ...]],
         names: list[str], period: Period) -> str:  # fmt: skip
    count, subject = indicator.count, indicator.frame
    rows = f"SELECT {_columns(indicator, names)} FROM {_from(indicator, together)}"
    rows += f" WHERE {_where(indicator, period)}"
    if count.unit != subject.key:
        tags = "".join(f", by_{name}" for name in together)
        first = f'"{_start(indicator)}", "{subject.key}"'
        rows += (
            f' QUALIFY row_number() OVER (PARTITION BY "{count.unit}"{tags} ORDER BY {first}) = 1'
        )
    value = "count(*)" if count.number is None else f'sum("{count.number}")'
    if count.holds is not None:
        value = f'count(*) FILTER ("{count.holds}")'
    base = "0" if count.holds is None else "count(*)"
    quality = "0" if count.quality is None else f'max("{count.quality}")'
    dims = [f"by_{name}" for name in names]
    sets = ", ".join("(" + ", ".join(f"by_{name}" for name in by) + ")" for by in breakdowns)
    which = f"GROUPING({', '.join(dims)})" if dims else "0"
    shown = ", ".join([*dims, which, value, quality, base])
    grouped = f" GROUP BY GROUPING SETS ({sets})" if dims else ""
    rows = rows.replace("{a}", str(period.start)).replace("{z}", str(period.end))
    return f"SELECT {shown} FROM ({rows}){grouped}"


def _start(indicator: Indicator) -> str:
    return indicator.when.start or indicator.frame.key


def _columns(indicator: Indicator, names: list[str]) -> str:
    count = indicator.count
    counted = (count.unit, count.number, count.quality, count.holds)
    plain = (indicator.frame.key, *counted, indicator.when.start)
    columns = [f's."{name}"' for name in dict.fromkeys(plain) if name]
    return ", ".join([*columns, *(_dimension(name, indicator) for name in names)])


def _dimension(name: str, indicator: Indicator) -> str:
    if name in indicator.frame.bridges:
        return f'bridge_{name}."{name}" AS by_{name}'
    if name == "intake":
        start = f's."{indicator.when.start}"'
        return f"CASE WHEN {start} < DATE '{{a}}' THEN 'carried' ELSE 'new' END AS by_intake"
    if name == "month":
        return f"strftime(s.\"{indicator.when.start}\", '%Y-%m') AS by_month"
    return f"s.by_{name}"


def _from(indicator: Indicator, together: tuple[str, ...]) -> str:
    subject = indicator.frame
    joins = [
        f'LEFT JOIN ({duck_sql.BRIDGES[subject.name, name]}) bridge_{name} USING ("{subject.key}")'
        for name in together
        if name in subject.bridges
    ]
    return " ".join([f'"{subject.name}" s', *joins])


def _where(indicator: Indicator, period: Period) -> str:
    parts = ["true"]
    when = indicator.when
    if when.word == "happened":
        parts.append(f"s.\"{when.start}\" BETWEEN DATE '{period.start}' AND DATE '{period.end}'")
    elif when.end is not None:
        last = period.end if when.word == "open_at_end" else period.start
        parts.append(f"s.\"{when.start}\" <= DATE '{period.end}'")
        parts.append(f'(s."{when.end}" IS NULL OR s."{when.end}" >= DATE \'{last}\')')
    for column, values in indicator.where.items():
        listed = ", ".join(f"'{value}'" for value in values)
        parts.append(f's."{column}" IN ({listed})')
    if indicator.count.unit != indicator.frame.key:
        parts.append(f's."{indicator.count.unit}" IS NOT NULL')
    return " AND ".join(parts)
