"""What the sign-in page needs besides its form."""

from django import template

from agimi.access.models import User
from agimi.access.queries import demo_accounts as accounts_of_the_demo

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[User]:
    return accounts_of_the_demo()
