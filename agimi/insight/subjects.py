"""Subjects: what is counted — cases, children, services, sessions … — one row each, with its traits.

Each subject says what one row is, joins the traits by which it can be broken down, and keeps to
the projects of the view: through its own project where the record has one, otherwise through the
people who take part in the project during the period.
"""

from __future__ import annotations

import polars as pl

from agimi.insight.measure import Build, View, age_on, open_during, subject

ADULT = 18
PERSON = ("persons", "places")
STANDING = ("cases", "case_children", "participations", *PERSON)

# ── What many subjects need ─────────────────────────────────────────────────────────────────────


def persons(view: View) -> pl.LazyFrame:
    """Everybody, with traits as they are on the last day of the period."""

    def make() -> pl.LazyFrame:
        age = age_on(view.period.end)
        female = pl.col("sex").cast(pl.String) == "female"
        minor = age < ADULT
        group = (
            pl.when(minor & female).then(pl.lit("girls"))
            .when(minor & ~female & (pl.col("sex").cast(pl.String) == "male")).then(pl.lit("boys"))
            .when(~minor & female).then(pl.lit("women"))
            .when(~minor & (pl.col("sex").cast(pl.String) == "male")).then(pl.lit("men"))
        )  # fmt: skip
        rows = with_place(view, view["persons"], "municipality", prefix="home_")
        rows = with_place(view, rows, "residence")
        return rows.with_columns(age=age, group=group)

    return view.once("persons", make)


def with_person(view: View, rows: pl.LazyFrame, person: str = "person") -> pl.LazyFrame:
    """The rows with the traits of their person."""
    return rows.join(persons(view), left_on=person, right_on="person", how="left")


def with_place(view: View, rows: pl.LazyFrame, place: str, prefix: str = "") -> pl.LazyFrame:
    """The rows with the codes of the municipality and the county instead of the place."""

    def make() -> pl.LazyFrame:
        places = view["places"]
        key = places.select("place", "key")
        return (
            places.select("place", "municipality", "county")
            .join(key.rename({"key": "in_municipality"}), left_on="municipality",
                  right_on="place", how="left")
            .join(key.rename({"key": "in_county"}), left_on="county", right_on="place", how="left")
            .select("place", "in_municipality", "in_county")
        )  # fmt: skip

    places = view.once("places with their municipality", make)
    names = {"in_municipality": f"{prefix}municipality", "in_county": f"{prefix}county"}
    joined = rows.rename({place: "of place"}).join(
        places, left_on="of place", right_on="place", how="left"
    )
    return joined.drop("of place").rename(names)


def with_code(view: View, rows: pl.LazyFrame, column: str, counts_as: str = "") -> pl.LazyFrame:
    """The rows with the key of a list's value instead of its number, and what it counts as."""
    codes = view["codes"].select("code", "key", *(["counts_as"] if counts_as else []))
    joined = rows.rename({column: "of code"}).join(
        codes, left_on="of code", right_on="code", how="left"
    )
    names = {"key": column} | ({"counts_as": counts_as} if counts_as else {})
    return joined.drop("of code").rename(names)


def with_key(view: View, rows: pl.LazyFrame, column: str, frame: str, number: str) -> pl.LazyFrame:
    """The rows with the code of a body, site or project instead of its number."""
    keys = view[frame].select(number, "key")
    joined = rows.rename({column: "of key"}).join(
        keys, left_on="of key", right_on=number, how="left"
    )
    return joined.drop("of key").rename({"key": column})


def of_projects(view: View, rows: pl.LazyFrame, column: str = "project") -> pl.LazyFrame:
    """Only the rows of the view's projects, by the row's own project."""
    if view.projects is None:
        return rows
    return rows.filter(pl.col(column).is_in(list(view.projects)))


def of_participants(view: View, rows: pl.LazyFrame, person: str = "person") -> pl.LazyFrame:
    """Only the rows of people who take part in the view's projects during the period."""
    if view.projects is None:
        return rows
    during = open_during("started_on", "ended_on").within(view.period)
    taking_part = of_projects(view, view["participations"]).filter(during)
    return rows.join(taking_part, left_on=person, right_on="person", how="semi")


def tagged(view: View, rows: pl.LazyFrame, frame: str, key: str) -> pl.LazyFrame:
    """Only the rows that are tagged with one of the view's projects."""
    if view.projects is None:
        return rows
    return rows.join(of_projects(view, view[frame]), on=key, how="semi")


def bridge(frame: str, column: str, *, key: str, into: str) -> Build:
    """The values of a list that one row may have several of."""

    def build(view: View) -> pl.LazyFrame:
        rows = with_code(view, view[frame], column)
        return rows.select(key, pl.col(column).alias(into))

    return build


def key_bridge(frame: str, column: str, *, keys: tuple[str, str], key: str, into: str) -> Build:
    """The bodies or places that one row may have several of."""

    def build(view: View) -> pl.LazyFrame:
        rows = with_key(view, view[frame], column, *keys)
        return rows.select(key, pl.col(column).alias(into))

    return build


def cases_of_the_period(view: View) -> pl.LazyFrame:
    """The cases open on any day of the period, of the view's projects."""

    def make() -> pl.LazyFrame:
        during = open_during("opened_on", "closed_on").within(view.period)
        return of_participants(view, view["cases"].filter(during))

    return view.once("cases of the period", make)


def ties_of_the_period(view: View) -> pl.LazyFrame:
    """The days on which a child's tie and the parent's case are both open, if in the period."""

    def make() -> pl.LazyFrame:
        of_case = cases_of_the_period(view).select(
            "case", "category", "opened_on", "closed_on", parent="person"
        )
        days = (
            view["case_children"]
            .join(of_case, on="case")
            .with_columns(
                started_on=pl.max_horizontal("started_on", "opened_on"),
                ended_on=pl.min_horizontal("ended_on", "closed_on"),
            )
        )
        possible = pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("started_on"))
        during = open_during("started_on", "ended_on").within(view.period)
        return days.filter(possible & during)

    return view.once("ties of the period", make)


def standing(view: View) -> pl.LazyFrame:
    """What each beneficiary of the programme is in the period: by a case of their own, or as a child.

    Somebody who is both counts by their own case; of several cases or ties the earliest counts.
    """

    def make() -> pl.LazyFrame:
        own = cases_of_the_period(view).select(
            "person", "case", "category", started_on="opened_on", ended_on="closed_on",
            rank=pl.lit(0), beneficiary=pl.lit("case"), row="case",
        )  # fmt: skip
        child = ties_of_the_period(view).select(
            "case", "category", "started_on", "ended_on", person="child",
            rank=pl.lit(1), beneficiary=pl.lit("child"), row="tie",
        )  # fmt: skip
        return (
            pl.concat([own, child], how="diagonal")
            .sort("rank", "started_on", "row")
            .unique("person", keep="first", maintain_order=True)
            .drop("rank", "row")
        )

    return view.once("standing", make)


def with_standing(view: View, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with what their person is in the programme; outside it, ``beneficiary`` is outside."""
    is_what = standing(view).select("person", "beneficiary", "category", standing_case="case")
    joined = rows.join(is_what, on="person", how="left")
    return joined.with_columns(pl.col("beneficiary").fill_null("outside"))


# ── Casework ────────────────────────────────────────────────────────────────────────────────────


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
        .alias("referring_body"),
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
        return facts.select("case", pl.col("value").alias(into))

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
