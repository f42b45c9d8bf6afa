"""What this server signs, in compact form (RFC 7515 section 7.1); each kind of token has its own `typ` (RFC 8725)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from oauth_server.protocol import keys
from oauth_server.vocabulary import MediaType, SigningAlgorithm

LONGEST_HEADER: Final = 512
LONGEST_TOKEN: Final = 32 * 1024
"""Characters; nothing that we sign is longer, and nothing longer is decoded."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A token that we signed: under which key, and what it says."""

    kid: str
    claims: dict[str, Any]


def sign(claims: Mapping[str, Any], *, typ: MediaType, algorithm: SigningAlgorithm) -> str:
    """Return `claims` signed under the active key of `algorithm`, without a statement."""
    kid = keys.active_kid(algorithm)
    signing_input = f"{_header(algorithm, typ, kid)}.{_json(claims)}".encode("ascii")
    return f"{signing_input.decode()}.{base64url(keys.sign(kid, signing_input))}"


def read(token: str, *, typ: MediaType) -> dict[str, Any] | None:
    """Return the claims of a token of this kind that we signed, expired or not; None for any other."""
    signed = read_signed(token, typ=typ)
    return signed.claims if signed else None


def read_signed(token: str, *, typ: MediaType) -> Signed | None:
    """Return a token of this kind that we signed, expired or not, with its key; None for any other.

    The `kid` names the key, the key its algorithm, and the header must be, octet for octet, the one that we write for
    them: no other algorithm, type, or parameter has a way in (RFC 8725 sections 3.1 and 3.11). Never raises.
    """
    header, _, rest = token.partition(".")
    payload, _, signature = rest.partition(".")
    if len(header) > LONGEST_HEADER or len(token) > LONGEST_TOKEN:
        return None
    kid = _kid(header)
    key = keys.public_key(kid) if kid else None
    if kid is None or key is None or header != _header(key.algorithm, typ, kid):
        return None
    octets = _octets(signature)
    if octets is None or not payload.isascii():
        return None
    if not keys.is_signed(key, octets, f"{header}.{payload}".encode("ascii")):
        return None
    claims = json.loads(_octets(payload) or b"null")
    genuine = isinstance(claims, dict) and claims.get("iss") == settings.ISSUER
    return Signed(kid, claims) if genuine else None


def base64url(value: bytes) -> str:
    """Return base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def from_base64url(part: str) -> bytes:
    """Return what a part without padding encodes; raise ValueError where it encodes nothing."""
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _header(algorithm: SigningAlgorithm, typ: MediaType, kid: str) -> str:
    return _json({"alg": algorithm, "typ": typ, "kid": kid})


def _kid(header: str) -> str | None:
    try:
        named = json.loads(_octets(header) or b"null")
    except (ValueError, RecursionError):
        return None
    kid = named.get("kid") if isinstance(named, dict) else None
    return kid if isinstance(kid, str) else None


def _octets(part: str) -> bytes | None:
    """Return what a part encodes, None where it is not the one way to write that down."""
    try:
        octets = from_base64url(part)
    except ValueError:
        return None
    return octets if base64url(octets) == part else None


def _json(value: Mapping[str, Any]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())
