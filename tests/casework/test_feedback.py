"""Feedback: a link that works once, answers hidden from whoever worked on the case."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agimi.access.models import AuditEntry
from agimi.casework import actions, feedback
from agimi.casework.models import Case, Feedback, TeamMember
from agimi.people.models import Person
from tests.records import DAY, draft, make

pytestmark = pytest.mark.both_databases
ANSWERS = {"felt_safe": 5, "respected": 4, "heard": None, "informed": 3, "helped": 5}


@pytest.fixture
def case(case_manager, shelter):
    person = make(Person, created_by=case_manager)
    new = draft(Case, person=person, lead=case_manager.staff, category="violence", site=shelter)
    return actions.open_case(new, by=case_manager)


@pytest.fixture
def ticket(case, case_manager):
    return feedback.offer(case, by=case_manager)[1]


def browser(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(ticket):
    return reverse("casework:feedback_form", args=(ticket,))


# ── Offering ────────────────────────────────────────────────────────────────────────────────────
def test_that_only_the_digest_of_a_link_is_stored(ticket):
    form = Feedback.objects.get()
    assert form.ticket == feedback.digest(ticket)
    assert len(ticket) >= 43
    assert ticket not in str(list(Feedback.objects.values_list())) + str(
        list(AuditEntry.objects.values_list("detail", "because", "code"))
    )


def test_that_only_those_who_work_on_a_case_offer_the_form(case, colleague, director):
    for user in (colleague, director):
        with pytest.raises(PermissionDenied):
            feedback.offer(case, by=user)
    assert Feedback.objects.count() == 0


def test_that_a_double_click_makes_one_form_and_the_last_link_works(case, case_manager):
    _form, first = feedback.offer(case, by=case_manager, code="FB-FORM")
    _form, second = feedback.offer(case, by=case_manager, code="FB-FORM")
    assert Feedback.objects.count() == 1
    with pytest.raises(feedback.Used):
        feedback.open_form(first)
    assert feedback.open_form(second) == Feedback.objects.get()


# ── Answering ───────────────────────────────────────────────────────────────────────────────────
def test_that_a_survivor_answers_without_an_account(ticket, case):
    page = Client()
    assert page.get(address(ticket)).status_code == 200
    sent = {name: value or "" for name, value in ANSWERS.items()} | {
        "comment": "Faleminderit",
        "in": "sq",
    }
    answer = page.post(address(ticket), sent, follow=True)
    assert (answer.status_code, answer.templates[0].name) == (200, "casework/feedback_thanks.html")
    form = Feedback.objects.get()
    assert {name: getattr(form, name) for name in ANSWERS} == ANSWERS
    assert b"Faleminderit" not in bytes(form.comment)


def test_that_the_trail_does_not_tell_who_answered(ticket):
    feedback.answer_feedback(ticket, ANSWERS)
    entry = AuditEntry.objects.latest("number")
    assert (entry.actor, entry.verb, entry.kind) == ("agimi", "changed", "casework.feedback")


def test_that_a_link_works_once(ticket):
    feedback.answer_feedback(ticket, ANSWERS)
    with pytest.raises(feedback.Used):
        feedback.answer_feedback(ticket, {"helped": 1})
    assert Feedback.objects.get().helped == 5


def test_that_a_link_works_for_two_weeks(ticket):
    form = Feedback.objects.get()
    assert dt.timedelta(13) < form.expires_at - timezone.now() <= dt.timedelta(14)
    Feedback.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(feedback.Used):
        feedback.open_form(ticket)


@pytest.mark.parametrize("how", ["used", "expired", "unknown"])
def test_that_a_link_that_opens_nothing_says_so_kindly(how, ticket):
    if how == "used":
        feedback.answer_feedback(ticket, ANSWERS)
    elif how == "expired":
        Feedback.objects.update(expires_at=timezone.now())
    wanted = "never-given" if how == "unknown" else ticket
    answers = [Client().get(address(wanted)), Client().post(address(wanted), {"helped": 1})]
    for answer in answers:
        assert (answer.status_code, answer.templates[0].name) == (
            404,
            "casework/feedback_used.html",
        )


def test_that_nothing_chosen_is_not_an_answer(ticket):
    with pytest.raises(ValidationError):
        feedback.answer_feedback(ticket, {})
    answer = Client().post(address(ticket), {"in": "en"})
    assert (answer.status_code, Feedback.objects.get().answered_at) == (422, None)


def test_that_the_form_speaks_both_languages_and_names_nobody(ticket, case):
    shown = {lang: Client().get(address(ticket) + f"?in={lang}") for lang in ("sq", "en")}
    assert "Si ishte për ju?" in shown["sq"].content.decode()
    assert "How was it for you?" in shown["en"].content.decode()
    for answer in shown.values():
        words = answer.content.decode()
        assert case.code not in words
        assert case.lead.name not in words
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]


def test_that_nobody_answers_from_an_account(ticket, case_manager):
    page = browser(case_manager)
    sent = {"helped": 5, "in": "sq"}
    assert page.post(address(ticket), sent).templates[0].name == "casework/feedback_signed_in.html"
    assert Feedback.objects.get().answered_at is None


def test_that_handing_over_the_device_signs_the_worker_out(case, case_manager):
    page = browser(case_manager)
    answer = page.post(
        reverse("casework:feedback_offer", args=(case.code,)),
        {"here": "1", "language": "en", "code": "FB-HERE"},
    )
    assert answer["Location"].startswith("/feedback/")
    assert "_auth_user_id" not in page.session
    assert page.get(answer["Location"]).status_code == 200
    assert page.get(reverse("casework:case", args=(case.code,))).status_code == 302


def test_that_the_link_is_shown_once_with_a_code_to_scan(case, case_manager):
    page = browser(case_manager)
    offered = reverse("casework:feedback_offer", args=(case.code,))
    answer = page.post(offered, {"link": "1", "language": "sq", "code": "FB-LINK"})
    link = answer.context["link"]
    assert feedback.open_form(link.rstrip("/").rpartition("/")[2]) == Feedback.objects.get()
    assert answer.content.decode().count("<svg") > 1
    assert link not in page.get(offered).content.decode()


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("supervisor", 200),
        ("director", 200),
        ("case_manager", 403),
        ("psychologist", 403),
        ("coordinator", 403),
        ("colleague", 403),
        ("dpo", 403),
        ("it_volunteer", 403),
        ("outsider", 403),
    ],
)
def test_who_reads_what_survivors_say(persona, status, ticket, request):
    feedback.answer_feedback(ticket, ANSWERS, comment="Faleminderit")
    page = browser(request.getfixturevalue(persona))
    assert page.get(reverse("casework:feedback")).status_code == status
    one = reverse("casework:feedback_one", args=(Feedback.objects.get().code,))
    assert page.get(one).status_code == status


@pytest.mark.parametrize("tie", ["lead", "team", "team before"])
def test_that_whoever_worked_on_the_case_never_reads_it(tie, ticket, case, supervisor):
    feedback.answer_feedback(ticket, ANSWERS)
    if tie == "lead":
        Case.objects.filter(pk=case.pk).update(lead=supervisor.staff)
    else:
        ended = DAY if tie == "team before" else None
        make(TeamMember, case=case, staff=supervisor.staff, ended_on=ended)
    page = browser(supervisor)
    assert list(page.get(reverse("casework:feedback")).context["rows"]) == []
    one = reverse("casework:feedback_one", args=(Feedback.objects.get().code,))
    assert page.get(one).status_code == 404


def test_that_her_words_are_for_those_who_may_know_who_she_is(ticket, supervisor, director):
    feedback.answer_feedback(ticket, ANSWERS, comment="Faleminderit")
    one = reverse("casework:feedback_one", args=(Feedback.objects.get().code,))
    assert "Faleminderit" in browser(supervisor).get(one).content.decode()
    assert AuditEntry.objects.filter(verb="note read", actor="supervisor").count() == 1
    assert "Faleminderit" not in browser(director).get(one).content.decode()
    for user in (supervisor, director):
        listed = browser(user).get(reverse("casework:feedback")).content.decode()
        assert "Faleminderit" not in listed


def test_that_what_was_not_answered_is_in_no_list(ticket, supervisor):
    assert list(feedback.answered(by=supervisor)) == []


def answered_forms(lead, values):
    for value in values:
        made = make(
            Feedback,
            case=make(Case, lead=lead),
            ticket=feedback.digest(f"{lead}{value}{Feedback.objects.count()}"),
            answered_at=timezone.now(),
            helped=value,
        )
        assert made.pk


def test_that_averages_come_with_their_base(director, case_manager):
    answered_forms(case_manager.staff, [5, 4, None])
    lines = {line.words: line for line in feedback.summary(feedback.answered(by=director))}
    line = lines[str(Feedback._meta.get_field("helped").verbose_name)]
    assert (line.average, line.base) == (4.5, 2)
    other = lines[str(Feedback._meta.get_field("heard").verbose_name)]
    assert (other.average, other.base) == (None, 0)


@pytest.mark.parametrize(("values", "average"), [([5, 5, 5, 5], None), ([5, 5, 5, 5, 4], 4.8)])
def test_that_fewer_than_five_answers_say_nothing_of_a_worker(
    values, average, director, case_manager
):
    answered_forms(case_manager.staff, values)
    (worker,) = feedback.of_workers(feedback.answered(by=director))
    assert (worker.name, worker.base, worker.average) == (
        case_manager.staff.name,
        len(values),
        average,
    )


def test_that_the_list_asks_as_much_for_one_as_for_several(case_manager, director):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page, listed = browser(director), reverse("casework:feedback")
    answered_forms(case_manager.staff, [5])
    page.get(listed)
    with CaptureQueriesContext(connection) as one:
        page.get(listed)
    answered_forms(case_manager.staff, [4, 3, 2, 1])
    with CaptureQueriesContext(connection) as several:
        assert len(page.get(listed).context["rows"]) == 5
    assert len(several) == len(one)
