"""A second factor, where the role demands one: led to set it up, and no record before."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from agimi.access import factor
from agimi.access.choices import Role
from agimi.access.models import AuditEntry, User
from tests.access.conftest import PASSWORD
from tests.factors import SECRET, digits_of, give_factor

NEEDED = reverse("access:factor")
DAY = "/day/"  # where a case manager begins


@pytest.fixture
def bare(case_manager):
    """A case manager who has set nothing up yet."""
    Authenticator.objects.filter(user=case_manager).delete()
    return case_manager


@pytest.mark.parametrize("role", Role)
def test_that_every_role_with_rights_over_people_or_accounts_needs_one(role):
    free = {Role.PROJECT_MANAGER, Role.DONOR}
    assert factor.is_guarded(role) is (role not in free)


def test_that_an_account_without_a_role_needs_none():
    assert factor.is_guarded("") is False


@pytest.mark.parametrize("page", ["/", "/search/", "/figures/", "/glass/", "/nothing-like-that/"])
def test_that_no_page_opens_before_it_is_set_up(bare, browser, page):
    answer = browser(bare).get(page)
    if page == "/nothing-like-that/":
        assert answer.status_code == 404
    else:
        assert (answer.status_code, answer["Location"]) == (302, NEEDED)


def test_that_nothing_is_written_before_it_is_set_up(bare, browser):
    answer = browser(bare).post("/glass/", {"code": "R-1", "because": "x" * 20, "minutes": "60"})
    assert answer.status_code == 403
    assert "Nuk u ruajt asgjë" in answer.content.decode()
    assert AuditEntry.objects.filter(verb="glass tried").count() == 0


def test_that_a_script_is_told_where_to_go(bare, browser):
    answer = browser(bare).get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (403, NEEDED)


@pytest.mark.parametrize("page", ["access:account", "access:factor", "mfa_index", "web:help"])
def test_that_what_is_needed_to_set_it_up_stays_open(bare, browser, page):
    assert browser(bare).get(reverse(page)).status_code == 200


def test_that_demonstration_accounts_are_excepted_where_all_is_invented(bare, browser, settings):
    User.objects.filter(pk=bare.pk).update(is_demo=True)
    settings.DEMO = False
    assert browser(bare).get("/")["Location"] == NEEDED
    settings.DEMO = True
    client = browser(bare)
    assert client.get("/")["Location"] == DAY
    assert "pa fjalëkalim e pa faktor të dytë" in client.get("/account/").content.decode()


def test_the_way_from_the_app_to_the_codes_to_the_records(
    bare, with_password, django_capture_on_commit_callbacks
):
    """Sign in, set up the app, see the codes once, confirm, and the first page opens."""
    with_password(bare)
    client = Client()
    client.post("/account/login/", {"login": bare.username, "password": PASSWORD})
    assert client.get("/", follow=True).request["PATH_INFO"] == NEEDED

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": digits_of(SECRET)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/")["Location"] == NEEDED

    codes = factor.recovery_codes(bare).wrap().get_unused_codes()
    assert codes[0] in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert codes[0] not in client.get(reverse("mfa_view_recovery_codes")).content.decode()

    client.post(reverse("access:codes_kept"))
    assert client.get("/")["Location"] == NEEDED
    client.post(reverse("access:codes_kept"), {"kept": "yes"})
    assert client.get("/")["Location"] == DAY
    told = AuditEntry.objects.filter(code=bare.username).order_by("number")
    assert list(told.values_list("verb", flat=True)) == [
        "signed in",
        "second factor added",
        "recovery codes made",
        "recovery codes kept",
    ]


def test_that_codes_that_were_never_shown_cannot_be_confirmed(bare, browser):
    give_factor(bare)
    codes = factor.recovery_codes(bare)
    codes.data = {"seed": codes.data["seed"], "used_mask": 0}
    codes.save()
    client = browser(bare)
    client.post(reverse("access:codes_kept"), {"kept": "yes"})
    assert client.get("/")["Location"] == NEEDED


def test_that_taking_the_factor_away_closes_the_records_at_once(case_manager, browser):
    client = browser(case_manager)
    assert client.get("/")["Location"] == DAY
    assert factor.reset_factor(case_manager, by="agimi", because="lost phone") == 1
    assert client.get("/")["Location"].startswith("/account/login/")
    assert browser(case_manager).get("/")["Location"] == NEEDED
    entry = AuditEntry.objects.get(verb="second factor reset")
    assert (entry.actor, entry.code, entry.because) == ("agimi", "case_manager", "lost phone")


def test_that_secrets_lie_encrypted(case_manager):
    held = Authenticator.objects.get(user=case_manager, type=Authenticator.Type.TOTP)
    assert SECRET not in str(held.data)
    assert held.wrap().validate_code(digits_of(case_manager))


def test_that_the_console_takes_a_lost_factor_away(case_manager):
    from click.testing import CliRunner

    from agimi.access.commands import user_reset_factor

    done = CliRunner().invoke(user_reset_factor, ["case_manager"])
    assert done.exit_code == 0
    assert factor.missing_step(case_manager) == "factor"
    assert AuditEntry.objects.get(verb="second factor reset").actor == "agimi"
