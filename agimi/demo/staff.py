"""The people who work for the organisation in the story, with their posts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from agimi.demo.chance import Chance
from agimi.demo.names import full_name
from agimi.demo.stage import Book, Stage
from agimi.programme.models import Post, Professional, Staff

D = dt.date
# key: (role, site, project, from, to, sex)
POSTS: dict[str, tuple[str, str, str, D, D | None, str]] = {
    "director": ("director", "office", "", D(2004, 1, 5), None, "female"),
    "project-manager-1": ("project_manager", "office", "", D(2015, 3, 2), None, "female"),
    "project-manager-2": ("project_manager", "office", "", D(2019, 9, 2), None, "male"),
    "finance": ("finance", "office", "", D(2011, 2, 1), None, "female"),
    "coordinator": ("reintegration_coordinator", "shelter", "PJ-01", D(2009, 5, 4), None, "female"),
    "psychologist-1": ("psychologist", "shelter", "PJ-01", D(2013, 1, 7), None, "female"),
    "psychologist-2": ("psychologist", "education-centre", "", D(2020, 2, 3), None, "female"),
    "social-worker": ("social_worker", "shelter", "", D(2016, 4, 4), None, "female"),
    "lawyer-1": ("lawyer", "office", "", D(2014, 10, 1), None, "female"),
    "lawyer-2": ("lawyer", "office", "PJ-17", D(2021, 11, 1), None, "male"),
    "doctor": ("doctor", "shelter", "", D(2010, 6, 1), None, "female"),
    "teacher": ("teacher", "education-centre", "", D(2012, 9, 3), None, "female"),
    "economic": ("economic_coordinator", "education-centre", "", D(2017, 1, 9), None, "female"),
    "educator-shkoze": ("educator", "childcare-shkoze", "PJ-03", D(2016, 3, 1), None, "female"),
    "educator-shkoder": ("educator", "childcare-shkoder", "PJ-03", D(2019, 2, 1), None, "female"),
    "educator-elbasan": ("educator", "childcare-elbasan", "PJ-03", D(2018, 3, 1), D(2023, 6, 30), "female"),
    "educator-dajc": ("educator", "childcare-dajc", "PJ-13", D(2022, 10, 3), None, "female"),
    "club-tirana": ("facilitator", "club-tirana", "", D(2018, 6, 4), None, "female"),
    "club-dajc": ("facilitator", "club-dajc", "PJ-13", D(2022, 9, 5), None, "female"),
    "mu-tirana-1": ("mobile_unit_member", "mu-tirana", "PJ-04", D(2018, 3, 1), None, "female"),
    "mu-tirana-2": ("mobile_unit_member", "mu-tirana", "PJ-04", D(2020, 1, 6), None, "male"),
    "mu-shkoder-1": ("mobile_unit_member", "mu-shkoder", "PJ-04", D(2017, 5, 2), None, "female"),
    "mu-shkoder-2": ("mobile_unit_member", "mu-shkoder", "PJ-04", D(2019, 9, 2), None, "female"),
    "researcher-1": ("facilitator", "office", "PJ-05", D(2020, 7, 1), D(2022, 9, 30), "female"),
    "researcher-2": ("facilitator", "office", "PJ-05", D(2020, 7, 1), D(2022, 9, 30), "female"),
}  # fmt: skip
CASE_MANAGERS = 14
MENTORS = {"mentor-1": 2019, "mentor-2": 2020, "mentor-3": 2020, "mentor-4": 2023, "mentor-5": 2024}
LEZHE_ROLES = (
    "project_manager", "psychologist", "psychologist", "social_worker", "social_worker", "lawyer",
    "therapist", "therapist", "therapist", "educator", "educator", "facilitator",
    "economic_coordinator", "mobile_unit_member", "mobile_unit_member",
)  # fmt: skip
TRAINERS = 9
CENTRES = ("vatra", "tjeter-vizion", "qkpvt")


def employ(stage: Stage) -> None:
    """Write the staff and their posts."""
    chance = Chance("staff")
    people, posts = Book(stage, Staff), Book(stage, Post)
    for key, (role, site, project, start, end, sex) in POSTS.items():
        _hire(stage, people, posts, chance, key, role, site, project, (start, end), sex)
    for number in range(1, CASE_MANAGERS + 1):
        start = D(2012 + number // 2, 1 + number % 9, 3)
        _hire(
            stage,
            people,
            posts,
            chance,
            f"cm-{number}",
            "case_manager",
            "shelter",
            "PJ-01",
            (start, None),
        )
    for key, year in MENTORS.items():
        _hire(
            stage,
            people,
            posts,
            chance,
            key,
            "mentor",
            "education-centre",
            "",
            (D(year, 2, 3), None),
        )
    for number, role in enumerate(LEZHE_ROLES, start=1):
        start = D(2024, 2, 12) if number <= 11 else D(2024, 3 + number % 3, 4)
        _hire(
            stage,
            people,
            posts,
            chance,
            f"lezhe-{number}",
            role,
            "centre-lezhe",
            "PJ-14",
            (start, None),
        )
    _experts(stage, people, chance)
    people.write()
    posts.write()


def _hire(
    stage: Stage, people: Book, posts: Book, chance: Chance, key: str, role: str, site: str,
    project: str, span: tuple[D, D | None], sex: str = "female",
) -> None:  # fmt: skip
    member = _member(stage, people, chance, key, span, sex)
    posts.add(
        key,
        staff=member,
        role=role,
        site=stage.site(site),
        project=stage.project(project) if project else None,
        started_on=span[0],
        ended_on=span[1],
    )


def _member(
    stage: Stage, people: Book, chance: Chance, key: str, span: tuple[D, D | None], sex: str = "female",
    **more: Any,
) -> Staff:  # fmt: skip
    member = people.add(
        key,
        name=" ".join(full_name(chance, sex)),
        sex=sex,
        started_on=span[0],
        ended_on=span[1],
        **more,
    )
    stage.staff[key] = member
    return member


def _experts(stage: Stage, people: Book, chance: Chance) -> None:
    """Contracted experts: the supervisor, the author of the guide, trainers (ORG-09)."""
    year = (D(2023, 9, 1), D(2024, 9, 30))
    _member(stage, people, chance, "supervisor", year, is_contracted=True, experience_years=20,
            experience_bound="at_least", task="Mbikëqyrje klinike individuale")  # fmt: skip
    _member(stage, people, chance, "guide-author", year, is_contracted=True,
            task="Hartimi i udhëzuesit për kujdesin ndaj vetes")  # fmt: skip
    for number in range(1, TRAINERS + 1):
        january = (D(2021, 1, 18), D(2021, 1, 31))
        _member(stage, people, chance, f"trainer-{number}", january, is_contracted=True,
                task="Trajnim i përfitueseve")  # fmt: skip


def supervised(stage: Stage) -> list[Professional]:
    """The ten workers of each partner shelter whom the supervisor met (STF-01)."""
    chance, book = Chance("professionals"), Book(stage, Professional)
    for centre in CENTRES:
        for number in range(1, 11):
            name = " ".join(full_name(chance, "female"))
            book.add(
                centre,
                number,
                name_sq=name,
                name_en=name,
                body=stage.body(centre),
                profession=stage.code("profession", "shelter_worker"),
            )
    return book.write()
