"""The report in print."""

import io

import pymupdf
import pypdf
import pytest

from agimi.insight import fonts
from agimi.insight.renderers import pdf
from tests.insight import sample


@pytest.fixture(scope="module", params=["sq", "en"])
def report(request):
    return sample.document(request.param)


@pytest.fixture(scope="module")
def written(report):
    return pypdf.PdfReader(io.BytesIO(pdf.render(report)))


def test_the_outline_has_contents_chapters_and_sections(written, report):
    def titles(entries):
        return [titles(e) if isinstance(e, list) else e.title for e in entries]

    chapters = report.chapters
    contents = {"sq": "Përmbajtja", "en": "Contents"}[report.language]
    section, part = {"sq": ("Gjinia", "Më hollësisht"), "en": ("Sex", "More")}[report.language]
    assert titles(written.outline) == [
        contents, chapters[0].title, f"1 {chapters[1].title}", [f"1.1 {section}", [part]],
        f"2 {chapters[2].title}",
    ]  # fmt: skip


def test_the_file_is_tagged_and_says_its_language_title_and_day(written, report):
    root = written.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- a PDF boolean, not Python's
    assert root["/Lang"] == report.language
    assert written.metadata.title == f"{report.title} 2030 — Shtëpia e Dritës"
    assert written.metadata.creation_date.date() == sample.MADE_ON


def test_the_file_promises_pdf_ua(written):
    assert b"pdfuaid" in written.trailer["/Root"]["/Metadata"].get_data()


def test_figures_have_alternative_texts_and_tables_heading_cells(written, report):
    kinds, alternatives = set(), []

    def walk(node):
        node = node.get_object()
        if not isinstance(node, dict):
            return
        kinds.add(node.get("/S"))
        if node.get("/Alt"):
            alternatives.append(node["/Alt"])
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, int):
                walk(child)

    walk(written.trailer["/Root"]["/StructTreeRoot"])
    assert {"/Table", "/TH", "/TD", "/Figure", "/Caption", "/L", "/LI", "/H1", "/Link"} <= kinds
    assert sample.chart(report.language).alt in alternatives


def test_pages_have_running_heads_and_numbers(written):
    last = written.pages[-2].extract_text().split()
    assert last[-2:] == ["2030", str(len(written.pages) - 1)]


def test_everything_said_is_printed(written, report):
    text = "\n".join(page.extract_text() for page in written.pages)
    for words in ("1,125" if report.language == "en" else "125", "Nuk ka regjistrime.", "=1+1"):
        assert words in text


def test_only_the_fonts_of_the_house_are_used(report):
    document = pymupdf.open(stream=pdf.render(report))
    used = {font[3].split("+")[-1] for page in document for font in page.get_fonts()}
    families = {name.split("-")[0] for name in used}
    assert families <= {"Inter", "Inter18pt", "SourceSerif4", "SourceSerif4Roman"}


def test_missing_fonts_are_said_to_be_missing_and_how_to_get_them(monkeypatch):
    fonts.directory.cache_clear()
    monkeypatch.setattr(fonts, "_PACKAGES", fonts.Path("nowhere"))
    with pytest.raises(fonts.FontsMissing, match="make setup"):
        fonts.directory("inter")
    fonts.directory.cache_clear()
