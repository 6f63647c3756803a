"""The annual report as a whole, of an invented year, of an empty one, in both languages."""

import datetime as dt
import re

import pytest

from agimi.insight.chapters import annual
from agimi.insight.report.facts import (
    Computed,
    Count,
    Event,
    EventList,
    Facts,
    Organisation,
    Party,
    Project,
    ProjectFigures,
    Publication,
    Span,
    Target,
    Topic,
)
from agimi.insight.report.nodes import Bullets, Chart, Edition, Note, Prose, Table, text_of
from agimi.insight.results import Period, Quality, Results, Unit
from agimi.insight.text import Text
from tests.insight import invented

PERIOD = Period.year(2030)
CATALOGUE = invented.catalogue()
YEAR = invented.results(CATALOGUE, PERIOD)
EMPTY = invented.results(CATALOGUE, PERIOD, empty=True)
DEFINITIONS = invented.definitions(CATALOGUE)


def event(number, group, *, count=12, quality=Quality.EXACT, project=""):
    return Event(
        f"EV-{number}",
        Text("takim informues", "information meeting"),
        Span(dt.date(2030, 1 + number % 12, 5)),
        Text("E drejta për ndihmë", "The right to aid"),
        "Pukë",
        participants=Count(count, quality),
        group=group,
        project=project,
    )


def facts():
    lists = list(EventList)
    return Facts(
        organisation=Organisation(
            Text("Shtëpia e Dritës", "House of Light"),
            vision=Text("Një shoqëri pa dhunë.", "A society without violence."),
            lines_of_work=("avokim", "mentorim"),
            email="zyra@example.org",
        ),
        projects=(
            Project("PR-1", Text("Drita", "The light"), Span(dt.date(2029, 5, 1), by_month=True),
                    (Party("UNDP"),), (Party("Vatra"),), ("Pukë", "Vlorë"),
                    targets=(Target("klientë", 200, True, "legal.clients"),)),
        ),
        events=(
            *(event(n, group, project="PR-1" if n == 2 else "") for n, group in enumerate(lists)),
            event(98, EventList.SCHOOLS, count=None),
            event(99, EventList.SCHOOLS, count=60, quality=Quality.ABOUT),
        ),
        publications=(Publication("Udhëzuesi", "udhëzues", address="https://example.org/u"),),
        topics={topic: (Text("një temë", "one topic"), Text("tjetra", "another")) for topic in Topic},
    )  # fmt: skip


def report(language, results=YEAR, told=None):
    computed = Computed(
        results,
        before=invented.results(CATALOGUE[:3], Period.year(2029)),
        projects={"PR-1": ProjectFigures(results, results)},
        definitions=DEFINITIONS,
    )
    return annual.annual_report(
        language=language,
        period=PERIOD,
        computed=computed,
        facts=facts() if told is None else told,
        edition=Edition(dt.date(2031, 3, 1)),
    )


NOBODY = Facts(Organisation(Text("Shtëpia", "The House")))


def words_of(document):
    for block in document.blocks():
        match block:
            case Prose(parts=parts) | Note(parts=parts):
                yield text_of(parts)
            case Bullets(items=items):
                yield from map(text_of, items)
            case Table(rows=rows):
                yield from (text_of(cell) for row in rows for cell in row.cells)


def titles(document):
    return [(chapter.number, chapter.title) for chapter in document.chapters]


def test_the_chapters_stand_in_one_order_and_numbering():
    assert titles(report("en")) == [
        ("", "The organisation"),
        ("", "Projects and donors"),
        ("1", "Beneficiaries of the programme"),
        ("2", "Direct reintegration services"),
        ("3", "The mobile units"),
        ("4", "Raising the community’s awareness"),
        ("5", "Projects"),
        ("6", "Alternative childcare"),
        ("7", "Social clubs"),
        ("8", "Community centres"),
        ("9", "Trainings"),
        ("10", "Support of staff"),
        ("11", "Free legal aid and the advisory hotline"),
        ("12", "Coordination with other actors"),
        ("13", "Manuals, guides and other publications"),
        ("14", "What was done for everyone"),
        ("", "Definitions and counting rules"),
        ("", "Annex: all figures"),
    ]


