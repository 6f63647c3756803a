"""``python -m bench --only pages``: how long the pages of a caseworker's day take.

The whole handler with its middleware, on sessions in the database, for real users of three roles,
each request about another record; and in the same run an empty view, an empty page, and Django's
admin list of the same cases. ``python -m bench.pages RUNS`` measures the database of the
environment and prints JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import django

from bench.databases import ROOT, SETTINGS, Size, _digest, _sources, folder, surroundings

WARM_UP = 15
# The page is told nothing of a disk that does not wait: what is saved here is safe.
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
OUR_SETTINGS = {"DJANGO_SETTINGS_MODULE": "bench.pages_settings"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOKEN = "benchbenchbenchbenchbenchbenchbe"  # noqa: S105 of forms, 32 signs: nobody's secret


# ── The databases ───────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Place:
    """Where records and keys lie."""

    records: str
    keys: str

    @property
    def surroundings(self) -> dict[str, str]:
        return surroundings(self.records) | {"KEYS_DATABASE_URL": self.keys}


def kept(size: Size, *, fresh: bool = False) -> Place:
    """The SQLite files of this size, made if they are not there or of another week."""
    from bench.caseload import monday

    ours = [ROOT / "bench" / name for name in ("caseload.py", "search.py", "world.py")]
    stem = f"pages-{size.name}-{_digest(*ours, *_sources())}-{monday():%Y%m%d}"
    place = _files(folder() / stem)
    file = Path(place.records.removeprefix("sqlite:///"))
    if fresh or not file.exists():
        for stale in folder().glob(f"pages-{size.name}-*"):
            stale.unlink()
        print(f"  making {size.cases:,} cases and {size.services:,} services …", flush=True)
        unfinished = _files(folder() / f"{stem}.unfinished")
        call = [sys.executable, "-m", "bench.caseload", str(size.cases), str(size.services)]
        subprocess.run(call, check=True, env=unfinished.surroundings, cwd=ROOT)
        for old, new in ((unfinished.keys, place.keys), (unfinished.records, place.records)):
            Path(old.removeprefix("sqlite:///")).rename(new.removeprefix("sqlite:///"))
    return place


def _files(stem: Path) -> Place:
    return Place(f"sqlite:///{stem}.sqlite3", f"sqlite:///{stem}.keys.sqlite3")


@contextmanager
def on_sqlite(place: Place) -> Iterator[Place]:
    """A copy of both files, gone afterwards: what is logged does not stay."""
    with tempfile.TemporaryDirectory(dir=folder()) as temporary:
        copy = _files(Path(temporary) / "copy")
        for old, new in ((place.records, copy.records), (place.keys, copy.keys)):
            shutil.copyfile(old.removeprefix("sqlite:///"), new.removeprefix("sqlite:///"))
        yield copy


@contextmanager
def on_postgres(place: Place) -> Iterator[Place]:
    """A cluster that waits for its disk, with the same records, and the keys in another database."""
    from tests.postgres import Cluster

    with Cluster(**SETTINGS | SAFE) as cluster:
        print("  copying to PostgreSQL …", flush=True)
        copy = Place(cluster.create("pages"), cluster.create("pages_keys"))
        files = [url.removeprefix("sqlite:///") for url in (place.records, place.keys)]
        call = [sys.executable, "-m", "bench.fill", "copy", *files]
        subprocess.run(call, check=True, env=copy.surroundings, cwd=ROOT)
        psql = str(cluster.programs / "psql")
        for url in (copy.records, copy.keys):
            subprocess.run([psql, "-q", "-d", url, "-c", "VACUUM ANALYZE"], check=True)
        yield copy


PLACES = {"SQLite": on_sqlite, "PostgreSQL": on_postgres}


def pages_on(name: str, place: Place, runs: int) -> list[dict[str, Any]]:
    """Every page of every role, on one database."""
    print(f"{name}: pages …", flush=True)
    return measured(place, runs)


def measured(place: Place, runs: int) -> list[dict[str, Any]]:
    env = place.surroundings | OUR_SETTINGS
    gather = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(gather, check=True, env=env, cwd=ROOT)
    call = [sys.executable, "-m", "bench.pages", str(runs)]
    done = subprocess.run(call, check=True, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    found: list[dict[str, Any]] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


# ── What is asked for ───────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Visit:
    """One request of one user."""

    user: str
    path: str
    sent: dict[str, Any] | None = None


@dataclass
class People:
    """Who asks for what: users of each role, the cases they see, and names to search for."""

    runs: int
    names: dict[int, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from agimi.access.models import User
        from agimi.people.models import Person
        from bench.search import identities

        keys = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        self.names = dict(zip(keys, identities(len(keys)), strict=True))
        self.everybody = keys
        self.workers = list(User.objects.filter(role="case_manager").order_by("username"))
        self.coordinators = list(User.objects.filter(role="coordinator").order_by("username"))
        self.supervisors = list(User.objects.filter(role="supervisor"))

    def of(self, role: str) -> list[tuple[Any, Any]]:
        """As many users with a case each as there are requests, no case twice while there are more."""
        from agimi.casework.models import Case

        users = {"case manager": self.workers, "coordinator": self.coordinators,
                 "supervisor": self.supervisors}[role]  # fmt: skip
        each = -(-self.runs // len(users))
        found: list[list[tuple[Any, Any]]] = []
        for user in users[: self.runs]:
            cases = Case.objects.filter(restricted=False).order_by("-pk")
            if role == "case manager":
                cases = cases.filter(lead=user.staff_id, closed_on=None)
            elif role == "coordinator":
                cases = cases.filter(site=user.site_id)
            open_ones = list(cases.filter(closed_on=None)[: each * 3 // 4 + 1])
            closed = list(cases.exclude(closed_on=None)[:each]) if role != "case manager" else []
            found.append([(user, case) for case in [*open_ones, *closed]])
        in_turn = [pairs[k % len(pairs)] for k in range(each) for pairs in found if pairs]
        return in_turn[: self.runs]

    def visits(self, role: str) -> dict[str, list[Visit]]:
        """The requests of one role, page by page."""
        pairs = self.of(role)
        pages = {"my day": [Visit(user.username, "/day/") for user, _case in pairs]}
        pages["cases, filtered"] = [
            Visit(user.username, f"/cases/?{query_of(role, k, case)}")
            for k, (user, case) in enumerate(pairs)
        ]
        pages["search by name"] = [
            Visit(user.username, "/people/", {"words": self.words(k, case)})
            for k, (user, case) in enumerate(pairs)
        ]
        pages["case page"] = [Visit(user.username, f"/cases/{case.code}/") for user, case in pairs]
        if role == "supervisor":
            return pages
        open_ones = [(user, case) for user, case in pairs if case.closed_on is None]
        pages["log a session: the form"] = [
            Visit(user.username, f"/log/?for={case.code}") for user, case in open_ones
        ]
        pages["log a session: saved"] = [
            Visit(user.username, "/log/", session_of(case)) for user, case in open_ones
        ]
        return pages

    def words(self, k: int, case: Any) -> str:
        """One's own people and others, by a name, a beginning, with a slip, by telephone."""
        keys = self.everybody
        who = self.names[case.person_id if k % 2 else keys[(k * 7919) % len(keys)]]
        whole = f"{who.first_name} {who.last_name}"
        return [
            whole,
            who.last_name,
            f"{who.last_name[:4]} {who.first_name[:3]}",
            whole.replace("xh", "j").replace("sh", "sch").replace("rr", "r").lower(),
            who.phones[0].replace("+355 ", "0"),
            who.last_name[:3],
        ][k // 2 % 6]


def query_of(role: str, k: int, case: Any) -> str:
    """Filters and orders of the list of cases, one after the other."""
    year = case.opened_on.year
    shapes = [
        "still=open",
        "still=open&risk=high&risk=extreme",
        f"still=open&phase={k % 3 + 1}",
        "still=open&silent=14",
        f"still=open&category=violence&opened_on_min={year}-01-01",
        "still=open&sort=contact",
        "still=ended&risk=high&sort=-closed_on",
        f"still=open&silent=30&phase={k % 3 + 1}&sort=-contact",
        f"q={case.code[:9]}",
        f"all=1&page={k % 5 + 1}",
    ]
    if role != "case manager":
        shapes.append("whose=mine&still=open")
    return shapes[k % len(shapes)]


def session_of(case: Any) -> dict[str, Any]:
    """What somebody sends who logs a session, with a note."""
    from django.utils import timezone

    from agimi.access.codes import new_code
    from agimi.casework.log import TOPICS
    from agimi.programme.queries import values_to_choose

    kinds, topics = values_to_choose("service"), values_to_choose("topic")
    return {
        "code": new_code("S", 12),
        "case": case.code,
        "kind": kinds[case.pk % len(kinds)].code,
        "on": timezone.localdate().isoformat(),
        "minutes": "45",
        "topics": [topics[case.pk % TOPICS].code],
        "mode": "in_person",
        "note": "Spoke of the week that was and of the one to come; will bring the papers on Friday.",
        "draft": f"log:{case.code}",
        "next": f"/cases/{case.code}/",
    }


# ── Measuring ───────────────────────────────────────────────────────────────────────────────────
class Browsers:
    """A browser for each user, signed in; the second factor was shown."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}

    def of(self, name: str) -> Any:
        if name not in self.known:
            self.known[name] = signed_in(name)
        return self.known[name]

    def send(self, visit: Visit) -> int:
        browser = self.of(visit.user)
        if visit.sent is None:
            return int(browser.get(visit.path).status_code)
        sent = visit.sent | {"csrfmiddlewaretoken": TOKEN}
        return int(browser.post(visit.path, sent).status_code)


@cache
def _handler() -> Any:
    """The middleware is loaded once, as a server does it, and not within somebody's first page."""
    from django.test.client import ClientHandler

    handler = ClientHandler(enforce_csrf_checks=True)
    handler.load_middleware()
    return handler


def signed_in(name: str) -> Any:
    from django.conf import settings
    from django.test import Client

    from agimi.access.factor import SHOWN
    from agimi.access.models import User

    user = User.objects.get(username=name)
    browser = Client(enforce_csrf_checks=True)
    browser.handler = _handler()
    browser.force_login(user, backend=BACKEND)
    session = browser.session
    session[SHOWN] = user.pk
    session.save()
    browser.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    return browser


@dataclass
class Asked:
    """Counts the questions to both databases, and how long they took."""

    count: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - start

    @contextmanager
    def listening(self) -> Iterator[None]:
        from django.db import connections

        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(self))
            yield


