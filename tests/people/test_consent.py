"""Consent: for one purpose and one recipient, from a day until it ends."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from agimi.access.ledger import add
from agimi.access.models import AuditEntry
from agimi.people.actions import withdraw_consent
from agimi.people.models import Consent, Person
from agimi.people.queries import consents_on, expiring_consents
from agimi.people.rules import check_may_share, may_share
from agimi.programme.models import Body
from tests.records import DAY, draft, make

pytestmark = pytest.mark.both_databases
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)


@pytest.fixture
def person(case_manager):
    return make(Person, created_by=case_manager)


@pytest.fixture
def police(db):
    return make(Body, name_sq="Policia", name_en="Police")


def consent(person, **values):
    return make(Consent, person=person, **{"purpose": "referral", "given_on": DAY, **values})


@pytest.mark.parametrize(
    ("expires", "withdrawn", "on", "covered"),
    [
        (None, None, BEFORE, False),
        (None, None, DAY, True),
        (None, None, AFTER, True),
        (DAY, None, DAY, True),
        (DAY, None, AFTER, False),
        (None, AFTER, DAY, True),
        (None, AFTER, AFTER, False),
        (None, DAY, DAY, False),
    ],
)
def test_that_it_covers_from_its_day_to_its_last_and_not_the_day_of_withdrawal(
    person, police, expires, withdrawn, on, covered
):
    consent(person, recipient=police, expires_on=expires, withdrawn_on=withdrawn)
    assert may_share(person, "referral", police, on=on) is covered


def test_that_it_covers_its_purpose_its_recipient_and_its_person_only(person, police):
    consent(person, recipient=police)
    other_body, other_person = make(Body), make(Person)
    assert may_share(person, "referral", police, on=DAY)
    assert not may_share(person, "media", police, on=DAY)
    assert not may_share(person, "referral", other_body, on=DAY)
    assert not may_share(person, "referral", on=DAY)
    assert not may_share(other_person, "referral", police, on=DAY)


def test_that_a_consent_without_a_recipient_is_for_the_organisation_itself(person, police):
    consent(person, purpose="statistics", recipient=None)
    assert may_share(person, "statistics", on=DAY)
    assert not may_share(person, "statistics", police, on=DAY)


def test_that_the_refusal_says_what_is_missing_and_what_to_do(person, police):
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        check_may_share(person, "referral", police, on=DAY)
    words = (
        f"{person.code} has given no consent for “Referral to another body” to Police that is "
        "valid on 10.01.2024. Ask for it, or say why it is done without."
    )
    assert caught.value.messages == [words]


def test_that_withdrawing_is_done_once_and_entered(person, case_manager):
    given = consent(person)
    withdraw_consent(given, on=AFTER, by=case_manager, because="changed her mind")
    given.refresh_from_db()
    assert given.withdrawn_on == AFTER
    assert AuditEntry.objects.get().because == "changed her mind"
    with pytest.raises(ValidationError):
        withdraw_consent(given, on=AFTER, by=case_manager)


def test_that_it_is_not_withdrawn_before_it_was_given(person, case_manager):
    with pytest.raises(ValidationError):
        withdraw_consent(consent(person), on=BEFORE, by=case_manager)


def test_that_the_officer_reads_consents_but_does_not_give_them(person, dpo):
    given = consent(person)
    assert list(Consent.objects.visible_to(dpo)) == [given]
    with pytest.raises(PermissionDenied):
        add(draft(Consent, person=person, purpose="media", given_on=DAY), by=dpo)


def test_that_one_asks_for_those_in_force_and_those_that_run_out(person, case_manager, colleague):
    old = consent(person, given_on=BEFORE, expires_on=BEFORE)
    present = consent(person, expires_on=AFTER)
    consent(person, withdrawn_on=DAY, expires_on=AFTER)
    span = {"first": BEFORE, "last": AFTER}
    assert list(consents_on(person, DAY, by=case_manager)) == [present]
    assert list(consents_on(person, DAY, by=colleague)) == []
    assert list(expiring_consents(by=case_manager, **span)) == [old, present]
    assert list(expiring_consents(by=colleague, **span)) == []
