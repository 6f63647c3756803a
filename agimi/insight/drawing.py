"""Drawing charts as SVG: rectangles, lines and words, each mark with an address of its own.

Words are measured by the widths of Inter's letters, so that labels get the room they need.
The addresses under ``MARKS`` are turned into links, or taken out, by ``agimi.insight.charts``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from agimi.insight import tiles
from agimi.insight.colours import DAWN, INK, KNOWN, LINE, UNKNOWN, readable_on, shade
from agimi.insight.report.nodes import Chart, ChartKind, Mark

MARKS = "https://mark.invalid/"
NOT_RECORDED = frozenset({"not_recorded", "unknown", "not_stated"})

_SIZE = 11.0
_LEADING = 13.0
_GAP = 6.0
_HEAD = "http://www.w3.org/2000/svg"
_LINKS = "http://www.w3.org/1999/xlink"

# The widths of letters in thousandths of their size, semi-bold, rounded up.
_WIDTHS: Mapping[str, int] = {
    letter: width
    for width, letters in {
        280: " \u00a0ijlI’.,:;'", 380: "t()/fr", 480: "1-–", 540: "“”\"", 580: "aksxzJL7",
        620: "cehnouvyëçEFË5", 660: "bdgpqBPRSZ0236894T+&≈≥", 740: "ACDKUVXYÇ", 780: "GHNOQ",
        850: "w", 940: "mM…", 1040: "W—%",
    }.items()
    for letter in letters
}  # fmt: skip


def measured(words: str, size: float = _SIZE) -> float:
    """The width that words take at a size."""
    return sum(_WIDTHS.get(letter, 700) for letter in words) * size / 1000


@dataclass
class _Canvas:
    """A growing drawing."""

    parts: list[str] = field(default_factory=list)

    def words(
        self,
        x: float,
        y: float,
        said: str,
        *,
        anchor: str = "start",
        fill: str = INK,
        size: float = _SIZE,
        bold: bool = False,
    ) -> None:
        """Words on one line; ``y`` is the line they stand on."""
        weight = ' font-weight="600"' if bold else ""
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{_n(size)}px"'
            f'{weight} fill="{fill}">{escape(said)}</text>'
        )

    def label(self, x: float, middle: float, lines: Sequence[str]) -> None:
        """Lines of words that end at x, around a middle."""
        top = middle - (len(lines) - 1) * _LEADING / 2 + _SIZE * 0.36
        for place, line in enumerate(lines):
            self.words(x, top + place * _LEADING, line, anchor="end")

    def box(self, x: float, y: float, width: float, height: float, *, fill: str, radius: float = 0,
            stroke: str = "") -> str:  # fmt: skip
        """A rectangle, to be put into a mark or drawn by itself."""
        rounded = f' rx="{_n(radius)}"' if radius else ""
        edge = f' stroke="{stroke}"' if stroke else ""
        return (
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(height)}"'
            f'{rounded} fill="{fill}"{edge}/>'
        )

    def mark(self, number: int, mark: Mark, drawn: str) -> None:
        """A drawn mark with its address and its words."""
        said = ", ".join(filter(None, (mark.category, mark.part, mark.figure.shown)))
        self.parts.append(
            f'<a xlink:href="{MARKS}{number}" aria-label={quoteattr(said)}>{drawn}</a>'
        )

    def finished(self, width: float, height: float) -> bytes:
        """The drawing as a file."""
        return (
            f'<svg xmlns="{_HEAD}" xmlns:xlink="{_LINKS}" width="{_n(width)}" '
            f'height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}" '
            f'font-family="Inter">{"".join(self.parts)}</svg>'
        ).encode()


def _n(number: float) -> str:
    """A coordinate, no longer than it needs to be."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def draw(chart: Chart, width: float) -> bytes:
    """The chart as SVG of a given width."""
    return _DRAWINGS[chart.kind](chart, width)


def _value(mark: Mark) -> float:
    return float(mark.figure.row.value or 0)


def _largest(marks: Iterable[Mark]) -> float:
    return max(map(_value, marks), default=0) or 1


def _is_known(mark: Mark) -> bool:
    return mark.code not in NOT_RECORDED


def _wrapped(words: str, letters: int) -> list[str]:
    return textwrap.wrap(words, letters, break_long_words=False) or [""]


def _labels(names: Sequence[str], width: float, letters: Sequence[int]) -> dict[str, list[str]]:
    """The names in lines: as narrow as leaves none with more than two lines."""
    for measure in letters:
        labels = {name: _wrapped(name, measure) for name in names}
        if max(map(len, labels.values()), default=1) <= 2:
            break
    return labels


def _room(labels: Iterable[Sequence[str]]) -> float:
    """What the widest line of the labels takes, with its distance from the bars."""
    return max((measured(line) for lines in labels for line in lines), default=0) * 0.97 + _GAP


