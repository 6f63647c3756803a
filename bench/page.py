"""``docs/reference/benchmarks.md``: the measurements in words, with the machine they were made on."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import psutil

from bench.run import Figures, Measured, Results

AGAINST = {"duckdb": "DuckDB", "pandas": "pandas"}
PARTS = (
    "django",
    "polars",
    "duckdb",
    "pandas",
    "pyarrow",
    "adbc-driver-manager",
    "psycopg",
    "typst",
)
FASTER, SLOWER, MEMORY, TWICE = 5.0, 1.5, 1.5 * 2**30, 2.2
PDF_SECONDS, ROWS_A_SECOND = 3.0, 5_000

HEAD = """# Benchmarks

Written by `make bench`; do not edit. To repeat: `make bench` (the databases are made once and kept
under `var/bench`; `.venv/bin/python -m bench --fresh` makes them anew, `--help` says what else).
"""

WHY_PANDAS = """Why pandas is not five times slower: its script is given the same narrow queries as the others,
only the columns and rows of the year, so that it too reads a fifth of the services and not all of
them. Of what remains, every side has to wait for the database to hand over the rows; and with
hundreds of breakdowns into tens of thousands of categories, much of the counting is a fixed cost
for each breakdown and each figure, which Agimi pays in Python as well.
"""
HOW = """## How it is measured

- An invented organisation, the same every time (`bench/world.py`, `bench/rest.py`): {cases} cases and
  as many children, {services} services, over seven years, with every other kind of record that
  the figures count. The year measured is {year}.
- Measured are **all figures of the year**: {indicators}, with every breakdown:
  {figures} figures that are not 0. From the database to the finished numbers, everything read anew
  each time.
- *Agimi*: `agimi.insight.service.evaluate`, as commands and pages call it; what it makes includes
  the rows of 0 that are printed, which the others do not make. The words of the categories are
  looked up when somebody asks for them, so they are in nobody's time.
- *DuckDB*: one hand-written query a subject (`bench/duck_sql.py`), then one query with GROUPING
  SETS for all breakdowns that count the same rows. Its extensions for SQLite and PostgreSQL have to
  be downloaded and are no part of the package, so the tables come to it as Arrow, through ADBC, the
  fastest reader found here (connectorx was slower); only the columns and rows of the year
  (`bench/tables.py`).
- *pandas*: a script as an analyst writes it (`bench/panda.py`, `bench/panda_subjects.py`):
  `read_sql` with the same queries, `merge`, `groupby`.
- Before anything is measured, the figures of all three are compared row by row, value, certainty
  and base of percentages. Any difference ends the run without a result.
- Each side in a process of its own: once to warm up, then {runs} times; the median counts.
  *Of it reading* is the time until the rows of the database are a table, on average.
  *Processor* is the time of all its threads, which other work on the machine disturbs less than
  the clock; that of PostgreSQL's own processes is not in it, on any side. Peak
  memory is that of the whole process, with Python and all libraries.
