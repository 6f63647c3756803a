"""In, out and in again is as it was, whatever the records: tried with invented rows of all sheets."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from agimi.access.accounts import system_user
from agimi.exchange.actions import apply_upload, check_upload
from agimi.exchange.columns import Column, Kind
from agimi.exchange.export import export
from agimi.exchange.lines import fact_choices
from agimi.exchange.sheets import SHEETS, Sheet
from agimi.people.actions import forget_keys
from agimi.programme.models import Country
from tests.exchange.files import csv_folder, told

LETTERS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t=+-@';,\"")
WORDS = st.text(LETTERS, min_size=1, max_size=25).map(lambda text: f"x{text}".strip())
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31))


class Inventor:
    """Invents rows whose references lead to other invented rows, where chance wills it."""

    def __init__(self, data: st.DataObject, rows: int) -> None:
        self.draw = data.draw
        self.codes = {sheet.model: [f"{sheet.key}.{n}" for n in range(rows)] for sheet in SHEETS}

    def tables(self) -> dict[str, list[list[Any]]]:
        return {sheet.key: self.table(sheet) for sheet in SHEETS}

    def table(self, sheet: Sheet) -> list[list[Any]]:
        heads = [column.key for column in sheet.columns]
        rows = [
            [self.cell(sheet, column, code) for column in sheet.columns]
            for code in self.codes[sheet.model]
        ]
        return [heads, *rows]

    def cell(self, sheet: Sheet, column: Column, code: str) -> Any:
        if column.kind is Kind.CODE:
            return code
        if not column.required and self.draw(st.integers(0, 2)) == 0:
            return ""
        return self.value(sheet, column)

    def value(self, sheet: Sheet, column: Column) -> Any:
        match column.kind:
            case Kind.CHOICE:
                return str(self.draw(st.sampled_from(column.choices)).value)
            case Kind.FACT:
                return self.draw(st.sampled_from([c.label.en for c in fact_choices("violence")]))
            case Kind.REFERENCE:
                return self.draw(st.sampled_from(self.targets(column)))
            case Kind.REFERENCES:
                return "; ".join(
                    self.draw(st.lists(st.sampled_from(self.targets(column)), max_size=2))
                )
            case Kind.DATE:
                return self.draw(DAYS).isoformat()
            case Kind.MOMENT:
                return f"{self.draw(DAYS).isoformat()} {self.draw(st.integers(0, 23)):02}:30"
            case Kind.WHOLE:
                return self.draw(st.integers(0, 40))
            case Kind.DECIMAL:
                return f"{Decimal(self.draw(st.integers(0, 99_999))) / 100:.2f}"
            case Kind.YES_NO:
                return self.draw(st.sampled_from(["po", "no"]))
            case Kind.PAIRS:
                return "facebook: https://f.al; x: @y:z"
            case Kind.NAMES | Kind.IDENTITIES:
                return "; ".join(
                    self.draw(st.lists(st.text("abcë'=+", min_size=1, max_size=5), max_size=2))
                )
            case _:
                return self.text(column)

    def text(self, column: Column) -> str:
        from django.db import models

        if isinstance(column.field, models.URLField):
            return "https://agimi.example/a"
        if isinstance(column.field, models.EmailField):
            return "a@agimi.example"
        return self.draw(WORDS)[: column.most]

    def targets(self, column: Column) -> list[str]:
        if column.target is Country:
            return ["AL", "Gjermani", "germany"]
        return self.codes[column.target]


def without_mistakes(folder, tables, user):
    """The rows that may stand: chance invents some that contradict themselves or each other."""
    for _round in range(60):
        report = check_upload(csv_folder(folder, tables), user=user)
        if not report.problem_total:
            return tables
        wrong = {(problem.sheet.en, problem.row) for problem in report.problems}
        for sheet in SHEETS:
            rows = tables[sheet.key]
            tables[sheet.key] = [rows[0]] + [
                row
                for number, row in enumerate(rows[1:], start=2)
                if (sheet.title.en, number) not in wrong
            ]
    raise AssertionError(told(report))


def exported(folder, form, language, user):
    export(folder, user=user, because="a test", form=form, language=language, identities=True)
    return folder


def texts(folder):
    """All files of a folder, without the order of rows."""
    return {
        file.name: sorted(file.read_text(encoding="utf-8-sig").split("\r\n"))
        for file in folder.iterdir()
    }


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=3)
@given(data=st.data())
def test_in_out_and_in_again_is_an_identity(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("round")
    with transaction.atomic():
        user = system_user()
        make_countries()
        with transaction.atomic():
            tables = without_mistakes(folder / "in", Inventor(data, rows=3).tables(), user)
            assert apply_upload(folder / "in", user=user).applied
            for form, language in (("csv", "sq"), ("xlsx", "en"), ("xlsx", "sq"), ("csv", "en")):
                path = exported(folder / f"{language}.{form}", form, language, user)
                report = check_upload(path, user=user)
                assert (told(report), report.new, report.changed) == ([], 0, 0)
                assert report.unchanged == sum(len(rows) - 1 for rows in tables.values())
            transaction.set_rollback(True)
        # Into an empty house the same file brings the same records.
        assert apply_upload(folder / "en.xlsx", user=user).applied
        again = exported(folder / "again", "csv", "en", user)
        assert texts(again) == texts(folder / "en.csv")
        transaction.set_rollback(True)
    forget_keys()


def make_countries():
    Country.objects.create(alpha2="AL", alpha3="ALB", name_sq="Shqipëri", name_en="Albania")
    Country.objects.create(alpha2="DE", alpha3="DEU", name_sq="Gjermani", name_en="Germany")
