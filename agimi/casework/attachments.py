"""Files of a person: taken in by what they are, kept encrypted, opened by those who may, shown harmlessly.

A file lies encrypted in ``var/files`` under its code and nowhere in clear, not
even for a moment: uploads stay in memory. What it is is found in its bytes; what
is not on the list is not taken. Pictures lose what a camera wrote into them
(place, time, device) before they are kept.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import puremagic
import pypdfium2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from agimi.access import ledger
from agimi.access.models import User
from agimi.casework import rules
from agimi.casework.models import Attachment
from agimi.desk import undo
from agimi.people.actions import read_text, seal_text

MOST_BYTES = 15 * 1024 * 1024
_MOST_PIXELS = 60_000_000
_NONCE = 12
_PREVIEW = 1400  # pixels of the longer side


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file that is taken: its media type, its suffix, its words, how it is shown."""

    content_type: str
    suffix: str
    label: Any
    icon: str
    shown_as: str = ""  # "picture", "pages", "text" or nothing


TYPES = {
    found.content_type: found
    for found in (
        FileType("application/pdf", ".pdf", gettext_lazy("PDF"), "file-type-pdf", "pages"),
        FileType("image/jpeg", ".jpg", gettext_lazy("picture"), "photo", "picture"),
        FileType("image/png", ".png", gettext_lazy("picture"), "photo", "picture"),
        FileType("image/webp", ".webp", gettext_lazy("picture"), "photo", "picture"),
        FileType("text/plain", ".txt", gettext_lazy("plain text"), "file-text", "text"),
        FileType(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".docx",
            gettext_lazy("Word document"),
            "file-type-docx",
        ),
        FileType(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".xlsx",
            gettext_lazy("Excel workbook"),
            "file-type-xls",
        ),
        FileType(
            "application/vnd.oasis.opendocument.text",
            ".odt",
            gettext_lazy("OpenDocument text"),
            "file-text",
        ),
        FileType(
            "application/vnd.oasis.opendocument.spreadsheet",
            ".ods",
            gettext_lazy("OpenDocument spreadsheet"),
            "file-spreadsheet",
        ),
    )
}
_OFFICE_PARTS = {
    "word/document.xml": ".docx",
    "xl/workbook.xml": ".xlsx",
}


# ── Taking in ───────────────────────────────────────────────────────────────────────────────────
def attach(
    attachment: Attachment, *, data: bytes, title: str, note: str = "", by: User
) -> Attachment:
    """Take in a file for a person; sending it twice (same code) keeps it once.

    ``attachment`` says whose it is, what it is and when; the rest is found in the
    bytes. Raises ValidationError, naming what would be right, for what is not taken.
    """

    def write() -> Attachment:
        found = type_of(data)
        clean = without_traces(data, found)
        secret = AESGCM.generate_key(256)
        sealed = _encrypted(secret, attachment.code, clean)
        attachment.content_type, attachment.size = found.content_type, len(clean)
        attachment.digest = hashlib.sha256(sealed).hexdigest()
        attachment.file_key = seal_text(base64.b64encode(secret).decode(), person=attachment.person)
        attachment.title = seal_text(title, person=attachment.person)
        attachment.note = seal_text(note, person=attachment.person)
        if attachment.case is not None:
            rules.check_open(attachment.case)
        return _write(attachment, sealed, by=by)

    return ledger.once(attachment, by=by, write=write)


def _write(attachment: Attachment, sealed: bytes, *, by: User) -> Attachment:
    """The file first, then its record: a record never stands without its file."""
    path = path_of(attachment.code)
    _write_file(path, sealed)
    try:
        with transaction.atomic():
            return ledger.add(attachment, by=by)
    except BaseException:
        if not Attachment.objects.filter(code=attachment.code).exists():
            path.unlink(missing_ok=True)
        raise


def _write_file(path: Path, data: bytes) -> None:
    """Whole or not at all, for its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def path_of(code: str) -> Path:
    """Where a file lies, by its code; in folders, so that none grows too large."""
    folder = hashlib.sha256(code.encode()).hexdigest()[:2]
    return Path(settings.MEDIA_ROOT) / folder / f"{code}.sealed"


def type_of(data: bytes) -> FileType:
    """What a file is, found in its bytes; raises ValidationError for what is not taken."""
    if not data:
        raise ValidationError(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than %(most)s MB. Make it smaller, or divide it.")
            % {"most": MOST_BYTES // 2**20}
        )
    found = _office(data) if data[:4] == b"PK\x03\x04" else _simple(data)
    if found is None:
        raise ValidationError(
            _(
                "A file of this kind is not taken: PDF, pictures (JPEG, PNG, WebP), Word, Excel, "
                "OpenDocument without macros, and plain text are."
            )
        )
    return found


def _simple(data: bytes) -> FileType | None:
    if data[:5] == b"%PDF-":
        return TYPES["application/pdf"]
    try:
        guesses = {guess.mime_type for guess in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        guesses = set()
    for picture, content_type in (
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
    ):
        if content_type in guesses and _is_picture(data, picture):
            return TYPES[content_type]
    return TYPES["text/plain"] if _is_text(data) else None


def _is_picture(data: bytes, wanted: str) -> bool:
    try:
        with Image.open(io.BytesIO(data), formats=[wanted]) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return False
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def _is_text(data: bytes) -> bool:
    """Words and nothing that a browser or a shell would run."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(ord(letter) < 32 and letter not in "\r\n\t\f" for letter in text):
        return False
    start = text.lstrip()[:200].lower()
    return not start.startswith(("<", "#!", "{\\rtf", "mz"))


