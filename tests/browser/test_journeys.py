"""What people come to do, from the sign-in to the result, with scripts and without them."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from agimi.access.factor import is_guarded
from agimi.casework.models import Case
from agimi.people.models import Person
from tests.browser.conftest import PHONE, WIDE
from tests.factors import digits_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
BOTH_WAYS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
SCREENS = pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desk", "phone"])


@pytest.fixture(autouse=True)
def _jobs_at_once(settings: Any) -> None:
    """What a worker would do is done before the answer."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def sign_in(page: Page, person: Callable[..., Any], persona: str) -> None:
    user = person(persona)
    user.set_password("nje-fjale-e-gjate")
    user.save()
    page.goto("/")
    page.get_by_label("Emri i përdoruesit").fill(user.username)
    page.get_by_label("Fjalëkalimi", exact=True).fill("nje-fjale-e-gjate")
    page.get_by_role("button", name="Hyni", exact=True).click()
    if is_guarded(user.role):
        page.get_by_label("Kodi").fill(digits_of(user))
        page.get_by_role("button", name="Hyni", exact=True).click()


@BOTH_WAYS
@SCREENS
def test_the_director_reads_a_figure_down_to_its_records(
    scripts: bool,
    viewport: dict[str, int],
    open_browser: Open,
    person: Callable[..., Any],
    case: Callable[..., Any],
) -> None:
    new = case("2024-03-01")
    page = open_browser(java_script_enabled=scripts, viewport=viewport)
    sign_in(page, person, "director")
    page.locator("main").get_by_role("link", name="1", exact=True).first.click()

    assert "/figures/2024/casework.cases/" in page.url
    expect(page.get_by_text(new.code)).to_be_visible()


@BOTH_WAYS
def test_a_bar_of_a_chart_opens_its_records(
    scripts: bool, open_browser: Open, case: Callable[..., Any]
) -> None:
    wanted, other = case("2024-03-01"), case("2024-04-01")
    page = open_browser("director", java_script_enabled=scripts)
    page.goto("/figures/2024/")
    page.locator("svg a[href*='month=2024-03']").first.click()

    expect(page.get_by_text(wanted.code)).to_be_visible()
    expect(page.get_by_text(other.code)).to_have_count(0)


@BOTH_WAYS
def test_the_report_is_read_on_a_page_and_its_figures_open(
    scripts: bool, open_browser: Open, case: Callable[..., Any]
) -> None:
    case("2024-03-01")
    page = open_browser("director", java_script_enabled=scripts)
    page.goto("/reports/")
    page.get_by_role("link", name="Raporti vjetor 2024").click()
    expect(page.get_by_role("navigation", name="Përmbajtja")).to_be_visible()
    page.locator("article a.report-figure").first.click()

    assert "/figures/2024/" in page.url


@BOTH_WAYS
def test_the_language_is_switched_and_the_page_stays(scripts: bool, open_browser: Open) -> None:
    page = open_browser("director", java_script_enabled=scripts)
    page.goto("/figures/catalogue/")
    page.locator(".rail-foot").get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Catalogue of indicators")


@BOTH_WAYS
def test_dark_is_chosen_on_a_light_device(scripts: bool, open_browser: Open) -> None:
    page = open_browser("director", theme="light", java_script_enabled=scripts)
    page.goto("/account/")
    page.locator(".rail-foot").get_by_role("button", name="E errët").click()
    paper = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")

    assert paper == "rgb(20, 23, 42)"


def filled(template: bytes, *, wrong: bool) -> bytes:
    """The empty workbook with one person and one case in it."""
    book = load_workbook(io.BytesIO(template))
    people = {"Code": "P-1", "Sex": "Female" if not wrong else "Femail"}
    opened = "05.03.2024" if not wrong else "31.02.2024"
    category = book["Cases"].cell(2, 3).value
    case = {"Code": "R-1", "Person": "P-1", "Category": category, "Opened on": opened}
    for sheet, values in ((book["People"], people), (book["Cases"], case)):
        for place, head in enumerate((cell.value for cell in sheet[1]), start=1):
            sheet.cell(2, place).value = values.get(str(head))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@BOTH_WAYS
@SCREENS
def test_a_workbook_is_fetched_filled_mended_and_taken_in(
    scripts: bool, viewport: dict[str, int], open_browser: Open
) -> None:
    page = open_browser("supervisor", language="en", java_script_enabled=scripts, viewport=viewport)
    template = fetched(page)

    send(page, filled(template, wrong=True))
    expect(page.get_by_text("There are 2 problems in the workbook.")).to_be_visible()
    expect(page.get_by_text("31.02.2024")).to_be_visible()
    assert Case.objects.count() == 0

    page.get_by_role("link", name="Check the mended workbook").click()
    send(page, filled(template, wrong=False))
    expect(page.get_by_text("The workbook is in order.")).to_be_visible()
    assert Case.objects.count() == 0

    page.get_by_role("button", name="Take the records in").click()
    expect(page.get_by_text("The records are taken in.")).to_be_visible()
    assert (Person.objects.count(), Case.objects.count()) == (1, 1)


def fetched(page: Page) -> bytes:
    """The empty workbook, as a browser gets it."""
    page.goto("/data/")
    with page.expect_download() as download:
        page.locator("main").get_by_role("link", name="English").click()
    return download.value.path().read_bytes()


def send(page: Page, workbook: bytes) -> None:
    page.goto("/data/import/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("input[type=file]").set_input_files(
        {"name": "regjistri.xlsx", "mimeType": kind, "buffer": workbook}
    )
    page.get_by_role("button", name="Check the workbook").click()


def test_a_second_click_takes_nothing_in_twice(open_browser: Open) -> None:
    page = open_browser("supervisor", language="en")
    send(page, filled(fetched(page), wrong=False))
    page.get_by_role("button", name="Take the records in").dblclick()
    expect(page.get_by_text("The records are taken in.")).to_be_visible()

    assert Case.objects.count() == 1
