"""The commands template, import and export, in words and exit status."""

import pytest
from click.testing import CliRunner

from agimi.access.models import AuditEntry
from agimi.casework.models import Case
from agimi.exchange.commands import export, import_, template
from agimi.people.models import Person
from agimi.terminal import speak
from tests.exchange.files import csv_folder

TABLES = {
    "people": [["Code", "Sex", "Surname"], ["P-1", "female", "Leka"], ["P-2", "male", ""]],
    "cases": [
        ["Code", "Person", "Category", "Opened on"],
        ["R-1", "P-1", "violence", "2024-01-10"],
    ],
}


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    for name in ("AGIMI_LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "en")
    speak("en")
    yield
    speak("sq")


def call(command, *arguments):
    result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def test_an_empty_workbook_is_written_and_never_over_another_file(db, tmp_path):
    status, output = call(template, tmp_path / "a.xlsx")
    assert (status, output) == (0, f"Written: {tmp_path / 'a.xlsx'}\n")
    status, output = call(template, tmp_path / "a.xlsx")
    assert (status, output.splitlines()[0]) == (1, f"{tmp_path / 'a.xlsx'} is there already.")
    assert call(template, tmp_path / "a.ods")[0] == 1


def test_an_import_is_a_dry_run_unless_it_is_to_be_applied(db, tmp_path):
    folder = csv_folder(tmp_path / "in", TABLES)
    status, output = call(import_, folder)
    assert (status, Person.objects.count()) == (0, 0)
    assert "The workbook is in order. Nothing has been written yet." in output
    status, output = call(import_, folder, "--apply", "--because", "first registers")
    assert (status, Person.objects.count(), Case.objects.count()) == (0, 2, 1)
    assert "The records are taken in." in output
    assert AuditEntry.objects.get(verb="imported").because == "first registers"


def test_the_problems_are_told_with_their_places(db, tmp_path):
    tables = TABLES | {"people": [["Code", "Sex"], *([f"P-{n}", "Femal"] for n in range(60))]}
    status, output = call(import_, csv_folder(tmp_path / "in", tables), "--apply")
    assert status == 1
    assert (
        "✗ People · B2 · Sex: “Femal”\n  This is not in the list.\n  → Perhaps “Female”.\n"
        in output
    )
    assert "… and 10 more problems." in output
    assert "60 problems. Nothing was written." in output
    assert "more problem" not in call(import_, tmp_path / "in", "--all")[1]


def test_a_file_that_is_no_workbook_is_told_as_such(db, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7")
    status, output = call(import_, tmp_path / "a.xlsx")
    assert (status, output.splitlines()[:2]) == (
        1,
        ["✗ The file", "  The file is not a workbook (found: PDF)."],
    )


def test_an_export_needs_a_reason_and_tells_how_many(db, tmp_path):
    call(import_, csv_folder(tmp_path / "in", TABLES), "--apply")
    assert call(export, tmp_path / "out")[0] == 2
    because = ("--because", "the yearly copy")
    status, output = call(export, tmp_path / "out", *because)
    assert (status, output) == (0, f"3 records in {tmp_path / 'out'}\n")
    assert call(export, tmp_path / "out", *because)[0] == 1
    assert call(export, tmp_path / "a.pdf", *because)[0] == 1
    status, output = call(export, tmp_path / "a.xlsx", "--identities", *because)
    assert "The file holds names: keep it where nobody else can open it." in output
    status, output = call(import_, tmp_path / "a.xlsx")
    assert (status, output.splitlines()[-2]) == (
        0,
        "The workbook is in order. Nothing has been written yet.",
    )


def test_it_is_done_in_the_name_of_an_account_with_the_right(
    db, tmp_path, case_manager, supervisor
):
    folder = csv_folder(tmp_path / "in", TABLES)
    assert call(import_, folder, "--user", "nobody")[0] == 1
    assert call(import_, folder, "--user", "case_manager")[0] == 1
    assert call(import_, folder, "--user", "supervisor", "--apply")[0] == 0
    assert Person.objects.get(code="P-1").created_by == supervisor
