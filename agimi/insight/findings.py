"""What does not agree in a year, as a page shows it to somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from agimi.access.records import Record as BaseRecord
from agimi.insight import answers
from agimi.insight import format as fmt
from agimi.insight.gate import Breach, Record, Weight
from agimi.insight.report.nodes import Figure
from agimi.insight.rights import opens_figures
from agimi.insight.text import Language

MOST_FIGURES = 12
MOST_CODES = 40
SMALL_FIGURES = "RUL-15"


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: the rule, in words, the figures and the codes in which it shows."""

    rule: str
    words: str
    is_breach: bool
    figures: Sequence[Figure]
    codes: Sequence[str]
    more: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What contradicts itself first, then what to look at; small figures apart: there are many."""

    others: Sequence[Finding]
    small: Sequence[Finding]


def of(year: int, user: Any, language: Language) -> Findings:
    """The findings of a year; the codes only of records that the user may see."""
    found = sorted(answers.breaches(year, language), key=lambda one: one.weight != Weight.BREACH)
    seen = _seen((record for one in found for record in one.records), user)
    told = [_finding(one, seen, language) for one in found]
    return Findings(
        others=[one for one in told if one.rule != SMALL_FIGURES],
        small=[one for one in told if one.rule == SMALL_FIGURES],
    )


def _finding(breach: Breach, seen: set[Record], language: Language) -> Finding:
    rows = breach.figures[:MOST_FIGURES]
    codes = [record.code for record in breach.records if record in seen]
    return Finding(
        rule=breach.rule,
        words=breach.what.within(language),
        is_breach=breach.weight is Weight.BREACH,
        figures=[Figure(row, fmt.figure(row, language)) for row in rows],
        codes=codes[:MOST_CODES],
        more=max(len(codes) - MOST_CODES, 0),
    )


def _seen(records: Iterable[Record], user: Any) -> set[Record]:
    """Those of the records that this user may see: one query for each kind."""
    if not opens_figures(user):
        return set()
    by_kind: dict[str, set[str]] = defaultdict(set)
    for record in records:
        by_kind[record.model].add(record.code)
    return {
        Record(str(model._meta.verbose_name), code)
        for model in apps.get_models()
        if issubclass(model, BaseRecord)
        for code in _codes(model, by_kind.get(str(model._meta.verbose_name), set()), user)
    }


def _codes(model: type[BaseRecord], codes: set[str], user: Any) -> Iterable[str]:
    if not codes:
        return ()
    return model.objects.visible_to(user).filter(code__in=codes).values_list("code", flat=True)
