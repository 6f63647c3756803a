"""Users, the audit trail, and the glass that was broken."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agimi.access.choices import Area, Role, Scope
from agimi.access.codes import new_code
from agimi.access.roles import Grant, grant_of


def account_code() -> str:
    return new_code("U", 8)


def glass_code() -> str:
    return new_code("G", 8)


def request_code() -> str:
    return new_code("Q", 8)


def verification_code() -> str:
    return new_code("V", 8)


class User(AbstractUser):
    """Somebody who signs in. What they may do follows from ``role``, ``site`` and ``staff``."""

    role = models.CharField(_("Role"), max_length=30, choices=Role.choices, blank=True)
    site = models.ForeignKey(
        "programme.Site",
        verbose_name=_("Site"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    staff = models.OneToOneField(
        "programme.Staff",
        verbose_name=_("Staff member"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="user",
    )
    language = models.CharField(
        _("Language"), max_length=2, choices=(("sq", "Shqip"), ("en", "English")), default="sq"
    )
    theme = models.CharField(
        _("Appearance"),
        max_length=5,
        choices=(("auto", _("as the device")), ("light", _("light")), ("dark", _("dark"))),
        default="auto",
    )
    is_demo = models.BooleanField(_("Demonstration account"), default=False)
    # How the pages name an account: its name is somebody's name, and has no place in an address.
    code = models.CharField(
        _("Code"), max_length=40, unique=True, default=account_code, editable=False
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    class Privacy:
        identifying = "username first_name last_name email password"
        sensitive = "role site staff is_staff is_superuser groups user_permissions"
        plain = "code language theme is_demo is_active last_login date_joined"

    def check_password(self, raw_password: str | None) -> bool:
        """No password opens the account of the installation itself, even if one was set."""
        return self.role != Role.SYSTEM and super().check_password(raw_password)

    def grant(self, area: Area) -> Grant:
        """The right of this user in an area of the work."""
        return grant_of(self.role, area)

    def may_read(self, area: Area, scope: Scope = Scope.OWN) -> bool:
        return self.is_active and self.grant(area).read >= scope

    def may_write(self, area: Area, scope: Scope = Scope.OWN) -> bool:
        return self.is_active and self.grant(area).write >= scope


class AuditQuerySet(models.QuerySet):
    """Entries of the trail; the database refuses to change them, and so does this."""

    def visible_to(self, user: Any) -> "AuditQuerySet":
        """The whole trail for those with the right, nothing for the others."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        return self if user.may_read(Area.AUDIT, Scope.ORGANISATION) else self.none()

    def update(self, **kwargs: Any) -> int:
        raise TypeError("audit entries are never changed")

    def delete(self) -> Any:
        raise TypeError("audit entries are never deleted")


