"""Workbooks that go out: the empty one, and the one with the records.

Each is written into a folder of this moment and opened; the folder is taken away
before the file is sent, so that nothing of it stays on the disk.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.conf import settings

from agimi.access.models import User


def empty_workbook(language: str, *, user: User) -> IO[bytes]:
    """The workbook to fill in, in one language."""
    from agimi.exchange.template import write_template

    return _opened(lambda path: write_template(path, language=language, user=user))


def all_records(*, user: User, because: str, language: str, identities: bool) -> IO[bytes]:
    """All records that this user may see; names and notes only when asked for and allowed."""
    from agimi.exchange.export import export

    def write(path: Path) -> None:
        export(path, user=user, because=because, language=language, identities=identities)

    return _opened(write)


def _opened(write: Callable[[Path], None]) -> IO[bytes]:
    place = Path(settings.VAR) / "outgoing"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        path = Path(folder) / "workbook.xlsx"
        write(path)
        return path.open("rb")
