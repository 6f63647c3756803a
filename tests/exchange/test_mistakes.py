"""Each mistake that a workbook can hold is named once, with its place and what would be right."""

import datetime as dt

import openpyxl
import pytest

from agimi.exchange.actions import check_upload
from agimi.exchange.template import write_template
from agimi.programme.models import Code
from tests.exchange.files import counted, csv_folder, told, xlsx
from tests.records import make


@pytest.fixture
def lists(db):
    make(Code, list="service", key="counselling", name_sq="Këshillim", name_en="Counselling")
    make(Code, list="topic", key="employment", name_sq="Punësimi", name_en="Employment")
    make(Code, list="course", key="cooking", name_sq="Kuzhinë", name_en="Cooking")


@pytest.fixture
def check(tmp_path, system):
    def check(tables):
        return check_upload(csv_folder(tmp_path / "book", tables), user=system)

    return check


# ── Sheets and headings ───────────────────────────────────────────────────────────────────────
def advice(report):
    return [(problem.what.en, problem.right.en) for problem in report.problems]


def test_a_sheet_of_another_name(lists, check):
    report = check({"Servicess": [["Code"], ["S-1"]], "Kopje": [["x"], ["y"]], "Bosh": []})
    assert [
        (problem.sheet.en, *pair)
        for problem, pair in zip(report.problems, advice(report), strict=True)
    ] == [
        (
            "Kopje",
            "There is no sheet of this name.",
            "Rename it after one of the 72 sheets of the empty workbook, or delete it.",
        ),
        (
            "Servicess",
            "There is no sheet of this name.",
            "Perhaps “Services”. Rename it, or delete it if it holds no records.",
        ),
    ]


def test_a_sheet_that_is_there_twice(lists, check):
    assert advice(check({"people": [["Code", "Sex"]], "People": [["Code", "Sex"]]})) == [
        ("There are two sheets for this kind of record.", "Bring their rows together in “People”.")
    ]


def test_columns_that_are_unknown_double_or_missing(lists, check):
    report = check({"people": [["Code", "Date of brith", "Phone mast", "Surname", "surname"]]})
    assert [(p.cell, p.value, p.what.en) for p in report.problems] == [
        ("B1", "Date of brith", "There is no column of this name."),
        ("C1", "Phone mast", "There is no column of this name."),
        ("E1", "surname", "This column is there twice."),
        ("", "", "The column “Sex” is missing."),
    ]
    assert report.problems[0].right.en == "Perhaps “Date of birth”. Otherwise delete the column."
    assert report.problems[2].right.en == "Keep one of them; the other is in D1."


def test_merged_cells_and_formulas_are_named_by_their_cells(lists, tmp_path, system):
    path = xlsx(
        tmp_path / "a.xlsx",
        {"People": [["Code", "Sex"], ["P-1", "=A1"]], "Staff": [["Code"], ["ST-1"]]},
    )
    book = openpyxl.load_workbook(path)
    book["Staff"].merge_cells("A2:B3")
    book.save(path)
    assert [(p.sheet.en, p.cell, p.what.en) for p in check_upload(path, user=system).problems] == [
        ("Staff", "", "The column “Name” is missing."),
        ("Staff", "", "The column “From” is missing."),
        ("Staff", "A2:B3", "The cells A2:B3 are merged."),
        ("People", "B2", "The cell holds a formula."),
    ]


def test_a_cell_without_a_heading(lists, check):
    report = check({"people": [["Code", "Sex"], ["P-1", "female", "", "stray"]]})
    assert told(report) == [("People", "D2", "stray", "There is no heading above this cell.")]


def test_an_empty_sheet_and_an_empty_workbook_are_no_mistakes(lists, check):
    assert (told(check({"people": [], "services": []})), counted(check({"people": []}))) == ([], {})


