"""Inspect: everything that should not be published as it is, with the records behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agimi.insight import catalogue, universal
from agimi.insight.behind import counted, model_of
from agimi.insight.gate import Breach, Record, Weight, breaches
from agimi.insight.irregular import irregular
from agimi.insight.links import Question
from agimi.insight.protect import THRESHOLD, concerns_people_helped
from agimi.insight.results import Period, Results, Row, Unit
from agimi.insight.service import evaluate
from agimi.insight.text import Text


def inspect(period: Period) -> Iterator[Breach]:
    """Breaches of the figures, irregular records, claims that do not hold for all, small figures."""
    results = evaluate(period)
    for breach in breaches(results, catalogue.CATALOGUE):
        yield replace(breach, records=tuple(_behind(breach)))
    yield from irregular(period)
    yield from _exceptions(period)
    yield from _small(results)


def _behind(breach: Breach) -> Iterator[Record]:
    """The records that the figures of a breach counted, each once."""
    seen: set[Record] = set()
    for row in breach.figures:
        for record in _records(row):
            if record not in seen:
                seen.add(record)
                yield record


def _records(row: Row) -> Iterator[Record]:
    category = dict(zip(row.by, row.category, strict=True))
    found = counted(Question(row.indicator, row.period, category, row.project))
    known = found.model._base_manager.filter(pk__in=found.numbers).order_by("pk")
    for code in known.values_list("code", flat=True):
        yield Record(str(found.model._meta.verbose_name), code)


def _exceptions(period: Period) -> Iterator[Breach]:
    """What the organisation says of everybody, where it does not hold for all (UNI-01 … UNI-10)."""
    for claim in universal.claims(period):
        if claim.holds:
            continue
        model = model_of(claim.indicator)
        codes = model._base_manager.filter(pk__in=claim.exceptions).order_by("pk")
        said = f"{claim.row.value:.1f}% / {claim.row.base}"
        yield Breach(
            claim.indicator.serves[0],
            Text(f"{claim.indicator.label.sq}: {said}", f"{claim.indicator.label.en}: {said}"),
            (claim.row,),
            tuple(
                Record(str(model._meta.verbose_name), code)
                for code in codes.values_list("code", flat=True)
            ),
            Weight.REVIEW,
        )


def _small(results: Results) -> Iterator[Breach]:
    """RUL-15: figures of people small enough to give somebody away, one line an indicator."""
    small: dict[str, list[Row]] = {}
    for row in results:
        is_share = row.unit is Unit.PERCENT
        helped = concerns_people_helped(catalogue.CATALOGUE[row.indicator])
        if helped and not is_share and row.value and row.value < THRESHOLD:
            small.setdefault(row.indicator, []).append(row)
    for code, rows in small.items():
        label = catalogue.CATALOGUE[code].label
        yield Breach(
            "RUL-15",
            Text(
                f"{label.sq}: {len(rows)} shifra nën {THRESHOLD}; botimi publik i mbron.",
                f"{label.en}: {len(rows)} figures below {THRESHOLD}; a public edition protects them.",
            ),
            tuple(rows),
            weight=Weight.REVIEW,
        )
