"""A list taken out as a file: by right, with a reason, entered in the trail, locked with a password.

What leaves is what the list shows, with the codes of the records: no name of
anybody, nothing sealed. Whoever takes records in and out takes as many as a
list may hold; a coordinator takes a few, of what she sees (ADR 0030).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Protocol

import pyzipper
import xlsxwriter
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access.accounts import new_password
from agimi.access.audit import write_entry
from agimi.access.choices import Area, Role, Scope
from agimi.access.models import User
from agimi.access.tables import FORMULA, harmless
from agimi.desk.columns import Column, brief, column_of
from agimi.desk.lists import ListPage, Shown

MOST = 100_000
FEW = 200  # what a coordinator takes at once
TOGETHER = 500
LEAST_PASSWORD = 12
FIRST_DAY = dt.date(1900, 3, 1)  # Excel counts a day before this that there never was


# ── By right ────────────────────────────────────────────────────────────────────────────────────
def most_rows(page: ListPage, user: User) -> int:
    """How many rows of a list somebody may take out at once; 0 where they may take none."""
    if not user.may_read(page.model.area, Scope.SITE):
        return 0
    if user.may_read(Area.EXCHANGE, Scope.ORGANISATION):
        return MOST
    return FEW if user.role == Role.COORDINATOR else 0


def may_export(page: ListPage, user: User) -> bool:
    return most_rows(page, user) > 0


class ExportForm(forms.Form):
    """Why records leave the house, in which form, and how the file is locked."""

    because = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=10,
        max_length=500,
        help_text=gettext_lazy(
            "Who gets it and what for, in a sentence. It is kept in the audit trail."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say who gets the file and what for."),
            "min_length": gettext_lazy("A sentence, please: who gets the file and what for."),
        },
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Kind of file"),
        choices=(
            ("xlsx", gettext_lazy("Excel workbook (.xlsx)")),
            ("csv", gettext_lazy("Text with semicolons (.csv)")),
        ),
    )
    locked = forms.BooleanField(
        label=gettext_lazy("Locked with a password, as a .zip file"),
        help_text=gettext_lazy(
            "Strong encryption (AES-256). It opens with 7-Zip, WinRAR or Keka, which are free to try; "
            "the zip folders of Windows alone do not open it."
        ),
        required=False,
        initial=True,
    )
    password = forms.CharField(
        label=gettext_lazy("Password of the file"),
        max_length=100,
        required=False,
        strip=True,
        help_text=gettext_lazy(
            "Note it now: it is kept nowhere. Give it by another way than the file, for example by telephone."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    understood = forms.BooleanField(
        label=gettext_lazy(
            "I keep the file where nobody else can open it, and delete it when it has served."
        ),
        error_messages={"required": gettext_lazy("Please confirm that you keep the file safe.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].initial = new_password

    def clean(self) -> dict[str, Any]:
        wanted = super().clean() or {}
        if wanted.get("locked") and len(wanted.get("password", "")) < LEAST_PASSWORD:
            self.add_error(
                "password",
                _("A password of at least %(least)s characters.") % {"least": LEAST_PASSWORD},
            )
        return wanted


# ── Taking out ──────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is ready, lying nowhere: it is gone when it is closed."""

    file: IO[bytes]
    name: str
    rows: int


def take_out(shown: Shown, *, by: User, because: str, form: str, password: str = "") -> Taken:
    """Write the rows of a list, as it is filtered and sorted, into a file.

    Reading and the entries in the trail are one transaction: no file without them.
    """
    most = most_rows(shown.list, by)
    if not most:
        raise PermissionDenied(_("You may not take these records out."))
    if not because.strip():
        raise ValidationError(_("Say why the records are taken out."))
    columns = columns_for_file(shown)
    stem = f"agimi-{timezone.localdate():%Y-%m-%d}"
    with tempfile.TemporaryDirectory(prefix="agimi-") as folder, transaction.atomic():
        keys = list(shown.sorted_rows.values_list("pk", flat=True)[: most + 1])
        if len(keys) > most:
            raise ValidationError(
                _("These are more than %(most)s rows: filter first.") % {"most": most}
            )
        part = Path(folder) / f"{stem}.{form}"
        codes = _write(WRITERS[form](part, columns, shown.title), shown, keys, columns)
        _audit(shown, columns, codes, by=by, because=because, form=form, locked=bool(password))
        return Taken(*_sealed(part, password), rows=len(codes))