# ── Bars ──────────────────────────────────────────────────────────────────────────────────


def _bars(chart: Chart, width: float) -> bytes:
    """One horizontal bar a category, its number at its end."""
    canvas = _Canvas()
    letters = (42,) if width > 400 else (24, 31)
    labels = _labels([mark.category for mark in chart.marks], width, letters)
    left = _room(labels.values())
    shown = max(measured(mark.figure.shown) for mark in chart.marks) + _GAP
    whole = max(width - left - shown, 60)
    step = 22 if max(map(len, labels.values())) == 1 else 34
    for place, mark in enumerate(chart.marks):
        middle = place * step + step / 2
        long = whole * _value(mark) / _largest(chart.marks)
        canvas.label(left - _GAP, middle, labels[mark.category])
        colour = DAWN if _is_known(mark) else UNKNOWN
        bar = canvas.box(left, middle - 8, long, 16, fill=colour, radius=1.5)
        canvas.mark(place, mark, bar)
        canvas.words(left + long + 5, middle + 4, mark.figure.shown, bold=True)
    return canvas.finished(width, len(chart.marks) * step)


def _part_colours(marks: Iterable[Mark]) -> dict[str, str]:
    """A colour for each part; what was not recorded is always the same quiet one."""
    colours: dict[str, str] = {}
    known = 0
    for mark in marks:
        if mark.part in colours:
            continue
        colours[mark.part] = KNOWN[known % len(KNOWN)] if _is_known(mark) else UNKNOWN
        known += _is_known(mark)
    return colours


def _legend(canvas: _Canvas, colours: Mapping[str, str], x: float, y: float, width: float) -> float:
    """The parts by their colours, as many on a line as fit; how high it became."""
    across, line = x, y
    for name, colour in colours.items():
        takes = 16 + measured(name) + 14
        if across > x and across + takes > x + width:
            across, line = x, line + 18
        canvas.parts.append(canvas.box(across, line, 10, 10, fill=colour))
        canvas.words(across + 15, line + 9, name)
        across += takes
    return line + 18 - y


def _in_parts(
    canvas: _Canvas, numbered: Sequence[tuple[int, Mark]], colours: Mapping[str, str],
    x: float, y: float, width: float, height: float, whole: float,
) -> None:  # fmt: skip
    """One bar divided into parts, each with its number where there is room for it."""
    for number, mark in numbered:
        long = width * _value(mark) / whole
        colour = colours[mark.part]
        canvas.mark(number, mark, canvas.box(x, y, long, height, fill=colour, stroke="#ffffff"))
        if long > measured(mark.figure.shown) + 6:
            canvas.words(x + long / 2, y + height / 2 + 4, mark.figure.shown, anchor="middle",
                         fill=readable_on(colour), bold=True)  # fmt: skip
        x += long


def _stacked(chart: Chart, width: float) -> bytes:
    """Horizontal bars in parts, the longest as long as there is room."""
    canvas = _Canvas()
    colours = _part_colours(chart.marks)
    rows: dict[str, list[tuple[int, Mark]]] = {}
    for number, mark in enumerate(chart.marks):
        rows.setdefault(mark.category, []).append((number, mark))
    labels = _labels(list(rows), width, (30, 38))
    left = _room(labels.values())
    whole = max(sum(_value(mark) for _, mark in row) for row in rows.values()) or 1
    top = _legend(canvas, colours, left, 2, width - left) + 4
    step = 34 if max(map(len, labels.values())) <= 2 else 46
    for place, (name, row) in enumerate(rows.items()):
        y = top + place * step
        canvas.label(left - _GAP, y + 12, labels[name])
        _in_parts(canvas, row, colours, left, y, width - left - 1, 24, whole)
    return canvas.finished(width, top + len(rows) * step)


def _shares(chart: Chart, width: float) -> bytes:
    """The whole as one bar, its parts named beneath in the bar's order."""
    canvas = _Canvas()
    marks = [
        Mark("", mark.figure, f"{mark.category} ({mark.figure.shown})", mark.code)
        for mark in chart.marks
    ]
    colours = _part_colours(marks)
    whole = sum(map(_value, marks)) or 1
    _in_parts(canvas, list(enumerate(marks)), colours, 0.5, 1, width - 1, 30, whole)
    height = 42 + _legend(canvas, colours, 0, 42, width)
    return canvas.finished(width, height)


# ── Months and years ──────────────────────────────────────────────────────────────────────


def _baseline(canvas: _Canvas, y: float, width: float) -> None:
    canvas.parts.append(f'<path d="M0,{_n(y)}H{_n(width)}" stroke="{LINE}" fill="none"/>')


