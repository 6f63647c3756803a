"""Looking figures up in results, whatever the order of their dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from agimi.insight.report.nodes import Definition
from agimi.insight.results import Quality, Results, Row, Unit
from agimi.insight.text import Text

NOT_RECORDED = "not_recorded"
OR = "|"

Code: TypeAlias = str | Sequence[str]
"""One category, or several that are added up because nothing is in two of them."""


Table: TypeAlias = dict[frozenset[tuple[str, str]], Row]
"""One breakdown: its rows by the pairs of dimension and category."""


class NotComputed(KeyError):
    """A chapter asks for a figure that nobody computed; a mistake, never a lack of records."""


class Lens:
    """Results seen by a chapter. A category that no record falls into is 0, not missing."""

    def __init__(self, results: Results, definitions: Mapping[str, Definition]) -> None:
        self.results = results
        self.definitions = definitions
        self._rows: dict[str, list[Row]] = {}
        self._tables: dict[tuple[str, frozenset[str]], Table] = {}
        for row in results:
            self._rows.setdefault(row.indicator, []).append(row)

    def knows(self, indicator: str) -> bool:
        """Whether the indicator was computed at all."""
        return indicator in self._rows

    def offers(self, indicator: str, *dimensions: str) -> bool:
        """Whether the indicator was computed by these dimensions."""
        try:
            self._table(indicator, dimensions)
        except NotComputed:
            return False
        return True

    def row(self, indicator: str, **category: Code) -> Row:
        """The row of one category, or the sum over several that do not overlap."""
        table = self._table(indicator, category)
        if all(isinstance(code, str) for code in category.values()):
            pairs = frozenset((name, str(code)) for name, code in category.items())
            return table.get(pairs) or self._none(indicator, category)
        wanted = {name: _codes(code) for name, code in category.items()}
        found = [row for pairs, row in table.items() if all(c in wanted[d] for d, c in pairs)]
        return self._summed(found, self._none(indicator, category))

    def along(self, indicator: str, dimension: str, **fixed: Code) -> list[tuple[str, Row]]:
        """The categories of one dimension with their rows, the others fixed, as computed."""
        table = self._table(indicator, (dimension, *fixed))
        wanted = {name: _codes(code) for name, code in fixed.items()}
        found: dict[str, list[Row]] = {}
        for pairs, row in table.items():
            named = dict(pairs)
            if all(named[name] in codes for name, codes in wanted.items()):
                found.setdefault(named[dimension], []).append(row)
        return [
            (code, self._summed(rows, self._none(indicator, {**fixed, dimension: code})))
            for code, rows in found.items()
        ]

    def label(self, dimension: str, code: str) -> Text:
        """The words of a category; its code where it has none."""
        return self.results.labels.get((dimension, code)) or Text(code, code)

    def _table(self, indicator: str, dimensions: Iterable[str]) -> Table:
        by = frozenset(dimensions)
        if (indicator, by) not in self._tables:
            self._check(indicator, by)
            self._tables[indicator, by] = {
                frozenset(zip(row.by, row.category, strict=True)): row
                for row in self._rows[indicator]
                if len(row.by) == len(by) and by.issuperset(row.by)
            }
        return self._tables[indicator, by]

    def _check(self, indicator: str, by: frozenset[str]) -> None:
        if not self.knows(indicator):
            raise NotComputed(f"{indicator} was not computed")
        definition = self.definitions.get(indicator)
        if definition and by not in {frozenset(names) for names in definition.breakdowns}:
            raise NotComputed(f"{indicator} was not computed by {' × '.join(sorted(by))}")

    def _none(self, indicator: str, category: Mapping[str, Code]) -> Row:
        """The row of a category without records: 0 of the indicator's unit."""
        first = self._rows[indicator][0]
        names = tuple(category)
        codes = tuple(OR.join(_codes(category[name])) for name in names)
        value, base = (None, 0) if first.unit is Unit.PERCENT else (0, None)
        return replace(
            first, by=names, category=codes, value=value, quality=Quality.EXACT, base=base
        )

    @staticmethod
    def _summed(rows: Sequence[Row], none: Row) -> Row:
        if len(rows) == 1 and OR not in "".join(none.category):
            return rows[0]
        worst = max((row.quality for row in rows), key=list(Quality).index, default=Quality.EXACT)
        value = None if worst is Quality.SUPPRESSED else sum(row.value or 0 for row in rows)
        return replace(none, value=value, quality=worst)


def _codes(code: Code) -> tuple[str, ...]:
    return (code,) if isinstance(code, str) else tuple(code)


def share(part: Row, whole: Row) -> Row:
    """A part as a percentage of its whole, which it names as its base (RUL-07)."""
    if hidden := _hidden(part, whole):
        return replace(hidden, by=part.by, category=part.category, unit=Unit.PERCENT)
    base = int(whole.value or 0)
    value = 100 * (part.value or 0) / base if base else None
    return replace(part, value=value, unit=Unit.PERCENT, base=base)


def difference(minuend: Row, subtrahend: Row) -> Row:
    """What is left of one row after another, as a row of the first indicator."""
    if hidden := _hidden(minuend, subtrahend):
        return replace(
            hidden, indicator=minuend.indicator, by=minuend.by, category=minuend.category
        )
    return replace(minuend, value=(minuend.value or 0) - (subtrahend.value or 0))


def _hidden(*rows: Row) -> Row | None:
    """The row that a public edition does not show, if one of them is; nothing is worked out from it."""
    return next((row for row in rows if row.quality is Quality.SUPPRESSED), None)
