"""The verbs of the programme: who may, what is refused and why, what stands in the audit trail."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError

from agimi.access.choices import Role
from agimi.access.models import AuditEntry, User
from agimi.programme import actions, queries
from agimi.programme.models import (
    Body,
    BodyAlias,
    Code,
    Organisation,
    Place,
    Post,
    Project,
    ProjectBody,
    Site,
    Staff,
    Target,
)

pytestmark = pytest.mark.both_databases
DAY = dt.date(2024, 3, 1)


@pytest.fixture
def manager(db: None) -> User:
    return User.objects.create_user(username="manager", role=Role.PROJECT_MANAGER)


@pytest.fixture
def psychologist(db: None) -> User:
    return User.objects.create_user(username="psychologist", role=Role.PSYCHOLOGIST)


def course(key: str = "baking", **more: object) -> Code:
    values = {"list": "course", "key": key, "name_sq": "Kurs buke", "name_en": "Baking course"}
    return Code(**{**values, **more})


# ── Code lists ────────────────────────────────────────────────────────────────────────────────
def test_that_a_value_is_added_after_the_last_and_offered_at_once(manager, world):
    before = len(queries.values_to_choose("course"))
    actions.add_code(course(), by=manager)
    values = queries.values_to_choose("course")
    assert len(values) == before + 1
    assert values[-1].key == "baking"


def test_that_a_retired_value_is_no_longer_offered_but_keeps_its_words(manager, world):
    code = actions.add_code(course(), by=manager)
    actions.retire_code(code, on=DAY, by=manager, because="no provider")
    assert "baking" not in {c.key for c in queries.values_to_choose("course", on=DAY)}
    assert "baking" in {c.key for c in queries.values_to_choose("course", on=DAY - dt.timedelta(1))}
    assert queries.code_list("course")["baking"].name_en == "Baking course"
    actions.revive_code(code, by=manager)
    assert "baking" in {c.key for c in queries.values_to_choose("course", on=DAY)}
    entry = AuditEntry.objects.filter(code=code.code, verb="changed").first()
    assert (entry.actor, entry.because) == ("manager", "no provider")


def test_that_a_value_in_use_cannot_be_deleted(manager, world):
    lines = Code.objects.filter(list="area_of_work", key="research")
    with pytest.raises(ProtectedError):
        lines.delete()


def test_that_a_key_is_plain_and_stands_once(manager, world):
    for key in ("Kurs Buke", "kurs-buke", "bukë", ""):
        with pytest.raises(ValidationError):
            actions.add_code(course(key), by=manager)
    actions.add_code(course(), by=manager)
    with pytest.raises(ValidationError):
        actions.add_code(course(), by=manager)


def test_that_other_roles_may_choose_values_but_not_change_them(psychologist, world):
    with pytest.raises(PermissionDenied):
        actions.add_code(course(), by=psychologist)
    assert Code.objects.visible_to(psychologist).exists()


# ── Bodies ────────────────────────────────────────────────────────────────────────────────────
def test_that_a_body_is_added_with_all_its_names(manager, world):
    body = Body(code="ngo-x", kind="ngo", name_sq="Shoqata Iks", name_en="Society X")
    actions.add_body(body, by=manager, aliases=["Iksi", "X Society"])
    assert queries.body_by_name("iksi") == body
    assert AuditEntry.objects.filter(kind="programme.bodyalias", code="ngo-x").count() == 2


def test_that_the_same_body_is_not_added_twice_under_another_spelling(manager, world):
    tirana = Place.objects.get(code="tirane")
    again = Body(kind="ngo", name_sq="SOLWODI", name_en="Solwodi Albania", place=tirana)
    with pytest.raises(ValidationError, match="solwodi"):
        actions.add_body(again, by=manager)
    assert not Body.objects.filter(name_en="Solwodi Albania").exists()


def test_that_a_school_of_the_same_name_in_another_place_is_another_school(manager, world):
    vlora = Place.objects.get(code="vlore")
    school = Body(
        kind="school", name_sq="Shkolla “Jordan Misja”, Vlorë", name_en="School V", place=vlora
    )
    actions.add_body(school, by=manager, aliases=["Jordan Misja"])
    assert queries.body_by_name("Jordan Misja", place=vlora) == school


def test_that_a_name_is_given_once_and_taken_back(manager, world):
    body = Body.objects.get(code="vatra")
    first = actions.add_alias(body, "  Vatra   Vlorë ", by=manager)
    assert first.name == "Vatra Vlorë"
    assert actions.add_alias(body, "Vatra Vlorë", by=manager) == first
    actions.drop_alias(first, by=manager)
    assert not BodyAlias.objects.filter(name="Vatra Vlorë").exists()
    with pytest.raises(ValidationError):
        actions.add_alias(body, " – ", by=manager)


# ── Staff ─────────────────────────────────────────────────────────────────────────────────────
def test_that_a_post_is_held_once_and_ends_with_the_employment(manager, world):
    site = Site.objects.get(code="centre-lezhe")
    staff = actions.add_staff(Staff(name="Emër Mbiemër", started_on=DAY), by=manager)
    actions.give_post(staff, role="psychologist", site=site, on=DAY, by=manager)
    assert list(queries.staff_at(site, DAY)) == [staff]
    with pytest.raises(ValidationError):
        actions.give_post(staff, role="psychologist", site=site, on=DAY, by=manager)
    with pytest.raises(ValidationError):
        actions.give_post(staff, role="teacher", on=DAY - dt.timedelta(1), by=manager)
    actions.end_employment(staff, on=dt.date(2024, 9, 30), by=manager)
    assert not Post.objects.filter(staff=staff, ended_on=None).exists()
    assert not queries.staff_at(site, dt.date(2024, 10, 1)).exists()


def test_that_a_closing_site_ends_the_posts_held_there(manager, world):
    site = Site.objects.get(code="club-dajc")
    staff = actions.add_staff(Staff(name="Emër Mbiemër", started_on=DAY), by=manager)
    post = actions.give_post(staff, role="educator", site=site, on=DAY, by=manager)
    actions.close_site(site, on=dt.date(2024, 12, 31), by=manager)
    post.refresh_from_db()
    assert post.ended_on == dt.date(2024, 12, 31)


# ── Sites, places, projects ───────────────────────────────────────────────────────────────────
def test_that_a_place_lies_where_the_one_above_lies(manager, world):
    unit = Place.objects.get(code="dajc")
    place = Place(code="belaj", kind="village", name_sq="Belaj", name_en="Belaj", parent=unit)
    actions.add_place(place, by=manager)
    assert place.municipality.code == "shkoder"
    assert queries.lies_in(place, Place.objects.get(code="county-shkoder"))


def test_that_a_body_joins_a_project_once_in_each_role(manager, world):
    project, body = Project.objects.get(code="PJ-14"), Body.objects.get(code="vatra")
    first = actions.join_project(project, body=body, role="partner", by=manager)
    assert actions.join_project(project, body=body, role="partner", by=manager) == first
    actions.join_project(project, body=body, role="subgrantee", by=manager)
    assert ProjectBody.objects.filter(project=project, body=body).count() == 2


def test_that_setting_a_target_again_changes_it(manager, world):
    project = Project.objects.get(code="PJ-14")
    for value in (100, 120):
        target = Target(
            project=project, key="clients", label_sq="Klientë", label_en="Clients", value=value
        )
        actions.set_target(target, by=manager)
    assert Target.objects.get(project=project, key="clients").value == 120


def test_that_a_project_belongs_to_each_year_it_touches(world):
    def running(year: int) -> set[str]:
        period = dt.date(year, 1, 1), dt.date(year, 12, 31)
        return {project.code for project in queries.projects_of(*period)}

    assert {"PJ-02", "PJ-05", "PJ-10"} <= running(2021)
    assert "PJ-02" not in running(2022)
    assert {"PJ-13", "PJ-14", "PJ-17"} <= running(2024)
    assert "PJ-17" not in running(2023)


def test_that_there_is_one_organisation(manager, world):
    actions.describe_organisation(by=manager, phone="+355 4 000 00 00")
    assert Organisation.objects.get().phone == "+355 4 000 00 00"
