"""``python -m bench.side SIDE URL YEAR RUNS FILE``: one side, in a process of its own.

Computes all figures once as a warm-up and keeps them in FILE for the comparison, then as often as
asked against the clock; prints the seconds, those of the processor among them (all threads of
the process) and the peak memory of the process as JSON.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from bench.figures import Figures
from bench.peak import peak

# What makes the figures, and what makes them comparable afterwards, off the clock.
Side = tuple[Callable[[], Any], Callable[[Any], Figures]]


class Clock:
    """How long a part takes, all its calls together."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def on(self, part: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any) -> Any:
            start = time.perf_counter()
            try:
                return part(*arguments)
            finally:
                self.seconds += time.perf_counter() - start

        return timed


reading = Clock()


def agimi(url: str, year: int) -> Side:
    """Agimi as commands and pages call it; the database is that of the environment."""
    from agimi.insight import service
    from agimi.insight.results import Period
    from agimi.insight.service import evaluate
    from bench.covered import covered
    from bench.figures import of_rows

    vars(service)["load"] = reading.on(vars(service)["load"])
    codes = [indicator.code for indicator in covered()]
    return lambda: evaluate(Period.year(year), indicators=codes), of_rows


def duckdb(url: str, year: int) -> Side:
    """DuckDB, with tables as Arrow through ADBC; ``duckdb-connectorx`` shows the slower way."""
    from bench import duck, readers

    return _contender(readers.arrow, duck.evaluate, url, year)


def duckdb_connectorx(url: str, year: int) -> Side:
    from bench import duck, readers

    return _contender(readers.connectorx, duck.evaluate, url, year)


def pandas(url: str, year: int) -> Side:
    from bench import panda, readers

    return _contender(readers.frames, panda.evaluate, url, year)


def _contender(reader: Callable[..., Any], evaluate: Callable[..., Figures], url: str,
               year: int) -> Side:  # fmt: skip
    from agimi.insight.results import Period
    from bench.covered import covered

    indicators = covered()

    def run() -> Figures:
        with reader(url) as read:
            return evaluate(reading.on(read), Period.year(year), indicators)

    return run, lambda figures: figures


SIDES: dict[str, Callable[[str, int], Side]] = {
    "agimi": agimi,
    "duckdb": duckdb,
    "duckdb-connectorx": duckdb_connectorx,
    "pandas": pandas,
}


def main(side: str, url: str, year: int, runs: int, file: Path) -> None:
    django.setup()
    run, comparable = SIDES[side](url, year)
    file.write_bytes(pickle.dumps(comparable(run())))
    seconds, cpu = [], []
    reading.seconds = 0.0
    for _ in range(runs):
        start, start_cpu = time.perf_counter(), time.process_time()
        run()
        seconds.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
    more = {"reading": reading.seconds / max(runs, 1)}
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak(), "more": more}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
