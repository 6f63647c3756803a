"""`agimi figures` and `agimi check`: what they print, refuse, and end with."""

import csv
import datetime as dt
import io
import json

import pytest
from click.testing import CliRunner

from agimi.casework.models import Case, Service
from agimi.insight import commands
from agimi.programme.models import Project
from agimi.terminal import speak
from tests.records import make

pytestmark = pytest.mark.django_db

ONE = ("--indicator", "casework.cases")


@pytest.fixture(autouse=True)
def _english():
    speak("en")
    yield
    speak("sq")


def run(command, *arguments):
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


@pytest.fixture
def case():
    return make(Case, category="violence", opened_on=dt.date(2024, 3, 3))


def test_that_figures_are_printed_as_json(case):
    printed = run(commands.figures, "2024", *ONE, "--format", "json")
    (row,) = (row for row in json.loads(printed.stdout) if row["category"] == ["violence", "new"])
    assert row == {
        "indicator": "casework.cases",
        "start": "2024-01-01",
        "end": "2024-12-31",
        "project": None,
        "by": ["category", "intake"],
        "category": ["violence", "new"],
        "value": 1,
        "unit": "cases",
        "quality": "exact",
        "base": None,
    }


def test_that_figures_are_printed_as_csv(case):
    printed = run(commands.figures, "2024", *ONE, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(printed)))
    (row,) = (row for row in rows if row["category"] == "violence;new")
    assert (row["by"], row["value"], row["unit"]) == ("category;intake", "1", "cases")


def test_that_figures_are_printed_as_a_table(case):
    printed = run(commands.figures, "2024", *ONE).stdout
    assert "Cases assisted  (casework.cases)" in printed
    assert "Category × Carried over or new" in printed


def test_that_a_period_may_be_given_by_its_days(case):
    arguments = ("2024", *ONE, "--from", "2024-04-01", "--to", "30.04.2024", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run(commands.figures, *arguments).stdout)))
    assert {(row["start"], row["end"]) for row in rows} == {("2024-04-01", "2024-04-30")}
    assert {row["value"] for row in rows if row["category"] == "violence;carried"} == {"1"}


def test_that_a_period_must_not_end_before_it_starts():
    refused = run(commands.figures, "2024", "--from", "2024-05-01", "--to", "2024-04-01")
    assert refused.exit_code == 1
    assert "before it starts" in refused.output


def test_that_an_unknown_project_is_refused_with_those_there_are():
    make(Project, code="PJ-01")
    refused = run(commands.figures, "2024", "--project", "PJ-99")
    assert refused.exit_code == 1
    assert "PJ-01" in refused.output


def test_that_an_unknown_indicator_is_refused_with_those_like_it():
    refused = run(commands.figures, "2024", "--indicator", "casework.case")
    assert refused.exit_code == 1
    assert "casework.cases" in refused.output


def test_that_a_project_may_be_counted_since_it_began():
    make(Project, code="PJ-01", started_on=dt.date(2022, 5, 1), ended_on=dt.date(2023, 6, 30))
    arguments = ("2024", "--project", "PJ-01", "--to-date", *ONE, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run(commands.figures, *arguments).stdout)))
    assert {(row["start"], row["end"], row["project"]) for row in rows} == {
        ("2022-05-01", "2023-06-30", "PJ-01")
    }
    refused = run(commands.figures, "2024", "--to-date")
    assert refused.exit_code == 1


def test_that_a_public_printout_hides_small_figures(case):
    printed = run(commands.figures, "2024", *ONE, "--public", "--format", "json").stdout
    assert {row["value"] for row in json.loads(printed)} == {None, 0}


def test_that_sound_records_pass_the_check():
    checked = run(commands.check, "2024")
    assert (checked.exit_code, checked.stdout.strip()) == (0, "✓ Nothing contradicts anything.")


def test_that_a_breach_ends_the_check_with_an_error_and_names_its_records(case):
    late = make(Service, case=case, person=case.person, on=dt.date(2024, 3, 2))
    checked = run(commands.check, "2024")
    assert checked.exit_code == 1
    assert "RUL-09  Services outside the time of their case (1)" in checked.stdout
    assert late.code in checked.stdout


def test_that_the_check_may_be_read_by_programs(case):
    found = json.loads(run(commands.check, "2024", "--format", "json").stdout)
    claim = next(one for one in found if one["rule"] == "UNI-01")
    assert claim["weight"] == "review"
    assert [record["code"] for record in claim["records"]] == [case.code]


def test_that_many_records_are_named_only_when_asked_for():
    codes = {make(Case, opened_on=dt.date(2024, 3, 3)).code for _ in range(25)}
    few = run(commands.check, "2024").stdout
    assert "… and 5 more (--all names them)" in few
    every = run(commands.check, "2024", "--all").stdout
    assert {code for code in codes if code in every} == codes