def columns_for_file(shown: Shown) -> list[Column]:
    """The code of the record, then the columns that are shown and may leave."""
    own = [column for column in shown.columns if column.leaves and column.name != "code"]
    return [column_of(shown.list.model, "code"), *own]


def _write(
    writer: Writer, shown: Shown, keys: Sequence[Any], columns: Sequence[Column]
) -> list[str]:
    codes = []
    with writer:
        for some in _in_parts(keys):
            for record in shown.records(some):
                writer.write([column.for_file(record) for column in columns])
                codes.append(record.code)
    return codes


def _audit(
    shown: Shown,
    columns: Sequence[Column],
    codes: Sequence[str],
    *,
    by: User,
    because: str,
    form: str,
    locked: bool,
) -> None:
    """Who took out what and why: the first entry says all, each has the codes of some records."""
    told = {
        "query": shown.query,
        "columns": [column.name for column in columns],
        "rows": len(codes),
        "form": form,
        "locked": locked,
    }
    for number, some in enumerate(_in_parts(codes) if codes else [()]):
        write_entry(
            by=by,
            verb="exported",
            kind=shown.list.model._meta.label_lower,
            because=because,
            detail={"list": shown.list.slug, **(told if not number else {}), "codes": list(some)},
        )


def _in_parts(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(things), TOGETHER):
        yield things[start : start + TOGETHER]


def _sealed(part: Path, password: str) -> tuple[IO[bytes], str]:
    """The file, locked or as it is, without a name on this machine."""
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 the answer closes it
    if password:
        with pyzipper.AESZipFile(
            out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
        ) as archive:
            archive.setpassword(password.encode())
            archive.write(part, part.name)
    else:
        with part.open("rb") as written:
            while piece := written.read(1 << 20):
                out.write(piece)
    out.seek(0)
    return out, f"{part.stem}.zip" if password else part.name


# ── Kinds of file ───────────────────────────────────────────────────────────────────────────────
class Writer(Protocol):
    """Rows go out as they come, so that memory does not grow with them."""

    def __enter__(self) -> Any: ...

    def __exit__(self, *error: object) -> None: ...

    def write(self, values: Iterable[Any]) -> None: ...


class CsvWriter:
    """Text with semicolons, as spreadsheets here expect it."""

    def __init__(self, path: Path, columns: Sequence[Column], title: str) -> None:
        self.file = io.TextIOWrapper(path.open("wb"), encoding="utf-8-sig", newline="")
        self.csv = csv.writer(self.file, delimiter=";")
        self.write(column.heading for column in columns)

    def __enter__(self) -> CsvWriter:
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()

    def write(self, values: Iterable[Any]) -> None:
        self.csv.writerow([_for_csv(value) for value in values])


class XlsxWriter:
    """An Excel workbook of one sheet."""

    def __init__(self, path: Path, columns: Sequence[Column], title: str) -> None:
        options = {
            "tmpdir": str(path.parent),
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = xlsxwriter.Workbook(str(path), options)
        self.sheet = self.book.add_worksheet(capfirst(title)[:31].translate(_NOT_IN_A_SHEET_NAME))
        heading = self.book.add_format({"bold": True, "bg_color": "#e9e7f2", "bottom": 1})
        self.day = self.book.add_format({"num_format": "dd.mm.yyyy"})
        self.quoted = self.book.add_format({"num_format": "@", "quote_prefix": True})
        self.sheet.freeze_panes(1, 1)
        self.sheet.set_column(0, len(columns) - 1, 18)
        for place, column in enumerate(columns):
            self.sheet.write_string(0, place, column.heading, heading)
        self.row = 1

    def __enter__(self) -> XlsxWriter:
        return self

    def __exit__(self, *error: object) -> None:
        self.book.close()

    def write(self, values: Iterable[Any]) -> None:
        for place, value in enumerate(values):
            self._write_cell(place, value)
        self.row += 1

    def _write_cell(self, place: int, value: Any) -> None:
        if isinstance(value, bool):
            self.sheet.write_string(self.row, place, brief(value))
        elif isinstance(value, int | float | Decimal):
            self.sheet.write_number(self.row, place, value)
        elif (
            isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value >= FIRST_DAY
        ):
            self.sheet.write_datetime(self.row, place, value, self.day)
        else:
            text = brief(value)
            style = self.quoted if text[:1] in FORMULA else None
            self.sheet.write_string(self.row, place, text, style)


WRITERS: dict[str, Any] = {"csv": CsvWriter, "xlsx": XlsxWriter}
_NOT_IN_A_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def _for_csv(value: Any) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    return harmless(brief(value))
