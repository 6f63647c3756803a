"""The report as a Word document and as a workbook."""

import io
import zipfile

import docx
import openpyxl
import pytest
from lxml import etree

from agimi.insight import charts
from agimi.insight.renderers import docx as word
from agimi.insight.renderers import xlsx
from tests.insight import sample

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def report():
    return sample.document()


@pytest.fixture(scope="module")
def written(report):
    return docx.Document(io.BytesIO(word.render(report)))


@pytest.fixture(scope="module")
def workbook(report):
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))


# Word ──────────────────────────────────────────────────────────────────────────────────────


def test_chapters_and_sections_are_real_headings(written):
    headings = [
        (p.style.name, p.text) for p in written.paragraphs if p.style.name.startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", "Hyrje"),
        ("Heading 1", "1  Përfituesit & të tjerët"),
        ("Heading 2", "1.1  Gjinia"),
        ("Heading 3", "Më hollësisht"),
        ("Heading 1", "2  =Fundi"),
    ]


def test_the_contents_are_a_field_with_its_entries_filled_in(written):
    body = written.element.body
    codes = [e.text.strip() for e in body.iter(f"{W}instrText")]
    entries = [
        "".join(t.text for t in p._p.iter(f"{W}t"))
        for p in written.paragraphs
        if p.style.name.startswith("toc") or p.style.name.startswith("TOC")
    ]
    assert codes[0] == 'TOC \\o "1-2" \\h \\z \\u'
    assert entries == ["Hyrje", "1  Përfituesit & të tjerët", "1.1  Gjinia", "2  =Fundi"]


def test_every_link_of_the_contents_leads_to_a_heading(written):
    body = written.element.body
    marks = {e.get(f"{W}name") for e in body.iter(f"{W}bookmarkStart")}
    links = {e.get(f"{W}anchor") for e in body.iter(f"{W}hyperlink")} - {None}
    assert links == {"front", "people", "people-1", "end"}
    assert links <= marks


def test_captions_count_by_themselves(written):
    codes = [e.text.strip() for e in written.element.body.iter(f"{W}instrText")]
    captions = [p.text for p in written.paragraphs if p.style.name == "Caption"]
    assert [c for c in codes if c.startswith("SEQ")] == [
        "SEQ Figure \\* ARABIC", "SEQ Table \\* ARABIC", "SEQ Table \\* ARABIC",
    ]  # fmt: skip
    assert captions == [
        "Figura 1  Rastet sipas gjinisë", "Tabela 1  Rastet sipas gjinisë",
        "Tabela 2  Rastet sipas gjinisë",
    ]  # fmt: skip


def test_tables_are_tables_with_a_repeated_heading_row(written):
    table = written.tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [
        ["Gjinia", "Numri", "Pjesa"],
        ["Grupi", "Grupi", "Grupi"],
        ["=1+1", "1\u00a0125", "1\u00a0125"],
        ["Meshkuj", "≈\u00a060", "5,1%"],
        ["Nëntotali", "≈\u00a060", "5,1%"],
        ["Gjithsej", "1\u00a0185", "1\u00a0185"],
    ]
    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None


def test_pictures_have_words_for_who_cannot_see_them(written, report):
    described = [shape._inline.docPr.get("descr") for shape in written.inline_shapes]
    assert described == [sample.chart("sq").alt]


def test_the_document_says_its_language_title_and_publisher(written):
    about = written.core_properties
    assert (about.title, about.author, about.language) == (
        "Raporti vjetor 2030", "Shtëpia e Dritës", "sq-AL",
    )  # fmt: skip


def test_links_of_other_kinds_than_the_web_stay_words(written):
    targets = {r.target_ref for r in written.part.rels.values() if r.is_external}
    assert targets == {"https://example.org/u"}


def test_every_part_of_the_file_is_well_formed(report):
    with zipfile.ZipFile(io.BytesIO(word.render(report))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


def test_drawings_may_be_handed_over_instead_of_drawn_again(report):
    drawings = charts.draw_all(report)
    assert set(drawings) == {1}
    assert word.render(report, drawings=drawings)


# The workbook ──────────────────────────────────────────────────────────────────────────────


def test_there_is_one_tidy_sheet_and_one_sheet_a_chapter(workbook):
    assert workbook.sheetnames == [
        "Rreth këtij raporti", "Të gjitha shifrat", "Hyrje", "1 Përfituesit & të tjerët",
        "2 =Fundi",
    ]  # fmt: skip


def test_the_tidy_sheet_has_a_row_for_every_figure(workbook):
    rows = list(workbook["Të gjitha shifrat"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(sample.RESULTS.rows)
    assert [(r[0], r[1], r[5], r[7], r[8], r[10]) for r in rows[:3]] == [
        ("casework.cases", "Raste të asistuara", None, None, 1185, "exact"),
        ("casework.cases", "Raste të asistuara", "sex", "Femra", 1125, "exact"),
        ("casework.cases", "Raste të asistuara", "sex", "Meshkuj", 60, "about"),
    ]


def test_the_tidy_sheet_can_be_filtered_beneath_its_frozen_heading(workbook):
    sheet = workbook["Të gjitha shifrat"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:L6")


def test_figures_of_a_chapter_are_numbers_and_words_are_never_formulas(workbook):
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    sheet = workbook["1 Përfituesit & të tjerët"]
    lines = [[cell.value for cell in row[:3]] for row in sheet.iter_rows()]
    assert ["=1+1", 1125, 1125] in lines
    assert ["Gjithsej", 1185, 1185] in lines


def test_an_uncertain_figure_has_a_comment(workbook):
    sheet = workbook["1 Përfituesit & të tjerët"]
    comments = {c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    assert comments == {"≈\u00a060"}
