"""What the case page says in few words, and the lines of its timeline."""

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agimi.casework.timeline import Entry
from agimi.desk.markup import filled
from agimi.programme.choices import StaffRole

register = template.Library()


@register.filter
def post_words(role: str) -> str:
    """The post in which somebody works on a case, in words."""
    return str(StaffRole(role).label) if role in StaffRole.values else ""


@register.simple_tag
def entry_line(entry: Entry, sign: str, kid: str, to_come: bool) -> SafeString:
    """One line of the timeline; a page has forty, so they are drawn without the template language.

    ``sign`` and ``kid`` are the icons of what it is and of a child; what is ``to_come`` stands
    under no month, so its day is written whole.
    """
    words = filled(
        '<span class="case-sign">{}</span><time datetime="{}">{}</time>'
        '<span class="case-what"><strong>{}</strong>{}</span>{}',
        sign,
        entry.day.isoformat(),
        f"{entry.day:%d.%m.%Y}" if to_come else date_format(entry.day, "j M"),
        entry.moment.label,
        filled(' <span class="private">{}</span>', entry.line) if entry.line else "",
        child_chip(entry.child, kid) if entry.child else "",
    )
    address = entry.address
    if not address:
        return filled('<li><span class="case-entry">{}</span></li>', words)
    link = '<li><a class="case-entry" data-sheet href="{}">{}</a></li>'
    return filled(link, address, words)


@register.simple_tag
def child_chip(code: str, kid: str) -> SafeString:
    """The child whom a record is about; ``kid`` is the icon."""
    return filled(
        '<span class="chip">{}<span class="visually-hidden">{}</span> '
        '<span class="code private">{}</span></span>',
        kid,
        _("Child:"),
        code,
    )
