"""Files: taken by what they are, kept encrypted, opened by those who may, shown harmlessly."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from agimi.access import ledger
from agimi.access.models import AuditEntry
from agimi.casework import actions, attachments
from agimi.casework.models import Attachment, Case
from agimi.desk import undo
from agimi.desk.undo import undoable
from agimi.people.actions import erase
from agimi.people.models import Person
from tests.records import make

OPENED = dt.date(2024, 1, 10)
WORDS = "Vendimi i gjykatës për Agnesën".encode()


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(case_manager, system, shelter):
    person = make(Person, site=shelter)
    case = Case(
        person=person,
        category="violence",
        opened_on=OPENED,
        site=shelter,
        lead=case_manager.staff,
    )
    return actions.open_case(case, by=system)


def drawn(kind="JPEG", **info):
    picture = Image.new("RGB", (60, 40), "white")
    written = io.BytesIO()
    picture.save(written, format=kind, **info)
    return written.getvalue()


def with_place():
    """A photograph that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Telefoni i Agnesës"
    exif.get_ifd(0x8825)[1] = "N"
    return drawn(exif=exif)


def packed(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return written.getvalue()


DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office/>"}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


def attached(case, by, data=WORDS, **more):
    values = {"person": case.person, "case": case, "kind": "court", "on": OPENED} | more
    return attachments.attach(Attachment(**values), data=data, title="Vendimi", by=by)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PDF, "application/pdf"),
        (drawn("JPEG"), "image/jpeg"),
        (drawn("PNG"), "image/png"),
        (drawn("WEBP"), "image/webp"),
        (WORDS, "text/plain"),
        (packed(**DOCX), attachments.TYPES and next(t for t in attachments.TYPES if "word" in t)),
        (packed(**ODT), "application/vnd.oasis.opendocument.text"),
    ],
    ids=["pdf", "jpeg", "png", "webp", "text", "word", "opendocument"],
)
def test_that_a_file_is_known_by_its_bytes(data, expected):
    assert attachments.type_of(data).content_type == expected


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00\x03 a program",
        b"\x7fELF\x02\x01\x01",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"#!/bin/sh\nrm -rf /\n",
        b"{\\rtf1 \\object}",
        drawn("GIF"),
        drawn("JPEG")[:200],
        packed(**(DOCX | {"word__vbaProject.bin": "macro"})),
        packed(**{"something.exe": "MZ"}),
        packed(**{"readme.txt": "only a zip"}),
        b"PK\x03\x04 not really packed",
        b"\x00\x01\x02\x03" * 100,
        "ë".encode("utf-16"),
    ],
    ids=[
        "empty",
        "program",
        "elf",
        "html",
        "svg",
        "script",
        "rtf",
        "gif",
        "cut",
        "macros",
        "exe inside",
        "zip",
        "broken zip",
        "bytes",
        "utf-16",
    ],
)
def test_that_anything_else_is_not_taken(data, case, case_manager):
    with pytest.raises(ValidationError):
        attached(case, case_manager, data)
    assert (Attachment.objects.count(), list(attachments.path_of("x").parent.parent.glob("*"))) == (
        0,
        [],
    )


def test_that_a_file_too_large_is_not_taken(case, case_manager):
    with pytest.raises(ValidationError):
        attached(case, case_manager, b"a" * (attachments.MOST_BYTES + 1))


def test_that_nothing_lies_in_clear(case, case_manager, tmp_path):
    attachment = attached(case, case_manager)
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (file.stem, WORDS in file.read_bytes()) == (attachment.code, False)
    assert "Vendimi" not in str(Attachment.objects.values().get())


def test_that_it_opens_as_it_was_and_the_trail_says_who(case, case_manager):
    attachment = attached(case, case_manager)
    assert attachments.read_file(attachment, by=case_manager) == WORDS
    entry = AuditEntry.objects.filter(kind="casework.attachment").latest("number")
    assert (entry.actor, entry.detail) == ("case_manager", {"field": "file_key"})


def test_that_a_colleague_and_the_director_cannot_open_it(case, case_manager, colleague, director):
    attachment = attached(case, case_manager)
    for somebody in (colleague, director):
        with pytest.raises(PermissionDenied):
            attachments.read_file(attachment, by=somebody)


def test_that_a_picture_forgets_place_and_device(case, case_manager):
    before = with_place()
    assert b"Telefoni" in before
    after = attachments.read_file(attached(case, case_manager, before), by=case_manager)
    with Image.open(io.BytesIO(after)) as picture:
        assert (dict(picture.getexif()), picture.size) == ({}, (60, 40))


def test_that_a_file_moved_under_another_code_does_not_open(case, case_manager):
    one, other = attached(case, case_manager), attached(case, case_manager, drawn())
    attachments.path_of(one.code).write_bytes(attachments.path_of(other.code).read_bytes())
    with pytest.raises(ValidationError):
        attachments.read_file(one, by=case_manager)


