"""Charts: from marks to Vega-Lite, from Vega-Lite to SVG, the same in the page and in print.

The specifications are written as plain dictionaries: building them takes no time, while
importing a library to write them took as long as printing the rest of the report
(docs/adr). Each mark carries an address of its own under ``MARKS``, which the renderers
turn into a link to the records behind it or take out.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Thread
from typing import Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import vl_convert
from lxml import etree

from agimi.insight import fonts, tiles
from agimi.insight.report.nodes import Chart, ChartKind, Document, Mark, Table
from agimi.insight.results import Row
from agimi.insight.text import Language, Text

Spec: TypeAlias = dict[str, Any]
LinkTo: TypeAlias = Callable[[Row], str | None]
Drawings: TypeAlias = Mapping[int, bytes]

INK = "#1f2540"
PAPER = "#fbf9f6"
LINE = "#e5e0d8"
DAWN = "#c8553d"
GREY = "#6b6f85"
UNKNOWN = "#c9b7b9"

# Eight colours that stay apart for every kind of colour vision (tested), dawn first.
PALETTE = (
    DAWN, "#3a4a8c", "#eda23b", "#418ca2", "#7a3322", "#8fa3ee", UNKNOWN, INK,
)  # fmt: skip

WIDE = 580
NARROW = 310
MARKS = "https://mark.invalid/"
NOT_RECORDED = frozenset({"not_recorded", "unknown", "not_stated"})

_VEGA_LITE = "5.21"
_CONFIG: Spec = {
    "font": "Inter",
    "background": None,
    "padding": 2,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "grid": False,
        "labelColor": INK,
        "labelFontSize": 11,
        "labelPadding": 6,
        "labelLimit": 0,
        "title": None,
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": 11,
        "labelLimit": 0,
        "symbolType": "square",
        "symbolSize": 110,
        "symbolStrokeWidth": 0,
        "title": None,
    },
    "text": {"color": INK, "fontSize": 11},
}


def is_wide(chart: Chart) -> bool:
    """Whether a chart needs the whole width, or leaves room for its table beside it."""
    if chart.kind in (ChartKind.STACKED, ChartKind.MUNICIPALITIES):
        return True
    return not fits_beside(chart.table) or len(chart.table.rows) > 16


def fits_beside(table: Table) -> bool:
    """Whether a table is narrow enough to stand beside its chart."""
    return len(table.columns) <= 4


def draw(charts: Sequence[Chart]) -> list[bytes]:
    """Each chart as SVG, one after the other in one converter."""
    if not charts:
        return []
    _know_fonts()
    return [_drawn(chart) for chart in charts]


def draw_all(document: Document) -> Drawings:
    """Every chart of a document that has something to show, by its number."""
    shown = [block for block in document.blocks() if isinstance(block, Chart) and not block.nothing]
    return {chart.number: svg for chart, svg in zip(shown, draw(shown), strict=True)}


def png(svg: bytes, *, scale: float = 3) -> bytes:
    """A drawn chart as a picture, for formats that know no SVG."""
    return bytes(vl_convert.svg_to_png(svg.decode(), scale=scale))


@cache
def warm_up() -> Thread:
    """Start the converter, which takes half a second, beside whatever else is to be done."""
    thread = Thread(target=_start, name="charts", daemon=True)
    thread.start()
    return thread


def _start() -> None:
    _know_fonts()
    nothing = {"data": {"values": [{}]}, "mark": "point"}
    vl_convert.vegalite_to_svg(nothing, vl_version=_VEGA_LITE, config=_CONFIG)


@cache
def _know_fonts() -> None:
    for weight in ("400Regular", "600SemiBold"):
        vl_convert.register_font_directory(str(fonts.directory("inter") / weight))


def _drawn(chart: Chart) -> bytes:
    if chart.kind is ChartKind.COUNTIES:
        return _tile_map(chart, tiles.COUNTIES, _LARGE_TILE)
    if chart.kind is ChartKind.MUNICIPALITIES:
        return _tile_map(chart, tiles.MUNICIPALITIES, _SMALL_TILE)
    return _drawn_as(json.dumps(specification(chart), sort_keys=True))


@lru_cache(maxsize=256)
def _drawn_as(specified: str) -> bytes:
    """The same specification is drawn once, however many formats and readers ask for it."""
    svg = vl_convert.vegalite_to_svg(specified, vl_version=_VEGA_LITE, config=_CONFIG)
    return svg.encode()


# ── Specifications ────────────────────────────────────────────────────────────────────────


def specification(chart: Chart) -> Spec:
    """The chart in Vega-Lite."""
    width = WIDE if is_wide(chart) else NARROW
    values = [_value(place, mark) for place, mark in enumerate(chart.marks)]
    return {"data": {"values": values}} | _DRAWINGS[chart.kind](chart, width)


def _value(place: int, mark: Mark) -> Spec:
    return {
        "category": mark.category,
        "part": mark.part,
        "code": mark.code,
        "value": mark.figure.row.value or 0,
        "shown": mark.figure.shown,
        "place": place,
        "unknown": mark.code in NOT_RECORDED,
        "href": f"{MARKS}{place}",
        "description": ", ".join(filter(None, (mark.category, mark.part, mark.figure.shown))),
    }


_LINKED: Spec = {
    "href": {"field": "href"},
    "description": {"field": "description"},
}
_COLOUR_OF_KNOWN: Spec = {"condition": {"test": "datum.unknown", "value": UNKNOWN}, "value": DAWN}


def _largest(chart: Chart) -> float:
    return max((mark.figure.row.value or 0 for mark in chart.marks), default=0) or 1


def _wrapped(words: str, width: int) -> str:
    return "\n".join(textwrap.wrap(words, width, break_long_words=False))


def _bars(chart: Chart, width: int) -> Spec:
    letters = 42 if width == WIDE else _narrowest(chart, 22, 30)
    lines = _lines(chart, letters)
    values = [
        _value(place, mark) | {"category": _wrapped(mark.category, letters)}
        for place, mark in enumerate(chart.marks)
    ]
    longest = max(len(line) for value in values for line in value["category"].split("\n"))
    shown = max(len(mark.figure.shown) for mark in chart.marks)
    room = max(90, width - round(longest * 6.1) - shown * 7 - 14)
    y = {
        "field": "category", "type": "nominal", "sort": None,
        "axis": {"labelExpr": "split(datum.label, '\\n')", "labelLineHeight": 13},
        "scale": {"paddingInner": 0.32, "paddingOuter": 0.1},
    }  # fmt: skip
    x = {
        "field": "value", "type": "quantitative", "axis": None,
        "scale": {"domain": [0, _largest(chart)], "nice": False},
    }  # fmt: skip
    return {
        "data": {"values": values},
        "width": room,
        "height": {"step": 22 if lines == 1 else 10 + 13 * lines},
        "encoding": {"y": y, "x": x},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 2},
                "encoding": {"color": _COLOUR_OF_KNOWN} | _LINKED,
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontWeight": 600},
                "encoding": {"text": {"field": "shown"}},
            },
        ],
    }


def _lines(chart: Chart, letters: int) -> int:
    return max(_wrapped(mark.category, letters).count("\n") for mark in chart.marks) + 1


def _narrowest(chart: Chart, *letters: int) -> int:
    """The narrowest of the measures in which no label takes more than two lines."""
    return next((measure for measure in letters if _lines(chart, measure) <= 2), letters[-1])


def _parts(chart: Chart) -> list[str]:
    return list(dict.fromkeys(mark.part for mark in chart.marks))


def _part_colours(chart: Chart) -> dict[str, str]:
    """A colour for each part; what was not recorded is always the same quiet one."""
    quiet = {mark.part for mark in chart.marks if mark.code in NOT_RECORDED}
    strong = [colour for colour in PALETTE if colour != UNKNOWN]
    known = [part for part in _parts(chart) if part not in quiet]
    colours = {part: strong[place % len(strong)] for place, part in enumerate(known)}
    return colours | dict.fromkeys(quiet, UNKNOWN)


def _colour_scale(chart: Chart) -> Spec:
    colours = _part_colours(chart)
    order = _parts(chart)
    return {"domain": order, "range": [colours[part] for part in order]}


def _readable_on(colour: str) -> str:
    """Ink or white, whichever is read more easily on the colour."""
    return "#ffffff" if luminance(colour) < 0.22 else INK


def luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 to 1 (WCAG)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _stacked(chart: Chart, width: int) -> Spec:
    totals: dict[str, float] = {}
    colours = _part_colours(chart)
    values = []
    for place, mark in enumerate(chart.marks):
        start = totals.get(mark.category, 0)
        end = start + (mark.figure.row.value or 0)
        totals[mark.category] = end
        values.append(
            _value(place, mark)
            | {"category": _wrapped(mark.category, 30), "start": start, "end": end,
               "ink": _readable_on(colours[mark.part])}
        )  # fmt: skip
    whole = max(totals.values(), default=0) or 1
    lines = max((value["category"].count("\n") for value in values), default=0) + 1
    for value in values:
        value["middle"] = (value["start"] + value["end"]) / 2
        value["fits"] = value["end"] - value["start"] >= whole * 0.045
    longest = max(len(line) for value in values for line in value["category"].split("\n"))
    scale = {"domain": [0, whole], "nice": False}
    return {
        "data": {"values": values},
        "width": width - round(longest * 6.1) - 16,
        "height": {"step": max(34, 8 + 13 * lines)},
        "encoding": {
            "y": {
                "field": "category", "type": "nominal", "sort": None,
                "axis": {"labelExpr": "split(datum.label, '\\n')", "labelLineHeight": 13},
                "scale": {"paddingInner": 0.3, "paddingOuter": 0.1},
            },
        },
        "layer": [
            {
                "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 1},
                "encoding": {
                    "x": {"field": "start", "type": "quantitative", "axis": None, "scale": scale},
                    "x2": {"field": "end"},
                    "color": {
                        "field": "part", "type": "nominal", "scale": _colour_scale(chart),
                        "legend": {"orient": "top", "direction": "horizontal", "offset": 8},
                    },
                } | _LINKED,
            },
            {
                "transform": [{"filter": "datum.fits"}],
                "mark": {"type": "text", "fontWeight": 600},
                "encoding": {
                    "x": {"field": "middle", "type": "quantitative", "axis": None},
                    "text": {"field": "shown"},
                    "color": {"field": "ink", "type": "nominal", "scale": None},
                },
            },
        ],
    }  # fmt: skip


def _shares(chart: Chart, width: int) -> Spec:
    """The whole as one bar, its parts named beneath in the bar's order."""
    as_parts = tuple(
        Mark("", mark.figure, part=_labelled(mark), code=mark.code) for mark in chart.marks
    )
    bar = Chart(chart.kind, chart.caption, as_parts, chart.table, chart.alt)
    spec = _stacked(bar, width)
    spec["width"] = width - 4
    spec["encoding"]["y"]["axis"] = None
    spec["height"] = {"step": 46}
    spec["layer"][0]["encoding"]["color"]["legend"] = {
        "orient": "bottom", "direction": "vertical", "columns": 1 if width == NARROW else 2,
        "offset": 8, "columnPadding": 24, "rowPadding": 5, "clipHeight": 14,
    }  # fmt: skip
    return spec


