"""Figures in templates: where they lead."""

from django import template

from agimi.insight.links import link_to
from agimi.insight.results import Row

register = template.Library()


@register.simple_tag
def records_of(row: Row) -> str:
    """The address of the records behind a figure; empty where there is none."""
    return link_to(row) or ""
