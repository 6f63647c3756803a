"""Writing many rows at once says the same as writing each by itself."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from agimi.access.insert import insert_links, insert_rows, update_rows
from agimi.casework.models import Service
from agimi.people.models import Person
from tests.records import all_models, code, draft, make

pytestmark = pytest.mark.both_databases
OWN = {"id", "code", "created_at", "changed_at"}


def contents(record):
    record = type(record).objects.get(pk=record.pk)
    return {
        field.name: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.name not in OWN
    }


def test_that_every_kind_of_record_is_inserted_as_django_would(db):
    for model in all_models():
        row = draft(model)
        insert_rows(model, [row])
        inserted = contents(row)
        model.objects.filter(pk=row.pk).delete()
        twin = model(**{f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields})
        twin.pk = None
        twin.save(force_insert=True)
        assert inserted == contents(twin), model


def test_that_rows_get_their_keys_and_times(db):
    people = [draft(Person) for _n in range(5)]
    before = dt.datetime.now(dt.UTC)
    insert_rows(Person, people, batch=2)
    assert {person.pk for person in people} == set(Person.objects.values_list("pk", flat=True))
    assert all(before <= p.created_at <= dt.datetime.now(dt.UTC) for p in people)
    people[0].save()
    assert Person.objects.count() == 5


def test_that_rows_that_are_refused_stay_unwritten_and_get_no_key(db):
    taken = make(Person)
    people = [draft(Person), draft(Person, code=taken.code)]
    with pytest.raises(IntegrityError, match="code"), transaction.atomic():
        insert_rows(Person, people)
    assert [person.pk for person in people] == [None, None]
    assert list(Person.objects.values_list("pk", flat=True)) == [taken.pk]


def test_that_links_are_inserted(db):
    service = make(Service)
    topics = [code("topic", key) for key in "abc"]
    field = Service._meta.get_field("topics")
    insert_links(field, [(service.pk, topic.pk) for topic in topics], batch=2)
    assert set(service.topics.all()) == set(topics)


def test_that_every_kind_of_record_is_updated_as_django_would(db):
    for model in all_models():
        old, new = make(model), draft(model)
        names = [f.name for f in model._meta.concrete_fields if f.name not in OWN]
        for name in names:
            attname = model._meta.get_field(name).attname
            setattr(old, attname, getattr(new, attname))
        update_rows(model, [old], names)
        updated = contents(old)
        old.save(update_fields=names)
        assert updated == contents(old), model


def test_that_each_row_gets_its_own_values(db):
    services = [make(Service) for _n in range(5)]
    for number, service in enumerate(services, 1):
        service.minutes = number
    update_rows(Service, services[:4], ["minutes"], batch=3)
    assert list(Service.objects.order_by("pk").values_list("minutes", flat=True)) == [
        1,
        2,
        3,
        4,
        None,
    ]
