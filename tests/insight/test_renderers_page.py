"""The report as HTML, and its charts as SVG that a strict page may hold."""

import re
from dataclasses import replace
from itertools import combinations
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as parser

from agimi.insight import charts, colours, tiles
from agimi.insight.renderers import html
from agimi.insight.report.nodes import Chart, ChartKind, Mark
from tests.insight import sample


def link(row):
    return f"/figures/?indicator={row.indicator}&category={'+'.join(row.category)}"


@pytest.fixture(scope="module")
def article():
    return parser.fromstring(html.article(sample.document(), link=link))


def texts(article, path):
    return ["".join(e.itertext()) for e in article.xpath(path)]


def test_chapters_are_sections_named_by_their_headings(article):
    assert texts(article, "//section/h2") == ["Hyrje", "1 Përfituesit & të tjerët", "2 =Fundi"]
    assert article.xpath("//section/@aria-labelledby") == ["front", "people", "end"]
    assert texts(article, "//h3") == ["1.1 Gjinia"]


def test_no_two_elements_share_an_id(article):
    ids = article.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_every_figure_leads_to_the_records_behind_it(article):
    figures = article.xpath("//*[contains(@class, 'report-figure')]")
    assert {figure.tag for figure in figures} == {"a"}
    assert figures[0].get("href") == "/figures/?indicator=casework.cases&category="


def test_figures_without_a_link_are_plain():
    article = parser.fromstring(html.article(sample.document()))
    assert {e.tag for e in article.xpath("//*[@class='report-figure']")} == {"span"}
    assert article.xpath("//svg//a") == []


def test_there_is_no_inline_style_or_script_or_handler(article):
    assert article.xpath("//script | //style | //@style") == []
    assert [name for e in article.iter() for name in e.attrib if name.startswith("on")] == []


def test_words_are_words_and_never_markup():
    written = html.article(sample.document())
    assert "Çdo ditë. &lt;b&gt;" in written
    assert "javascript:" not in written


def test_tables_name_their_rows_and_columns(article):
    table = article.xpath("//div[@id='table-1']//table")[0]
    assert texts(table, "./caption") == ["Tabela 1 Rastet sipas gjinisë"]
    assert table.xpath(".//thead//th/@scope") == ["col", "col", "col"]
    assert table.xpath(".//tbody//th/@scope") == ["rowgroup", "row", "row", "row", "row"]


def test_a_table_without_records_says_so_where_it_stands(article):
    assert texts(article, "//*[@id='table-2']//p") == ["Nuk ka regjistrime."]


def test_a_chart_is_described_and_carries_its_table(article):
    figure = article.xpath("//figure[@id='figure-1']")[0]
    assert figure.xpath(".//svg/@aria-label") == [sample.chart("sq").alt]
    assert texts(figure, ".//details/summary") == ["Shfaq tabelën"]
    assert len(figure.xpath(".//details//tr")) == 6


def test_every_mark_of_a_chart_leads_to_its_records(article):
    marks = article.xpath("//svg//a")
    assert [(a.get("href"), a.get("aria-label")) for a in marks] == [
        ("/figures/?indicator=casework.cases&category=female", "Femra, 1\u00a0125"),
        ("/figures/?indicator=casework.cases&category=male", "Meshkuj, ≈\u00a060"),
    ]


def test_the_contents_lead_into_the_article(article):
    contents = parser.fromstring(html.contents(sample.document()))
    targets = [href.removeprefix("#") for href in contents.xpath("//a/@href")]
    assert targets == ["front", "people", "people-1", "end"]
    assert set(targets) <= set(article.xpath("//@id"))


def test_one_chapter_can_be_shown_alone():
    chapter = parser.fromstring(html.chapter(sample.document(), "people"))
    assert texts(chapter, "//h2") == ["1 Përfituesit & të tjerët"]


def test_a_file_of_its_own_needs_nothing_beside_it():
    page = html.render(sample.document("en")).decode()
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert re.findall(r'(?:src|href)="(?!#|https://example)[^"]*"', page) == []


def test_the_style_sheet_knows_every_class():
    styles = html.STYLES.read_text(encoding="utf-8")
    assert [name for name in html.classes() if f".{name}" not in styles] == []


# Drawings ──────────────────────────────────────────────────────────────────────────────────


