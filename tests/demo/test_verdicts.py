"""Verdicts by themselves: what agrees, what contradicts, what differs."""

import pytest

from agimi.demo.printed import Printed
from agimi.demo.reconcile import Line, Value, Verdict, _line, broken


def figure(value, **more):
    return Printed("x", 2024, value, "", "", "cases", **more)


@pytest.mark.parametrize(
    ("printed", "computed", "verdict"),
    [
        (figure(5), 5, Verdict.AGREES),
        (figure(5), 6, Verdict.DIFFERS),
        (figure(None, blank="zero"), 0, Verdict.AGREES),
        (figure(None, blank="zero"), 1, Verdict.DIFFERS),
        (figure(80, lower_bound=True), 87, Verdict.AGREES),
        (figure(80, lower_bound=True), 79, Verdict.DIFFERS),
        (figure(60, approx=True), 61, Verdict.DIFFERS),
    ],
)
def test_verdicts(printed, computed, verdict):
    assert _line(printed, Value(computed), {}).verdict == verdict


def test_a_figure_that_an_assertion_accuses_contradicts_itself_only_if_the_records_deny_it():
    accused = broken()["2024.monitoring.community.cases"]
    denied = _line(figure(241), Value(243), {"x": accused})
    borne_out = _line(figure(241), Value(241), {"x": accused})
    assert denied == Line(denied.figure, Value(243), Verdict.CONTRADICTS, accused.words)
    assert borne_out.verdict == Verdict.AGREES
