"""The phase of a case in three dots, the same wherever it is drawn."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agimi.desk.markup import filled


def dots(phase: int | None) -> str:
    """●●○ in the second of the three phases, ○○○ in none."""
    return "●" * (phase or 0) + "○" * (3 - (phase or 0))


def phase_dots(phase: int | None) -> SafeString:
    """The dots, and the same in words for whoever does not see them."""
    words = _("phase %(n)s") % {"n": phase} if phase else _("no phase")
    return filled(
        '<span class="dots" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        words,
        dots(phase),
        words,
    )
