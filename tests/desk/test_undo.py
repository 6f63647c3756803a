"""What was done can be taken back, whole, unless somebody else has built on it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agimi.access import ledger
from agimi.access.models import AuditEntry
from agimi.casework import actions
from agimi.casework.models import Case, Placement, Plan, Service, TeamMember
from agimi.desk import undo
from agimi.desk.models import Undo
from agimi.desk.undo import undoable
from agimi.people.actions import read_text, seal_text
from agimi.people.models import Person
from tests.personas import account
from tests.records import code, draft, make

OPENED = dt.date(2024, 1, 10)


def stands(*models):
    """Everything that stands in these tables, but who changed it last and when."""
    left_out = {"changed_at", "changed_by_id", "version"}
    return {
        model._meta.label: sorted(
            (
                {
                    key: bytes(value) if isinstance(value, memoryview) else value
                    for key, value in row.items()
                    if key not in left_out
                }
                for row in model.objects.values()
            ),
            key=lambda row: row["code"],
        )
        for model in models
    }


def test_that_what_was_added_is_gone_and_the_trail_tells_both(case, case_manager):
    with undoable(by=case_manager, label="Shërbimi") as kept:
        service = draft(Service, person=case.person, case=case, on=OPENED)
        actions.log_service(service, by=case_manager)
    undo.take_back(kept, by=case_manager)
    assert Service.objects.count() == 0
    verbs = AuditEntry.objects.filter(code=service.code).values_list("verb", flat=True)
    assert list(verbs) == ["added", "removed"]


def test_that_what_was_changed_is_as_before_with_its_words(case, case_manager):
    note = seal_text("E para", person=case.person)
    service = make(Service, person=case.person, case=case, on=OPENED, minutes=30, note=note)
    service.topics.add(code("topic", "a"))
    before = stands(Service)
    with undoable(by=case_manager, label="Ndryshimi") as kept:
        ledger.change(
            service,
            by=case_manager,
            minutes=60,
            note=seal_text("E dyta", person=case.person),
            links={"topics": [code("topic", "b")]},
        )
    undo.take_back(kept, by=case_manager)
    service.refresh_from_db()
    assert stands(Service) == before
    assert [topic.key for topic in service.topics.all()] == ["a"]
    assert read_text(service, "note", by=case_manager) == "E para"


def test_that_what_was_taken_out_is_back_with_its_code_and_maker(case, case_manager):
    service = make(Service, person=case.person, case=case, on=OPENED, created_by=case_manager)
    service.topics.add(code("topic"))
    before = stands(Service)
    with undoable(by=case_manager, label="Heqja") as kept:
        ledger.remove(service, by=case_manager, because="gabim")
    undo.take_back(kept, by=case_manager)
    assert stands(Service) == before
    assert Service.objects.get().topics.count() == 1


def test_that_several_steps_are_taken_back_in_the_opposite_order(case, case_manager):
    with undoable(by=case_manager, label="Strehimi"):
        actions.place(
            draft(Placement, person=case.person, case=case, kind="shelter", started_on=OPENED),
            by=case_manager,
        )
    before = stands(Placement)
    with undoable(by=case_manager, label="Shpërngulja") as kept:
        moved = draft(
            Placement,
            person=case.person,
            case=case,
            kind="family",
            started_on=OPENED + dt.timedelta(days=30),
        )
        actions.place(moved, by=case_manager)
    undo.take_back(kept, by=case_manager)
    assert stands(Placement) == before


def test_that_closing_a_case_can_be_taken_back_whole(case, child, supervisor):
    before = stands(Case, TeamMember)
    with undoable(by=supervisor, label="Mbyllja") as kept:
        day = OPENED + dt.timedelta(days=90)
        actions.close_case(case, on=day, reason="needs_met", by=supervisor)
    assert Case.objects.get(pk=case.pk).closed_on == day
    undo.take_back(kept, by=supervisor)
    assert stands(Case, TeamMember) == before


def test_that_nothing_is_taken_back_where_somebody_changed_it_since(case, case_manager):
    service = make(Service, person=case.person, case=case, on=OPENED, minutes=30)
    with undoable(by=case_manager, label="Ndryshimi") as kept:
        ledger.change(service, by=case_manager, minutes=60)
    ledger.change(service, by=case_manager, minutes=90)
    with pytest.raises(ValidationError) as refused:
        undo.take_back(kept, by=case_manager)
    service.refresh_from_db()
    assert (service.minutes, service.code in refused.value.messages[0]) == (90, True)


def test_that_it_is_taken_back_once_and_in_time(case, case_manager):
    with undoable(by=case_manager, label="Shërbimi") as kept:
        service = draft(Service, person=case.person, case=case, on=OPENED)
        actions.log_service(service, by=case_manager)
    Undo.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(ValidationError):
        undo.take_back(kept, by=case_manager)
    Undo.objects.update(until=timezone.now() + dt.timedelta(minutes=1))
    undo.take_back(kept, by=case_manager)
    with pytest.raises(ValidationError):
        undo.take_back(kept, by=case_manager)


def test_that_somebody_else_s_undo_is_not_found(case, case_manager, colleague, browser):
    with undoable(by=case_manager, label="Shërbimi") as kept:
        actions.log_service(
            draft(Service, person=case.person, case=case, on=OPENED), by=case_manager
        )
    assert browser(colleague).post(f"/undo/{kept.code}/").status_code == 404
    assert Service.objects.count() == 1


def test_that_whoever_lost_the_case_meanwhile_cannot_reach_into_it(case, case_manager, system):
    plan = make(Plan, case=case, edition=2)
    with undoable(by=case_manager, label="Plani") as kept:
        ledger.change(plan, by=case_manager, review_on=OPENED)
    other = account("new_lead", "case_manager", case.site)
    actions.hand_over(case, to=other.staff, on=timezone.localdate(), by=system)
    with pytest.raises((ValidationError, PermissionDenied)):
        undo.take_back(kept, by=case_manager)
    plan.refresh_from_db()
    assert plan.review_on == OPENED


def test_that_nothing_written_leaves_nothing_to_take_back(case_manager):
    with undoable(by=case_manager, label="Asgjë") as kept:
        pass
    assert (kept.pk, Undo.objects.count()) == (None, 0)


def test_that_what_fails_inside_leaves_neither_record_nor_undo(case, case_manager):
    def fail():
        with undoable(by=case_manager, label="Shërbimi"):
            service = draft(Service, person=case.person, case=case, on=OPENED)
            actions.log_service(service, by=case_manager)
            raise ValidationError("later")

    with pytest.raises(ValidationError):
        fail()
    assert (Service.objects.count(), Undo.objects.count()) == (0, 0)


def test_that_the_button_takes_back_and_says_so(case, case_manager, browser):
    page = browser(case_manager)
    page.post("/records/tasks/add/", {"for": case.code, "title": "Telefononi", "state": "open"})
    answer = page.get("/account/")
    kept = Undo.objects.get()
    assert f"/undo/{kept.code}/" in answer.content.decode()
    page.post(f"/undo/{kept.code}/", {"next": "/account/"})
    assert case.tasks.count() == 0


class AnyChange(TestCase):
    """Whatever is changed of a service, taking it back is an identity."""

    databases = "__all__"

    @given(
        minutes=st.one_of(st.none(), st.integers(1, 1440)),
        mode=st.sampled_from(["in_person", "phone", "online"]),
        on=st.dates(OPENED, dt.date(2024, 12, 31)),
        words=st.text(max_size=40),
        topics=st.sets(st.sampled_from(["a", "b", "c"])),
    )
    def test_that_it_is_an_identity(self, minutes, mode, on, words, topics):
        from agimi.access.accounts import system_user

        by = system_user()
        person = make(Person)
        case = make(Case, person=person, opened_on=OPENED)
        service = make(Service, person=person, case=case, on=OPENED, minutes=10)
        service.topics.add(code("topic", "a"))
        before = stands(Service)
        values = {"minutes": minutes, "mode": mode, "on": on}
        values["note"] = seal_text(words, person=person)
        links = {"topics": [code("topic", key) for key in sorted(topics)]}
        with undoable(by=by, label="x") as kept:
            ledger.change(service, by=by, links=links, **values)
        undo.take_back(kept, by=by)
        assert stands(Service) == before
        assert [topic.key for topic in service.topics.all()] == ["a"]