def _labelled(mark: Mark) -> str:
    return f"{mark.category} ({mark.figure.shown})"


def _columns(chart: Chart, width: int) -> Spec:
    x = {
        "field": "category", "type": "nominal", "sort": None,
        "axis": {"labelAngle": 0, "domain": True, "domainColor": LINE,
                 "labelFontSize": 11 if width == WIDE else 9.5},
        "scale": {"paddingInner": 0.35, "paddingOuter": 0.2},
    }  # fmt: skip
    y = {
        "field": "value", "type": "quantitative", "axis": None,
        "scale": {"domain": [0, _largest(chart) * 1.12], "nice": False},
    }  # fmt: skip
    return {
        "width": width - 8,
        "height": 130 if width == WIDE else 190,
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 2},
                "encoding": {"color": _COLOUR_OF_KNOWN} | _LINKED,
            },
            {
                "mark": {"type": "text", "dy": -8, "fontWeight": 600},
                "encoding": {"text": {"field": "shown"}},
            },
        ],
    }


def _line(chart: Chart, width: int) -> Spec:
    x = {
        "field": "category", "type": "nominal", "sort": None,
        "axis": {"labelAngle": 0, "domain": True, "domainColor": LINE},
        "scale": {"padding": 0.4},
    }  # fmt: skip
    y = {
        "field": "value", "type": "quantitative", "axis": None,
        "scale": {"domain": [0, _largest(chart) * 1.15], "nice": False},
    }  # fmt: skip
    parts = _parts(chart)
    legend = {"orient": "top", "offset": 8} if len(parts) > 1 else None
    colour = {"field": "part", "type": "nominal", "scale": _colour_scale(chart), "legend": legend}
    return {
        "width": width - 8,
        "height": 150,
        "encoding": {"x": x, "y": y, "color": colour},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2.5}},
            {"mark": {"type": "circle", "size": 60, "opacity": 1}, "encoding": _LINKED},
            *(_line_words(part, dy=-12 if place == 0 else 14) for place, part in enumerate(parts)),
        ],
    }


