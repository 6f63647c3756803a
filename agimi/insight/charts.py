"""Charts for page, print and office: drawn once, linked where links are wanted, said in words.

Drawings are written as SVG by ``agimi.insight.drawing``, the same for all. On a page each mark
leads to the records behind it; nothing in a drawing could style or run. In print there are no
links; for formats without SVG the drawing becomes a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TypeAlias

import vl_convert
from lxml import etree

from agimi.insight import drawing, fonts
from agimi.insight.report.nodes import Chart, ChartKind, Document, Mark, Table
from agimi.insight.results import Row
from agimi.insight.text import Language, Text

LinkTo: TypeAlias = Callable[[Row], str | None]
Drawings: TypeAlias = Mapping[int, bytes]

WIDE = 580
NARROW = 310


def is_wide(chart: Chart) -> bool:
    """Whether a chart needs the whole width, or leaves room for its table beside it."""
    if chart.kind in (ChartKind.STACKED, ChartKind.MUNICIPALITIES):
        return True
    return not fits_beside(chart.table) or len(chart.table.rows) > 16


def fits_beside(table: Table) -> bool:
    """Whether a table is narrow enough to stand beside its chart."""
    return len(table.columns) <= 4


def draw(charts: Sequence[Chart]) -> list[bytes]:
    """Each chart as SVG."""
    return [drawing.draw(chart, WIDE if is_wide(chart) else NARROW) for chart in charts]


def draw_all(document: Document) -> Drawings:
    """Every chart of a document that has something to show, by its number."""
    shown = [block for block in document.blocks() if isinstance(block, Chart) and not block.nothing]
    return {chart.number: svg for chart, svg in zip(shown, draw(shown), strict=True)}


def png(svg: bytes, *, scale: float = 3) -> bytes:
    """A drawn chart as a picture, for formats that know no SVG."""
    _know_fonts()
    return bytes(vl_convert.svg_to_png(svg.decode(), scale=scale))


@cache
def _know_fonts() -> None:
    vl_convert.register_font_directory(str(fonts.directory("inter")))


# ── Drawn charts for print and page ───────────────────────────────────────────────────────

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_TAGS = frozenset({"svg", "path", "rect", "text", "a", "circle"})
_ATTRIBUTES = frozenset(
    "viewBox width height d x y rx cx cy r fill stroke stroke-width stroke-linecap "
    "stroke-linejoin stroke-miterlimit opacity fill-opacity stroke-opacity text-anchor "
    "font-family font-size font-weight font-style display".split()
)


def for_print(svg: bytes) -> bytes:
    """The drawing without links and without anything that only a screen needs."""
    return _cleaned(svg, lambda _place: None)


def for_page(svg: bytes, chart: Chart, link: LinkTo | None) -> bytes:
    """The drawing to stand inside a page: no style, no script, each mark linked to its records."""

    def address(place: int) -> str | None:
        return link(chart.marks[place].figure.row) if link else None

    return _cleaned(svg, address, alt=chart.alt)


def _cleaned(svg: bytes, address: Callable[[int], str | None], *, alt: str = "") -> bytes:
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    for anchor in list(root.iter(f"{_SVG}a")):
        _settle_link(anchor, address)
    for element in list(root.iter()):
        _settle_element(element)
    if alt:
        root.set("class", "chart-drawing")
        root.set("role", "group")
        root.set("aria-label", alt)
    etree.strip_tags(root, "{*}drop")
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _settle_link(anchor: etree._Element, address: Callable[[int], str | None]) -> None:
    """Give a mark the link to its records, or take the link out."""
    number = str(anchor.attrib.pop(_XLINK, "")).removeprefix(drawing.MARKS)
    to = address(int(number)) if number.isdigit() else None
    if to is None:
        anchor.tag = f"{_SVG}drop"
    else:
        anchor.set("href", to)


def _settle_element(element: etree._Element) -> None:
    """Keep only known elements and attributes; anything else could style or run."""
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if name == "drop":
        return
    if name not in _TAGS:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        return
    keep = _ATTRIBUTES | ({"href", "aria-label"} if name == "a" else set())
    for attribute in list(element.attrib):
        if attribute not in keep:
            del element.attrib[attribute]


# ── Words for who cannot see a chart ──────────────────────────────────────────────────────

_KINDS: Mapping[ChartKind, Text] = {
    ChartKind.BARS: Text("Grafik me shtylla horizontale", "Bar chart"),
    ChartKind.STACKED: Text("Grafik me shtylla të ndara në pjesë", "Stacked bar chart"),
    ChartKind.SHARES: Text("Shtyllë e ndarë në pjesë", "Bar divided into parts"),
    ChartKind.COLUMNS: Text("Grafik me shtylla sipas muajve", "Column chart"),
    ChartKind.LINE: Text("Grafik linear", "Line chart"),
    ChartKind.COUNTIES: Text("Hartë e skematizuar e qarqeve", "Tile map of the counties"),
    ChartKind.MUNICIPALITIES: Text(
        "Hartë e skematizuar e bashkive", "Tile map of the municipalities"
    ),
}


def alternative(
    kind: ChartKind, caption: str, marks: Iterable[Mark], language: Language, *, most: int = 24
) -> str:
    """The chart in words: what it is and what it shows, the empty places of maps left out."""
    shown = list(marks)
    if kind in (ChartKind.COUNTIES, ChartKind.MUNICIPALITIES):
        shown = [mark for mark in shown if mark.figure.row.value]
    said = [_said(mark) for mark in shown[:most]]
    if len(shown) > most:
        said.append("…")
    return f"{_KINDS[kind].within(language)}. {caption}: {'; '.join(said)}."


def _said(mark: Mark) -> str:
    name = ", ".join(filter(None, (mark.category, mark.part)))
    return f"{name} {mark.figure.shown}".strip()
