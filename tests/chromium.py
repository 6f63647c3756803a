"""Chromium as the tests and the pictures of the handbook start it."""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()


def chromium_path() -> str:
    """The browser named in AGIMI_CHROMIUM, or the quickest one that is there."""
    found = os.environ.get("AGIMI_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise LookupError("There is no Chromium: run `make setup`, or name one in AGIMI_CHROMIUM.")
    return found
