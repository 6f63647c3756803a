"""The day, from the sign-in to the result: with the hand and with the keyboard alone; nothing typed is lost."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from agimi.access.accounts import system_user
from agimi.casework.models import Appointment, Case, Handover, Phase, Service, Task
from agimi.desk.models import Draft
from agimi.people.actions import IdentityDocument, keep_identities, seal_text
from agimi.people.models import Person
from agimi.programme.models import Body, Site, Staff
from tests.browser.conftest import PHONE, WIDE, faults
from tests.browser.interactions import COUNTED, Hand, counts_said
from tests.browser.test_journeys import sign_in
from tests.records import code, make

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WORDS = {
    "sq": {"log": "Regjistroni seancën", "done": "Seanca u regjistrua", "undo": "Zhbëni"},
    "en": {"log": "Log the session", "done": "Session logged", "undo": "Undo"},
}
DESK = {"viewport": WIDE, "language": "sq"}
HAND = {"viewport": PHONE, "language": "en"}
EITHER = pytest.mark.parametrize("where", [DESK, HAND], ids=["desk, sq", "phone, en"])


@pytest.fixture(autouse=True, scope="module")
def _all_is_loaded() -> None:
    """The first page of a process takes long to come on a busy machine; it is not what is tested."""
    Client().get("/leave/")


@pytest.fixture
def worker(person: Callable[..., Any]) -> dict[str, Any]:
    """Where the case manager works, and who she is among the staff."""
    site = make(Site, kind="shelter")
    return {"site": site, "staff": make(Staff, name="Sidorela Malaj")}


@pytest.fixture
def window(open_browser: Open, browser_of: Any, worker: Any, monkeypatch: Any) -> Open:
    """A window of the case manager."""

    def of(persona: str = "case_manager", **options: Any) -> Page:
        page = open_browser(persona, site=worker["site"], **options)
        from agimi.access.models import User

        User.objects.filter(username=persona).update(staff=worker["staff"])
        return page

    return of


@pytest.fixture
def cases(worker: Any) -> list[Case]:
    """Three cases of hers, with what she did in them."""
    today = timezone.localdate()
    kinds = [code("service", "counselling", "counselling"), code("service", "visit", "monitoring")]
    topics = [code("topic", name) for name in ("work", "family")]
    made = []
    for number in range(3):
        person = make(Person, sex="female", birth_date=dt.date(1990 + number, 5, 1))
        opened = today - dt.timedelta(60)
        values = {"site": worker["site"], "lead": worker["staff"], "opened_on": opened}
        case = make(Case, person=person, **values)
        make(Phase, case=case, number=2, started_on=opened)
        on = today - dt.timedelta(2 + number)
        kept = {"kind": kinds[number % 2], "on": on, "staff": worker["staff"]}
        service = make(Service, person=person, case=case, **kept)
        service.topics.add(topics[number % 2])
        made.append(case)
    return made


def new_services() -> Any:
    return Service.objects.filter(on=timezone.localdate())


def open_sheet(page: Page) -> Any:
    """The sheet to log in, opened as one does there."""
    page.locator(".rail-log" if page.viewport_size == PHONE else ".log-open").click()
    sheet = page.locator("#sheet-body .log-form")
    expect(sheet).to_be_visible()
    return sheet


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for something that the server or the device does by itself."""
    for _n in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    pytest.fail("it did not happen within ten seconds")


