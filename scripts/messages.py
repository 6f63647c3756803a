"""Gather the words to translate into each room's catalogue, and compile the catalogues.

    python scripts/messages.py                      gather, then compile
    python scripts/messages.py extract [ROOM …]     gather only
    python scripts/messages.py compile              compile only
    python scripts/messages.py missing [ROOM …]     list what has no Albanian yet

English is what stands in the code; Albanian stands in agimi/<room>/locale/sq/LC_MESSAGES/django.po.
Babel and Django do all of it: the machine needs no gettext.
"""

import importlib.util
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).resolve().parent.parent
CODE = TOP / "agimi"
LANGUAGE = "sq"
# The same as Django's own Albanian catalogue: Python's gettext merges what counts alike.
PLURALS = "nplurals=2; plural=(n != 1);"
HEADER = f"""\
# Agimi, in Albanian. Made by `make messages`; translate by filling in each msgstr.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {LANGUAGE}\\n"
"Plural-Forms: {PLURALS}\\n"

"""
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt"}
# Parts that speak to people and have no Albanian of their own; their words stand in agimi/formats.
FOREIGN = {
    "allauth": ("account/*.py", "account/internal/**/*.py", "mfa/**/*.py", "core/**/*.py"),
    "click": ("*.py",),
    "django_filters": ("filters.py", "forms.py", "widgets.py", "fields.py"),
}
# Words that Django has in Albanian, but writes otherwise than Albanian does in a running date: 21 mars 2024.
MONTHS = (
    "January February March April May June July August September October November December".split()
)

Key = tuple[str | tuple[str, ...], str | None]


@dataclass
class Room:
    """A folder of code with a catalogue of its own."""

    folder: Path
    sources: list[Path] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.folder.relative_to(TOP))

    @property
    def po(self) -> Path:
        return self.folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"

    def wanted(self) -> dict[Key, Message]:
        """All that the code of this room asks to be translated."""
        found: dict[tuple[str, str], Message] = {}
        for source in self.sources:
            for message in messages_in(source):
                before = found.get(singular(key_of(message)))
                # The plural form serves the singular too.
                if before is None or not before.pluralizable:
                    found[singular(key_of(message))] = message
        if self.folder == CODE / "formats":
            for month in MONTHS:
                for context in (None, "alt. month"):
                    found[month, context or ""] = Message(month, context=context)
        return {key_of(message): message for _, message in sorted(found.items())}

    def stands(self) -> Catalog:
        """The catalogue as it stands in the repository."""
        if not self.po.exists():
            return Catalog(locale=LANGUAGE)
        with self.po.open("rb") as file:
            return read_po(file, locale=LANGUAGE, abort_invalid=True)


def singular(key: Key) -> tuple[str, str]:
    text, context = key
    return (text if isinstance(text, str) else text[0], context or "")


def key_of(message: Message) -> Key:
    return (
        tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id,
        message.context,
    )


def rooms(only: Sequence[str] = ()) -> list[Room]:
    """The top of agimi, its rooms, and the words of others; or only those named."""
    top = Room(CODE, sorted(CODE.glob("*.py")))
    inner = [
        Room(
            folder,
            sorted(
                path
                for path in folder.rglob("*")
                if path.is_file()
                and (path.suffix == ".py" or path.suffix in TEMPLATES)
                and not {"migrations", "locale", "__pycache__", "static"} & set(path.parts)
            ),
        )
        for folder in sorted(CODE.iterdir())
        if folder.is_dir() and folder.name not in {"locale", "formats", "__pycache__"}
    ]
    foreign = Room(CODE / "formats", list(foreign_sources()))
    everything = [top, *inner, foreign]
    return [room for room in everything if not only or room.folder.name in only]


def foreign_sources() -> Iterator[Path]:
    for package, patterns in FOREIGN.items():
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            raise SystemExit(f"{package} is not installed; run scripts/setup first")
        for pattern in patterns:
            yield from sorted(
                path for path in Path(spec.origin).parent.glob(pattern) if "tests" not in path.parts
            )


