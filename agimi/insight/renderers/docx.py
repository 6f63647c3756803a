"""The report as a Word document: real styles, headings, captions, lists and tables.

Everything stays editable: tables are tables with a heading row, captions count by
themselves (SEQ fields), the contents are a field with its entries already filled in.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from agimi.insight import charts
from agimi.insight.renderers import words
from agimi.insight.report.nodes import (
    Block,
    Bullets,
    Chapter,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Inlines,
    KeyFigures,
    Link,
    Note,
    PageBreak,
    Prose,
    RowKind,
    Strong,
    Table,
    TableRow,
    text_of,
)

_INK = RGBColor(0x1F, 0x25, 0x40)
_DAWN = RGBColor(0xC8, 0x55, 0x3D)
_DUSK = RGBColor(0x3A, 0x4A, 0x8C)
_GREY = RGBColor(0x6B, 0x6F, 0x85)
_LINE = "E5E0D8"
_SANS = "Calibri"
_SERIF = "Cambria"
_WIDTH = Cm(15.8)
_TOGETHER = 14  # tables up to so many rows stay on one page
_ROW_STYLES = {
    RowKind.BODY: "Table text",
    RowKind.GROUP: "Table group",
    RowKind.SUBTOTAL: "Table group",
    RowKind.TOTAL: "Table total",
}
_LANGUAGES = {"sq": "sq-AL", "en": "en-GB"}


def render(document: Document, *, drawings: charts.Drawings | None = None) -> bytes:
    """The document for Word, LibreOffice and whoever wants to go on writing in it."""
    drawn = charts.draw_all(document) if drawings is None else drawings
    desk = _Desk(document, drawn)
    desk.cover()
    desk.contents()
    for chapter in document.chapters:
        desk.chapter(chapter)
    desk.imprint()
    written = io.BytesIO()
    desk.word.save(written)
    return written.getvalue()


class _Desk:
    """Writes the nodes of one document into a Word document."""

    def __init__(self, document: Document, drawings: charts.Drawings) -> None:
        self.document = document
        self.language = document.language
        self.drawings = drawings
        self.word: WordDocument = docx.Document()
        self.bookmarks = 0
        self.style_ids: dict[str, str] = {}
        _set_page(self.word)
        _set_styles(self.word, _LANGUAGES[self.language])
        self._describe()
        self._running_lines()

    # The frame ────────────────────────────────────────────────────────────────────────────

    def _describe(self) -> None:
        document = self.document
        about = self.word.core_properties
        about.title = f"{document.title} {document.period_title}"
        about.author = document.cover.organisation
        about.language = _LANGUAGES[self.language]
        about.subject = words.edition_line(document)
        about.comments = words.edition_sentence(document)

    def _running_lines(self) -> None:
        section = self.word.sections[0]
        section.different_first_page_header_footer = True
        head = section.header.paragraphs[0]
        head.style = self.word.styles["Header"]
        head.add_run(self.document.cover.organisation)
        foot = section.footer.paragraphs[0]
        foot.style = self.word.styles["Footer"]
        foot.add_run(f"{self.document.title} {self.document.period_title}\t\t")
        _field(foot, "PAGE", "1")

    def cover(self) -> None:
        """The title page."""
        document, cover = self.document, self.document.cover
        self._say(document.title, "Cover line")
        self._say(document.period_title, "Title")
        self._say(cover.organisation, "Subtitle")
        if cover.other_name:
            self._say(cover.other_name, "Cover line")
        self._say(words.edition_line(document), "Cover edition")
        if document.edition.invented:
            self._say(words.INVENTED.within(self.language), "Cover edition")
        self.word.add_section(WD_SECTION.NEW_PAGE)

    def contents(self) -> None:
        """The contents as a field, its entries filled in so that nobody must update it first."""
        self._say(words.CONTENTS.within(self.language), "Contents title")
        entries = list(_entries(self.document))
        for place, (level, title, anchor) in enumerate(entries):
            paragraph = self.word.add_paragraph(style=f"TOC {level}")
            if place == 0:
                _begin_field(paragraph, 'TOC \\o "1-2" \\h \\z \\u')
            _inside_link(paragraph, title, anchor)
            if place == len(entries) - 1:
                _end_field(paragraph)

    def imprint(self) -> None:
        """Who publishes the report and which edition it is."""
        self._say(self.document.cover.organisation, "Imprint title")
        for entry in self.document.cover.contact:
            self._say(entry, "Imprint")
        self._say(words.edition_line(self.document), "Imprint")
        self._say(words.edition_sentence(self.document), "Imprint")

    # Blocks ───────────────────────────────────────────────────────────────────────────────

    def chapter(self, chapter: Chapter) -> None:
        """A chapter's title and all its blocks."""
        self._title(f"{chapter.number}  {chapter.title}".strip(), 1, chapter.anchor)
        for block in chapter.children:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._title(f"{block.number}  {block.title}".strip(), block.level, block.anchor)
            case Prose():
                style = "Lead" if block.lead else "Body Text"
                self._inlines(self.word.add_paragraph(style=style), block.parts)
            case Bullets():
                for item in block.items:
                    self._inlines(self.word.add_paragraph(style="List Bullet"), item)
            case KeyFigures():
                self._key_figures(block)
            case Table():
                self._caption(words.TABLE.within(self.language), "Table", block)
                self._table(block)
            case Chart():
                self._chart(block)
            case Note():
                self._note(block)
            case PageBreak():
                self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _say(self, said: str, style: str) -> Paragraph:
        return self.word.add_paragraph(said, style=style)

    def _dress(self, paragraph: Paragraph, style: str) -> None:
        """Set a cell's style by its id: looking styles up by name is slow, cells are many."""
        if style not in self.style_ids:
            self.style_ids[style] = str(self.word.styles[style].style_id)
        paragraph._p.style = self.style_ids[style]

    def _title(self, title: str, level: int, anchor: str) -> None:
        paragraph = self.word.add_paragraph(style=f"Heading {level}")
        self.bookmarks += 1
        _bookmark(paragraph, anchor, self.bookmarks, lambda: paragraph.add_run(title))

    def _inlines(self, paragraph: Paragraph, parts: Inlines, *, bold: bool = True) -> None:
        for part in parts:
            match part:
                case str():
                    paragraph.add_run(part)
                case Figure():
                    paragraph.add_run(part.shown).bold = bold or None
                case Strong():
                    paragraph.add_run(part.words).bold = True
                case Link():
                    _outside_link(paragraph, part)

    def _key_figures(self, strip: KeyFigures) -> None:
        count = 4 if len(strip.items) == 4 else min(3, len(strip.items))
        rows = -(-len(strip.items) // count)
        table = self.word.add_table(rows=rows, cols=count)
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        for place, item in enumerate(strip.items):
            cell = table.cell(place // count, place % count)
            number = cell.paragraphs[0]
            number.style = self.word.styles["Key figure"]
            number.add_run(item.figure.shown)
            cell.add_paragraph(item.label, style="Key label")
            if item.before:
                said = f"{item.before_label} {item.before.shown}"
                cell.add_paragraph(said, style="Key before")
        self._say("", "Body Text")

    def _note(self, note: Note) -> None:
        paragraph = self.word.add_paragraph(style="Note")
        if note.title:
            paragraph.add_run(note.title).bold = True
            paragraph.add_run().add_break()
        self._inlines(paragraph, note.parts)

    def _caption(self, label: str, sequence: str, of: Table | Chart) -> None:
        paragraph = self.word.add_paragraph(style="Caption")
        paragraph.add_run(f"{label} ").font.color.rgb = _DAWN
        _field(paragraph, f"SEQ {sequence} \\* ARABIC", str(of.number))
        paragraph.add_run(f"  {of.caption}")

    def _chart(self, chart: Chart) -> None:
        self._caption(words.FIGURE.within(self.language), "Figure", chart)
        if chart.nothing:
            self._say(chart.nothing, "Nothing")
            return
        picture = charts.png(charts.for_print(self.drawings[chart.number]), scale=2.5)
        full = charts.is_wide(chart)
        paragraph = self.word.add_paragraph(style="Picture")
        width = _WIDTH if full else Emu(round(_WIDTH * charts.NARROW / charts.WIDE * 1.15))
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=width)
        properties = shape._inline.docPr
        properties.set("descr", chart.alt)
        properties.set("name", f"{words.FIGURE.within(self.language)} {chart.number}")
        self._table(chart.table)

    def _table(self, table: Table) -> None:
        if not table.rows:
            if table.nothing:
                self._say(table.nothing, "Nothing")
            return
        rows = len(table.rows) + 1
        grid = self.word.add_table(rows=rows, cols=len(table.columns), style="Report table")
        grid.autofit = False
        _describe_table(grid, table.caption)
        lines = [_cells(row) for row in grid.rows]
        _set_widths(grid, lines, table.columns)
        self._head(grid, lines[0], table.columns)
        for cells, row in zip(lines[1:], table.rows, strict=True):
            self._row(cells, row, table.columns)
        if len(lines) <= _TOGETHER:
            for cells in lines[:-1]:
                Paragraph(cells[0]._tc.p_lst[0], cells[0]).paragraph_format.keep_with_next = True
        for note in table.notes:
            self._inlines(self.word.add_paragraph(style="Table note"), note, bold=False)
        self._say("", "After table")

    def _head(self, grid: WordTable, cells: list[_Cell], columns: tuple[Column, ...]) -> None:
        for cell, column in zip(cells, columns, strict=True):
            self._cell(cell, column, "Table head").add_run(column.title)
            _border(cell, "bottom", "8", "1F2540")
        _repeat_as_heading(grid)

    def _row(self, cells: list[_Cell], row: TableRow, columns: tuple[Column, ...]) -> None:
        if row.kind is RowKind.GROUP:
            merged = cells[0].merge(cells[-1])
            paragraph = merged.paragraphs[0]
            self._dress(paragraph, "Table group")
            paragraph.add_run(text_of(row.cells[0]))
            return
        style = _ROW_STYLES[row.kind]
        for cell, column, parts in zip(cells, columns, row.cells, strict=True):
            self._inlines(self._cell(cell, column, style), parts, bold=False)
            if row.kind is RowKind.TOTAL:
                _border(cell, "top", "8", "1F2540")

    def _cell(self, cell: _Cell, column: Column, style: str) -> Paragraph:
        paragraph = Paragraph(cell._tc.p_lst[0], cell)
        self._dress(paragraph, style)
        if column.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return paragraph


def _entries(document: Document) -> list[tuple[int, str, str]]:
    entries = []
    for chapter in document.chapters:
        entries.append((1, f"{chapter.number}  {chapter.title}".strip(), chapter.anchor))
        entries += [
            (2, f"{block.number}  {block.title}".strip(), block.anchor)
            for block in chapter.children
            if isinstance(block, Heading) and block.level == 2
        ]
    return entries


# ── Page and styles ───────────────────────────────────────────────────────────────────────


def _set_page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.4)


