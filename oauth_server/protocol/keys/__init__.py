"""Signing keys (RFC 7517): which signs, which are published, which verify; private halves stay behind a port."""

from typing import Any

from django.utils import timezone

from oauth_server.protocol.keys import algorithms
from oauth_server.protocol.keys.known import find, known_keys
from oauth_server.protocol.keys.port import HeldKey
from oauth_server.protocol.keys.rotation import ensure_signing_key
from oauth_server.protocol.keys.sealing import sealer
from oauth_server.vocabulary import SigningAlgorithm

__all__ = ["active_kid", "ensure_signing_key", "is_signed", "public_key", "public_keys", "sealer", "sign"]


def active_kid(algorithm: SigningAlgorithm) -> str:
    """Return the identifier of the key that signs by this algorithm now; raise ImproperlyConfigured without one."""
    return known_keys().active(algorithm, timezone.now())


def sign(kid: str, signing_input: bytes) -> bytes:
    """Return the signature of a JWS signing input (RFC 7515 section 5.1); raise KeyError for an unknown key."""
    return known_keys().port.sign(kid, signing_input)


def public_keys() -> list[dict[str, Any]]:
    """Return the JSON Web Keys that are published: next, active, and retired as long as what they signed may live."""
    return [dict(key.jwk) for key in known_keys().published(timezone.now())]


def public_key(kid: str) -> HeldKey | None:
    """Return a key that was not withdrawn, published or not; None for any other.

    A kid that is not known is read once more from the rows, but not more than once a second: another process may have
    made the key just now, and whoever makes kids up must cost nothing.
    """
    known = find(kid)
    return known.held if known else None


def is_signed(key: HeldKey, signature: bytes, signing_input: bytes) -> bool:
    """Return whether the signature is that of this key, by its one algorithm (RFC 8725 section 3.1)."""
    return algorithms.is_signed(key.algorithm, key.public, signature, signing_input)
