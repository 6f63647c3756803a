"""The timeline of a case: what of it is seen, in which order, in how many questions."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agimi.access.choices import Area
from agimi.access.look import one_look
from agimi.casework.models import (
    Appointment,
    Case,
    CaseChild,
    CaseMeeting,
    Feedback,
    Goal,
    Placement,
    Plan,
    ReferralOut,
    Service,
)
from agimi.casework.timeline import A_PAGE, leaf, moments, sight_of
from agimi.desk.lists import sealed_of
from agimi.people.models import Consent, Person
from tests.records import DAY, make

pytestmark = pytest.mark.both_databases


@pytest.fixture
def mother(db):
    return make(Person)


@pytest.fixture
def child(db):
    return make(Person)


@pytest.fixture
def case(case_manager, shelter, mother, child):
    case = make(Case, person=mother, site=shelter, lead=case_manager.staff, opened_on=DAY)
    make(CaseChild, case=case, child=child, started_on=DAY)
    return case


def after(days):
    return DAY + dt.timedelta(days)


def lines(case, user, **choice):
    found = leaf(sight_of(case, by=user), **choice)
    return [(e.day, e.moment.name) for month in found.months for e in month.entries]


# ── What is seen ────────────────────────────────────────────────────────────────────────────────
PARTS = sorted({moment.kind.model for moment in moments()}, key=lambda m: m._meta.label)


@pytest.fixture
def of_everything(case, child):
    """One record of each kind about her, one about the child."""
    for model in PARTS:
        if model is Case:
            continue
        names = {field.name for field in model._meta.fields}
        for person in (case.person, child):
            about = {"person": person} if "person" in names else {}
            of = {"case": case} if "case" in names else {}
            if model is CaseMeeting:
                make(model).cases.add(case)
            elif model is not CaseChild:
                make(model, **about, **of, **parts_of(model, case, person))
    return case


def parts_of(model, case, person):
    """What a record hangs on that must be of the same case, and what must not be there twice."""
    if model is Plan:
        return {"edition": 1 + Plan.objects.filter(case=case).count()}
    given = {}
    for field in model._meta.fields:
        target = field.related_model
        if field.name in {"plan", "legal_aid"} and target is not None:
            own = {"edition": 10 + Plan.objects.count()} if target is Plan else {"person": person}
            given[field.name] = make(target, case=case, **own)
    if model._meta.model_name == "phase":
        given["ended_on"] = DAY
    return given


FATHERS, THIS = "the father's case", "this case"


@pytest.mark.parametrize(
    ("persona", "restricted"),
    [
        ("case_manager", "nothing"),
        ("case_manager", FATHERS),
        ("coordinator", FATHERS),
        ("director", FATHERS),
        ("case_manager", THIS),
        ("coordinator", THIS),
    ],
)
def test_that_of_each_kind_exactly_what_visible_to_says_is_seen(
    persona, restricted, of_everything, child, request
):
    user, case = request.getfixturevalue(persona), of_everything
    if restricted == FATHERS:
        other = make(Case, person=make(Person), opened_on=DAY, restricted=True)
        make(CaseChild, case=other, child=child)
    if restricted == THIS:
        Case.objects.update(restricted=True)
    seen = Case.objects.visible_to(user).filter(pk=case.pk).first()
    for model in PARTS if seen else ():
        whole = model.objects.visible_to(user)
        of = {"person__in": [case.person, child]} if model is Consent else {"case": case}
        of = {Case: {"pk": case.pk}, CaseMeeting: {"cases": case}}.get(model, of)
        mine = sight_of(seen, by=user).of(model).order_by("pk")
        assert (model, list(mine)) == (model, list(whole.filter(**of).order_by("pk")))


def test_that_a_child_hidden_by_another_restricted_case_is_hidden_in_this_one(
    case, child, coordinator
):
    make(Service, case=case, person=child, on=DAY)
    other = make(Case, person=make(Person), opened_on=DAY, restricted=True)
    make(CaseChild, case=other, child=child)

    assert lines(case, coordinator) == [(DAY, "opened")]


def test_that_no_cipher_text_is_loaded_for_a_line(of_everything, case_manager):
    found = leaf(sight_of(of_everything, by=case_manager))
    records = [entry.record for month in found.months for entry in month.entries]

    assert [r for r in records if not set(sealed_of(type(r))) <= r.get_deferred_fields()] == []
    assert any(sealed_of(type(record)) for record in records)


def test_that_what_survivors_say_of_the_help_is_no_part_of_a_case_for_its_team(case, case_manager):
    with pytest.raises(TypeError):
        sight_of(case, by=case_manager).of(Feedback)


def test_that_no_kind_from_another_area_than_casework_and_consent_stands_in_it():
    assert {moment.kind.model.area for moment in moments()} == {Area.CASEWORK, Area.CONSENT}


def test_that_consents_are_seen_by_those_with_a_right_over_them(case, case_manager, director):
    make(Consent, person=case.person, purpose="referral", given_on=after(1))

    assert (after(1), "consents") in lines(case, case_manager)
    assert (after(1), "consents") not in lines(case, director)


def test_that_in_one_look_the_keys_of_a_reader_are_asked_for_once(case, case_manager):
    with one_look():
        list(Service.objects.visible_to(case_manager))
        with CaptureQueriesContext(connection) as asked:
            list(Placement.objects.visible_to(case_manager))
    assert len(asked) == 1


def test_that_a_right_that_is_taken_counts_at_the_next_look(case, case_manager):
    with one_look():
        assert case in Case.objects.visible_to(case_manager)
    Case.objects.update(lead=None)
    with one_look():
        assert list(Case.objects.visible_to(case_manager)) == []


# ── In which order ──────────────────────────────────────────────────────────────────────────────
def test_that_the_newest_stands_on_top_whatever_its_kind(case, case_manager):
    make(Service, case=case, person=case.person, on=after(3))
    make(Placement, case=case, person=case.person, started_on=after(5))
    make(Service, case=case, person=case.person, on=after(40))

    assert lines(case, case_manager) == [
        (after(40), "services"),
        (after(5), "placements"),
        (after(3), "services"),
        (DAY, "children"),
        (DAY, "opened"),
    ]


def test_that_a_referral_stands_on_its_day_and_on_that_of_its_answer(case, case_manager):
    make(
        ReferralOut,
        case=case,
        person=case.person,
        on=after(2),
        answer="accepted",
        answered_on=after(9),
    )
    assert lines(case, case_manager, show="referrals") == [
        (after(9), "answers"),
        (after(2), "referrals"),
    ]


def test_that_a_goal_stands_there_when_it_is_reached_not_when_it_is_due(case, case_manager):
    plan = make(Plan, case=case, made_on=DAY)
    make(Goal, case=case, plan=plan, due_on=after(9))
    make(Goal, case=case, plan=plan, due_on=after(9), reached_on=after(7), state="reached")

    assert lines(case, case_manager, show="goals") == [(after(7), "goals")]


def test_that_the_closing_and_a_child_that_left_stand_there(case, case_manager):
    CaseChild.objects.update(ended_on=after(8))
    Case.objects.update(closed_on=after(9), closing_reason="needs_met")

    assert lines(case, case_manager) == [
        (after(9), "closed"),
        (after(8), "children-left"),
        (DAY, "children"),
        (DAY, "opened"),
    ]


def test_that_the_day_of_an_appointment_is_the_day_here_and_not_in_greenwich(case, case_manager):
    late = dt.datetime(2024, 5, 1, 22, 30, tzinfo=dt.UTC)  # half past midnight in Tirana
    make(Appointment, case=case, person=case.person, starts_at=late)

    assert lines(case, case_manager, show="tasks") == [(dt.date(2024, 5, 2), "appointments")]


def test_that_it_is_grouped_by_month_and_what_lies_ahead_comes_first(case, case_manager):
    far = dt.datetime(2124, 1, 1, 9, tzinfo=dt.UTC)
    make(Appointment, case=case, person=case.person, starts_at=far)
    make(Service, case=case, person=case.person, on=dt.date(2024, 2, 29))
    months = leaf(sight_of(case, by=case_manager)).months

    assert [(month.first, len(month.entries)) for month in months] == [
        (None, 1),
        (dt.date(2024, 2, 1), 1),
        (dt.date(2024, 1, 1), 2),
    ]


# ── Filters and pages ───────────────────────────────────────────────────────────────────────────
def test_that_it_can_be_narrowed_to_a_group_and_to_a_child(case, child, case_manager):
    make(Service, case=case, person=case.person, on=after(1))
    make(Service, case=case, person=child, on=after(2))
    make(Placement, case=case, person=child, started_on=after(3))

    assert lines(case, case_manager, show="services", of=child.code) == [(after(2), "services")]
    assert lines(case, case_manager, of=child.code) == [
        (after(3), "placements"),
        (after(2), "services"),
        (DAY, "children"),
    ]
    assert lines(case, case_manager, of=case.person.code) == [
        (after(1), "services"),
        (DAY, "opened"),
    ]
    assert lines(case, case_manager, show="nonsense") == []


def test_that_a_long_one_goes_on_page_after_page_and_no_month_is_named_twice(case, case_manager):
    days = [after(n) for n in range(A_PAGE + 5)]
    for day in days:
        make(Service, case=case, person=case.person, on=day)
    sight = sight_of(case, by=case_manager)
    first = leaf(sight, show="services")
    second = leaf(sight, show="services", page=first.further)
    shown = [e.day for part in (first, second) for month in part.months for e in month.entries]

    assert shown == sorted(days, reverse=True)
    assert (first.further, second.further) == (2, 0)
    assert second.months[0].goes_on == (days[4].month == days[5].month)


def test_that_it_takes_as_many_questions_for_one_entry_as_for_many(case, case_manager):
    def questions():
        with CaptureQueriesContext(connection) as asked, one_look():
            leaf(sight_of(case, by=case_manager))
        return len(asked)

    make(Service, case=case, person=case.person, on=after(-1))  # below the others, on the page
    once = questions()
    for _n in range(49):
        make(Service, case=case, person=case.person, on=after(-1))
    assert questions() == once
