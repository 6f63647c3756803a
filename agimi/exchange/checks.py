"""What must be true of records, checked for many at once, so that each breach is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from agimi.access.among import among
from agimi.access.conditions import holds
from agimi.access.records import Record
from agimi.casework.models import Case, CaseChild
from agimi.casework.models.base import OfPerson
from agimi.exchange.columns import Column
from agimi.exchange.lines import Line
from agimi.exchange.problems import Wrong
from agimi.exchange.sheets import Sheet

Breach = tuple[Line, Wrong, Column | None]


def breaches(sheet: Sheet, lines: list[Line]) -> Iterator[Breach]:
    """Every breach of these lines' records, which are not written yet."""
    yield from _broken_constraints(sheet, lines)
    if issubclass(sheet.model, OfPerson):
        yield from _foreign_cases(sheet, lines)
    if sheet.model.clean not in (Model.clean, OfPerson.clean):
        yield from _unclean(sheet, lines)
    for constraint in sheet.model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield from _doubles(sheet, constraint, lines)
    for field in sheet.model._meta.fields:
        if field.unique and field.name not in ("id", "code"):
            yield from _doubles(sheet, UniqueConstraint(fields=(field.name,), name="x"), lines)


def _record(line: Line) -> Record:
    assert line.record is not None  # noqa: S101 - checks follow the making of records
    return line.record


# ── Conditions within a record ────────────────────────────────────────────────────────────────
def _broken_constraints(sheet: Sheet, lines: list[Line]) -> Iterator[Breach]:
    checks = [c for c in sheet.model._meta.constraints if isinstance(c, CheckConstraint)]
    for constraint in checks:
        condition: Any = constraint.condition
        words = _words(constraint, DO_NOT_FIT)
        for line in lines:
            if holds(condition, line.record) is False:
                yield line, Wrong(words, RIGHT_TOGETHER), _blamed(sheet, condition)


def _words(constraint: Any, otherwise: Any) -> Any:
    """What a constraint says when it is broken, unless it says nothing of its own."""
    words = constraint.violation_error_message
    return otherwise if words == constraint.default_violation_error_message else words


DO_NOT_FIT = _("These values do not fit together.")
ONE_ONLY = _("There may be only one record like this.")
RIGHT_TOGETHER = _("Look at the cells of this row together.")


def _blamed(sheet: Sheet, condition: Q) -> Column | None:
    """The column of the first field that a condition speaks of."""
    names = [name.partition("__")[0] for name in _fields(condition)]
    return next((column for name in names for column in sheet.columns if column.key == name), None)


def _fields(condition: Q) -> Iterator[str]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _fields(child)
        elif isinstance(child, tuple):
            yield child[0]


def _unclean(sheet: Sheet, lines: list[Line]) -> Iterator[Breach]:
    """What a record's own ``clean`` says."""
    columns = {column.key: column for column in sheet.columns}
    _bring_cases(lines)
    for line in lines:
        try:
            _record(line).clean()
        except ValidationError as error:
            details = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
            for name, errors in details.items():
                for each in errors:
                    yield line, Wrong(each.message, **(each.params or {})), columns.get(name)


def _bring_cases(lines: list[Line]) -> None:
    """The cases of all these records in one query, not in one for each."""
    keys = {getattr(line.record, "case_id", None) for line in lines} - {None}
    cases = Case.objects.in_bulk(keys) if keys else {}
    for line in lines:
        case: Any = cases.get(getattr(line.record, "case_id", None))
        if case is not None:
            line.record.case = case  # type: ignore[union-attr]


# ── Conditions between records ────────────────────────────────────────────────────────────────
def _foreign_cases(sheet: Sheet, lines: list[Line]) -> Iterator[Breach]:
    """A case must be the person's own, or one in which the person is a child (check_belongs)."""
    pairs = {
        id(line): (line.record.case_id, line.record.person_id)  # type: ignore[union-attr]
        for line in lines
        if line.record.case_id is not None  # type: ignore[union-attr]
    }
    if not pairs:
        return
    cases = {case for case, _person in pairs.values()}
    owners = dict(Case.objects.filter(among("pk", cases)).values_list("pk", "person"))
    foreign = {pair for pair in pairs.values() if owners.get(pair[0]) != pair[1]}
    if not foreign:
        return
    children = set(
        CaseChild.objects.filter(
            case__in={case for case, _p in foreign}, child__in={person for _c, person in foreign}
        ).values_list("case", "child")
    )
    for line in lines:
        pair = pairs.get(id(line))
        if pair in foreign - children:
            yield line, FOREIGN_CASE, sheet.column("case")


FOREIGN_CASE = Wrong(
    _("This case belongs to another person, who is not a parent of this one."),
    _(
        "The person's own case, or an empty cell; a child's parent is named in the sheet of children."
    ),
)


def _doubles(sheet: Sheet, constraint: UniqueConstraint, lines: list[Line]) -> Iterator[Breach]:
    """Records of which there may be one only, in the file and in the database."""
    names = [sheet.model._meta.get_field(name).attname for name in constraint.fields]  # type: ignore[union-attr]
    mine = _keys(constraint, names, lines)
    if not mine:
        return
    column = _blamed(sheet, Q(**{constraint.fields[-1]: 1}))
    stored = _stored(sheet, constraint, names, mine)
    here = {line.code for line in lines}
    for key, same in mine.items():
        first = same[0]
        for line in same[1:]:
            yield line, _double(constraint, first.code, first.number), column
        for code in stored.get(key, ()):
            if code not in here and code != first.code:
                yield first, _double(constraint, code), column


def _keys(
    constraint: UniqueConstraint, names: list[str], lines: list[Line]
) -> dict[tuple, list[Line]]:
    keys: dict[tuple, list[Line]] = defaultdict(list)
    for line in lines:
        if constraint.condition is None or holds(constraint.condition, line.record):
            key = tuple(getattr(line.record, name) for name in names)
            if None not in key:
                keys[key].append(line)
    return keys


def _stored(
    sheet: Sheet, constraint: UniqueConstraint, names: list[str], mine: dict[tuple, Any]
) -> dict[tuple, list[str]]:
    """The codes of the stored records with these keys, by key."""
    rows = sheet.model._default_manager.filter(**{f"{names[0]}__in": {key[0] for key in mine}})
    if constraint.condition is not None:
        rows = rows.filter(constraint.condition)
    found: dict[tuple, list[str]] = defaultdict(list)
    for code, *key in rows.values_list("code", *names).order_by():
        if tuple(key) in mine:
            found[tuple(key)].append(code)
    return found


def _double(constraint: UniqueConstraint, code: str, row: int | None = None) -> Wrong:
    words = _words(constraint, ONE_ONLY)
    if row is None:
        return Wrong(words, _("The other is recorded with the code “%(code)s”."), code=code)
    return Wrong(
        words,
        _("The other stands in row %(row)s (“%(code)s”). Keep one of them."),
        code=code,
        row=row,
    )
