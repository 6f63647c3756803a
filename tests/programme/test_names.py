"""One body, one place, one value, under whatever name it is written (PAR-02, PAR-03, RUL-10)."""

import pytest

from agimi.programme.models import Place
from agimi.programme.queries import (
    Ambiguous,
    body_by_name,
    body_names,
    code_by_name,
    country_by_name,
    folded,
    place_by_name,
    place_names,
)

pytestmark = pytest.mark.both_databases

# The candidates of PAR-02, as the two reports print them.
ONE_BODY = {
    "solwodi": ["Solwod", "Solwodi"],
    "tjeter-vizion": ["Another Vision", "Tjetër Vizion", "“Tjeter Vision”", "TJETËR VIZION"],
    "hrdc": ["Human Rights in Democracy", "HRDC", "Te Drejtat e Njeriut", "Te Drejtat E Njeriut Në Demokraci"],
    "gadc": ["GADC", "Gender Alliance", "Gender Alliance for Development"],
    "forumi-gruas-elbasan": ["Forumi i Gruas Elbasan", "Elbasan Women's Forum", "Women’s Forum"],
    "streha": ["Streha Center", "Streha per gra", "Streha Per Gra Dhe Vajza Te Dhunuara"],
    "qktvdhf": ["QKPVDHF", "QKTVDHF"],
    "social-services-lezhe": [
        "Social Services Lezhë", "Social Services in Lezhe", "Directorate of Social Services - Lezhe",
    ],
    "mun-lezhe": ["Municipality of Lezhë", "Municipality of Lezhe", "Bashkia Lezhë"],
    "lcdv-tirana": ["KVDH Tirana", "Kordinatore Dhunes - Bashkia Tirane/"],
    "mu-shkoder": ["MU Shkodra", "MU Shkodër"],
    "ne-dobi-te-gruas": ["Një dobi të gruas", "In the Interest of Women"],
    "us-embassy": ["American Embassy", "US Embassy Tirana", "U.S. Embassy in Tirana"],
    "different-equal": ["Different & Equal", "Different and Equal", "D&E", "Të Ndryshëm dhe të Barabartë"],
}  # fmt: skip


def test_that_a_body_is_found_under_each_of_its_names(world):
    names = [(name, code) for code, names in ONE_BODY.items() for name in names]
    known = body_names()
    found = [(name, getattr(known.find(name), "code", None)) for name, _ in names]
    assert found == names


def test_that_a_body_is_found_by_its_code(world):
    assert body_by_name("un-women").name_en == "UN Women"


def test_that_the_social_services_are_a_part_of_the_municipality(world):
    assert body_by_name("Social Services Lezhë").parent.code == "mun-lezhe"


def test_that_an_unknown_body_is_none(world):
    assert body_by_name("Some Other Society") is None
    assert body_by_name("  ") is None


def test_that_two_schools_of_one_name_are_told_apart_by_their_place(world):
    with pytest.raises(Ambiguous) as caught:
        body_by_name("Jordan Misja")
    assert len(caught.value.found) == 2
    assert "school-jordan-misja-shkoder" in str(caught.value)
    tirana, shkoder = (Place.objects.get(code=code) for code in ("tirane", "shkoder"))
    assert body_by_name("“Jordan Misja”", place=shkoder).code == "school-jordan-misja-shkoder"
    assert body_by_name("Jordan Misja", place=tirana).code == "school-jordan-misja-tirane"


PLACES = [
    ("Vlora", "vlore"),
    ("Vlorë", "vlore"),
    ("VLORE", "vlore"),
    ("Ura Vajgurore", "dimal"),
    ("Dimal", "dimal"),
    ("Fushë Arrës", "fushe-arrez"),
    ("Lushnje", "lushnje"),
    ("Tirana", "tirane"),
    ("Vau Dejës", "vau-i-dejes"),
    ("Malësi e madhe", "malesi-e-madhe"),
    ("Saranda", "sarande"),
    ("Hani i Hoti", "border-hani-i-hotit"),
    ("Bërshull", "bershull"),
    ("Qarku Shkodër", "county-shkoder"),
]


def test_that_a_place_is_found_as_it_is_printed(world):
    known = place_names()
    assert [(name, getattr(known.find(name), "code", None)) for name, _ in PLACES] == PLACES
    assert place_by_name("Vlora").code == "vlore"


def test_that_gender_based_violence_is_one_topic_under_all_its_letters(world):
    for word in ("GBV", "DHBGJ", "DHGBJ", "Dhuna me bazë gjinore"):
        assert code_by_name("topic", word).key == "gender_based_violence"


def test_that_a_value_is_found_by_key_and_by_label_in_either_language(world):
    for word in ("culinary", "Kurs kuzhine", "culinary COURSE"):
        assert code_by_name("course", word).key == "culinary"
    assert code_by_name("course", "astrology") is None


def test_that_a_country_is_found_by_code_and_by_name(world):
    for word in ("XK", "XKX", "Kosovë", "kosovo", "Kosove"):
        assert country_by_name(word).alpha2 == "XK"
    assert country_by_name("Atlantis") is None


def test_that_accents_quotation_marks_and_capitals_make_no_difference():
    assert folded("“Të  Drejtat”, e-Njeriut!") == folded("te drejtat e njeriut")
    assert folded("Women’s Forum") == folded("Women's forum")
    assert folded("D&E") == folded("d & e") != folded("de")
