"""A merge is looked at before, can be undone for thirty days, and is final afterwards."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agimi.access.accounts import system_user
from agimi.access.ledger import change
from agimi.access.models import AuditEntry
from agimi.access.records import Record, SealedField
from agimi.activities.models import Attendance, Identification, Session
from agimi.casework.models import AidDelivery, Case, CaseChild, Plan, Service
from agimi.people.actions import (
    Erased,
    IdentityDocument,
    erase,
    keep_identities,
    owner_of,
    read_identities,
    read_identity,
    read_text,
    seal_text,
    sealed_words,
)
from agimi.people.merge import merge_people, preview_merge
from agimi.people.models import CivilStatus, FamilyLink, Identity, Merge, NameKey, Person, PersonKey
from agimi.people.queries import person_of
from agimi.people.search import find_people
from agimi.people.traits import TRAITS
from agimi.people.undo import forget_merges, open_merges, preview_undo, undo_merge
from agimi.programme.models import Place, Site
from tests.records import DAY, make

pytestmark = pytest.mark.both_databases
WHY = "The same woman, registered at the club and at the shelter"
NOT = "They are cousins"
ARTA = IdentityDocument(first_name="Arta", last_name="Hoxha", phones=("069 123 4567",))
TUTA = IdentityDocument(first_name="Tuta", last_name="Hoxha", address="Rruga 7", remarks="b")
# Who changed a record last, and how often, tells of the merge and its undoing.
TRACES = {"version", "changed_at", "changed_by_id"}


@pytest.fixture
def keep(supervisor):
    person = make(Person, code="P-KEEP", sex="female")
    keep_identities([(person, ARTA)], by=supervisor)
    return person


@pytest.fixture
def drop(supervisor):
    person = make(Person, code="P-DROP", sex="female")
    keep_identities([(person, TUTA)], by=supervisor)
    return person


def merge(keep, drop, by, **more):
    merge_people(keep=keep, drop=drop, by=by, because=WHY, **more)
    return Merge.objects.get(dropped=drop, undone_at=None)


def undo(merged, by, **more):
    return undo_merge(merged, by=by, because=NOT, **more)


# ── All records, as they can be compared ────────────────────────────────────────────────────────
def everything():
    """Each row of each table about the work, with sealed text opened, but for the traces."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        room, of_the_house = model._meta.app_label, model in (Merge, Identity, PersonKey)
        if room in {"people", "casework", "activities"} and not of_the_house:
            for row in model._base_manager.all():
                rows[model._meta.label, key_of(row)] = contents(row)
    return rows


def key_of(row):
    return (row.person_id, bytes(row.token)) if isinstance(row, NameKey) else row.pk


def contents(row):
    if isinstance(row, NameKey):
        return row.strong
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, SealedField) and value is not None:
            value = sealed_words([value], owner=owner_of(row))
        if field.attname not in TRACES:
            values[field.attname] = value
    return values


# ── Before ──────────────────────────────────────────────────────────────────────────────────────
def test_that_a_preview_tells_what_would_move_and_changes_nothing(keep, drop, supervisor):
    make(Case, person=drop, opened_on=DAY)
    for _number in range(3):
        make(Service, person=drop, case=None)
    session = make(Session)
    for person in (keep, drop):
        make(Attendance, session=session, person=person)
    before = everything()
    seen = preview_merge(keep=keep, drop=drop, by=supervisor)
    assert {(one.kind, one.number) for one in seen.moves} == {
        (str(Service._meta.verbose_name_plural), 3),
        (str(Case._meta.verbose_name_plural), 1),
    }
    assert [(one.kind, one.number) for one in seen.repeated] == [
        (str(Attendance._meta.verbose_name_plural), 1)
    ]
    assert (seen.conflicts, seen.traits, seen.warnings) == ((), (), ())
    assert everything() == before
    assert not Merge.objects.exists()
    assert not AuditEntry.objects.filter(verb="merged").exists()


def test_that_a_preview_names_what_stands_in_the_way(keep, drop, supervisor):
    for person in (keep, drop):
        make(Case, person=person, opened_on=DAY)
    seen = preview_merge(keep=keep, drop=drop, by=supervisor)
    with pytest.raises(ValidationError) as caught:
        merge(keep, drop, supervisor)
    assert list(seen.conflicts) == caught.value.messages
    assert len(seen.conflicts) == 1


