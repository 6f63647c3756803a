"""What is done with several people, in the centres and in the field."""

from __future__ import annotations

import polars as pl

from agimi.insight.measure import View, open_during, subject
from agimi.insight.results import Quality
from agimi.insight.subjects.traits import (
    PERSON,
    bridge,
    key_bridge,
    of_projects,
    sureness,
    sureness_of_bound,
    tagged,
    with_code,
    with_key,
    with_person,
    with_place,
    with_site,
    with_standing,
)

EVENT = ("sessions", "session_projects", "codes", "sites", "places")

EXACT, UNKNOWN = Quality.EXACT, Quality.INCOMPLETE


def _sessions(view: View) -> pl.LazyFrame:
    """The sessions of the view's projects, with their traits."""

    def make() -> pl.LazyFrame:
        rows = tagged(view, view["sessions"], "session_projects", "session")
        rows = with_code(view, rows, "kind", counts_as="session_group")
        rows = with_site(view, rows)
        rows = with_place(view, rows, "place").rename({"kind": "activity", "session_group": "kind"})
        is_club = pl.col("kind").cast(pl.String) == "club_session"
        return rows.with_columns(club=pl.when(is_club).then("activity"))

    return view.once("sessions", make)


TOPIC = bridge("session_topics", "topic", key="session", into="topic")
AUDIENCE = bridge("session_audiences", "audience", key="session", into="audience")


@subject(
    "session_topics", "session_audiences", "session_partners", "bodies", *EVENT,
    key="session",
    bridges={
        "topic": TOPIC,
        "audience": AUDIENCE,
        "body": key_bridge(
            "session_partners", "body", keys=("bodies", "body"), key="session", into="body"
        ),
    },
)  # fmt: skip
def sessions(view: View) -> pl.LazyFrame:
    """A session or event that was held, once, however many days it lasted."""
    return _sessions(view)


def _audience_of_session(view: View) -> pl.LazyFrame:
    """The audience of each session that has exactly one."""
    audiences = AUDIENCE(view).group_by("session").agg(pl.col("audience").unique())
    single = audiences.filter(pl.col("audience").list.len() == 1)
    return single.select("session", session_audience=pl.col("audience").list.first())


def _lines(view: View) -> pl.LazyFrame:
    """The participants of each session, line by line: head-counts, names, or nothing written down."""

    def make() -> pl.LazyFrame:
        counted = view["headcounts"].filter(
            pl.col("head_role").cast(pl.String) == "participant"
        ).select(
            "session", "group", "audience", "body", pl.col("number").fill_null(0),
            line=pl.col("headcount") * 3,
            quality=sureness_of_bound(),
        )  # fmt: skip
        named = view["attendances"].select(
            "session", "person", number=pl.lit(1, pl.Int32), line=pl.col("attendance") * 3 + 1,
            quality=sureness(EXACT),
        )  # fmt: skip
        known = pl.concat([counted.select("session"), named.select("session")])
        silent = view["sessions"].join(known, on="session", how="anti").select(
            "session", number=pl.lit(0, pl.Int32), line=pl.col("session") * 3 + 2,
            quality=sureness(UNKNOWN),
        )  # fmt: skip
        return pl.concat([counted, named, silent], how="diagonal")

    return view.once("lines of participants", make)


def _topics_of_lines(view: View) -> pl.LazyFrame:
    return _lines(view).select("line", "session").join(TOPIC(view), on="session").drop("session")


@subject(
    "headcounts", "attendances", "session_topics", "session_audiences", "bodies", *EVENT,
    *PERSON, key="line", bridges={"topic": _topics_of_lines},
)  # fmt: skip
def participants(view: View) -> pl.LazyFrame:
    """A number of participants of a session: a head-count, or one named person."""
    rows = with_code(view, _lines(view), "audience")
    rows = with_key(view, rows, "body", "bodies", "body").rename({"body": "sent_by"})
    rows = rows.join(_audience_of_session(view), on="session", how="left")
    people = with_person(view, rows.rename({"group": "counted_as"}))
    kept = people.select(
        "line", "session", "number", "quality", "sent_by",
        group=pl.coalesce(pl.col("counted_as").cast(pl.String), "group"),
        audience=pl.coalesce("audience", "session_audience"),
    )  # fmt: skip
    return kept.join(_sessions(view), on="session")


def _topics_of_headcounts(view: View) -> pl.LazyFrame:
    counted = view["headcounts"].select("headcount", "session")
    return counted.join(TOPIC(view), on="session").drop("session")


@subject(
    "headcounts", "session_topics", *EVENT, key="headcount",
    bridges={"topic": _topics_of_headcounts},
)  # fmt: skip
def others_present(view: View) -> pl.LazyFrame:
    """A number of people at a session who were no participants: collaborators, trainers, guests."""
    counted = view["headcounts"].select(
        "headcount", "session", "head_role", pl.col("number").fill_null(0),
        quality=sureness_of_bound(),
    )  # fmt: skip
    return counted.join(_sessions(view), on="session")


@subject("attendances", "participations", "cases", "case_children", *EVENT, *PERSON,
         key="attendance")  # fmt: skip
def attendances(view: View) -> pl.LazyFrame:
    """A named person at a session."""
    held = _sessions(view).drop("municipality", "county")
    rows = view["attendances"].join(held, on="session")
    return with_person(view, with_standing(view, rows))


