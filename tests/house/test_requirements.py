"""Each of the 324 requirements of the two annual reports is served, or says why not yet."""

import pytest

from scripts import requirements

# Frozen: no requirement may be dropped.
COUNTS = {
    "ORG": 11, "BEN": 20, "CAS": 20, "DOC": 29, "SVC": 1, "HOU": 3, "PSY": 5, "ACT": 6,
    "MED": 6, "LEG": 12, "EDU": 4, "EMP": 6, "BUS": 1, "SOC": 1, "MEN": 2, "MON": 3,
    "INF": 1, "FAM": 1, "AID": 3, "CHC": 5, "MOB": 7, "AWR": 12, "CLB": 7, "LEZ": 15,
    "PRJ": 17, "TRN": 7, "STF": 4, "ADV": 5, "RES": 2, "COO": 2, "PUB": 3, "ROL": 2,
    "PLC": 2, "PAR": 4, "OUT": 27, "UNI": 10, "V": 25, "RUL": 15, "PJ": 17,
}  # fmt: skip
IDS = [f"{kind}-{n:02}" for kind, count in COUNTS.items() for n in range(1, count + 1)] + ["V-23b"]


def test_that_every_requirement_is_listed_once():
    listed = [one["id"] for one in requirements.requirements()]
    assert sorted(listed) == sorted(IDS)
    assert len(listed) == 324


@pytest.mark.parametrize("kind", requirements.EXISTS)
def test_that_what_is_named_exists(kind):
    exists = requirements.EXISTS[kind]
    named = {name for one in requirements.requirements() for name in one.get(kind, ())}
    assert sorted(name for name in named if not exists(name)) == []


def test_that_every_requirement_is_served_or_says_why_not():
    for one in requirements.requirements():
        assert requirements.unknown_keys(one) == [], one["id"]
        assert one["item"].strip(), one["id"]
        assert one.get("later") or any(one.get(kind) for kind in requirements.EXISTS), one["id"]


def test_that_the_page_is_current():
    assert requirements.PAGE.read_text("utf-8") == requirements.page(), "run `make docs`"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("fields", "casework.Service.colour"),
        ("figures", "nothing.at_all"),
        ("lists", "colours"),
        ("code", "agimi.casework.rules.no_such_rule"),
        ("records", "projects.yaml:PJ-99"),
        ("pages", "web:nowhere"),
        ("commands", "fly"),
    ],
)
def test_that_what_does_not_exist_is_noticed(kind, name):
    assert not requirements.EXISTS[kind](name)
