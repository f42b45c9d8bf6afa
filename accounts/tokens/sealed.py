"""What only this server can read of what it keeps or hands out: encrypted under derived keys (RFC 5869)."""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(purpose: str, value: bytes) -> str:
    """Return `value` encrypted for `purpose` under SECRET_KEY, as text."""
    return sealer(purpose, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).encrypt(value).decode()


def open_sealed(purpose: str, sealed: str) -> bytes | None:
    """Return the value, or None where it is not ours or was sealed for another purpose."""
    try:
        return sealer(purpose, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).decrypt(sealed.encode())
    except (InvalidToken, ValueError):
        return None


@cache
def sealer(purpose: str, secrets: tuple[str, ...]) -> MultiFernet:
    """Return what seals for one purpose under the first secret and opens under each."""
    derived = (HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode()) for key in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in derived])
