"""Zip files, opened with care: sizes and ratios are checked before a byte is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from agimi.exchange.problems import Refused
from agimi.exchange.readers.cells import (
    CHUNK,
    PARTS,
    RATIO,
    RATIO_FROM,
    UNPACKED_BYTES,
    damaged,
)

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


def open_zip(path: Path) -> zipfile.ZipFile:
    """The zip, unless it is damaged, encrypted, or grows beyond all reason."""
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise damaged() from error
    try:
        _check(archive)
    except Refused:
        archive.close()
        raise
    return archive


def _check(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise encrypted()
    grown = [p for p in parts if p.file_size > RATIO_FROM and p.file_size > RATIO * p.compress_size]
    if grown or len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        raise Refused(
            _("Unpacked, the file would be far larger than any workbook: it looks like a trap."),
            _("Copy the cells into a new, empty workbook from `agimi template` and use that one."),
        )


def encrypted() -> Refused:
    return Refused(
        _("The workbook is protected with a password."),
        _("Save a copy without a password, bring it in, and delete the copy."),
    )


def pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part of the zip, unpacked piece by piece."""
    try:
        with archive.open(name) as file:
            while piece := file.read(CHUNK):
                yield piece
    except (KeyError, *BROKEN) as error:
        raise damaged() from error


def xml_parser() -> Any:
    """A parser without document types, hence without entities that grow or reach outside."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_args: Any) -> None:
    raise Refused(
        _("The file holds instructions (a document type) that no workbook needs."),
        _("Open it in your spreadsheet program, save it anew and try again."),
    )


def elements(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of a small part: name without prefix, and attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = xml_parser()
    parser.StartElementHandler = lambda tag, attributes: found.append(
        (tag.rpartition(":")[2], attributes)
    )
    for piece in pieces(archive, name):
        parse(parser, piece)
        yield from found
        found.clear()


def parse(parser: Any, piece: bytes, sheet: str = "") -> None:
    try:
        parser.Parse(piece, False)
    except expat.ExpatError as error:
        raise damaged(sheet) from error
