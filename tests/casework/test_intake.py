"""Intake: a case opened in steps or at once, resumed, taken back; children, returns, referrals."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agimi.access.models import AuditEntry
from agimi.casework.case_list import CASES
from agimi.casework.intake import Opening, open_intake
from agimi.casework.intake_desk import STEPS
from agimi.casework.models import (
    Assessment,
    Case,
    CaseChild,
    CaseFact,
    IdentificationDecision,
    Phase,
    Placement,
    ReferralOut,
    Service,
    Task,
    TeamMember,
)
from agimi.desk.models import Draft
from agimi.people.actions import read_text, register_person
from agimi.people.models import Consent, FamilyLink, Person
from agimi.programme.models import Body, BodyAlias, Post, Staff
from tests.records import DAY, code, draft, make

pytestmark = pytest.mark.both_databases
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def browser(case_manager):
    return signed_in(case_manager)


@pytest.fixture
def person(case_manager):
    born = timezone.localdate().replace(year=timezone.localdate().year - 30, day=1)
    return register_person(draft(Person, sex="female", birth_date=born), by=case_manager)


def step(person, slug):
    return f"/people/{person.code}/case/new/{slug}/"


def send(browser, person, slug, **values):
    return browser.post(step(person, slug), values)


def open_case(browser, person):
    """Press the button of the review; returns the answer."""
    page = browser.get(step(person, "review"))
    return browser.post(step(person, "review"), {"code": page.context["code"]})


def category(**more):
    return {"opened_on": DAY.isoformat(), "category": "trafficking"} | more


# ── Step by step ────────────────────────────────────────────────────────────────────────────────
def test_that_a_case_is_opened_with_all_that_the_steps_say(browser, person, case_manager, shelter):
    body, authority = make(Body, name_sq="Policia"), make(Body)
    psychologist = make(Staff, started_on=DAY)
    make(Post, staff=psychologist, role="psychologist", started_on=DAY)
    risk = code("risk_indicator")
    send(
        browser,
        person,
        "referral",
        referred_by=body.pk,
        referred_on="2024-01-09",
        referral_note="E sollën.",
    )
    send(browser, person, "category", **category(
        status="potential", authority=authority.pk, recruitment=["promise_of_marriage"],
        exploitation=["sexual", "begging"], violence=["physical"],
    ))  # fmt: skip
    send(browser, person, "needs", risk="high", risk_note="Nga i ati.", safety_plan="Te motra.",
         needs="Gjumë.", indicators=[risk.pk])  # fmt: skip
    send(browser, person, "consents", purposes=["services", "record"], bodies=[body.pk],
         given_on="2024-01-10", consent_note="Me gojë.")  # fmt: skip
    send(browser, person, "home", placement="shelter", shelter=shelter.pk, room="4", site=shelter.pk,
         lead=case_manager.staff.pk, team=[psychologist.pk])  # fmt: skip
    answer = open_case(browser, person)

    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.code}/"
    assert (case.person, case.opened_on, case.referred_by, case.risk, case.site, case.lead) == (
        person, DAY, body, "high", shelter, case_manager.staff,
    )  # fmt: skip
    assert read_text(case, "referral_note", by=case_manager) == "E sollën."
    assert set(CaseFact.objects.values_list("kind", "value")) == {
        ("recruitment", "promise_of_marriage"), ("exploitation", "sexual"),
        ("exploitation", "begging"), ("violence", "physical"),
    }  # fmt: skip
    decision = IdentificationDecision.objects.get()
    assert (decision.status, decision.decided_on, decision.authority) == (
        "potential",
        DAY,
        authority,
    )
    said = {a.kind: read_text(a, "note", by=case_manager) for a in Assessment.objects.all()}
    assert said == {"risk": "Nga i ati.", "safety_plan": "Te motra.", "psychosocial": "Gjumë.",
                    "trafficking_indicators": ""}  # fmt: skip
    assert {a.case for a in Assessment.objects.all()} == {case}
    assert Placement.objects.get().case == case
    assert Assessment.objects.get(kind="trafficking_indicators").indicators.get() == risk
    assert set(Consent.objects.values_list("purpose", "recipient")) == {
        ("services", None), ("record", None), ("referral", body.pk),
    }  # fmt: skip
    assert Placement.objects.values_list("kind", "site", "room", "started_on").get() == (
        "shelter", shelter.pk, "4", DAY,
    )  # fmt: skip
    assert set(TeamMember.objects.values_list("staff", "role")) == {
        (case_manager.staff.pk, "case_manager"), (psychologist.pk, "psychologist"),
    }  # fmt: skip
    assert Phase.objects.values_list("number", "started_on").get() == (1, DAY)
    # Done at the door: risk, safety plan, consents, the psychosocial assessment.
    assert set(Task.objects.values_list("kind", flat=True)) == {
        "medical", "legal_needs", "educational", "plan", "health_card", "jobseeker",
    }  # fmt: skip


def test_that_only_the_day_and_the_category_are_needed(browser, person, case_manager):
    send(browser, person, "category", **category())
    assert open_case(browser, person).status_code == 302
    case = Case.objects.get()
    assert (case.lead, case.site, Task.objects.count()) == (
        case_manager.staff,
        case_manager.site,
        10,
    )


def test_that_in_an_emergency_two_fields_open_the_case(browser, person):
    send(browser, person, "referral", referral_note="Nga policia, natën.")
    page = browser.get(step(person, "at-once"))
    sent = category() | {"code": page.context["code"]}
    answers = [browser.post(step(person, "at-once"), sent) for _ in range(2)]
    case = Case.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/cases/{case.code}/"}
    assert case.referral_note


def test_that_without_a_category_nothing_is_opened_and_it_is_said_where(browser, person):
    page = browser.get(step(person, "review"))
    assert [one.slug for one in page.context["wrong"]] == ["category"]
    answer = browser.post(step(person, "review"), {"code": "R-1111-1111"})
    assert (answer.status_code, Case.objects.count()) == (422, 0)


def test_that_an_intake_is_left_and_resumed_where_it_was(browser, person):
    start = f"/people/{person.code}/case/new/"
    assert browser.get(start)["Location"] == step(person, "referral")
    answer = send(browser, person, "referral", referral_note="E sollën.", go="later")
    assert answer["Location"] == f"/people/{person.code}/"
    assert browser.get(start)["Location"] == step(person, "category")
    assert "E sollën." in text_of(browser.get(step(person, "referral")))
    assert start in text_of(browser.get("/cases/?still=open"))


def test_that_what_is_wrong_is_kept_too_and_one_may_go_elsewhere(browser, person):
    wrong = category(opened_on="2999-01-01")
    answer = send(browser, person, "category", **wrong)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"opened_on"})
    assert send(browser, person, "category", go="home", **wrong)["Location"] == step(person, "home")
    (mark,) = [one for one in browser.get(step(person, "home")).context["marks"]
               if one.step.slug == "category"]  # fmt: skip
    assert mark.state == "wrong"


@pytest.mark.parametrize(
    ("slug", "name"), [("referral", "referral_note"), ("at-once", "opened_on")]
)
def test_that_what_is_too_long_to_be_kept_is_said_and_what_was_kept_stays(
    slug, name, browser, person
):
    send(browser, person, "category", **category())
    kept = Draft.objects.values_list("form", "saved_at").order_by("form")
    before = list(kept)

    answer = send(browser, person, slug, **{name: "x" * 200_000})

    assert (answer.status_code, list(kept)) == (422, before)
    assert "Kjo është tepër e gjatë" in text_of(answer)


def test_that_what_was_typed_is_encrypted_and_its_writers_alone(browser, person, supervisor):
    send(browser, person, "referral", referral_note="E sollën.")
    kept = Draft.objects.get()
    assert "E sollën.".encode() not in bytes(kept.sealed)
    assert "E sollën." not in text_of(signed_in(supervisor).get(step(person, "referral")))


def test_that_a_double_click_opens_one_case(browser, person):
    send(browser, person, "category", **category())
    code = browser.get(step(person, "review")).context["code"]
    answers = [browser.post(step(person, "review"), {"code": code}) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"/cases/{code}/"}
    assert Case.objects.count() == 1


def test_that_an_opening_is_taken_back_whole_and_nothing_typed_is_lost(browser, person):
    send(browser, person, "needs", safety_plan="Te motra.", risk="high")
    send(browser, person, "category", **category())
    page = browser.get(open_case(browser, person)["Location"])
    undo = re.search(r'action="(/undo/[^"]+)"', text_of(page)).group(1)
    assert browser.post(undo, {"next": page.request["PATH_INFO"]})["Location"] == "/"
    left = [model.objects.count() for model in (Case, Phase, Task, TeamMember, Assessment)]
    assert left == [0, 0, 0, 0, 0]
    browser.get(f"/people/{person.code}/case/new/")
    assert "Te motra." in text_of(browser.get(step(person, "needs")))


def test_that_the_next_intake_begins_empty(browser, person, case_manager):
    send(browser, person, "needs", safety_plan="Te motra.")
    send(browser, person, "category", **category())
    open_case(browser, person)
    Case.objects.update(closed_on=DAY, closing_reason="other")
    browser.get(f"/people/{person.code}/case/new/")
    assert "Te motra." not in text_of(browser.get(step(person, "needs")))


def test_that_a_refusal_of_the_database_leaves_nothing_behind(browser, person, case_manager):
    send(browser, person, "referral", referred_on="2024-02-01")
    send(browser, person, "category", **category())
    answer = open_case(browser, person)
    assert (answer.status_code, len(answer.context["errors"])) == (422, 1)
    assert (Case.objects.count(), Phase.objects.count(), Task.objects.count()) == (0, 0, 0)


def test_that_a_minor_is_asked_for_her_guardian_and_gets_no_jobseeker_task(browser, case_manager):
    born = timezone.localdate().replace(year=timezone.localdate().year - 15, day=1)
    minor = register_person(draft(Person, sex="female", birth_date=born), by=case_manager)
    today = timezone.localdate().isoformat()
    send(browser, minor, "category", **category(opened_on=today))
    send(browser, minor, "consents", purposes=["services"], given_on=today)
    page = browser.get(step(minor, "review"))
    assert page.context["asks_guardian"] is True
    open_case(browser, minor)
    kinds = set(Task.objects.values_list("kind", flat=True))
    assert ("jobseeker" in kinds, "child_needs" in kinds) == (False, True)


# ── Who may ─────────────────────────────────────────────────────────────────────────────────────
ADDRESSES = ("", "referral/", "children/", "review/", "at-once/")


@pytest.mark.parametrize(
    ("persona", "answer"),
    [("outsider", 403), ("it_volunteer", 403), ("dpo", 403), ("centre_worker", 403),
     ("director", 403), ("colleague", 404), ("psychologist", 404)],
)  # fmt: skip
def test_that_others_open_no_case_for_a_person_who_is_not_theirs(persona, answer, person, request):
    browser = signed_in(request.getfixturevalue(persona))
    got = {browser.get(f"/people/{person.code}/case/new/{end}").status_code for end in ADDRESSES}
    assert got == {answer}


def test_that_a_person_with_an_open_case_is_led_to_it(browser, person, case_manager):
    case = make(Case, person=person, lead=case_manager.staff, opened_on=DAY)
    for end in ADDRESSES:
        assert (
            browser.get(f"/people/{person.code}/case/new/{end}")["Location"]
            == f"/cases/{case.code}/"
        )


def test_that_a_case_that_one_may_not_see_stops_the_intake_without_being_told_of(
    browser, person, case_manager, supervisor
):
    make(
        Case,
        person=person,
        lead=case_manager.staff,
        opened_on=DAY,
        closed_on=DAY,
        closing_reason="other",
    )
    make(Case, person=person, lead=supervisor.staff, opened_on=DAY)
    answer = browser.get(step(person, "referral"))
    assert answer["Location"] == f"/people/{person.code}/"


@pytest.mark.parametrize("restricted", ["", "on"])
def test_that_who_opens_a_case_for_another_lead_stays_in_its_team(
    browser, person, case_manager, psychologist, restricted
):
    lead = psychologist.staff
    send(browser, person, "category", **category())
    send(browser, person, "home", lead=lead.pk, restricted=restricted)
    assert open_case(browser, person).status_code == 302
    case = Case.objects.get()
    assert (case.lead, case.restricted) == (lead, bool(restricted))
    assert set(case.team.values_list("staff", "role", "ended_on")) == {
        (lead.pk, "case_manager", None), (case_manager.staff.pk, "case_manager", None),
    }  # fmt: skip


def test_that_a_supervisor_opens_a_case_for_somebody_else_without_joining_it(
    person, supervisor, case_manager
):
    opening = Opening(draft(Case, person=person, lead=case_manager.staff, opened_on=DAY))
    case = open_intake(opening, by=supervisor)
    assert list(case.team.values_list("staff", flat=True)) == [case_manager.staff.pk]


def test_that_all_of_an_opening_falls_with_one_part(person, case_manager):
    strange = make(Person)  # registered by nobody: not within reach
    opening = Opening(
        draft(Case, person=person, lead=case_manager.staff, opened_on=DAY),
        children=[(strange, True)],
    )
    with pytest.raises(PermissionDenied):
        open_intake(opening, by=case_manager)
    assert (Case.objects.count(), Task.objects.count()) == (0, 0)


# ── A return ────────────────────────────────────────────────────────────────────────────────────
def test_that_a_return_is_a_new_case_that_leads_to_the_old_one(browser, person, case_manager):
    old = make(Case, person=person, lead=case_manager.staff, opened_on=DAY, closed_on=DAY,
               closing_reason="needs_met")  # fmt: skip
    later = DAY + dt.timedelta(days=90)
    send(browser, person, "category", **category(opened_on=later.isoformat()))
    assert old.code in text_of(browser.get(step(person, "review")))
    open_case(browser, person)
    new = Case.objects.get(opened_on=later)
    assert new.earlier_case == old
    old.refresh_from_db()
    assert old.closed_on == DAY


# ── Children ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def child(case_manager):
    return register_person(
        draft(Person, sex="male", birth_date=DAY.replace(year=2015)), by=case_manager
    )


def test_that_the_children_of_a_case_are_found_and_stand_in_family_case_and_tasks(
    browser, person, child, case_manager
):
    send(browser, person, "category", **category())
    page = browser.get(f"{step(person, 'children')}?found={child.code}")
    assert page.context["form"]["children"].value() == [child.code]
    send(browser, person, "children", children=[child.code], elsewhere=[child.code])
    open_case(browser, person)
    assert CaseChild.objects.values_list("child", "started_on", "accompanied").get() == (
        child.pk, DAY, False,
    )  # fmt: skip
    assert FamilyLink.objects.values_list("person", "relative", "tie").get() == (
        person.pk, child.pk, "child",
    )  # fmt: skip
    assert Task.objects.filter(kind="child_needs").count() == 1


def test_that_the_children_of_the_family_are_offered_and_none_is_ticked_unasked(
    browser, person, child
):
    make(FamilyLink, person=person, relative=child, tie="child", started_on=DAY)
    form = browser.get(step(person, "children")).context["form"]
    assert ([value for value, _words in form.offered], form["children"].value()) == (
        [child.code],
        None,
    )


def test_that_a_child_of_others_is_not_found(browser, person, supervisor):
    strange = register_person(draft(Person, sex="male"), by=supervisor)
    assert browser.get(f"{step(person, 'children')}?found={strange.code}").status_code == 404


def test_that_a_child_registered_from_the_intake_comes_back_to_it(browser, person):
    next_page = step(person, "children")
    begun = browser.post("/people/new/", {"begin": "1", "words": "Eni", "next": next_page})[
        "Location"
    ]
    new = re.search(r"as=([^&]+)", begun).group(1)
    sent = {"code": new, "first_name": "Eni", "sex": "female", "nationality_status": "albanian",
            "area_type": "urban", "disability": "not_recorded", "next": next_page}  # fmt: skip
    assert browser.post("/people/new/", sent)["Location"] == f"{next_page}?found={new}"


@pytest.fixture
def case(person, case_manager):
    opening = Opening(
        draft(Case, person=person, lead=case_manager.staff, opened_on=DAY, site=case_manager.site)
    )
    return open_intake(opening, by=case_manager)


def test_that_a_child_joins_an_open_case_once_with_a_task_of_its_own(browser, case, child):
    address = f"/cases/{case.code}/children/add/"
    code = browser.get(f"{address}?found={child.code}").context["form"]["code"].value()
    sent = {"found": child.code, "started_on": "2024-03-01", "accompanied": "on", "code": code}
    answers = [browser.post(address, sent) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"/cases/{case.code}/"}
    assert CaseChild.objects.values_list("child", "accompanied").get() == (child.pk, True)
    assert Task.objects.filter(kind="child_needs").count() == 1


def test_that_a_child_does_not_join_before_the_case_and_the_form_says_so(browser, case, child):
    sent = {"found": child.code, "started_on": "2024-01-01", "code": "CC-1"}
    answer = browser.post(f"/cases/{case.code}/children/add/", sent)
    assert (answer.status_code, CaseChild.objects.count()) == (422, 0)
    assert len(answer.context["form"].non_field_errors()) == 1


@pytest.mark.parametrize("page", ["children/add", "refer"])
@pytest.mark.parametrize(
    ("persona", "answer"),
    [("outsider", 404), ("colleague", 404), ("it_volunteer", 404), ("director", 403)],
)
def test_that_others_neither_add_children_nor_refer(page, persona, answer, case, request):
    browser = signed_in(request.getfixturevalue(persona))
    address = f"/cases/{case.code}/{page}/"
    assert [browser.get(address).status_code, browser.post(address).status_code] == [answer, answer]


# ── Referring ───────────────────────────────────────────────────────────────────────────────────
def refer(browser, case, body, **more):
    sent = {"person": case.person.code, "to": body.pk, "on": DAY.isoformat(), "code": "RO-1"} | more
    return browser.post(f"/cases/{case.code}/refer/", sent)


def test_that_nobody_is_referred_without_a_consent_or_a_reason(browser, case):
    body = make(Body)
    for more in ({}, {"ground": "without"}, {"ground": "without", "because": "  "}):
        assert refer(browser, case, body, **more).status_code == 422
    assert (ReferralOut.objects.count(), Consent.objects.count()) == (0, 0)


def test_that_the_consent_is_asked_and_recorded_with_the_referral(browser, case):
    body = make(Body)
    for _ in range(2):
        assert refer(browser, case, body, ground="asked").status_code == 302
    assert Consent.objects.values_list("purpose", "recipient", "given_on").get() == (
        "referral", body.pk, DAY,
    )  # fmt: skip
    assert ReferralOut.objects.get().to == body


def test_that_a_consent_that_stands_is_enough_and_is_said(browser, case):
    body = make(Body)
    make(Consent, person=case.person, purpose="referral", recipient=body, given_on=DAY)
    asked = {"person": case.person.code, "to": body.pk, "on": DAY.isoformat(), "code": "RO-1"}
    covered = [
        browser.post(f"/cases/{case.code}/refer/consent/", asked | {"to": to}).context["covered"]
        for to in (body.pk, make(Body).pk, "")
    ]
    assert covered == [True, False, None]
    assert refer(browser, case, body).status_code == 302
    assert Consent.objects.count() == 1


def test_that_the_reason_stands_in_the_trail(browser, case):
    refer(browser, case, make(Body), ground="without", because="rrezik për jetën")
    entry = AuditEntry.objects.get(kind="casework.referralout", verb="added")
    assert entry.because == "rrezik për jetën"


def test_that_a_body_is_chosen_by_any_of_its_names(browser, case):
    body = make(Body, name_sq="Drejtoria e Policisë")
    make(BodyAlias, body=body, name="Komisariati nr. 1")
    page = text_of(browser.get(f"/cases/{case.code}/refer/"))
    assert re.search(r'data-names="[^"]*Komisariati nr. 1[^"]*"', page)


# ── The list ────────────────────────────────────────────────────────────────────────────────────
def test_that_the_list_opens_with_ones_own_open_cases(browser, supervisor, case):
    assert browser.get("/cases/")["Location"] == "/cases/?still=open"
    assert signed_in(supervisor).get("/cases/")["Location"] == "/cases/?still=open"
    Case.objects.update(lead=supervisor.staff)
    assert signed_in(supervisor).get("/cases/")["Location"] == "/cases/?whose=mine&still=open"


def test_that_a_row_says_where_the_case_stands(browser, case):
    today = timezone.localdate()
    make(Service, case=case, person=case.person, on=today - dt.timedelta(days=5))
    Task.objects.exclude(kind="medical").delete()
    page = browser.get("/cases/?still=open")
    shown = page.context["shown"]
    (row,) = shown.rows
    cells = {column.name: cell.value for column, cell in zip(shown.columns, row.cells, strict=True)}
    assert (cells["phase"], cells["contact"]) == (1, 5)
    assert cells["next"].startswith("17.01.2024 · ")


@pytest.mark.parametrize(("days", "found"), [("14", 0), ("", 1)])
def test_that_the_filter_of_silence_leaves_out_who_was_seen(browser, case, days, found):
    make(Service, case=case, person=case.person, on=timezone.localdate())
    page = browser.get(f"/cases/?still=open&silent={days}", follow=True)
    assert len(page.context["shown"].rows) == found


def test_that_the_list_asks_as_much_for_many_as_for_one(browser, case_manager):
    def fill(number):
        for _ in range(number):
            one = make(Case, person=make(Person), lead=case_manager.staff, opened_on=DAY)
            make(Service, case=one, person=one.person)
            make(Task, case=one, due_on=DAY, kind="risk")
            make(Phase, case=one, started_on=DAY)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert len(browser.get("/cases/?still=open").context["shown"].rows) > 0
        return len(queries)

    fill(1)
    asked()
    one = asked()
    fill(4)
    assert asked() == one


@pytest.mark.parametrize("persona", ["outsider", "it_volunteer", "dpo", "centre_worker"])
def test_that_roles_without_cases_have_no_list(persona, request):
    assert signed_in(request.getfixturevalue(persona)).get("/cases/").status_code == 403


def test_that_every_step_has_its_page_and_its_words():
    assert [step.slug for step in STEPS] == [
        "referral", "category", "needs", "consents", "home", "children", "review",
    ]  # fmt: skip
    assert CASES.slug == "all-cases"
