"""`agimi serve`, as a browser meets it: names with a hash, kept for ever; ended by a signal, all of it."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

import psutil
import pytest

from tests.house.machine import environment_of, run_agimi
from tests.postgres import free_port


@pytest.fixture
def served(var, tmp_path):
    port = free_port()
    with (tmp_path / "out").open("w") as out:
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from agimi.cli import main; main()",
                "serve",
                "--port",
                str(port),
                "--workers",
                "1",
            ],
            env=environment_of(var, AGIMI_LANG="en"),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_answers(process, address, tmp_path / "out")
        yield process, address
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_answers(process, address, out):
    for _attempt in range(300):
        assert process.poll() is None, out.read_text()
        try:
            urllib.request.urlopen(f"{address}/account/login/").close()  # noqa: S310
        except URLError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(out.read_text())


@pytest.mark.slow
def test_that_pages_and_their_parts_are_served(served, var, tmp_path):
    process, address = served
    with urllib.request.urlopen(f"{address}/account/login/") as response:  # noqa: S310
        page = response.read().decode()
    assert address in (tmp_path / "out").read_text()
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert parts
    for part in parts:
        with urllib.request.urlopen(address + part) as response:  # noqa: S310
            assert "immutable" in response.headers["Cache-Control"], part
    busy = run_agimi(
        "--lang", "en", "serve", "--port", address.rpartition(":")[2], var=var, status=1
    )
    assert "Perhaps Agimi runs already." in busy.stderr
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(children) >= 2
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert [
        child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE
    ] == []


def test_that_it_does_not_start_without_keys(tmp_path: Path):
    refused = run_agimi("--lang", "en", "serve", var=tmp_path, status=1)
    assert "Run `agimi init`." in refused.stderr