def _set_styles(word: WordDocument, language: str) -> None:
    normal = _style(word, "Normal", font=_SERIF, size=11, colour=_INK, after=0)
    _set_language(normal, language)
    _style(word, "Body Text", after=8, line=1.2)
    _style(word, "Lead", base="Body Text", size=13.5, after=14, line=1.2)
    _style(word, "Title", font=_SANS, size=72, colour=_INK, after=150)
    _style(word, "Subtitle", font=_SANS, size=20, bold=True, colour=_INK, after=4, italic=False)
    _style(word, "Cover line", font=_SANS, size=13, colour=_DAWN, before=60, after=4)
    _style(word, "Cover edition", font=_SANS, size=9, colour=_GREY, before=12)
    _style(word, "Contents title", font=_SANS, size=24, bold=True, after=18)
    for level, size, before, after in ((1, 26, 0, 24), (2, 16, 24, 8), (3, 12, 16, 4)):
        heading = _style(word, f"Heading {level}", font=_SANS, size=size, bold=True, colour=_INK,
                         before=before, after=after)  # fmt: skip
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.page_break_before = level == 1
    for level, indent in ((1, 0.0), (2, 0.8)):
        entry = _style(word, f"TOC {level}", font=_SANS, size=11.5 - level, bold=level == 1,
                       before=8 if level == 1 else 2)  # fmt: skip
        entry.paragraph_format.left_indent = Cm(indent)
    _style(word, "List Bullet", after=4, line=1.15)
    caption = _style(word, "Caption", font=_SANS, size=9.5, bold=True, colour=_INK, before=14,
                     after=5, italic=False)  # fmt: skip
    caption.paragraph_format.keep_with_next = True
    _style(word, "Picture", after=4).paragraph_format.keep_with_next = True
    _style(word, "Nothing", font=_SANS, size=9.5, colour=_GREY, after=12)
    note = _style(word, "Note", size=10, before=8, after=12, line=1.15)
    note.paragraph_format.left_indent = Cm(0.5)
    _left_bar(note, "3A4A8C")
    for name, bold, colour in (("text", False, _INK), ("head", True, _GREY), ("total", True, _INK),
                               ("group", True, _DAWN)):  # fmt: skip
        _style(word, f"Table {name}", font=_SANS, size=9, bold=bold, colour=colour, before=2,
               after=2)  # fmt: skip
    _style(word, "Table note", font=_SANS, size=8, colour=_GREY, before=2)
    _style(word, "After table", size=6, after=6)
    _style(word, "Key figure", font=_SANS, size=26, bold=True, colour=_DAWN, before=8)
    _style(word, "Key label", font=_SANS, size=9.5)
    _style(word, "Key before", font=_SANS, size=8.5, colour=_GREY)
    _style(word, "Header", font=_SANS, size=8.5, colour=_GREY)
    _style(word, "Footer", font=_SANS, size=8.5, colour=_GREY)
    imprint = _style(word, "Imprint title", font=_SANS, size=14, bold=True, after=6)
    imprint.paragraph_format.page_break_before = True
    _style(word, "Imprint", font=_SANS, size=9.5, colour=_GREY, after=2)
    _add_table_style(word)


