"""What only this server can read of its own rows: encrypted under keys derived from SECRET_KEY (RFC 5869)."""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(purpose: str, value: bytes) -> str:
    """Return `value` encrypted for `purpose`, as text."""
    return _sealer(purpose, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).encrypt(value).decode()


def open_sealed(purpose: str, sealed: str) -> bytes | None:
    """Return the value, or None where it is not ours or was sealed for another purpose."""
    try:
        return _sealer(purpose, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).decrypt(sealed.encode())
    except (InvalidToken, ValueError):
        return None


@cache
def _sealer(purpose: str, secrets: tuple[str, ...]) -> MultiFernet:
    derived = (HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode()) for key in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in derived])
