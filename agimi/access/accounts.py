"""Accounts: people who sign in, who gives them what, and the account of the installation itself.

Nobody changes their own account here. A role that opens records about people is
asked for by one person and agreed to by another, the director or a supervisor.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agimi.access.audit import write_entry
from agimi.access.choices import Area, Role, Scope
from agimi.access.models import RoleRequest, User

SYSTEM_NAME = "agimi"
KIND = "access.user"
# Without letters that are taken for others when a password is copied by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# Who agrees to a role that opens records.
AGREEING = (Role.DIRECTOR, Role.SUPERVISOR)


def system_user() -> User:
    """The account under which commands on the machine write; nobody can sign in as it.

    It has no password and no second factor, and sign-in refuses its role
    (``may_sign_in``). What it does stands in the audit trail under its name.
    """
    user, made = User.objects.get_or_create(
        username=SYSTEM_NAME, defaults={"role": Role.SYSTEM, "password": "!"}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def may_sign_in(user: User) -> bool:
    """Whether an account belongs to somebody who can sign in."""
    return user.is_active and user.role != Role.SYSTEM


def new_password() -> str:
    """Four groups of four: 79 bits, easily read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))


# ── Who may ─────────────────────────────────────────────────────────────────────────────────────
def may_keep_accounts(user: User) -> bool:
    """Whether somebody looks after the accounts of the others."""
    return user.may_write(Area.SYSTEM, Scope.ORGANISATION)


def may_agree(user: User) -> bool:
    """Whether somebody agrees to roles that open records."""
    return user.is_active and user.role in AGREEING


def check_may_keep(user: User, of: User | None = None) -> None:
    """Raise PermissionDenied unless ``user`` looks after the accounts, and this one is another's."""
    if not may_keep_accounts(user):
        raise PermissionDenied(_("Accounts are changed by the person who looks after them."))
    if of is None:
        return
    if of.pk == user.pk:
        raise PermissionDenied(_("Nobody changes their own account; ask somebody else to do it."))
    if of.role == Role.SYSTEM:
        raise PermissionDenied(_("The account of the installation itself is not changed by hand."))


def accounts() -> models.QuerySet[User]:
    """All accounts of people, by name, with what waits for them."""
    waiting = RoleRequest.objects.filter(user=models.OuterRef("pk"), decided_at=None)
    people = User.objects.exclude(role=Role.SYSTEM).select_related("site", "staff")
    return people.annotate(asked_role=models.Subquery(waiting.values("role")[:1])).order_by(
        "username"
    )


def free_staff(of: User | None = None) -> Any:
    """Staff who have no account yet, and the one of this account."""
    taken = User.objects.exclude(staff=None)
    if of is not None:
        taken = taken.exclude(pk=of.pk)
    staff = apps.get_model("programme", "Staff")._base_manager.order_by("name")
    return staff.exclude(pk__in=taken.values("staff"))


def sites() -> Any:
    return apps.get_model("programme", "Site")._base_manager.order_by("code")


# ── Verbs ───────────────────────────────────────────────────────────────────────────────────────
def give_account(
    *, name: str, role: str, by: User, site: Any = None, staff: Any = None, language: str = "sq"
) -> tuple[User, str]:
    """A new account and its first password, which is nowhere else.

    A role that opens records waits for somebody else; until then the account has none.
    """
    from agimi.access.factor import is_guarded

    check_may_keep(by)
    password = new_password()
    guarded = is_guarded(role)
    user = User(
        username=name, role="" if guarded else role, site=site, staff=staff, language=language
    )
    user.set_password(password)
    user.full_clean()
    with transaction.atomic():
        user.save()
        detail = {"role": user.role, "site": site.code if site else ""}
        write_entry(by=by, verb="account given", kind=KIND, code=name, detail=detail)
        if guarded:
            _ask(user, role=role, site=site, staff=staff, by=by)
    return user, password


