"""What closes the report: definitions, counting rules and the annex with the figures."""

from __future__ import annotations

from dataclasses import replace

from agimi.insight.dimensions import DIMENSIONS
from agimi.insight.report.finish import UNNUMBERED
from agimi.insight.report.nodes import MARKS, Block, Chapter, Column, Note, RowKind, TableRow
from agimi.insight.report.writer import Writer
from agimi.insight.results import Row
from agimi.insight.text import Text


def definitions(w: Writer) -> Chapter:
    """Each indicator that was computed, what it counts and how."""
    rows = [
        TableRow(
            (
                (w.words(definition.label),),
                (w.words(definition.definition),),
                (w.words(definition.rule) if definition.rule else "",),
            )
        )
        for definition in w.lens.definitions.values()
        if w.lens.knows(definition.code)
    ]
    columns = (
        Column(w.words(Text("Treguesi", "Indicator")), share=1.2),
        Column(w.words(Text("Çfarë numërohet", "What is counted")), share=1.8),
        Column(w.words(Text("Rregulli i numërimit", "Counting rule")), share=2.4),
    )
    blocks: list[Block] = [
        *w.paragraph(
            Text(
                "Çdo shifër e këtij raporti del nga regjistrimet e periudhës sipas një "
                "përkufizimi të vetëm, të njëjtë në tekst, në tabela dhe në grafikë.",
                "Every figure of this report comes out of the records of the period by one "
                "definition, the same in the text, the tables and the charts.",
            ),
            lead=True,
        ),
        Note(w.words(Text("Shenjat", "Marks")), (w.words(MARKS),)),
        w.table(Text("Përkufizimet e treguesve", "Definitions of the indicators"), columns, rows),
    ]
    title = Text("Përkufizime dhe rregulla numërimi", "Definitions and counting rules")
    return Chapter("definitions", w.words(title), tuple(blocks), UNNUMBERED)


def annex(w: Writer) -> Chapter:
    """All totals and simple breakdowns; the workbook has every breakdown."""
    rows: list[TableRow] = []
    indicator = ""
    for row in w.lens.results:
        if len(row.by) > 1 or row.by == ("event",):
            continue
        if row.indicator != indicator:
            indicator = row.indicator
            rows.append(_indicator_row(w, row))
        if row.by and row.value:
            rows.append(_category_row(w, row))
    columns = (
        Column(w.words(Text("Treguesi dhe kategoria", "Indicator and category")), share=2.4),
        Column(w.words(Text("Ndarja", "Breakdown")), share=1.5),
        Column(w.words(Text("Vlera", "Value")), numeric=True, share=0.7),
    )
    blocks: list[Block] = [
        *w.paragraph(
            Text(
                "Këtu janë të gjithë treguesit me ndarjet e tyre të thjeshta. Libri i punës "
                "(XLSX), CSV dhe JSON i kanë të gjitha ndarjet.",
                "Here are all indicators with their simple breakdowns. The workbook (XLSX), CSV "
                "and JSON have every breakdown.",
            )
        ),
        replace(w.table(Text("Të gjitha shifrat", "All figures"), columns, rows), dense=True),
    ]
    title = Text("Shtojcë: të gjitha shifrat", "Annex: all figures")
    return Chapter("annex", w.words(title), tuple(blocks), UNNUMBERED)


def _indicator_row(w: Writer, row: Row) -> TableRow:
    """The indicator's name with its total, or without one where parts do not make a whole."""
    definition = w.lens.definitions.get(row.indicator)
    name = w.words(definition.label) if definition else row.indicator
    total = w.cell(row) if not row.by else ("",)
    return TableRow(((name,), ("",), total), RowKind.SUBTOTAL)


def _category_row(w: Writer, row: Row) -> TableRow:
    dimension, code = row.by[0], row.category[0]
    breakdown = w.words(DIMENSIONS[dimension].label) if dimension in DIMENSIONS else dimension
    return TableRow(((w.label(dimension, code),), (breakdown,), w.cell(row)))
