"""Files of every kind are read alike; what is no plain workbook is refused with advice, in bounded memory."""

import datetime as dt
import tracemalloc
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from agimi.exchange.problems import Refused
from agimi.exchange.readers import opened
from agimi.exchange.readers.cells import Flaw
from tests.exchange.files import csv_folder, ods, ods_of, xlsx, xlsx_of

ROWS = [
    ["Kodi", "Data", "Minuta", "Shënim"],
    ["S-1", dt.date(2024, 3, 21), 45, "Dy\nrreshta, “ë” dhe ç"],
    ["S-2", None, 0.5, "=1+1"],
    [None, None, None, None],
    ["S-4", dt.date(1899, 1, 1), 0, None],
]
READ = [(number, row) for number, row in enumerate(ROWS, start=1) if any(row)]


def rows_of(path, place=0):
    with opened(path) as book:
        return [(number, cut(cells)) for number, cells in book.tables[place]]


def cut(cells):
    """Without the empty cells at the end."""
    while cells and cells[-1] is None:
        cells = cells[:-1]
    return cells


def plain(rows):
    return [(number, cut(cells)) for number, cells in rows]


def read_all(path):
    with opened(path) as book:
        return [list(table) for table in book.tables]


def refusal(path):
    with pytest.raises(Refused) as caught:
        read_all(path)
    what, right = caught.value.in_words()
    assert right.en != ""
    return what.en


# ── The same rows from each kind of file ──────────────────────────────────────────────────────
def test_an_excel_file_as_excel_writes_it(tmp_path):
    rows = [
        [cell.isoformat() if cell == dt.date(1899, 1, 1) else cell for cell in row] for row in ROWS
    ]
    rows[2][3] = "1+1"
    path = tmp_path / "book.xlsx"
    xlsx(path, {"Services": rows})
    expected = [[*row] for _number, row in READ]
    expected[2][3], expected[3][1] = "1+1", "1899-01-01"
    assert rows_of(path) == plain(zip([1, 2, 3, 5], expected, strict=True))


def test_an_excel_file_with_its_texts_in_the_cells(tmp_path):
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd.mm.yyyy"})
    page = book.add_worksheet("Services")
    page.write_row(0, 0, ["Kodi", "Data"])
    page.write_string(1, 0, "=S\x01")
    page.write_datetime(1, 1, dt.datetime(2024, 3, 21, 8, 30))
    page.write_boolean(2, 1, True)
    book.close()
    assert rows_of(path) == [
        (1, ["Kodi", "Data"]),
        (2, ["=S\x01", dt.datetime(2024, 3, 21, 8, 30)]),
        (3, [None, True]),
    ]


def test_an_excel_file_that_counts_days_from_1904(tmp_path):
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": True, "default_date_format": "d.m.yyyy"})
    book.add_worksheet("Services").write_datetime(0, 0, dt.datetime(2024, 3, 21))
    book.close()
    assert rows_of(path) == [(1, [dt.date(2024, 3, 21)])]


def test_an_excel_file_with_another_prefix_and_cells_left_out(tmp_path):
    path = tmp_path / "book.xlsx"
    sheet = (
        '<x:sheetData><x:row r="3"><x:c r="C3" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
        "<x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>"
    )
    xlsx_of(path, sheet)
    assert rows_of(path) == [(3, [None, None, "a"]), (4, [7])]


def test_an_opendocument_file(tmp_path):
    path = ods(tmp_path / "book.ods", {"Services": ROWS})
    assert rows_of(path) == plain(READ)


