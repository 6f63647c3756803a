"""Figures on pages: what they show, where they lead, and whom they tell what."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agimi.access.models import AuditEntry
from agimi.insight.links import Question, address, link_to, question_from
from agimi.insight.results import Period, Row, Unit

Browser = Callable[..., Client]
CASES = "/figures/2024/casework.cases/"
CLOSED_TO_THEM = (
    "/figures/",
    "/figures/2024/",
    CASES,
    "/figures/catalogue/",
    "/figures/catalogue/casework.cases/",
    "/figures/2024/check/",
)
REPORTS = ("/reports/", "/reports/annual/2024/", "/reports/annual/2024/sq.json")


@pytest.fixture
def two_years(case: Callable[..., Any]) -> dict[str, Any]:
    return {
        "carried": case("2023-05-01"),
        "ended": case("2023-06-01", "2024-02-01", sex="male"),
        "new": case("2024-03-01"),
        "before": case("2023-01-01", "2023-12-31"),
    }


def text_of(page: str) -> str:
    """The words of a page, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_year_shows_carried_new_and_all(browser_of: Browser, two_years: Any) -> None:
    page = text_of(browser_of("director").get("/figures/2024/").content.decode())

    assert "Raste të mbartura 2 2023: 0" in page
    assert "Raste të reja 1 2023: 3" in page
    assert "Raste gjithsej 3 2023: 3" in page
    assert "Raste të mbyllura 1 2023: 1" in page
    assert "Të hapura në fund 2 2023: 3" in page


def test_the_first_page_is_the_newest_year(browser_of: Browser, two_years: Any) -> None:
    page = browser_of("director").get("/").content.decode()

    assert "Viti 2024" in page
    assert re.findall(r'<a href="(/figures/\d+/)"', page) == ["/figures/2023/", "/figures/2024/"]


def test_a_figure_opens_the_codes_of_its_records(browser_of: Browser, two_years: Any) -> None:
    client = browser_of("director")
    year = client.get("/figures/2024/").content.decode()
    assert f'<a class="opens" href="{CASES}?intake=carried">2</a>' in year

    page = client.get(f"{CASES}?intake=carried").content.decode()

    assert set(re.findall(r'<code class="code">([^<]+)</code>', page)) == {
        two_years["carried"].code,
        two_years["ended"].code,
    }


def test_the_list_of_records_names_nobody_in_its_address_or_title(
    browser_of: Browser, two_years: Any
) -> None:
    page = browser_of("director").get(CASES).content.decode()

    assert "<title>Regjistrimet pas një shifre · Agimi</title>" in page


def test_a_restricted_case_is_counted_but_not_listed(
    browser_of: Browser, case: Callable[..., Any]
) -> None:
    shown, hidden = case("2024-01-05"), case("2024-01-06", restricted=True)
    page = browser_of("director").get(CASES).content.decode()

    assert shown.code in page
    assert hidden.code not in page
    assert "1 regjistrim nuk renditet" in page


def test_looking_behind_a_figure_is_remembered(browser_of: Browser, two_years: Any) -> None:
    browser_of("director").get(f"{CASES}?intake=new")

    entry = AuditEntry.objects.get(verb="looked behind")
    assert (entry.actor, entry.code, entry.detail["intake"]) == (
        "director",
        "casework.cases",
        "new",
    )


@pytest.mark.parametrize("persona", ["case_manager", "dpo"])
def test_who_sees_figures_only_is_refused_their_records_with_the_reason(
    persona: str, browser_of: Browser, two_years: Any
) -> None:
    client = browser_of(persona)

    assert 'class="opens"' not in client.get("/figures/2024/").content.decode()
    answer = client.get(CASES)
    assert answer.status_code == 403
    assert "por jo regjistrimet nga të cilat përbëhen" in answer.content.decode()
    assert two_years["new"].code not in answer.content.decode()


@pytest.mark.parametrize("persona", ["it_volunteer", "donor", "outsider"])
def test_who_has_no_right_to_figures_sees_none(
    persona: str, browser_of: Browser, two_years: Any
) -> None:
    client = browser_of(persona)

    for address_ in CLOSED_TO_THEM:
        assert client.get(address_).status_code == 403
    home = client.get("/")
    assert home.status_code == 200
    assert "strip" not in home.content.decode()


@pytest.mark.parametrize("persona", ["it_volunteer", "outsider"])
def test_who_has_no_right_to_figures_reads_no_report(
    persona: str, browser_of: Browser, two_years: Any
) -> None:
    client = browser_of(persona)

    assert [client.get(address_).status_code for address_ in REPORTS] == [403, 403, 403]


