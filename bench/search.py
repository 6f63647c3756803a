"""``python -m bench.search``: how long finding people by encrypted names takes, on both databases.

Invents people with names as unevenly spread as real ones (some surnames belong to thousands), a
case each, and measures ``find_people``, ``possible_duplicates`` and ``duplicate_pairs`` as pages
call them, for those who see all, a site, or their own cases. Prints a table, and writes it to
``search.md`` in the folder of the bench.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import django

from bench.databases import ROOT, folder, surroundings
from tests.postgres import Cluster

SEED, SITES, RESTRICTED = 20241231, 8, 50
TARGET = 0.100


# ── The invented people ─────────────────────────────────────────────────────────────────────────
def fill(people: int) -> None:
    """An empty database gets the structure, and people with their tokens."""
    from agimi.access.accounts import system_user
    from agimi.access.house import migrate
    from agimi.programme.fixtures import load_reference, load_world

    migrate(told=lambda alias, steps: None)
    load_reference(by=system_user())
    load_world(by=system_user())
    from django.db import connection, transaction

    with transaction.atomic():
        _people(people)
        _accounts()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _people(n: int) -> None:
    import numpy as np

    from agimi.casework.models import Case
    from agimi.people.models import Person
    from agimi.programme.models import Place, Site, Staff
    from bench.world import FIRST, _date, _keys, write

    random = np.random.default_rng(SEED)
    staff = n // 40
    names = [f"Punonjës {i}" for i in range(staff)]
    write(Staff, staff, name=names, started_on=[FIRST] * staff)
    sites, places = _keys(Site)[:SITES], _keys(Place)
    write(
        Person,
        n,
        sex=random.choice(["female", "male"], n, p=[0.8, 0.2]),
        birth_date=[_date(-o) for o in random.integers(0, 50 * 365, n)],
        municipality_id=random.choice(places, n),
        site_id=random.choice(sites, n),
    )
    persons = _keys(Person)
    write(
        Case,
        n,
        person_id=persons,
        category=["violence"] * n,
        opened_on=[FIRST] * n,
        lead_id=[_keys(Staff)[0] + i % staff for i in range(n)],
        site_id=random.choice(sites, n),
        restricted=[i % (n // RESTRICTED) == 0 for i in range(n)],
    )
    index(persons, identities(n))


def index(persons: Sequence[int], known: Iterable[Any]) -> None:
    """The blind tokens of people by their keys, so that they are found by name and number."""
    from agimi.people import tokens
    from agimi.people.actions import search_key
    from agimi.people.models import NameKey
    from agimi.people.sounds import sounds
    from bench.world import write

    # The invented names are few: each is listened to once.
    vars(tokens)["sounds"] = cache(sounds)
    blind = search_key()
    rows = [
        (person, token, strong)
        for person, identity in zip(persons, known, strict=True)
        for token, strong in blind.tokens_of(identity).items()
    ]
    person, token, strong = zip(*rows, strict=True)
    write(NameKey, len(rows), person_id=person, token=token, strong=strong)
    print(f"{len(rows):,} tokens of {len(persons):,} people")


def identities(n: int) -> Iterator[Any]:
    """Who they are, the same every time: the k-th name belongs to 1/k^0.8 as many as the first."""
    import numpy as np

    from agimi.demo.names import BOYS, GIRLS, SURNAMES
    from agimi.people.actions import IdentityDocument

    random = np.random.default_rng(SEED)
    firsts = [*GIRLS, *BOYS, *_invented(400, "a")]
    lasts = [*SURNAMES, *_invented(3000, "aj")]
    first, last = _drawn(random, firsts, n), _drawn(random, lasts, n)
    phones = random.integers(0, 9_999_999, n)
    for one, other, phone in zip(first, last, phones, strict=True):
        yield IdentityDocument(first_name=one, last_name=other, phones=(f"+355 69 {phone:07}",))


def _drawn(random: Any, names: list[str], n: int) -> list[str]:
    import numpy as np

    chances = 1 / np.arange(1, len(names) + 1) ** 0.8
    return [names[i] for i in random.choice(len(names), n, p=chances / chances.sum())]


def _invented(n: int, ending: str) -> list[str]:
    import numpy as np

    random = np.random.default_rng(len(ending))
    parts = "ba be bi bo bu da de di do dra fa fe gje gji ha he ka ke ki ko kra la le li lo lu ma me mi mu".split()
    parts += "na ne ni nu pa pe pri qa qe ra re ri rra sha she shpe ta te the va ve vi xha xhe za ze zi".split()
    return ["".join(random.choice(parts, 3)).title() + ending for _ in range(n)]


def _accounts() -> None:
    from agimi.access.models import User
    from agimi.people.models import Person
    from agimi.programme.models import Site, Staff

    site = Site.objects.order_by("pk").first()
    for role, staff in (("supervisor", None), ("coordinator", None), ("case_manager", True)):
        member = Staff.objects.order_by("pk").first() if staff else None
        User.objects.create(username=role, role=role, site=site, staff=member)
    assert Person.objects.exists()


# ── The measurements ────────────────────────────────────────────────────────────────────────────
def measure(people: int, runs: int) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """Seconds of each call, and of the processor, by who asks and what is asked."""
    from itertools import islice

    from agimi.access.models import User
    from agimi.people.duplicates import duplicate_pairs, possible_duplicates
    from agimi.people.models import Person
    from agimi.people.search import find_people

    some = list(islice(identities(people), 0, people, max(1, people // runs)))[:runs]
    codes = list(Person.objects.order_by("pk").values_list("code", flat=True)[:runs])
    asked: dict[str, list[Any]] = {
        "first name and surname": [f"{one.first_name} {one.last_name}" for one in some],
        "surname": [one.last_name for one in some],
        "first three letters": [one.last_name[:3] for one in some],
        "two beginnings": [f"{one.last_name[:4]} {one.first_name[:3]}" for one in some],
        "misspelt": [_misspelt(f"{one.first_name} {one.last_name}") for one in some],
        "telephone": [one.phones[0].replace("+355 ", "0") for one in some],
        "code": codes,
        "nobody": [f"Zzyx{i}qw" for i in range(runs)],
    }
    found: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for role in ("supervisor", "coordinator", "case_manager"):
        by = User.objects.get(username=role)
        times = found[role] = {}
        for what, words in asked.items():
            times[what] = [_clock(find_people, word, by=by) for word in words]
        times["likely duplicates of one"] = [
            _clock(possible_duplicates, one, by=by) for one in some
        ]
        times["pairs in the whole data"] = [_clock(duplicate_pairs, by=by) for _n in range(5)]
    return found


def _misspelt(name: str) -> str:
    for right, wrong in (("xh", "j"), ("gj", "g"), ("sh", "sch"), ("rr", "r"), ("th", "t")):
        name = name.replace(right, wrong).replace(right.title(), wrong.title())
    return name


def _clock(call: Callable[..., Any], *arguments: Any, **named: Any) -> tuple[float, float]:
    start, busy = time.perf_counter(), time.process_time()
    call(*arguments, **named)
    return time.perf_counter() - start, time.process_time() - busy


# ── Both databases ──────────────────────────────────────────────────────────────────────────────
def _run(url: str, module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    env = surroundings(url) | {"KEYS_DATABASE_URL": f"sqlite:///{folder() / 'search-keys.sqlite3'}"}
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def both(size: tuple[str, ...]) -> dict[str, Any]:
    """The same people on both databases; the second is filled from the first."""
    file = folder() / "search.sqlite3"
    for old in folder().glob("search*.sqlite3*"):
        old.unlink()
    lite = f"sqlite:///{file}"
    print(_run(lite, "bench.search", "fill", *size), flush=True)
    results = {"SQLite": json.loads(_run(lite, "bench.search", "measure", *size))}
    with Cluster(shared_buffers="256MB") as cluster:
        url = cluster.create("search")
        _run(url, "bench.fill", "copy", str(file))
        subprocess.run(
            [str(cluster.programs / "psql"), "-q", "-d", url, "-c", "VACUUM ANALYZE"], check=True
        )
        results["PostgreSQL"] = json.loads(_run(url, "bench.search", "measure", *size))
    return results


def _page(results: dict[str, Any], people: int, runs: int) -> Iterator[str]:
    yield f"## Search by name, {people:,} people\n"
    yield f"{runs} different searches of each kind; the search key is read anew for each.\n"
    yield "| Database | Who | What | Median | p95 | Slowest | Processor, median | Target: p95 under 100 ms |"
    yield "|---|---|---|---:|---:|---:|---:|---|"
    for database, by_role in results.items():
        for role, by_kind in by_role.items():
            for what, calls in by_kind.items():
                times, busy = zip(*calls, strict=True)
                late = statistics.quantiles(times, n=20)[-1]
                verdict = "reached" if late <= TARGET else "**missed**"
                if what.startswith("pairs"):
                    verdict = ""
                measured = (statistics.median(times), late, max(times), statistics.median(busy))
                told = " | ".join(f"{seconds * 1000:.0f} ms" for seconds in measured)
                yield f"| {database} | {role} | {what} | {told} | {verdict} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("task", nargs="?", choices=("fill", "measure"), help="of one database")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=100, help="searches of each kind")
    given = parser.parse_args()
    if given.task:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agimi.settings")
        django.setup()
        if given.task == "fill":
            fill(given.people)
        else:
            print(json.dumps(measure(given.people, given.runs)))
        return
    results = both(("--people", str(given.people), "--runs", str(given.runs)))
    words = "\n".join(_page(results, given.people, given.runs))
    (folder() / "search.md").write_text(f"{words}\n", encoding="utf-8")
    print(words)


if __name__ == "__main__":
    main()
