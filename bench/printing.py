"""``python -m bench.printing YEAR RUNS``: the annual report of the demonstration as PDF.

From the records to the bytes of the file: figures of the year, the year before and each project,
the document, its charts and the typesetting. Prints the seconds as JSON: the first time in the
process (fonts and programs not loaded yet), then as often as asked.
"""

from __future__ import annotations

import json
import sys
import time

import django

from bench.peak import peak


def main(year: int, runs: int) -> None:
    django.setup()
    from agimi.insight.publish import annual_document, render
    from agimi.insight.results import Period

    def once() -> tuple[float, float, int]:
        start, start_cpu = time.perf_counter(), time.process_time()
        pdf = render(annual_document(Period.year(year), "sq"), "pdf")
        return time.perf_counter() - start, time.process_time() - start_cpu, len(pdf)

    first, first_cpu, size = once()
    seconds, cpu, _ = zip(*(once() for _ in range(runs)), strict=True)
    more = {"first": first, "first_cpu": first_cpu, "bytes": size}
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak(), "more": more}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
