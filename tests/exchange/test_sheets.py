"""The declarations: a sheet for each kind of record, each word meaning one thing."""

from collections import defaultdict

import pytest

from agimi.exchange.columns import NEVER, Kind
from agimi.exchange.sheets import LEFT_OUT, SHEETS, in_order_of_need, needs
from agimi.exchange.words import fold
from tests.records import all_models

EACH = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
# Records of the house itself, not of the organisation's work.
OF_THE_HOUSE = {"access", "desk"}


def test_that_every_kind_of_record_has_a_sheet_or_a_reason_why_not():
    wanted = {model for model in all_models() if model._meta.app_label not in OF_THE_HOUSE}
    assert {sheet.model for sheet in SHEETS} | set(LEFT_OUT) == wanted
    assert {sheet.model for sheet in SHEETS} & set(LEFT_OUT) == set()


@EACH
def test_that_every_field_has_a_column(sheet):
    columns = {column.key for column in sheet.columns}
    fields = {field.name for field in sheet.model._meta.fields} - NEVER
    lists = {
        field.name
        for field in sheet.model._meta.many_to_many
        if field.remote_field.through._meta.auto_created
    }
    assert fields | lists <= columns


@EACH
def test_that_a_heading_means_one_column_whatever_its_language(sheet):
    meant = defaultdict(set)
    for column in sheet.columns:
        for heading in column.headings:
            meant[heading].add(column.key)
    assert {heading: keys for heading, keys in meant.items() if len(keys) > 1} == {}


@EACH
def test_that_a_label_means_one_value_whatever_its_language(sheet):
    doubtful = {}
    for column in sheet.columns:
        meant = defaultdict(set)
        for choice in column.choices:
            for word in (str(choice.value), choice.label.sq, choice.label.en):
                meant[fold(word)].add(choice.value)
        doubtful |= {
            (column.key, word): values for word, values in meant.items() if len(values) > 1
        }
    assert doubtful == {}


def test_that_a_name_means_one_sheet():
    meant = defaultdict(set)
    for sheet in SHEETS:
        for name in sheet.names:
            meant[name].add(sheet.key)
    assert {name: keys for name, keys in meant.items() if len(keys) > 1} == {}


@EACH
def test_that_a_spreadsheet_takes_the_name_of_a_sheet(sheet):
    for name in (sheet.title.sq, sheet.title.en):
        assert 0 < len(name) <= 27, "room for “ (2)” is needed"
        assert set(name) & set("[]:*?/\\'") == set()


@EACH
def test_that_the_code_comes_first_and_encrypted_text_last(sheet):
    kinds = [column.kind for column in sheet.columns]
    sealed = [column.is_sealed for column in sheet.columns]
    assert (kinds[0], kinds.count(Kind.CODE)) == (Kind.CODE, 1)
    assert sealed == sorted(sealed)


def test_that_each_sheet_comes_after_those_it_refers_to():
    order = in_order_of_need()
    assert sorted(sheet.key for sheet in order) == sorted(sheet.key for sheet in SHEETS)
    late = [
        (sheet.key, needed.key)
        for place, sheet in enumerate(order)
        for needed in needs(sheet)
        if needed not in order[:place]
    ]
    assert late == []
