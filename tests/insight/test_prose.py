"""Sentences with numbers in both languages."""

import re

import pytest

from agimi.insight import prose
from agimi.insight.report.nodes import Figure, text_of
from agimi.insight.results import Quality
from agimi.insight.text import Text
from tests.insight.invented import row

ASSISTED = Text(
    "{n|U asistua|U asistuan} {n:case}: {women:woman} dhe {children:child}.",
    "{n:case} {n|was|were} assisted: {women:woman} and {children:child}.",
)


def said(language, sentence=ASSISTED, **numbers):
    figures = {name: prose.spoken(row(number), language) for name, number in numbers.items()}
    return text_of(prose.say(sentence, language, **figures)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("n", "sq", "en"),
    [
        (0, "U asistuan 0 raste: 0 gra dhe 0 fëmijë.",
         "0 cases were assisted: 0 women and 0 children."),
        (1, "U asistua 1 rast: 1 grua dhe 1 fëmijë.", "1 case was assisted: 1 woman and 1 child."),
        (2, "U asistuan 2 raste: 2 gra dhe 2 fëmijë.",
         "2 cases were assisted: 2 women and 2 children."),
        (21, "U asistuan 21 raste: 21 gra dhe 21 fëmijë.",
         "21 cases were assisted: 21 women and 21 children."),
        (1185, "U asistuan 1 185 raste: 1 185 gra dhe 1 185 fëmijë.",
         "1,185 cases were assisted: 1,185 women and 1,185 children."),
    ],
)  # fmt: skip
def test_noun_and_verb_agree_with_the_number(n, sq, en):
    assert (said("sq", n=n, women=n, children=n), said("en", n=n, women=n, children=n)) == (sq, en)


def test_an_uncertain_number_is_said_to_be_so():
    figure = prose.spoken(row(60, quality=Quality.ABOUT), "en")
    sentence = Text("{n:student} morën pjesë.", "{n:student} took part.")
    assert text_of(prose.say(sentence, "en", n=figure)) == "about\u00a060\u00a0students took part."


def test_a_sentence_keeps_its_figures_as_figures():
    figures = {
        name: prose.spoken(row(number, indicator=name), "sq")
        for name, number in (("n", 3), ("women", 2), ("children", 5))
    }
    parts = prose.say(ASSISTED, "sq", **figures)
    assert [part for part in parts if isinstance(part, Figure)] == list(figures.values())


def test_a_sentence_that_forgets_a_figure_is_a_mistake():
    with pytest.raises(ValueError, match="says nothing of children"):
        said("en", Text("{n:case}.", "{n:case}."), n=1, children=2)


def test_a_sentence_that_asks_for_what_is_not_given_is_a_mistake():
    with pytest.raises(KeyError, match="women"):
        said("en", n=1, children=2)


def test_a_place_that_cannot_be_read_is_a_mistake():
    with pytest.raises(ValueError, match="cannot be read"):
        said("en", Text("{n:case} {N}.", "{n:case} {N}."), n=1)


def test_sentences_make_a_paragraph_and_silent_ones_leave_no_gap():
    assert prose.sentences(("One.",), (), ("Two.",)) == ("One. Two.",)


@pytest.mark.parametrize("name", sorted(prose.NOUNS))
def test_every_noun_has_both_numbers_in_both_languages(name):
    noun = prose.NOUNS[name]
    assert all(re.fullmatch(r"[^\W\d_][\w -]*", form) for form in (*noun.sq, *noun.en))
    assert noun.en[0] != noun.en[1]
