"""``python -m bench``: measure, and write docs/reference/benchmarks.md."""

from __future__ import annotations

import argparse
import json
import os

import django

from bench.databases import KEY, ROOT, Size, folder
from bench.run import everything, say

PARTS = ("figures", "twice", "pdf", "import")
# Of these each has its own section, which is written anew alone as well.
WORK = ("pages", "crowd")
FULL = Size(50_000, 1_000_000)
PAGE = ROOT / "docs/reference/benchmarks.md"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=FULL.cases, help="services are 20 a case")
    parser.add_argument("--year", type=int, default=2024)
    parser.add_argument("--runs", type=int, default=5, help="of which the median counts")
    parser.add_argument("--rows", type=int, default=100_000, help="of the import")
    parser.add_argument("--fresh", action="store_true", help="make the databases anew")
    parser.add_argument("--requests", type=int, default=200, help="of each page")
    parser.add_argument("--people", type=int, default=50, help="of the crowd")
    parser.add_argument("--minutes", type=float, default=5, help="of the crowd")
    parser.add_argument("--only", choices=PARTS + WORK, action="append", help="measure only this")
    return parser.parse_args()


def main() -> None:
    given = _arguments()
    # For the lists of indicators only: every measurement runs in a process of its own.
    os.environ.setdefault("AGIMI_VAR", str(folder()))
    os.environ.setdefault("AGIMI_MASTER_KEY", KEY)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agimi.settings")
    django.setup()
    from bench import page, pages_page
    from bench.covered import left_out

    size = Size(given.cases, given.cases * 20)
    parts = frozenset(given.only or PARTS + WORK)
    if figures := parts & frozenset(PARTS):
        results = everything(
            size, given.year, given.runs, given.rows, fresh=given.fresh, parts=figures
        )
        results.left_out = left_out()
        (folder() / "results.json").write_text(results.as_json(), encoding="utf-8")
        whole = size == FULL and figures == frozenset(PARTS)
        file = PAGE if whole else folder() / "benchmarks.md"
        of_work = pages_page.standing(file)
        page.write(results, file)
        pages_page.put(file, of_work)
        say(f"Written: {file}")
    if work := parts & frozenset(WORK):
        # Twice the cases, as many services: a caseworker's day is measured at its own size.
        at_work(Size(size.cases * 2, size.services), work, given)


def at_work(size: Size, parts: frozenset[str], given: argparse.Namespace) -> None:
    """The pages and the crowd, each in its section of the page; only a whole run changes the page."""
    from bench import pages_page
    from bench.crowd import crowd_on
    from bench.pages import PLACES, kept, pages_on

    place = kept(size, fresh=given.fresh)
    found, told = {}, {}
    for name, on in PLACES.items():
        with on(place) as copy:
            if "pages" in parts:
                found[name] = pages_on(name, copy, given.requests)
            if "crowd" in parts:
                told[name] = crowd_on(name, copy, given.people, given.minutes)
    full, sections = size == Size(FULL.cases * 2, FULL.services), {}
    if "pages" in parts:
        words = pages_page.pages(found, size, os.getloadavg()[1])
        sections[pages_page.PAGES_HEAD] = "\n".join(words)
        full = full and given.requests >= 100
    if "crowd" in parts:
        sections[pages_page.CROWD_HEAD] = "\n".join(pages_page.crowds(told, size))
        full = full and given.people >= 50 and given.minutes >= 5
    (folder() / "work.json").write_text(
        json.dumps({"pages": found, "crowd": told}), encoding="utf-8"
    )
    file = PAGE if full else folder() / "pages.md"
    if not full:
        file.write_text("# A small run\n\n", encoding="utf-8")
    pages_page.put(file, sections)
    say(f"Written: {file}")


if __name__ == "__main__":
    main()
