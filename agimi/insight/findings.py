"""What does not agree in a year, as a page shows it to somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from agimi.insight import answers
from agimi.insight import format as fmt
from agimi.insight.gate import Breach, Record, Weight
from agimi.insight.report.nodes import Figure
from agimi.insight.rights import opens_figures
from agimi.insight.text import Language

MOST_FIGURES = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: the rule, in words, the figures and the codes in which it shows."""

    rule: str
    words: str
    is_breach: bool
    figures: Sequence[Figure]
    codes: Sequence[str]


def of(year: int, user: Any, language: Language) -> list[Finding]:
    """The findings of a year; the codes only of records that the user may see."""
    found = answers.breaches(year)
    seen = _seen((record for one in found for record in one.records), user)
    return [_finding(one, seen, language) for one in found]


def _finding(breach: Breach, seen: set[Record], language: Language) -> Finding:
    rows = breach.figures[:MOST_FIGURES]
    return Finding(
        rule=breach.rule,
        words=breach.what.within(language),
        is_breach=breach.weight is Weight.BREACH,
        figures=[Figure(row, fmt.figure(row, language)) for row in rows],
        codes=[record.code for record in breach.records if record in seen],
    )


def _seen(records: Iterable[Record], user: Any) -> set[Record]:
    """Those of the records that this user may see: one query for each kind."""
    if not opens_figures(user):
        return set()
    by_model: dict[str, set[str]] = defaultdict(set)
    for record in records:
        by_model[record.model].add(record.code)
    return {
        Record(model, code)
        for model, codes in by_model.items()
        for code in apps.get_model(model)
        ._default_manager.visible_to(user)
        .filter(code__in=codes)
        .values_list("code", flat=True)
    }
