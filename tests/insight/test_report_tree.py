"""The tree of a report: numbers, anchors, figures, and looking results up."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agimi.insight.report.facts import Event, Facts, Organisation, Span
from agimi.insight.report.lens import Lens, NotComputed, share
from agimi.insight.report.nodes import Chart, Column, Definition, Heading, Table, TableRow
from agimi.insight.report.writer import Writer, cut, ranked
from agimi.insight.results import Period, Quality, Results, Row, Unit
from agimi.insight.text import Text
from tests.insight import sample

PERIOD = Period.year(2030)


def row(value, quality=Quality.EXACT, **category):
    return Row("a.cases", PERIOD, tuple(category), tuple(category.values()), value, Unit.CASES,
               quality)  # fmt: skip


DEFINITION = Definition(
    "a.cases",
    Text("Raste", "Cases"),
    Text("Raste.", "Cases."),
    breakdowns=((), ("sex",), ("sex", "age"), ("age",), ("kind",)),
    overlapping=frozenset({"kind"}),
)
RESULTS = Results(
    (
        row(9), row(6, sex="female"), row(3, sex="male"), row(4, sex="female", age="old"),
        row(2, Quality.ABOUT, sex="female", age="young"), row(3, sex="male", age="young"),
        row(4, age="old"), row(4, age="young"), row(1, age="not_recorded"),
    ),
    {("sex", "female"): Text("femër", "female"), ("sex", "male"): Text("mashkull", "male"),
     ("age", "not_recorded"): Text("pa të dhëna", "not recorded")},
)  # fmt: skip


@pytest.fixture
def lens():
    return Lens(RESULTS, {"a.cases": DEFINITION})


@pytest.fixture
def writer(lens):
    own = Organisation(Text("Shtëpia", "The House"))
    return Writer("en", PERIOD, lens, Facts(own))


# Looking up ────────────────────────────────────────────────────────────────────────────────


def test_a_figure_is_found_in_whatever_order_its_dimensions_are_named(lens):
    assert lens.row("a.cases", age="old", sex="female") == row(4, sex="female", age="old")


def test_a_category_without_records_is_zero_of_the_indicators_unit(lens):
    assert lens.row("a.cases", sex="male", age="old") == row(0, sex="male", age="old")


def test_several_categories_are_added_up_and_the_least_sure_decides(lens):
    found = lens.row("a.cases", sex="female", age=("old", "young"))
    assert (found.value, found.quality, found.category) == (
        6,
        Quality.ABOUT,
        ("female", "old|young"),
    )


def test_a_breakdown_along_one_dimension_keeps_the_order_of_the_results(lens):
    assert [(code, r.value) for code, r in lens.along("a.cases", "age", sex="female")] == [
        ("old", 4),
        ("young", 2),
    ]


@pytest.mark.parametrize("category", [{"nationality": "x"}, {"sex": "female", "kind": "x"}])
def test_a_breakdown_that_was_not_declared_is_a_mistake(lens, category):
    with pytest.raises(NotComputed):
        lens.row("a.cases", **category)


def test_an_indicator_that_was_not_computed_is_a_mistake(lens):
    with pytest.raises(NotComputed, match=r"a\.other was not computed"):
        lens.row("a.other")


def test_a_declared_breakdown_without_any_record_is_empty(lens):
    assert lens.along("a.cases", "kind") == []


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_names_its_base(part, more):
    found = share(row(part), row(part + more))
    assert (found.base, found.unit) == (part + more, Unit.PERCENT)
    assert 0 <= found.value < 100


def test_a_share_of_nothing_has_no_value():
    assert share(row(0), row(0)).value is None


# Writing ───────────────────────────────────────────────────────────────────────────────────


def shown(table):
    return [["".join(getattr(p, "shown", p) for p in cell) for cell in r.cells] for r in table.rows]


CAPTION, HEAD = Text("Rastet", "Cases"), Text("Gjinia", "Sex")


def test_a_simple_table_has_its_total_and_shares(writer):
    table = writer.simple_table(CAPTION, HEAD, cut("a.cases", "sex"), shares=True)
    assert shown(table) == [
        ["Female", "6", "66.7%"],
        ["Male", "3", "33.3%"],
        ["Total", "9", "100.0%"],
    ]


def test_a_cross_table_has_totals_both_ways(writer):
    table = writer.cross_table(CAPTION, HEAD, cut("a.cases", "sex"), "age")
    assert [column.title for column in table.columns] == [
        "Sex", "Old", "Young", "Not recorded", "Total",
    ]  # fmt: skip
    assert shown(table) == [
        ["Female", "4", "≈\u00a02", "0", "6"],
        ["Male", "0", "3", "0", "3"],
        ["Total", "4", "4", "1", "9"],
    ]


def test_a_ranked_cut_leaves_out_what_is_empty_and_puts_not_recorded_last(writer):
    assert [code for code, _ in writer.rows(ranked("a.cases", "age"))] == [
        "old", "young", "not_recorded",
    ]  # fmt: skip


def test_a_table_without_records_says_so_and_keeps_its_columns(writer):
    table = writer.simple_table(CAPTION, HEAD, cut("a.cases", "kind"))
    empty = writer.simple_table(CAPTION, HEAD, cut("a.cases", "age", sex="other"))
    assert (table.rows[-1].cells[0], empty.rows) == (("Total, each once",), ())
    assert empty.nothing == "There are no records for this period."
    assert [column.title for column in empty.columns] == ["Sex", "Number"]


def test_a_table_along_an_overlapping_dimension_says_that_parts_do_not_add_up(writer):
    table = writer.simple_table(CAPTION, HEAD, cut("a.cases", "kind"))
    assert table.notes == (
        ("Whoever falls into several lines counts in each; the parts do not add up.",),
    )


def test_a_row_of_another_width_than_its_table_is_a_mistake():
    with pytest.raises(ValueError, match="1 cells"):
        Table("x", (Column("a"), Column("b")), (TableRow((("one",),)),))


# Numbers and anchors ───────────────────────────────────────────────────────────────────────


def test_chapters_sections_tables_and_charts_are_numbered_in_reading_order():
    report = sample.document()
    assert [chapter.number for chapter in report.chapters] == ["", "1", "2"]
    assert [b.number for b in report.blocks() if isinstance(b, Heading)] == ["1.1", ""]
    assert [b.number for b in report.blocks() if isinstance(b, Table)] == [1, 2]
    assert [b.number for b in report.blocks() if isinstance(b, Chart)] == [1]


def test_no_two_things_share_an_anchor():
    report = sample.document()
    anchors = [chapter.anchor for chapter in report.chapters]
    anchors += [b.anchor for b in report.blocks() if isinstance(b, Heading | Table | Chart)]
    assert len(anchors) == len(set(anchors))


def test_a_document_knows_every_figure_it_prints():
    printed = {figure.row for figure in sample.document().figures()}
    assert printed == {sample.TOTAL, sample.FEMALE, sample.MALE, sample.SHARE}


def test_events_are_listed_oldest_first_and_undated_ones_last():
    def event(code, day):
        return Event(
            code, "takim", Span(dt.date.fromisoformat(day)) if day else None, group="schools"
        )

    events = (event("b", "2030-05-01"), event("c", None), event("a", "2030-02-01"))
    facts = Facts(Organisation(Text("Shtëpia", "House")), events=events)
    assert [each.code for each in facts.listed("schools")] == ["a", "b", "c"]
