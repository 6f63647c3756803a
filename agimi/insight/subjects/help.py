"""What is done for one person: services, health, law, school, work, home."""

from __future__ import annotations

import polars as pl

from agimi.insight.measure import View, open_during, subject
from agimi.insight.subjects.traits import (
    PERSON,
    STANDING,
    bridge,
    cases_of_the_period,
    category_of,
    client,
    homes,
    lasts,
    of_participants,
    of_projects,
    placement_group,
    tagged,
    ties_of_the_period,
    with_code,
    with_key,
    with_person,
    with_place,
    with_site,
    with_standing,
)

# ── Services ────────────────────────────────────────────────────────────────────────────────────


def _with_phase(view: View, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with the phase their case was in on the day; on a day of change, the new one."""
    phases = view["phases"].select(
        "case", "phase", in_phase_from="started_on", in_phase_to="ended_on"
    )
    rows = rows.sort("on").join_asof(
        phases.sort("in_phase_from"),
        left_on="on",
        right_on="in_phase_from",
        by="case",
        strategy="backward",
        check_sortedness=False,
    )
    still = pl.col("in_phase_to").is_null() | (pl.col("in_phase_to") >= pl.col("on"))
    return rows.with_columns(phase=pl.when(still).then("phase"))


@subject(
    "services", "service_topics", "service_projects", "phases", "codes", "sites", *STANDING,
    key="service",
    bridges={"topic": bridge("service_topics", "topic", key="service", into="topic")},
)  # fmt: skip
def services(view: View) -> pl.LazyFrame:
    """A service to one person on one day, with the phase of the case on that day."""
    rows = tagged(view, view["services"], "service_projects", "service")
    rows = with_code(view, _with_phase(view, rows), "kind", counts_as="service_group")
    rows = with_site(view, rows).rename({"kind": "service_kind"})
    open_cases = cases_of_the_period(view).select("case", open_case="case")
    rows = category_of(view, rows).join(open_cases, on="case", how="left")
    return rows.with_columns(client=client())


@subject("services", "service_projects", "codes", *STANDING, key="service")
def people_served(view: View) -> pl.LazyFrame:
    """A service, with who was served."""
    rows = tagged(view, view["services"], "service_projects", "service")
    rows = with_code(view, rows, "kind", counts_as="service_group")
    return with_person(view, with_standing(view, rows).rename({"kind": "service_kind"}))


@subject("services", "service_projects", "codes", "jobs", *STANDING, key="service")
def counselled_without_job(view: View) -> pl.LazyFrame:
    """A service to somebody who has no job on any day of the period."""
    rows = tagged(view, view["services"], "service_projects", "service")
    rows = with_code(view, rows, "kind", counts_as="service_group")
    employed = view["jobs"].filter(open_during("started_on", "ended_on").within(view.period))
    rows = rows.join(employed, on="person", how="anti")
    return with_person(view, with_standing(view, rows))


# ── Health ──────────────────────────────────────────────────────────────────────────────────────


def _homes_during(view: View) -> pl.LazyFrame:
    """The placements of a person while a follow-up lasts."""
    followed = view["follow_ups"].select(
        "follow_up", "person", followed_from="started_on", followed_to="ended_on"
    )
    meets = (pl.col("followed_to").is_null() | (pl.col("started_on") <= pl.col("followed_to"))) & (
        pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("followed_from"))
    )
    lived = followed.join(homes(view), on="person").filter(meets)
    return lived.select("follow_up", "placement").unique()


@subject(
    "follow_ups", "placements", *STANDING, key="follow_up", bridges={"placement": _homes_during}
)
def follow_ups(view: View) -> pl.LazyFrame:
    """A health follow-up, with where the person lived meanwhile."""
    rows = of_participants(view, view["follow_ups"])
    return with_person(view, with_standing(view, rows))


@subject("medical_acts", *STANDING, key="act")
def medical_acts(view: View) -> pl.LazyFrame:
    """A test, vaccine or consultation on a day."""
    rows = of_participants(view, view["medical_acts"])
    return with_person(view, with_standing(view, rows))


# ── Law ─────────────────────────────────────────────────────────────────────────────────────────


def _identification_of(view: View, rows: pl.LazyFrame) -> pl.LazyFrame:
    decided = view["decisions"].filter(pl.col("decided_on") <= view.period.end)
    latest = decided.sort("decided_on", maintain_order=True).unique("case", keep="last")
    return rows.join(latest.select("case", "identification"), on="case", how="left")


@subject("legal_aid", "decisions", *PERSON, "participations", key="legal_aid")
def legal_aid(view: View) -> pl.LazyFrame:
    """Legal aid of one level to one client, in or outside the programme."""
    rows = of_projects(view, view["legal_aid"])
    people = with_person(view, rows).drop("municipality", "county")
    placed = with_place(view, people, "district")
    return _identification_of(view, placed).with_columns(client=client())


@subject("proceedings", "legal_aid", "decisions", "codes", *PERSON, key="proceeding")
def proceedings(view: View) -> pl.LazyFrame:
    """A proceeding before a court or authority, with the legal aid it belongs to."""
    aid = of_projects(view, view["legal_aid"]).select("legal_aid", "case", "level", "client_group")
    rows = with_code(view, view["proceedings"].join(aid, on="legal_aid"), "kind")
    rows = _identification_of(view, with_person(view, rows.rename({"kind": "proceeding_kind"})))
    return rows.with_columns(client=client())


@subject("papers", *STANDING, key="paper")
def papers(view: View) -> pl.LazyFrame:
    """A personal document obtained."""
    rows = of_participants(view, view["papers"])
    return with_person(view, with_standing(view, rows))


@subject("calls", "codes", key="call")
def calls(view: View) -> pl.LazyFrame:
    """A call to the advisory line."""
    return with_code(view, of_projects(view, view["calls"]), "topic")


# ── School, courses, work ───────────────────────────────────────────────────────────────────────


@subject("school_enrolments", *STANDING, key="enrolment")
def school_enrolments(view: View) -> pl.LazyFrame:
    """A pupil or student at a school for a school year."""
    rows = of_participants(view, view["school_enrolments"])
    return with_person(view, with_standing(view, rows))


@subject("course_enrolments", "codes", "bodies", *STANDING, key="enrolment")
def course_enrolments(view: View) -> pl.LazyFrame:
    """Somebody on a course."""
    rows = with_code(view, of_participants(view, view["course_enrolments"]), "course")
    rows = with_key(view, rows, "provider", "bodies", "body")
    return with_person(view, with_standing(view, rows))


@subject("jobs", "codes", *STANDING, key="job")
def jobs(view: View) -> pl.LazyFrame:
    """A job that somebody holds."""
    rows = with_code(view, of_participants(view, view["jobs"]), "sector")
    return with_person(view, with_standing(view, rows))


@subject("businesses", "codes", *PERSON, key="business")
def businesses(view: View) -> pl.LazyFrame:
    """A business that somebody started with the organisation's help."""
    rows = with_code(view, of_projects(view, view["businesses"]), "kind")
    has_plan = pl.col("plan_made_on").is_not_null()
    planned = pl.when(has_plan).then(pl.lit("yes")).otherwise(pl.lit("no"))
    return with_person(view, rows).with_columns(business_kind="kind", business_plan=planned)


@subject("mentor_matches", *STANDING, key="match")
def mentor_matches(view: View) -> pl.LazyFrame:
    """A mentor beside a person."""
    rows = of_participants(view, view["mentor_matches"])
    return with_person(view, with_standing(view, rows))


# ── Home and aid ────────────────────────────────────────────────────────────────────────────────


@subject("placements", *STANDING, key="stay")
def homes_of_cases(view: View) -> pl.LazyFrame:
    """Where the person of a case lived while the case was open in the period."""
    of_case = cases_of_the_period(view).select(
        "case", "person", "category", "opened_on", "closed_on"
    )
    rows = of_case.join(homes(view), on="person").with_columns(
        started_on=pl.max_horizontal("started_on", "opened_on"),
        ended_on=pl.min_horizontal("ended_on", "closed_on"),
    )
    return rows.filter(lasts()).with_columns(placement_group=placement_group())


@subject("placements", *STANDING, key="stay")
def homes_of_children(view: View) -> pl.LazyFrame:
    """Where a child lived while helped with its parent's case in the period."""
    ties = ties_of_the_period(view).select(
        "tie", "child", "category", tied_on="started_on", untied_on="ended_on"
    )
    rows = ties.join(homes(view), left_on="child", right_on="person").with_columns(
        started_on=pl.max_horizontal("started_on", "tied_on"),
        ended_on=pl.min_horizontal("ended_on", "untied_on"),
    )
    return rows.filter(lasts()).with_columns(placement_group=placement_group())


@subject("housing_supports", *STANDING, key="support")
def housing_supports(view: View) -> pl.LazyFrame:
    """Help with the rent."""
    rows = of_projects(view, view["housing_supports"])
    return with_person(view, with_standing(view, rows))


def _contents(view: View) -> pl.LazyFrame:
    """What somebody received in the period, all deliveries together: food+hygiene+rent."""
    parts = pl.concat_list(
        pl.when(pl.col("food").any()).then(pl.lit("food")),
        pl.when(pl.col("hygiene").any()).then(pl.lit("hygiene")),
        pl.when((pl.col("rent_months") > 0).any()).then(pl.lit("rent")),
    )
    during = pl.col("on").is_between(view.period.start, view.period.end)
    received = of_projects(view, view["aid_deliveries"]).filter(during)
    known = parts.list.drop_nulls()
    joined = pl.when(known.list.len() > 0).then(known.list.join("+")).first()
    return received.group_by("person").agg(contents=joined)


@subject("aid_deliveries", *STANDING, key="delivery")
def aid_deliveries(view: View) -> pl.LazyFrame:
    """An aid package delivered, with all that its person received in the period."""
    rows = of_projects(view, view["aid_deliveries"]).join(_contents(view), on="person", how="left")
    return with_person(view, with_standing(view, rows))


@subject("aid_deliveries", "aid_children", *PERSON, key="delivery")
def aid_children(view: View) -> pl.LazyFrame:
    """A child reached by an aid package."""
    rows = of_projects(view, view["aid_deliveries"]).select("delivery", "on")
    return with_person(view, rows.join(view["aid_children"], on="delivery"), "child")


@subject("items_given", "codes", *STANDING, key="given")
def items_given(view: View) -> pl.LazyFrame:
    """Something given or lent to somebody."""
    rows = with_code(view, of_participants(view, view["items_given"]), "item")
    return with_person(view, with_standing(view, rows))


@subject("applications", "codes", *STANDING, key="application")
def applications(view: View) -> pl.LazyFrame:
    """An application for a benefit."""
    rows = with_code(view, of_participants(view, view["applications"]), "benefit")
    return with_person(view, with_standing(view, rows))


@subject("referrals_out", "bodies", *STANDING, key="referral")
def referrals_out(view: View) -> pl.LazyFrame:
    """A referral of somebody to another body."""
    rows = with_key(view, of_participants(view, view["referrals_out"]), "to", "bodies", "body")
    return with_person(view, with_standing(view, rows)).rename({"to": "body_key"})
