"""Tags of the lists and forms of the desk."""

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_BOX = (
    '<label class="form-check"><input class="form-check-input" type="{}" name="{}" value="{}"{}>'
    "<span>{}</span></label>"
)


@register.simple_tag
def boxes(chip: Any, kind: str, suffix: str = "") -> SafeString:
    """The choices of a filter, ``kind`` checkbox or radio; there may be a hundred members of staff."""
    ticked = mark_safe(" checked")
    return format_html_join(
        "",
        _BOX,
        (
            (kind, f"{chip.name}{suffix}", one.value, ticked if one.ticked else "", one.label)
            for one in chip.options
        ),
    )
