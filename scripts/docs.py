"""Write the generated pages of the documentation anew.

python scripts/docs.py            write them all
python scripts/docs.py check      only say which are out of date
"""

import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import click

TOP = Path(__file__).resolve().parent.parent
# The page, and the function that writes its text, taking nothing.
PAGES = {
    "docs/reference/commands.md": "scripts.docs:commands",
    "docs/reference/indicators.md": "tests.insight.spec.page:page",
    "docs/reference/interactions.md": "tests.browser.interactions:page",
    "docs/reference/rights.md": "tests.web.rights:page",
    "docs/reference/requirements.md": "scripts.requirements:page",
    "docs/reference/workbook.md": "agimi.exchange.reference:page",
}


def commands() -> str:
    """All commands, as `agimi … --help` has them in English."""
    from agimi.cli import COMMANDS, GROUPS, agimi, load

    parts = [
        "# Commands\n",
        (
            "Made by `make docs` from the commands themselves; `agimi --help` says the same in Albanian "
            "and English (`agimi --lang en …`, or `AGIMI_LANG`).\n"
        ),
    ]
    for path in COMMANDS:
        context = click.Context(agimi(), info_name="agimi")
        for group in path.split()[:-1]:
            context = click.Context(
                click.Group(help=GROUPS[group]), info_name=group, parent=context
            )
        command = load(path)
        context = click.Context(
            command,
            info_name=path.split()[-1],
            parent=context,
            max_content_width=96,
            terminal_width=96,
        )
        parts.append(f"## agimi {path}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def written() -> Iterator[tuple[Path, str]]:
    """Each page and the text that it should have."""
    for page, target in PAGES.items():
        module, _, name = target.partition(":")
        write: Callable[[], str] = getattr(import_module(module), name)
        yield TOP / page, write()


def stale() -> list[str]:
    return [
        str(path.relative_to(TOP))
        for path, text in written()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main(task: str = "") -> int:
    sys.path.insert(0, str(TOP))
    from agimi.terminal import speak, start_django

    speak("en")
    os.environ["COLUMNS"] = "96"
    start_django()
    if task == "check":
        pages = stale()
        for page in pages:
            print(f"out of date: {page}")
        return 1 if pages else 0
    for path, text in written():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"  {path.relative_to(TOP)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
