"""The sections of docs/reference/benchmarks.md about the pages and the crowd."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.databases import Size

PAGE_TARGET, CROWD_TARGET = 0.150, 0.500
COMPARED = ("an empty view", "Django's admin: list of cases")

PAGES_HEAD = "## The pages of a caseworker's day"
CROWD_HEAD = "## Many people at once"
HOW_PAGES = """How it is measured: `python -m bench --only pages`. An invented organisation
(`bench/caseload.py`): {cases} cases over seven years, of which {open} are open, {services} services;
{workers} workers with about {each} open cases each, at {sites} sites; everybody with an identity, sealed
and indexed; notes, goals and tasks are sealed words. Each request goes through the whole handler and
all its middleware, with a session in the database, for the user of a role, and is about another case
(a case manager's own, a coordinator's site, all for the supervisor); {warm} requests to warm up, then as
many as the table says. On PostgreSQL the data and the keys are two databases, and a saving waits for
the disk; SQLite is set as Agimi sets it. *Saved* is the whole saving: form, rights, sealing of the note,
record, audit entry, what is needed to take it back. Opening a case page enters the reading in the audit
trail, opens its goals and tasks, and enters that too. *Processor* is the time of the process that
answers, which other work on the machine disturbs less than the clock; PostgreSQL's own is not in it.
*Questions* are those to both databases together.
"""
HOW_CROWD = """How it is measured: `python -m bench --only crowd`. The same records; `agimi serve` as it
stands (two processes of two threads, and its worker of jobs) on the same machine as the database and
the crowd. Each of the crowd is signed in as another worker, reads or types for two to eight seconds, and does of
a hundred things: {mix}. Logging a session is its form, the
saving with a note, and the page that follows. Whatever is not the page that was asked for is an error.
"""


def standing(file: Path) -> dict[str, str]:
    """The sections of the pages and the crowd that stand in a page already, by their headings."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    parts = re.split(r"(?m)^(?=## )", text)
    heads = (PAGES_HEAD, CROWD_HEAD)
    return {head: part for head in heads for part in parts if part.startswith(head)}


def put(file: Path, sections: Mapping[str, str]) -> None:
    """Put sections in place of those of the same heading; new ones before how it is measured."""
    text = file.read_text(encoding="utf-8")
    for heading, section in sections.items():
        parts = re.split(r"(?m)^(?=## )", text)
        parts = [part for part in parts if not part.startswith(heading)]
        last = next(
            (k for k, part in enumerate(parts) if part.startswith("## How it is")), len(parts)
        )
        parts.insert(last, f"{section.strip()}\n\n")
        text = "".join(parts)
    file.write_text(text, encoding="utf-8")


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────
def pages(
    found: Mapping[str, Sequence[Mapping[str, Any]]], size: Size, load: float
) -> Iterator[str]:
    from bench import caseload, pages

    yield f"{PAGES_HEAD}, {size.cases:,} cases and {size.services:,} services\n"
    yield f"Load of the machine at the end of the run (5 minutes): {load:.1f}.\n"
    yield (
        "| Database | Who | Page | Requests | p50 | p95 | Slowest | Processor, p50 | p95 | Questions | "
        "of it database, p50 | × empty view | × Django's admin | Target: p95 under 150 ms |"
    )
    yield "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
    for database, rows in found.items():
        yield from _rows(database, rows)
    of = caseload.Caseload(size.cases, size.services)
    yield ""
    yield HOW_PAGES.format(
        cases=f"{size.cases:,}", services=f"{size.services:,}", open=f"{of.open:,}",
        workers=of.workers, each=caseload.CASES_OF_A_WORKER, sites=of.sites, warm=pages.WARM_UP,
    )  # fmt: skip


def _rows(database: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    medians = {row["page"]: statistics.median(row["seconds"]) for row in rows if not row["role"]}
    empty, admin = (medians[name] for name in COMPARED)
    for row in rows:
        median = statistics.median(row["seconds"])
        late = percentile(row["seconds"], 95)
        questions = f"{statistics.median(row['asked']):.0f}"
        verdict = _verdict(late, PAGE_TARGET) if row["role"] else ""
        yield (
            f"| {database} | {row['role'] or '–'} | {row['page']} | {len(row['seconds'])} | {_ms(median)} | "
            f"{_ms(late)} | {_ms(max(row['seconds']))} | {_ms(statistics.median(row['cpu']))} | "
            f"{_ms(percentile(row['cpu'], 95))} | "
            f"{questions} | {_ms(statistics.median(row['database']))} | {median / empty:.1f} | "
            f"{median / admin:.2f} | {verdict} |"
        )


# ── The crowd ───────────────────────────────────────────────────────────────────────────────────
def crowds(found: Mapping[str, Mapping[str, Any]], size: Size) -> Iterator[str]:
    from bench.crowd import MIX

    yield f"{CROWD_HEAD}, {size.cases:,} cases and {size.services:,} services\n"
    yield "| Database | People | What | Requests | p50 | p95 | p99 | Slowest | Target: p95 under 500 ms |"
    yield "|---|---:|---|---:|---:|---:|---:|---:|---|"
    for database, told in found.items():
        kinds = dict(sorted(told["kinds"].items()))
        everything = [took for times in kinds.values() for took in times]
        for kind, times in [*kinds.items(), ("**everything**", everything)]:
            late = [percentile(times, share) for share in (50, 95, 99)]
            measured = " | ".join(_ms(seconds) for seconds in (*late, max(times)))
            verdict = _verdict(late[1], CROWD_TARGET)
            yield f"| {database} | {told['people']} | {kind} | {len(times)} | {measured} | {verdict} |"
    yield ""
    for database, told in found.items():
        count = sum(len(times) for times in told["kinds"].values())
        yield (
            f"- {database}: {told['people']} people for {told['seconds'] / 60:g} minutes, "
            f"{count / told['seconds']:.1f} requests a second, **{len(told['errors'])} errors**; load of the "
            f"machine at the end (1 minute) {told['load']:.1f}."
        )
    mix = ", ".join(f"{share} × {kind}" for kind, share in MIX.items())
    yield ""
    yield HOW_CROWD.format(mix=mix)


# ── Words and numbers ───────────────────────────────────────────────────────────────────────────
def percentile(times: Sequence[float], share: int) -> float:
    """The time that so many of a hundred requests did not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * share // 100) - 1)]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"


def _verdict(measured: float, target: float) -> str:
    return "reached" if measured < target else "**missed**"
