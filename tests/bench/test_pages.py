"""The bench of the pages: every request it makes is answered, by a small organisation."""

import pytest

from agimi.access.accounts import system_user
from agimi.casework.models import Case, Goal, Service
from agimi.people.models import NameKey
from agimi.programme.fixtures import load_reference, load_world
from bench.caseload import Caseload
from bench.pages import Browsers, People, clock
from bench.pages_page import percentile, put

ROLES = ("case manager", "coordinator", "supervisor")


@pytest.fixture
def organisation(db):
    load_reference(by=system_user())
    load_world(by=system_user())
    made = Caseload(200, 800)
    made.build()
    return made


@pytest.mark.slow
def test_that_every_page_is_answered_for_every_role(organisation):
    people, browsers = People(2), Browsers()
    answers = {
        (role, page): {browsers.send(visit) for visit in visits}
        for role in ROLES
        for page, visits in people.visits(role).items()
    }
    saved = {key: codes for key, codes in answers.items() if key[1].endswith("saved")}
    assert set().union(*saved.values()) == {302}
    assert set().union(*(codes for key, codes in answers.items() if key not in saved)) == {200}
    told = clock(browsers, people.visits("coordinator")["case page"])
    assert (len(told["seconds"]), told["answers"]) == (2, {200: 2})
    assert min(told["asked"]) > 10


@pytest.mark.slow
def test_that_the_organisation_has_what_a_case_page_shows(organisation):
    assert Case.objects.count() == 200
    assert Case.objects.filter(closed_on=None).count() == organisation.open
    assert Service.objects.count() == 800
    assert Goal.objects.filter(case__closed_on=None).exclude(text=None).exists()
    assert NameKey.objects.values("person").distinct().count() == 260


def test_that_a_percentile_is_a_time_that_was_measured():
    assert percentile([0.3, 0.1, 0.2], 50) == 0.2
    assert percentile([n / 100 for n in range(1, 101)], 95) == 0.95
    assert percentile([0.4], 99) == 0.4


def test_that_a_section_takes_the_place_of_the_one_before(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# All\n\n## Pages, small\n\nold\n\n## How it is measured\n\n- so\n")
    put(page, {"## Pages": "## Pages, large\n\nnew\n", "## Crowd": "## Crowd\n\nmany\n"})
    assert page.read_text() == (
        "# All\n\n## Pages, large\n\nnew\n\n## Crowd\n\nmany\n\n## How it is measured\n\n- so\n"
    )
