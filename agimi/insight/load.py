"""Load: the one place where the database becomes frames.

Each frame has one source: a model, the columns it needs and the days that bound it. The query is
made by the ORM, so that it follows the models; its rows never pass through Python one by one where
that can be avoided: PostgreSQL streams them as CSV through Django's own connection, SQLite gives
them to Arrow. All frames of one evaluation are read in one transaction, so that two figures cannot
come from two states of the records.

SQLite must not be opened twice by two libraries within one process while either holds a lock: its
locks belong to the process, and the one that closes first would drop the other's. So Arrow reads
the file only when nothing else in the process can be using it (one thread, no transaction), by two
connections at once; in every other case the rows come through Django's connection.
"""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import polars as pl
from adbc_driver_manager import AdbcConnection, AdbcDatabase, AdbcStatement
from adbc_driver_manager import Error as AdbcError
from adbc_driver_sqlite import _driver_path as sqlite_driver
from django.apps import apps
from django.db import connections, models, transaction
from django.db.models import F, Q
from django.db.utils import OperationalError

from agimi.insight.frames import FRAMES, Frame, Records
from agimi.insight.results import Period

DATABASE = "default"
Days: TypeAlias = tuple[str, str | None]
Query: TypeAlias = tuple[Frame, str, tuple[Any, ...]]


@dataclass(frozen=True)
class Source:
    """Where the rows of a frame come from.

    ``days`` names the first and last day of a row (or its only day): rows that no day of the
    period touches stay in the database, unless they are among those named ``besides``. What comes
    after the last day of the period stays there too where ``until`` says which day that is.
    """

    model: str
    columns: Mapping[str, str]
    days: Days | None = None
    until: str | None = None
    only: Q = field(default_factory=Q)
    besides: Q | None = None

    def rows(self, columns: Iterable[str], period: Period) -> models.QuerySet[Any]:
        """The query: only these columns, only the rows of the period."""
        label, _, through = self.model.partition("/")
        model = apps.get_model(label)
        if through:
            model = model._meta.get_field(through).remote_field.through
        chosen = model._base_manager.using(DATABASE).filter(self.only & self._in(period))
        paths = (F(self.columns[name]) for name in columns)
        rows: models.QuerySet[Any] = chosen.order_by().values_list(*paths)
        return rows

    def _in(self, period: Period) -> Q:
        condition = self._touched(period)
        if self.besides is not None:
            condition |= self.besides
        if self.until is not None:
            condition &= Q(**{f"{self.until}__lte": period.end})
        return condition

    def _touched(self, period: Period) -> Q:
        if self.days is None:
            return Q()
        start, end = self.days
        if end is None:
            return Q(**{f"{start}__gte": period.start, f"{start}__lte": period.end})
        still_open = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": period.start})
        return Q(**{f"{start}__lte": period.end}) & still_open


SPELL: Days = ("started_on", "ended_on")
CASE: Days = ("case__opened_on", "case__closed_on")
ON: Days = ("on", None)


def _source(
    model: str, days: Days | None = None, /, *, until: str | None = None, only: Q | None = None,
    besides: Q | None = None, **columns: str,
) -> Source:  # fmt: skip
    return Source(model, columns, days, until, only or Q(), besides)


def _spell(model: str, key: str, **columns: str) -> Source:
    dates = {"started_on": "started_on", "ended_on": "ended_on"}
    return Source(model, {key: "pk", **columns, **dates}, SPELL)


