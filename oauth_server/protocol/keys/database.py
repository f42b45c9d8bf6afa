"""Private keys in the database, sealed under SIGNING_KEYS_SECRET; a process opens each once."""

from collections.abc import Collection
from typing import Any, Final

from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives import serialization
from django.core.exceptions import ImproperlyConfigured

from oauth_server.protocol.keys import algorithms
from oauth_server.protocol.keys.port import HeldKey
from oauth_server.protocol.keys.sealing import sealer
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm

PURPOSE: Final = "signing keys"


class DatabaseKeys:
    """The rows' own private halves. What is published is computed from them: a row written by whoever cannot seal is
    no key."""

    def __init__(self, place: str = "") -> None:
        self._private: dict[str, Any] = {}

    def public_keys(self) -> list[HeldKey]:
        """Return the keys of the rows. One statement; opening a key costs milliseconds, so each is opened once."""
        rows = SigningKey.objects.filter(withdrawn_at=None).values_list("kid", "algorithm", "sealed_private_key")
        return [self._held(kid, algorithm, bytes(sealed)) for kid, algorithm, sealed in rows if sealed]

    def sign(self, kid: str, signing_input: bytes) -> bytes:
        """Sign, without a statement."""
        algorithm, private = self._private[kid]
        return algorithms.sign(algorithm, private, signing_input)

    def make(self, algorithm: SigningAlgorithm, known: Collection[str]) -> tuple[HeldKey, bytes]:
        """Return a new key and its sealed private half."""
        private = algorithms.generate(algorithm)
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return HeldKey.of(algorithm, private.public_key()), sealer(PURPOSE).encrypt(pem)

    def _held(self, kid: str, algorithm: str, sealed: bytes) -> HeldKey:
        if kid not in self._private:
            try:
                pem = sealer(PURPOSE).decrypt(sealed)
            except InvalidToken:
                raise ImproperlyConfigured(f"SIGNING_KEYS_SECRET does not open signing key {kid}.") from None
            private = serialization.load_pem_private_key(pem, password=None)
            self._private[kid] = (SigningAlgorithm(algorithm), private)
        known, private = self._private[kid]
        return HeldKey.of(known, private.public_key(), kid=kid)