# ── The journey ─────────────────────────────────────────────────────────────────────────────────
@EITHER
def test_a_day_from_the_sign_in_to_the_evening(
    where: dict[str, Any], open_browser: Open, person: Any, worker: Any, cases: list[Case]
) -> None:
    """She signs in, sees her day, logs, logs the next, takes one back, ticks, and hands over."""
    language = where["language"]
    words = WORDS[language]
    today = timezone.localdate()
    task = make(Task, case=cases[0], assignee=worker["staff"], due_on=today, kind="risk")
    noon = timezone.make_aware(dt.datetime.combine(today, dt.time(12)))
    meeting = {"kind": "visit", "starts_at": noon, "staff": worker["staff"]}
    appointment = make(Appointment, person=cases[1].person, case=cases[1], **meeting)

    page = open_browser(viewport=where["viewport"])
    sign_in(
        page,
        lambda persona: person(persona, language=language, **worker),
        "case_manager",
    )
    page.wait_for_url("**/day/")

    # The appointment took place: its session is logged.
    page.locator(f"a[href*='appointment={appointment.code}']").click()
    sheet = page.locator("#sheet-body")
    expect(sheet.locator(f"input[value='{cases[1].code}']")).to_be_checked()
    sheet.locator("textarea").fill("Foli për banesën.")
    sheet.get_by_role("button", name=words["log"], exact=True).last.click()
    expect(page.locator(".notes")).to_contain_text(words["done"])
    appointment.refresh_from_db()
    assert (appointment.state, appointment.service) == ("kept", new_services().get())

    # Another two, one after the other.
    sheet = open_sheet(page)
    sheet.locator(".pick", has_text=cases[0].code).click()
    sheet.locator("[data-another]").click()
    expect(page.locator("#sheet-body .notes")).to_contain_text(words["done"])
    sheet = page.locator("#sheet-body .log-form")
    sheet.locator(".pick", has_text=cases[2].code).click()
    sheet.locator("[data-save]").click()
    page.wait_for_url("**/day/")
    expect(page.locator("main > .notes")).to_contain_text(cases[2].code)
    assert new_services().count() == 3

    # The last one was a mistake.
    page.locator("main > .notes").get_by_role("button", name=words["undo"]).click()
    expect(page.locator("main > .notes")).to_be_visible()
    expect(page.locator("main > .notes .undo")).to_have_count(0)
    assert new_services().count() == 2

    # What was due is done.
    row = page.locator("[data-row]", has=page.locator(f"form[action*='{task.code}']"))
    row.locator("[data-tick]").click()
    expect(page.locator(f"form[action*='{task.code}']")).to_have_count(0)
    task.refresh_from_db()
    assert task.state == "done"

    # The next shift is told.
    page.locator("main a[href='/handover/']").click()
    page.locator("textarea").fill("Dhoma 4: vajza ka temperaturë.")
    page.locator(".record-form .btn-primary").click()
    expect(page.locator(".handover")).to_contain_text("Dhoma 4")
    assert Handover.objects.count() == 1


def test_without_scripts_the_day_is_the_same(window: Open, cases: list[Case]) -> None:
    page = window(java_script_enabled=False)
    page.goto("/day/")
    page.locator(".log-open").click()
    page.locator("[data-find]").fill(cases[2].code)
    page.get_by_role("button", name="Gjeni", exact=True).click()
    page.locator(f"input[value='{cases[2].code}']").first.check(force=True)
    page.locator("textarea").fill("Foli për banesën.")
    page.locator("[data-save]").click()

    assert new_services().get().case == cases[2]


# ── Keyboard ────────────────────────────────────────────────────────────────────────────────────
def test_a_session_is_logged_by_the_keyboard_alone(window: Open, cases: list[Case]) -> None:
    page = window()
    page.goto("/help/")
    hand = Hand(page)
    hand.press("l")
    expect(page.locator("#sheet-body input[name=case]").first).to_be_focused()
    hand.press("Space")
    page.locator("#sheet-body textarea").focus()  # as Tab does; counted with the typing
    hand.type("Foli për banesën.")
    hand.press("Control+Enter")
    expect(page.locator("main > .notes")).to_contain_text("Seanca u regjistrua")

    assert hand.count <= 6
    assert new_services().get().case == cases[0]


def test_enter_logs_the_session_and_does_not_search(window: Open, cases: list[Case]) -> None:
    page = window()
    page.goto("/day/")
    page.keyboard.press("L")
    page.locator("#sheet-body input[name=case]").first.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("main > .notes")).to_contain_text("Seanca u regjistrua")

    assert new_services().count() == 1


