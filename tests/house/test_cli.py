"""The console command: what it offers, in which language, and how it refuses."""

import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

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


def test_that_init_makes_keys_for_their_owner_alone_and_keeps_them(var):
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


def test_that_a_lost_master_key_is_not_replaced_while_keys_need_it(var):
    (var / "master.key").rename(var / "elsewhere")
    with closing(sqlite3.connect(var / "keys.sqlite3")) as keys, keys:
        keys.execute(
            "INSERT INTO people_personkey (subject, wrapped, made_at) VALUES ('P', X'00', '2024-01-01')"
        )
    refused = run_agimi("--lang", "en", "init", var=var, status=1)
    assert "A new one would open nothing." in refused.stderr
    assert not (var / "master.key").exists()


def test_that_an_account_is_given_listed_and_gets_a_new_password(var):
    given = run_agimi(
        "--lang", "en", "user", "add", "drita", "--role", "psychologist", var=var
    ).stdout
    password = given.split()[-1]
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", password)
    assert "drita" in run_agimi("user", "list", var=var).stdout
    changed = run_agimi("--lang", "en", "user", "password", "drita", var=var).stdout
    assert changed.split()[-1] != password
    again = run_agimi("user", "add", "drita", "--role", "psychologist", var=var, status=1)
    assert again.stderr == "Ka tashmë një emër të tillë përdoruesi.\n"
    nobody = run_agimi("--lang", "en", "user", "password", "agim", var=var, status=1)
    assert nobody.stderr == "There is no account named agim.\n`agimi user list` lists them all.\n"
    with closing(sqlite3.connect(var / "agimi.sqlite3")) as data:
        entries = data.execute(
            "SELECT actor, verb, code FROM access_auditentry WHERE kind = 'access.user' ORDER BY number"
        ).fetchall()
    assert entries == [("agimi", "added", "drita"), ("agimi", "password reset", "drita")]
    assert password not in (var / "agimi.sqlite3").read_bytes().decode("latin-1")


def test_that_a_changed_audit_trail_is_noticed(var):
    whole = run_agimi("--lang", "en", "audit", "verify", var=var).stdout
    assert whole.endswith("entries, whole.\n")
    with closing(sqlite3.connect(var / "agimi.sqlite3")) as data, data:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            data.execute("UPDATE access_auditentry SET verb = 'read' WHERE number = 2")
        # Whoever has the file can take the guards away as well.
        guards = data.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (guard,) in guards:
            data.execute(f"DROP TRIGGER {guard}")
        data.execute("UPDATE access_auditentry SET verb = 'read' WHERE number = 2")
    broken = run_agimi("--lang", "en", "audit", "verify", var=var, status=1)
    assert broken.stdout == "Entry 2 was changed.\n"
    assert "tell the data-protection officer" in broken.stderr


def test_that_a_backup_keeps_records_and_keys_apart_and_opens(var, tmp_path):
    data, keys = tmp_path / "data", tmp_path / "keys"
    run_agimi("user", "add", "drita", "--role", "director", var=var)
    copies = run_agimi("backup", "--data", str(data), "--keys", str(keys), var=var).stdout.split()
    assert [Path(copy).name for copy in copies] == ["agimi.sqlite3", "keys.sqlite3"]
    assert [path.name for path in data.rglob("*") if path.is_file()] == ["agimi.sqlite3"]
    assert [path.name for path in keys.rglob("*") if path.is_file()] == ["keys.sqlite3"]
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute(
            "SELECT username FROM access_user WHERE username = 'drita'"
        ).fetchall() == [("drita",)]
    assert stat.S_IMODE(Path(copies[0]).stat().st_mode) == 0o600
    together = run_agimi("backup", "--data", str(data), "--keys", str(data), var=var, status=1)
    assert together.stderr.startswith("Të dhënat dhe çelësat nuk mbahen në një dosje.")


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
