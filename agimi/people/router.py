"""Keys live in a database of their own, so that data and keys are lost apart."""

from typing import Any


class KeysRouter:
    """Sends ``PersonKey`` to the alias ``keys`` and keeps everything else out of it."""

    def _is_key(self, model: Any) -> bool:
        return bool(model._meta.label_lower == "people.personkey")

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "keys" if self._is_key(model) else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return "keys" if self._is_key(model) else None

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        is_key = (app_label, model_name) == ("people", "personkey")
        if db == "keys":
            return is_key
        return False if is_key else None
