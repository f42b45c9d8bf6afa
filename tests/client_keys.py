"""A client's own key pair: what signs assertions, request objects and proofs in the tests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64encode

from oauth_server.vocabulary import SigningAlgorithm

MAKERS: Final[Mapping[str, Any]] = {
    "RS256": lambda: RSAKey.generate_key(2048),
    "PS256": lambda: RSAKey.generate_key(2048),
    "ES256": lambda: ECKey.generate_key("P-256"),
    "EdDSA": lambda: OKPKey.generate_key("Ed25519"),
}


@dataclass
class ClientKey:
    """A key pair for one algorithm; `jwk` is what the client registers of it."""

    algorithm: str = SigningAlgorithm.ES256
    kid: str = field(default_factory=lambda: uuid4().hex)
    private: Any = None

    def __post_init__(self) -> None:
        self.private = self.private or MAKERS[self.algorithm]()

    @property
    def jwk(self) -> dict[str, Any]:
        """The public key."""
        return {**self.private.as_dict(private=False), "kid": self.kid, "use": "sig", "alg": str(self.algorithm)}

    @property
    def jwks(self) -> dict[str, Any]:
        """The JWK Set of this one key."""
        return {"keys": [self.jwk]}

    def sign(self, claims: Mapping[str, Any], **header: Any) -> str:
        """Return a compact JWS of `claims`; `header` changes the members of its header, None takes one out."""
        members = {"alg": str(self.algorithm), "kid": self.kid, **header}
        told = {name: value for name, value in members.items() if value is not None}
        return self.seal(json.dumps(told).encode(), json.dumps(claims).encode())

    def seal(self, header: bytes, payload: bytes) -> str:
        """Return a compact JWS of these very bytes."""
        signing_input = f"{_base64url(header)}.{_base64url(payload)}"
        name = "Ed25519" if self.algorithm == SigningAlgorithm.EDDSA else str(self.algorithm)
        signature = JWSRegistry.algorithms[name].sign(signing_input.encode(), self.private)
        return f"{signing_input}.{_base64url(signature)}"


def _base64url(octets: bytes) -> str:
    return urlsafe_b64encode(octets).decode()