def test_both_languages_have_the_same_tree():
    def shape(document):
        return [(c.number, [type(b).__name__ for b in c.children]) for c in document.chapters]

    assert shape(report("sq")) == shape(report("en"))


def test_both_languages_print_the_same_figures():
    sq, en = report("sq"), report("en")
    assert {f.row for f in sq.figures()} == {f.row for f in en.figures()}


def test_an_empty_year_keeps_its_chapters_and_says_that_nothing_is_recorded():
    empty = report("en", EMPTY, NOBODY)
    assert titles(empty) == titles(report("en"))
    charts = [block for block in empty.blocks() if isinstance(block, Chart)]
    assert {chart.nothing for chart in charts} == {"There are no records for this period."}
    assert "There are no records for this period." in set(words_of(empty))


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("results", [YEAR, EMPTY], ids=["full", "empty"])
def test_no_sentence_is_left_with_an_open_place_or_a_doubled_space(language, results):
    odd = re.compile(r"[{}]|  | [.,;:]|\(\)|None")
    assert [said for said in words_of(report(language, results)) if odd.search(said)] == []


def test_every_printed_figure_is_a_result_or_made_of_results():
    computed = {(row.indicator, frozenset(zip(row.by, row.category, strict=True))): row.value
                for row in YEAR}  # fmt: skip
    document = report("sq")
    before = {f.row for f in document.figures() if f.row.period == Period.year(2029)}
    for figure in document.figures():
        row = figure.row
        pairs = frozenset(zip(row.by, row.category, strict=True))
        joined = any("|" in code for code in row.category) or "event" in row.by
        counted_from_a_share = row.indicator.startswith("universal.")
        if row in before or joined or counted_from_a_share or row.unit is Unit.PERCENT:
            continue
        assert computed.get((row.indicator, pairs), 0) == row.value


def test_a_percentage_always_names_its_base():
    shares = [f.row for f in report("sq").figures() if f.row.unit is Unit.PERCENT]
    assert shares
    assert [row for row in shares if row.base is None] == []


def test_each_universal_claim_stands_with_its_base_and_its_exceptions():
    chapter = next(c for c in report("en").chapters if c.code == "claims")
    [table] = [b for b in chapter.children if isinstance(b, Table)]
    claimed = [row for row in YEAR if row.indicator.startswith("universal.") and not row.by]
    assert len(table.rows) == len(claimed) == 10
    for line, share in zip(table.rows, claimed, strict=True):
        base, done, exceptions, shown = (cell[0].row.value for cell in line.cells[1:])
        assert (base, done + exceptions, shown) == (share.base, base, share.value)


def test_an_event_without_a_number_says_so_and_an_uncertain_one_is_marked():
    chapter = next(c for c in report("en").chapters if c.code == "awareness")
    table = next(b for b in chapter.children if isinstance(b, Table)
                 and b.caption == "Information sessions in schools")  # fmt: skip
    assert [text_of(row.cells[-1]) for row in table.rows] == ["12", "not stated", "≈\u00a060"]


def test_nothing_of_any_one_year_is_in_the_chapters():
    other = annual.annual_report(
        language="en",
        period=Period(dt.date(1999, 4, 1), dt.date(1999, 9, 30)),
        computed=Computed(Results(EMPTY.rows, EMPTY.labels), definitions=DEFINITIONS),
        facts=NOBODY,
        edition=Edition(dt.date(2000, 1, 1)),
    )
    assert other.period_title.replace("\u00a0", " ") == "April – September 1999"
    assert [said for said in words_of(other) if re.search(r"20\d\d", said)] == []
