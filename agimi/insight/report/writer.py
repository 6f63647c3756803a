"""The writer: the pen with which a chapter turns results and facts into nodes.

A chapter asks for sentences, tables and charts by indicator and dimension; the writer looks
the figures up, puts them into words, and says honestly where there was nothing to count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from agimi.insight import charts, prose, tiles
from agimi.insight import format as fmt
from agimi.insight.report import facts as world
from agimi.insight.report.lens import NOT_RECORDED, OR, Code, Lens, share
from agimi.insight.report.nodes import (
    Block,
    Bullets,
    Chart,
    ChartKind,
    Column,
    Figure,
    Heading,
    Inlines,
    KeyFigure,
    KeyFigures,
    Link,
    Mark,
    Note,
    Prose,
    RowKind,
    Table,
    TableRow,
)
from agimi.insight.results import Period, Quality, Results, Row, Unit
from agimi.insight.text import Language, Text

TOTAL = Text("Gjithsej", "Total")
TOTAL_ONCE = Text("Gjithsej, secili një herë", "Total, each once")
NUMBER = Text("Numri", "Number")
SHARE = Text("Pjesa", "Share")
NO_RECORDS = Text("Për këtë periudhë nuk ka regjistrime.", "There are no records for this period.")
NOT_STATED = fmt.NOT_STATED
HOW_COUNTED = Text("Si numërohet", "How it is counted")
SEVERAL = Text(
    "Kush hyn në disa rreshta numërohet në secilin; pjesët nuk mblidhen.",
    "Whoever falls into several lines counts in each; the parts do not add up.",
)

Rows: TypeAlias = list[tuple[str, Row]]


@dataclass(frozen=True)
class Cut:
    """What a table or chart shows: an indicator along one dimension, the others fixed."""

    indicator: str
    along: str
    fixed: dict[str, Code]
    ranked: bool = False  # the largest first, for lists without an order of their own
    whole: Row | None = None  # the total, where the indicator itself was not computed without parts


def cut(indicator: str, along: str, /, **fixed: Code) -> Cut:
    """An indicator along one dimension, in the order of its categories."""
    return Cut(indicator, along, fixed)


def ranked(indicator: str, along: str, /, **fixed: Code) -> Cut:
    """An indicator along one dimension, the largest category first, empty ones left out."""
    return Cut(indicator, along, fixed, ranked=True)


@dataclass(frozen=True)
class Writer:
    """Writes in one language about one period."""

    language: Language
    period: Period
    lens: Lens
    facts: world.Facts
    before: Lens | None = None
    before_label: str = ""
    projects: Mapping[str, world.ProjectFigures] = field(default_factory=dict)
    _seen: dict[int, Writer] = field(default_factory=dict, repr=False, compare=False)

    # Words ────────────────────────────────────────────────────────────────────────────────

    def words(self, text: world.Words) -> str:
        """A text in the writer's language."""
        return world.within(text, self.language)

    def say(self, sentence: Text, **values: prose.Value) -> Inlines:
        """A sentence with figures, see ``agimi.insight.prose``."""
        return prose.say(sentence, self.language, **values)

    def tell(self, sentence: Text, *, n: Figure, **values: prose.Value) -> Inlines:
        """A sentence about ``n``; nothing when there is nothing to tell of."""
        return self.say(sentence, n=n, **values) if n.row.value else ()

    def paragraph(self, *said: Inlines | Text, lead: bool = False) -> list[Block]:
        """Sentences as a paragraph; none at all when none says anything."""
        parts = prose.sentences(*(self._said(one) for one in said))
        return [Prose(parts, lead)] if parts else []

    def _said(self, one: Inlines | Text) -> Inlines:
        return (self.words(one),) if isinstance(one, Text) else one

    def nothing(self) -> list[Block]:
        """The honest sentence where there was nothing to count."""
        return [Prose((self.words(NO_RECORDS),))]

    def heading(self, title: Text, level: int = 2) -> Heading:
        """A section's heading."""
        return Heading(self.words(title), level)

    def listed(self, items: Iterable[world.Words]) -> str:
        """Words as a list in a sentence: "a, b dhe c"."""
        return fmt.joined([self.words(item) for item in items], self.language)

    def named(
        self, sentence: Text, items: Sequence[world.Words], *, keep: bool = False
    ) -> list[Block]:
        """A sentence that names things in its {words}; many of them stand beneath it as points.

        Names that are to ``keep`` their capitals are those of places and bodies.
        """
        if not items:
            return []
        if len(items) <= _IN_A_SENTENCE:
            inside = items if keep else [self.inside(item) for item in items]
            return self.paragraph(self.say(sentence, words=self.listed(inside)))
        head = self.words(sentence).partition("{words}")[0].strip().removesuffix(":")
        return [Prose((head + ":",)), *self.bullets(items)]

    def inside(self, words: world.Words) -> str:
        """Words of a list as they stand inside a sentence: no capital but an acronym's."""
        said = self.words(words)
        return said if said[1:2].isupper() else said[:1].lower() + said[1:]

    def bullets(self, items: Iterable[world.Words], *, compact: bool = True) -> list[Block]:
        """Words as a list of points; nothing when there are none."""
        points = tuple((fmt.capitalised(self.words(item)),) for item in items)
        return [Bullets(points, compact)] if points else []

    def note(self, title: Text, said: Text) -> Note:
        """A remark set apart."""
        return Note(self.words(title), (self.words(said),))

    def rule(self, *indicators: str) -> list[Block]:
        """How the indicators are counted, in their own words."""
        said = [
            self.words(definition.rule or definition.definition)
            for code in indicators
            if (definition := self.lens.definitions.get(code))
        ]
        unique = list(dict.fromkeys(said))
        return [Note(self.words(HOW_COUNTED), (" ".join(unique),))] if unique else []

    # Figures ──────────────────────────────────────────────────────────────────────────────

    def n(self, indicator: str, **category: Code) -> Figure:
        """A figure to stand in a sentence."""
        return self.spoken(self.lens.row(indicator, **category))

    def spoken(self, row: Row) -> Figure:
        """A row at hand as a figure in a sentence."""
        return prose.spoken(row, self.language)

    def seeing(self, results: Results) -> Writer:
        """The same writer looking at other results, a project's for instance."""
        if id(results) not in self._seen:
            lens = Lens(results, self.lens.definitions)
            self._seen[id(results)] = replace(self, lens=lens, before=None)
        return self._seen[id(results)]

    def figure(self, row: Row) -> Figure:
        """A figure to stand in a table or a chart."""
        return prose.printed(row, self.language)

    def cell(self, row: Row) -> Inlines:
        """A figure to stand in a table."""
        return (self.figure(row),)

    def key(self, label: Text, indicator: str, **category: Code) -> KeyFigure:
        """A large number with the same number of the period before."""
        figure = prose.printed(self.lens.row(indicator, **category), self.language)
        before = None
        if self.before is not None and self.before.knows(indicator):
            row = self.before.row(indicator, **category)
            before = prose.printed(row, self.language)
        return KeyFigure(figure, self.words(label), before, self.before_label)

    def keys(self, *items: KeyFigure) -> KeyFigures:
        """A strip of large numbers."""
        return KeyFigures(items)

    def has(self, indicator: str, **category: Code) -> bool:
        """Whether there is anything to say about a figure."""
        return self.lens.knows(indicator) and bool(self.lens.row(indicator, **category).value)

    # Tables ───────────────────────────────────────────────────────────────────────────────

    def label(self, dimension: str, code: str) -> str:
        """The words of a category as a line of a table begins with them."""
        return fmt.capitalised(self.words(self.lens.label(dimension, code)))

    def label_of(self, indicator: str) -> str:
        """The name of an indicator."""
        definition = self.lens.definitions.get(indicator)
        return self.words(definition.label) if definition else indicator

    def rows(self, what: Cut) -> Rows:
        """The categories of a cut with their rows, "not recorded" last and only if it occurs."""
        rows = self.lens.along(what.indicator, what.along, **what.fixed)
        if what.ranked:
            rows = [pair for pair in rows if pair[1].value]
            rows.sort(key=lambda pair: (-(pair[1].value or 0), self.label(what.along, pair[0])))
        known = [pair for pair in rows if pair[0] != NOT_RECORDED]
        return known + [pair for pair in rows if pair[0] == NOT_RECORDED and pair[1].value]

    def simple_table(self, caption: Text, head: Text, what: Cut, *, shares: bool = False) -> Table:
        """One line a category, its number, its share if asked for, and the total."""
        rows = self.rows(what)
        whole = self._whole(what)
        columns = [self._first(head), self._number()]
        if shares:
            columns.append(Column(self.words(SHARE), numeric=True, share=0.8))
        body = [
            self._line(self.label(what.along, code), [row], whole if shares else None)
            for code, row in rows
        ]
        body.append(self._total_line([whole], whole if shares else None, self._total_of(what)))
        return self.table(caption, columns, body if whole.value else [], notes=self._overlap(what))

    def cross_table(
        self, caption: Text, head: Text, what: Cut, across: str, *, codes: Sequence[str] = ()
    ) -> Table:
        """One line a category, one column a category of the other dimension, totals both ways."""
        whole = self._whole(what)
        over = list(codes) or self._codes_across(what, across)
        columns = [self._first(head)]
        columns += [Column(self.label(across, code), numeric=True, share=0.8) for code in over]
        columns.append(Column(self.words(TOTAL), numeric=True, share=0.8))
        body = [
            self._line(self.label(what.along, code), [*self._across(what, code, across, over), row])
            for code, row in self.rows(what)
        ]
        if self.lens.offers(what.indicator, across, *what.fixed):
            totals = [
                self.lens.row(what.indicator, **what.fixed, **{across: code}) for code in over
            ]
            body.append(self._total_line([*totals, whole], name=self._total_of(what)))
        return self.table(caption, columns, body if whole.value else [], notes=self._overlap(what))

    def pair_table(
        self,
        caption: Text,
        head: Text,
        along: str,
        counts: Sequence[tuple[Text, str]],
        only: Sequence[str] = (),
        **fixed: Code,
    ) -> Table:
        """One line a category, one column each for several indicators; no total of unlike things."""
        columns = [self._first(head)]
        columns += [Column(self.words(title), numeric=True, share=0.8) for title, _ in counts]
        indicators = [indicator for _, indicator in counts]
        first = self.rows(ranked(indicators[0], along, **fixed))
        rows = [
            self._line(
                self.label(along, code),
                [self.lens.row(one, **{**fixed, along: code}) for one in indicators],
            )
            for code, _ in first
            if not only or code in only
        ]
        return self.table(caption, columns, rows)

    def grouped_table(self, caption: Text, head: Text, what: Cut, group: str) -> Table:
        """The categories beneath the group they belong to, each group with its own total."""
        whole = self._whole(what)
        body: list[TableRow] = []
        for code, total in self.rows(replace(what, along=group, ranked=False)):
            if not total.value:
                continue
            name = (self.label(group, code),)
            body.append(TableRow((name, self.cell(total)), RowKind.SUBTOTAL))
            within = replace(what, fixed={**what.fixed, group: code})
            body += [
                self._line(self.label(what.along, one), [row]) for one, row in self.rows(within)
            ]
        body.append(self._total_line([whole]))
        columns = [self._first(head), self._number()]
        return self.table(caption, columns, body if whole.value else [])

    def _codes_across(self, what: Cut, across: str) -> list[str]:
        """The columns of a cross table, "not recorded" only if it occurs."""
        if self.lens.offers(what.indicator, across, *what.fixed):
            found = dict(self.rows(replace(what, along=across, ranked=False)))
        else:
            found = self._found_across(what, across)
        return [code for code, row in found.items() if row.value or code != NOT_RECORDED]

    def _found_across(self, what: Cut, across: str) -> dict[str, Row]:
        """The same where the totals of the columns were not computed: any row shows them."""
        found: dict[str, Row] = {}
        for code, _ in self.rows(what):
            fixed = {**what.fixed, what.along: code}
            for other, row in self.rows(Cut(what.indicator, across, fixed)):
                if other not in found or row.value:
                    found[other] = row
        return found

    def _across(self, what: Cut, code: str, across: str, over: Sequence[str]) -> list[Row]:
        fixed = {**what.fixed, what.along: code}
        return [self.lens.row(what.indicator, **fixed, **{across: other}) for other in over]

    def table(
        self,
        caption: Text,
        columns: Sequence[Column],
        rows: Sequence[TableRow],
        *,
        notes: Iterable[Text] = (),
        nothing: Text = NO_RECORDS,
    ) -> Table:
        """A table; without rows, an honest sentence instead."""
        said = tuple((self.words(note),) for note in notes) if rows else ()
        return Table(self.words(caption), tuple(columns), tuple(rows), said, self.words(nothing))

    def _first(self, head: Text) -> Column:
        return Column(self.words(head), share=2.4)

    def _number(self) -> Column:
        return Column(self.words(NUMBER), numeric=True, share=0.8)

    def _line(self, name: str, rows: Sequence[Row], whole: Row | None = None) -> TableRow:
        cells = [self.cell(row) for row in rows]
        if whole is not None:
            cells.append(self.cell(share(rows[-1], whole)))
        return TableRow(((name,), *cells))

    def _total_line(
        self, rows: Sequence[Row], whole: Row | None = None, name: Text = TOTAL
    ) -> TableRow:
        return replace(self._line(self.words(name), rows, whole), kind=RowKind.TOTAL)

    def _total_of(self, what: Cut) -> Text:
        """How the total is called; where parts overlap, that it counts each once."""
        return TOTAL_ONCE if self._overlap(what) else TOTAL

    def _whole(self, what: Cut) -> Row:
        return what.whole or self.lens.row(what.indicator, **what.fixed)

    def _overlap(self, what: Cut) -> list[Text]:
        definition = self.lens.definitions.get(what.indicator)
        return [SEVERAL] if definition and what.along in definition.overlapping else []

    # Charts ───────────────────────────────────────────────────────────────────────────────

    def chart(
        self,
        kind: ChartKind,
        caption: Text,
        head: Text,
        what: Cut,
        *,
        across: str = "",
        shares: bool = True,
    ) -> Chart:
        """A chart of one cut, with its table: numbers and shares, or another dimension across."""
        if across:
            table = self.cross_table(caption, head, what, across)
        else:
            table = self.simple_table(caption, head, what, shares=shares)
        marks = [self._mark(what.along, code, row) for code, row in self.rows(what)]
        return self.drawn(kind, caption, marks, table, self._whole(what))

    def stacked(self, caption: Text, head: Text, what: Cut, across: str) -> Chart:
        """Bars in parts: one cut, divided by another dimension."""
        table = self.cross_table(caption, head, what, across)
        over = self._codes_across(what, across)
        marks = [
            replace(self._mark(what.along, code, part), part=self.label(across, other), code=other)
            for code, _ in self.rows(what)
            for other, part in zip(over, self._across(what, code, across, over), strict=True)
        ]
        return self.drawn(ChartKind.STACKED, caption, marks, table, self._whole(what))

    def months(self, caption: Text, what: Cut) -> Chart:
        """A column for each month, named shortly, months without records standing at 0."""
        chart = self.chart(ChartKind.COLUMNS, caption, Text("Muaji", "Month"), what, shares=False)
        short = [replace(mark, category=self._short_month(mark.code)) for mark in chart.marks]
        return replace(chart, marks=tuple(short))

    def _short_month(self, code: str) -> str:
        month = code[-2:]
        name = fmt.month_name(int(month), self.language) if month.isdigit() else code
        return name if len(name) <= 4 else name[:3]

    def map(self, kind: ChartKind, caption: Text, head: Text, what: Cut) -> Chart:
        """A tile for each place; the table names only the places with records."""
        places = tiles.COUNTIES if kind is ChartKind.COUNTIES else tiles.MUNICIPALITIES
        found = dict(self.rows(what))
        marks = []
        for code, tile in places.items():
            row = found.get(code) or self.lens.row(
                what.indicator, **{**what.fixed, what.along: code}
            )
            marks.append(Mark(tile.name, prose.printed(row, self.language), code=code))
        table = self.simple_table(caption, head, replace(what, ranked=True))
        anywhere = max((mark.figure.row for mark in marks), key=lambda row: row.value or 0)
        return self.drawn(kind, caption, marks, table, anywhere)

    def _mark(self, dimension: str, code: str, row: Row) -> Mark:
        return Mark(self.label(dimension, code), prose.printed(row, self.language), code=code)

    def drawn(
        self, kind: ChartKind, caption: Text, marks: Sequence[Mark], table: Table, whole: Row
    ) -> Chart:
        """A chart of given marks; ``whole`` tells whether there is anything to draw."""
        said = self.words(caption)
        alt = charts.alternative(kind, said, marks, self.language)
        nothing = "" if whole.value and marks else self.words(NO_RECORDS)
        return Chart(kind, said, tuple(marks), table, alt, nothing)

    # Lists of facts ───────────────────────────────────────────────────────────────────────

    def events(self, caption: Text, events: Sequence[world.Event]) -> Table:
        """The events of a list: when, where, what, for whom, how many."""
        columns = (
            Column(self.words(Text("Data", "Date")), share=1.2),
            Column(self.words(Text("Vendi", "Place")), share=1.35),
            Column(self.words(Text("Veprimtaria", "Activity")), share=2.3),
            Column(self.words(Text("Pjesëmarrës", "Participants")), numeric=True, share=0.85),
        )
        rows = [TableRow(self._event_cells(alike)) for alike in _alike(events)]
        return self.table(caption, columns, rows)

    def _event_cells(self, alike: Sequence[world.Event]) -> tuple[Inlines, ...]:
        """The cells of one event, or of a series of events alike in all but day and number."""
        first = alike[0]
        return (
            (self.when(_spanning(alike)),),
            (self.words(first.place),),
            self._event_words(first, len(alike)),
            self._participants(alike),
        )

    def _event_words(self, event: world.Event, times: int) -> Inlines:
        kind, topic = self.words(event.kind), self.words(event.topic)
        what = f"{kind}: {topic}" if topic and topic.casefold() != kind.casefold() else kind
        extra = [self.words(words) for words in (event.audience, event.with_whom)]
        more = "; ".join(words for words in extra if words)
        said = fmt.capitalised(what) + (f" ({more})" if more else "")
        if times > 1:
            said += self.words(Text(f" – {times} herë", f" – {times} times"))
        return (said,)

    def _participants(self, alike: Sequence[world.Event]) -> Inlines:
        """The number of one event; of a series the sum, at least if one number is missing."""
        counts = [event.participants for event in alike]
        known = [count.value for count in counts if count.value is not None]
        if not known:
            return (self.words(NOT_STATED),)
        worst = max((count.quality for count in counts), key=list(Quality).index)
        if len(known) < len(counts):
            worst = Quality.INCOMPLETE
        codes = OR.join(event.code for event in alike)
        row = Row(
            "activities.participants",
            self.period,
            ("event",),
            (codes,),
            sum(known),
            Unit.PARTICIPANTS,
            worst,
        )
        return self.cell(row)

    def when(self, span: world.Span | None) -> str:
        """The days or months of a span in words."""
        if span is None:
            return self.words(NOT_STATED)
        write = fmt.months if span.by_month else fmt.dates
        return write(span.start, span.end, self.language)

    def on(self, day: dt.date | None) -> str:
        """A day in words, or that it was not stated."""
        return fmt.date(day, self.language) if day else self.words(NOT_STATED)

    def lasting(self, span: world.Span) -> str:
        """The span of a project, open when it has no end."""
        if span.end is None:
            start = (fmt.month_of_year if span.by_month else fmt.date)(span.start, self.language)
            return self.words(Text(f"që prej {start}", f"since {start}"))
        return self.when(span)

    def publication(self, item: world.Publication) -> Inlines:
        """A publication on one line, with its address and its partners."""
        title = f"“{self.words(item.title)}”" if self.language == "en" else (
            f"„{self.words(item.title)}“"
        )  # fmt: skip
        head = Link(title, item.address) if item.address else title
        told = [self.words(item.kind)]
        if item.published_on:
            told.append(fmt.date(item.published_on, self.language))
        if item.with_whom:
            told.append(self.listed(item.with_whom))
        return prose.tidy((head, " – ", ", ".join(filter(None, told))))


_IN_A_SENTENCE = 6  # so many things a sentence can name
_SERIES = 4  # so many events alike are one line


def _alike(events: Sequence[world.Event]) -> list[list[world.Event]]:
    """The events, those alike in all but day and number together once they are a series."""
    series: dict[object, list[world.Event]] = {}
    for event in events:
        key = replace(event, code="", span=None, participants=world.Count(None))
        series.setdefault(key, []).append(event)
    lines = [
        line
        for alike in series.values()
        for line in ([alike] if len(alike) >= _SERIES else [[event] for event in alike])
    ]
    return sorted(lines, key=lambda line: events.index(line[0]))


def _spanning(alike: Sequence[world.Event]) -> world.Span | None:
    """From the first day of a series to its last."""
    spans = [event.span for event in alike if event.span is not None]
    if len(alike) == 1 or not spans:
        return alike[0].span
    last = max(span.end or span.start for span in spans)
    return world.Span(min(span.start for span in spans), last, by_month=True)
