"""Tags of the lists and forms of the desk."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_BOX = '<label class="form-check"><input class="form-check-input" type="{}" name="{}" value="'


@register.simple_tag
def boxes(chip: Any, kind: str, suffix: str = "") -> SafeString:
    """The choices of a filter, ``kind`` checkbox or radio; there may be a hundred members of staff."""
    box = format_html(_BOX, kind, f"{chip.name}{suffix}")
    ticked, empty = mark_safe(" checked"), mark_safe("")
    return format_html_join(
        "",
        '{}{}"{}><span>{}</span></label>',
        ((box, one.value, ticked if one.ticked else empty, one.label) for one in chip.options),
    )
