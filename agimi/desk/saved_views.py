"""Saved views: a list with its filters, columns and order under a name of its owner's."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agimi.access.models import User
from agimi.desk.models import SavedView

MOST = 20  # of one page: more tabs than that are no help


@dataclass(frozen=True, slots=True)
class Tab:
    """One saved view above its list."""

    pk: int
    name: str
    query: str
    is_current: bool
    opens_first: bool


def tabs(page: str, query: str, *, by: User) -> list[Tab]:
    """The views somebody has saved of a page; the one that is shown now is the current one."""
    return [
        Tab(view.pk, view.name, view.query, view.query == query, view.opens_first)
        for view in SavedView.objects.filter(user=by, page=page)
    ]


def first_of(page: str, *, by: User) -> SavedView | None:
    """The view with which somebody's page opens; None where it opens with everything."""
    return SavedView.objects.filter(user=by, page=page, opens_first=True).first()


@transaction.atomic
def save(page: str, name: str, query: str, *, by: User) -> tuple[SavedView, bool]:
    """Keep what is shown under a name, in place of what stood under it; says whether it is new."""
    name = " ".join(name.split())
    most = SavedView._meta.get_field("name").max_length or 0
    if not name:
        raise ValidationError(_("Give the view a name."))
    if len(name) > most:
        raise ValidationError(_("The name is longer than %(most)s characters.") % {"most": most})
    if len(query) > (SavedView._meta.get_field("query").max_length or 0):
        raise ValidationError(_("There are too many filters to keep; take some away."))
    mine = SavedView.objects.filter(user=by, page=page)
    if mine.count() >= MOST and not mine.filter(name=name).exists():
        raise ValidationError(
            _("You have %(most)s views of this list: remove one.") % {"most": MOST}
        )
    return SavedView.objects.update_or_create(
        user=by, page=page, name=name, defaults={"query": query}
    )


def rename(view: SavedView, name: str) -> None:
    view.name = " ".join(name.split())
    view.full_clean()
    view.save(update_fields=["name"])


@transaction.atomic
def open_first(view: SavedView, *, first: bool) -> None:
    """Let a page open with this view, or with everything again."""
    SavedView.objects.filter(user=view.user, page=view.page).update(opens_first=False)
    if first:
        view.opens_first = True
        view.save(update_fields=["opens_first"])
