"""The report as HTML: a semantic article without any inline style or script.

``article`` is the part that a page of the application shows, with its figures and the
marks of its charts linked to the records behind them; ``render`` is a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

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
    Inline,
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
)

STYLES = Path(__file__).parents[1] / "static" / "insight" / "report.css"


def render(document: Document, *, drawings: charts.Drawings | None = None) -> bytes:
    """The document as one HTML file that needs nothing beside it."""
    language = document.language
    title = f"{document.title} {document.period_title} — {document.cover.organisation}"
    page = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLES.read_text(encoding='utf-8')}</style>\n"
        f'</head>\n<body class="report-page">\n{_cover(document)}\n{contents(document)}\n'
        f"<main>\n{article(document, drawings=drawings)}\n</main>\n{_imprint(document)}\n"
        "</body>\n</html>\n"
    )
    return page.encode()


def article(
    document: Document,
    *,
    link: charts.LinkTo | None = None,
    drawings: charts.Drawings | None = None,
) -> str:
    """The chapters; ``link`` gives the address of the records behind a figure, or None."""
    drawn = charts.draw_all(document) if drawings is None else drawings
    press = _Press(document, link, drawn)
    chapters = "\n".join(press.chapter(chapter) for chapter in document.chapters)
    return f'<article class="report" lang="{document.language}">\n{chapters}\n</article>'


def chapter(
    document: Document,
    code: str,
    *,
    link: charts.LinkTo | None = None,
    drawings: charts.Drawings | None = None,
) -> str:
    """One chapter of the document alone."""
    chosen = next(chapter for chapter in document.chapters if chapter.code == code)
    if drawings is None:
        shown = [b for b in chosen.children if isinstance(b, Chart) and not b.nothing]
        drawn = charts.draw(shown)
        drawings = {chart.number: svg for chart, svg in zip(shown, drawn, strict=True)}
    written = _Press(document, link, drawings).chapter(chosen)
    return f'<article class="report" lang="{document.language}">\n{written}\n</article>'


def contents(document: Document) -> str:
    """The contents with links into the article, two levels deep."""
    entries = "\n".join(_contents_entry(chapter) for chapter in document.chapters)
    label = words.CONTENTS.within(document.language)
    return f'<nav class="report-contents" aria-label="{escape(label)}">\n<ol>\n{entries}\n</ol>\n</nav>'


def _contents_entry(chapter: Chapter) -> str:
    sections = [b for b in chapter.children if isinstance(b, Heading) and b.level == 2]
    inner = "".join(f"<li>{_contents_link(s.anchor, s.number, s.title)}</li>" for s in sections)
    inner = f"<ol>{inner}</ol>" if inner else ""
    return f"<li>{_contents_link(chapter.anchor, chapter.number, chapter.title)}{inner}</li>"


def _contents_link(anchor: str, number: str, title: str) -> str:
    return f'<a href="#{escape(anchor)}">{_number(number)}{escape(title)}</a>'


def _number(number: str) -> str:
    return f'<span class="report-number">{escape(number)}</span> ' if number else ""


def _cover(document: Document) -> str:
    cover = document.cover
    other = (
        f'<p class="report-cover-other">{escape(cover.other_name)}</p>' if cover.other_name else ""
    )
    invented = (
        f'<p class="report-invented">{escape(words.INVENTED.within(document.language))}</p>'
        if document.edition.invented
        else ""
    )
    return (
        '<header class="report-cover">\n'
        f"<h1>{escape(document.title)} "
        f'<span class="report-cover-period">{escape(document.period_title)}</span></h1>\n'
        f'<p class="report-cover-organisation">{escape(cover.organisation)}</p>\n{other}\n'
        f'<p class="report-cover-edition">{escape(words.edition_line(document))}</p>\n{invented}\n'
        "</header>"
    )


def _imprint(document: Document) -> str:
    contact = "".join(f"<li>{escape(entry)}</li>" for entry in document.cover.contact)
    return (
        f'<footer class="report-imprint">\n<p>{escape(document.cover.organisation)}</p>\n'
        f"<ul>{contact}</ul>\n<p>{escape(words.edition_sentence(document))}</p>\n</footer>"
    )


class _Press:
    """Sets the nodes of one document, knowing where its figures lead and its drawings."""

    def __init__(
        self, document: Document, link: charts.LinkTo | None, drawings: charts.Drawings
    ) -> None:
        self.language = document.language
        self.link = link
        self.drawings = drawings

    def chapter(self, chapter: Chapter) -> str:
        title = f"{_number(chapter.number)}{escape(chapter.title)}"
        anchor = escape(chapter.anchor)
        return (
            f'<section class="report-chapter" aria-labelledby="{anchor}">\n'
            f'<h2 id="{anchor}">{title}</h2>\n'
            + "\n".join(self.block(block) for block in chapter.children)
            + "\n</section>"
        )

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Prose():
                lead = ' class="report-lead"' if block.lead else ""
                return f"<p{lead}>{self._inlines(block.parts)}</p>"
            case Bullets():
                return self._bullets(block)
            case KeyFigures():
                return self._key_figures(block)
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case Note():
                return self._note(block)
            case PageBreak():
                return ""

    def _heading(self, heading: Heading) -> str:
        tag = f"h{min(heading.level + 1, 6)}"
        title = f"{_number(heading.number)}{escape(heading.title)}"
        return f'<{tag} id="{escape(heading.anchor)}">{title}</{tag}>'

    def _bullets(self, bullets: Bullets) -> str:
        kind = ' class="report-compact"' if bullets.compact else ""
        items = "".join(f"<li>{self._inlines(item)}</li>" for item in bullets.items)
        return f"<ul{kind}>{items}</ul>"

    def _key_figures(self, strip: KeyFigures) -> str:
        return '<dl class="report-keys">' + "".join(
            f'<div><dt>{escape(key.label)}</dt><dd class="report-key">{self._figure(key.figure)}</dd>'
            + (
                f'<dd class="report-before">{escape(key.before_label)} '
                f"{self._figure(key.before)}</dd>"
                if key.before
                else ""
            )
            + "</div>"
            for key in strip.items
        ) + "</dl>"  # fmt: skip

    def _note(self, note: Note) -> str:
        title = f"<p><strong>{escape(note.title)}</strong></p>" if note.title else ""
        return f'<aside class="report-note">{title}<p>{self._inlines(note.parts)}</p></aside>'

    # Tables ───────────────────────────────────────────────────────────────────────────────

    def _table(self, table: Table) -> str:
        label = f"{words.TABLE.within(self.language)} {table.number}"
        caption = f'<span class="report-label">{label}</span> {escape(table.caption)}'
        anchor = escape(table.anchor)
        if not table.rows:
            return (
                f'<figure class="report-table" id="{anchor}"><figcaption>{caption}</figcaption>'
                f'<p class="report-nothing">{escape(table.nothing)}</p></figure>'
            )
        return (
            f'<div class="report-table" id="{anchor}">'
            f"{self._grid(table, caption)}{self._notes(table)}</div>"
        )

    def _grid(self, table: Table, caption: str) -> str:
        head = "".join(_column_head(column) for column in table.columns)
        body = "".join(self._row(row, table.columns) for row in table.rows)
        return (
            '<div class="report-scroll" role="region" tabindex="0" '
            f'aria-label="{escape(table.caption)}"><table><caption>{caption}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _row(self, row: TableRow, columns: tuple[Column, ...]) -> str:
        if row.kind is RowKind.GROUP:
            title = self._inlines(row.cells[0])
            return (
                f'<tr class="report-group"><th scope="rowgroup" colspan="{len(columns)}">'
                f"{title}</th></tr>"
            )
        kind = "" if row.kind is RowKind.BODY else f' class="report-{row.kind.value}"'
        first = f'<th scope="row">{self._inlines(row.cells[0])}</th>'
        rest = "".join(
            f"<td{_numeric(column)}>{self._inlines(cell)}</td>"
            for column, cell in zip(columns[1:], row.cells[1:], strict=True)
        )
        return f"<tr{kind}>{first}{rest}</tr>"

    def _notes(self, table: Table) -> str:
        return "".join(
            f'<p class="report-table-note">{self._inlines(note)}</p>' for note in table.notes
        )

    # Charts ───────────────────────────────────────────────────────────────────────────────

    def _chart(self, chart: Chart) -> str:
        label = f"{words.FIGURE.within(self.language)} {chart.number}"
        caption = (
            f'<figcaption><span class="report-label">{label}</span> '
            f"{escape(chart.caption)}</figcaption>"
        )
        return (
            f'<figure class="report-chart" id="{escape(chart.anchor)}">{caption}'
            f"{self._drawing(chart)}</figure>"
        )

    def _drawing(self, chart: Chart) -> str:
        if chart.nothing:
            return f'<p class="report-nothing">{escape(chart.nothing)}</p>'
        svg = charts.for_page(self.drawings[chart.number], chart, self.link).decode()
        show = escape(words.SHOW_TABLE.within(self.language))
        grid = self._grid(chart.table, escape(chart.caption))
        return (
            f'<div class="report-drawing">{svg}</div><details><summary>{show}</summary>'
            f"{grid}{self._notes(chart.table)}</details>"
        )

    # Inline parts ─────────────────────────────────────────────────────────────────────────

    def _inlines(self, parts: Inlines) -> str:
        return "".join(self._inline(part) for part in parts)

    def _inline(self, part: Inline) -> str:
        match part:
            case str():
                return escape(part, quote=False)
            case Figure():
                return self._figure(part)
            case Strong():
                return f"<strong>{escape(part.words)}</strong>"
            case Link():
                return _outside_link(part)

    def _figure(self, figure: Figure) -> str:
        shown = escape(figure.shown)
        address = self.link(figure.row) if self.link else None
        if address is None:
            return f'<span class="report-figure">{shown}</span>'
        title = escape(words.RECORDS_BEHIND.within(self.language))
        return f'<a class="report-figure" href="{escape(address)}" title="{title}">{shown}</a>'


def _outside_link(link: Link) -> str:
    if not link.leads_out:
        return escape(link.words)
    return f'<a href="{escape(link.address)}" rel="noreferrer">{escape(link.words)}</a>'


def _column_head(column: Column) -> str:
    return f'<th scope="col"{_numeric(column)}>{escape(column.title)}</th>'


def _numeric(column: Column) -> str:
    return ' class="report-numeric"' if column.numeric else ""


def classes() -> Iterable[str]:
    """The class names that the style sheet must know."""
    return (
        "report", "report-page", "report-cover", "report-contents", "report-chapter",
        "report-number", "report-lead", "report-compact", "report-keys", "report-key",
        "report-before", "report-note", "report-table", "report-scroll", "report-numeric",
        "report-group", "report-subtotal", "report-total", "report-table-note", "report-label", "report-nothing",
        "report-chart", "report-drawing", "report-figure", "report-imprint", "report-invented",
    )  # fmt: skip
