"""Filters of the case page."""

from django import template

from agimi.programme.choices import StaffRole

register = template.Library()


@register.filter
def post_words(role: str) -> str:
    """The post in which somebody works on a case, in words."""
    return str(StaffRole(role).label) if role in StaffRole.values else ""
