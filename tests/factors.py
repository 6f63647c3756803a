"""A second factor for the people of the tests: roles with rights over records open nothing without.

`give_factor(user)` is what setting up the app on a phone leaves behind, with the recovery codes
put away; `digits_of(user)` is what the app shows now.
"""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from agimi.access.factor import KEPT, is_guarded

SECRET = "JBSWY3DPEHPK3PXP"


def give_factor(user: Any) -> Any:
    TOTP.activate(user, SECRET)
    codes = RecoveryCodes.activate(user).instance
    codes.data |= {"viewed_at": time.time(), KEPT: time.time()}
    codes.save()
    return user


def give_factor_if_needed(user: Any) -> Any:
    return give_factor(user) if is_guarded(user.role) else user


def digits_of(whose: Any) -> str:
    """The digits that the app shows at this moment, of a user or of a secret."""
    secret = whose
    if not isinstance(whose, str):
        held = Authenticator.objects.get(user=whose, type=Authenticator.Type.TOTP)
        secret = decrypt(held.data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
