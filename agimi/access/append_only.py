"""The database itself refuses to change or delete what may only be added to.

Triggers, installed by a migration on SQLite and PostgreSQL alike. Whoever owns
the database can take them off again; then the chain of the audit trail tells.
"""

from __future__ import annotations

from typing import Any

TABLE = "access_auditentry"
WORDS = "the audit trail is append-only"

_SQLITE = [
    f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    for verb in ("update", "delete")
]
_SQLITE_OFF = [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")]
_REFUSE = f"""
CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_TRIGGER = f"""
CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}
FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()
"""
_POSTGRES = [_REFUSE, _TRIGGER]
_POSTGRES_OFF = [
    f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}",
    f"DROP FUNCTION IF EXISTS {TABLE}_refuse()",
]
ON = {"sqlite": _SQLITE, "postgresql": _POSTGRES}
OFF = {"sqlite": _SQLITE_OFF, "postgresql": _POSTGRES_OFF}


def install(connection: Any) -> None:
    """Put the triggers on the table of the audit trail."""
    _run(connection, ON)


def remove(connection: Any) -> None:
    """Take them off again, to move back before the migration that put them on."""
    _run(connection, OFF)


def _run(connection: Any, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