def test_comments_in_an_opendocument_file_are_no_text(tmp_path):
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>hush</text:p>'
        "</office:annotation><text:p>a<text:s text:c='2'/>b<text:span>c</text:span></text:p></table:table-cell>"
    )
    content = f"<d><table:table table:name='Services'><table:table-row>{cell}</table:table-row></table:table></d>"
    assert rows_of(ods_of(tmp_path / "book.ods", content)) == [(1, ["a  bc"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_csv_with_or_without_a_mark_and_any_divider(tmp_path, encoding, divider):
    csv_folder(tmp_path / "x", {"services": ROWS}, encoding=encoding, divider=divider)
    text = [
        (number, [cell.isoformat() if isinstance(cell, dt.date) else cell for cell in row])
        for number, row in READ
    ]
    words = [(n, [None if c is None else str(c) for c in row]) for n, row in text]
    assert rows_of(tmp_path / "x") == plain(words)


def test_a_zip_of_csv_and_a_first_line_that_names_the_divider(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("folder/services.csv", 'sep=;\nKodi;Data\nS-1;"a;b"\n')
        archive.writestr("__MACOSX/folder/._services.csv", b"\0\1")
    assert rows_of(tmp_path / "x.zip") == [(2, ["Kodi", "Data"]), (3, ["S-1", "a;b"])]


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1
)


@given(rows=st.lists(st.lists(TEXT, min_size=2, max_size=3), min_size=1, max_size=5))
def test_any_text_comes_out_of_each_kind_of_file_as_it_went_in(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("any")
    book = xlsxwriter.Workbook(folder / "book.xlsx", {"constant_memory": True})
    page = book.add_worksheet("Services")
    for place, row in enumerate(rows):
        for index, text in enumerate(row):
            page.write_string(place, index, text)
    book.close()
    csv_folder(folder / "csv", {"services": rows})
    expected = [(number, row) for number, row in enumerate(rows, start=1)]
    assert rows_of(folder / "book.xlsx") == expected
    assert rows_of(folder / "csv") == expected


# ── What is refused ───────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.xlsx", b"", "The file is empty."),
        ("a.xlsx", b"%PDF-1.7 ...", "The file is not a workbook (found: PDF)."),
        ("a.xlsx", b"<html><table>", "The file is not a workbook (found: HTML / XML)."),
        ("a.docx", b"hello", "The file is not a workbook (found: ?)."),
        ("a.xlsx", b"hello", "The file is damaged or was cut off."),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "The file is in the old Excel format (.xls)."),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "The workbook is protected with a password.",
        ),
        ("a.csv", "Kodi,Data\nS-1,ë".encode("utf-16"), "The file is written in UTF-16, not in UTF-8."),
        (
            "a.csv",
            "Kodi,Vendi\nS-1,Shkodër\n".encode("cp1252"),
            "The file is not written in UTF-8: near “S-1,Shkodër” letters cannot be read.",
        ),
        ("a.csv", b"Kodi,\0\1", "The file says it is CSV but holds no text."),
        ("a.csv", b'Kodi\n"S-1\nS-2\n', "Quotation marks do not match: a cell that begins here does not end."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_workbook_is_refused(tmp_path, name, content, what):
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name) == what


def test_a_file_that_was_cut_off_is_refused(tmp_path):
    path = xlsx(tmp_path / "book.xlsx", {"Services": ROWS[:1] * 100})
    for length in (len(path.read_bytes()) // 2, len(path.read_bytes()) - 10):
        (tmp_path / "cut.xlsx").write_bytes(path.read_bytes()[:length])
        assert refusal(tmp_path / "cut.xlsx") == "The file is damaged or was cut off."


def test_a_part_that_was_damaged_is_refused(tmp_path):
    path = xlsx_of(tmp_path / "book.xlsx", "<sheetData><row><c><v>1</v>")
    content = bytearray(path.read_bytes())
    place = content.find(b"sheet1.xml") + 12
    content[place : place + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    assert refusal(path) == "The file is damaged or was cut off."


def test_a_sheet_of_broken_xml_is_refused(tmp_path):
    path = xlsx_of(tmp_path / "book.xlsx", "<sheetData><row></c></row></sheetData>")
    assert refusal(path) == "The file is damaged or was cut off."


def test_another_zip_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(tmp_path / "a.zip") == "The file is not a workbook (found: ZIP)."
    assert refusal(tmp_path / "a.docx") == "The file is not a workbook (found: Word / PowerPoint)."


def test_an_empty_folder_is_refused(tmp_path):
    assert refusal(tmp_path) == "There is no CSV file in this folder."


def test_macros_are_refused(tmp_path):
    with_program = xlsx_of(tmp_path / "a.xlsx", "", **{"xl/vbaProject.bin": b"x"})
    by_type = xlsx_of(
        tmp_path / "b.xlsx",
        "",
        **{
            "[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-excel.sheet.'
            'macroEnabled.main+xml"/></Types>'
        },
    )
    basic = ods_of(tmp_path / "c.ods", "<d/>", **{"Basic/Standard/Module1.xml": "<x/>"})
    for path in (with_program, by_type, basic):
        assert refusal(path) == "The workbook holds macros (programs)."


def test_a_password_is_refused(tmp_path):
    manifest = "<m:manifest><m:encryption-data/></m:manifest>"
    path = ods_of(tmp_path / "a.ods", "garbage", **{"META-INF/manifest.xml": manifest})
    assert refusal(path) == "The workbook is protected with a password."
    locked = xlsx_of(tmp_path / "b.xlsx", "")
    content = bytearray(locked.read_bytes())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    locked.write_bytes(content)
    assert refusal(locked) == "The workbook is protected with a password."


def test_entities_that_grow_are_refused(tmp_path):
    laugh = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
    path = ods_of(tmp_path / "a.ods", laugh)
    assert refusal(path) == "The file holds instructions (a document type) that no workbook needs."


def test_a_zip_bomb_is_refused_without_being_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    xlsx_of(path, "", **{"xl/sharedStrings.xml": b"0" * 60_000_000})
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    what = refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert what == "Unpacked, the file would be far larger than any workbook: it looks like a trap."
    assert peak < 2_000_000


def test_ten_million_rows_are_refused_without_being_read(tmp_path, monkeypatch):
    # The limit is a million; the test has no time to count so far.
    monkeypatch.setattr("agimi.exchange.readers.csvs.ROWS", 20_000)
    csv_file = tmp_path / "services.csv"
    csv_file.write_bytes(b"S\n" * 10_000_000)
    repeated = (
        "<d><table:table table:name='Services'><table:table-row table:number-rows-repeated='10000000'>"
        "<table:table-cell office:value-type='float' office:value='1'/></table:table-row></table:table></d>"
    )
    ods_file = ods_of(tmp_path / "a.ods", repeated)
    tracemalloc.start()
    told = {refusal(csv_file), refusal(ods_file)}
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told == {"The sheet has more than 1 000 000 rows, empty ones included."}
    assert peak < 5_000_000


def test_too_many_rows_of_an_excel_file_are_counted_and_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("agimi.exchange.readers.xlsx.ROWS", 1000)
    path = xlsx_of(tmp_path / "a.xlsx", f"<sheetData>{'<row/>' * 1500}</sheetData>")
    with pytest.raises(Refused), opened(path):
        pass


# ── Cells that hold no plain value ────────────────────────────────────────────────────────────
def test_a_formula_is_a_flaw_of_its_cell(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Kodi", "Minuta"])
    book.active.append(["S-1", "=1+1"])
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx")[1] == (2, ["S-1", Flaw("formula")])
    csv_file = tmp_path / "services.csv"
    csv_file.write_text("Kodi,Minuta\nS-1,=1+1\n")
    assert rows_of(csv_file)[1] == (2, ["S-1", Flaw("formula", "=1+1")])
    cell = (
        "<table:table-cell table:formula='of:=[.A1]' office:value-type='float' office:value='1'/>"
    )
    content = f"<d><table:table table:name='S'><table:table-row>{cell}</table:table-row></table:table></d>"
    assert rows_of(ods_of(tmp_path / "a.ods", content)) == [(1, [Flaw("formula", "[.A1]")])]


def test_merged_cells_are_named_before_the_rows_are_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Kodi", "Minuta"])
    book.active.append(["S-1", 5])
    book.active.merge_cells("B2:B3")
    book.save(tmp_path / "a.xlsx")
    cells = (
        "<table:table-cell table:number-columns-spanned='2' office:value-type='float' office:value='1'/>"
        "<table:covered-table-cell/>"
    )
    content = f"<d><table:table table:name='S'><table:table-row>{cells}</table:table-row></table:table></d>"
    ods_of(tmp_path / "a.ods", content)
    for name, block in (("a.xlsx", "B2:B3"), ("a.ods", "A1:B1")):
        with opened(tmp_path / name) as opened_book:
            assert opened_book.tables[0].merged == (block,)


def test_an_error_of_the_spreadsheet_is_a_flaw(tmp_path):
    path = xlsx_of(
        tmp_path / "a.xlsx", '<sheetData><row><c t="e"><v>#REF!</v></c></row></sheetData>'
    )
    assert rows_of(path) == [(1, [Flaw("error", "#REF!")])]


def test_a_cell_longer_than_a_cell_may_be_is_a_flaw_and_not_kept(tmp_path):
    long = "x" * 3_000_000
    sheet = f'<sheetData><row><c t="inlineStr"><is><t>{long}</t></is></c><c t="s"><v>0</v></c></row></sheetData>'
    shared = f"<sst><si><t>{long}</t></si></sst>"
    path = xlsx_of(tmp_path / "a.xlsx", sheet, **{"xl/sharedStrings.xml": shared})
    content = (
        "<d><table:table table:name='S'><table:table-row><table:table-cell office:value-type='string'>"
        f"<text:p>{long}</text:p></table:table-cell></table:table-row></table:table></d>"
    )
    tracemalloc.start()
    found = rows_of(path), rows_of(ods_of(tmp_path / "a.ods", content))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == ([(1, [Flaw("long"), Flaw("long")])], [(1, [Flaw("long")])])
    assert peak < 8_000_000


# ── Memory ────────────────────────────────────────────────────────────────────────────────────
def written_with(folder, rows):
    """One workbook of each kind with so many rows, each with a text of its own."""
    table = [["Kodi", "Shënim"], *([f"S-{n:07}", f"Shënimi i rreshtit {n}"] for n in range(rows))]
    csv_folder(folder / "csv", {"services": table})
    return [
        folder / "csv",
        xlsx(folder / "a.xlsx", {"Services": table}),
        ods(folder / "a.ods", {"Services": table}),
    ]


def test_memory_does_not_grow_with_the_rows_read(tmp_path):
    peaks = []
    for rows in (4_000, 20_000):
        (tmp_path / str(rows)).mkdir()
        found = []
        for path in written_with(tmp_path / str(rows), rows):
            tracemalloc.start()
            with opened(path) as book:
                assert sum(1 for _row in book.tables[0]) == rows + 1
            found.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        peaks.append(found)
    # What is remembered of texts has a limit, which the smaller file does not reach.
    growth = [many - few for few, many in zip(*peaks, strict=True)]
    assert max(growth) < 3_000_000, peaks
