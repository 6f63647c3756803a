"""The other tests take their tables straight from the models: here the migrations are held to the same."""

import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections, models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel

from agimi.access.management.commands.makemigrations import folded
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
def test_that_the_migrations_make_the_tables_of_the_models(db, var):
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
        assert tables_of(var / file) == columns


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


def test_that_constraints_of_a_new_table_are_folded_into_it():
    table = CreateModel("Case", fields=[("id", models.AutoField(primary_key=True))])
    check = models.CheckConstraint(condition=models.Q(id__gt=0), name="positive")
    index = models.Index(fields=["id"], name="by_id")
    operations = folded([table, AddConstraint("Case", check), AddIndex("Case", index)])
    assert operations == [table]
    assert table.options == {"constraints": [check], "indexes": [index]}


def test_that_what_may_need_a_later_field_stays_behind_it():
    table = CreateModel("Case", fields=[("id", models.AutoField(primary_key=True))])
    field = AddField("Case", "person", models.IntegerField())
    constraint = AddConstraint("Case", models.UniqueConstraint(fields=["person"], name="one"))
    other = AddConstraint("Elsewhere", models.UniqueConstraint(fields=["id"], name="other"))
    assert folded([table, field, constraint, other]) == [table, field, constraint, other]
