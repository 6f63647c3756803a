"""Fold constraints and indexes into the tables that a first migration makes.

    python scripts/fold_migrations.py

`makemigrations` adds them one by one, and each addition makes Django draw all hundred models anew: folded, a new
database stands in half the time. Only for migrations that no organisation has run yet. Running it twice does nothing.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.db import migrations
from django.db.migrations.writer import MigrationWriter

TOP = Path(__file__).resolve().parent.parent


def folded(
    operations: list[migrations.operations.base.Operation],
) -> list[migrations.operations.base.Operation]:
    created: dict[str, migrations.CreateModel] = {}
    kept = []
    for operation in operations:
        if isinstance(operation, migrations.CreateModel):
            created[operation.name_lower] = operation
        elif isinstance(operation, (migrations.AddConstraint, migrations.AddIndex)):
            model = created.get(operation.model_name_lower)
            if model is not None:
                name, value = (
                    ("constraints", operation.constraint)
                    if isinstance(operation, migrations.AddConstraint)
                    else ("indexes", operation.index)
                )
                model.options[name] = [*model.options.get(name, []), value]
                continue
        kept.append(operation)
    return kept


def main() -> None:
    sys.path.insert(0, str(TOP))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agimi.settings")
    django.setup()
    for path in sorted(TOP.glob("agimi/*/migrations/0*.py")):
        room = path.parts[-3]
        found = import_module(f"agimi.{room}.migrations.{path.stem}").Migration
        migration = found(path.stem, room)
        before = len(migration.operations)
        migration.operations = folded(migration.operations)
        if len(migration.operations) < before:
            path.write_text(
                MigrationWriter(migration, include_header=False).as_string(), encoding="utf-8"
            )
            print(f"{path.relative_to(TOP)}: {before} → {len(migration.operations)} operations")


if __name__ == "__main__":
    main()
