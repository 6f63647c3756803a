"""The vault: who has the data without the keys, or the wrong key, reads nothing."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from agimi.people import vault
from agimi.people.models import PersonKey
from agimi.people.vault import Erased, Unreadable, Vault

pytestmark = pytest.mark.both_databases
KEY, OTHER_KEY = b"k" * 32, b"o" * 32
WORDS = "Ishte e trembur, por erdhi vetë."


@pytest.fixture
def keeper(db):
    return Vault(KEY)


def test_that_what_is_sealed_opens_again(keeper):
    assert keeper.open("P-1", keeper.seal("P-1", WORDS)) == WORDS


def test_that_the_words_do_not_stand_in_what_is_sealed(keeper):
    sealed = keeper.seal("P-1", WORDS)
    assert b"trembur" not in sealed
    assert sealed != keeper.seal("P-1", WORDS)


@given(text=st.text(st.characters(codec="utf-8")))
def test_that_any_text_survives(text):
    sealer = OneKey()
    assert sealer.open("P-1", sealer.seal("P-1", text)) == text


class OneKey(Vault):
    """A vault whose key needs no database."""

    def __init__(self):
        super().__init__(KEY)
        self._keys["P-1"] = (b"", self._master)


def test_that_each_person_has_a_key_of_their_own(keeper):
    keeper.prepare(["P-1", "P-2"])
    keys = [bytes(wrapped) for wrapped in PersonKey.objects.values_list("wrapped", flat=True)]
    assert len(set(keys)) == 2


def test_that_another_process_opens_it_with_the_same_master_key(keeper):
    assert Vault(KEY).open("P-1", keeper.seal("P-1", WORDS)) == WORDS


def test_that_the_wrong_master_key_opens_nothing(keeper):
    sealed = keeper.seal("P-1", WORDS)
    with pytest.raises(Unreadable):
        Vault(OTHER_KEY).open("P-1", sealed)


def test_that_the_data_without_the_keys_say_nothing(keeper):
    sealed = keeper.seal("P-1", WORDS)
    PersonKey.objects.all().delete()
    with pytest.raises(Unreadable):
        Vault(KEY).open("P-1", sealed)


def test_that_text_moved_to_another_person_does_not_open(keeper):
    sealed = keeper.seal("P-1", WORDS)
    keeper.seal("P-2", "other words")
    with pytest.raises(Unreadable):
        keeper.open("P-2", sealed)


def test_that_a_key_moved_to_another_person_does_not_open(keeper):
    sealed = keeper.seal("P-1", WORDS)
    wrapped = PersonKey.objects.get(subject="P-1").wrapped
    PersonKey.objects.create(subject="P-2", wrapped=wrapped)
    with pytest.raises(Unreadable):
        Vault(KEY).open("P-2", sealed)


@pytest.mark.parametrize("place", [0, 1, 14, -1])
def test_that_a_single_changed_byte_is_noticed(keeper, place):
    sealed = bytearray(keeper.seal("P-1", WORDS))
    sealed[place] ^= 1
    with pytest.raises(Unreadable):
        keeper.open("P-1", bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01short", b"plain text"])
def test_that_what_was_never_sealed_is_unreadable(keeper, sealed):
    keeper.prepare(["P-1"])
    with pytest.raises(Unreadable):
        keeper.open("P-1", sealed)


def test_that_destroying_a_key_erases_what_it_sealed_and_nothing_else(keeper):
    hers, his = keeper.seal("P-1", WORDS), keeper.seal("P-2", WORDS)
    keeper.destroy("P-1")
    with pytest.raises(Erased):
        keeper.open("P-1", hers)
    assert keeper.open("P-2", his) == WORDS
    row = PersonKey.objects.get(subject="P-1")
    assert (row.wrapped, row.destroyed_at is not None) == (None, True)


def test_that_nothing_is_sealed_for_an_erased_person(keeper):
    keeper.seal("P-1", WORDS)
    keeper.destroy("P-1")
    with pytest.raises(Erased):
        keeper.seal("P-1", WORDS)


def test_that_a_person_without_a_key_can_be_erased_and_gets_none_later(keeper):
    keeper.destroy("P-1")
    with pytest.raises(Erased):
        keeper.seal("P-1", WORDS)


def test_that_a_key_destroyed_by_another_process_is_not_used_any_more(keeper):
    sealed = keeper.seal("P-1", WORDS)
    Vault(KEY).destroy("P-1")
    keeper.prepare(["P-1"])
    with pytest.raises(Erased):
        keeper.open("P-1", sealed)


def test_that_a_key_taken_back_by_a_transaction_is_made_anew(keeper):
    """Else the next text would be sealed with a key that nobody has."""
    keeper.prepare(["P-1"])
    PersonKey.objects.all().delete()
    keeper.prepare(["P-1"])
    sealed = keeper.seal("P-1", WORDS)
    assert Vault(KEY).open("P-1", sealed) == WORDS


def test_that_of_two_processes_that_make_a_key_the_first_one_counts(keeper, monkeypatch):
    rival = Vault(KEY)
    plain = Vault._wrapped
    rival.prepare(["P-1"])
    # The slower one had looked before the rival's key was there.
    answers = iter([{}])
    monkeypatch.setattr(
        keeper, "_wrapped", lambda subjects: next(answers, None) or plain(keeper, subjects)
    )
    sealed = keeper.seal("P-1", WORDS)
    assert rival.open("P-1", sealed) == WORDS
    assert PersonKey.objects.count() == 1


def test_that_reading_makes_no_keys(keeper):
    keeper.prepare(["P-1"], make=False)
    with pytest.raises(Unreadable):
        keeper.open("P-1", b"\x01" + b"0" * 40)
    assert PersonKey.objects.count() == 0


def test_that_the_keys_of_many_are_loaded_in_few_queries(keeper, django_assert_num_queries):
    keeper.prepare(f"P-{n}" for n in range(400))
    fresh = Vault(KEY)
    with django_assert_num_queries(1, using="keys"):
        fresh.prepare(f"P-{n}" for n in range(400))


def test_that_more_keys_than_are_kept_still_open(keeper, monkeypatch):
    monkeypatch.setattr(vault, "_CACHE_SIZE", 3)
    sealed = {f"P-{n}": keeper.seal(f"P-{n}", WORDS) for n in range(8)}
    assert [keeper.open(subject, text) for subject, text in sealed.items()] == [WORDS] * 8
    assert len(keeper._keys) == 3


def test_that_without_a_master_key_the_vault_stays_closed(settings):
    vault.forget()
    settings.AGIMI_MASTER_KEY = None
    with pytest.raises(ImproperlyConfigured):
        vault.the_vault()


def test_that_the_keys_lie_in_a_database_of_their_own(keeper):
    keeper.prepare(["P-1"])
    assert PersonKey.objects.db == "keys"
    assert PersonKey.objects.using("keys").count() == 1
