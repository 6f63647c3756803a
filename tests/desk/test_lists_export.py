"""Lists taken out: by right, with a reason, entered in the trail, locked, without a name."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import pyzipper
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agimi.access.models import AuditEntry
from agimi.casework.models import Case, HealthFollowUp, Placement, Service
from agimi.desk import export
from tests.records import make

Signed = Callable[..., Client]
OUT = "/lists/services/export/"
ASKED = {
    "because": "For the supervision of Friday",
    "form": "csv",
    "locked": "on",
    "password": "four-words-and-more",
    "understood": "on",
}


@pytest.fixture
def case(case_manager: Any, shelter: Any) -> Case:
    return make(Case, lead=case_manager.staff, site=shelter, code="R-OWN")


def service(case: Case, **more: Any) -> Service:
    return make(Service, case=case, person=case.person, **more)


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def send(browser: Client, address: str, asked: dict[str, Any]) -> Any:
    """Ask for a file and throw it away."""
    answer = browser.post(address, asked)
    answer.close()
    return answer


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def unlocked(**more: Any) -> dict[str, Any]:
    return {name: value for name, value in ASKED.items() if name != "locked"} | more


# ── By right ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("case_manager", 403),
        ("psychologist", 403),
        ("coordinator", 200),
        ("supervisor", 200),
        ("director", 200),
        ("it_volunteer", 403),
        ("outsider", 403),
    ],
)
def test_a_list_leaves_only_by_right(
    signed: Signed, request: pytest.FixtureRequest, case: Case, persona: str, status: int
) -> None:
    service(case)
    browser = signed(request.getfixturevalue(persona))

    assert browser.get(OUT).status_code == status
    assert send(browser, OUT, ASKED).status_code == status
    assert AuditEntry.objects.filter(verb="exported").count() == (1 if status == 200 else 0)


def test_the_way_out_is_shown_to_those_who_have_the_right(
    signed: Signed, case_manager: Any, coordinator: Any, case: Case
) -> None:
    assert OUT not in signed(case_manager).get("/records/services/").content.decode()
    assert (
        f'{OUT}?mode=phone"'
        in signed(coordinator).get("/records/services/?mode=phone").content.decode()
    )


def test_a_coordinator_takes_out_a_few_and_only_of_her_site(
    signed: Signed, coordinator: Any, colleague: Any, other_shelter: Any, case: Case
) -> None:
    mine = service(case)
    service(make(Case, lead=colleague.staff, site=other_shelter))

    rows = rows_of(content_of(signed(coordinator).post(OUT, unlocked())))

    assert [row[0] for row in rows[1:]] == [mine.code]


def test_more_rows_than_the_right_allows_are_refused_and_nothing_leaves(
    signed: Signed, coordinator: Any, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "FEW", 2)
    for _number in range(3):
        service(case)

    answer = signed(coordinator).post(OUT, ASKED)

    assert answer.status_code == 422
    assert "more than 2 rows" in answer.content.decode()
    assert not AuditEntry.objects.filter(verb="exported").exists()


# ── With a reason, in the trail ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "wrong",
    [
        {"because": "because"},
        {"understood": ""},
        {"password": "short"},
        {"password": ""},
        {"form": "pdf"},
    ],
)
def test_without_a_reason_a_promise_or_a_lock_that_holds_nothing_leaves(
    signed: Signed, supervisor: Any, case: Case, wrong: dict[str, str]
) -> None:
    answer = signed(supervisor).post(OUT, ASKED | wrong)

    assert answer.status_code == 422
    assert not AuditEntry.objects.filter(verb="exported").exists()


def test_the_trail_says_who_took_out_which_records_why_and_how(
    signed: Signed, supervisor: Any, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "TOGETHER", 2)
    days = [dt.date(2024, 3, day) for day in (3, 2, 1)]
    taken = [service(case, mode="phone", on=day) for day in days]
    service(case, mode="online")

    send(signed(supervisor), f"{OUT}?mode=phone&cols=on&cols=case", ASKED)

    first, second = AuditEntry.objects.filter(verb="exported").order_by("number")
    assert (first.actor, first.kind) == ("supervisor", "casework.service")
    assert first.because == second.because == "For the supervision of Friday"
    assert first.detail == {
        "list": "services",
        "query": "mode=phone&cols=case&cols=on",
        "columns": ["code", "case", "on"],
        "rows": 3,
        "form": "csv",
        "locked": True,
        "codes": [taken[0].code, taken[1].code],
    }
    assert second.detail == {"list": "services", "codes": [taken[2].code]}


def test_without_its_entry_in_the_trail_there_is_no_file(
    signed: Signed, supervisor: Any, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**entry: Any) -> None:
        raise OSError("the trail cannot be written")

    monkeypatch.setattr(export, "write_entry", broken)
    service(case)

    with pytest.raises(OSError, match="trail"):
        signed(supervisor).post(OUT, ASKED)


# ── What leaves ─────────────────────────────────────────────────────────────────────────────────
def test_what_leaves_is_what_the_list_shows_filtered_and_sorted(
    signed: Signed, supervisor: Any, case: Case
) -> None:
    long = service(case, mode="phone", minutes=90, on=dt.date(2024, 3, 21))
    short = service(case, mode="phone", minutes=30, on=dt.date(2024, 3, 22))
    service(case, mode="online")

    answer = signed(supervisor).post(
        f"{OUT}?mode=phone&sort=minutes&cols=on&cols=minutes&cols=mode&cols=case", unlocked()
    )

    assert rows_of(content_of(answer)) == [
        ["Code", "Case", "Date", "How", "Minutes"],
        [short.code, "R-OWN", "22.03.2024", "By telephone", "30"],
        [long.code, "R-OWN", "21.03.2024", "By telephone", "90"],
    ]


def test_staff_leave_by_code_and_sealed_text_not_at_all(
    signed: Signed, supervisor: Any, case_manager: Any, case: Case
) -> None:
    service(case, staff=case_manager.staff, note=b"sealed words")

    content = content_of(signed(supervisor).post(OUT, unlocked()))

    assert case_manager.staff.name.encode() not in content
    assert case_manager.staff.code.encode() in content
    assert b"sealed words" not in content


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@cmd", "\tx", "'=1+1"])
def test_no_cell_is_a_formula(signed: Signed, supervisor: Any, case: Case, formula: str) -> None:
    make(Placement, case=case, person=case.person, room=formula)

    content = content_of(signed(supervisor).post("/lists/placements/export/?cols=room", unlocked()))

    assert rows_of(content)[1][1] == f"'{formula}"


def test_in_a_workbook_what_looks_like_a_formula_is_text(
    signed: Signed, supervisor: Any, case: Case
) -> None:
    make(Placement, case=case, person=case.person, room="=1+1")

    content = content_of(
        signed(supervisor).post("/lists/placements/export/?cols=room", unlocked(form="xlsx"))
    )

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet
    assert 'quotePrefix="1"' in styles


def test_a_file_is_named_after_the_day_and_nobody(
    signed: Signed, supervisor: Any, case: Case
) -> None:
    answer = send(signed(supervisor), OUT, ASKED)

    assert re.fullmatch(
        r'attachment; filename="agimi-\d{4}-\d\d-\d\d\.zip"', answer["Content-Disposition"]
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_locked_file_opens_with_its_password_and_without_it_not(
    signed: Signed, supervisor: Any, case: Case, form: str
) -> None:
    record = service(case)

    content = content_of(signed(supervisor).post(OUT, ASKED | {"form": form}))

    assert record.code.encode() not in content
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        (name,) = archive.namelist()
        assert name.endswith(f".{form}")
        archive.setpassword(b"something else entirely")
        with pytest.raises(RuntimeError):
            archive.read(name)
        archive.setpassword(ASKED["password"].encode())
        inside = archive.read(name)
    if form == "csv":
        assert rows_of(inside)[1][0] == record.code


def test_locked_with_a_new_password_is_what_the_page_proposes(
    signed: Signed, supervisor: Any
) -> None:
    browser = signed(supervisor)
    proposed = [
        re.search(r'name="password" value="([^"]+)"', browser.get(OUT).content.decode())
        for _time in range(2)
    ]

    words = [found.group(1) for found in proposed if found]
    assert len(set(words)) == 2
    assert min(map(len, words)) >= export.LEAST_PASSWORD
    assert re.search(r'name="locked"[^>]*checked', browser.get(OUT).content.decode())


def test_one_row_and_fifty_take_as_many_queries(
    signed: Signed, supervisor: Any, case_manager: Any
) -> None:
    def more(number: int) -> None:
        for _number in range(number):
            case = make(Case, lead=case_manager.staff)
            make(HealthFollowUp, case=case, person=case.person)

    browser = signed(supervisor)
    more(1)
    with CaptureQueriesContext(connection) as one:
        content_of(browser.post("/lists/follow-ups/export/", unlocked()))
    more(49)
    with CaptureQueriesContext(connection) as fifty:
        rows = rows_of(content_of(browser.post("/lists/follow-ups/export/", unlocked())))

    assert len(rows) == 51
    assert len(fifty) == len(one)
