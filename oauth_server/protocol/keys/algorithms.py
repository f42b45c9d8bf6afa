"""How each algorithm makes keys, signs and verifies (RFC 7518 sections 3.3 to 3.5, RFC 8037 section 3.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from joserfc.jwk import ECKey, OKPKey, RSAKey

from oauth_server.vocabulary import SigningAlgorithm

RSA_BITS: Final = 2048
"""The least that RFC 7518 section 3.3 allows."""
COORDINATE: Final = 32
"""Octets of each half of an ES256 signature (RFC 7518 section 3.4)."""
_PSS: Final = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=hashes.SHA256.digest_size)


class UnfitKey(Exception):
    """A key that is not of the kind that its algorithm signs with."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One algorithm: the class of its public keys, whether one fits, and what is done with them."""

    public: type[Any]
    jwk: Any
    fits: Callable[[Any], bool]
    generate: Callable[[], Any]
    sign: Callable[[Any, bytes], bytes]
    verify: Callable[[Any, bytes, bytes], None]


def generate(algorithm: SigningAlgorithm) -> Any:
    """Return a new private key."""
    return SCHEMES[algorithm].generate()


def sign(algorithm: SigningAlgorithm, private: Any, signing_input: bytes) -> bytes:
    """Return the signature of a JWS signing input (RFC 7515 section 5.1)."""
    return SCHEMES[algorithm].sign(private, signing_input)


def is_signed(algorithm: SigningAlgorithm, public: Any, signature: bytes, signing_input: bytes) -> bool:
    """Return whether the signature is that of the key whose public half this is."""
    try:
        SCHEMES[algorithm].verify(public, signature, signing_input)
    except InvalidSignature:
        return False
    return True


def published(algorithm: SigningAlgorithm, public: Any, kid: str = "") -> dict[str, Any]:
    """Return the JSON Web Key of a public half, named by its thumbprint (RFC 7638) unless `kid` says otherwise.

    Raise UnfitKey where the key is not one of this algorithm, or too short.
    """
    scheme = SCHEMES[algorithm]
    if not isinstance(public, scheme.public) or not scheme.fits(public):
        raise UnfitKey(f"The key is not one that {algorithm} signs with.")
    key = scheme.jwk.import_key(public)
    return {**key.as_dict(private=False), "kid": kid or key.thumbprint(), "use": "sig", "alg": str(algorithm)}


def _rsa(pad: padding.AsymmetricPadding) -> Scheme:
    return Scheme(
        public=rsa.RSAPublicKey,
        jwk=RSAKey,
        fits=lambda public: bool(public.key_size >= RSA_BITS),
        generate=lambda: rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS),
        sign=lambda private, data: bytes(private.sign(data, pad, hashes.SHA256())),
        verify=lambda public, signature, data: public.verify(signature, data, pad, hashes.SHA256()),
    )


def _sign_es256(private: Any, signing_input: bytes) -> bytes:
    """Sign without a random number (RFC 6979): the same input gives the same token, as a repeated answer must hold."""
    scheme = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    r, s = decode_dss_signature(private.sign(signing_input, scheme))
    return r.to_bytes(COORDINATE, "big") + s.to_bytes(COORDINATE, "big")


def _verify_es256(public: Any, signature: bytes, signing_input: bytes) -> None:
    if len(signature) != 2 * COORDINATE:
        raise InvalidSignature
    r, s = (int.from_bytes(half, "big") for half in (signature[:COORDINATE], signature[COORDINATE:]))
    public.verify(encode_dss_signature(r, s), signing_input, ec.ECDSA(hashes.SHA256()))


SCHEMES: Final[Mapping[SigningAlgorithm, Scheme]] = {
    SigningAlgorithm.RS256: _rsa(padding.PKCS1v15()),
    SigningAlgorithm.PS256: _rsa(_PSS),
    SigningAlgorithm.ES256: Scheme(
        public=ec.EllipticCurvePublicKey,
        jwk=ECKey,
        fits=lambda public: isinstance(public.curve, ec.SECP256R1),
        generate=lambda: ec.generate_private_key(ec.SECP256R1()),
        sign=_sign_es256,
        verify=_verify_es256,
    ),
    SigningAlgorithm.EDDSA: Scheme(
        public=ed25519.Ed25519PublicKey,
        jwk=OKPKey,
        fits=lambda public: True,
        generate=ed25519.Ed25519PrivateKey.generate,
        sign=lambda private, data: bytes(private.sign(data)),
        verify=lambda public, signature, data: public.verify(signature, data),
    ),
}