def test_that_a_preview_shows_the_traits_that_differ_and_what_is_suggested(keep, drop, supervisor):
    place = make(Place)
    Person.objects.filter(pk=keep.pk).update(birth_date=DAY, disability="none")
    Person.objects.filter(pk=drop.pk).update(
        birth_date=DAY, birth_precision="year", disability="physical", municipality=place
    )
    keep.refresh_from_db()
    drop.refresh_from_db()
    seen = preview_merge(keep=keep, drop=drop, by=supervisor)
    assert [(one.name, one.kept, one.dropped, one.take) for one in seen.traits] == [
        ("birth_date", DAY, DAY, False),
        ("municipality", None, place, True),
        (
            "disability",
            keep.get_disability_display(),
            drop.get_disability_display(),
            False,
        ),
    ]


def test_that_only_those_who_may_change_both_look_before(keep, drop, case_manager):
    with pytest.raises(PermissionDenied):
        preview_merge(keep=keep, drop=drop, by=case_manager)


# ── Traits ──────────────────────────────────────────────────────────────────────────────────────
def test_that_what_only_the_other_file_knows_is_taken(keep, drop, supervisor):
    Person.objects.filter(pk=drop.pk).update(birth_date=DAY, birth_precision="year")
    drop.refresh_from_db()
    merge(keep, drop, supervisor)
    assert (keep.birth_date, keep.birth_precision) == (DAY, "year")


def test_that_it_can_be_chosen_which_file_is_right(keep, drop, supervisor):
    Person.objects.filter(pk=drop.pk).update(sex="male", area_type="urban", languages="sqi")
    drop.refresh_from_db()
    merged = merge(keep, drop, supervisor, take=["sex", "area_type"])
    assert (keep.sex, keep.area_type, keep.languages) == ("male", "urban", "")
    assert AuditEntry.objects.get(verb="merged").detail["taken"] == ["area_type", "sex"]
    undo(merged, supervisor)
    keep.refresh_from_db()
    assert (keep.sex, keep.area_type) == ("female", "not_recorded")


def test_that_there_are_only_the_traits_there_are(keep, drop, supervisor):
    with pytest.raises(TypeError):
        merge(keep, drop, supervisor, take=["code"])


def test_that_every_trait_of_a_person_can_be_chosen():
    own = {"code", "id", "created_at", "created_by", "changed_at", "changed_by", "version"}
    fields = {field.name for field in Person._meta.concrete_fields}
    assert set(TRAITS) == fields - own - {"merged_into", "birth_precision"}


# ── Undone ──────────────────────────────────────────────────────────────────────────────────────
def test_that_undoing_puts_every_record_back(keep, drop, supervisor):
    case = make(Case, person=drop, opened_on=DAY, referral_note=seal_text("erdhi", person=drop))
    make(Service, person=drop, case=case, note=seal_text("fjalë", person=drop))
    make(Plan, case=case, summary=seal_text("plani", person=drop))
    make(Service, person=keep, note=seal_text("e saj", person=keep), case=None)
    make(CivilStatus, person=drop)
    make(CaseChild, child=drop)
    make(FamilyLink, person=keep, relative=drop)
    make(FamilyLink, person=drop)
    session = make(Session)
    for person in (keep, drop):
        make(Attendance, session=session, person=person)
    aid, found = make(AidDelivery), make(Identification)
    aid.children.add(drop)
    found.children.add(drop, keep)
    Person.objects.filter(pk=drop.pk).update(birth_date=DAY, municipality=make(Place))
    drop.refresh_from_db()
    before, known = everything(), read_identities([keep, drop], by=supervisor)
    merged = merge(keep, drop, supervisor)
    assert everything() != before
    assert undo(merged, supervisor) == drop
    assert everything() == before
    assert read_identities([keep, drop], by=supervisor) == known
    assert [one.person for one in find_people("Tuta", by=supervisor)] == [drop]
    assert person_of(drop.code, by=supervisor) == drop


def test_that_undoing_stands_in_the_trail(keep, drop, supervisor):
    make(CivilStatus, person=drop)
    undo(merge(keep, drop, supervisor), supervisor)
    entry = AuditEntry.objects.get(verb="merge undone")
    assert (entry.code, entry.because, entry.detail) == (
        drop.code,
        NOT,
        {"from": keep.code, "moved": {"people.civilstatus": 1}, "stays": 0},
    )
    merged = Merge.objects.get()
    assert (merged.undo, merged.undone_by) == (None, supervisor)


def test_that_what_was_undone_can_be_merged_again(keep, drop, supervisor):
    make(CivilStatus, person=drop)
    undo(merge(keep, drop, supervisor), supervisor)
    drop.refresh_from_db()
    merge(keep, drop, supervisor)
    assert CivilStatus.objects.get().person == keep
    assert [one.dropped for one in open_merges(by=supervisor)] == [drop]


