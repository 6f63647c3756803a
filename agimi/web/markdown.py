"""Markdown of our own documentation as HTML: no HTML of its own passes through, links stay in the house."""

from __future__ import annotations

import re
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_PICTURE = re.compile(r"^(?:\.\./)*images/(?P<name>[a-z0-9/-]+\.png)$")
_PAGE = re.compile(r"^(?P<name>[a-z-]+)\.md$")
_KEY = re.compile(r"&lt;(/?)kbd&gt;")


def as_html(text: str) -> SafeString:
    """A page of the handbook as HTML; its own title is left out, the page around it has one."""
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    tokens = markdown.parse(re.sub(r"\A# .+\n", "", text))
    _lead_home(tokens)
    drawn: Any = markdown.renderer.render(tokens, markdown.options, {})
    # Keys are the one thing that Markdown has no sign for.
    return mark_safe(_KEY.sub(r"<\1kbd>", drawn))  # noqa: S308 - our own pages, HTML escaped


def _lead_home(tokens: list[Token]) -> None:
    for token in tokens:
        _lead_home(token.children or [])
        if token.type == "image":
            _point_picture(token)
        elif token.type == "link_open":
            _point_link(token)


def _point_picture(token: Token) -> None:
    found = _PICTURE.match(str(token.attrs.get("src", "")))
    if found:
        token.attrs["src"] = static(f"handbook/{found['name']}")
    token.attrs["loading"] = "lazy"


def _point_link(token: Token) -> None:
    found = _PAGE.match(str(token.attrs.get("href", "")))
    if found:
        token.attrs["href"] = reverse("web:handbook", args=(found["name"],))
