"""The door through which records are written: rights, audit, versions, sending twice."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from agimi.access import ledger
from agimi.access.ledger import CodeTaken, Invalid, Stale
from agimi.access.models import AuditEntry
from agimi.access.rights import may_change
from agimi.activities.models import CentreEnrolment, Headcount, Session
from agimi.casework.models import (
    Case,
    CaseChild,
    CaseFact,
    LegalAid,
    Phase,
    Plan,
    Service,
    TeamMember,
)
from agimi.people.actions import seal_text
from agimi.people.models import CivilStatus, Person
from agimi.programme.models import Body
from tests.records import DAY, code, draft, make

pytestmark = pytest.mark.both_databases
PAST = {"opened_on": dt.date(2020, 1, 1), "closed_on": dt.date(2020, 6, 1)}


@pytest.fixture
def case(case_manager, shelter):
    person = make(Person, site=shelter)
    return make(Case, person=person, site=shelter, lead=case_manager.staff, opened_on=DAY)


@pytest.fixture
def foreign(colleague, other_shelter):
    """A case of the colleague at the other site."""
    person = make(Person, site=other_shelter)
    return make(Case, person=person, site=other_shelter, lead=colleague.staff, opened_on=DAY)


def service_of(case, **values):
    return draft(Service, person=case.person, case=case, on=DAY, **values)


def entries():
    return list(AuditEntry.objects.values_list("actor", "verb", "kind", "code"))


# ── Adding ──────────────────────────────────────────────────────────────────────────────────────
def test_that_what_is_added_has_its_maker_and_its_entry_in_the_trail(case, case_manager):
    service = ledger.add(service_of(case), by=case_manager, because="told by telephone")
    service.refresh_from_db()
    assert (service.created_by, service.changed_by, service.version) == (
        case_manager,
        case_manager,
        1,
    )
    assert entries() == [("case_manager", "added", "casework.service", service.code)]
    assert AuditEntry.objects.get().because == "told by telephone"


def test_that_many_records_have_one_entry_that_names_them_all(case, case_manager):
    services = ledger.add_many([service_of(case) for _n in range(3)], by=case_manager)
    entry = AuditEntry.objects.get()
    assert (entry.code, entry.detail) == ("", {"codes": [item.code for item in services]})
    assert Service.objects.count() == 3


@pytest.mark.parametrize(
    "persona", ["director", "dpo", "centre_worker", "it_volunteer", "outsider"]
)
def test_that_only_those_with_the_right_add_records_of_a_kind(persona, case, request):
    with pytest.raises(PermissionDenied):
        ledger.add(service_of(case), by=request.getfixturevalue(persona))
    assert (Service.objects.count(), entries()) == (0, [])


def test_that_a_closed_account_writes_nothing(case, case_manager):
    case_manager.is_active = False
    with pytest.raises(PermissionDenied):
        ledger.add(service_of(case), by=case_manager)


@pytest.mark.parametrize("persona", ["colleague", "psychologist"])
def test_that_nothing_is_added_to_a_case_of_others(persona, case, request):
    with pytest.raises(PermissionDenied):
        ledger.add(service_of(case), by=request.getfixturevalue(persona))
    assert (Service.objects.count(), entries()) == (0, [])


def test_that_nobody_joins_the_team_of_a_case_by_adding_themselves(case, colleague):
    with pytest.raises(PermissionDenied):
        ledger.add(draft(TeamMember, case=case, staff=colleague.staff), by=colleague)
    assert list(Case.objects.visible_to(colleague)) == []


@pytest.mark.parametrize(
    "grab",
    [
        lambda case, user: draft(
            Case,
            person=case.person,
            lead=user.staff,
            closing_reason="other",
            **PAST,
        ),
        lambda case, user: draft(
            CaseChild, child=case.person, case=make(Case, lead=user.staff, opened_on=DAY)
        ),
        lambda case, user: draft(LegalAid, person=case.person, lawyer=user.staff),
        lambda case, user: draft(CentreEnrolment, person=case.person, site=user.site),
    ],
    ids=["case", "child", "legal aid", "enrolment"],
)
def test_that_nobody_gets_sight_of_a_person_by_writing_about_them(grab, case, colleague):
    record = grab(case, colleague)
    with pytest.raises(PermissionDenied):
        ledger.add(record, by=colleague)
    assert case.person not in Person.objects.visible_to(colleague)


def test_that_nothing_is_added_to_a_restricted_case_by_those_who_do_not_see_it(case, supervisor):
    Case.objects.update(restricted=True)
    for record in (
        service_of(case),
        draft(CaseFact, case=case),
        draft(CivilStatus, person=case.person),
    ):
        with pytest.raises(PermissionDenied):
            ledger.add(record, by=supervisor)


def test_that_a_record_may_not_be_written_out_of_ones_own_sight(coordinator, other_shelter):
    with pytest.raises(PermissionDenied):
        ledger.add(draft(Session, site=other_shelter), by=coordinator)
    assert Session.objects.count() == 0


def test_that_the_common_world_is_changed_by_those_with_the_right_for_all(supervisor, colleague):
    body = ledger.add(draft(Body), by=supervisor)
    assert list(Body.objects.visible_to(colleague)) == [body]
    with pytest.raises(PermissionDenied):
        ledger.add(draft(Body), by=colleague)
    with pytest.raises(PermissionDenied):
        ledger.change(body, name_sq="Tjetër", by=colleague)


def test_that_the_account_of_the_machine_writes_everything(case, system):
    Case.objects.update(restricted=True)
    service = ledger.add(service_of(case), by=system)
    ledger.change(service, minutes=30, by=system)
    ledger.remove(service, by=system, because="a test")
    assert [entry[1] for entry in entries()] == ["added", "changed", "removed"]


# ── Wrong records ───────────────────────────────────────────────────────────────────────────────
def test_that_a_wrong_record_says_which_field_is_wrong_and_nothing_is_written(case, case_manager):
    good, bad = service_of(case), service_of(case, mode="by pigeon")
    with pytest.raises(Invalid) as caught:
        ledger.add_many([good, bad], by=case_manager)
    assert (caught.value.record, list(caught.value.error_dict)) == (bad, ["mode"])
    assert (Service.objects.count(), entries()) == (0, [])


def test_that_what_is_required_is_asked_for(case_manager):
    with pytest.raises(Invalid) as caught:
        ledger.add(Service(on=DAY), by=case_manager)
    assert set(caught.value.error_dict) == {"person", "kind"}


def test_that_a_value_of_another_list_is_refused(case, case_manager):
    with pytest.raises(Invalid) as caught:
        ledger.add(service_of(case, kind=code("sector")), by=case_manager)
    assert list(caught.value.error_dict) == ["kind"]


def test_that_a_case_of_somebody_else_is_refused(case, foreign, system):
    with pytest.raises(Invalid) as caught:
        ledger.add(draft(Service, person=case.person, case=foreign), by=system)
    assert list(caught.value.error_dict) == ["case"]


def test_that_the_words_of_a_broken_constraint_are_told(case, system):
    second = draft(Case, person=case.person, opened_on=DAY)
    with pytest.raises(ValidationError) as caught:
        ledger.add(second, by=system)
    constraint = next(c for c in Case._meta.constraints if c.name.endswith("one_open_a_person"))
    assert caught.value.messages == [str(constraint.get_violation_error_message())]


def test_that_checked_records_are_still_held_by_the_database(case, system):
    with pytest.raises(ValidationError):
        ledger.add_many([service_of(case, minutes=9999)], by=system, checked=True)
    assert Service.objects.count() == 0


def test_that_a_code_stands_for_one_record(case, case_manager):
    first = ledger.add(service_of(case), by=case_manager)
    with pytest.raises(CodeTaken):
        ledger.add(service_of(case, code=first.code), by=case_manager)


# ── Sending twice ───────────────────────────────────────────────────────────────────────────────
def test_that_sending_twice_makes_one(case, case_manager):
    def send():
        service = service_of(case, code="S-FROM-A-PHONE")
        return ledger.once(
            service, by=case_manager, write=lambda: ledger.add(service, by=case_manager)
        )

    assert send() == send()
    assert Service.objects.count() == 1


def test_that_a_code_tells_nothing_of_a_record_one_may_not_see(case, colleague):
    record = make(Service, person=case.person, case=case)
    with pytest.raises(CodeTaken):
        ledger.standing(draft(Service, code=record.code), by=colleague)


def test_that_two_who_send_at_the_same_moment_make_one(case, case_manager, monkeypatch):
    """The second finds nothing standing, is refused by the database, and looks again."""
    rival = make(Service, code="S-TWICE", person=case.person, case=case)
    service = service_of(case, code="S-TWICE")
    answers = [None, rival]
    monkeypatch.setattr(ledger, "standing", lambda record, by: answers.pop(0))
    write = lambda: ledger.add(service, by=case_manager)  # noqa: E731
    assert ledger.once(service, by=case_manager, write=write) == rival
    assert Service.objects.count() == 1


# ── Changing ────────────────────────────────────────────────────────────────────────────────────
def test_that_a_change_tells_which_fields_changed(case, case_manager):
    service = make(Service, person=case.person, case=case, minutes=30)
    ledger.change(service, minutes=45, mode="in_person", by=case_manager, because="miscounted")
    service.refresh_from_db()
    entry = AuditEntry.objects.get()
    assert (service.minutes, service.version, service.changed_by) == (45, 2, case_manager)
    assert (entry.verb, entry.code, entry.detail) == (
        "changed",
        service.code,
        {"fields": ["minutes"]},
    )


def test_that_a_form_that_has_set_the_values_already_is_entered_as_well(case, case_manager):
    service = make(Service, person=case.person, case=case, minutes=30)
    service.minutes = 45
    ledger.change(service, minutes=45, by=case_manager)
    assert AuditEntry.objects.get().detail == {"fields": ["minutes"]}


def test_that_the_second_of_two_who_change_a_record_is_told(case, case_manager, coordinator):
    service = make(Service, person=case.person, case=case, minutes=30)
    hers = Service.objects.get(pk=service.pk)
    ledger.change(service, minutes=45, by=case_manager)
    with pytest.raises(Stale) as caught:
        ledger.change(hers, minutes=60, by=coordinator)
    assert caught.value.current.minutes == 45
    assert Service.objects.get().minutes == 45
    with pytest.raises(Stale):
        ledger.change(service, minutes=60, version=1, by=case_manager)


def test_that_a_record_taken_out_in_the_meantime_is_told_as_well(case, system):
    service = make(Service, person=case.person, case=case)
    Service.objects.all().delete()
    with pytest.raises(Stale) as caught:
        ledger.change(service, minutes=5, by=system)
    assert caught.value.current is None


@pytest.mark.parametrize("persona", ["colleague", "psychologist", "director", "dpo", "outsider"])
def test_that_what_lies_outside_ones_right_is_not_changed(persona, case, request):
    user = request.getfixturevalue(persona)
    service = make(Service, person=case.person, case=case, minutes=30)
    assert not may_change(user, service)
    for change in (
        lambda: ledger.change(service, minutes=1, by=user),
        lambda: ledger.change_many([service], ["minutes"], by=user),
        lambda: ledger.remove(service, by=user, because="a test"),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert Service.objects.get().minutes == 30


def test_that_changing_many_looks_at_the_records_as_they_stand_not_as_they_are_sent(
    case, colleague, foreign
):
    """Somebody else's record does not become one's own by saying so."""
    service = make(Service, person=case.person, case=case)
    service.person, service.case = foreign.person, foreign
    with pytest.raises(PermissionDenied):
        ledger.change_many([service], ["person", "case"], by=colleague)
    assert Service.objects.get().case == case


def test_that_a_record_is_not_moved_into_a_case_of_others(case, foreign, case_manager):
    service = make(Service, person=case.person, case=case)
    with pytest.raises(PermissionDenied):
        ledger.change(service, person=foreign.person, case=foreign, by=case_manager)
    assert Service.objects.get().case == case


def test_that_a_person_is_not_drawn_into_ones_sight_by_a_change(case, foreign, case_manager):
    aid = make(LegalAid, person=case.person, case=None, lawyer=case_manager.staff)
    with pytest.raises(PermissionDenied):
        ledger.change(aid, person=foreign.person, by=case_manager)


def test_that_a_record_may_not_be_moved_out_of_ones_own_right(coordinator, shelter, other_shelter):
    session = make(Session, site=shelter)
    with pytest.raises(PermissionDenied):
        ledger.change(session, site=other_shelter, by=coordinator)
    assert Session.objects.get().site == shelter


def test_that_a_case_keeps_its_person(case, system):
    with pytest.raises(Invalid) as caught:
        ledger.change(case, person=make(Person), by=system)
    assert list(caught.value.error_dict) == ["person"]


def test_that_sealed_text_is_not_moved_to_another_person(case, foreign, system):
    note = seal_text("fjalë", person=case.person)
    service = make(Service, person=case.person, case=case, note=note)
    moved = {"person": foreign.person, "case": foreign}
    with pytest.raises(Invalid):
        ledger.change(service, by=system, **moved)
    anew = seal_text("fjalë", person=foreign.person)
    service.refresh_from_db()
    ledger.change(service, note=anew, by=system, **moved)
    assert Service.objects.get().case == foreign


def test_that_codes_makers_and_versions_are_nobodys_to_change(case, case_manager):
    service = make(Service, person=case.person, case=case)
    for name in ("code", "created_by", "changed_at", "nonsense"):
        with pytest.raises(TypeError):
            ledger.change(service, by=case_manager, **{name: None})


def test_that_many_are_changed_at_once_each_in_its_own_version(case, case_manager):
    services = [make(Service, person=case.person, case=case) for _n in range(3)]
    for number, service in enumerate(services, 1):
        service.minutes = number
    ledger.change_many(services, ["minutes"], by=case_manager)
    assert list(Service.objects.order_by("pk").values_list("minutes", "version")) == [
        (1, 2),
        (2, 2),
        (3, 2),
    ]
    entry = AuditEntry.objects.get()
    assert entry.detail == {"fields": ["minutes"], "codes": [item.code for item in services]}


def test_that_changing_many_is_refused_when_one_of_them_has_changed(case, case_manager):
    services = [make(Service, person=case.person, case=case, minutes=1) for _n in range(2)]
    Service.objects.filter(pk=services[1].pk).update(version=2, minutes=9)
    for service in services:
        service.minutes = 5
    with pytest.raises(Stale) as caught:
        ledger.change_many(services, ["minutes"], by=case_manager)
    assert caught.value.current.minutes == 9
    assert list(Service.objects.order_by("pk").values_list("minutes", flat=True)) == [1, 9]


def test_that_the_words_of_the_database_are_told_for_many_too(case, system):
    phases = [make(Phase, case=case, ended_on=DAY, number=n) for n in (1, 2)]
    for phase in phases:
        phase.ended_on = None
    with pytest.raises(ValidationError):
        ledger.change_many(phases, ["ended_on"], by=system)
    assert [phase.version for phase in phases] == [1, 1]


def test_that_links_are_written_and_replaced(case, case_manager):
    first, second = code("topic", "a"), code("topic", "b")
    service = ledger.add(
        service_of(case), by=case_manager, links={"topics": [first, second, first]}
    )
    assert set(service.topics.all()) == {first, second}
    ledger.change(service, by=case_manager, links={"topics": [second]})
    assert list(service.topics.all()) == [second]
    assert AuditEntry.objects.latest("number").detail == {"fields": ["topics"]}
    ledger.change_many([service], [], by=case_manager, links={service.code: {"topics": []}})
    assert list(service.topics.all()) == []


# ── Taking out ──────────────────────────────────────────────────────────────────────────────────
def test_that_taking_out_asks_for_a_reason(case, case_manager):
    service = make(Service, person=case.person, case=case)
    with pytest.raises(ValidationError):
        ledger.remove(service, by=case_manager, because="  ")
    ledger.remove(service, by=case_manager, because="entered twice")
    assert Service.objects.count() == 0
    assert AuditEntry.objects.get().because == "entered twice"


def test_that_parts_go_with_their_whole_and_are_named(coordinator, shelter):
    session = make(Session, site=shelter)
    heads = make(Headcount, session=session)
    ledger.remove(session, by=coordinator, because="a test event")
    assert AuditEntry.objects.get().detail == {"parts": [f"activities.headcount {heads.code}"]}
    assert (Session.objects.count(), Headcount.objects.count()) == (0, 0)


@pytest.mark.parametrize("kind", [Service, Plan])
def test_that_nothing_is_taken_out_on_which_other_records_hang(kind, case, system):
    values = {"person": case.person} if kind is Service else {}
    make(kind, case=case, **values)
    with pytest.raises(ValidationError):
        ledger.remove(case, by=system, because="opened by mistake")
    assert (Case.objects.count(), kind.objects.count(), entries()) == (1, 1, [])


# ── All or nothing ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "write",
    [
        lambda case, service, user: ledger.add(service_of(case), by=user),
        lambda case, service, user: ledger.change(service, minutes=5, by=user),
        lambda case, service, user: ledger.change_many([service], ["minutes"], by=user),
        lambda case, service, user: ledger.remove(service, by=user, because="a test"),
    ],
    ids=["add", "change", "change_many", "remove"],
)
def test_that_a_record_and_its_entry_are_taken_back_together(write, case, case_manager):
    service = make(Service, person=case.person, case=case, minutes=1)
    before = list(Service.objects.values())
    with transaction.atomic():
        write(case, service, case_manager)
        transaction.set_rollback(True)
    assert (list(Service.objects.values()), entries()) == (before, [])


@pytest.mark.parametrize("verb", ["add", "change", "change_many", "remove"])
def test_that_nothing_is_written_when_the_trail_cannot_be(verb, case, case_manager, monkeypatch):
    service = make(Service, person=case.person, case=case, minutes=1)

    def broken(**_entry):
        raise RuntimeError("no trail")

    monkeypatch.setattr(ledger, "write_entry", broken)
    writes = {
        "add": lambda: ledger.add(service_of(case), by=case_manager),
        "change": lambda: ledger.change(service, minutes=5, by=case_manager),
        "change_many": lambda: ledger.change_many([service], ["minutes"], by=case_manager),
        "remove": lambda: ledger.remove(service, by=case_manager, because="a test"),
    }
    with pytest.raises(RuntimeError):
        writes[verb]()
    assert list(Service.objects.values_list("minutes", "version")) == [(1, 1)]