class AuditEntry(models.Model):
    """One thing that somebody did or read; append-only and chained by hash.

    ``digest`` covers the entry and the digest of the one before, keyed, so that
    an entry can neither be changed nor left out unnoticed (peers.md 17).
    """

    number = models.BigIntegerField(_("Number"), unique=True)
    at = models.DateTimeField(_("At"), db_default=Now())
    actor = models.CharField(_("Who"), max_length=150)
    verb = models.CharField(_("Did"), max_length=60)
    kind = models.CharField(_("Kind of record"), max_length=60, blank=True)
    code = models.CharField(_("Code"), max_length=80, blank=True, db_index=True)
    because = models.CharField(_("Reason"), max_length=500, blank=True)
    detail = models.JSONField(_("Details"), default=dict, blank=True)
    previous = models.CharField(_("Digest before"), max_length=64)
    digest = models.CharField(_("Digest"), max_length=64, unique=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("number",)
        # Each filter of the trail's page, newest first; and the entries about many records at once.
        indexes = (
            models.Index(fields=("actor", "-number"), name="access_audit_actor"),
            models.Index(fields=("verb", "-number"), name="access_audit_verb"),
            models.Index(fields=("kind", "-number"), name="access_audit_kind"),
            models.Index(fields=("at",), name="access_audit_at"),
            models.Index(
                fields=("verb", "-number"), name="access_audit_many", condition=Q(code="")
            ),
        )

    class Privacy:
        identifying = "actor"
        sensitive = "code because detail"
        plain = "number at verb kind previous digest"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("an audit entry is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("an audit entry is never deleted")


class BreakGlassQuerySet(models.QuerySet):
    """Who broke the glass of which case."""

    def visible_to(self, user: Any) -> "BreakGlassQuerySet":
        """All for those who read the audit trail, and everybody's own."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        if user.may_read(Area.AUDIT, Scope.ORGANISATION):
            return self
        return self.filter(user=user)

    def waiting(self) -> "BreakGlassQuerySet":
        """Those that nobody has looked into yet: the alerts of the data-protection officer."""
        return self.filter(reviewed_at=None)

    def open_now(self) -> "BreakGlassQuerySet":
        """Those under which something can be read at this moment."""
        return self.filter(until__gt=timezone.now())


class BreakGlass(models.Model):
    """A look into a case beyond one's own, in an emergency: a reason, a set time, a review.

    Each row is an alert to the data-protection officer until it is reviewed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Who"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    case = models.ForeignKey(
        "casework.Case", verbose_name=_("Case"), on_delete=models.PROTECT, related_name="+"
    )
    # How the pages name it: a glass is no record of the work, but it has an address.
    code = models.CharField(
        _("Code"), max_length=40, unique=True, default=glass_code, editable=False
    )
    because = models.CharField(_("Reason"), max_length=500)
    at = models.DateTimeField(_("At"))
    until = models.DateTimeField(_("Until"))
    reviewed_at = models.DateTimeField(_("Reviewed at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Reviewed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    finding = models.CharField(_("Finding"), max_length=500, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = _("broken glass")
        verbose_name_plural = _("broken glasses")
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gt=F("at")),
                name="access_breakglass_lasts",
                violation_error_message=_("It ends after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(because=""),
                name="access_breakglass_reason",
                violation_error_message=_("Say why you need to see this case."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="access_breakglass_review_at_and_by",
                violation_error_message=_("A review has a time and a person."),
            ),
        )

    class Privacy:
        identifying = "user"
        sensitive = "case because finding"
        plain = "code at until reviewed_at reviewed_by"

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class RoleRequest(models.Model):
    """A role that opens records about people, asked for by one person and given by another.

    Whoever looks after the accounts cannot let themselves, or a friend, into the
    cases: the account has no such right until the director or a supervisor agrees.
    """

    code = models.CharField(
        _("Code"), max_length=40, unique=True, default=request_code, editable=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Account"),
        on_delete=models.PROTECT,
        related_name="role_requests",
    )
    role = models.CharField(_("Role"), max_length=30, choices=Role.choices)
    site = models.ForeignKey(
        "programme.Site",
        verbose_name=_("Site"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    staff = models.ForeignKey(
        "programme.Staff",
        verbose_name=_("Staff member"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("Asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Asked by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("Decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    agreed = models.BooleanField(_("Agreed"), null=True)

    class Meta:
        verbose_name = _("request for a role")
        verbose_name_plural = _("requests for a role")
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(decided_at__isnull=True),
                name="access_rolerequest_one_waiting",
                violation_error_message=_("A request for this account is waiting already."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, agreed__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, agreed__isnull=False),
                name="access_rolerequest_decision_whole",
                violation_error_message=_("A decision has a time, a person and an answer."),
            ),
        )

    class Privacy:
        identifying = "user"
        sensitive = "role site staff"
        plain = "code asked_at asked_by decided_at decided_by agreed"

    def __str__(self) -> str:
        return self.code


class Verification(models.Model):
    """One walk over the whole audit trail: how far it has come, and what it found."""

    code = models.CharField(
        _("Code"), max_length=40, unique=True, default=verification_code, editable=False
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Asked by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("Asked at"))
    moved_at = models.DateTimeField(_("Last moved at"))
    finished_at = models.DateTimeField(_("Finished at"), null=True, blank=True)
    failed = models.BooleanField(_("Ended by a fault"), default=False)
    done = models.BigIntegerField(_("Entries looked at"), default=0)
    total = models.BigIntegerField(_("Entries in all"), default=0)
    noted_number = models.BigIntegerField(_("Number noted"), null=True, blank=True)
    noted_digest = models.CharField(_("Digest noted"), max_length=64, blank=True)
    broken = models.BigIntegerField(_("Entries that do not hold"), default=0)
    breaks = models.JSONField(_("The first of them"), default=list, blank=True)

    class Meta:
        verbose_name = _("verification of the trail")
        verbose_name_plural = _("verifications of the trail")
        ordering = ("-asked_at",)

    class Privacy:
        identifying = ""
        sensitive = ""
        plain = (
            "code asked_by asked_at moved_at finished_at failed done total "
            "noted_number noted_digest broken breaks"
        )

    def __str__(self) -> str:
        return self.code
