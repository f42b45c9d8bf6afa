"""What this server alone can open: sealed under a key that is derived from SIGNING_KEYS_SECRET for one purpose."""

from cryptography.fernet import MultiFernet
from django.conf import settings

from accounts.tokens import sealed


def sealer(purpose: str) -> MultiFernet:
    """Return what seals and opens values for one purpose, under every SIGNING_KEYS_SECRET, newest first."""
    return sealed.sealer(purpose, tuple(settings.SIGNING_KEYS_SECRET))
