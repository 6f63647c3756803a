"""What an import must remember of every row, on disk: it may be any number of rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -4000;
CREATE TABLE seen (sheet TEXT, code TEXT, row INTEGER, bad INTEGER, PRIMARY KEY (sheet, code))
    WITHOUT ROWID;
CREATE TABLE waiting (id INTEGER PRIMARY KEY, sheet TEXT, row INTEGER, code TEXT, field TEXT,
    cell TEXT, isnew INTEGER);
"""


class Scratch:
    """Codes seen with their rows, and references that wait for the end of their sheet.

    A database without a name: SQLite keeps it in a file of its own that
    vanishes with it. Only codes stand in it.
    """

    def __init__(self) -> None:
        # An empty name is a database on disk, unlike ":memory:".
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")

    def close(self) -> None:
        self._database.close()

    def rows_of(self, sheet: str, codes: Iterable[str]) -> dict[str, tuple[int, bool]]:
        """The row where each of these codes stood, and whether that row was wrong."""
        wanted = list(dict.fromkeys(codes))
        marks = ",".join("?" * len(wanted))
        found = self._database.execute(
            f"SELECT code, row, bad FROM seen WHERE sheet = ? AND code IN ({marks})",  # noqa: S608
            [sheet, *wanted],
        )
        return {code: (row, bool(bad)) for code, row, bad in found}

    def remember(self, sheet: str, rows: Iterable[tuple[str, int, bool]]) -> None:
        self._database.executemany(
            "INSERT INTO seen VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET bad = max(bad, excluded.bad)",
            ((sheet, code, row, bad) for code, row, bad in rows),
        )

    def wait(self, sheet: str, rows: Iterable[tuple[int, str, str, str, bool]]) -> None:
        """References (row, code, field, cell, is new) to records further down in the same sheet."""
        self._database.executemany(
            "INSERT INTO waiting (sheet, row, code, field, cell, isnew) VALUES (?, ?, ?, ?, ?, ?)",
            ((sheet, *row) for row in rows),
        )

    def waiting(self, sheet: str, field: str, size: int) -> Iterator[list[tuple]]:
        """Those references, some at a time."""
        last = 0
        while True:
            rows = self._database.execute(
                "SELECT id, row, code, cell, isnew FROM waiting"
                " WHERE sheet = ? AND field = ? AND id > ? ORDER BY id LIMIT ?",
                (sheet, field, last, size),
            ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield [row[1:] for row in rows]
