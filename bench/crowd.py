"""``python -m bench --only crowd``: fifty people at work at once, on the server that ``agimi serve`` starts.

Each is signed in as another worker and does what one does: opens cases, looks at the day and the
list, searches, logs sessions, and reads or types for two to eight seconds in between: busier, for
five minutes without a pause, than anybody is who also speaks with somebody. They live in a
process of their own and speak HTTP over loopback; whatever is not the page that was asked for is
an error.

``python -m bench.crowd sign-in N`` signs people in on the database of the environment, and prints
who they are; ``python -m bench.crowd go FILE PORT SECONDS`` lets them work.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import string
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

from bench.databases import ROOT
from bench.pages import TOKEN, Place

# Of a hundred things that somebody does.
MIX = {
    "case page": 40,
    "my day": 20,
    "cases, filtered": 15,
    "search by name": 10,
    "log a session": 15,
}
THINKS = (2.0, 8.0)
PATIENCE = 30  # seconds until somebody gives up
STARTS_WITHIN = 90


# On SQLite one writes at a time: a small office, to see that nobody is turned away.
FEW = 10


# ── The server and the crowd ────────────────────────────────────────────────────────────────────
def crowd_on(name: str, place: Place, people: int, minutes: float) -> dict[str, Any]:
    """Many on PostgreSQL, a few on SQLite."""
    count = min(people, FEW) if name == "SQLite" else people
    print(f"{name}: {count} people for {minutes:g} minutes …", flush=True)
    told = crowd(place, count, round(minutes * 60))
    for error in told["errors"][:5]:
        print(f"  {error}", flush=True)
    return told


def crowd(place: Place, people: int, seconds: int) -> dict[str, Any]:
    """What so many people met in so many seconds."""
    signed = _python(place, "bench.crowd", "sign-in", str(people))
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "people.json"
        file.write_text(signed, encoding="utf-8")
        with served(place) as port:
            told: dict[str, Any] = json.loads(
                _python(place, "bench.crowd", "go", str(file), str(port), str(seconds))
            )
    told["load"] = os.getloadavg()[0]
    return told


@contextmanager
def served(place: Place) -> Iterator[int]:
    """``agimi serve`` as it stands, with its two processes and its worker of jobs."""
    from tests.postgres import free_port

    port = free_port()
    agimi = [sys.executable, "-c", "from agimi.cli import main; main()"]
    with tempfile.TemporaryFile() as output:
        server = subprocess.Popen(
            [*agimi, "serve", "--port", str(port)],
            env=place.surroundings,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)
            output.seek(0)
            (Path(place.surroundings["AGIMI_VAR"]) / "crowd.log").write_bytes(output.read())


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/account/login/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("The server did not start.")


def _python(place: Place, module: str, *arguments: str) -> str:
    call = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        call, check=True, env=place.surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip().splitlines()[-1]


# ── Who they are ────────────────────────────────────────────────────────────────────────────────
def sign_in(count: int) -> list[dict[str, Any]]:
    """Their cookies, their cases, and whom they might search for."""
    from django.conf import settings

    from bench.pages import People, session_of, signed_in

    # Their cookies are made here, for the address at which they are served.
    settings.ALLOWED_HOSTS = ["*"]
    world = People(count)
    found = []
    for user in world.workers[:count]:
        cookies = signed_in(user.username).cookies
        cases = list(_cases_of(user))
        found.append({
            "cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items()),
            "cases": [case.code for case in cases],
            "words": [world.words(k, case) for k, case in enumerate(cases)],
            "session": session_of(cases[0]),
        })  # fmt: skip
    return found


def _cases_of(user: Any) -> Any:
    from agimi.casework.models import Case

    return Case.objects.filter(lead=user.staff_id, closed_on=None, restricted=False).order_by("pk")


# ── What they do ────────────────────────────────────────────────────────────────────────────────
@dataclass
class Somebody:
    """One person with a browser; ``met`` is what they waited for: kind and seconds."""

    known: dict[str, Any]
    port: int
    number: int
    met: list[tuple[str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.number)
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def work(self, until: float) -> None:
        # They do not all come through the door at once.
        time.sleep(self.random.uniform(0, THINKS[1]))
        while time.monotonic() < until:
            kind = self.random.choices(list(MIX), weights=list(MIX.values()))[0]
            self.do(kind)
            time.sleep(self.random.uniform(*THINKS))

    def do(self, kind: str) -> None:
        code = self.random.choice(self.known["cases"])
        if kind == "case page":
            self.ask(kind, f"/cases/{code}/")
        elif kind == "my day":
            self.ask(kind, "/day/")
        elif kind == "cases, filtered":
            query = self.random.choice(("still=open", "still=open&risk=high", "still=open&silent=14",
                                        "still=open&sort=contact", "still=ended"))  # fmt: skip
            self.ask(kind, f"/cases/?{query}")
        elif kind == "search by name":
            self.ask(kind, "/people/", {"words": self.random.choice(self.known["words"])})
        else:
            self.log(code)

    def log(self, code: str) -> None:
        """The form, some typing, the saving, and the page that follows it."""
        self.ask("log a session: the form", f"/log/?for={code}")
        time.sleep(self.random.uniform(*THINKS))
        sent = self.known["session"] | {
            "case": code,
            "code": "S-" + "".join(self.random.choices(string.ascii_uppercase + string.digits, k=12)),
            "draft": f"log:{code}",
            "next": f"/cases/{code}/",
        }  # fmt: skip
        led = self.ask("log a session: saved", "/log/", sent, expected=302)
        if led:
            self.ask("the case page after it", led)

    def ask(
        self, kind: str, path: str, sent: dict[str, Any] | None = None, *, expected: int = 200
    ) -> str:
        """Ask for a page and wait for all of it; returns where it leads."""
        body = (
            None if sent is None else urlencode(sent | {"csrfmiddlewaretoken": TOKEN}, doseq=True)
        )
        headers = {"Cookie": self.known["cookie"], "Accept-Language": "sq"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        try:
            self.line.request("GET" if body is None else "POST", path, body, headers)
            answer = self.line.getresponse()
            page = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.errors.append(f"{kind}: {error!r}")
            self.line.close()
            return ""
        self.met.append((kind, time.perf_counter() - start))
        if answer.status != expected:
            self.errors.append(f"{kind}: {answer.status} {page[:200]!r}")
            return ""
        return answer.headers.get("Location", "")


def go(known: list[dict[str, Any]], port: int, seconds: int) -> dict[str, Any]:
    people = [Somebody(one, port, number) for number, one in enumerate(known)]
    # The programs are loaded and the connections stand, before anybody counts.
    for one in people[:12]:
        one.do("case page")
        one.do("my day")
        one.met.clear()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=one.work, args=(until,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kinds: dict[str, list[float]] = {}
    for one in people:
        for kind, took in one.met:
            kinds.setdefault(kind, []).append(took)
    return {
        "people": len(people),
        "seconds": seconds,
        "kinds": kinds,
        "errors": [error for one in people for error in one.errors],
    }


def main(what: str, *arguments: str) -> None:
    if what == "sign-in":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agimi.settings")
        django.setup()
        print(json.dumps(sign_in(int(arguments[0]))))
    else:
        known = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        print(json.dumps(go(known, int(arguments[1]), int(arguments[2]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
