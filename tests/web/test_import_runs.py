"""A workbook between "checked" and "applied": whose it is, and that nothing of it lies about."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agimi.exchange import runs

Browser = Callable[..., Client]
SECRET = b"Arta Hoxha, 069 000 0000"


@pytest.fixture(autouse=True)
def _clean_folder() -> Iterator[None]:
    yield
    runs.sweep(now=timezone.now() + dt.timedelta(days=365))


@pytest.fixture
def run(person: Callable[..., Any]) -> runs.Run:
    return runs.start(by=person("director"), filename="vajzat 2024.xlsx", chunks=[SECRET, SECRET])


def everything_on_disk() -> bytes:
    return b"".join(path.read_bytes() for path in runs.folder().rglob("*") if path.is_file())


def test_nothing_of_a_workbook_lies_on_the_disk_in_clear(run: runs.Run) -> None:
    run.problems = [{"value": "Arta"}]
    runs.save(run)
    runs.note_progress(run, done=3, total=9)

    for word in (b"Arta", b"069 000", b"vajzat"):
        assert word not in everything_on_disk()


def test_only_the_owner_of_the_machine_may_read_its_folder(run: runs.Run) -> None:
    place = runs.folder() / run.code

    assert place.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in place.iterdir())


def test_the_workbook_comes_back_as_it_was_and_is_gone_afterwards(run: runs.Run) -> None:
    with runs.workbook(run) as path:
        assert path.read_bytes() == SECRET + SECRET
        assert path.suffix == ".xlsx"

    assert not path.exists()


def test_a_workbook_larger_than_one_piece_comes_back_whole(person: Callable[..., Any]) -> None:
    piece = bytes(range(256)) * 8192
    run = runs.start(by=person("director"), filename="a.xlsx", chunks=[piece, piece, b"end"])

    with runs.workbook(run) as path:
        assert path.read_bytes() == piece + piece + b"end"


def test_with_another_master_key_nothing_opens(run: runs.Run, settings: Any) -> None:
    settings.AGIMI_MASTER_KEY = b"x" * 32

    with pytest.raises(FileNotFoundError):
        runs.find_for_work(run.code)


def test_a_run_is_shown_to_its_owner_alone(run: runs.Run, browser_of: Browser) -> None:
    from agimi.access.models import User

    assert runs.find(run.code, by=User.objects.get(username="director")) is not None
    other = browser_of("reporting_officer")
    for address in ("", "problems.csv", "apply/", "discard/"):
        method = other.post if address.endswith("/") else other.get
        assert method(f"/data/import/{run.code}/{address}").status_code == 404


@pytest.mark.parametrize("code", ["..", "W-0000-000/", "W-0000-0000", "%2e%2e", "W-aaaa-aaaa"])
def test_a_code_that_is_none_finds_nothing(code: str, person: Callable[..., Any]) -> None:
    assert runs.find(code, by=person("director")) is None


def test_after_a_day_nothing_is_left(run: runs.Run) -> None:
    runs.sweep(now=timezone.now() + dt.timedelta(hours=23))
    assert (runs.folder() / run.code).exists()

    runs.sweep(now=timezone.now() + dt.timedelta(hours=25))
    assert not (runs.folder() / run.code).exists()


def test_progress_is_nothing_before_the_first_row(run: runs.Run) -> None:
    assert runs.progress_of(run) == runs.Progress()
    runs.note_progress(run, done=10, total=100)
    assert (runs.progress_of(run).done, runs.progress_of(run).total) == (10, 100)


@pytest.mark.parametrize("persona", ["case_manager", "dpo", "it_volunteer", "outsider"])
def test_who_does_not_answer_for_all_records_brings_none_in_and_takes_none_out(
    persona: str, browser_of: Browser
) -> None:
    client = browser_of(persona)

    for address in ("/data/", "/data/import/", "/data/export/", "/data/template/sq.xlsx"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "vetëm përmes atyre që mbajnë përgjegjësi" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("regjistri.xls", b"PK\x03\x04", "nuk është lloj skedari që mund të lexohet"),
        ("regjistri", b"PK\x03\x04", "nuk është lloj skedari që mund të lexohet"),
        ("regjistri.xlsx", b"%PDF-1.7", "brenda është diçka tjetër"),
        ("regjistri.xlsx", b"", "Skedari është bosh"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_beside_the_field(
    name: str, content: bytes, said: str, browser_of: Browser
) -> None:
    upload = SimpleUploadedFile(name, content)
    answer = browser_of("director").post("/data/import/", {"workbook": upload})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert list(runs.folder().glob("W-*")) == []


def test_an_export_asks_for_its_reason(browser_of: Browser) -> None:
    answer = browser_of("director").post("/data/export/", {"because": "pse", "understood": "on"})

    assert answer.status_code == 422
    assert "Një fjali, ju lutemi" in answer.content.decode()


def test_the_folder_of_runs_lies_where_the_organisation_keeps_its_own() -> None:
    assert runs.folder().parent == settings.VAR
