"""What stands in a case at all: each thing by itself, and nothing of another case."""

import pytest

from agimi.access.look import one_look
from agimi.casework.choices import AssessmentKind, PlacementKind, PlanStage
from agimi.casework.glance import Glance, glance
from agimi.casework.models import Assessment, Case, CaseChild, CaseMeeting, Placement, Plan
from agimi.people.models import Person
from tests.records import DAY, make

pytestmark = pytest.mark.both_databases
NOTHING = Glance(frozenset(), False, False, False, False, False)


@pytest.fixture
def case(db):
    return make(Case, opened_on=DAY)


def meeting(case):
    make(CaseMeeting).cases.add(case)


# What is recorded in a case → what is seen of it at a glance.
SEEN = {
    "nothing": (lambda case: None, {}),
    "two assessments": (
        lambda case: [
            make(Assessment, case=case, person=case.person, kind=kind)
            for kind in (AssessmentKind.RISK, AssessmentKind.MEDICAL, AssessmentKind.RISK)
        ],
        {"assessed": frozenset({"risk", "medical"})},
    ),
    "a draft of a plan": (lambda case: make(Plan, case=case, stage=PlanStage.DRAFT), {}),
    "an approved plan": (
        lambda case: make(Plan, case=case, stage=PlanStage.APPROVED),
        {"approved": True},
    ),
    "a bed in the shelter": (
        lambda case: home(case, PlacementKind.SHELTER),
        {},
    ),
    "a home that ended": (
        lambda case: home(case, PlacementKind.RENTED_APARTMENT, ended_on=DAY),
        {},
    ),
    "a home": (lambda case: home(case, PlacementKind.RENTED_APARTMENT), {"outside": True}),
    "a child": (
        lambda case: make(CaseChild, case=case, child=make(Person), started_on=DAY),
        {"children": True},
    ),
    "a meeting": (meeting, {"meetings": True}),
    "another case of hers": (
        lambda case: make(
            Case, person=case.person, opened_on=DAY, closed_on=DAY, closing_reason="needs_met"
        ),
        {"others": True},
    ),
}


def home(case, kind, **more):
    return make(Placement, case=case, person=case.person, kind=kind, started_on=DAY, **more)


@pytest.mark.parametrize("what", SEEN)
def test_that_each_thing_is_seen_and_only_in_its_own_case(what, case):
    record, seen = SEEN[what]
    other = make(Case, opened_on=DAY)
    record(case)

    values = {name: getattr(NOTHING, name) for name in Glance.__slots__} | seen
    assert (glance(case), glance(other)) == (Glance(**values), NOTHING)


def test_that_it_is_asked_once_while_one_page_is_read(case, django_assert_num_queries):
    with one_look(), django_assert_num_queries(1):
        assert glance(case) == glance(case)
