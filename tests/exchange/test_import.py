"""Bringing records in: what is new, changed and unchanged, in any order, all or nothing."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from agimi.access.models import AuditEntry
from agimi.activities.models import Session
from agimi.casework.models import Case, Service
from agimi.exchange.actions import Busy, apply_upload, check_upload
from agimi.people.actions import (
    erase,
    forget_keys,
    read_identity,
    read_text,
    register_person,
    seal_text,
)
from agimi.people.models import Person, PersonKey
from agimi.programme.models import Body, Code, Country, Place
from tests.exchange.files import counted, csv_folder, ods, told, xlsx
from tests.records import DAY, code, draft, make

PEOPLE = [
    ["Code", "Sex", "Date of birth", "First name", "Surname", "Telephones"],
    ["P-1", "female", "21.03.1990", "Mira", "Leka", "+355 69 111 1111; 042 222 222"],
    ["P-2", "male", "", "", "", ""],
]
CASES = [
    ["Code", "Person", "Category", "Opened on", "Closed on", "Reason for closing"],
    ["R-1", "P-1", "trafficking", "2024-01-10", "", ""],
]
SERVICES = [
    ["Code", "Person", "Case", "Service", "Date", "Minutes", "Topics", "Note"],
    [
        "S-1",
        "P-1",
        "R-1",
        "counselling",
        "2024-02-01",
        "45",
        "Employment; Housing",
        "Foli për punë.",
    ],
    ["S-2", "P-1", "R-1", "counselling", "2024-02-08", "", "", ""],
    ["S-3", "P-1", "", "counselling", "2024-02-15", "0045", "Housing", ""],
]
TABLES = {"services": SERVICES, "cases": CASES, "people": PEOPLE}


@pytest.fixture
def lists(db):
    make(Code, list="service", key="counselling", name_sq="Këshillim", name_en="Counselling")
    for key, sq, en in (
        ("employment", "Punësimi", "Employment"),
        ("housing", "Strehimi", "Housing"),
    ):
        make(Code, list="topic", key=key, name_sq=sq, name_en=en)


@pytest.fixture
def bring_in(tmp_path, system):
    """Apply a workbook of these tables, whatever the order of its sheets."""
    number = 0

    def bring(tables, *, user=system, keep=True, **options):
        nonlocal number
        number += 1
        path = csv_folder(tmp_path / str(number), tables)
        return (apply_upload if keep else check_upload)(path, user=user, **options)

    return bring


@pytest.fixture
def standing(lists, bring_in):
    report = bring_in(TABLES)
    assert (told(report), report.applied) == ([], True)


def row(number, **cells):
    """A row of the services with some of its cells changed."""
    return [
        cells.get(heading, cell)
        for heading, cell in zip(SERVICES[0], SERVICES[number], strict=True)
    ]


# ── What is written ───────────────────────────────────────────────────────────────────────────
def test_a_dry_run_says_what_would_be_written_and_writes_nothing(lists, bring_in):
    entries = AuditEntry.objects.count()
    report = bring_in(TABLES, keep=False)
    assert counted(report) == {"people": (2, 0, 0), "cases": (1, 0, 0), "services": (3, 0, 0)}
    assert (told(report), report.applied) == ([], False)
    written = Person.objects.count(), Case.objects.count(), PersonKey.objects.count()
    assert (*written, AuditEntry.objects.count()) == (0, 0, 0, entries)


def test_the_records_are_as_the_workbook_says(standing, system):
    service = Service.objects.get(code="S-1")
    assert (service.person.code, service.case.code, service.on) == (
        "P-1",
        "R-1",
        dt.date(2024, 2, 1),
    )
    assert (service.minutes, service.mode, service.created_by) == (45, "in_person", system)
    assert sorted(topic.key for topic in service.topics.all()) == ["employment", "housing"]
    assert read_text(service, "note", person=service.person, by=system) == "Foli për punë."
    assert Service.objects.get(code="S-2").minutes is None


def test_names_are_encrypted_and_read_back(standing, system):
    identity = read_identity(Person.objects.get(code="P-1"), by=system)
    assert (identity.first_name, identity.last_name) == ("Mira", "Leka")
    assert identity.phones == ("+355 69 111 1111", "042 222 222")
    assert read_identity(Person.objects.get(code="P-2"), by=system) is None


def test_the_same_file_twice_changes_nothing(standing, bring_in):
    versions = list(Service.objects.order_by("code").values_list("code", "version", "changed_at"))
    report = bring_in(TABLES)
    assert counted(report) == {"people": (0, 0, 2), "cases": (0, 0, 1), "services": (0, 0, 3)}
    assert (
        list(Service.objects.order_by("code").values_list("code", "version", "changed_at"))
        == versions
    )


def test_a_changed_row_changes_that_record_and_nothing_else(standing, bring_in):
    changed = row(1, Minutes="50", Topics="Housing")
    report = bring_in(TABLES | {"services": [SERVICES[0], changed, *SERVICES[2:]]})
    assert counted(report) == {"people": (0, 0, 2), "cases": (0, 0, 1), "services": (0, 1, 2)}
    found = list(Service.objects.order_by("code").values_list("minutes", "version"))
    assert found == [(50, 2), (None, 1), (45, 1)]
    assert [topic.key for topic in Service.objects.get(code="S-1").topics.all()] == ["housing"]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Note", "Tjetër shënim"), ("Note", ""), ("Topics", ""), ("Minutes", ""), ("Case", "")],
)
def test_every_kind_of_cell_can_be_changed(standing, bring_in, heading, cell):
    tables = {"services": [SERVICES[0], row(1, **{heading: cell})]}
    assert counted(bring_in(tables)) == {"services": (0, 1, 0)}
    assert counted(bring_in(tables)) == {"services": (0, 0, 1)}


def test_a_column_that_is_not_there_is_left_as_it_is(standing, bring_in, system):
    names = ["Code", "Sex", "Date of birth"]
    report = bring_in({"people": [names, ["P-1", "female", "1990-03-22"]]})
    assert counted(report) == {"people": (0, 1, 0)}
    assert read_identity(Person.objects.get(code="P-1"), by=system).first_name == "Mira"


def test_a_changed_name_changes_the_person(standing, bring_in, system):
    people = [PEOPLE[0], [*PEOPLE[1][:4], "Hoxha", *PEOPLE[1][5:]], PEOPLE[2]]
    assert counted(bring_in({"people": people})) == {"people": (0, 1, 1)}
    identity = read_identity(Person.objects.get(code="P-1"), by=system)
    assert (identity.first_name, identity.last_name) == ("Mira", "Hoxha")


def test_a_note_follows_when_a_record_turns_out_to_be_about_somebody_else(
    standing, bring_in, system
):
    services = [
        ["Code", "Person", "Case", "Service", "Date"],
        ["S-1", "P-2", "", "counselling", "2024-02-01"],
    ]
    assert counted(bring_in({"services": services})) == {"services": (0, 1, 0)}
    service = Service.objects.get(code="S-1")
    assert read_text(service, "note", person=service.person, by=system) == "Foli për punë."


def test_what_was_brought_in_stands_in_the_audit_trail(standing, system):
    trail = AuditEntry.objects.filter(actor="agimi").order_by("number").values_list("verb", "kind")
    assert list(trail)[-4:] == [
        ("added", "people.person"),
        ("added", "casework.case"),
        ("added", "casework.service"),
        ("imported", ""),
    ]


# ── References ────────────────────────────────────────────────────────────────────────────────
def test_references_may_stand_in_any_order_within_a_sheet_too(standing, bring_in):
    heads = [*CASES[0], "Earlier case"]
    cases = [
        heads,
        ["R-3", "P-2", "violence", "2024-05-01", "", "", "R-2"],
        ["R-2", "P-2", "violence", "2023-05-01", "2023-06-01", "needs_met", ""],
    ]
    assert counted(bring_in({"cases": cases})) == {"cases": (2, 0, 0)}
    assert Case.objects.get(code="R-3").earlier_case.code == "R-2"
    assert counted(bring_in({"cases": cases})) == {"cases": (0, 0, 2)}


def test_a_place_may_lie_in_itself_and_a_body_be_part_of_a_later_one(system, bring_in):
    places = [
        ["Code", "Name in Albanian", "Name in English", "Kind", "Within", "Municipality"],
        ["l-2", "Dajç", "Dajç", "unit", "Shkodra", "Shkodër"],
        ["l-1", "Shkodër", "Shkodra", "municipality", "", "Shkodër"],
    ]
    bodies = [
        [
            "Code",
            "Name in Albanian",
            "Name in English",
            "Kind",
            "Part of",
            "Other names of the body",
        ],
        ["b-2", "Komisariati", "Station", "police", "Policia", "KP; PS"],
        ["b-1", "Policia", "Police", "police", "", ""],
        ["b-3", "Komisariati 2", "Station 2", "police", "ps", ""],
    ]
    tables = {"places": places, "bodies": bodies}
    assert counted(bring_in(tables)) == {"places": (2, 0, 0), "bodies": (3, 0, 0)}
    place = Place.objects.get(code="l-2")
    assert (place.parent.code, place.municipality.code) == ("l-1", "l-1")
    assert Place.objects.get(code="l-1").municipality.code == "l-1"
    assert Body.objects.get(code="b-3").parent.code == "b-2"
    assert counted(bring_in(tables)) == {"places": (0, 0, 2), "bodies": (0, 0, 3)}


def test_a_reference_may_be_a_code_a_key_or_a_name_in_either_language(lists, bring_in):
    kind = Code.objects.get(key="counselling")
    rows = [
        [f"S-{n}", "P-1", "", word, "2024-02-01", "", "", ""]
        for n, word in enumerate(
            (kind.code, "counselling", "KËSHILLIM", "keshillim ", "Counselling")
        )
    ]
    report = bring_in({"people": PEOPLE, "services": [SERVICES[0], *rows]})
    assert (told(report), set(Service.objects.values_list("kind", flat=True))) == ([], {kind.pk})


def test_a_country_of_trafficking_is_named_in_either_language(lists, bring_in):
    make(Country, alpha2="DE", alpha3="DEU", name_sq="Gjermani", name_en="Germany")
    facts = [
        ["Code", "Case", "Attribute", "Value"],
        ["F-1", "R-1", "exploitation_country", "Gjermani"],
        ["F-2", "R-1", "exploitation", "Forced labour"],
        ["F-3", "R-1", "recruitment", "Forced labour"],
    ]
    report = bring_in(TABLES | {"case_facts": facts})
    assert told(report) == [
        ("Profiles of cases", "D4", "Forced labour", "This is not in the list.")
    ]


def test_a_wrong_row_is_told_once_not_again_where_it_is_named(lists, bring_in):
    people = [PEOPLE[0], ["P-1", "?", *PEOPLE[1][2:]], PEOPLE[2]]
    report = bring_in(TABLES | {"people": people})
    assert told(report) == [
        ("People", "B2", "?", "A dash may mean none, not known or not recorded.")
    ]


def test_a_sheet_that_cannot_be_read_is_told_once(lists, bring_in):
    report = bring_in(TABLES | {"people": [["Code", "Gjinia?"], ["P-1", "x"]]})
    assert {problem.sheet.en for problem in report.problems} == {"People"}


# ── What empty cells mean ─────────────────────────────────────────────────────────────────────
def test_empty_nought_and_not_recorded_are_three_things(lists, bring_in):
    heads = ["Code", "Sex", "Disability", "Single parent"]
    people = [heads, ["P-1", "not recorded", "none", "no"], ["P-2", "female", "", ""]]
    bring_in({"people": people})
    found = list(Person.objects.order_by("code").values_list("sex", "disability", "single_parent"))
    assert found == [("not_recorded", "none", False), ("female", "not_recorded", None)]


def test_a_number_of_heads_may_be_none_or_not_stated_but_not_both(lists, bring_in):
    make(Session, code="E-1", kind=code("session_kind"))
    heads = ["Code", "Session", "Number", "Meant as"]
    report = bring_in(
        {
            "headcounts": [
                heads,
                ["HC-1", "E-1", "0", ""],
                ["HC-2", "E-1", "", "not stated"],
                ["HC-3", "E-1", "", ""],
            ]
        }
    )
    assert [(problem.row, problem.what.en) for problem in report.problems] == [
        (4, "A number is needed unless it is “not stated”.")
    ]


# ── What must be true ─────────────────────────────────────────────────────────────────────────
def test_a_case_closes_after_it_opens_and_with_a_reason(lists, bring_in):
    cases = [
        CASES[0],
        ["R-1", "P-1", "trafficking", "2024-01-10", "2024-01-09", "needs_met"],
        ["R-2", "P-2", "violence", "2024-01-10", "2024-02-10", ""],
    ]
    report = bring_in({"people": PEOPLE, "cases": cases})
    assert [(p.cell, p.what.en) for p in report.problems] == [
        ("E2", "It cannot end before it starts."),
        ("E3", "A closed case has a date and a reason; an open one neither."),
    ]


OPEN_ALREADY = "This person has an open case already."


def test_a_person_has_one_open_case_in_the_file_and_in_the_records(standing, bring_in):
    cases = [
        CASES[0],
        ["R-2", "P-1", "violence", "2024-03-01", "", ""],
        ["R-3", "P-2", "violence", "2024-03-01", "", ""],
        ["R-4", "P-2", "violence", "2024-04-01", "", ""],
    ]
    report = bring_in({"cases": cases})
    assert [(p.row, p.what.en, p.right.en) for p in report.problems] == [
        (2, OPEN_ALREADY, "The other is recorded with the code “R-1”."),
        (4, OPEN_ALREADY, "The other stands in row 3 (“R-3”). Keep one of them."),
    ]


def test_the_old_case_may_be_closed_by_a_row_below_the_new_one(standing, bring_in):
    cases = [
        CASES[0],
        ["R-2", "P-1", "violence", "2024-03-01", "", ""],
        ["R-1", "P-1", "trafficking", "2024-01-10", "2024-02-20", "needs_met"],
    ]
    report = bring_in({"cases": cases})
    assert (told(report), counted(report)) == ([], {"cases": (1, 1, 0)})


def test_a_service_may_name_the_case_in_which_somebody_is_a_child(standing, bring_in):
    service = ["S-9", "P-2", "R-1", "counselling", "2024-03-01", "", "", ""]
    report = bring_in({"services": [SERVICES[0], service]})
    assert told(report) == [
        (
            "Services",
            "C2",
            "R-1",
            "This case belongs to another person, who is not a parent of this one.",
        )
    ]
    children = [["Code", "Case", "Child", "From"], ["CC-1", "R-1", "P-2", "2024-01-10"]]
    report = bring_in({"services": [SERVICES[0], service], "children": children})
    assert (told(report), counted(report)) == ([], {"children": (1, 0, 0), "services": (1, 0, 0)})


def test_a_case_stays_with_its_person(standing, bring_in):
    cases = [CASES[0], ["R-1", "P-2", *CASES[1][2:]]]
    assert told(bring_in({"cases": cases})) == [
        ("Cases", "B2", "P-2", "This does not change: the record stands for it.")
    ]


def test_the_database_has_the_last_word(standing, bring_in, monkeypatch):
    monkeypatch.setattr("agimi.exchange.writing.breaches", lambda sheet, lines: [])
    report = bring_in({"cases": [CASES[0], ["R-2", "P-1", "violence", "2024-03-01", "", ""]]})
    assert [(p.sheet.en, p.row) for p in report.problems] == [("Cases", 2)]
    assert Case.objects.count() == 1


# ── All or nothing ────────────────────────────────────────────────────────────────────────────
def test_one_problem_and_nothing_is_written(lists, bring_in):
    report = bring_in(TABLES | {"services": [*SERVICES, row(1, Code="S-4", Minutes="shumë")]})
    assert (len(report.problems), report.applied, counted(report)["services"]) == (
        1,
        False,
        (3, 0, 0),
    )
    assert (Person.objects.count(), Service.objects.count()) == (0, 0)


def test_an_import_that_is_cut_off_writes_nothing(lists, bring_in):
    class PowerCut(Exception):
        pass

    def cut(done, total):
        if done == total:
            raise PowerCut

    with pytest.raises(PowerCut):
        bring_in(TABLES, progress=cut)
    assert (Person.objects.count(), PersonKey.objects.count()) == (0, 0)


def test_what_is_sealed_after_a_dry_run_can_be_read(lists, bring_in, system):
    bring_in(TABLES, keep=False)
    person = register_person(draft(Person, code="P-1"), by=system)
    sealed = seal_text("fjalë", person=person)
    service = make(Service, person=person, kind=code("service"), on=DAY, note=sealed)
    forget_keys()  # as another process would see it
    assert read_text(service, "note", person=person, by=system) == "fjalë"


def test_the_progress_is_told_up_to_the_last_row(lists, bring_in):
    told_progress = []
    bring_in(TABLES, progress=lambda done, total: told_progress.append((done, total)))
    assert (told_progress[0], told_progress[-1]) == ((0, 6), (6, 6))


# ── Rights ────────────────────────────────────────────────────────────────────────────────────
def test_only_those_with_the_right_bring_records_in(lists, bring_in, case_manager, outsider):
    for user in (case_manager, outsider):
        with pytest.raises(PermissionDenied):
            bring_in(TABLES, user=user)


def test_a_kind_of_record_that_is_not_ones_own_to_change_is_named(lists, bring_in, director):
    report = bring_in(TABLES, user=director)
    assert [(p.sheet.en, p.what.en) for p in report.problems] == [
        ("People", "You may not change records of this kind."),
        ("Cases", "You may not change records of this kind."),
        ("Services", "You may not change records of this kind."),
    ]


def test_a_restricted_case_is_not_changed_nor_seen_by_others(lists, bring_in, supervisor):
    bring_in(TABLES)
    Case.objects.update(restricted=True)
    report = bring_in({"cases": CASES, "services": SERVICES}, user=supervisor)
    assert report.applied is False
    assert ("Cases", "A2", "R-1") in {problem[:3] for problem in told(report)}


def test_nothing_is_written_about_somebody_who_was_erased(standing, bring_in, dpo):
    erase(Person.objects.get(code="P-1"), by=dpo, because="asked for it")
    services = [SERVICES[0], row(1, Code="S-9")]
    assert [(p.row, p.what.en) for p in bring_in({"services": services}).problems] == [
        (2, "This person was erased: nothing can be written about them any more.")
    ]


def test_what_is_typed_into_an_encrypted_column_is_not_shown_elsewhere(lists, bring_in):
    people = [PEOPLE[0], [*PEOPLE[1][:3], "M\x07ra", "Leka", ""]]
    problems = bring_in({"people": people}).problems
    assert [(p.cell, p.value) for p in problems] == [("D2", "")]


# ── Large files, several at once ──────────────────────────────────────────────────────────────
def test_a_sheet_goes_on_in_a_second_one(lists, bring_in):
    tables = TABLES | {"services": SERVICES[:2], "services (2)": [SERVICES[0], *SERVICES[2:]]}
    assert counted(bring_in(tables))["services"] == (3, 0, 0)
    tables["services (2)"].append(row(1))
    assert told(bring_in(tables)) == [("Services", "A4", "S-1", "The same code stands in row 2.")]


def test_more_rows_than_are_taken_at_once(lists, bring_in, monkeypatch):
    monkeypatch.setattr("agimi.exchange.lines.TOGETHER", 7)
    rows = [row(1, Code=f"S-{n:03}") for n in range(50)]
    services = [SERVICES[0], *rows]
    assert counted(bring_in(TABLES | {"services": services}))["services"] == (50, 0, 0)
    services[20] = row(1, Code="S-019", Minutes="50")
    services[40] = row(1, Code="S-039", Note="")
    assert counted(bring_in(TABLES | {"services": services}))["services"] == (0, 2, 48)


@pytest.mark.parametrize("write", [xlsx, ods])
def test_excel_and_opendocument_files_are_taken_in_like_csv(standing, tmp_path, system, write):
    report = check_upload(write(tmp_path / "book", TABLES), user=system)
    assert counted(report) == {"people": (0, 0, 2), "cases": (0, 0, 1), "services": (0, 0, 3)}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_do_not_meet(system, lists, bring_in):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time anyhow")
    import threading

    from django.db import transaction

    from agimi.exchange.engine import LOCK

    held, release = threading.Event(), threading.Event()

    def other():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            held.set()
            release.wait(30)
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    held.wait(30)
    try:
        with pytest.raises(Busy):
            bring_in(TABLES)
    finally:
        release.set()
        thread.join()