def _style(
    word: WordDocument,
    name: str,
    *,
    base: str = "Normal",
    font: str | None = None,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    colour: RGBColor | None = None,
    before: float = 0,
    after: float = 0,
    line: float | None = None,
) -> ParagraphStyle:
    """The paragraph style of that name, made if Word's template has none, set as asked."""
    style: ParagraphStyle = _existing(word, name) or word.styles.add_style(
        name, WD_STYLE_TYPE.PARAGRAPH
    )
    if name != "Normal" and style.base_style is None:
        style.base_style = word.styles[base]
    style.quick_style = True
    if font is not None:
        _set_font(style, font)
    if size is not None:
        style.font.size = Pt(size)
    if colour is not None:
        style.font.color.rgb = colour
    style.font.bold = bold
    if italic is not None:
        style.font.italic = italic
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    if line is not None:
        style.paragraph_format.line_spacing = line
    for old in style.element.xpath(".//w:pBdr | .//w:rPr/w:spacing | .//w:rPr/w:kern"):
        old.getparent().remove(old)
    return style


def _existing(word: WordDocument, name: str) -> Any:
    return next((style for style in word.styles if style.name == name), None)


def _set_font(style: ParagraphStyle, font: str) -> None:
    """The font for every script, with no theme font left to overrule it."""
    style.font.name = font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)


