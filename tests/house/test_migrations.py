"""The other tests take their tables straight from the models: here the migrations are held to the same."""

import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections

from tests.house.machine import run_agimi


def test_that_no_model_has_changed_without_a_migration(db):
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out)
    except SystemExit:
        pytest.fail(f"run `python manage.py makemigrations`:\n{out.getvalue()}")


def tables_of(path):
    with closing(sqlite3.connect(path)) as database:
        return {
            table: {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if table not in {"django_migrations", "sqlite_sequence"}
        }


@pytest.mark.slow
def test_that_the_migrations_make_the_tables_of_the_models(db, tmp_path):
    run_agimi("init", var=tmp_path)
    for alias, file in (("default", "agimi.sqlite3"), ("keys", "keys.sqlite3")):
        if connections[alias].vendor != "sqlite":
            continue
        with connections[alias].cursor() as cursor:
            names = connections[alias].introspection.table_names(cursor)
            columns = {
                name: {
                    column.name
                    for column in connections[alias].introspection.get_table_description(
                        cursor, name
                    )
                }
                for name in names
                if name not in {"django_migrations", "sqlite_sequence"}
            }
        assert tables_of(tmp_path / file) == columns


@pytest.mark.slow
@pytest.mark.postgres
def test_that_the_migrations_run_on_postgresql_and_find_nothing_more_to_do(
    postgres_cluster, tmp_path
):
    databases = {
        "DATABASE_URL": postgres_cluster.create("migrated"),
        "KEYS_DATABASE_URL": postgres_cluster.create("migrated_keys"),
    }
    run_agimi("init", var=tmp_path, **databases)
    assert "up to date" in run_agimi("--lang", "en", "init", var=tmp_path, **databases).stdout
    assert (
        "✗"
        not in run_agimi("--lang", "en", "doctor", var=tmp_path, AGIMI_DEMO="1", **databases).stdout
    )