def test_that_a_file_without_a_name_has_none_again(drop, supervisor):
    nameless = make(Person)
    undo(merge(nameless, drop, supervisor), supervisor)
    assert read_identity(nameless, by=supervisor) is None
    assert [one.person for one in find_people("Tuta", by=supervisor)] == [drop]


def test_that_merges_are_undone_from_the_last_to_the_first(keep, drop, supervisor):
    third = make(Person, code="P-THIRD")
    status = make(CivilStatus, person=drop)
    first = merge(keep, drop, supervisor)
    second = merge(third, keep, supervisor)
    assert person_of(drop.code, by=supervisor) == third
    with pytest.raises(ValidationError):
        undo(first, supervisor)
    undo(second, supervisor)
    assert person_of(drop.code, by=supervisor) == keep
    undo(Merge.objects.get(pk=first.pk), supervisor)
    status.refresh_from_db()
    assert (status.person, read_identity(drop, by=supervisor)) == (drop, TUTA)


# ── Changed since ───────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def changed(keep, drop, supervisor):
    """After the merge a status was taken out, and names and a trait were written anew."""
    Person.objects.filter(pk=drop.pk).update(languages="sqi")
    drop.refresh_from_db()
    kept, gone = make(CivilStatus, person=drop), make(CivilStatus, person=drop)
    merged = merge(keep, drop, supervisor)
    gone.delete()
    change(keep, by=supervisor, languages="ell")
    keep_identities([(keep, IdentityDocument(first_name="Vera"))], by=supervisor)
    return merged, kept


def test_that_what_cannot_go_back_is_said_and_refused(changed, keep, supervisor):
    merged, _kept = changed
    before = everything()
    seen = preview_undo(merged, by=supervisor)
    assert [(one.kind, one.number) for one in seen.back] == [
        (str(CivilStatus._meta.verbose_name_plural), 1)
    ]
    assert len(seen.stays) == 3
    with pytest.raises(ValidationError) as caught:
        undo(merged, supervisor)
    assert caught.value.messages == list(seen.stays)
    assert everything() == before


def test_that_it_stays_where_it_is_if_that_is_wanted(changed, keep, drop, supervisor):
    merged, kept = changed
    undo(merged, supervisor, leave=True)
    kept.refresh_from_db()
    keep.refresh_from_db()
    assert (kept.person, keep.languages) == (drop, "ell")
    assert read_identity(keep, by=supervisor).name == "Vera"
    assert read_identity(drop, by=supervisor) == TUTA
    assert AuditEntry.objects.get(verb="merge undone").detail["stays"] == 3


def test_that_what_was_recorded_since_goes_with_its_case(keep, drop, supervisor):
    case = make(Case, person=drop, opened_on=DAY)
    merged = merge(keep, drop, supervisor)
    words = seal_text("pas bashkimit", person=keep)
    of_case = make(Service, person=keep, case=case, note=words)
    of_keep = make(Service, person=keep, case=None)
    undo(merged, supervisor)
    for record in (of_case, of_keep):
        record.refresh_from_db()
    assert (of_case.person, of_keep.person) == (drop, keep)
    assert read_text(of_case, "note", by=supervisor) == "pas bashkimit"


def test_that_a_part_whose_record_is_gone_is_not_put_back(keep, drop, supervisor):
    session = make(Session)
    for person in (keep, drop):
        make(Attendance, session=session, person=person)
    merged = merge(keep, drop, supervisor)
    Attendance.objects.all().delete()
    session.delete()
    assert len(preview_undo(merged, by=supervisor).stays) == 1
    undo(merged, supervisor, leave=True)
    assert not Attendance.objects.exists()


# ── Who, and how long ───────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("persona", ["case_manager", "coordinator", "director", "dpo"])
def test_that_a_merge_is_undone_by_those_who_may_change_the_file(persona, keep, drop, supervisor,
                                                                 request):  # fmt: skip
    user = request.getfixturevalue(persona)
    merged = merge(keep, drop, supervisor)
    with pytest.raises(PermissionDenied):
        undo(merged, user)
    with pytest.raises(PermissionDenied):
        preview_undo(merged, by=user)


def test_that_a_merge_of_restricted_people_is_not_listed(keep, drop, supervisor):
    case = make(Case, person=keep, opened_on=DAY)
    merged = merge(keep, drop, supervisor)
    assert list(open_merges(by=supervisor)) == [merged]
    case.restricted = True
    case.save()
    assert list(open_merges(by=supervisor)) == []


