"""The life of the house around the cases: documents, schedules, shifts, volunteers, questionnaires."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from agimi.activities.models import Schedule, Session, Survey, Volunteering
from agimi.casework.models import ReferralOut
from agimi.demo.chance import Chance
from agimi.demo.cohort import open_in
from agimi.demo.plans import year_span
from agimi.demo.stage import Book, Stage
from agimi.programme.models import Document, Income, Shift

D = dt.date
TIRANA = ZoneInfo("Europe/Tirane")
# Each: key, kind, titles, project, site, place, drafted on, approved on.
DOCUMENTS = (
    ("sop", "procedure", "Procedurat Standarde të Veprimit", "Standard Operating Procedures",
     "PJ-01", "", "", D(2021, 2, 15), D(2021, 5, 3)),
    ("model", "model", "Modeli i ri/integrimit", "Model for re/integration", "PJ-06", "", "",
     D(2021, 5, 4), D(2021, 10, 12)),
    ("plan-gramsh", "plan", "Plani i integrimit socio-ekonomik, Gramsh", "Socio-economic plan, Gramsh",
     "PJ-12", "", "gramsh", D(2024, 2, 12), D(2024, 6, 20)),
    ("plan-fier", "plan", "Plani i integrimit socio-ekonomik, Fier", "Socio-economic plan, Fier",
     "PJ-12", "", "fier", D(2024, 4, 8), None),
    ("lezhe-rules", "protocol", "Rregullorja e qendrës", "Operating regulations of the centre",
     "PJ-14", "centre-lezhe", "", D(2024, 1, 22), D(2024, 2, 9)),
    ("lezhe-study", "study", "Vlerësimi i nevojave në Lezhë", "Needs assessment in Lezhë",
     "PJ-14", "centre-lezhe", "", D(2024, 1, 8), D(2024, 1, 31)),
    ("business", "curriculum", "Programi i trajnimit për biznesin", "Curriculum of the business training",
     "PJ-13", "", "", D(2023, 11, 6), D(2024, 1, 15)),
)  # fmt: skip
# Each: kind, site, rhythm, day, from.
SCHEDULES = (
    ("musical_evening", "shelter", "weekly", 6, D(2020, 1, 4)),
    ("film_club", "education-centre", "weekly", 5, D(2020, 1, 10)),
    ("book_club", "education-centre", "monthly", 20, D(2020, 1, 20)),
    ("sewing_club", "club-dajc", "weekly", 3, D(2022, 10, 5)),
    ("yoga_club", "club-dajc", "weekly", 2, D(2023, 3, 7)),
)  # fmt: skip
PRODUCTS = (
    "Kartolina",
    "Sapunë të punuar me dorë",
    "Çanta pëlhure",
    "Bizhuteri",
    "Zbukurime festash",
)
SENT_TO = (
    ("psychiatric-hospital", "medical_accompaniment"), ("vtc-1-tirane", "economic_empowerment"),
    ("employment-office-tirane", "economic_empowerment"), ("polyclinic-9", "medical_consultation"),
    ("mun-tirane", "social_assistance"), ("hrdc", "legal_information"),
)  # fmt: skip


def keep_house(stage: Stage) -> None:
    """Write what belongs to the house rather than to one person."""
    _documents(stage)
    _rhythm(stage)
    _earnings(stage)
    _referrals(stage)
    _questionnaires(stage)


def _documents(stage: Stage) -> None:
    book = Book(stage, Document)
    for key, kind, sq, en, project, site, place, drafted, approved in DOCUMENTS:
        book.add(key, kind=kind, name_sq=sq, name_en=en, project=stage.project(project),
                 site=stage.site(site) if site else None, place=stage.place(place) if place else None,
                 edition="1.0", drafted_on=drafted, approved_on=approved)  # fmt: skip
    book.write()


def _rhythm(stage: Stage) -> None:
    """What recurs by the week or the month, the shifts of the last weeks, the volunteers."""
    schedules, shifts = Book(stage, Schedule), Book(stage, Shift)
    for kind, site, rhythm, weekday, start in SCHEDULES:
        schedules.add(kind, site, kind=stage.code("session_kind", kind), site=stage.site(site),
                      rhythm=rhythm, day=weekday, started_on=start)  # fmt: skip
    for offset in range(28):
        day = D(2024, 12, 4) + dt.timedelta(days=offset)
        for number, hour in enumerate((8, 16)):
            begins = dt.datetime.combine(day, dt.time(hour), TIRANA)
            shifts.add(day, hour, site=stage.site("shelter"), started_at=begins,
                       staff=stage.staff[f"cm-{(2 * offset + number) % 14 + 1}"],
                       ended_at=begins + dt.timedelta(hours=8))  # fmt: skip
    volunteers = Book(stage, Volunteering)
    volunteers.add("dajc", site=stage.site("club-dajc"), group_name="Gratë e Dajçit", number=9,
                   started_on=D(2024, 3, 8))  # fmt: skip
    volunteers.add("tirana", site=stage.site("club-tirana"), group_name="Studentë të punës sociale",
                   number=6, started_on=D(2022, 10, 3), ended_on=D(2024, 6, 14))  # fmt: skip
    for book in (schedules, shifts, volunteers):
        book.write()


def _earnings(stage: Stage) -> None:
    """What the clubs sold at fairs and on the feasts."""
    chance, book = Chance("earnings"), Book(stage, Income)
    for year in range(2020, 2025):
        for day in chance.days(D(year, 2, 1), D(year, 12, 20), 6):
            site = "club-dajc" if year >= 2023 and chance.random() < 0.5 else "club-tirana"
            book.add(site=stage.site(site), on=day, product=chance.choice(PRODUCTS),
                     amount=chance.randint(6, 60) * 500)  # fmt: skip
    book.write()


def _referrals(stage: Stage) -> None:
    """People sent to other services, and what these answered (CAS-19)."""
    chance, book = Chance("sent on"), Book(stage, ReferralOut)
    for year in range(2020, 2025):
        plans = open_in(stage.plans, year)
        for plan in chance.pick(plans, len(plans) // 4):
            span = plan.within(year_span(year)) or plan.span()
            day = chance.workday(*span)
            body, service = chance.choice(SENT_TO)
            answer = chance.choices(("accepted", "refused", "declined", "pending"), (14, 2, 1, 2))[
                0
            ]
            waits = dt.timedelta(days=chance.randint(2, 18))
            book.add(**stage.of_case(plan), to=stage.body(body), on=day, answer=answer,
                     service=stage.code("service", service),
                     answered_on=day + waits if answer != "pending" else None)  # fmt: skip
    book.write()


def _questionnaires(stage: Stage) -> None:
    """The survey before the meetings on free legal aid, and the interviews of the young researchers."""
    chance, book = Chance("questionnaires"), Book(stage, Survey)
    meetings = Session.objects.filter(projects__code="PJ-17", kind__group="meeting").order_by(
        "code"
    )
    interviews = Session.objects.filter(kind__group="interview").order_by("code")
    for session in meetings:
        for number in range(6):
            book.add(session.code, number, kind="base_survey", on=session.on, session=session,
                     project=stage.project("PJ-17"), score=chance.randint(2, 18) * 5)  # fmt: skip
    for session in interviews:
        book.add(session.code, kind="interview", on=session.on, session=session,
                 project=stage.project("PJ-05"))  # fmt: skip
    book.write()
