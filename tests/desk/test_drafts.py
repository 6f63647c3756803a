"""Nothing typed is lost, and nobody else reads it."""

import datetime as dt

from django.utils import timezone

from agimi.desk import drafts
from agimi.desk.models import Draft

FORM = "add:tasks:R-AAAA-BBBB"


def test_that_a_draft_comes_back_as_it_was_typed(case_manager):
    typed = {"title": ["Telefononi nënës"], "topics": ["1", "2"]}
    drafts.keep(FORM, typed, by=case_manager)
    assert drafts.kept(FORM, by=case_manager).values == typed


def test_that_the_newest_words_take_the_place_of_the_older(case_manager):
    for words in ("një", "një dy"):
        drafts.keep(FORM, {"title": [words]}, by=case_manager)
    assert drafts.kept(FORM, by=case_manager).values == {"title": ["një dy"]}
    assert Draft.objects.count() == 1


def test_that_nobody_else_gets_it(case_manager, psychologist):
    drafts.keep(FORM, {"title": ["fshehtë"]}, by=case_manager)
    assert drafts.kept(FORM, by=psychologist) is None


def test_that_a_draft_moved_to_another_row_is_not_offered(case_manager, psychologist):
    drafts.keep(FORM, {"title": ["fshehtë"]}, by=case_manager)
    Draft.objects.update(user=psychologist)
    assert drafts.kept(FORM, by=psychologist) is None


def test_that_the_database_holds_none_of_its_words(case_manager):
    drafts.keep(FORM, {"title": ["Agnesa Leka"]}, by=case_manager)
    assert b"Agnesa" not in bytes(Draft.objects.get().sealed)


def test_that_a_form_token_is_never_kept(case_manager):
    drafts.keep(FORM, {"csrfmiddlewaretoken": ["x"], "title": ["y"]}, by=case_manager)
    assert drafts.kept(FORM, by=case_manager).values == {"title": ["y"]}


def test_that_after_two_weeks_it_is_gone(case_manager):
    drafts.keep(FORM, {"title": ["e vjetër"]}, by=case_manager)
    Draft.objects.update(saved_at=timezone.now() - drafts.LASTING - dt.timedelta(minutes=1))
    assert drafts.kept(FORM, by=case_manager) is None
    assert (drafts.forget_old(), Draft.objects.count()) == (1, 0)


def test_that_a_form_opened_again_offers_what_was_typed(case, case_manager, browser):
    page, form = browser(case_manager), f"add:tasks:{case.code}"
    page.post(f"/drafts/keep/{form}/", {"title": "Telefononi", "due_on": "2024-02-03"})
    answer = page.get(f"/records/tasks/add/?for={case.code}")
    assert answer.context["form"]["title"].value() == "Telefononi"
    assert answer.context["form"]["due_on"].value() == "2024-02-03"
    assert answer.context["form"].is_bound is False


def test_that_a_form_that_comes_back_makes_the_same_record(case, case_manager, browser):
    page = browser(case_manager)
    sent = {"for": case.code, "title": "Telefononi", "state": "open", "code": "TK-AAAA-BBBB-CCCC"}
    page.post("/records/tasks/add/", sent)
    page.post(f"/drafts/keep/add:tasks:{case.code}/", sent)
    form = page.get(f"/records/tasks/add/?for={case.code}").context["form"]
    page.post("/records/tasks/add/", sent | {"code": form["code"].value()})
    assert case.tasks.count() == 1


def test_that_sending_the_form_forgets_the_draft(case, case_manager, browser):
    page = browser(case_manager)
    page.post(f"/drafts/keep/add:tasks:{case.code}/", {"title": "Telefononi"})
    page.post("/records/tasks/add/", {"for": case.code, "title": "Telefononi", "state": "open"})
    assert (Draft.objects.count(), case.tasks.count()) == (0, 1)


def test_that_a_form_that_was_refused_keeps_its_draft(case, case_manager, browser):
    page = browser(case_manager)
    page.post(f"/drafts/keep/add:tasks:{case.code}/", {"title": "Telefononi"})
    page.post("/records/tasks/add/", {"for": case.code, "title": "", "state": "open"})
    assert Draft.objects.count() == 1


def test_that_one_can_begin_anew(case, case_manager, browser):
    page, form = browser(case_manager), f"add:tasks:{case.code}"
    page.post(f"/drafts/keep/{form}/", {"title": "Telefononi"})
    page.post(f"/drafts/afresh/{form}/")
    answer = page.get(f"/records/tasks/add/?for={case.code}")
    assert answer.context["form"]["title"].value() == ""


def test_that_a_draft_too_long_is_refused_in_words(case_manager, browser):
    answer = browser(case_manager).post(f"/drafts/keep/{FORM}/", {"title": "a" * (drafts.MOST + 1)})
    assert (answer.status_code, Draft.objects.count()) == (422, 0)
    assert answer.json()["problem"] != ""


def test_that_each_person_has_a_key_of_their_own_for_the_device(
    case_manager, psychologist, browser
):
    keys = [browser(user).get("/drafts/key/") for user in (case_manager, psychologist)]
    assert keys[0].json() != keys[1].json()
    assert "no-store" in keys[0]["Cache-Control"]


def test_that_a_new_password_closes_what_lies_on_a_lost_device(case_manager):
    before = drafts.device_key(case_manager)
    case_manager.set_password("nje-fjale-e-re-dhe-e-gjate")
    assert drafts.device_key(case_manager) != before
