"""Albanian is whole: nothing untranslated, nothing left over, nothing that two rooms say differently."""

import pytest
from babel.messages.catalog import Message
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from scripts.messages import differing, key_of, missing, rooms, updated

ROOMS = {room.name: room for room in rooms()}


@pytest.mark.parametrize("name", ROOMS)
def test_that_everything_is_said_in_albanian(name):
    assert missing(ROOMS[name]) == []


@pytest.mark.parametrize("name", ROOMS)
def test_that_a_catalogue_is_what_make_messages_would_write(name):
    room = ROOMS[name]
    written = room.po.read_text(encoding="utf-8") if room.po.exists() else ""
    wanted = updated(room, {}) if room.wanted() else ""
    assert written == wanted, "run `make messages`"


@pytest.mark.parametrize("name", ROOMS)
def test_that_a_translation_asks_for_the_same_values(name):
    assert [
        message.id for message in ROOMS[name].stands() if message.id and differing(message)
    ] == []


def test_that_no_two_rooms_say_the_same_words_differently():
    """Django reads all catalogues into one: of two translations, one would never be seen."""
    said: dict[object, dict[object, list[str]]] = {}
    for room in ROOMS.values():
        if room.folder.name == "formats":
            continue  # a room's own words come before those
        for message in room.stands():
            if message.id:
                text, context = key_of(message)
                one = text if isinstance(text, str) else text[0]
                string = message.string if isinstance(message.string, str) else message.string[0]
                if string:
                    said.setdefault((one, context), {}).setdefault(string, []).append(room.name)
    assert {key: ways for key, ways in said.items() if len(ways) > 1} == {}


def test_that_a_date_is_written_as_albanians_write_it():
    import datetime

    day = datetime.date(2024, 3, 21)
    assert date_format(day) == "21 mars 2024"
    assert date_format(day, "SHORT_DATE_FORMAT") == "21.03.2024"
    with translation.override("en"):
        assert date_format(day) == "21 March 2024"


def test_that_the_words_of_the_parts_we_stand_on_are_albanian():
    assert gettext("Incorrect password.") == "Fjalëkalimi nuk është i saktë."


@pytest.mark.parametrize(
    ("english", "albanian", "differs"),
    [
        ("%(n)s rows", "%(n)s rreshta", False),
        ("%(n)s rows", "%(m)s rreshta", True),
        ("{name} left", "iku {name}", False),
        ("{name} left", "iku", True),
        ("100 %% of %s", "100 %% e %s", False),
        (("one row", "%(n)s rows"), ("një rresht", "%(n)s rreshta"), False),
        (("%(n)s row", "%(n)s rows"), ("një rresht", "%(n)s rreshta"), True),
    ],
)
def test_that_differing_values_are_noticed(english, albanian, differs):
    assert differing(Message(english, albanian)) is differs
