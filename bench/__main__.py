"""``python -m bench``: measure, and write docs/reference/benchmarks.md."""

from __future__ import annotations

import argparse
import os

import django

from bench.databases import KEY, ROOT, Size, folder
from bench.run import everything, say

PARTS = ("figures", "twice", "pdf", "import")
FULL = Size(50_000, 1_000_000)
PAGE = ROOT / "docs/reference/benchmarks.md"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=FULL.cases, help="services are 20 a case")
    parser.add_argument("--year", type=int, default=2024)
    parser.add_argument("--runs", type=int, default=5, help="of which the median counts")
    parser.add_argument("--rows", type=int, default=100_000, help="of the import")
    parser.add_argument("--fresh", action="store_true", help="make the databases anew")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure only this")
    return parser.parse_args()


def main() -> None:
    given = _arguments()
    # For the lists of indicators only: every measurement runs in a process of its own.
    os.environ.setdefault("AGIMI_VAR", str(folder()))
    os.environ.setdefault("AGIMI_MASTER_KEY", KEY)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agimi.settings")
    django.setup()
    from bench import page
    from bench.covered import left_out

    size = Size(given.cases, given.cases * 20)
    parts = frozenset(given.only or PARTS)
    results = everything(size, given.year, given.runs, given.rows, fresh=given.fresh, parts=parts)
    results.left_out = left_out()
    (folder() / "results.json").write_text(results.as_json(), encoding="utf-8")
    whole = size == FULL and parts == frozenset(PARTS)
    file = PAGE if whole else folder() / "benchmarks.md"
    page.write(results, file)
    say(f"Written: {file}")


if __name__ == "__main__":
    main()
