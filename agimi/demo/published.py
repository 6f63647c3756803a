"""What was published, monitored, surveyed and found, and the supervision of staff."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import yaml

from agimi.activities.models import (
    CourtDecision,
    Distribution,
    Finding,
    Publication,
    Supervision,
)
from agimi.demo.chance import Chance
from agimi.demo.staff import supervised
from agimi.demo.stage import Book, Stage
from agimi.programme.models import Professional, Staff

D = dt.date
OFFENCES = ("Marrëdhënie seksuale me të mitur", "Marrëdhënie seksuale me dhunë")
FINDINGS = (
    ("challenge", "Rraskapitje nga përballja e përditshme me trauma.", "Exhaustion from daily contact with trauma."),
    ("challenge", "Pak kohë për mbikëqyrje.", "Little time for supervision."),
    ("challenge", "Vështirësi për të vënë kufij.", "Difficulty in setting boundaries."),
    ("recommendation", "Mbështetje teknike dhe emocionale e rregullt.", "Regular technical and emotional support."),
    ("recommendation", "Veprimtari që ulin stresin.", "Activities that reduce stress."),
    ("recommendation", "Komunikim më i mirë në grup.", "Better communication in the group."),
)  # fmt: skip


def publish(stage: Stage) -> Publication:
    """Write the publications; returns the guidelines that were presented in an event."""
    book = Book(stage, Publication)
    data = yaml.safe_load((Path(__file__).parent / "publications.yaml").read_text("utf-8"))
    for key, row in data.items():
        book.add(
            key,
            kind=stage.code("publication_kind", row["kind"]),
            title_sq=row["sq"],
            title_en=row["en"],
            on=row["published"],
            date_precision="month",
            project=stage.project(row["project"]),
            links={"partners": [stage.body(code) for code in row.get("partners", ())]},
        )
    return book.write()[0]


def look_closely(stage: Stage) -> None:
    """Write monitored court decisions, findings, materials handed out and supervision."""
    _court(stage)
    _findings(stage)
    _materials(stage)
    _supervision(stage)


def _court(stage: Stage) -> None:
    book = Book(stage, CourtDecision)
    courts = ("court-tirane", "court-durres", "court-shkoder", "court-appeal", "court-sarande")
    for number, court in enumerate(courts, start=1):
        book.add(number, court=stage.body(court), decided_on=D(2023, 2 * number, 14),
                 monitored_on=D(2024, 4 + number, 9), project=stage.project("PJ-15"),
                 offence=OFFENCES[number % 2])  # fmt: skip
    book.write()


def _findings(stage: Stage) -> None:
    book = Book(stage, Finding)
    for number, (kind, sq, en) in enumerate(FINDINGS, start=1):
        book.add(
            number,
            kind=kind,
            on=D(2024, 9, 26),
            text_sq=sq,
            text_en=en,
            project=stage.project("PJ-16"),
        )
    book.write()


def _materials(stage: Stage) -> None:
    chance, book = Chance("materials"), Book(stage, Distribution)
    for year in range(2020, 2025):
        for place in ("tirane", "shkoder", "lezhe", "durres", "elbasan"):
            material = chance.choice(("brochure", "leaflet", "poster", "info_sheet"))
            day = chance.workday(D(year, 11, 25), D(year, 12, 10))
            book.add(year, place, material=stage.code("material", material), on=day,
                     place=stage.place(place), copies=chance.randint(8, 40) * 10)  # fmt: skip
    book.write()


def _supervision(stage: Stage) -> None:
    """Eighty sessions for forty workers of four centres, in the city of each centre."""
    chance, book = Chance("supervision"), Book(stage, Supervision)
    places = {
        "different-equal": "tirane",
        "qkpvt": "tirane",
        "vatra": "vlore",
        "tjeter-vizion": "elbasan",
    }
    people: list[tuple[str, Staff | None, Professional | None]] = [
        ("different-equal", stage.staff[f"cm-{number}"], None) for number in range(1, 11)
    ]
    people += [(who.body.code, None, who) for who in supervised(stage) if who.body]
    spans = (D(2023, 9, 11), D(2024, 2, 28)), (D(2024, 3, 4), D(2024, 9, 20))
    for number, (centre, staff, professional) in enumerate(people):
        for span in spans:
            book.add(number, span[0], on=chance.workday(*span), supervisor=stage.staff["supervisor"],
                     centre=stage.body(centre), place=stage.place(places[centre]),
                     staff=staff, professional=professional, project=stage.project("PJ-16"))  # fmt: skip
    book.write()
