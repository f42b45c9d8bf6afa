"""A client's DPoP proofs (RFC 9449 section 4.2), good and bad, and a test client that sends them."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.test import Client

from oauth_server.protocol.tokens.jws import base64url
from tests.client_keys import ClientKey
from tests.flows.oauth import ISSUER


@dataclass
class Prover:
    """Holds a key, and remembers the server's nonce as a client does."""

    key: ClientKey = field(default_factory=ClientKey)
    nonce: str | None = None
    issuer: str = ISSUER

    @property
    def jkt(self) -> str:
        """The thumbprint of the key (RFC 7638)."""
        return str(self.key.private.thumbprint())

    def claims(self, method: str, path: str, *, token: str | None = None, **changes: Any) -> dict[str, Any]:
        """Return the claims of a good proof; `changes` sets some, None takes one out."""
        claims = {
            "jti": str(uuid4()),
            "htm": method,
            "htu": self.issuer + path,
            "iat": int(time.time()),
            "ath": base64url(hashlib.sha256(token.encode()).digest()) if token else None,
            "nonce": self.nonce,
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def proof(
        self,
        method: str,
        path: str,
        *,
        header: Mapping[str, Any] | None = None,
        token: str | None = None,
        **changes: Any,
    ) -> str:
        """Return a proof for a request; `header` changes the members of its header, None takes one out."""
        jwk = self.key.private.as_dict(private=False)
        members = {"typ": "dpop+jwt", "jwk": jwk, "kid": None, **(header or {})}
        return self.key.sign(self.claims(method, path, token=token, **changes), **members)

    def presenting(self, token: str, method: str, path: str, **changes: Any) -> dict[str, str]:
        """Return the headers that present a bound token to a resource."""
        return {"authorization": f"DPoP {token}", "dpop": self.proof(method, path, token=token, **changes)}


class ProvingClient(Client):
    """Sends a fresh proof with each request to the token endpoint, and takes up the nonces that it is given."""

    def __init__(self, prover: Prover) -> None:
        super().__init__()
        self.prover = prover

    def generic(self, method: str, path: Any, *arguments: Any, **options: Any) -> Any:
        """Send a request with its proof."""
        headers = {"dpop": self.prover.proof(method, path), **(options.pop("headers", None) or {})}
        response = super().generic(method, path, *arguments, headers=headers, **options)
        self.prover.nonce = response.headers.get("DPoP-Nonce", self.prover.nonce)
        return response
