"""Readers of workbooks: what a file is follows from what is in it, not from its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from agimi.exchange.problems import Refused
from agimi.exchange.readers.cells import FILE_BYTES, Flaw, Workbook, damaged
from agimi.exchange.readers.csvs import CsvWorkbook
from agimi.exchange.readers.ods import OdsWorkbook
from agimi.exchange.readers.packed import encrypted, open_zip
from agimi.exchange.readers.xlsx import XlsxWorkbook

__all__ = ["Flaw", "opened"]

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BEGINNINGS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"SQLite": "SQLite",
}


@contextmanager
def opened(path: Path) -> Iterator[Workbook]:
    """The workbook in a file or folder; raises Refused with what is wrong and what would be right."""
    workbook = _open(Path(path))
    try:
        yield workbook
    finally:
        workbook.close()


def _open(path: Path) -> Any:
    if path.is_dir():
        return _of_csv(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        raise Refused(
            _("The file cannot be opened: %(why)s."), why=error.strerror or str(error)
        ) from error
    if size > FILE_BYTES:
        raise Refused(
            _("The file is larger than %(most)s MB."),
            _("Divide it by years into several files and bring in one after the other."),
            most=FILE_BYTES // 2**20,
        )
    return _by_content(path, start)


def _by_content(path: Path, start: bytes) -> Any:
    if not start:
        raise Refused(_("The file is empty."), _("Choose the workbook that you filled in."))
    if start.startswith((ZIP, EMPTY_ZIP)):
        return _of_zip(path)
    if start.startswith(OLD_OFFICE):
        raise encrypted() if _holds(path, "EncryptedPackage") else _old()
    for beginning, name in BEGINNINGS.items():
        if start.startswith(beginning):
            raise _not_a_workbook(name)
    if path.suffix.lower() == ".csv":
        return _of_csv(path)
    if start.lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise _not_a_workbook("HTML / XML")
    raise damaged() if path.suffix.lower() in (".xlsx", ".ods", ".zip") else _not_a_workbook("?")


def _of_zip(path: Path) -> Any:
    with open_zip(path) as archive:
        names = archive.namelist()
        kind = ""
        if "mimetype" in names:
            with archive.open("mimetype") as file:
                kind = file.read(100).decode("ascii", "replace")
    if "[Content_Types].xml" in names:
        if not any(name.startswith("xl/") for name in names):
            raise _not_a_workbook("Word / PowerPoint")
        return XlsxWorkbook(path)
    if kind:
        if "spreadsheet" not in kind:
            raise _not_a_workbook(kind.rpartition(".")[2] or kind)
        return OdsWorkbook(path)
    if any(name.lower().endswith(".csv") for name in names):
        return _of_csv(path)
    raise _not_a_workbook("ZIP")


def _of_csv(path: Path) -> CsvWorkbook:
    workbook = CsvWorkbook(path)
    if not workbook.tables:
        raise Refused(
            _("There is no CSV file in this folder."),
            _("Name each file after its sheet, e.g. services.csv."),
        )
    return workbook


def _holds(path: Path, name: str) -> bool:
    """Whether a compound file has a part of this name; its directory lies anywhere in it."""
    wanted, rest = name.encode("utf-16-le"), b""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if wanted in rest + piece:
                return True
            rest = piece[-len(wanted) :]
    return False


def _old() -> Refused:
    return Refused(
        _("The file is in the old Excel format (.xls)."),
        _("Open it in your spreadsheet program and save it as .xlsx."),
    )


def _not_a_workbook(found: str) -> Refused:
    return Refused(
        _("The file is not a workbook (found: %(found)s)."),
        _("An Excel (.xlsx) or OpenDocument (.ods) workbook, or a folder or zip of CSV files."),
        found=found,
    )
