"""The organisation's own world: projects, partners, places, sites, staff, publications."""

from __future__ import annotations

import polars as pl

from agimi.insight.measure import View, open_during, subject
from agimi.insight.subjects.traits import (
    PERSON,
    key_bridge,
    of_projects,
    sureness_of_bound,
    with_code,
    with_key,
    with_person,
    with_site,
)


def _running(view: View) -> pl.LazyFrame:
    """The projects of the view that run on any day of the period."""
    during = open_during("started_on", "ended_on").within(view.period)
    return of_projects(view, view["projects"]).filter(during)


def _donors(view: View) -> pl.LazyFrame:
    donors = view["project_bodies"].filter(pl.col("partner_role").cast(pl.String) == "donor")
    rows = with_key(view, donors, "body", "bodies", "body")
    return rows.select("project", donor="body").unique()


@subject("projects", "project_bodies", "bodies", key="project", bridges={"donor": _donors})
def projects(view: View) -> pl.LazyFrame:
    """A project that runs in the period, with the months it has run by the end of the period."""
    last = pl.min_horizontal(pl.col("ended_on"), pl.lit(view.period.end))
    first = pl.col("started_on")
    months = (last.dt.year() - first.dt.year()) * 12 + last.dt.month() - first.dt.month() + 1
    return _running(view).with_columns(months=months)


@subject("projects", "project_bodies", "bodies", key="project")
def project_bodies(view: View) -> pl.LazyFrame:
    """A body with a role in a project that runs in the period."""
    spans = _running(view).select("project", "started_on", "ended_on")
    rows = view["project_bodies"].join(spans, on="project").with_columns(body_key="body")
    return with_key(view, rows, "body_key", "bodies", "body")


@subject("projects", "project_places", "places", key="project")
def project_places(view: View) -> pl.LazyFrame:
    """A place in which a project works that runs in the period."""
    spans = _running(view).select("project", "started_on", "ended_on")
    names = view["places"].select("place", "level", "key")
    rows = view["project_places"].join(spans, on="project").join(names, on="place", how="left")
    return rows.rename({"level": "place_level", "key": "place_key"})


@subject("targets", "projects", key="target_number")
def targets(view: View) -> pl.LazyFrame:
    """A number that a project promised to reach."""
    rows = with_key(view, of_projects(view, view["targets"]), "project", "projects", "project")
    return rows.with_columns(quality=sureness_of_bound()).rename({"key": "target"})


@subject("sites", "posts", key="site")
def sites(view: View) -> pl.LazyFrame:
    """A site of the organisation; of a project, where it pays a post in the period."""
    rows = view["sites"]
    if view.projects is not None:
        during = open_during("started_on", "ended_on").within(view.period)
        posts = of_projects(view, view["posts"]).filter(during)
        rows = rows.join(posts, on="site", how="semi")
    return rows.with_columns(site_key="key")


@subject("posts", "sites", key="post")
def posts(view: View) -> pl.LazyFrame:
    """A post that a staff member holds at a site."""
    return with_site(view, of_projects(view, view["posts"]))


@subject("posts", "sites", key="post")
def first_posts(view: View) -> pl.LazyFrame:
    """The first post that a staff member ever held at a site."""
    rows = of_projects(view, view["posts"]).sort("started_on", "post")
    first = rows.unique(["staff", "site"], keep="first", maintain_order=True)
    return with_site(view, first)


@subject("agreements", "sites", "bodies", key="agreement")
def agreements(view: View) -> pl.LazyFrame:
    """An agreement signed with a body."""
    return with_site(view, of_projects(view, view["agreements"]))


@subject(
    "publications", "publication_partners", "codes", "bodies",
    key="publication",
    bridges={
        "partner": key_bridge(
            "publication_partners", "body", keys=("bodies", "body"), key="publication",
            into="partner",
        )
    },
)  # fmt: skip
def publications(view: View) -> pl.LazyFrame:
    """Something published."""
    rows = with_code(view, of_projects(view, view["publications"]), "kind")
    return rows.rename({"kind": "publication_kind"})


@subject("court_decisions", key="decision")
def court_decisions(view: View) -> pl.LazyFrame:
    """A court decision that was monitored."""
    return of_projects(view, view["court_decisions"])


@subject("supervisions", key="supervision")
def supervisions(view: View) -> pl.LazyFrame:
    """A supervision session of one professional or staff member."""
    # Staff members and professionals of partners are numbered apart: odd and even.
    supervised = pl.coalesce(pl.col("staff") * 2, pl.col("professional") * 2 + 1)
    rows = of_projects(view, view["supervisions"])
    own = pl.col("staff").is_not_null()
    of_whom = pl.when(own).then(pl.lit("own_staff")).otherwise(pl.lit("partner_staff"))
    return rows.with_columns(supervised=supervised, of_whom=of_whom)


@subject("participations", *PERSON, key="participation")
def participations(view: View) -> pl.LazyFrame:
    """Somebody's part in a project."""
    rows = of_projects(view, view["participations"])
    own = pl.col("served_by").is_null()
    served = pl.when(own).then(pl.lit("organisation")).otherwise(pl.lit("partner"))
    return with_person(view, rows.with_columns(served_by=served))
