"""HTML that is put together plainly is as safe as Django's own."""

from typing import Any

import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from agimi.desk.markup import filled, joined

PATTERN = "<a href=\"{}\" title='{}'>{}</a>"
words = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.tuples(words, words, words))
def test_that_it_answers_what_django_answers(values: tuple[str, str, str]) -> None:
    assert filled(PATTERN, *values) == format_html(PATTERN, *values)


@pytest.mark.parametrize(
    "value",
    [mark_safe("<b>ë</b>"), gettext_lazy("Cases"), 7, None, True, filled("<i>{}</i>", "<")],
    ids=repr,
)
def test_that_what_is_html_stays_and_anything_else_is_escaped(value: Any) -> None:
    assert filled("{}", value) == format_html("{}", value)


def test_that_pieces_are_joined_and_only_html_stays_html() -> None:
    found = joined([filled("<td>{}</td>", "&"), "<script>"])

    assert (found, type(found)) == ("<td>&amp;</td>&lt;script&gt;", SafeString)