SOURCES: dict[str, Source] = {
    "persons": _source(
        "people.Person", only=Q(merged_into=None), person="pk", sex="sex", birth_date="birth_date",
        nationality_status="nationality_status", origin="origin__alpha2",
        municipality="municipality_id", residence="residence_id", area="area_type",
        disability="disability",
    ),
    "civil_statuses": _source(
        "people.CivilStatus", until="since", person="person_id", civil_status="status",
        since="since",
    ),
    "group_memberships": _source(
        "people.GroupMembership", SPELL, person="person_id", group_code="group_id",
        started_on="started_on", ended_on="ended_on",
    ),
    "cases": _source(
        "casework.Case", ("opened_on", "closed_on"), case="pk", person="person_id",
        category="category", opened_on="opened_on", closed_on="closed_on",
        closing_reason="closing_reason", outcome="outcome", referred_by="referred_by_id",
        site="site_id",
    ),
    "case_children": _spell("casework.CaseChild", "tie", case="case_id", child="child_id"),
    "decisions": _source(
        "casework.IdentificationDecision", until="decided_on", case="case_id",
        identification="status", decided_on="decided_on",
    ),
    "case_facts": _source(
        "casework.CaseFact", CASE, case="case_id", kind="kind", value="value"
    ),
    "phases": _source(
        "casework.Phase", SPELL, case="case_id", phase="number", started_on="started_on",
        ended_on="ended_on",
    ),
    "placements": _source(
        "casework.Placement", SPELL, stay="pk", person="person_id", placement="kind",
        started_on="started_on", ended_on="ended_on",
    ),
    "participations": _spell(
        "casework.Participation", "participation", person="person_id", project="project_id",
        participant="role", served_by="served_by_id",
    ),
    "services": _source(
        "casework.Service", ON, service="pk", person="person_id", case="case_id", kind="kind_id",
        on="on", role="role", mode="mode", site="site_id",
    ),
    "service_topics": _source(
        "casework.Service/topics", ("service__on", None), service="service_id", topic="code_id"
    ),
    "service_projects": _source(
        "casework.Service/projects", ("service__on", None), service="service_id",
        project="project_id",
    ),
    "assessments": _source(
        "casework.Assessment", CASE, until="on", besides=Q(case=None) | Q(kind="aid_needs"),
        assessment="pk", person="person_id", case="case_id",
        kind="kind", on="on", informed_of_rights="informed_of_rights",
    ),
    "plans": _source(
        "casework.Plan", CASE, until="made_on", case="case_id", kind="kind", made_on="made_on",
        approved_on="approved_on",
    ),
    "legal_aid": _source(
        "casework.LegalAid", until="started_on", legal_aid="pk", person="person_id",
        case="case_id", level="level", client_group="category", started_on="started_on",
        ended_on="ended_on", district="district_id", project="project_id",
    ),
    "proceedings": _spell(
        "casework.Proceeding", "proceeding", legal_aid="legal_aid_id", person="person_id",
        kind="kind_id", law_area="area_of_law",
    ),
    "school_enrolments": _spell(
        "casework.SchoolEnrolment", "enrolment", person="person_id", school_level="level"
    ),
    "course_enrolments": _spell(
        "casework.CourseEnrolment", "enrolment", person="person_id", course="course_id",
        provider="provider_id",
    ),
    "jobs": _spell(
        "casework.Job", "job", person="person_id", sector="sector_id", full_time="full_time"
    ),
    "businesses": _source(
        "casework.Business", business="pk", person="person_id",
        kind="kind_id", started_on="started_on", plan_made_on="plan_made_on",
        registered_on="registered_on", project="project_id",
    ),
    "mentor_matches": _spell(
        "casework.MentorMatch", "match", person="person_id", mentor="mentor_id"
    ),
    "follow_ups": _spell("casework.HealthFollowUp", "follow_up", person="person_id",
                         followup="kind"),
    "medical_acts": _source(
        "casework.MedicalAct", ON, act="pk", person="person_id", case="case_id",
        test="kind", on="on", result="result",
    ),
    "aid_deliveries": _source(
        "casework.AidDelivery", ON, delivery="pk", person="person_id", on="on", food="food",
        hygiene="hygiene", rent_months="rent_months", project="project_id",
    ),
    "aid_children": _source(
        "casework.AidDelivery/children", ("aiddelivery__on", None), delivery="aiddelivery_id",
        child="person_id",
    ),
    "housing_supports": _spell(
        "casework.HousingSupport", "support", person="person_id", housing="kind", months="months",
        project="project_id",
    ),
    "items_given": _source(
        "casework.ItemGiven", ON, given="pk", person="person_id", item="item_id", on="on"
    ),
    "applications": _source(
        "casework.Application", ON, application="pk", person="person_id", benefit="benefit_id",
        on="on", answer="answer",
    ),
    "papers": _source(
        "casework.Paper", until="on", paper="pk", person="person_id", paper_kind="kind", on="on",
        channel="channel",
    ),
    "referrals_out": _source(
        "casework.ReferralOut", ON, referral="pk", person="person_id", to="to_id", on="on",
        answer="answer",
    ),
    "sessions": _source(
        "activities.Session", ON, only=Q(state="held"), session="pk", event="code",
        kind="kind_id", on="on", days="days", site="site_id", place="place_id", venue="venue_id", organiser="organiser",
        campaign="campaign_id",
    ),
    "session_projects": _source(
        "activities.Session/projects", ("session__on", None), session="session_id",
        project="project_id",
    ),
    "session_topics": _source(
        "activities.Session/topics", ("session__on", None), session="session_id", topic="code_id"
    ),
    "session_audiences": _source(
        "activities.Session/audiences", ("session__on", None), session="session_id",
        audience="code_id",
    ),
    "session_partners": _source(
        "activities.Session/partners", ("session__on", None), session="session_id",
        body="body_id",
    ),
    "session_staff": _source(
        "activities.Session/staff", ("session__on", None), session="session_id",
        staff="staff_id",
    ),
    "attendances": _source(
        "activities.Attendance", ("session__on", None), attendance="pk", session="session_id",
        person="person_id",
    ),
    "headcounts": _source(
        "activities.Headcount", ("session__on", None), headcount="pk", session="session_id",
        group="group", head_role="role", number="number", bound="bound", audience="audience_id",
        body="body_id",
    ),
    "enrolments": _spell(
        "activities.CentreEnrolment", "enrolment", person="person_id", site="site_id",
        service="service_id", mother="mother_id", project="project_id",
    ),
    "contacts": _source(
        "activities.Contact", ON, contact="pk", site="unit_id", contacted="kind", on="on",
        adults="adults", minors="minors", place="place_id",
    ),
    "identifications": _source(
        "activities.Identification", ON, identification="pk", site="unit_id", on="on",
        person="person_id",
    ),
    "identified_children": _source(
        "activities.Identification/children", ("identification__on", None),
        identification="identification_id", child="person_id",
    ),
    "calls": _source(
        "activities.Call", ON, call="pk", on="on", person="person_id", call_order="order",
        topic="topic_id", project="project_id",
    ),
    "supervisions": _source(
        "activities.Supervision", ON, supervision="pk", on="on", professional="professional_id",
        staff="staff_id", centre="centre_id", project="project_id",
    ),
    "publications": _source(
        "activities.Publication", ON, publication="pk", kind="kind_id", on="on",
        project="project_id",
    ),
    "publication_partners": _source(
        "activities.Publication/partners", ("publication__on", None),
        publication="publication_id", body="body_id",
    ),
    "agreements": _source(
        "activities.Agreement", ("signed_on", None), agreement="pk", body="body_id",
        on="signed_on", site="site_id", project="project_id",
    ),
    "court_decisions": _source(
        "activities.CourtDecision", ("monitored_on", None), decision="pk", on="monitored_on",
        project="project_id",
    ),
    "distributions": _source(
        "activities.Distribution", ON, distribution="pk", material="material_id", on="on",
        site="site_id", copies="copies",
    ),
    "codes": _source(
        "programme.Code", code="pk", list="list", key="key", counts_as="group"
    ),
    "places": _source(
        "programme.Place", place="pk", key="code", level="kind", municipality="municipality_id",
        county="county_id",
    ),
    "bodies": _source(
        "programme.Body", body="pk", key="code", kind="kind", referral_group="referral_group"
    ),
    "sites": _source(
        "programme.Site", site="pk", key="code", site_kind="kind", started_on="started_on",
        ended_on="ended_on",
    ),
    "posts": _source(
        "programme.Post", until="started_on", post="pk", staff="staff_id", role="role",
        site="site_id", project="project_id", started_on="started_on", ended_on="ended_on",
    ),
    "projects": _source(
        "programme.Project", project="pk", key="code", started_on="started_on",
        ended_on="ended_on",
    ),
    "project_places": _source(
        "programme.Project/places", project="project_id", place="place_id"
    ),
    "project_bodies": _source(
        "programme.ProjectBody", project="project_id", body="body_id", partner_role="role"
    ),
    "targets": _source(
        "programme.Target", target_number="pk", project="project_id", key="key", value="value",
        bound="bound",
    ),
}  # fmt: skip


