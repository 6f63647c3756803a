"""Questions about accounts."""

from django.conf import settings

from agimi.access.choices import Role
from agimi.access.models import User


def demo_accounts() -> list[User]:
    """One account a role, in the order of the roles; none where real people are recorded."""
    if not settings.DEMO:
        return []
    order = {role.value: place for place, role in enumerate(Role)}
    accounts = User.objects.filter(is_demo=True, is_active=True).select_related("site")
    return sorted(accounts, key=lambda user: (order.get(user.role, len(order)), user.username))