# ── Codes ─────────────────────────────────────────────────────────────────────────────────────
def test_codes_that_are_missing_double_or_impossible(lists, check):
    people = [["Code", "Sex"], ["", "female"], ["P-1", "female"], ["P 2", "male"], ["P-1", "male"]]
    report = check({"people": people})
    assert [(p.cell, p.what.en, p.right.en) for p in report.problems] == [
        ("A2", "The cell is empty.", "This column must be filled in."),
        (
            "A4",
            "A code has letters without accents, digits, dots, hyphens and underscores.",
            "For instance P-2, wherever it is named.",
        ),
        (
            "A5",
            "The same code stands in row 3.",
            "Give each record a code of its own; keep one of the rows if they are the same record.",
        ),
    ]


# ── References ────────────────────────────────────────────────────────────────────────────────
def test_references_that_lead_nowhere(lists, check):
    people = [
        ["Code", "Sex", "Country of origin", "Place of residence"],
        ["P-1", "female", "Atlantis", "Tirnë"],
    ]
    services = [
        ["Code", "Person", "Service", "Date", "Topics"],
        ["S-1", "P-9", "Counseling", "2024-03-21", "Employment, Housing"],
        ["S-2", "P-1", "Kuzhinë", "2024-03-21", ""],
        ["S-3", "P-1", "cooking", "2024-03-21", ""],
        ["S-4", "P-1", Code.objects.get(key="cooking").code, "2024-03-21", ""],
    ]
    report = check({"people": people})
    assert [(p.cell, p.what.en, p.right.en) for p in report.problems] == [
        (
            "C2",
            "There is no country of this name.",
            "The name of a country, or its ISO code of two letters.",
        ),
        (
            "D2",
            "There is none of this name.",
            "Add it to the sheet “Places”, or write a name or code that stands there.",
        ),
    ]
    people[1][2:] = ["", ""]
    assert [
        (p.cell, p.what.en) for p in check({"people": people, "services": services}).problems
    ] == [
        ("B2", "There is no record with the code “P-9”."),
        ("C2", "There is none of this name."),
        ("E2", "There is none of this name."),
        ("C3", "There is none of this name."),
        ("C4", "There is none of this name."),
        ("C5", "“Cooking” is a value of another list."),
    ]


def test_a_name_that_several_bear(lists, check):
    make(Code, code="K-TWIN", list="topic", key="work", name_sq="Punësimi", name_en="Work")
    services = [
        ["Code", "Person", "Service", "Date", "Topics"],
        ["S-1", "P-1", "counselling", "2024-03-21", "Punësimi"],
    ]
    report = check({"people": [["Code", "Sex"], ["P-1", "female"]], "services": services})
    assert [problem.what.en for problem in report.problems] == ["There are 2 of this name."]
    assert "K-TWIN (Punësimi)" in report.problems[0].right.en


# ── How many ──────────────────────────────────────────────────────────────────────────────────
def test_more_problems_than_can_be_read_are_counted(lists, check, monkeypatch):
    people = [["Code", "Sex"], *([f"P-{n}", "x?"] for n in range(1500))]
    report = check({"people": people})
    assert (len(report.problems), report.problem_total) == (1000, 1500)


def test_problems_are_told_in_both_languages(lists, check):
    (problem,) = check({"people": [["Code", "Sex"], ["P-1", ""]]}).problems
    assert problem.what.sq != problem.what.en
    assert problem.right.sq != problem.right.en


# ── A workbook filled in by hand ──────────────────────────────────────────────────────────────
def filled(path, rows):
    """The empty workbook with rows typed below its examples, heading by heading."""
    book = openpyxl.load_workbook(path)
    for sheet, cells in rows:
        page = book[sheet]
        places = {cell.value: cell.column for cell in page[1]}
        row = page.max_row + 1
        for heading, value in cells.items():
            page.cell(row, places[heading], value)
    book.save(path)


