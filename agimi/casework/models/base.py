"""What records about one person have in common."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area
from agimi.access.records import Record, SealedField, Spell


class OfCase(Record):
    """A record that belongs to a case."""

    area = Area.CASEWORK
    case_path: ClassVar[str | None] = "case"

    case = models.ForeignKey(
        "casework.Case", verbose_name=_("Case"), on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True


class OfPerson(Record):
    """A record about a person, and about one of their cases where there is one.

    Clients outside the programme (legal clients, visitors of a centre) have
    records without a case and are counted apart (RUL-12).
    """

    area = Area.CASEWORK
    case_path: ClassVar[str | None] = "case"
    person_path: ClassVar[str | None] = "person"

    person = models.ForeignKey(
        "people.Person",
        verbose_name=_("Person"),
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )
    case = models.ForeignKey(
        "casework.Case",
        verbose_name=_("Case"),
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        null=True,
        blank=True,
    )
    note = SealedField(_("Note, encrypted"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        check_belongs(self)


class LastingOfPerson(OfPerson, Spell):
    """A help for one person that lasts: from a day, to a later day or still going on."""

    class Meta(Spell.Meta):
        abstract = True


def check_belongs(record: Any) -> None:
    """The case must be the person's own, or one in which the person is a child."""
    if record.case_id is None or record.person_id is None:
        return
    case = record.case
    if case.person_id == record.person_id:
        return
    if not case.casechilds.filter(child=record.person_id).exists():
        raise ValidationError(
            {"case": _("This case belongs to another person, who is not a parent of this one.")}
        )