def _set_language(style: ParagraphStyle, language: str) -> None:
    properties = style.element.get_or_add_rPr()
    properties.append(_element("w:lang", **{"w:val": language}))


def _add_table_style(word: WordDocument) -> None:
    """A table style with hairlines between rows and no upright lines."""
    style = word.styles.add_style("Report table", WD_STYLE_TYPE.TABLE)
    style.base_style = word.styles["Normal Table"]
    properties = _element("w:tblPr")
    borders = _element("w:tblBorders")
    for side, size, colour in (("bottom", "4", _LINE), ("insideH", "4", _LINE)):
        borders.append(_line_of(side, size, colour))
    properties.append(borders)
    style.element.append(properties)


def _left_bar(style: ParagraphStyle, colour: str) -> None:
    borders = _element("w:pBdr")
    borders.append(_line_of("left", "18", colour, space="8"))
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


# ── Pieces of WordprocessingML that python-docx does not write ────────────────────────────


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(attribute), value)
    return element


def _line_of(side: str, size: str, colour: str, *, space: str = "0") -> Any:
    return _element(f"w:{side}", **{"w:val": "single", "w:sz": size, "w:space": space,
                                    "w:color": colour})  # fmt: skip


def _border(cell: _Cell, side: str, size: str, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    borders = _element("w:tcBorders")
    borders.append(_line_of(side, size, colour))
    properties.append(borders)


def _repeat_as_heading(grid: WordTable) -> None:
    """The first row is the heading row, repeated on every page."""
    row = grid.rows[0]._tr.get_or_add_trPr()
    row.append(_element("w:cantSplit"))
    row.append(_element("w:tblHeader"))


def _describe_table(grid: WordTable, description: str) -> None:
    if description:
        grid._tbl.tblPr.append(_element("w:tblDescription", **{"w:val": description}))


def _cells(row: _Row) -> list[_Cell]:
    """The cells of a row that has none merged yet; python-docx's own way is slow."""
    return [_Cell(cell, row) for cell in row._tr.tc_lst]  # type: ignore[arg-type]


def _set_widths(grid: WordTable, lines: list[list[_Cell]], columns: tuple[Column, ...]) -> None:
    whole = sum(column.share for column in columns)
    widths = [Emu(round(_WIDTH * column.share / whole)) for column in columns]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for cells in lines:
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field with the value it has now."""
    _begin_field(paragraph, code)
    paragraph.add_run(shown)
    _end_field(paragraph)


def _begin_field(paragraph: Paragraph, code: str) -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", **{"w:fldCharType": "begin"}))
    instruction = _element("w:instrText", **{"xml:space": "preserve"})
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)
    paragraph.add_run()._r.append(_element("w:fldChar", **{"w:fldCharType": "separate"}))


def _end_field(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", **{"w:fldCharType": "end"}))


def _bookmark(paragraph: Paragraph, name: str, number: int, write: Callable[[], object]) -> None:
    """What ``write`` adds to the paragraph, as a place that links can lead to."""
    mark = {"w:id": str(number), "w:name": name[:40]}
    paragraph._p.append(_element("w:bookmarkStart", **mark))
    write()
    paragraph._p.append(_element("w:bookmarkEnd", **{"w:id": str(number)}))


def _inside_link(paragraph: Paragraph, said: str, anchor: str) -> None:
    link = _element("w:hyperlink", **{"w:anchor": anchor[:40], "w:history": "1"})
    run = paragraph.add_run(said)._r
    link.append(run)
    paragraph._p.append(link)


def _outside_link(paragraph: Paragraph, part: Link) -> None:
    if not part.leads_out:
        paragraph.add_run(part.words)
        return
    target = paragraph.part.relate_to(part.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = _element("w:hyperlink", **{"r:id": target})
    run = paragraph.add_run(part.words)
    run.font.color.rgb = _DUSK
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)
