"""The table of texts of an Excel workbook, kept on disk: it may hold one for each row."""

from __future__ import annotations

import mmap
import re
import struct
import tempfile
import zipfile
from functools import lru_cache

from agimi.exchange.readers.cells import LETTERS
from agimi.exchange.readers.packed import parse, pieces, xml_parser

PLACE = struct.Struct("<Q")
REMEMBERED = 4096
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedStrings:
    """Texts by their number; the files behind it have no name and vanish when closed.

    Two files: the texts one after the other, and where each of them begins.
    """

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self._texts = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the workbook
        self._places = tempfile.TemporaryFile()  # noqa: SIM115
        self._end = self._count = self._letters = 0
        self._words: list[str] = []
        self._phonetic = False
        self._read(archive, part)
        # The end of the last text; and no file may be empty to be mapped.
        self._places.write(PLACE.pack(self._end))
        self._texts.write(b"\0")
        for file in (self._texts, self._places):
            file.flush()
        self._text_map = mmap.mmap(self._texts.fileno(), 0, access=mmap.ACCESS_READ)
        self._place_map = mmap.mmap(self._places.fileno(), 0, access=mmap.ACCESS_READ)
        self._cached = lru_cache(REMEMBERED)(self._find)

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < self._count:
            raise IndexError(number)
        return self._cached(number)

    def __len__(self) -> int:
        return self._count

    def close(self) -> None:
        for thing in (self._text_map, self._place_map, self._texts, self._places):
            thing.close()

    def _find(self, number: int) -> str:
        start, end = struct.unpack_from("<QQ", self._place_map, number * PLACE.size)
        return self._text_map[start:end].decode("utf-8", "surrogatepass")

    def _read(self, archive: zipfile.ZipFile, part: str) -> None:
        self._parser = xml_parser()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._stop
        for piece in pieces(archive, part):
            parse(self._parser, piece)

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "si":
            self._words, self._letters = [], 0
        elif name == "rPh":
            self._phonetic = True
        elif name == "t" and not self._phonetic:
            self._parser.CharacterDataHandler = self._take

    def _take(self, text: str) -> None:
        # What is longer than a cell may be is kept just long enough to be seen as too long.
        if self._letters <= LETTERS:
            self._words.append(text)
        self._letters += len(text)

    def _stop(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "t":
            self._parser.CharacterDataHandler = None
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self._write("".join(self._words))

    def _write(self, text: str) -> None:
        data = unescaped(text).encode("utf-8", "surrogatepass")
        self._places.write(PLACE.pack(self._end))
        self._texts.write(data)
        self._end += len(data)
        self._count += 1


def unescaped(text: str) -> str:
    """Excel writes letters that XML cannot hold as ``_x000D_``."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
