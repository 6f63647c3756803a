"""The bench measures three ways to the same figures: here on 300 cases, read through one connection."""

from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from django.db import connection

from agimi.access.accounts import system_user
from agimi.insight.results import Period
from agimi.insight.service import evaluate
from agimi.programme.fixtures import load_reference, load_world
from bench import duck, panda
from bench.covered import covered
from bench.figures import Differ, compare, found, of_rows
from bench.world import World, build

YEAR = Period.year(2024)


@pytest.fixture
def world(db: None) -> None:
    load_reference(by=system_user())
    load_world(by=system_user())
    build(World(300, 6_000))


def _rows(sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [column[0] for column in cursor.description], cursor.fetchall()


def _arrow(sql: str) -> pa.Table:
    names, rows = _rows(sql)
    columns = zip(*rows, strict=True) if rows else [[] for _ in names]
    return pa.table({name: list(column) for name, column in zip(names, columns, strict=True)})


def _frame(sql: str) -> pd.DataFrame:
    names, rows = _rows(sql)
    return pd.DataFrame(rows, columns=names)


@pytest.mark.slow
@pytest.mark.usefixtures("world")
def test_all_sides_have_the_same_figures() -> None:
    indicators = covered()
    ours = of_rows(evaluate(YEAR, indicators=[one.code for one in indicators]))
    assert compare(ours, duck.evaluate(_arrow, YEAR, indicators), "DuckDB") > 3_000
    assert compare(ours, panda.evaluate(_frame, YEAR, indicators), "pandas") > 3_000
    silent = {one.code for one in indicators} - {code for code, _, _ in found(ours)}
    # Too few records for these in a world as small as this.
    assert len(silent) < 10, silent


def test_a_difference_is_no_result() -> None:
    ours = {("casework.cases", (), ()): (3, "exact", 0)}
    with pytest.raises(Differ, match=r"casework\.cases"):
        compare(ours, {("casework.cases", (), ()): (4, "exact", 0)}, "the other")


def test_rows_of_zero_are_no_difference() -> None:
    place = ("casework.cases", ("sex",), ("male",))
    assert compare({place: (0, "exact", 0)}, {}, "the other") == 0
