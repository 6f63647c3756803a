"""The handbook: both languages say the same of the same fields, and of fields that exist."""

import re

import pytest

from agimi.desk import handbook
from agimi.desk.kinds import all_kinds

LANGUAGES = ("sq", "en")
PICTURE = re.compile(r"!\[[^\]]+\]\(\.\./\.\./(images/[^)]+)\)")


def test_that_both_languages_have_the_same_pages_in_the_same_order():
    counts = {language: len(handbook.pages(language)) for language in LANGUAGES}
    assert counts["sq"] == counts["en"] > 0
    pictures = {
        language: [len(PICTURE.findall(page.text)) for page in handbook.pages(language)]
        for language in LANGUAGES
    }
    assert pictures["sq"] == pictures["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_every_picture_of_the_handbook_is_there(language):
    named = [name for page in handbook.pages(language) for name in PICTURE.findall(page.text)]
    docs = handbook.FOLDER.parent
    assert [name for name in named if not (docs / name).exists()] == []


def test_that_both_languages_speak_of_the_same_fields():
    assert handbook.words_of_fields("sq").keys() == handbook.words_of_fields("en").keys()


def test_that_every_field_it_speaks_of_stands_in_a_form():
    fields = {(kind.slug, name) for kind in all_kinds() for name in kind.fields}
    assert handbook.words_of_fields("en").keys() - fields == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_no_page_is_forgotten_in_the_contents(language):
    files = {path.stem for path in (handbook.FOLDER / language).glob("*.md")} - {"README"}
    assert {page.name for page in handbook.pages(language)} == files
