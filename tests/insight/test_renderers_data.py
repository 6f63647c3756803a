"""The report's figures as CSV and JSON."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from agimi.insight.renderers import csv as as_csv
from agimi.insight.renderers import json as as_json
from agimi.insight.renderers import tidy
from tests.insight import sample


def rows_of(written):
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def test_csv_has_one_line_a_figure_under_stable_headings():
    rows = rows_of(as_csv.render(sample.document("en")))
    assert tuple(rows[0]) == tidy.NAMES
    assert [(r["indicator"], r["by"], r["category"], r["category_label"], r["value"], r["base"])
            for r in rows] == [
        ("casework.cases", "", "", "", "1185", ""),
        ("casework.cases", "sex", "female", "Female", "1125", ""),
        ("casework.cases", "sex", "male", "Male", "60", ""),
        ("casework.cases", "sex", "male", "Male", str(100 * 60 / 1185), "1185"),
        ("activities.participants", "event", "'=1+1", "'=1+1", "3", ""),
    ]  # fmt: skip


def test_csv_is_marked_as_utf_8_so_that_spreadsheets_read_its_letters():
    written = as_csv.render(sample.document("sq"))
    assert written.startswith(b"\xef\xbb\xbf")
    assert rows_of(written)[0]["label"] == "Raste të asistuara"


@given(st.text(max_size=30))
def test_no_words_can_become_a_formula(words):
    assert not tidy.unspoilt(words).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert tidy.unspoilt(words).endswith(words)


def test_json_tells_what_it_is_and_holds_every_figure():
    content = json.loads(as_json.render(sample.document("en")))
    assert content["format"] == "agimi-report/1"
    assert content["period"] == {"start": "2030-01-01", "end": "2030-12-31"}
    assert content["edition"] == {
        "number": None, "made_on": "2031-03-21", "protection": "internal", "invented": True,
    }  # fmt: skip
    assert [figure["value"] for figure in content["figures"]] == [
        row.value for row in sample.RESULTS
    ]
    assert content["figures"][1]["category"] == {"sex": "female"}


def test_json_has_words_in_both_languages():
    content = json.loads(as_json.render(sample.document("en")))
    assert content["labels"]["sex"]["female"] == {"sq": "Femra", "en": "Female"}
    assert content["definitions"][0]["label"] == {
        "sq": "Raste të asistuara", "en": "Cases assisted",
    }  # fmt: skip
