"""A small invented report with every kind of node, for the tests of the renderers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from agimi.insight import charts, prose
from agimi.insight.report.finish import numbered
from agimi.insight.report.nodes import (
    Bullets,
    Chapter,
    Chart,
    ChartKind,
    Column,
    Cover,
    Definition,
    Document,
    Edition,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    Mark,
    Note,
    PageBreak,
    Prose,
    RowKind,
    Strong,
    Table,
    TableRow,
)
from agimi.insight.results import Period, Quality, Results, Row, Unit
from agimi.insight.text import Language, Text

PERIOD = Period.year(2030)
MADE_ON = dt.date(2031, 3, 21)
SEXES = {"female": Text("Femra", "Female"), "male": Text("Meshkuj", "Male")}

TOTAL = Row("casework.cases", PERIOD, (), (), 1185, Unit.CASES)
FEMALE = Row("casework.cases", PERIOD, ("sex",), ("female",), 1125, Unit.CASES)
MALE = Row("casework.cases", PERIOD, ("sex",), ("male",), 60, Unit.CASES, Quality.ABOUT)
SHARE = Row("casework.cases", PERIOD, ("sex",), ("male",), 100 * 60 / 1185, Unit.PERCENT, base=1185)
EVIL = Row("activities.participants", PERIOD, ("event",), ("=1+1",), 3, Unit.PARTICIPANTS)

RESULTS = Results(
    (TOTAL, FEMALE, MALE, SHARE, EVIL), {("sex", code): text for code, text in SEXES.items()}
)
DEFINITIONS = {
    "casework.cases": Definition(
        "casework.cases",
        Text("Raste të asistuara", "Cases assisted"),
        Text("Raste të hapura në periudhë.", "Cases open in the period."),
    )
}


def document(language: Language = "sq") -> Document:
    """The report, in the language asked for."""
    return Document(
        title="Raporti vjetor" if language == "sq" else "Annual report",
        language=language,
        period=PERIOD,
        period_title="2030",
        cover=Cover("Shtëpia e Dritës", "House of Light", contact=("Tiranë", "zyra@example.org")),
        edition=Edition(MADE_ON, invented=True),
        chapters=numbered(_chapters(language)),
        results=RESULTS,
        definitions=DEFINITIONS,
    )


def figure(row: Row, language: Language) -> Figure:
    """A row as tables print it."""
    return prose.printed(row, language)


def _chapters(language: Language) -> tuple[Chapter, ...]:
    sq = language == "sq"
    said = prose.say(
        Text("{n|U asistua|U asistuan} {n:case}.", "{n:case} {n|was|were} assisted."),
        language,
        n=prose.spoken(TOTAL, language),
    )
    words = "Përfituesit & të tjerët" if sq else "Beneficiaries & others"
    return (
        Chapter("front", "Hyrje" if sq else "Introduction", (Prose(("Çdo ditë. <b>",)),), "–"),
        Chapter(
            "people",
            words,
            (
                Prose(said, lead=True),
                KeyFigures(
                    (KeyFigure(figure(TOTAL, language), "raste", figure(MALE, language), "2029:"),)
                ),
                Heading("Gjinia" if sq else "Sex"),
                chart(language),
                Heading("Më hollësisht" if sq else "More", 3),
                table(language),
                replace(table(language), rows=(), nothing="Nuk ka regjistrime."),
                Bullets((("Një",), (Strong("dy"), " e gjysmë")), compact=True),
                Note("Si numërohet", ("Çdo rast një herë.",)),
                PageBreak(),
                Prose((Link("Udhëzuesi", "https://example.org/u"), Link("keq", "javascript:1"))),
            ),
        ),
        Chapter("end", "=Fundi" if sq else "=The end", (Prose(("=1+1",)),)),
    )


def table(language: Language) -> Table:
    """A table with a group, a cell that looks like a formula, a subtotal and a total."""
    return Table(
        caption="Rastet sipas gjinisë",
        columns=(Column("Gjinia", share=2), Column("Numri", numeric=True), Column("Pjesa", True)),
        rows=(
            TableRow((("Grupi",), ("",), ("",)), RowKind.GROUP),
            _line("=1+1", FEMALE, FEMALE, language),
            _line("Meshkuj", MALE, SHARE, language),
            _line("Nëntotali", MALE, SHARE, language, RowKind.SUBTOTAL),
            _line("Gjithsej", TOTAL, TOTAL, language, RowKind.TOTAL),
        ),
        notes=(("≈ do të thotë «rreth».",),),
    )


def _line(
    name: str, one: Row, other: Row, language: Language, kind: RowKind = RowKind.BODY
) -> TableRow:
    return TableRow(((name,), (figure(one, language),), (figure(other, language),)), kind)


def chart(language: Language, kind: ChartKind = ChartKind.BARS) -> Chart:
    """A chart of two bars with its table."""
    marks = tuple(
        Mark(SEXES[row.category[0]].within(language), figure(row, language), code=row.category[0])
        for row in (FEMALE, MALE)
    )
    caption = "Rastet sipas gjinisë" if language == "sq" else "Cases by sex"
    alt = charts.alternative(kind, caption, marks, language)
    return Chart(kind, caption, marks, table(language), alt)
