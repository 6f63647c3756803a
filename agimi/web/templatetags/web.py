"""Tags and filters that every page may use: icons, numbers, navigation, links that keep filters."""

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agimi.web.navigation import Item, counted_items_for
from agimi.web.shortcuts import ways_for

register = template.Library()

ICONS = Path(settings.NODE_MODULES) / "@tabler" / "icons" / "icons" / "outline"
ICON_NAME = re.compile(r"^[a-z0-9-]+$")


@lru_cache(maxsize=256)
def icon_body(name: str) -> str:
    """The strokes of one Tabler icon; an unknown name is a mistake of ours and says so."""
    if not ICON_NAME.match(name):
        raise template.TemplateSyntaxError(f"{name!r} is not the name of an icon")
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    body = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
    return " ".join(body.split())


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """A decoration: the word that it goes with is in the page, so readers are not told of it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(icon_body(name)),  # noqa: S308 - from the icon package, never from a person
    )


@register.filter
def number(value: Any) -> str:
    """1 185 in Albanian, 1,185 in English; a half keeps its decimal; nothing is a dash."""
    if value is None:
        return "–"
    if isinstance(value, float) and not value.is_integer():
        return number_format(value, decimal_pos=1, force_grouping=True)
    return number_format(int(value), force_grouping=True)


@register.simple_tag
def today() -> str:
    """Monday, 3 March 2025, in the language of the page."""
    day: dt.date = timezone.localdate()
    return date_format(day, "l, j F Y")


@register.simple_tag
def greeting() -> str:
    """What one says at this hour."""
    hour = timezone.localtime().hour
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


@register.simple_tag(takes_context=True)
def keys(context: Context) -> str:
    """Where “g” and a letter lead this user, for the script."""
    return ways_for(context["request"].user)


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[tuple[Item, bool, int]]:
    """The items of the rail that this user may open: whether it is the current one, what waits."""
    request = context["request"]
    items = counted_items_for(request.user)
    return [(item, item.is_current(request.path), count) for item, count in items]


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The address's query with some values changed, so that filters survive a page turn."""
    values = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            values.pop(key, None)
        else:
            values[key] = str(value)
    return f"?{values.urlencode()}" if values else "?"


@register.filter
def is_box(field: BoundField) -> bool:
    """A single tick box, which stands before its words."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A form field's control in the house's clothes; Django adds what screen readers need."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput | RadioSelect):
        dress = "form-check-input"
    elif isinstance(widget, Select):
        dress = "form-select"
    else:
        dress = "form-control"
    return field.as_widget(attrs={"class": dress})
