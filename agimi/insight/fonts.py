"""Where the report's fonts are: TTF files from npm packages, found at run time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

Family = Literal["inter", "source-serif-4"]

_PACKAGES = Path("@expo-google-fonts")


class FontsMissing(RuntimeError):
    """The fonts are not installed; the message says how to get them."""


@cache
def directory(family: Family) -> Path:
    """The folder of one family's TTF files, where ``AGIMI_NODE_MODULES`` says or in the project."""
    for modules in _places():
        found = modules / _PACKAGES / family
        if found.is_dir():
            return found
    raise FontsMissing(
        f"The fonts of the report are missing: no {_PACKAGES / family} in node_modules. "
        "Run `make setup`, or `npm ci` in the project's folder, or set AGIMI_NODE_MODULES."
    )


def _places() -> Iterator[Path]:
    named = os.environ.get("AGIMI_NODE_MODULES")
    if named:
        yield Path(named)
    for folder in Path(__file__).resolve().parents:
        yield folder / "node_modules"


def directories() -> tuple[Path, ...]:
    """The folders of all families that the report is set in."""
    return directory("inter"), directory("source-serif-4")
