"""Taking records out: with a reason, only what one may see, harmless to whoever opens it."""

import csv
import stat
import zipfile

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agimi.access.models import AuditEntry
from agimi.activities.models import Session
from agimi.casework.models import Case, Service
from agimi.exchange.actions import check_upload
from agimi.exchange.export import export
from agimi.exchange.problems import Refused, letters
from agimi.exchange.sheets import SHEET_BY_NAME
from agimi.people.actions import IdentityDocument, erase, register_person, seal_text
from agimi.people.models import Person
from agimi.programme.models import Body, BodyAlias
from tests.exchange.files import counted, told
from tests.records import DAY, code, draft, make


@pytest.fixture
def records(db, system):
    identity = IdentityDocument(first_name="=1+1", last_name="Leka", phones=("+355 69 1", "@2"))
    person = register_person(draft(Person, code="P-1", sex="female"), identity, by=system)
    case = make(Case, code="R-1", person=person, category="violence", opened_on=DAY)
    note = seal_text("-2 e 3", person=person)
    make(Service, code="S-1", person=person, case=case, kind=code("service"), on=DAY, note=note)
    BodyAlias.objects.create(body=make(Body, code="b-1", name_sq="+Shtëpia"), name="@SH")
    return person


@pytest.fixture
def take_out(tmp_path, system):
    def take_out(name="out", *, user=system, because="a test", form="csv", **options):
        export(tmp_path / name, user=user, because=because, form=form, **options)
        return tmp_path / name

    return take_out


def table(folder, sheet):
    with (folder / f"{sheet}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_what_goes_out_comes_in_unchanged(records, take_out, system):
    for form, name in (("csv", "folder"), ("csv", "a.zip"), ("xlsx", "a.xlsx")):
        for language in ("sq", "en"):
            path = take_out(f"{language}-{name}", form=form, language=language, identities=True)
            report = check_upload(path, user=system)
            assert (told(report), report.new, report.changed) == ([], 0, 0)
            assert counted(report)["services"] == (0, 0, 1)


def test_names_and_notes_stay_unless_they_are_asked_for(records, take_out):
    without, with_them = take_out("a"), take_out("b", identities=True, language="en")
    assert "First name" not in table(take_out("c", language="en"), "people")[0]
    assert not any("Leka" in file.read_text() for file in without.iterdir())
    assert table(with_them, "people")[0]["Surname"] == "Leka"
    assert table(with_them, "services")[0]["Note"] == "'-2 e 3"


def test_no_cell_is_taken_for_a_formula(records, take_out):
    folder = take_out(identities=True)
    lines = [line for file in folder.iterdir() for line in file.read_text("utf-8-sig").splitlines()]
    cells = [cell for row in csv.reader(lines) for cell in row]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
    book = openpyxl.load_workbook(take_out("a.xlsx", form="xlsx", identities=True, language="en"))
    people = {cell.value: other for cell, other in zip(*book["People"], strict=True)}
    assert people["First name"].value == "=1+1"
    assert (people["First name"].data_type, people["First name"].quotePrefix) == ("s", True)


def test_a_reason_is_needed_and_kept(records, take_out, system):
    with pytest.raises(ValidationError):
        take_out(because="  ")
    take_out(because="for the auditor of the donor")
    entry = AuditEntry.objects.filter(verb="exported").get()
    assert (entry.actor, entry.because) == ("agimi", "for the auditor of the donor")
    assert (entry.detail["identities"], "people" in entry.detail["sheets"]) == (False, True)


def test_that_reading_names_is_in_the_trail(records, take_out):
    take_out(identities=True, because="moving house")
    entry = AuditEntry.objects.filter(verb="identity read").get()
    assert (entry.code, entry.because) == ("P-1", "moving house")


def test_only_those_with_the_right_take_records_out(records, take_out, case_manager, director):
    with pytest.raises(PermissionDenied):
        take_out("a", user=case_manager)
    take_out("b", user=director)
    with pytest.raises(PermissionDenied):
        take_out("c", user=director, identities=True)


def test_a_restricted_case_stays_inside(records, take_out, director):
    Case.objects.update(restricted=True)
    folder = take_out(user=director)
    assert (table(folder, "cases"), table(folder, "services")) == ([], [])


def test_the_texts_of_people_who_were_erased_are_empty(records, take_out, dpo, system):
    erase(records, by=dpo, because="asked for it")
    path = take_out(identities=True, language="en")
    assert (table(path, "people")[0]["Surname"], table(path, "services")[0]["Note"]) == ("", "")
    assert told(check_upload(path, user=system)) == []


def test_the_file_is_for_its_owner_alone(records, take_out):
    paths = [take_out("a.xlsx", form="xlsx"), take_out("a.zip"), *take_out("folder").iterdir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}


def test_nothing_is_left_of_an_export_that_fails(records, take_out, tmp_path, system):
    note = seal_text("x" * 40_000, person=records)
    make(Service, code="S-2", person=records, kind=code("service"), on=DAY, note=note)
    with pytest.raises(Refused) as caught:
        take_out("a.xlsx", form="xlsx", identities=True)
    keys = [column.key for column in SHEET_BY_NAME["services"].columns]
    assert caught.value.values["cell"] == f"{letters(keys.index('note'))}3"
    assert list(tmp_path.iterdir()) == []
    path = take_out("folder", identities=True)
    assert told(check_upload(path, user=system)) == []


def test_a_kind_with_more_records_than_a_sheet_has_rows_goes_on_in_another(
    records, take_out, system, monkeypatch
):
    monkeypatch.setattr("agimi.exchange.writers.ROWS", 4)
    for number in range(6):
        make(Session, code=f"E-{number}", kind=code("session_kind"))
    folder, book = take_out("folder"), take_out("a.xlsx", form="xlsx", language="en")
    assert [len(table(folder, name)) for name in ("sessions", "sessions (2)")] == [3, 3]
    assert {"Sessions and events", "Sessions and events (2)"} < set(
        openpyxl.load_workbook(book).sheetnames
    )
    for path in (folder, book):
        assert counted(check_upload(path, user=system))["sessions"] == (0, 0, 6)


def test_a_zip_holds_a_file_for_each_sheet(records, take_out):
    with zipfile.ZipFile(take_out("a.zip")) as archive:
        assert len(archive.namelist()) == 72
