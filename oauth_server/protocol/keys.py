"""Signing keys behind one port: `active_kid()`, `sign(kid, input)` and `public_keys()` (RFC 7517, RFC 7515).

The private half is sealed in the database under SIGNING_KEYS_SECRET; a process opens each key once.
"""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

from cryptography.fernet import InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from joserfc.jwk import RSAKey

from accounts.tokens import sealed
from oauth_server.protocol.models import SigningKey

SIGNING_ALGORITHM = "RS256"
CLOCK_SKEW = timedelta(minutes=5)
"""The first key signs on a node whose clock is behind that of the one that migrated, too."""
_opened: dict[str, tuple[rsa.RSAPrivateKey, dict[str, Any]]] = {}
_opening = threading.Lock()


def active_kid() -> str:
    """Return the identifier of the key that signs now."""
    return next(iter(_keys()))


def sign(kid: str, signing_input: bytes) -> bytes:
    """Return the RS256 signature of a JWS signing input (RFC 7515 section 5.1); raise KeyError for an unknown key."""
    return _keys()[kid][0].sign(signing_input, padding.PKCS1v15(), hashes.SHA256())


def public_keys() -> list[dict[str, Any]]:
    """Return the public JSON Web Keys, the signing one first."""
    return [public for _, public in _keys().values()]


def ensure_signing_key() -> None:
    """Make the first signing key where there is none; what this process had opened before is forgotten."""
    if SigningKey.objects.exists():
        return
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    kid = uuid4().hex
    public = RSAKey.import_key(private.public_key()).as_dict(private=False)
    SigningKey.objects.create(
        kid=kid,
        algorithm=SIGNING_ALGORITHM,
        sealed_private_key=sealer("signing keys").encrypt(pem),
        public_jwk={**public, "kid": kid, "use": "sig", "alg": SIGNING_ALGORITHM},
        not_before=timezone.now() - CLOCK_SKEW,
    )
    with _opening:
        _opened.clear()


def sealer(purpose: str) -> MultiFernet:
    """Return what seals and opens values for one purpose, under every SIGNING_KEYS_SECRET, newest first."""
    return sealed.sealer(purpose, tuple(settings.SIGNING_KEYS_SECRET))


def _keys() -> dict[str, tuple[rsa.RSAPrivateKey, dict[str, Any]]]:
    with _opening:
        if not _opened:
            _opened.update(_open_all())
    return _opened


def _open_all() -> dict[str, tuple[rsa.RSAPrivateKey, dict[str, Any]]]:
    rows = SigningKey.objects.filter(withdrawn_at=None, not_before__lte=timezone.now()).order_by("-not_before")
    opened = {}
    for row in sorted(rows, key=lambda row: row.retired_at is not None):
        try:
            pem = sealer("signing keys").decrypt(bytes(row.sealed_private_key))
        except InvalidToken:
            raise ImproperlyConfigured(f"SIGNING_KEYS_SECRET does not open signing key {row.kid}.") from None
        private = serialization.load_pem_private_key(pem, password=None)
        if isinstance(private, rsa.RSAPrivateKey):
            opened[row.kid] = (private, row.public_jwk)
    if not opened:
        raise ImproperlyConfigured("There is no signing key: run `manage.py migrate`.")
    return opened
