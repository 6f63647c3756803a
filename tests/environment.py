"""Loaded before Django reads its settings: which database, which keys, and nothing of this machine's own var/.

A plugin of pytest (see pyproject.toml); what concerns the tests themselves is in conftest.py.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MASTER_KEY = "dGVzdHMgb25seTogdGhlc2UgYXJlIDMyIGJ5dGVzISE="
OURS = "AGIMI_TESTS_CLUSTER"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgres"),
        default="sqlite",
        help="what the tests keep their records in (default: sqlite); postgres starts a cluster of its own",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    # Whatever is set for running Agimi here is no business of the tests.
    is_worker = OURS in os.environ
    for name in list(os.environ):
        if name.startswith("AGIMI_") and name not in {OURS, "AGIMI_CHROMIUM", "AGIMI_NODE_MODULES"}:
            del os.environ[name]
    os.environ.update(
        AGIMI_VAR=tempfile.mkdtemp(prefix="agimi-tests-"),
        AGIMI_MASTER_KEY=MASTER_KEY,
        AGIMI_SECRET_KEY="tests only",
        AGIMI_LANG="sq",
        TZ="Europe/Tirane",
    )
    (Path(os.environ["AGIMI_VAR"]) / "static").mkdir()
    if not is_worker:
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("KEYS_DATABASE_URL", None)
        os.environ[OURS] = ""
        compile_translations()
        if early_config.known_args_namespace.database == "postgres":
            start_cluster(early_config)
    return (yield)


def compile_translations() -> None:
    from scripts.messages import compile_all

    compile_all()


def start_cluster(config: pytest.Config) -> None:
    from tests.postgres import Cluster, NoPostgres

    try:
        cluster = Cluster().__enter__()
    except NoPostgres as error:
        raise pytest.UsageError(str(error)) from error
    config.add_cleanup(cluster.close)
    os.environ[OURS] = str(cluster.folder)
    os.environ["DATABASE_URL"] = cluster.url("agimi")
    os.environ["KEYS_DATABASE_URL"] = cluster.url("agimi_keys")


def pytest_unconfigure() -> None:
    import shutil

    folder = Path(os.environ.get("AGIMI_VAR", ""))
    if folder.name.startswith("agimi-tests-"):
        shutil.rmtree(folder, ignore_errors=True)