def _line_words(part: str, *, dy: int) -> Spec:
    """The numbers of one line, those of the first above it, of the others beneath."""
    return {
        "transform": [{"filter": {"field": "part", "equal": part}}],
        "mark": {"type": "text", "dy": dy, "fontWeight": 600},
        "encoding": {"text": {"field": "shown"}},
    }


def _shade(part: float) -> str:
    """From paper (nothing) over pale dawn to dawn (the most)."""
    if part <= 0:
        return PAPER
    pale = (0xF6, 0xDD, 0xD3)
    full = (0xB8, 0x45, 0x2E)
    mixed = (round(low + (high - low) * part**0.7) for low, high in zip(pale, full, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


_DRAWINGS: Mapping[ChartKind, Callable[[Chart, int], Spec]] = {
    ChartKind.BARS: _bars,
    ChartKind.STACKED: _stacked,
    ChartKind.SHARES: _shares,
    ChartKind.COLUMNS: _columns,
    ChartKind.LINE: _line,
}


# ── Maps of tiles: known places, so they need no scales and no measuring of words ──────────


@dataclass(frozen=True, slots=True)
class _TileShape:
    width: int
    height: int
    name: float  # the size of the name and of the number
    number: float


_LARGE_TILE = _TileShape(100, 52, 10, 14)
_SMALL_TILE = _TileShape(82, 36, 8.5, 11)
_GAP = 3


def _tile_map(chart: Chart, places: Mapping[str, tiles.Tile], shape: _TileShape) -> bytes:
    """A tile for each place; those without records keep their tile, empty."""
    width = shape.width * (1 + max(tile.column for tile in places.values()))
    height = shape.height * (1 + max(tile.row for tile in places.values()))
    most = _largest(chart)
    drawn = "".join(
        _tile(number, mark, places[mark.code], shape, most)
        for number, mark in enumerate(chart.marks)
        if mark.code in places
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="Inter">{drawn}</svg>'
    ).encode()


def _tile(number: int, mark: Mark, tile: tiles.Tile, shape: _TileShape, most: float) -> str:
    value = mark.figure.row.value or 0
    fill = _shade(value / most)
    ink = _readable_on(fill)
    x, y = tile.column * shape.width + 0.5, tile.row * shape.height + 0.5
    said = quoteattr(f"{mark.category}, {mark.figure.shown}")
    shown = escape(mark.figure.shown) if value else ""
    return (
        f'<a xlink:href="{MARKS}{number}" aria-label={said}>'
        f'<rect aria-label={said} x="{x}" y="{y}" width="{shape.width - _GAP}" '
        f'height="{shape.height - _GAP}" rx="3" fill="{fill}" stroke="{LINE}"/>'
        f'<text x="{x + 6}" y="{y + shape.name + 4}" font-size="{shape.name}px" fill="{ink}">'
        f"{escape(mark.category)}</text>"
        f'<text x="{x + 6}" y="{y + shape.height - _GAP - 6}" font-size="{shape.number}px" '
        f'font-weight="600" fill="{ink}">{shown}</text></a>'
    )


# ── Drawn charts for print and page ───────────────────────────────────────────────────────

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_TAGS = frozenset({"svg", "g", "path", "rect", "line", "text", "tspan", "a", "circle"})
_ATTRIBUTES = frozenset(
    "viewBox width height d x y dx dy rx x1 x2 y1 y2 r transform fill stroke stroke-width stroke-linecap "
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
    described = {a: _description(a) for a in root.iter(f"{_SVG}a")}
    for anchor, description in described.items():
        _settle_link(anchor, description, address)
    for element in list(root.iter()):
        _settle_element(element)
    if alt:
        root.set("class", "chart-drawing")
        root.set("role", "group")
        root.set("aria-label", alt)
    etree.strip_tags(root, "{*}drop")
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _description(anchor: etree._Element) -> str:
    return next((str(e.get("aria-label")) for e in anchor.iter() if e.get("aria-label")), "")


def _settle_link(
    anchor: etree._Element, description: str, address: Callable[[int], str | None]
) -> None:
    """Give a mark the link to its records, or take the link out."""
    target = str(anchor.attrib.pop(_XLINK, ""))
    to = address(int(target.removeprefix(MARKS))) if target.startswith(MARKS) else None
    if to is None:
        anchor.tag = f"{_SVG}drop"
        return
    anchor.set("href", to)
    anchor.set("aria-label", description)


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