def test_that_undoing_asks_for_a_reason_and_is_done_once(keep, drop, supervisor):
    merged = merge(keep, drop, supervisor)
    with pytest.raises(ValidationError):
        undo_merge(merged, by=supervisor, because=" ")
    undo(merged, supervisor)
    with pytest.raises(ValidationError):
        undo(merged, supervisor)


def test_that_after_thirty_days_it_is_final_and_the_key_destroyed(keep, drop, supervisor, system):
    merged = merge(keep, drop, supervisor)
    assert forget_merges(by=system) == 0
    later = timezone.now() + dt.timedelta(days=30, seconds=1)
    assert forget_merges(by=system, now=later) == 1
    assert forget_merges(by=system, now=later) == 0
    merged.refresh_from_db()
    assert (merged.undo, merged.final_at) == (None, later)
    assert AuditEntry.objects.get(verb="merges final").detail == {"codes": [drop.code]}
    assert list(open_merges(by=supervisor)) == []
    with pytest.raises(ValidationError):
        undo(merged, supervisor)
    with pytest.raises(Erased):
        seal_text("fjalë", person=drop)
    assert read_identity(keep, by=supervisor).first_name == "Arta"


def test_that_a_merge_past_its_time_is_not_undone_though_nobody_made_it_final(
    keep, drop, supervisor
):
    merged = merge(keep, drop, supervisor)
    merged.until = timezone.now()
    merged.save()
    with pytest.raises(ValidationError):
        undo(merged, supervisor)
    assert list(open_merges(by=supervisor)) == []


def test_that_only_the_installation_makes_merges_final(supervisor):
    with pytest.raises(PermissionDenied):
        forget_merges(by=supervisor)


def test_that_erasing_a_person_erases_the_files_merged_into_theirs(keep, drop, supervisor, dpo):
    merged = merge(keep, drop, supervisor)
    sealed = bytes(merged.undo)
    with pytest.raises(ValidationError):
        erase(drop, by=dpo, because="her request")
    erase(keep, by=dpo, because="her request")
    merged.refresh_from_db()
    assert merged.undo is None
    assert sealed_words([sealed], owner=drop) == [""]
    with pytest.raises(ValidationError):
        undo(merged, supervisor)


def test_that_a_file_that_was_given_up_takes_no_name(keep, drop, supervisor):
    merge(keep, drop, supervisor)
    with pytest.raises(ValidationError):
        keep_identities([(drop, TUTA)], by=supervisor)


def test_that_an_erased_file_is_merged_for_good(keep, drop, supervisor, dpo):
    erase(drop, by=dpo, because="her request")
    merged = merge(keep, drop, supervisor)
    assert (merged.undo, merged.final_at) == (None, merged.at)
    assert read_identity(keep, by=supervisor) == ARTA


# ── For any records ─────────────────────────────────────────────────────────────────────────────
def can_belong(model):
    """Kinds of which a person has as many as there are."""
    names = {field.name for field in model._meta.fields}
    once = any(isinstance(c, models.UniqueConstraint) for c in model._meta.constraints)
    return issubclass(model, Record) and "person" in names and not once


class TestAnyRecords(TestCase):
    """Whatever two files hold, merging and undoing leaves all of it as it was."""

    databases = "__all__"

    def setUp(self):
        self.by = system_user()
        self.site = make(Site)

    @pytest.mark.slow
    @settings(max_examples=10)
    @given(data=st.data())
    def test_that_merging_and_undoing_is_as_if_nothing_had_been(self, data):
        kinds = [model for model in apps.get_models() if can_belong(model)]
        people = [make(Person), make(Person)]
        keep_identities(
            [(p, w) for p, w in zip(people, (ARTA, TUTA), strict=True) if data.draw(st.booleans())],
            by=self.by,
        )
        for model in data.draw(st.lists(st.sampled_from(kinds), max_size=6)):
            owner = data.draw(st.sampled_from(people))
            sealed = [f.name for f in model._meta.fields if isinstance(f, SealedField)]
            texts = {name: seal_text(f"fjalë {name}", person=owner) for name in sealed}
            other = {"relative": make(Person)} if model is FamilyLink else {}
            make(model, person=owner, **texts, **other)
        values = {"sex": data.draw(st.sampled_from(["female", "male", "not_recorded"]))}
        Person.objects.filter(pk=people[1].pk).update(**values)
        people[1].refresh_from_db()
        before, known = everything(), read_identities(people, by=self.by)
        take = data.draw(st.none() | st.lists(st.sampled_from(TRAITS), unique=True))
        merged = merge(*people, self.by, take=take)
        undo(merged, self.by)
        assert everything() == before
        assert read_identities(people, by=self.by) == known
