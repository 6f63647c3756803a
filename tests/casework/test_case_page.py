"""The case page: who sees what of it, what is done in place, what it says of a case's state."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agimi.access.ledger import remove
from agimi.access.models import AuditEntry, BreakGlass
from agimi.casework import actions, case_tabs
from agimi.casework.models import (
    Appointment,
    Assessment,
    Case,
    CaseChild,
    CaseFact,
    Goal,
    LegalAid,
    Phase,
    Plan,
    Proceeding,
    Service,
    Task,
    TeamMember,
)
from agimi.desk.models import Undo
from agimi.people.actions import IdentityDocument, keep_identities, seal_text
from agimi.people.models import Consent, Person
from tests.records import DAY, code, draft, make

WHO = IdentityDocument(
    first_name="Arta", last_name="Lisi", phones=("069 000",), safe_contact="Only on Tuesdays"
)


@pytest.fixture
def case(case_manager, shelter, system):
    person = make(Person)
    keep_identities([(person, WHO)], by=system)
    case = make(
        Case,
        person=person,
        site=shelter,
        lead=case_manager.staff,
        opened_on=DAY,
        category="trafficking",
    )
    make(Phase, case=case, number=1, started_on=DAY)
    return case


@pytest.fixture
def open_as():
    def sign_in(user):
        user.language = "en"
        user.save()
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def page_of(case, tab=""):
    return reverse("casework:case", args=(case.code,)) + (f"{tab}/" if tab else "")


def text_of(answer):
    return answer.content.decode()


# ── Who sees it ─────────────────────────────────────────────────────────────────────────────────
def test_that_reading_it_or_one_of_its_tabs_stands_in_the_trail(case, case_manager, open_as):
    browser = open_as(case_manager)
    before = AuditEntry.objects.count()
    for tab in ("", "legal", "profile", "history", "summary"):
        assert browser.get(page_of(case, tab)).status_code == 200
    read = AuditEntry.objects.filter(number__gt=before, verb="case read", code=case.code)
    assert (read.count(), AuditEntry.objects.count() - before) == (5, 5)


def test_that_the_form_of_its_own_facts_is_a_reading_too(case, case_manager, open_as):
    browser = open_as(case_manager)
    before = AuditEntry.objects.count()

    assert browser.get(f"/records/cases/{case.code}/change/").status_code == 200
    read = AuditEntry.objects.filter(number__gt=before).values_list("verb", "code", "actor")
    assert list(read) == [("case read", case.code, "case_manager")]


@pytest.mark.parametrize("tab", ["", "legal", "profile", "history", "summary", "nonsense"])
def test_that_it_is_not_there_for_those_who_do_not_see_the_case(case, colleague, tab, open_as):
    browser = open_as(colleague)
    before = AuditEntry.objects.count()
    assert browser.get(page_of(case, tab)).status_code == 404
    assert AuditEntry.objects.count() == before


def test_that_there_is_no_tab_of_another_name(case, case_manager, open_as):
    assert open_as(case_manager).get(page_of(case, "nonsense")).status_code == 404


def test_that_who_only_looks_is_offered_nothing_to_change(case, director, open_as):
    make(Task, case=case)
    browser = open_as(director)
    for tab in ("", "legal", "profile"):
        page = text_of(browser.get(page_of(case, tab)))
        assert "/add/?for=" not in page
        assert "/done/" not in page
        assert reverse("casework:reveal", args=(case.code,)) not in page


def test_that_it_says_when_one_sees_it_through_broken_glass(case, colleague, open_as):
    now = timezone.now()
    make(BreakGlass, user=colleague, case=case, at=now, until=now + dt.timedelta(hours=1))
    page = open_as(colleague).get(page_of(case))

    assert page.context["head"].glass is not None
    assert "because you broke the glass" in text_of(page)
    assert page.context["head"].may_change is False


# ── Who it is about ─────────────────────────────────────────────────────────────────────────────
def test_that_the_name_stands_nowhere_until_it_is_revealed(case, case_manager, open_as):
    browser = open_as(case_manager)
    for tab in [tab.slug for tab in case_tabs.TABS]:
        page = text_of(browser.get(page_of(case, tab)))
        assert "Arta" not in page
    assert AuditEntry.objects.filter(verb="identity read").count() == 0


@pytest.mark.parametrize("headers", [{}, {"HX-Target": "case-name", "HX-Request": "true"}])
def test_that_revealing_it_is_logged_and_tells_how_to_reach_her(
    case, case_manager, open_as, headers
):
    answer = open_as(case_manager).post(
        reverse("casework:reveal", args=(case.code,)), headers=headers
    )
    page = text_of(answer)

    for words in ("Arta Lisi", "069 000", "Only on Tuesdays"):
        assert words in page
    assert "Arta" not in page[: page.find("</title>") + 1]
    assert "no-store" in answer["Cache-Control"]
    entry = AuditEntry.objects.get(verb="identity read")
    assert (entry.actor, entry.code) == ("case_manager", case.person.code)


def test_that_without_scripts_it_is_hidden_again_after_a_minute(case, case_manager, open_as):
    answer = open_as(case_manager).post(reverse("casework:reveal", args=(case.code,)))
    assert answer["Refresh"] == f"60; url={page_of(case)}"


@pytest.mark.parametrize(("persona", "status"), [("director", 403), ("colleague", 404)])
def test_that_it_is_not_revealed_to_others(case, persona, status, request, open_as):
    browser = open_as(request.getfixturevalue(persona))
    answer = browser.post(reverse("casework:reveal", args=(case.code,)))
    assert (answer.status_code, "Arta" in text_of(answer)) == (status, False)
    assert browser.get(reverse("casework:reveal", args=(case.code,))).status_code == 405


# ── How the case stands ─────────────────────────────────────────────────────────────────────────
def test_that_the_gate_says_what_is_missing_with_the_way_to_mend_it(case, case_manager, open_as):
    make(Assessment, person=case.person, case=case, kind="medical", on=DAY)
    head = open_as(case_manager).get(page_of(case)).context["head"]

    assert [step.state for step in head.steps] == ["now", "next", "next"]
    assert [condition.address.partition("?")[2] for condition in head.missing] == [
        f"for={case.code}&kind=psychosocial",
        f"for={case.code}&kind=legal_needs",
        f"for={case.code}&kind=risk",
        f"for={case.code}",
    ]


def test_that_the_link_opens_a_form_in_which_the_kind_stands(case, case_manager, open_as):
    browser = open_as(case_manager)
    head = browser.get(page_of(case)).context["head"]
    form = browser.get(head.missing[-2].address).context["form"]

    assert form["kind"].value() == "risk"


def test_that_a_link_fills_in_only_what_the_form_could_choose(case, case_manager, open_as):
    own, other = (
        make(LegalAid, person=case.person, case=case),
        make(LegalAid, person=make(Person)),
    )
    browser = open_as(case_manager)

    def filled(slug, **values):
        add = reverse("desk:add", args=(slug,))
        return browser.get(add, {"for": case.code, **values}).context["form"]

    assert filled("proceedings", legal_aid=own.code)["legal_aid"].value() == own.pk
    assert filled("proceedings", legal_aid=other.code)["legal_aid"].value() is None
    assert filled("assessments", kind="nonsense")["kind"].value() == ""
    assert filled("assessments", on="2024-02-03")["on"].value() == dt.date(2024, 2, 3)
    assert filled("tasks", title="words")["title"].value() == ""
    assert filled("schools", grade="words")["grade"].value() == ""


def test_that_a_closed_case_shows_the_one_after_it_and_takes_nothing_new(
    case, case_manager, open_as
):
    Case.objects.filter(pk=case.pk).update(closed_on=DAY, closing_reason="needs_met")
    later = make(
        Case,
        person=case.person,
        lead=case_manager.staff,
        opened_on=DAY + dt.timedelta(400),
        earlier_case=case,
    )
    browser = open_as(case_manager)
    page = browser.get(page_of(case))

    assert page.context["head"].later == [later]
    assert browser.get(page_of(later)).context["head"].earlier == [case]
    assert [section.add for section in browser.get(page_of(case, "legal")).context["sections"]] == [
        "",
        "",
    ]


def test_that_another_case_of_hers_that_is_not_seen_is_not_named(case, case_manager, open_as):
    hidden = make(
        Case, person=case.person, opened_on=DAY - dt.timedelta(400), closed_on=DAY,
        closing_reason="other",
    )  # fmt: skip
    assert hidden.code not in text_of(open_as(case_manager).get(page_of(case)))


def test_that_an_empty_case_is_told_what_belongs_where(case, case_manager, open_as):
    browser = open_as(case_manager)
    for tab in [tab for tab in case_tabs.TABS if tab.groups]:
        for section in browser.get(page_of(case, tab.slug)).context["sections"]:
            assert (section.kind.slug, bool(section.rows or section.teaches)) == (
                section.kind.slug,
                True,
            )


def test_that_the_next_hearing_stands_above_the_proceedings(case, case_manager, open_as):
    aid = make(LegalAid, person=case.person, case=case)
    today = timezone.localdate()
    days = [today - dt.timedelta(3), today + dt.timedelta(20), today + dt.timedelta(4)]
    for day in days:
        make(Proceeding, person=case.person, case=case, legal_aid=aid, next_hearing_on=day)
    page = open_as(case_manager).get(page_of(case, "legal"))

    assert page.context["hearing"].next_hearing_on == days[2]


def test_that_scores_are_drawn_and_compared_from_entry_to_entry(case, case_manager, open_as):
    for number, score in enumerate((8, 12, 11)):
        day = DAY + dt.timedelta(30 * number)
        make(Assessment, person=case.person, case=case, kind="psychosocial", on=day, score=score)
    make(Assessment, person=case.person, case=case, kind="skills", on=DAY, score=3)
    (series,) = open_as(case_manager).get(page_of(case, "plan")).context["series"]

    assert [(point.words, point.change) for point in series.points] == [
        ("8", None),
        ("12", 4),
        ("11", -1),
    ]
    assert (series.top, series.bottom) == ("12", "0")


def test_that_words_of_goals_and_tasks_are_opened_at_once_for_those_who_may(
    case, case_manager, director, open_as
):
    plan = make(Plan, case=case, made_on=DAY)
    for words in ("To sleep well", "To find work"):
        make(Goal, case=case, plan=plan, text=seal_text(words, person=case.person))
    page = text_of(open_as(case_manager).get(page_of(case)))
    entry = AuditEntry.objects.get(verb="note read")

    assert "To sleep well" in page
    assert len(entry.detail["codes"]) == 2
    assert "To sleep well" not in text_of(open_as(director).get(page_of(case)))


@pytest.mark.parametrize("tab", [tab.slug for tab in case_tabs.TABS if tab.groups])
def test_that_a_tab_takes_as_many_questions_for_one_row_as_for_fifty(
    case, case_manager, tab, open_as
):
    browser = open_as(case_manager)
    browser.get(page_of(case, tab))
    fill(case, 1)
    once = questions(browser, page_of(case, tab))
    fill(case, 49)
    assert questions(browser, page_of(case, tab)) == once


def test_that_the_overview_takes_as_many_questions_for_one_task_as_for_fifty(
    case, case_manager, open_as
):
    browser = open_as(case_manager)
    fill(case, 1)
    browser.get(page_of(case))
    once = questions(browser, page_of(case) + "?show=services")
    fill(case, 49)
    assert questions(browser, page_of(case) + "?show=services") == once


def questions(browser, address):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def fill(case, number):
    """So many records of each kind that stands in a tab."""
    about = {"person": case.person, "case": case}
    shown = [kind for kind in case_tabs.all_kinds() if "case" in kind.ties]
    for n in range(number):
        plan = make(
            Plan, case=case, made_on=DAY, edition=1 + Plan.objects.filter(case=case).count()
        )
        aid = make(LegalAid, **about)
        for kind in shown:
            model = kind.model
            names = {field.name for field in model._meta.fields}
            given = {"plan": plan} if "plan" in names else {}
            given |= {"legal_aid": aid} if "legal_aid" in names else {}
            given |= {"title": seal_text("x", person=case.person)} if model is Task else {}
            if model in (Plan, LegalAid, CaseFact, Case, CaseChild) or kind.group == "files":
                continue
            if model is TeamMember:
                continue
            if "ended_on" in names:
                given["ended_on"] = DAY
            make(
                model, case=case, **({"person": case.person} if "person" in names else {}), **given
            )
        make(CaseChild, case=case, child=make(Person), started_on=DAY)
        make(Consent, person=case.person, purpose="referral", given_on=DAY)
        assert n >= 0


# ── Tasks ───────────────────────────────────────────────────────────────────────────────────────
def test_that_a_task_is_ticked_in_place_and_taken_back(case, case_manager, open_as):
    task, browser = make(Task, case=case), open_as(case_manager)
    tick = reverse("casework:tick", args=(case.code, task.code))
    part = browser.post(tick, headers={"HX-Target": "case-tasks", "HX-Request": "true"})
    task.refresh_from_db()

    assert (part.status_code, task.state, task.done_on) == (200, "done", timezone.localdate())
    undo = Undo.objects.get()
    assert reverse("desk:undo", args=(undo.code,)) in text_of(part)
    browser.post(reverse("desk:undo", args=(undo.code,)))
    task.refresh_from_db()
    assert task.state == "open"


def test_that_ticking_twice_is_ticking_once(case, case_manager, open_as):
    task, browser = make(Task, case=case), open_as(case_manager)
    for _time in range(2):
        answer = browser.post(reverse("casework:tick", args=(case.code, task.code)))
        assert (answer.status_code, answer["Location"]) == (302, page_of(case))
    assert AuditEntry.objects.filter(verb="changed", code=task.code).count() == 1


def test_that_a_task_is_ticked_only_in_its_own_case_by_those_who_work_on_it(
    case, case_manager, director, colleague, open_as
):
    task, other = make(Task, case=case), make(Case, person=make(Person), lead=case_manager.staff)
    wrong, right = (reverse("casework:tick", args=(of.code, task.code)) for of in (other, case))
    assert open_as(case_manager).post(wrong).status_code == 404
    assert open_as(director).post(right).status_code == 403
    assert open_as(colleague).post(right).status_code == 404
    task.refresh_from_db()
    assert task.state == "open"


# ── Profile ─────────────────────────────────────────────────────────────────────────────────────
def facts(case):
    return set(case.casefacts.values_list("kind", "value"))


def test_that_the_profile_is_ticked_on_one_form_and_can_be_undone(case, case_manager, open_as):
    browser, address = open_as(case_manager), page_of(case, "profile")
    make(CaseFact, case=case, kind="control", value="threats")
    form = browser.get(address).context["form"]
    make_sure = {"was": form["was"].value(), "control": ["debt_bondage"], "recruitment": ["other"]}
    assert browser.post(address, make_sure).status_code == 302
    assert facts(case) == {("control", "debt_bondage"), ("recruitment", "other")}

    browser.post(reverse("desk:undo", args=(Undo.objects.get().code,)))
    assert facts(case) == {("control", "threats")}


def test_that_what_somebody_else_changed_meanwhile_stays_and_is_told(case, case_manager, open_as):
    browser, address = open_as(case_manager), page_of(case, "profile")
    make(CaseFact, case=case, kind="control", value="threats")
    form = browser.get(address).context["form"]
    make(CaseFact, case=case, kind="recruitment", value="peer_group")
    sent = {"was": form["was"].value(), "control": ["threats", "debt_bondage"]}
    page = browser.post(address, sent, follow=True)

    assert facts(case) == {
        ("control", "threats"),
        ("control", "debt_bondage"),
        ("recruitment", "peer_group"),
    }
    assert "Influence of the peer group" in " ".join(str(m) for m in page.context["messages"])


def test_that_a_profile_is_changed_by_those_who_work_on_the_case(case, director, open_as):
    browser, address = open_as(director), page_of(case, "profile")
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"was": "[]", "control": ["threats"]}).status_code == 403
    assert facts(case) == set()


@pytest.mark.parametrize("was", ["", "nonsense", "[1]", '{"a": 1}'])
def test_that_a_form_that_is_not_whole_changes_nothing(case, case_manager, was, open_as):
    answer = open_as(case_manager).post(page_of(case, "profile"), {"was": was, "control": ["x"]})
    assert (answer.status_code, facts(case)) == (422, set())


# ── History ─────────────────────────────────────────────────────────────────────────────────────
def history_of(browser, case):
    rows = browser.get(page_of(case, "history")).context["changes"].rows
    return [(row.did, row.code, row.fields) for row in rows]


def test_that_the_history_tells_what_was_done_and_not_what_was_read(
    case, case_manager, supervisor, open_as
):
    service = draft(Service, case=case, person=case.person, on=DAY)
    actions.log_service(service, by=case_manager)
    actions.change(service, by=case_manager, minutes=40)
    remove(service, by=case_manager, because="Logged twice")
    other = make(Case, person=make(Person), lead=case_manager.staff, opened_on=DAY)
    actions.log_service(draft(Service, case=other, person=other.person, on=DAY), by=case_manager)
    browser = open_as(supervisor)

    assert history_of(browser, case) == [
        ("took out", service.code, ()),
    ]


def test_that_the_history_names_the_fields_and_finds_records_among_many(
    case, case_manager, open_as
):
    both = [
        draft(Service, case=case, person=case.person, on=DAY, kind=code("service")) for _n in "12"
    ]
    actions.log_services(both, by=case_manager)
    actions.change(both[0], by=case_manager, minutes=40)
    browser = open_as(case_manager)
    (changed, added) = browser.get(page_of(case, "history")).context["changes"].rows

    assert (changed.did, changed.code, changed.fields) == ("changed", both[0].code, ("Minutes",))
    assert (added.did, added.many, added.who) == ("added", 2, "Staff case_manager")


@pytest.mark.parametrize(("persona", "status"), [("director", 403), ("colleague", 404)])
def test_that_the_history_is_for_the_team_and_the_supervisor(
    case, persona, status, request, open_as
):
    answer = open_as(request.getfixturevalue(persona)).get(page_of(case, "history"))
    assert answer.status_code == status


# ── Summary ─────────────────────────────────────────────────────────────────────────────────────
def test_that_a_summary_is_made_of_what_was_chosen_and_without_a_name(case, case_manager, open_as):
    make(Appointment, case=case, person=case.person)
    browser, address = open_as(case_manager), page_of(case, "summary")
    page = browser.post(address, {"parts": ["tasks"]})

    assert [tab.slug for tab, _sections in page.context["chapters"]] == ["tasks"]
    assert "Arta" not in text_of(browser.get(address)) + text_of(page)


def test_that_a_name_on_paper_needs_a_reason_that_stands_in_the_trail(case, case_manager, open_as):
    browser, address = open_as(case_manager), page_of(case, "summary")
    without = browser.post(address, {"parts": ["plan"], "named": "on", "because": "no"})
    assert (without.status_code, "Arta" in text_of(without)) == (422, False)

    given = {"parts": ["plan"], "named": "on", "because": "For the hearing on Tuesday"}
    page = text_of(browser.post(address, given))
    assert "Arta Lisi" in page
    assert "Arta" not in page[: page.find("</title>")]
    entry = AuditEntry.objects.get(verb="identity read")
    assert (entry.because, entry.code) == ("For the hearing on Tuesday", case.person.code)


def test_that_who_may_not_see_names_is_not_asked_for_one(case, director, open_as):
    browser, address = open_as(director), page_of(case, "summary")
    sent = {"parts": ["plan"], "named": "on", "because": "For the hearing on Tuesday"}

    assert "named" not in browser.get(address).context["form"].fields
    assert "Arta" not in text_of(browser.post(address, sent))
