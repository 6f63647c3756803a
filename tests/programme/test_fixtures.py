"""The data that every installation starts with is complete, in both languages, and loads again and again."""

import csv
import datetime as dt
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest
import yaml
from babel import Locale

from agimi.access.models import AuditEntry
from agimi.activities.choices import SessionGroup
from agimi.casework.choices import LawArea, ServiceGroup
from agimi.programme import actions
from agimi.programme.choices import BodyKind, CodeList, PlaceKind, ProjectRole, SiteKind
from agimi.programme.fixtures import load_reference
from agimi.programme.models import (
    Body,
    BodyAlias,
    Code,
    Country,
    Organisation,
    Place,
    Project,
    ProjectBody,
    Site,
    Target,
)
from agimi.programme.queries import folded

HERE = files("agimi.programme.fixtures")


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(HERE.joinpath(name).read_text("utf-8").splitlines()))


def document(name: str) -> dict[str, Any]:
    return yaml.safe_load(HERE.joinpath(name).read_text("utf-8"))


# ── Countries ─────────────────────────────────────────────────────────────────────────────────
def test_that_every_country_of_iso_3166_is_there_and_kosovo():
    listed = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8").splitlines()
    official = {line.split("\t")[0] for line in listed if not line.startswith("#")}
    assert {row["alpha2"] for row in table("countries.csv")} == official | {"XK"}


def test_that_countries_have_a_code_of_three_letters_each():
    codes = [row["alpha3"] for row in table("countries.csv")]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 3 and code.isupper() for code in codes)
    assert {row["alpha2"]: row["alpha3"] for row in table("countries.csv")}["XK"] == "XKX"


@pytest.mark.parametrize("language", ["sq", "en"])
def test_that_countries_are_called_as_the_unicode_cldr_calls_them(language):
    names = Locale(language).territories
    assert [
        row["alpha2"]
        for row in table("countries.csv")
        if row[f"name_{language}"] != names[row["alpha2"]]
    ] == []


# ── Places ────────────────────────────────────────────────────────────────────────────────────
MUNICIPALITIES = {
    "AL-01": 5, "AL-02": 3, "AL-03": 7, "AL-04": 6, "AL-05": 7, "AL-06": 6,
    "AL-07": 3, "AL-08": 3, "AL-09": 4, "AL-10": 5, "AL-11": 5, "AL-12": 7,
}  # fmt: skip


def test_that_albania_has_its_12_counties_and_61_municipalities():
    rows = {row["code"]: row for row in table("places.csv")}
    counties = {code: row["official_code"] for code, row in rows.items() if row["kind"] == "county"}
    inside = Counter(
        counties[row["parent"]] for row in rows.values() if row["kind"] == "municipality"
    )
    assert inside == MUNICIPALITIES
    assert sum(inside.values()) == 61


def test_that_a_place_stands_after_the_one_it_lies_in():
    seen = {""}
    for row in table("places.csv"):
        assert row["parent"] in seen, row["code"]
        assert row["kind"] in PlaceKind.values
        assert row["name_sq"]
        assert row["name_en"]
        seen.add(row["code"])


def test_that_every_place_below_a_county_lies_in_a_municipality_and_a_county(world):
    below = Place.objects.exclude(kind="county").select_related("municipality", "county")
    assert below.count() > 61
    for place in below:
        assert place.municipality.kind == "municipality", place.code
        assert place.county.kind == "county", place.code
    assert Place.objects.get(code="dajc").county.code == "county-shkoder"


# ── Code lists ────────────────────────────────────────────────────────────────────────────────
def test_that_every_open_list_has_values_and_no_other_list_has():
    lists = document("codes.yaml")
    assert set(lists) == set(CodeList.values)
    assert all(lists.values())


def test_that_every_value_is_named_in_both_languages():
    for name, values in document("codes.yaml").items():
        for key, (group, sq, en) in values.items():
            assert isinstance(group, str), (name, key)
            assert sq.strip(), (name, key)
            assert en.strip(), (name, key)
            assert key == "_".join(folded(key).split()), (name, key)
            assert len(f"{name}.{key}") <= Code._meta.get_field("code").max_length


def test_that_no_list_says_the_same_word_twice():
    for name, values in document("codes.yaml").items():
        for place in (1, 2):
            words = Counter(folded(value[place]) for value in values.values())
            assert [word for word, times in words.items() if times > 1] == [], name


