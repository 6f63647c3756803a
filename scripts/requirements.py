"""Which part of Agimi serves each requirement of the two annual reports.

python scripts/requirements.py          write docs/reference/requirements.md anew
python scripts/requirements.py check    name what is missing, leads nowhere or is out of date

docs/reference/requirements.yaml is the list; what it names must exist.
"""

import csv
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

TOP = Path(__file__).resolve().parent.parent
LIST = TOP / "docs/reference/requirements.yaml"
PAGE = TOP / "docs/reference/requirements.md"
FIXTURES = TOP / "agimi/programme/fixtures"
HEAD = """\
# The requirements, and what serves them

Made by `make docs` from [requirements.yaml](requirements.yaml). Each line is something that the two
annual reports describe or imply; the right column names the fields, figures, lists, rules and
commands that serve it. A test fails when a line is missing or names something that does not exist.
"""


def sections() -> list[dict[str, Any]]:
    """The list as it stands."""
    return yaml.safe_load(LIST.read_text(encoding="utf-8"))["sections"]


def requirements() -> Iterator[dict[str, Any]]:
    """Every requirement, in order."""
    for section in sections():
        yield from section["requirements"]


# ── What is named must exist ──────────────────────────────────────────────────────────────────
def field_exists(name: str) -> bool:
    """``app.Model.field``."""
    from django.apps import apps
    from django.core.exceptions import FieldDoesNotExist

    app, model, field = name.split(".")
    try:
        apps.get_model(app, model)._meta.get_field(field)
    except (LookupError, FieldDoesNotExist):
        return False
    return True


def figure_exists(code: str) -> bool:
    from agimi.insight.catalogue import CATALOGUE

    return code in CATALOGUE


def list_exists(name: str) -> bool:
    from agimi.programme.choices import CodeList

    return name in CodeList.values and bool(fixture("codes.yaml").get(name))


def code_exists(name: str) -> bool:
    """A module, or something in one, however deep."""
    module, _, rest = name, "", ""
    while module:
        try:
            found: Any = import_module(module)
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            rest = f"{last}.{rest}".rstrip(".")
            continue
        for step in filter(None, rest.split(".")):
            if not hasattr(found, step):
                return False
            found = getattr(found, step)
        return True
    return False


def record_exists(name: str) -> bool:
    """``file:entry``, deeper entries with dots between."""
    file, _, entry = name.partition(":")
    found: Any = fixture(file)
    for step in entry.split("."):
        if step not in found:
            return False
        found = found[step]
    return True


@cache
def fixture(file: str) -> dict[str, Any]:
    text = (FIXTURES / file).read_text(encoding="utf-8")
    if file.endswith(".csv"):
        rows = list(csv.reader(text.splitlines()))[1:]
        return {row[0]: row for row in rows}
    return yaml.safe_load(text)


def page_exists(name: str) -> bool:
    from django.urls import get_resolver

    space, _, page = name.rpartition(":")
    resolver = get_resolver()
    for part in filter(None, space.split(":")):
        if part not in resolver.namespace_dict:
            return False
        resolver = resolver.namespace_dict[part][1]
    return page in resolver.reverse_dict


def command_exists(name: str) -> bool:
    """Known by name, and there to be called."""
    from agimi.cli import COMMANDS, load
    from agimi.terminal import Refusal

    try:
        return name in COMMANDS and load(name) is not None
    except Refusal:
        return False


EXISTS: dict[str, Callable[[str], bool]] = {
    "fields": field_exists,
    "figures": figure_exists,
    "lists": list_exists,
    "code": code_exists,
    "records": record_exists,
    "pages": page_exists,
    "commands": command_exists,
}


def leads_nowhere() -> list[str]:
    """Everything named that does not exist, and every requirement that names nothing."""
    wrong = []
    for one in requirements():
        named = [(kind, name) for kind in EXISTS for name in one.get(kind, ())]
        wrong += [f"{one['id']}: {kind} {name}" for kind, name in named if not EXISTS[kind](name)]
        wrong += [f"{one['id']}: unknown key {key}" for key in unknown_keys(one)]
        if not named and not one.get("later"):
            wrong.append(f"{one['id']}: nothing serves it, and no reason is given")
    return wrong


def unknown_keys(one: dict[str, Any]) -> list[str]:
    return [key for key in one if key not in {"id", "item", "later", *EXISTS}]


# ── The page ──────────────────────────────────────────────────────────────────────────────────
def page() -> str:
    """The page's text."""
    parts = [HEAD]
    for section in sections():
        parts.append(f"## {section['title']}\n\n| Id | What | Served by |\n|---|---|---|")
        parts += [row(one) for one in section["requirements"]]
        parts.append("")
    return "\n".join(parts)


def row(one: dict[str, Any]) -> str:
    words = [
        f"{label} {', '.join(f'`{name}`' for name in one[kind])}"
        for kind, label in (
            ("fields", "Records:"),
            ("lists", "Lists:"),
            ("code", "Rules and enumerations:"),
            ("figures", "Figures:"),
            ("records", "Fixtures:"),
            ("pages", "Pages:"),
        )
        if one.get(kind)
    ]
    if one.get("commands"):
        words.append("Commands: " + ", ".join(f"`agimi {name}`" for name in one["commands"]))
    if one.get("later"):
        words.append(f"*Not yet:* {one['later']}")
    return f"| {one['id']} | {one['item']} | {'<br>'.join(words)} |".replace(" | |", " | – |")


def main(task: str = "") -> int:
    sys.path.insert(0, str(TOP))
    from agimi.terminal import start_django

    start_django()
    if task != "check":
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    wrong = leads_nowhere()
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        wrong.append(f"out of date: {PAGE.relative_to(TOP)}")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
