"""Lists: declared once, drawn by one page, with filters, views, export and bulk acts.

Every kind of record has a list by itself, at ``/records/<kind>/``: its columns,
filters, related rows and bulk acts are those of its ``Kind``. A page that is
more than that is a declaration::

    CASES = ListPage(
        slug="cases",                                    # its name in addresses and saved views
        title=_("Cases"), icon="briefcase", model=Case,
        address=lambda: reverse("casework:cases"),
        columns=(
            *columns_of(Case, ("code", "category", "opened_on", "lead")),
            Column("contact", _("Last contact"), lambda case: case.contact_on,
                   annotate=with_last_contact, sort=("contact_on",)),
            Column("phase", _("Phase"), lambda case: case.phase,
                   drawn=phase_dots, annotate=with_phase),
            *columns_of(Case, ("risk", "site"), usual=False),     # chosen by those who want them
        ),
        filters=(whose(Case), going_on("closed_on"), *filters_of(Case, ("category", "risk")),
                 choice("silent", _("Contact"), options=[("30", _("none for 30 days"))],
                        condition=lambda ticked, user: Q(…), single=True)),
        order="-opened_on",
        opens=lambda case: reverse("casework:case", args=(case.code,)),
        row_class=lambda case: "is-overdue" if … else "",
        nothing=Nothing(_("No cases yet"), _("A case is opened from the file of a person.")),
    )
    declare_list(CASES)

and the view is ``return list_page(request, CASES)`` (``agimi.desk.list_views``),
where ``template=`` draws it with more around it (extend ``desk/list.html``).
``seen`` may replace ``visible_to``. ``annotate`` of a column is applied only to
the rows of one page, or where one sorts by it; ``prepare`` gets the records of a
page and may fetch for all of them at once what their cells show.

Everything is in the address: ``q`` a code, the filters by their names, ``sort``,
``cols``, ``size`` and ``page``; an address can be kept, sent and gone back to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db import connections
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agimi.access.among import keyed
from agimi.access.choices import Scope
from agimi.access.records import sealed_names
from agimi.desk import holders
from agimi.desk.columns import HOLDERS, Cell, Column, cell_of, column_of, columns_of, ordering
from agimi.desk.filters import Chip, Filter, Filtering, of_kind
from agimi.desk.kinds import Bulk, Kind, Words, kind_for, kind_of
from agimi.desk.markup import joined
from agimi.desk.paging import CalmPaginator

SIZES = (25, 50, 100)
USUAL_SIZE = 50
LEAST_LETTERS = 3  # of a code, before one searches by it
FEW_KEYS = 500
RESERVED = frozenset({"q", "sort", "cols", "size", "page", "all"})


@dataclass(frozen=True, slots=True)
class Nothing:
    """What an empty list says: why it is empty, and what to do."""

    title: Words
    text: Words = ""
    action: Words = ""
    action_url: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class ListPage:
    """One list, declared. See the module for how."""

    slug: str
    title: Words
    model: Any
    address: Callable[[], str]
    columns: tuple[Column, ...]
    filters: tuple[Filter | None, ...] = ()
    icon: str = "list"
    order: str = ""
    opens: Callable[[Any], str] | None = None
    seen: Callable[[Any], QuerySet[Any]] | None = None
    needs: tuple[str, ...] = ()
    may: Callable[[Any], bool] | None = None
    codes: tuple[str, ...] = ("code", "case", "person")
    row_class: Callable[[Any], str] | None = None
    prepare: Callable[[list[Any], Any], None] | None = None
    bulk: tuple[Bulk, ...] = ()
    nothing: Nothing | None = None
    lead: Words = ""
    add_url: Callable[[Any], str] | None = None
    add_label: Words = ""

    def __post_init__(self) -> None:
        names = [each.name for each in self.filters if each is not None]
        taken = (RESERVED & set(names)) | {name for name in names if names.count(name) > 1}
        if taken:
            raise ValueError(f"{self.slug}: two filters called {', '.join(sorted(taken))}")

    def is_open_to(self, user: Any) -> bool:
        """Whether this user may see such a list at all."""
        may = self.may(user) if self.may else user.may_read(self.model.area, Scope.OWN)
        return bool(may)

    def check(self, user: Any) -> None:
        """Raise PermissionDenied unless the list is open to this user."""
        if not self.is_open_to(user):
            raise PermissionDenied(_("Your role does not see these records."))

    def rows_of(self, user: Any, *, listed: bool = True) -> QuerySet[Any]:
        """The records of this list that somebody sees; not ``listed`` where few are picked out."""
        if self.seen:
            return self.seen(user).order_by()
        return self.model.objects.visible_to(user, listed=listed).order_by()

    @property
    def usual_columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.usual)


# ── Which lists there are ───────────────────────────────────────────────────────────────────────
_LISTS: dict[str, ListPage] = {}
_OF_KINDS: dict[str, ListPage] = {}


def declare_list(page: ListPage) -> ListPage:
    """Make a list known by its name; two of one name are a mistake of ours."""
    known = _LISTS.setdefault(page.slug, page)
    if known is not page:
        raise ValueError(f"there are two lists named {page.slug}")
    return page


def list_of_name(slug: str) -> ListPage:
    """The list of a name, declared or of a kind; raises KeyError."""
    if slug in _LISTS:
        return _LISTS[slug]
    if slug not in _OF_KINDS:
        kind = kind_of(slug)
        if not kind.in_lists:
            raise KeyError(slug)
        _OF_KINDS[slug] = of_kind_page(kind)
    return _OF_KINDS[slug]


def of_kind_page(kind: Kind) -> ListPage:
    """The list that a kind has by itself."""
    return ListPage(
        slug=kind.slug,
        title=kind.model._meta.verbose_name_plural or kind.slug,
        icon=kind.icon,
        model=kind.model,
        address=lambda: reverse("desk:records", args=(kind.slug,)),
        columns=_columns_of_kind(kind),
        filters=of_kind(kind),
        order=f"-{kind.day}",
        opens=lambda record: address_of(record, kind),
        needs=kind.needs,
        bulk=kind.bulk,
        add_url=(lambda user: _add_url(kind, user)) if kind.can_add else None,
        add_label=gettext_lazy("Add"),
        nothing=Nothing(
            gettext_lazy("Nothing is recorded here yet"),
            gettext_lazy(
                "What is recorded of this kind, in any case that you see, is listed here."
            ),
        ),
    )


def _columns_of_kind(kind: Kind) -> tuple[Column, ...]:
    """Those it names, or its day, whose it is and what its form begins with; the others by choice."""
    ties = [name for name in ("case", "person") if name in kind.ties]
    usual = list(kind.columns) or [kind.day, *ties[:1], *kind.open_fields[:5]]
    # A case or a person is known by its code.
    known_by_code = ["code"] if kind.model._meta.label_lower in HOLDERS else []
    usual = list(dict.fromkeys([*known_by_code, *usual]))
    others = [*ties, kind.day, kind.ends, *kind.open_fields, "code", "created_at", "created_by"]
    rest = [name for name in dict.fromkeys(others) if name and name not in usual]
    return tuple(
        _in_words_of_kind(kind, column)
        for column in (
            *columns_of(kind.model, usual),
            *(column_of(kind.model, name, usual=False) for name in rest),
        )
    )


def _in_words_of_kind(kind: Kind, column: Column) -> Column:
    """A column whose list belongs to another room says its words too, and not its codes."""
    if column.name not in kind.choices:
        return column
    name, words = column.name, dict(kind.choices[column.name])

    def value(record: Any) -> str:
        said = getattr(record, name)
        return str(words.get(said, said))

    return replace(column, value=value)


def _add_url(kind: Kind, user: Any) -> str:
    if not user.may_write(kind.model.area):
        return ""
    return reverse("desk:add", args=(kind.slug,))


def address_of(record: Any, kind: Kind | None = None) -> str:
    """The page of a record; "" where it has none."""
    tie = HOLDERS.get(type(record)._meta.label_lower, "")
    if tie and (held := holders.address_of(tie, record.code)):
        return held
    try:
        kind = kind or kind_for(type(record))
        return (
            kind.url(record) if kind.url else reverse("desk:record", args=(kind.slug, record.code))
        )
    except (KeyError, StopIteration, NoReverseMatch):
        return ""


# ── One request ─────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column: how to sort by it, and how it is sorted now."""

    name: str
    label: str
    numeric: bool
    query: str  # "" where one cannot sort by it
    sorted: str  # "" | "ascending" | "descending"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, ready to draw."""

    code: str
    href: str
    cells: list[Cell]
    css: str

    @property
    def drawn(self) -> SafeString:
        """Its cells, one after the other."""
        return joined(cell.drawn for cell in self.cells)


