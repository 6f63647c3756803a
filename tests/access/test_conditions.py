"""Constraints: each one refuses, in words; and what Python reads is what the database says."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agimi.access.conditions import check_constraints, holds
from agimi.access.models import BreakGlass, RoleRequest, User
from agimi.access.records import Record
from agimi.activities.models import (
    Contact,
    Headcount,
    Identification,
    Session,
    Supervision,
)
from agimi.casework.models import (
    Absence,
    Appointment,
    Approval,
    Attachment,
    Case,
    CaseChild,
    Feedback,
    Participation,
    Phase,
    Placement,
    Plan,
    PlanReview,
    Service,
)
from agimi.people.models import Consent, FamilyLink, Merge, NotTheSame, Person, PersonKey
from agimi.programme.models import Professional, Staff
from tests.records import DAY, all_models, code, draft, make

pytestmark = pytest.mark.both_databases
NOON = dt.datetime(2024, 1, 10, 12, tzinfo=dt.UTC)
EARLIER, LATER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)
ROOMS = ("access", "people", "casework", "activities")  # programme has tests of its own
MODELS = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
CHECKS = [
    (model, constraint)
    for model in MODELS
    for constraint in model._meta.constraints
    if isinstance(constraint, CheckConstraint)
]
UNIQUES = [
    (model, constraint)
    for model in MODELS
    for constraint in model._meta.constraints
    if isinstance(constraint, UniqueConstraint)
]


def name(item):
    return item.name if isinstance(item, models.BaseConstraint) else ""


# ── What each check refuses ─────────────────────────────────────────────────────────────────────
REFUSED = {
    "casework_case_closed_with_reason": (Case, {"closed_on": DAY}),
    "casework_case_referred_before_opened": (Case, {"opened_on": DAY, "referred_on": LATER}),
    "casework_plan_approved_on_and_by": (Plan, {"approved_on": DAY}),
    "casework_planreview_progress_percent": (PlanReview, {"progress": 101}),
    "casework_approval_decided_on": (
        Approval,
        {"kind": "override", "number": 2, "decided_on": DAY},
    ),
    "casework_attachment_not_empty": (Attachment, {"size": 0}),
    "casework_appointment_minutes_of_a_day": (Appointment, {"minutes": 1441}),
    "casework_absence_cover_is_another": (
        Absence,
        lambda: dict.fromkeys(("staff", "cover"), make(Staff)) | {"ended_on": LATER},
    ),
    "casework_absence_cover_ends": (Absence, lambda: {"cover": make(Staff)}),
    "casework_feedback_answers_have_a_time": (Feedback, {"helped": 1}),
    "casework_service_minutes_of_a_day": (Service, {"minutes": 1441}),
    "people_familylink_not_oneself": (FamilyLink, ("person", "relative")),
    "people_person_not_into_itself": (Person, {"id": 7, "merged_into_id": 7}),
    "people_consent_withdrawn_after_given": (
        Consent,
        {"given_on": DAY, "withdrawn_on": EARLIER},
    ),
    "people_personkey_destroyed_or_present": (PersonKey, {"subject": "P-1"}),
    "people_notthesame_in_order": (NotTheSame, ("one", "other")),
    "people_merge_not_into_itself": (Merge, ("kept", "dropped")),
    "people_merge_undone_at_and_by": (Merge, {"undone_at": NOON}),
    "people_merge_open_undone_or_final": (Merge, {"final_at": NOON, "undo": b"left"}),
    "activities_session_a_day_at_least": (Session, {"days": 0}),
    "activities_session_ages_in_order": (Session, {"age_from": 18, "age_to": 12}),
    "activities_headcount_number_unless_unknown": (Headcount, {"number": None}),
    "activities_contact_somebody": (Contact, {"adults": 0, "minors": 0}),
    "activities_identification_decided_after": (Identification, {"on": DAY, "decided_on": EARLIER}),
    "activities_supervision_of_one": (Supervision, {"staff": None}),
    "access_breakglass_lasts": (BreakGlass, {"at": NOON, "until": NOON}),
    "access_breakglass_reason": (BreakGlass, {"because": ""}),
    "access_breakglass_review_at_and_by": (BreakGlass, {"reviewed_at": NOON}),
    "access_rolerequest_decision_whole": (RoleRequest, {"decided_at": NOON}),
}


def wrong_record(constraint):
    model, values = REFUSED[constraint.name]
    values = values() if callable(values) else values
    if model is BreakGlass:
        values = {"user": make(User, username="u"), "until": NOON + dt.timedelta(1)} | values
    if model is RoleRequest:
        user = make(User, username="u")
        values = {"user": user, "asked_by": user} | values
    if isinstance(values, tuple):  # fields that must not name one and the same person
        values = dict.fromkeys(values, make(Person))
    return draft(model, **values)


@pytest.mark.parametrize(("model", "constraint"), CHECKS, ids=name)
def test_that_each_check_refuses_what_is_wrong_and_says_why(model, constraint, db):
    if constraint.name.endswith("ends_after_start"):
        record = ended_before_it_started(model, constraint)
    else:
        record = wrong_record(constraint)
    with pytest.raises(ValidationError) as caught:
        check_constraints(record)
    assert caught.value.messages == [str(constraint.get_violation_error_message())]
    with pytest.raises(IntegrityError), transaction.atomic(record_database(record)):
        record.save(force_insert=True)


def record_database(record):
    return "keys" if isinstance(record, PersonKey) else "default"


def ended_before_it_started(model, constraint):
    """The condition of such a constraint reads: end is null, or end >= start."""
    (end_lookup, start) = constraint.condition.children[1]
    end = end_lookup.partition("__")[0]
    is_time = isinstance(model._meta.get_field(end), models.DateTimeField)
    if is_time:
        moment = dt.datetime(2024, 1, 10, tzinfo=dt.UTC)
        return draft(model, **{start.name: moment, end: moment - dt.timedelta(hours=1)})
    extra = {"closing_reason": "other"} if model is Case else {}
    return draft(model, **{start.name: DAY, end: EARLIER}, **extra)


@pytest.mark.parametrize(("model", "constraint"), CHECKS + UNIQUES, ids=name)
def test_that_each_constraint_speaks_in_words(model, constraint):
    with translation.override("en"):
        words = str(constraint.get_violation_error_message())
    assert constraint.name not in words
    assert words.endswith(".")


# ── What is once ────────────────────────────────────────────────────────────────────────────────
TWICE = {
    "casework_case_one_open_a_person": lambda: {"person": make(Person)},
    "casework_casefact_once": lambda: {"case": make(Case)},
    "casework_casechild_once": lambda: {
        "case": make(Case),
        "child": make(Person),
        "started_on": DAY,
        "ended_on": DAY,
    },
    "casework_casechild_one_open": lambda: {"case": make(Case), "child": make(Person)},
    "casework_approval_one_waiting": lambda: {
        "case": make(Case),
        "kind": "override",
        "number": 2,
    },
    "casework_calendarfeed_one_open": lambda: {"user": make(User, username="u")},
    "casework_phase_one_open": lambda: {"case": make(Case)},
    "casework_placement_one_open": lambda: {"person": make(Person)},
    "casework_participation_once": lambda: {
        "person": make(Person),
        "project": make(Participation).project,
    },
    "casework_plan_edition_once": lambda: {"case": make(Case)},
    "activities_attendance_once": lambda: {"session": make(Session), "person": make(Person)},
    "people_namekey_once": lambda: {"person": make(Person), "token": bytes(16)},
    "people_notthesame_once": lambda: {"one": make(Person), "other": make(Person)},
    "people_merge_one_that_stands": lambda: {"dropped": make(Person)},
    "access_rolerequest_one_waiting": lambda: dict.fromkeys(
        ("user", "asked_by"), make(User, username="u")
    ),
}


@pytest.mark.parametrize(("model", "constraint"), UNIQUES, ids=name)
def test_that_what_is_once_is_refused_twice(model, constraint, db):
    values = TWICE[constraint.name]()
    make(model, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(model, **values)


@pytest.mark.parametrize(
    "model",
    [model for model in all_models() if model._meta.app_label in ROOMS],
    ids=lambda model: model._meta.label_lower,
)
def test_that_a_code_stands_once(model, db):
    make(model, code="X-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make(model, code="X-1")


def test_that_what_ended_may_be_followed_by_the_next(db):
    person, case, child = make(Person), make(Case), make(Person)
    closed = {"closed_on": DAY, "closing_reason": "other"}
    make(Case, person=person, opened_on=EARLIER, **closed)
    make(Case, person=person, opened_on=DAY)
    make(Phase, case=case, started_on=EARLIER, ended_on=DAY)
    make(Phase, case=case, number=2)
    make(Placement, person=person, started_on=EARLIER, ended_on=DAY)
    make(Placement, person=person)
    make(CaseChild, case=case, child=child, started_on=EARLIER, ended_on=DAY)
    make(CaseChild, case=case, child=child, started_on=DAY)
    assert Case.objects.filter(person=person).count() == 2


# ── The database has the last word, and says the same ───────────────────────────────────────────
days = st.sampled_from([None, EARLIER, DAY, LATER])
numbers = st.sampled_from([None, 0, 1, 30, 100, 101, 1440, 1441])


class TestAgreement(TestCase):
    """For any values, Python refuses exactly what the database refuses."""

    databases = "__all__"

    def setUp(self):
        self.person, self.topic = make(Person), code("topic")

    def agree(self, record):
        try:
            with transaction.atomic():
                record.save(force_insert=True)
                transaction.set_rollback(True)
            stands = True
        except IntegrityError:
            stands = False
        assert stands is not refused(record)

    @given(opened=days.filter(bool), closed=days, referred=days, reason=st.sampled_from("ab"))
    def test_that_they_agree_on_cases(self, opened, closed, referred, reason):
        reason = "" if reason == "a" else "other"
        self.agree(
            Case(
                person=self.person,
                category="violence",
                opened_on=opened,
                closed_on=closed,
                referred_on=referred,
                closing_reason=reason,
            )
        )

    @given(minutes=numbers)
    def test_that_they_agree_on_services(self, minutes):
        self.agree(Service(person=self.person, kind=self.topic, on=DAY, minutes=minutes))

    @given(days_=numbers.filter(lambda n: n is not None), young=numbers, old=numbers, end=days)
    def test_that_they_agree_on_sessions(self, days_, young, old, end):
        self.agree(
            Session(kind=self.topic, on=DAY, ended_on=end, days=days_, age_from=young, age_to=old)
        )

    @given(number=numbers, bound=st.sampled_from(["exact", "unknown"]))
    def test_that_they_agree_on_heads(self, number, bound):
        session = make(Session, kind=self.topic)
        self.agree(Headcount(session=session, number=number, bound=bound))

    @given(of_staff=st.booleans(), of_professional=st.booleans())
    def test_that_they_agree_on_supervision(self, of_staff, of_professional):
        from agimi.programme.models import Staff

        staff = make(Staff) if of_staff else None
        professional = make(Professional) if of_professional else None
        self.agree(Supervision(on=DAY, staff=staff, professional=professional))

    @given(given_on=days.filter(bool), expires=days, withdrawn=days)
    def test_that_they_agree_on_consents(self, given_on, expires, withdrawn):
        self.agree(
            Consent(
                person=self.person,
                purpose="services",
                given_on=given_on,
                expires_on=expires,
                withdrawn_on=withdrawn,
            )
        )

    @given(approved=days, by_somebody=st.booleans())
    def test_that_they_agree_on_plans(self, approved, by_somebody):
        from agimi.programme.models import Staff

        self.agree(
            draft(
                Plan,
                case=make(Case),
                approved_on=approved,
                approved_by=make(Staff) if by_somebody else None,
            )
        )


def refused(record):
    try:
        check_constraints(record)
    except ValidationError:
        return True
    return False


# ── Logic ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        (Q(minutes=30), True),
        (Q(minutes=31), False),
        (Q(site__isnull=True), True),
        (Q(place=1), None),
        (~Q(place=1), None),
        (Q(minutes=30) & Q(place=1), None),
        (Q(minutes=31) & Q(place=1), False),
        (Q(minutes=30) | Q(place=1), True),
        (Q(minutes=31) | Q(place=1), None),
        (Q(minutes=30) ^ Q(minutes__gt=40), True),
        (Q(minutes=30) ^ Q(minutes__gt=20), False),
        (Q(minutes=30) ^ Q(place=1), None),
        (~(Q(minutes__gte=30) & Q(minutes__lte=30)), False),
        (Q(minutes__lt=30), False),
    ],
    ids=str,
)
def test_that_unknown_is_neither_true_nor_false(condition, truth):
    assert holds(condition, Service(minutes=30)) is truth


def test_that_every_check_is_readable_in_python(db):
    """An operator that nobody taught to agimi.access.conditions would fail here."""
    for model, constraint in CHECKS:
        holds(constraint.condition, draft(model) if issubclass(model, Record) else model())
