"""Every indicator gives the figures of its specifications."""

import pytest

from agimi.insight.catalogue import CATALOGUE
from tests.insight.spec import Spec, specs

ALL = tuple(specs())


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
def test_that_the_records_give_these_figures(spec: Spec):
    assert spec.computed() == spec.expected()


def test_that_every_indicator_has_a_specification():
    assert {spec.indicator for spec in ALL} == set(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_that_the_specifications_show_the_edges(code: str):
    """What happened a day too early or too late is on the page, and so is what nobody recorded."""
    spoken = " ".join(spec.records for spec in ALL if spec.indicator == code)
    if CATALOGUE[code].when.word != "always":
        edges = ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01")
        assert [day for day in edges if day not in spoken] == []
