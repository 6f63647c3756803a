"""What allauth may do here: sign people in, and nothing else."""

from __future__ import annotations

import base64
import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest

from agimi.access import watch

# Once in so many seconds the trail says that somebody is kept waiting.
QUIET = 300
SEALED = "v1:"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are given by the organisation (`agimi user add`), never taken."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Several wrong tries slow the next ones down (ACCOUNT_RATE_LIMITS); that is audited."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            name = str(credentials.get("username", ""))
            if cache.add(
                f"slowed:{self._get_login_attempts_cache_key(request, **credentials)}", 1, QUIET
            ):
                watch.slowed(request, name)
            raise

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is sent by mail; the trail tells of it."""


class FactorAdapter(DefaultMFAAdapter):
    """Second factors; their secrets lie encrypted, so that a copy of the records opens no account."""

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(12)
        sealed = nonce + AESGCM(_key()).encrypt(nonce, text.encode(), SEALED.encode())
        return SEALED + base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):
            return encrypted_text  # set up before secrets were encrypted
        sealed = base64.b64decode(encrypted_text.removeprefix(SEALED))
        return AESGCM(_key()).decrypt(sealed[:12], sealed[12:], SEALED.encode()).decode()


def _key() -> bytes:
    if settings.AGIMI_MASTER_KEY is None:
        raise ImproperlyConfigured(
            "There is no master key, so no second factor can be read: run `agimi init`."
        )
    return HKDF(SHA256(), 32, salt=None, info=b"agimi second factor").derive(
        settings.AGIMI_MASTER_KEY
    )