@pytest.mark.parametrize(
    ("name", "groups"),
    [("service", ServiceGroup), ("session_kind", SessionGroup), ("proceeding", LawArea)],
)
def test_that_values_count_under_groups_that_exist(name, groups):
    used = {value[0] for value in document("codes.yaml")[name].values()}
    assert used <= set(groups.values)


def test_that_other_words_lead_to_places_and_values_that_exist():
    others, lists = document("aliases.yaml"), document("codes.yaml")
    assert set(others["places"]) <= {row["code"] for row in table("places.csv")}
    for name, words in others["codes"].items():
        assert set(words) <= set(lists[name]), name


def test_that_the_eleven_lines_of_work_are_there():
    assert len(document("codes.yaml")["area_of_work"]) == 11


# ── The organisation's world ──────────────────────────────────────────────────────────────────
def test_that_bodies_sites_and_projects_use_what_exists():
    bodies, sites = document("bodies.yaml"), document("sites.yaml")
    places = {row["code"] for row in table("places.csv")}
    for code, row in bodies.items():
        assert row["kind"] in BodyKind.values, code
        assert row.get("place", "tirane") in places, code
        assert row.get("parent", code) in bodies, code
    for code, row in sites.items():
        assert row["kind"] in SiteKind.values, code
        assert {*row.get("coverage", ())} <= places, code
    for code, row in document("projects.yaml").items():
        assert {*row.get("places", ())} <= places, code
        for role, names in row["bodies"].items():
            assert role in ProjectRole.values
            assert {*names} <= set(bodies), code


def test_that_the_shelter_is_nowhere_to_be_seen(world):
    assert Site.objects.get(code="shelter").confidential_location


def test_that_a_mobile_unit_is_a_site_and_a_body_with_one_code(world):
    for unit in Site.objects.filter(kind="mobile_unit").select_related("body"):
        assert unit.body.code == unit.code


def test_that_the_seventeen_projects_stand_with_their_periods_and_bodies(world):
    assert Project.objects.count() == 17
    small_steps = Project.objects.get(code="PJ-05")
    assert str(small_steps.ended_on) == "2022-09-30"  # not the printed 31 September (R21-19)
    subgrantees = ProjectBody.objects.filter(project__code="PJ-02", role="subgrantee")
    assert subgrantees.count() == 7
    assert subgrantees.filter(body__name_en__contains="not named in the report").count() == 2
    target = Target.objects.get(project__code="PJ-07", key="survivors")
    assert (target.value, target.bound) == (80, "at_least")
    assert Project.objects.get(code="PJ-10").places.filter(kind="county").count() == 12


def test_that_everything_has_a_name_in_both_languages(world):
    for model in (Country, Place, Code, Body, Site, Organisation):
        assert not model.objects.filter(name_sq="").exists(), model
        assert not model.objects.filter(name_en="").exists(), model
    for field in ("title_sq", "title_en", "short_sq", "short_en"):
        assert not Project.objects.filter(**{field: ""}).exists()


# ── Loading again ─────────────────────────────────────────────────────────────────────────────
MODELS = (Country, Place, Code, Body, BodyAlias, Site, Project, ProjectBody, Target, Organisation)


def test_that_loading_twice_changes_nothing(world):
    before = [model.objects.count() for model in MODELS], AuditEntry.objects.count()
    actions.load_organisation(by=world)
    assert ([model.objects.count() for model in MODELS], AuditEntry.objects.count()) == before


def test_that_an_update_keeps_what_the_staff_have_changed_and_retired(world):
    code = Code.objects.get(list="course", key="boxing")
    actions.rename_code(code, sq="Boks", en="Boxing", by=world)
    actions.retire_code(code, on=dt.date(2024, 6, 1), by=world)
    load_reference(by=world)
    code.refresh_from_db()
    assert (code.name_sq, code.retired_on) == ("Boks", dt.date(2024, 6, 1))


def test_that_what_is_missing_after_an_update_is_added(by):
    load_reference(by=by)
    Code.objects.filter(list="item").delete()
    Country.objects.filter(alpha2="XK").delete()
    actions.prepare_installation(by=by)
    assert Code.objects.filter(list="item").exists()
    assert Country.objects.filter(alpha2="XK").exists()


def test_that_the_whole_world_stands_in_the_audit_trail(world):
    kinds = set(AuditEntry.objects.filter(verb="added").values_list("kind", flat=True))
    assert {"programme.country", "programme.place", "programme.code", "programme.body"} <= kinds
    assert {"programme.site", "programme.project", "programme.organisation"} <= kinds
