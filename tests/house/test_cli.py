"""The console command: what it offers, in which language, and how it refuses."""

import re
import stat

import click
import pytest

from agimi.cli import COMMANDS, GROUPS, load
from agimi.terminal import choose_language, speak
from tests.house.machine import run_agimi


@pytest.fixture(autouse=True)
def _language(monkeypatch):
    """`speak` sets the process's language; put it back."""
    monkeypatch.setenv("AGIMI_LANG", "sq")
    monkeypatch.setenv("LANGUAGE", "sq")


@pytest.mark.parametrize(
    ("arguments", "variables", "language"),
    [
        (["--help"], {}, "sq"),
        (["--lang", "en", "--help"], {"AGIMI_LANG": "sq"}, "en"),
        (["--lang=en"], {}, "en"),
        (["--help", "--lang", "en"], {}, "en"),
        (["--help"], {"AGIMI_LANG": "en", "LANG": "sq_AL.UTF-8"}, "en"),
        (["--help"], {"LANG": "en_GB.UTF-8"}, "en"),
        (["--help"], {"LANG": "sq_AL.UTF-8"}, "sq"),
        (["--help"], {"LANG": "de_DE.UTF-8"}, "sq"),
        (["report", "annual", "--lang", "en"], {}, "sq"),
        (["--lang"], {}, "sq"),
    ],
)
def test_which_language_the_terminal_speaks(monkeypatch, arguments, variables, language):
    for name in ("AGIMI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert choose_language(arguments) == language


@pytest.mark.parametrize("path", COMMANDS)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_that_a_command_is_there_and_explains_itself(path, language):
    import importlib
    import sys

    speak(language)
    module = COMMANDS[path].target.partition(":")[0]
    if module in sys.modules:
        importlib.reload(sys.modules[module])
    command = load(path)
    assert command.help
    unexplained = [
        option.name
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden and not option.help
    ]
    assert unexplained == []


def test_that_help_is_in_both_languages(tmp_path):
    english = run_agimi("--lang", "en", "--help", var=tmp_path).stdout
    albanian = run_agimi("--lang", "sq", "--help", var=tmp_path).stdout
    first = {path.split()[0] for path in COMMANDS}
    for text in (english, albanian):
        assert set(re.findall(r"^  ([a-z]+)  ", text, re.MULTILINE)) == first
    assert "Serve the pages." in english
    assert "Commands:" in english
    assert "Vër në punë faqet." in albanian
    assert "Komandat:" in albanian
    assert "Usage" not in albanian


def test_that_every_group_has_its_line():
    assert {path.split()[0] for path in COMMANDS if " " in path} == set(GROUPS)


def test_that_init_makes_keys_for_their_owner_alone_and_keeps_them(tmp_path):
    var = tmp_path / "var"
    run_agimi("init", var=var)
    made = {path.name: path.read_bytes() for path in var.glob("*.key")}
    assert set(made) == {"master.key", "secret.key"}
    for path in (
        var / "master.key",
        var / "secret.key",
        var / "agimi.sqlite3",
        var / "keys.sqlite3",
    ):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(var.stat().st_mode) == 0o700
    run_agimi("init", var=var)
    assert {path.name: path.read_bytes() for path in var.glob("*.key")} == made
    assert "✗" not in run_agimi("doctor", var=var, AGIMI_DEMO="1").stdout


def test_that_a_command_before_init_says_what_to_do(tmp_path):
    refused = run_agimi("--lang", "en", "doctor", var=tmp_path, status=1)
    assert "Run `agimi init`." in refused.stdout
    assert "Traceback" not in refused.stderr


def test_that_a_wrong_setting_is_told_without_a_traceback(tmp_path):
    refused = run_agimi("--lang", "en", "doctor", var=tmp_path, status=1, AGIMI_DEBUG="perhaps")
    assert refused.stderr.startswith(
        "AGIMI_DEBUG: 'perhaps' is neither yes nor no. Right would be: 1 or 0."
    )
    assert "Traceback" not in refused.stderr