def load(period: Period, frames: Iterable[str] = tuple(FRAMES)) -> Records:
    """The records that the period touches, one query a frame, all of one moment."""
    queries = [(FRAMES[name], *_query(name, period)) for name in frames]
    with _readers() as readers:
        return Records(_all_read(queries, readers))


def _query(name: str, period: Period) -> tuple[str, tuple[Any, ...]]:
    return _sql(SOURCES[name].rows(FRAMES[name].columns, period))


def _all_read(queries: Sequence[Query], readers: Sequence[Reader]) -> dict[str, pl.DataFrame]:
    """The frames, shared out among the readers: each takes the next as soon as it is free."""
    tables: dict[str, pl.DataFrame] = {}
    waiting = iter(queries)
    lock = threading.Lock()

    def work(reader: Reader) -> None:
        while True:
            with lock:
                query = next(waiting, None)
            if query is None:
                return
            frame, sql, parameters = query
            tables[frame.name] = _typed(reader.read(sql, parameters, frame), frame)

    first, *others = readers
    if not others:
        work(first)
        return tables
    with ThreadPoolExecutor(len(others)) as pool:
        helped = [pool.submit(work, reader) for reader in others]
        work(first)
        for one in helped:
            one.result()
    return tables


def _sql(rows: models.QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    sql, parameters = rows.query.get_compiler(DATABASE).as_sql()
    return sql, tuple(parameters)


def _typed(table: pl.DataFrame, frame: Frame) -> pl.DataFrame:
    """The table in the frame's types; empty words are not recorded."""
    table.columns = list(frame.columns)
    return table.select(
        _as(pl.col(name), table.schema[name], column.dtype)
        for name, column in frame.columns.items()
    )


def _as(column: pl.Expr, found: pl.DataType, wanted: pl.DataType) -> pl.Expr:
    if wanted == pl.Categorical:
        words = column.cast(pl.String)
        return pl.when(words != "").then(words).cast(wanted)
    if wanted == pl.Boolean and found == pl.String:
        return column == "t"
    if wanted == pl.Date and found == pl.String:
        return column.str.to_date("%Y-%m-%d")
    return column.cast(wanted)


# ── Ways of reading ─────────────────────────────────────────────────────────────────────────────


class Reader:
    """Through Django's own connection, row by row: works everywhere, within any transaction."""

    def read(self, sql: str, parameters: Sequence[Any], frame: Frame) -> pl.DataFrame:
        with connections[DATABASE].cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        schema = {name: _plain(column.dtype) for name, column in frame.columns.items()}
        return pl.DataFrame(rows, schema=schema, orient="row")


def _plain(dtype: pl.DataType) -> pl.DataType:
    return pl.String() if dtype == pl.Categorical else dtype


class CopyReader(Reader):
    """PostgreSQL: the rows as one stream of CSV, through Django's own connection."""

    def read(self, sql: str, parameters: Sequence[Any], frame: Frame) -> pl.DataFrame:
        import psycopg

        connection = connections[DATABASE]
        connection.ensure_connection()
        query = psycopg.ClientCursor(connection.connection).mogrify(sql, parameters)
        stream = io.BytesIO()
        copy = f"COPY ({query}) TO STDOUT (FORMAT csv)".encode()
        with connection.connection.cursor() as cursor, cursor.copy(copy) as blocks:
            for block in blocks:
                stream.write(block)
        if not stream.tell():
            return frame.empty()
        stream.seek(0)
        schema = {name: _in_csv(column.dtype) for name, column in frame.columns.items()}
        return pl.read_csv(stream, has_header=False, schema=schema)


def _in_csv(dtype: pl.DataType) -> pl.DataType:
    return pl.String() if dtype in (pl.Categorical, pl.Boolean) else dtype


@dataclass(frozen=True)
class ArrowReader(Reader):
    """SQLite: the rows as Arrow, through a connection of its own to the file."""

    connection: AdbcConnection

    def read(self, sql: str, parameters: Sequence[Any], frame: Frame) -> pl.DataFrame:
        with AdbcStatement(self.connection) as statement:
            # The types of a column are guessed from its first batch: make that all there is.
            statement.set_options(**{"adbc.sqlite.query.batch_rows": str(1 << 22)})
            statement.set_sql_query(sql % tuple(_literal(value) for value in parameters))
            with _as_django_says():
                stream, _ = statement.execute_query()
            return pl.DataFrame(stream)


@contextmanager
def _as_django_says() -> Iterator[None]:
    """What SQLite refuses, as Django would tell it: a table that is missing, say."""
    try:
        yield
    except AdbcError as error:
        told = str(error)
        raise OperationalError(told[max(told.find("no such"), 0) :]) from error


def _literal(value: Any) -> str:
    """A parameter as SQL: the queries made here have days, numbers and codes only."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (str, dt.date)):
        return "'" + str(value).replace("'", "''") + "'"
    raise TypeError(f"no literal for {value!r}")


def _readers() -> AbstractContextManager[Sequence[Reader]]:
    connection = connections[DATABASE]
    if connection.vendor == "postgresql":
        return _one_snapshot(CopyReader())
    if _may_open_the_file_again():
        return _arrow(str(connection.settings_dict["NAME"]))
    return _one_snapshot(Reader())


def _may_open_the_file_again() -> bool:
    """Whether nothing else in this process can be using the SQLite file."""
    connection: Any = connections[DATABASE]
    alone = threading.active_count() == 1 and not connection.in_atomic_block
    return alone and connection.vendor == "sqlite" and not connection.is_in_memory_db()


@contextmanager
def _one_snapshot(reader: Reader) -> Iterator[Sequence[Reader]]:
    connection = connections[DATABASE]
    if connection.in_atomic_block:
        yield [reader]
        return
    with transaction.atomic(using=DATABASE):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield [reader]


@contextmanager
def _arrow(file: str) -> Iterator[Sequence[Reader]]:
    """Connections to the file that read all frames from one moment, then close."""
    connections[DATABASE].close()
    with ExitStack() as stack:
        database = stack.enter_context(AdbcDatabase(driver=sqlite_driver(), uri=file))
        first, second = (stack.enter_context(AdbcConnection(database)) for _ in range(2))
        for connection in (first, second):
            # Read in place, not copied page by page: a third off the time.
            _value(connection, f"PRAGMA mmap_size = {1 << 31}")
        together = _at_one_moment(first, second)
        yield [ArrowReader(one) for one in ((first, second) if together else (first,))]


def _at_one_moment(first: AdbcConnection, second: AdbcConnection) -> bool:
    """Begin to read with both; whether both see the same state of the records.

    They do when nobody wrote between the moment before the first began and the one in which the
    second did, which SQLite tells the second (``data_version``). While somebody keeps writing, the
    first reads alone.
    """
    for _attempt in range(3):
        before = _value(second, VERSION)
        for connection in (first, second):
            connection.set_autocommit(False)
            _value(connection, "SELECT count(*) FROM sqlite_master")  # the state is that of now
        if _value(second, VERSION) == before:
            return True
        for connection in (first, second):
            connection.rollback()
            connection.set_autocommit(True)
    first.set_autocommit(False)
    return False


VERSION = "PRAGMA data_version"


def _value(connection: AdbcConnection, sql: str) -> Any:
    """The one value that a statement gives."""
    with AdbcStatement(connection) as statement:
        statement.set_sql_query(sql)
        stream, _ = statement.execute_query()
        return pl.DataFrame(stream).item()