def _office(data: bytes) -> FileType | None:
    """A Word, Excel or OpenDocument file without macros; nothing of it is unpacked but its list."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            first = packed.infolist()[0] if packed.infolist() else None
            if any(_is_active(name) for name in names):
                raise ValidationError(
                    _("The file holds macros or other programs. Save it without them.")
                )
            if first is not None and first.filename == "mimetype" and first.file_size < 200:
                return TYPES.get(packed.read(first).decode("ascii", "replace").strip())
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return None
    for part, suffix in _OFFICE_PARTS.items():
        if part in names:
            return next(found for found in TYPES.values() if found.suffix == suffix)
    return None


def _is_active(name: str) -> bool:
    lower = name.lower()
    return (
        "vbaproject" in lower
        or lower.startswith(("basic/", "scripts/"))
        or lower.endswith((".exe", ".js", ".vbs", ".dll", ".jar"))
        or "activex" in lower
    )


def without_traces(data: bytes, found: FileType) -> bytes:
    """A picture without place, time and device, turned as it is looked at; other files as they are."""
    if found.shown_as != "picture":
        return data
    with Image.open(io.BytesIO(data)) as picture:
        kind = str(picture.format)
        turned = ImageOps.exif_transpose(picture)
        plain = turned.convert("RGB") if kind == "JPEG" else turned.copy()
    plain.info = {}
    written = io.BytesIO()
    plain.save(written, format=kind, **({"quality": 92} if kind != "PNG" else {}))
    return written.getvalue()


# ── Opening ─────────────────────────────────────────────────────────────────────────────────────
def read_file(attachment: Attachment, *, by: User) -> bytes:
    """The bytes of a file; the reading is in the audit trail.

    Raises PermissionDenied for those who may not read who the person is,
    ValidationError where the file is gone or was damaged.
    """
    secret = read_text(attachment, "file_key", by=by)
    if not secret:
        raise ValidationError(_("This file was erased with the person's key."))
    try:
        sealed = path_of(attachment.code).read_bytes()
    except FileNotFoundError:
        raise ValidationError(
            _("The file is not where it should be. Ask whoever keeps the backups.")
        ) from None
    try:
        return _decrypted(base64.b64decode(secret), attachment.code, sealed)
    except (InvalidTag, ValueError):
        raise ValidationError(_("The file was damaged. Ask whoever keeps the backups.")) from None


def suffix_of(attachment: Attachment) -> str:
    found = TYPES.get(attachment.content_type)
    return found.suffix if found else ".bin"


def _encrypted(secret: bytes, code: str, data: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(secret).encrypt(nonce, data, code.encode())


def _decrypted(secret: bytes, code: str, sealed: bytes) -> bytes:
    return AESGCM(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], code.encode())


# ── Showing ─────────────────────────────────────────────────────────────────────────────────────
def picture_of(data: bytes, content_type: str, page: int = 1) -> bytes | None:
    """A page or picture drawn anew as PNG, so that nothing of the file itself reaches the browser."""
    shown_as = TYPES[content_type].shown_as if content_type in TYPES else ""
    if shown_as == "picture":
        with Image.open(io.BytesIO(data)) as picture:
            return _png(picture)
    if shown_as == "pages":
        return _page_of_pdf(data, page)
    return None


def pages_of(data: bytes, content_type: str) -> int:
    """How many pages there are to show; 0 where it is not shown."""
    shown_as = TYPES[content_type].shown_as if content_type in TYPES else ""
    if shown_as != "pages":
        return 1 if shown_as else 0
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _page_of_pdf(data: bytes, page: int) -> bytes | None:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    try:
        if not 1 <= page <= len(document):
            return None
        sheet = document[page - 1]
        scale = min(2.0, _PREVIEW / max(sheet.get_size()))
        return _png(sheet.render(scale=scale, may_draw_forms=False).to_pil())
    finally:
        document.close()


def _png(picture: Any) -> bytes:
    small = ImageOps.exif_transpose(picture).convert("RGB")
    small.thumbnail((_PREVIEW, _PREVIEW))
    written = io.BytesIO()
    small.save(written, format="PNG")
    return written.getvalue()


# ── Files that nobody knows ─────────────────────────────────────────────────────────────────────
def sweep() -> int:
    """Delete sealed files that no record leads to and no undo can bring back; returns how many."""
    known = set(Attachment.objects.values_list("code", flat=True)) | undo.codes_that_can_return()
    gone = 0
    for path in sorted(Path(settings.MEDIA_ROOT).glob("??/*.sealed")):
        if path.stem not in known:
            path.unlink()
            gone += 1
    return gone