def change_account(
    user: User, *, role: str, by: User, site: Any = None, staff: Any = None, language: str = "sq"
) -> RoleRequest | None:
    """Change what somebody is here; returns the request where somebody else must agree.

    A role that opens no records holds at once. One that does — the role itself,
    another site, another member of staff — waits, and the present one holds until then.
    """
    from agimi.access.factor import is_guarded

    check_may_keep(by, user)
    same = (user.role, user.site_id, user.staff_id) == (
        role,
        site.pk if site else None,
        staff.pk if staff else None,
    )
    with transaction.atomic():
        RoleRequest.objects.filter(user=user, decided_at=None).update(
            decided_at=timezone.now(), decided_by=by, agreed=False
        )
        if is_guarded(role) and not same:
            _write(user, {"language": language}, by)
            return _ask(user, role=role, site=site, staff=staff, by=by)
        values = {"role": role, "site": site, "staff": staff, "language": language}
        _write(user, values, by)
    return None


def _write(user: User, values: dict[str, Any], by: User) -> None:
    changed = [name for name, value in values.items() if getattr(user, name) != value]
    if not changed:
        return
    for name, value in values.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=changed)
    detail = {"fields": changed, "role": user.role}
    write_entry(by=by, verb="account changed", kind=KIND, code=user.get_username(), detail=detail)


def _ask(user: User, *, role: str, site: Any, staff: Any, by: User) -> RoleRequest:
    asked = RoleRequest.objects.create(
        user=user, role=role, site=site, staff=staff, asked_by=by, asked_at=timezone.now()
    )
    detail = {"role": role, "site": site.code if site else ""}
    write_entry(by=by, verb="role asked", kind=KIND, code=user.get_username(), detail=detail)
    return asked


def decide(asked: RoleRequest, *, agreed: bool, by: User) -> RoleRequest:
    """Agree to a role or refuse it: never one's own, never what one asked for oneself."""
    if not may_agree(by):
        raise PermissionDenied(_("The director or a supervisor agrees to this."))
    if by.pk in (asked.user_id, asked.asked_by_id):
        raise PermissionDenied(_("Somebody else must agree to this: it concerns you."))
    with transaction.atomic():
        waiting = RoleRequest.objects.filter(pk=asked.pk, decided_at=None)
        now = timezone.now()
        if not waiting.update(decided_at=now, decided_by=by, agreed=agreed):
            raise ValidationError(_("This was decided already."))
        user = asked.user
        if agreed:
            user.role, user.site, user.staff = asked.role, asked.site, asked.staff
            user.full_clean(exclude=["password"])
            user.save(update_fields=["role", "site", "staff"])
        write_entry(
            by=by,
            verb="role agreed" if agreed else "role refused",
            kind=KIND,
            code=user.get_username(),
            detail={"role": asked.role, "site": asked.site.code if asked.site else ""},
        )
    return asked


def requests_for(user: User) -> models.QuerySet[RoleRequest]:
    """What waits for somebody to agree to: not what concerns or comes from themselves."""
    waiting = RoleRequest.objects.filter(decided_at=None)
    if not may_agree(user):
        return waiting.none()
    return waiting.exclude(user=user).exclude(asked_by=user)


def switch_account(user: User, *, opened: bool, by: User) -> User:
    """Close an account, which signs it out at once, or open it again."""
    check_may_keep(by, user)
    if user.is_active == opened:
        return user
    user.is_active = opened
    with transaction.atomic():
        user.save(update_fields=["is_active"])
        verb = "account opened" if opened else "account closed"
        write_entry(by=by, verb=verb, kind=KIND, code=user.get_username())
    return user


def set_password(user: User, *, by: User | str) -> str:
    """A new password, shown once; whoever was signed in with the old one no longer is."""
    if not isinstance(by, str):
        check_may_keep(by, user)
    password = new_password()
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        write_entry(by=by, verb="password reset", kind=KIND, code=user.get_username())
    return password
