"""What a consent covers: one purpose, one recipient, from a day until it ends (BEN-19).

Each rule has two voices: ``check_…`` raises for actions, ``may_…`` answers for buttons.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from agimi.people.choices import ConsentPurpose
from agimi.people.models import Person


def valid_on(day: dt.date) -> Q:
    """Consents in force on a day: not any more on the day they are withdrawn."""
    return (
        Q(given_on__lte=day)
        & (Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
        & (Q(expires_on=None) | Q(expires_on__gte=day))
    )


def may_share(
    person: Person, purpose: ConsentPurpose | str, recipient: Any = None, *, on: dt.date
) -> bool:
    """Whether this person has consented to this purpose and recipient, as things stood that day.

    A consent covers the recipient it names and nobody else; one that names
    nobody covers the organisation itself.
    """
    return person.consents.filter(valid_on(on), purpose=purpose, recipient=recipient).exists()


def check_may_share(
    person: Person, purpose: ConsentPurpose | str, recipient: Any = None, *, on: dt.date
) -> None:
    """Raise, saying which consent is missing and what to do."""
    if may_share(person, purpose, recipient, on=on):
        return
    raise ValidationError(
        _(
            "%(person)s has given no consent for “%(purpose)s” to %(recipient)s that is valid "
            "on %(day)s. Ask for it, or say why it is done without."
        )
        % {
            "person": person.code,
            "purpose": ConsentPurpose(purpose).label,
            "recipient": recipient or _("the organisation itself"),
            "day": on.strftime("%d.%m.%Y"),
        },
        code="no_consent",
    )