@pytest.mark.parametrize(
    "address_",
    [
        "/figures/2024/casework.nothing/",
        "/figures/2024/casework.cases/?shoe_size=38",
        "/figures/2024/casework.cases/?project=nobody",
        "/figures/2024/casework.cases/?from=2024-01-01",
        "/figures/2024/casework.cases/?from=2024-12-31&to=2024-01-01",
        "/figures/2024/casework.cases/?from=x&to=y",
        "/figures/1999/",
        "/figures/catalogue/casework.nothing/",
        "/reports/annual/1999/",
        "/reports/annual/2024/de.pdf",
        "/reports/annual/2024/sq.exe",
    ],
)
def test_a_question_that_makes_no_sense_is_answered_with_not_found(
    address_: str, browser_of: Browser, two_years: Any
) -> None:
    assert browser_of("director").get(address_).status_code == 404


def test_a_category_that_nobody_falls_into_says_so(browser_of: Browser, two_years: Any) -> None:
    page = browser_of("director").get(f"{CASES}?sex=unheard-of").content.decode()

    assert "Këtu nuk numërohet asnjë regjistrim" in page


def test_a_figure_of_several_categories_opens_all_of_them(
    browser_of: Browser, two_years: Any
) -> None:
    page = browser_of("director").get(f"{CASES}?intake=carried%7Cnew").content.decode()

    assert len(re.findall(r'<code class="code">', page)) == 3


def test_as_many_queries_for_many_records_as_for_one(
    browser_of: Browser, case: Callable[..., Any]
) -> None:
    client = browser_of("director")
    counts = []
    for more in (1, 30):
        for _ in range(more):
            case("2024-01-05")
        with CaptureQueriesContext(connection) as queries:
            client.get(CASES)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_donor_is_told_where_protected_figures_stand(browser_of: Browser) -> None:
    page = browser_of("donor").get("/figures/").content.decode()

    assert "Donatorëve u jepet botimi publik i raporteve" in page


def test_a_donor_gets_the_public_edition_whatever_the_address_says(
    browser_of: Browser, two_years: Any
) -> None:
    donor, director = browser_of("donor"), browser_of("director")
    file = "/reports/annual/2024/sq.json"
    asked = (donor.get(f"{file}?edition=internal"), director.get(file))
    protected, exact = (json.loads(b"".join(each.streaming_content)) for each in asked)

    assert asked[0]["Content-Disposition"] == 'attachment; filename="agimi-2024-public-sq.json"'
    assert cases_in(exact) == 3
    assert cases_in(protected) is None


def cases_in(report: dict[str, Any]) -> int | None:
    """All cases of the year, as a report in JSON says it."""
    found = [
        row["value"]
        for row in report["figures"]
        if row["indicator"] == "casework.cases" and not row["category"]
    ]
    return found[0]


def test_the_public_edition_opens_no_figure(browser_of: Browser, two_years: Any) -> None:
    client = browser_of("director")
    exact = client.get("/reports/annual/2024/").content.decode()
    public = client.get("/reports/annual/2024/?edition=public").content.decode()

    assert f'href="{CASES}' in exact
    assert 'href="/figures/2024/' not in public
    assert "Botim publik" in public


