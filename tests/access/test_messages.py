"""What the pages of sign-in say when something was done: in the house's words, in both languages."""

from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template, render_to_string
from django.utils.translation import override

THEIRS = Path(allauth.__file__).parent / "templates"
# No account here has an address or a telephone by which one signs in or is told something.
NEVER_SAID = ("email", "phone", "login_code")
SAID = sorted(
    str(file.relative_to(THEIRS))
    for room in ("account", "mfa")
    for file in (THEIRS / room / "messages").glob("*.txt")
    if not any(word in file.name for word in NEVER_SAID)
)


def words(name: str, language: str) -> str:
    with override(language):
        return render_to_string(name).strip()


def test_that_there_are_messages():
    assert len(SAID) == 9


@pytest.mark.parametrize("name", SAID)
def test_that_each_is_said_in_our_words_in_both_languages(name):
    assert "agimi/access/templates" in str(get_template(name).origin)
    in_albanian, in_english = words(name, "sq"), words(name, "en")
    assert (in_albanian != in_english) == bool(in_english)


def test_that_who_signs_in_is_not_named_on_the_screen():
    assert words("account/messages/logged_in.txt", "sq") == ""