def test_keys_do_nothing_while_one_types(window: Open, cases: list[Case]) -> None:
    page = window()
    page.goto("/day/")
    page.locator("#find").focus()
    page.keyboard.type("l?gdjx")

    assert page.locator("#find").input_value() == "l?gdjx"
    assert page.url.endswith("/day/")
    expect(page.locator("#sheet")).to_be_hidden()


@pytest.mark.parametrize(("letter", "address"), [("d", "/day/"), ("k", "/calendar/")])
def test_g_and_a_letter_lead_to_a_page(
    window: Open, letter: str, address: str, cases: list[Case]
) -> None:
    page = window()
    page.goto("/help/")
    page.keyboard.press("g")
    page.keyboard.press(letter)
    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize(("language", "title"), [("sq", "Tastet"), ("en", "Keys")])
def test_the_question_mark_opens_the_list_of_keys_and_escape_closes_it(
    window: Open, cases: list[Case], language: str, title: str
) -> None:
    page = window(language=language)
    page.goto("/day/")
    page.keyboard.press("?")
    expect(page.locator("#sheet-title")).to_have_text(title)
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()


def test_rows_are_walked_and_ticked_by_keys(window: Open, cases: list[Case], worker: Any) -> None:
    today = timezone.localdate()
    first, second = (
        make(Task, case=case, assignee=worker["staff"], due_on=today - dt.timedelta(days))
        for case, days in ((cases[0], 3), (cases[1], 1))
    )
    page = window()
    page.goto("/day/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(f"form[action*='{second.code}']")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(f"form[action*='{second.code}']")).to_have_count(1)

    assert set(Task.objects.values_list("code", "state")) == {
        (first.code, "open"),
        (second.code, "open"),
    }


def test_the_arrows_turn_the_pages_of_the_calendar(window: Open, cases: list[Case]) -> None:
    page = window()
    page.goto("/calendar/day/2024-06-10/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/calendar/day/2024-06-11/**")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/calendar/day/2024-06-10/**")


# ── Nothing typed is lost ───────────────────────────────────────────────────────────────────────
def begin(page: Page, case: Case, words: str) -> Any:
    """Somebody has begun to log a session."""
    sheet = open_sheet(page)
    wait_until(page, lambda: page.evaluate("typeof crypto.subtle === 'object'"))
    sheet.locator(".pick", has_text=case.code).click()
    sheet.locator("textarea").fill(words)
    return sheet


def stored(page: Page) -> int:
    return int(
        page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('agimi-drafts:')).length")
    )


def test_what_is_typed_is_kept_by_the_server_encrypted(window: Open, cases: list[Case]) -> None:
    page = window()
    page.goto("/day/")
    sheet = begin(page, cases[0], "Foli për banesën.")
    expect(sheet.locator("[data-draft-state]")).to_contain_text("U ruajt si draft")

    assert b"banes" not in bytes(Draft.objects.get().sealed)
    assert stored(page) == 0


def test_a_lost_connection_costs_no_word_and_makes_one_record(
    window: Open, cases: list[Case]
) -> None:
    page = window()
    page.goto("/day/")
    sheet = begin(page, cases[0], "Foli për")
    expect(sheet.locator("[data-draft-state]")).to_contain_text("U ruajt si draft")
    page.context.set_offline(True)
    sheet.locator("textarea").fill("Foli për banesën.")
    sheet.locator("[data-save]").click()
    expect(sheet.locator("[data-draft-state]")).to_contain_text("Nuk u dërgua dot")
    expect(sheet.locator("textarea")).to_have_value("Foli për banesën.")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "banes" not in kept
    page.context.set_offline(False)
    sheet.locator("[data-save]").click()
    expect(page.locator("main > .notes")).to_contain_text("Seanca u regjistrua")

    assert new_services().count() == 1
    assert (stored(page), Draft.objects.count()) == (0, 0)


def test_an_answer_that_is_lost_makes_no_second_record(window: Open, cases: list[Case]) -> None:
    page = window()
    page.goto("/day/")
    sheet = begin(page, cases[0], "Foli për banesën.")
    expect(sheet.locator("[data-draft-state]")).to_contain_text("U ruajt si draft")

    def lose_the_answer(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/log/", lose_the_answer, times=1)
    sheet.locator("[data-save]").click()
    expect(sheet.locator("[data-draft-state]")).to_contain_text("Nuk u dërgua dot")
    page.reload()
    sheet = open_sheet(page)
    expect(sheet.locator("textarea")).to_have_value("Foli për banesën.")
    sheet.locator("[data-save]").click()
    expect(page.locator("main > .notes")).to_be_visible()

    assert new_services().count() == 1


@pytest.mark.parametrize("connected", [True, False], ids=["with", "without a connection"])
def test_a_closed_window_costs_no_word(window: Open, cases: list[Case], connected: bool) -> None:
    page = window()
    page.goto("/day/")
    sheet = begin(page, cases[0], "Foli për")
    expect(sheet.locator("[data-draft-state]")).to_contain_text("U ruajt si draft")
    page.context.set_offline(not connected)
    sheet.locator("textarea").fill("Foli për banesën e re.")
    wait_until(page, lambda: stored(page) == 1)
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto("/day/")
    sheet = open_sheet(again)
    expect(sheet.locator("textarea")).to_have_value("Foli për banesën e re.")
    expect(sheet.locator(f"input[value='{cases[0].code}']")).to_be_checked()


def test_a_sign_in_that_ended_costs_no_word(
    window: Open, cases: list[Case], person: Any, browser_of: Any
) -> None:
    page = window()
    page.goto("/day/")
    sheet = begin(page, cases[0], "Foli për banesën.")
    expect(sheet.locator("[data-draft-state]")).to_contain_text("U ruajt si draft")
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    sheet.locator("textarea").fill("Foli për banesën e re.")
    sheet.locator("[data-save]").click()
    page.wait_for_url("**/account/login/**")
    assert new_services().count() == 0
    assert "banes" not in page.evaluate("JSON.stringify(localStorage)")
    page.context.add_cookies(
        [one for one in cookies if one["name"] == settings.SESSION_COOKIE_NAME]
    )
    page.goto(page.evaluate("new URLSearchParams(location.search).get('next')"))
    form = page.locator(".log-form")
    expect(form.locator("textarea")).to_have_value("Foli për banesën e re.")
    form.locator("[data-save]").click()
    expect(page.locator("main > .notes")).to_contain_text("Seanca u regjistrua")

    assert new_services().count() == 1


def test_a_screen_that_locked_meanwhile_costs_no_word(window: Open, cases: list[Case]) -> None:
    page = window()
    page.goto("/day/")
    sheet = begin(page, cases[0], "Foli për banesën.")
    expect(sheet.locator("[data-draft-state]")).to_contain_text("U ruajt si draft")
    sheet.locator("textarea").fill("Foli për banesën e re.")
    page.evaluate("document.dispatchEvent(new CustomEvent('agimi:locking'))")
    wait_until(page, lambda: stored(page) == 0)
    page.goto("/day/")
    expect(open_sheet(page).locator("textarea")).to_have_value("Foli për banesën e re.")


def test_somebody_else_at_the_same_device_reads_nothing_of_it(
    window: Open, open_browser: Open, cases: list[Case], browser_of: Any
) -> None:
    other = browser_of("supervisor").cookies[settings.SESSION_COOKIE_NAME].value
    page = window()
    page.goto("/day/")
    sheet = begin(page, cases[0], "Foli për")
    expect(sheet.locator("[data-draft-state]")).to_contain_text("U ruajt si draft")
    page.context.set_offline(True)
    sheet.locator("textarea").fill("Foli për banesën.")
    wait_until(page, lambda: stored(page) == 1)
    house = page.url.removesuffix("/day/")
    page.close()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": other, "url": house}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.context.set_offline(False)
    again = page.context.new_page()
    with again.expect_response("**/drafts/key/"):
        again.goto("/log/")
    expect(again.locator(".log-form textarea")).to_have_value("")
    assert stored(again) == 1


def test_a_double_click_logs_one_session(window: Open, cases: list[Case]) -> None:
    page = window()
    page.goto("/day/")
    sheet = begin(page, cases[0], "Foli për banesën.")
    sheet.locator("[data-save]").dblclick()
    expect(page.locator("main > .notes")).to_contain_text("Seanca u regjistrua")

    assert new_services().count() == 1


def test_begin_anew_throws_the_draft_away(window: Open, cases: list[Case]) -> None:
    page = window()
    page.goto("/day/")
    sheet = begin(page, cases[0], "Foli për banesën.")
    expect(sheet.locator("[data-draft-state]")).to_contain_text("U ruajt si draft")
    page.reload()
    open_sheet(page)
    page.get_by_role("button", name="Filloni nga e para").click()
    expect(page.locator("#sheet-body textarea")).to_have_value("")

    assert Draft.objects.count() == 0


# ── Who ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_case_is_found_by_a_name_which_stands_nowhere(window: Open, cases: list[Case]) -> None:
    keep_identities(
        [(cases[1].person, IdentityDocument(first_name="Mira", last_name="Hoxha"))],
        by=system_user(),
    )
    Service.objects.all().delete()
    page = window()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto("/day/")
    sheet = open_sheet(page)
    sheet.locator("[data-find]").fill("mira")
    found = sheet.locator("[data-found] input")
    expect(found).to_have_value(cases[1].code)
    assert "mira" not in " ".join(addresses).lower()
    assert "Mira" not in page.content()


# ── How many interactions ───────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "act", [act for act in COUNTED if act.run is not None], ids=lambda a: a.slug
)
def test_the_commonest_acts_take_as_many_interactions_as_the_page_says(
    act: Any, window: Open, cases: list[Case], worker: Any
) -> None:
    today = timezone.localdate()
    title = seal_text("Thirr shkollën", person=cases[0].person)
    who = IdentityDocument(first_name="Shqipe", last_name="Çela")
    keep_identities([(cases[0].person, who)], by=system_user())
    make(Body, name_sq="Qendra shëndetësore", name_en="Health centre")
    make(Task, case=cases[0], assignee=worker["staff"], due_on=today, title=title)
    noon = timezone.make_aware(dt.datetime.combine(today, dt.time(12)))
    make(Appointment, person=cases[1].person, case=cases[1], starts_at=noon, staff=worker["staff"])
    page = window()
    page.goto("/help/" if act.anywhere else "/day/")
    hand = Hand(page)
    act.run(hand, cases)

    assert (act.slug, hand.count, hand.keys) == (act.slug, act.interactions, act.keys)
    assert counts_said()[act.slug] == (act.interactions, act.keys)


# ── For everybody ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "address",
    ["/day/", "/log/", "/calendar/", "/calendar/month/2024-06-10/", "/handover/", "/help/keys/"],
)
def test_axe_finds_nothing_on(address: str, window: Open, cases: list[Case], worker: Any) -> None:
    today = timezone.localdate()
    make(Task, case=cases[0], assignee=worker["staff"], due_on=today - dt.timedelta(1))
    noon = timezone.make_aware(dt.datetime.combine(today, dt.time(12)))
    make(Appointment, person=cases[1].person, case=cases[1], starts_at=noon, staff=worker["staff"])
    page = window()
    page.goto(address)
    assert faults(page) == []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert faults(page, look_only=True) == []
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_axe_finds_nothing_on_the_sheet(window: Open, cases: list[Case]) -> None:
    page = window()
    page.goto("/day/")
    open_sheet(page)
    assert faults(page) == []