def test_that_a_missing_file_is_said_to_be_missing(case, case_manager):
    attachment = attached(case, case_manager)
    attachments.path_of(attachment.code).unlink()
    with pytest.raises(ValidationError):
        attachments.read_file(attachment, by=case_manager)


def test_that_erasing_a_person_erases_their_files(case, case_manager, dpo):
    attachment = attached(case, case_manager)
    erase(case.person, by=dpo, because="kërkesë e saj")
    with pytest.raises(ValidationError):
        attachments.read_file(attachment, by=case_manager)


def test_that_sending_it_twice_keeps_it_once(case, case_manager, tmp_path):
    for _time in range(2):
        attached(case, case_manager, code="FI-AAAA-BBBB-CCCC")
    assert Attachment.objects.count() == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_that_a_refused_record_leaves_no_file(case, colleague, tmp_path):
    with pytest.raises(PermissionDenied):
        attached(case, colleague)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_that_a_closed_case_takes_no_file(case, case_manager, supervisor):
    actions.close_case(case, on=OPENED, reason="needs_met", by=supervisor)
    with pytest.raises(ValidationError):
        attached(case, supervisor)


def test_that_what_was_taken_out_can_be_brought_back_until_it_is_swept(
    case, case_manager, tmp_path
):
    attachment = attached(case, case_manager)
    with undoable(by=case_manager, label="Heqja") as kept:
        ledger.remove(attachment, by=case_manager, because="gabim")
    assert attachments.sweep() == 0
    undo.take_back(kept, by=case_manager)
    back = Attachment.objects.get()
    assert attachments.read_file(back, by=case_manager) == WORDS
    ledger.remove(back, by=case_manager, because="gabim")
    assert (attachments.sweep(), [p for p in tmp_path.rglob("*") if p.is_file()]) == (1, [])


def test_that_a_pdf_is_shown_as_pictures(case, case_manager):
    assert attachments.pages_of(PDF, "application/pdf") == 1
    picture = attachments.picture_of(PDF, "application/pdf", 1)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert attachments.picture_of(PDF, "application/pdf", 2) is None
    assert attachments.pages_of(b"%PDF-1.4 broken", "application/pdf") == 0


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def browser():
    def sign_in(user):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def upload(case, data=WORDS, name="agnesa-leka.txt", **more):
    values = {"for": case.code, "title": "Vendimi", "kind": "court", "on": "2024-02-01"}
    return values | {"code": "FI-AAAA-BBBB-CCCC", "file": SimpleUploadedFile(name, data)} | more


def test_that_a_file_is_attached_and_its_name_is_not_kept(case, case_manager, browser):
    page = browser(case_manager)
    assert page.post("/files/add/", upload(case)).status_code == 302
    answer = page.get("/files/FI-AAAA-BBBB-CCCC/").content.decode()
    assert ("Vendimi" in answer, "agnesa-leka" in answer) == (True, False)


def test_that_it_is_taken_along_under_its_code(case, case_manager, browser):
    page = browser(case_manager)
    page.post("/files/add/", upload(case))
    answer = page.post("/files/FI-AAAA-BBBB-CCCC/download/")
    assert (answer.content, answer["Content-Type"]) == (WORDS, "application/octet-stream")
    assert answer["Content-Disposition"] == 'attachment; filename="FI-AAAA-BBBB-CCCC.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_that_a_page_that_calls_itself_a_picture_is_refused_beside_the_field(
    case, case_manager, browser
):
    sent = upload(case, b"<html><script>alert(1)</script>", "foto.jpg")
    answer = browser(case_manager).post("/files/add/", sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert answer.context["form"]["title"].value() == "Vendimi"


def test_that_for_a_colleague_there_is_no_such_file(case, case_manager, colleague, browser):
    browser(case_manager).post("/files/add/", upload(case, drawn(), "x.jpg"))
    page = browser(colleague)
    addresses = ["/files/FI-AAAA-BBBB-CCCC/", "/files/FI-AAAA-BBBB-CCCC/1/"]
    assert [page.get(address).status_code for address in addresses] == [404, 404]
    assert page.post("/files/FI-AAAA-BBBB-CCCC/download/").status_code == 404
    assert page.post("/files/add/", upload(case)).status_code == 404


def test_that_the_director_sees_that_there_is_one_but_not_what_it_shows(
    case, case_manager, director, browser
):
    browser(case_manager).post("/files/add/", upload(case, drawn(), "x.jpg"))
    page = browser(director)
    answer = page.get("/files/FI-AAAA-BBBB-CCCC/")
    assert (answer.status_code, "Vendimi" in answer.content.decode()) == (200, False)
    assert page.get("/files/FI-AAAA-BBBB-CCCC/1/").status_code == 403
    assert page.post("/files/FI-AAAA-BBBB-CCCC/download/").status_code == 403
