"""Import runs: an uploaded workbook between "checked" and "applied".

A workbook holds names. It therefore lies in a folder of its own, encrypted with
a key made from the master key and the run's code, never under its own name, and
is gone when it was applied, thrown away, or a day old. How far a run has come
stands in a small file of numbers, because the import itself is one transaction
whose writes nobody else can see.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone

from agimi.access.codes import new_code

CHUNK = 1024 * 1024
KEPT = dt.timedelta(hours=24)
# Without a row for so long, whoever does the work is not there.
PATIENCE = dt.timedelta(minutes=2)
SUFFIXES = (".xlsx", ".ods", ".zip")
CODE = re.compile(r"W(-[0-9A-Z]{4}){2}")


class Stage(StrEnum):
    """How far an import has come."""

    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of how many rows; no total while the file is still being read."""

    done: int = 0
    total: int = 0
    at: float = 0.0


@dataclass
class Run:
    """One workbook on its way in. ``sheets`` and ``problems`` are what the dry run found."""

    code: str
    owner: int
    filename: str
    suffix: str
    started_at: str
    stage: Stage = Stage.CHECKING
    sheets: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    problems_in_all: int = 0
    failure: str = ""

    @property
    def at_work(self) -> bool:
        return self.stage in (Stage.CHECKING, Stage.APPLYING)

    @property
    def can_apply(self) -> bool:
        return self.stage == Stage.CHECKED and not self.problems_in_all

    @property
    def started(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.started_at)


def folder() -> Path:
    return Path(settings.VAR) / "imports"


def start(*, by: Any, filename: str, chunks: Iterable[bytes]) -> Run:
    """Take a workbook in, encrypted, and throw away what is older than a day."""
    sweep()
    run = Run(
        code=new_code("W", 8),
        owner=by.pk,
        filename=Path(filename).name[:200],
        suffix=Path(filename).suffix.lower(),
        started_at=timezone.now().isoformat(),
    )
    place = folder() / run.code
    place.mkdir(parents=True, mode=0o700)
    with _private(place / "workbook") as file:
        for sealed in _sealed(_key(run.code), chunks):
            file.write(sealed)
    save(run)
    return run


def save(run: Run) -> None:
    """Keep what is known of a run; whole or not at all."""
    key = _key(run.code)
    nonce = os.urandom(12)
    words = json.dumps(asdict(run), ensure_ascii=False, default=str).encode()
    _replace(folder() / run.code / "run", nonce + AESGCM(key).encrypt(nonce, words, b"run"))


def find(code: str, *, by: Any) -> Run | None:
    """The run of this code, if it is this user's: a workbook is shown to nobody else."""
    run = _load(code)
    return run if run is not None and run.owner == by.pk else None


def find_for_work(code: str) -> Run:
    """The run as the job sees it."""
    run = _load(code)
    if run is None:
        raise FileNotFoundError(code)
    return run


def of(user: Any) -> list[Run]:
    """This user's runs, newest first."""
    codes = (path.name for path in folder().glob("W-*"))
    runs = [run for run in map(_load, codes) if run is not None and run.owner == user.pk]
    return sorted(runs, key=lambda run: run.started_at, reverse=True)


def discard(run: Run) -> None:
    """Take out the workbook and all that is known of it."""
    shutil.rmtree(folder() / run.code, ignore_errors=True)


def forget_workbook(run: Run) -> None:
    """Take out the workbook; what happened to it stays until the sweep."""
    (folder() / run.code / "workbook").unlink(missing_ok=True)


def sweep(*, now: dt.datetime | None = None) -> None:
    """Take out every run older than a day."""
    limit = ((now or timezone.now()) - KEPT).timestamp()
    for place in folder().glob("W-*"):
        if place.stat().st_mtime < limit:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def workbook(run: Run) -> Iterator[Path]:
    """The workbook in clear, for as long as it is being read and no longer."""
    with tempfile.TemporaryDirectory(dir=folder() / run.code) as place:
        path = Path(place) / f"workbook{run.suffix}"
        with _private(path) as file, (folder() / run.code / "workbook").open("rb") as sealed:
            for chunk in _opened(_key(run.code), sealed):
                file.write(chunk)
        yield path


def note_progress(run: Run, *, done: int, total: int) -> None:
    words = json.dumps({"done": done, "total": total, "at": timezone.now().timestamp()})
    _replace(folder() / run.code / "progress", words.encode())


def progress_of(run: Run) -> Progress:
    try:
        return Progress(**json.loads((folder() / run.code / "progress").read_text()))
    except (FileNotFoundError, ValueError):
        return Progress()


def is_stuck(run: Run) -> bool:
    """Whether the work was asked for and nothing has moved since."""
    seen = max(run.started.timestamp(), progress_of(run).at)
    return run.at_work and timezone.now().timestamp() - seen > PATIENCE.total_seconds()


# ── Sealing ─────────────────────────────────────────────────────────────────────────────────────


def _key(code: str) -> bytes:
    master = settings.AGIMI_MASTER_KEY
    if not master:
        raise RuntimeError("There is no master key: run `agimi init` first.")
    return HKDF(SHA256(), 32, salt=None, info=b"agimi import " + code.encode()).derive(master)


def _sealed(key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Each chunk sealed with its place, so that none can be moved or left out unnoticed."""
    cipher, place = AESGCM(key), 0
    for chunk in chunks:
        for start in range(0, len(chunk), CHUNK):
            nonce = os.urandom(12)
            body = cipher.encrypt(nonce, chunk[start : start + CHUNK], struct.pack(">Q", place))
            yield struct.pack(">I", len(body)) + nonce + body
            place += 1


def _opened(key: bytes, file: Any) -> Iterator[bytes]:
    cipher, place = AESGCM(key), 0
    while head := file.read(16):
        (length,) = struct.unpack(">I", head[:4])
        yield cipher.decrypt(head[4:], file.read(length), struct.pack(">Q", place))
        place += 1


def _load(code: str) -> Run | None:
    if not CODE.fullmatch(code):
        return None
    try:
        sealed = (folder() / code / "run").read_bytes()
        words = AESGCM(_key(code)).decrypt(sealed[:12], sealed[12:], b"run")
    except (FileNotFoundError, NotADirectoryError, InvalidTag):
        return None
    known = json.loads(words)
    return Run(**known | {"stage": Stage(known["stage"])})


def _private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _replace(path: Path, words: bytes) -> None:
    part = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    with _private(part) as file:
        file.write(words)
    part.replace(path)
