"""What stands in a case at all, before any of it is read: one question, planned once.

A case page asked six for it, each of which took longer to word than to answer. It says nothing of
who sees what: whoever finds something here asks for it by ``visible_to``.
"""

from __future__ import annotations

from dataclasses import dataclass

from agimi.access.look import remembered
from agimi.access.prepared import asked
from agimi.casework.choices import PlacementKind, PlanStage
from agimi.casework.models import Case

_GLANCE = """
SELECT 'assessed', kind FROM casework_assessment WHERE case_id = %(case)s
UNION
SELECT 'approved', '' FROM casework_plan WHERE case_id = %(case)s AND stage = %(approved)s
UNION
SELECT 'outside', '' FROM casework_placement
WHERE case_id = %(case)s AND ended_on IS NULL AND kind <> %(shelter)s
UNION
SELECT 'children', '' FROM casework_casechild WHERE case_id = %(case)s
UNION
SELECT 'meetings', '' FROM casework_casemeeting_cases WHERE case_id = %(case)s
UNION
SELECT 'others', '' FROM casework_case WHERE person_id = %(person)s AND id <> %(case)s
"""


@dataclass(frozen=True, slots=True)
class Glance:
    """The kinds of assessment that were made, whether a plan is approved and a home outside the
    shelter goes on; whether there are children, meetings, other cases of the same person."""

    assessed: frozenset[str]
    approved: bool
    outside: bool
    children: bool
    meetings: bool
    others: bool


def glance(case: Case) -> Glance:
    """Within one look it is asked once (``agimi.access.look``)."""
    return remembered(("glance", case.pk), lambda: _glance(case))


def _glance(case: Case) -> Glance:
    given = {
        "case": case.pk,
        "person": case.person_id,
        "approved": PlanStage.APPROVED.value,
        "shelter": PlacementKind.SHELTER.value,
    }
    rows = asked(_GLANCE, given)
    there = {what for what, _which in rows}
    return Glance(
        assessed=frozenset(which for what, which in rows if what == "assessed"),
        approved="approved" in there,
        outside="outside" in there,
        children="children" in there,
        meetings="meetings" in there,
        others="others" in there,
    )
