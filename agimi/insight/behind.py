"""Behind a figure: the very rows that were counted, found by the same code that counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.apps import apps
from django.db.models import Model

from agimi.insight import catalogue
from agimi.insight.links import Question
from agimi.insight.load import SOURCES, load
from agimi.insight.measure import NOT_RECORDED, Indicator, View, base, rows_of
from agimi.insight.report.lens import OR
from agimi.programme.models import Project

TOGETHER = 10_000
# Columns that hold the numbers of other records, whatever they are called in a subject.
SAME_AS = {
    "open_case": "casework.Case",
    "child": "people.Person",
    "staff": "programme.Staff",
}


@dataclass(frozen=True)
class Counted:
    """What a figure counted: the kind of record, their database numbers, and the figure itself."""

    model: type[Model]
    numbers: list[int]
    value: int

    @property
    def kind(self) -> str:
        """What the records are called."""
        return str(self.model._meta.verbose_name_plural)

    def codes(self, user: Any) -> list[str]:
        """The codes of those records that this user may see."""
        return sorted(code for part in self._parts() for code in self._seen(part, user))

    def _parts(self) -> Iterator[list[int]]:
        for start in range(0, len(self.numbers), TOGETHER):
            yield self.numbers[start : start + TOGETHER]

    def _seen(self, numbers: list[int], user: Any) -> Iterator[str]:
        known = self.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
        yield from known.filter(pk__in=numbers).values_list("code", flat=True)


def counted(question: Question) -> Counted:
    """The records of one figure; KeyError where there is no such indicator or breakdown."""
    indicator = catalogue.CATALOGUE[question.indicator]
    names = _breakdown(indicator, question)
    records = load(question.period, catalogue.frames_of([indicator]))
    view = View(records, question.period, _projects(question))
    rows = _rows(indicator, names, view).filter(_of(question))
    numbers = (
        rows.get_column(indicator.opens or indicator.count.unit)
        .unique(maintain_order=True)
        .drop_nulls()
        .to_list()
    )
    number = indicator.count.number
    value = rows.height if number is None else int(rows.get_column(number).sum() or 0)
    return Counted(model_of(indicator), numbers, value)


def _rows(indicator: Indicator, names: tuple[str, ...], view: View) -> pl.DataFrame:
    ways = indicator.frame.bridges
    bridges = {
        (indicator.frame.name, name): ways[name](view).collect() for name in names if name in ways
    }
    return rows_of(indicator, names, base(indicator, view).collect(), bridges)


def _projects(question: Question) -> tuple[int, ...] | None:
    """The database numbers of the projects asked for; codes joined by "+" count together."""
    if question.project is None:
        return None
    codes = question.project.split("+")
    numbers = tuple(Project.objects.filter(code__in=codes).values_list("pk", flat=True))
    if len(numbers) != len(codes):
        raise KeyError(f"no such project: {question.project}")
    return numbers


def _breakdown(indicator: Indicator, question: Question) -> tuple[str, ...]:
    """The breakdown that has the dimensions of the question, in its own order."""
    wanted = frozenset(question.category)
    for names in indicator.breakdowns:
        if frozenset(names) == wanted:
            return names
    raise KeyError(f"{indicator.code} is not broken down by {sorted(wanted)}")


def _of(question: Question) -> pl.Expr:
    """The rows of the categories asked for; several joined by "|" count together."""
    condition = pl.lit(value=True)
    for name, codes in question.category.items():
        category = pl.col(f"by {name}").cast(pl.String).fill_null(NOT_RECORDED)
        condition &= category.is_in(codes.split(OR))
    return condition


def model_of(indicator: Indicator) -> type[Model]:
    """The model whose records an indicator opens: where that column is a record's own number."""
    unit = indicator.opens or indicator.count.unit
    if unit in SAME_AS:
        return apps.get_model(SAME_AS[unit])
    sources = [SOURCES[name] for name in indicator.frame.frames]
    for source in sources:
        if source.columns.get(unit) == "pk":
            return apps.get_model(source.model)
    for source in sources:
        path = source.columns.get(unit, "")
        if path.endswith("_id") and "/" not in source.model:
            field = apps.get_model(source.model)._meta.get_field(path.removesuffix("_id"))
            if isinstance(field.related_model, type):
                return field.related_model
    raise LookupError(f"no frame of {indicator.code} says what record a {unit} is")
