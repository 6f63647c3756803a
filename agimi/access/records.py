"""What every record has in common: a code, its makers, a version, a privacy class."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area
from agimi.access.codes import new_code
from agimi.access.scope import ScopedQuerySet


class SealedField(models.BinaryField):
    """Free text as it stands in the database: cipher text made by ``people.vault``.

    The model never sees the words; ``people.actions`` seals and opens them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("null", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


@cache
def sealed_names(model: type[models.Model]) -> tuple[str, ...]:
    """The names of a model's sealed fields, in their order."""
    return tuple(field.name for field in model._meta.fields if isinstance(field, SealedField))


@cache
def _labels_of(field: Any) -> Mapping[Any, Any]:
    return dict(field.flatchoices)


class Record(models.Model):
    """A record of the organisation's work.

    ``version`` counts the changes; the second of two people who change one
    record at once is told (optimistic locking). Subclasses say with ``Privacy``
    which of their fields are identifying, sensitive or plain (NNEDV, GDPR
    art. 9), and with ``case_path``, ``person_path`` and ``site_path`` by whom
    they may be seen (agimi.access.scope).

    ``staff_paths`` lead to staff who see a record because they are named in it;
    ``also_about`` to further people whose restricted case hides it. ``opens`` is
    the person whom a record of this kind brings into its writer's sight, and
    who must be in it before. ``fixed`` fields never change once written. A
    record that ``is_part`` of another is taken out along with it.
    """

    code_prefix: ClassVar[str] = "X"
    code_length: ClassVar[int] = 12
    area: ClassVar[Area] = Area.PROGRAMME
    case_path: ClassVar[str | None] = None
    person_path: ClassVar[str | None] = None
    site_path: ClassVar[str | None] = None
    staff_paths: ClassVar[tuple[str, ...]] = ()
    also_about: ClassVar[tuple[str, ...]] = ()
    opens: ClassVar[str | None] = None
    fixed: ClassVar[tuple[str, ...]] = ()
    is_part: ClassVar[bool] = False

    code = models.CharField(
        _("Code"),
        max_length=40,
        unique=True,
        blank=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
                _("A code has letters without accents, digits, dots, hyphens and underscores."),
            )
        ],
    )
    created_at = models.DateTimeField(_("Recorded at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Recorded by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        null=True,
        db_index=False,
    )
    changed_at = models.DateTimeField(_("Changed at"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Changed by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        null=True,
        db_index=False,
    )
    version = models.PositiveIntegerField(_("Version"), default=1, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without asking for a code that was deferred: that would be a query for each record.
        if not self.__dict__.get("code", "deferred"):
            self.code = new_code(self.code_prefix, self.code_length)

    def __str__(self) -> str:
        return self.code

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802 Django's name
        """What Django answers, but the words of all the other choices are not looked up for it."""
        value = getattr(self, field.attname)
        return force_str(_labels_of(field).get(value, value), strings_only=True)


def ends_after_start(
    start: str = "started_on", end: str = "ended_on", *, name: str = "ends_after_start"
) -> models.CheckConstraint:
    """The constraint that nothing ends before it starts (RUL-09)."""
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}),
        name=f"%(app_label)s_%(class)s_{name}",
        violation_error_message=_("It cannot end before it starts."),
    )


class Spell(Record):
    """A record that lasts: it starts on a day and may have ended on a later one."""

    started_on = models.DateField(_("From"), db_index=True)
    ended_on = models.DateField(_("To"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (ends_after_start(),)
