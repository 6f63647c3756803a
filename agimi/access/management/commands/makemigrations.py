"""Django's `makemigrations`, which folds what it can into the tables that a migration makes.

Django adds constraints and indexes one by one, and at each addition draws all hundred models anew:
folded, a new database stands in half the time, and a migration reads like the models.
"""

from typing import Any

from django.core.management.commands.makemigrations import Command as Makemigrations
from django.db.migrations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


class Command(Makemigrations):
    def write_migration_files(
        self, changes: dict[str, list[Any]], *args: Any, **kwargs: Any
    ) -> None:
        for migrations in changes.values():
            for migration in migrations:
                migration.operations = folded(migration.operations)
        super().write_migration_files(changes, *args, **kwargs)


def folded(operations: list[Operation]) -> list[Operation]:
    """The same operations, with the constraints and indexes of new tables inside these.

    What names a field that is added later, because two tables refer to each other, stays where it is.
    """
    made: dict[str, CreateModel] = {}
    kept: list[Operation] = []
    late: set[str] = set()
    for operation in operations:
        if isinstance(operation, CreateModel):
            made[operation.name_lower] = operation
        elif isinstance(operation, AddConstraint | AddIndex):
            model = made.get(operation.model_name_lower)
            if model is not None and operation.model_name_lower not in late:
                if isinstance(operation, AddConstraint):
                    fold(model, "constraints", operation.constraint)
                else:
                    fold(model, "indexes", operation.index)
                continue
        else:
            late.add(getattr(operation, "model_name_lower", ""))
        kept.append(operation)
    return kept


def fold(model: CreateModel, option: str, value: Any) -> None:
    model.options[option] = [*model.options.get(option, ()), value]
