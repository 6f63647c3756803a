"""Filters of lists, as one declares them and as chips of a sentence; django-filter validates them.

``filters_of`` makes them from a model's fields. A room's own filter is
``choice(name, label, options=…, condition=…)`` or ``period(name, label, path)``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agimi.access.among import keyed
from agimi.access.choices import Scope
from agimi.access.scope import among_own_cases, own_cases
from agimi.desk.columns import word_field
from agimi.desk.kinds import Kind, Words

# The value of "not recorded" in an address.
NONE = "none"
FEW = 12  # as many options are read at a glance; more get a field that narrows them

Options = Sequence[tuple[str, Words]]
Condition = Callable[[list[str], Any], Q]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list.

    ``options`` are what one ticks, for a user; ``condition`` turns what was
    ticked into a condition, for the user who asks. With ``path`` instead of both
    it is a period of days. ``single``: one option excludes the others.
    """

    name: str
    label: Words
    options: Callable[[Any], Options] | None = None
    condition: Condition | None = None
    path: str = ""
    single: bool = False


def choice(
    name: str,
    label: Words,
    *,
    options: Options | Callable[[Any], Options],
    condition: Condition,
    single: bool = False,
) -> Filter:
    """A filter with options of its own."""
    given = options if callable(options) else lambda user: options
    return Filter(name, label, given, condition, single=single)


def period(name: str, label: Words, path: str = "") -> Filter:
    """A filter from a day to a day, or by a word such as "this month"."""
    return Filter(name, label, path=path or name)


# ── From the fields of a model ──────────────────────────────────────────────────────────────────
def filters_of(model: Any, names: Iterable[str]) -> tuple[Filter, ...]:
    """Filters for fields by their names; ``a__b`` goes along a key."""
    return tuple(filter_of(model, name) for name in names)


def filter_of(model: Any, path: str, *, label: Words = "") -> Filter:
    *way, last = path.split("__")
    owner = model
    for step in way:
        owner = owner._meta.get_field(step).related_model
    field = owner._meta.get_field(last)
    title = label or field.verbose_name
    name = path.replace("__", "-")
    if field.related_model is not None:
        return _of_key(model, name, path, title, field)
    if field.choices:
        return _of_choices(name, path, title, field)
    if isinstance(field, models.BooleanField):
        return _of_yes_no(name, path, title, field)
    if isinstance(field, models.DateField):
        return period(name, title, path)
    raise ValueError(f"{path} of {model._meta.label} is nothing one can filter by")


def _of_choices(name: str, path: str, title: Words, field: Any) -> Filter:
    def options(user: Any) -> Options:
        given = [(str(value), label) for value, label in field.flatchoices if value != ""]
        return [*given, (NONE, _not_recorded())] if field.blank or field.null else given

    def condition(ticked: list[str], user: Any) -> Q:
        found = Q(**{f"{path}__in": [value for value in ticked if value != NONE]})
        if NONE in ticked:
            found |= Q(**{f"{path}__isnull": True}) if field.null else Q(**{path: ""})
        return found

    return Filter(name, title, options, condition)


def _of_yes_no(name: str, path: str, title: Words, field: Any) -> Filter:
    def options(user: Any) -> Options:
        given: list[tuple[str, Words]] = [("yes", _("yes")), ("no", _("no"))]
        return [*given, (NONE, _not_recorded())] if field.null else given

    def condition(ticked: list[str], user: Any) -> Q:
        found = Q(**{f"{path}__in": [value == "yes" for value in ticked if value != NONE]})
        return found | Q(**{f"{path}__isnull": True}) if NONE in ticked else found

    return Filter(name, title, options, condition)


def _of_key(model: Any, name: str, path: str, title: Words, field: Any) -> Filter:
    """What a foreign key or a list of keys leads to, by code: values of a list, staff, sites."""
    target = field.related_model
    key = "code" if any(f.name == "code" for f in target._meta.fields) else "pk"
    may_be_missing = field.null or field.many_to_many

    def options(user: Any) -> Options:
        rows = target._default_manager.complex_filter(field.get_limit_choices_to())
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(user)
        given = [(str(code), words) for code, words in rows.values_list(key, word_field(target))]
        return [*given, (NONE, _not_recorded())] if may_be_missing and given else given

    def condition(ticked: list[str], user: Any) -> Q:
        wanted = [value for value in ticked if value != NONE]
        rows = list(
            target._base_manager.filter(**{f"{key}__in": wanted}).values_list("pk", flat=True)
        )
        found = Q(**{f"{path}__in": rows})
        if NONE in ticked:
            found |= Q(**{f"{path}__isnull": True})
        if not field.many_to_many:
            return found
        # Through a question of its own: a record with two of them is listed once.
        return Q(pk__in=model._base_manager.filter(found).values("pk"))

    return Filter(name, title, options, condition)


