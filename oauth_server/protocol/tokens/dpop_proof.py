"""A DPoP proof as it is written: the syntax and the signature of RFC 9449 section 4.2; what it is for is not asked."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from oauth_server.protocol.tokens.client_jwks import SECRET_MEMBERS
from oauth_server.protocol.tokens.jws import from_base64url
from oauth_server.vocabulary import PROOF_ALGORITHMS, MediaType, SigningAlgorithm

LONGEST: Final = 8192
"""Characters of a proof."""
LONGEST_JTI: Final = 256
RSA_BITS: Final = range(2048, 4097)
EXPONENT_BITS: Final = range(2, 33)
"""A longer one makes a verification thirty times as dear, for whoever sends it for nothing."""
KEYS: Final[Mapping[SigningAlgorithm, tuple[Any, Mapping[str, str], tuple[str, ...]]]] = {
    SigningAlgorithm.ES256: (ECKey, {"kty": "EC", "crv": "P-256"}, ("x", "y")),
    SigningAlgorithm.PS256: (RSAKey, {"kty": "RSA"}, ("n", "e")),
    SigningAlgorithm.EDDSA: (OKPKey, {"kty": "OKP", "crv": "Ed25519"}, ("x",)),
}
"""What the key of each algorithm must be, and the members that make it (RFC 7638 section 3.2)."""
_FORM: Final = re.compile(r"([\w-]+)\.([\w-]+)\.([\w-]+)", re.ASCII)
_MEMBER: Final = re.compile(r"[\w-]{1,1024}", re.ASCII)


class Malformed(ValueError):
    """This is no proof. The text says what is wrong, in words for the client."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The claims of a proof (RFC 9449 section 4.2) whose signature is right, and the thumbprint of its key."""

    jkt: str
    htm: str
    htu: str
    jti: str
    iat: float
    ath: str | None
    nonce: str | None


def read(value: str) -> Proof:
    """Return what a DPoP header says; raise Malformed. Costs one verification, and no statement."""
    form = _FORM.fullmatch(value) if len(value) <= LONGEST else None
    if form is None:
        raise Malformed("The DPoP header must hold exactly one proof, a signed JWT in compact form.")
    header, claims, signature = _object(form[1]), _object(form[2]), _decoded(form[3])
    if header.get("typ") != MediaType.DPOP_PROOF or "crit" in header:
        raise Malformed("The proof must have the typ dpop+jwt, and no crit.")
    algorithm = next((known for known in PROOF_ALGORITHMS if known == header.get("alg")), None)
    if algorithm is None:
        raise Malformed(f"The proof must be signed by one of {', '.join(PROOF_ALGORITHMS)}.")
    key = _key(algorithm, header.get("jwk"))
    if not _signed(algorithm, key, value.rpartition(".")[0].encode(), signature):
        raise Malformed("The proof is not signed by the key that it carries.")
    return _proof(claims, jkt=key.thumbprint())


def _object(part: str) -> Mapping[str, Any]:
    try:
        found = json.loads(_decoded(part))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Malformed("The header and the claims of the proof must be JSON objects.")
    return found


def _decoded(part: str) -> bytes:
    try:
        return from_base64url(part)
    except ValueError:
        raise Malformed("The parts of the proof must be base64url.") from None


def _key(algorithm: SigningAlgorithm, jwk: Any) -> Any:
    """Return the public key of the header, by the members that make it and nothing else that stands there."""
    kind, fixed, members = KEYS[algorithm]
    wrong = Malformed(f"The jwk of the proof must be a public key for {algorithm}, and hold nothing private.")
    if not isinstance(jwk, dict) or jwk.keys() & SECRET_MEMBERS or any(jwk.get(name) != fixed[name] for name in fixed):
        raise wrong
    values = {name: value for name in members if isinstance(value := jwk.get(name), str) and _MEMBER.fullmatch(value)}
    if len(values) < len(members):
        raise wrong
    if kind is RSAKey and not (_bits(values["n"]) in RSA_BITS and _bits(values["e"]) in EXPONENT_BITS):
        raise Malformed("The RSA key of the proof must have 2048 to 4096 bits, and an exponent of 32 at most.")
    try:
        return kind.import_key({**fixed, **values})
    except (JoseError, ValueError):
        raise wrong from None


def _bits(number: str) -> int:
    return int.from_bytes(_decoded(number)).bit_length()


def _signed(algorithm: SigningAlgorithm, key: Any, signing_input: bytes, signature: bytes) -> bool:
    try:
        return JWSRegistry.algorithms[algorithm].verify(signing_input, signature, key)
    except (JoseError, ValueError):
        return False


def _proof(claims: Mapping[str, Any], *, jkt: str) -> Proof:
    iat = claims.get("iat")
    if isinstance(iat, bool) or not isinstance(iat, int | float):
        raise Malformed("The iat of the proof must be a number.")
    proof = Proof(
        jkt=jkt,
        htm=_text(claims, "htm"),
        htu=_text(claims, "htu"),
        jti=_text(claims, "jti"),
        iat=iat,
        ath=_text(claims, "ath") if "ath" in claims else None,
        nonce=_text(claims, "nonce") if "nonce" in claims else None,
    )
    if not (0 < len(proof.jti) <= LONGEST_JTI and proof.jti.isprintable()):
        raise Malformed(f"The jti of the proof must have 1 to {LONGEST_JTI} printable characters.")
    return proof


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str):
        raise Malformed(f"The {name} of the proof must be a text.")
    return value