class Shown:
    """A list as one request asks for it: its rows, headings, chips, pages and addresses."""

    def __init__(self, page: ListPage, data: QueryDict, user: Any) -> None:
        self.list, self.data, self.user = page, data, user
        filters = [each for each in page.filters if each is not None]
        self.filtering = Filtering(filters, data, user)

    # ── What is asked for ───────────────────────────────────────────────────────────────────
    @cached_property
    def wanted(self) -> str:
        """What is searched for: the beginning of a code."""
        return self.data.get("q", "").strip().upper()[:40]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns shown, in the order in which the list declares them."""
        chosen = set(self.data.getlist("cols")) or set(self.list.usual_columns)
        found = tuple(column for column in self.list.columns if column.name in chosen)
        return found or tuple(column for column in self.list.columns if column.usual)

    @cached_property
    def sort(self) -> str:
        """The column that the list is sorted by, with a minus for the other way round."""
        for wanted in (self.data.get("sort", ""), self.list.order):
            column = self._column(wanted.removeprefix("-"))
            if column is not None and column.order:
                return wanted
        return ""

    @cached_property
    def size(self) -> int:
        wanted = self.data.get("size", "")
        return int(wanted) if wanted in map(str, SIZES) else USUAL_SIZE

    def _column(self, name: str) -> Column | None:
        return next((column for column in self.list.columns if column.name == name), None)

    # ── Rows ────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def visible(self) -> QuerySet[Any]:
        """All rows that the user sees; whose they are is asked once for a request."""
        return self.list.rows_of(self.user)

    @cached_property
    def fitting(self) -> QuerySet[Any]:
        """All rows that fit, in no order."""
        rows = self.filtering.narrow(self.visible)
        return rows.filter(self._by_code(self.wanted)) if self.wanted else rows

    @property
    def sorted_rows(self) -> QuerySet[Any]:
        """All rows that fit, sorted; equals in the order in which they were recorded."""
        rows = self.fitting
        column = self._column(self.sort.removeprefix("-"))
        if column is None:
            return rows.order_by("-pk")
        if column.annotate:
            rows = column.annotate(rows, self.user)
        descending = self.sort.startswith("-")
        return rows.order_by(*ordering(self.list.model, column, descending=descending))

    @cached_property
    def page(self) -> Page:
        """One page of keys: what is shown of the rows is fetched for these alone."""
        pages = CalmPaginator(self.sorted_rows.values_list("pk", flat=True), self.size)
        pages.count  # noqa: B018 counted without the order
        return pages.get_page(self.data.get("page"))

    @cached_property
    def is_more(self) -> bool:
        paginator: Any = self.page.paginator
        return bool(paginator.is_more)

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(record) for record in self.records(list(self.page.object_list))]

    def records(self, keys: Sequence[Any]) -> list[Any]:
        """Records by their keys and in their order, with what the columns shown need."""
        rows = self.list.rows_of(self.user, listed=False)
        found = self.with_what_columns_need(rows.filter(keyed("pk", keys)))
        by_key = {record.pk: record for record in found}
        records = [by_key[key] for key in keys if key in by_key]
        if self.list.prepare is not None:
            self.list.prepare(records, self.user)
        return records

    def with_what_columns_need(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        of_columns = (path for column in self.columns for path in column.related)
        related = [*self.list.needs, *of_columns]
        several = [path for column in self.columns for path in column.several]
        if related:
            rows = rows.select_related(*dict.fromkeys(related))
        if several:
            rows = rows.prefetch_related(*dict.fromkeys(several))
        for column in self.columns:
            if column.annotate:
                rows = column.annotate(rows, self.user)
        return rows.defer(*sealed_of(self.list.model, related))

    @cached_property
    def _headed(self) -> list[tuple[Column, str]]:
        return [(column, column.heading) for column in self.columns]

    def _row(self, record: Any) -> Row:
        href = self.list.opens(record) if self.list.opens else ""
        cells = [cell_of(column, heading, record) for column, heading in self._headed]
        _open_from(cells, href)
        css = self.list.row_class(record) if self.list.row_class else ""
        return Row(record.code, href, cells, css)

    def _by_code(self, beginning: str) -> Q:
        """Records whose code, or whose case's or person's code, begins so."""
        if len(beginning) < LEAST_LETTERS:
            return Q(pk__in=())
        found = Q(pk__in=())
        fields = {field.name: field for field in self.list.model._meta.fields}
        for path in self.list.codes:
            first = path.partition("__")[0]
            if path == "code":
                found |= Q(pk__in=_keys(self.list.model, beginning))
            elif first in fields:
                found |= Q(**{f"{path}__in": _keys(_at(self.list.model, path), beginning)})
        return found

    # ── Addresses ───────────────────────────────────────────────────────────────────────────
    @cached_property
    def asked(self) -> QueryDict:
        """The address's query in its shortest form: known names, nothing empty, no page."""
        kept = QueryDict(mutable=True)
        if self.wanted:
            kept["q"] = self.wanted
        for name in self.filtering.names:
            values = [value for value in self.data.getlist(name) if value]
            if values:
                kept.setlist(name, values)
        names = tuple(column.name for column in self.columns)
        if names != self.list.usual_columns:
            kept.setlist("cols", list(names))
        if self.sort and self.sort != self.list.order:
            kept["sort"] = self.sort
        if self.size != USUAL_SIZE:
            kept["size"] = str(self.size)
        return kept

    @cached_property
    def query(self) -> str:
        return self.asked.urlencode()

    @property
    def address(self) -> str:
        """Where this list stands, with all that is asked, the page too."""
        number = self.page.number
        return self.list.address() + self.with_(page=str(number) if number > 1 else "")

    def with_(self, **values: str) -> str:
        """The address's query with some values changed; "" takes one out."""
        changed = [pair for pair in self._pairs if pair[0] not in values]
        changed += [(name, value) for name, value in values.items() if value]
        return f"?{urlencode(changed)}" if changed else "?all=1"

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.asked.lists() for value in values]

    def without(self, names: Iterable[str]) -> str:
        return self.with_(**dict.fromkeys(names, ""))

    # ── What the template draws ─────────────────────────────────────────────────────────────
    @cached_property
    def headings(self) -> list[Heading]:
        now, way = self.sort.removeprefix("-"), self.sort.startswith("-")
        found = []
        for column, heading in self._headed:
            current = column.name == now
            turned = column.name if current and way else f"-{column.name}"
            wanted = turned if current else column.name
            found.append(
                Heading(
                    column.name,
                    heading,
                    column.numeric,
                    self.with_(sort=wanted) if column.order else "",
                    ("descending" if way else "ascending") if current else "",
                )
            )
        return found

    @cached_property
    def chips(self) -> list[Chip]:
        self.fitting  # noqa: B018 the filters are validated with it
        return self.filtering.chips(self.without)

    @property
    def is_narrowed(self) -> bool:
        """Whether rows may be missing because of a filter or a search."""
        return bool(self.wanted) or self.filtering.is_set

    @property
    def narrowed_by(self) -> list[Chip]:
        return [chip for chip in self.chips if chip.is_set]

    @property
    def wanted_too_short(self) -> bool:
        return 0 < len(self.wanted) < LEAST_LETTERS

    @property
    def without_search(self) -> str:
        return self.without(["q"])

    @property
    def usual_arrangement(self) -> str:
        return self.without(["sort", "cols", "size"])

    @property
    def kept_beside_filters(self) -> list[tuple[str, str]]:
        """What the form of the filters sends along, because it does not ask for it."""
        return self._kept(lambda name: name in {"sort", "cols", "size"})

    @property
    def kept_beside_columns(self) -> list[tuple[str, str]]:
        return self._kept(lambda name: name not in {"sort", "cols", "size"})

    def _kept(self, which: Callable[[str], bool]) -> list[tuple[str, str]]:
        return [pair for pair in self._pairs if which(pair[0])]

    @property
    def without_filters(self) -> str:
        return self.without(["q", *self.filtering.names])

    @property
    def choosable(self) -> list[tuple[Column, bool]]:
        shown = {column.name for column in self.columns}
        return [(column, column.name in shown) for column in self.list.columns]

    @property
    def sortable(self) -> list[tuple[str, str, bool]]:
        """Each order one can choose: its value, its words, whether it is the present one."""
        found = []
        for column in self.list.columns:
            if column.order:
                up, down, words = column.name, f"-{column.name}", {"column": column.heading}
                found.append((up, _("%(column)s, ascending") % words, up == self.sort))
                found.append((down, _("%(column)s, descending") % words, down == self.sort))
        return found

    @property
    def sizes(self) -> list[tuple[int, bool]]:
        return [(size, size == self.size) for size in SIZES]

    @property
    def previous(self) -> str:
        return self.with_(page=str(self.page.number - 1)) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        return self.with_(page=str(self.page.number + 1)) if self.page.has_next() else ""

    @property
    def title(self) -> str:
        return capfirst(str(self.list.title))

    @property
    def add_url(self) -> str:
        return self.list.add_url(self.user) if self.list.add_url else ""

    @property
    def nothing_url(self) -> str:
        nothing = self.list.nothing
        return nothing.action_url(self.user) if nothing and nothing.action_url else ""


