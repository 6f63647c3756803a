"""Any records at all, within what the database allows: frames drawn at random, small and crowded.

Few numbers and days on the edges make collisions likely: people with several cases, children of two
parents, sessions of two projects, everything not recorded.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import polars as pl
from hypothesis import strategies as st

from agimi.insight.frames import FRAMES, Frame, Records

EDGES = ("2023-02-01", "2023-12-31", "2024-01-01", "2024-02-29", "2024-06-15", "2024-12-31",
         "2025-01-01", "2025-03-01")  # fmt: skip
DAYS = tuple(dt.date.fromisoformat(day) for day in EDGES)
BIRTHS = tuple(
    dt.date.fromisoformat(day)
    for day in ("1980-05-05", "2002-12-31", "2003-01-01", "2006-12-31", "2007-01-01",
                "2013-12-31", "2014-01-01", "2024-02-29", "2025-01-01")
)  # fmt: skip
MOST = 4  # so many different people, cases, sites …

WORDS: dict[str, tuple[str, ...]] = {
    "sex": ("female", "male"),
    "category": ("trafficking", "violence"),
    "nationality_status": ("albanian", "foreign", "stateless"),
    "kind": (
        "recruitment", "exploitation", "exploitation_country", "violence", "psychosocial",
        "medical", "legal_needs", "educational", "aid_needs", "education", "reintegration",
        "self", "police",
    ),
    "value": ("sexual", "begging", "AL", "DE"),
    "placement": ("shelter", "rented_apartment", "family", "independent"),
    "counts_as": (
        "counselling", "monitoring", "employment_counselling", "club_session", "training",
        "childcare", "gbv", "support",
    ),
    "key": ("schoolbooks", "school_supplies", "something", "else"),
    "site_kind": ("community_centre", "mobile_unit"),
    "level": ("primary", "secondary", "municipality", "county"),
    "group": ("girls", "women", "not_stated"),
    "head_role": ("participant", "collaborator", "trainer"),
    "bound": ("exact", "about", "at_least", "unknown"),
    "test": ("blood_count", "covid19"),
    "paper_kind": ("id_card", "passport", "health_card", "jobseeker"),
}  # fmt: skip
OTHER_WORDS = ("a", "b")

# What the database keeps unique.
UNIQUE: dict[str, tuple[str, ...]] = {
    "case_facts": ("case", "kind", "value"),
    "service_topics": ("service", "topic"),
    "service_projects": ("service", "project"),
    "session_projects": ("session", "project"),
    "session_topics": ("session", "topic"),
    "session_audiences": ("session", "audience"),
    "session_partners": ("session", "body"),
    "session_staff": ("session", "staff"),
    "publication_partners": ("publication", "body"),
    "aid_children": ("delivery", "child"),
    "identified_children": ("identification", "child"),
    "attendances": ("session", "person"),
    "project_places": ("project", "place"),
    "project_bodies": ("project", "body", "partner_role"),
}
# What a row cannot be without.
NEEDED = {
    "on", "started_on", "opened_on", "since", "decided_on", "made_on", "person", "child", "case",
    "session", "project", "place", "body", "staff", "mentor", "adults", "minors", "days", "phase",
    "rent_months", "service", "topic", "audience", "delivery", "identification", "publication",
}  # fmt: skip
MAY_LACK = {"services": {"case"}, "legal_aid": {"case", "project"}, "assessments": {"case"},
            "medical_acts": {"case"}, "calls": {"person", "project", "topic"},
            "sessions": {"place", "site"}, "headcounts": {"body", "audience"},
            "supervisions": {"staff", "project"}, "contacts": {"place"}, "posts": {"project"},
            "agreements": {"project"}, "court_decisions": {"project"}, "enrolments": {"project"},
            "publications": {"project"}, "businesses": {"project"},
            "aid_deliveries": {"project"}, "housing_supports": {"project"}}  # fmt: skip


@st.composite
def any_records(draw: st.DrawFn) -> Records:
    """Some records in every frame, or none."""
    chance = draw(st.randoms(use_true_random=False))
    return Records.only({name: rows(frame, chance) for name, frame in FRAMES.items()})


def rows(frame: Frame, chance: Random) -> pl.DataFrame:
    own = next(iter(frame.columns))
    many = chance.choice((0, 1, 2, 4, 7))
    drawn = [_row(frame, own, number, chance) for number in range(1, many + 1)]
    table = pl.DataFrame(drawn, schema=frame.schema, orient="row")
    once = UNIQUE.get(frame.name)
    return table.unique(once, keep="first", maintain_order=True) if once else table


def _row(frame: Frame, own: str, number: int, chance: Random) -> list[Any]:
    has_number = (frame.name not in UNIQUE and own not in {"person", "case"}) or frame.name in {
        "persons", "cases", "attendances",
    }  # fmt: skip
    row: dict[str, Any] = {}
    for name, column in frame.columns.items():
        if name == own and has_number:
            row[name] = number
        elif chance.random() < 0.25 and _may_lack(frame, name):
            row[name] = None
        else:
            row[name] = _value(name, column.dtype, row, chance)
    return list(row.values())


def _may_lack(frame: Frame, name: str) -> bool:
    return name not in NEEDED or name in MAY_LACK.get(frame.name, set())


def _value(name: str, dtype: pl.DataType, row: dict[str, Any], chance: Random) -> Any:
    if name == "birth_date":
        return chance.choice(BIRTHS)
    if dtype == pl.Date:
        first = row.get("started_on") or row.get("opened_on")
        return chance.choice([day for day in DAYS if first is None or day >= first])
    if dtype == pl.Categorical:
        return chance.choice(WORDS.get(name, OTHER_WORDS))
    if dtype == pl.Boolean:
        return chance.random() < 0.5
    return chance.randint(1, MOST)
