"""Private keys that never leave a token: a hardware module, or whatever else speaks PKCS #11 (OASIS PKCS #11 3.0).

A key pair's label begins with its algorithm (`ES256-2026`); its two halves have the same CKA_ID.
"""

import hashlib
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any, Final, TypeVar

import pkcs11
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from django.core.exceptions import ImproperlyConfigured
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass

from oauth_server.protocol.keys.algorithms import RSA_BITS, UnfitKey
from oauth_server.protocol.keys.port import HeldKey
from oauth_server.protocol.keys.token_address import TokenAddress
from oauth_server.vocabulary import SigningAlgorithm

T = TypeVar("T")
P256: Final = bytes.fromhex("06082a8648ce3d030107")
"""The curve's object identifier, as CKA_EC_PARAMS wants it (RFC 5480 section 2.1.1.1)."""
ED25519: Final = b"\x13\x0cedwards25519"
"""The curve's name, likewise (PKCS #11 3.0 section 2.3.3)."""
OCTET_STRING: Final = 2
"""Octets before a point that is wrapped as a DER OCTET STRING of less than 128."""
PSS: Final = (Mechanism.SHA256, pkcs11.MGF.SHA256, 32)


@dataclass(frozen=True, slots=True)
class TokenScheme:
    """How a token makes and uses the keys of one algorithm."""

    key_type: KeyType
    public: Callable[[Any], Any]
    sign: Callable[[Any, bytes], bytes]
    curve: bytes = b""


class ExternalKeys:
    """One session with one token, opened at first use and again when it breaks; its calls follow each other."""

    def __init__(self, place: str) -> None:
        self._address = TokenAddress.of(place)
        self._session: Any = None
        self._using = threading.Lock()
        self._found: dict[str, tuple[SigningAlgorithm, bytes]] = {}

    def public_keys(self) -> list[HeldKey]:
        """Return the keys of the token whose labels name an algorithm."""
        return self._use(self._pairs)

    def sign(self, kid: str, signing_input: bytes) -> bytes:
        """Let the token sign."""
        algorithm, identifier = self._found[kid]
        return self._use(
            lambda session: SCHEMES[algorithm].sign(
                session.get_key(object_class=ObjectClass.PRIVATE_KEY, id=identifier), signing_input
            )
        )

    def make(self, algorithm: SigningAlgorithm, known: Collection[str]) -> tuple[HeldKey, bytes]:
        """Return a pair of the token that nothing is known of yet, else a new one that the token makes."""
        waiting = [key for key in self.public_keys() if key.algorithm == algorithm and key.kid not in known]
        if not waiting:
            self._use(lambda session: _generate(session, algorithm))
            waiting = [key for key in self.public_keys() if key.algorithm == algorithm and key.kid not in known]
        return waiting[0], b""

    def _use(self, call: Callable[[Any], T]) -> T:
        """Call with a session that is logged in, and once more with a new one where the first broke."""
        with self._using:
            if self._session is not None:
                try:
                    return call(self._session)
                except pkcs11.PKCS11Error:
                    with suppress(pkcs11.PKCS11Error):
                        self._session.close()
                    self._session = None
            try:
                token = pkcs11.lib(self._address.module).get_token(token_label=self._address.token)
                self._session = token.open(rw=True, user_pin=self._address.pin)
                return call(self._session)
            except (pkcs11.PKCS11Error, RuntimeError) as error:
                name = type(error).__name__
                raise ImproperlyConfigured(f"The token of SIGNING_KEYS does not answer: {name}.") from None

    def _pairs(self, session: Any) -> list[HeldKey]:
        private = {key.id for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})}
        found = []
        for public in session.get_objects({Attribute.CLASS: ObjectClass.PUBLIC_KEY}):
            for algorithm in _named(public.label):
                if public.id in private:
                    key = _held(algorithm, public)
                    self._found[key.kid] = (algorithm, public.id)
                    found.append(key)
        return found


def _named(label: str) -> Iterator[SigningAlgorithm]:
    return (algorithm for algorithm in SigningAlgorithm if label.partition("-")[0] == algorithm)


def _held(algorithm: SigningAlgorithm, public: Any) -> HeldKey:
    try:
        return HeldKey.of(algorithm, SCHEMES[algorithm].public(public))
    except (UnfitKey, ValueError, pkcs11.PKCS11Error):
        raise ImproperlyConfigured(f"The key {public.label} of the token is not one of {algorithm}.") from None


def _generate(session: Any, algorithm: SigningAlgorithm) -> None:
    scheme, identifier = SCHEMES[algorithm], token_bytes(16)
    names = {"id": identifier, "label": f"{algorithm}-{identifier.hex()[:8]}", "store": True}
    if not scheme.curve:
        session.generate_keypair(scheme.key_type, RSA_BITS, **names)
        return
    curve = {Attribute.EC_PARAMS: scheme.curve}
    session.create_domain_parameters(scheme.key_type, curve, local=True).generate_keypair(**names)


def _rsa(public: Any) -> rsa.RSAPublicKey:
    numbers = (public[name] for name in (Attribute.PUBLIC_EXPONENT, Attribute.MODULUS))
    return rsa.RSAPublicNumbers(*(int.from_bytes(number, "big") for number in numbers)).public_key()


def _p256(public: Any) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), bytes(public[Attribute.EC_POINT])[OCTET_STRING:]
    )


def _ed25519(public: Any) -> ed25519.Ed25519PublicKey:
    return ed25519.Ed25519PublicKey.from_public_bytes(bytes(public[Attribute.EC_POINT])[OCTET_STRING:])


SCHEMES: Final[Mapping[SigningAlgorithm, TokenScheme]] = {
    SigningAlgorithm.RS256: TokenScheme(
        KeyType.RSA, _rsa, lambda key, data: bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
    ),
    SigningAlgorithm.PS256: TokenScheme(
        KeyType.RSA,
        _rsa,
        lambda key, data: bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS_PSS, mechanism_param=PSS)),
    ),
    SigningAlgorithm.ES256: TokenScheme(
        KeyType.EC,
        _p256,
        lambda key, data: bytes(key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)),
        curve=P256,
    ),
    SigningAlgorithm.EDDSA: TokenScheme(
        KeyType.EC_EDWARDS,
        _ed25519,
        lambda key, data: bytes(key.sign(data, mechanism=Mechanism.EDDSA)),
        curve=ED25519,
    ),
}