TEN_MISTAKES = [
    (
        "People",
        {"Code": "P-1", "Sex": "Female", "Date of birth": dt.date(1990, 3, 21), "Surname": "Leka"},
    ),
    ("People", {"Code": "P-2", "Sex": "Femal"}),
    ("People", {"Code": "P-1", "Sex": "Male"}),
    ("People", {"Code": "P 3", "Sex": "Male"}),
    ("People", {"Code": "P-4", "Sex": "Female", "Date of birth": "31.09.2000"}),
    (
        "Cases",
        {
            "Code": "R-1",
            "Person": "P-1",
            "Category": "Victims of sexual abuse and domestic violence",
        },
    ),
    (
        "Cases",
        {
            "Code": "R-2",
            "Person": "P-7",
            "Category": "trafficking",
            "Opened on": dt.date(2024, 1, 10),
        },
    ),
    (
        "Cases",
        {
            "Code": "R-3",
            "Person": "P-1",
            "Category": "trafficking",
            "Opened on": dt.date(2024, 1, 10),
            "Closed on": dt.date(2023, 1, 10),
            "Reason for closing": "Needs met",
        },
    ),
    (
        "Services",
        {"Code": "S-1", "Person": "P-1", "Service": "Counseling", "Date": dt.date(2024, 2, 1)},
    ),
    (
        "Services",
        {"Code": "S-2", "Person": "P-1", "Service": "Counselling", "Date": 45323, "Minutes": 0},
    ),
    (
        "Services",
        {
            "Code": "S-3",
            "Person": "P-1",
            "Service": "Counselling",
            "Date": "2024-02-01",
            "Minutes": "-",
        },
    ),
    ("Services", {"Code": "S-4", "Person": "P-1", "Service": "Counselling", "Date": "=TODAY()"}),
    ("Services", {"Code": "S-5", "Person": "P-2", "Service": "Counselling", "Date": "02/03/2024"}),
    (
        "Services",
        {
            "Code": "S-6",
            "Person": "P-1",
            "Service": "Counselling",
            "Date": "2024-02-01",
            "Minutes": 2000,
        },
    ),
]


def test_a_workbook_filled_in_by_hand_with_mistakes(lists, tmp_path, system):
    path = tmp_path / "registers.xlsx"
    write_template(path, language="en", user=system)
    filled(path, TEN_MISTAKES)
    report = check_upload(path, user=system)
    assert [(p.sheet.en, p.cell, p.what.en, p.right.en) for p in report.problems] == [
        ("People", "B4", "This is not in the list.", "Perhaps “Female”."),
        (
            "People",
            "A5",
            "The same code stands in row 3.",
            "Give each record a code of its own; keep one of the rows if they are the same record.",
        ),
        (
            "People",
            "A6",
            "A code has letters without accents, digits, dots, hyphens and underscores.",
            "For instance P-3, wherever it is named.",
        ),
        ("People", "C7", "There is no such day.", "The last day of that month is 30.09.2000."),
        ("Cases", "D3", "The cell is empty.", "This column must be filled in."),
        (
            "Cases",
            "B4",
            "There is no record with the code “P-7”.",
            "A code that stands in the sheet “People” or is recorded already.",
        ),
        (
            "Cases",
            "E5",
            "It cannot end before it starts.",
            "Look at the cells of this row together.",
        ),
        (
            "Services",
            "E3",
            "There is none of this name.",
            "Perhaps “Counselling”; or add it to the sheet “List values”.",
        ),
        (
            "Services",
            "F4",
            "This is a number, not a date.",
            "A day as 21.03.2024 or 2024-03-21, or a cell formatted as a date.",
        ),
        (
            "Services",
            "K5",
            "A dash may mean none, not known or not recorded.",
            "0 if there were none; an empty cell if nothing is recorded.",
        ),
        (
            "Services",
            "F6",
            "The cell holds a formula.",
            "Copy the column and paste it as values only.",
        ),
        (
            "Services",
            "F7",
            "Written like this, a day and a month can be mistaken for each other.",
            "02.03.2024, if the day comes first.",
        ),
        (
            "Services",
            "K8",
            "A service lasts from 1 to 1440 minutes.",
            "Look at the cells of this row together.",
        ),
    ]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_empty_workbook_holds_no_records_and_no_mistakes(lists, tmp_path, system, language):
    path = tmp_path / "registers.xlsx"
    write_template(path, language=language, user=system)
    report = check_upload(path, user=system)
    assert (told(report), report.sheets) == ([], ())
