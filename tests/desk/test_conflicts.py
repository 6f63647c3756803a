"""Two people on one record: the second sees what the first changed, and chooses."""

import datetime as dt

import pytest

from agimi.access import ledger
from agimi.casework.models import Service
from agimi.people.actions import read_text, seal_text
from tests.records import code, make

OPENED = dt.date(2024, 1, 10)


@pytest.fixture
def service(case, case_manager):
    kind, note = code("service"), seal_text("E para", person=case.person)
    return make(
        Service,
        person=case.person,
        case=case,
        on=OPENED,
        kind=kind,
        minutes=30,
        note=note,
        mode="in_person",
    )


@pytest.fixture
def page(case_manager, browser):
    return browser(case_manager)


def address(service):
    return f"/records/services/{service.code}/change/"


def opened(page, service):
    """The form as it was opened, ready to be sent."""
    form = page.get(address(service)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in sent.items()
        if value not in (None, [])
    }


def test_that_an_untouched_record_is_simply_saved(page, service):
    answer = page.post(address(service), opened(page, service) | {"minutes": "45"})
    service.refresh_from_db()
    assert (answer.status_code, service.minutes) == (302, 45)


def test_that_the_second_is_told_what_the_first_changed(page, service, case_manager):
    sent = opened(page, service) | {"minutes": "45"}
    ledger.change(service, by=case_manager, minutes=60)
    answer = page.post(address(service), sent)
    service.refresh_from_db()
    (conflict,) = answer.context["conflicts"]
    assert (answer.status_code, service.minutes) == (409, 60)
    assert (conflict.name, conflict.theirs, conflict.mine, conflict.i_changed_it) == (
        "minutes",
        "60",
        "45",
        True,
    )


def test_that_the_second_can_let_their_own_stand(page, service, case_manager):
    sent = opened(page, service) | {"minutes": "45"}
    ledger.change(service, by=case_manager, minutes=60)
    again = page.post(address(service), sent).context["form"]
    page.post(address(service), sent | {"version": again.data["version"], "take_minutes": "mine"})
    service.refresh_from_db()
    assert service.minutes == 45


def test_that_the_second_can_take_the_first_one_s_and_keeps_the_rest(page, service, case_manager):
    sent = opened(page, service) | {"minutes": "45", "note": "E dyta"}
    ledger.change(service, by=case_manager, minutes=60)
    again = page.post(address(service), sent).context["form"]
    page.post(address(service), sent | {"version": again.data["version"], "take_minutes": "theirs"})
    service.refresh_from_db()
    assert (service.minutes, read_text(service, "note", by=case_manager)) == (60, "E dyta")


def test_that_what_only_the_first_changed_is_the_first_one_s_by_default(
    page, service, case_manager
):
    sent = opened(page, service) | {"minutes": "45"}
    ledger.change(
        service, by=case_manager, mode="phone", note=seal_text("Tjetër", person=service.person)
    )
    conflicts = {
        conflict.name: conflict.i_changed_it
        for conflict in page.post(address(service), sent).context["conflicts"]
    }
    assert conflicts == {"minutes": True, "mode": False, "note": False}


def test_that_a_third_change_in_between_is_told_again(page, service, case_manager):
    sent = opened(page, service) | {"minutes": "45"}
    ledger.change(service, by=case_manager, minutes=60)
    again = page.post(address(service), sent).context["form"].data["version"]
    ledger.change(service, by=case_manager, minutes=75)
    answer = page.post(address(service), sent | {"version": again})
    assert (answer.status_code, answer.context["conflicts"][0].theirs) == (409, "75")


def test_that_a_form_without_its_version_overwrites_nothing(page, service):
    sent = opened(page, service) | {"minutes": "45"}
    del sent["version"]
    assert page.post(address(service), sent).status_code == 409
    service.refresh_from_db()
    assert service.minutes == 30


def test_that_a_record_taken_out_meanwhile_is_not_found(page, service, case_manager):
    sent = opened(page, service)
    ledger.remove(service, by=case_manager, because="dy herë")
    assert page.post(address(service), sent).status_code == 404
