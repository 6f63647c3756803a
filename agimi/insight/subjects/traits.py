"""Traits: what many subjects are joined with — the person, the place, the project, the standing.

A subject keeps to the projects of the view through its own project where the record has one,
otherwise through the people who take part in the project during the period.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from agimi.insight.measure import Build, View, age_on, open_during
from agimi.insight.results import Quality

ADULT = 18
PERSON = ("persons", "places")
STANDING = ("cases", "case_children", "participations", *PERSON)


def persons(view: View) -> pl.LazyFrame:
    """Everybody, with traits as they are on the last day of the period."""

    def make() -> pl.LazyFrame:
        rows = with_place(view, view["persons"], "municipality", prefix="home_")
        rows = with_place(view, rows, "residence")
        return rows.with_columns(age=known_age(view.period.end)).with_columns(group=_group())

    return view.once("persons", make)


def known_age(day: dt.date) -> pl.Expr:
    """The age on a day; whoever would be born after it has a mistaken date, and so no known age."""
    age = age_on(day)
    return pl.when(age >= 0).then(age)


def _group() -> pl.Expr:
    sex = pl.col("sex").cast(pl.String)
    female, male, minor = sex == "female", sex == "male", pl.col("age") < ADULT
    return (
        pl.when(minor & female)
        .then(pl.lit("girls"))
        .when(minor & male)
        .then(pl.lit("boys"))
        .when(~minor & female)
        .then(pl.lit("women"))
        .when(~minor & male)
        .then(pl.lit("men"))
    )


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
    said = [pl.col("key").alias("its key")]
    if counts_as:
        said.append(pl.col("counts_as").alias(counts_as))
    return _instead(rows, column, view["codes"].select(pl.col("code").alias("its number"), *said))


def with_key(view: View, rows: pl.LazyFrame, column: str, frame: str, number: str) -> pl.LazyFrame:
    """The rows with the code of a body or project instead of its number."""
    said = (pl.col(number).alias("its number"), pl.col("key").alias("its key"))
    return _instead(rows, column, view[frame].select(said))


def _instead(rows: pl.LazyFrame, column: str, said: pl.LazyFrame) -> pl.LazyFrame:
    rows = rows.rename({column: "its number"}).join(said, on="its number", how="left")
    return rows.drop("its number").rename({"its key": column})


def with_site(view: View, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with the code of their site beside its number."""
    names = view["sites"].select("site", site_key="key")
    return rows.join(names, on="site", how="left")


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
        return rows.select(key, pl.col(column).alias(into)).unique()

    return build


def key_bridge(frame: str, column: str, *, keys: tuple[str, str], key: str, into: str) -> Build:
    """The bodies or places that one row may have several of."""

    def build(view: View) -> pl.LazyFrame:
        rows = with_key(view, view[frame], column, *keys)
        return rows.select(key, pl.col(column).alias(into)).unique()

    return build


def cases_of_the_period(view: View) -> pl.LazyFrame:
    """The cases open on any day of the period, of the view's projects."""

    def make() -> pl.LazyFrame:
        during = open_during("opened_on", "closed_on").within(view.period)
        return of_participants(view, view["cases"].filter(during))

    return view.once("cases of the period", make)


def ties_of_the_period(view: View) -> pl.LazyFrame:
    """The days on which a child's tie and the parent's case are both open, if in the period.

    A child of several cases has the category of the one with which it was helped first.
    """

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
        during = open_during("started_on", "ended_on").within(view.period)
        first = pl.col("category").sort_by("started_on", "tie").first().over("child")
        return days.filter(during & lasts()).with_columns(category=first)

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


def homes(view: View) -> pl.LazyFrame:
    """Where everybody lives during the period; a child without a placement of its own, with the parent."""

    def make() -> pl.LazyFrame:
        during = open_during("started_on", "ended_on").within(view.period)
        stays = view["placements"].filter(during)
        own = stays.select("stay", "person", "placement", "started_on", "ended_on")
        with_parent = (
            ties_of_the_period(view)
            .select("child", "parent", tied_on="started_on", untied_on="ended_on")
            .join(own, left_on="child", right_on="person", how="anti")
            .join(own, left_on="parent", right_on="person")
            .select(
                "stay",
                pl.col("child").alias("person"),
                "placement",
                started_on=pl.max_horizontal("started_on", "tied_on"),
                ended_on=pl.min_horizontal("ended_on", "untied_on"),
            )
        )
        return pl.concat([own, with_parent]).filter(during & lasts())

    return view.once("homes", make)


def lasts() -> pl.Expr:
    """Whether a span worked out from two others has any day at all."""
    return pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("started_on"))


PLACEMENT_GROUPS = {
    "shelter": "shelter",
    "rented_apartment": "community",
    "family": "community",
    "independent": "independent",
}


def placement_group() -> pl.Expr:
    """Shelter, community (a rented apartment or the family), or living independently."""
    kind = pl.col("placement").cast(pl.String)
    return kind.replace_strict(PLACEMENT_GROUPS, default=None, return_dtype=pl.String)


def category_of(view: View, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with the category of their own case."""
    return rows.join(view["cases"].select("case", "category"), on="case", how="left")


def client() -> pl.Expr:
    """Whether a client has a case in the programme."""
    return pl.when(pl.col("case").is_null()).then(pl.lit("outside")).otherwise(pl.lit("programme"))


def sureness(quality: Quality) -> pl.Expr:
    """A quality as its place in the list, so that the least sure of several is the largest."""
    return pl.lit(tuple(Quality).index(quality), pl.Int8)


def sureness_of_bound() -> pl.Expr:
    """How sure a number is: exact, about, at least, or not stated."""
    bound = pl.col("bound").cast(pl.String)
    return (
        pl.when(bound == "exact")
        .then(sureness(Quality.EXACT))
        .when(bound == "about")
        .then(sureness(Quality.ABOUT))
        .when(bound == "at_least")
        .then(sureness(Quality.AT_LEAST))
        .otherwise(sureness(Quality.INCOMPLETE))
    )
