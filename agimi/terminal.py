"""How Agimi speaks on the terminal: in two languages, with every refusal saying what to do.

The words come from the same catalogues as those of the pages, read without Django, so that ``--help`` is there at once.
Command modules write ``from agimi.terminal import gettext as _``.
"""

import functools
import gettext as catalogues
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")

CODE = Path(__file__).resolve().parent
LANGUAGES = ("sq", "en")


def choose_language(arguments: list[str]) -> str:
    """--lang before the command's name, then AGIMI_LANG, then the machine's; else Albanian."""
    for index, argument in enumerate(arguments):
        if not argument.startswith("-"):
            break
        name, _, value = argument.partition("=")
        if name == "--lang":
            following = arguments[index + 1] if index + 1 < len(arguments) else ""
            value = value or following
            return value if value in LANGUAGES else LANGUAGES[0]
        # `--lang sq` was seen above; no other option of the top level takes a value.
    for name in ("AGIMI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")[:2].lower()
        if value in LANGUAGES:
            return value
    return LANGUAGES[0]


def speak(language: str) -> None:
    """From here on, the terminal speaks this language; click's own words too."""
    os.environ["AGIMI_LANG"] = os.environ["LANGUAGE"] = language
    catalogues.bindtextdomain("django", str(CODE / "formats" / "locale"))
    catalogues.textdomain("django")
    _translations.cache_clear()


def language() -> str:
    value = os.environ.get("AGIMI_LANG", "")
    return value if value in LANGUAGES else LANGUAGES[0]


@functools.cache
def _translations(language: str) -> catalogues.NullTranslations:
    """All rooms' words in one, as Django has them too."""
    words = catalogues.NullTranslations()
    if language == "en":
        return words
    # As in the settings, the rooms' own words come before those for the parts we stand on.
    rooms = sorted(CODE.glob("*/locale"), key=lambda folder: folder.parent.name != "formats")
    for folder in [*rooms, CODE / "locale"]:
        room = catalogues.translation("django", str(folder), [language], fallback=True)
        if isinstance(room, catalogues.GNUTranslations):
            room.add_fallback(words)
            words = room
    return words


def gettext(text: str) -> str:
    return _translations(language()).gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    return _translations(language()).ngettext(one, many, number)


class Refusal(click.ClickException):
    """What does not work, and what to do about it."""

    exit_code = 1

    def __init__(self, what: str, *, do: str = "") -> None:
        super().__init__(what)
        self.do = do

    def show(self, file: Any = None) -> None:
        click.secho(self.message, fg="red", err=True)
        if self.do:
            click.echo(self.do, err=True)


def start_django() -> None:
    """Django with its settings, in the language of this terminal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agimi.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())


@contextmanager
def refusals() -> Iterator[None]:
    """What goes wrong inside is told in words, never as a traceback; mistakes of ours still are."""
    from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
    from django.db.utils import OperationalError, ProgrammingError

    try:
        yield
    except ValidationError as error:
        raise Refusal("\n".join(error.messages)) from error
    except PermissionDenied as error:
        raise Refusal(str(error) or gettext("This account may not do that.")) from error
    except ImproperlyConfigured as error:
        raise Refusal(str(error), do=gettext("`agimi doctor` checks all settings.")) from error
    except (OperationalError, ProgrammingError) as error:
        if is_missing_table(error):
            raise Refusal(
                gettext("The database is not set up yet, or is older than this version."),
                do=gettext("Run `agimi init` first; it keeps what is there."),
            ) from error
        raise Refusal(
            gettext("The database says: %(why)s") % {"why": str(error).strip()}
        ) from error
    except OSError as error:
        if error.filename is None:
            raise
        raise Refusal(f"{error.filename}: {error.strerror}") from error


def with_django(function: Callable[P, R]) -> Callable[P, R]:
    """A command that works on the records."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with refusals():
            start_django()
            return function(*args, **kwargs)

    return run


def is_missing_table(error: Exception) -> bool:
    """Said by SQLite in words and by PostgreSQL by number (undefined table, undefined column)."""
    text = str(error)
    state = getattr(error.__cause__, "sqlstate", None)
    missing = ("no such table", "no such column", "unable to open database file")
    return text.startswith(missing) or state in {"42P01", "42703"}


def is_interactive() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
