"""From the database to frames: every column where it belongs, and only the rows of the period."""

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from adbc_driver_manager import AdbcConnection, AdbcDatabase, AdbcStatement
from django.apps import apps
from django.db import connections
from django.db.models import Model
from django.db.utils import OperationalError

from agimi.activities.models import Attendance, Call, Session
from agimi.casework.models import Case, CaseChild, Service
from agimi.insight import load as loading
from agimi.insight.frames import FRAMES
from agimi.insight.load import SOURCES, load
from agimi.insight.results import Period
from agimi.people.models import Person
from tests.records import make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

YEAR = Period.year(2024)
WHOLE = [name for name, source in SOURCES.items() if "/" not in source.model]
BRIDGES = [name for name, source in SOURCES.items() if "/" in source.model]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def rows(name: str, period: Period = YEAR) -> list[dict[str, Any]]:
    return load(period, [name])[name].collect().to_dicts()


def test_that_every_frame_has_a_source_with_its_columns():
    assert {name: set(source.columns) for name, source in SOURCES.items()} == {
        name: set(frame.columns) for name, frame in FRAMES.items()
    }


@pytest.mark.parametrize("name", FRAMES)
def test_that_an_empty_table_is_an_empty_frame(name):
    model, _, _through = SOURCES[name].model.partition("/")
    if apps.get_model(model)._base_manager.exists():
        pytest.skip("the migrations bring rows of their own")
    loaded = load(YEAR, [name])[name].collect()
    assert (loaded.schema, loaded.height) == (FRAMES[name].schema, 0)


@pytest.mark.parametrize("name", WHOLE)
def test_that_a_record_stands_in_its_frame_value_for_value(name):
    source = SOURCES[name]
    record = _written(apps.get_model(source.model))
    found = [row for row in rows(name) if _is(row, source.columns, record)]
    assert len(found) == 1
    assert found[0] == {column: _expected(record, path) for column, path in source.columns.items()}


def _written(model: type[Model]) -> Model:
    given = {"state": "held"} if model is Session else {}
    record = make(model, **given)
    record.refresh_from_db()
    return record


def _is(row: dict[str, Any], columns: Any, record: Model) -> bool:
    own = next((column for column, path in columns.items() if path == "pk"), None)
    return own is None or row[own] == record.pk


def _expected(record: Model, path: str) -> Any:
    value: Any = record
    for part in path.split("__"):
        value = None if value is None else getattr(value, part)
    return None if value == "" else value


@pytest.mark.parametrize("name", BRIDGES)
def test_that_a_link_between_two_records_stands_in_its_frame(name):
    model, _, field = SOURCES[name].model.partition("/")
    record = _written(apps.get_model(model))
    links = getattr(record, field)
    other = make(links.model)
    links.add(other)
    assert [tuple(row.values()) for row in rows(name)] == [(record.pk, other.pk)]


@pytest.mark.parametrize(
    ("on", "is_read"),
    [("2023-12-31", False), ("2024-01-01", True), ("2024-12-31", True), ("2025-01-01", False)],
)
def test_that_only_what_happened_in_the_period_is_read(on, is_read):
    make(Call, on=day(on))
    assert len(rows("calls")) == is_read


@pytest.mark.parametrize(
    ("opened", "closed", "is_read"),
    [
        ("2023-01-01", "2023-12-31", False),
        ("2023-01-01", "2024-01-01", True),
        ("2023-01-01", None, True),
        ("2024-12-31", None, True),
        ("2025-01-01", None, False),
    ],
)
def test_that_only_what_was_open_in_the_period_is_read(opened, closed, is_read):
    reason = "needs_met" if closed else ""
    make(Case, opened_on=day(opened), closed_on=closed and day(closed), closing_reason=reason)
    assert len(rows("cases")) == is_read


def test_that_sessions_not_held_are_not_read():
    make(Session, on=day("2024-05-05"), state="planned")
    make(Session, on=day("2024-05-05"), state="cancelled")
    held = make(Session, on=day("2024-05-05"), state="held")
    assert [row["session"] for row in rows("sessions")] == [held.pk]


def test_that_attendances_are_read_by_the_day_of_their_session():
    make(Attendance, session=make(Session, on=day("2023-05-05")))
    inside = make(Attendance, session=make(Session, on=day("2024-05-05")))
    assert [row["attendance"] for row in rows("attendances")] == [inside.pk]


def test_that_somebody_merged_into_another_is_not_read():
    kept = make(Person)
    make(Person, merged_into=kept)
    assert [row["person"] for row in rows("persons")] == [kept.pk]


def test_that_nothing_but_numbers_days_and_codes_is_read():
    """Names, notes and texts have no way into a frame."""
    kinds = {type(column.dtype) for frame in FRAMES.values() for column in frame.columns.values()}
    assert kinds == {pl.Int64, pl.Int32, pl.Date, pl.Categorical, pl.Boolean}