def clock(browsers: Browsers, visits: list[Visit]) -> dict[str, Any]:
    """Seconds, processor time, questions of each request; anything but a page or a saving ends it."""
    for visit in visits[:WARM_UP]:
        browsers.send(visit)
    told: dict[str, list[Any]] = {"seconds": [], "cpu": [], "asked": [], "database": []}
    answers: Counter[int] = Counter()
    # What is sent twice is one record: the saving of the warm-up would be counted as nothing.
    once = "code" in (visits[0].sent or {})
    for visit in visits[WARM_UP:] + ([] if once else visits[:WARM_UP]):
        asked = Asked()
        browsers.of(visit.user)
        with asked.listening():
            start, busy = time.perf_counter(), time.process_time()
            status = browsers.send(visit)
            told["seconds"].append(time.perf_counter() - start)
            told["cpu"].append(time.process_time() - busy)
        told["asked"].append(asked.count)
        told["database"].append(asked.seconds)
        answers[status] += 1
        if status not in (200, 302):
            raise SystemExit(f"{visit.path} of {visit.user}: {status}")
    return told | {"answers": dict(answers)}


def measure(runs: int) -> list[dict[str, Any]]:
    """Every page of every role, and what they are compared with."""
    people, browsers = People(runs), Browsers()
    found = []
    import agimi.wsgi  # noqa: F401 - memory is tended as the server tends it

    def note(role: str, page: str, visits: list[Visit]) -> None:
        found.append({"role": role, "page": page} | clock(browsers, visits))
        median = statistics.median(found[-1]["seconds"])
        print(f"  {role}, {page}: {median * 1000:.0f} ms", file=sys.stderr, flush=True)

    for role in ("case manager", "coordinator", "supervisor"):
        for page, visits in people.visits(role).items():
            if role != "supervisor" or page != "my day":
                note(role, page, visits)
    worker = people.workers[0].username
    note("", "an empty view", [Visit(worker, "/bench/empty/")] * runs)
    note("", "an empty page with the rail", [Visit(worker, "/bench/frame/")] * runs)
    sites = [user.site_id for user in people.coordinators]
    note("", "Django's admin: list of cases", [
        Visit("admin", f"/bench/admin/casework/case/?{admin_query(k, sites)}") for k in range(runs)
    ])  # fmt: skip
    return found


def admin_query(k: int, sites: Sequence[int | None]) -> str:
    shapes = [
        "closed_on__isempty=1",
        "closed_on__isempty=1&risk__exact=high",
        f"closed_on__isempty=1&site__id__exact={sites[k % len(sites)]}",
        "closed_on__isempty=1&category__exact=violence",
        "closed_on__isempty=0&risk__exact=high&o=-6",
        f"p={k % 5 + 1}",
    ]
    return shapes[k % len(shapes)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", OUR_SETTINGS["DJANGO_SETTINGS_MODULE"])
    django.setup()
    print(json.dumps(measure(int(sys.argv[1]))))
