"""The measurements: each in a process of its own, both databases, one after the other."""

from __future__ import annotations

import json
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.databases import ROOT, Size, demo, postgres, sqlite, surroundings
from bench.figures import compare

SIDES = ("agimi", "duckdb", "pandas")
DATABASES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Measured:
    """What was measured of one side: seconds of each run, and the peak memory of its process."""

    seconds: list[float]
    peak: int
    cpu: list[float] = field(default_factory=list)
    figures: int = 0
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def processor(self) -> float:
        return statistics.median(self.cpu)

    def __str__(self) -> str:
        busy = f" ({self.processor:.2f} s of the processor)" if self.cpu else ""
        return f"{self.median:.2f} s{busy}, {self.peak / 2**30:.2f} GiB"


Figures = dict[str, dict[str, Measured]]


def say(words: str) -> None:
    print(words, flush=True)


def figures(urls: dict[str, str], year: int, runs: int) -> Figures:
    """All sides on each database; refuses to measure sides that do not agree."""
    return {name: _sides(name, url, year, runs) for name, url in urls.items()}


def _sides(database: str, url: str, year: int, runs: int) -> dict[str, Measured]:
    with tempfile.TemporaryDirectory() as folder:
        # All agree before any is measured.
        say(f"{database}: comparing the figures of {', '.join(SIDES)} …")
        for side in SIDES:
            _side(side, url, year, 0, Path(folder) / side)
        ours = pickle.loads((Path(folder) / "agimi").read_bytes())  # noqa: S301
        agree = 0
        for side in SIDES[1:]:
            theirs = pickle.loads((Path(folder) / side).read_bytes())  # noqa: S301
            agree = compare(ours, theirs, f"{side} on {database}")
        say(f"{database}: {agree:,} figures, the same on all sides")
        found = {}
        for side in SIDES:
            told = _side(side, url, year, runs, Path(folder) / side)
            found[side] = Measured(**told, figures=agree)
            say(f"{database}: {side} {found[side]}")
    return found


def _side(side: str, url: str, year: int, runs: int, file: Path) -> dict[str, Any]:
    told: dict[str, Any] = _python(url, "bench.side", side, url, str(year), str(runs), str(file))
    return told


def alone(url: str, year: int, runs: int) -> Measured:
    """Agimi by itself, on another size."""
    with tempfile.TemporaryDirectory() as folder:
        return Measured(**_side("agimi", url, year, runs, Path(folder) / "agimi"))


def printing(year: int, runs: int) -> Measured:
    """The demonstration's annual report as PDF."""
    return Measured(**_python(demo(), "bench.printing", str(year), str(runs), demo=True))


def imports(urls: dict[str, str], copy: Callable[[str], Any], rows: int, runs: int) -> Figures:
    """Services from a workbook into a fresh copy of a database, each time."""
    found: Figures = {name: {} for name in urls}
    for name, url in urls.items():
        for form in ("xlsx", "csv"):
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / f"services.{form}"
                _python(url, "bench.imports", "file", str(file), str(rows), told=False)
                found[name][form] = _imported(url, copy, file, runs)
            speed = rows / found[name][form].median
            say(f"{name}: import of {form} {speed:,.0f} rows/s, {found[name][form]}")
    return found


def _imported(url: str, copy: Callable[[str], Any], file: Path, runs: int) -> Measured:
    all_told = []
    for _ in range(runs):
        with copy(url) as fresh:
            all_told.append(_python(fresh, "bench.imports", "apply", str(file)))
    return Measured(
        [told["seconds"] for told in all_told],
        max(told["peak"] for told in all_told),
        [told["cpu"] for told in all_told],
        more={"before": max(told["before"] for told in all_told)},
    )


@contextmanager
def copied_file(url: str) -> Iterator[str]:
    """A copy of a SQLite database, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite3"
        shutil.copyfile(url.removeprefix("sqlite:///"), copy)
        yield f"sqlite:///{copy}"


def _python(url: str, module: str, *arguments: str, told: bool = True, demo: bool = False) -> Any:
    command = [sys.executable, "-m", module, *arguments]
    env = surroundings(url, demo=demo)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} {' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1]) if told else None


@dataclass
class Results:
    """All that one run of the bench measured."""

    size: Size
    year: int
    runs: int
    figures: Figures = field(default_factory=dict)
    twice: dict[str, Measured] = field(default_factory=dict)
    pdf: Measured | None = None
    imports: Figures = field(default_factory=dict)
    rows: int = 0
    left_out: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1)


def everything(size: Size, year: int, runs: int, rows: int, *, fresh: bool,
               parts: frozenset[str]) -> Results:  # fmt: skip
    """All measurements asked for, on both databases."""
    results = Results(size, year, runs, rows=rows)
    small = Size(5_000, 0)
    needed = [one for one, part in ((size, "figures"), (size.twice, "twice"), (small, "import"))
              if part in parts]  # fmt: skip
    if size not in needed and "twice" in parts:
        needed.append(size)
    files = {one: sqlite(one, fresh=fresh) for one in needed}
    with postgres(needed) as cluster:
        urls = {one: {"SQLite": files[one], "PostgreSQL": cluster.urls[one]} for one in needed}
        if "figures" in parts:
            results.figures = figures(urls[size], year, runs)
        if "twice" in parts:
            for name, url in urls[size.twice].items():
                results.twice[name] = alone(url, year, runs)
                say(f"{name}: twice the records {results.twice[name]}")
        if "import" in parts:
            for name, copy in (("SQLite", copied_file), ("PostgreSQL", cluster.copied)):
                its = {name: urls[small][name]}
                results.imports |= imports(its, copy, rows, min(runs, 3))
    if "pdf" in parts:
        results.pdf = printing(year, runs)
        say(f"PDF: {results.pdf}, the first time {results.pdf.more['first']:.2f} s")
    return results