def said_in(svg):
    return ["".join(e.itertext()) for e in etree.fromstring(svg).iter("{*}text")]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (ChartKind.BARS, ["Female", "1,125", "Male", "≈\u00a060"]),
        (ChartKind.COLUMNS, ["1,125", "Female", "≈\u00a060", "Male"]),
        (ChartKind.LINE, ["Female", "Male", "1,125", "≈\u00a060"]),
        # A part too narrow for its number leaves it to the legend or the table.
        (ChartKind.STACKED, ["", "Female", "1,125", "Male"]),
        (ChartKind.SHARES, ["1,125", "Female (1,125)", "Male (≈\u00a060)"]),
    ],
)
def test_every_kind_of_chart_is_drawn_with_its_words_and_numbers(kind, said):
    [svg] = charts.draw([sample.chart("en", kind)])
    assert said_in(svg) == said


@pytest.mark.parametrize("kind", ChartKind)
def test_nothing_is_drawn_beyond_the_edges(kind):
    [svg] = charts.draw([sample.chart("en", kind)])
    root = etree.fromstring(svg)
    width, height = float(root.get("width")), float(root.get("height"))
    for box in root.iter("{*}rect"):
        x, y, wide, high = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + wide <= width
        assert y >= 0
        assert y + high <= height


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12), st.sampled_from(ChartKind))
def test_any_numbers_can_be_drawn(values, kind):
    marks = tuple(
        Mark(f"Kategoria {n}", sample.figure(replace(sample.TOTAL, value=value), "sq"), f"p{n % 3}")
        for n, value in enumerate(values)
    )
    [svg] = charts.draw([Chart(kind, "x", marks, sample.table("sq"), "x")])
    assert etree.fromstring(svg).tag.endswith("svg")


@pytest.mark.parametrize(
    ("kind", "places"),
    [(ChartKind.COUNTIES, tiles.COUNTIES), (ChartKind.MUNICIPALITIES, tiles.MUNICIPALITIES)],
)
def test_a_map_has_a_tile_for_every_place(kind, places):
    figure = sample.figure(sample.FEMALE, "sq")
    marks = tuple(Mark(tile.name, figure, code=code) for code, tile in places.items())
    table = sample.table("sq")
    [svg] = charts.draw([Chart(kind, "Harta", marks, table, "Harta")])
    assert {tile.name for tile in places.values()} <= set(said_in(svg))


def test_the_map_has_all_counties_and_municipalities_each_in_its_own_place():
    for places, count in ((tiles.COUNTIES, 12), (tiles.MUNICIPALITIES, 61)):
        assert len(places) == count
        assert len({(tile.column, tile.row) for tile in places.values()}) == count


def test_a_drawing_for_print_has_no_links_and_one_for_the_page_no_surprises():
    chart = sample.chart("sq")
    [svg] = charts.draw([chart])
    assert etree.fromstring(charts.for_print(svg)).findall(".//{*}a") == []
    page = etree.fromstring(charts.for_page(svg, chart, link))
    kinds = {etree.QName(e).localname for e in page.iter()}
    assert kinds <= {"svg", "path", "rect", "text", "a", "circle"}


def test_a_chart_in_words_says_every_number():
    assert sample.chart("sq").alt == (
        "Grafik me shtylla horizontale. Rastet sipas gjinisë: Femra 1\u00a0125; Meshkuj ≈\u00a060."
    )


# Colours ───────────────────────────────────────────────────────────────────────────────────

# What remains of a colour for each kind of colour vision (Machado, Oliveira and Fernandes 2009).
VISIONS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "without red": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998)),
    "without green": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881)),
    "without blue": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def seen(colour, vision):
    """A colour in Oklab, as seen."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    ]
    r, g, b = (
        min(max(sum(a * c for a, c in zip(line, linear, strict=True)), 0), 1) for line in vision
    )
    lightness, medium, short = (
        sum(part) ** (1 / 3)
        for part in (
            (0.4122214708 * r, 0.5363325363 * g, 0.0514459929 * b),
            (0.2119034982 * r, 0.6806995451 * g, 0.1073969566 * b),
            (0.0883024619 * r, 0.2817188376 * g, 0.6299787005 * b),
        )
    )
    return (
        0.2104542553 * lightness + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * lightness - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * lightness + 0.7827717662 * medium - 0.8086757660 * short,
    )


@pytest.mark.parametrize("vision", VISIONS)
def test_the_eight_colours_stay_apart_for_every_kind_of_colour_vision(vision):
    eight = [seen(colour, VISIONS[vision]) for colour in colours.PALETTE]
    assert len(eight) == 8
    assert min(dist(one, other) for one, other in combinations(eight, 2)) > 0.11
