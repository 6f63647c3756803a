"""The year at a glance: which of all figures the first page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agimi.insight.report.lens import NotComputed
from agimi.insight.report.nodes import Chart, ChartKind, KeyFigure
from agimi.insight.report.writer import Writer, cut, ranked
from agimi.insight.text import Text

Category = dict[str, str]


@dataclass(frozen=True)
class Overview:
    """The strip of cases, the key figures with last year's, the charts."""

    strip: tuple[KeyFigure, ...]
    keys: tuple[KeyFigure, ...]
    charts: tuple[Chart, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the year has nothing to show at all."""
        return not any(key.figure.row.value for key in (*self.strip, *self.keys))


# Carried over and new make all (RUL-01).
STRIP: tuple[tuple[Text, str, Category], ...] = (
    (Text("raste të mbartura", "cases carried over"), "casework.cases", {"intake": "carried"}),
    (Text("raste të reja", "new cases"), "casework.cases", {"intake": "new"}),
    (Text("raste gjithsej", "cases in all"), "casework.cases", {}),
    (Text("raste të mbyllura", "cases closed"), "casework.closed", {}),
    (Text("të hapura në fund", "open at the end"), "casework.open_at_end", {}),
)
KEYS: tuple[tuple[Text, str, Category], ...] = (
    (
        Text("përfitues të programit", "beneficiaries of the programme"),
        "casework.beneficiaries",
        {},
    ),
    (Text("fëmijë të rasteve", "children of the cases"), "casework.children", {}),
    (Text("seanca këshillimi", "counselling sessions"), "counselling.sessions", {}),
    (Text("klientë të ndihmës juridike", "clients of legal aid"), "legal.clients", {}),
    (Text("përfitues të punësuar", "beneficiaries employed"), "employment.employed", {}),
    (Text("telefonata në linjën këshilluese", "calls to the advisory line"), "hotline.calls", {}),
)
CHARTS: tuple[Callable[[Writer], Chart], ...] = (
    lambda w: w.months(
        Text("Rastet e reja sipas muajve", "New cases by month"), cut("referral.cases", "month")
    ),
    lambda w: w.chart(
        ChartKind.BARS,
        Text("Rastet sipas grupmoshës", "Cases by age band"),
        Text("Grupmosha", "Age band"),
        cut("casework.cases", "age_band"),
    ),
    lambda w: w.chart(
        ChartKind.SHARES,
        Text("Rastet sipas gjinisë", "Cases by sex"),
        Text("Gjinia", "Sex"),
        cut("casework.cases", "sex"),
    ),
    lambda w: w.months(
        Text("Seancat e këshillimit sipas muajve", "Counselling sessions by month"),
        cut("counselling.sessions", "month"),
    ),
    lambda w: w.chart(
        ChartKind.BARS,
        Text("Shërbimet sipas grupit", "Services by group"),
        Text("Grupi", "Group"),
        ranked("services.services", "service_group"),
    ),
    lambda w: w.map(
        ChartKind.COUNTIES,
        Text("Rastet sipas qarkut", "Cases by county"),
        Text("Qarku", "County"),
        cut("casework.cases", "county"),
    ),
)


def overview(w: Writer) -> Overview:
    """What of the declared figures was computed; a figure nobody computed is left out."""
    return Overview(
        strip=tuple(_keys(w, STRIP)),
        keys=tuple(_keys(w, KEYS)),
        charts=tuple(_charts(w)),
    )


def _keys(w: Writer, wanted: tuple[tuple[Text, str, Category], ...]) -> Iterator[KeyFigure]:
    for label, indicator, category in wanted:
        if w.lens.offers(indicator, *category):
            yield w.key(label, indicator, **category)


def _charts(w: Writer) -> Iterator[Chart]:
    for draw in CHARTS:
        try:
            chart = draw(w)
        except NotComputed:
            continue
        if not chart.nothing:
            yield chart
