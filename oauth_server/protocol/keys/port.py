"""The port that private keys stay behind: they sign where they are kept, and only public halves come out (RFC 7517)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from oauth_server.protocol.keys import algorithms
from oauth_server.vocabulary import SigningAlgorithm

IMPLEMENTATIONS: Final[Mapping[str, str]] = {
    "database": "oauth_server.protocol.keys.database.DatabaseKeys",
    "file": "oauth_server.protocol.keys.file.FileKeys",
    "pkcs11": "oauth_server.protocol.keys.external.ExternalKeys",
}
"""By the word before the colon of SIGNING_KEYS; each is imported when it is chosen, with the library that it needs."""


class NoNewKey(Exception):
    """There is no key that could follow the one that signs; its text tells the operator what to do."""


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key whose private half the port holds: `public` verifies, `jwk` is what is published."""

    kid: str
    algorithm: SigningAlgorithm
    public: Any
    jwk: Mapping[str, Any]

    @classmethod
    def of(cls, algorithm: SigningAlgorithm, public: Any, *, kid: str = "") -> "HeldKey":
        """Return the key of a public half, by its thumbprint unless `kid` names it; raise UnfitKey."""
        jwk = algorithms.published(algorithm, public, kid)
        return cls(kid=jwk["kid"], algorithm=algorithm, public=public, jwk=jwk)


class KeyPort(Protocol):
    """Where private keys are kept. When each signs is said by its row (`rotation.py`), the same for all ports."""

    def public_keys(self) -> list[HeldKey]:
        """Return every key that is held now, read afresh; raise ImproperlyConfigured where that cannot be."""

    def sign(self, kid: str, signing_input: bytes) -> bytes:
        """Return the signature of a JWS signing input; raise KeyError for a key that is not held."""

    def make(self, algorithm: SigningAlgorithm, known: Collection[str]) -> tuple[HeldKey, bytes]:
        """Return a key that is none of `known`, and what its row keeps of the private half; raise NoNewKey."""


def key_port() -> KeyPort:
    """Return the port that SIGNING_KEYS names; one a process."""
    return opened_port(settings.SIGNING_KEYS)


@cache
def opened_port(chosen: str) -> KeyPort:
    kind, _, place = chosen.partition(":")
    if kind not in IMPLEMENTATIONS or (kind == "database") == bool(place):
        raise ImproperlyConfigured("SIGNING_KEYS must be database, file:PATH or a pkcs11: URI.")
    try:
        opened: KeyPort = import_string(IMPLEMENTATIONS[kind])(place)
    except ImportError as error:
        raise ImproperlyConfigured(f"SIGNING_KEYS needs a library that is not installed: {error}.") from None
    return opened