@subject("session_partners", "headcounts", "bodies", *EVENT, key="session")
def bodies_at_sessions(view: View) -> pl.LazyFrame:
    """A body at a session: it held the session with us, or sent people to it."""
    partners = view["session_partners"]
    sent = view["headcounts"].select("session", "body").drop_nulls()
    rows = pl.concat([partners, sent]).unique().join(_sessions(view), on="session")
    return with_key(view, rows.with_columns(body_key="body"), "body_key", "bodies", "body")


@subject("session_staff", *EVENT, key="session")
def staff_at_sessions(view: View) -> pl.LazyFrame:
    """A staff member or contracted expert who held a session."""
    return view["session_staff"].join(_sessions(view), on="session")


@subject("bodies", *EVENT, key="session")
def venues(view: View) -> pl.LazyFrame:
    """A session with its venue."""
    kinds = view["bodies"].select("body", venue_kind="kind")
    return _sessions(view).join(kinds, left_on="venue", right_on="body", how="left")


# ── Centres ─────────────────────────────────────────────────────────────────────────────────────


def _groups_of_enrolled(view: View) -> pl.LazyFrame:
    """The groups to which an enrolled person belongs in the period."""
    during = open_during("started_on", "ended_on").within(view.period)
    groups = with_code(view, view["group_memberships"].filter(during), "group_code")
    enrolled = view["enrolments"].select("enrolment", "person")
    rows = enrolled.join(groups, on="person").unique(["enrolment", "group_code"])
    return rows.select("enrolment", beneficiary_group="group_code")


def _full_time(view: View) -> pl.LazyFrame:
    """Whether somebody has full-time work in the period: yes, no, or a job without saying."""
    jobs = view["jobs"].filter(open_during("started_on", "ended_on").within(view.period))
    full = pl.col("full_time")
    answer = (
        pl.when(full.any())
        .then(pl.lit("yes"))
        .when(full.is_null().any())
        .then(pl.lit(None))
        .otherwise(pl.lit("no"))
    )
    return jobs.group_by("person").agg(full_time_work=answer, has_job=pl.lit(value=True))


@subject(
    "enrolments", "group_memberships", "jobs", "codes", "sites", *PERSON,
    key="enrolment", bridges={"beneficiary_group": _groups_of_enrolled},
)  # fmt: skip
def enrolments(view: View) -> pl.LazyFrame:
    """Somebody using a service of a centre."""
    kinds = view["sites"].select("site", "site_kind")
    rows = of_projects(view, view["enrolments"]).join(kinds, on="site", how="left")
    # One use: one person in one service, however often enrolled.
    rows = rows.with_columns(use=pl.col("person") * (1 << 24) + pl.col("service"))
    rows = with_code(view, rows, "service", counts_as="service_group")
    rows = with_site(view, rows).rename({"service": "centre_service"})
    is_gbv = pl.col("service_group").cast(pl.String) == "gbv"
    strand = pl.when(is_gbv).then(pl.lit("gbv")).otherwise(pl.lit("support"))
    work = _full_time(view)
    rows = rows.join(work, left_on="mother", right_on="person", how="left")
    no_job = pl.col("has_job").is_null()
    mothers = pl.when(no_job).then(pl.lit("no")).otherwise("full_time_work")
    return with_person(view, rows.with_columns(strand=strand, full_time_work=mothers))


# ── In the field ────────────────────────────────────────────────────────────────────────────────


@subject("contacts", "sites", "posts", "places", key="line")
def contacts(view: View) -> pl.LazyFrame:
    """The adults, or the minors, met in one contact of a mobile unit."""
    rows = with_site(view, _of_units(view, "contacts"))
    rows = with_place(view, rows, "place")
    adults = rows.with_columns(number="adults", met=pl.lit("adult"), line=pl.col("contact") * 2)
    minors = rows.with_columns(number="minors", met=pl.lit("minor"), line=pl.col("contact") * 2 + 1)
    return pl.concat([adults, minors])


def _of_units(view: View, frame: str) -> pl.LazyFrame:
    """The rows of the units that work for the view's projects, by the posts of their members."""
    if view.projects is None:
        return view[frame]
    posts = of_projects(view, view["posts"])
    during = open_during("started_on", "ended_on").within(view.period)
    return view[frame].join(posts.filter(during), on="site", how="semi")


@subject("identifications", "identified_children", "sites", "posts", *PERSON, key="identification")
def identified(view: View) -> pl.LazyFrame:
    """Somebody identified by a mobile unit: the possible victim, or a child with them."""
    rows = with_site(view, _of_units(view, "identifications"))
    children = rows.drop("person").join(view["identified_children"], on="identification")
    victims = rows.with_columns(beneficiary=pl.lit("case"))
    others = children.rename({"child": "person"}).with_columns(beneficiary=pl.lit("child"))
    return with_person(view, pl.concat([victims, others], how="diagonal"))


@subject("distributions", "codes", "sites", key="distribution")
def distributions(view: View) -> pl.LazyFrame:
    """Information material handed out or put up."""
    rows = with_code(view, view["distributions"], "material")
    rows = with_site(view, rows)
    uncounted = pl.when(pl.col("copies").is_null()).then(sureness(UNKNOWN))
    quality = uncounted.otherwise(sureness(EXACT))
    return rows.with_columns(quality=quality, number=pl.col("copies").fill_null(0))
