"""Who sees what: each persona × each kind of record, tied to one case of the case manager."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from agimi.access.choices import Area
from agimi.access.models import BreakGlass
from agimi.activities.models import CentreEnrolment, Session
from agimi.casework.models import (
    Case,
    CaseChild,
    CaseMeeting,
    LegalAid,
    Plan,
    Proceeding,
    Service,
    TeamMember,
)
from agimi.people.models import CivilStatus, Person
from tests.records import DAY, all_models, code, make

pytestmark = pytest.mark.both_databases

PERSONAS = (
    "case_manager psychologist colleague coordinator supervisor director dpo centre_worker "
    "it_volunteer outsider"
).split()
# Which areas each persona sees of a case at the shelter, led by the case manager.
OF_PEOPLE = {Area.PEOPLE, Area.CONSENT, Area.CASEWORK}
SEEN: dict[str, set[Area]] = {
    "case_manager": {*OF_PEOPLE, Area.ACTIVITIES, Area.PROGRAMME},
    "psychologist": {Area.ACTIVITIES, Area.PROGRAMME},
    "colleague": {Area.PROGRAMME},
    "coordinator": {*OF_PEOPLE, Area.ACTIVITIES, Area.PROGRAMME},
    "supervisor": {*OF_PEOPLE, Area.FEEDBACK, Area.ACTIVITIES, Area.PROGRAMME},
    "director": {Area.PEOPLE, Area.CASEWORK, Area.FEEDBACK, Area.ACTIVITIES, Area.PROGRAMME},
    "dpo": {Area.CONSENT, Area.PROGRAMME},
    "centre_worker": {Area.PROGRAMME},
    "it_volunteer": set(),
    "outsider": set(),
}
# Of activities everybody sees what belongs to no site and to nobody …
COMMON = {"activities.courtdecision", "activities.finding"}
# … and a supervision session only who was in it, or sees all.
OF_STAFF = {"activities.supervision"}
# Who is away is seen by those who answer for the site, and by whoever is away.
OF_SITE = {"casework.absence"}
# Records of activities that name a person: hidden with a restricted case.
NAMING = {
    "activities.attendance",
    "activities.call",
    "activities.centreenrolment",
    "activities.identification",
}


@pytest.fixture
def case(case_manager, shelter):
    person = make(Person, site=shelter)
    return make(Case, person=person, site=shelter, lead=case_manager.staff, opened_on=DAY)


@pytest.fixture
def child(case):
    child = make(Person)
    make(CaseChild, case=case, child=child, started_on=DAY)
    return child


@pytest.fixture
def records(case, child):
    """One record of each kind, tied to the case, its person and its site."""
    site = case.site
    session = make(Session, site=site)
    given = {
        "person": case.person,
        "case": case,
        "child": child,
        "session": session,
        "site": site,
        "unit": site,
        "plan": make(Plan, case=case, edition=9),
        "legal_aid": make(LegalAid, person=case.person, case=case),
    }
    made = {}
    for model in all_models():
        names = {field.name for field in model._meta.concrete_fields}
        values = {name: value for name, value in given.items() if name in names}
        if model is Case:
            made[model] = case
        elif model is CaseChild:
            made[model] = CaseChild.objects.get(child=child)
        elif model is Person:
            made[model] = case.person
        else:
            made[model] = make(model, **values)
    made[CaseMeeting].cases.add(case)
    return made


def seen_by(user, records):
    """The kinds of which somebody sees the record; the same, asked of each row or listed once."""
    asked, listed = (
        {
            model._meta.label_lower
            for model, record in records.items()
            if model.objects.visible_to(user, listed=many).filter(pk=record.pk).exists()
        }
        for many in (False, True)
    )
    assert asked == listed
    return asked


def expected(persona, records):
    areas = SEEN[persona]
    seen = {model._meta.label_lower for model in records if model.area in areas}
    if persona in {"colleague", "centre_worker"}:
        seen |= COMMON
    if persona == "case_manager":
        seen -= OF_SITE
    if persona not in {"supervisor", "director"}:
        seen -= OF_STAFF
    return seen


@pytest.fixture
def users(request):
    return {persona: request.getfixturevalue(persona) for persona in PERSONAS}


def test_that_each_persona_sees_these_kinds_of_record(users, records):
    assert {name: seen_by(user, records) for name, user in users.items()} == {
        name: expected(name, records) for name in users
    }


def test_that_a_restricted_case_is_seen_by_its_team_alone(users, records):
    def without_people(labels):
        rooms = ("programme.", "activities.", "casework.absence", "casework.handover")
        return {label for label in labels if label.startswith(rooms)} - NAMING

    Case.objects.update(restricted=True)
    seen = {name: without_people(expected(name, records)) for name in users}
    seen["case_manager"] = expected("case_manager", records)
    assert {name: seen_by(user, records) for name, user in users.items()} == seen


def test_that_no_record_is_found_twice(users, records):
    meeting = records[CaseMeeting]
    for user in users.values():
        meeting.cases.add(make(Case, lead=user.staff, site=user.site))
        meeting.staff.add(*([user.staff] if user.staff else []))
    for user in users.values():
        for model in records:
            keys = list(model.objects.visible_to(user).values_list("pk", flat=True))
            assert (model, len(keys)) == (model, len(set(keys)))


def test_that_strangers_and_closed_accounts_see_nothing(records, case_manager):
    assert seen_by(AnonymousUser(), records) == set()
    case_manager.is_active = False
    assert seen_by(case_manager, records) == set()


def test_that_the_account_of_the_machine_sees_restricted_cases(records, system):
    Case.objects.update(restricted=True)
    assert seen_by(system, records) == {model._meta.label_lower for model in records}


# ── Teams ───────────────────────────────────────────────────────────────────────────────────────
TODAY = dt.date.today()
YESTERDAY, TOMORROW = TODAY - dt.timedelta(1), TODAY + dt.timedelta(1)


@pytest.mark.parametrize(
    ("started_on", "ended_on", "sees"),
    [
        (YESTERDAY, None, True),
        (TODAY, None, True),
        (TOMORROW, None, False),
        (YESTERDAY, TOMORROW, True),
        (YESTERDAY, TODAY, False),
        (YESTERDAY, YESTERDAY, False),
    ],
)
def test_that_a_team_member_sees_a_case_from_the_first_day_until_the_day_of_leaving(
    case, psychologist, started_on, ended_on, sees
):
    make(
        TeamMember,
        case=case,
        staff=psychologist.staff,
        started_on=started_on,
        ended_on=ended_on,
    )
    assert list(Case.objects.visible_to(psychologist)) == ([case] if sees else [])
    assert list(Person.objects.visible_to(psychologist)) == ([case.person] if sees else [])


def test_that_a_record_of_a_case_is_not_seen_through_its_person(case, colleague):
    """Whoever led an earlier stay does not see the work of the present one."""
    earlier = make(
        Case,
        person=case.person,
        lead=colleague.staff,
        opened_on=dt.date(2020, 1, 1),
        closed_on=dt.date(2020, 6, 1),
        closing_reason="needs_met",
    )
    make(Service, person=case.person, case=case)
    mine = make(Service, person=case.person, case=earlier)
    outside = make(Service, person=case.person, case=None)
    assert list(Case.objects.visible_to(colleague)) == [earlier]
    assert set(Service.objects.visible_to(colleague)) == {mine, outside}


def test_that_the_children_of_a_case_are_its_teams_people(case, child, case_manager, colleague):
    assert set(Person.objects.visible_to(case_manager)) == {case.person, child}
    assert list(Person.objects.visible_to(colleague)) == []


# ── Restricted: the people as well as the case ──────────────────────────────────────────────────
@pytest.fixture
def restricted(case, child):
    Case.objects.filter(pk=case.pk).update(restricted=True)
    return case


@pytest.mark.parametrize("persona", ["coordinator", "supervisor", "director"])
def test_that_the_people_of_a_restricted_case_are_hidden_even_with_other_cases(
    persona, restricted, child, request
):
    user = request.getfixturevalue(persona)
    other = make(Person)
    closed = {"closed_on": DAY, "closing_reason": "other", "opened_on": DAY}
    make(Case, person=restricted.person, site=restricted.site, **closed)
    make(Case, person=child, site=restricted.site)
    plain = make(Case, person=other, site=restricted.site)
    assert list(Case.objects.visible_to(user)) == [plain]
    assert list(Person.objects.visible_to(user)) == [other]
    make(Service, person=restricted.person, case=None, site=restricted.site)
    make(CivilStatus, person=child)
    assert list(Service.objects.visible_to(user)) == []
    assert list(CivilStatus.objects.visible_to(user)) == []


def test_that_who_works_with_a_person_in_another_case_still_sees_them(restricted, child, colleague):
    mine = make(Case, person=child, lead=colleague.staff)
    assert list(Person.objects.visible_to(colleague)) == [child]
    assert list(Case.objects.visible_to(colleague)) == [mine]


def test_that_relatives_and_mothers_of_restricted_cases_are_hidden_too(
    restricted, coordinator, shelter
):
    from agimi.people.models import FamilyLink

    sibling = make(Person, site=shelter)
    make(FamilyLink, person=sibling, relative=restricted.person)
    make(CentreEnrolment, person=sibling, mother=restricted.person, site=shelter)
    assert list(FamilyLink.objects.visible_to(coordinator)) == []
    assert list(CentreEnrolment.objects.visible_to(coordinator)) == []


# ── People without a case ───────────────────────────────────────────────────────────────────────
def test_that_whoever_registered_a_person_sees_them_until_there_is_a_case(
    case_manager, psychologist, colleague
):
    person = make(Person, created_by=case_manager)
    assert list(Person.objects.visible_to(case_manager)) == [person]
    assert list(Person.objects.visible_to(psychologist)) == []
    make(Case, person=person, lead=colleague.staff)
    assert list(Person.objects.visible_to(case_manager)) == []


def test_that_a_lawyer_sees_the_clients_outside_the_programme(psychologist):
    lawyer = psychologist
    aid = make(LegalAid, lawyer=lawyer.staff, started_on=YESTERDAY)
    proceeding = make(Proceeding, person=aid.person, legal_aid=aid)
    assert list(Person.objects.visible_to(lawyer)) == [aid.person]
    assert list(LegalAid.objects.visible_to(lawyer)) == [aid]
    assert list(Proceeding.objects.visible_to(lawyer)) == [proceeding]
    LegalAid.objects.update(ended_on=YESTERDAY)
    assert list(Person.objects.visible_to(lawyer)) == []
    assert list(LegalAid.objects.visible_to(lawyer)) == [aid]


def test_that_centre_staff_see_those_enrolled_or_registered_there_and_no_case(
    case, child, centre, centre_worker
):
    visitor = make(Person, site=centre)
    enrolment = make(CentreEnrolment, person=child, site=centre, mother=case.person)
    assert set(Person.objects.visible_to(centre_worker)) == {visitor, child, case.person}
    assert list(Case.objects.visible_to(centre_worker)) == []
    CentreEnrolment.objects.filter(pk=enrolment.pk).update(ended_on=YESTERDAY)
    assert list(Person.objects.visible_to(centre_worker)) == [visitor]


def test_that_a_case_at_a_centre_opens_no_person_to_its_staff(centre, centre_worker):
    make(Case, site=centre)
    assert list(Person.objects.visible_to(centre_worker)) == []


# ── Reading and writing ─────────────────────────────────────────────────────────────────────────
def test_that_a_site_reads_what_was_done_there_but_changes_only_its_own_cases(
    case, coordinator, other_shelter, shelter
):
    elsewhere = make(Case, site=other_shelter)
    done_here = make(Service, person=elsewhere.person, case=elsewhere, site=shelter)
    own = make(Service, person=case.person, case=case, site=shelter)
    scope = coordinator.grant(Area.CASEWORK).write
    assert set(Service.objects.visible_to(coordinator)) == {done_here, own}
    assert list(Service.objects.within(scope, coordinator, writing=True)) == [own]


def test_that_a_broken_glass_opens_a_case_for_reading_only(case, colleague):
    now = dt.datetime.now(dt.UTC)
    make(BreakGlass, case=case, user=colleague, at=now, until=now + dt.timedelta(hours=1))
    scope = colleague.grant(Area.CASEWORK).write
    assert list(Case.objects.visible_to(colleague)) == [case]
    assert list(Person.objects.visible_to(colleague)) == [case.person]
    assert list(Case.objects.within(scope, colleague, writing=True)) == []


def test_that_open_lists_without_a_site_are_common(psychologist):
    value = code("topic")
    assert list(type(value).objects.visible_to(psychologist)) == [value]
