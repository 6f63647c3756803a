"""Verbs of the organisation's own world: sites, staff, bodies, projects, code lists.

All go through the ledger: right, validation, audit in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.ledger import Links, add, add_many, change, check_may_change
from agimi.access.models import User
from agimi.access.records import Record
from agimi.programme import fixtures
from agimi.programme.choices import ActivityStage, CodeList, ProjectRole, StaffRole
from agimi.programme.models import (
    Body,
    BodyAlias,
    Campaign,
    Code,
    Organisation,
    Place,
    PlannedActivity,
    Post,
    Project,
    ProjectBody,
    Site,
    Staff,
    Target,
)
from agimi.programme.queries import body_names, folded

R = TypeVar("R", bound=Record)


# ── The installation ──────────────────────────────────────────────────────────────────────────
def prepare_installation(*, by: User) -> None:
    """What every installation needs before the first record; may be run again at any time."""
    fixtures.load_reference(by=by)


def load_reference(*, by: User) -> None:
    """Countries, places and the open lists: adds what is missing, leaves what stands."""
    fixtures.load_reference(by=by)


def load_organisation(*, by: User) -> None:
    """The model organisation's world of the two reports; adds what is missing."""
    with transaction.atomic():
        fixtures.load_reference(by=by)
        fixtures.load_world(by=by)


def describe_organisation(*, by: User, **values: Any) -> Organisation:
    """Set the organisation's name, words and contact block (ORG-01, ORG-02); there is one."""
    organisation = Organisation.objects.first()
    if organisation is None:
        return add(Organisation(**values), by=by)
    return change(organisation, by=by, **values)


# ── Sites and places ──────────────────────────────────────────────────────────────────────────
def add_site(site: Site, *, by: User, coverage: Sequence[Place] = ()) -> Site:
    """Open a site; a mobile unit is given the areas it covers (ORG-06, MOB-01)."""
    return add(site, by=by, links={"coverage": coverage})


def close_site(site: Site, *, on: dt.date, by: User) -> Site:
    """Close a site; the posts held there end on that day."""
    with transaction.atomic():
        for post in site.post_set.filter(ended_on=None, started_on__lte=on):
            change(post, by=by, ended_on=on)
        return change(site, by=by, ended_on=on)


def add_place(place: Place, *, by: User) -> Place:
    """Add a place below another one; it lies in the municipality and county of that one (PLC-01)."""
    above = place.parent
    if above is not None:
        place.municipality = above.municipality
        place.county = above.county
    return add(place, by=by)


# ── Bodies ────────────────────────────────────────────────────────────────────────────────────
def add_body(body: Body, *, by: User, aliases: Iterable[str] = ()) -> Body:
    """Add a body under all its names; refused where a body of the same place has one (PAR-02)."""
    names = list(aliases)
    with transaction.atomic():
        for name in (body.name_sq, body.name_en, *names):
            _check_free(name, body)
        add(body, by=by)
        for name in names:
            add_alias(body, name, by=by)
    return body


def add_alias(body: Body, name: str, *, by: User) -> BodyAlias:
    """Let a body be found under another name; a name of another body of the place is refused."""
    check_may_change(by, body)
    name = " ".join(name.split())
    if not folded(name):
        raise ValidationError({"name": _("Give a name.")})
    _check_free(name, body)
    with transaction.atomic():
        alias, made = BodyAlias.objects.get_or_create(body=body, name=name)
        if made:
            _note_alias(body, name, verb="added", by=by)
    return alias


def drop_alias(alias: BodyAlias, *, by: User) -> None:
    """Take back a name that was given by mistake."""
    check_may_change(by, alias.body)
    with transaction.atomic():
        _note_alias(alias.body, alias.name, verb="removed", by=by)
        alias.delete()


def _check_free(name: str, body: Body) -> None:
    others = [
        other
        for other in body_names().all_of(name)
        if other.code != body.code and other.place_id == body.place_id
    ]
    if others:
        raise ValidationError(
            _("“%(name)s” is a name of %(body)s already (%(code)s).")
            % {"name": name, "body": others[0].name, "code": others[0].code}
        )


def _note_alias(body: Body, name: str, *, verb: str, by: User) -> None:
    write_entry(by=by, verb=verb, kind="programme.bodyalias", code=body.code, detail={"name": name})


# ── Staff ─────────────────────────────────────────────────────────────────────────────────────
def add_staff(staff: Staff, *, by: User) -> Staff:
    """Add somebody who works for the organisation, an expert or a volunteer (ORG-07, ORG-09)."""
    return add(staff, by=by)


