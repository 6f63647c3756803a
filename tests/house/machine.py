"""Running `agimi` as somebody at a terminal would: a process of its own, with a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path


def run_agimi(
    *arguments: str, var: Path, status: int = 0, **variables: str
) -> "subprocess.CompletedProcess[str]":
    """The command, and what it said; fails unless it ends with the status that was expected."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AGIMI_")
        and name not in {"DATABASE_URL", "KEYS_DATABASE_URL", "LANGUAGE"}
    }
    done = subprocess.run(
        [sys.executable, "-c", "from agimi.cli import main; main()", *arguments],
        env=inherited | {"AGIMI_VAR": str(var), "LANG": "C.UTF-8"} | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done
