"""The fastest way each contender has to fetch a table: Arrow for DuckDB, pandas.read_sql for pandas."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

Read = Callable[[str], Any]


def _file(url: str) -> str:
    return urlsplit(url).path


@contextmanager
def arrow(url: str) -> Iterator[Read]:
    """Tables as Arrow, through ADBC."""
    if url.startswith("sqlite"):
        from adbc_driver_sqlite import dbapi as driver

        # The types of a column are guessed from its first batch: make that all there is.
        whole = {"adbc.sqlite.query.batch_rows": str(1 << 22)}
        database: Any = driver.connect(_file(url))
        with database.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size = 2147483648")
    else:
        from adbc_driver_postgresql import dbapi

        whole = {}
        database = dbapi.connect(url)
    with database as connection:

        def read(sql: str) -> Any:
            with connection.cursor(adbc_stmt_kwargs=whole) as cursor:
                cursor.execute(sql)
                return cursor.fetch_arrow_table()

        yield read


@contextmanager
def connectorx(url: str) -> Iterator[Read]:
    """Tables as Arrow, through connectorx."""
    import connectorx as cx

    # It takes no socket's file.
    parts = urlsplit(url)
    port = parse_qs(parts.query)["port"][0]
    url = f"postgresql://{parts.username}@localhost:{port}{parts.path}"

    def read(sql: str) -> Any:
        return cx.read_sql(url, sql, return_type="arrow")

    yield read


@contextmanager
def frames(url: str) -> Iterator[Read]:
    """Tables as pandas reads them."""
    import pandas as pd

    if url.startswith("sqlite"):
        connection: Any = sqlite3.connect(_file(url))
    else:
        import psycopg

        connection = psycopg.connect(url)

    def read(sql: str) -> Any:
        with warnings.catch_warnings():
            # It knows only SQLAlchemy's connections and SQLite's; others work.
            warnings.simplefilter("ignore", UserWarning)
            return pd.read_sql(sql, connection)

    try:
        yield read
    finally:
        connection.close()
