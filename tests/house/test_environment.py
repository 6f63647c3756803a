"""Settings from the environment: right values are taken, wrong ones refused in words that help."""

import base64
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from agimi.environment import ONLY_WHERE_ASKED, Environment, master_key, postgres, secret_file


def env(**variables):
    return Environment(variables)


@pytest.mark.parametrize("value", ["1", "true", "YES", "on", "po", " 1 "])
def test_flags_that_say_yes(value):
    assert env(A=value).flag("A", default=False) is True


@pytest.mark.parametrize("value", ["0", "False", "no", "OFF", "jo"])
def test_flags_that_say_no(value):
    assert env(A=value).flag("A", default=True) is False


@pytest.mark.parametrize("default", [True, False])
def test_a_flag_that_is_empty_is_not_set(default):
    assert env(A=" ").flag("A", default=default) is default
    assert env().flag("A", default=default) is default


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (
            lambda: env(A="perhaps").flag("A", default=True),
            "A: 'perhaps' is neither yes nor no. Right would be: 1 or 0.",
        ),
        (
            lambda: env(A="ten").number("A", 1, least=1, most=9),
            "A: 'ten' is not a whole number. Right would be: a whole number of at least 1 and at most 9.",
        ),
        (
            lambda: env(A="10").number("A", 1, least=1, most=9),
            "A: 10 is out of range. Right would be: a whole number of at least 1 and at most 9.",
        ),
        (
            lambda: env(A="-1").number("A", 1),
            "A: -1 is out of range. Right would be: a whole number of at least 0.",
        ),
        (
            lambda: env(A="de").choice("A", "sq", ("sq", "en")),
            "A: 'de' is not known. Right would be: sq or en.",
        ),
        (
            lambda: env(A="a,,b").words("A", ()),
            "A: 'a,,b' has an empty part. Right would be: names divided by single commas.",
        ),
        (
            lambda: env(A="var").path("A", Path("/")),
            "A: 'var' is a relative path, which would depend on where Agimi is started. Right would be: a full path.",
        ),
        (
            lambda: env(A="mysql://host/agimi").database("A", Path("/x")),
            (
                "A: 'mysql' is not a kind of database that Agimi knows. "
                "Right would be: postgresql://user:password@host:5432/name or sqlite:///full/path."
            ),
        ),
        (
            lambda: env(A="sqlite://agimi.sqlite3").database("A", Path("/x")),
            "A: the path of the SQLite file is relative. Right would be: sqlite:///full/path/to/agimi.sqlite3.",
        ),
        (
            lambda: env(A="postgresql://host").database("A", Path("/x")),
            (
                "A: the address does not end with the name of one database. "
                "Right would be: postgresql://user:password@host:5432/name or sqlite:///full/path."
            ),
        ),
        (
            lambda: master_key("not base64", name="K"),
            "K: the value is not base64. Right would be: 32 random bytes in base64, as `agimi init` writes them.",
        ),
        (
            lambda: master_key("c2hvcnQ=", name="K"),
            "K: the key has 5 bytes. Right would be: 32 random bytes in base64, as `agimi init` writes them.",
        ),
    ],
)
def test_a_wrong_value_is_refused_with_what_and_where_and_what_would_be_right(read, message):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    assert str(refusal.value) == message


def test_a_refusal_never_repeats_a_password_or_key():
    secret = "hunter2-hunter2-hunter2"
    for read in (
        lambda: env(A=f"postgresql://agimi:{secret}@host:notaport/agimi").database("A", Path("/x")),
        lambda: env(A=f"postgresql://agimi:{secret}@host/").database("A", Path("/x")),
        lambda: master_key(secret, name="K"),
    ):
        with pytest.raises(ImproperlyConfigured) as refusal:
            read()
        assert secret not in str(refusal.value)


# The driver plans for good only what it is asked to.
PREPARES = {"prepare_threshold": ONLY_WHERE_ASKED}


def test_the_address_of_postgresql_is_read_whole():
    details = postgres(
        "A",
        "postgresql://ag%40imi:p%2Fw%3A@db.local:6543/agi%20mi?sslmode=verify-full&connect_timeout=5",
    )
    assert {
        key: details[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")
    } == {
        "USER": "ag@imi",
        "PASSWORD": "p/w:",
        "HOST": "db.local",
        "PORT": "6543",
        "NAME": "agi mi",
        "OPTIONS": {**PREPARES, "sslmode": "verify-full", "connect_timeout": "5"},
    }


def test_postgresql_may_be_a_socket():
    details = postgres("A", "postgresql://agimi@/agimi?host=/run/postgresql&port=5433")
    assert (details["HOST"], details["PORT"], details["OPTIONS"]) == (
        "/run/postgresql",
        "5433",
        PREPARES,
    )


@given(
    user=st.text(min_size=1).filter(str.isprintable),
    password=st.text().filter(str.isprintable),
)
def test_any_user_and_password_survive_the_address(user, password):
    from urllib.parse import quote

    details = postgres(
        "A", f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@host/agimi"
    )
    assert (details["USER"], details["PASSWORD"]) == (user, password)


def test_sqlite_is_the_database_when_none_is_named(tmp_path):
    assert env().database("A", tmp_path / "agimi.sqlite3")["NAME"] == tmp_path / "agimi.sqlite3"
    assert env(A="sqlite:////data/a%20b.sqlite3").database("A", tmp_path)["NAME"] == Path(
        "/data/a b.sqlite3"
    )


def test_sqlite_waits_for_its_turn_and_lets_readers_read(tmp_path):
    options = env().database("A", tmp_path / "x")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=NORMAL" in options["init_command"]


@given(st.binary(min_size=32, max_size=32))
def test_a_master_key_is_read_as_it_was_written(key):
    assert master_key(f"{base64.b64encode(key).decode()}\n", name="K") == key


def test_a_secret_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "master.key"
    assert secret_file(path, name="K") == ""
    path.write_text("secret\n")
    path.chmod(0o644)
    with pytest.raises(ImproperlyConfigured) as refusal:
        secret_file(path, name="K")
    assert (
        str(refusal.value)
        == f"K: others on this machine may open {path}. Right would be: chmod 600 {path}."
    )
    path.chmod(0o600)
    assert secret_file(path, name="K") == "secret"


def test_an_empty_secret_is_refused_rather_than_replaced(tmp_path):
    path = tmp_path / "master.key"
    path.touch(mode=0o600)
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        secret_file(path, name="K")