def _not_recorded() -> str:
    return _("not recorded")


# ── Filters that many lists have ────────────────────────────────────────────────────────────────
def going_on(ends: str) -> Filter:
    """Whether something still goes on today, or has ended."""

    def condition(ticked: list[str], user: Any) -> Q:
        open_still = Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": timezone.localdate()})
        return open_still if ticked == ["open"] else ~open_still

    return Filter(
        "still",
        gettext_lazy("Going on"),
        lambda user: [("open", pgettext("filter", "open")), ("ended", pgettext("filter", "ended"))],
        condition,
        single=True,
    )


def whose(model: Any) -> Filter | None:
    """Mine, or of my site; all where nothing is chosen. None where records belong to nobody."""
    staff = _staff_paths(model)
    to_case = model.case_path if model.case_path is not None and _is_single(model) else None
    sites = _site_paths(model)
    if not staff and to_case is None:
        return None

    def options(user: Any) -> Options:
        if not user.may_read(model.area, Scope.SITE):
            return []
        mine = [("mine", _("mine"))] if user.staff_id else []
        return [*mine, *([("site", _("of my site"))] if sites and user.site_id else [])]

    def condition(ticked: list[str], user: Any) -> Q:
        found = Q(pk__in=())
        if ticked == ["site"]:
            for path in sites:
                found |= Q(**{path: user.site_id})
            return found
        for path in staff:
            found |= Q(**{path: user.staff_id})
        if to_case == "":
            found |= among_own_cases(user)
        elif to_case is not None:
            found |= keyed(to_case, own_cases(user))
        return found

    return Filter("whose", gettext_lazy("Whose"), options, condition, single=True)


def _staff_paths(model: Any) -> tuple[str, ...]:
    single = {f.name for f in model._meta.fields}
    return tuple(
        name
        for name in dict.fromkeys(("staff", "lead", "assignee", *model.staff_paths))
        if name in single
    )


def _site_paths(model: Any) -> tuple[str, ...]:
    """Where a record was made, and the site of its case."""
    of_case = f"{model.case_path}__site" if model.case_path and _is_single(model) else ""
    return tuple(path for path in (model.site_path, of_case) if path)


def _is_single(model: Any) -> bool:
    """Whether a record belongs to one case; "" is the case itself."""
    first = model.case_path.partition("__")[0]
    return not first or not model._meta.get_field(first).many_to_many


def of_kind(kind: Kind) -> tuple[Filter, ...]:
    """The filters of a kind's list: whose, whether it goes on, then those it names."""
    found: list[Filter] = []
    if (mine := whose(kind.model)) is not None:
        found.append(mine)
    if kind.ends:
        found.append(going_on(kind.ends))
    return (*found, *filters_of(kind.model, kind.filters))


# ── Periods ─────────────────────────────────────────────────────────────────────────────────────
PRESETS: Mapping[str, Words] = {
    "today": gettext_lazy("today"),
    "this_week": gettext_lazy("this week"),
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
    "this_year": gettext_lazy("this year"),
    "last_year": gettext_lazy("last year"),
}


