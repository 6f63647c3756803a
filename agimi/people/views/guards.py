"""What the pages about people ask before anything else."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from agimi.access.choices import Area
from agimi.access.models import User
from agimi.people.models import Person


def check_sees_people(user: User) -> None:
    """Raise PermissionDenied for roles that see nobody's file."""
    if not user.may_read(Area.PEOPLE):
        raise PermissionDenied(_("Your role does not see the files of people."))


def person_or_404(code: str, user: User) -> Person:
    """The person of a code, if this user may see them."""
    seen = Person.objects.visible_to(user).select_related(
        "origin", "municipality", "residence", "site", "merged_into", "created_by"
    )
    person = seen.filter(code=code).first()
    if person is None:
        raise Http404
    return person