def test_figures_that_agree_are_said_to_agree(
    browser_of: Browser, two_years: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agimi.insight import answers

    monkeypatch.setattr(answers, "breaches", lambda year, language: [])
    page = browser_of("director").get("/figures/2024/check/").content.decode()

    assert "Shifrat e vitit 2024 përputhen me njëra-tjetrën" in page


def test_what_was_left_out_is_found(browser_of: Browser, two_years: Any) -> None:
    """The cases of these two years have no age, no source and no decision."""
    page = browser_of("director").get("/figures/2024/check/").content.decode()

    assert "Për shqyrtim" in page
    assert two_years["new"].code in page


def test_what_does_not_agree_opens_to_the_records_one_may_see(
    browser_of: Browser, two_years: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agimi.insight import answers
    from agimi.insight.gate import Breach, Record
    from agimi.insight.text import Text

    code = two_years["new"].code
    kind = str(two_years["new"]._meta.verbose_name)
    breach = Breach(
        "RUL-02",
        Text("Pjesët japin 4, tërësia 3.", "The parts make 4, the whole 3."),
        (row(by=("sex",), category=("female",)),),
        (Record(kind, code), Record(kind, "R-NOBODY")),
    )
    monkeypatch.setattr(answers, "breaches", lambda year, language: [breach])

    seen = browser_of("director").get("/figures/2024/check/").content.decode()
    unseen = browser_of("case_manager").get("/figures/2024/check/").content.decode()

    assert "Pjesët japin 4, tërësia 3." in seen
    assert "Pjesët japin 4, tërësia 3." in unseen
    assert f"{CASES}?sex=female" in seen
    assert f"{CASES}?sex=female" not in unseen
    assert (code in seen, code in unseen, "R-NOBODY" in seen) == (True, False, False)


def test_a_report_is_taken_along_in_every_form_and_that_is_remembered(
    browser_of: Browser, two_years: Any
) -> None:
    client = browser_of("director")

    for form, start in {"json": b"{", "csv": b"\xef\xbb\xbf", "html": b"<!doctype html>"}.items():
        answer = client.get(f"/reports/annual/2024/en.{form}")
        assert b"".join(answer.streaming_content).startswith(start)
        assert answer["Content-Disposition"] == f'attachment; filename="agimi-2024-en.{form}"'
    assert AuditEntry.objects.filter(verb="took along", code="annual-2024").count() == 3


def test_without_records_the_pages_say_what_to_do(browser_of: Browser) -> None:
    said = "Ende nuk ka regjistrime, prandaj nuk ka çfarë të numërohet"
    figures = ("/figures/", "/reports/")  # whoever works on cases begins with the day instead
    pages = {"director": (True, ("/", *figures)), "case_manager": (False, figures)}
    for persona, (may_import, addresses_) in pages.items():
        client = browser_of(persona)
        for address_ in addresses_:
            page = client.get(address_).content.decode()
            assert said in page
            assert ('class="btn btn-primary" href="/data/"' in page) == may_import


def test_the_catalogue_is_searched_without_accents_in_both_languages(browser_of: Browser) -> None:
    client = browser_of("director")

    for wanted in ("asistuara", "ASISTUARA", "assisted", "femije", "fëmijë", "children"):
        page = client.get("/figures/catalogue/", {"q": wanted}).content.decode()
        assert "/figures/catalogue/casework." in page
    assert "Asnjë tregues" in client.get("/figures/catalogue/?q=zzz").content.decode()


def test_an_indicator_says_what_it_counts_and_how(browser_of: Browser, two_years: Any) -> None:
    page = text_of(
        browser_of("director", language="en")
        .get("/figures/catalogue/casework.cases/?year=2024")
        .content.decode()
    )

    assert "Cases open on any day of the period." in page
    assert "Whoever returns after closing has a new case." in page
    assert "2023 3 2024 3" in page
    assert "Female 2 Male 1" in page


def test_the_search_finds_figures_reports_pages_and_cases_by_their_codes(
    browser_of: Browser, two_years: Any
) -> None:
    client = browser_of("director")

    assert "/figures/catalogue/casework.cases/" in client.get("/search/?q=raste").content.decode()
    assert "/reports/annual/2024/" in client.get("/search/?q=raporti+2024").content.decode()
    assert 'href="/data/"' in client.get("/search/?q=import").content.decode()
    code = two_years["new"].code
    assert f'href="/cases/{code}/"' in client.get("/search/", {"q": code}).content.decode()
    assert client.post("/search/", {"q": code})["Location"] == f"/cases/{code}/"


def test_the_search_shows_nobody_what_they_may_not_open(
    browser_of: Browser, two_years: Any
) -> None:
    page = browser_of("it_volunteer").get("/search/?q=raste").content.decode()

    assert "/figures/" not in page


def row(**more: Any) -> Row:
    values = {
        "indicator": "casework.cases",
        "period": Period.year(2024),
        "by": ("category", "sex"),
        "category": ("violence", "female"),
        "value": 3,
        "unit": Unit.CASES,
    }
    return Row(**{**values, **more})


def test_the_address_of_a_figure_asks_what_the_figure_says() -> None:
    there = link_to(row())

    assert there == "/figures/2024/casework.cases/?category=violence&sex=female"
    words = {"category": "violence", "sex": "female"}
    assert question_from(2024, "casework.cases", words) == Question(
        "casework.cases", Period.year(2024), words
    )


def test_the_address_keeps_a_period_that_is_no_year_and_a_project() -> None:
    import datetime as dt

    period = Period(dt.date(2022, 3, 1), dt.date(2024, 6, 30))
    question = Question("casework.cases", period, {}, "P-1")

    assert address(question) == (
        "/figures/2024/casework.cases/?from=2022-03-01&to=2024-06-30&project=P-1"
    )


@pytest.mark.parametrize(
    "closed",
    [
        row(value=0),
        row(value=None),
        row(unit=Unit.PERCENT),
        row(by=("event",), category=("E-1",)),
        row(indicator="casework.nothing"),
    ],
)
def test_a_figure_without_records_to_show_leads_nowhere(closed: Row) -> None:
    assert link_to(closed) is None
