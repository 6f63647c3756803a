"""What has had its time goes, and nothing else does."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from agimi.access import ledger
from agimi.casework import attachments
from agimi.casework.models import Attachment, Case
from agimi.desk import drafts
from agimi.desk.models import Draft, Undo
from agimi.desk.undo import undoable
from agimi.people.models import Person
from agimi.web.tidying import tidy
from tests.records import make

LONG_AGO = timezone.now() - dt.timedelta(days=400)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def by(db):
    from agimi.access.accounts import system_user

    return system_user()


@pytest.fixture
def taken_out(by):
    """A file whose record was taken out, and how that could be taken back."""
    person = make(Person)
    case = make(Case, person=person)
    paper = Attachment(person=person, case=case, kind="court", on=dt.date(2024, 2, 1))
    attachments.attach(paper, data=b"Vendim", title="Vendim", by=by)
    with undoable(by=by, label="Heqja") as kept:
        ledger.remove(paper, by=by, because="gabim")
    return paper, kept


def numbers():
    return [number for _what, number in tidy()]


def test_that_nothing_goes_before_its_time(by, taken_out):
    drafts.keep("x", {"a": ["b"]}, by=by)
    assert numbers() == [0, 0, 0, 0, 0]
    assert (Draft.objects.count(), Undo.objects.count()) == (1, 1)
    assert attachments.path_of(taken_out[0].code).exists()


def test_that_everything_goes_when_its_time_is_over(by, taken_out):
    drafts.keep("x", {"a": ["b"]}, by=by)
    Draft.objects.update(saved_at=LONG_AGO)
    Undo.objects.update(until=LONG_AGO)
    Session.objects.create(session_key="old", expire_date=LONG_AGO)
    assert numbers() == [1, 1, 0, 1, 1]
    assert not attachments.path_of(taken_out[0].code).exists()
    assert numbers() == [0, 0, 0, 0, 0]


def test_that_a_file_with_its_record_stays(by):
    person = make(Person)
    paper = Attachment(person=person, case=None, kind="court", on=dt.date(2024, 2, 1))
    attachments.attach(paper, data=b"Vendim", title="Vendim", by=by)
    assert numbers() == [0, 0, 0, 0, 0]
    assert attachments.read_file(paper, by=by) == b"Vendim"
