"""What every beneficiary is promised, and whether it was done (UNI-01 … UNI-10)."""

from __future__ import annotations

import polars as pl

from agimi.insight.measure import View, open_during, subject
from agimi.insight.subjects.traits import (
    ADULT,
    STANDING,
    of_participants,
    of_projects,
    with_code,
    with_person,
    with_standing,
)

ROUTINE_TESTS = ("blood_count", "biochemical", "ultrasound", "x_ray")
SCHOOL_ITEMS = ("schoolbooks", "school_supplies")


def _is(column: str, *values: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).is_in(values)


def _done(rows: pl.LazyFrame, name: str, found: pl.LazyFrame, on: str = "case") -> pl.LazyFrame:
    """The rows with whether each is among those found."""
    known = found.select(on).drop_nulls().unique().with_columns(pl.lit(value=True).alias(name))
    return rows.join(known, on=on, how="left").with_columns(pl.col(name).fill_null(value=False))


def _for_cases(view: View, records: pl.LazyFrame) -> pl.LazyFrame:
    """Records of people as records of their cases, where they do not name the case themselves."""
    of_case = view["cases"].select("person", its_case="case")
    rows = records.join(of_case, on="person")
    return rows.filter(pl.col("case").is_null() | (pl.col("case") == pl.col("its_case"))).select(
        pl.exclude("case", "its_case"), case="its_case"
    )


@subject(
    "assessments", "medical_acts", "papers", "plans", "phases", "services", "codes", *STANDING,
    key="case",
)  # fmt: skip
def promises_to_cases(view: View) -> pl.LazyFrame:
    """A case, with what was promised to everybody and whether it was done."""
    until = pl.col("on") <= view.period.end
    assessed = _for_cases(view, view["assessments"].filter(until))
    tested = _for_cases(view, view["medical_acts"].filter(until & _is("test", *ROUTINE_TESTS)))
    plans = view["plans"].filter(pl.col("made_on") <= view.period.end)
    approved = pl.col("approved_on") <= view.period.end
    papers = view["papers"].filter(until)

    rows = with_person(view, of_participants(view, view["cases"]))
    rows = _done(rows, "psychosocial", assessed.filter(_is("kind", "psychosocial")))
    rows = _done(rows, "evaluated", assessed.filter(_is("kind", "medical")))
    rows = _done(rows, "tested", tested)
    informed = _is("kind", "legal_needs") & pl.col("informed_of_rights")
    rows = _done(rows, "informed", assessed.filter(informed))
    rows = _done(rows, "educational", assessed.filter(_is("kind", "educational")))
    rows = _done(rows, "education_planned", plans.filter(_is("kind", "education")))
    rows = _done(rows, "planned", plans.filter(_is("kind", "reintegration") & approved))
    rows = _done(rows, "health_card", papers.filter(_is("paper_kind", "health_card")), "person")
    rows = _done(rows, "jobseeker", papers.filter(_is("paper_kind", "jobseeker")), "person")
    rows = _done(rows, "in_later_phase", _later_phases(view))
    rows = _done(rows, "monitored", _monitored_in_later_phases(view))
    rows = _done(rows, "served", _served(view))
    minor = pl.col("age") < ADULT
    return rows.with_columns(
        medical=pl.col("evaluated") & pl.col("tested"),
        education=pl.col("educational") & pl.col("education_planned"),
        later_phase=_yes_no("in_later_phase"),
        was_served=_yes_no("served"),
        of_age=pl.when(minor).then(pl.lit("no")).otherwise(pl.lit("yes")),
    )


def _yes_no(column: str) -> pl.Expr:
    return pl.when(pl.col(column)).then(pl.lit("yes")).otherwise(pl.lit("no"))


def _later_phases(view: View) -> pl.LazyFrame:
    """The cases that were in phase 2 or 3 on a day of the period."""
    during = open_during("started_on", "ended_on").within(view.period)
    return view["phases"].filter(during & (pl.col("phase") >= 2))


def _served(view: View) -> pl.LazyFrame:
    during = pl.col("on").is_between(view.period.start, view.period.end)
    return view["services"].filter(during)


def _monitored_in_later_phases(view: View) -> pl.LazyFrame:
    """The cases with a monitoring contact in the period while they were in phase 2 or 3."""
    contacts = with_code(view, _served(view), "kind", counts_as="service_group")
    contacts = contacts.filter(_is("service_group", "monitoring")).select("case", "on")
    days = _later_phases(view).select("case", "started_on", "ended_on")
    still = pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("on"))
    return contacts.join(days, on="case").filter((pl.col("started_on") <= pl.col("on")) & still)


@subject("school_enrolments", "items_given", "codes", *STANDING, key="enrolment")
def pupils(view: View) -> pl.LazyFrame:
    """A beneficiary at school, with whether books or supplies were given in the period."""
    during = pl.col("on").is_between(view.period.start, view.period.end)
    given = with_code(view, view["items_given"].filter(during), "item")
    rows = with_standing(view, of_participants(view, view["school_enrolments"]))
    return _done(rows, "supplied", given.filter(_is("item", *SCHOOL_ITEMS)), "person")


@subject("aid_deliveries", "assessments", *STANDING, key="delivery")
def aid_by_need(view: View) -> pl.LazyFrame:
    """An aid package, with whether the needs of its person had been assessed before."""
    needs = view["assessments"].filter(_is("kind", "aid_needs"))
    first = needs.group_by("person").agg(assessed_on=pl.col("on").min())
    rows = of_projects(view, view["aid_deliveries"]).join(first, on="person", how="left")
    before = (pl.col("assessed_on") <= pl.col("on")).fill_null(value=False)
    return with_standing(view, rows.with_columns(assessed_before=before))
