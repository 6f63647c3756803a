"""Evaluate: a period, a project, several at once; what is refused."""

import datetime as dt

import pytest

from agimi.activities.models import Session
from agimi.casework.models import Case, Participation
from agimi.insight.labels import words_of
from agimi.insight.results import Period
from agimi.insight.service import Asked, NoSuchProject, evaluate, evaluate_all, project_to_date
from agimi.programme.models import Project
from tests.records import make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

YEAR = Period.year(2024)


def day(text):
    return dt.date.fromisoformat(text)


def project(code, started="2023-05-01", ended="2024-06-30"):
    return make(Project, code=code, started_on=day(started), ended_on=day(ended) if ended else None)


def test_that_a_year_has_all_indicators():
    make(Case, category="trafficking", opened_on=day("2024-03-03"))
    results = evaluate(YEAR)
    assert results.value("casework.cases", category="trafficking") == 1
    assert results.value("casework.cases", category="violence") == 0
    assert results.label("category", "trafficking").within("sq")
    assert {row.period for row in results} == {YEAR}


def test_that_words_are_looked_up_when_the_first_is_asked_for(django_assert_num_queries):
    make(Case, opened_on=day("2024-03-03"))
    labels = evaluate(YEAR, indicators=["casework.cases", "services.services"]).labels
    assert labels["sex", "female"] == words_of("sex", {"female"})["female"]
    with django_assert_num_queries(0):
        assert set(labels) == dict(labels).keys()
        assert {dimension for dimension, _code in labels} > {"sex", "category"}
    with pytest.raises(KeyError):
        labels["sex", "nothing"]


def test_that_only_the_indicators_asked_for_are_computed():
    results = evaluate(YEAR, indicators=["hotline.calls"])
    assert {row.indicator for row in results} == {"hotline.calls"}
    with pytest.raises(KeyError, match="not evaluated"):
        results.breakdown("casework.cases")


def test_that_an_unknown_indicator_is_an_error():
    with pytest.raises(KeyError, match="no such indicator"):
        evaluate(YEAR, indicators=["casework.nothing"])


def test_that_a_project_sees_its_own_records_only():
    one, other = project("PJ-01"), project("PJ-02")
    make(Participation, person=make(Case).person, project=one, started_on=day("2024-01-01"))
    make(Case)
    make(Session, on=day("2024-05-05"), state="held").projects.add(one, other)
    make(Session, on=day("2024-05-06"), state="held").projects.add(other)
    assert evaluate(YEAR, "PJ-01").value("casework.cases") == 1
    assert evaluate(YEAR, "PJ-01").value("activities.sessions") == 1
    assert evaluate(YEAR, ["PJ-01", "PJ-02"]).value("activities.sessions") == 2
    assert {row.project for row in evaluate(YEAR, ["PJ-01", "PJ-02"])} == {"PJ-01+PJ-02"}


def test_that_an_unknown_project_is_refused():
    with pytest.raises(NoSuchProject):
        evaluate(YEAR, "PJ-99")
    with pytest.raises(NoSuchProject):
        project_to_date("PJ-99", day("2024-12-31"))


@pytest.mark.parametrize(
    ("ended", "until", "last"),
    [
        ("2024-06-30", "2024-12-31", "2024-06-30"),
        ("2024-06-30", "2023-12-31", "2023-12-31"),
        (None, "2024-12-31", "2024-12-31"),
        ("2024-06-30", "2020-12-31", "2023-05-01"),  # not begun: its first day
    ],
)
def test_that_a_project_is_counted_from_its_first_day(ended, until, last):
    project("PJ-01", ended=ended)
    assert project_to_date("PJ-01", day(until)) == Period(day("2023-05-01"), day(last))


def test_that_several_projects_are_counted_from_the_first_of_them():
    project("PJ-01", "2023-05-01", "2023-06-30")
    project("PJ-02", "2022-05-01", "2023-12-31")
    assert project_to_date(["PJ-01", "PJ-02"], day("2024-12-31")) == Period(
        day("2022-05-01"), day("2023-12-31")
    )


def test_that_several_periods_are_read_once_and_give_the_same():
    project("PJ-01")
    make(Case, opened_on=day("2023-03-03"))
    make(Case, opened_on=day("2024-03-03"))
    asked = [Asked(Period.year(2023)), Asked(YEAR), Asked(YEAR, ("PJ-01",), ("casework.cases",))]
    before, now, of_project = evaluate_all(asked)
    assert list(before) == list(evaluate(Period.year(2023)))
    assert list(now) == list(evaluate(YEAR))
    assert {row.indicator for row in of_project} == {"casework.cases"}
