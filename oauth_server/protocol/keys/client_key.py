"""A key pair for a client that proves itself by signatures, as the demo's does (RFC 7523 section 2.2, RFC 7517)."""

from typing import Any

from joserfc.jwk import ECKey

from oauth_server.protocol.keys.algorithms import published
from oauth_server.vocabulary import SigningAlgorithm


def new_client_key() -> dict[str, Any]:
    """Return a new private JSON Web Key for ES256."""
    key = ECKey.generate_key("P-256")
    return {**key.as_dict(private=True), "kid": key.thumbprint(), "use": "sig", "alg": str(SigningAlgorithm.ES256)}


def public_jwks(private: dict[str, Any]) -> dict[str, Any]:
    """Return the JWK Set that a client registers: the public half of its key."""
    key = ECKey.import_key(private)
    return {"keys": [published(SigningAlgorithm.ES256, key.public_key, str(private["kid"]))]}
