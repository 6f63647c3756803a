"""The languages somebody speaks: chosen by name, kept as codes, read in the language of the page."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from agimi.people.models import Person
from agimi.people.tongues import FAR, NEAR, choices, names_of
from tests.records import make


def chosen(*codes):
    """The form field as somebody sent it: what is kept of it."""
    field = Person._meta.get_field("languages").formfield()
    return field.clean(list(codes))


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        ((), ""),
        (("sqi",), "sqi"),
        (("sqi", "ita", "sqi"), "sqi, ita"),
        (("sqi, ita",), "sqi, ita"),  # as it is on record, put back by whoever comes second
        (("kok",), "kok"),  # brought in by an import, and not offered
    ],
)
def test_that_what_is_chosen_is_kept_as_codes(codes, kept):
    assert chosen(*codes) == kept


@pytest.mark.parametrize("code", ["Shqip", "s", "sq1", "<b>"])
def test_that_what_is_no_code_is_refused(code):
    with pytest.raises(ValidationError):
        chosen(code)


def test_that_more_than_there_is_room_for_is_refused():
    with pytest.raises(ValidationError, match=r"too many|tepër gjuhë"):
        chosen(*NEAR, *FAR)


@pytest.mark.parametrize("language", ["sq", "en"])
def test_that_every_language_that_is_offered_has_a_name(language):
    with translation.override(language):
        assert [code for code, name in choices() if name == code] == []


def test_that_they_are_read_in_the_language_of_the_page():
    with translation.override("sq"):
        assert names_of("sqi, ita, rom") == "shqip, italisht, gjuhë rome"
    with translation.override("en"):
        assert names_of("sqi, xx") == "Albanian, xx"


def test_that_the_form_offers_names_and_keeps_what_is_on_record(case_manager):
    person = make(Person, languages="sqi, kok", created_by=case_manager)
    browser = Client()
    browser.force_login(case_manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = browser.get(f"/records/people/{person.code}/change/").content.decode()

    assert '<option value="sqi" selected>' in page
    assert '<option value="kok" selected>' in page
    assert '<option value="ell">greqisht</option>' in page
