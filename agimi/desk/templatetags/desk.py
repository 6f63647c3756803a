"""Tags of the lists and forms of the desk."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from agimi.desk.markup import filled, joined

register = template.Library()

_BOX = '<label class="form-check"><input class="form-check-input" type="{}" name="{}" value="'
_OPTION = '{}{}"{}><span>{}</span></label>'


@register.simple_tag
def boxes(chip: Any, kind: str, suffix: str = "") -> SafeString:
    """The choices of a filter, ``kind`` checkbox or radio; there may be a hundred members of staff."""
    box = filled(_BOX, kind, f"{chip.name}{suffix}")
    return joined(
        filled(_OPTION, box, one.value, " checked" if one.ticked else "", one.label)
        for one in chip.options
    )
