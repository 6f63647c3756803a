"""Absences: who notes them, who stands in, and what the cover may see and do."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agimi.casework import actions, cover
from agimi.casework.models import Absence, Case, Service, TeamMember
from agimi.people.models import Person
from agimi.programme.models import Post
from tests.records import draft, make

pytestmark = pytest.mark.both_databases
TODAY = timezone.localdate()
OPENED = TODAY - dt.timedelta(60)
WEEK = dt.timedelta(7)


@pytest.fixture
def case(case_manager, shelter):
    person = make(Person, created_by=case_manager)
    new = draft(
        Case,
        person=person,
        lead=case_manager.staff,
        category="violence",
        opened_on=OPENED,
        site=shelter,
    )
    return actions.open_case(new, by=case_manager)


@pytest.fixture
def at_shelter(case_manager, shelter):
    return make(Post, staff=case_manager.staff, role="case_manager", site=shelter)


def away(staff, by, **more):
    values = {"first": TODAY, "back": TODAY + WEEK, "kind": "leave"} | more
    return cover.be_away(staff, by=by, **values)


def browser(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# ── Who notes it ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("persona", "may"),
    [
        ("case_manager", True),
        ("coordinator", True),
        ("supervisor", True),
        ("psychologist", False),
        ("colleague", False),
        ("director", False),
        ("it_volunteer", False),
        ("outsider", False),
    ],
)
def test_who_notes_that_somebody_is_away(persona, may, case_manager, at_shelter, request):
    user = request.getfixturevalue(persona)
    assert cover.may_note_absence(case_manager.staff, by=user) is may
    assert (case_manager.staff in cover.staff_of(user)) is may
    if may:
        assert away(case_manager.staff, user).site == at_shelter.site
    else:
        with pytest.raises(PermissionDenied):
            away(case_manager.staff, user)


@pytest.mark.parametrize("where", ["nowhere", "elsewhere", "before"])
def test_that_a_coordinator_notes_it_for_those_of_the_site_today(
    where, case_manager, coordinator, shelter, other_shelter
):
    if where != "nowhere":
        make(
            Post,
            staff=case_manager.staff,
            site=other_shelter if where == "elsewhere" else shelter,
            started_on=OPENED,
            ended_on=TODAY if where == "before" else None,
        )
    with pytest.raises(PermissionDenied):
        away(case_manager.staff, coordinator)


# ── Who stands in ───────────────────────────────────────────────────────────────────────────────
def test_that_nobody_covers_themselves_into_the_cases_of_another(
    case, case_manager, at_shelter, coordinator, supervisor, psychologist
):
    for user in (coordinator, supervisor):
        with pytest.raises(PermissionDenied):
            away(case_manager.staff, user, cover=user.staff)
    with pytest.raises(PermissionDenied):
        away(case_manager.staff, psychologist, cover=psychologist.staff)
    assert Absence.objects.count() == 0
    assert list(Case.objects.visible_to(psychologist)) == []


@pytest.mark.parametrize("persona", ["director", "dpo", "centre_worker"])
def test_that_only_somebody_who_works_with_cases_stands_in(persona, case_manager, request):
    user = request.getfixturevalue(persona)
    with pytest.raises(ValidationError):
        away(case_manager.staff, case_manager, cover=user.staff)


def test_that_a_closed_account_does_not_stand_in(case_manager, psychologist):
    psychologist.is_active = False
    psychologist.save()
    with pytest.raises(ValidationError):
        away(case_manager.staff, case_manager, cover=psychologist.staff)


@pytest.mark.parametrize(
    "more",
    [
        {"back": None},
        {"back": TODAY},
        {"back": TODAY + dt.timedelta(93)},
    ],
)
def test_that_a_cover_has_an_end_that_is_near(more, case_manager, psychologist):
    with pytest.raises(ValidationError):
        away(case_manager.staff, case_manager, cover=psychologist.staff, **more)


def test_that_whoever_is_away_does_not_stand_in(case_manager, psychologist):
    away(psychologist.staff, psychologist)
    with pytest.raises(ValidationError):
        away(case_manager.staff, case_manager, cover=psychologist.staff)


def test_that_two_absences_do_not_overlap(case_manager):
    away(case_manager.staff, case_manager)
    with pytest.raises(ValidationError):
        away(case_manager.staff, case_manager, first=TODAY + dt.timedelta(3), back=None)
    away(case_manager.staff, case_manager, first=TODAY + WEEK, back=None)
    assert Absence.objects.count() == 2


# ── What the cover sees ─────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("first", "back", "sees"),
    [
        (TODAY, TODAY + WEEK, True),
        (TODAY - WEEK, TODAY + dt.timedelta(1), True),
        (TODAY - WEEK, TODAY, False),  # she is back
        (TODAY + dt.timedelta(1), TODAY + WEEK, False),  # not yet
    ],
)
def test_that_the_cover_sees_and_works_on_the_cases_in_this_time_alone(
    first, back, sees, case, case_manager, psychologist
):
    away(case_manager.staff, case_manager, first=first, back=back, cover=psychologist.staff)
    assert list(Case.objects.visible_to(psychologist)) == ([case] if sees else [])
    assert list(cover.covered_cases(psychologist)) == ([case] if sees else [])
    assert len(cover.standing_in(psychologist)) == int(sees)
    service = draft(Service, person=case.person, case=case, on=TODAY, staff=psychologist.staff)
    if sees:
        actions.log_service(service, by=psychologist)
    else:
        with pytest.raises(PermissionDenied):
            actions.log_service(service, by=psychologist)
    assert Service.objects.count() == int(sees)


def test_that_the_cover_never_sees_a_restricted_case(case, case_manager, psychologist):
    Case.objects.update(restricted=True)
    away(case_manager.staff, case_manager, cover=psychologist.staff)
    assert list(Case.objects.visible_to(psychologist)) == []
    assert list(cover.covered_cases(psychologist)) == []


def test_that_the_cover_cannot_lengthen_it(case_manager, psychologist):
    absence = away(case_manager.staff, case_manager, cover=psychologist.staff)
    with pytest.raises(PermissionDenied):
        cover.be_back(absence, on=TODAY + dt.timedelta(1), by=psychologist)
    with pytest.raises(ValidationError):
        cover.be_back(absence, on=TODAY + 2 * WEEK, by=case_manager)
    page = browser(psychologist)
    assert page.get(reverse("casework:absence_back", args=(absence.code,))).status_code == 404


def test_that_the_cover_ends_when_she_is_back(case, case_manager, psychologist):
    absence = away(case_manager.staff, case_manager, first=TODAY - WEEK, cover=psychologist.staff)
    cover.be_back(absence, on=TODAY, by=case_manager)
    assert list(Case.objects.visible_to(psychologist)) == []


def test_that_an_absence_that_has_not_begun_is_taken_out(case_manager):
    absence = away(case_manager.staff, case_manager, first=TODAY + dt.timedelta(1))
    assert cover.be_back(absence, on=TODAY, by=case_manager) is None
    assert Absence.objects.count() == 0


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────
def test_that_one_notes_ones_own_absence_on_its_page(case, case_manager, psychologist):
    page = browser(case_manager)
    sent = {
        "staff": case_manager.staff.pk,
        "first": TODAY,
        "back": TODAY + WEEK,
        "kind": "leave",
        "cover": psychologist.staff.pk,
        "code": "AB-FORM",
    }
    for _click in range(2):
        assert page.post(reverse("casework:absence_add"), sent).status_code == 302
    assert Absence.objects.count() == 1
    told = browser(psychologist).get(reverse("casework:absences")).content.decode()
    assert case_manager.staff.name in told
    assert case.code in told


@pytest.mark.parametrize(
    ("persona", "status"),
    [("colleague", 200), ("coordinator", 200), ("director", 403), ("it_volunteer", 403)],
)
def test_who_opens_the_absences_and_whose_they_see(
    persona, status, case_manager, at_shelter, request
):
    away(case_manager.staff, case_manager)
    page = browser(request.getfixturevalue(persona))
    answer = page.get(reverse("casework:absences"))
    assert answer.status_code == status
    if status == 200:
        assert len(answer.context["now"]) == (1 if persona == "coordinator" else 0)


def test_that_the_list_asks_as_much_for_one_as_for_several(supervisor, case_manager, psychologist):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page, address = browser(supervisor), reverse("casework:absences")
    away(case_manager.staff, supervisor, cover=psychologist.staff)
    page.get(address)
    with CaptureQueriesContext(connection) as one:
        page.get(address)
    for _number in range(4):
        make(Absence, staff=make(TeamMember).staff, started_on=TODAY, kind="leave")
    with CaptureQueriesContext(connection) as several:
        assert len(page.get(address).context["now"]) == 5
    assert len(several) == len(one)
