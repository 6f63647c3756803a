"""Accounts: people who sign in, and the one of the installation itself."""

from agimi.access.choices import Role
from agimi.access.models import User

SYSTEM_NAME = "agimi"


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
