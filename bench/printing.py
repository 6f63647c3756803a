"""``python -m bench.printing YEAR RUNS``: the annual report of the demonstration as PDF.

From the records to the bytes of the file: figures of the year, the year before and each project,
the document, its charts and the typesetting. Prints the seconds as JSON: the first time in the
process (fonts and programs not loaded yet), then as often as asked.
"""

from __future__ import annotations

import json
import resource
import sys
import time

import django


def main(year: int, runs: int) -> None:
    django.setup()
    from agimi.insight.publish import annual_document, render
    from agimi.insight.results import Period

    def once() -> tuple[float, int]:
        start = time.perf_counter()
        pdf = render(annual_document(Period.year(year), "sq"), "pdf")
        return time.perf_counter() - start, len(pdf)

    first, size = once()
    seconds = [once()[0] for _ in range(runs)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"first": first, "seconds": seconds, "bytes": size, "peak": peak}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