def _columns(chart: Chart, width: float) -> bytes:
    """One upright column a month, its number above it."""
    canvas = _Canvas()
    high = 130 if width > 400 else 180
    step = width / max(len(chart.marks), 1)
    base = high + 18
    size = _SIZE if width > 400 else 9.2
    _baseline(canvas, base + 0.5, width)
    for place, mark in enumerate(chart.marks):
        tall = high * _value(mark) / _largest(chart.marks)
        middle = step * (place + 0.5)
        colour = DAWN if _is_known(mark) else UNKNOWN
        column = canvas.box(middle - step * 0.33, base - tall, step * 0.66, tall, fill=colour)
        canvas.mark(place, mark, column)
        canvas.words(middle, base - tall - 5, mark.figure.shown, anchor="middle", bold=True,
                     size=min(_SIZE, size + 0.8))  # fmt: skip
        canvas.words(middle, base + 15, mark.category, anchor="middle", size=size)
    return canvas.finished(width, base + 22)


def _line(chart: Chart, width: float) -> bytes:
    """Years or months as lines, numbers above the first line and beneath the others."""
    canvas = _Canvas()
    colours = _part_colours(chart.marks)
    names = list(dict.fromkeys(mark.category for mark in chart.marks))
    top = (_legend(canvas, colours, 0, 2, width) if len(colours) > 1 else 0) + 18
    base = top + 140
    step = width / max(len(names), 1)

    def place(mark: Mark) -> tuple[float, float]:
        return (
            step * (names.index(mark.category) + 0.5),
            base - 130 * _value(mark) / _largest(chart.marks),
        )

    _baseline(canvas, base + 0.5, width)
    for position, name in enumerate(names):
        canvas.words(step * (position + 0.5), base + 15, name, anchor="middle")
    for order, (part, colour) in enumerate(colours.items()):
        numbered = [(n, mark) for n, mark in enumerate(chart.marks) if mark.part == part]
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in (place(mark) for _, mark in numbered))
        canvas.parts.append(
            f'<path d="M{points}" stroke="{colour}" stroke-width="2.5" fill="none"/>'
        )
        for number, mark in numbered:
            x, y = place(mark)
            dot = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="4" fill="{colour}"/>'
            canvas.mark(number, mark, dot)
            above = y - 9 if order == 0 else y + 18
            canvas.words(x, above, mark.figure.shown, anchor="middle", bold=True)
    return canvas.finished(width, base + 22)


# ── Maps ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _TileShape:
    width: int
    height: int
    name: float  # the size of the name, and of the number
    number: float


_LARGE_TILE = _TileShape(100, 52, 10, 14)
_SMALL_TILE = _TileShape(82, 36, 8.5, 11)


def _counties(chart: Chart, _width: float) -> bytes:
    return _tile_map(chart, tiles.COUNTIES, _LARGE_TILE)


def _municipalities(chart: Chart, _width: float) -> bytes:
    return _tile_map(chart, tiles.MUNICIPALITIES, _SMALL_TILE)


def _tile_map(chart: Chart, places: Mapping[str, tiles.Tile], shape: _TileShape) -> bytes:
    """A tile for each place; those without records keep their tile, empty."""
    canvas = _Canvas()
    most = _largest(chart.marks)
    for number, mark in enumerate(chart.marks):
        if mark.code in places:
            _tile(canvas, number, mark, places[mark.code], shape, _value(mark) / most)
    columns = 1 + max(tile.column for tile in places.values())
    rows = 1 + max(tile.row for tile in places.values())
    return canvas.finished(columns * shape.width, rows * shape.height)


def _tile(
    canvas: _Canvas, number: int, mark: Mark, tile: tiles.Tile, shape: _TileShape, part: float
) -> None:
    fill = shade(part)
    x, y = tile.column * shape.width + 0.5, tile.row * shape.height + 0.5
    box = canvas.box(x, y, shape.width - 3, shape.height - 3, fill=fill, radius=3, stroke=LINE)
    canvas.mark(number, mark, box)
    ink = readable_on(fill)
    canvas.words(x + 6, y + shape.name + 4, mark.category, size=shape.name, fill=ink)
    if part:
        canvas.words(x + 6, y + shape.height - 9, mark.figure.shown, size=shape.number, fill=ink,
                     bold=True)  # fmt: skip


_DRAWINGS: Mapping[ChartKind, Callable[[Chart, float], bytes]] = {
    ChartKind.BARS: _bars,
    ChartKind.STACKED: _stacked,
    ChartKind.SHARES: _shares,
    ChartKind.COLUMNS: _columns,
    ChartKind.LINE: _line,
    ChartKind.COUNTIES: _counties,
    ChartKind.MUNICIPALITIES: _municipalities,
}
