"""A JWS that a client made: read within bounds, verified under its own keys (RFC 7515 section 5.2, RFC 8725)."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from oauth_server.protocol.strict_json import once
from oauth_server.protocol.tokens import client_jwks
from oauth_server.protocol.tokens.jws import base64url, from_base64url
from oauth_server.vocabulary import SigningAlgorithm

LONGEST: Final = 16 * 1024
DEEPEST: Final = 12
LARGEST: Final = 2**63
ALPHABET: Final = re.compile(r"[A-Za-z0-9_-]+\Z")
VERIFIERS: Final[Mapping[SigningAlgorithm, Any]] = {
    known: JWSRegistry.algorithms["Ed25519" if known == SigningAlgorithm.EDDSA else str(known)]
    for known in SigningAlgorithm
}
"""EdDSA (RFC 8037) is Ed25519 here, the one curve that clients and servers share (RFC 9864 section 2.2)."""


class JwsRefused(ValueError):
    """A JWS is malformed, or its signature is not one of the client's; the text says nothing of what it holds."""


@dataclass(frozen=True, slots=True)
class ClientJws:
    """The parts of a JWS, before anything is verified. `kid`: which key is said to have signed it, None if unsaid."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signing_input: bytes
    signature: bytes

    @property
    def kid(self) -> str | None:
        """The identifier of the key in the header."""
        return self.header.get("kid")


def parse(token: str) -> ClientJws:
    """Return the parts of a compact JWS with a JSON object in it; raise JwsRefused. Nothing is proved by that."""
    if len(token) > LONGEST:
        raise JwsRefused("The JWT is too long.")
    parts = token.split(".")
    if len(parts) != 3:
        raise JwsRefused("The JWT is not a JWS in compact form.")
    header, claims = _json_object(_decode(parts[0])), _json_object(_decode(parts[1]))
    if "crit" in header or "b64" in header:
        raise JwsRefused("The JWT asks for an extension that is not understood.")
    if not isinstance(header.get("kid", ""), str) or not isinstance(header.get("typ", ""), str):
        raise JwsRefused("The header of the JWT is malformed.")
    return ClientJws(header, claims, f"{parts[0]}.{parts[1]}".encode("ascii"), _decode(parts[2]))


def verify(
    token: str, *, jwks: Any, algorithms: Collection[SigningAlgorithm], typs: Collection[str | None]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the header and the claims of a JWS that one of the keys in `jwks` signed; raise JwsRefused.

    Keys come from `jwks` alone: `jku`, `x5u`, `x5c` and `jwk` of the header are never looked at. `typs`: what the
    header may have there, None for none at all; case and a leading `application/` do not matter (section 4.1.9).
    """
    jws = parse(token)
    algorithm = next((known for known in algorithms if known == jws.header.get("alg")), None)
    if algorithm is None:
        raise JwsRefused("The JWT is not signed by an algorithm that is taken here.")
    if _typ(jws.header.get("typ")) not in {_typ(typ) for typ in typs}:
        raise JwsRefused("The JWT is of another type.")
    for key in client_jwks.candidates(jwks, kid=jws.kid, algorithm=algorithm):
        if _is_signed(jws, algorithm, key):
            return jws.header, jws.claims
    raise JwsRefused("The JWT is not signed by a key of the client.")


def _is_signed(jws: ClientJws, algorithm: SigningAlgorithm, key: Any) -> bool:
    verifier = VERIFIERS[algorithm]
    try:
        verifier.check_key(key)
        return bool(verifier.verify(jws.signing_input, jws.signature, key))
    except (JoseError, ValueError):
        return False


def _typ(typ: str | None) -> str | None:
    return typ.lower().removeprefix("application/") if typ is not None else None


def _decode(part: str) -> bytes:
    """Return the bytes of one part, which has one spelling only (RFC 7515 section 2)."""
    try:
        decoded = from_base64url(part) if ALPHABET.match(part) else b""
    except ValueError:
        decoded = b""
    if not decoded or base64url(decoded) != part:
        raise JwsRefused("The JWT is not base64url.")
    return decoded


def _json_object(text: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(text.decode(), object_pairs_hook=once)  # two readers would take two values
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or not _is_plain(value, DEEPEST):
        raise JwsRefused("The JWT does not hold plain JSON objects.")
    return value


def _is_plain(value: Any, depth: int) -> bool:
    """Return whether a value is not too deep, and of numbers and text that a database takes."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, (int, float)):
        return abs(value) < LARGEST  # not so of an infinite one, nor of what is no number
    if isinstance(value, dict):
        return depth > 0 and all(_is_plain(part, depth - 1) for pair in value.items() for part in pair)
    return not isinstance(value, list) or (depth > 0 and all(_is_plain(part, depth - 1) for part in value))
