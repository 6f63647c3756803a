"""Choices that are found by any of their names."""

from __future__ import annotations

from typing import Any

from django import forms

from agimi.programme.models import BodyAlias


class BodySelect(forms.Select):
    """A choice among bodies; a search in it also looks at their other names (PAR-02)."""

    def __init__(self, attrs: Any = None, **kwargs: Any) -> None:
        super().__init__({"data-search": "", **(attrs or {})}, **kwargs)

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        self._aliases: dict[int, list[str]] = {}
        for body, alias in BodyAlias.objects.values_list("body", "name"):
            self._aliases.setdefault(body, []).append(alias)
        return super().optgroups(name, value, attrs)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        body = getattr(value, "instance", None)
        if body is not None:
            names = [body.name_sq, body.name_en, *self._aliases.get(body.pk, ())]
            option["attrs"]["data-names"] = " · ".join(dict.fromkeys(names))
        return option


class BodySelectMultiple(BodySelect, forms.SelectMultiple):
    """The same, for several bodies."""

    allow_multiple_selected = True
