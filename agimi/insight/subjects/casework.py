"""Cases, their children, and what the cases are."""

from __future__ import annotations

import polars as pl

from agimi.insight.measure import Build, View, subject
from agimi.insight.subjects.traits import (
    PERSON,
    STANDING,
    of_participants,
    standing,
    ties_of_the_period,
    with_person,
)


def _identification(view: View) -> pl.LazyFrame:
    """The legal status of each case by its latest decision up to the last day of the period."""
    decided = view["decisions"].filter(pl.col("decided_on") <= view.period.end)
    latest = decided.sort("decided_on", maintain_order=True)
    return latest.unique("case", keep="last").select("case", "identification")


def _civil_status(view: View) -> pl.LazyFrame:
    """The civil status that holds on the last day of the period."""
    known = view["civil_statuses"].filter(pl.col("since") <= view.period.end)
    return known.sort("since").unique("person", keep="last").select("person", "civil_status")


def _with_case_traits(view: View, rows: pl.LazyFrame) -> pl.LazyFrame:
    bodies = view["bodies"].select(
        pl.col("body").alias("referred_by"),
        pl.when(pl.col("kind").cast(pl.String).is_in(["self", "individual", "other"]))
        .then(pl.col("kind").cast(pl.String))
        .otherwise(pl.col("key").cast(pl.String))
        .alias("body_key"),
        pl.col("referral_group").alias("body_group"),
        pl.col("kind").alias("body_kind"),
    )
    rows = with_person(view, rows)
    rows = rows.join(_civil_status(view), on="person", how="left")
    rows = rows.join(_identification(view), on="case", how="left")
    return rows.join(bodies, on="referred_by", how="left")


@subject("cases", "participations", "civil_statuses", "decisions", "bodies", *PERSON, key="case")
def cases(view: View) -> pl.LazyFrame:
    """A case: one stay of one person in the programme."""
    return _with_case_traits(view, of_participants(view, view["cases"]))


@subject("cases", "case_children", "participations", *PERSON, key="tie")
def children(view: View) -> pl.LazyFrame:
    """The days on which a child is helped with its parent's case, both tie and case being open."""
    return with_person(view, ties_of_the_period(view), "child")


@subject(*STANDING, key="person")
def beneficiaries(view: View) -> pl.LazyFrame:
    """A beneficiary of the programme in the period, by a case of their own or as a child."""
    return with_person(view, standing(view))


def _facts_of(kind: str, into: str) -> Build:
    def build(view: View) -> pl.LazyFrame:
        facts = view["case_facts"].filter(pl.col("kind").cast(pl.String) == kind)
        return facts.select("case", pl.col("value").alias(into)).unique()

    return build


def _combined_exploitation(view: View) -> pl.LazyFrame:
    """The forms of exploitation of each case, joined by + in the order of the list."""
    place = pl.col("value").replace_strict(
        {form: number for number, form in enumerate(EXPLOITATION)}, default=len(EXPLOITATION)
    )
    return (
        view["case_facts"]
        .filter(pl.col("kind").cast(pl.String) == "exploitation")
        .with_columns(pl.col("value").cast(pl.String))
        .sort("case", place, "value")
        .group_by("case", maintain_order=True)
        .agg(exploitation=pl.col("value").str.join("+"))
    )


EXPLOITATION = (
    "sexual", "forced_labour", "forced_marriage", "begging", "criminal_activity", "servitude",
    "other",
)  # fmt: skip


@subject(
    "cases", "participations", "civil_statuses", "decisions", "bodies", "case_facts", *PERSON,
    key="case",
    bridges={
        "recruitment": _facts_of("recruitment", "recruitment"),
        "country": _facts_of("exploitation_country", "country"),
        "violence": _facts_of("violence", "violence"),
        "control": _facts_of("control", "control"),
        "form": _facts_of("exploitation", "form"),
    },
)  # fmt: skip
def profiles(view: View) -> pl.LazyFrame:
    """A case with what was done to the person: recruitment, exploitation, violence, countries."""
    rows = _with_case_traits(view, of_participants(view, view["cases"]))
    return rows.join(_combined_exploitation(view), on="case", how="left")