def give_post(
    staff: Staff,
    *,
    role: StaffRole | str,
    on: dt.date,
    by: User,
    site: Site | None = None,
    project: Project | None = None,
) -> Post:
    """Give a staff member a post from a day on; the same post is not held twice at once."""
    if on < staff.started_on or (staff.ended_on is not None and on > staff.ended_on):
        raise ValidationError(_("On this day the staff member did not work here."))
    held = staff.posts.filter(role=role, site=site, project=project, ended_on=None)
    if held.exists():
        raise ValidationError(_("The staff member holds this post already."))
    return add(Post(staff=staff, role=role, site=site, project=project, started_on=on), by=by)


def end_post(post: Post, *, on: dt.date, by: User) -> Post:
    """End a post; what was done in it keeps its role."""
    return change(post, by=by, ended_on=on)


def end_employment(staff: Staff, *, on: dt.date, by: User) -> Staff:
    """Somebody leaves: every post still held ends with it."""
    with transaction.atomic():
        for post in staff.posts.filter(ended_on=None):
            change(post, by=by, ended_on=on)
        return change(staff, by=by, ended_on=on)


# ── Projects ──────────────────────────────────────────────────────────────────────────────────
def add_project(project: Project, *, by: User, places: Sequence[Place] = ()) -> Project:
    """Add a project with the places it covers (PRJ-01, PRJ-04)."""
    return add(project, by=by, links={"places": places})


def join_project(project: Project, *, body: Body, role: ProjectRole | str, by: User) -> ProjectBody:
    """Make a body donor, partner or implementer of a project; asked twice, it stays one (PRJ-02)."""
    known = ProjectBody.objects.filter(project=project, body=body, role=role).first()
    return known or add(ProjectBody(project=project, body=body, role=role), by=by)


def set_target(target: Target, *, by: User) -> Target:
    """Set what a project promises; the target of the same key is changed (PRJ-05)."""
    known = Target.objects.filter(project=target.project, key=target.key).first()
    if known is None:
        return add(target, by=by)
    names = ("label_sq", "label_en", "indicator", "value", "bound")
    return change(known, by=by, **{name: getattr(target, name) for name in names})


def plan_activity(activity: PlannedActivity, *, by: User) -> PlannedActivity:
    """Add an activity to a project's plan (PRJ-07)."""
    return add(activity, by=by)


def finish_activity(activity: PlannedActivity, *, on: dt.date, by: User) -> PlannedActivity:
    """An activity of the plan is done."""
    return change(activity, by=by, stage=ActivityStage.DONE, done_on=on)


def add_campaign(campaign: Campaign, *, by: User) -> Campaign:
    """Add a campaign to which events may belong (AWR-07)."""
    return add(campaign, by=by)


# ── Code lists ────────────────────────────────────────────────────────────────────────────────
def add_code(code: Code, *, by: User) -> Code:
    """Add a value to an open list, after the last one; its key stays free of accents and spaces."""
    if not code.key or code.key != "_".join(folded(code.key).split()):
        raise ValidationError(
            {"key": _("A key has small letters without accents, digits and underscores.")}
        )
    if Code.objects.filter(list=code.list, key=code.key).exists():
        raise ValidationError(
            {"key": _("The list “%(list)s” has this key already.") % {"list": _label(code)}}
        )
    if not code.position:
        code.position = Code.objects.filter(list=code.list).count() + 1
    return add(code, by=by)


def rename_code(code: Code, *, sq: str, en: str, by: User) -> Code:
    """Give a value other words; its key and what it counts under stay (RUL-10)."""
    return change(code, by=by, name_sq=sq, name_en=en)


def retire_code(code: Code, *, on: dt.date, by: User, because: str = "") -> Code:
    """Offer a value no longer from a day on. It is never deleted: old records keep their words."""
    return change(code, by=by, because=because, retired_on=on)


def revive_code(code: Code, *, by: User, because: str = "") -> Code:
    """Offer a retired value again."""
    return change(code, by=by, because=because, retired_on=None)


def _label(code: Code) -> str:
    return str(CodeList(code.list).label)


# ── Everything else ───────────────────────────────────────────────────────────────────────────
def record(
    item: R, *, by: User, because: str = "", links: dict[str, Sequence[Any]] | None = None
) -> R:
    """Write one record of the programme that has no verb of its own."""
    return add(item, by=by, because=because, links=links)


def record_many(
    items: Iterable[R], *, by: User, because: str = "", links: Links | None = None
) -> list[R]:
    """Write many records of one kind at once."""
    return add_many(items, by=by, because=because, links=links)
