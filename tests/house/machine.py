"""Running `agimi` as somebody at a terminal would: a process of its own, with a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path


def run_agimi(
    *arguments: str, var: Path, status: int = 0, **variables: str
) -> "subprocess.CompletedProcess[str]":
    """The command, and what it said; fails unless it ends with the status that was expected."""
    done = subprocess.run(
        [sys.executable, "-c", "from agimi.cli import main; main()", *arguments],
        env=environment_of(var, **variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done


def environment_of(var: Path, **variables: str) -> dict[str, str]:
    """Nothing of Agimi's from outside, but what the test says."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AGIMI_")
        and name not in {"DATABASE_URL", "KEYS_DATABASE_URL", "LANGUAGE"}
    }
    return inherited | {"AGIMI_VAR": str(var), "LANG": "C.UTF-8"} | variables
