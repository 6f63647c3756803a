"""From lines to records: what is new, what changed, what stayed, and the writing of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from agimi.access.among import among
from agimi.access.ledger import add_many, change_many
from agimi.access.records import Record, SealedField
from agimi.access.rights import may_change_all, writable
from agimi.casework.models import Case
from agimi.exchange.checks import breaches
from agimi.exchange.columns import Column, Kind
from agimi.exchange.lines import Line, LineReader, Reading, lines_of, plain
from agimi.exchange.matching import Part
from agimi.exchange.problems import EMPTY, Wrong
from agimi.exchange.texts import identity_of, open_identities, open_texts, seal
from agimi.exchange.values import code_of
from agimi.people.actions import Erased, IdentityDocument, keep_identities
from agimi.people.models import Person
from agimi.programme.models import BodyAlias

NEW, CHANGED, SAME = "new", "changed", "unchanged"


class Key(NamedTuple):
    """A record of which only the key matters."""

    pk: int


@dataclass(slots=True)
class Change:
    """What a line does to a stored record."""

    fields: set[str] = field(default_factory=set)
    links: dict[str, list[Key]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    identity: IdentityDocument | None = None
    aliases: bool = False

    def __bool__(self) -> bool:
        return bool(self.fields or self.links or self.texts or self.identity or self.aliases)


def stored_by_code(model: type[Record], codes: Iterable[str]) -> dict[str, Any]:
    return {r.code: r for r in model._default_manager.filter(among("code", codes)).order_by()}


class SheetWriter:
    """Takes the lines of one part into the database."""

    def __init__(
        self,
        part: Part,
        reading: Reading,
        counts: Counter[str],
        because: str,
        step: Callable[[int], None],
    ) -> None:
        self.part, self.reading, self.counts = part, reading, counts
        self.because, self.step = because, step
        self.sheet, self.model = part.sheet, part.sheet.model
        self.codes = CodeReader(part, reading)
        columns = [column for column in part.columns.values() if column.kind is not Kind.CODE]
        self.lists = [column for column in columns if column.kind is Kind.REFERENCES]
        self.texts = [column for column in columns if column.kind is Kind.SEALED]
        self.has_identity = any(c.kind in (Kind.IDENTITY, Kind.IDENTITIES) for c in columns)
        self.has_aliases = any(column.kind is Kind.NAMES for column in columns)
        others = {Kind.REFERENCES, Kind.SEALED, Kind.IDENTITY, Kind.IDENTITIES, Kind.NAMES}
        self.fields = [column for column in columns if column.kind not in others]
        fields = self.model._meta.concrete_fields
        self.defaults = [field.get_default() for field in fields]
        self.places = {field.attname: place for place, field in enumerate(fields)}
        self.filled = [(column, self.places[column.attribute]) for column in self.fields]

    def take(self, only: str | None = None) -> None:
        """All lines, or only those of new or of stored records."""
        reader = LineReader(self.part, self.reading)
        for lines in lines_of(self.part):
            stored = self.codes.read(lines, again=only == NEW)
            wanted = [
                line
                for line in lines
                if line.code and (only is None or (line.code in stored) == (only == CHANGED))
            ]
            reader.read(wanted)
            self._take_lines([line for line in wanted if not line.bad], stored)
            self._remember(wanted)
            self.step(len(lines) if only != CHANGED else 0)

    def _remember(self, lines: list[Line]) -> None:
        """Rows that are wrong, and references that wait for rows further down."""
        scratch, key = self.reading.scratch, self.sheet.key
        scratch.remember(
            key, [(line.code, self.part.mark(line.number), True) for line in lines if line.bad]
        )
        scratch.wait(
            key,
            [
                (line.number, line.code, name, cell, line.is_new)
                for line in lines
                if not line.bad
                for name, cell in line.waiting.items()
            ],
        )

    def _take_lines(self, lines: list[Line], stored: dict[str, Any]) -> None:
        old = [line for line in lines if line.code in stored]
        new = [line for line in lines if line.code not in stored]
        changes = self._changes(old, stored)
        for line in new:
            line.record, line.is_new = self._made(line), True
        touched = [line for line in old if changes[line.code]] + new
        for line, error, column in breaches(self.sheet, [x for x in touched if not x.bad]):
            self.reading.tell(error, self.part, line, column)
        self._write(
            [line for line in old if changes[line.code] and not line.bad],
            [line for line in new if not line.bad],
            changes,
        )
        self.counts[SAME] += sum(1 for line in old if not changes[line.code] and not line.bad)

    def _made(self, line: Line) -> Any:
        """A new record; by the place of its fields, which is much faster than by their names."""
        values: list[Any] = self.defaults.copy()
        values[self.places["code"]] = line.code
        for column, place in self.filled:
            if column.key not in line.waiting:
                values[place] = line.values[column.attribute]
        make: Any = self.model
        return make(*values)

    def _filled(self, line: Line) -> list[Column]:
        """The columns of plain fields that this line has a value for: waiting ones have none yet."""
        return (
            [c for c in self.fields if c.key not in line.waiting] if line.waiting else self.fields
        )

    # ── What changed ────────────────────────────────────────────────────────────────────────
    def _changes(self, lines: list[Line], stored: dict[str, Any]) -> dict[str, Change]:
        """What each line changes; its record then holds the new values."""
        changes = {line.code: Change() for line in lines}
        for line in lines:
            line.record = stored[line.code]
            changes[line.code].fields = {
                column.key
                for column in self._filled(line)
                if getattr(line.record, column.attribute) != line.values[column.attribute]
            }
        self._changed_texts(lines, changes)
        for line in lines:
            for column in self._filled(line):
                if column.key in changes[line.code].fields:
                    self._apply(line, column)
        self._changed_lists(lines, changes)
        self._changed_identities(lines, changes)
        self._changed_aliases(lines, changes)
        return changes

    def _apply(self, line: Line, column: Column) -> None:
        if column.key in self.model.fixed:
            self.reading.tell(FIXED, self.part, line, column)
        setattr(line.record, column.attribute, line.values[column.attribute])

    def _changed_texts(self, lines: list[Line], changes: dict[str, Change]) -> None:
        """Texts that differ, and texts that must be sealed anew because their owner changes."""
        columns = {column.key for column in self.texts}
        moved = [line for line in lines if changes[line.code].fields & {"person", "case"}]
        for each in self.model._meta.fields:
            if not isinstance(each, SealedField):
                continue
            concerned = lines if each.name in columns else moved
            records = [line.record for line in concerned]
            before = open_texts(records, each.name, self.reading.user) if records else []  # type: ignore[arg-type]
            for line, text in zip(concerned, before, strict=True):
                after = line.values.get(each.name, text)
                if after != text or (text and line in moved):
                    changes[line.code].texts[each.name] = after

    def _changed_lists(self, lines: list[Line], changes: dict[str, Change]) -> None:
        for column in self.lists:
            before = self._linked(column, [line.record for line in lines])
            for line in lines:
                if set(line.values[column.key]) != before[line.record.pk]:  # type: ignore[union-attr]
                    changes[line.code].links[column.key] = _keys(line, column)

    def _linked(self, column: Column, records: Sequence[Any]) -> dict[int, set[int]]:
        """The keys of what each record is linked to now."""
        found: dict[int, set[int]] = defaultdict(set)
        through = column.field.remote_field.through._default_manager  # type: ignore[union-attr]
        source, target = column.field.m2m_field_name(), column.field.m2m_reverse_field_name()  # type: ignore[union-attr]
        rows = through.filter(**{f"{source}__in": [record.pk for record in records]})
        for here, there in rows.values_list(source, target):
            found[here].add(there)
        return found

    def _changed_identities(self, lines: list[Line], changes: dict[str, Change]) -> None:
        if not self.has_identity or not lines:
            return
        people: list[Any] = [line.record for line in lines]
        before = open_identities(people, self.reading.user, self.because)
        for line in lines:
            after = identity_of(line.values, before.get(line.code))
            if after != before.get(line.code, IdentityDocument()):
                changes[line.code].identity = after

    def _changed_aliases(self, lines: list[Line], changes: dict[str, Change]) -> None:
        if not self.has_aliases:
            return
        before: dict[int, set[str]] = defaultdict(set)
        bodies = [line.record.pk for line in lines if line.record]
        for body, name in BodyAlias.objects.filter(body__in=bodies).values_list("body", "name"):
            before[body].add(name)
        for line in lines:
            changes[line.code].aliases = set(line.values["aliases"]) != before[line.record.pk]  # type: ignore[union-attr]

    # ── Writing ─────────────────────────────────────────────────────────────────────────────
    def _write(self, old: list[Line], new: list[Line], changes: dict[str, Change]) -> None:
        try:
            old = self._sealed(old, {line.code: changes[line.code].texts for line in old})
            new = self._sealed(new, {line.code: self._own_texts(line) for line in new})
            self._write_changes(old, changes)
            self._write_new(new)
        except (ValidationError, PermissionDenied) as error:
            # The database has the last word: what it refuses is told of all rows written together.
            messages = getattr(error, "messages", [str(error)])
            for line in old + new:
                line.bad = True
            self.reading.problems.add(
                Wrong(" ".join(messages), BETWEEN),
                sheet=self.sheet.title,
                row=(old + new)[0].number,
            )
            return
        self.counts[CHANGED] += len(old)
        self.counts[NEW] += len(new)

    def _own_texts(self, line: Line) -> dict[str, str]:
        return {column.key: line.values[column.key] for column in self.texts}

    def _sealed(self, lines: list[Line], texts: dict[str, dict[str, str]]) -> list[Line]:
        """Encrypt the texts into the records; lines of people who were erased are told and left out."""
        while True:
            try:
                for name in {name for found in texts.values() for name in found}:
                    concerned = [line for line in lines if name in texts[line.code]]
                    records: list[Any] = [line.record for line in concerned]
                    seal(records, name, [texts[line.code][name] for line in concerned])
                return lines
            except Erased as error:
                lines = self._without_erased(lines, str(error))

    def _without_erased(self, lines: list[Line], code: str) -> list[Line]:
        people = Person.objects.filter(code=code).values_list("pk", flat=True)
        cases = Case.objects.filter(person__in=people).values_list("pk", flat=True)
        for line in lines:
            owner = getattr(line.record, "person_id", None) in people
            if owner or line.code == code or getattr(line.record, "case_id", None) in set(cases):
                self.reading.tell(ERASED, self.part, line)
        rest = [line for line in lines if not line.bad]
        if len(rest) == len(lines):
            raise Erased(code)
        return rest

    def _write_changes(self, lines: list[Line], changes: dict[str, Change]) -> None:
        mine = [changes[line.code] for line in lines]
        names = sorted({name for change in mine for name in (*change.fields, *change.texts)})
        links = {line.code: changes[line.code].links for line in lines if changes[line.code].links}
        records: list[Any] = [line.record for line in lines]
        change_many(
            records, names, by=self.reading.user, because=self.because, links=links, checked=True
        )
        pairs = [(line.record, changes[line.code].identity) for line in lines]
        self._keep_identities(pairs, audited=False)
        for line in lines:
            if changes[line.code].aliases:
                BodyAlias.objects.filter(body=line.record.pk).delete()  # type: ignore[union-attr]
        self._keep_aliases([line for line in lines if changes[line.code].aliases])

    def _write_new(self, lines: list[Line]) -> None:
        links = {
            line.code: {column.key: _keys(line, column) for column in self.lists if line.values[column.key]}
            for line in lines
        } if self.lists else {}  # fmt: skip
        records: list[Any] = [line.record for line in lines]
        add_many(records, by=self.reading.user, because=self.because, links=links, checked=True)
        if self.has_identity:
            pairs = [(line.record, _identity_if_any(line)) for line in lines]
            self._keep_identities(pairs, audited=True)
        if self.has_aliases:
            self._keep_aliases(lines)

    def _keep_identities(self, pairs: Iterable[tuple[Any, Any]], *, audited: bool) -> None:
        given = [(person, identity) for person, identity in pairs if identity is not None]
        if given:
            keep_identities(given, by=self.reading.user, audited=audited)

    def _keep_aliases(self, lines: list[Line]) -> None:
        BodyAlias.objects.bulk_create(
            BodyAlias(body_id=line.record.pk, name=name)  # type: ignore[union-attr]
            for line in lines
            for name in line.values["aliases"]
        )


FIXED = Wrong(
    _("This does not change: the record stands for it."),
    _("Write what stood there; what is new needs a record with a code of its own."),
)
ERASED = Wrong(
    _("This person was erased: nothing can be written about them any more."),
    _("Take the row out."),
)
BETWEEN = _("This row or one of those that follow it. Look at them together.")


def _keys(line: Line, column: Column) -> list[Key]:
    return [Key(pk) for pk in dict.fromkeys(line.values[column.key])]


def _identity_if_any(line: Line) -> IdentityDocument | None:
    identity = identity_of(line.values, None)
    return identity if identity != IdentityDocument() else None


class CodeReader:
    """Reads the codes of lines: each stands once, and is the user's to change."""

    def __init__(self, part: Part, reading: Reading) -> None:
        self.part, self.reading = part, reading
        self.model = part.sheet.model
        self.place = next(i for i, c in part.columns.items() if c.kind is Kind.CODE)
        self.column = part.columns[self.place]

    def read(self, lines: list[Line], *, again: bool) -> dict[str, Any]:
        """Fill in the codes; the stored records by code. A line without its code is not read on.

        ``again`` is the second time that the same lines are read: all was told.
        """
        for line in lines:
            self._read_code(line, again)
        self._single_out(lines, again)
        stored = stored_by_code(self.model, [line.code for line in lines if line.code])
        foreign = self._foreign(stored)
        for line in lines:
            if line.code in foreign:
                if not again:
                    self.reading.tell(FOREIGN, self.part, line, self.column)
                line.code = ""
        return stored

    def _read_code(self, line: Line, again: bool) -> None:
        cell = line.cells[self.place] if self.place < len(line.cells) else None
        try:
            if cell is None or cell == "":
                raise EMPTY
            line.code = code_of(plain(cell))
            if not line.code:
                raise EMPTY
        except Wrong as error:
            if not again:
                self.reading.tell(error, self.part, line, self.column)

    def _single_out(self, lines: list[Line], again: bool) -> None:
        """A code that stood before names two rows; the later one is told and not read."""
        scratch, key = self.reading.scratch, self.part.sheet.key
        seen = scratch.rows_of(key, [line.code for line in lines if line.code])
        first = {code: row for code, (row, _bad) in seen.items()}
        fresh = []
        for line in lines:
            if not line.code:
                continue
            mark = self.part.mark(line.number)
            if first.setdefault(line.code, mark) == mark:
                fresh.append((line.code, mark, False))
                continue
            if not again:
                row = self.part.row(first[line.code])
                self.reading.tell(_twice(row), self.part, line, self.column)
            line.code = ""
        if not again:
            scratch.remember(key, fresh)

    def _foreign(self, stored: dict[str, Any]) -> set[str]:
        """Those of the stored records that this user may not change."""
        user = self.reading.user
        if not stored or may_change_all(user, self.model):
            return set()
        rows = writable(self.model, user).filter(code__in=stored)
        return set(stored) - set(rows.values_list("code", flat=True))


FOREIGN = Wrong(
    _("The record with this code is not yours to change."),
    _("Take the row out, or let somebody with the right bring it in."),
)


def _twice(row: int) -> Wrong:
    return Wrong(
        _("The same code stands in row %(row)s."),
        _("Give each record a code of its own; keep one of the rows if they are the same record."),
        row=row,
    )
