"""`agimi demo` and `agimi reconcile`: what they print, refuse and leave alone."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from agimi.casework.models import Case
from agimi.demo import actions, commands
from agimi.demo.printed import figures
from agimi.demo.reconcile import Line, Value, Verdict, broken
from tests.records import make


@pytest.fixture
def run():
    def call(command, *arguments):
        return CliRunner().invoke(command, arguments, catch_exceptions=False)

    return call


@pytest.fixture
def with_lines(monkeypatch):
    """The reconciliation, with these lines instead of computed ones."""

    def give(*lines):
        monkeypatch.setattr("agimi.demo.actions.has_records", lambda: True)
        monkeypatch.setattr("agimi.demo.reconcile.reconcile", lambda year: list(lines))

    return give


def line(name, number, verdict=Verdict.AGREES, because=None):
    figure = next(f for f in figures(2024) if f.id == name)
    return Line(figure, Value(number), verdict, because)


TOTAL = line("2024.program.total", 615)
CASES = "2024.monitoring.community.cases"
CONTRADICTION = line(CASES, 243, Verdict.CONTRADICTS, broken()[CASES].words)
DIFFERENCE = line("2024.program.total", 614, Verdict.DIFFERS)


@pytest.mark.django_db
def test_the_demonstration_leaves_an_installation_with_records_alone(run, monkeypatch):
    monkeypatch.setattr(actions, "build_demo", lambda **_: pytest.fail("it wrote"))
    make(Case)
    result = run(commands.demo)
    assert result.exit_code == 0
    assert result.output == "Ka tashmë regjistrime; nuk u ndryshua asgjë.\n"


@pytest.mark.django_db
def test_without_records_there_is_nothing_to_reconcile(run):
    result = run(commands.reconcile, "2024")
    assert result.exit_code == 1
    assert "Nisni më parë `agimi demo`." in result.output


@pytest.mark.django_db
def test_a_year_without_a_printed_report_is_refused_with_the_years_that_have_one(run):
    result = run(commands.reconcile, "2022")
    assert result.exit_code == 1
    assert "Raportet e shtypura: 2021, 2024." in result.output


def test_the_table_tells_printed_computed_and_verdict_in_the_language_of_the_terminal(
    run, with_lines
):
    with_lines(TOTAL, CONTRADICTION)
    result = run(commands.reconcile, "2024")
    assert result.exit_code == 0
    shown = result.output.splitlines()
    assert "  ✓      615      615  All beneficiaries" in result.output
    assert (
        " " * 22 + "bie ndesh me vetveten: shtypur 241, pjesët 109 + 134 = 243, ndryshimi 2"
        in shown
    )
    assert "2 shifra" in shown


def test_every_check_of_the_year_stands_in_the_table(run, with_lines):
    with_lines(TOTAL)
    shown = run(commands.reconcile, "2024").output
    assert "≠ R24-06a" in shown
    assert "✓ R24-01" in shown
    assert "X-02" in shown
    assert "R21-" not in shown


def test_a_difference_without_a_reason_ends_with_status_1(run, with_lines):
    with_lines(TOTAL, DIFFERENCE)
    assert run(commands.reconcile, "2024").exit_code == 1


def test_the_same_as_data(run, with_lines):
    with_lines(TOTAL, CONTRADICTION)
    as_json = json.loads(run(commands.reconcile, "2024", "--format", "json").output)
    as_csv = list(
        csv.DictReader(io.StringIO(run(commands.reconcile, "2024", "--format", "csv").output))
    )
    assert [row["verdict"] for row in as_json] == ["agrees", "contradicts_itself"]
    assert [row["id"] for row in as_csv] == [row["id"] for row in as_json]
    assert as_json[1]["because_en"] == "241 printed, parts 109 + 134 = 243, differs by 2"
    assert (as_json[1]["printed"], as_json[1]["computed"]) == (241, 243)
