"""Where the report's fonts are: TTF files from npm packages, found at run time."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

Family = Literal["inter", "source-serif-4"]

_PACKAGES = Path("node_modules") / "@expo-google-fonts"


class FontsMissing(RuntimeError):
    """The fonts are not installed; the message says how to get them."""


@cache
def directory(family: Family) -> Path:
    """The folder of one family's TTF files, in the project or in a folder above it."""
    for folder in Path(__file__).resolve().parents:
        found = folder / _PACKAGES / family
        if found.is_dir():
            return found
    raise FontsMissing(
        f"The fonts of the report are missing: no {_PACKAGES / family} in the project. "
        "Run `make setup`, or `npm ci` in the project's folder."
    )


def directories() -> tuple[Path, ...]:
    """The folders of all families that the report is set in."""
    return directory("inter"), directory("source-serif-4")
