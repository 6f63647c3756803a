"""Breaking the glass: for reading, for a while, with a reason, under the eyes of the officer."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agimi.access import ledger
from agimi.access.break_glass import break_glass, may_break_glass, review
from agimi.access.models import AuditEntry, BreakGlass
from agimi.casework.models import Case, Service
from agimi.people.actions import IdentityDocument, keep_identities, read_identity
from agimi.people.models import Person
from tests.records import DAY, draft, make

pytestmark = pytest.mark.both_databases
WHY = "She called at night, her case manager cannot be reached"


@pytest.fixture
def case(case_manager, shelter, system):
    person = make(Person)
    keep_identities([(person, IdentityDocument(first_name="Arta"))], by=system)
    return make(
        Case, person=person, site=shelter, lead=case_manager.staff, opened_on=DAY, restricted=True
    )


@pytest.mark.parametrize("persona", ["colleague", "coordinator", "supervisor"])
def test_that_it_opens_the_case_its_people_and_their_names(case, persona, request):
    user = request.getfixturevalue(persona)
    assert list(Case.objects.visible_to(user)) == []
    break_glass(case, by=user, because=WHY)
    assert list(Case.objects.visible_to(user)) == [case]
    assert read_identity(case.person, by=user).first_name == "Arta"


def test_that_it_opens_one_case_and_to_one_user(case, colleague, psychologist):
    make(Case, site=case.site)
    break_glass(case, by=colleague, because=WHY)
    assert list(Case.objects.visible_to(colleague)) == [case]
    assert list(Case.objects.visible_to(psychologist)) == []


def test_that_it_ends_after_the_set_time(case, colleague):
    glass = break_glass(case, by=colleague, because=WHY, lasting=dt.timedelta(minutes=30))
    assert glass.until - glass.at == dt.timedelta(minutes=30)
    past = timezone.now() - dt.timedelta(hours=1)
    BreakGlass.objects.update(at=past, until=past + dt.timedelta(minutes=59))
    assert list(Case.objects.visible_to(colleague)) == []


def test_that_nothing_is_written_under_a_broken_glass(case, colleague):
    break_glass(case, by=colleague, because=WHY)
    with pytest.raises(PermissionDenied):
        ledger.add(draft(Service, person=case.person, case=case, on=DAY), by=colleague)
    with pytest.raises(PermissionDenied):
        ledger.change(case, risk="high", by=colleague)


@pytest.mark.parametrize("because", ["", "   ", "why not"])
def test_that_a_reason_is_needed(case, colleague, because):
    with pytest.raises(ValidationError):
        break_glass(case, by=colleague, because=because)
    assert (BreakGlass.objects.count(), AuditEntry.objects.filter(code=case.code).count()) == (0, 0)


@pytest.mark.parametrize("hours", [0, -1, 25])
def test_that_it_lasts_a_day_at_most(case, colleague, hours):
    with pytest.raises(ValidationError):
        break_glass(case, by=colleague, because=WHY, lasting=dt.timedelta(hours=hours))


@pytest.mark.parametrize("persona", ["dpo", "it_volunteer", "centre_worker", "outsider"])
def test_that_those_who_do_not_work_with_cases_break_no_glass(case, persona, request):
    user = request.getfixturevalue(persona)
    assert not may_break_glass(user)
    with pytest.raises(PermissionDenied):
        break_glass(case, by=user, because=WHY)
    assert BreakGlass.objects.count() == 0


def test_that_it_stands_in_the_trail_and_waits_for_the_officer(case, colleague, dpo, supervisor):
    glass = break_glass(case, by=colleague, because=WHY)
    entry = AuditEntry.objects.get(verb="glass broken")
    assert (entry.actor, entry.code, entry.because) == ("colleague", case.code, WHY)
    assert list(BreakGlass.objects.visible_to(dpo).waiting()) == [glass]
    assert list(BreakGlass.objects.visible_to(colleague)) == [glass]
    assert list(BreakGlass.objects.visible_to(supervisor)) == []


def test_that_the_officer_reviews_it_once(case, colleague, dpo):
    glass = break_glass(case, by=colleague, because=WHY)
    review(glass, by=dpo, finding="justified")
    assert list(BreakGlass.objects.visible_to(dpo).waiting()) == []
    assert AuditEntry.objects.get(verb="glass reviewed").because == "justified"
    with pytest.raises(ValidationError):
        review(glass, by=dpo)


@pytest.mark.parametrize("persona", ["colleague", "supervisor", "director"])
def test_that_nobody_else_reviews_it(case, colleague, persona, request):
    glass = break_glass(case, by=colleague, because=WHY)
    with pytest.raises(PermissionDenied):
        review(glass, by=request.getfixturevalue(persona))
