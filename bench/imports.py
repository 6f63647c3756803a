"""``python -m bench.imports file FILE ROWS`` writes a file of services for the measured database,

``python -m bench.imports apply FILE`` imports it, against the clock: prints the seconds, the rows
and the peak memory as JSON.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import django
import numpy as np

from bench.peak import peak

HEADINGS = (
    "code", "person", "case", "staff", "kind", "on", "role", "mode", "minutes", "topics",
)  # fmt: skip


def rows(count: int) -> Iterator[list[Any]]:
    """Services to the people of the database's cases, as a register would have them."""
    from agimi.casework.models import Case
    from agimi.programme.models import Code, Staff

    random = np.random.default_rng(20241231)
    cases = list(Case.objects.order_by("pk").values_list("code", "person__code", "opened_on"))
    kinds = list(Code.objects.filter(list="service").order_by("pk").values_list("key", flat=True))
    topics = list(Code.objects.filter(list="topic").order_by("pk").values_list("key", flat=True))
    staff = list(Staff.objects.order_by("pk").values_list("code", flat=True))
    modes = ("in_person", "phone", "online")
    for number in range(count):
        case, person, opened = cases[random.integers(len(cases))]
        day = opened + dt.timedelta(days=int(random.integers(0, 30)))
        topic = topics[random.integers(len(topics))] if number % 5 == 0 else ""
        yield [
            f"REG-{number:07}", person, case, staff[random.integers(len(staff))],
            kinds[random.integers(len(kinds))], day, "psychologist", modes[number % 3],
            int(random.integers(15, 120)), topic,
        ]  # fmt: skip


def write(file: Path, count: int) -> None:
    """The rows as an Excel workbook or as CSV, named after its sheet."""
    from agimi.exchange.sheets import SHEETS

    services = next(sheet for sheet in SHEETS if sheet.key == "services")
    headings = [str(services.column(name).heading.en) for name in HEADINGS]
    if file.suffix == ".xlsx":
        _write_xlsx(file, str(services.title.en), headings, rows(count))
        return
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(headings)
        writer.writerows(rows(count))


def _write_xlsx(file: Path, title: str, headings: list[str], lines: Iterable[list[Any]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(title)
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, headings)
        for number, line in enumerate(lines, start=1):
            for place, value in enumerate(line):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, place, value, day)
                else:
                    sheet.write(number, place, value)


def apply(file: Path) -> None:
    from agimi.access.accounts import system_user
    from agimi.exchange.actions import apply_upload

    user = system_user()
    before = peak()
    start, start_cpu = time.perf_counter(), time.process_time()
    report = apply_upload(file, user=user, because="bench")
    seconds, cpu = time.perf_counter() - start, time.process_time() - start_cpu
    if not report.applied:
        raise SystemExit(f"not imported: {report.problem_total} problems: {report.problems[:3]}")
    print(json.dumps({"seconds": seconds, "cpu": cpu, "before": before, "peak": peak()}))


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "file":
        write(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        apply(Path(sys.argv[2]))