def days_of(preset: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of a preset; a week begins on Monday."""
    first_of_month = today.replace(day=1)
    if preset == "this_week":
        monday = today - dt.timedelta(days=today.weekday())
        return monday, monday + dt.timedelta(days=6)
    if preset == "this_month":
        next_month = (first_of_month + dt.timedelta(days=32)).replace(day=1)
        return first_of_month, next_month - dt.timedelta(days=1)
    if preset == "last_month":
        last = first_of_month - dt.timedelta(days=1)
        return last.replace(day=1), last
    if preset in {"this_year", "last_year"}:
        year = today.year - (preset == "last_year")
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    return today, today


def _within(path: str) -> Callable[[Any, str, str], Any]:
    def narrowed(rows: Any, name: str, preset: str) -> Any:
        first, last = days_of(preset, timezone.localdate())
        field = "__date" if _is_moment(rows.model, path) else ""
        return rows.filter(**{f"{path}{field}__gte": first, f"{path}{field}__lte": last})

    return narrowed


def _is_moment(model: Any, path: str) -> bool:
    *way, last = path.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model
    return isinstance(model._meta.get_field(last), models.DateTimeField)


# ── As chips ────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    ticked: bool


@dataclass(frozen=True)
class Chip:
    """One filter as the page shows it: ``words`` say what is chosen, nothing where nothing is."""

    name: str
    label: str
    kind: str  # "choice" | "single" | "period"
    options: tuple[Option, ...]
    words: str
    without: str  # the address's query without this filter
    after: str = ""
    before: str = ""
    error: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.options) > FEW

    @property
    def is_set(self) -> bool:
        return bool(self.words)

    @property
    def has_preset(self) -> bool:
        return any(option.ticked for option in self.options)


class Filtering:
    """The filters of one request: what is chosen, the rows that fit, the chips."""

    def __init__(self, filters: Iterable[Filter], data: QueryDict, user: Any) -> None:
        self.user, self.data = user, data
        self.options: dict[str, Options] = {}
        self.filters: list[Filter] = []
        for each in filters:
            if each.options is not None:
                self.options[each.name] = each.options(user)
                if not self.options[each.name]:
                    continue  # there is nothing to choose from
            self.filters.append(each)

    @property
    def names(self) -> Iterator[str]:
        """What stands in the address for these filters."""
        for each in self.filters:
            yield from names_of(each)

    @cached_property
    def is_set(self) -> bool:
        return any(self.data.getlist(name) not in ([], [""]) for name in self.names)

    def narrow(self, rows: Any) -> Any:
        """The rows that fit. A value that there is not is left aside, and its chip says so."""
        self._set = self._class(self.data, queryset=rows)
        return self._set.qs

    @cached_property
    def errors(self) -> dict[str, str]:
        return {name: " ".join(map(str, errors)) for name, errors in self._set.errors.items()}

    @property
    def _class(self) -> Any:
        parts: dict[str, Any] = {}
        for each in self.filters:
            if any(name in self.data for name in names_of(each)):  # the others cost nothing
                parts.update(self._parts(each))
        return type("ListFilters", (django_filters.FilterSet,), parts)

    def _parts(self, each: Filter) -> dict[str, Any]:
        if each.path:
            in_words = django_filters.ChoiceFilter(
                field_name=each.path, choices=list(PRESETS.items()), method=_within(each.path)
            )
            days = django_filters.DateFromToRangeFilter(field_name=each.path)
            return {each.name: days, f"{each.name}_in": in_words}
        several = not each.single
        made = (django_filters.MultipleChoiceFilter if several else django_filters.ChoiceFilter)(
            choices=[(value, str(label)) for value, label in self.options[each.name]],
            method=self._fitting(each),
        )
        return {each.name: made}

    def _fitting(self, each: Filter) -> Callable[[Any, str, Any], Any]:
        def narrowed(rows: Any, name: str, value: Any) -> Any:
            ticked = [value] if isinstance(value, str) else list(value)
            return rows.filter(each.condition(ticked, self.user)) if each.condition else rows

        return narrowed

    def chips(self, without: Callable[[Sequence[str]], str]) -> list[Chip]:
        """The sentence of chips; ``without`` makes the address's query without some names."""
        return [
            self._period_chip(each, without) if each.path else self._choice_chip(each, without)
            for each in self.filters
        ]

    def _choice_chip(self, each: Filter, without: Callable[[Sequence[str]], str]) -> Chip:
        ticked = set(self.data.getlist(each.name))
        options = tuple(
            Option(value, str(label), value in ticked) for value, label in self.options[each.name]
        )
        return Chip(
            each.name,
            capfirst(str(each.label)),
            "single" if each.single else "choice",
            options,
            _listed([option.label for option in options if option.ticked]),
            without(names_of(each)),
            error=self.errors.get(each.name, ""),
        )

    def _period_chip(self, each: Filter, without: Callable[[Sequence[str]], str]) -> Chip:
        preset = self.data.get(f"{each.name}_in", "")
        after, before = (self.data.get(f"{each.name}_{end}", "") for end in ("after", "before"))
        cleaned = self._set.form.cleaned_data.get(each.name)
        return Chip(
            each.name,
            capfirst(str(each.label)),
            "period",
            tuple(Option(value, str(label), value == preset) for value, label in PRESETS.items()),
            str(PRESETS.get(preset, "")) or _from_to(cleaned),
            without(names_of(each)),
            after=_iso(cleaned and cleaned.start) or after,
            before=_iso(cleaned and cleaned.stop) or before,
            error=self.errors.get(each.name, ""),
        )


def names_of(each: Filter) -> tuple[str, ...]:
    """What stands in the address for a filter."""
    if each.path:
        return tuple(f"{each.name}_{end}" for end in ("in", "after", "before"))
    return (each.name,)


def _listed(words: list[str]) -> str:
    """One or two options by name, more by their number."""
    if len(words) <= 2:
        return ", ".join(words)
    return _("%(first)s and %(more)s more") % {"first": words[0], "more": len(words) - 1}


def _from_to(days: Any) -> str:
    if not days:
        return ""
    start, stop = (
        date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (days.start, days.stop)
    )
    if start and stop:
        return f"{start} – {stop}"
    if start:
        return pgettext("period", "from %(day)s") % {"day": start}
    return pgettext("period", "until %(day)s") % {"day": stop}


def _iso(moment: Any) -> str:
    return moment.date().isoformat() if moment else ""