"""


def write(results: Results, file: Path) -> None:
    file.write_text("\n".join(_parts(results)), encoding="utf-8")


def _parts(results: Results) -> Iterator[str]:
    yield HEAD
    yield from _machine()
    if results.figures:
        yield from _figures(results)
    if results.pdf:
        yield from _pdf(results.pdf, results.year)
    if results.imports:
        yield from _imports(results.imports, results.rows)
    yield _how(results)


def _how(results: Results) -> str:
    from bench.covered import covered

    count = max((side.figures for sides in results.figures.values() for side in sides.values()),
                default=0)  # fmt: skip
    words = HOW.format(
        cases=f"{results.size.cases:,}",
        services=f"{results.size.services:,}",
        year=results.year,
        indicators=f"{len(covered())} indicators",
        figures=f"{count:,}",
        runs=results.runs,
    )
    if results.left_out:
        listed = ", ".join(f"`{code}`" for code in results.left_out)
        words += f"- Left out on all three sides, because not yet written for all: {listed}.\n"
    return words


def _machine() -> Iterator[str]:
    yield "## The machine\n"
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[1]
    yield f"- {_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory"
    yield f"- {platform.system()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {_postgres()}"
    yield "- " + ", ".join(f"{name} {version(name)}" for name in PARTS)
    yield f"- load of the machine at the end of the run (5 minutes): {load:.1f}\n"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _postgres() -> str:
    from tests.postgres import programs

    return f"PostgreSQL {programs().parent.name}"


def _figures(results: Results) -> Iterator[str]:
    yield f"## All figures of a year, {results.size.cases:,} cases and {results.size.services:,} services\n"
    yield (
        "| Database | Side | Median | Fastest – slowest | of it reading | Processor | Peak memory | "
        "Agimi takes |"
    )
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for database, sides in results.figures.items():
        agimi = sides["agimi"].median
        for name, side in sides.items():
            share = "" if name == "agimi" else f"{agimi / side.median:.2f} × as long"
            yield (
                f"| {database} | {AGAINST.get(name, 'Agimi')} | {side.median:.2f} s | "
                f"{min(side.seconds):.2f} – {max(side.seconds):.2f} s | "
                f"{side.more['reading']:.2f} s | {side.processor:.2f} s | "
                f"{_gib(side.peak)} | {share} |"
            )
    yield "\n| Database | Target | Measured | |"
    yield "|---|---|---:|---|"
    for database, sides in results.figures.items():
        for target, measured, verdict in _targets(sides, results.twice.get(database)):
            yield f"| {database} | {target} | {measured} | {verdict} |"
    yield ""
    yield from _why_pandas(results.figures)


def _why_pandas(found: Figures) -> Iterator[str]:
    """Why pandas is not left behind further, where it is not."""
    missed = [
        (database, sides["agimi"], sides["pandas"])
        for database, sides in found.items()
        if sides["pandas"].median < FASTER * sides["agimi"].median
    ]
    if not missed:
        return
    yield WHY_PANDAS
    for database, ours, theirs in missed:
        read, needed = ours.more["reading"], theirs.median / FASTER
        yield (
            f"- {database}: a fifth of pandas' time is {needed:.2f} s; Agimi takes {read:.2f} s to "
            f"read and {ours.median - read:.2f} s to count, pandas {theirs.more['reading']:.2f} s "
            f"and {theirs.median - theirs.more['reading']:.2f} s."
        )
    yield ""


def _targets(sides: dict[str, Measured], twice: Measured | None) -> Iterator[tuple[str, str, str]]:
    ours = sides["agimi"]
    duck, panda = ours.median / sides["duckdb"].median, sides["pandas"].median / ours.median
    yield "at most 1.5 × DuckDB's time", f"{duck:.2f} ×", _at_most(duck, SLOWER)
    yield "at least 5 × faster than pandas", f"{panda:.1f} ×", _at_least(panda, FASTER)
    yield "at most 1.5 GiB peak memory", _gib(ours.peak), _at_most(ours.peak, MEMORY)
    if twice is not None:
        grown = twice.median / ours.median
        told = f"{grown:.2f} × ({twice.median:.2f} s, {_gib(twice.peak)})"
        yield "twice the records at most 2.2 × the time", told, _at_most(grown, TWICE)


def _at_most(measured: float, target: float) -> str:
    if measured <= target:
        return "reached"
    return f"**missed**: {100 * (measured / target - 1):.0f} % above it"


def _at_least(measured: float, target: float) -> str:
    if measured >= target:
        return "reached"
    return f"**missed**: {100 * (1 - measured / target):.0f} % below it"


def _gib(size: int) -> str:
    return f"{size / 2**30:.2f} GiB"


def _pdf(pdf: Measured, year: int) -> Iterator[str]:
    yield f"## The annual report {year} of the demonstration as PDF\n"
    yield (
        "From the records on SQLite to the bytes of the file: the figures of the year, of the year "
        "before and of each project, the document, its charts, the typesetting.\n"
    )
    yield "| | Seconds | Processor | Target: under 3 s |"
    yield "|---|---:|---:|---|"
    more = pdf.more
    for name, seconds, cpu in (
        ("the first in a process: programs and fonts not loaded yet", more["first"],
         more["first_cpu"]),
        ("each further one, median: fonts and what does not change are kept", pdf.median,
         pdf.processor),
    ):  # fmt: skip
        yield f"| {name} | {seconds:.2f} | {cpu:.2f} | {_at_most(seconds, PDF_SECONDS)} |"
    yield f"\n{pdf.more['bytes'] / 1024:,.0f} KiB; peak memory of the process {_gib(pdf.peak)}.\n"


def _imports(found: Figures, rows: int) -> Iterator[str]:
    yield f"## Import of {rows:,} services\n"
    yield "One transaction into a database with 5,000 cases, with its entry in the audit trail.\n"
    yield "| Database | File | Median | Processor | Rows a second | Memory before → peak | Target: 5,000 |"
    yield "|---|---|---:|---:|---:|---:|---|"
    for database, forms in found.items():
        for form, took in forms.items():
            speed = rows / took.median
            memory = f"{took.more['before'] / 2**20:.0f} → {took.peak / 2**20:.0f} MiB"
            verdict = _at_least(speed, ROWS_A_SECOND)
            times = f"{took.median:.1f} s | {took.processor:.1f} s | {speed:,.0f}"
            yield f"| {database} | {form.upper()} | {times} | {memory} | {verdict} |"
    yield ""