def test_that_all_frames_take_one_query_each(django_assert_num_queries):
    make(CaseChild)
    make(Service)
    names = ("persons", "cases", "case_children", "services")
    with django_assert_num_queries(len(names) if is_sqlite() else 0):
        load(YEAR, names)  # PostgreSQL streams its rows past the log of queries


def is_sqlite() -> bool:
    return connections["default"].vendor == "sqlite"


# ── SQLite as Arrow ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "records.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "create table jobs (job integer, person integer, sector integer, full_time bool, "
            "started_on date, ended_on date)"
        )
        database.executemany(
            "insert into jobs values (?, ?, ?, ?, ?, ?)",
            [
                (1, 7, None, True, "2024-01-31", None),
                (2, 8, 3, False, "2024-02-29", "2024-12-31"),
                (3, 9, None, None, "2024-03-01", None),
            ],
        )
    return str(path)


def test_that_arrow_gives_the_same_as_the_connection_of_django(file):
    frame = FRAMES["jobs"]
    with loading._arrow(file) as (reader, _second):
        read = reader.read("select * from jobs where started_on >= %s", (day("2024-02-01"),), frame)
        table = loading._typed(read, frame)
    assert table.rows() == [
        (2, 8, 3, False, day("2024-02-29"), day("2024-12-31")),
        (3, 9, None, None, day("2024-03-01"), None),
    ]
    assert table.schema == frame.schema


def test_that_arrow_gives_an_empty_frame_its_types(file):
    frame = FRAMES["jobs"]
    with loading._arrow(file) as (reader, _second):
        read = reader.read("select * from jobs where job = %s", (99,), frame)
        assert loading._typed(read, frame).schema == frame.schema


def test_that_a_parameter_is_quoted(file):
    frame = FRAMES["jobs"]
    with loading._arrow(file) as (reader, _second):
        read = reader.read("select * from jobs where job = %s", ("1' or '1'='1",), frame)
        assert read.height == 0
    with pytest.raises(TypeError):
        loading._literal(object())


def test_that_a_missing_table_is_told_as_django_tells_it(file):
    with (
        loading._arrow(file) as (reader, _second),
        pytest.raises(OperationalError, match=r"^no such table"),
    ):
        reader.read("select * from cases", (), FRAMES["cases"])


def people(readers):
    sql = "select person from jobs order by job"
    return [[row[0] for row in one.read(sql, (), FRAMES["jobs"]).rows()] for one in readers]


@pytest.fixture
def writes(file, monkeypatch):
    """Have somebody write between the moments in which the two connections begin, so many times."""
    with (
        AdbcDatabase(driver=loading.sqlite_driver(), uri=file) as database,
        AdbcConnection(database) as writer,
    ):
        loading._value(writer, "pragma journal_mode = wal")
        begun, asked = [], loading._value

        def value(connection, sql):
            if sql.startswith("SELECT"):
                begun.append(connection)
                if len(begun) % 2 == 0 and len(begun) <= 2 * value.times:
                    with AdbcStatement(writer) as statement:
                        statement.set_sql_query("update jobs set person = person + 1")
                        statement.execute_update()
            return asked(connection, sql)

        monkeypatch.setattr(loading, "_value", value)
        yield value


@pytest.mark.parametrize(("times", "seen"), [(0, 7), (1, 8), (2, 9)])
def test_that_two_connections_read_the_same_state_whoever_writes_meanwhile(
    file, writes, times, seen
):
    writes.times = times
    with loading._arrow(file) as readers:
        assert people(readers) == [[seen, seen + 1, seen + 2]] * 2


def test_that_one_connection_reads_alone_while_somebody_keeps_writing(file, writes):
    writes.times = 99
    with loading._arrow(file) as readers:
        assert people(readers) == [[10, 11, 12]]


def test_that_several_readers_share_the_frames_out(file):
    queries = [(FRAMES["jobs"], f"select * from jobs where job = {n}", ()) for n in (1, 2, 3)]
    named = [(replace(frame, name=str(n)), sql, no) for n, (frame, sql, no) in enumerate(queries)]
    with loading._arrow(file) as readers:
        tables = loading._all_read(named, readers)
    assert {name: table["person"].to_list() for name, table in tables.items()} == {
        "0": [7],
        "1": [8],
        "2": [9],
    }


def test_that_what_one_of_several_readers_refuses_is_told(file):
    queries = [(FRAMES["cases"], "select * from cases", ())] * 4
    with loading._arrow(file) as readers, pytest.raises(OperationalError, match=r"^no such table"):
        loading._all_read(queries, readers)


def test_that_the_file_is_not_opened_again_while_a_transaction_is_open():
    assert loading._may_open_the_file_again() is False
