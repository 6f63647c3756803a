"""The invented lives: plausible, continuous, and the same in every run."""

import datetime as dt
import hashlib
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest

from agimi.demo.actions import story
from agimi.demo.chance import Chance, TooFew, fixed_code
from agimi.demo.cohort import open_in
from agimi.demo.names import BOYS, GIRLS, SURNAMES
from agimi.demo.plans import LAST_DAY, TRAFFICKING, VIOLENCE


@pytest.fixture(scope="module")
def cases():
    return story()


def told(cases) -> str:
    """All that is told of the cases, as one digest."""
    lines = [
        f"{c.key} {c.opened} {c.closed} {c.source} {c.person.sex} {c.person.birth} {c.facts} "
        f"{[(s.kind, s.start, s.end) for s in (*c.phases, *c.homes)]} "
        f"{[(k.person.key, k.person.birth, k.person.sex) for k in c.children]}"
        for c in cases
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_the_story_is_the_same_in_another_process(cases):
    script = (
        "import sys; from tests.demo.test_story import told; from agimi.demo.actions import story; "
        "sys.stdout.write(told(story()))"
    )
    setup = "import django; django.setup(); " + script
    environment = os.environ | {"PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "agimi.settings"}
    output = subprocess.run(
        [sys.executable, "-c", setup], env=environment, capture_output=True, text=True, check=True
    )
    assert output.stdout == told(cases)


def test_carried_cases_were_really_opened_earlier_and_stayed_open(cases):
    for year in range(2021, 2025):
        for case in open_in(cases, year):
            assert case.is_carried(year) != case.is_new(year)
            if case.is_carried(year):
                assert case.opened < dt.date(year, 1, 1) <= (case.closed or LAST_DAY)


def test_the_years_between_the_reports_are_plausible(cases):
    numbers = {
        year: (len(open_in(cases, year, TRAFFICKING)), len(open_in(cases, year, VIOLENCE)))
        for year in range(2020, 2025)
    }
    assert numbers == {
        2020: (100, 49),
        2021: (105, 68),
        2022: (113, 91),
        2023: (120, 113),
        2024: (144, 135),
    }


def test_phases_and_homes_follow_one_another_without_a_gap(cases):
    for case in cases:
        for stays in (case.phases, case.homes):
            assert stays[0].start == case.opened
            assert stays[-1].end == case.closed
            for before, after in pairwise(stays):
                assert before.end + dt.timedelta(days=1) == after.start


def test_mothers_were_grown_when_their_children_were_born(cases):
    ages = [case.person.age(child.person.birth) for case in cases for child in case.children]
    assert min(ages) >= 16
    assert max(ages) <= 50


def test_nobody_has_two_cases_or_is_parent_and_child(cases):
    people = [c.person.key for c in cases] + [k.person.key for c in cases for k in c.children]
    assert max(Counter(people).values()) == 1


# ── Chance ──────────────────────────────────────────────────────────────────────────────────────


def test_a_deal_makes_its_total_and_keeps_its_bounds():
    hands = Chance("deal").deal(38, 19, 4, 1)
    assert sum(hands) == 38
    assert set(hands) <= {1, 2, 3, 4}


def test_shares_make_their_total():
    shares = Chance("shares").shares(2450, [1.0, 2.5, 7.0], least=1)
    assert sum(shares) == 2450
    assert shares == sorted(shares)


def test_asking_for_more_than_there_is_says_what_was_asked():
    with pytest.raises(TooFew, match="mentors: 3 asked for, 2 there"):
        Chance("few").pick(["a", "b"], 3, "mentors")


def test_codes_are_fixed_and_look_like_any_other():
    assert fixed_code("P", "T2024-001", length=8) == fixed_code("P", "T2024-001", length=8)
    assert fixed_code("P", "T2024-001", length=8) != fixed_code("P", "T2024-002", length=8)
    assert len(fixed_code("S", 1)) == len("S-0000-0000-0000")


# ── Nobody real ─────────────────────────────────────────────────────────────────────────────────


def test_no_name_of_somebody_named_in_the_reports_can_be_drawn():
    named = ("Vera", "Nikola", "Kuko", "Sorensen", "Meshi", "Torrens")
    assert not set(named) & set(SURNAMES)
    assert not set(GIRLS) & set(BOYS) - {"Liridon"}
