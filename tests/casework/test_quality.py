"""What is missing or unlikely: each check finds what it says and nothing else, and leads to where it is mended."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from agimi.casework import models as casework
from agimi.casework import quality
from agimi.people.models import Consent, Person
from agimi.programme.models import Place
from tests.personas import account
from tests.records import code, make

TODAY = timezone.localdate()


def ago(days):
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def whole(case_manager, shelter):
    """A case in which nothing is missing and nothing unlikely."""

    def make_one(**more):
        place = Place.objects.filter(code="L-TEST").first() or make(Place, code="L-TEST")
        person = make(
            Person,
            sex="female",
            birth_date=dt.date(1995, 5, 5),
            nationality_status="albanian",
            residence=place,
            site=shelter,
        )
        values = {"category": "trafficking", "opened_on": ago(60), "site": shelter, "risk": "low"}
        values |= {"lead": case_manager.staff, "referred_by": make_body()} | more
        case = make(casework.Case, person=person, **values)
        own = {"case": case, "person": person}
        make(casework.IdentificationDecision, case=case, decided_on=ago(59))
        for kind, value in (("exploitation", "sexual"), ("recruitment", "family_members")):
            make(casework.CaseFact, case=case, kind=kind, value=value)
        make(casework.Placement, kind="shelter", started_on=ago(60), **own)
        for kind in ("psychosocial", "medical", "legal_needs"):
            make(casework.Assessment, kind=kind, on=ago(55), **own)
        make(
            casework.Plan,
            case=case,
            stage="approved",
            approved_on=ago(40),
            approved_by=case_manager.staff,
        )
        make(Consent, person=person, purpose="record", given_on=ago(60))
        return case

    return make_one


def make_body():
    from agimi.programme.models import Body

    return Body.objects.filter(code="B-TEST").first() or make(Body, code="B-TEST")


def found(user):
    overview = quality.overview(user)
    return {check.slug: overview.of(check) for check in quality.CHECKS if overview.of(check)}


def test_that_a_whole_case_is_found_by_no_check(whole, case_manager):
    whole()
    assert found(case_manager) == {}


def person_with(**values):
    return lambda case: Person.objects.filter(pk=case.person_id).update(**values)


def case_with(**values):
    return lambda case: casework.Case.objects.filter(pk=case.pk).update(**values)


def without(model, **which):
    return lambda case: model.objects.filter(case=case, **which).delete()


def with_one(model, **values):
    def add(case):
        own = {"case": case}
        if "person" in {field.name for field in model._meta.fields}:
            own["person"] = case.person
        make(model, **(own | values))

    return add


def with_child(**child):
    return lambda case: make(
        casework.CaseChild, case=case, child=make(Person, **child), started_on=ago(50)
    )


def service(**values):
    return with_one(casework.Service, **({"on": ago(5), "minutes": 30} | values))


def twice(case):
    for _time in range(2):
        service(kind=code("service"), staff=case.lead)(case)


def young_mother(case):
    person_with(birth_date=dt.date(TODAY.year - 20, 1, 1))(case)
    with_child(birth_date=dt.date(TODAY.year - 10, 1, 1))(case)


SPOILT = {
    "birth-date": person_with(birth_date=None),
    "sex": person_with(sex="not_recorded"),
    "nationality": person_with(nationality_status="not_recorded"),
    "residence": person_with(residence=None),
    "referred-by": case_with(referred_by=None),
    "risk": case_with(risk=""),
    "identification": without(casework.IdentificationDecision),
    "exploitation": without(casework.CaseFact, kind="exploitation"),
    "recruitment": without(casework.CaseFact, kind="recruitment"),
    "placement": without(casework.Placement),
    "psychosocial": without(casework.Assessment, kind="psychosocial"),
    "medical": without(casework.Assessment, kind="medical"),
    "legal-needs": without(casework.Assessment, kind="legal_needs"),
    "plan": without(casework.Plan),
    "consent": lambda case: Consent.objects.filter(person=case.person).delete(),
    "task-for-nobody": with_one(casework.Task, due_on=None, state="open"),
    "born": person_with(birth_date=TODAY + dt.timedelta(days=3)),
    "young-mother": young_mother,
    "long-service": service(minutes=500),
    "service-before": service(on=ago(70)),
    "service-later": service(on=TODAY + dt.timedelta(days=2)),
    "service-twice": twice,
    "young-worker": with_one(casework.Job, started_on=dt.date(2008, 6, 1)),
    "young-jobseeker": with_one(casework.Paper, kind="jobseeker", on=dt.date(2010, 1, 1)),
    "long-shelter": lambda case: casework.Placement.objects.filter(case=case).update(
        started_on=ago(800)
    ),
}


@pytest.mark.parametrize("slug", SPOILT)
def test_that_a_check_finds_what_it_says_and_no_other_does(slug, whole, case_manager):
    whole()
    SPOILT[slug](whole())
    assert found(case_manager) == {slug: 1}


def test_that_violence_asks_for_its_kind_and_not_for_exploitation(whole, case_manager):
    case = whole(category="violence")
    casework.CaseFact.objects.filter(case=case).delete()
    assert found(case_manager) == {"violence": 1}


def test_that_a_case_without_a_case_manager_is_found_by_the_coordinator(
    whole, coordinator, case_manager
):
    whole(lead=None)
    overview = quality.overview(coordinator)
    assert overview.of(quality.check_of("lead")) == 1
    assert [worker.code for worker in overview.workers] == [""]
    assert found(case_manager) == {}


def test_that_counselling_without_minutes_is_found_while_it_is_fresh(whole, case_manager):
    counselling = code("service", "counselling", group="counselling")
    case = whole()
    service(kind=counselling, minutes=None)(case)
    service(kind=counselling, minutes=None, on=ago(40))(case)
    assert found(case_manager) == {"minutes": 1}


def test_that_a_grown_up_child_is_found(whole, case_manager):
    case = whole()
    Person.objects.filter(pk=case.person_id).update(birth_date=dt.date(1970, 1, 1))
    with_child(birth_date=dt.date(TODAY.year - 20, 1, 1))(case)
    assert found(case_manager) == {"grown-child": 1}


def test_that_a_goal_long_over_its_day_is_found(whole, case_manager):
    case = whole()
    plan = casework.Plan.objects.get(case=case)
    make(casework.Goal, case=case, plan=plan, state="open", due_on=ago(200))
    make(casework.Goal, case=case, plan=plan, state="reached", due_on=ago(200))
    assert found(case_manager) == {"goal-overdue": 1}


def test_that_what_was_opened_lately_is_not_missing_yet(whole, case_manager):
    case = whole(opened_on=ago(10))
    casework.Assessment.objects.filter(case=case).delete()
    casework.Plan.objects.filter(case=case).delete()
    assert found(case_manager) == {}


def test_that_closed_cases_are_left_in_peace(whole, case_manager):
    case = whole()
    SPOILT["risk"](case)
    casework.Case.objects.update(closed_on=TODAY, closing_reason="needs_met")
    assert found(case_manager) == {}


def test_that_every_check_is_tried(whole):
    others = {"lead", "violence", "minutes", "grown-child", "goal-overdue"}
    assert {check.slug for check in quality.CHECKS} == set(SPOILT) | others


def test_that_it_is_told_apart_by_worker(whole, coordinator, case_manager, shelter):
    other = account("second", "case_manager", shelter)
    SPOILT["risk"](whole())
    SPOILT["sex"](whole(lead=other.staff))
    overview = quality.overview(coordinator)
    assert {w.name: overview.sum_of("missing", w.code) for w in overview.workers} == {
        case_manager.staff.name: 1,
        other.staff.name: 1,
    }


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def browser():
    def sign_in(user):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.mark.parametrize("slug", [check.slug for check in quality.CHECKS])
def test_that_each_link_leads_to_a_page_where_it_can_be_mended(
    slug, whole, case_manager, coordinator, browser
):
    case = whole()
    if slug in SPOILT:
        SPOILT[slug](case)
    page = browser(coordinator)
    answer = page.get(f"/quality/{slug}/")
    assert answer.status_code == 200
    for line in answer.context["lines"]:
        assert page.get(line["mend"]).status_code == 200


def test_that_only_those_who_can_mend_see_the_page(
    whole, case_manager, director, dpo, it_volunteer, outsider, colleague, browser
):
    SPOILT["risk"](whole())
    answers = {
        user.username: browser(user).get("/quality/").status_code
        for user in (case_manager, director, dpo, it_volunteer, outsider, colleague)
    }
    assert answers == {
        "case_manager": 200,
        "director": 403,
        "dpo": 403,
        "it_volunteer": 403,
        "outsider": 403,
        "colleague": 200,
    }
    assert found(colleague) == {}


def test_that_one_row_and_many_take_as_many_questions(whole, case_manager, browser):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = browser(case_manager)

    def questions():
        counts = []
        for address in ("/quality/", "/quality/risk/"):
            page.get(address)
            with CaptureQueriesContext(connection) as asked:
                page.get(address)
            counts.append(len(asked))
        return counts

    SPOILT["risk"](whole())
    few = questions()
    for _case in range(5):
        SPOILT["risk"](whole())
    assert questions() == few
