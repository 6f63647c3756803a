"""By which ways cases and people come into somebody's sight, or are kept out of it: their keys.

One question tells all that is somebody's own, another what is closed to all but a team. They
are written as SQL: put together by the ORM they were ten, each of which took longer to word
than to answer. Both databases read the same words. ``CROSS JOIN`` tells SQLite in which order:
whoever is away first, not all who ever joined a team.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from agimi.access.look import remembered
from agimi.access.prepared import asked

# Whoever leaves a team today sees nothing more from then on. A restricted case names its team
# itself: nobody stands in there.
_OWN = """
WITH away(id) AS (
    SELECT staff_id FROM casework_absence
    WHERE cover_id = %(staff)s
      AND started_on <= %(today)s AND (ended_on IS NULL OR ended_on > %(today)s)
), own(way, id) AS (
    SELECT 'worked', case_id FROM casework_teammember
    WHERE staff_id = %(staff)s
      AND started_on <= %(today)s AND (ended_on IS NULL OR ended_on > %(today)s)
    UNION
    SELECT 'worked', id FROM casework_case
    WHERE lead_id IN (SELECT id FROM away) AND NOT restricted
    UNION
    SELECT 'worked', t.case_id
    FROM away CROSS JOIN casework_teammember t JOIN casework_case c ON c.id = t.case_id
    WHERE t.staff_id = away.id AND NOT c.restricted
      AND t.started_on <= %(today)s AND (t.ended_on IS NULL OR t.ended_on > %(today)s)
    UNION
    SELECT 'opened', case_id FROM access_breakglass WHERE user_id = %(user)s AND until > %(now)s
)
SELECT way, id FROM own
UNION ALL
SELECT 'people ' || way, c.person_id FROM own JOIN casework_case c ON c.id = own.id
UNION ALL
SELECT 'people ' || way, t.child_id FROM own JOIN casework_casechild t ON t.case_id = own.id
UNION ALL
SELECT 'new people', p.id FROM people_person p
WHERE p.created_by_id = %(user)s
  AND NOT EXISTS (SELECT 1 FROM casework_case c WHERE c.person_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM casework_casechild t WHERE t.child_id = p.id)
UNION ALL
SELECT 'clients', person_id FROM casework_legalaid
WHERE lawyer_id = %(staff)s
  AND started_on <= %(today)s AND (ended_on IS NULL OR ended_on > %(today)s)
"""

# All cases in which the people of restricted cases and their children are, with who leads them.
_CLOSED = """
WITH closed(id) AS (
    SELECT person_id FROM casework_case WHERE restricted
    UNION
    SELECT t.child_id FROM casework_casechild t JOIN casework_case c ON c.id = t.case_id
    WHERE c.restricted
)
SELECT 'person', c.id, c.person_id, c.lead_id FROM casework_case c
WHERE c.person_id IN (SELECT id FROM closed)
UNION ALL
SELECT 'child', t.case_id, t.child_id, c.lead_id
FROM casework_casechild t JOIN casework_case c ON c.id = t.case_id
WHERE t.child_id IN (SELECT id FROM closed)
"""


@dataclass(frozen=True, slots=True)
class Own:
    """What is somebody's own besides the cases that they lead: keys of cases and of people.

    ``cases`` are worked on today, as a member of the team or for somebody who is away, and,
    for reading, those whose glass was broken; ``people`` are theirs, with the children.
    ``registered`` have no case yet; of ``clients`` the user gives the legal aid.
    """

    cases: list[int]
    people: list[int]
    registered: list[int]
    clients: list[int]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is closed to somebody who is not of the team: keys of cases and of people."""

    cases: list[int]
    people: list[int]


def own_of(user: Any, *, writing: bool) -> Own:
    """What is a user's own; breaking the glass opens a case for reading only."""
    found = remembered(("own", user.pk), lambda: _own(user.staff_id, user.pk))
    opened, people = ([], []) if writing else (found["opened"], found["people opened"])
    return Own(
        [*found["worked"], *opened],
        [*found["people worked"], *people],
        found["new people"],
        found["clients"],
    )


def worked_on_by(staff: int) -> list[int]:
    """The cases on which a member of staff works today besides those that they lead."""
    return _own(staff, None)["worked"]


def _own(staff: int | None, user: int | None) -> dict[str, list[int]]:
    given = {
        "staff": staff,
        "user": user,
        "today": connection.ops.adapt_datefield_value(timezone.localdate()),
        "now": connection.ops.adapt_datetimefield_value(timezone.now()),
    }
    found: dict[str, list[int]] = defaultdict(list)
    for way, key in asked(_OWN, given):
        found[way].append(key)
    return found


def hidden_from(user: Any, *, writing: bool) -> Hidden:
    """Restricted cases, their people with children, and all cases of those people.

    Not hidden is what is one's own, by whichever way.
    """
    return remembered(("hidden", user.pk, writing), lambda: _hidden(user, writing))


def _hidden(user: Any, writing: bool) -> Hidden:
    rows = remembered("closed", _closed)
    if not rows:
        return Hidden([], [])
    own = frozenset(own_of(user, writing=writing).cases)
    cases, people, known = [], set(), set()
    for whose, case, person, lead in rows:
        people.add(person)
        if case in own or (lead is not None and lead == user.staff_id):
            known.add(person)
        elif whose == "person":
            cases.append(case)
    return Hidden(cases, sorted(people - known))


def _closed() -> list[tuple[str, int, int, int | None]]:
    return asked(_CLOSED)
