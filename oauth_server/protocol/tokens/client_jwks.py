"""The public keys of a client: which of them may verify what (RFC 7517 sections 4 and 5, RFC 7518 section 6)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from oauth_server.protocol.tokens.jws import from_base64url
from oauth_server.vocabulary import SigningAlgorithm

MOST_KEYS: Final = 20
SHORTEST_RSA: Final = 2048
LONGEST_RSA: Final = 8192
LONGEST_EXPONENT: Final = 32
"""Bits; longer ones cost the server more than they give anybody (RFC 8725 section 3.5)."""
SECRET_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
"""Of a private or a symmetric key (RFC 7518 sections 6.2.2, 6.3.2, 6.4): others may know it, so it proves nothing."""
CURVES: Final[Mapping[str, str]] = {"EC": "P-256", "OKP": "Ed25519"}
KEY_TYPES: Final[Mapping[SigningAlgorithm, str]] = {
    SigningAlgorithm.RS256: "RSA",
    SigningAlgorithm.PS256: "RSA",
    SigningAlgorithm.ES256: "EC",
    SigningAlgorithm.EDDSA: "OKP",
}
IMPORTERS: Final[Mapping[str, Any]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}


class JwksRefused(ValueError):
    """A JWK Set is not one that a client may have; the text says why, and holds nothing of it."""


def check(jwks: Any) -> None:
    """Raise JwksRefused unless this is a JWK Set of public keys, one at least of which can verify a signature here."""
    keys = jwks.get("keys") if isinstance(jwks, dict) else None
    if not isinstance(keys, list) or not all(isinstance(jwk, dict) for jwk in keys):
        raise JwksRefused("A JWK Set is an object with a list of keys.")
    if len(keys) > MOST_KEYS:
        raise JwksRefused(f"A client has {MOST_KEYS} keys at most.")
    if any(_is_secret(jwk) for jwk in keys):
        raise JwksRefused("The JWK Set holds a private or a symmetric key.")
    if not any(_key(jwk) and _is_for_signatures(jwk) for jwk in keys):
        raise JwksRefused("No key can verify a signature: RSA of 2048 bits at least, P-256, or Ed25519.")


def holds_kid(jwks: Any, kid: str | None) -> bool:
    """Return whether a key of this identifier is there; without one, whether any key is."""
    return any(kid is None or jwk.get("kid") == kid for jwk in _listed(jwks))


def candidates(jwks: Any, *, kid: str | None, algorithm: SigningAlgorithm) -> Iterator[Any]:
    """Give the keys that may have made a signature by `algorithm`; a JWS without `kid` is held against each of them."""
    for jwk in _listed(jwks):
        fits = (kid is None or jwk.get("kid") == kid) and jwk.get("kty") == KEY_TYPES[algorithm]
        if fits and jwk.get("alg", algorithm) == algorithm and not _is_secret(jwk) and _is_for_signatures(jwk):
            key = _key(jwk)
            if key is not None:
                yield key


def _listed(jwks: Any) -> list[dict[str, Any]]:
    keys = jwks.get("keys") if isinstance(jwks, dict) else None
    return [jwk for jwk in keys[:MOST_KEYS] if isinstance(jwk, dict)] if isinstance(keys, list) else []


def _is_secret(jwk: Mapping[str, Any]) -> bool:
    return bool(SECRET_MEMBERS & jwk.keys()) or jwk.get("kty") == "oct"


def _is_for_signatures(jwk: Mapping[str, Any]) -> bool:
    operations = jwk.get("key_ops", ["verify"])
    return jwk.get("use", "sig") == "sig" and isinstance(operations, list) and "verify" in operations


def _key(jwk: Mapping[str, Any]) -> Any:
    """Return the key that may be used; None for one that is malformed, too short or of another curve."""
    kty = jwk.get("kty")
    if not isinstance(kty, str) or kty not in IMPORTERS or jwk.get("crv", CURVES.get(kty)) != CURVES.get(kty):
        return None
    try:
        if kty == "RSA" and not (
            SHORTEST_RSA <= _bits(jwk["n"]) <= LONGEST_RSA and _bits(jwk["e"]) <= LONGEST_EXPONENT
        ):
            return None
        members = {name: jwk[name] for name in ("kty", "crv", "x", "y", "n", "e") if name in jwk}
        key = IMPORTERS[kty].import_key(members)
        return key if key.public_key else None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _bits(number: str) -> int:
    return int.from_bytes(from_base64url(number)).bit_length()
