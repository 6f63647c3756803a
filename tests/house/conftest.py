"""A folder in which `agimi init` was run, once for all tests that only need it done."""

import shutil
from pathlib import Path

import pytest

from tests.house.machine import run_agimi


@pytest.fixture(scope="session")
def _initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("initialised") / "var"
    run_agimi("init", var=var)
    return var


@pytest.fixture
def var(_initialised: Path, tmp_path: Path) -> Path:
    """A copy for one test."""
    return shutil.copytree(_initialised, tmp_path / "var")
