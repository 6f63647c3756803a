"""Accounts: given by whoever looks after them, with the agreement of somebody else where it matters."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from agimi.access import accounts
from agimi.access.choices import Role
from agimi.access.models import AuditEntry, RoleRequest, User

ACCOUNTS = reverse("accounts:accounts")


@pytest.fixture
def new(it_volunteer, shelter):
    """Somebody who is to become a case manager."""
    user, _password = accounts.give_account(
        name="arta", role=Role.CASE_MANAGER, site=shelter, by=it_volunteer
    )
    return user


@pytest.fixture
def asked(new):
    return RoleRequest.objects.get(user=new)


def told(code):
    return list(
        AuditEntry.objects.filter(code=code).order_by("number").values_list("actor", "verb")
    )


def test_that_a_role_without_records_holds_at_once(it_volunteer):
    user, password = accounts.give_account(name="besa", role=Role.PROJECT_MANAGER, by=it_volunteer)
    assert (user.role, user.check_password(password)) == (Role.PROJECT_MANAGER, True)
    assert RoleRequest.objects.count() == 0


def test_that_a_role_with_records_waits_for_somebody_else(new, asked, director):
    assert (new.role, asked.role) == ("", Role.CASE_MANAGER)
    accounts.decide(asked, agreed=True, by=director)
    new.refresh_from_db()
    assert (new.role, new.site.code) == (Role.CASE_MANAGER, "SITE-SHELTER")
    assert told("arta") == [
        ("it_volunteer", "account given"),
        ("it_volunteer", "role asked"),
        ("director", "role agreed"),
    ]


def test_that_a_refused_role_is_not_given(new, asked, supervisor):
    accounts.decide(asked, agreed=False, by=supervisor)
    new.refresh_from_db()
    assert new.role == ""
    with pytest.raises(ValidationError):
        accounts.decide(asked, agreed=True, by=supervisor)


@pytest.mark.parametrize(
    "persona", ["it_volunteer", "case_manager", "dpo", "coordinator", "outsider"]
)
def test_that_nobody_else_agrees(asked, persona, request):
    with pytest.raises(PermissionDenied):
        accounts.decide(asked, agreed=True, by=request.getfixturevalue(persona))


def test_that_nobody_agrees_to_a_role_of_their_own(director, it_volunteer):
    asked = accounts.change_account(director, role=Role.SUPERVISOR, by=it_volunteer)
    with pytest.raises(PermissionDenied):
        accounts.decide(asked, agreed=True, by=director)
    assert list(accounts.requests_for(director)) == []


def test_that_nobody_raises_their_own_rights(it_volunteer):
    for act in (
        lambda: accounts.change_account(it_volunteer, role=Role.DIRECTOR, by=it_volunteer),
        lambda: accounts.set_password(it_volunteer, by=it_volunteer),
        lambda: accounts.switch_account(it_volunteer, opened=False, by=it_volunteer),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_that_a_wider_site_waits_too_and_the_present_one_holds(case_manager, it_volunteer, centre):
    accounts.change_account(
        case_manager, role=Role.CASE_MANAGER, site=centre, staff=case_manager.staff, by=it_volunteer
    )
    case_manager.refresh_from_db()
    assert case_manager.site.code == "SITE-SHELTER"
    assert RoleRequest.objects.get().site == centre


def test_that_rights_are_taken_away_at_once(case_manager, it_volunteer):
    accounts.change_account(case_manager, role=Role.DONOR, by=it_volunteer)
    case_manager.refresh_from_db()
    assert (case_manager.role, case_manager.staff) == (Role.DONOR, None)


def test_that_a_second_request_takes_the_place_of_the_first(new, it_volunteer):
    accounts.change_account(new, role=Role.DOCTOR, by=it_volunteer)
    waiting = RoleRequest.objects.filter(decided_at=None)
    assert list(waiting.values_list("role", flat=True)) == [Role.DOCTOR]


def test_that_a_closed_account_is_out_at_once(case_manager, it_volunteer, browser):
    client = browser(case_manager)
    accounts.switch_account(case_manager, opened=False, by=it_volunteer)
    assert client.get("/")["Location"].startswith("/account/login/")
    assert told("case_manager")[-1] == ("it_volunteer", "account closed")


def test_that_the_account_of_the_installation_is_left_alone(system, it_volunteer):
    with pytest.raises(PermissionDenied):
        accounts.set_password(system, by=it_volunteer)
    assert system not in accounts.accounts()


@pytest.mark.parametrize("persona", ["director", "supervisor", "dpo", "case_manager"])
def test_that_nobody_else_looks_after_accounts(persona, request, it_volunteer):
    user = request.getfixturevalue(persona)
    with pytest.raises(PermissionDenied):
        accounts.set_password(it_volunteer, by=user)
    with pytest.raises(PermissionDenied):
        accounts.give_account(name="x", role=Role.DONOR, by=user)


# ── On screen ───────────────────────────────────────────────────────────────────────────────────
def test_that_a_password_is_shown_once_and_works(it_volunteer, browser):
    client = browser(it_volunteer)
    page = client.post(
        reverse("accounts:add"), {"name": "besa", "role": "project_manager", "language": "sq"}
    ).content.decode()
    password = page.partition('password">')[2].partition("<")[0]
    answer = Client().post("/account/login/", {"login": "besa", "password": password})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    code = User.objects.get(username="besa").code
    assert password not in client.get(reverse("accounts:change", args=[code])).content.decode()
    assert password not in str(AuditEntry.objects.values())


def test_that_a_taken_name_is_said_beside_its_field(it_volunteer, browser, director):
    answer = browser(it_volunteer).post(
        reverse("accounts:add"), {"name": "director", "role": "donor", "language": "sq"}
    )
    assert (answer.status_code, answer.content.decode().count('id="id_name_error"')) == (422, 1)


def test_that_addresses_hold_no_names(it_volunteer, browser, case_manager):
    page = browser(it_volunteer).get(ACCOUNTS).content.decode()
    assert f'href="{reverse("accounts:change", args=[case_manager.code])}"' in page
    assert "/accounts/case_manager" not in page


def test_the_way_of_a_role_over_two_screens(new, it_volunteer, director, browser):
    client = browser(director)
    assert '<span class="count">1' in client.get("/help/").content.decode()
    asked = RoleRequest.objects.get()
    client.post(reverse("accounts:decide", args=[asked.code]), {"answer": "agree"})
    new.refresh_from_db()
    assert new.role == Role.CASE_MANAGER
    assert reverse("accounts:requests") not in client.get("/help/").content.decode()


def test_that_the_list_asks_as_much_for_many_accounts_as_for_one(it_volunteer, browser):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = browser(it_volunteer), []
    for more in (1, 20):
        for number in range(more):
            User.objects.create_user(f"user-{more}-{number}", role="doctor")
        with CaptureQueriesContext(connection) as queries:
            client.get(ACCOUNTS)
        counts.append(len(queries))
    assert counts[0] == counts[1]
