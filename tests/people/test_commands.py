"""The commands of the people's room, in words and exit status."""

import datetime as dt

import pytest
from click.testing import CliRunner
from django.utils import timezone

from agimi.access.models import AuditEntry
from agimi.people.actions import IdentityDocument, register_people
from agimi.people.commands import forget_merges, search_rebuild
from agimi.people.merge import merge_people
from agimi.people.models import Merge, NameKey, Person
from agimi.people.search import find_people
from agimi.terminal import speak
from tests.records import draft

ARTA = IdentityDocument(first_name="Arta", last_name="Hoxha")


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    for name in ("AGIMI_LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "en")
    speak("en")
    yield
    speak("sq")


def call(command, *arguments):
    result = CliRunner().invoke(command, list(arguments))
    assert result.exception is None, result.output
    return result.output


@pytest.fixture
def people(supervisor):
    return register_people([(draft(Person), ARTA), (draft(Person), ARTA)], by=supervisor)


def test_that_the_search_is_made_anew_with_a_new_key(people, supervisor):
    before = {bytes(token) for token in NameKey.objects.values_list("token", flat=True)}
    output = call(search_rebuild, "--new-key", "--because", "somebody was erased")
    assert output == "2 people are found by name.\n"
    after = {bytes(token) for token in NameKey.objects.values_list("token", flat=True)}
    assert before & after == set()
    assert [one.person for one in find_people("arta", by=supervisor)] == people
    entry = AuditEntry.objects.get(verb="search rebuilt")
    assert (entry.actor, entry.because) == ("agimi", "somebody was erased")


def test_that_merges_become_final_when_their_time_is_over(people, supervisor):
    keep, drop = people
    merge_people(keep=keep, drop=drop, by=supervisor, because="one woman")
    assert call(forget_merges) == "0 merges are final now.\n"
    Merge.objects.update(until=timezone.now() - dt.timedelta(1))
    assert call(forget_merges) == "1 merge is final now.\n"
    assert Merge.objects.get().undo is None