def _open_from(cells: list[Cell], href: str) -> None:
    """The first cell that says something in words and leads nowhere else opens the record of the row."""
    words = (cell for cell in cells if cell.text and not isinstance(cell.text, SafeString))
    cell = next((cell for cell in words if not cell.href), None)
    if href and cell is not None:
        cell.href, cell.opens = href, True


def sealed_of(model: Any, related: Iterable[str] = ()) -> list[str]:
    """The sealed fields of a model and of what is fetched along: a list never loads cipher text."""
    found = list(sealed_names(model))
    for path in dict.fromkeys(related):
        found += [f"{path}__{name}" for name in sealed_names(_at(model, path))]
    return found


def _at(model: Any, path: str) -> Any:
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    return model


def _keys(model: Any, beginning: str) -> Any:
    """The keys of the rows whose code begins so: themselves where they are few."""
    rows = model._base_manager.filter(_begins(beginning)).order_by()
    keys = list(rows.values_list("pk", flat=True)[: FEW_KEYS + 1])
    return keys if len(keys) <= FEW_KEYS else rows.values("pk")


def _begins(beginning: str) -> Q:
    """By the index of codes on both databases: LIKE goes through all rows on SQLite."""
    if connections["default"].vendor == "sqlite":
        return Q(code__gte=beginning, code__lt=f"{beginning}\uffff")
    return Q(code__startswith=beginning)