def messages_in(source: Path) -> Iterator[Message]:
    text = source.read_text(encoding="utf-8")
    if source.suffix in TEMPLATES:
        text = as_python(text, source)
    comments = ["Translators:"]
    for _line, found, notes, context in extract(
        "python", io.BytesIO(text.encode()), KEYWORDS, comments, strip_comment_tags=True
    ):
        yield Message(found, context=context, auto_comments=notes, flags=())


def as_python(text: str, source: Path) -> str:
    """A template as Python calls of gettext, which is what Django itself makes of it."""
    from django.utils.translation.template import templatize

    lines = templatize(text, origin=str(source)).splitlines()
    return "\n".join(line.strip() for line in lines) + "\n"


def updated(room: Room, elsewhere: dict[Key, str | tuple[str, ...]]) -> str:
    """The text of a room's catalogue as it should stand: each wanted message once, what was translated kept."""
    old = {key_of(message): message for message in room.stands() if message.id}
    new = Catalog(locale=LANGUAGE)
    for key, message in room.wanted().items():
        before = old.get(key)
        translation = (
            before.string if before is not None and any_text(before.string) else elsewhere.get(key)
        )
        new.add(
            message.id,
            translation or None,
            context=message.context,
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before is not None else (),
        )
    output = io.BytesIO()
    write_po(output, new, omit_header=True, no_location=True, width=100)
    return HEADER + output.getvalue().decode().lstrip("\n")


def any_text(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(string) and (isinstance(string, str) or any(string))


def extract_all(only: Sequence[str] = ()) -> None:
    # A word that another room has in Albanian already is taken from there.
    elsewhere = {
        key_of(message): message.string
        for room in rooms()
        for message in room.stands()
        if message.id and any_text(message.string)
    }
    for room in rooms(only):
        if not room.wanted():
            continue
        text = updated(room, elsewhere)
        if not room.po.exists() or room.po.read_text(encoding="utf-8") != text:
            room.po.parent.mkdir(parents=True, exist_ok=True)
            room.po.write_text(text, encoding="utf-8")
            print(f"  {room.po.relative_to(TOP)}: {len(missing(room))} to translate")


def compile_all() -> None:
    for po in sorted(CODE.rglob("locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        with po.open("rb") as file:
            catalog = read_po(file, locale=LANGUAGE)
        output = io.BytesIO()
        write_mo(output, catalog)
        # Whole or not at all: somebody may be reading it.
        part = mo.with_suffix(".mo.part")
        part.write_bytes(output.getvalue())
        part.replace(mo)


def missing(room: Room) -> list[Key]:
    """What this room asks for and has no Albanian for, in all its forms."""
    has = {key_of(message): message for message in room.stands() if message.id}
    return [key for key in room.wanted() if not (key in has and is_whole(has[key]))]


def is_whole(message: Message) -> bool:
    if message.fuzzy:
        return False
    return all(message.string) if message.pluralizable else bool(message.string)


PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +.\d]*[sdifr]|%[#0\- +.\d]*[sdifr]|\{(\w*)[^{}]*\}")


def placeholders(text: str) -> list[str]:
    return sorted(match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", "")))


def differing(message: Message) -> bool:
    """Whether a translation asks for other values than the English does.

    The singular may leave out the number itself: "one session" needs none.
    """
    texts = message.id if message.pluralizable else (message.id,)
    strings = message.string if message.pluralizable else (message.string,)
    allowed = {frozenset(placeholders(text)) for text in texts}
    return any(string and frozenset(placeholders(string)) not in allowed for string in strings)


def list_missing(only: Sequence[str] = ()) -> int:
    total = 0
    for room in rooms(only):
        keys = missing(room)
        total += len(keys)
        for text, context in keys:
            print(f"{room.name}: {text!r}" + (f" ({context})" if context else ""))
    print(f"{total} missing")
    return 1 if total else 0


def main(task: str = "", *only: str) -> int:
    if task not in {"", "extract", "compile", "missing"}:
        print(__doc__)
        return 2
    if task == "missing":
        return list_missing(only)
    if task in {"", "extract"}:
        extract_all(only)
    if task in {"", "compile"}:
        compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
